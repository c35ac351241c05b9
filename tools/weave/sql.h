// SPDX-License-Identifier: Apache-2.0
/* What a .sql file says, read once and shared by the verbs sql, steps and lock. */
#pragma once

#include "weave.h"

typedef struct SqlToken {
    enum { SQL_BLANK, SQL_COMMENT, SQL_WORD, SQL_STRING, SQL_PARAM, SQL_MARK } kind;
    Str text;
    size_t at;
} SqlToken;

/* One of our column types, and how it is written in every language we write. */
typedef struct SqlType {
    const char *name, *c_type, *sqlite, *postgres, *cell;
    const char *value;             /* from a C value to what a cell holds: ".code9" */
    const char *is[2];             /* around a parameter: is there a value? */
    const char *read[2];           /* around a cell: its C value */
    const char *none;              /* NULL: a missing value is zero, as it is read anyway */
} SqlType;

typedef struct SqlField {
    Str name;
    const SqlType *type;
    bool optional;
    bool listed; /* a parameter that is a list of numbers: ids case[] */
} SqlField;

typedef struct SqlFields {
    SqlField *at;
    size_t count;
} SqlFields;

typedef struct SqlRow {
    struct SqlRow *next;
    Str name;
    SqlFields columns;
    bool listed; /* some query of kind `many` answers with it */
} SqlRow;

typedef struct SqlStatement {
    struct SqlStatement *next;
    Str text; /* as written, without its semicolon */
    int line;
    bool on_sqlite, on_postgres;
    Str sqlite, postgres; /* translated; comments are gone, lines are not */
} SqlStatement;

typedef struct SqlTable {
    struct SqlTable *next;
    Str name;
    int line;
    bool grows;
} SqlTable;

typedef struct SqlStep {
    struct SqlStep *next;
    struct SqlFile *file;
    int number, line;
    Str name;
    SqlStatement *statements;
} SqlStep;

typedef enum SqlKind { SQL_ONE, SQL_MANY, SQL_EACH, SQL_EXEC } SqlKind;

typedef struct SqlQuery {
    struct SqlQuery *next;
    SqlKind kind;
    Str name;
    int line;
    bool told; /* its signature was understood */
    SqlFields params;
    SqlRow *row;
    Str across, scan; /* the reasons, or none */
    SqlStatement *statements;
} SqlQuery;

typedef struct SqlFile {
    Source source;
    Str unit, stem;
    SqlStep *steps;
    SqlQuery *queries;
    SqlRow *rows;
    SqlTable *tables;
} SqlFile;

/* sql_token.c */
bool sql_next(Str text, size_t *at, SqlToken *ret_token);
bool sql_next_said(Str text, size_t *at, SqlToken *ret_token); /* without blanks and comments */
bool sql_is_word(SqlToken t, const char *word);
bool sql_has_word(Str text, const char *word);
Str sql_fold(Arena *a, Str text); /* comments gone, and all blanks but those between two words */
int sql_line_of(Str text, size_t at, int first_line);

/* sql_type.c */
const SqlType *sql_type(Str name);
const SqlStatement *sql_on_sqlite(const SqlStatement *s);
const SqlStatement *sql_on_postgres(const SqlStatement *s);

/* sql_read.c */
SqlFile *sql_read(Weave *w, const char *path);

/* sql_dialect.c */
void sql_translate_step(Weave *w, SqlFile *f, SqlStatement *s, bool grows);
void sql_translate_query(Weave *w, SqlFile *f, SqlQuery *q);

/* sql_signature.c: what follows `-- one`, `-- many`, `-- each`, `-- exec` */
void sql_read_signature(Weave *w, SqlFile *f, SqlQuery *q, Str text);

/* sql_check.c: `others` are the .sql files of the same unit, THIS among them, in order */
void sql_check(Weave *w, SqlFile *file, SqlFile **unit, size_t unit_count);

/* steps.c: a unit's steps in the order of their numbers; complains about gaps */
size_t sql_steps_of(Weave *w, SqlFile **unit, size_t unit_count, SqlStep ***ret_steps);

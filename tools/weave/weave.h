// SPDX-License-Identifier: Apache-2.0
/*
 * weave: SQL, HTML and data files become C while the program is built.
 *
 * lives:    one scanner, one way of complaining (file:line: sentence), one verb per file
 * promises: output that a person can step through; the same bytes for the same input; no output when there is a complaint
 * uses:     base
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdio.h>

/* A file being read, and where in it we are. */
typedef struct Source {
    Str path; /* as given on the command line */
    Str name; /* the path below the project: src/dialogue/dialogue.sql (for complaints and #line) */
    Str text;
    size_t at;
    int line; /* 1-based, of `at` */
} Source;

typedef struct Weave {
    Arena *arena; /* lives as long as the run */
    int complaints;
} Weave;

/* NULL on success; complains and returns false when the file cannot be read or is too large. */
bool weave_open(Weave *w, const char *path, Source *ret_source);
/* "src/dialogue/x.sql" -> "dialogue"; "x" is the stem. */
Str weave_unit(const Source *s);
Str weave_stem(const Source *s);
Str weave_file_name(Str path); /* its last part */

void weave_complain(Weave *w, const Source *s, int line, const char *fmt, ...) PRINTF_LIKE(4, 5);

/* The scanner: blanks and newlines are counted; each answers whether it moved. */
bool weave_at_end(const Source *s);
char weave_peek(const Source *s, size_t ahead);
void weave_skip_blanks(Source *s);                  /* blanks and newlines */
bool weave_take(Source *s, Str literal);            /* exactly these bytes, here */
bool weave_word(Source *s, Str *ret_word);          /* [A-Za-z_][A-Za-z0-9_]* */
Str weave_line(Source *s);                          /* the rest of the line, without the newline, which is passed */
Str weave_until(Source *s, Str mark);               /* up to the mark, which is passed; to the end when there is none */

/* Output is gathered first and written only when nothing was complained about. */
typedef struct Sheet {
    Arena *arena;
    char *bytes;
    size_t len, room;
} Sheet;
void weave_put(Sheet *sheet, const char *fmt, ...) PRINTF_LIKE(2, 3);
void weave_put_str(Sheet *sheet, Str s);
void weave_put_c_string(Sheet *sheet, Str s); /* with quotes, broken at newlines */
Str weave_upper(Arena *a, Str s);
bool weave_write(Weave *w, const char *path, const Sheet *sheet); /* tmp + rename */

/* The verbs: argv after the verb's name; the exit code. */
int weave_sql(Weave *w, int argc, char **argv);
int weave_steps(Weave *w, int argc, char **argv);
int weave_lock(Weave *w, int argc, char **argv);
int weave_html(Weave *w, int argc, char **argv);
int weave_data(Weave *w, int argc, char **argv);

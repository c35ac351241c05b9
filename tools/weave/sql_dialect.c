// SPDX-License-Identifier: Apache-2.0
/* From our SQL to SQLite's and PostgreSQL's: column types, parameters, STRICT. Everything else stays as it is written. */
#include "sql.h"

typedef struct Dialect {
    bool postgres;
    Sheet out;
} Dialect;

/* Comments go, line breaks stay: an offset in the result still tells the line. */
static void put_token(Sheet *out, SqlToken t)
{
    if (t.kind != SQL_COMMENT)
        weave_put_str(out, t.text);
}

static Str sheet_text(const Sheet *out)
{
    Str text = {out->bytes, out->len};
    while (text.len && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\n'))
        text.len--;
    return text;
}

/* -- tables --------------------------------------------------------------------------------------------------------- */

typedef struct TableText {
    Weave *w;
    SqlFile *file;
    SqlStatement *statement;
    Dialect to;
    int depth;
    enum { WANT_NAME, WANT_TYPE, WANT_REST } want;
    bool without_rowid;
} TableText;

static bool is_constraint(SqlToken t)
{
    static const char *const words[] = {"primary", "foreign", "unique", "check", "constraint"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (sql_is_word(t, words[i]))
            return true;
    return false;
}

static void put_type(TableText *x, SqlToken t)
{
    const SqlType *type = sql_type(t.text);
    if (!type && x->statement->on_sqlite && !x->to.postgres)
        weave_complain(x->w, &x->file->source, sql_line_of(x->statement->text, t.at, x->statement->line),
                       "\"%.*s\" is not one of our types", STR_ARG(t.text));
    weave_put_str(&x->to.out, !type ? t.text : str_of(x->to.postgres ? type->postgres : type->sqlite));
}

/* One token between the brackets of a create table, or of an alter table's new column. */
static void put_definition(TableText *x, SqlToken t)
{
    if (x->want == WANT_TYPE && t.kind == SQL_WORD) {
        put_type(x, t);
        x->want = WANT_REST;
        return;
    }
    if (x->want == WANT_NAME && (t.kind == SQL_WORD || t.kind == SQL_STRING))
        x->want = is_constraint(t) ? WANT_REST : WANT_TYPE;
    put_token(&x->to.out, t);
}

static void put_table_token(TableText *x, SqlToken t)
{
    bool open = str_eq(t.text, S("(")), close = str_eq(t.text, S(")"));
    x->depth += open - close;
    if (open && x->depth == 1)
        x->want = WANT_NAME;
    else if (x->depth == 1 && str_eq(t.text, S(",")))
        x->want = WANT_NAME;
    else if (x->depth >= 1) {
        put_definition(x, t);
        return;
    } else if (sql_is_word(t, "without") || sql_is_word(t, "rowid")) {
        x->without_rowid = true;
        return;
    }
    put_token(&x->to.out, t);
}

static Str table_text(TableText x, bool postgres)
{
    SqlToken t;
    x.to = (Dialect){.postgres = postgres, .out = {.arena = x.w->arena}};
    for (size_t at = 0; sql_next(x.statement->text, &at, &t);)
        put_table_token(&x, t);
    Str text = sheet_text(&x.to.out);
    const char *ending = postgres ? "" : x.without_rowid ? " without rowid, strict" : " strict";
    return arena_printf(x.w->arena, "%.*s%s", STR_ARG(text), ending);
}

/* alter table T add [column] NAME TYPE ... */
static Str column_text(TableText x, bool postgres)
{
    SqlToken t;
    bool adding = false;
    x.to = (Dialect){.postgres = postgres, .out = {.arena = x.w->arena}};
    x.want = WANT_NAME;
    for (size_t at = 0; sql_next(x.statement->text, &at, &t);) {
        if (adding && !sql_is_word(t, "column"))
            put_definition(&x, t);
        else
            put_token(&x.to.out, t);
        adding = adding || sql_is_word(t, "add");
    }
    return sheet_text(&x.to.out);
}

static Str plain_text(Weave *w, Str text)
{
    Sheet out = {.arena = w->arena};
    SqlToken t;
    for (size_t at = 0; sql_next(text, &at, &t);)
        put_token(&out, t);
    return sheet_text(&out);
}

static void add_table(Weave *w, SqlFile *f, const SqlStatement *s, SqlToken name, bool grows)
{
    SqlTable *table = ARENA_NEW(w->arena, SqlTable);
    *table = (SqlTable){.next = f->tables, .name = name.text, .line = s->line, .grows = grows};
    f->tables = table;
    Str prefix = arena_printf(w->arena, "%.*s_", STR_ARG(f->unit));
    if (!str_starts(name.text, prefix))
        weave_complain(w, &f->source, s->line, "the table %.*s must be called %.*s...", STR_ARG(name.text),
                       STR_ARG(prefix));
}

void sql_translate_step(Weave *w, SqlFile *f, SqlStatement *s, bool grows)
{
    SqlToken first, second, third;
    size_t at = 0;
    sql_next_said(s->text, &at, &first);
    sql_next_said(s->text, &at, &second);
    sql_next_said(s->text, &at, &third);
    bool creates = sql_is_word(first, "create"), table = creates && sql_is_word(second, "table");
    bool virtual = creates && sql_is_word(second, "virtual") && sql_next_said(s->text, &at, &third);
    if (table || virtual)
        add_table(w, f, s, third, grows);
    if (grows && !table)
        weave_complain(w, &f->source, s->line, "-- grows stands above a create table");
    if (virtual && s->on_postgres)
        weave_complain(w, &f->source, s->line, "a virtual table is written below the line -- sqlite only");
    TableText x = {.w = w, .file = f, .statement = s};
    bool column = sql_is_word(first, "alter") && sql_has_word(s->text, "add");
    s->sqlite = table ? table_text(x, false) : column ? column_text(x, false) : plain_text(w, s->text);
    s->postgres = table ? table_text(x, true) : column ? column_text(x, true) : s->sqlite;
}

/* -- queries -------------------------------------------------------------------------------------------------------- */

static size_t param_index(const SqlQuery *q, Str name)
{
    size_t i = 0;
    while (i < q->params.count && !str_eq(q->params.at[i].name, name))
        i++;
    return i;
}

/* Numbers and casts: PostgreSQL shall not have to guess what a parameter is. A list stands in brackets: in (:ids). */
static void put_param(Dialect *to, const SqlQuery *q, size_t index)
{
    const SqlField *f = &q->params.at[index];
    if (f->listed && to->postgres)
        weave_put(&to->out, "select value::%s from json_array_elements_text($%zu::json)", f->type->postgres, index + 1);
    else if (f->listed)
        weave_put(&to->out, "select value from json_each(?%zu)", index + 1);
    else if (to->postgres)
        weave_put(&to->out, "$%zu::%s", index + 1, f->type->postgres);
    else
        weave_put(&to->out, "?%zu", index + 1);
}

static Str query_text(Weave *w, SqlFile *f, SqlQuery *q, const SqlStatement *s, bool postgres)
{
    Dialect to = {.postgres = postgres, .out = {.arena = w->arena}};
    bool *used = ARENA_ARRAY(w->arena, bool, q->params.count + 1);
    SqlToken t;
    for (size_t at = 0; sql_next(s->text, &at, &t);) {
        size_t index = t.kind == SQL_PARAM ? param_index(q, str_from(t.text, 1)) : q->params.count;
        if (t.kind == SQL_PARAM && index == q->params.count)
            weave_complain(w, &f->source, sql_line_of(s->text, t.at, s->line), "%.*s has no parameter %.*s",
                           STR_ARG(q->name), STR_ARG(t.text));
        else if (t.kind == SQL_PARAM)
            put_param(&to, q, index);
        else
            put_token(&to.out, t);
        used[index] = true;
    }
    for (size_t i = 0; i < q->params.count; i++)
        if (!used[i])
            weave_complain(w, &f->source, q->line, "%.*s does not use its parameter :%.*s", STR_ARG(q->name),
                           STR_ARG(q->params.at[i].name));
    return sheet_text(&to.out);
}

void sql_translate_query(Weave *w, SqlFile *f, SqlQuery *q)
{
    for (SqlStatement *s = q->statements; q->told && s; s = s->next) {
        if (s->on_sqlite)
            s->sqlite = query_text(w, f, q, s, false);
        if (s->on_postgres && (!s->on_sqlite || !w->complaints))
            s->postgres = query_text(w, f, q, s, true);
    }
}

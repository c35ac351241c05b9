// SPDX-License-Identifier: Apache-2.0
/*
 * The build's proof that every query fits its tables: the unit's steps are run in an SQLite of their own and every query
 * is prepared there. Only the unit's own tables exist in it, so a query can name no others.
 */
#include <sqlite3.h>

#include "sql.h"
#include "store/plan.h"

#include <string.h>

typedef struct Check {
    Weave *w;
    SqlFile *file;
    sqlite3 *db;
    SqlFile **unit;
    size_t unit_count;
} Check;

static void complain_sqlite(const Check *c, const SqlFile *f, const SqlStatement *s)
{
    int offset = sqlite3_error_offset(c->db);
    int line = sql_line_of(s->sqlite, offset > 0 ? (size_t)offset : 0, s->line);
    weave_complain(c->w, &f->source, line, "%s", sqlite3_errmsg(c->db));
}

static sqlite3_stmt *prepare(const Check *c, const SqlFile *f, const SqlStatement *s)
{
    sqlite3_stmt *prepared = NULL;
    if (sqlite3_prepare_v2(c->db, s->sqlite.at, (int)s->sqlite.len, &prepared, NULL) != SQLITE_OK)
        complain_sqlite(c, f, s);
    return prepared;
}

/* -- steps ---------------------------------------------------------------------------------------------------------- */

static void run_step(const Check *c, const SqlStep *step)
{
    for (const SqlStatement *s = sql_on_sqlite(step->statements); s; s = sql_on_sqlite(s->next)) {
        sqlite3_stmt *prepared = prepare(c, step->file, s);
        int code = prepared ? sqlite3_step(prepared) : SQLITE_DONE;
        if (code != SQLITE_DONE && code != SQLITE_ROW)
            complain_sqlite(c, step->file, s);
        sqlite3_finalize(prepared);
    }
}

static const SqlTable *find_table(const Check *c, Str name)
{
    for (size_t i = 0; i < c->unit_count; i++)
        for (const SqlTable *t = c->unit[i]->tables; t; t = t->next)
            if (str_eq_nocase(t->name, name))
                return t;
    return NULL;
}

/* SQLite looks for the other end of a foreign key late; we look now. */
static void check_references(const Check *c)
{
    static const char sql[] = "select distinct m.name, f.\"table\" from sqlite_schema m, pragma_foreign_key_list(m.name) f "
                              "where m.type = 'table'";
    sqlite3_stmt *rows = NULL;
    sqlite3_prepare_v2(c->db, sql, -1, &rows, NULL);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        Str from = str_of((const char *)sqlite3_column_text(rows, 0));
        Str to = str_of((const char *)sqlite3_column_text(rows, 1));
        const SqlTable *table = find_table(c, from);
        if (!find_table(c, to))
            weave_complain(c->w, &c->file->source, table ? table->line : 1,
                           "%.*s refers to %.*s, which is not a table of this unit", STR_ARG(from), STR_ARG(to));
    }
    sqlite3_finalize(rows);
}

/* -- queries -------------------------------------------------------------------------------------------------------- */

static bool is_plain_name(const char *name)
{
    for (const char *c = name; *c; c++)
        if (*c != '_' && !(*c >= 'a' && *c <= 'z') && !(*c >= '0' && *c <= '9'))
            return false;
    return true;
}

static void check_columns(const Check *c, const SqlQuery *q, sqlite3_stmt *s)
{
    int count = sqlite3_column_count(s);
    if (count != (int)q->row->columns.count) {
        weave_complain(c->w, &c->file->source, q->line, "%.*s selects %d columns, but %.*s has %zu", STR_ARG(q->name),
                       count, STR_ARG(q->row->name), q->row->columns.count);
        return;
    }
    for (int i = 0; i < count; i++) {
        const char *name = sqlite3_column_name(s, i);
        Str wanted = q->row->columns.at[i].name;
        if (is_plain_name(name) && !str_eq(str_of(name), wanted))
            weave_complain(c->w, &c->file->source, q->line, "column %d of %.*s is %s, but %.*s has %.*s there", i + 1,
                           STR_ARG(q->name), name, STR_ARG(q->row->name), STR_ARG(wanted));
    }
}

static void check_kind(const Check *c, const SqlQuery *q, const SqlStatement *text, sqlite3_stmt *s)
{
    bool writes = !sqlite3_stmt_readonly(s);
    if (q->kind == SQL_EXEC && (!writes || sqlite3_column_count(s)))
        weave_complain(c->w, &c->file->source, q->line, "%.*s is exec, but it does not (only) write",
                       STR_ARG(q->name));
    if (q->kind != SQL_EXEC && writes)
        weave_complain(c->w, &c->file->source, q->line, "%.*s writes; that is what exec is for", STR_ARG(q->name));
    if (q->kind != SQL_EXEC && q->row)
        check_columns(c, q, s);
    if (q->kind == SQL_MANY && !sql_has_word(text->text, "limit"))
        weave_complain(c->w, &c->file->source, q->line, "%.*s may answer with any number of rows: give it a limit",
                       STR_ARG(q->name));
}

/* The table behind a name in a plan: itself, or the one that the query calls so ("dialogue_entry as e"). */
static const SqlTable *table_called(const Check *c, Str sql, Str name)
{
    SqlToken t;
    const SqlTable *before = NULL;
    for (size_t at = 0; sql_next_said(sql, &at, &t);) {
        if (sql_is_word(t, "as"))
            continue;
        if (before && str_eq_nocase(t.text, name))
            return before;
        before = find_table(c, t.text);
    }
    return find_table(c, name);
}

/* "SCAN x ..", or "SEARCH x USING AUTOMATIC .. INDEX": an index made for one query reads all of the table first. */
static bool reads_all(Str detail, Str *ret_name)
{
    Str verb, rest, tail;
    str_cut(detail, ' ', &verb, &rest);
    str_cut(rest, ' ', ret_name, &tail);
    return str_eq(verb, S("SCAN")) || (str_eq(verb, S("SEARCH")) && str_starts(tail, S("USING AUTOMATIC ")));
}

static void check_plan(const Check *c, const SqlQuery *q, const SqlStatement *text)
{
    Str explain = arena_printf(c->w->arena, "explain query plan %.*s", STR_ARG(text->sqlite));
    sqlite3_stmt *plan = NULL;
    if (q->scan.len || sqlite3_prepare_v2(c->db, explain.at, (int)explain.len, &plan, NULL) != SQLITE_OK)
        return;
    while (sqlite3_step(plan) == SQLITE_ROW) {
        Str name;
        if (!reads_all(str_of((const char *)sqlite3_column_text(plan, 3)), &name))
            continue;
        const SqlTable *table = table_called(c, text->sqlite, name);
        if (table && table->grows)
            weave_complain(c->w, &c->file->source, q->line,
                           "%.*s reads all of %.*s, which grows; it needs an index, or a line -- scan: why",
                           STR_ARG(q->name), STR_ARG(table->name));
    }
    sqlite3_finalize(plan);
}

static void check_scope(const Check *c, const SqlQuery *q)
{
    bool scoped = q->across.len > 0;
    for (size_t i = 0; i < q->params.count; i++) {
        const char *type = q->params.at[i].type->name;
        scoped = scoped || strcmp(type, "home") == 0 || strcmp(type, "place") == 0;
    }
    if (!scoped)
        weave_complain(c->w, &c->file->source, q->line,
                       "%.*s takes neither a home nor a place; it needs one, or a line -- across: why",
                       STR_ARG(q->name));
}

static void check_query(const Check *c, const SqlQuery *q)
{
    check_scope(c, q);
    const SqlStatement *text = sql_on_sqlite(q->statements);
    sqlite3_stmt *s = text ? prepare(c, c->file, text) : NULL;
    if (s) {
        check_kind(c, q, text, s);
        check_plan(c, q, text);
    }
    sqlite3_finalize(s);
}

void sql_check(Weave *w, SqlFile *file, SqlFile **unit, size_t unit_count)
{
    Check c = {.w = w, .file = file, .unit = unit, .unit_count = unit_count};
    SqlStep **steps;
    size_t step_count = sql_steps_of(w, unit, unit_count, &steps);
    if (sqlite3_open(":memory:", &c.db) != SQLITE_OK) {
        weave_complain(w, &file->source, 1, "SQLite does not start: %s", sqlite3_errmsg(c.db));
    } else {
        for (size_t i = 0; i < step_count; i++)
            run_step(&c, steps[i]);
        check_references(&c);
        if (sqlite3_exec(c.db, plan_script, NULL, NULL, NULL) != SQLITE_OK)
            weave_complain(w, &file->source, 1, "the planner's figures: %s", sqlite3_errmsg(c.db));
        for (const SqlQuery *q = file->queries; q; q = q->next)
            check_query(&c, q);
    }
    sqlite3_close(c.db);
}

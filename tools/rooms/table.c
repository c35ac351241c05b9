// SPDX-License-Identifier: Apache-2.0
/* A table carries its unit's name and is named only in that unit's .sql. */
#include "rooms.h"

#include <string.h>

typedef struct Table {
    Str name;
    const Unit *unit;
    struct Table *next;
} Table;

static bool is_sql(const File *f)
{
    return str_eq(f->ending, S("sql")) && f->unit && f->unit->kind != UNIT_OTHER;
}

/* SQL without its comments and quotes: the same offsets. Directives are comments too, and name no tables. */
static Str bare(Rooms *r, Str sql)
{
    char *copy = arena_take(r->arena, sql.len + 1, 1);
    memcpy(copy, sql.at, sql.len);
    for (size_t at = 0; at < sql.len; at++) {
        char end = copy[at] == '\'' ? '\'' : str_starts(str_from(sql, at), S("--")) ? '\n' : 0;
        if (!end)
            continue;
        for (copy[at++] = ' '; at < sql.len && copy[at] != end; at++)
            copy[at] = copy[at] == '\n' ? '\n' : ' ';
    }
    return (Str){copy, sql.len};
}

/* The name after `create [virtual] table [if not exists]`. */
static bool next_created(Str sql, size_t *at, Str *ret_name)
{
    Str word, before = STR_NONE;
    while (rooms_next_word(sql, at, &word)) {
        bool made = str_eq_nocase(word, S("table")) &&
                    (str_eq_nocase(before, S("create")) || str_eq_nocase(before, S("virtual")));
        before = word;
        if (!made)
            continue;
        static const Str fillers[] = {S("if"), S("not"), S("exists")};
        bool more = rooms_next_word(sql, at, ret_name);
        for (size_t i = 0; more && i < COUNT_OF(fillers) && str_eq_nocase(*ret_name, fillers[i]); i++)
            more = rooms_next_word(sql, at, ret_name);
        return more;
    }
    return false;
}

static Table *find_tables(Rooms *r)
{
    Table *tables = NULL;
    for (const File *f = r->files; f; f = f->next) {
        Str name, sql = is_sql(f) ? bare(r, f->text) : STR_NONE;
        for (size_t at = 0; next_created(sql, &at, &name);) {
            Table *t = ARENA_NEW(r->arena, Table);
            *t = (Table){.name = name, .unit = f->unit, .next = tables};
            tables = t;
            if (!str_starts(name, arena_printf(r->arena, "%.*s_", STR_ARG(f->unit->name))))
                rooms_complain(r, f, rooms_line(f, at), RULE_TABLE, "the table %.*s does not begin with %.*s_",
                               STR_ARG(name), STR_ARG(f->unit->name));
        }
    }
    return tables;
}

void rooms_check_tables(Rooms *r)
{
    const Table *tables = find_tables(r);
    for (const File *f = r->files; f; f = f->next) {
        Str word, sql = is_sql(f) ? bare(r, f->text) : STR_NONE;
        for (size_t at = 0; rooms_next_word(sql, &at, &word);)
            for (const Table *t = tables; t; t = t->next)
                if (t->unit != f->unit && str_eq(t->name, word))
                    rooms_complain(r, f, rooms_line(f, at), RULE_TABLE, "%.*s is a table of %.*s: ask that room",
                                   STR_ARG(word), STR_ARG(t->unit->name));
    }
}

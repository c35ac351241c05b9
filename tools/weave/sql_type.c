// SPDX-License-Identifier: Apache-2.0
/* The column types, in one table. */
#include "sql.h"

#define NUMBER "integer", "bigint", "CELL_INT"

static const SqlType types[] = {
    {"id", "int64_t", NUMBER, "", {"", " != 0"}, {"", ".i"}, NULL},
    {"int", "int64_t", NUMBER, "", {"", " != 0"}, {"", ".i"}, NULL},
    {"home", "Home", NUMBER, ".code9", {"", ".code9 != 0"}, {"(Home){", ".i}"}, NULL},
    {"place", "PlaceCode", NUMBER, ".v", {"", ".v != 0"}, {"(PlaceCode){", ".i}"}, NULL},
    {"case", "CaseId", NUMBER, ".v", {"", ".v != 0"}, {"(CaseId){", ".i}"}, NULL},
    {"person", "PersonId", NUMBER, ".v", {"", ".v != 0"}, {"(PersonId){", ".i}"}, NULL},
    {"money", "Money", NUMBER, ".fen", {"", ".fen != 0"}, {"(Money){", ".i}"}, NULL},
    {"date", "Date", NUMBER, ".day", {"date_is(", ")"}, {"(Date){(int32_t)", ".i}"}, "DATE_NONE"},
    {"instant", "Instant", NUMBER, ".ms", {"instant_is(", ")"}, {"(Instant){", ".i}"}, "INSTANT_NONE"},
    {"flag", "bool", NUMBER, "", {"", ""}, {"", ".i != 0"}, NULL},
    {"text", "Str", "text", "text", "CELL_TEXT", "", {"", ".at"}, {"arena_str(a, ", ".s)"}, "STR_NONE"},
    {"bytes", "Str", "blob", "bytea", "CELL_BYTES", "", {"", ".at"}, {"arena_str(a, ", ".s)"}, "STR_NONE"},
};

const SqlType *sql_type(Str name)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq(name, str_of(types[i].name)))
            return &types[i];
    return NULL;
}

const SqlStatement *sql_on_sqlite(const SqlStatement *s)
{
    while (s && !s->on_sqlite)
        s = s->next;
    return s;
}

const SqlStatement *sql_on_postgres(const SqlStatement *s)
{
    while (s && !s->on_postgres)
        s = s->next;
    return s;
}

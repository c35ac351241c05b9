// SPDX-License-Identifier: Apache-2.0
/* A list of numbers as a parameter: a JSON text, which both databases can take apart ([1,2,3]). */
#include "store/store.h"

enum { NUMBER_BYTES = 21 }; /* "-9223372036854775808," */

DbList db_list(Arena *a, size_t count)
{
    REQUIRE(count <= LIMIT_ROWS_MANY);
    size_t room = count * NUMBER_BYTES + sizeof "[]";
    DbList l = {.at = ARENA_ARRAY(a, char, room), .room = room};
    l.at[l.len++] = '[';
    return l;
}

void db_list_put(DbList *l, int64_t number)
{
    size_t left = l->room - l->len;
    int written = snprintf(l->at + l->len, left, "%s%lld", l->len > 1 ? "," : "", (long long)number);
    REQUIRE(written > 0 && (size_t)written < left);
    l->len += (size_t)written;
}

Str db_list_text(DbList *l)
{
    REQUIRE(l->len < l->room);
    l->at[l->len++] = ']';
    return (Str){l->at, l->len};
}

// SPDX-License-Identifier: Apache-2.0
/* The floors, from the ground: what each may include, and the nouns besides its own name that its symbols begin with. */
#include "rooms.h"

static const struct Floor {
    Str name, may, speaks;
} floors[] = {
    {S("base"), S(""), S("money instant period i64")},
    {S("codec"), S("base"), S("hex base64 base64url base32 http_date form pairs paste")},
    {S("seal"), S("base codec"), S("digest")},
    {S("store"), S("base codec seal"), S("db")},
    {S("place"), S("base codec seal store"), S("")},
    {S("record"), S("base codec seal store place"), S("")},
    {S("access"), S("base codec seal store place record"), S("")},
    {S("process"), S("base codec seal store place record access"), S("case words")},
    {S("web"), S("base codec seal store place record access"), S("canned cookie assets queue log")},
    {S("print"), S("base codec"), S("")},
    {S("room"), S("base codec seal store place record access process web print"), S("rooms house")},
};

static const struct Floor *find(Str name)
{
    for (size_t i = 0; i < COUNT_OF(floors); i++)
        if (str_eq(floors[i].name, name))
            return &floors[i];
    return NULL;
}

bool rooms_floor_may(Str floor, Str other, bool *ret_is_known)
{
    const struct Floor *f = find(floor);
    *ret_is_known = f != NULL;
    return f && rooms_has_word(f->may, other);
}

bool rooms_floor_speaks(Str floor, Str symbol)
{
    const struct Floor *f = find(floor);
    Str rest = f ? f->speaks : STR_NONE, noun;
    while (str_next(&rest, ' ', &noun))
        if (noun.len && str_starts(symbol, noun) && (symbol.len == noun.len || symbol.at[noun.len] == '_'))
            return true;
    return false;
}

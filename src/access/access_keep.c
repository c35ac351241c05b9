// SPDX-License-Identifier: Apache-2.0
/* What was typed into a form that the door refused: sealed, carried by the browser, shown to the same person alone
 * (docs/why/kept.md). */
#include "access/access_own.h"
#include "codec/codec.h"

static const Str cell = S("form|kept"); /* no table is called so: a cell of the database never opens as a form */

static Str mark_of(Arena *a, const Actor *who, int64_t office)
{
    Str whose = arena_printf(a, "%lld|%lld|%lld", (long long)who->home.code9, (long long)who->person.v,
                             (long long)office);
    return base64url_write(a, access_keyed(a, SECRET_FORM, whose, STR_NONE));
}

Str access_by(Arena *a, const Actor *who)
{
    int64_t office = who->acting ? who->acting->id : 0;
    return arena_printf(a, "%lld.%.*s", (long long)office, STR_ARG(mark_of(a, who, office)));
}

bool access_by_is(Arena *a, const Actor *who, Str by, int64_t *ret_office)
{
    Str number, mark;
    int64_t office;
    if (who->kind != ACTOR_PERSON || !str_cut(by, '.', &number, &mark) || !str_to_i64(number, &office))
        return false;
    Str right = mark_of(a, who, office);
    if (mark.len != right.len || !seal_same(mark.at, right.at, right.len))
        return false;
    *ret_office = office;
    return true;
}

Str access_keep(Arena *a, Str plain)
{
    return base64url_write(a, seal_column(a, access_column_key(), cell, plain));
}

bool access_kept(Arena *a, Str kept, Str *ret_plain)
{
    Str cipher;
    return base64url_read(a, kept, &cipher) && seal_open_column(a, access_column_key(), cell, cipher, ret_plain);
}

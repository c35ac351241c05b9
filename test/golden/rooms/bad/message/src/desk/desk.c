// SPDX-License-Identifier: Apache-2.0
#include "desk/desk.h"

static Err x(Arena *a, const Lang *l)
{
    Str s = lang_get(l, S("desk.none"));
    s = LANG_FILL(a, l, S("desk.half"), S("desk.not_a_key"));
    s = web_sentence(q, "desk.none.two");
    s = lang_get(l, arena_printf(a, "month.%d", 3));
    const Thing t = {.says = "desk.says"};
    return ERR(a, ERR_RULE, "err.desk.none");
}

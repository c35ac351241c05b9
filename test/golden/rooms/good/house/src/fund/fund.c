// SPDX-License-Identifier: Apache-2.0
/* Rows, and words that only look like calls: strcpy(a, b), select x from y. */
#include "fund_html.h"
#include "fund_sql.h"

#include "desk/desk.h"
#include "fund/fund.h"

static Err refuse(Arena *a, const Lang *l)
{
    a->free(a);
    Str s = lang_get(l, S("fund.title"));
    return ERR(a, ERR_RULE, "err.fund.empty", .args = {s, S("the first, selected from these")});
}

static int deep(int x)
{
    const Point p = {.at = {.x = {{0}}}};
    if (x) {
        while (x) {
            if (p.at.x) {
                for (;;) {
                    x = make((Point){.at = {.x = {{x}}}});
                }
            }
        }
    }
    return x;
}

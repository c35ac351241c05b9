// SPDX-License-Identifier: Apache-2.0
/* Compiled messages: a file that opens can be asked anything. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    const Lang *l;
    if (lang_open(a, S("zh_CN"), bytes, &l))
        return;
    static const Str keys[] = {S(""), S("a"), S("day.short"), S("err.x.do"), S("month.9"), S("zz")};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        (void)LANG_FILL(a, l, keys[i], bytes, S("{1}"));
    (void)lang_get(l, bytes);
    (void)lang_when(a, l, (Instant){0});
    (void)lang_lunar(a, l, (Date){0});
}

// SPDX-License-Identifier: Apache-2.0
/* Compiled messages: a file that opens can be asked anything, for any day and any sum. */
#include "fuzz.h"

/* The days and sums that languages say in ways of their own. */
static void say_values(Arena *a, const Lang *l, int64_t any)
{
    static const Period periods[] = {{2026, 'y', 1}, {2026, 'q', 3}, {2026, 'm', 9}};
    static const int64_t fens[] = {0, -1, 30, 12345, 1000000, 10005000, 123456789012};
    const Date days[] = {{0}, DATE_NONE, {(int32_t)(any % 100000)}};
    for (size_t i = 0; i < COUNT_OF(periods); i++) {
        (void)lang_period(a, l, periods[i]);
        (void)lang_period_spoken(a, l, periods[i], period_first(periods[i]));
    }
    for (size_t i = 0; i < COUNT_OF(fens); i++)
        (void)lang_money_spoken(a, l, (Money){fens[i]});
    (void)lang_money_spoken(a, l, (Money){any % 1000000000000});
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        (void)lang_day(a, l, days[i]);
        (void)lang_date(a, l, days[i]);
        (void)lang_lunar(a, l, days[i]);
    }
    (void)lang_when(a, l, (Instant){any % 1000000000000});
    (void)lang_moment(a, l, INSTANT_NONE);
}

FUZZ(a, bytes)
{
    static const Str names[] = {S("zh"), S("en")};
    static const Str keys[] = {S(""), S("a"), S("day.short"), S("err.x.do"), S("month.9"), S("zz")};
    Err e = ERR(a, ERR_RULE, "err.x", .args = {bytes, S("{1}")});
    for (size_t n = 0; n < COUNT_OF(names); n++) {
        const Lang *l;
        if (lang_open(a, names[n], bytes, &l))
            return;
        REQUIRE(str_eq(lang_name(l), names[n]));
        for (size_t i = 0; i < COUNT_OF(keys); i++)
            (void)LANG_FILL(a, l, keys[i], bytes, S("{1}"));
        (void)lang_get(l, bytes);
        (void)lang_reason(a, l, e);
        (void)lang_hint(a, l, e);
        say_values(a, l, (int64_t)(str_hash(bytes) >> 1));
    }
}

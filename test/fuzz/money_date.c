// SPDX-License-Identifier: Apache-2.0
/* Money, dates, instants, periods: what is read is written plainly and reads the same. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    Money m, m2;
    if (money_read(bytes, &m)) {
        REQUIRE(money_read(money_plain(a, m), &m2) && m.fen == m2.fen);
        REQUIRE(money_read(money_grouped(a, m), &m2) && m.fen == m2.fen);
    }
    Date d, d2;
    if (date_read(bytes, (Date){0}, &d))
        REQUIRE(date_read(date_plain(a, d), DATE_NONE, &d2) && d.day == d2.day);
    Instant t, t2;
    if (instant_read(bytes, &t))
        REQUIRE(instant_read(instant_plain(a, t), &t2) && t.ms == t2.ms);
    if (http_date_read(bytes, &t))
        REQUIRE(str_ends(bytes, S("GMT")) && t.ms % 1000 == 0);
    Period p;
    if (period_read(bytes, &p)) {
        REQUIRE(str_eq(period_plain(a, p), bytes));
        REQUIRE(period_first(period_next(p)).day == period_last(p).day + 1);
    }
    int64_t number;
    if (str_to_i64(bytes, &number))
        REQUIRE(str_to_i64(i64_plain(a, number), &number));
}

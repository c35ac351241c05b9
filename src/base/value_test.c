// SPDX-License-Identifier: Apache-2.0
/* Money, dates, instants, periods: every form that is read, and what is not. */
#include "unit.h"

TEST(money_is_read_as_people_write_it)
{
    static const struct {
        Str s;
        int64_t fen;
    } cases[] = {
        {S("0"), 0},
        {S("1234.50"), 123450},
        {S("1,234.50"), 123450},
        {S("1234.5"), 123450},
        {S("-3"), -300},
        {S("-0.01"), -1},
        {S("−3"), -300}, /* the typographer's minus */
        {S("￥1,234"), 123400},
        {S("¥ 1,234"), 123400},
        {S("RMB 12"), 1200},
        {S("1234元"), 123400},
        {S(" 86,400.00 元 "), 8640000},
        {S("１，２３４．５０"), 123450},
        {S("－３元"), -300},
        {S("￥-5"), -500},
        {S("007"), 700},
        {S("12,345,678.09"), 1234567809},
        {S("1\xE2\x80\x8B" "2"), 1200}, /* an invisible character between */
        {S("92233720368547758.07"), INT64_MAX},
        {S("-92233720368547758.07"), -INT64_MAX},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Money m = {77};
        if (!money_read(cases[i].s, &m))
            fail_msg("%.*s", STR_ARG(cases[i].s));
        assert_int_equal(m.fen, cases[i].fen);
    }
}

TEST(money_is_refused)
{
    static const Str cases[] = {
        S(""),         S("元"),      S("￥"),        S("-"),           S("--3"),      S("- -3"),
        S("1,23"),     S("1234,567"), S(",123"),     S("1,,234"),      S("1,234,"),   S("1,2345"),
        S("1."),       S(".5"),      S("1.234"),     S("1.-5"),        S("1.2.3"),    S("1 234"),
        S("12a"),      S("1e3"),     S("+5"),        S("(5)"),         S("壹佰"),     S("\xFF"),
        S("\xFF\xFF"), S("1\xFF"),   S("1-"),        S("1,-23"),       S("-,123"),    S("92233720368547758.08"),
        S("999999999999999999999999"), S("00000000000000000000000000000000000000001"),
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Money m;
        if (money_read(cases[i], &m))
            fail_msg("%.*s was read", STR_ARG(cases[i]));
    }
}

TEST(money_is_written)
{
    static const struct {
        int64_t fen;
        Str plain, grouped;
    } cases[] = {
        {0, S("0.00"), S("0")},
        {5, S("0.05"), S("0.05")},
        {-5, S("-0.05"), S("-0.05")},
        {99900, S("999.00"), S("999")},
        {100000, S("1000.00"), S("1,000")},
        {123450, S("1234.50"), S("1,234.50")},
        {-100000000, S("-1000000.00"), S("-1,000,000")},
        {INT64_MIN, S("-92233720368547758.08"), S("-92,233,720,368,547,758.08")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_str(money_plain(a, (Money){cases[i].fen}), cases[i].plain);
        assert_str(money_grouped(a, (Money){cases[i].fen}), cases[i].grouped);
    }
    Money sum;
    assert_true(money_add((Money){5}, (Money){-7}, &sum) && sum.fen == -2);
    assert_false(money_add((Money){INT64_MAX}, (Money){1}, &sum));
    arena_free(a);
}

TEST(whole_numbers_at_both_ends)
{
    static const struct {
        int64_t number;
        Str written;
    } rows[] = {{0, S("0")}, {7, S("7")}, {-10, S("-10")}, {INT64_MAX, S("9223372036854775807")},
                {INT64_MIN, S("-9223372036854775808")}};
    Arena *a = arena_new(LIMIT_REQUEST_ARENA);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_str(i64_plain(a, rows[i].number), rows[i].written);
    arena_free(a);
}

static Date day(int32_t year, int32_t month, int32_t d)
{
    Date date;
    assert_true(date_of((Ymd){year, month, d}, &date));
    return date;
}

TEST(dates_are_read_as_people_write_them)
{
    static const Str fifth[] = {
        S("2026-09-05"), S("2026-9-5"),  S("2026.9.5"),    S("2026/9/5"),     S("2026年9月5日"), S("2026年9月5号"),
        S("20260905"),   S("9月5日"),    S("9.5"),         S("9/5"),          S(" 2026-09-05 "), S("２０２６年９月５日"),
        S("2026．9．5"), S("2026 9 5"),  S("2026 年 9 月 5 日"), S("2026. 9. 5"), S("9-5"),
    };
    static const Str refused[] = {
        S(""),           S("5"),          S("2026"),       S("2026-09"),      S("2026-02-29"),  S("2026-13-01"),
        S("2026-00-10"), S("2026-01-00"), S("1899-12-31"), S("2200-01-01"),   S("20260931"),    S("18991231"),
        S("2026-9-5-1"), S("-2026-9-5"),  S("2026--9-5"),  S("2026年9月5日晚"), S("5 Sep 2026"), S("999999999"),
        S("9999999999"), S("..."),        S("2026-9-5--"), S("2026-09-0x"),   S("\xFF"),        S("二〇二六年九月五日"),
    };
    Date d, about = day(2026, 1, 31);
    for (size_t i = 0; i < COUNT_OF(fifth); i++) {
        d = DATE_NONE;
        if (!date_read(fifth[i], about, &d) || d.day != day(2026, 9, 5).day)
            fail_msg("%.*s", STR_ARG(fifth[i]));
    }
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        if (date_read(refused[i], about, &d))
            fail_msg("%.*s was read", STR_ARG(refused[i]));
    assert_false(date_read(S("9.5"), DATE_NONE, &d)); /* which year? */
    assert_false(date_read(S("2月29日"), about, &d));
    assert_true(date_read(S("2月29日"), day(2024, 1, 1), &d));
}

TEST(dates_are_counted)
{
    Arena *a = arena_new(1 << 22);
    assert_int_equal(day(1970, 1, 1).day, 0);
    assert_int_equal(day(2000, 3, 1).day, 11017);
    assert_int_equal(date_weekday(day(2026, 9, 5)), 5);
    assert_int_equal(date_weekday(day(1900, 1, 1)), 0);
    assert_str(date_plain(a, day(1900, 1, 1)), S("1900-01-01"));
    int weekday = 0;
    for (int32_t i = day(1900, 1, 1).day; i <= day(2199, 12, 31).day; i++) { /* there and back for every day */
        Date d = {i}, back;
        assert_true(date_of(date_ymd(d), &back));
        assert_int_equal(back.day, i);
        assert_int_equal(date_weekday(d), weekday++ % 7);
    }
    static const struct {
        Ymd from;
        int32_t months;
        Str to;
    } moves[] = {
        {{2026, 1, 31}, 1, S("2026-02-28")},   {{2024, 1, 31}, 1, S("2024-02-29")},
        {{2026, 12, 15}, 1, S("2027-01-15")},
        {{2026, 1, 15}, -1, S("2025-12-15")},
        {{2026, 3, 31}, -13, S("2025-02-28")}, {{2199, 12, 31}, 1, S("2200-01-31")},
        {{1900, 1, 1}, -1, S("1899-12-01")},   {{2026, 5, 5}, 0, S("2026-05-05")},
    };
    for (size_t i = 0; i < COUNT_OF(moves); i++) {
        Date from = day(moves[i].from.year, moves[i].from.month, moves[i].from.day);
        assert_str(date_plain(a, date_add_months(from, moves[i].months)), moves[i].to);
    }
    assert_str(date_plain(a, date_month_start(day(2026, 9, 5))), S("2026-09-01"));
    assert_str(date_plain(a, date_add_days(day(2026, 12, 31), 1)), S("2027-01-01"));
    arena_free(a);
}

TEST(instants_are_in_shanghai)
{
    Arena *a = arena_new(1 << 20);
    static const struct {
        Str from, plain;
    } cases[] = {
        {S("2026-09-05T08:30:00.000+08:00"), S("2026-09-05T08:30:00.000+08:00")},
        {S("2026-09-05T08:30:00+08:00"), S("2026-09-05T08:30:00.000+08:00")},
        {S("2026-09-05T23:59:59.999"), S("2026-09-05T23:59:59.999+08:00")},
        {S("2026-09-05 08:30"), S("2026-09-05T08:30:00.000+08:00")},
        {S("2026-09-05"), S("2026-09-05T00:00:00.000+08:00")},
        {S("1969-12-31T23:59:59.001+08:00"), S("1969-12-31T23:59:59.001+08:00")},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Instant t;
        assert_true(instant_read(cases[i].from, &t));
        assert_str(instant_plain(a, t), cases[i].plain);
    }
    static const Str refused[] = {
        S(""),                    S("2026-09-5"),            S("2026/09/05"),         S("9.5       "),
        S("2026- 9- 5"),          S("2026-09-05T"),          S("2026-09-05+08:00"),   S("2026-09-05T24:00"),
        S("2026-09-05T08:60"),    S("2026-09-05T08:30:60"),  S("2026-09-05T08"),      S("2026-09-05T08:3"),
        S("2026-09-05T-8:30"),    S("2026-09-05T08:30:-0"),  S("2026-09-05T08:30:0"), S("2026-09-05T08:30:00.00"),
        S("2026-09-05T08:30:00.-00"), S("2026-09-05T08:30:00.0000"), S("2026-09-05T08:30:00Z"), S("2026-09-05x08:30"),
        S("2026-09-05T08:30:00+09:00"), S("2026-09-31"),
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        Instant t;
        if (instant_read(refused[i], &t))
            fail_msg("%.*s was read", STR_ARG(refused[i]));
    }
    Date d = day(2026, 9, 5);
    assert_int_equal(instant_date(date_start(d)).day, d.day);
    assert_int_equal(instant_date((Instant){date_start(d).ms - 1}).day, d.day - 1);
    assert_int_equal(date_end(d).ms, date_start((Date){d.day + 1}).ms);
    arena_free(a);
}

TEST(periods_are_read_and_walked)
{
    static const struct {
        Str s, first, last, next, before;
    } cases[] = {
        {S("2026"), S("2026-01-01"), S("2026-12-31"), S("2027"), S("2025")},
        {S("2026Q1"), S("2026-01-01"), S("2026-03-31"), S("2026Q2"), S("2025Q4")},
        {S("2026Q4"), S("2026-10-01"), S("2026-12-31"), S("2027Q1"), S("2026Q3")},
        {S("2024-02"), S("2024-02-01"), S("2024-02-29"), S("2024-03"), S("2024-01")},
        {S("2026-12"), S("2026-12-01"), S("2026-12-31"), S("2027-01"), S("2026-11")},
        {S("2199"), S("2199-01-01"), S("2199-12-31"), S("2200"), S("2198")}, /* what anybody may type into an address */
        {S("2199Q4"), S("2199-10-01"), S("2199-12-31"), S("2200Q1"), S("2199Q3")},
        {S("1900-01"), S("1900-01-01"), S("1900-01-31"), S("1900-02"), S("1899-12")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Period p;
        assert_true(period_read(cases[i].s, &p));
        assert_str(period_plain(a, p), cases[i].s);
        assert_str(date_plain(a, period_first(p)), cases[i].first);
        assert_str(date_plain(a, period_last(p)), cases[i].last);
        assert_str(period_plain(a, period_next(p)), cases[i].next);
        assert_str(period_plain(a, period_before(p)), cases[i].before);
        assert_str(period_plain(a, period_at(p.kind, period_last(p))), cases[i].s);
        assert_int_equal(period_first(period_next(p)).day, period_last(p).day + 1);
    }
    static const Str refused[] = {
        S(""),        S("202"),     S("1899"),    S("2200"),   S("2026Q0"),  S("2026Q5"), S("2026q1"), S("2026Q"),
        S("2026-00"), S("2026-13"), S("2026-9"),  S("2026--9"), S("20260"),  S("-202"),   S("2026Q-"),
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        Period p;
        if (period_read(refused[i], &p))
            fail_msg("%.*s was read", STR_ARG(refused[i]));
    }
    Period year, quarter, month;
    assert_true(period_read(S("2026"), &year));
    assert_true(period_read(S("2026Q3"), &quarter) && period_read(S("2026-09"), &month));
    assert_true(period_within(month, quarter) && period_within(quarter, year) && period_within(year, year));
    assert_false(period_within(quarter, month));
    assert_false(period_within(period_next(month), quarter));
    arena_free(a);
}

TEST_MAIN

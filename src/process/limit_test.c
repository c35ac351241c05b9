// SPDX-License-Identifier: Apache-2.0
/* Limits around holidays, weekends worked, years not yet announced; days, months, halves. */
#include "process_bench.h"

#include "process/limit.h"

TEST_MAIN

static Date day(Arena *a, const char *text)
{
    Date d;
    assert_true(date_read(str_of(text), (Date){0}, &d));
    (void)a;
    return d;
}

TEST(workdays_step_over_holidays_and_use_weekends_that_are_worked)
{
    static const struct {
        const char *from;
        int32_t n;
        const char *end;
        bool provisional;
    } cases[] = {
        {"2026-09-07", 1, "2026-09-08", false},  /* Monday to Tuesday */
        {"2026-09-11", 1, "2026-09-14", false},  /* over a plain weekend */
        {"2026-09-18", 1, "2026-09-20", false},  /* the Sunday is worked */
        {"2026-09-24", 1, "2026-09-28", false},  /* Mid-Autumn: Friday to Sunday off */
        {"2026-09-24", 5, "2026-10-09", false},  /* Mid-Autumn, then National Day: 28 29 30, 8, 9 */
        {"2026-09-30", 1, "2026-10-08", false},
        {"2026-10-09", 1, "2026-10-10", false},  /* Saturday, worked */
        {"2026-10-05", 1, "2026-10-08", false},  /* from within a holiday */
        {"2026-02-13", 1, "2026-02-14", false},  /* Spring Festival: the Saturday before is worked */
        {"2026-02-14", 1, "2026-02-24", false},
        {"2026-02-13", 8, "2026-03-03", false},  /* 14, 24, 25, 26, 27, 28 (worked), 2, 3 */
        {"2025-12-31", 1, "2026-01-04", false},  /* over New Year, a Sunday worked */
        {"2026-12-31", 1, "2027-01-01", true},   /* 2027 is not announced: weekends only */
        {"2026-12-24", 10, "2027-01-07", true},
        {"2026-09-26", 0, "2026-09-26", false},  /* none: the day itself, holiday or not */
        {"2026-10-08", -1, "2026-09-30", false},
        {"2026-09-20", -1, "2026-09-18", false},
        {"2026-09-28", -5, "2026-09-20", false}, /* 24 23 22 21, and the Sunday */
    };
    Arena *a = arena_new(256 * 1024 * 1024);
    const Engine *e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool provisional = false;
        Instant from = {date_start(day(a, cases[i].from)).ms + 15 * hour_ms};
        Instant end = process_workdays(e, from, cases[i].n, &provisional);
        if (end.ms != date_end(day(a, cases[i].end)).ms || provisional != cases[i].provisional)
            fail_msg("%s %+d: %.*s %s", cases[i].from, cases[i].n, STR_ARG(instant_plain(a, end)),
                     provisional ? "provisional" : "announced");
    }
    arena_free(a);
}

TEST(limits_end_at_midnight_of_their_last_day)
{
    static const struct {
        Limit limit;
        const char *end;
    } cases[] = {
        {{.unit = LIMIT_DAYS, .amount = 5}, "2026-09-13T00:00:00.000+08:00"},
        {{.unit = LIMIT_DAYS, .amount = 0}, "2026-09-08T00:00:00.000+08:00"},
        {{.unit = LIMIT_DAYS, .amount = -3}, "2026-09-05T00:00:00.000+08:00"},
        {{.unit = LIMIT_WORKDAYS, .amount = 5}, "2026-09-15T00:00:00.000+08:00"},
        {{.unit = LIMIT_MONTHS, .amount = 2}, "2026-11-08T00:00:00.000+08:00"},
    };
    Arena *a = arena_new(256 * 1024 * 1024);
    const Engine *e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    /* At the first and at the last moment of the day the answer is the same. */
    Instant first = date_start(day(a, "2026-09-07")), last = {date_end(day(a, "2026-09-07")).ms - 1};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool provisional;
        assert_str(instant_plain(a, process_limit(e, first, &cases[i].limit, &provisional)), str_of(cases[i].end));
        assert_str(instant_plain(a, process_limit(e, last, &cases[i].limit, &provisional)), str_of(cases[i].end));
    }
    bool provisional;
    assert_false(instant_is(process_limit(e, first, &(Limit){0}, &provisional)));
    arena_free(a);
}

TEST(a_late_stage_counts_from_the_day_the_limit_ended_on)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    const Engine *e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    Instant due = date_end(day(a, "2026-09-11")); /* 24:00 of a Friday */
    assert_int_equal(limit_late(e, due, &(Limit){.unit = LIMIT_DAYS, .amount = 0}).ms, due.ms);
    assert_int_equal(limit_late(e, due, &(Limit){.unit = LIMIT_DAYS, .amount = 1}).ms, due.ms + day_ms);
    assert_int_equal(limit_late(e, due, &(Limit){.unit = LIMIT_WORKDAYS, .amount = 1}).ms, due.ms + 3 * day_ms);
    assert_int_equal(limit_late(e, due, &(Limit){.unit = LIMIT_DAYS, .amount = -3}).ms, due.ms - 3 * day_ms);
    arena_free(a);
}

TEST(half_is_rounded_up_and_never_less_than_a_day)
{
    static const struct {
        int had, now;
    } cases[] = {{8, 4}, {7, 4}, {2, 1}, {1, 1}, {0, 1}};
    Arena *a = arena_new(1024 * 1024);
    Instant from = {date_start(day(a, "2026-09-07")).ms + 9 * hour_ms}, now = {from.ms + 20 * day_ms};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Instant until = date_end(date_add_days(instant_date(from), cases[i].had));
        Instant half = limit_half(from, until, now);
        assert_int_equal(half.ms, date_end(date_add_days(instant_date(now), cases[i].now)).ms);
    }
    arena_free(a);
}

TEST(a_calendar_with_a_bad_day_is_refused)
{
    static const char *const bad[] = {"years: {2026: {off: [2025-10-01]}}", "years: {2026: {off: [2026-13-01]}}",
                                      "years: {x: {announced: true}}", "yeers: {}", "years: [2026]"};
    Arena *a = arena_new(1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const Engine *e;
        assert_refused(process_engine(a, &(EngineOptions){.holidays = str_of(bad[i])}, &e), "err.process.load_value");
    }
    arena_free(a);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Units are types: the compiler refuses fen plus days. Each value knows how to be read from text and how to be written
 * plainly (the way it stands in JSON, CSV and canonical documents); words for readers are made by lang.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

typedef struct Money {
    int64_t fen;
} Money; /* 1 yuan = 100 fen */

typedef struct Date {
    int32_t day;
} Date; /* days since 1970-01-01 in the village's calendar */

typedef struct Instant {
    int64_t ms;
} Instant; /* milliseconds since 1970-01-01 UTC */

/* The log and the shard a row belongs to: a town's nine digits, or <county>000 for county matters. */
typedef struct Home {
    int64_t code9;
} Home;

/* A place, always eighteen digits: 371603106200 is stored as 371603106200000000. See place/place.h. */
typedef struct PlaceCode {
    int64_t v;
} PlaceCode;

typedef struct CaseId {
    int64_t v;
} CaseId; /* unique in its home */

typedef struct PersonId {
    int64_t v;
} PersonId; /* unique in its home; 0 is nobody */

#define DATE_NONE ((Date){INT32_MIN})
#define INSTANT_NONE ((Instant){INT64_MIN})

static inline bool date_is(Date d) { return d.day != INT32_MIN; }
static inline bool instant_is(Instant t) { return t.ms != INT64_MIN; }

/* Money: false on overflow, and the result must be looked at. */
MUST_USE bool money_add(Money a, Money b, Money *ret_sum);
/* 1,234.50 · 1234.5 · -3 · ￥1,234 · 1234元 ; full-width digits are read too. At most two decimals. */
MUST_USE bool money_read(Str s, Money *ret_money);
Str money_plain(Arena *a, Money m);   /* 1234.50 */
Str money_grouped(Arena *a, Money m); /* 1,234.50, and 1,234 when there are no fen */

/* Dates: proleptic Gregorian, 1900..2199. */
typedef struct Ymd {
    int32_t year, month, day;
} Ymd;
MUST_USE bool date_of(Ymd ymd, Date *ret_date); /* false when there is no such day */
Ymd date_ymd(Date d);
int date_weekday(Date d); /* 0 = Monday .. 6 = Sunday */
/* 2026-09-05 · 2026.9.5 · 2026/9/5 · 2026年9月5日 · 20260905; 9月5日 and 9.5 take the year of `about`. */
MUST_USE bool date_read(Str s, Date about, Date *ret_date);
Str date_plain(Arena *a, Date d); /* 2026-09-05 */
Date date_add_days(Date d, int32_t days);
Date date_month_start(Date d);
Date date_add_months(Date d, int32_t months); /* clamped to the last day of the month */

/* Asia/Shanghai, the only calendar of the field: UTC+8 without summer time since 1991. */
Date instant_date(Instant t);
Instant date_start(Date d); /* 00:00 in Shanghai */
Instant date_end(Date d);   /* 24:00 in Shanghai, when a limit of that day ends */
Str instant_plain(Arena *a, Instant t);             /* 2026-09-05T08:30:00.000+08:00 */
MUST_USE bool instant_read(Str s, Instant *ret_t);  /* that form, or without ms, or a bare date */

/* A period a disclosure is about: 2026, 2026Q3, 2026-09. kind 'y', 'q' or 'm'; index 0 for a year, 1..4, 1..12. */
typedef struct Period {
    int32_t year;
    char kind;
    int32_t index;
} Period;
MUST_USE bool period_read(Str s, Period *ret_period);
Str period_plain(Arena *a, Period p);
Date period_first(Period p);
Date period_last(Period p);
Period period_at(char kind, Date d); /* the period of that kind the day lies in */
Period period_next(Period p);
Period period_before(Period p);
bool period_within(Period inner, Period outer); /* 2026-09 lies in 2026Q3 and in 2026 */

Str i64_plain(Arena *a, int64_t v);
enum { I64_DIGITS_MAX = 20 }; /* with its sign */
Str i64_write(char room[I64_DIGITS_MAX], int64_t v); /* the same, in the room given */

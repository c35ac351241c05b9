// SPDX-License-Identifier: Apache-2.0
/* The calendar: days from and to year, month, day, and the ways people write a day. */
#include "base/err.h"
#include "base/text.h"
#include "base/value.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2199 };

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_in_month(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days before 1 January of the year, counted from 1970. */
static int32_t days_before_year(int32_t year)
{
    int32_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

/* Any year, also beyond what people may write: the day after the last one is still a day. */
static int32_t day_number(Ymd ymd)
{
    int32_t day = days_before_year(ymd.year) + ymd.day - 1;
    for (int32_t month = 1; month < ymd.month; month++)
        day += days_in_month(ymd.year, month);
    return day;
}

bool date_of(Ymd ymd, Date *ret_date)
{
    if (ymd.year < YEAR_MIN || ymd.year > YEAR_MAX || ymd.month < 1 || ymd.month > 12 || ymd.day < 1 ||
        ymd.day > days_in_month(ymd.year, ymd.month))
        return false;
    ret_date->day = day_number(ymd);
    return true;
}

Ymd date_ymd(Date d)
{
    int32_t year = 1970 + d.day / 366;
    while (days_before_year(year + 1) <= d.day)
        year++;
    while (days_before_year(year) > d.day)
        year--;
    int32_t left = d.day - days_before_year(year), month = 1;
    while (left >= days_in_month(year, month))
        left -= days_in_month(year, month++);
    return (Ymd){year, month, left + 1};
}

int date_weekday(Date d)
{
    int weekday = (d.day + 3) % 7; /* 1970-01-01 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

/* What people put between and behind the numbers of a day: - . / 年 月 日 号. */
static bool is_mark(uint32_t c)
{
    static const uint32_t marks[] = {'-', '.', '/', 0x5E74, 0x6708, 0x65E5, 0x53F7};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (c == marks[i])
            return true;
    return false;
}

/* Up to three numbers, with one mark or only blanks between two; -1 when something else is in the way. */
static int read_numbers(Str s, int32_t numbers[3])
{
    enum { NUMBER_MAX = 99999999 };
    int count = 0, marks = 0;
    bool in_number = false;
    for (uint32_t c; text_next(&s, &c);) {
        c = text_fold_char(c);
        if (c >= '0' && c <= '9') {
            if (!in_number && (++count > 3 || marks > 1))
                return -1;
            int64_t value = (in_number ? numbers[count - 1] : 0) * (int64_t)10 + (c - '0');
            if (value > NUMBER_MAX)
                return -1;
            numbers[count - 1] = (int32_t)value;
            in_number = true;
            marks = 0;
            continue;
        }
        if (count == 0 || (c != ' ' && !is_mark(c)))
            return -1;
        marks += c != ' ';
        in_number = false;
    }
    return marks > 1 ? -1 : count;
}

bool date_read(Str s, Date about, Date *ret_date)
{
    int32_t n[3] = {0};
    int count = read_numbers(str_trim(s), n);
    if (count == 1 && n[0] >= 19000101)
        return date_of((Ymd){n[0] / 10000, n[0] / 100 % 100, n[0] % 100}, ret_date);
    if (count == 2 && date_is(about))
        return date_of((Ymd){date_ymd(about).year, n[0], n[1]}, ret_date);
    if (count == 3)
        return date_of((Ymd){n[0], n[1], n[2]}, ret_date);
    return false;
}

Str date_plain(Arena *a, Date d)
{
    Ymd ymd = date_ymd(d);
    return arena_printf(a, "%04d-%02d-%02d", ymd.year, ymd.month, ymd.day);
}

Date date_add_days(Date d, int32_t days)
{
    return (Date){d.day + days};
}

Date date_month_start(Date d)
{
    return (Date){d.day - date_ymd(d).day + 1};
}

Date date_add_months(Date d, int32_t months)
{
    Ymd ymd = date_ymd(d);
    int32_t index = ymd.year * 12 + ymd.month - 1 + months;
    Ymd to = {index / 12, index % 12 + 1, ymd.day};
    if (to.day > days_in_month(to.year, to.month))
        to.day = days_in_month(to.year, to.month);
    return (Date){day_number(to)};
}

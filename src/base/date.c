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

bool date_of(Ymd ymd, Date *ret_date)
{
    if (ymd.year < YEAR_MIN || ymd.year > YEAR_MAX || ymd.month < 1 || ymd.month > 12 || ymd.day < 1 ||
        ymd.day > days_in_month(ymd.year, ymd.month))
        return false;
    int32_t day = days_before_year(ymd.year) + ymd.day - 1;
    for (int32_t month = 1; month < ymd.month; month++)
        day += days_in_month(ymd.year, month);
    ret_date->day = day;
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

/* Up to three numbers between marks that people put between them. */
static int read_numbers(Str s, int64_t numbers[3])
{
    int count = 0;
    bool in_number = false;
    Str rest = s;
    uint32_t c;
    while (rest.len && text_next(&rest, &c)) {
        if (c >= 0xFF10 && c <= 0xFF19)
            c -= 0xFEE0;
        if (c >= '0' && c <= '9') {
            if (!in_number && ++count > 3)
                return -1;
            numbers[count - 1] = in_number ? numbers[count - 1] * 10 + (c - '0') : (int64_t)(c - '0');
            in_number = true;
            if (numbers[count - 1] > 99999999)
                return -1;
            continue;
        }
        in_number = false;
        bool mark = c == '-' || c == '.' || c == '/' || c == ' ' || c == 0x5E74 || c == 0x6708 || c == 0x65E5 ||
                    c == 0x53F7 || c == 0xFF0E || c == 0xFF0D || c == 0xFF0F;
        if (!mark)
            return -1;
    }
    return count;
}

bool date_read(Str s, Date about, Date *ret_date)
{
    int64_t n[3] = {0};
    int count = read_numbers(str_trim(s), n);
    if (count == 1 && n[0] >= 19000101)
        return date_of((Ymd){(int32_t)(n[0] / 10000), (int32_t)(n[0] / 100 % 100), (int32_t)(n[0] % 100)}, ret_date);
    if (count == 2)
        return date_of((Ymd){date_ymd(about).year, (int32_t)n[0], (int32_t)n[1]}, ret_date);
    if (count == 3)
        return date_of((Ymd){(int32_t)n[0], (int32_t)n[1], (int32_t)n[2]}, ret_date);
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
    Date moved;
    REQUIRE(date_of(to, &moved));
    return moved;
}

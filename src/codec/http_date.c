// SPDX-License-Identifier: Apache-2.0
/*
 * The date of HTTP headers (RFC 9110, 5.6.7): Sat, 05 Sep 2026 00:30:00 GMT. The two older forms, unused for decades,
 * are not read: whoever sends one gets the whole answer.
 */
#include "codec/codec.h"

enum { DAY_MS = 24 * 3600 * 1000, DATE_LEN = 29 };

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

Str http_date_write(Arena *a, Instant t)
{
    int64_t ms = t.ms % DAY_MS < 0 ? t.ms % DAY_MS + DAY_MS : t.ms % DAY_MS;
    Date day = {(int32_t)((t.ms - ms) / DAY_MS)}; /* the day in Greenwich */
    Ymd d = date_ymd(day);
    int second = (int)(ms / 1000);
    return arena_printf(a, "%s, %02d %s %04d %02d:%02d:%02d GMT", weekdays[date_weekday(day)], d.day,
                        months[d.month - 1], d.year, second / 3600, second / 60 % 60, second % 60);
}

static bool read_number(Str s, size_t at, size_t len, uint64_t max, int32_t *ret_number)
{
    uint64_t number;
    if (!str_to_u64(str_sub(s, at, len), &number) || number > max)
        return false;
    *ret_number = (int32_t)number;
    return true;
}

static int32_t index_of(Str name, const char *const *names, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

bool http_date_read(Str s, Instant *ret_t)
{
    if (s.len != DATE_LEN)
        return false;
    static const char shape[] = "Aaa, 00 Aaa 0000 00:00:00 GMT"; /* letters and zeros stand for what is read below */
    for (size_t i = 0; i < DATE_LEN; i++)
        if (shape[i] != '0' && shape[i] != 'A' && shape[i] != 'a' && shape[i] != s.at[i])
            return false;

    Ymd ymd;
    Date day;
    int32_t hour, minute, second;
    if (!read_number(s, 5, 2, 31, &ymd.day) || !read_number(s, 12, 4, 9999, &ymd.year) ||
        !read_number(s, 17, 2, 23, &hour) || !read_number(s, 20, 2, 59, &minute) || !read_number(s, 23, 2, 60, &second))
        return false;
    ymd.month = index_of(str_sub(s, 8, 3), months, COUNT_OF(months)) + 1;
    if (!date_of(ymd, &day) || index_of(str_sub(s, 0, 3), weekdays, COUNT_OF(weekdays)) != date_weekday(day))
        return false;
    ret_t->ms = (int64_t)day.day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
    return true;
}

// SPDX-License-Identifier: Apache-2.0
/* Money, instants, periods: plain forms and arithmetic. Dates are in date.c. */
#include "base/value.h"

#include "base/err.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

enum { SHANGHAI_MS = 8 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000, MONEY_TEXT_MAX = 40 };

bool money_add(Money a, Money b, Money *ret_sum)
{
    return !__builtin_add_overflow(a.fen, b.fen, &ret_sum->fen);
}

/* Takes off what people write around a sum. */
static Str money_bare(Str s)
{
    static const Str before[] = {{"￥", 3}, {"¥", 2}, {"RMB", 3}};
    s = str_trim(s);
    for (size_t i = 0; i < COUNT_OF(before); i++)
        if (str_starts(s, before[i]))
            s = str_trim(str_from(s, before[i].len));
    if (str_ends(s, S("元")))
        s = str_trim(str_sub(s, 0, s.len - S("元").len));
    return s;
}

/* Digits before the point: plain, or in groups of three behind a first group of one to three. */
static bool read_grouped(Str s, int64_t *ret_value)
{
    char digits[24];
    size_t count = 0, group = 0;
    bool grouped = str_has(s, S(","));
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ',') {
            if (group == 0 || group > 3 || (count > group && group != 3))
                return false;
            group = 0;
            continue;
        }
        if (count == sizeof digits)
            return false;
        digits[count++] = s.at[i];
        group++;
    }
    if (grouped && group != 3)
        return false;
    return str_to_i64((Str){digits, count}, ret_value) && digits[0] != '-';
}

/* Full-width digits and marks, and the typographer's minus, as ASCII; false when there is more than a sum can have. */
static bool fold_money(Str s, char *text, size_t room, Str *ret_text)
{
    enum { MINUS = 0x2212 };
    size_t len = 0;
    for (uint32_t c; text_next(&s, &c);) {
        c = c == MINUS ? '-' : text_fold_char(c);
        if (len + 4 > room)
            return false;
        if (c)
            len += text_put(c, text + len);
    }
    *ret_text = (Str){text, len};
    return true;
}

/* At most two decimals; 5 means 50 fen. */
static bool read_fen(Str cents, int64_t *ret_fen)
{
    uint64_t fen;
    if (cents.len == 0 || cents.len > 2 || !str_to_u64(cents, &fen))
        return false;
    *ret_fen = (int64_t)(cents.len == 1 ? fen * 10 : fen);
    return true;
}

bool money_read(Str s, Money *ret_money)
{
    char folded[MONEY_TEXT_MAX];
    Str bare, whole, cents;
    if (!fold_money(s, folded, sizeof folded, &bare))
        return false;
    bare = money_bare(bare);
    bool negative = str_starts(bare, S("-"));
    bool pointed = str_cut(str_from(bare, negative), '.', &whole, &cents);
    int64_t yuan = 0, fen = 0;
    if (!read_grouped(whole, &yuan) || (pointed && !read_fen(cents, &fen)))
        return false;
    if (__builtin_mul_overflow(yuan, (int64_t)100, &yuan) || __builtin_add_overflow(yuan, fen, &yuan))
        return false;
    ret_money->fen = negative ? -yuan : yuan;
    return true;
}

static uint64_t size_of(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

Str money_plain(Arena *a, Money m)
{
    uint64_t size = size_of(m.fen);
    return arena_printf(a, "%s%" PRIu64 ".%02" PRIu64, m.fen < 0 ? "-" : "", size / 100, size % 100);
}

Str money_grouped(Arena *a, Money m)
{
    char text[MONEY_TEXT_MAX], *at = text + sizeof text;
    uint64_t size = size_of(m.fen), yuan = size / 100, fen = size % 100;
    if (fen) {
        *--at = (char)('0' + fen % 10);
        *--at = (char)('0' + fen / 10);
        *--at = '.';
    }
    int digits = 0;
    do {
        if (digits && digits % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + yuan % 10);
        digits++;
    } while (yuan /= 10);
    if (m.fen < 0)
        *--at = '-';
    return arena_str(a, (Str){at, (size_t)(text + sizeof text - at)});
}

Str i64_write(char room[I64_DIGITS_MAX], int64_t v)
{
    size_t at = I64_DIGITS_MAX;
    uint64_t size = size_of(v);
    do
        room[--at] = (char)('0' + size % 10);
    while (size /= 10);
    if (v < 0)
        room[--at] = '-';
    return (Str){room + at, I64_DIGITS_MAX - at};
}

Str i64_plain(Arena *a, int64_t v)
{
    char room[I64_DIGITS_MAX];
    return arena_str(a, i64_write(room, v));
}

static int64_t floor_div(int64_t value, int64_t by)
{
    int64_t q = value / by;
    return value % by < 0 ? q - 1 : q;
}

Date instant_date(Instant t)
{
    return (Date){(int32_t)floor_div(t.ms + SHANGHAI_MS, DAY_MS)};
}

Instant date_start(Date d)
{
    return (Instant){(int64_t)d.day * DAY_MS - SHANGHAI_MS};
}

Instant date_end(Date d)
{
    return date_start((Date){d.day + 1});
}

Str instant_plain(Arena *a, Instant t)
{
    Ymd d = date_ymd(instant_date(t));
    int64_t ms = t.ms - date_start(instant_date(t)).ms;
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00", d.year, d.month, d.day, (int)(ms / 3600000),
                        (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
}

static bool read_two(Str s, int64_t max, int64_t *ret_value)
{
    uint64_t value;
    if (s.len != 2 || !str_to_u64(s, &value) || (int64_t)value > max)
        return false;
    *ret_value = (int64_t)value;
    return true;
}

/* 2026-09-05 and nothing else: what programs write, where people may write as they like. */
static bool read_plain_date(Str s, Date *ret_day)
{
    static const char shape[] = "0000-00-00";
    if (s.len != sizeof shape - 1)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (shape[i] == '-' ? s.at[i] != '-' : s.at[i] < '0' || s.at[i] > '9')
            return false;
    return date_read(s, DATE_NONE, ret_day);
}

/* T08:30, T08:30:00 or T08:30:00.000 as milliseconds of the day. */
static bool read_time(Str s, int64_t *ret_ms)
{
    int64_t hour, minute, second = 0;
    uint64_t ms = 0;
    Str clock = str_sub(s, 1, 8), rest = str_from(s, 9);
    if ((s.at[0] != 'T' && s.at[0] != ' ') || clock.len < 5 || clock.at[2] != ':' ||
        !read_two(str_sub(clock, 0, 2), 23, &hour) || !read_two(str_sub(clock, 3, 2), 59, &minute))
        return false;
    if (clock.len > 5 && (clock.at[5] != ':' || !read_two(str_from(clock, 6), 59, &second)))
        return false;
    if (rest.len && (rest.len != 4 || rest.at[0] != '.' || !str_to_u64(str_from(rest, 1), &ms)))
        return false;
    *ret_ms = ((hour * 60 + minute) * 60 + second) * 1000 + (int64_t)ms;
    return true;
}

bool instant_read(Str s, Instant *ret_t)
{
    Date day;
    int64_t ms = 0;
    if (!read_plain_date(str_sub(s, 0, 10), &day))
        return false;
    Str time = str_from(s, 10);
    if (str_ends(time, S("+08:00")))
        time.len -= 6;
    if (s.len > 10 && (time.len == 0 || !read_time(time, &ms)))
        return false;
    ret_t->ms = date_start(day).ms + ms;
    return true;
}

/* -- periods ------------------------------------------------------------------------------------------------------ */

bool period_read(Str s, Period *ret_period)
{
    int64_t year, index = 0;
    if (s.len < 4 || !str_to_i64(str_sub(s, 0, 4), &year) || year < 1900 || year > 2199)
        return false;
    char kind = 'y';
    if (s.len == 6 && s.at[4] == 'Q' && str_to_i64(str_from(s, 5), &index) && index >= 1 && index <= 4)
        kind = 'q';
    else if (s.len == 7 && s.at[4] == '-' && read_two(str_from(s, 5), 12, &index) && index >= 1)
        kind = 'm';
    else if (s.len != 4)
        return false;
    *ret_period = (Period){(int32_t)year, kind, (int32_t)index};
    return true;
}

Str period_plain(Arena *a, Period p)
{
    if (p.kind == 'q')
        return arena_printf(a, "%04dQ%d", p.year, p.index);
    if (p.kind == 'm')
        return arena_printf(a, "%04d-%02d", p.year, p.index);
    return arena_printf(a, "%04d", p.year);
}

Date period_first(Period p)
{
    int32_t month = p.kind == 'q' ? p.index * 3 - 2 : p.kind == 'm' ? p.index : 1;
    return date_add_months((Date){0}, (p.year - 1970) * 12 + month - 1);
}

Date period_last(Period p)
{
    int32_t months = p.kind == 'q' ? 3 : p.kind == 'm' ? 1 : 12;
    return date_add_days(date_add_months(period_first(p), months), -1);
}

Period period_at(char kind, Date d)
{
    Ymd ymd = date_ymd(d);
    int32_t index = kind == 'q' ? (ymd.month + 2) / 3 : kind == 'm' ? ymd.month : 0;
    return (Period){ymd.year, kind, index};
}

Period period_next(Period p)
{
    return period_at(p.kind, date_add_days(period_last(p), 1));
}

Period period_before(Period p)
{
    return period_at(p.kind, date_add_days(period_first(p), -1));
}

bool period_within(Period inner, Period outer)
{
    return period_first(inner).day >= period_first(outer).day && period_last(inner).day <= period_last(outer).day;
}

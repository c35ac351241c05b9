// SPDX-License-Identifier: Apache-2.0
/* Compiled messages, good and broken; sentences; numbers and days in words. */
#include "unit.h"

typedef struct Message {
    Str key, text;
} Message;

/* In the order of their bytes, as msgfmt writes them. */
static const Message zh_messages[] = {
    {S(""), S("Language: zh_CN\n")},   {S("day.full"), S("{3}年{1}{2}日")}, {S("day.short"), S("{1}{2}日")},
    {S("day.when"), S("{1}{2}日 {4}")}, {S("err.x"), S("“{1}”太长，最多 {2} 字。")},
    {S("err.x.do"), S("请写短一些。")},  {S("month.9"), S("9月")},            {S("period.part"), S("{3}年{1}")},
    {S("period.year"), S("{1}年")},     {S("quarter.3"), S("三季度")},       {S("twice"), S("{1}{1} {2} {x} {")},
};
static const Message en_messages[] = {
    {S("day.full"), S("{2} {1} {3}")},  {S("day.short"), S("{2} {1}")},   {S("day.when"), S("{2} {1}, {4}")},
    {S("month.9"), S("Sep")},           {S("period.part"), S("{1} {3}")}, {S("period.year"), S("{1}")},
    {S("quarter.3"), S("Q3")},
};

static void put_word(Out *o, size_t word, bool swapped)
{
    uint32_t w = swapped ? __builtin_bswap32((uint32_t)word) : (uint32_t)word;
    out_raw(o, (Str){(const char *)&w, sizeof w});
}

static void put_table(Out *o, const Message *m, size_t count, size_t at, bool texts, bool swapped)
{
    for (size_t i = 0; i < count; i++) {
        Str s = texts ? m[i].text : m[i].key;
        put_word(o, s.len, swapped);
        put_word(o, at, swapped);
        at += s.len + 1;
    }
}

static Str mo_of(Arena *a, const Message *m, size_t count, bool swapped)
{
    Out *o = out_new(a, 1 << 16, NULL);
    size_t keys = 0, start = 28 + 16 * count;
    for (size_t i = 0; i < count; i++)
        keys += m[i].key.len + 1;
    const size_t header[] = {0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0};
    for (size_t i = 0; i < COUNT_OF(header); i++)
        put_word(o, header[i], swapped);
    put_table(o, m, count, start, false, swapped);
    put_table(o, m, count, start + keys, true, swapped);
    for (size_t i = 0; i < 2 * count; i++) {
        out_raw(o, i < count ? m[i].key : m[i - count].text);
        out_byte(o, '\0');
    }
    return out_str(o);
}

static const Lang *open_zh(Arena *a)
{
    const Lang *l;
    assert_ok(lang_open(a, S("zh_CN"), mo_of(a, zh_messages, COUNT_OF(zh_messages), false), &l));
    return l;
}

TEST(lang_finds_sentences)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l = open_zh(a);
    assert_str(lang_name(l), S("zh"));
    assert_true(lang_is_zh(l));
    for (size_t i = 1; i < COUNT_OF(zh_messages); i++)
        assert_str(lang_get(l, zh_messages[i].key), zh_messages[i].text);
    static const Str absent[] = {S("a"), S("day"), S("day.whens"), S("zz"), S("")};
    for (size_t i = 0; i < COUNT_OF(absent); i++) {
        assert_false(lang_has(l, absent[i]));
        assert_str(lang_get(l, absent[i]), absent[i]);
    }
    arena_free(a);
}

TEST(lang_reads_the_other_byte_order)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l;
    assert_ok(lang_open(a, S("en"), mo_of(a, en_messages, COUNT_OF(en_messages), true), &l));
    assert_str(lang_get(l, S("quarter.3")), S("Q3"));
    assert_false(lang_is_zh(l));
    arena_free(a);
}

TEST(lang_opens_an_empty_table)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l;
    assert_ok(lang_open(a, S("en"), mo_of(a, en_messages, 0, false), &l));
    assert_str(lang_get(l, S("x")), S("x"));
    arena_free(a);
}

TEST(lang_refuses_broken_files)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l;
    Str good = mo_of(a, en_messages, COUNT_OF(en_messages), false);
    for (size_t len = 0; len < good.len; len++) /* cut off anywhere, it is refused and not read past its end */
        assert_refused(lang_open(a, S("en"), arena_str(a, str_sub(good, 0, len)), &l), "err.lang.unreadable");

    static const struct {
        size_t at;
        uint32_t word;
    } damages[] = {
        {0, 0},           /* no magic */
        {8, 0x10000000},  /* more entries than bytes */
        {12, 0xFFFFFFF0}, /* tables behind the end */
        {16, 0xFFFFFFF0},
        {28, 0xFFFFFFFF}, /* a key longer than the file */
        {32, 0xFFFFFFFF}, /* a key behind the end */
        {28, 3},          /* a key without its NUL */
    };
    for (size_t i = 0; i < COUNT_OF(damages); i++) {
        char *bytes = (char *)arena_str(a, good).at;
        memcpy(bytes + damages[i].at, &damages[i].word, 4);
        assert_refused(lang_open(a, S("en"), (Str){bytes, good.len}, &l), "err.lang.unreadable");
    }
    static const Message unsorted[] = {{S("b"), S("1")}, {S("a"), S("2")}};
    static const Message twice[] = {{S("a"), S("1")}, {S("a"), S("2")}};
    assert_refused(lang_open(a, S("en"), mo_of(a, unsorted, 2, false), &l), "err.lang.unreadable");
    assert_refused(lang_open(a, S("en"), mo_of(a, twice, 2, false), &l), "err.lang.unreadable");
    arena_free(a);
}

TEST(lang_fills_sentences)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l = open_zh(a);
    assert_str(LANG_FILL(a, l, S("err.x"), S("备注"), S("{1}")), S("“备注”太长，最多 {1} 字。"));
    assert_str(LANG_FILL(a, l, S("twice"), S("a")), S("aa {2} {x} {"));
    Err e = ERR(a, ERR_INPUT, "err.x", .args = {S("备注"), S("200")});
    assert_str(lang_reason(a, l, e), S("“备注”太长，最多 200 字。"));
    assert_str(lang_hint(a, l, e), S("请写短一些。"));
    assert_str(lang_hint(a, l, ERR(a, ERR_INPUT, "twice")), S(""));
    assert_str(lang_reason(a, l, NULL), S(""));
    arena_free(a);
}

TEST(lang_says_numbers_and_days)
{
    Arena *a = arena_new(1 << 20);
    const Lang *zh = open_zh(a), *en;
    assert_ok(lang_open(a, S("en"), mo_of(a, en_messages, COUNT_OF(en_messages), false), &en));
    Date d;
    Instant t;
    assert_true(date_of((Ymd){2026, 9, 5}, &d));
    assert_true(instant_read(S("2026-09-05T14:30:59+08:00"), &t));
    const struct {
        Str said, wanted;
    } cases[] = {
        {lang_money(a, zh, (Money){123450}), S("1,234.50")},
        {lang_day(a, zh, d), S("9月5日")},
        {lang_day(a, en, d), S("5 Sep")},
        {lang_date(a, zh, d), S("2026年9月5日")},
        {lang_date(a, en, d), S("5 Sep 2026")},
        {lang_when(a, zh, t), S("9月5日 14:30")},
        {lang_when(a, en, t), S("5 Sep, 14:30")},
        {lang_day(a, zh, DATE_NONE), S("")},
        {lang_date(a, zh, DATE_NONE), S("")},
        {lang_when(a, zh, INSTANT_NONE), S("")},
        {lang_period(a, zh, (Period){2026, 'y', 0}), S("2026年")},
        {lang_period(a, zh, (Period){2026, 'q', 3}), S("2026年三季度")},
        {lang_period(a, zh, (Period){2026, 'm', 9}), S("2026年9月")},
        {lang_period(a, en, (Period){2026, 'y', 0}), S("2026")},
        {lang_period(a, en, (Period){2026, 'q', 3}), S("Q3 2026")},
        {lang_period(a, en, (Period){2026, 'm', 9}), S("Sep 2026")},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_str(cases[i].said, cases[i].wanted);
    arena_free(a);
}

/* -- the lunar calendar -------------------------------------------------------------------------------------------- */

/* Names of months and days are not in this table, so they come back as their keys. */
static const Lang *open_lunar(Arena *a)
{
    static const Message messages[] = {{S("lunar.date"), S("{1} {2}")}, {S("lunar.leap"), S("+{1} {2}")}};
    const Lang *l;
    assert_ok(lang_open(a, S("zh"), mo_of(a, messages, COUNT_OF(messages), false), &l));
    return l;
}

static Str lunar_key(Arena *a, bool leap, int month, int day)
{
    return arena_printf(a, "%slunar.month.%d lunar.day.%d", leap ? "+" : "", month, day);
}

TEST(lunar_days_are_known)
{
    static const struct {
        Ymd day;
        int lunar_month, lunar_day;
        bool leap;
    } cases[] = {
        {{1901, 1, 1}, 11, 11, false},  {{1901, 2, 19}, 1, 1, false},   {{1922, 6, 25}, 5, 1, true},
        {{1949, 1, 29}, 1, 1, false},   {{1976, 1, 31}, 1, 1, false},   {{1984, 2, 2}, 1, 1, false},
        {{1987, 7, 26}, 6, 1, true},    {{2000, 2, 5}, 1, 1, false},    {{2008, 2, 7}, 1, 1, false},
        {{2012, 1, 23}, 1, 1, false},   {{2020, 1, 25}, 1, 1, false},   {{2020, 5, 23}, 4, 1, true},
        {{2020, 10, 1}, 8, 15, false},  {{2023, 1, 22}, 1, 1, false},   {{2023, 3, 22}, 2, 1, true},
        {{2023, 9, 29}, 8, 15, false},  {{2024, 2, 9}, 12, 30, false},  {{2024, 2, 10}, 1, 1, false},
        {{2025, 1, 29}, 1, 1, false},   {{2025, 7, 25}, 6, 1, true},    {{2026, 2, 16}, 12, 29, false},
        {{2026, 2, 17}, 1, 1, false},   {{2026, 9, 25}, 8, 15, false},  {{2026, 10, 18}, 9, 9, false},
        {{2027, 2, 6}, 1, 1, false},    {{2033, 12, 22}, 11, 1, true},  {{2034, 1, 20}, 12, 1, false},
        {{2034, 2, 19}, 1, 1, false},   {{2099, 1, 21}, 1, 1, false},
    };
    Arena *a = arena_new(1 << 20);
    const Lang *l = open_lunar(a);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date d;
        assert_true(date_of(cases[i].day, &d));
        assert_str(lang_lunar(a, l, d), lunar_key(a, cases[i].leap, cases[i].lunar_month, cases[i].lunar_day));
    }
    arena_free(a);
}

TEST(lunar_days_follow_one_another)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l = open_lunar(a);
    Date d, last;
    assert_true(date_of((Ymd){1901, 2, 19}, &d));
    assert_true(date_of((Ymd){2099, 12, 31}, &last));
    int month = 1, day = 1, doubled = 0;
    bool leap = false;
    for (; d.day <= last.day; d.day++) {
        ArenaMark mark = arena_mark(a);
        Str today = lang_lunar(a, l, d);
        bool same = str_eq(today, lunar_key(a, leap, month, day));
        if (!same && (day == 30 || day == 31)) { /* a month is over: its double comes, or the next */
            day = 1;
            if (!leap && str_eq(today, lunar_key(a, true, month, 1))) {
                leap = true;
                doubled++;
            } else {
                leap = false;
                month = month % 12 + 1;
            }
            same = str_eq(today, lunar_key(a, leap, month, day));
        }
        if (!same)
            fail_msg("%.*s is %.*s", STR_ARG(date_plain(a, d)), STR_ARG(today));
        day++;
        arena_rewind(a, mark);
    }
    assert_int_equal(doubled, 73); /* seven in nineteen years */
    arena_free(a);
}

TEST(lunar_ends_where_the_table_ends)
{
    Arena *a = arena_new(1 << 20);
    const Lang *l = open_lunar(a);
    Date first, last;
    assert_true(date_of((Ymd){1901, 1, 1}, &first) && date_of((Ymd){2099, 12, 31}, &last));
    assert_true(lang_lunar(a, l, first).len && lang_lunar(a, l, last).len);
    assert_str(lang_lunar(a, l, date_add_days(first, -1)), S(""));
    assert_str(lang_lunar(a, l, date_add_days(last, 1)), S(""));
    assert_str(lang_lunar(a, l, DATE_NONE), S(""));
    arena_free(a);
}

TEST_MAIN

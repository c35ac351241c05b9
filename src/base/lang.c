// SPDX-License-Identifier: Apache-2.0
/*
 * Languages: the reader of compiled messages (gettext's .mo), and numbers and days in words.
 *
 * Everything in the file is looked at once, when it is opened; after that a lookup is a binary search in the bytes as
 * they lie there, and nothing is ever written: any number of threads may ask.
 */
#include "base/lang.h"

#include <string.h>

enum {
    MO_MAGIC = (int)0x950412DE,
    MO_MAGIC_SWAPPED = (int)0xDE120495,
    MO_HEADER_BYTES = 28,
    MO_ENTRY_BYTES = 8,
    MO_COUNT_AT = 8,
    MO_KEYS_AT = 12,
    MO_TEXTS_AT = 16,
};

struct Lang {
    Str name;
    Str bytes;
    bool swapped;
    uint32_t count, keys_at, texts_at;
};

static uint32_t word_at(const Lang *l, size_t at)
{
    uint32_t word;
    memcpy(&word, l->bytes.at + at, sizeof word);
    return l->swapped ? __builtin_bswap32(word) : word;
}

static Str entry(const Lang *l, uint32_t table, uint32_t index)
{
    size_t at = (size_t)table + (size_t)index * MO_ENTRY_BYTES;
    return (Str){l->bytes.at + word_at(l, at + 4), word_at(l, at)};
}

/* The two tables lie inside the file, each text does and ends in NUL, and the keys are in order. */
static bool is_sound(const Lang *l)
{
    uint64_t table_bytes = (uint64_t)l->count * MO_ENTRY_BYTES, size = l->bytes.len;
    if (l->keys_at + table_bytes > size || l->texts_at + table_bytes > size)
        return false;
    const uint32_t tables[] = {l->keys_at, l->texts_at};
    for (size_t t = 0; t < COUNT_OF(tables); t++)
        for (uint32_t i = 0; i < l->count; i++) {
            size_t at = (size_t)tables[t] + (size_t)i * MO_ENTRY_BYTES;
            uint64_t end = (uint64_t)word_at(l, at) + word_at(l, at + 4);
            if (end >= size || l->bytes.at[end] != '\0')
                return false;
        }
    for (uint32_t i = 1; i < l->count; i++)
        if (str_cmp(entry(l, l->keys_at, i - 1), entry(l, l->keys_at, i)) >= 0)
            return false;
    return true;
}

Err lang_open(Arena *a, Str name, Str mo_bytes, const Lang **ret_lang)
{
    Lang *l = ARENA_NEW(a, Lang);
    Str short_name, country;
    str_cut(name, '_', &short_name, &country);
    *l = (Lang){.name = arena_str(a, short_name), .bytes = mo_bytes};
    bool sound = mo_bytes.len >= MO_HEADER_BYTES && mo_bytes.len <= UINT32_MAX;
    if (sound) {
        uint32_t magic = word_at(l, 0);
        l->swapped = magic == (uint32_t)MO_MAGIC_SWAPPED;
        l->count = word_at(l, MO_COUNT_AT);
        l->keys_at = word_at(l, MO_KEYS_AT);
        l->texts_at = word_at(l, MO_TEXTS_AT);
        sound = (l->swapped || magic == (uint32_t)MO_MAGIC) && is_sound(l);
    }
    if (!sound)
        return ERR(a, ERR_BROKEN, "err.lang.unreadable", .args = {name});
    *ret_lang = l;
    return NULL;
}

Str lang_name(const Lang *l)
{
    return l->name;
}

bool lang_is_zh(const Lang *l)
{
    return str_eq(l->name, S("zh"));
}

/* -- sentences ----------------------------------------------------------------------------------------------------- */

static bool find(const Lang *l, Str key, Str *ret_text)
{
    uint32_t low = 0, high = l->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_cmp(key, entry(l, l->keys_at, middle));
        if (order == 0) {
            *ret_text = entry(l, l->texts_at, middle);
            return key.len > 0; /* the empty key holds the header */
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool lang_has(const Lang *l, Str key)
{
    Str text;
    return find(l, key, &text);
}

Str lang_get(const Lang *l, Str key)
{
    Str text;
    return find(l, key, &text) ? text : key;
}

/* The number of the blank at the front of s, 1..9; 0 when there is none. */
static size_t blank_at(Str s)
{
    bool blank = s.len >= 3 && s.at[0] == '{' && s.at[1] >= '1' && s.at[1] <= '9' && s.at[2] == '}';
    return blank ? (size_t)(s.at[1] - '0') : 0;
}

Str lang_fill(Arena *a, const Lang *l, Str key, const Str *args, size_t count)
{
    Str sentence = lang_get(l, key);
    size_t len = sentence.len;
    for (size_t i = 0; i < sentence.len; i++) {
        size_t number = blank_at(str_from(sentence, i));
        if (number && number <= count)
            len += args[number - 1].len;
    }
    char *text = arena_take(a, len + 1, 1), *at = text;
    for (size_t i = 0; i < sentence.len;) {
        size_t number = blank_at(str_from(sentence, i));
        if (number == 0 || number > count) { /* a blank nobody fills stays, so that it is seen */
            *at++ = sentence.at[i++];
            continue;
        }
        if (args[number - 1].len)
            at = mempcpy(at, args[number - 1].at, args[number - 1].len);
        i += 3;
    }
    return (Str){text, (size_t)(at - text)};
}

Str lang_reason(Arena *a, const Lang *l, Err e)
{
    return e ? lang_fill(a, l, e->key, e->args, ERR_ARGS) : S("");
}

Str lang_hint(Arena *a, const Lang *l, Err e)
{
    if (!e)
        return S("");
    Str key = arena_join(a, (const Str[]){e->key, S(".do")}, 2, STR_NONE);
    return lang_has(l, key) ? lang_fill(a, l, key, e->args, ERR_ARGS) : S("");
}

/* -- numbers and days ---------------------------------------------------------------------------------------------- */

Str lang_money(Arena *a, const Lang *l UNUSED, Money m)
{
    return money_grouped(a, m);
}

/* day.* and period.part take {1} the name of the month (quarter), {2} the day, {3} the year, {4} the time of day. */
static Str say_day(Arena *a, const Lang *l, Str key, Date d, Str time)
{
    Ymd ymd = date_ymd(d);
    Str month = lang_get(l, arena_printf(a, "month.%d", ymd.month));
    return LANG_FILL(a, l, key, month, i64_plain(a, ymd.day), i64_plain(a, ymd.year), time);
}

Str lang_day(Arena *a, const Lang *l, Date d)
{
    return date_is(d) ? say_day(a, l, S("day.short"), d, STR_NONE) : S("");
}

Str lang_date(Arena *a, const Lang *l, Date d)
{
    return date_is(d) ? say_day(a, l, S("day.full"), d, STR_NONE) : S("");
}

static Str say_instant(Arena *a, const Lang *l, Str key, Instant t)
{
    if (!instant_is(t))
        return S("");
    Date d = instant_date(t);
    int64_t minutes = (t.ms - date_start(d).ms) / 60000;
    Str time = arena_printf(a, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
    return say_day(a, l, key, d, time);
}

Str lang_when(Arena *a, const Lang *l, Instant t)
{
    return say_instant(a, l, S("day.when"), t);
}

Str lang_moment(Arena *a, const Lang *l, Instant t)
{
    return say_instant(a, l, S("day.moment"), t);
}

Str lang_period(Arena *a, const Lang *l, Period p)
{
    Str year = i64_plain(a, p.year);
    if (p.kind == 'y')
        return LANG_FILL(a, l, S("period.year"), year);
    Str part = arena_printf(a, p.kind == 'q' ? "quarter.%d" : "month.%d", p.index);
    return LANG_FILL(a, l, S("period.part"), lang_get(l, part), STR_NONE, year);
}

/* In ten thousands and units, as a sum is said; what follows ten thousand without a thousand begins with a zero. */
Str lang_money_spoken(Arena *a, const Lang *l, Money m)
{
    int64_t fen = m.fen < 0 ? -m.fen : m.fen, yuan = fen / 100, below = yuan % 10000, dime = fen / 10 % 10, cent = fen % 10;
    if (!lang_is_zh(l))
        return LANG_FILL(a, l, S("sum.yuan"), lang_money(a, l, m));
    Str plain = i64_plain(a, below), said = plain;
    if (yuan >= 10000)
        said = LANG_FILL(a, l, below && below < 1000 ? S("sum.wan_zero") : S("sum.wan"), i64_plain(a, yuan / 10000),
                         below ? plain : S(""));
    said = LANG_FILL(a, l, m.fen < 0 ? S("sum.minus") : S("sum.yuan"), said);
    if (dime)
        said = LANG_FILL(a, l, S("sum.dime"), said, i64_plain(a, dime));
    if (cent)
        said = LANG_FILL(a, l, dime ? S("sum.cent") : S("sum.cent_zero"), said, i64_plain(a, cent));
    return said;
}

/* Plain until its month or quarter comes round again. */
Str lang_period_spoken(Arena *a, const Lang *l, Period p, Date today)
{
    Date round = date_add_months(period_last(p), 11);
    if (p.kind == 'y' || period_first(p).day > today.day || round.day < today.day)
        return lang_period(a, l, p);
    return lang_get(l, arena_printf(a, p.kind == 'q' ? "quarter.%d" : "spoken.%d", p.index));
}

// SPDX-License-Identifier: Apache-2.0
/* Output: one growing buffer in the arena, and the escapers. */
#include "base/out.h"

#include "base/err.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct Out {
    Arena *arena;
    const Lang *lang;
    char *bytes;
    size_t len, room, max;
    bool full;
};

enum { FIRST_ROOM = 4096 };

Out *out_new(Arena *a, size_t bytes_max, const Lang *lang)
{
    Out *o = ARENA_NEW(a, Out);
    *o = (Out){.arena = a, .lang = lang, .max = bytes_max};
    return o;
}

const Lang *out_lang(const Out *o)
{
    return o->lang;
}

Arena *out_arena(Out *o)
{
    return o->arena;
}

bool out_full(const Out *o)
{
    return o->full;
}

size_t out_len(const Out *o)
{
    return o->len;
}

Str out_str(Out *o)
{
    return (Str){o->bytes ? o->bytes : "", o->len};
}

void out_truncate(Out *o, size_t len)
{
    REQUIRE(len <= o->len);
    o->len = len;
    o->full = false;
}

static bool make_room(Out *o, size_t more)
{
    if (o->full || more > o->max - o->len) {
        o->full = true;
        return false;
    }
    if (o->room - o->len >= more)
        return true;
    size_t room = o->room ? o->room : FIRST_ROOM;
    while (room - o->len < more)
        room *= 2;
    room = room < o->max ? room : o->max;
    char *bytes = arena_try(o->arena, room + 1, 1); /* and the NUL of a printf */
    if (!bytes) {
        o->full = true;
        return false;
    }
    if (o->len)
        memcpy(bytes, o->bytes, o->len);
    o->bytes = bytes;
    o->room = room;
    return true;
}

void out_raw(Out *o, Str bytes)
{
    if (bytes.len == 0 || !make_room(o, bytes.len))
        return;
    memcpy(o->bytes + o->len, bytes.at, bytes.len);
    o->len += bytes.len;
}

void out_byte(Out *o, char c)
{
    out_raw(o, (Str){&c, 1});
}

void out_printf(Out *o, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    REQUIRE(len >= 0);
    if (make_room(o, (size_t)len)) {
        (void)vsnprintf(o->bytes + o->len, (size_t)len + 1, fmt, args);
        o->len += (size_t)len;
    }
    va_end(args);
}

static Str escaped(char c)
{
    switch (c) {
    case '&': return S("&amp;");
    case '<': return S("&lt;");
    case '>': return S("&gt;");
    case '"': return S("&quot;");
    case '\'': return S("&#39;");
    default: return STR_NONE;
    }
}

void out_text(Out *o, Str s)
{
    size_t start = 0;
    for (size_t i = 0; i < s.len; i++) {
        Str e = escaped(s.at[i]);
        if (!e.at)
            continue;
        out_raw(o, str_sub(s, start, i - start));
        out_raw(o, e);
        start = i + 1;
    }
    out_raw(o, str_from(s, start));
}

/* A scheme is what stands before the first colon, if no slash, question mark or hash stands before that colon. */
static bool is_safe_url(Str s)
{
    static const Str allowed[] = {{"http", 4}, {"https", 5}, {"tel", 3}, {"mailto", 6}};
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '/' || c == '?' || c == '#')
            return true;
        if ((unsigned char)c <= ' ')
            return false;
        if (c != ':')
            continue;
        for (size_t k = 0; k < COUNT_OF(allowed); k++)
            if (str_eq_nocase(str_sub(s, 0, i), allowed[k]))
                return true;
        return false;
    }
    return true;
}

void out_url(Out *o, Str s)
{
    out_text(o, is_safe_url(s) ? s : S("#"));
}

void out_url_part(Out *o, Str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_' || c == '.' || c == '~';
        if (plain)
            out_byte(o, (char)c);
        else
            out_raw(o, (Str){(char[]){'%', hex[c >> 4], hex[c & 15]}, 3});
    }
}

void out_value_str(Out *o, Str v)
{
    out_text(o, v);
}

void out_value_html(Out *o, Html v)
{
    out_raw(o, v.bytes);
}

void out_value_money(Out *o, Money v)
{
    out_text(o, lang_money(o->arena, o->lang, v));
}

void out_value_date(Out *o, Date v)
{
    if (date_is(v))
        out_text(o, lang_day(o->arena, o->lang, v));
}

void out_value_instant(Out *o, Instant v)
{
    if (instant_is(v))
        out_text(o, lang_when(o->arena, o->lang, v));
}

void out_value_flag(Out *o, bool v)
{
    out_text(o, lang_get(o->lang, v ? S("value.yes") : S("value.no")));
}

void out_value_int(Out *o, int64_t v)
{
    char room[I64_DIGITS_MAX];
    out_raw(o, i64_write(room, v));
}

void out_value_period(Out *o, Period v)
{
    out_text(o, lang_period(o->arena, o->lang, v));
}

/* Levels that are not named are zeros at the end: see place/place.h. */
void out_value_place(Out *o, PlaceCode v)
{
    static const uint8_t ends[] = {2, 4, 6, 9, 12, 14, 16, 18};
    Str digits = arena_printf(o->arena, "%018" PRId64, v.v);
    size_t used = digits.len, level = 0;
    while (used && digits.at[used - 1] == '0')
        used--;
    while (ends[level] < used)
        level++;
    out_raw(o, str_sub(digits, 0, ends[level]));
}

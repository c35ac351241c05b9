// SPDX-License-Identifier: Apache-2.0
/*
 * Output with a ceiling: bytes gathered in an arena, for pages, JSON, CSV and notes. After the ceiling the writer stays
 * quiet and out_full() says so; whoever sends must look. `lang` decides how out_value shows money and days.
 */
#pragma once

#include "base/arena.h"
#include "base/lang.h"
#include "base/str.h"
#include "base/value.h"

typedef struct Out Out;

Out *out_new(Arena *a, size_t bytes_max, const Lang *lang);
const Lang *out_lang(const Out *o);
Arena *out_arena(Out *o);
bool out_full(const Out *o);
size_t out_len(const Out *o);
Str out_str(Out *o);        /* everything so far, in one piece */
void out_truncate(Out *o, size_t len);

void out_raw(Out *o, Str bytes);
void out_byte(Out *o, char c);
void out_printf(Out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* HTML. Text and attribute values share one escaper; a URL must be http, https, tel, mailto or relative. */
typedef struct Html {
    Str bytes;
} Html; /* made by weave's pages and the Markdown renderer alone */
void out_text(Out *o, Str s);
void out_url(Out *o, Str s);       /* refused schemes come out as "#" */
void out_url_part(Out *o, Str s);  /* percent-encoded: one path segment or one query value */

void out_value_str(Out *o, Str v);
void out_value_html(Out *o, Html v);
void out_value_money(Out *o, Money v);
void out_value_date(Out *o, Date v);
void out_value_instant(Out *o, Instant v);
void out_value_flag(Out *o, bool v); /* the sentence value.yes or value.no */
void out_value_int(Out *o, int64_t v);
void out_value_period(Out *o, Period v);
void out_value_place(Out *o, PlaceCode v); /* its digits, as short as they are spoken */

/* What a page may print between double braces. An unprintable type does not compile. */
#define out_value(o, v)                                                                                                \
    _Generic((v),                                                                                                      \
        Str: out_value_str,                                                                                            \
        Html: out_value_html,                                                                                          \
        Money: out_value_money,                                                                                        \
        Date: out_value_date,                                                                                          \
        Instant: out_value_instant,                                                                                    \
        Period: out_value_period,                                                                                      \
        PlaceCode: out_value_place,                                                                                    \
        bool: out_value_flag,                                                                                          \
        int: out_value_int,                                                                                            \
        long: out_value_int,                                                                                           \
        unsigned: out_value_int,                                                                                       \
        unsigned long: out_value_int)((o), (v))

/* What counts as "there" in {{if x}}. */
static inline bool out_is_str(Str v) { return v.len > 0; }
static inline bool out_is_html(Html v) { return v.bytes.len > 0; }
static inline bool out_is_money(Money v) { return v.fen != 0; }
static inline bool out_is_date(Date v) { return date_is(v); }
static inline bool out_is_instant(Instant v) { return instant_is(v); }
static inline bool out_is_int(int64_t v) { return v != 0; }
static inline bool out_is_place(PlaceCode v) { return v.v != 0; }
static inline bool out_is_period(Period v) { return v.kind != 0; }
static inline bool out_is_pointer(const void *v) { return v != NULL; }

#define out_is(v)                                                                                                      \
    _Generic((v),                                                                                                      \
        Str: out_is_str,                                                                                               \
        Html: out_is_html,                                                                                             \
        Money: out_is_money,                                                                                           \
        Date: out_is_date,                                                                                             \
        Instant: out_is_instant,                                                                                       \
        Period: out_is_period,                                                                                         \
        PlaceCode: out_is_place,                                                                                       \
        bool: out_is_int,                                                                                              \
        int: out_is_int,                                                                                               \
        long: out_is_int,                                                                                              \
        unsigned: out_is_int,                                                                                          \
        unsigned long: out_is_int,                                                                                     \
        default: out_is_pointer)(v)

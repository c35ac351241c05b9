// SPDX-License-Identifier: Apache-2.0
/*
 * A language is a table of sentences and the way it says numbers and days. Tables come from data/po/<name>.po, compiled
 * by msgfmt and embedded; the reader of the compiled form is ours (a plain server has no zh_CN locale).
 */
#pragma once

#include "base/err.h"
#include "base/value.h"

typedef struct Lang Lang;

/* Reads a compiled .mo. The bytes must outlive the language. */
MUST_USE Err lang_open(Arena *a, Str name, Str mo_bytes, const Lang **ret_lang);
Str lang_name(const Lang *l); /* "zh" or "en" */
bool lang_is_zh(const Lang *l);

/* The sentence under `key`; a missing one comes back as the key itself, so that it is seen. */
Str lang_get(const Lang *l, Str key);
bool lang_has(const Lang *l, Str key);
/* The sentence with {1}..{9} replaced. */
Str lang_fill(Arena *a, const Lang *l, Str key, const Str *args, size_t count);
#define LANG_FILL(a, l, key, ...)                                                                                      \
    lang_fill((a), (l), (key), (const Str[]){__VA_ARGS__}, sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str))

/* The fault's sentence and its way out ("" when the fault's key has no ".do"). */
Str lang_reason(Arena *a, const Lang *l, Err e);
Str lang_hint(Arena *a, const Lang *l, Err e);

Str lang_money(Arena *a, const Lang *l, Money m);     /* 1,234.50 without a unit */
Str lang_day(Arena *a, const Lang *l, Date d);        /* 9月5日 · 5 Sep      */
Str lang_date(Arena *a, const Lang *l, Date d);       /* 2026年9月5日 · 5 Sep 2026 */
Str lang_when(Arena *a, const Lang *l, Instant t);    /* 9月5日 14:30 · 5 Sep, 14:30 */
Str lang_moment(Arena *a, const Lang *l, Instant t);  /* 2026年9月5日 14:30 · 5 Sep 2026, 14:30 */
Str lang_period(Arena *a, const Lang *l, Period p);   /* 2026年三季度 · Q3 2026 */
/* To be read aloud, with its unit: 3万8420元5角 · 38,420.50 yuan */
Str lang_money_spoken(Arena *a, const Lang *l, Money m);
/* As one says it while the year is plain: 九月, 三季度 · September, Q3; with its year when it is not this or the last. */
Str lang_period_spoken(Arena *a, const Lang *l, Period p, Date today);
Str lang_lunar(Arena *a, const Lang *l, Date d);      /* 九月初九 · lunar 9/9; "" outside 1901..2099 */

// SPDX-License-Identifier: Apache-2.0
/* The guard's view of a line: characters as a reader takes them, each with its place in the original bytes. */
#pragma once

#include "base/text.h"

typedef struct GuardChar {
    uint32_t c;
    bool taken; /* part of a hit, or of a number that is allowed */
    size_t at, end;
} GuardChar;

typedef struct GuardScan {
    Arena *a;
    Str text;
    GuardChar *chars; /* of one line */
    size_t count;
    GuardHit *hits;
    size_t hit_count, hit_max;
} GuardScan;

/* Reports characters [from, to), unless one of them is taken. */
void text_guard_hit(GuardScan *g, size_t from, size_t to, GuardHit hit);
void text_guard_numbers(GuardScan *g); /* IDs, cards, phones */
void text_guard_words(GuardScan *g);   /* mail, WeChat, plates, passports, hardship beside a name */

static inline bool text_guard_is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
static inline bool text_guard_is_letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool text_guard_is_alnum(uint32_t c) { return text_guard_is_digit(c) || text_guard_is_letter(c); }
/* The character at i; 0 outside the line. */
static inline uint32_t text_guard_at(const GuardScan *g, size_t i) { return i < g->count ? g->chars[i].c : 0; }

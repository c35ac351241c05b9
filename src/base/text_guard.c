// SPDX-License-Identifier: Apache-2.0
/*
 * The guard before publication. A line is first brought to the form a reader sees (full-width digits, invisible
 * characters, numbers spelt in characters), then searched kind by kind, the surest first; what one kind has taken the
 * next leaves alone.
 */
#include "base/text_guard.h"

#include "base/attr.h"

#include <stdlib.h>
#include <string.h>

enum { SPELT_DIGITS_MIN = 7 };

/* The digit that a character spells; -1 when it spells none. */
static int spelt_digit(uint32_t c)
{
    static const uint32_t digits[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    if (c == 0x3007) /* 〇 */
        return 0;
    if (c == 0x5E7A) /* 幺, one as it is spoken */
        return 1;
    for (int i = 0; i < (int)COUNT_OF(digits); i++)
        if (c == digits[i])
            return i;
    return -1;
}

/* 二〇二六 is a year and stays; seven and more in a row are a number. */
static void read_spelt_digits(GuardScan *g)
{
    for (size_t i = 0; i < g->count;) {
        size_t start = i;
        while (spelt_digit(text_guard_at(g, i)) >= 0)
            i++;
        if (i - start >= SPELT_DIGITS_MIN)
            for (size_t k = start; k < i; k++)
                g->chars[k].c = '0' + (uint32_t)spelt_digit(g->chars[k].c);
        i += i == start;
    }
}

static void read_line(GuardScan *g, Str line)
{
    uint32_t c;
    g->count = 0;
    for (Str rest = line; rest.len;) {
        size_t at = (size_t)(rest.at - g->text.at);
        text_next(&rest, &c);
        size_t end = (size_t)(rest.at - g->text.at);
        c = text_fold_char(c);
        if (c)
            g->chars[g->count++] = (GuardChar){.c = c, .at = at, .end = end};
    }
    read_spelt_digits(g);
}

void text_guard_hit(GuardScan *g, size_t from, size_t to, GuardHit hit)
{
    for (size_t i = from; i < to; i++)
        if (g->chars[i].taken)
            return;
    for (size_t i = from; i < to; i++)
        g->chars[i].taken = true;
    if (g->hit_count == g->hit_max)
        return;
    hit.at = g->chars[from].at;
    hit.len = g->chars[to - 1].end - hit.at;
    hit.hint = hit.hint.len ? hit.hint : hit.masked;
    g->hits[g->hit_count++] = hit;
}

static int by_place(const void *a, const void *b)
{
    const GuardHit *left = a, *right = b;
    return left->at < right->at ? -1 : left->at > right->at;
}

size_t text_guard(Arena *a, Str s, GuardHit *ret_hits, size_t max)
{
    GuardScan g = {.a = a, .text = s, .hits = ret_hits, .hit_max = max};
    size_t longest = 0;
    Str line;
    for (Str rest = s; str_next(&rest, '\n', &line);)
        longest = line.len > longest ? line.len : longest;
    g.chars = ARENA_ARRAY(a, GuardChar, longest);
    for (Str rest = s; str_next(&rest, '\n', &line) && g.hit_count < max;) {
        read_line(&g, line);
        text_guard_numbers(&g);
        text_guard_words(&g);
    }
    if (g.hit_count > 1)
        qsort(ret_hits, g.hit_count, sizeof *ret_hits, by_place);
    return g.hit_count;
}

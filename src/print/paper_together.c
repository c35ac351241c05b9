// SPDX-License-Identifier: Apache-2.0
/*
 * What an eye wants in one line. Chinese may be broken between any two characters, but a reader stumbles over 9 | 月,
 * over 1,380 | 元, and over a line that is a single character.
 */
#include "print/paper.h"

enum { TOGETHER_CHARS = 14, LAST_CHARS = 2 };

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9fff;
}

/* 9月30日 · 1,380 元 · 12 盏: figures and one character that says of what, once or more. 0 when there are none. */
static size_t figures_len(Str text)
{
    Str rest = text;
    size_t chars = 0, good = 0;
    uint32_t c = 0, before = 0;
    for (; chars < TOGETHER_CHARS && text_next(&rest, &c); chars++) {
        bool inside = is_digit(c) || c == ',' || c == '.' || (c == ' ' && is_digit(before));
        bool unit = is_han(c) && (is_digit(before) || before == ' ');
        if (!inside && !unit)
            break;
        good = unit ? (size_t)(rest.at - text.at) : good;
        before = c;
    }
    return good;
}

/* Where the last characters of the paragraph at `from` begin; punctuation does not count. */
static size_t last_start(Str paragraph)
{
    size_t starts[LAST_CHARS] = {0}, count = 0;
    Str rest = paragraph;
    uint32_t c;
    for (const char *at = rest.at; text_next(&rest, &c); at = rest.at)
        if (is_han(c) || is_digit(c))
            starts[count++ % LAST_CHARS] = (size_t)(at - paragraph.at);
    return count > LAST_CHARS ? starts[count % LAST_CHARS] : paragraph.len;
}

bool paper_together_figures(Str text, size_t from, size_t *ret_start, size_t *ret_end)
{
    Str rest = str_from(text, from);
    for (uint32_t c, before = 0; rest.len > 0; before = c) {
        size_t len = is_digit(before) ? 0 : figures_len(rest), at = text.len - rest.len;
        if (len) {
            *ret_start = at;
            *ret_end = at + len;
            return true;
        }
        text_next(&rest, &c);
    }
    return false;
}

bool paper_together_ends(Str text, size_t from, size_t *ret_start, size_t *ret_end)
{
    Str rest = str_from(text, from), head;
    while (from < text.len && str_next(&rest, '\n', &head)) {
        size_t last = last_start(head), end = from + head.len;
        if (last < head.len) {
            *ret_start = from + last;
            *ret_end = end;
            return true;
        }
        from = end + 1;
    }
    return false;
}

// SPDX-License-Identifier: Apache-2.0
/* UTF-8 and the forms in which the same character is typed. */
#include "base/text.h"

#include <string.h>

enum { BAD = 0xFFFD, BLANK = ' ' };

/* The character at the front of s and its length in bytes; 0 when the bytes there are no character. */
static size_t decode(Str s, uint32_t *ret_char)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)s.at[0];
    size_t len = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (len == 0 || len > s.len)
        return 0;
    uint32_t c = len == 1 ? lead : lead & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)s.at[i];
        if ((next & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (next & 0x3Fu);
    }
    if (c < smallest[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *ret_char = c;
    return len;
}

bool text_is_utf8(Str s)
{
    uint32_t c;
    while (s.len) {
        size_t len = decode(s, &c);
        if (len == 0)
            return false;
        s = str_from(s, len);
    }
    return true;
}

bool text_next(Str *rest, uint32_t *ret_char)
{
    if (rest->len == 0)
        return false;
    size_t len = decode(*rest, ret_char);
    if (len == 0)
        *ret_char = BAD;
    *rest = str_from(*rest, len ? len : 1);
    return true;
}

size_t text_chars(Str s)
{
    size_t count = 0;
    uint32_t c;
    while (text_next(&s, &c))
        count++;
    return count;
}

bool text_is_one_of(uint32_t c, Str set)
{
    char bytes[4];
    /* cppcheck-suppress legacyUninitvar ; text_put fills it before str_has looks */
    return c && str_has(set, (Str){bytes, text_put(c, bytes)});
}

Str text_cut(Str s, size_t chars_max)
{
    Str rest = s;
    uint32_t c;
    for (size_t count = 0; count < chars_max && text_next(&rest, &c);)
        count++;
    return str_sub(s, 0, s.len - rest.len);
}

static bool is_bidi(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) || is_bidi(c);
}

bool text_has_control(Str s)
{
    uint32_t c;
    while (text_next(&s, &c))
        if (is_control(c))
            return true;
    return false;
}

uint32_t text_fold_char(uint32_t c)
{
    bool unseen = c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || is_bidi(c);
    if (unseen)
        return 0;
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    bool wide_blank = c == 0x3000 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
    return wide_blank ? BLANK : c;
}

size_t text_put(uint32_t c, char ret_bytes[4])
{
    if (c < 0x80) {
        ret_bytes[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        ret_bytes[i] = (char)(0x80 | (c & 0x3F));
    ret_bytes[0] = (char)((0xF00 >> len & 0xFF) | c);
    return len;
}

static bool is_letter_or_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

typedef uint32_t FoldChar(uint32_t c);

/* A sentence keeps its ， and （）: only what a reader would take for the same letter or digit is folded. */
static uint32_t fold_in_prose(uint32_t c)
{
    uint32_t folded = text_fold_char(c);
    return c > 0xFF00 && folded < 0x80 && folded && !is_letter_or_digit(folded) ? c : folded;
}

/* Folding never makes a character longer, except bad bytes: one byte becomes the three of U+FFFD. */
static Str fold(Arena *a, Str s, FoldChar *fold_char)
{
    char *text = arena_take(a, s.len * 3 + 1, 1), *at = text;
    uint32_t c;
    for (Str rest = s; text_next(&rest, &c);) {
        if (c == '\r') {
            if (rest.len && rest.at[0] == '\n')
                continue;
            c = '\n';
        }
        c = c ? fold_char(c) : BAD;
        if (c)
            at += text_put(c, at);
    }
    return (Str){text, (size_t)(at - text)};
}

Str text_fold(Arena *a, Str s)
{
    return fold(a, s, text_fold_char);
}

Str text_tidy(Arena *a, Str s, bool keep_lines)
{
    Str folded = fold(a, s, fold_in_prose);
    char *text = arena_take(a, folded.len + 1, 1), *at = text;
    bool blank = false;
    size_t lines = 0; /* blanks and lines are held back until something follows */
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.at[i];
        if (c == '\n' && keep_lines) {
            lines++;
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\n') {
            blank = true;
            continue;
        }
        if (at > text && lines)
            at = (char *)memset(at, '\n', lines) + lines;
        else if (at > text && blank)
            *at++ = ' ';
        blank = false;
        lines = 0;
        *at++ = c;
    }
    return (Str){text, (size_t)(at - text)};
}

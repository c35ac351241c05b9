// SPDX-License-Identifier: Apache-2.0
/* application/x-www-form-urlencoded: what a browser sends from a form, and query strings. */
#include "codec/codec.h"

static int hex_digit(char c)
{
    char small = (char)(c | 0x20);
    return c >= '0' && c <= '9' ? c - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* Decodes into `at`; false when a percent sign is not followed by two hexadecimal digits. */
static bool decode(Str s, char *at, Str *ret_text)
{
    char *start = at;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '%') {
            int high = i + 2 < s.len ? hex_digit(s.at[i + 1]) : -1, low = i + 2 < s.len ? hex_digit(s.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        *at++ = c;
    }
    *ret_text = (Str){start, (size_t)(at - start)};
    return true;
}

static bool is_clean(Str s)
{
    return text_is_utf8(s) && !memchr(s.at, '\0', s.len);
}

Err form_read(Arena *a, Str bytes, size_t fields_max, Pairs *ret_pairs)
{
    size_t room = 0;
    Str part, rest = bytes;
    while (str_next(&rest, '&', &part))
        room += part.len > 0;
    if (room > fields_max)
        return ERR(a, ERR_LIMIT, "err.form.too_many", .args = {i64_plain(a, (int64_t)fields_max)});
    Pair *pairs = arena_try(a, sizeof *pairs * room, alignof(Pair));
    char *text = arena_try(a, bytes.len + 1, 1);
    if (!pairs || !text)
        return ERR(a, ERR_LIMIT, "err.form.too_many", .args = {i64_plain(a, (int64_t)fields_max)});

    size_t count = 0;
    for (rest = bytes; str_next(&rest, '&', &part);) {
        if (part.len == 0)
            continue;
        Str name, value;
        Pair *pair = &pairs[count++];
        str_cut(part, '=', &name, &value);
        bool good = decode(name, text, &pair->name) && decode(value, text + pair->name.len, &pair->value);
        if (!good || !is_clean(pair->name) || !is_clean(pair->value))
            return ERR(a, ERR_INPUT, "err.form.broken");
        text += pair->name.len + pair->value.len;
    }
    *ret_pairs = (Pairs){pairs, count};
    return NULL;
}

Str pairs_get(const Pairs *p, Str name)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_eq(p->at[i].name, name))
            return p->at[i].value;
    return STR_NONE;
}

size_t pairs_many(const Pairs *p, Str name)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        count += str_eq(p->at[i].name, name);
    return count;
}

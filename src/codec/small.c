// SPDX-License-Identifier: Apache-2.0
/*
 * Small codes: hex, base64, base32. One engine: an alphabet of 2^bits letters, groups that fill whole bytes, padding or
 * none. Readers are strict: one text for one sequence of bytes, so a digest has one spelling.
 */
#include "codec/codec.h"

typedef struct Alphabet {
    const char *letters;
    unsigned bits;
    size_t group; /* letters in a group that fills whole bytes; padded up to it, 0 for no padding */
} Alphabet;

static const Alphabet hex = {"0123456789abcdef", 4, 0};
static const Alphabet base64 = {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4};
static const Alphabet base64url = {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, 0};
static const Alphabet base32 = {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 0};

static Str write_code(Arena *a, const Alphabet *code, Str bytes)
{
    char *text = arena_take(a, bytes.len * 8 / code->bits + code->group + 2, 1);
    size_t len = 0;
    uint32_t window = 0, mask = (1u << code->bits) - 1;
    unsigned held = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        window = window << 8 | (uint8_t)bytes.at[i];
        for (held += 8; held >= code->bits; held -= code->bits)
            text[len++] = code->letters[window >> (held - code->bits) & mask];
    }
    if (held)
        text[len++] = code->letters[window << (code->bits - held) & mask];
    while (code->group && len % code->group)
        text[len++] = '=';
    return (Str){text, len};
}

/* Takes off the padding; false when there is too little or too much. */
static bool unpad(const Alphabet *code, Str *s)
{
    if (code->group == 0)
        return true;
    if (s->len % code->group)
        return false;
    size_t padding = 0;
    while (padding < code->group && padding < s->len && s->at[s->len - 1 - padding] == '=')
        padding++;
    s->len -= padding;
    return padding * code->bits < 8 * 2;
}

static bool read_code(Arena *a, const Alphabet *code, Str s, Str *ret_bytes)
{
    if (!unpad(code, &s))
        return false;
    char *bytes = arena_take(a, s.len * code->bits / 8 + 1, 1);
    size_t len = 0, letters = 1u << code->bits;
    uint32_t window = 0;
    unsigned held = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *found = memchr(code->letters, s.at[i], letters);
        if (!found)
            return false;
        window = window << code->bits | (uint32_t)(found - code->letters);
        held += code->bits;
        if (held >= 8) {
            held -= 8;
            bytes[len++] = (char)(window >> held & 0xFF);
        }
    }
    /* What is left over is less than a letter, and zero. */
    if (held >= code->bits || (window & ((1u << held) - 1)))
        return false;
    *ret_bytes = (Str){bytes, len};
    return true;
}

Str hex_write(Arena *a, Str bytes)
{
    return write_code(a, &hex, bytes);
}

bool hex_read(Arena *a, Str text, Str *ret_bytes)
{
    char *small = arena_take(a, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++)
        small[i] = (char)(text.at[i] >= 'A' && text.at[i] <= 'F' ? text.at[i] + ('a' - 'A') : text.at[i]);
    return read_code(a, &hex, (Str){small, text.len}, ret_bytes);
}

Str base64_write(Arena *a, Str bytes)
{
    return write_code(a, &base64, bytes);
}

bool base64_read(Arena *a, Str s, Str *ret_bytes)
{
    return read_code(a, &base64, s, ret_bytes);
}

Str base64url_write(Arena *a, Str bytes)
{
    return write_code(a, &base64url, bytes);
}

bool base64url_read(Arena *a, Str s, Str *ret_bytes)
{
    return read_code(a, &base64url, s, ret_bytes);
}

Str base32_write(Arena *a, Str bytes)
{
    return write_code(a, &base32, bytes);
}

bool base32_read(Arena *a, Str s, Str *ret_bytes)
{
    return read_code(a, &base32, s, ret_bytes);
}

// SPDX-License-Identifier: Apache-2.0
/* Slices: comparing, cutting, reading numbers. */
#include "base/str.h"

#include <string.h>

Str str_of(const char *nul_terminated)
{
    return nul_terminated ? (Str){nul_terminated, strlen(nul_terminated)} : STR_NONE;
}

bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_eq_nocase(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

int str_cmp(Str a, Str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq((Str){s.at, prefix.len}, prefix);
}

bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

bool str_find(Str s, Str needle, size_t *ret_at)
{
    if (needle.len == 0 || needle.len > s.len)
        return false;
    const char *found = memmem(s.at, s.len, needle.at, needle.len);
    if (!found)
        return false;
    if (ret_at)
        *ret_at = (size_t)(found - s.at);
    return true;
}

bool str_has(Str s, Str needle)
{
    return str_find(s, needle, NULL);
}

Str str_from(Str s, size_t start)
{
    if (start >= s.len)
        return (Str){s.at ? s.at + s.len : NULL, 0};
    return (Str){s.at + start, s.len - start};
}

Str str_sub(Str s, size_t start, size_t count)
{
    Str rest = str_from(s, start);
    return (Str){rest.at, rest.len < count ? rest.len : count};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Str str_trim(Str s)
{
    while (s.len && is_blank(s.at[0]))
        s = str_from(s, 1);
    while (s.len && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool str_cut(Str s, char mark, Str *ret_head, Str *ret_tail)
{
    const char *found = s.len ? memchr(s.at, mark, s.len) : NULL;
    size_t at = found ? (size_t)(found - s.at) : s.len;
    *ret_head = (Str){s.at, at};
    *ret_tail = str_from(s, found ? at + 1 : at);
    return found != NULL;
}

bool str_next(Str *rest, char mark, Str *ret_part)
{
    if (!rest->at)
        return false;
    Str tail;
    bool more = str_cut(*rest, mark, ret_part, &tail);
    *rest = more ? tail : STR_NONE;
    return true;
}

bool str_to_u64(Str s, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, (uint64_t)10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(s.at[i] - '0'), &value))
            return false;
    }
    *ret_value = value;
    return true;
}

bool str_to_i64(Str s, int64_t *ret_value)
{
    bool negative = s.len && s.at[0] == '-';
    uint64_t size;
    if (!str_to_u64(negative ? str_from(s, 1) : s, &size))
        return false;
    if (size > (uint64_t)INT64_MAX + (negative ? 1u : 0u))
        return false;
    *ret_value = negative ? (int64_t)(0 - size) : (int64_t)size;
    return true;
}

uint64_t str_hash(Str s)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (uint8_t)s.at[i]) * 1099511628211u;
    return hash;
}

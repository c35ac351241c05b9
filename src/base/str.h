// SPDX-License-Identifier: Apache-2.0
/*
 * Text is a slice: a pointer and a length. It never owns, it never hunts for NUL, and it is valid as long as the
 * memory it points into (an arena, a literal, a row).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

typedef struct Str {
    const char *at;
    size_t len;
} Str;

#define S(literal) ((Str){"" literal, sizeof(literal) - 1})
#define STR_NONE ((Str){NULL, 0})

/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) ((int)(s).len), ((s).at ? (s).at : "")

Str str_of(const char *nul_terminated); /* NULL gives STR_NONE */
bool str_eq(Str a, Str b);
bool str_eq_nocase(Str a, Str b); /* ASCII letters only */
int str_cmp(Str a, Str b);        /* bytewise, like memcmp, shorter first */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
bool str_find(Str s, Str needle, size_t *ret_at);
bool str_has(Str s, Str needle);
Str str_from(Str s, size_t start);              /* clamped: never past the end */
Str str_sub(Str s, size_t start, size_t count); /* clamped */
Str str_trim(Str s);                            /* ASCII blanks on both sides */

/* Takes the part before `mark` off the front of *rest; false when *rest is used up. */
bool str_next(Str *rest, char mark, Str *ret_part);
/* Splits s at the first `mark`; without one *ret_head is all of s and the answer is false. */
bool str_cut(Str s, char mark, Str *ret_head, Str *ret_tail);

/* Decimal only, the whole slice, no blanks, no plus sign; false on anything else and on overflow. */
bool str_to_i64(Str s, int64_t *ret_value);
bool str_to_u64(Str s, uint64_t *ret_value);
uint64_t str_hash(Str s); /* FNV-1a: for tables over our own names, not over hostile keys */

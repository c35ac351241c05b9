// SPDX-License-Identifier: Apache-2.0
/* Secrets on paper and under the thumb: codes that a printer cannot blur, and what people type instead of them. */
#include "access/access_own.h"

enum {
    CODE_CHARS = 10,
    CODE_GROUP = 5,
};

/* Nothing that looks like something else on a laser print: no 0 O, 1 I L, U V. */
static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTWXYZ";

Str access_new_code(Arena *a)
{
    char *code = ARENA_ARRAY(a, char, CODE_CHARS + 1);
    enum { LETTERS = sizeof alphabet - 1, FAIR = 256 - 256 % LETTERS };
    for (size_t i = 0; i < CODE_CHARS;) {
        uint8_t chance;
        seal_random(&chance, 1);
        if (chance < FAIR)
            code[i++] = alphabet[chance % LETTERS];
    }
    return arena_printf(a, "%.*s %.*s", CODE_GROUP, code, CODE_GROUP, code + CODE_GROUP);
}

/* As people type it: small letters, blanks, dashes, full-width forms. */
Str access_plain_code(Arena *a, Str typed)
{
    char *code = ARENA_ARRAY(a, char, CODE_CHARS + 1);
    size_t len = 0;
    if (typed.len > 4 * LIMIT_LOGIN_CHARS || !text_is_utf8(typed))
        return STR_NONE;
    Str s = text_fold(a, typed);
    for (size_t i = 0; i < s.len; i++) {
        char c = (char)(s.at[i] >= 'a' && s.at[i] <= 'z' ? s.at[i] - 'a' + 'A' : s.at[i]);
        if (c == ' ' || c == '-')
            continue;
        if (len == CODE_CHARS)
            return STR_NONE;
        code[len++] = c;
    }
    return (Str){code, len == CODE_CHARS ? len : 0};
}

Str access_plain_digits(Arena *a, Str typed, size_t count)
{
    char *digits = ARENA_ARRAY(a, char, count + 1);
    size_t len = 0;
    if (typed.len > 4 * LIMIT_LOGIN_CHARS || !text_is_utf8(typed))
        return STR_NONE;
    Str s = text_fold(a, typed);
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ' ' || s.at[i] == '-')
            continue;
        if (s.at[i] < '0' || s.at[i] > '9' || len == count)
            return STR_NONE;
        digits[len++] = s.at[i];
    }
    return (Str){digits, len == count ? len : 0};
}

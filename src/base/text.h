// SPDX-License-Identifier: Apache-2.0
/*
 * What the field knows about text: UTF-8, full-width forms, search bigrams, masking, the personal-data guard.
 * Numbers check themselves by GB 11643 (persons), GB 32100 (organisations) and Luhn (cards).
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

bool text_is_utf8(Str s);       /* strict: no overlong forms, no surrogates */
size_t text_chars(Str s);       /* code points */
bool text_next(Str *rest, uint32_t *ret_char); /* false at the end; a bad byte gives U+FFFD */
Str text_cut(Str s, size_t chars_max);
bool text_is_one_of(uint32_t c, Str set); /* never of 0 */
bool text_has_control(Str s);   /* C0 but tab and newline, C1, bidi overrides */

/* Full-width ASCII and ideographic space to ASCII; zero-width characters dropped; CRLF to LF. */
Str text_fold(Arena *a, Str s);
uint32_t text_fold_char(uint32_t c);              /* the same for one character; 0 when it is dropped */
size_t text_put(uint32_t c, char ret_bytes[4]);   /* as UTF-8; returns how many bytes */
/* As a sentence is kept: folded but for its ， and （）, blanks at both ends off, runs of blanks to one (newlines stay in
 * long text). */
Str text_tidy(Arena *a, Str s, bool keep_lines);

/* Search: overlapping bigrams of CJK, words of Latin letters and digits, folded to lower case, joined by blanks. */
Str text_bigrams(Arena *a, Str s);
/* The same as an FTS5 phrase query: "ab bc", and "a"* where longer words may follow; "" when there is no word. */
Str text_phrase(Arena *a, Str s);

/* Masking, what a public list may show of a private person: 张* 张*丰 欧阳** ; 138****1234 ; ****2333 ; 3***************34 ;
 * 某村3组, without town and house ; the year of birth */
Str text_mask_name(Arena *a, Str name);
Str text_mask_phone(Arena *a, Str phone);
Str text_mask_account(Arena *a, Str account);
Str text_mask_id(Arena *a, Str id);
Str text_mask_address(Arena *a, Str address);
Str text_mask_birth(Arena *a, Str day);
/* What whoever typed a number is shown of it, and nobody else, so that he finds it: 371603********7725 ; ***************0112 */
Str text_hint_id(Arena *a, Str id);
Str text_hint_account(Arena *a, Str account);

bool text_is_compound_surname(Str two); /* 欧阳 */

bool text_is_resident_id(Str s);    /* 18 characters, real date, province, check digit */
bool text_is_resident_shape(Str s); /* all that but the check digit, or the 15 digits of old cards */
bool text_is_credit_code(Str s); /* GB 32100 */
bool text_is_mobile(Str s);
bool text_is_luhn(Str s);

typedef enum GuardKind {
    GUARD_RESIDENT_ID = 1,
    GUARD_RESIDENT_ID_DOUBTFUL,
    GUARD_MOBILE,
    GUARD_LANDLINE,
    GUARD_BANK_CARD,
    GUARD_PASSPORT,
    GUARD_EMAIL,
    GUARD_WECHAT,
    GUARD_PLATE,
    GUARD_SENSITIVE_NEAR_NAME,
    GUARD_CHILD,
    GUARD_BIRTH,
} GuardKind;

typedef struct GuardHit {
    GuardKind kind;
    size_t at, len; /* in the original bytes */
    bool blocks;    /* false: a warning only */
    Str masked;     /* what to write instead */
    Str hint;       /* by what its writer recognises it; for him alone */
} GuardHit;

/* Finds personal data in text that is about to become public. At most `max` hits; returns how many were written. */
size_t text_guard(Arena *a, Str s, GuardHit *ret_hits, size_t max);

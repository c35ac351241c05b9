// SPDX-License-Identifier: Apache-2.0
/* The guard: hits lie in the text, in order and apart; masks take anything. */
#include "fuzz.h"

enum { HITS_MAX = 32 };

FUZZ(a, bytes)
{
    GuardHit hits[HITS_MAX];
    size_t count = text_guard(a, bytes, hits, HITS_MAX), end = 0;
    REQUIRE(count <= HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        REQUIRE(hits[i].at >= end && hits[i].len > 0 && hits[i].at + hits[i].len <= bytes.len);
        REQUIRE(hits[i].masked.len > 0 && hits[i].kind >= GUARD_RESIDENT_ID);
        end = hits[i].at + hits[i].len;
    }
    (void)text_mask_name(a, bytes);
    (void)text_mask_phone(a, bytes);
    (void)text_mask_account(a, bytes);
    (void)text_mask_id(a, bytes);
}

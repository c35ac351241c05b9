// SPDX-License-Identifier: Apache-2.0
/* Time-based one-time passwords: RFC 6238 over RFC 4226, six digits of HMAC-SHA-1, a step of thirty seconds. Pure. */
#include "access/access_own.h"

enum { SKEW_STEPS = 1, MODULUS = 1000 * 1000 };

int64_t access_totp_step(Instant now)
{
    return now.ms / TOTP_STEP_MS;
}

/* RFC 4226, 5.3: the last nibble says where the 31 bits stand. */
Str access_totp_code(Arena *a, Str secret, int64_t step)
{
    char moving[8];
    for (int i = 0; i < 8; i++)
        moving[i] = (char)((uint64_t)step >> (56 - 8 * i) & 0xff);
    Digest1 d = seal_hmac_sha1(secret, (Str){moving, sizeof moving});
    size_t at = d.at[sizeof d.at - 1] & 15;
    uint32_t bits = (uint32_t)(d.at[at] & 0x7f) << 24 | (uint32_t)d.at[at + 1] << 16 | (uint32_t)d.at[at + 2] << 8 |
                    d.at[at + 3];
    return arena_printf(a, "%0*u", TOTP_DIGITS, bits % MODULUS);
}

bool access_totp_find(Arena *a, Str secret, Str digits, Instant now, int64_t after, int64_t *ret_step)
{
    int64_t here = access_totp_step(now);
    bool found = false;
    for (int64_t step = here - SKEW_STEPS; step <= here + SKEW_STEPS; step++) { /* all of them: no faster for one */
        Str right = access_totp_code(a, secret, step);
        bool same = digits.len == right.len && seal_same(digits.at, right.at, right.len);
        if (same && step > after && !found) {
            *ret_step = step;
            found = true;
        }
    }
    return found;
}

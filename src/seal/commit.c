// SPDX-License-Identifier: Apache-2.0
/* The salted commitment: "I hold these bytes" without saying which, and nothing once salt and bytes are gone. */
#include "seal/seal.h"

static Str big_endian(uint8_t to[8], uint64_t value)
{
    for (int i = 7; i >= 0; i--, value >>= 8)
        to[i] = (uint8_t)value;
    return (Str){(const char *)to, 8};
}

Digest seal_commit(const uint8_t salt[32], Str body)
{
    uint8_t salt_len[8], body_len[8];
    const Str parts[] = {
        S("shaichang/commit/v1\n"),          big_endian(salt_len, 32), {(const char *)salt, 32},
        big_endian(body_len, body.len), body,
    };
    return seal_sha256_parts(parts, COUNT_OF(parts));
}

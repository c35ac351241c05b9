// SPDX-License-Identifier: Apache-2.0
/*
 * seal: digests, signatures, ciphers, passwords, chance.
 *
 * lives:    the only code that sees OpenSSL and libsodium
 * promises: constant-time comparison of secrets; keys are wiped; failure of the random source stops the process
 * uses:     base
 */
#pragma once

#include "base/base.h"

typedef struct Digest {
    uint8_t at[32];
} Digest; /* SHA-256 */

Digest seal_sha256(Str bytes);
Digest seal_sha256_parts(const Str *parts, size_t count);
Digest seal_hmac(const Digest *key, Str bytes); /* HMAC-SHA-256 */
/* HMAC-SHA-1, which RFC 6238 and every authenticator speak; for one-time codes and nothing else. */
typedef struct Digest1 {
    uint8_t at[20];
} Digest1;
Digest1 seal_hmac_sha1(Str key, Str bytes);
bool seal_same(const void *a, const void *b, size_t len);
void seal_random(void *to, size_t len);
void seal_wipe(void *at, size_t len);

typedef struct SignKey {
    uint8_t seed[32], pub[32];
} SignKey; /* Ed25519 */
typedef struct Signature {
    uint8_t at[64];
} Signature;
SignKey seal_sign_key(const uint8_t seed[32]);
Signature seal_sign(const SignKey *key, Str bytes);
bool seal_verify(const uint8_t pub[32], Str bytes, const Signature *signature);

/* Passwords: Argon2id t=3 m=64 MiB for staff; the caller holds one of two places while hashing. */
Str seal_password_hash(Arena *a, Str password);
bool seal_password_ok(Str hash, Str password);

/* Columns: XChaCha20-Poly1305, nonce first; aad = table|column|home|id stops swapping. */
typedef struct ColumnKey {
    uint8_t at[32];
} ColumnKey;
Str seal_column(Arena *a, const ColumnKey *key, Str aad, Str plain);
MUST_USE bool seal_open_column(Arena *a, const ColumnKey *key, Str aad, Str cipher, Str *ret_plain);
/* 16 bytes for finding a sealed value by exact match: keyed BLAKE2b of the column's name and the normalised value. */
Str seal_find_key(Arena *a, const ColumnKey *key, Str what, Str normalised);
ColumnKey seal_subkey(const ColumnKey *key, uint64_t number, const char context[8]);

/* The commitment of trust.md 1.10: SHA-256("shaichang/commit/v1\n" || u64be(32) || salt || u64be(len) || body) */
Digest seal_commit(const uint8_t salt[32], Str body);

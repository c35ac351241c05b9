// SPDX-License-Identifier: Apache-2.0
/* What libsodium does for us: chance, wiping, passwords, sealed columns and the digests that find them. */
#include <pthread.h>
#include <sodium.h>

#include "seal/seal.h"

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    FIND_BYTES = 16,
    STAFF_PASSES = 3,
    STAFF_MEMORY = 64 * 1024 * 1024,
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void)
{
    REQUIRE(sodium_init() >= 0);
}

static void need_sodium(void)
{
    REQUIRE(pthread_once(&once, prepare) == 0);
}

static const unsigned char *bytes_of(Str s)
{
    return (const unsigned char *)(s.at ? s.at : "");
}

bool seal_same(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

void seal_random(void *to, size_t len)
{
    need_sodium();
    randombytes_buf(to, len);
}

void seal_wipe(void *at, size_t len)
{
    sodium_memzero(at, len);
}

Str seal_password_hash(Arena *a, Str password)
{
    need_sodium();
    char *hash = arena_take(a, crypto_pwhash_STRBYTES, 1);
    REQUIRE(crypto_pwhash_str_alg(hash, (const char *)bytes_of(password), password.len, STAFF_PASSES, STAFF_MEMORY,
                                  crypto_pwhash_ALG_ARGON2ID13) == 0);
    return str_of(hash);
}

bool seal_password_ok(Str hash, Str password)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (hash.len == 0 || hash.len >= sizeof text)
        return false;
    need_sodium();
    memcpy(text, hash.at, hash.len);
    return crypto_pwhash_str_verify(text, (const char *)bytes_of(password), password.len) == 0;
}

Str seal_column(Arena *a, const ColumnKey *key, Str aad, Str plain)
{
    unsigned char *out = arena_take(a, NONCE + plain.len + TAG, 1);
    seal_random(out, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, bytes_of(plain), plain.len, bytes_of(aad), aad.len,
                                               NULL, out, key->at);
    return (Str){(char *)out, NONCE + plain.len + TAG};
}

bool seal_open_column(Arena *a, const ColumnKey *key, Str aad, Str cipher, Str *ret_plain)
{
    if (cipher.len < NONCE + TAG)
        return false;
    need_sodium();
    size_t len = cipher.len - NONCE - TAG;
    unsigned char *out = arena_take(a, len + 1, 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, bytes_of(cipher) + NONCE, len + TAG, bytes_of(aad),
                                                   aad.len, bytes_of(cipher), key->at) != 0)
        return false;
    *ret_plain = (Str){(char *)out, len};
    return true;
}

Str seal_find_key(Arena *a, const ColumnKey *key, Str what, Str normalised)
{
    need_sodium();
    unsigned char *out = arena_take(a, FIND_BYTES, 1);
    crypto_generichash_state state;
    const unsigned char zero = 0;
    REQUIRE(crypto_generichash_init(&state, key->at, sizeof key->at, FIND_BYTES) == 0);
    crypto_generichash_update(&state, bytes_of(what), what.len);
    crypto_generichash_update(&state, &zero, 1); /* no name holds a NUL: "ab"+"c" is not "a"+"bc" */
    crypto_generichash_update(&state, bytes_of(normalised), normalised.len);
    crypto_generichash_final(&state, out, FIND_BYTES);
    return (Str){(char *)out, FIND_BYTES};
}

ColumnKey seal_subkey(const ColumnKey *key, uint64_t number, const char context[8])
{
    ColumnKey sub;
    need_sodium();
    REQUIRE(crypto_kdf_derive_from_key(sub.at, sizeof sub.at, number, context, key->at) == 0);
    return sub;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * What OpenSSL does for us: SHA-256, HMAC, Ed25519. Events are hashed by the thousand and most inputs are shorter than
 * a page, so the digest is looked up once and each thread keeps one context.
 */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>

#include "seal/seal.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t context_key;
static EVP_MD *sha256;
static _Thread_local EVP_MD_CTX *context;

static void free_context(void *ctx)
{
    EVP_MD_CTX_free(ctx);
}

static void prepare(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    REQUIRE(sha256 != NULL);
    REQUIRE(pthread_key_create(&context_key, free_context) == 0);
}

static EVP_MD_CTX *context_of_thread(void)
{
    if (context)
        return context;
    REQUIRE(pthread_once(&once, prepare) == 0);
    context = EVP_MD_CTX_new();
    REQUIRE(context != NULL);
    REQUIRE(pthread_setspecific(context_key, context) == 0);
    return context;
}

Digest seal_sha256_parts(const Str *parts, size_t count)
{
    EVP_MD_CTX *ctx = context_of_thread();
    Digest digest;
    REQUIRE(EVP_DigestInit_ex2(ctx, sha256, NULL) == 1);
    for (size_t i = 0; i < count; i++)
        REQUIRE(EVP_DigestUpdate(ctx, parts[i].at, parts[i].len) == 1);
    REQUIRE(EVP_DigestFinal_ex(ctx, digest.at, NULL) == 1);
    return digest;
}

Digest seal_sha256(Str bytes)
{
    return seal_sha256_parts(&bytes, 1);
}

Digest seal_hmac(const Digest *key, Str bytes)
{
    Digest digest;
    unsigned len = 0;
    const unsigned char *at = (const unsigned char *)(bytes.at ? bytes.at : "");
    REQUIRE(HMAC(EVP_sha256(), key->at, sizeof key->at, at, bytes.len, digest.at, &len) && len == sizeof digest.at);
    return digest;
}

Digest1 seal_hmac_sha1(Str key, Str bytes)
{
    Digest1 digest;
    unsigned len = 0;
    const unsigned char *at = (const unsigned char *)(bytes.at ? bytes.at : "");
    REQUIRE(HMAC(EVP_sha1(), key.at, (int)key.len, at, bytes.len, digest.at, &len) && len == sizeof digest.at);
    return digest;
}

static EVP_PKEY *private_key(const uint8_t seed[32])
{
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32);
    REQUIRE(key != NULL);
    return key;
}

SignKey seal_sign_key(const uint8_t seed[32])
{
    SignKey key;
    size_t len = sizeof key.pub;
    EVP_PKEY *private = private_key(seed);
    memcpy(key.seed, seed, sizeof key.seed);
    REQUIRE(EVP_PKEY_get_raw_public_key(private, key.pub, &len) == 1 && len == sizeof key.pub);
    EVP_PKEY_free(private);
    return key;
}

Signature seal_sign(const SignKey *key, Str bytes)
{
    Signature signature;
    size_t len = sizeof signature.at;
    EVP_PKEY *private = private_key(key->seed);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    REQUIRE(ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, private) == 1);
    REQUIRE(EVP_DigestSign(ctx, signature.at, &len, (const unsigned char *)bytes.at, bytes.len) == 1);
    REQUIRE(len == sizeof signature.at);
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(private);
    return signature;
}

bool seal_verify(const uint8_t pub[32], Str bytes, const Signature *signature)
{
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub, 32);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = key && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
                EVP_DigestVerify(ctx, signature->at, sizeof signature->at, (const unsigned char *)bytes.at,
                                 bytes.len) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return good;
}

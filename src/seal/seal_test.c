// SPDX-License-Identifier: Apache-2.0
/* Published vectors (FIPS 180-4, RFC 4231, RFC 8032), our own commitment vector, and what must be refused. */
#include <pthread.h>

#include "unit.h"

#include "codec/codec.h"
#include "seal/seal.h"
#include "vector.h"

enum { TEST_ARENA = 4 * 1024 * 1024 };

static Str hex_of(Arena *a, const void *at, size_t len)
{
    return hex_write(a, (Str){at, len});
}

TEST(digests_are_sha256)
{
    static const struct {
        const char *in, *hex;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    Arena *a = arena_new(TEST_ARENA);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str in = str_of(cases[i].in);
        Digest whole = seal_sha256(in);
        const Str parts[] = {str_sub(in, 0, in.len / 2), STR_NONE, str_from(in, in.len / 2)};
        Digest pieces = seal_sha256_parts(parts, COUNT_OF(parts));
        assert_str(hex_of(a, whole.at, 32), str_of(cases[i].hex));
        assert_true(seal_same(&whole, &pieces, sizeof whole));
    }
    arena_free(a);
}

static void *digest_often(void *arg)
{
    Digest *ret = arg;
    for (int i = 0; i < 1000; i++)
        *ret = seal_sha256(S("abc"));
    return NULL;
}

TEST(each_thread_digests_on_its_own)
{
    pthread_t threads[4];
    Digest got[4], wanted = seal_sha256(S("abc"));
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, digest_often, &got[i]), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(seal_same(&got[i], &wanted, sizeof wanted));
    }
}

TEST(hmac_is_hmac_sha256)
{
    Arena *a = arena_new(TEST_ARENA);
    Digest key = {0}; /* RFC 4231 test 2: a shorter key is the same key filled up with zeros */
    memcpy(key.at, "Jefe", 4);
    Digest got = seal_hmac(&key, S("what do ya want for nothing?"));
    assert_str(hex_of(a, got.at, 32), S("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    got = seal_hmac(&key, STR_NONE);
    assert_str(hex_of(a, got.at, 32), S("923598ca6d64af2a5dba79dcd021a8a0fe5c5f557519adaaf0ad532d4506dd30"));
    arena_free(a);
}

TEST(signatures_are_ed25519)
{
    Arena *a = arena_new(TEST_ARENA);
    Str seed; /* RFC 8032 7.1, test 2 */
    assert_true(hex_read(a, S("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), &seed));
    SignKey key = seal_sign_key((const uint8_t *)seed.at);
    assert_str(hex_of(a, key.pub, 32), S("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    Signature s = seal_sign(&key, S("\x72"));
    assert_str(hex_of(a, s.at, 64), S("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    assert_true(seal_verify(key.pub, S("\x72"), &s));
    assert_false(seal_verify(key.pub, S("\x73"), &s));
    assert_false(seal_verify(key.pub, STR_NONE, &s));
    for (size_t bit = 0; bit < 512; bit += 7) {
        Signature bent = s;
        bent.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(seal_verify(key.pub, S("\x72"), &bent));
    }
    Signature empty = seal_sign(&key, STR_NONE);
    assert_true(seal_verify(key.pub, S(""), &empty));
    arena_free(a);
}

TEST(a_commitment_follows_the_vector)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *v = json_get(vector_json(a, "crypto/commit.json"), S("commitment"));
    Str salt, body = json_text(v, S("body_utf8"));
    assert_true(hex_read(a, json_text(v, S("salt_hex")), &salt));
    Digest got = seal_commit((const uint8_t *)salt.at, body);
    assert_str(hex_of(a, got.at, 32), json_text(v, S("value_hex")));
    Digest shorter = seal_commit((const uint8_t *)salt.at, str_sub(body, 0, body.len - 1));
    assert_false(seal_same(&got, &shorter, sizeof got));
    arena_free(a);
}

TEST(a_sealed_column_opens_in_its_place_only)
{
    Arena *a = arena_new(TEST_ARENA);
    ColumnKey key, other;
    seal_random(&key, sizeof key);
    seal_random(&other, sizeof other);
    Str aad = S("person|phone|371603106|7"), plain = S("13800001234"), opened;
    Str sealed = seal_column(a, &key, aad, plain);
    assert_int_equal(sealed.len, plain.len + 40);
    assert_false(str_has(sealed, plain));
    assert_false(str_eq(sealed, seal_column(a, &key, aad, plain)));
    assert_true(seal_open_column(a, &key, aad, sealed, &opened));
    assert_str(opened, plain);

    assert_false(seal_open_column(a, &other, aad, sealed, &opened));
    assert_false(seal_open_column(a, &key, S("person|phone|371603106|8"), sealed, &opened));
    for (size_t len = 0; len < sealed.len; len++)
        assert_false(seal_open_column(a, &key, aad, str_sub(sealed, 0, len), &opened));
    for (size_t i = 0; i < sealed.len; i++) {
        char *bent = (char *)arena_str(a, sealed).at;
        bent[i] ^= 1;
        assert_false(seal_open_column(a, &key, aad, (Str){bent, sealed.len}, &opened));
    }
    assert_true(seal_open_column(a, &key, aad, seal_column(a, &key, aad, STR_NONE), &opened));
    assert_str(opened, S(""));
    arena_free(a);
}

TEST(a_find_key_depends_on_key_column_and_value)
{
    Arena *a = arena_new(TEST_ARENA);
    ColumnKey key = {{1}}, other = {{2}};
    Str found = seal_find_key(a, &key, S("phone"), S("13800001234"));
    assert_int_equal(found.len, 16);
    assert_str(seal_find_key(a, &key, S("phone"), S("13800001234")), found);
    assert_false(str_eq(seal_find_key(a, &key, S("phone"), S("13800001235")), found));
    assert_false(str_eq(seal_find_key(a, &key, S("phone1"), S("3800001234")), found));
    assert_false(str_eq(seal_find_key(a, &other, S("phone"), S("13800001234")), found));
    arena_free(a);
}

TEST(subkeys_differ_by_number_and_context)
{
    ColumnKey key = {{9}};
    ColumnKey one = seal_subkey(&key, 1, "person__"), two = seal_subkey(&key, 2, "person__");
    ColumnKey again = seal_subkey(&key, 1, "person__"), contact = seal_subkey(&key, 1, "contact_");
    assert_true(seal_same(&one, &again, sizeof one));
    assert_false(seal_same(&one, &two, sizeof one));
    assert_false(seal_same(&one, &contact, sizeof one));
}

TEST(a_password_is_argon2id_with_three_passes_over_64_mebibytes)
{
    Arena *a = arena_new(TEST_ARENA);
    Str hash = seal_password_hash(a, S("晒场 2026"));
    assert_true(str_starts(hash, S("$argon2id$v=19$m=65536,t=3,p=1$")));
    assert_true(seal_password_ok(hash, S("晒场 2026")));
    assert_false(seal_password_ok(hash, S("晒场 2027")));
    assert_false(seal_password_ok(hash, STR_NONE));
    assert_false(seal_password_ok(STR_NONE, S("晒场 2026")));
    assert_false(seal_password_ok(str_sub(hash, 0, hash.len - 1), S("晒场 2026")));
    char longer[256];
    memset(longer, 'a', sizeof longer);
    assert_false(seal_password_ok((Str){longer, sizeof longer}, S("晒场 2026")));
    arena_free(a);
}

TEST(chance_differs_and_wiping_wipes)
{
    uint8_t one[32] = {0}, two[32] = {0}, zero[32] = {0};
    seal_random(one, sizeof one);
    seal_random(two, sizeof two);
    assert_false(seal_same(one, two, sizeof one));
    assert_false(seal_same(one, zero, sizeof one));
    seal_wipe(one, sizeof one);
    assert_true(seal_same(one, zero, sizeof one));
}

TEST_MAIN

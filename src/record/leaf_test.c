// SPDX-License-Identifier: Apache-2.0
/* What stands in a leaf, byte by byte, and what is no leaf. */
#include "unit.h"

#include "record/leaf.h"

enum { TEST_ARENA = 4 * 1024 * 1024 };

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define OPEN                                                                                                           \
    "{\"body\":null,\"commit\":\"" ZEROS "\",\"kind\":\"dialogue.assign\",\"obj\":\"ABCDEFGHIJKLMNOP\","               \
    "\"office\":\"secretary\",\"place\":\"371603106200\",\"prev\":null,\"seq\":1,\"t\":1764000000,\"v\":1}"

static Leaf open_leaf(const Digest *commit)
{
    return (Leaf){
        .kind = S("dialogue.assign"),
        .place = {371603106200000000},
        .object = S("ABCDEFGHIJKLMNOP"),
        .seq = 1,
        .at = {1764000000999},
        .office = S("secretary"),
        .commit = commit,
    };
}

TEST(an_open_leaf_says_its_fields_in_order)
{
    Arena *a = arena_new(TEST_ARENA);
    Digest zero = {0};
    Leaf leaf = open_leaf(&zero), back;
    assert_str(leaf_write(a, &leaf), S(OPEN));
    assert_ok(leaf_read(a, S(OPEN), &back));
    assert_str(back.kind, leaf.kind);
    assert_int_equal(back.place.v, leaf.place.v);
    assert_int_equal(back.at.ms, 1764000000000);
    assert_null(back.prev);
    assert_memory_equal(back.commit, &zero, sizeof zero);
    assert_false(back.sealed);
    leaf.prev = leaf.body = &zero;
    leaf.last = S("origin\n3\nroot\n\n\xe2\x80\x94 origin x\n");
    leaf.at.ms = -1;
    assert_ok(leaf_read(a, leaf_write(a, &leaf), &back));
    assert_str(back.last, leaf.last);
    assert_int_equal(back.at.ms, -1000);
    arena_free(a);
}

TEST(a_sealed_leaf_says_nothing)
{
    Arena *a = arena_new(TEST_ARENA);
    Digest zero = {0};
    Leaf leaf = open_leaf(&zero), back;
    leaf.sealed = true;
    assert_str(leaf_write(a, &leaf), S("{\"commit\":\"" ZEROS "\",\"kind\":\"sealed\",\"v\":1}"));
    assert_ok(leaf_read(a, leaf_write(a, &leaf), &back));
    assert_true(back.sealed);
    assert_str(leaf_secret(a, &leaf, S("{\"a\":1}")),
               S("{\"body\":null,\"commit\":null,\"kind\":\"dialogue.assign\",\"obj\":\"ABCDEFGHIJKLMNOP\","
                 "\"office\":\"secretary\",\"place\":\"371603106200\",\"prev\":null,\"seq\":1,\"t\":1764000000,"
                 "\"v\":1}\n{\"a\":1}"));
    arena_free(a);
}

TEST(what_is_no_leaf_is_refused)
{
    static const char *bad[] = {
        "", "{}", "[]", "null", "1", " " OPEN, OPEN " ", "{\"kind\":\"sealed\",\"v\":1}",
        "{\"commit\":null,\"kind\":\"sealed\",\"v\":1}", "{\"commit\":\"" ZEROS "\",\"kind\":\"sealed\",\"v\":2}",
        "{\"commit\":\"" ZEROS "\",\"kind\":\"sealed\",\"obj\":\"A\",\"v\":1}",
        "{\"kind\":\"sealed\",\"commit\":\"" ZEROS "\",\"v\":1}", "{\"commit\":\"00\",\"kind\":\"sealed\",\"v\":1}",
        "{\"body\":null,\"commit\":null,\"kind\":\"a.b\",\"obj\":\"A\",\"office\":\"\",\"place\":\"\",\"prev\":null,"
        "\"seq\":1,\"t\":1,\"v\":1}",
        "{\"body\":null,\"commit\":null,\"kind\":\"a.b\",\"obj\":\"A\",\"office\":\"\",\"place\":\"371603106\","
        "\"prev\":null,\"seq\":-1,\"t\":1,\"v\":1}",
        "{\"body\":null,\"commit\":null,\"kind\":\"a.b\",\"obj\":\"A\",\"office\":\"\",\"place\":\"371603106\","
        "\"prev\":null,\"seq\":\"1\",\"t\":1,\"v\":1}",
        "{\"body\":null,\"commit\":null,\"extra\":1,\"kind\":\"a.b\",\"obj\":\"A\",\"office\":\"\","
        "\"place\":\"371603106\",\"prev\":null,\"seq\":1,\"t\":1,\"v\":1}",
    };
    Arena *a = arena_new(TEST_ARENA);
    Leaf leaf;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (!leaf_read(a, str_of(bad[i]), &leaf))
            fail_msg("read: %s", bad[i]);
    arena_free(a);
}

TEST(a_leaf_of_4096_bytes_is_read_and_no_longer_one)
{
    Arena *a = arena_new(TEST_ARENA);
    Digest zero = {0};
    Leaf leaf = open_leaf(&zero), back;
    char office[LIMIT_LEAF_BYTES];
    memset(office, 'x', sizeof office);
    leaf.office = (Str){office, LIMIT_LEAF_BYTES - (sizeof OPEN - 1) + leaf.office.len};
    Str bytes = leaf_write(a, &leaf);
    assert_int_equal(bytes.len, LIMIT_LEAF_BYTES);
    assert_ok(leaf_read(a, bytes, &back));
    leaf.office.len++;
    assert_refused(leaf_read(a, leaf_write(a, &leaf), &back), "err.record.leaf_big");
    leaf.office = (Str){arena_take(a, 9 * LIMIT_LEAF_BYTES, 1), 9 * LIMIT_LEAF_BYTES};
    assert_int_equal(leaf_write(a, &leaf).len, 0);
    arena_free(a);
}

TEST_MAIN

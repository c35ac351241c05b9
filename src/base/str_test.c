// SPDX-License-Identifier: Apache-2.0
/* Slices. */
#include "unit.h"

TEST(str_compares)
{
    static const struct {
        Str a, b;
        int order;
    } cases[] = {
        {S(""), S(""), 0},   {S(""), S("a"), -1},   {S("a"), S("b"), -1},      {S("ab"), S("a"), 1},
        {S("a"), S("a"), 0}, {S("\xFF"), S("a"), 1}, {S("a\0b"), S("a\0c"), -1}, {STR_NONE, S(""), 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int order = str_cmp(cases[i].a, cases[i].b), back = str_cmp(cases[i].b, cases[i].a);
        assert_int_equal((order > 0) - (order < 0), cases[i].order);
        assert_int_equal((back > 0) - (back < 0), -cases[i].order);
        assert_int_equal(str_eq(cases[i].a, cases[i].b), cases[i].order == 0);
    }
    assert_true(str_eq_nocase(S("Content-Type"), S("content-tYPE")));
    assert_false(str_eq_nocase(S("[a"), S("{a"))); /* a bit apart, but no letters */
    assert_false(str_eq_nocase(S("a"), S("ab")));
}

TEST(str_finds)
{
    size_t at = 99;
    assert_true(str_find(S("abcabc"), S("ca"), &at));
    assert_int_equal(at, 2);
    assert_false(str_find(S("abc"), S("abcd"), &at));
    assert_false(str_find(S("abc"), S(""), &at));
    assert_true(str_has(S("abc"), S("abc")));
    assert_true(str_starts(S("abc"), S("")) && str_starts(S("abc"), S("ab")) && !str_starts(S("ab"), S("abc")));
    assert_true(str_ends(S("abc"), S("")) && str_ends(S("abc"), S("bc")) && !str_ends(S("bc"), S("abc")));
}

TEST(str_never_leaves_its_slice)
{
    assert_str(str_from(S("abc"), 1), S("bc"));
    assert_str(str_from(S("abc"), 3), S(""));
    assert_str(str_from(S("abc"), 4), S(""));
    assert_str(str_from(STR_NONE, 1), S(""));
    assert_str(str_sub(S("abc"), 1, 1), S("b"));
    assert_str(str_sub(S("abc"), 1, 9), S("bc"));
    assert_str(str_sub(S("abc"), 9, SIZE_MAX), S(""));
    assert_str(str_trim(S(" \t\r\na b\n ")), S("a b"));
    assert_str(str_trim(S("  ")), S(""));
    assert_null(str_of(NULL).at);
}

TEST(str_splits)
{
    Str head, tail;
    assert_true(str_cut(S("a=b=c"), '=', &head, &tail));
    assert_str(head, S("a"));
    assert_str(tail, S("b=c"));
    assert_false(str_cut(S("abc"), '=', &head, &tail));
    assert_str(head, S("abc"));
    assert_str(tail, S(""));
    assert_true(str_cut(S("="), '=', &head, &tail));
    assert_false(str_cut(STR_NONE, '=', &head, &tail));

    static const struct {
        Str from;
        const char *parts[4];
    } cases[] = {
        {S("a,b,c"), {"a", "b", "c"}}, {S("a,,b"), {"a", "", "b"}}, {S(","), {"", ""}}, {S("a"), {"a"}}, {S(""), {""}},
        {STR_NONE, {NULL}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str rest = cases[i].from, part;
        size_t count = 0;
        while (str_next(&rest, ',', &part))
            assert_str(part, str_of(cases[i].parts[count++]));
        assert_null(cases[i].parts[count]);
    }
}

TEST(str_reads_numbers)
{
    static const struct {
        Str s;
        bool good;
        int64_t value;
    } cases[] = {
        {S("0"), true, 0},
        {S("-0"), true, 0},
        {S("007"), true, 7},
        {S("9223372036854775807"), true, INT64_MAX},
        {S("-9223372036854775808"), true, INT64_MIN},
        {S("9223372036854775808"), false, 0},
        {S("-9223372036854775809"), false, 0},
        {S("99999999999999999999"), false, 0},
        {S(""), false, 0},
        {S("-"), false, 0},
        {S("--1"), false, 0},
        {S("+1"), false, 0},
        {S(" 1"), false, 0},
        {S("1 "), false, 0},
        {S("1a"), false, 0},
        {S("0x1"), false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t value = 0;
        assert_int_equal(str_to_i64(cases[i].s, &value), cases[i].good);
        assert_int_equal(value, cases[i].value);
    }
    uint64_t value;
    assert_true(str_to_u64(S("18446744073709551615"), &value) && value == UINT64_MAX);
    assert_false(str_to_u64(S("18446744073709551616"), &value));
    assert_false(str_to_u64(S("-1"), &value));
}

TEST(str_hashes)
{
    assert_true(str_hash(S("")) == 0xCBF29CE484222325u);
    assert_true(str_hash(S("a")) == 0xAF63DC4C8601EC8Cu);
    assert_true(str_hash(S("foobar")) == 0x85944171F73967E8u);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* Hex, base64, base32 (the vectors of RFC 4648), HTTP dates, forms. */
#include "unit.h"

#include "codec/codec.h"

TEST(small_codes_write_and_read)
{
    static const struct {
        Str bytes, hex, base64, base64url, base32;
    } cases[] = {
        {S(""), S(""), S(""), S(""), S("")},
        {S("f"), S("66"), S("Zg=="), S("Zg"), S("MY")},
        {S("fo"), S("666f"), S("Zm8="), S("Zm8"), S("MZXQ")},
        {S("foo"), S("666f6f"), S("Zm9v"), S("Zm9v"), S("MZXW6")},
        {S("foob"), S("666f6f62"), S("Zm9vYg=="), S("Zm9vYg"), S("MZXW6YQ")},
        {S("fooba"), S("666f6f6261"), S("Zm9vYmE="), S("Zm9vYmE"), S("MZXW6YTB")},
        {S("foobar"), S("666f6f626172"), S("Zm9vYmFy"), S("Zm9vYmFy"), S("MZXW6YTBOI")},
        {S("\xFB\xFF\x00"), S("fbff00"), S("+/8A"), S("-_8A"), S("7P7QA")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str back;
        assert_str(hex_write(a, cases[i].bytes), cases[i].hex);
        assert_str(base64_write(a, cases[i].bytes), cases[i].base64);
        assert_str(base64url_write(a, cases[i].bytes), cases[i].base64url);
        assert_str(base32_write(a, cases[i].bytes), cases[i].base32);
        assert_true(hex_read(a, cases[i].hex, &back));
        assert_str(back, cases[i].bytes);
        assert_true(base64_read(a, cases[i].base64, &back));
        assert_str(back, cases[i].bytes);
        assert_true(base64url_read(a, cases[i].base64url, &back));
        assert_str(back, cases[i].bytes);
        assert_true(base32_read(a, cases[i].base32, &back));
        assert_str(back, cases[i].bytes);
    }
    Str back;
    assert_true(hex_read(a, S("FBff"), &back));
    assert_str(back, S("\xFB\xFF"));
    arena_free(a);
}

typedef bool ReadCode(Arena *a, Str s, Str *ret_bytes);

TEST(small_codes_are_strict)
{
    static const struct {
        ReadCode *read;
        Str s;
    } cases[] = {
        {hex_read, S("6")},         {hex_read, S("6g")},        {hex_read, S("66 ")},
        {base64_read, S("Zg")},     {base64_read, S("Zg=")},    {base64_read, S("Zg===")},
        {base64_read, S("====")},   {base64_read, S("Z===")},   {base64_read, S("Zh==")}, /* bits that mean nothing */
        {base64_read, S("Zm9=")},   {base64_read, S("Zm9v\n")}, {base64_read, S("Zg==Zg==")},
        {base64_read, S("-_8A")},   {base64_read, S("Zm\0v")},  {base64url_read, S("Zg==")},
        {base64url_read, S("Z")},   {base64url_read, S("+/8A")}, {base64url_read, S("Zh")},
        {base32_read, S("my")},     {base32_read, S("M")},      {base32_read, S("MZ")},
        {base32_read, S("MZX")},    {base32_read, S("MY======")}, {base32_read, S("M1")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str back;
        if (cases[i].read(a, cases[i].s, &back))
            fail_msg("case %zu was read", i);
    }
    arena_free(a);
}

TEST(http_dates_are_written_and_read)
{
    static const struct {
        Str local, http;
    } cases[] = {
        {S("2026-09-05T08:30:00.000+08:00"), S("Sat, 05 Sep 2026 00:30:00 GMT")},
        {S("2026-09-05T07:59:59.000+08:00"), S("Fri, 04 Sep 2026 23:59:59 GMT")},
        {S("1994-11-06T16:49:37.000+08:00"), S("Sun, 06 Nov 1994 08:49:37 GMT")},
        {S("1969-12-31T23:00:00.000+08:00"), S("Wed, 31 Dec 1969 15:00:00 GMT")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Instant t, back;
        assert_true(instant_read(cases[i].local, &t));
        assert_str(http_date_write(a, t), cases[i].http);
        assert_true(http_date_read(cases[i].http, &back));
        assert_int_equal(back.ms, t.ms);
    }
    static const Str refused[] = {
        S(""),
        S("Fri, 05 Sep 2026 00:30:00 GMT"), /* it was a Saturday */
        S("Sat, 31 Sep 2026 00:30:00 GMT"),
        S("Sat, 05 Sep 2026 24:30:00 GMT"),
        S("Sat, 05 Sep 2026 00:60:00 GMT"),
        S("Sat, -5 Sep 2026 00:30:00 GMT"),
        S("Sat, 05 Sex 2026 00:30:00 GMT"),
        S("Sat, 05 Sep 2026 00:30:00 UTC"),
        S("Sat,_05 Sep 2026 00:30:00 GMT"),
        S("Sunday, 06-Nov-94 08:49:37 GMT"),
        S("Sun Nov  6 08:49:37 1994"),
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        Instant t;
        if (http_date_read(refused[i], &t))
            fail_msg("%.*s was read", STR_ARG(refused[i]));
    }
    arena_free(a);
}

TEST(form_reads_fields)
{
    Arena *a = arena_new(1 << 20);
    Pairs p;
    assert_ok(form_read(a, S("a=1&b=%E9%BB%84+%e4%B8%80&&a=2&empty=&bare&=x&e%3D=%26"), 10, &p));
    assert_int_equal(p.count, 7);
    assert_str(pairs_get(&p, S("a")), S("1"));
    assert_int_equal(pairs_many(&p, S("a")), 2);
    assert_str(pairs_get(&p, S("b")), S("黄 一"));
    assert_non_null(pairs_get(&p, S("empty")).at);
    assert_str(pairs_get(&p, S("bare")), S(""));
    assert_str(pairs_get(&p, S("")), S("x"));
    assert_str(pairs_get(&p, S("e=")), S("&"));
    assert_null(pairs_get(&p, S("absent")).at);
    assert_ok(form_read(a, S(""), 10, &p));
    assert_int_equal(p.count, 0);
    assert_ok(form_read(a, STR_NONE, 10, &p));
    assert_int_equal(p.count, 0);
    arena_free(a);
}

TEST(form_refuses)
{
    static const Str broken[] = {S("a=%"),   S("a=%4"),  S("a=%4g"),  S("%zz=1"),
                                 S("a=%00"), S("a=%FF"), S("a=\xFF"), S("\0=1")};
    Arena *a = arena_new(1 << 20);
    Pairs p;
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        assert_refused(form_read(a, broken[i], 10, &p), "err.form.broken");
    assert_ok(form_read(a, S("a&b&c"), 3, &p));
    assert_refused(form_read(a, S("a&b&c&d"), 3, &p), "err.form.too_many");
    arena_free(a);
}

TEST_MAIN

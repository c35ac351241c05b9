// SPDX-License-Identifier: Apache-2.0
/* UTF-8, folding, tidying, words for search. */
#include "unit.h"

TEST(text_knows_utf8_from_bytes)
{
    static const struct {
        Str s;
        bool good;
    } cases[] = {
        {S(""), true},
        {S("plain"), true},
        {S("黄一村"), true},
        {S("\xF0\xA0\xAE\xB7"), true},          /* U+20BB7, outside the basic plane */
        {S("\xF4\x8F\xBF\xBF"), true},          /* the last character */
        {S("\xF4\x90\x80\x80"), false},         /* one above */
        {S("\xC0\xAF"), false},                 /* overlong */
        {S("\xE0\x80\xAF"), false},
        {S("\xF0\x80\x80\xAF"), false},
        {S("\xED\xA0\x80"), false},             /* a surrogate */
        {S("\xE9\xBB"), false},                 /* cut off */
        {S("\x80"), false},
        {S("ok\xFF"), false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (text_is_utf8(cases[i].s) != cases[i].good)
            fail_msg("case %zu", i);
}

TEST(text_walks_and_replaces_bad_bytes_one_by_one)
{
    static const uint32_t wanted[] = {'a', 0x9EC4, 0xFFFD, 0xFFFD, 'b'};
    Str rest = S("a黄\xE9\xBB" "b");
    uint32_t c;
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_true(text_next(&rest, &c));
        assert_int_equal(c, wanted[i]);
    }
    assert_false(text_next(&rest, &c));
    assert_int_equal(text_chars(S("a黄\xE9\xBB" "b")), 5);
}

TEST(text_cuts_between_characters)
{
    assert_str(text_cut(S("黄一村"), 2), S("黄一"));
    assert_str(text_cut(S("黄一村"), 3), S("黄一村"));
    assert_str(text_cut(S("黄一村"), 9), S("黄一村"));
    assert_str(text_cut(S("黄一村"), 0), S(""));
    assert_str(text_cut(STR_NONE, 2), S(""));
}

TEST(text_writes_what_it_reads)
{
    static const uint32_t chars[] = {1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < COUNT_OF(chars); i++) {
        char bytes[4];
        Str s = {bytes, text_put(chars[i], bytes)};
        uint32_t c;
        assert_true(text_next(&s, &c));
        assert_int_equal(c, chars[i]);
        assert_int_equal(s.len, 0);
    }
}

TEST(text_finds_control_characters)
{
    assert_false(text_has_control(S("行\t一\n行二")));
    assert_true(text_has_control(S("a\x01")));
    assert_true(text_has_control(S("a\0b")));
    assert_true(text_has_control(S("a\x7F")));
    assert_true(text_has_control(S("a\xC2\x85")));     /* C1 */
    assert_true(text_has_control(S("a\xE2\x80\xAE"))); /* right-to-left override */
    assert_true(text_has_control(S("a\r")));
}

TEST(text_folds)
{
    static const struct {
        Str from, folded, tidy, lines;
    } cases[] = {
        {S("３７１６Ａ"), S("3716A"), S("3716A"), S("3716A")},
        {S("今天，修路（东头）。"), S("今天,修路(东头)。"), S("今天，修路（东头）。"), S("今天，修路（东头）。")},
        {S("a　b"), S("a b"), S("a b"), S("a b")},
        {S("11\xE2\x80\x8B" "22"), S("1122"), S("1122"), S("1122")},
        {S(" 王  芳 "), S(" 王  芳 "), S("王 芳"), S("王 芳")},
        {S("一\r\n二\r三"), S("一\n二\n三"), S("一 二 三"), S("一\n二\n三")},
        {S("\n一 \n\n 二\n"), S("\n一 \n\n 二\n"), S("一 二"), S("一\n\n二")},
        {S("\xFF"), S("\xEF\xBF\xBD"), S("\xEF\xBF\xBD"), S("\xEF\xBF\xBD")},
        {S("   "), S("   "), S(""), S("")},
        {S(""), S(""), S(""), S("")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_str(text_fold(a, cases[i].from), cases[i].folded);
        assert_str(text_tidy(a, cases[i].from, false), cases[i].tidy);
        assert_str(text_tidy(a, cases[i].from, true), cases[i].lines);
    }
    arena_free(a);
}

TEST(text_makes_words_for_search)
{
    static const struct {
        Str from, words, phrase;
    } cases[] = {
        {S("冬枣园"), S("冬枣 枣园"), S("\"冬枣 枣园\"")},
        {S("枣园"), S("枣园"), S("\"枣园\"")},
        {S("枣"), S("枣"), S("\"枣\"*")},
        {S("修路，东头"), S("修路 东头"), S("\"修路 东头\"")},
        {S("3组12号"), S("3 组 12 号"), S("\"3 组 12 号\"*")},
        {S("C2 WPS"), S("c2 wps"), S("\"c2 wps\"*")},
        {S("Ｃ２收入 "), S("c2 收入"), S("\"c2 收入\"")},
        {S("\xF0\xA0\xAE\xB7野"), S("\xF0\xA0\xAE\xB7野"), S("\"\xF0\xA0\xAE\xB7野\"")},
        {S("\" OR *"), S("or"), S("\"or\"*")},
        {S("，。"), S(""), S("")},
        {S(""), S(""), S("")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_str(text_bigrams(a, cases[i].from), cases[i].words);
        assert_str(text_phrase(a, cases[i].from), cases[i].phrase);
    }
    arena_free(a);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* Output: escapers, URL schemes, values as readers see them, the ceiling. */
#include "unit.h"

static Arena *a;
static Out *o;

static void fresh(size_t max)
{
    arena_free(a);
    a = arena_new(1 << 20);
    o = out_new(a, max, NULL);
}

TEST(out_escapes_text)
{
    static const struct {
        Str from, html, part;
    } cases[] = {
        {S(""), S(""), S("")},
        {S("a<b>&\"'"), S("a&lt;b&gt;&amp;&quot;&#39;"), S("a%3Cb%3E%26%22%27")},
        {S("黄"), S("黄"), S("%E9%BB%84")},
        {S("a b/c?d=e+f"), S("a b/c?d=e+f"), S("a%20b%2Fc%3Fd%3De%2Bf")},
        {S("A-z_0.~"), S("A-z_0.~"), S("A-z_0.~")},
        {S("a\0b"), S("a\0b"), S("a%00b")},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fresh(1000);
        out_text(o, cases[i].from);
        assert_str(out_str(o), cases[i].html);
        out_truncate(o, 0);
        out_url_part(o, cases[i].from);
        assert_str(out_str(o), cases[i].part);
    }
}

TEST(out_refuses_urls_that_run)
{
    static const Str safe[] = {S("/v/371603106200"), S(""), S("?a=b:c"), S("#x:y"), S("https://x.cn"), S("HTTP://x.cn"),
                               S("tel:05437312345"), S("mailto:a@b.cn"), S("a/b:c"), S("page")};
    static const Str unsafe[] = {S("javascript:alert(1)"), S("JavaScript:x"), S(" javascript:x"), S("java\nscript:x"),
                                 S("\tjavascript:x"), S("data:text/html,x"), S("vbscript:x"), S("file:///etc"), S(":x"),
                                 S("\x01javascript:x")};
    for (size_t i = 0; i < COUNT_OF(safe); i++) {
        fresh(1000);
        out_url(o, safe[i]);
        assert_str(out_str(o), safe[i]);
    }
    for (size_t i = 0; i < COUNT_OF(unsafe); i++) {
        fresh(1000);
        out_url(o, unsafe[i]);
        assert_str(out_str(o), S("#"));
    }
    fresh(1000);
    out_url(o, S("/?a=1&b=\""));
    assert_str(out_str(o), S("/?a=1&amp;b=&quot;"));
}

TEST(out_has_a_ceiling)
{
    enum { MAX = 10000 };
    fresh(MAX);
    for (int i = 0; i < MAX - 5; i++)
        out_byte(o, 'x');
    out_printf(o, "%s", "12345"); /* up to the last byte */
    assert_false(out_full(o));
    assert_int_equal(out_len(o), MAX);
    out_raw(o, S("y"));
    assert_true(out_full(o));
    assert_int_equal(out_len(o), MAX);

    out_truncate(o, MAX - 4);
    assert_false(out_full(o));
    out_printf(o, "%s", "54321"); /* one byte too much: nothing of it */
    assert_true(out_full(o));
    out_raw(o, S("z")); /* and quiet from then on */
    assert_int_equal(out_len(o), MAX - 4);

    Arena *small = arena_new(16 * 1024);
    Out *hungry = out_new(small, 1 << 20, NULL); /* the arena ends first: full, not stopped */
    for (int i = 0; i < 100000; i++)
        out_printf(hungry, "%d", i);
    assert_true(out_full(hungry));
    arena_free(small);
}

TEST(out_shows_places_as_they_are_spoken)
{
    static const struct {
        int64_t code;
        Str shown;
    } cases[] = {
        {370000000000000000, S("37")},           {371600000000000000, S("3716")},
        {371603000000000000, S("371603")},       {371603106000000000, S("371603106")},
        {371603106200000000, S("371603106200")}, {371603106200010000, S("37160310620001")},
        {371603106200010200, S("3716031062000102")}, {371603106200010203, S("371603106200010203")},
        {371603100000000000, S("371603100")},    {110000000000000000, S("11")},
        {0, S("00")},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fresh(100);
        out_value(o, ((PlaceCode){cases[i].code}));
        assert_str(out_str(o), cases[i].shown);
    }
}

TEST(out_shows_values)
{
    fresh(1000);
    out_value(o, S("<"));
    out_value(o, ((Html){S("<b>")}));
    out_value(o, -7);
    out_value(o, 7ul);
    out_value(o, ((Money){123450}));
    assert_str(out_str(o), S("&lt;<b>-771,234.50"));
    assert_false(out_is(S("")) || out_is((Money){0}) || out_is(DATE_NONE) || out_is((Period){0}) || out_is(0));
    assert_true(out_is(S("x")) && out_is((Money){-1}) && out_is((Date){0}) && out_is((PlaceCode){1}) && out_is(a));
    arena_free(a);
    a = NULL;
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* What a woven page does with hostile text, byte for byte; its JSON; and files carried inside the program. */
#include "unit.h"

#include "page_data.h"
#include "page_html.h"

#define HOSTILE "</p><script>alert('x')</script>&\"{1}"
#define ESCAPED "&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;{1}"
#define ENCODED "%3C%2Fp%3E%3Cscript%3Ealert%28%27x%27%29%3C%2Fscript%3E%26%22%7B1%7D"

static const Lang *open_lang(Arena *a)
{
    const CarriedFile *mo = carried_find(S("mo/page.mo"));
    assert_non_null(mo);
    const Lang *l;
    assert_ok(lang_open(a, S("en"), (Str){(const char *)mo->bytes, mo->len}, &l));
    return l;
}

static HostilePage hostile_page(void)
{
    HostilePage p = {.text = S(HOSTILE), .link = S("javascript:alert(1)"), .markup = {S("<b>made by us</b>")}};
    p.day = (Date){20701};
    p.at = INSTANT_NONE;
    p.sum = (Money){123450};
    p.period = (Period){2026, 'q', 3};
    p.where = (PlaceCode){371603106200000000};
    p.count = 3;
    p.secret = S("never shown");
    return p;
}

typedef void (*Page)(Out *o, const HostilePage *p);

static void assert_page(Page page, const HostilePage *p, Str wanted)
{
    Arena *a = arena_new(1 << 20);
    Out *o = out_new(a, 1 << 16, open_lang(a));
    page(o, p);
    assert_str(out_str(o), wanted);
    arena_free(a);
}

TEST(text_is_escaped_and_our_markup_is_not)
{
    HostilePage p = hostile_page();
    assert_page(weave_page_text, &p,
                S("<p>" ESCAPED "</p><textarea>\n" ESCAPED "</textarea><div><b>made by us</b></div>"));
}

TEST(attributes_stay_in_their_quotes)
{
    HostilePage p = hostile_page();
    assert_page(weave_page_attributes, &p, S("<i title=\"" ESCAPED "\" class='a " ESCAPED "'></i>"));
}

TEST(addresses_have_a_known_scheme_and_their_parts_are_encoded)
{
    HostilePage p = hostile_page();
    assert_page(weave_page_addresses, &p,
                S("<a href=\"#\">1</a> <a href=\"/q/" ENCODED "?k=" ENCODED "\">2</a> <a href=\"#/" ENCODED
                  "\">3</a> <a href=\"/v/371603106200/2026Q3/2026-09-05/3\">4</a>"));
    p.link = S("https://a.example/\"x");
    p.text = S("..");
    assert_page(weave_page_addresses, &p,
                S("<a href=\"https://a.example/&quot;x\">1</a> <a href=\"/q/..?k=..\">2</a> "
                  "<a href=\"https://a.example/&quot;x/..\">3</a> "
                  "<a href=\"/v/371603106200/2026Q3/2026-09-05/3\">4</a>"));
}

TEST(sentences_are_filled_first_and_escaped_once)
{
    HostilePage p = hostile_page();
    assert_page(weave_page_sentences, &p,
                S("<p title=\"&lt;of&gt; " ESCAPED " &amp; &quot;" ESCAPED "&quot;\">&lt;of&gt; " ESCAPED
                  " &amp; &quot;" ESCAPED "&quot; a &amp; b\n1,234.50 in 3 371603106200 in Q3 2026</p>"));
}

TEST(branches_and_loops)
{
    const HostileLine lines[] = {{S("<1>"), {1}}, {S("2"), {0}}};
    const Str words[] = {S("a"), S("&")};
    HostilePage p = hostile_page();
    p.lines = lines;
    p.lines_count = COUNT_OF(lines);
    p.words = words;
    p.words_count = COUNT_OF(words);
    assert_page(weave_page_branches, &p, S("\n\n<b>&lt;1&gt;</b>\n\n<i>2</i>\n-\nthree\n a &amp;\n"));
    p.best = &lines[0];
    p.text = S("late");
    p.lines_count = p.words_count = 0;
    assert_page(weave_page_branches, &p, S("\n[&lt;1&gt;]\nlate\n\n"));
}

TEST(json_is_complete_and_keeps_what_is_kept_out)
{
    const HostileLine lines[] = {{S("\"\\\n"), {-1}}, {S("晒"), {0}}};
    const Str words[] = {S("a"), S("b")};
    HostilePage p = hostile_page();
    p.lines = lines;
    p.lines_count = COUNT_OF(lines);
    p.words = words;
    p.words_count = COUNT_OF(words);
    p.best = &lines[1];
    Str wanted = S("{\"text\":\"</p><script>alert('x')</script>&\\\"{1}\",\"link\":\"javascript:alert(1)\","
                   "\"markup\":\"<b>made by us</b>\",\"sum\":123450,\"day\":\"2026-09-05\",\"at\":null,"
                   "\"period\":\"2026Q3\",\"where\":\"371603106200\",\"count\":3,\"flag\":false,\"words\":[\"a\",\"b\"],"
                   "\"lines\":[{\"name\":\"\\\"\\\\\\n\",\"sum\":-1},{\"name\":\"晒\",\"sum\":0}],"
                   "\"best\":{\"name\":\"晒\",\"sum\":0}}");
    assert_page(weave_json_HostilePage, &p, wanted);
}

TEST(json_says_null_for_what_is_empty)
{
    HostilePage p = {.day = DATE_NONE, .at = {0}, .flag = true};
    assert_page(weave_json_HostilePage, &p,
                S("{\"text\":\"\",\"link\":\"\",\"markup\":\"\",\"sum\":0,\"day\":null,"
                  "\"at\":\"1970-01-01T08:00:00.000+08:00\",\"period\":null,\"where\":null,\"count\":0,\"flag\":true,"
                  "\"words\":[],\"lines\":[],\"best\":null}"));
}

TEST(carried_files_are_found_by_path_and_keep_their_bytes)
{
    const CarriedFile *bytes = carried_find(S("data/bytes"));
    assert_non_null(bytes);
    assert_int_equal(bytes->len, 256 + 1);
    for (size_t i = 0; i < 256; i++)
        assert_int_equal(bytes->bytes[i], i);
    assert_int_equal(bytes->bytes[256], '0');
    assert_null(carried_find(S("data/byte")));
    assert_null(carried_find(S("")));
    assert_null(carried_at(carried_count()));
    for (size_t i = 0; i < carried_count(); i++)
        assert_ptr_equal(carried_find(str_of(carried_at(i)->path)), carried_at(i));
    assert_int_equal(carried_find(S("data/empty"))->len, 0);
}

TEST_MAIN

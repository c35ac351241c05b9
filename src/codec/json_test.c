// SPDX-License-Identifier: Apache-2.0
/* JSON: what is read, what is refused, and the one form in which it is written. */
#include "unit.h"

#include "codec/codec.h"

static Arena *arena(void)
{
    return arena_new(LIMIT_REQUEST_ARENA);
}

TEST(json_reads_and_writes_canonically)
{
    static const struct {
        Str from, canonical;
    } cases[] = {
        {S("null"), S("null")},
        {S(" true "), S("true")},
        {S("-0"), S("0")},
        {S("9007199254740991"), S("9007199254740991")},
        {S("-9007199254740991"), S("-9007199254740991")},
        {S("\"a\\u0041\\/\\u9ec4\""), S("\"aA/黄\"")},
        {S("\"\\ud842\\udfb7\""), S("\"\xF0\xA0\xAE\xB7\"")},
        {S("\"\\b\\f\\n\\r\\t\\u0001\\u001f\\\"\\\\\""), S("\"\\b\\f\\n\\r\\t\\u0001\\u001f\\\"\\\\\"")},
        {S("\"\x7F<>&'\""), S("\"\x7F<>&'\"")},
        {S("[ ]"), S("[]")},
        {S("{ }"), S("{}")},
        {S("[1, [2, {}], \"\"]"), S("[1,[2,{}],\"\"]")},
        {S("{\"b\":1,\"a\":{\"d\":null,\"c\":false}}"), S("{\"a\":{\"c\":false,\"d\":null},\"b\":1}")},
        {S("{\"a\":1,\"\":2,\"aa\":3,\"B\":4,\"黄\":5}"), S("{\"\":2,\"B\":4,\"a\":1,\"aa\":3,\"黄\":5}")},
    };
    Arena *a = arena();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Json *j;
        assert_ok(json_read(a, cases[i].from, LIMIT_JSON_BYTES, &j));
        assert_str(json_canonical(a, j), cases[i].canonical);
        assert_ok(json_read(a, cases[i].canonical, LIMIT_JSON_BYTES, &j));
        assert_str(json_canonical(a, j), cases[i].canonical);
    }
    arena_free(a);
}

TEST(json_refuses)
{
    static const struct {
        Str from;
        const char *key;
    } cases[] = {
        {S(""), "err.json.syntax"},
        {S("{} x"), "err.json.syntax"},
        {S("{}{}"), "err.json.syntax"},
        {S("{'a':1}"), "err.json.syntax"},
        {S("[1,]"), "err.json.syntax"},
        {S("[01]"), "err.json.syntax"},
        {S("\"\xFF\""), "err.json.syntax"},
        {S("\"\xED\xA0\x80\""), "err.json.syntax"},
        {S("\"\\ud842\""), "err.json.syntax"},
        {S("\"\\u0000\""), "err.json.syntax"},
        {S("\"a\nb\""), "err.json.syntax"},
        {S("1\0"), "err.json.syntax"},
        {S("1\0{}"), "err.json.syntax"},
        {S("{\"a\":1,\"a\":2}"), "err.json.twice"},
        {S("[{\"a\":1,\"\\u0061\":2}]"), "err.json.twice"},
        {S("1.0"), "err.json.number"},
        {S("[1e3]"), "err.json.number"},
        {S("9007199254740992"), "err.json.number"},
        {S("-9007199254740992"), "err.json.number"},
        {S("99999999999999999999"), "err.json.number"},
    };
    Arena *a = arena();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Json *j;
        Err e = json_read(a, cases[i].from, LIMIT_JSON_BYTES, &j);
        if (!e || !str_eq(e->key, str_of(cases[i].key)))
            fail_msg("case %zu: %.*s", i, STR_ARG(e ? e->key : S("not refused")));
    }
    arena_free(a);
}

static Str nested(Arena *a, int depth, Str open, Str close)
{
    Out *o = out_new(a, LIMIT_JSON_BYTES, NULL);
    for (int i = 0; i < depth; i++)
        out_raw(o, open);
    out_byte(o, '1');
    for (int i = 0; i < depth; i++)
        out_raw(o, close);
    return out_str(o);
}

TEST(json_has_ceilings)
{
    Arena *a = arena();
    const Json *j;
    assert_ok(json_read(a, nested(a, LIMIT_JSON_DEPTH, S("["), S("]")), LIMIT_JSON_BYTES, &j));
    assert_ok(json_read(a, nested(a, LIMIT_JSON_DEPTH, S("{\"a\":"), S("}")), LIMIT_JSON_BYTES, &j));
    Str too_deep = nested(a, LIMIT_JSON_DEPTH + 1, S("["), S("]"));
    assert_refused(json_read(a, too_deep, LIMIT_JSON_BYTES, &j), "err.json.deep");
    assert_refused(json_read(a, nested(a, 100000, S("["), S("]")), LIMIT_JSON_BYTES, &j), "err.json.deep");
    assert_ok(json_read(a, S("[12]"), 4, &j));
    assert_refused(json_read(a, S("[123]"), 4, &j), "err.json.too_long");

    Out *o = out_new(a, 4 * LIMIT_JSON_BYTES, NULL); /* a tree that does not fit is refused, the process lives on */
    out_raw(o, S("[0"));
    for (int i = 0; i < 400000; i++)
        out_raw(o, S(",0"));
    out_byte(o, ']');
    Arena *small = arena_new(1 << 20);
    assert_refused(json_read(small, out_str(o), LIMIT_JSON_BYTES, &j), "err.json.too_long");
    arena_free(small);
    arena_free(a);
}

TEST(json_is_looked_at_and_made)
{
    Arena *a = arena();
    const Json *j;
    assert_ok(json_read(a, S("{\"t\":\"x\",\"n\":5,\"f\":true,\"l\":[1]}"), 100, &j));
    assert_str(json_text(j, S("t")), S("x"));
    assert_null(json_text(j, S("n")).at);
    assert_null(json_text(j, S("absent")).at);
    assert_int_equal(json_int(j, S("n"), -1), 5);
    assert_int_equal(json_int(j, S("t"), -1), -1);
    assert_true(json_flag(j, S("f")));
    assert_false(json_flag(j, S("n")));
    assert_null(json_get(json_get(j, S("l")), S("x")));
    assert_null(json_get(NULL, S("x")));
    assert_str(j->members[0].name, S("t")); /* in the order read */

    const Json *items[] = {json_of_int(a, -3), json_null(), json_of_flag(true)};
    const JsonMember members[] = {{S("z"), json_list(a, items, 3)}, {S("a"), json_of_text(a, S("\xFFk"))}};
    assert_str(json_canonical(a, json_object(a, members, 2)), S("{\"a\":\"\xEF\xBF\xBDk\",\"z\":[-3,null,true]}"));
    arena_free(a);
}

TEST(json_merges)
{
    static const struct {
        Str under, over, both;
    } cases[] = {
        {S("{\"a\":1,\"b\":2}"), S("{\"b\":3,\"c\":4}"), S("{\"a\":1,\"b\":3,\"c\":4}")},
        {S("{\"a\":1,\"b\":2}"), S("{\"b\":null,\"x\":null}"), S("{\"a\":1}")},
        {S("{\"a\":{\"b\":1}}"), S("{\"a\":{}}"), S("{\"a\":{}}")},
        {S("null"), S("{\"a\":1}"), S("{\"a\":1}")},
        {S("{\"a\":1}"), S("null"), S("{\"a\":1}")},
    };
    Arena *a = arena();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Json *under, *over;
        assert_ok(json_read(a, cases[i].under, 100, &under));
        assert_ok(json_read(a, cases[i].over, 100, &over));
        assert_str(json_canonical(a, json_merge(a, under, over)), cases[i].both);
    }
    arena_free(a);
}

TEST_MAIN

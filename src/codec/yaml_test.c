// SPDX-License-Identifier: Apache-2.0
/* YAML: the tree with its lines, and everything that is refused, naming file and line. */
#include "unit.h"

#include "codec/codec.h"

static const Yaml *read_good(Arena *a, Str bytes)
{
    const Yaml *y;
    assert_ok(yaml_read(a, bytes, S("x.yaml"), &y));
    return y;
}

TEST(yaml_reads_a_tree_with_lines)
{
    Arena *a = arena_new(1 << 24);
    const Yaml *y = read_good(a, S("# remark\n"
                                   "process: issue\n"
                                   "name: {zh: 群众问题, en: \"Issue\"}\n"
                                   "states:\n"
                                   "  - raised\n"
                                   "  - 'closed'\n"
                                   "empty:\n"
                                   "long: |\n"
                                   "  one\n"
                                   "  two\n"));
    assert_int_equal(y->kind, YAML_MAP);
    assert_int_equal(y->count, 5);
    assert_int_equal(y->line, 2);
    assert_str(yaml_text(y, S("process")), S("issue"));
    assert_str(yaml_text(yaml_get(y, S("name")), S("zh")), S("群众问题"));
    assert_false(yaml_get(yaml_get(y, S("name")), S("zh"))->quoted);
    assert_true(yaml_get(yaml_get(y, S("name")), S("en"))->quoted);
    const Yaml *states = yaml_get(y, S("states"));
    assert_int_equal(states->kind, YAML_LIST);
    assert_int_equal(states->count, 2);
    assert_str(states->items[1]->text, S("closed"));
    assert_int_equal(states->items[1]->line, 6);
    assert_str(yaml_text(y, S("empty")), S(""));
    assert_str(yaml_text(y, S("long")), S("one\ntwo\n"));
    assert_int_equal(y->pairs[4].line, 8);
    assert_null(yaml_get(y, S("absent")));
    assert_null(yaml_get(states, S("raised")));
    assert_null(yaml_text(y, S("states")).at);
    arena_free(a);
}

TEST(yaml_keeps_every_item_of_long_lists)
{
    Arena *a = arena_new(1 << 24);
    Out *o = out_new(a, LIMIT_YAML_BYTES, NULL);
    for (int i = 0; i < 1000; i++)
        out_printf(o, "k%d: %d\n", i, i);
    const Yaml *y = read_good(a, out_str(o));
    assert_int_equal(y->count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_str(yaml_text(y, arena_printf(a, "k%d", i)), i64_plain(a, i));
    arena_free(a);
}

TEST(yaml_refuses_and_says_where)
{
    static const struct {
        Str from;
        const char *key, *place;
    } cases[] = {
        {S(""), "err.yaml.empty", "x.yaml"},
        {S("# only a remark\n"), "err.yaml.empty", "x.yaml"},
        {S("a: 1\nb: &x 2\n"), "err.yaml.anchor", "x.yaml:2"},
        {S("a: *x\n"), "err.yaml.anchor", "x.yaml:1"},
        {S("*x"), "err.yaml.anchor", "x.yaml:1"},
        {S("&x [1]"), "err.yaml.anchor", "x.yaml:1"},
        {S("&x {a: 1}"), "err.yaml.anchor", "x.yaml:1"},
        {S("a: !!int 2\n"), "err.yaml.tag", "x.yaml:1"},
        {S("a: 1\nb: ! x\n"), "err.yaml.tag", "x.yaml:2"},
        {S("!x [1]"), "err.yaml.tag", "x.yaml:1"},
        {S("a: 1\nb: 2\na: 3\n"), "err.yaml.twice", "x.yaml:3"},
        {S("a: {b: 1,\n c: 2,\n 'b': 3}\n"), "err.yaml.twice", "x.yaml:3"},
        {S("a: 1\n---\nb: 2\n"), "err.yaml.documents", "x.yaml:2"},
        {S("? [a]\n: 1\n"), "err.yaml.name", "x.yaml:1"},
        {S("a: 1\n  b: 2\n"), "err.yaml.syntax", "x.yaml:2"},
        {S("a: \"open\n"), "err.yaml.syntax", "x.yaml:2"},
        {S("a: \xFF\n"), "err.yaml.syntax", "x.yaml:1"},
    };
    Arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Yaml *y;
        Err e = yaml_read(a, cases[i].from, S("x.yaml"), &y);
        if (!e || !str_eq(e->key, str_of(cases[i].key)) || !str_eq(e->args[0], str_of(cases[i].place)))
            fail_msg("case %zu: %.*s at %.*s", i, STR_ARG(e ? e->key : S("ok")), STR_ARG(e ? e->args[0] : S("")));
    }
    arena_free(a);
}

TEST(yaml_has_ceilings)
{
    Arena *a = arena_new(1 << 26);
    const Yaml *y;
    for (int over = 0; over <= 1; over++) {
        Out *deep = out_new(a, LIMIT_YAML_BYTES, NULL), *many = out_new(a, LIMIT_YAML_BYTES, NULL);
        for (int i = 0; i < LIMIT_YAML_DEPTH + over; i++)
            out_byte(deep, '[');
        for (int i = 0; i < LIMIT_YAML_DEPTH + over; i++)
            out_byte(deep, ']');
        for (int i = 0; i < LIMIT_YAML_NODES - 1 + over; i++) /* the list itself is a node, too */
            out_raw(many, S("- 1\n"));
        Err too_deep = yaml_read(a, out_str(deep), S("x"), &y), too_many = yaml_read(a, out_str(many), S("x"), &y);
        if (!over) {
            assert_ok(too_deep);
            assert_ok(too_many);
            continue;
        }
        assert_refused(too_deep, "err.yaml.deep");
        assert_refused(too_many, "err.yaml.too_long");
    }
    char *bytes = arena_take(a, LIMIT_YAML_BYTES + 1, 1);
    memset(bytes, 'a', LIMIT_YAML_BYTES + 1);
    assert_ok(yaml_read(a, (Str){bytes, LIMIT_YAML_BYTES}, S("x"), &y));
    assert_refused(yaml_read(a, (Str){bytes, LIMIT_YAML_BYTES + 1}, S("x"), &y), "err.yaml.too_long");
    arena_free(a);
}

TEST_MAIN

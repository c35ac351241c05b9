// SPDX-License-Identifier: Apache-2.0
/* What a correction changed, as a reader sees it: lines gone, lines come, a line that stood twice and stands once. */
#include "unit.h"

#include "carried.h"
#include "disclosure/catalogue.h"
#include "disclosure/document.h"

static Str carried_file(Str path)
{
    const CarriedFile *f = carried_find(path);
    return f ? (Str){(const char *)f->bytes, f->len} : STR_NONE;
}

static const char before[] =
    "{\"head\":[{\"book_opening\":1000}],\"note\":\"旧话\",\"rows\":["
    "{\"expense\":24200,\"voucher_date\":\"2026-10-26\",\"handler\":\"甲\",\"summary\":\"办公室水电\"},"
    "{\"expense\":5000,\"voucher_date\":\"2026-10-27\",\"summary\":\"茶叶\"},"
    "{\"expense\":5000,\"voucher_date\":\"2026-10-27\",\"summary\":\"茶叶\"}]}";

TEST(what_is_gone_comes_first_then_what_came)
{
    static const struct {
        const char *now;
        const char *said; /* "-" gone, "+" come */
    } rows[] = {
        {before, ""},
        {"{\"head\":[{\"book_opening\":1000}],\"note\":\"旧话\",\"rows\":["
         "{\"expense\":5000,\"voucher_date\":\"2026-10-27\",\"summary\":\"茶叶\"},"
         "{\"expense\":24300,\"voucher_date\":\"2026-10-26\",\"handler\":\"甲\",\"summary\":\"办公室水电\"}]}",
         "-242-茶叶+243"},
        {"{\"head\":[{\"book_opening\":1000}],\"no_change\":true,\"rows\":[]}", "-242-茶叶-茶叶-旧话+没有变动"},
    };
    Arena *a = arena_new(64 * 1024 * 1024);
    const Lang *zh;
    const Roles *roles;
    assert_ok(lang_open(a, S("zh"), carried_file(S("mo/zh_CN.mo")), &zh));
    assert_ok(access_roles_load(a, carried_file(S("data/catalogue/role.yaml")), S("role.yaml"), &roles));
    assert_ok(disclosure_catalogue_open(a, &(House){.arena = a, .roles = roles, .file = carried_file}));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Json *was, *is;
        const Change *changes;
        size_t count;
        assert_ok(json_read(a, str_of(before), LIMIT_JSON_BYTES, &was));
        assert_ok(json_read(a, str_of(rows[i].now), LIMIT_JSON_BYTES, &is));
        disclosure_difference(a, zh, disclosure_item(S("C2")), was, is, &changes, &count);
        Str rest = str_of(rows[i].said);
        for (size_t k = 0; k < count; k++) {
            size_t len = 1;
            assert_true(rest.len > 0 && rest.at[0] == (changes[k].added ? '+' : '-'));
            while (len < rest.len && rest.at[len] != '+' && rest.at[len] != '-')
                len++;
            if (!str_has(changes[k].says, str_sub(rest, 1, len - 1)))
                fail_msg("%zu: %.*s", i, STR_ARG(changes[k].says));
            rest = str_from(rest, len);
        }
        assert_int_equal(rest.len, 0);
    }
    arena_free(a);
}

TEST_MAIN

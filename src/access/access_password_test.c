// SPDX-License-Identifier: Apache-2.0
/* Choosing a password, and changing it. */
#include "access_bench.h"

TEST(a_password_is_long_and_not_a_pattern)
{
    char long_one[LIMIT_PASSWORD_BYTES + 1];
    for (size_t i = 0; i < sizeof long_one; i++)
        long_one[i] = (char)('a' + i % 20);
    const struct {
        Str password;
        const char *key;
    } cases[] = {
        {S("elevenchars"), "err.access.password_length"}, {S("twelvecharss"), NULL},
        {S("十一个字的密码不够长哦"), "err.access.password_length"}, {S("晒场上晒的是金黄的玉米粒"), NULL},
        {S("abababababab"), "err.access.password_easy"},  {S("my-town-desk-2026"), "err.access.password_easy"},
        {{long_one, LIMIT_PASSWORD_BYTES}, NULL},         {{long_one, sizeof long_one}, "err.access.password_length"},
        {S("\xff\xfe" "234567890ab"), "err.access.password_length"}, {S(""), "err.access.password_length"},
    };
    Arena *a = arena_new(1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Err e = access_password_check(a, S("town-desk"), cases[i].password);
        if (!e != !cases[i].key || (e && !str_eq(e->key, str_of(cases[i].key))))
            fail_msg("%.*s", STR_ARG(cases[i].password));
    }
    arena_free(a);
}

static Err job_login_set(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_login_set(db, a, c->home, c->person, S("desk"), S("hash"));
}

static Err job_password(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_password_change(db, a, &c->session, S("new-hash"), c->b->now);
}

TEST(a_new_password_ends_the_other_sign_ins_and_keeps_the_login)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "张海燕");
    Call c = {.home = HOME, .person = who};
    assert_ok(job(&b, job_login_set, &c));
    Session here = start(&b, who, SESSION_STAFF), there = start(&b, who, SESSION_API), gone;
    c.session = here;
    assert_ok(job(&b, job_password, &c));
    LoginRow row;
    assert_ok(db_snapshot(b.t.db, b.a));
    assert_ok(access_login_find(b.t.db, b.a, S("desk"), STR_NONE, &row));
    db_release(b.t.db);
    assert_str(row.password_hash, S("new-hash"));
    assert_ok(get(&b, here.token, &gone));
    assert_refused(get(&b, there.token, &gone), "err.access.session");
    bench_end(&b);
}

TEST_MAIN

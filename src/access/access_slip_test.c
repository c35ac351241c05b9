// SPDX-License-Identifier: Apache-2.0
/* Slips: what they look like, what they open, and how slowly they can be guessed. */
#include "access_bench.h"

typedef struct SlipCall {
    Bench *b;
    Home home;
    CaseId about;
    Str slip;
} SlipCall;

static Err job_issue(Db *db, Arena *a, void *arg)
{
    SlipCall *c = arg;
    return access_slip_issue(db, a, c->home, c->about, c->b->now, &c->slip);
}

static Str issue(Bench *b, Home home, int64_t about)
{
    SlipCall c = {b, home, {about}, STR_NONE};
    assert_ok(store_write(b->t.store, b->a, job_issue, &c));
    return c.slip;
}

static Err open_slip(Bench *b, Str slip, Actor *ret_actor)
{
    assert_ok(db_snapshot(b->t.db, b->a));
    Err e = access_slip_open(b->t.db, b->a, slip, b->now, ret_actor);
    db_release(b->t.db);
    return e;
}

TEST(a_slip_opens_its_own_case_and_is_nobody)
{
    Bench b = bench();
    Str one = issue(&b, HOME, 41), far = issue(&b, OTHER_HOME, 41);
    assert_int_equal(one.len, 9);
    assert_int_equal(one.at[4], ' ');
    Actor who;
    assert_ok(open_slip(&b, one, &who));
    assert_int_equal(who.kind, ACTOR_SLIP);
    assert_int_equal(who.slip_case.v, 41);
    assert_int_equal(who.slip_home.code9, HOME.code9);
    assert_int_equal(who.person.v, 0);
    assert_false(access_may(&who, S("case.read"), VILLAGE));
    assert_false(access_acts_as(b.roles, &who, S("village_clerk"), VILLAGE));
    Str digest = who.slip_digest;
    assert_int_equal(digest.len, 64);
    assert_false(str_has(digest, str_sub(one, 0, 4)) && str_has(digest, str_from(one, 5)));
    assert_ok(open_slip(&b, far, &who));
    assert_int_equal(who.slip_home.code9, OTHER_HOME.code9);
    assert_false(str_eq(who.slip_digest, digest));
    bench_end(&b);
}

TEST(a_slip_is_read_however_it_is_typed_and_for_a_year)
{
    Bench b = bench();
    Str s = issue(&b, HOME, 41);
    char dashed[9], plain[8], wide[24];
    Actor who;
    memcpy(dashed, s.at, 9);
    dashed[4] = '-';
    memcpy(plain, s.at, 4);
    memcpy(plain + 4, s.at + 5, 4);
    for (size_t i = 0; i < 8; i++) /* ０ is EF BC 90 */
        memcpy(wide + 3 * i, (const char[]){'\xef', '\xbc', (char)(0x90 + plain[i] - '0')}, 3);
    assert_ok(open_slip(&b, (Str){dashed, 9}, &who));
    assert_ok(open_slip(&b, (Str){plain, 8}, &who));
    assert_ok(open_slip(&b, (Str){wide, 24}, &who));
    assert_ok(open_slip(&b, arena_printf(b.a, "  %.*s ", STR_ARG(s)), &who));
    static const char *const bad[] = {"", "1", "12345678901", "1234567a", "' or 1=1", "\xff\xff\xff\xff"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(open_slip(&b, str_of(bad[i]), &who), "err.access.slip");
    assert_refused(open_slip(&b, (Str){plain, 7}, &who), "err.access.slip");
    b.now.ms += 365 * day_ms - 1;
    assert_ok(open_slip(&b, s, &who));
    b.now.ms += 1;
    assert_refused(open_slip(&b, s, &who), "err.access.slip");
    bench_end(&b);
}

/* What the web does: take, try, put back what was right. */
static bool guess(Bench *b, const char *address, Str slip, int64_t now_ms)
{
    Actor who;
    if (!access_rate_take(RATE_SLIP_ADDRESS, str_of(address), now_ms))
        return false;
    if (!access_rate_take(RATE_SLIP_ALL, STR_NONE, now_ms))
        return false;
    if (open_slip(b, slip, &who))
        return true;
    access_rate_give_back(RATE_SLIP_ADDRESS, str_of(address), now_ms);
    access_rate_give_back(RATE_SLIP_ALL, STR_NONE, now_ms);
    return true;
}

TEST(guessing_is_slow_and_reading_is_not)
{
    Bench b = bench();
    Str right = issue(&b, HOME, 41), wrong = S("0000 0000");
    Actor who;
    if (!open_slip(&b, wrong, &who))
        wrong = S("0000 0001");
    int looked_at = 0;
    int64_t t = 50LL * 1000 * 1000;
    for (int i = 0; i < 500; i++) /* a village behind one address */
        assert_true(guess(&b, "192.0.2.1", right, t));
    for (int64_t s = 0; s < 3600; s++) /* an hour of one guess a second */
        looked_at += guess(&b, "192.0.2.1", wrong, t + s * 1000);
    assert_in_range(looked_at, 360, 370);
    int64_t later = t + 100LL * 3600 * 1000;
    looked_at = 0;
    for (int64_t s = 0; s < 3600; s++) { /* .. from a thousand addresses */
        char address[32];
        (void)snprintf(address, sizeof address, "198.51.100.%d", (int)(s % 1000));
        looked_at += guess(&b, address, wrong, later + s * 1000);
    }
    assert_in_range(looked_at, 410, 421);
    bench_end(&b);
}

TEST_MAIN

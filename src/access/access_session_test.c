// SPDX-License-Identifier: Apache-2.0
/* Sessions: idle and absolute ends, proofs that go stale, offices chosen and lost. */
#include "access_bench.h"

static Err job_touch(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_session_touch(db, a, c->token, c->b->now);
}

static Err job_prove(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_session_prove(db, a, c->token, c->b->now);
}

static Err job_act_as(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_session_act_as(db, a, c->token, c->office, c->b->now);
}

static Err job_end(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_session_end(db, a, c->token);
}

TEST(a_session_ends_when_idle_and_in_any_case)
{
    static const struct {
        SessionKind kind;
        int64_t idle_ms, life_ms;
    } cases[] = {
        {SESSION_STAFF, 30 * 60 * 1000, 12 * 3600 * 1000LL},
        {SESSION_API, 12 * 3600 * 1000LL, 12 * 3600 * 1000LL},
        {SESSION_DEVICE, 12 * 3600 * 1000LL, 30 * 24 * 3600 * 1000LL},
    };
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Session s = start(&b, who, cases[i].kind), again;
        Instant begun = b.now;
        assert_int_equal(s.token.len, 43);
        b.now.ms = begun.ms + cases[i].idle_ms - 1;
        assert_ok(get(&b, s.token, &again));
        assert_str(again.csrf, s.csrf);
        b.now.ms = begun.ms + cases[i].idle_ms;
        assert_refused(get(&b, s.token, &again), "err.access.session");
        Call idle = {.token = s.token};
        assert_refused(job(&b, job_touch, &idle), "err.access.session");

        begun = b.now;
        s = start(&b, who, cases[i].kind);
        Call touch = {.token = s.token};
        while (b.now.ms + cases[i].idle_ms - 1 < begun.ms + cases[i].life_ms) {
            b.now.ms += cases[i].idle_ms - 1;
            assert_ok(job(&b, job_touch, &touch));
        }
        b.now.ms = begun.ms + cases[i].life_ms - 1;
        assert_ok(get(&b, s.token, &again));
        assert_int_equal(again.until.ms, begun.ms + cases[i].life_ms);
        assert_true(again.idle_until.ms <= again.until.ms);
        b.now.ms += 1;
        assert_refused(get(&b, s.token, &again), "err.access.session");
    }
    bench_end(&b);
}

TEST(a_session_is_only_its_token)
{
    Bench b = bench();
    Session s = start(&b, person(&b, HOME, "王芳"), SESSION_STAFF), again;
    assert_ok(get(&b, s.token, &again));
    char other[43];
    memcpy(other, s.token.at, sizeof other);
    other[42] = other[42] == 'A' ? 'E' : 'A';
    assert_refused(get(&b, (Str){other, sizeof other}, &again), "err.access.session");
    assert_refused(get(&b, S(""), &again), "err.access.session");
    assert_refused(get(&b, str_sub(s.token, 0, 42), &again), "err.access.session");
    Call end = {.token = s.token};
    assert_ok(job(&b, job_end, &end));
    assert_refused(get(&b, s.token, &again), "err.access.session");
    assert_ok(job(&b, job_end, &end)); /* twice is fine */
    bench_end(&b);
}

TEST(a_device_that_slept_reads_but_proves_itself_before_it_acts)
{
    Bench b = bench();
    Session s = start(&b, person(&b, HOME, "王芳"), SESSION_DEVICE), again;
    Call c = {.token = s.token};
    assert_true(instant_is(s.proven));
    b.now.ms += 30 * minute_ms - 1;
    assert_ok(get(&b, s.token, &again));
    assert_true(instant_is(again.proven));
    b.now.ms += 1;
    assert_ok(get(&b, s.token, &again));
    assert_false(instant_is(again.proven));
    assert_ok(job(&b, job_touch, &c)); /* reading on does not make it proven again */
    assert_ok(get(&b, s.token, &again));
    assert_false(instant_is(again.proven));
    assert_false(access_session_is_fresh(&again, b.now));
    assert_ok(job(&b, job_prove, &c));
    assert_ok(get(&b, s.token, &again));
    assert_int_equal(again.proven.ms, b.now.ms);
    bench_end(&b);
}

TEST(fresh_is_five_minutes_and_the_idle_clock_moves_once_a_minute)
{
    Bench b = bench();
    Session s = start(&b, person(&b, HOME, "张海燕"), SESSION_STAFF);
    assert_true(access_session_is_fresh(&s, (Instant){b.now.ms + 5 * minute_ms}));
    assert_false(access_session_is_fresh(&s, (Instant){b.now.ms + 5 * minute_ms + 1}));
    assert_false(access_session_stale(&s, (Instant){b.now.ms + minute_ms - 1}));
    assert_true(access_session_stale(&s, (Instant){b.now.ms + minute_ms}));
    Session api = start(&b, person(&b, HOME, "周立新"), SESSION_API);
    assert_false(access_session_stale(&api, (Instant){b.now.ms + hour_ms}));
    bench_end(&b);
}

TEST(one_acts_in_one_office_at_a_time)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "李建民"), other = person(&b, HOME, "王芳");
    int64_t secretary = appoint(&b, HOME, who, "branch_secretary", VILLAGE);
    int64_t head = appoint(&b, HOME, who, "village_head", VILLAGE);
    int64_t clerk = appoint(&b, HOME, other, "village_clerk", VILLAGE);
    Session s = start(&b, who, SESSION_STAFF);
    assert_int_equal(s.actor.office_count, 2);
    assert_int_equal(s.actor.acting->id, secretary);
    assert_str(s.actor.name, S("李建民"));
    Call c = {.token = s.token, .office = head};
    assert_ok(job(&b, job_act_as, &c));
    assert_ok(get(&b, s.token, &s));
    assert_int_equal(s.actor.acting->id, head);
    c.office = clerk;
    assert_refused(job(&b, job_act_as, &c), "err.access.not_your_office");
    assert_int_equal(start(&b, person(&b, HOME, "陈静"), SESSION_STAFF).actor.office_count, 0);
    bench_end(&b);
}

TEST(an_office_that_ended_is_gone_from_the_running_session)
{
    Bench b = bench();
    Call c = {.by = &access_system, .home = HOME, .person = person(&b, HOME, "王芳"), .role = S("village_clerk"),
              .place = VILLAGE, .from = b.today, .to = b.today};
    assert_ok(job(&b, job_appoint, &c));
    Session s = start(&b, c.person, SESSION_DEVICE);
    assert_non_null(s.actor.acting);
    b.now = date_end(b.today);
    b.now.ms -= 1;
    Call touch = {.token = s.token};
    b.now.ms -= 6 * hour_ms;
    assert_ok(job(&b, job_touch, &touch));
    b.now.ms += 6 * hour_ms;
    assert_ok(get(&b, s.token, &s));
    assert_non_null(s.actor.acting);
    b.now.ms += 1; /* midnight */
    assert_ok(get(&b, s.token, &s));
    assert_null(s.actor.acting);
    bench_end(&b);
}

/* -- where one is signed in --------------------------------------------------------------------------------------- */

typedef struct Where {
    const Session *session;
    Str id;
} Where;

static size_t signed_in(Bench *b, const Session *s, const SignedIn **ret)
{
    size_t count;
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(access_signed_in(b->t.db, b->a, s, b->now, ret, &count));
    db_release(b->t.db);
    return count;
}

static Err job_end_one(Db *db, Arena *a, void *arg)
{
    const Where *w = arg;
    return access_session_end_one(db, a, &w->session->actor, w->id);
}

static Err job_end_others(Db *db, Arena *a, void *arg)
{
    const Where *w = arg;
    return access_session_end_others(db, a, w->session);
}

TEST(one_sees_and_ends_ones_own_sign_ins_and_nobody_elses)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳"), other = person(&b, HOME, "周立新");
    Session here = start(&b, who, SESSION_DEVICE), gone;
    b.now.ms += minute_ms;
    Session there = start(&b, who, SESSION_STAFF), foreign = start(&b, other, SESSION_STAFF);
    const SignedIn *list, *theirs;
    assert_int_equal(signed_in(&b, &here, &list), 2);
    assert_false(list[0].here); /* the one used last */
    assert_int_equal(list[0].kind, SESSION_STAFF);
    assert_int_equal(list[0].since.ms, b.now.ms);
    assert_true(list[1].here);

    assert_int_equal(signed_in(&b, &foreign, &theirs), 1);
    Where w = {&here, theirs[0].id};
    assert_ok(store_write(b.t.store, b.a, job_end_one, &w)); /* names nothing of hers */
    assert_ok(get(&b, foreign.token, &gone));
    w.id = S("zz");
    assert_refused(store_write(b.t.store, b.a, job_end_one, &w), "err.access.no_sign_in");
    w.id = list[0].id;
    assert_ok(store_write(b.t.store, b.a, job_end_one, &w));
    assert_refused(get(&b, there.token, &gone), "err.access.session");
    assert_ok(get(&b, here.token, &gone));

    there = start(&b, who, SESSION_API);
    assert_ok(store_write(b.t.store, b.a, job_end_others, &w));
    assert_refused(get(&b, there.token, &gone), "err.access.session");
    assert_ok(get(&b, here.token, &gone));
    assert_ok(get(&b, foreign.token, &gone));
    bench_end(&b);
}

TEST(what_lay_idle_too_long_is_no_sign_in)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    start(&b, who, SESSION_STAFF);
    Session here = start(&b, who, SESSION_DEVICE);
    const SignedIn *list;
    assert_int_equal(signed_in(&b, &here, &list), 2);
    b.now.ms += 30 * minute_ms;
    assert_int_equal(signed_in(&b, &here, &list), 1);
    assert_true(list[0].here);
    bench_end(&b);
}

TEST(a_person_has_so_many_sign_ins_and_the_oldest_goes)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Session first = start(&b, who, SESSION_API), gone;
    for (int i = 1; i < LIMIT_SESSIONS_OF_PERSON; i++) {
        b.now.ms++;
        start(&b, who, SESSION_API);
    }
    assert_ok(get(&b, first.token, &gone));
    b.now.ms++;
    start(&b, who, SESSION_API);
    assert_refused(get(&b, first.token, &gone), "err.access.session");
    bench_end(&b);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* The second factor: the RFC's own figures, enrolment, codes taken once, spare codes, waiting, reset. */
#include "access_bench.h"

#include "access/access_own.h"
#include "codec/codec.h"

/* -- RFC 6238, appendix B (SHA-1, eight digits: ours are the last six) and RFC 4226, appendix D ------------------- */

static const Str rfc_secret = S("12345678901234567890");

TEST(codes_are_those_of_the_rfcs)
{
    static const struct {
        int64_t seconds;
        const char *eight;
    } times[] = {{59, "94287082"},         {1111111109, "07081804"},  {1111111111, "14050471"},
                 {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    static const char *const counts[] = {"755224", "287082", "359152", "969429", "338314",
                                         "254676", "287922", "162583", "399871", "520489"};
    Arena *a = arena_new(1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        int64_t step = access_totp_step((Instant){times[i].seconds * 1000});
        assert_str(access_totp_code(a, rfc_secret, step), str_of(times[i].eight + 2));
    }
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        assert_str(access_totp_code(a, rfc_secret, (int64_t)i), str_of(counts[i]));
    arena_free(a);
}

TEST(a_code_is_good_one_step_early_or_late_and_once)
{
    Arena *a = arena_new(1024 * 1024);
    Instant now = {1788570000000};
    int64_t here = access_totp_step(now), found;
    for (int64_t off = -3; off <= 3; off++) {
        bool good = access_totp_find(a, rfc_secret, access_totp_code(a, rfc_secret, here + off), now, 0, &found);
        assert_int_equal(good, off >= -1 && off <= 1);
        if (good)
            assert_int_equal(found, here + off);
    }
    assert_false(access_totp_find(a, rfc_secret, access_totp_code(a, rfc_secret, here), now, here, &found));
    assert_true(access_totp_find(a, rfc_secret, access_totp_code(a, rfc_secret, here + 1), now, here, &found));
    assert_false(access_totp_find(a, rfc_secret, S(""), now, 0, &found));
    arena_free(a);
}

/* -- a town office ------------------------------------------------------------------------------------------------ */

typedef struct Town {
    Bench b;
    PersonId desk;
    Str secret; /* raw, once enrolled */
} Town;

static Town town(void)
{
    Town t = {.b = bench()};
    access_want_factor(true);
    t.desk = person(&t.b, HOME, "张海燕");
    appoint(&t.b, HOME, t.desk, "town_desk", TOWN);
    return t;
}

typedef struct Enrol {
    Town *t;
    const Session *session;
    Str code;
    FactorOutcome outcome;
    const Str *spares;
} Enrol;

static Err job_enrol(Db *db, Arena *a, void *arg)
{
    Enrol *e = arg;
    return access_factor_enrol(db, a, e->session, e->code, e->t->b.now, &e->outcome, &e->spares);
}

static Err job_check(Db *db, Arena *a, void *arg)
{
    Enrol *e = arg;
    return access_factor_check(db, a, HOME, e->t->desk, e->code, e->t->b.now, &e->outcome);
}

static FactorOutcome try_code(Town *t, Str code)
{
    Enrol e = {.t = t, .code = code};
    assert_ok(store_write(t->b.t.store, t->b.a, job_check, &e));
    return e.outcome;
}

static Str code_now(const Town *t)
{
    return access_totp_code(t->b.a, t->secret, access_totp_step(t->b.now));
}

static const Str *enrol(Town *t)
{
    Session half = start(&t->b, t->desk, SESSION_STAFF);
    assert_true(base32_read(t->b.a, access_factor_offer(t->b.a, half.token), &t->secret));
    assert_int_equal(t->secret.len, TOTP_SECRET_BYTES);
    Enrol e = {.t = t, .session = &half, .code = code_now(t)};
    assert_ok(store_write(t->b.t.store, t->b.a, job_enrol, &e));
    assert_true(e.outcome.in);
    return e.spares;
}

TEST(a_town_office_wants_a_factor_and_a_village_office_does_not)
{
    Town t = town();
    PersonId clerk = person(&t.b, HOME, "王芳");
    appoint(&t.b, HOME, clerk, "village_clerk", VILLAGE);
    assert_false(start(&t.b, clerk, SESSION_STAFF).wants_factor);
    Session half = start(&t.b, t.desk, SESSION_STAFF), again;
    assert_true(half.wants_factor);
    assert_int_equal(half.until.ms - t.b.now.ms, 10 * minute_ms);
    t.b.now.ms += 10 * minute_ms;
    assert_refused(get(&t.b, half.token, &again), "err.access.session");

    Call given = {.home = HOME, .person = t.desk, .kind = SESSION_STAFF, .verified = true};
    assert_ok(job(&t.b, job_start, &given));
    assert_false(given.session.wants_factor);
    assert_int_equal(given.session.until.ms - t.b.now.ms, 12 * hour_ms);
    access_want_factor(false); /* a demo */
    assert_false(start(&t.b, t.desk, SESSION_STAFF).wants_factor);
    bench_end(&t.b);
}

/* A new office counts in a session that runs already. */
TEST(whoever_comes_to_the_town_is_asked_in_the_running_session)
{
    Town t = town();
    PersonId clerk = person(&t.b, HOME, "王芳");
    appoint(&t.b, HOME, clerk, "village_clerk", VILLAGE);
    Session s = start(&t.b, clerk, SESSION_DEVICE);
    assert_false(s.wants_factor);
    appoint(&t.b, HOME, clerk, "town_link", VILLAGE);
    assert_ok(get(&t.b, s.token, &s));
    assert_true(s.wants_factor);
    bench_end(&t.b);
}

TEST(what_was_offered_is_kept_only_when_it_works)
{
    Town t = town();
    Session half = start(&t.b, t.desk, SESSION_STAFF), other = start(&t.b, t.desk, SESSION_STAFF);
    assert_int_equal(access_factor_offer(t.b.a, half.token).len, TOTP_SECRET_CHARS);
    assert_false(str_eq(access_factor_offer(t.b.a, half.token), access_factor_offer(t.b.a, other.token)));
    Enrol e = {.t = &t, .session = &half, .code = S("000000")};
    assert_ok(store_write(t.b.t.store, t.b.a, job_enrol, &e));
    assert_false(e.outcome.in);
    assert_refused(access_factor_refusal(t.b.a, &e.outcome, t.b.now), "err.access.factor_wrong");
    FactorOutcome none = try_code(&t, S("123456"));
    assert_refused(access_factor_refusal(t.b.a, &none, t.b.now), "err.access.factor_none");
    enrol(&t);
    e.code = code_now(&t);
    assert_refused(store_write(t.b.t.store, t.b.a, job_enrol, &e), "err.access.factor_there");
    bench_end(&t.b);
}

TEST(a_code_is_taken_once_however_it_is_typed)
{
    Town t = town();
    enrol(&t);
    assert_false(try_code(&t, code_now(&t)).in); /* the one that enrolled */
    t.b.now.ms += TOTP_STEP_MS;
    Str code = code_now(&t);
    Str typed = arena_printf(t.b.a, " %.*s %.*s ", 3, code.at, 3, code.at + 3);
    FactorOutcome in = try_code(&t, typed);
    assert_true(in.in);
    assert_false(in.by_spare);
    assert_int_equal(in.spares, FACTOR_SPARES);
    assert_null(access_factor_refusal(t.b.a, &in, t.b.now));
    assert_false(try_code(&t, code).in);
    t.b.now.ms += TOTP_STEP_MS;
    assert_false(try_code(&t, code).in); /* still within its window, and taken */
    bench_end(&t.b);
}

TEST(ten_spare_codes_each_once)
{
    Town t = town();
    const Str *spares = enrol(&t);
    for (size_t i = 0; i < FACTOR_SPARES; i++) {
        assert_int_equal(spares[i].len, 11);
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(spares[i], spares[k]));
        FactorOutcome in = try_code(&t, spares[i]);
        assert_true(in.in && in.by_spare);
        assert_int_equal(in.spares, FACTOR_SPARES - 1 - (int64_t)i);
        assert_false(try_code(&t, spares[i]).in);
    }
    bench_end(&t.b);
}

TEST(wrong_codes_wait_longer_and_cost_no_spare)
{
    Town t = town();
    const Str *spares = enrol(&t);
    for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++)
        assert_false(instant_is(try_code(&t, S("000000")).locked_until));
    FactorOutcome locked = try_code(&t, S("23456 789AB"));
    assert_int_equal(locked.locked_until.ms - t.b.now.ms, minute_ms);
    assert_refused(access_factor_refusal(t.b.a, &locked, t.b.now), "err.access.factor_locked");
    assert_false(try_code(&t, spares[0]).in); /* not looked at */
    t.b.now.ms += minute_ms;
    assert_true(try_code(&t, spares[0]).in);
    bench_end(&t.b);
}

static Err job_reset(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_factor_reset(db, a, c->by, HOME, c->person, c->b->now);
}

TEST(a_reset_comes_from_above_and_ends_everything)
{
    Town t = town();
    enrol(&t);
    Call given = {.home = HOME, .person = t.desk, .kind = SESSION_STAFF, .verified = true};
    assert_ok(job(&t.b, job_start, &given));
    Actor self = actor(&t.b, HOME, t.desk);
    PersonId admin = person(&t.b, COUNTY_HOME, "刘长河");
    appoint(&t.b, COUNTY_HOME, admin, "county_admin", COUNTY);
    Actor county = actor(&t.b, COUNTY_HOME, admin);
    Call reset = {.by = &self, .person = t.desk};
    assert_refused(job(&t.b, job_reset, &reset), "err.access.code_self");
    reset.by = &county;
    assert_ok(job(&t.b, job_reset, &reset));
    Session gone;
    assert_refused(get(&t.b, given.session.token, &gone), "err.access.session");
    t.b.now.ms += TOTP_STEP_MS;
    assert_true(try_code(&t, code_now(&t)).unknown);
    enrol(&t); /* and it begins anew */
    bench_end(&t.b);
}

TEST(a_secret_is_sealed_to_its_person)
{
    Town t = town();
    enrol(&t);
    Str file = arena_printf(t.b.a, "%s/main.db", t.b.t.folder);
    FILE *f = fopen(file.at, "rb");
    assert_non_null(f);
    enum { BYTES = 8 * 1024 * 1024 };
    char *bytes = ARENA_ARRAY(t.b.a, char, BYTES);
    size_t len = fread(bytes, 1, BYTES, f), at;
    (void)fclose(f);
    assert_false(str_find((Str){bytes, len}, t.secret, &at));
    bench_end(&t.b);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* Signing in: lockouts, printed codes, PINs. Every clock is set by hand. */
#include "access_bench.h"
#include "access_sql.h"

#include "record/record.h"

/* -- logins ------------------------------------------------------------------------------------------------------ */

static Err job_login_set(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_login_set(db, a, c->home, c->person, c->text, c->secret);
}

static void give_login(Bench *b, Home home, PersonId who, const char *login, const char *hash)
{
    Call c = {.home = home, .person = who, .text = str_of(login), .secret = str_of(hash)};
    assert_ok(job(b, job_login_set, &c));
}

static Err job_login(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    TRY(access_login_find(db, a, c->text, c->device, &c->login));
    c->login.keeps_device = !c->office;
    return access_login_result(db, a, &c->login, c->verified, c->b->now, &c->outcome);
}

static LoginOutcome try_login(Bench *b, const char *login, Str device, bool verified)
{
    Call c = {.text = str_of(login), .device = device, .verified = verified};
    assert_ok(job(b, job_login, &c));
    return c.outcome;
}

TEST(a_login_is_found_however_it_is_typed)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "张海燕");
    give_login(&b, HOME, who, "Town-Desk", "hash");
    give_login(&b, HOME, person(&b, HOME, "王芳"), "wangfang", "");
    static const struct {
        const char *typed;
        bool found, device;
    } cases[] = {{"town-desk", true, false}, {" TOWN-DESK ", true, false},  {"ｔｏｗｎ－ｄｅｓｋ", true, false},
                 {"town-des", false, false}, {"", false, false},           {"town'--", false, false},
                 {"\xff", false, false},     {"wangfang", true, true}};
    assert_ok(db_snapshot(b.t.db, b.a));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        LoginRow row;
        assert_ok(access_login_find(b.t.db, b.a, str_of(cases[i].typed), STR_NONE, &row));
        assert_int_equal(row.person.v != 0, cases[i].found);
        assert_int_equal(row.needs_device, cases[i].device);
        if (!cases[i].found)
            assert_int_equal(row.password_hash.len, 0);
    }
    db_release(b.t.db);
    bench_end(&b);
}

TEST(a_login_name_is_unique_everywhere_and_short)
{
    char name[LIMIT_LOGIN_CHARS + 1];
    memset(name, 'a', sizeof name);
    Bench b = bench();
    PersonId one = person(&b, HOME, "张海燕"), far = person(&b, OTHER_HOME, "周立新");
    Call c = {.home = HOME, .person = one, .text = {name, LIMIT_LOGIN_CHARS}, .secret = S("h")};
    assert_ok(job(&b, job_login_set, &c));
    assert_ok(job(&b, job_login_set, &c)); /* again, for oneself */
    c.text = (Str){name, sizeof name};
    assert_refused(job(&b, job_login_set, &c), "err.access.login_name");
    c.text = S("镇党建办");
    assert_refused(job(&b, job_login_set, &c), "err.access.login_name");
    give_login(&b, HOME, one, "desk", "h");
    Call other = {.home = OTHER_HOME, .person = far, .text = S("DESK"), .secret = S("h")};
    assert_refused(job(&b, job_login_set, &other), "err.access.login_taken");
    other.person = (PersonId){1};
    assert_refused(job(&b, job_login_set, &other), "err.access.no_person");
    bench_end(&b);
}

/* Five failures lock for a minute, each one after the lock for twice as long, an hour at most. */
TEST(failures_lock_a_login_longer_and_longer)
{
    static const int64_t minutes[] = {1, 2, 4, 8, 16, 32, 60, 60};
    static const char *const logins[] = {"desk", "nobody"}; /* one that exists, one that does not: no difference */
    Bench b = bench();
    give_login(&b, HOME, person(&b, HOME, "张海燕"), "desk", "hash");
    Instant start = b.now;
    for (size_t l = 0; l < COUNT_OF(logins); l++) {
        b.now = start;
        for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++) {
            LoginOutcome o = try_login(&b, logins[l], STR_NONE, false);
            assert_false(o.in);
            assert_refused(access_login_refusal(b.a, &o, b.now), "err.access.login_wrong");
        }
        for (size_t i = 0; i < COUNT_OF(minutes); i++) {
            LoginOutcome o = try_login(&b, logins[l], STR_NONE, false);
            assert_int_equal(o.locked_until.ms - b.now.ms, minutes[i] * minute_ms);
            b.now.ms += minutes[i] * minute_ms - 1;
            o = try_login(&b, logins[l], STR_NONE, true); /* a right one is not looked at either */
            assert_false(o.in);
            Err e = access_login_refusal(b.a, &o, b.now);
            assert_refused(e, "err.access.login_locked");
            assert_str(e->args[0], S("1"));
            b.now.ms += 1;
        }
    }
    assert_false(try_login(&b, "nobody", STR_NONE, true).in);
    assert_true(try_login(&b, "desk", STR_NONE, true).in);
    LoginOutcome o = try_login(&b, "desk", STR_NONE, false); /* a success forgets */
    assert_false(instant_is(o.locked_until));
    assert_null(access_login_refusal(b.a, &(LoginOutcome){.in = true}, b.now));
    bench_end(&b);
}

TEST(a_day_later_failures_are_forgotten)
{
    Bench b = bench();
    give_login(&b, HOME, person(&b, HOME, "张海燕"), "desk", "hash");
    for (int i = 1; i < LIMIT_LOGIN_FAILURES; i++)
        try_login(&b, "desk", STR_NONE, false);
    b.now.ms += day_ms;
    assert_false(instant_is(try_login(&b, "desk", STR_NONE, false).locked_until));
    bench_end(&b);
}

TEST(a_known_device_keeps_its_own_counter)
{
    Bench b = bench();
    give_login(&b, HOME, person(&b, HOME, "张海燕"), "desk", "hash");
    give_login(&b, HOME, person(&b, HOME, "周立新"), "other", "hash");
    Str device = try_login(&b, "desk", STR_NONE, true).device;
    assert_int_equal(device.len, 43);
    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++)
        try_login(&b, "desk", STR_NONE, false); /* a stranger */
    assert_false(try_login(&b, "desk", STR_NONE, true).in);
    assert_false(try_login(&b, "desk", S("made-up"), true).in);
    LoginOutcome o = try_login(&b, "desk", device, true);
    assert_true(o.in);
    assert_str(o.device, device);
    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++)
        try_login(&b, "desk", device, false);
    assert_false(try_login(&b, "desk", device, true).in); /* its own counter counts */
    for (int i = 0; i < LIMIT_LOGIN_FAILURES; i++)
        try_login(&b, "other", device, false); /* somebody else's device is no known device */
    assert_false(try_login(&b, "other", STR_NONE, true).in);
    bench_end(&b);
}

/* A login without a password never gets in by one, whatever the caller found. */
TEST(a_login_that_needs_its_device_has_no_password)
{
    Bench b = bench();
    give_login(&b, HOME, person(&b, HOME, "王芳"), "wangfang", "");
    assert_false(try_login(&b, "wangfang", STR_NONE, true).in);
    bench_end(&b);
}

static Err job_many_strangers(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    for (int64_t i = 0; i < c->office; i++) {
        ArenaMark mark = arena_mark(a);
        LoginRow row;
        LoginOutcome out;
        TRY(access_login_find(db, a, arena_printf(a, "x%lld", (long long)i), STR_NONE, &row));
        TRY(access_login_result(db, a, &row, false, c->b->now, &out));
        arena_rewind(a, mark);
    }
    return NULL;
}

static Err job_count_strangers(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    const AccessCount *kept;
    TRY(access_lock_count(db, a, (Home){0}, &kept));
    c->office = kept->n;
    return NULL;
}

TEST(counters_of_strange_logins_are_bounded)
{
    Bench b = bench();
    Call c = {.office = LIMIT_STRANGE_LOGINS};
    assert_ok(job(&b, job_many_strangers, &c));
    b.now.ms += minute_ms;
    for (int i = 1; i <= LIMIT_LOGIN_FAILURES; i++) /* one above is locked like any other, like one that exists */
        assert_int_equal(instant_is(try_login(&b, "one-above", STR_NONE, false).locked_until), i == LIMIT_LOGIN_FAILURES);
    c = (Call){0};
    assert_ok(job(&b, job_count_strangers, &c));
    assert_int_equal(c.office, LIMIT_STRANGE_LOGINS);
    bench_end(&b);
}

/* -- printed codes and PINs -------------------------------------------------------------------------------------- */

static Err job_code_issue(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_code_issue(db, a, c->by, c->home, c->person, c->b->now, &c->text);
}

static Str issue_code(Bench *b, PersonId who)
{
    Call c = {.by = &access_system, .home = HOME, .person = who};
    assert_ok(job(b, job_code_issue, &c));
    return c.text;
}

static Err job_code_use(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    const CodeUse use = {.code = c->text, .pin = c->secret, .agent = S("android wechat")};
    return access_code_use(db, a, &use, c->b->now, &c->home, &c->person, &c->device);
}

static Err use_code(Bench *b, Str code, const char *pin, Str *ret_device)
{
    Call c = {.text = code, .secret = str_of(pin)};
    TRY(job(b, job_code_use, &c));
    *ret_device = c.device;
    return NULL;
}

static Str device_of(Bench *b, PersonId who, const char *pin)
{
    Str device = STR_NONE;
    assert_ok(use_code(b, issue_code(b, who), pin, &device));
    return device;
}

static Err job_pin(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_pin_check(db, a, c->device, c->secret, c->b->now, &c->pin);
}

static PinOutcome try_pin(Bench *b, Str device, const char *pin)
{
    Call c = {.device = device, .secret = str_of(pin)};
    assert_ok(job(b, job_pin, &c));
    return c.pin;
}

TEST(a_code_is_two_groups_of_letters_nobody_confuses)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    for (int i = 0; i < 50; i++) {
        Str code = issue_code(&b, who);
        assert_int_equal(code.len, 11);
        assert_int_equal(code.at[5], ' ');
        for (size_t k = 0; k < code.len; k++)
            assert_null(strchr("01OILUV", code.at[k]));
    }
    bench_end(&b);
}

TEST(a_code_works_once_in_its_week_however_it_is_typed)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Str first = issue_code(&b, who), device, code = issue_code(&b, who);
    assert_refused(use_code(&b, first, "295183", &device), "err.access.code_wrong"); /* the new one replaced it */
    assert_refused(use_code(&b, S(""), "295183", &device), "err.access.code_wrong");
    assert_refused(use_code(&b, S("23456 789AB"), "295183", &device), "err.access.code_wrong");
    char typed[16];
    for (size_t i = 0; i < code.len; i++)
        typed[i] = (char)(code.at[i] >= 'A' ? code.at[i] + 32 : code.at[i] == ' ' ? '-' : code.at[i]);
    assert_ok(use_code(&b, (Str){typed, code.len}, "２９５１８３", &device));
    assert_int_equal(device.len, 43);
    assert_int_equal(try_pin(&b, device, "295183").person.v, who.v);
    assert_refused(use_code(&b, code, "295183", &device), "err.access.code_wrong");

    Str late = issue_code(&b, who);
    b.now.ms += 7 * day_ms;
    assert_refused(use_code(&b, late, "295183", &device), "err.access.code_wrong");
    Str early = issue_code(&b, who);
    b.now.ms += 7 * day_ms - 1;
    assert_ok(use_code(&b, early, "295183", &device));
    bench_end(&b);
}

TEST(a_pin_has_six_digits_that_are_not_everybodys_first_try)
{
    static const struct {
        const char *pin, *key;
    } cases[] = {
        {"29518", "err.access.pin_digits"}, {"2951834", "err.access.pin_digits"}, {"29518a", "err.access.pin_digits"},
        {"", "err.access.pin_digits"},      {"888888", "err.access.pin_easy"},    {"123456", "err.access.pin_easy"},
        {"876543", "err.access.pin_easy"},  {"012345", "err.access.pin_easy"},
    };
    Bench b = bench();
    Str code = issue_code(&b, person(&b, HOME, "王芳")), device;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Err e = use_code(&b, code, cases[i].pin, &device);
        if (!e || !str_eq(e->key, str_of(cases[i].key)))
            fail_msg("%s", cases[i].pin);
    }
    assert_ok(use_code(&b, code, "112233", &device)); /* the code was not used up by what was refused */
    bench_end(&b);
}

TEST(wrong_pins_are_slowed_down_and_in_the_end_only_a_new_code_helps)
{
    static const int64_t minutes[] = {1, 2, 4, 8, 16, 32, 60, 60, 60, 60};
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Str device = device_of(&b, who, "295183"), other = device_of(&b, who, "640917");
    for (int round = 0; round < 2; round++) {
        for (int64_t left = LIMIT_LOGIN_FAILURES - 1; left > 0; left--) {
            PinOutcome o = try_pin(&b, device, "111222");
            assert_int_equal(o.result, PIN_WRONG);
            assert_int_equal(o.left, left);
            assert_int_equal(o.person.v, 0);
            assert_refused(access_pin_refusal(b.a, &o, b.now), "err.access.pin_wrong");
        }
        if (!round)
            assert_int_equal(try_pin(&b, device, "295183").result, PIN_OK); /* and the count begins anew */
    }
    assert_null(access_pin_refusal(b.a, &(PinOutcome){.result = PIN_OK}, b.now));
    Call short_pin = {.device = device, .secret = S("2951")};
    for (int i = 0; i < 9; i++)
        assert_refused(job(&b, job_pin, &short_pin), "err.access.pin_digits"); /* no guess, not counted */
    Session reading = start(&b, who, SESSION_DEVICE), gone;
    for (size_t i = 0; i < COUNT_OF(minutes); i++) {
        PinOutcome o = try_pin(&b, device, "640917"); /* the other device's PIN is no PIN here */
        assert_int_equal(o.result, PIN_WAIT);
        assert_int_equal(o.locked_until.ms - b.now.ms, minutes[i] * minute_ms);
        b.now.ms += minutes[i] * minute_ms - 1;
        o = try_pin(&b, device, "295183"); /* the right one is not looked at either */
        assert_int_equal(o.result, PIN_WAIT);
        Err e = access_pin_refusal(b.a, &o, b.now);
        assert_refused(e, "err.access.pin_wait");
        assert_str(e->args[0], S("1"));
        b.now.ms += 1;
    }
    assert_refused(get(&b, reading.token, &gone), "err.access.session"); /* whoever guesses may be reading already */
    PinOutcome blocked = try_pin(&b, device, "111222"); /* the fifteenth in a row */
    assert_int_equal(blocked.result, PIN_BLOCKED);
    assert_refused(access_pin_refusal(b.a, &blocked, b.now), "err.access.pin_blocked");
    assert_int_equal(try_pin(&b, other, "640917").result, PIN_OK);
    b.now.ms += 400 * day_ms;
    assert_int_equal(try_pin(&b, device, "295183").result, PIN_BLOCKED);
    assert_int_equal(try_pin(&b, device_of(&b, who, "295183"), "295183").result, PIN_OK);
    PinOutcome unknown = try_pin(&b, S("made-up"), "295183");
    assert_int_equal(unknown.result, PIN_UNKNOWN);
    assert_refused(access_pin_refusal(b.a, &unknown, b.now), "err.access.device_unknown");
    bench_end(&b);
}

TEST(a_pin_may_be_slow_for_days_and_still_ends)
{
    Bench b = bench();
    Str device = device_of(&b, person(&b, HOME, "王芳"), "295183");
    for (int i = 1; i < LIMIT_PIN_FAILURES; i++) {
        assert_int_not_equal(try_pin(&b, device, "111222").result, PIN_BLOCKED);
        b.now.ms += day_ms; /* a patient thief: the waiting is forgotten, the count is not */
    }
    assert_int_equal(try_pin(&b, device, "111222").result, PIN_BLOCKED);
    bench_end(&b);
}

TEST(a_person_has_so_many_devices_and_the_oldest_goes)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Str devices[LIMIT_DEVICES_OF_PERSON + 1];
    for (size_t i = 0; i < COUNT_OF(devices); i++) {
        b.now.ms += minute_ms;
        devices[i] = device_of(&b, who, "295183");
        if (i + 1 == LIMIT_DEVICES_OF_PERSON)
            assert_int_equal(try_pin(&b, devices[0], "295183").result, PIN_OK);
    }
    assert_int_equal(try_pin(&b, devices[0], "295183").result, PIN_UNKNOWN);
    for (size_t i = 1; i < COUNT_OF(devices); i++)
        assert_int_equal(try_pin(&b, devices[i], "295183").result, PIN_OK);
    bench_end(&b);
}

TEST(a_code_comes_from_above)
{
    Bench b = bench();
    PersonId clerk = person(&b, HOME, "王芳"), secretary = person(&b, HOME, "李建民"), desk = person(&b, HOME, "张海燕");
    PersonId two = person(&b, HOME, "孙志强"), admin = person(&b, COUNTY_HOME, "刘长河"), none = person(&b, HOME, "陈静");
    PersonId soon = person(&b, HOME, "马卫东");
    appoint(&b, HOME, clerk, "village_clerk", VILLAGE);
    appoint(&b, HOME, secretary, "branch_secretary", VILLAGE);
    appoint(&b, HOME, desk, "town_desk", TOWN);
    appoint(&b, HOME, two, "village_clerk", OTHER_VILLAGE);
    appoint(&b, HOME, two, "town_leader", TOWN);
    appoint(&b, COUNTY_HOME, admin, "county_admin", COUNTY);
    Call next_year = {.by = &access_system, .home = HOME, .person = soon, .role = S("town_leader"), .place = TOWN,
                      .from = date_add_days(b.today, 200), .to = DATE_NONE};
    assert_ok(job(&b, job_appoint, &next_year));
    Actor by_secretary = actor(&b, HOME, secretary), by_desk = actor(&b, HOME, desk);
    Actor by_admin = actor(&b, COUNTY_HOME, admin);
    const struct {
        const Actor *by;
        PersonId who;
        const char *key;
    } cases[] = {
        {&by_desk, clerk, NULL},
        {&by_desk, none, NULL},
        {&by_admin, two, NULL},
        {&by_admin, desk, NULL},
        {&by_secretary, clerk, "err.access.code_may"},
        {&by_secretary, none, "err.access.code_may"},
        {&by_desk, two, "err.access.code_may"},  /* he is above one of the offices, not above the other */
        {&by_desk, soon, "err.access.code_may"}, /* .. nor above the one that begins next year */
        {&by_desk, desk, "err.access.code_self"},
        {&access_anyone, clerk, "err.access.code_may"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Call c = {.by = cases[i].by, .home = HOME, .person = cases[i].who};
        Err e = job(&b, job_code_issue, &c);
        if (!str_eq(e ? e->key : STR_NONE, str_of(cases[i].key)))
            fail_msg("case %zu", i);
    }
    bench_end(&b);
}

TEST(codes_and_devices_are_on_the_record_without_the_code)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Str device, code = issue_code(&b, who);
    assert_ok(use_code(&b, code, "295183", &device));
    static const char *const kinds[] = {"access.code_issue", "access.device_bind"};
    assert_ok(db_snapshot(b.t.db, b.a));
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const EventRow *e;
        assert_ok(record_get(b.t.db, b.a, HOME, i, &e));
        assert_str(e->kind, str_of(kinds[i]));
        assert_false(str_has(e->data, str_sub(code, 0, 5)) || str_has(e->data, device));
        assert_false(str_has(e->data, S("295183")));
    }
    db_release(b.t.db);
    bench_end(&b);
}

/* -- the end of sessions ----------------------------------------------------------------------------------------- */

static Err job_everywhere(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_sign_out_everywhere(db, a, c->by, c->home, c->person, c->b->now);
}

TEST(a_lost_phone_is_signed_out_everywhere)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳"), neighbour = person(&b, HOME, "陈静");
    appoint(&b, HOME, who, "village_clerk", VILLAGE);
    appoint(&b, HOME, neighbour, "branch_secretary", VILLAGE);
    Str device = device_of(&b, who, "295183"), code = issue_code(&b, who), fresh;
    Session s = start(&b, who, SESSION_DEVICE), gone;
    Actor by_neighbour = actor(&b, HOME, neighbour), self = actor(&b, HOME, who);
    Call c = {.by = &by_neighbour, .home = HOME, .person = who};
    assert_refused(job(&b, job_everywhere, &c), "err.access.code_may");
    c.by = &self;
    assert_ok(job(&b, job_everywhere, &c));
    assert_refused(get(&b, s.token, &gone), "err.access.session");
    assert_int_equal(try_pin(&b, device, "295183").result, PIN_UNKNOWN);
    assert_refused(use_code(&b, code, "295183", &fresh), "err.access.code_wrong");
    bench_end(&b);
}

TEST(a_blocked_device_and_a_new_password_end_the_sessions)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Str device = device_of(&b, who, "295183");
    Session s = start(&b, who, SESSION_DEVICE), gone;
    for (int i = 0; i < LIMIT_PIN_FAILURES; i++)
        try_pin(&b, device, "640917");
    assert_refused(get(&b, s.token, &gone), "err.access.session");
    s = start(&b, who, SESSION_STAFF);
    give_login(&b, HOME, who, "wangfang", "hash");
    assert_refused(get(&b, s.token, &gone), "err.access.session");
    bench_end(&b);
}

/* -- changing a PIN, forgetting a device ---------------------------------------------------------------------------- */

typedef struct Change {
    Bench *b;
    const Session *session;
    PinChange change;
    Str id;
    PinOutcome outcome;
} Change;

static Err job_pin_change(Db *db, Arena *a, void *arg)
{
    Change *c = arg;
    return access_pin_change(db, a, c->session, &c->change, c->b->now, &c->outcome);
}

static Err job_forget(Db *db, Arena *a, void *arg)
{
    Change *c = arg;
    return access_device_forget(db, a, &c->session->actor, c->id, c->b->now);
}

TEST(a_new_pin_wants_the_old_one_and_ends_the_other_sign_ins)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳"), other = person(&b, HOME, "周立新");
    Str device = device_of(&b, who, "295183"), stranger = device_of(&b, other, "640917");
    Session here = start(&b, who, SESSION_DEVICE), there = start(&b, who, SESSION_DEVICE), gone;
    Change c = {.b = &b, .session = &here, .change = {device, S("111222"), S("730582")}};
    assert_ok(store_write(b.t.store, b.a, job_pin_change, &c));
    assert_int_equal(c.outcome.result, PIN_WRONG);
    c.change = (PinChange){device, S("295183"), S("123456")};
    assert_refused(store_write(b.t.store, b.a, job_pin_change, &c), "err.access.pin_easy");
    c.change = (PinChange){stranger, S("640917"), S("730582")}; /* somebody else's telephone, his PIN seen */
    assert_ok(store_write(b.t.store, b.a, job_pin_change, &c));
    assert_int_equal(c.outcome.result, PIN_UNKNOWN);
    assert_int_equal(try_pin(&b, stranger, "640917").result, PIN_OK);
    assert_ok(get(&b, there.token, &gone));

    c.change = (PinChange){device, S("295183"), S("７３０５８２")};
    assert_ok(store_write(b.t.store, b.a, job_pin_change, &c));
    assert_int_equal(c.outcome.result, PIN_OK);
    assert_int_equal(try_pin(&b, device, "295183").result, PIN_WRONG);
    assert_int_equal(try_pin(&b, device, "730582").result, PIN_OK);
    assert_ok(get(&b, here.token, &gone));
    assert_refused(get(&b, there.token, &gone), "err.access.session");
    bench_end(&b);
}

TEST(a_device_is_forgotten_with_its_sign_ins)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳"), other = person(&b, HOME, "周立新");
    Str device = device_of(&b, who, "295183"), kept = device_of(&b, who, "640917");
    Call bound = {.home = HOME, .person = who, .kind = SESSION_DEVICE, .device = device};
    assert_ok(job(&b, job_start, &bound));
    Session here = start(&b, who, SESSION_DEVICE), strangers = start(&b, other, SESSION_DEVICE), gone;
    const BoundDevice *list;
    size_t count;
    assert_ok(db_snapshot(b.t.db, b.a));
    assert_ok(access_bound_devices(b.t.db, b.a, HOME, who, kept, &list, &count));
    db_release(b.t.db);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].here + list[1].here, 1);
    const BoundDevice *lost = list[0].here ? &list[1] : &list[0];
    assert_str(lost->agent, S("android wechat"));
    Change c = {.b = &b, .session = &strangers, .id = lost->id};
    assert_refused(store_write(b.t.store, b.a, job_forget, &c), "err.access.no_sign_in"); /* not his to forget */
    c.session = &here;
    assert_ok(store_write(b.t.store, b.a, job_forget, &c));
    assert_int_equal(try_pin(&b, device, "295183").result, PIN_UNKNOWN);
    assert_int_equal(try_pin(&b, kept, "640917").result, PIN_OK);
    assert_refused(get(&b, bound.session.token, &gone), "err.access.session");
    assert_ok(get(&b, here.token, &gone));
    bench_end(&b);
}

/* A program keeps no cookie: its sign-ins push no telephone out. */
TEST(programs_make_no_device_known)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    Str device = device_of(&b, who, "295183");
    give_login(&b, HOME, who, "wangfang", "hash");
    for (int i = 0; i <= LIMIT_DEVICES_OF_PERSON; i++) {
        Call c = {.text = S("wangfang"), .verified = true, .office = 1};
        assert_ok(job(&b, job_login, &c));
        assert_true(c.outcome.in);
    }
    assert_int_equal(try_pin(&b, device, "295183").result, PIN_OK);
    bench_end(&b);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* For the tests of access: a store with a county, a town and two villages, and jobs as one-line calls. */
#pragma once

#include <stdio.h>

#include "temp_store.h"

#include "access/access.h"

#define COUNTY ((PlaceCode){371603000000000000})
#define TOWN ((PlaceCode){371603106000000000})
#define OTHER_TOWN ((PlaceCode){371603900000000000})
#define VILLAGE ((PlaceCode){371603106200000000})
#define OTHER_VILLAGE ((PlaceCode){371603106201000000})
#define SUB_GRID ((PlaceCode){371603106200010000})
#define COUNTY_HOME ((Home){371603000})
#define HOME ((Home){371603106})
#define OTHER_HOME ((Home){371603900})

static const int64_t minute_ms = 60 * 1000, hour_ms = 60 * 60 * 1000, day_ms = 24 * 60 * 60 * 1000;

typedef struct Bench {
    TempStore t;
    Arena *a;
    const Roles *roles;
    Instant now;
    Date today;
} Bench;

/* Everything a job of these tests may want or say. */
typedef struct Call {
    Bench *b;
    const Actor *by;
    Home home;
    PersonId person;
    Str text, role, secret, device, token;
    PlaceCode place;
    Date from, to;
    int64_t office;
    bool verified;
    SessionKind kind;
    const Once *once;
    LoginRow login;
    LoginOutcome outcome;
    PinOutcome pin;
    Session session;
    Answered answered;
} Call;

static inline Bench bench(void)
{
    Bench b = {.t = temp_store(), .now = {1788570000000}}; /* 2026-09-05 09:00 in Shanghai */
    b.a = b.t.arena;
    b.today = instant_date(b.now);
    assert_ok(access_keys_open(b.a, b.t.folder, true));
    access_want_factor(false);
    char *text = ARENA_ARRAY(b.a, char, LIMIT_YAML_BYTES);
    FILE *f = fopen("data/catalogue/role.yaml", "r");
    assert_non_null(f);
    Str yaml = {text, fread(text, 1, LIMIT_YAML_BYTES, f)};
    fclose(f);
    assert_ok(access_roles_load(b.a, yaml, S("role.yaml"), &b.roles));
    return b;
}

static inline void bench_end(Bench *b)
{
    temp_store_end(&b->t);
}

static inline Err job(Bench *b, StoreWork work, Call *call)
{
    call->b = b;
    return store_write(b->t.store, b->a, work, call);
}

static inline Err job_person(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_person_add(db, a, c->home, c->text, &c->person);
}

static inline PersonId person(Bench *b, Home home, const char *name)
{
    Call c = {.home = home, .text = str_of(name)};
    assert_ok(job(b, job_person, &c));
    return c.person;
}

static inline Err job_appoint(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_appoint(db, a, c->b->roles, c->by, c->b->now, c->person, c->home, c->role, c->place, c->from, c->to,
                          &c->office);
}

/* By the operator, from the first of the year, without an end. */
static inline int64_t appoint(Bench *b, Home home, PersonId who, const char *role, PlaceCode place)
{
    Call c = {.by = &access_system, .home = home, .person = who, .role = str_of(role), .place = place, .to = DATE_NONE};
    assert_true(date_of((Ymd){2026, 1, 1}, &c.from));
    assert_ok(job(b, job_appoint, &c));
    return c.office;
}

static inline Actor actor(Bench *b, Home home, PersonId who)
{
    Actor x = {.kind = ACTOR_PERSON, .home = home, .person = who};
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(access_offices_of(b->t.db, b->a, b->roles, home, who, b->today, &x.offices, &x.office_count));
    db_release(b->t.db);
    x.acting = x.office_count ? x.offices : NULL;
    return x;
}

static inline Err job_start(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    const SessionNew fresh = {.home = c->home, .person = c->person, .kind = c->kind, .factored = c->verified,
                              .device = c->device};
    return access_session_start(db, a, c->b->roles, &fresh, c->b->now, &c->session);
}

static inline Session start(Bench *b, PersonId who, SessionKind kind)
{
    Call c = {.home = HOME, .person = who, .kind = kind};
    assert_ok(job(b, job_start, &c));
    return c.session;
}

static inline Err get(Bench *b, Str token, Session *ret_session)
{
    assert_ok(db_snapshot(b->t.db, b->a));
    Err e = access_session_get(b->t.db, b->a, b->roles, token, b->now, ret_session);
    db_release(b->t.db);
    return e;
}

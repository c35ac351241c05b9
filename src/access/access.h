// SPDX-License-Identifier: Apache-2.0
/*
 * access: who, in which office, and whether they may.
 *
 * lives:    accounts, sessions, devices and PINs, appointments, roles and permissions, slips, rate limits, sealed
 *           columns, the audit of reads of personal data
 * promises: deny unless a row says yes; the place comes from the route and the actor, never from a form; secrets are
 *           stored as digests; a raw personal value is logged before it is returned
 * uses:     base codec seal store place record
 *
 * Roles are data (data/catalogue/role.yaml): each has names in both languages, the level of place it is held at,
 * permissions, and for a *body* (a meeting, a council) the roles that act for it. An appointment is (person, role,
 * place, from, to). One person may hold several and acts in one of them at a time.
 */
#pragma once

#include "base/base.h"
#include "place/place.h"
#include "seal/seal.h"
#include "store/store.h"

typedef struct Role {
    Str code;               /* branch_secretary: an identifier of the glossary */
    Str name_zh, name_en;
    PlaceLevel level;       /* where it is held */
    bool is_body;           /* a meeting or council: nobody signs in as one */
    const Str *acted_by;    /* for a body: the roles that may record its act, with the meeting's number */
    size_t acted_by_count;
    const Str *permissions; /* case.read, case.write, person.raw, place.desk, town.desk, catalogue.write .. */
    size_t permission_count;
} Role;

typedef struct Roles Roles;
MUST_USE Err access_roles_load(Arena *a, Str yaml, Str file, const Roles **ret_roles);
const Role *access_role(const Roles *roles, Str code); /* NULL when there is none */
size_t access_role_count(const Roles *roles);
const Role *access_role_at(const Roles *roles, size_t i);

typedef struct Office {
    int64_t id;
    PersonId person;
    Str person_name;
    const Role *role;
    PlaceCode place;
    Date from, to; /* DATE_NONE: no end set */
} Office;

typedef enum ActorKind { ACTOR_ANYONE = 1, ACTOR_SLIP, ACTOR_PERSON, ACTOR_CLOCK, ACTOR_SYSTEM } ActorKind;

typedef struct Actor {
    ActorKind kind;
    Home home;            /* the person's home */
    PersonId person;      /* 0 for anyone, slips and the clock */
    Str name;
    const Office *acting; /* the office chosen, or NULL */
    const Office *offices;
    size_t office_count;
    CaseId slip_case;     /* ACTOR_SLIP: the one case it opens */
    Home slip_home;
    Str slip_digest;
} Actor;

extern const Actor access_anyone;
extern const Actor access_clock;

/* The acting office's role has the permission and its scope covers the place. */
bool access_may(const Actor *who, Str permission, PlaceCode where);
/* Acts in that role (or for that body) at a place whose scope covers `where`. */
bool access_acts_as(const Roles *roles, const Actor *who, Str role, PlaceCode where);

/* Who holds a role at a place on a day (scope covers it); at most LIMIT_ROWS_MANY. For a body: its acting roles' holders. */
MUST_USE Err access_holders(Db *db, Arena *a, const Roles *roles, Str role, PlaceCode where, Date on,
                            const Office **ret_offices, size_t *ret_count);
/* A person's offices on a day. */
MUST_USE Err access_offices_of(Db *db, Arena *a, const Roles *roles, Home home, PersonId person, Date on,
                               const Office **ret_offices, size_t *ret_count);

/* -- people and appointments (in a job) ------------------------------------------------------------------------------ */
MUST_USE Err access_person_add(Db *db, Arena *a, Home home, Str name, PersonId *ret_person);
MUST_USE Err access_person_name(Db *db, Arena *a, Home home, PersonId person, Str *ret_name);
MUST_USE Err access_appoint(Db *db, Arena *a, const Roles *roles, const Actor *by, Instant now, PersonId person,
                            Home person_home, Str role, PlaceCode place, Date from, Date to, int64_t *ret_office);
MUST_USE Err access_end_office(Db *db, Arena *a, const Actor *by, Instant now, Home home, int64_t office, Date to);

/* -- signing in ------------------------------------------------------------------------------------------------------- */
typedef struct Session {
    Str token;   /* 43 characters of base64url; only its digest is stored */
    Str csrf;    /* derived from the token and a form's name */
    Actor actor;
    Instant idle_until, until;
    Instant proven; /* when the secret was last given: publish, role change, export want <= 5 min */
} Session;

/* Town and county: login and password. The hash is checked outside the job; `verified` says how that went. */
MUST_USE Err access_login_set(Db *db, Arena *a, Home home, PersonId person, Str login, Str password_hash);
typedef struct LoginRow {
    Home home;
    PersonId person;
    Str password_hash; /* "" when the login is unknown: verify against a dummy all the same */
    Instant locked_until;
    bool needs_device; /* village staff: PIN on a bound device */
} LoginRow;
MUST_USE Err access_login_find(Db *db, Arena *a, Str login, LoginRow *ret_row);
MUST_USE Err access_login_result(Db *db, Arena *a, const LoginRow *row, Str login, bool ok, Str device, Instant now);

/* Village staff: a printed one-time code (issued face to face) binds a device and sets a PIN of six digits. */
MUST_USE Err access_code_issue(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now, Str *ret_code);
MUST_USE Err access_code_use(Db *db, Arena *a, Str code, Str pin, Instant now, Home *ret_home, PersonId *ret_person,
                             Str *ret_device);
MUST_USE Err access_pin_check(Db *db, Arena *a, Str device, Str pin, Instant now, Home *ret_home, PersonId *ret_person);

MUST_USE Err access_session_start(Db *db, Arena *a, const Roles *roles, Home home, PersonId person, Instant now,
                                  bool for_api, Session *ret_session);
/* ERR_LOGIN when unknown, idle too long or ended. Read-only: the idle clock is moved by access_session_touch. */
MUST_USE Err access_session_get(Db *db, Arena *a, const Roles *roles, Str token, Instant now, Session *ret_session);
MUST_USE Err access_session_touch(Db *db, Arena *a, Str token, Instant now);
MUST_USE Err access_session_act_as(Db *db, Arena *a, Str token, int64_t office);
MUST_USE Err access_session_end(Db *db, Arena *a, Str token);
Str access_csrf(Arena *a, Str token, Str form);
bool access_csrf_ok(Arena *a, Str token, Str form, Str given);

/* -- slips: eight digits in two groups follow a case ------------------------------------------------------------------ */
MUST_USE Err access_slip_issue(Db *db, Arena *a, Home home, CaseId about, Instant now, Str *ret_slip);
MUST_USE Err access_slip_open(Db *db, Arena *a, Str slip, Instant now, Actor *ret_actor);

/* -- personal data ----------------------------------------------------------------------------------------------------- */
MUST_USE Err access_keys_open(Arena *a, const char *folder, bool make); /* DATA/keys/columns.key, 0600; process-wide */
Str access_seal(Arena *a, Str table, Str column, Home home, int64_t id, Str plain);
/* Logs who, whose, which field and why, then opens. Only inside a job: the log comes first. */
MUST_USE Err access_unseal(Db *db, Arena *a, const Actor *who, Str why, Str table, Str column, Home home, int64_t id,
                           Str cipher, Instant now, Str *ret_plain);
Str access_find_key(Arena *a, Str what, Str normalised);

/* -- idempotency: (actor, key) with a digest of the body, kept 24 h ---------------------------------------------------- */
typedef struct Answered {
    bool seen;
    int64_t status;
    Str number;
} Answered;
MUST_USE Err access_key_seen(Db *db, Arena *a, Str actor, Str key, const Digest *body, Instant now, Answered *ret);
MUST_USE Err access_key_keep(Db *db, Arena *a, Str actor, Str key, const Digest *body, Instant now, int64_t status,
                             Str number);

/* -- rates: buckets in memory; slow down, never ban (a whole village may share one address) ---------------------------- */
typedef enum RateKind { RATE_LOGIN_ADDRESS = 1, RATE_LOGIN_ALL, RATE_ASK_ADDRESS, RATE_SLIP_ADDRESS, RATE_SLIP_ALL } RateKind;
MUST_USE bool access_rate_take(RateKind kind, Str who, int64_t now_ms); /* false: too fast just now */

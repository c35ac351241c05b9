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
 * permissions, and the roles that act in it as well; a *body* (a meeting, a council) has nothing but those. An
 * appointment is (person, role, place, from, to). One person may hold several and acts in one of them at a time.
 *
 * What must be remembered is never an error: an Err undoes the job. A wrong password or PIN therefore comes back as an
 * outcome with its sentence, and the job that counted it stands.
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
    PlaceLevel down_to;     /* .. or for a part only, down to here; mostly the same as level */
    bool is_body;           /* a meeting or council: nobody signs in as one */
    const Str *acted_by;    /* the roles that act in it as well: for a body with the meeting's number */
    size_t acted_by_count;
    const Str *never_with;  /* roles that the law keeps in other hands, at the same place */
    size_t never_with_count;
    bool second_factor;     /* its holder signs in with a second factor, when the house wants one */
    const Str *permissions; /* case.read, case.write, person.raw, place.desk, town.desk, catalogue.write .. */
    size_t permission_count;
} Role;

typedef struct Permission {
    Str code;             /* case.write */
    Str name_zh, name_en; /* a sentence */
} Permission;

typedef struct Roles Roles;
MUST_USE Err access_roles_load(Arena *a, Str yaml, Str file, const Roles **ret_roles);
const Role *access_role(const Roles *roles, Str code); /* NULL when there is none */
size_t access_role_count(const Roles *roles);
const Role *access_role_at(const Roles *roles, size_t i);
const Permission *access_permission(const Roles *roles, Str code); /* NULL when there is none */

typedef struct Office {
    int64_t id;
    PersonId person;
    Str person_name;
    const Role *role;
    PlaceCode place;
    Date from, to; /* both days are in office; DATE_NONE: no end set */
    Str object;    /* what leaves call it */
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
extern const Actor access_system; /* the operator at the command line: may appoint and issue codes, nothing else */

/* The acting office's role has the permission and its scope covers the place. */
bool access_may(const Actor *who, Str permission, PlaceCode where);
/* Acts in that role (or for that body) at a place whose scope covers `where`. */
bool access_acts_as(const Roles *roles, const Actor *who, Str role, PlaceCode where);

/* Who holds a role, or acts in it, at a place on a day (scope covers it); each person once; at most LIMIT_ROWS_MANY. */
MUST_USE Err access_holders(Db *db, Arena *a, const Roles *roles, Str role, PlaceCode where, Date on,
                            const Office **ret_offices, size_t *ret_count);
/* A person's offices on a day. */
MUST_USE Err access_offices_of(Db *db, Arena *a, const Roles *roles, Home home, PersonId person, Date on,
                               const Office **ret_offices, size_t *ret_count);

/* Every office held at the place itself on a day, in the order of the role file. */
MUST_USE Err access_offices_at(Db *db, Arena *a, const Roles *roles, PlaceCode place, Date on,
                               const Office **ret_offices, size_t *ret_count);

/*
 * Person and office ids hold the home's nine digits in front of a running number: they are unique everywhere, so that
 * rules may compare persons of different homes.
 */
/* -- people and appointments (in a job) -------------------------------------------------------------------------- */
MUST_USE Err access_person_add(Db *db, Arena *a, Home home, Str name, PersonId *ret_person);
Home access_home_of(PersonId person); /* the digits in front */
MUST_USE Err access_person_name(Db *db, Arena *a, Home home, PersonId person, Str *ret_name);
MUST_USE Err access_appoint(Db *db, Arena *a, const Roles *roles, const Actor *by, Instant now, PersonId person,
                            Home person_home, Str role, PlaceCode place, Date from, Date to, int64_t *ret_office);
MUST_USE Err access_end_office(Db *db, Arena *a, const Actor *by, Instant now, Home home, int64_t office, Date to);

/* -- signing in -------------------------------------------------------------------------------------------------- */
typedef enum SessionKind { SESSION_STAFF, SESSION_API, SESSION_DEVICE } SessionKind; /* password, bearer, PIN */

typedef struct Session {
    Str token;   /* 43 characters of base64url; only its digest is stored */
    Str csrf;    /* of the form "session"; others by access_csrf */
    SessionKind kind;
    Actor actor;
    Instant idle_until, until;
    Instant proven; /* when the secret was last given; INSTANT_NONE: a device idle for 30 min reads, but does not act */
    bool wants_factor; /* the secret was right, the second factor is missing: good for giving it and for nothing else */
} Session;

/* Town and county: login and password. The hash is checked outside the job; access_login_result says how that went. */
MUST_USE Err access_login_set(Db *db, Arena *a, Home home, PersonId person, Str login, Str password_hash);
typedef struct LoginRow {
    Str login, device;    /* as given; device: the cookie of an earlier success, or "" */
    Home home;
    PersonId person;
    Str password_hash;    /* "" when the login is unknown: verify against a dummy all the same */
    Instant locked_until; /* a known device keeps its own counter; INSTANT_NONE: not locked */
    bool known_device;
    bool needs_device;    /* village staff: PIN on a bound device */
    bool keeps_device;    /* set by the caller: a browser, which can keep the cookie of a known device */
    Str agent;            /* .. which one, in our words */
} LoginRow;
typedef struct LoginOutcome {
    bool in;
    Str device;           /* in: the cookie that makes this device known */
    Instant locked_until; /* not in: INSTANT_NONE or until when further tries are not looked at */
} LoginOutcome;
MUST_USE Err access_login_find(Db *db, Arena *a, Str login, Str device, LoginRow *ret_row);
MUST_USE Err access_login_of(Db *db, Arena *a, Home home, PersonId person, Str *ret_login); /* "": has none */
MUST_USE Err access_login_result(Db *db, Arena *a, const LoginRow *row, bool verified, Instant now,
                                 LoginOutcome *ret_outcome);
Err access_login_refusal(Arena *a, const LoginOutcome *outcome, Instant now); /* NULL when in */

/* Village staff: a printed one-time code (issued face to face) binds a device and sets a PIN of six digits. */
MUST_USE Err access_code_issue(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now,
                               Str *ret_code);
typedef struct CodeUse {
    Str code, pin, agent;
} CodeUse;
MUST_USE Err access_code_use(Db *db, Arena *a, const CodeUse *use, Instant now, Home *ret_home, PersonId *ret_person,
                             Str *ret_device);
typedef enum PinResult { PIN_UNKNOWN, PIN_OK, PIN_WRONG, PIN_WAIT, PIN_BLOCKED } PinResult;
typedef struct PinOutcome {
    PinResult result;
    int64_t left;         /* PIN_WRONG: tries that remain before one has to wait */
    Instant locked_until; /* PIN_WAIT */
    Home home;            /* PIN_OK */
    PersonId person;
} PinOutcome;
MUST_USE Err access_pin_check(Db *db, Arena *a, Str device, Str pin, Instant now, PinOutcome *ret_outcome);
Err access_pin_refusal(Arena *a, const PinOutcome *outcome, Instant now); /* NULL when it is PIN_OK */
/* A lost phone: every device, session and unused code of the person ends. One may do it to oneself. */
MUST_USE Err access_sign_out_everywhere(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now);

/*
 * Town and county: a second factor (docs/why/factor.md). Six digits that an authenticator shows (RFC 6238: SHA-1, 30 s,
 * one step early or late, each taken once), or one of ten printed spare codes, each good once.
 */
enum { FACTOR_SPARES = 10 };
void access_want_factor(bool wanted);          /* for the process, at start: whether the flag of the role file counts */
bool access_needs_factor(const Actor *who);    /* holds an office that wants one */
typedef struct FactorState {
    bool enrolled;
    Instant since;
    int64_t spares; /* left */
} FactorState;
MUST_USE Err access_factor_state(Db *db, Arena *a, Home home, PersonId person, FactorState *ret_state);
/* The secret offered to a session, 32 letters of base32: made from its token, so that nothing is kept until it works. */
Str access_factor_offer(Arena *a, Str token);
typedef struct FactorOutcome {
    bool in;
    bool by_spare;        /* in: one of the printed codes is used up */
    int64_t spares;       /* in: left */
    bool unknown;         /* not in: there is no factor yet */
    Instant locked_until; /* not in: INSTANT_NONE, or until when further tries are not looked at */
} FactorOutcome;
/* A code for the offered secret: kept from now on, with FACTOR_SPARES printed codes, said this once. */
MUST_USE Err access_factor_enrol(Db *db, Arena *a, const Session *session, Str code, Instant now,
                                 FactorOutcome *ret_outcome, const Str **ret_spares);
MUST_USE Err access_factor_check(Db *db, Arena *a, Home home, PersonId person, Str code, Instant now,
                                 FactorOutcome *ret_outcome);
Err access_factor_refusal(Arena *a, const FactorOutcome *outcome, Instant now); /* NULL when in */
MUST_USE Err access_spares_renew(Db *db, Arena *a, const Actor *self, Instant now, const Str **ret_spares);
/* Face to face, by whoever may hand out codes: the factor, its spare codes and every session of the person end. */
MUST_USE Err access_factor_reset(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now);

typedef struct SessionNew {
    Home home;
    PersonId person;
    SessionKind kind;
    bool factored; /* the second factor was given just now */
    Str agent;     /* the device and its program, in our words: "android wechat"; "" */
    Str device;    /* SESSION_DEVICE: the cookie of the device whose PIN it was */
} SessionNew;
MUST_USE Err access_session_start(Db *db, Arena *a, const Roles *roles, const SessionNew *fresh, Instant now,
                                  Session *ret_session);
/* ERR_LOGIN when unknown, idle too long or ended. Read-only: the idle clock is moved by access_session_touch. */
MUST_USE Err access_session_get(Db *db, Arena *a, const Roles *roles, Str token, Instant now, Session *ret_session);
MUST_USE Err access_session_touch(Db *db, Arena *a, Str token, Instant now); /* call it when access_session_stale */
bool access_session_stale(const Session *s, Instant now); /* a minute has passed since the idle clock was moved */
MUST_USE Err access_session_prove(Db *db, Arena *a, Str token, Instant now); /* the secret was given again, rightly */
bool access_session_is_fresh(const Session *s, Instant now); /* proven <= 5 min ago: publish, role change, export */
MUST_USE Err access_session_act_as(Db *db, Arena *a, Str token, int64_t office, Instant now);
MUST_USE Err access_session_end(Db *db, Arena *a, Str token);
/* -- where one is signed in, for oneself ------------------------------------------------------------------------- */
typedef struct SignedIn {
    Str id; /* names it in a form */
    SessionKind kind;
    Instant since, seen; /* since: INSTANT_NONE in sessions of before this was kept */
    Str agent;
    bool here; /* the session that asks */
} SignedIn;
typedef struct BoundDevice { /* it needs nothing but the PIN */
    Str id;
    Instant bound;
    Str agent;
    bool blocked, here;
} BoundDevice;
MUST_USE Err access_signed_in(Db *db, Arena *a, const Session *session, Instant now, const SignedIn **ret,
                              size_t *ret_count);
MUST_USE Err access_bound_devices(Db *db, Arena *a, Home home, PersonId person, Str here, const BoundDevice **ret,
                                  size_t *ret_count);
MUST_USE Err access_session_end_one(Db *db, Arena *a, const Actor *self, Str id);
MUST_USE Err access_session_end_others(Db *db, Arena *a, const Session *session);
MUST_USE Err access_device_forget(Db *db, Arena *a, const Actor *self, Str id, Instant now); /* and its sessions */
typedef struct PinChange {
    Str device, old, fresh;
} PinChange;
/* Every other session of the person ends. A wrong old PIN is an outcome and counts; a bad new one is ERR_INPUT. */
MUST_USE Err access_pin_change(Db *db, Arena *a, const Session *session, const PinChange *change, Instant now,
                               PinOutcome *ret_outcome);

Str access_csrf(Arena *a, Str token, Str form);
bool access_csrf_ok(Arena *a, Str token, Str form, Str given);

/* -- slips: eight digits in two groups follow a case ------------------------------------------------------------- */
MUST_USE Err access_slip_issue(Db *db, Arena *a, Home home, CaseId about, Instant now, Str *ret_slip);
MUST_USE Err access_slip_open(Db *db, Arena *a, Str slip, Instant now, Actor *ret_actor);

/* -- personal data ----------------------------------------------------------------------------------------------- */
MUST_USE Err access_keys_open(Arena *a, const char *folder, bool make); /* DATA/keys/columns.key, 0600; process-wide */
Str access_seal(Arena *a, Str table, Str column, Home home, int64_t id, Str plain);
/* Logs who, whose, which field and why, then opens. Only inside a job: the log comes first. */
MUST_USE Err access_unseal(Db *db, Arena *a, const Actor *who, Str why, Str table, Str column, Home home, int64_t id,
                           Str cipher, Instant now, Str *ret_plain);
Str access_find_key(Arena *a, Str what, Str normalised);
typedef struct Look { /* one read of a raw value */
    int64_t id;
    Instant at;
    Home who_home;
    PersonId who;
    Str name, office;
    Str field; /* people_person.phone */
    int64_t row;
    Str why;
} Look;
/* Who looked at one value, newest first: for the person it belongs to. */
MUST_USE Err access_looks_at(Db *db, Arena *a, Home home, Str field, int64_t row, const Look **ret_looks,
                             size_t *ret_count);
/* Newest first, LIMIT_PAGE_ROWS at most; before: the last id of the page before, or 0. For audit.read. */
MUST_USE Err access_looks(Db *db, Arena *a, Home home, int64_t before, const Look **ret_looks, size_t *ret_count);

/* -- idempotency: (actor, key) with a digest of the body, kept 24 h ---------------------------------------------- */
typedef struct Once {
    Home home;      /* of the place in the route: a transaction writes one home */
    Str actor, key; /* who, and the Idempotency-Key header */
    Digest body;
} Once;
typedef struct Answered {
    bool seen;
    int64_t status;
    Str number;
} Answered;
/* ERR_CONFLICT for the same key with another body. */
MUST_USE Err access_key_seen(Db *db, Arena *a, const Once *once, Instant now, Answered *ret);
MUST_USE Err access_key_keep(Db *db, Arena *a, const Once *once, Instant now, int64_t status, Str number);

/* -- rates: buckets in memory; slow down, never ban (a whole village may share one address) ---------------------- */
typedef enum RateKind {
    RATE_LOGIN_ADDRESS = 1, RATE_LOGIN_ALL, RATE_ASK_ADDRESS, RATE_SLIP_ADDRESS, RATE_SLIP_ALL,
} RateKind;
MUST_USE bool access_rate_take(RateKind kind, Str who, int64_t now_ms); /* false: too fast just now */
/* A right slip or code was no guess: what it took is put back, so that only wrong ones are slowed down. */
void access_rate_give_back(RateKind kind, Str who, int64_t now_ms);

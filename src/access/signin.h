// SPDX-License-Identifier: Apache-2.0
/*
 * Signing in: passwords, printed codes and PINs, the second factor, sessions, proofs of being oneself, where one is
 * signed in. What the secrets are worth stands in docs/why/pin.md and docs/why/factor.md.
 */
#pragma once

#include "access/actor.h"

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
/* Whether somebody may choose this password; ERR_INPUT says why not. Pure. */
Err access_password_check(Arena *a, Str login, Str password);
/* One's own, hashed already; the old one was looked at. Every other session of the person ends. */
MUST_USE Err access_password_change(Db *db, Arena *a, const Session *session, Str hash, Instant now);
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

/* -- what was typed into a form that the door refused (docs/why/kept.md) ------------------------------------------ */
Str access_by(Arena *a, const Actor *who); /* in a form: whose page it is, in which office. Only the house can make it */
bool access_by_is(Arena *a, const Actor *who, Str by, int64_t *ret_office); /* his; acting in that office, 0: none */
Str access_keep(Arena *a, Str plain);      /* sealed, to be carried by a browser */
MUST_USE bool access_kept(Arena *a, Str kept, Str *ret_plain); /* false: not sealed here, or changed since */

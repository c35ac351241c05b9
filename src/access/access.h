// SPDX-License-Identifier: Apache-2.0
/*
 * access: who, in which office, and whether they may.
 *
 * lives:    accounts, sessions, devices and PINs, appointments, roles and permissions, slips, rate limits, sealed
 *           columns, the audit of reads of personal data
 * promises: deny unless a row says yes; the place comes from the route and the actor, never from a form; secrets are
 *           stored as digests; a raw personal value is logged before it is returned
 * uses:     base codec seal store place record
 * public:   actor.h signin.h
 *
 * Roles are data (data/catalogue/role.yaml): each has names in both languages, the level of place it is held at,
 * permissions, and the roles that act in it as well; a *body* (a meeting, a council) has nothing but those. An
 * appointment is (person, role, place, from, to). One person may hold several and acts in one of them at a time.
 *
 * What must be remembered is never an error: an Err undoes the job. A wrong password or PIN therefore comes back as an
 * outcome with its sentence, and the job that counted it stands.
 */
#pragma once

#include "access/actor.h"
#include "access/signin.h"
#include "record/record.h"

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

/* -- slips: eight digits in two groups follow a case ------------------------------------------------------------- */
MUST_USE Err access_slip_issue(Db *db, Arena *a, Home home, CaseId about, Instant now, Str *ret_slip);
MUST_USE Err access_slip_open(Db *db, Arena *a, Str slip, Instant now, Actor *ret_actor);

/* -- personal data ----------------------------------------------------------------------------------------------- */
MUST_USE Err access_keys_open(Arena *a, const char *folder, bool make); /* DATA/keys/columns.key, 0600; process-wide */
Str access_seal(Arena *a, Str table, Str column, Home home, int64_t id, Str plain);
/* Logs who, whose, which field and why, then opens. Only inside a job: the log comes first. */
MUST_USE Err access_unseal(Db *db, Arena *a, const Actor *who, Str why, Str table, Str column, Home home, int64_t id,
                           Str cipher, Instant now, Str *ret_plain);
/* Whether a sealed value opens in its cell. What is in it goes nowhere, and so no line stands in the audit. */
typedef struct SealedCell {
    Str table, column;
    Home home;
    int64_t id;
} SealedCell;
bool access_seal_holds(Arena *a, const SealedCell *cell, Str cipher);
/* fsck: what access itself keeps sealed (secrets of the second factor), tried with the house's key. */
MUST_USE Err access_fsck(Db *db, Arena *a, Home home, RecordComplain complain, void *arg);
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

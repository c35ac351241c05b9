// SPDX-License-Identifier: Apache-2.0
/* What the files of access share among themselves. */
#pragma once

#include "access/access.h"

/* Ids hold the home in front: 371603106 000042. */
enum { ACCESS_ID_ROOM = 1000 * 1000 };

/* What happened, for the record: private but for its kind, its place and the office acted in. */
typedef struct AccessEvent {
    Str kind;
    PlaceCode place;
    Str object;
    Instant at;
    const Actor *by;
    Home person_home; /* whom it is about */
    PersonId person;
    const Office *office; /* the office given or ended, or NULL */
} AccessEvent;
MUST_USE Err access_record(Db *db, Arena *a, const AccessEvent *e);

/* The permission holds strictly below the place acted at, its twin "<permission>.peer" at the same level as well. */
bool access_may_below(const Actor *who, Str permission, Str peer, PlaceCode where);

/* -- short secrets (docs/why/pin.md) and tokens ------------------------------------------------------------------ */
typedef enum SecretKind {
    SECRET_PIN = 1, SECRET_CODE, SECRET_SLIP, SECRET_LOCK, SECRET_SPARE, SECRET_OFFER,
    SECRET_FORM,
} SecretKind;
Str access_keyed(Arena *a, SecretKind which, Str first, Str second); /* HMAC-SHA-256, 32 bytes */
Str access_digest(Arena *a, Str token);                              /* SHA-256, 32 bytes: for 256-bit tokens */
Str access_new_token(Arena *a);                                      /* 256 bits of chance: 43 characters */
const ColumnKey *access_column_key(void);
Str access_cell(Arena *a, Str table, Str column, Home home, int64_t id); /* what a sealed value is bound to */

/* A new device of a person: with the keyed PIN of a printed code, or "" for one known by its password. Older ones than
 * LIMIT_DEVICES_OF_PERSON go. */
typedef struct NewDevice {
    Home home;
    PersonId person;
    Str pin; /* six digits, or "" */
    Str agent;
    Instant now;
} NewDevice;
MUST_USE Err access_bind_device(Db *db, Arena *a, const NewDevice *d, Str *ret_device);

/* Ten letters and digits that no laser printer confuses, in two groups; and what people type, without what they add:
 * STR_NONE when it cannot be one. */
Str access_new_code(Arena *a);
Str access_plain_code(Arena *a, Str typed);
/* Digits alone, so many of them, however they are typed: full-width, with blanks. STR_NONE when they are not that. */
Str access_plain_digits(Arena *a, Str typed, size_t count);

/* Not idle too long for its kind. */
bool access_session_alive(SessionKind kind, Instant seen, Instant now);

/* Whoever may hand out codes to this person; nobody to himself. */
MUST_USE Err access_check_issuer(Db *db, Arena *a, const Actor *by, const NewDevice *d);
/* Whom a sign-in belongs to, for the record: the person's own object. */
MUST_USE Err access_record_person(Db *db, Arena *a, Str kind, const Actor *by, const NewDevice *d);

/* -- failures in a row: from the fifth on 1 minute, doubling to an hour; forgotten after a day -------------------- */
extern const Home access_strange; /* where failures of logins that do not exist are counted */
typedef struct Counter {
    Home home;
    Str subject; /* keyed: what is counted does not stand in the table */
    int64_t failures;
    Instant until;
} Counter;
MUST_USE Err access_counter(Db *db, Arena *a, Counter *c, Instant now); /* fills in what is kept of c->subject */
MUST_USE Err access_count_failure(Db *db, Arena *a, const Counter *c, Instant now, Instant *ret_until);
bool access_counter_waits(const Counter *c, Instant now);
Str access_minutes_until(Arena *a, Instant until, Instant now);

/* -- time-based one-time passwords (RFC 6238), pure --------------------------------------------------------------- */
enum { TOTP_DIGITS = 6, TOTP_STEP_MS = 30 * 1000, TOTP_SECRET_BYTES = 20, TOTP_SECRET_CHARS = 32 };
int64_t access_totp_step(Instant now);
Str access_totp_code(Arena *a, Str secret, int64_t step); /* secret: raw bytes */
/* The step the digits belong to: this one, the last or the next, and later than `after`. False: none. */
bool access_totp_find(Arena *a, Str secret, Str digits, Instant now, int64_t after, int64_t *ret_step);

// SPDX-License-Identifier: Apache-2.0
/* What the files of access share among themselves. */
#pragma once

#include "access/access.h"

/* Ids hold the home in front: 371603106 000042. */
enum { ACCESS_ID_ROOM = 1000 * 1000 };

/* A name nobody can guess or count, for leaves: 16 characters of base32. */
Str access_new_object(Arena *a);

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
typedef enum SecretKind { SECRET_PIN = 1, SECRET_CODE, SECRET_SLIP, SECRET_LOCK } SecretKind;
Str access_keyed(Arena *a, SecretKind which, Str first, Str second); /* HMAC-SHA-256, 32 bytes */
Str access_digest(Arena *a, Str token);                              /* SHA-256, 32 bytes: for 256-bit tokens */
Str access_new_token(Arena *a);                                      /* 256 bits of chance: 43 characters */
const ColumnKey *access_column_key(void);

/* A new device of a person: with the keyed PIN of a printed code, or "" for one known by its password. Older ones than
 * LIMIT_DEVICES_OF_PERSON go. */
typedef struct NewDevice {
    Home home;
    PersonId person;
    Str pin; /* six digits, or "" */
    Instant now;
} NewDevice;
MUST_USE Err access_bind_device(Db *db, Arena *a, const NewDevice *d, Str *ret_device);

// SPDX-License-Identifier: Apache-2.0
/*
 * record: what happened, in order, provably.
 *
 * lives:    events and their leaves (the same rows), the Merkle tree of each home, checkpoints, proofs, tiles, the signer
 * promises: an event and its leaf are appended in the transaction of the change, or not at all; nothing here is ever
 *           updated but by erasure, which drops private bytes and keeps the hash; the signer signs nothing that does
 *           not extend what it signed before
 * uses:     base codec seal store place
 *
 * Formats: C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-proof (docs/formats/record.md). One log per home, origin
 * <host>/log/<code9>.
 */
#pragma once

#include "base/base.h"
#include "place/place.h"
#include "seal/seal.h"
#include "store/store.h"

typedef struct Event {
    Str kind;         /* dialogue.assign: <room>.<verb> */
    PlaceCode place;  /* whose matter */
    CaseId about;     /* 0 when it is about no case */
    Str object;       /* the random id of what it is about: 16 characters of base32 (80 bits) */
    Str office;       /* the role acted in; "" for the clock and for askers */
    PersonId person;  /* for our own eyes; never in a leaf */
    Instant at;
    bool sealed;      /* the leaf says only {v, kind: "sealed", commit} */
    const Digest *body; /* of public bytes frozen by this event, or NULL */
    Str data;         /* private canonical JSON: facts given, notes, who signed on paper; committed to with a salt */
} Event;

typedef struct RecordRef {
    Home home;
    uint64_t index;
    Digest leaf;
} RecordRef;

/* Only inside a job. */
MUST_USE Err record_append(Db *db, Arena *a, const Event *e, RecordRef *ret_ref);

typedef struct EventRow {
    uint64_t index;
    Str kind, object, office, data;
    PersonId person;
    PlaceCode place;
    Instant at;
    Digest leaf;
    Str leaf_bytes;
    bool erased;
} EventRow;
/* The events about a case, oldest first; at most LIMIT_ROWS_MANY. */
MUST_USE Err record_of_case(Db *db, Arena *a, Home home, CaseId about, const EventRow **ret, size_t *ret_count);
MUST_USE Err record_get(Db *db, Arena *a, Home home, uint64_t index, const EventRow **ret);
/* Drops the private bytes and the salt of one event; says so in an event of its own. */
MUST_USE Err record_erase(Db *db, Arena *a, Home home, uint64_t index, Str reason, const Event *why);

typedef struct Root {
    uint64_t size;
    Digest hash;
} Root;
MUST_USE Err record_root(Db *db, Arena *a, Home home, Root *ret_root);

/* The short code people compare: 12 characters of base32 of the leaf hash in three groups, 7K4Q-2M9D-XW3H. */
Str record_short_code(Arena *a, const Digest *leaf);

/* Proofs are against the last checkpoint signed; ERR_AGAIN until the first that covers the leaf (at most 2 s). */
MUST_USE Err record_proof(Db *db, Arena *a, Home home, uint64_t index, Str *ret_tlog_proof);
MUST_USE Err record_checkpoint(Db *db, Arena *a, Home home, Str *ret_note);
/* path: "0/x001/234", "entries/000.p/44", "1/000.p/1"; ERR_MISSING for what is not there. */
MUST_USE Err record_tile(Db *db, Arena *a, Home home, Str path, Str *ret_bytes);
Str record_vkey(Arena *a, Str origin, const uint8_t pub[32]);

/* True when the event's stored bytes, its leaf hash and the public bytes' hash still agree with the tile above it. */
MUST_USE Err record_is_whole(Db *db, Arena *a, Home home, uint64_t index, const Digest *body, bool *ret_whole);

/* -- the signer: its own small durable memory, one file per home in folder/signer ---------------------------------- */
typedef struct Signer Signer;
typedef struct SignerOptions {
    const char *folder; /* DATA/keys: log.key and signer/<code9> */
    Str host;           /* origin is <host>/log/<code9>; "demo." stands before it with a clock that is not real */
} SignerOptions;
MUST_USE Err record_signer_open(Arena *a, const SignerOptions *options, Signer **ret_signer);
Str record_signer_vkey(Arena *a, const Signer *s, Home home);
/* Signs every home whose log grew; returns how many. Refuses what does not extend its memory. */
MUST_USE Err record_sign_due(Signer *s, Store *store, Arena *a, Instant now, size_t *ret_signed);

/* Verifies without a database: what `shaichang verify` runs. */
typedef struct ProofCheck {
    uint64_t index, size;
    Str origin;
    Digest leaf;
} ProofCheck;
MUST_USE Err record_verify_proof(Arena *a, Str tlog_proof, Str leaf_bytes, Str vkey, ProofCheck *ret_check);

/* fsck: recomputes leaves, frontier, tiles and checkpoints of a home; tells each difference with table and row. */
typedef void (*RecordComplain)(void *arg, Str table, Str row, Str what);
MUST_USE Err record_fsck(Db *db, Arena *a, Home home, RecordComplain complain, void *arg);

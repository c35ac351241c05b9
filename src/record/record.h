// SPDX-License-Identifier: Apache-2.0
/*
 * record: what happened, in order, provably.
 *
 * lives:    events and their leaves (the same rows), the Merkle tree of each home, checkpoints, proofs, tiles, signer
 * promises: an event and its leaf are appended in the transaction of the change, or not at all; nothing here is ever
 *           updated but by erasure, which drops private bytes and keeps the hash; the signer signs nothing that does
 *           not extend what it signed before
 * uses:     base codec seal store place
 *
 * Formats: C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-proof (docs/formats/record.md). One log per home, origin
 * <host>/log/<code9>. After a restore of an older state a home goes on in a new log, epoch n: <host>/log/<code9>/e<n>.
 * An event's index counts through all epochs of its home; in a log, in proofs and tiles, leaves count from its first.
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
    Str data;         /* private canonical JSON: facts given, notes, who signed on paper; committed to with a salt;
                         at most LIMIT_EVENT_BYTES */
} Event;

/* A name nobody can guess or count, for what an event is about: 16 characters of base32 (80 bits). */
Str record_new_object(Arena *a);

typedef struct RecordRef {
    Home home;
    uint64_t index;
    Digest leaf;
} RecordRef;

/* Only inside a job. The time never runs backwards within a home: an earlier `at` becomes that of the event before. */
MUST_USE Err record_append(Db *db, Arena *a, const Event *e, RecordRef *ret_ref);

typedef struct EventRow {
    uint64_t index;
    Str kind, object, office, data;
    PersonId person;
    PlaceCode place;
    CaseId about;
    Instant at;
    Digest leaf;
    Str leaf_bytes;
    uint32_t epoch;
    bool sealed;
    bool erased; /* then there is no data any more */
} EventRow;
/* The events about a case, oldest first; at most LIMIT_ROWS_MANY. */
MUST_USE Err record_of_case(Db *db, Arena *a, Home home, CaseId about, const EventRow **ret, size_t *ret_count);
MUST_USE Err record_get(Db *db, Arena *a, Home home, uint64_t index, const EventRow **ret); /* NULL when unknown */
/* Drops the private bytes and the salt of one event; says so in an event of its own: `why` with the object of the other
 * (sealed if that was), whose data becomes {"erased":index,"leaf":hex,"reason":text}. Only inside a job. */
MUST_USE Err record_erase(Db *db, Arena *a, Home home, uint64_t index, Str reason, const Event *why);

typedef struct Root {
    uint64_t size;
    Digest hash;
} Root;
MUST_USE Err record_root(Db *db, Arena *a, Home home, Root *ret_root); /* of the newest epoch, signed or not */

/* The short code people compare: 12 characters of base32 of the leaf hash in three groups, 7K4Q-2M9D-XW3H. */
Str record_short_code(Arena *a, const Digest *leaf);

/* -- logs, as the world reads them: <host>/log/<code9> is epoch 0, <host>/log/<code9>/e<n> a later one ------------- */
typedef struct LogId {
    Home home;
    uint32_t epoch;
} LogId;
MUST_USE Err record_newest_log(Db *db, Arena *a, Home home, LogId *ret_log);
MUST_USE bool record_read_epoch(Str segment, uint32_t *ret_epoch); /* the path segment "e3" */

/* Proofs are against the last checkpoint signed; ERR_AGAIN until the first that covers the leaf (at most 2 s). Ours
 * carry the leaf: the file and the key are all that a verifier needs. */
MUST_USE Err record_proof(Db *db, Arena *a, Home home, uint64_t index, Str *ret_tlog_proof);
/* Against the first checkpoint that covered the leaf: the same bytes for ever. */
MUST_USE Err record_proof_first(Db *db, Arena *a, Home home, uint64_t index, Str *ret_tlog_proof);
MUST_USE Err record_checkpoint(Db *db, Arena *a, LogId log, Str *ret_note); /* ERR_MISSING before the first */
/* path: "0/x001/234", "entries/000.p/44", "1/000.p/1"; ERR_MISSING for what the last checkpoint does not cover. */
MUST_USE Err record_tile(Db *db, Arena *a, LogId log, Str path, Str *ret_bytes);
Str record_vkey(Arena *a, Str origin, const uint8_t pub[32]);

/* True when the event's row, its leaf, the private bytes (unless erased) and `body` (when given: the hash of the public
 * bytes as they are now) agree with each other, with the tile above, and with the last checkpoint's root. */
MUST_USE Err record_is_whole(Db *db, Arena *a, Home home, uint64_t index, const Digest *body, bool *ret_whole);
/* The same for many events, with no more queries than for one. */
typedef struct WholeAsk {
    uint64_t index;
    const Digest *body; /* or NULL */
    bool whole;         /* the answer */
} WholeAsk;
MUST_USE Err record_are_whole(Db *db, Arena *a, Home home, WholeAsk *asks, size_t count);

/* -- the signer: its own small durable memory, one file per home in folder/signer ---------------------------------- */
typedef struct Signer Signer;
typedef struct SignerOptions {
    const char *folder; /* DATA/keys: log.key and signer/<code9> */
    Str host;           /* origin is <host>/log/<code9>; "demo." stands before it with a clock that is not real */
} SignerOptions;
MUST_USE Err record_signer_open(Arena *a, const SignerOptions *options, Signer **ret_signer);
Str record_signer_vkey(Arena *a, const Signer *s, LogId log);
/* Signs every home whose log grew; returns how many. Refuses what does not extend its memory (the first refusal is
 * returned when all others are signed). One caller at a time. */
MUST_USE Err record_sign_due(Signer *s, Store *store, Arena *a, Instant now, size_t *ret_signed);
/* NULL when the home's newest log extends what was signed before; ERR_RULE when it does not. */
MUST_USE Err record_signer_check(const Signer *s, Db *db, Arena *a, Home home);
/* After a restore: opens epoch n+1 where the log does not extend what was signed before, or in every home that was signed
 * (when the memory may be older than the last signature: it came out of a backup itself). Its first leaf (kind
 * record.epoch) holds the last checkpoint known to be signed. Old events stay readable under their epoch. */
typedef enum EpochWhere { EPOCH_WHERE_OLDER, EPOCH_EVERYWHERE } EpochWhere;
MUST_USE Err record_epoch_open(Signer *s, Store *store, Arena *a, Instant now, EpochWhere where, size_t *ret_opened);

/* Verifies without a database: what `shaichang verify` runs. */
typedef struct ProofCheck {
    uint64_t index, size;
    Str origin;
    Digest leaf;
    Str leaf_bytes; /* what was proved */
} ProofCheck;
/* leaf_bytes "": those that the proof carries in its extra line. */
/* The log a proof says it is of, nothing verified yet: where to ask for its key. */
MUST_USE Err record_proof_origin(Arena *a, Str tlog_proof, Str *ret_origin);
MUST_USE Err record_verify_proof(Arena *a, Str tlog_proof, Str leaf_bytes, Str vkey, ProofCheck *ret_check);

/* Every home that has a log. */
MUST_USE Err record_homes(Db *db, Arena *a, const Home **ret_homes, size_t *ret_count);

/* fsck: recomputes leaves, frontier, tiles and checkpoints of a home; tells each difference with table and row. */
typedef void (*RecordComplain)(void *arg, Str table, Str row, Str what);
MUST_USE Err record_fsck(Db *db, Arena *a, Home home, RecordComplain complain, void *arg);

// SPDX-License-Identifier: Apache-2.0
/* The signer, for the files of this folder. */
#pragma once

#include "record/event.h"
#include "record/note.h"

struct Signer {
    const char *folder; /* DATA/keys/signer */
    Str host;
    SignKey key;
};

Str signer_origin(Arena *a, const Signer *s, LogId log);

/* How the newest log of a home stands to what was signed for it before. */
typedef struct SignerView {
    Tree tree;
    Str last;       /* the last note signed, or none: a new home */
    uint32_t epoch; /* its epoch */
} SignerView;
/* ERR_RULE when the log does not extend `last`; the view is filled in as far as it is known. */
MUST_USE Err signer_look(const Signer *s, Db *db, Arena *a, Home home, SignerView *ret_view);

typedef struct SignedLog {
    LogId log;
    Root root;
    Str note;
} SignedLog;
typedef struct SignerRound {
    SignedLog *at;
    size_t count;
    Instant now;
} SignerRound;
/* Signs what was looked at: first into the memory, then, with the others of the round, into the database. */
MUST_USE Err signer_sign(const Signer *s, Arena *a, const Tree *t, SignedLog *ret_signed);
MUST_USE Err signer_store(Store *store, Arena *a, SignerRound *round);

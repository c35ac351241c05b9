// SPDX-License-Identifier: Apache-2.0
/* A leaf: what the log says about an event, as canonical JSON. docs/formats/record.md tells each field. */
#pragma once

#include "record/record.h"

typedef struct Leaf {
    Str kind;
    PlaceCode place;
    Str object;
    uint64_t seq; /* the n-th leaf about this object, from 1 */
    Instant at;   /* whole seconds in the leaf */
    const Digest *prev; /* the object's leaf before this one, or NULL */
    Str office;
    const Digest *body;
    const Digest *commit;
    Str last;    /* record.epoch only: the last checkpoint signed for the epoch before */
    bool sealed; /* then the leaf says its commit, and nothing else */
} Leaf;

Str leaf_write(Arena *a, const Leaf *leaf); /* STR_NONE when far beyond LIMIT_LEAF_BYTES */
MUST_USE Err leaf_read(Arena *a, Str bytes, Leaf *ret_leaf); /* refuses whatever leaf_write would not have written */
/* What a sealed leaf commits to: the leaf it would have been, and the data. */
Str leaf_secret(Arena *a, const Leaf *leaf, Str data);

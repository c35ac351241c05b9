// SPDX-License-Identifier: Apache-2.0
/* Documents: made before the event, whose body they are; kept after it, whose index they know. */
#pragma once

#include "process/process.h"

typedef struct Frozen {
    Str bytes;
    Digest hash;
} Frozen;

MUST_USE Err document_make(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, Frozen *ret_frozen);
MUST_USE Err document_keep(Db *db, Arena *a, const Case *c, const Frozen *frozen, uint64_t event, Instant now);

// SPDX-License-Identifier: Apache-2.0
/* Events as rows, for the files of this folder. */
#pragma once

#include "record/leaf.h"
#include "record/tree.h"
#include "record_sql.h"

#define EVENT_EPOCH "record.epoch" /* the kind of an epoch's first leaf */
#define EVENT_ERASE "record.erase"

/* Appends to the tree's log. `last` is for an epoch's first event alone: its leaf shows it, and there is no data. */
MUST_USE Err event_append(Tree *t, const Event *e, Str last, RecordRef *ret_ref);

/* What a row says against itself: NULL when leaf, hash, columns and private bytes agree. No I/O. */
const char *event_fault(Arena *a, Home home, const LeafRow *row);

MUST_USE bool event_digest(Str bytes, Digest *ret_digest);

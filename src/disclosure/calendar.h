// SPDX-License-Identifier: Apache-2.0
/* Private to the room: what the calendar opens, and the columns of an item's tables. */
#pragma once

#include "disclosure/disclosure.h"

Err disclosure_list_due(Db *db, Arena *a, PlaceCode village, Period month, const Json ***ret_facts, Str **ret_keys,
                        Instant **ret_dues, size_t *ret_count);
/* What was added today opens at once, for the period that ended last. */
Err disclosure_open_added(Db *db, Arena *a, const Engine *e, PlaceCode village, const AddedItem *added, Instant now);
Err disclosure_shape_head(Arena *a, const Case *c, const Field *f, TableShape *ret_shape);
Err disclosure_shape_rows(Arena *a, const Case *c, const Field *f, TableShape *ret_shape);

// SPDX-License-Identifier: Apache-2.0
/* Private to the room: keeping the shelf. */
#pragma once

#include "disclosure/disclosure.h"

Err disclosure_listen(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
Err disclosure_withdraw(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
/* The newest version that can be read of an item in a book, or NULL; and how many of the committee had looked. */
MUST_USE Err disclosure_newest_entry(Db *db, Arena *a, PlaceCode village, Str item, Str book, const ShelfEntry **ret,
                                     int64_t *ret_reviewers);

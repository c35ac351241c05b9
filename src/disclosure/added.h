// SPDX-License-Identifier: Apache-2.0
/* Private to the room: what a village asked to see besides the catalogue. */
#pragma once

#include "disclosure/disclosure.h"

/* As an item of the catalogue: with the shape that all of them have. */
const Item *disclosure_item_added(Arena *a, const AddedItem *added);
/* For guards: how many the village has; the one that a case names, or NULL. */
Err disclosure_load_added_count(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err disclosure_load_added(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
/* Effects of data/process/added_item.yaml. */
Err disclosure_add_item(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
Err disclosure_end_item(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);

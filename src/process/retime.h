// SPDX-License-Identifier: Apache-2.0
/* A limit looked at again without a step: holidays were announced, or the parent's day moved. */
#pragma once

#include "process/advance.h"

/* The limit of an open case as its facts, its parent and the calendar are now; *ret_changed: it moved. Rooms are told
 * `process.retimed`. Steps stand as they were. */
MUST_USE Err retime_case(Db *db, Arena *a, const Engine *e, Kept *k, Instant now, bool *ret_changed);
/* After a step: its open children, and cases that name it in a field, whose limits hang on what it changed. */
MUST_USE Err retime_others(const Moving *m);

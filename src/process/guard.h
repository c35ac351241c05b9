// SPDX-License-Identifier: Apache-2.0
/* Guards: what they look at is loaded, what they say is pure. */
#pragma once

#include "process/process.h"

typedef struct GuardAsk {
    const Case *c;    /* with the new facts */
    const Step *step;
} GuardAsk;

MUST_USE Err guard_ask(Db *db, Arena *a, const Engine *e, Str name, const GuardAsk *ask);
MUST_USE Err guard_all(Db *db, Arena *a, const Engine *e, const Action *x, const GuardAsk *ask);
/* Whether the case has a public page now. */
MUST_USE Err guard_shown(Db *db, Arena *a, const Engine *e, const GuardAsk *ask, bool *ret_shown);

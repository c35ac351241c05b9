// SPDX-License-Identifier: Apache-2.0
/* A case and its rows. */
#pragma once

#include "process/process.h"
#include "process_sql.h"

typedef struct Kept { /* a case with what only the engine keeps about it */
    Case c;
    PlaceCode village;
    int round;
    int64_t lates;    /* bits of the late stages that have been told */
    bool provisional; /* its limit runs over a year that is not announced */
} Kept;

MUST_USE Err case_of_row(Db *db, Arena *a, const Engine *e, const CaseRow *row, Kept *ret_kept);
/* ERR_MISSING when there is none. */
MUST_USE Err case_load(Db *db, Arena *a, const Engine *e, Home home, CaseId id, Kept *ret_kept);
MUST_USE Err case_list(Db *db, Arena *a, const Engine *e, const CaseRow *rows, size_t count, const Case *const **ret);
Str case_number(Arena *a, PlaceCode place, Str letter, int64_t year, int64_t seq);

/* What every decision looks at; and what the step asked about looks at besides. */
MUST_USE Err case_view(Db *db, Arena *a, const Engine *e, const Case *c, CaseView *ret_view);
MUST_USE Err case_view_step(Db *db, Arena *a, const Engine *e, const Step *s, CaseView *view);

/* The public line of a case; "" when the title field is not public. */
Str case_title(Arena *a, const Process *p, const Json *facts);

/* Sealed fields and index rows of what was given. */
Str case_seal_table(void); /* what sealed fields are bound to, beside their name */
MUST_USE Err case_put_seals(Db *db, Arena *a, const Case *c, const Decision *d);
MUST_USE Err case_put_finds(Db *db, Arena *a, const Case *c, const Json *given);

/* When the clock next has something to do with a case: a late stage, or the action it takes at the limit. */
Instant case_wake(const Engine *e, const Process *p, int state, Instant due, int64_t lates);

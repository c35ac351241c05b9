// SPDX-License-Identifier: Apache-2.0
/* A step written down: what opening and advancing share. */
#pragma once

#include "process/case_rows.h"

typedef struct Moving {
    Db *db;
    Arena *arena;
    const Engine *engine;
    const Step *step;
    Decision d;
    Kept kept;       /* the case after the step */
    uint64_t event;
} Moving;

/* The sheet a step was signed on, beside the step. */
MUST_USE Err paper_keep(const Moving *m);
/* Everything after the case's own row: sealed and found values, document, event, effects, subscribers, marks, turns. */
MUST_USE Err advance_write(Moving *m);
/* The case as the decision leaves it: facts, state, limit, owner, title. */
void advance_apply(Moving *m);
/* Tells the rooms that listen to the event. */
MUST_USE Err advance_tell(const Moving *m, Str kind);
/* The engine opens a child by itself. */
MUST_USE Err open_child(Db *db, Arena *a, const Engine *e, const Case *parent, const Step *s, Str process);

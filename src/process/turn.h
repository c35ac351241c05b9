// SPDX-License-Identifier: Apache-2.0
/* Whose turn it is: rows that a to-do reads without looking at cases. */
#pragma once

#include "process/process.h"

/* Who may take the next step: the state's `turn`, or `by` of the first action written that leads on from it; nobody
 * while the clock is who acts next. */
void turn_of_state(const Process *p, int state, const By **ret_by, size_t *ret_count);

MUST_USE Err turn_rebuild(Db *db, Arena *a, const Case *c);
/* A late stage: the role sees the case besides those whose turn it is, until the next step. */
MUST_USE Err turn_add_late(Db *db, Arena *a, const Case *c, const Late *late);
/* A signer objects to his sheet: the role is told; with "" the objection is taken back. */
MUST_USE Err turn_tell_dispute(Db *db, Arena *a, const Case *c, Str role);

// SPDX-License-Identifier: Apache-2.0
/* Private to the room: what stands around the rules: the loads before them, the document, the shelf kept after. */
#pragma once

#include "dialogue/dialogue_rule.h"

Err dialogue_load_latest(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err dialogue_load_owner(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err dialogue_load_checker(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err dialogue_load_followup(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err dialogue_load_meeting(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err dialogue_load_target(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
Err dialogue_make_minutes(Db *db, Arena *a, const Case *c, const Step *s, Str *ret_bytes);

/* Keeps the shelf: dialogue_listen.c. */
Err dialogue_listen(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
/* Holds it against the cases: dialogue_fsck.c. */
Err dialogue_audit_issues(Audit *u);
Err dialogue_audit_meetings(Audit *u);

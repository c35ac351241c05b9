// SPDX-License-Identifier: Apache-2.0
/* Private to the room: keeping the shelf. */
#pragma once

#include "disclosure/disclosure.h"

Err disclosure_listen(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
Err disclosure_withdraw(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
CaseId *disclosure_cases(Arena *a, const ShelfEntry *entries, size_t count);
/* Holds the shelf against the cases and documents: fsck.c. */
Err disclosure_audit_items(Audit *u);
Err disclosure_audit_objections(Audit *u);
Err disclosure_audit_lists(Audit *u);

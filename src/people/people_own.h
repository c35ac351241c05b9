// SPDX-License-Identifier: Apache-2.0
/* Private to the room: numbers as they are kept; the list behind the staff page, phones by their last four digits. */
#pragma once

#include "people/people.h"

Str people_tidy_id(Arena *a, Str number);

typedef struct PersonShown {
    PersonId id;
    Str name, nickname, phone_masked;
} PersonShown;
MUST_USE Err people_list(Db *db, Arena *a, PlaceCode village, PersonId after, const PersonShown **ret, size_t *ret_count);

Err people_audit_persons(Audit *u); /* people_fsck.c */

// SPDX-License-Identifier: Apache-2.0
/*
 * people: persons, households, and who holds which office.
 *
 * lives:    a person's sealed ID number and phone, nickname for search, households, the page of office holders, import
 * promises: private persons are never public; a raw value is logged before it is shown; an import is whole or nothing
 * uses:     base codec seal store place record access process web room desk
 */
#pragma once

#include "room/room.h"

/* Office holders of a village as its public page names them: full names, office phone of the village only. */
typedef struct PeopleOffice {
    PersonId person;
    Str name, role_zh, role_en, role;
    Date from;
} PeopleOffice;
MUST_USE Err people_offices(Db *db, Arena *a, PlaceCode village, Date on, const PeopleOffice **ret, size_t *ret_count);

typedef struct PersonNew {
    Str name, nickname, id_number, phone;
    PlaceCode household; /* or the village, when no household is known; or the town or county that somebody works for */
} PersonNew;
/* In a job. ERR_INPUT names the field: an ID number that fails its check digit, a phone that is none. */
MUST_USE Err people_add(Db *db, Arena *a, const PersonNew *p, PersonId *ret_person);

/* CSV: name,nickname,id_number,phone,place,role,from,to,login, in any order; name and place must be there. A person with
 * several offices has a row for each (docs/formats/people.md). One complaint per line, at most LIMIT_PEOPLE_COMPLAINTS; the caller undoes the job when there
 * is one, so that nothing half done is kept. */
typedef struct PeopleComplaint {
    int line;
    Str column;
    Err why;
} PeopleComplaint;
MUST_USE Err people_import(Db *db, Arena *a, const Actor *by, Instant now, Str csv, const PeopleComplaint **ret,
                           size_t *ret_complaints, size_t *ret_added);

extern const Room people_room;

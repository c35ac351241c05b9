// SPDX-License-Identifier: Apache-2.0
/* Private to the room: every version of every item, and how they are read. */
#pragma once

#include "disclosure/disclosure.h"

#define CATALOGUE_ITEMS "data/catalogue/disclosure_item.csv"
#define CATALOGUE_FIELDS "data/catalogue/field.yaml"
#define CATALOGUE_ADDED "V" /* the shape of what villages add */

typedef struct Version {
    Item item;
    const Table *table; /* where it stands, with every column */
    size_t row;
    struct Version *later;
} Version;

typedef struct Catalogue {
    Arena *arena; /* its own; a catalogue is never freed: somebody may still read it */
    const Yaml *shapes;
    const Roles *roles;
    const Table *columns; /* of the carried list: its first row names them */
    struct {
        Str code;
        Version *first; /* in the order of their days */
    } codes[LIMIT_DISCLOSURE_ITEMS]; /* in the order of the file */
    size_t code_count, version_count;
    const struct Catalogue *before; /* the one whose place it took */
} Catalogue;

/* The one in force; and another in its place. */
const Catalogue *catalogue(void);
void catalogue_publish(Catalogue *c, const Clock *clock); /* clock NULL: every version has begun */
/* As it is carried, without what a county changed. With an error too there is one, whose arena is to be freed. */
MUST_USE Err catalogue_new(const House *h, Catalogue **ret);

MUST_USE Err catalogue_read(Catalogue *c, Str list);
/* A row; `since` (DATE_NONE: what the row says): a county's change from that day, which ends the version before it. */
MUST_USE Err catalogue_take_row(Catalogue *c, const Table *t, size_t row, Date since);
Str catalogue_cell(const Table *t, size_t row, Str column); /* STR_NONE when there is no such column */

const Version *catalogue_versions(const Catalogue *c, Str code);
/* The last that had begun on a day; NULL when none had. */
const Version *catalogue_on(const Version *first, Date day);

MUST_USE Err disclosure_catalogue_open(Arena *a, const House *h);
MUST_USE Err disclosure_catalogue_wake(Db *db, Arena *a, const House *h);

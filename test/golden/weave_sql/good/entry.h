/* Made by weave of test/golden/weave_sql/good/entry.sql: change that file, not this one. */
#pragma once

#include "store/store.h"

typedef struct EntryRow {
    CaseId id;
    int64_t number;
    PersonId person;
    PlaceCode place;
    Money sum;
    Date posted_on;
    Instant at;
    bool open;
    Str memo;
    Str seal;
} EntryRow;

typedef struct PartRow {
    int64_t id;
    Str words;
} PartRow;

MUST_USE Err good_entry_get(Db *db, Arena *a, Home home, CaseId id, const EntryRow **ret_row);
MUST_USE Err good_entry_list(Db *db, Arena *a, Home home, PersonId person, Date after, Str words, int64_t row_max, const EntryRow **ret_rows, size_t *ret_count);
MUST_USE Err good_entry_some(Db *db, Arena *a, Home home, const CaseId *ids, size_t ids_count, const Date *days, size_t days_count, const EntryRow **ret_rows, size_t *ret_count);
MUST_USE Err good_part_each(Db *db, Arena *a,
    Err (*each)(void *arg, const PartRow *row), void *arg);
MUST_USE Err good_entry_put(Db *db, Arena *a, Home home, CaseId id, int64_t number, Date posted_on, Instant at, bool open, Str seal, PlaceCode place, int64_t *ret_changed);
MUST_USE Err good_part_search(Db *db, Arena *a, Home home, Str words, const PartRow **ret_rows, size_t *ret_count);

extern const DbQuery *const entry_queries[];
extern const size_t entry_query_count;

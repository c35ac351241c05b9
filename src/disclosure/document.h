// SPDX-License-Identifier: Apache-2.0
/* Private to the room: the document that is frozen, and how its rows are said. */
#pragma once

#include "disclosure/disclosure.h"

Err disclosure_make_document(Db *db, Arena *a, const Case *c, const Step *s, Str *ret_bytes);
/* What was frozen of an entry: every version, oldest first, and the one that stands on the shelf, or NULL. */
typedef struct EntryDocuments {
    const Document *all, *shown;
    size_t count;
} EntryDocuments;
/* Of entries of one village, in one query. */
MUST_USE Err disclosure_documents(Db *db, Arena *a, const ShelfEntry *entries, size_t count, EntryDocuments **ret);

bool disclosure_is_mask(Str word);
/* The text of a row's field as its mask leaves it. */
Str disclosure_masked(Arena *a, const Field *f, const Json *row);

/* What came in, what went out, and what is left, of an item whose lines are a book (field.yaml, balance). */
typedef struct DocumentSums {
    bool is_book;
    Money opening, in, out, closing;
} DocumentSums;
DocumentSums disclosure_sums(const Item *item, const Json *doc);

bool disclosure_is_on_screen(const Field *f); /* in full or masked: not what only the board has */
const Json *disclosure_table_of(const Json *doc, Str name); /* an empty list when there is none */

/* What a correction changed: the lines as a reader sees them, first those that are no longer there, then those that came. */
typedef struct Change {
    bool added;
    Str says;
} Change;
void disclosure_difference(Arena *a, const Lang *l, const Item *item, const Json *before, const Json *now,
                           const Change **ret, size_t *ret_count);

/* One row as a sentence (field.yaml, line.say). */
Str disclosure_say_row(Arena *a, const Lang *l, const Item *item, const Json *row);
/* One value as a reader sees it, without its unit; "" when there is none. */
Str disclosure_cell(Arena *a, const Lang *l, const Item *item, Str name, const Json *value);

// SPDX-License-Identifier: Apache-2.0
/* What the files of the desk share: words, forms, deeds, handlers. */
#pragma once

#include "desk/desk.h"
#include "desk/sheet.h"

/* -- words.c ---------------------------------------------------------------------------------------------------------------- */
Str desk_role_name(const Lang *l, Str role);
MUST_USE Err desk_person_name(const Request *q, PersonId person, Str *ret_name); /* "" for nobody */
MUST_USE Err desk_place_name(const Request *q, PlaceCode place, Str *ret_name);  /* its digits when it has no name */
/* fact_say, and the names of persons and roles. */
MUST_USE Err desk_say(const Request *q, const Field *f, const Json *value, Str *ret_text);
/* -- timeline.c ------------------------------------------------------------------------------------------------------------- */
/* What a proof is about: the newest document and its event, or else the last event. NULL: none. */
MUST_USE Err desk_proven_event(const Request *q, const Case *c, const Document **ret_document, const EventRow **ret_event);

Date desk_limit_day(Instant due);              /* the last day of a limit that ends at 24:00 */
int64_t desk_days_left(Instant due, Instant now); /* 0: today is the last day; below 0: late */
Str desk_limit_words(const Request *q, const Case *c); /* "10月17日前，还有 4 天"; "" without a limit */
/* What a case is called in a list: its title, or what it is about, or its process. */
Str desk_title(const Request *q, const Case *c);

/* -- fields.c, facts.c, answers.c ---------------------------------------------------------------------------------------- */
/* Columns of a table as this case has them. */
MUST_USE Err desk_shape(const Request *q, const DeskAsk *ask, const Field *f, SheetShape *ret_shape);
Case desk_subject(const DeskAsk *ask); /* the case asked about; one without facts when it is about to be opened */
Str desk_input(Arena *a, const char *kind, Str field); /* the name of an input: f.detail, t.rows, n.rows */
Str desk_cell_input(Arena *a, Str field, size_t row, size_t column);
size_t desk_rows_by_hand(const Pairs *typed, Str field); /* how many rows the page had */
/* The table that was typed or pasted into this field. */
MUST_USE Err desk_sheet(const Request *q, const DeskAsk *ask, const Field *f, Sheet *ret_sheet);
const Str *desk_notes(const Request *q, const SheetNote *notes, size_t count); /* as sentences */
bool desk_is_mark(Str name); /* csrf, key, step, more: what a form says about itself */

// SPDX-License-Identifier: Apache-2.0
/* One list of cases, as a page, as a sheet and as JSON: the same rows. */
#pragma once

#include "desk/desk_own.h"

typedef struct Listing {
    const Place *place;
    const Process *process;
    CaseQuery query;
    bool waiting;        /* only what waits for himself, in any of his offices there */
    const Field *found;  /* the filter that the index answers, or NULL */
    const Case *const *cases;
    size_t count;
    CaseId older, newer; /* where the next and the page before begin; 0: there is none */
} Listing;

bool desk_is_filter(const Field *f);
Str desk_filter_value(const Request *q, const Field *f); /* "" when it is not asked for */
void desk_list_ask(const Request *q, Listing *l);        /* from the address; place and process are known */
MUST_USE Err desk_list_read(const Request *q, Listing *l);
Str desk_list_path(const Request *q, const Listing *l, const char *ending);
/* The same filters elsewhere: another page (name: after or before), another form. */
Str desk_list_href(const Request *q, Str path, const char *name, CaseId id);
/* list_sheet.c: at most LIMIT_LIST_ROWS rows, from where the address says; the same in both. */
MUST_USE Err desk_list_csv(const Request *q, Response *r, Listing *l);
MUST_USE Err desk_list_json(const Request *q, Response *r, Listing *l);

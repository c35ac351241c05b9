// SPDX-License-Identifier: Apache-2.0
/* What cases leave behind: documents, frozen in versions, and marks, which count. */
#pragma once

#include "process/case.h"

/* -- documents: frozen bytes in versions ------------------------------------------------------------------------- */
typedef struct Document {
    CaseId about;
    int64_t version;
    Digest hash;
    uint64_t event; /* the leaf that froze it */
    Instant at;
    Str bytes;      /* "" when withdrawn */
    Str withdrawn;  /* the reason, or "" */
    Instant withdrawn_at; /* INSTANT_NONE: is not, or was before that was kept */
} Document;
/* version 0: the newest */
MUST_USE Err process_document(Db *db, Arena *a, Home home, CaseId about, int64_t version, const Document **ret);
MUST_USE Err process_documents(Db *db, Arena *a, Home home, CaseId about, const Document **ret, size_t *ret_count);
/* Every version of many cases in one query, by case and version; at most LIMIT_ROWS_MANY. */
MUST_USE Err process_documents_of(Db *db, Arena *a, Home home, const CaseId *abouts, size_t about_count,
                                  const Document **ret, size_t *ret_count);
MUST_USE Err process_withdraw(Db *db, Arena *a, const Document *d, Home home, Str reason, Instant now);

/* -- marks: what counts ------------------------------------------------------------------------------------------ */
MUST_USE Err process_mark(Db *db, Arena *a, Str metric, const Case *c, uint64_t event, Instant at, int64_t amount);
typedef struct Figure {
    Str metric;
    PlaceCode place;
    int64_t sum;
} Figure;
/* Sums of a metric within a scope and between two months; per village when by_village. */
MUST_USE Err process_figures(Db *db, Arena *a, Home home, PlaceCode scope, Period from, Period to, bool by_village,
                             const Figure **ret, size_t *ret_count);
typedef struct Mark {
    CaseId about;
    Str number, title;
    uint64_t event;
    PlaceCode place;
    Instant at;
    int64_t amount;
    bool shown;
} Mark;
MUST_USE Err process_marks(Db *db, Arena *a, Home home, Str metric, PlaceCode scope, Period from, Period to,
                           int64_t after, size_t max, const Mark **ret, size_t *ret_count);

// SPDX-License-Identifier: Apache-2.0
/* The writer thread: takes queued jobs, runs them in one transaction, commits, tells everybody. */
#pragma once

#include "store/db.h"

typedef struct Writer Writer;

/* The thread starts at once; from now on `db` is its own. */
MUST_USE Err writer_start(Arena *a, Db *db, Writer **ret_writer);
void writer_stop(Writer *w); /* after what is queued */
bool writer_submit(Writer *w, StoreJob *job);
void writer_submit_apart(Writer *w, StoreJob *job); /* outside any transaction; one at a time */
bool writer_is_here(const Writer *w); /* called by the writer thread itself */
StoreStats writer_stats(const Writer *w);

// SPDX-License-Identifier: Apache-2.0
/*
 * store: rows, kept.
 *
 * lives:    connections, generated queries, one writer that groups work into commits, migrations, backup
 * promises: what was acknowledged is on the disk; a job that fails leaves nothing; readers never wait for the writer;
 *           a failed fsync stops the process; nobody outside formats SQL
 * uses:     base
 *
 * Statements are constants made by weave from the .sql files. A Db is one connection and belongs to one thread at a
 * time. Readers see one snapshot between db_snapshot and db_release. Writing happens only inside a job.
 */
#pragma once

#include "base/base.h"

/* -- what weave's code calls -------------------------------------------------------------------------------------- */

typedef struct DbQuery {
    const char *name;     /* dialogue_entry_get */
    const char *sqlite;   /* :name became ?1 .. */
    const char *postgres; /* $1 .. */
    uint8_t params, columns;
    bool writes;
} DbQuery;

typedef enum CellKind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BYTES } CellKind;

typedef struct DbCell {
    CellKind kind;
    int64_t i;
    Str s; /* in a row: valid until the next db_next */
} DbCell;

typedef struct Db Db;
typedef struct DbRows DbRows;

MUST_USE Err db_exec(Db *db, Arena *a, const DbQuery *q, const DbCell *params, int64_t *ret_changed);
MUST_USE Err db_open_rows(Db *db, Arena *a, const DbQuery *q, const DbCell *params, DbRows **ret_rows);
MUST_USE Err db_next(DbRows *rows, const DbCell **ret_row); /* a NULL row at the end, and the rows close themselves */
void db_close_rows(DbRows *rows);                           /* before the end; NULL is fine */

/* Numbers as one parameter, for `in (:ids)`: at most LIMIT_ROWS_MANY of them. */
typedef struct DbList {
    char *at;
    size_t len, room;
} DbList;
DbList db_list(Arena *a, size_t count);
void db_list_put(DbList *l, int64_t number);
Str db_list_text(DbList *l);

/* -- jobs and connections ------------------------------------------------------------------------------------------ */

typedef struct Store Store;

/* One unit's tables, in steps that never change after release (weave writes these). */
typedef struct StoreStep {
    const char *unit; /* "dialogue" */
    int number;       /* 1, 2, .. within the unit */
    const char *name;
    const char *sqlite;
    const char *postgres;
    const char *digest; /* SHA-256 of the step's text in hex: an edited step is refused */
} StoreStep;

typedef struct StoreOptions {
    const char *folder;     /* DATA: holds main.db, keys/, backup/ */
    const StoreStep *steps; /* every unit's, in the order of the units */
    size_t step_count;
    bool readonly;          /* fsck, backup, explain: opens nothing for writing, migrates nothing */
    bool unsafe_fast;       /* for making a demo: synchronous=OFF until store_make_safe */
    const char *synchronous; /* NULL for FULL; the crash test's own test says "NORMAL" */
} StoreOptions;

/* Opens, backs up and migrates when the steps ask for it, starts the writer thread. */
MUST_USE Err store_open(Arena *a, const StoreOptions *options, Store **ret_store);
void store_close(Store *s); /* finishes what is queued, checkpoints */
MUST_USE Err store_make_safe(Store *s, Arena *a);

MUST_USE Err store_reader(Store *s, Arena *a, Db **ret_db); /* a read-only connection of its own, closed with the arena */
MUST_USE Err db_snapshot(Db *db, Arena *a);
void db_release(Db *db);

/*
 * A job runs on the writer thread inside a savepoint of a commit it shares with up to LIMIT_GROUP_COMMIT others. Its
 * arena is handed in and is rewound if the job has to run again. `done` is called on the writer thread after the
 * commit is durable (err NULL) or after the job was undone (its err).
 */
typedef Err (*StoreWork)(Db *db, Arena *a, void *arg);
typedef struct StoreJob {
    StoreWork work;
    void (*done)(struct StoreJob *job, Err err);
    void *arg;
    Arena *arena;
    struct StoreJob *next; /* the store's */
} StoreJob;

MUST_USE bool store_submit(Store *s, StoreJob *job); /* false when the queue is full: answer 503 */
MUST_USE Err store_write(Store *s, Arena *a, StoreWork work, void *arg); /* submits and waits */

/* In a job: what `work` changed is undone when it returns an Err, and the job may go on: to say why, in a page. */
MUST_USE Err db_attempt(Db *db, Arena *a, StoreWork work, void *arg);

/* The only way out of a transaction: called after the commit, on the writer thread, never if the job was undone. */
void db_after_commit(Db *db, void (*fn)(void *arg), void *arg);
bool db_can_write(const Db *db);
/* Memory of the connection's: zeroes at first, and the same for each who asks with this key. It knows nothing of
 * transactions: a unit keeps there only what, once worked out, stays true. */
void *db_keep(Db *db, const void *key, size_t bytes);
/* Counts queries run on this connection since it was opened: tests hold pages to a budget. */
uint64_t db_query_count(const Db *db);

typedef struct StoreStats {
    uint64_t commits, jobs, undone, queue_len;
} StoreStats;
StoreStats store_stats(const Store *s);

/* A small file that a backup carries beside the rows. */
typedef struct StoreFile {
    Str name, bytes;
} StoreFile;
/* A copy made while running; then opened and checked. */
MUST_USE Err store_backup(Store *s, Arena *a, const char *to_path, const StoreFile *files, size_t count);
/* Checks a backup and gives what it carries; one of a newer version, or one that is none, is refused. */
MUST_USE Err store_backup_look(Arena *a, const StoreOptions *options, const char *path, const StoreFile **ret_files,
                               size_t *ret_count);
/* Puts a checked backup, which lies in the folder, in the place of its database, without the files it carries; the folder
 * is locked meanwhile. The database that was there is kept (ret_kept, none when there was none). */
MUST_USE Err store_swap(Arena *a, const char *folder, const char *fresh, Str *ret_kept);
/* SQLite's own look at every page, index and foreign key; what the rows mean is fsck's business. */
MUST_USE Err store_check(Store *s, Arena *a);

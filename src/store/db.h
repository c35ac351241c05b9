// SPDX-License-Identifier: Apache-2.0
/* Connections, as store.c, migrate.c and backup.c see them. How they are made of SQLite is known to db_sqlite.c alone. */
#pragma once

#include "store/store.h"

typedef enum DbMode {
    DB_READER, /* may only look */
    DB_WRITER, /* the one that writes and checkpoints */
    DB_COPY,   /* a new file that becomes a backup */
} DbMode;

/* Something to be called after the commit, if it comes. */
typedef struct DbCall {
    struct DbCall *next;
    void (*fn)(void *arg);
    void *arg;
} DbCall;

typedef struct DbCalls {
    Arena *arena; /* lives as long as the group of jobs that shares a commit */
    DbCall *first, **end;
} DbCalls;

typedef struct DbSlot {
    const DbQuery *query;
    struct sqlite3_stmt *prepared;
} DbSlot;

/* What a unit keeps with the connection. */
typedef struct DbKept {
    struct DbKept *next;
    const void *key;
    void *memory;
} DbKept;

struct Db {
    struct sqlite3 *handle;
    DbMode mode;
    Arena *arena;
    DbSlot *slots; /* prepared statements by the address of their query; the room is a power of two */
    size_t slot_room, slot_count;
    uint64_t queries;
    int wal_pages; /* after the last commit */
    DbCalls calls;
    DbKept *kept;
};

/* Closed with the arena. `synchronous` is NULL for FULL. */
MUST_USE Err db_open(Arena *a, const char *path, DbMode mode, const char *synchronous, Db **ret_db);
MUST_USE Err db_run(Db *db, Arena *a, const char *script); /* constants and migration steps, several statements */
bool db_in_transaction(const Db *db);
bool db_has_table(Db *db, const char *name);

/* Moves the WAL's pages into the database; with `truncate`, and when no reader is in the way, the WAL becomes empty. */
MUST_USE Err db_checkpoint(Db *db, Arena *a, bool truncate);

MUST_USE Err db_copy(Db *from, Arena *a, Db *to); /* every page, of one snapshot */
MUST_USE Err db_check(Db *db, Arena *a);          /* SQLite's own look at every page and every foreign key */

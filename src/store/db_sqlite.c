// SPDX-License-Identifier: Apache-2.0
/*
 * SQLite, and all of it: connections, prepared statements, cells, and what its answers mean to us. The pragmas and their
 * reasons stand in docs/why/storage.md; the short of it: one connection writes and checkpoints, because SQLite up to
 * 3.51.2 may lose a commit when a checkpoint and another connection's WAL reset meet.
 */
#include <sqlite3.h>

#include "base/base.h"
#include "store/db.h"

#include <fcntl.h>
#include <unistd.h>

enum { SLOTS_FIRST = 64, BUSY_MS = 5000, COPY_PAGES = 256 };

/* -- what SQLite's answers mean -------------------------------------------------------------------------------------- */

static Err fault(Db *db, Arena *a, const char *name)
{
    int code = sqlite3_extended_errcode(db->handle), kind = code & 0xff;
    Str detail = arena_printf(a, "%s: %s (%d)", name, sqlite3_errmsg(db->handle), code);
    /* After a failed write or fsync nobody knows what is on the disk: the kernel may have dropped the dirty pages. */
    if (kind == SQLITE_IOERR && db->mode == DB_WRITER)
        err_stop(__FILE__, __LINE__, detail.at);
    if (kind == SQLITE_FULL)
        return ERR(a, ERR_AGAIN, "err.store.disk_full", .detail = detail);
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED)
        return ERR(a, ERR_AGAIN, "err.store.busy", .detail = detail);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return ERR(a, ERR_CONFLICT, "err.store.taken", .detail = detail);
    if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB)
        return ERR(a, ERR_BROKEN, "err.store.damaged", .detail = detail);
    return ERR(a, ERR_BROKEN, "err.store.broken", .detail = detail);
}

/* -- opening --------------------------------------------------------------------------------------------------------- */

/* Readers look, and nothing else. FTS5 asks for data_version, and opening it asks to update the schema without doing so. */
static int allow_reading(void *arg UNUSED, int action, const char *what, const char *second UNUSED,
                         const char *third UNUSED, const char *fourth UNUSED)
{
    static const char *const pragmas[] = {"data_version", "integrity_check", "foreign_key_check"};
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_UPDATE:
        return what && strcmp(what, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
        for (size_t i = 0; i < COUNT_OF(pragmas); i++)
            if (what && strcmp(what, pragmas[i]) == 0)
                return SQLITE_OK;
        return SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int count_wal(void *arg, sqlite3 *handle UNUSED, const char *name UNUSED, int pages)
{
    ((Db *)arg)->wal_pages = pages;
    return SQLITE_OK;
}

static void lower_limits(sqlite3 *handle)
{
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024},  {SQLITE_LIMIT_SQL_LENGTH, 256 * 1024},
        {SQLITE_LIMIT_COLUMN, 256},               {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_COMPOUND_SELECT, 50},       {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_VARIABLE_NUMBER, LIMIT_QUERY_CELLS},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 16},         {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        sqlite3_limit(handle, limits[i][0], limits[i][1]);
}

static void close_handle(void *arg)
{
    Db *db = arg;
    for (size_t i = 0; i < db->slot_room; i++)
        sqlite3_finalize(db->slots[i].prepared);
    sqlite3_close(db->handle);
}

static Err set_up(Db *db, Arena *a, const char *synchronous)
{
    static const char common[] = "pragma foreign_keys = on; pragma trusted_schema = off; pragma cell_size_check = on;"
                                 "pragma mmap_size = 0; pragma temp_store = memory;";
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    lower_limits(db->handle);
    TRY(db_run(db, a, common));
    if (db->mode == DB_READER) {
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        TRY(db_run(db, a, "pragma query_only = on"));
        sqlite3_set_authorizer(db->handle, allow_reading, NULL);
    } else if (db->mode == DB_WRITER) {
        sqlite3_wal_hook(db->handle, count_wal, db); /* in the place of automatic checkpoints */
        Str level = arena_printf(a, "pragma synchronous = %s", synchronous ? synchronous : "full");
        TRY(db_run(db, a, "pragma journal_mode = wal; pragma journal_size_limit = 67108864;"));
        /* 32 MiB at most: the indexes that a step writes to, a million cases on. */
        TRY(db_run(db, a, "pragma cache_size = -32768"));
        TRY(db_run(db, a, level.at));
    }
    return NULL;
}

/* For nobody else's eyes, whatever the umask; SQLite gives its WAL the same rights. */
static void make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

Err db_open(Arena *a, const char *path, DbMode mode, const char *synchronous, Db **ret_db)
{
    Db *db = ARENA_NEW(a, Db);
    *db = (Db){.mode = mode, .arena = a, .slot_room = SLOTS_FIRST, .slots = ARENA_ARRAY(a, DbSlot, SLOTS_FIRST)};
    arena_defer(a, close_handle, db);
    if (mode != DB_READER)
        make_file(path);
    int flags = mode == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return ERR(a, ERR_BROKEN, "err.store.cannot_open", .args = {str_of(path)},
                   .detail = str_of(sqlite3_errmsg(db->handle)));
    TRY(set_up(db, a, synchronous));
    *ret_db = db;
    return NULL;
}

/* -- prepared statements ---------------------------------------------------------------------------------------------- */

static DbSlot *find_slot(DbSlot *slots, size_t room, const DbQuery *q)
{
    size_t i = (size_t)(((uintptr_t)q >> 4) * 0x9e3779b97f4a7c15u >> 20) & (room - 1);
    while (slots[i].query && slots[i].query != q)
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static void grow_slots(Db *db)
{
    size_t room = db->slot_room * 2;
    DbSlot *slots = ARENA_ARRAY(db->arena, DbSlot, room);
    for (size_t i = 0; i < db->slot_room; i++)
        if (db->slots[i].query)
            *find_slot(slots, room, db->slots[i].query) = db->slots[i];
    db->slots = slots;
    db->slot_room = room;
}

static Err prepare(Db *db, Arena *a, const DbQuery *q, sqlite3_stmt **ret_prepared)
{
    REQUIRE(q->sqlite);
    if (sqlite3_prepare_v3(db->handle, q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, ret_prepared, NULL) != SQLITE_OK)
        return fault(db, a, q->name);
    REQUIRE(sqlite3_bind_parameter_count(*ret_prepared) <= q->params);
    return NULL;
}

/* The query's kept statement, or one of its own when that is in the middle of another answer. */
static Err take_statement(Db *db, Arena *a, const DbQuery *q, sqlite3_stmt **ret_prepared)
{
    DbSlot *slot = find_slot(db->slots, db->slot_room, q);
    if (slot->query && sqlite3_stmt_busy(slot->prepared))
        return prepare(db, a, q, ret_prepared);
    if (!slot->query) {
        TRY(prepare(db, a, q, ret_prepared));
        if (++db->slot_count * 2 > db->slot_room)
            grow_slots(db);
        slot = find_slot(db->slots, db->slot_room, q);
        *slot = (DbSlot){q, *ret_prepared};
    }
    *ret_prepared = slot->prepared;
    return NULL;
}

static void give_back(Db *db, const DbQuery *q, sqlite3_stmt *prepared)
{
    if (find_slot(db->slots, db->slot_room, q)->prepared != prepared) {
        sqlite3_finalize(prepared);
        return;
    }
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
}

static void bind(sqlite3_stmt *prepared, const DbQuery *q, const DbCell *params)
{
    int wanted = sqlite3_bind_parameter_count(prepared);
    for (int i = 0; i < wanted && i < q->params; i++) {
        const DbCell *c = &params[i];
        const char *at = c->s.at ? c->s.at : ""; /* analyzer: a query with parameters is handed them */
        if (c->kind == CELL_INT)
            sqlite3_bind_int64(prepared, i + 1, c->i);
        else if (c->kind == CELL_TEXT)
            sqlite3_bind_text64(prepared, i + 1, at, c->s.len, SQLITE_TRANSIENT, SQLITE_UTF8);
        else if (c->kind == CELL_BYTES)
            sqlite3_bind_blob64(prepared, i + 1, at, c->s.len, SQLITE_TRANSIENT);
        else
            sqlite3_bind_null(prepared, i + 1);
    }
}

/* -- what weave's code calls ------------------------------------------------------------------------------------------ */

Err db_exec(Db *db, Arena *a, const DbQuery *q, const DbCell *params, int64_t *ret_changed)
{
    sqlite3_stmt *prepared;
    if (q->writes && db->mode == DB_READER)
        return ERR(a, ERR_BROKEN, "err.store.readonly", .detail = str_of(q->name));
    TRY(take_statement(db, a, q, &prepared));
    bind(prepared, q, params);
    db->queries++;
    int code = sqlite3_step(prepared);
    Err err = code == SQLITE_DONE || code == SQLITE_ROW ? NULL : fault(db, a, q->name);
    if (ret_changed)
        *ret_changed = err ? 0 : sqlite3_changes64(db->handle);
    give_back(db, q, prepared);
    return err;
}

struct DbRows {
    Db *db;
    Arena *arena;
    const DbQuery *query;
    sqlite3_stmt *prepared; /* NULL when closed */
    DbCell *cells;
};

Err db_open_rows(Db *db, Arena *a, const DbQuery *q, const DbCell *params, DbRows **ret_rows)
{
    DbRows *rows = ARENA_NEW(a, DbRows);
    *rows = (DbRows){.db = db, .arena = a, .query = q, .cells = ARENA_ARRAY(a, DbCell, q->columns + 1)};
    TRY(take_statement(db, a, q, &rows->prepared));
    REQUIRE(sqlite3_column_count(rows->prepared) == q->columns);
    bind(rows->prepared, q, params);
    db->queries++;
    *ret_rows = rows;
    return NULL;
}

static DbCell read_cell(sqlite3_stmt *prepared, int column)
{
    switch (sqlite3_column_type(prepared, column)) {
    case SQLITE_INTEGER:
        return (DbCell){.kind = CELL_INT, .i = sqlite3_column_int64(prepared, column)};
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(prepared, column);
        return (DbCell){.kind = CELL_TEXT, .s = {text, (size_t)sqlite3_column_bytes(prepared, column)}};
    }
    case SQLITE_BLOB: {
        const char *bytes = sqlite3_column_blob(prepared, column);
        return (DbCell){.kind = CELL_BYTES, .s = {bytes, (size_t)sqlite3_column_bytes(prepared, column)}};
    }
    default:
        return (DbCell){.kind = CELL_NULL};
    }
}

Err db_next(DbRows *rows, const DbCell **ret_row)
{
    *ret_row = NULL;
    REQUIRE(rows->prepared);
    int code = sqlite3_step(rows->prepared);
    if (code == SQLITE_ROW) {
        for (int i = 0; i < rows->query->columns; i++)
            rows->cells[i] = read_cell(rows->prepared, i);
        *ret_row = rows->cells;
        return NULL;
    }
    Err err = code == SQLITE_DONE ? NULL : fault(rows->db, rows->arena, rows->query->name);
    db_close_rows(rows);
    return err;
}

void db_close_rows(DbRows *rows)
{
    if (!rows || !rows->prepared)
        return;
    give_back(rows->db, rows->query, rows->prepared);
    rows->prepared = NULL;
}

bool db_can_write(const Db *db)
{
    return db->mode == DB_WRITER;
}

void *db_keep(Db *db, const void *key, size_t bytes)
{
    for (const DbKept *k = db->kept; k; k = k->next)
        if (k->key == key)
            return k->memory;
    DbKept *kept = ARENA_NEW(db->arena, DbKept);
    *kept = (DbKept){db->kept, key, arena_take(db->arena, bytes, alignof(max_align_t))};
    db->kept = kept;
    return kept->memory;
}

uint64_t db_query_count(const Db *db)
{
    return db->queries;
}

/* -- for the rest of the store ---------------------------------------------------------------------------------------- */

Err db_run(Db *db, Arena *a, const char *script)
{
    return sqlite3_exec(db->handle, script, NULL, NULL, NULL) == SQLITE_OK ? NULL : fault(db, a, "script");
}

bool db_in_transaction(const Db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}

bool db_has_table(Db *db, const char *name)
{
    return sqlite3_table_column_metadata(db->handle, "main", name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

Err db_checkpoint(Db *db, Arena *a, bool truncate)
{
    int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    sqlite3_busy_timeout(db->handle, 0); /* a reader that stays on its snapshot must not hold up the writer */
    int code = sqlite3_wal_checkpoint_v2(db->handle, "main", mode, NULL, NULL);
    Err err = code == SQLITE_OK || code == SQLITE_BUSY ? NULL : fault(db, a, "checkpoint");
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    return err;
}

Err db_copy(Db *from, Arena *a, Db *to)
{
    sqlite3_backup *copy = sqlite3_backup_init(to->handle, "main", from->handle, "main");
    if (!copy)
        return fault(to, a, "backup");
    int code = SQLITE_OK;
    while (code == SQLITE_OK)
        code = sqlite3_backup_step(copy, COPY_PAGES);
    int finished = sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE || finished != SQLITE_OK)
        return fault(to, a, "backup");
    return db_run(to, a, "pragma journal_mode = delete"); /* a backup is one file */
}

Err db_check(Db *db, Arena *a)
{
    static const DbQuery pages = {.name = "integrity_check", .sqlite = "pragma integrity_check(1)", .columns = 1};
    static const DbQuery keys = {.name = "foreign_key_check", .sqlite = "pragma foreign_key_check", .columns = 4};
    DbRows *rows;
    const DbCell *row;
    TRY(db_open_rows(db, a, &pages, NULL, &rows));
    TRY(db_next(rows, &row));
    Str says = row ? arena_str(a, row[0].s) : STR_NONE;
    db_close_rows(rows);
    if (!str_eq(says, S("ok")))
        return ERR(a, ERR_BROKEN, "err.store.damaged", .detail = says);
    TRY(db_open_rows(db, a, &keys, NULL, &rows));
    TRY(db_next(rows, &row));
    Str table = row ? arena_str(a, row[0].s) : STR_NONE;
    db_close_rows(rows);
    return table.len ? ERR(a, ERR_BROKEN, "err.store.damaged", .detail = table) : NULL;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * A store in a folder of its own, with every unit's tables, gone after the test. temp_tamper stops it, lets somebody
 * with sqlite3 at hand into the file, and starts it again.
 */
#pragma once

#include <ftw.h>
#include <sqlite3.h>
#include <unistd.h>

#include "steps.h"
#include "store/store.h"
#include "unit.h"

typedef struct TempStore {
    Arena *arena; /* for what must outlive a restart */
    Arena *store_arena;
    const char *folder;
    Store *store;
    Db *db; /* a reader */
} TempStore;

static inline void temp_start(TempStore *t)
{
    t->store_arena = arena_new(64 * 1024 * 1024);
    StoreOptions o = {.folder = t->folder, .steps = woven_steps, .step_count = woven_step_count, .synchronous = "off"};
    assert_ok(store_open(t->store_arena, &o, &t->store));
    assert_ok(store_reader(t->store, t->store_arena, &t->db));
}

static inline void temp_stop(TempStore *t)
{
    store_close(t->store); /* analyzer: temp_store writes it whole; gcc 12 loses the copy */
    arena_free(t->store_arena);
}

static inline TempStore temp_store(void)
{
    TempStore t = {.arena = arena_new(512 * 1024 * 1024)};
    char *folder = (char *)arena_cstr(t.arena, S("/tmp/shaichang-test-XXXXXX"));
    assert_non_null(mkdtemp(folder));
    t.folder = folder;
    temp_start(&t);
    return t;
}

static inline int temp_remove(const char *path, const struct stat *about UNUSED, int kind UNUSED, struct FTW *at UNUSED)
{
    return remove(path);
}

static inline void temp_store_end(TempStore *t)
{
    temp_stop(t);
    nftw(t->folder, temp_remove, 16, FTW_DEPTH | FTW_PHYS); /* analyzer: as above */
    arena_free(t->arena);
}

/* Runs SQL against the file. With `keep_triggers` what the tables forbid stays forbidden. NULL when it went through. */
static inline const char *temp_sql(TempStore *t, const char *sql, bool keep_triggers)
{
    static const char drop[] = "select 'drop trigger ' || name from sqlite_schema where type = 'trigger'";
    sqlite3 *db;
    sqlite3_stmt *names;
    char *fault = NULL;
    temp_stop(t);
    assert_int_equal(sqlite3_open(arena_printf(t->arena, "%s/main.db", t->folder).at, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, drop, -1, &names, NULL), SQLITE_OK);
    Str drops = S("");
    while (!keep_triggers && sqlite3_step(names) == SQLITE_ROW)
        drops = arena_printf(t->arena, "%.*s%s;", STR_ARG(drops), sqlite3_column_text(names, 0));
    sqlite3_finalize(names);
    assert_int_equal(sqlite3_exec(db, arena_cstr(t->arena, drops), NULL, NULL, NULL), SQLITE_OK);
    const char *said = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &fault) != SQLITE_OK)
        said = arena_cstr(t->arena, str_of(fault));
    sqlite3_free(fault);
    sqlite3_close(db);
    temp_start(t);
    return said;
}

static inline void temp_tamper(TempStore *t, const char *sql)
{
    const char *fault = temp_sql(t, sql, false);
    if (fault)
        fail_msg("%s: %s", sql, fault);
}

/* A block of a .sql file of vectors: "-- what is to come of it", then SQL, up to an empty line. */
typedef struct TempCase {
    Str said;
    const char *sql;
} TempCase;

static inline bool temp_case(Arena *a, Str *rest, TempCase *ret_case)
{
    size_t end;
    while (rest->len > 0) {
        Str said, sql, block = str_find(*rest, S("\n\n"), &end) ? str_sub(*rest, 0, end) : *rest;
        *rest = str_from(*rest, block.len + 2);
        (void)str_cut(block, '\n', &said, &sql);
        if (sql.len == 0 || str_starts(sql, S("--")))
            continue;
        *ret_case = (TempCase){str_from(said, 3), arena_cstr(a, sql)};
        return true;
    }
    return false;
}

static inline const char *temp_named(Arena *a, Str file, const char *name)
{
    TempCase c;
    while (temp_case(a, &file, &c))
        if (str_starts(c.said, str_of(name)))
            return c.sql;
    fail_msg("no block %s", name);
    return NULL;
}

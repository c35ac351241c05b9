// SPDX-License-Identifier: Apache-2.0
/* A unit of two tables, written by hand, in a store of its own: what the store's tests share. */
#pragma once

#include "unit.h"

#include "store/store.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static const StoreStep steps[] UNUSED = {
    {"toy", 1, "row",
     "create table toy_row (id integer primary key, memo text not null) strict;"
     "create table toy_part (id integer primary key, of integer not null references toy_row (id) "
     "deferrable initially deferred) strict;",
     NULL, "aa"},
    {"toy", 2, "more", "alter table toy_row add column more integer not null default 7;", NULL, "bb"},
};
static const DbQuery q_put UNUSED = {
    .name = "toy_put", .sqlite = "insert into toy_row (id, memo) values (?1, ?2)", .params = 2, .writes = true};
static const DbQuery q_orphan UNUSED = {
    .name = "toy_orphan", .sqlite = "insert into toy_part (id, of) values (?1, 999)", .params = 1, .writes = true};
static const DbQuery q_count UNUSED = {.name = "toy_count", .sqlite = "select count(*) from toy_row", .columns = 1};
static const DbQuery q_all UNUSED = {.name = "toy_all", .sqlite = "select id, memo from toy_row order by id", .columns = 2};
static const DbQuery q_small UNUSED = {.name = "toy_small", .sqlite = "pragma max_page_count = 40", .writes = true};

typedef struct Bench {
    Arena *arena;
    char folder[64];
    StoreOptions options;
    Store *store;
} Bench;

static inline int remove_entry(const char *path, const struct stat *st UNUSED, int kind UNUSED, struct FTW *ftw UNUSED)
{
    return remove(path);
}

static inline void set_up(Bench *b)
{
    *b = (Bench){.arena = arena_new(64 * 1024 * 1024), .folder = "/tmp/store_test.XXXXXX"};
    assert_non_null(mkdtemp(b->folder));
    b->options = (StoreOptions){.folder = b->folder, .steps = steps, .step_count = COUNT_OF(steps)};
    assert_ok(store_open(b->arena, &b->options, &b->store));
}

static inline void tear_down(Bench *b)
{
    store_close(b->store);
    nftw(b->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(b->arena);
}

static inline Err put(Db *db, Arena *a, int64_t id, Str memo)
{
    const DbCell params[] = {{.kind = CELL_INT, .i = id}, {.kind = CELL_TEXT, .s = memo}};
    return db_exec(db, a, &q_put, params, NULL);
}

static inline Err put_one(Db *db, Arena *a, void *arg)
{
    return put(db, a, *(const int64_t *)arg, S("one"));
}

static inline int64_t count(Db *db, Arena *a)
{
    DbRows *rows;
    const DbCell *row;
    assert_ok(db_open_rows(db, a, &q_count, NULL, &rows));
    assert_ok(db_next(rows, &row));
    int64_t n = row[0].i;
    db_close_rows(rows);
    return n;
}

static inline int64_t count_now(Bench *b)
{
    Arena *a = arena_new(1024 * 1024);
    Db *db;
    assert_ok(store_reader(b->store, a, &db));
    int64_t n = count(db, a);
    arena_free(a);
    return n;
}

static inline void write_one(Bench *b, int64_t id)
{
    assert_ok(store_write(b->store, b->arena, put_one, &id));
}

static inline Err put_many(Db *db, Arena *a, void *arg)
{
    int64_t from = *(const int64_t *)arg;
    char memo[3000];
    memset(memo, 'x', sizeof memo);
    for (int64_t id = from; id < from + 1000; id++)
        TRY(put(db, a, id, (Str){memo, sizeof memo}));
    return NULL;
}

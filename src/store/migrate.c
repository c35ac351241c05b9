// SPDX-License-Identifier: Apache-2.0
/*
 * The table of steps is older than every step, so it is made here by hand; everything else in a database comes from the
 * units' .sql files. All missing steps run in one transaction: a database is of the old version or of the new one.
 */
#include "store/migrate.h"
#include "store/plan.h"

static const char step_table[] = "create table if not exists store_step ("
                                 "unit text not null, number integer not null, digest text not null, "
                                 "at integer not null, primary key (unit, number)) without rowid, strict;";

static const DbQuery q_all = {
    .name = "store_step_all",
    .sqlite = "select unit, number, digest from store_step order by unit, number",
    .columns = 3,
};
static const DbQuery q_has = {
    .name = "store_step_has",
    .sqlite = "select 1 from store_step where unit = ?1 and number = ?2",
    .params = 2,
    .columns = 1,
};
static const DbQuery q_put = {
    .name = "store_step_put",
    .sqlite = "insert into store_step (unit, number, digest, at) values (?1, ?2, ?3, ?4)",
    .params = 4,
    .writes = true,
};

static const StoreStep *find_step(const StoreOptions *o, Str unit, int64_t number)
{
    for (size_t i = 0; i < o->step_count; i++)
        if (o->steps[i].number == number && str_eq(str_of(o->steps[i].unit), unit))
            return &o->steps[i];
    return NULL;
}

static Err compare(Arena *a, const StoreOptions *o, const DbCell *row)
{
    const StoreStep *step = find_step(o, row[0].s, row[1].i);
    Str number = i64_plain(a, row[1].i);
    if (!step)
        return ERR(a, ERR_BROKEN, "err.store.newer", .args = {row[0].s, number});
    if (!str_eq(str_of(step->digest), row[2].s))
        return ERR(a, ERR_BROKEN, "err.store.step_changed", .args = {row[0].s, number});
    return NULL;
}

Err migrate_look(Db *db, Arena *a, const StoreOptions *o, size_t *ret_have)
{
    *ret_have = 0;
    if (!db_has_table(db, "store_step"))
        return NULL;
    DbRows *rows;
    TRY(db_open_rows(db, a, &q_all, NULL, &rows));
    for (;; ++*ret_have) {
        const DbCell *row;
        TRY(db_next(rows, &row));
        if (!row)
            return NULL;
        Err err = compare(a, o, row);
        if (err) {
            db_close_rows(rows);
            return err;
        }
    }
}

static Err has_step(Db *db, Arena *a, const StoreStep *step, bool *ret_has)
{
    const DbCell params[] = {
        {.kind = CELL_TEXT, .s = str_of(step->unit)},
        {.kind = CELL_INT, .i = step->number},
    };
    DbRows *rows;
    const DbCell *row;
    TRY(db_open_rows(db, a, &q_has, params, &rows));
    TRY(db_next(rows, &row));
    *ret_has = row != NULL;
    if (row)
        db_close_rows(rows);
    return NULL;
}

/* The moment is the machine's: it is about the file, not about the village. */
static Err run_step(Db *db, Arena *a, const StoreStep *step)
{
    bool has;
    TRY(has_step(db, a, step, &has));
    if (has)
        return NULL;
    const DbCell params[] = {
        {.kind = CELL_TEXT, .s = str_of(step->unit)},
        {.kind = CELL_INT, .i = step->number},
        {.kind = CELL_TEXT, .s = str_of(step->digest)},
        {.kind = CELL_INT, .i = clock_now(clock_real(a)).ms},
    };
    TRY(db_run(db, a, step->sqlite));
    return db_exec(db, a, &q_put, params, NULL);
}

Err migrate_run(Db *db, Arena *a, const StoreOptions *o)
{
    TRY(db_run(db, a, "begin immediate"));
    Err err = db_run(db, a, step_table);
    for (size_t i = 0; !err && i < o->step_count; i++)
        err = run_step(db, a, &o->steps[i]);
    err = err ? err : db_run(db, a, plan_script);
    if (!err)
        return db_run(db, a, "commit");
    if (db_in_transaction(db)) {
        Err undo = db_run(db, a, "rollback");
        err = err ? err : undo;
    }
    return err;
}

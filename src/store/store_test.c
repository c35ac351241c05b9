// SPDX-License-Identifier: Apache-2.0
/* The promises of store.h about jobs and readers, each with a case that would break them. */
#include "store_bench.h"

#include <pthread.h>
#include <stdatomic.h>

/* -- rows ---------------------------------------------------------------------------------------------------------------- */

TEST(what_was_written_is_read)
{
    Bench b;
    set_up(&b);
    write_one(&b, 1);
    write_one(&b, 2);
    Db *db;
    DbRows *rows;
    const DbCell *row;
    assert_ok(store_reader(b.store, b.arena, &db));
    assert_ok(db_open_rows(db, b.arena, &q_all, NULL, &rows));
    assert_ok(db_next(rows, &row));
    assert_int_equal(row[0].i, 1);
    assert_str(row[1].s, S("one"));
    assert_ok(db_next(rows, &row));
    assert_int_equal(row[0].i, 2);
    assert_ok(db_next(rows, &row));
    assert_null(row);
    assert_int_equal(db_query_count(db), 1);
    tear_down(&b);
}

/* The kept statement is busy with the outer answer; the inner one gets its own. */
TEST(a_query_may_run_inside_its_own_answer)
{
    Bench b;
    set_up(&b);
    write_one(&b, 1);
    write_one(&b, 2);
    Db *db;
    DbRows *outer, *inner;
    const DbCell *row;
    assert_ok(store_reader(b.store, b.arena, &db));
    assert_ok(db_open_rows(db, b.arena, &q_all, NULL, &outer));
    assert_ok(db_next(outer, &row));
    assert_ok(db_open_rows(db, b.arena, &q_all, NULL, &inner));
    assert_ok(db_next(inner, &row));
    assert_int_equal(row[0].i, 1);
    db_close_rows(inner);
    assert_ok(db_next(outer, &row));
    assert_int_equal(row[0].i, 2);
    db_close_rows(outer);
    db_close_rows(outer);
    tear_down(&b);
}

/* The smallest number is the longest; as many as a query may answer with. */
TEST(a_list_of_numbers_is_one_parameter)
{
    Bench b;
    set_up(&b);
    write_one(&b, 1);
    write_one(&b, 2);
    static const DbQuery q_some = {
        .name = "toy_some", .sqlite = "select id from toy_row where id in (select value from json_each(?1))",
        .params = 1, .columns = 1};
    for (size_t count = 0; count <= LIMIT_ROWS_MANY; count += LIMIT_ROWS_MANY) {
        Db *db;
        DbRows *rows;
        const DbCell *row;
        DbList l = db_list(b.arena, count);
        for (size_t i = 0; i < count; i++)
            db_list_put(&l, i ? INT64_MIN : 2);
        const DbCell params[] = {{.kind = CELL_TEXT, .s = db_list_text(&l)}};
        assert_ok(store_reader(b.store, b.arena, &db));
        assert_ok(db_open_rows(db, b.arena, &q_some, params, &rows));
        assert_ok(db_next(rows, &row));
        assert_int_equal(row != NULL, count > 0);
        if (row)
            assert_int_equal(row[0].i, 2);
        db_close_rows(rows);
    }
    tear_down(&b);
}

TEST(an_empty_text_is_not_null)
{
    Bench b;
    set_up(&b);
    Db *db;
    DbRows *rows;
    const DbCell *row, none = {.kind = CELL_TEXT};
    static const DbQuery q = {.name = "kind", .sqlite = "select typeof(?1)", .params = 1, .columns = 1};
    assert_ok(store_reader(b.store, b.arena, &db));
    assert_ok(db_open_rows(db, b.arena, &q, &none, &rows));
    assert_ok(db_next(rows, &row));
    assert_str(row[0].s, S("text"));
    db_close_rows(rows);
    tear_down(&b);
}

TEST(a_reader_cannot_write)
{
    Bench b;
    set_up(&b);
    Db *db;
    static const DbQuery lying = {.name = "lying", .sqlite = "delete from toy_row"};
    static const DbQuery attach = {.name = "attach", .sqlite = "attach ':memory:' as other"};
    assert_ok(store_reader(b.store, b.arena, &db));
    assert_false(db_can_write(db));
    assert_refused(put(db, b.arena, 1, S("x")), "err.store.readonly");
    assert_refused(db_exec(db, b.arena, &lying, NULL, NULL), "err.store.broken");
    assert_refused(db_exec(db, b.arena, &attach, NULL, NULL), "err.store.broken");
    tear_down(&b);
}

TEST(the_same_key_twice_is_a_conflict)
{
    Bench b;
    set_up(&b);
    int64_t id = 1;
    write_one(&b, id);
    Err err = store_write(b.store, b.arena, put_one, &id);
    assert_non_null(err);
    assert_int_equal(err->code, ERR_CONFLICT);
    assert_str(err->key, S("err.store.taken"));
    tear_down(&b);
}

/* -- groups -------------------------------------------------------------------------------------------------------------- */

enum { JOBS = 40 };

typedef struct Crowd {
    Bench *bench;
    Arena *arena; /* the first job's */
    pthread_mutex_t gate; /* the writer waits here while the queue fills up */
    atomic_int done, failed, told, told_early;
} Crowd;

typedef struct CrowdJob {
    StoreJob job;
    Crowd *crowd;
    int64_t id;
    enum { GOOD, REFUSED_LATE, ORPHAN } kind;
    Str refused_with;
} CrowdJob;

static Err hold_gate(Db *db UNUSED, Arena *a UNUSED, void *arg)
{
    Crowd *c = arg;
    pthread_mutex_lock(&c->gate);
    pthread_mutex_unlock(&c->gate);
    return NULL;
}

static void tell(void *arg)
{
    CrowdJob *j = arg;
    atomic_fetch_add(&j->crowd->told, 1);
    if (count_now(j->crowd->bench) == 0)
        atomic_fetch_add(&j->crowd->told_early, 1);
}

static Err crowd_work(Db *db, Arena *a, void *arg)
{
    CrowdJob *j = arg;
    TRY(put(db, a, j->id, S("crowd")));
    db_after_commit(db, tell, j);
    const DbCell id = {.kind = CELL_INT, .i = j->id};
    if (j->kind == ORPHAN)
        TRY(db_exec(db, a, &q_orphan, &id, NULL));
    return j->kind == REFUSED_LATE ? ERR(a, ERR_RULE, "err.toy.no") : NULL;
}

static void crowd_done(StoreJob *job, Err err)
{
    CrowdJob *j = (CrowdJob *)job;
    j->refused_with = err ? err->key : STR_NONE;
    atomic_fetch_add(&j->crowd->failed, err != NULL);
    atomic_fetch_add(&j->crowd->done, 1);
}

/* All of them wait behind one job, so that they share its successor's commit. */
static StoreStats run_crowd(Bench *b, Crowd *c, CrowdJob *jobs, int job_count)
{
    c->arena = arena_new(1 << 20);
    CrowdJob first = {.job = {.work = hold_gate, .done = crowd_done, .arg = c, .arena = c->arena}, .crowd = c};
    pthread_mutex_init(&c->gate, NULL);
    pthread_mutex_lock(&c->gate);
    assert_true(store_submit(b->store, &first.job));
    while (store_stats(b->store).queue_len)
        usleep(100);
    for (int i = 0; i < job_count; i++) {
        jobs[i].crowd = c;
        jobs[i].id = i + 1;
        jobs[i].job = (StoreJob){.work = crowd_work, .done = crowd_done, .arg = &jobs[i], .arena = arena_new(1 << 20)};
        assert_true(store_submit(b->store, &jobs[i].job)); /* analyzer: free_crowd frees them */
    }
    pthread_mutex_unlock(&c->gate);
    while (atomic_load(&c->done) < job_count + 1)
        usleep(100);
    pthread_mutex_destroy(&c->gate);
    arena_free(c->arena);
    return store_stats(b->store);
}

static void free_crowd(CrowdJob *jobs, int job_count)
{
    for (int i = 0; i < job_count; i++)
        arena_free(jobs[i].job.arena);
}

TEST(waiting_jobs_share_one_commit)
{
    Bench b;
    set_up(&b);
    Crowd c = {.bench = &b};
    CrowdJob jobs[JOBS] = {0};
    StoreStats stats = run_crowd(&b, &c, jobs, JOBS);
    assert_int_equal(stats.commits, 2);
    assert_int_equal(stats.jobs, JOBS + 1);
    assert_int_equal(atomic_load(&c.failed), 0);
    assert_int_equal(atomic_load(&c.told), JOBS);
    assert_int_equal(atomic_load(&c.told_early), 0);
    assert_int_equal(count_now(&b), JOBS);
    free_crowd(jobs, JOBS);
    tear_down(&b);
}

TEST(a_commit_has_a_ceiling)
{
    static const struct {
        int jobs;
        uint64_t commits;
    } cases[] = {{LIMIT_GROUP_COMMIT, 1}, {LIMIT_GROUP_COMMIT + 1, 2}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Bench b;
        set_up(&b);
        Crowd c = {.bench = &b};
        CrowdJob jobs[LIMIT_GROUP_COMMIT + 1] = {0};
        StoreStats stats = run_crowd(&b, &c, jobs, cases[i].jobs);
        assert_int_equal(stats.commits, 1 + cases[i].commits); /* the one that held the gate came before */
        assert_int_equal(count_now(&b), cases[i].jobs);
        free_crowd(jobs, cases[i].jobs);
        tear_down(&b);
    }
}

TEST(a_refused_job_leaves_nothing_and_harms_nobody)
{
    Bench b;
    set_up(&b);
    Crowd c = {.bench = &b};
    CrowdJob jobs[JOBS] = {[3] = {.kind = REFUSED_LATE}, [17] = {.kind = REFUSED_LATE}};
    StoreStats stats = run_crowd(&b, &c, jobs, JOBS);
    assert_int_equal(stats.commits, 2);
    assert_int_equal(stats.undone, 2);
    assert_str(jobs[3].refused_with, S("err.toy.no"));
    assert_int_equal(atomic_load(&c.failed), 2);
    assert_int_equal(atomic_load(&c.told), JOBS - 2);
    assert_int_equal(count_now(&b), JOBS - 2);
    free_crowd(jobs, JOBS);
    tear_down(&b);
}

/* A deferred foreign key breaks the commit of the whole group: everybody else is run again. */
TEST(a_job_that_breaks_the_commit_falls_alone)
{
    Bench b;
    set_up(&b);
    Crowd c = {.bench = &b};
    CrowdJob jobs[JOBS] = {[5] = {.kind = ORPHAN}};
    StoreStats stats = run_crowd(&b, &c, jobs, JOBS);
    assert_int_equal(stats.undone, 1);
    assert_str(jobs[5].refused_with, S("err.store.broken"));
    assert_int_equal(atomic_load(&c.told), JOBS - 1);
    assert_int_equal(count_now(&b), JOBS - 1);
    free_crowd(jobs, JOBS);
    tear_down(&b);
}

static void never_told(void *arg UNUSED)
{
    fail_msg("told of what was undone");
}

static Err put_and_refuse(Db *db, Arena *a, void *arg)
{
    TRY(put_one(db, a, arg));
    db_after_commit(db, never_told, NULL);
    return ERR(a, ERR_RULE, "err.toy.no");
}

/* The second attempt fails inside the first, which goes on. */
static Err attempt_twice(Db *db, Arena *a, void *arg)
{
    int64_t inner = 2;
    TRY(put_one(db, a, arg));
    assert_refused(db_attempt(db, a, put_and_refuse, &inner), "err.toy.no");
    return NULL;
}

static Err attempt_and_go_on(Db *db, Arena *a, void *arg UNUSED)
{
    int64_t kept = 1, undone = 3;
    TRY(db_attempt(db, a, attempt_twice, &kept));
    assert_refused(db_attempt(db, a, put_and_refuse, &undone), "err.toy.no");
    return NULL;
}

TEST(an_attempt_that_fails_leaves_nothing_and_the_job_goes_on)
{
    Bench b;
    set_up(&b);
    assert_ok(store_write(b.store, b.arena, attempt_and_go_on, NULL));
    assert_int_equal(count_now(&b), 1);
    tear_down(&b);
}

static void count_done(StoreJob *job, Err err)
{
    assert_null(err);
    atomic_fetch_add((atomic_int *)job->arg, 1);
}

static Err do_nothing(Db *db UNUSED, Arena *a UNUSED, void *arg UNUSED)
{
    return NULL;
}

TEST(the_queue_has_a_ceiling)
{
    Bench b;
    set_up(&b);
    static StoreJob jobs[LIMIT_WRITE_QUEUE + 1];
    atomic_int done = 0;
    Crowd c = {.bench = &b};
    Arena *theirs = arena_new(1 << 20); /* from now on the writer's */
    CrowdJob first = {.job = {.work = hold_gate, .done = crowd_done, .arg = &c, .arena = theirs}, .crowd = &c};
    pthread_mutex_init(&c.gate, NULL);
    pthread_mutex_lock(&c.gate);
    assert_true(store_submit(b.store, &first.job));
    while (store_stats(b.store).queue_len)
        usleep(100);
    for (int i = 0; i <= LIMIT_WRITE_QUEUE; i++) {
        jobs[i] = (StoreJob){.work = do_nothing, .done = count_done, .arg = &done, .arena = theirs};
        assert_int_equal(store_submit(b.store, &jobs[i]), i < LIMIT_WRITE_QUEUE);
    }
    int64_t id = 1;
    assert_refused(store_write(b.store, b.arena, put_one, &id), "err.store.busy");
    pthread_mutex_unlock(&c.gate);
    while (atomic_load(&done) < LIMIT_WRITE_QUEUE)
        usleep(100);
    tear_down(&b);
    pthread_mutex_destroy(&c.gate);
    arena_free(theirs);
}

static void *write_hundred(void *arg)
{
    static atomic_int next = 1;
    Bench *b = arg;
    Arena *a = arena_new(1 << 20);
    for (int i = 0; i < 100; i++) {
        int64_t id = atomic_fetch_add(&next, 1);
        Err err = store_write(b->store, a, put_one, &id);
        if (err)
            break;
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

TEST(many_threads_write_and_nothing_is_lost)
{
    Bench b;
    set_up(&b);
    pthread_t threads[8];
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_hundred, &b), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(count_now(&b), 800);
    tear_down(&b);
}

/* -- snapshots ----------------------------------------------------------------------------------------------------------- */

TEST(a_snapshot_does_not_move)
{
    Bench b;
    set_up(&b);
    Db *db;
    assert_ok(store_reader(b.store, b.arena, &db));
    assert_ok(db_snapshot(db, b.arena));
    write_one(&b, 1);
    assert_int_equal(count(db, b.arena), 0);
    db_release(db);
    assert_int_equal(count(db, b.arena), 1);
    db_release(db);
    tear_down(&b);
}

TEST(the_wal_is_folded_while_running)
{
    Bench b;
    set_up(&b);
    for (int64_t from = 0; from < 30000; from += 1000)
        assert_ok(store_write(b.store, b.arena, put_many, &from));
    struct stat st;
    assert_int_equal(stat(arena_printf(b.arena, "%s/main.db-wal", b.folder).at, &st), 0);
    assert_true(st.st_size < 40 * 1024 * 1024);
    assert_int_equal(count_now(&b), 30000);
    tear_down(&b);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/*
 * Group commit. An fsync costs the same for one job as for sixty-four, so the writer takes whatever has queued up while
 * it was busy, gives each job a savepoint of its own, and commits once. Nobody is told before that commit is on the disk.
 */
#include "store/writer.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    GROUP_ARENA = 4 * 1024 * 1024,
    WAL_PAGES_FOLD = 1000,    /* then the WAL is written back into the database */
    WAL_PAGES_CUT = 16 * 1000, /* then it is also cut, when no reader is in the way */
};

struct Writer {
    Db *db;
    Arena *arena; /* of the group at hand */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    StoreJob *first, **end; /* under the lock, like the next three */
    size_t queued;
    StoreJob *apart; /* to be run between two commits */
    bool stopping;
    int folded; /* how much of the WAL was already written back */
    atomic_uint_fast64_t commits, jobs, undone, queue_len;
};

typedef struct Group {
    StoreJob *jobs[LIMIT_GROUP_COMMIT];
    Err errs[LIMIT_GROUP_COMMIT];
    size_t count;
} Group;

static const DbQuery q_begin = {.name = "begin", .sqlite = "begin immediate"};
static const DbQuery q_commit = {.name = "commit", .sqlite = "commit"};
static const DbQuery q_rollback = {.name = "rollback", .sqlite = "rollback"};
static const DbQuery q_savepoint = {.name = "savepoint", .sqlite = "savepoint job"};
static const DbQuery q_undo = {.name = "undo", .sqlite = "rollback to job"};
static const DbQuery q_release = {.name = "release", .sqlite = "release job"};

/* -- one job ---------------------------------------------------------------------------------------------------------- */

void db_after_commit(Db *db, void (*fn)(void *arg), void *arg)
{
    REQUIRE(db->calls.arena);
    DbCall *call = ARENA_NEW(db->calls.arena, DbCall);
    *call = (DbCall){.fn = fn, .arg = arg};
    *db->calls.end = call;
    db->calls.end = &call->next;
}

static void forget_calls(Db *db, DbCall **from)
{
    *from = NULL;
    db->calls.end = from;
}

/* Leaves the transaction as it found it when the work fails, or without one when SQLite itself gave it up. Attempts stand
 * within each other: "rollback to" means the innermost. */
Err db_attempt(Db *db, Arena *a, StoreWork work, void *arg)
{
    DbCall **calls = db->calls.end;
    TRY(db_exec(db, a, &q_savepoint, NULL, NULL));
    Err err = work(db, a, arg);
    if (err)
        forget_calls(db, calls);
    if (err && db_in_transaction(db)) {
        Err undo = db_exec(db, a, &q_undo, NULL, NULL);
        err = undo ? undo : err;
    }
    if (db_in_transaction(db)) {
        Err release = db_exec(db, a, &q_release, NULL, NULL);
        err = err ? err : release;
    }
    return err;
}

/* -- one group -------------------------------------------------------------------------------------------------------- */

static void rollback(Writer *w)
{
    forget_calls(w->db, &w->db->calls.first);
    if (!db_in_transaction(w->db))
        return;
    Err err = db_exec(w->db, w->arena, &q_rollback, NULL, NULL);
    if (err && db_in_transaction(w->db))
        err_stop(__FILE__, __LINE__, "a transaction can neither be committed nor rolled back");
}

/* Everything but a full disk is some job's fault, and may be run again without it. */
static bool may_run_again(const Group *g, Err err)
{
    return g->count > 1 && err->code != ERR_AGAIN;
}

static void commit_group(Writer *w, Group *g);

/* After a commit that failed for all: each alone, so that only the one at fault fails. */
static void commit_singly(Writer *w, Group *g, const ArenaMark *marks)
{
    for (size_t i = 0; i < g->count; i++) {
        Group one = {.jobs = {g->jobs[i]}, .count = 1};
        arena_rewind(g->jobs[i]->arena, marks[i]);
        commit_group(w, &one);
        g->errs[i] = one.errs[0];
    }
}

static void call_back(Writer *w)
{
    for (DbCall *c = w->db->calls.first; c; c = c->next)
        c->fn(c->arg);
    forget_calls(w->db, &w->db->calls.first);
}

/* A job's error must live in its own arena. */
static void fail_all(Group *g, Err err)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->errs[i])
            g->errs[i] = err_make(g->jobs[i]->arena, err);
}

/* Runs the jobs in one transaction and fills errs; on the way out no transaction is open. */
static void commit_group(Writer *w, Group *g)
{
    ArenaMark marks[LIMIT_GROUP_COMMIT];
    Err err = db_exec(w->db, w->arena, &q_begin, NULL, NULL);
    if (err) {
        fail_all(g, err);
        return;
    }
    for (size_t i = 0; i < g->count; i++)
        marks[i] = arena_mark(g->jobs[i]->arena);
    for (size_t i = 0; i < g->count && db_in_transaction(w->db); i++) {
        g->errs[i] = db_attempt(w->db, g->jobs[i]->arena, g->jobs[i]->work, g->jobs[i]->arg);
        err = g->errs[i];
    }
    if (db_in_transaction(w->db))
        err = db_exec(w->db, w->arena, &q_commit, NULL, NULL);
    else
        err = err ? err : ERR(w->arena, ERR_BROKEN, "err.store.broken", .detail = S("the transaction was given up"));
    if (!err) {
        atomic_fetch_add(&w->commits, 1);
        call_back(w);
        return;
    }
    Err why = err_make(w->arena, err); /* out of the arenas that are rewound */
    rollback(w);
    if (may_run_again(g, why))
        commit_singly(w, g, marks);
    else
        fail_all(g, why);
}

static void finish(Writer *w, Group *g)
{
    for (size_t i = 0; i < g->count; i++) {
        StoreJob *job = g->jobs[i];
        atomic_fetch_add(&w->jobs, 1);
        atomic_fetch_add(&w->undone, g->errs[i] != NULL);
        job->done(job, g->errs[i]); /* from here on the job may be gone */
    }
}

/* -- the thread ------------------------------------------------------------------------------------------------------- */

/* False when there is nothing left to do, ever. */
static bool take_group(Writer *w, Group *g, StoreJob **ret_apart)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->apart && !w->stopping)
        pthread_cond_wait(&w->wake, &w->lock);
    for (g->count = 0; w->first && g->count < LIMIT_GROUP_COMMIT; w->queued--) {
        StoreJob *job = w->first;
        w->first = job->next;
        g->jobs[g->count++] = job;
    }
    if (!w->first)
        w->end = &w->first;
    *ret_apart = w->apart;
    w->apart = NULL;
    atomic_store(&w->queue_len, w->queued);
    pthread_mutex_unlock(&w->lock);
    return g->count || *ret_apart;
}

/* Between commits, and by nobody else. */
static void tend_wal(Writer *w)
{
    int pages = w->db->wal_pages;
    if (pages < w->folded)
        w->folded = 0; /* SQLite began the WAL anew */
    if (pages - w->folded < WAL_PAGES_FOLD)
        return;
    Err err = db_checkpoint(w->db, w->arena, pages > WAL_PAGES_CUT);
    w->folded = err ? w->folded : pages;
}

static void *write_on(void *arg)
{
    Writer *w = arg;
    Group g;
    StoreJob *apart;
    while (take_group(w, &g, &apart)) {
        arena_reset(w->arena);
        w->db->calls = (DbCalls){.arena = w->arena, .end = &w->db->calls.first};
        memset(g.errs, 0, sizeof g.errs);
        if (g.count)
            commit_group(w, &g);
        finish(w, &g);
        if (apart)
            apart->done(apart, apart->work(w->db, apart->arena, apart->arg));
        tend_wal(w);
    }
    return NULL;
}

Err writer_start(Arena *a, Db *db, Writer **ret_writer)
{
    Writer *w = ARENA_NEW(a, Writer);
    w->db = db;
    w->end = &w->first;
    w->arena = arena_new(GROUP_ARENA);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    if (pthread_create(&w->thread, NULL, write_on, w) != 0) {
        arena_free(w->arena);
        return ERR(a, ERR_BROKEN, "err.store.broken", .detail = S("no thread for the writer"));
    }
    pthread_setname_np(w->thread, "writer");
    *ret_writer = w;
    return NULL;
}

void writer_stop(Writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    arena_free(w->arena);
}

bool writer_submit(Writer *w, StoreJob *job)
{
    pthread_mutex_lock(&w->lock);
    bool taken = !w->stopping && w->queued < LIMIT_WRITE_QUEUE;
    if (taken) {
        job->next = NULL;
        *w->end = job;
        w->end = &job->next;
        atomic_store(&w->queue_len, ++w->queued);
        pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->lock);
    return taken;
}

void writer_submit_apart(Writer *w, StoreJob *job)
{
    pthread_mutex_lock(&w->lock);
    REQUIRE(!w->apart && !w->stopping);
    w->apart = job;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
}

bool writer_is_here(const Writer *w)
{
    return pthread_equal(pthread_self(), w->thread);
}

StoreStats writer_stats(const Writer *w)
{
    return (StoreStats){
        .commits = atomic_load(&w->commits),
        .jobs = atomic_load(&w->jobs),
        .undone = atomic_load(&w->undone),
        .queue_len = atomic_load(&w->queue_len),
    };
}

// SPDX-License-Identifier: Apache-2.0
/* The store as a whole: one folder, one lock, one writer, any number of readers. */
#include "store/store.h"

#include "store/backup.h"
#include "store/migrate.h"
#include "store/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct Store {
    StoreOptions options;
    const char *path;
    Arena *arena; /* the writer's connection */
    Db *db;       /* NULL when read-only */
    Writer *writer;
    int lock_fd;
};

enum { STORE_ARENA = 16 * 1024 * 1024 };

/* -- the folder ------------------------------------------------------------------------------------------------------- */

static Err make_folder(Arena *a, const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return NULL;
    return ERR(a, ERR_BROKEN, "err.store.cannot_open", .args = {str_of(path)}, .detail = arena_printf(a, "mkdir: %m"));
}

static Str read_lock_owner(Arena *a, int fd)
{
    char text[24];
    ssize_t len = pread(fd, text, sizeof text, 0);
    return len > 0 ? arena_str(a, str_trim((Str){text, (size_t)len})) : S("?");
}

/* Two programs on one folder would be two writers. The kernel drops the lock when the process ends, however it ends. */
static Err take_lock(Store *s, Arena *a)
{
    Str path = arena_printf(a, "%s/lock", s->options.folder);
    s->lock_fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock_fd < 0)
        return ERR(a, ERR_BROKEN, "err.store.cannot_open", .args = {path}, .detail = arena_printf(a, "lock: %m"));
    if (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        Str owner = read_lock_owner(a, s->lock_fd);
        close(s->lock_fd);
        s->lock_fd = -1;
        return ERR(a, ERR_AGAIN, "err.store.second", .args = {str_of(s->options.folder), owner});
    }
    Str pid = arena_printf(a, "%ld\n", (long)getpid());
    bool told = ftruncate(s->lock_fd, 0) == 0 && pwrite(s->lock_fd, pid.at, pid.len, 0) == (ssize_t)pid.len;
    return told ? NULL : ERR(a, ERR_AGAIN, "err.store.disk_full", .detail = arena_printf(a, "lock: %m"));
}

/* -- opening and closing ---------------------------------------------------------------------------------------------- */

/* As long as the steps it was made for have not run, a copy is called .new; one that an attempt left which did not end may
 * be of a database that was replaced since, and is made again. */
static Str copy_name(const Store *s, Arena *a, size_t have)
{
    return arena_printf(a, "%s/backup/before-%zu-%zu.db.new", s->options.folder, have, s->options.step_count);
}

static Err back_up_before(Store *s, Arena *a, size_t have)
{
    Str path = copy_name(s, a, have);
    TRY(make_folder(a, arena_printf(a, "%s/backup", s->options.folder).at));
    if (unlink(path.at) != 0 && errno != ENOENT)
        return ERR(a, ERR_BROKEN, "err.store.cannot_open", .args = {path}, .detail = arena_printf(a, "unlink: %m"));
    return backup_make(s->db, a, path.at, NULL, 0);
}

/* before-2-3.db, and when an older backup was carried over before, before-2-3-2.db: no copy takes another's place. */
static Err name_copy(const Store *s, Arena *a, size_t have)
{
    Str from = copy_name(s, a, have), stem = str_sub(from, 0, from.len - S(".db.new").len);
    Str to = arena_printf(a, "%.*s.db", STR_ARG(stem));
    int n = 1;
    while (link(from.at, to.at) != 0) {
        if (errno == ENOENT)
            return NULL;
        if (errno != EEXIST || n == LIMIT_COPIES)
            return ERR(a, ERR_BROKEN, "err.store.cannot_open", .args = {to}, .detail = arena_printf(a, "link: %m"));
        to = arena_printf(a, "%.*s-%d.db", STR_ARG(stem), ++n);
    }
    return unlink(from.at) == 0 ? backup_sync_folder(a, to.at)
                                : ERR(a, ERR_BROKEN, "err.store.cannot_open", .args = {from},
                                      .detail = arena_printf(a, "unlink: %m"));
}

static Err migrate(Store *s, Arena *a)
{
    size_t have;
    TRY(migrate_look(s->db, a, &s->options, &have));
    if (have && have < s->options.step_count)
        TRY(back_up_before(s, a, have));
    if (have < s->options.step_count)
        TRY(migrate_run(s->db, a, &s->options));
    for (size_t before = 1; before < s->options.step_count; before++) /* the power may have gone before it had its name */
        TRY(name_copy(s, a, before));
    return NULL;
}

static Err open_for_writing(Store *s, Arena *a)
{
    TRY(make_folder(a, s->options.folder));
    TRY(take_lock(s, a));
    const char *level = s->options.unsafe_fast ? "off" : s->options.synchronous;
    TRY(db_open(s->arena, s->path, DB_WRITER, level, &s->db));
    TRY(migrate(s, a));
    TRY(backup_sync_folder(a, s->path));
    return writer_start(s->arena, s->db, &s->writer);
}

static Err open_for_reading(Store *s, Arena *a)
{
    size_t have;
    Db *db;
    if (access(s->path, R_OK) != 0)
        return ERR(a, ERR_MISSING, "err.store.no_database", .args = {str_of(s->options.folder)});
    TRY(db_open(s->arena, s->path, DB_READER, NULL, &db));
    TRY(migrate_look(db, a, &s->options, &have));
    if (have != s->options.step_count)
        return ERR(a, ERR_BROKEN, "err.store.older", .args = {str_of(s->options.folder)});
    return NULL;
}

static void let_go(Store *s)
{
    arena_free(s->arena);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    s->lock_fd = -1;
}

Err store_open(Arena *a, const StoreOptions *options, Store **ret_store)
{
    Store *s = ARENA_NEW(a, Store);
    s->options = *options;
    s->path = arena_printf(a, "%s/main.db", options->folder).at;
    s->lock_fd = -1;
    s->arena = arena_new(STORE_ARENA);
    Err err = options->readonly ? open_for_reading(s, a) : open_for_writing(s, a);
    if (err) {
        err = err_make(a, err);
        let_go(s);
        return err;
    }
    *ret_store = s;
    return NULL;
}

void store_close(Store *s)
{
    if (!s)
        return;
    if (s->writer) {
        writer_stop(s->writer);
        Err err = db_checkpoint(s->db, s->arena, true);
        (void)err; /* nothing is lost: the WAL stays, and the next start reads it */
    }
    let_go(s);
}

/* -- readers ---------------------------------------------------------------------------------------------------------- */

Err store_reader(Store *s, Arena *a, Db **ret_db)
{
    return db_open(a, s->path, DB_READER, NULL, ret_db);
}

/* "begin" alone would wait for the first query to choose the snapshot. */
Err db_snapshot(Db *db, Arena *a)
{
    static const DbQuery begin = {.name = "snapshot", .sqlite = "begin"};
    static const DbQuery look = {.name = "look", .sqlite = "select 1 from sqlite_schema limit 1", .columns = 1};
    DbRows *rows;
    const DbCell *row;
    TRY(db_exec(db, a, &begin, NULL, NULL));
    Err err = db_open_rows(db, a, &look, NULL, &rows);
    if (!err)
        err = db_next(rows, &row);
    if (err) {
        db_release(db);
        return err;
    }
    db_close_rows(rows);
    return NULL;
}

void db_release(Db *db)
{
    static const DbQuery end = {.name = "release", .sqlite = "rollback"};
    if (!db_in_transaction(db))
        return;
    Arena *own = arena_new(4096);
    Err err = db_exec(db, own, &end, NULL, NULL);
    if (err && db_in_transaction(db))
        err_stop(__FILE__, __LINE__, "a snapshot cannot be released");
    arena_free(own);
}

/* -- writing ---------------------------------------------------------------------------------------------------------- */

bool store_submit(Store *s, StoreJob *job)
{
    REQUIRE(s->writer);
    return writer_submit(s->writer, job);
}

typedef struct Wait {
    StoreJob job;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool over;
    Err err;
} Wait;

static void wake_up(StoreJob *job, Err err)
{
    Wait *wait = (Wait *)job; /* its first member */
    pthread_mutex_lock(&wait->lock);
    wait->over = true;
    wait->err = err;
    pthread_cond_signal(&wait->wake);
    pthread_mutex_unlock(&wait->lock);
}

static Err await(Wait *wait)
{
    pthread_mutex_lock(&wait->lock);
    while (!wait->over)
        pthread_cond_wait(&wait->wake, &wait->lock);
    pthread_mutex_unlock(&wait->lock);
    return wait->err;
}

static Err submit_and_wait(Store *s, Wait *wait, bool apart)
{
    pthread_mutex_init(&wait->lock, NULL);
    pthread_cond_init(&wait->wake, NULL);
    Err err;
    if (apart) {
        writer_submit_apart(s->writer, &wait->job);
        err = await(wait);
    } else {
        err = writer_submit(s->writer, &wait->job) ? await(wait) : ERR(wait->job.arena, ERR_AGAIN, "err.store.busy");
    }
    pthread_cond_destroy(&wait->wake);
    pthread_mutex_destroy(&wait->lock);
    return err;
}

Err store_write(Store *s, Arena *a, StoreWork work, void *arg)
{
    if (!s->writer)
        return ERR(a, ERR_BROKEN, "err.store.readonly");
    REQUIRE(!writer_is_here(s->writer)); /* a job that waits for a job waits for ever */
    Wait wait = {.job = {.work = work, .done = wake_up, .arg = arg, .arena = a}};
    return submit_and_wait(s, &wait, false);
}

static Err make_safe(Db *db, Arena *a, void *arg UNUSED)
{
    TRY(db_run(db, a, "pragma synchronous = full"));
    return db_checkpoint(db, a, true); /* syncs the WAL, writes it back, syncs the database */
}

Err store_make_safe(Store *s, Arena *a)
{
    REQUIRE(s->writer && !writer_is_here(s->writer));
    Wait wait = {.job = {.work = make_safe, .done = wake_up, .arena = a}};
    TRY(submit_and_wait(s, &wait, true));
    return backup_sync_folder(a, s->path);
}

StoreStats store_stats(const Store *s)
{
    return s->writer ? writer_stats(s->writer) : (StoreStats){0};
}

/* -- copies ----------------------------------------------------------------------------------------------------------- */

Err store_backup(Store *s, Arena *a, const char *to_path, const StoreFile *files, size_t count)
{
    Arena *own = arena_new(STORE_ARENA);
    Db *db;
    Err err = store_reader(s, own, &db);
    if (!err)
        err = backup_make(db, own, to_path, files, count);
    err = err ? err_make(a, err) : NULL;
    arena_free(own);
    return err;
}

Err store_swap(Arena *a, const char *folder, const char *fresh, Str *ret_kept)
{
    Store held = {.options = {.folder = folder}, .lock_fd = -1};
    TRY(take_lock(&held, a));
    Err err = backup_swap(a, folder, fresh, ret_kept);
    close(held.lock_fd);
    return err;
}

Err store_check(Store *s, Arena *a)
{
    Arena *own = arena_new(STORE_ARENA);
    Db *db;
    Err err = store_reader(s, own, &db);
    if (!err)
        err = db_check(db, own);
    err = err ? err_make(a, err) : NULL;
    arena_free(own);
    return err;
}

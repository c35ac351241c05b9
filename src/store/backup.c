// SPDX-License-Identifier: Apache-2.0
/* A backup is written under another name, checked, and only then called what was asked for. */
#include "store/backup.h"
#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKUP_ARENA = 16 * 1024 * 1024 };

static Err failed(Arena *a, const char *path, const char *what)
{
    return ERR(a, ERR_BROKEN, "err.store.backup_failed", .args = {str_of(path)},
               .detail = arena_printf(a, "%s: %m", what));
}

Err backup_sync_folder(Arena *a, const char *file_path)
{
    char *copy = (char *)arena_cstr(a, str_of(file_path));
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return failed(a, file_path, "open folder");
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok ? NULL : failed(a, file_path, "fsync folder");
}

/* -- the files a backup carries: a table that no house has ------------------------------------------------------------ */

static const char file_table[] = "create table store_file (name text not null primary key, bytes blob not null) strict";
static const DbQuery q_file_put = {
    .name = "store_file_put",
    .sqlite = "insert into store_file (name, bytes) values (?1, ?2)",
    .params = 2,
    .writes = true,
};
static const DbQuery q_file_all = {
    .name = "store_file_all",
    .sqlite = "select name, bytes from store_file order by name",
    .columns = 2,
};

static Err put_files(Db *copy, Arena *a, const StoreFile *files, size_t count)
{
    if (count)
        TRY(db_run(copy, a, file_table));
    for (size_t i = 0; i < count; i++) {
        const DbCell params[] = {{.kind = CELL_TEXT, .s = files[i].name}, {.kind = CELL_BYTES, .s = files[i].bytes}};
        TRY(db_exec(copy, a, &q_file_put, params, NULL));
    }
    return NULL;
}

static Err get_files(Db *copy, Arena *a, const StoreFile **ret_files, size_t *ret_count)
{
    StoreFile *files = ARENA_ARRAY(a, StoreFile, LIMIT_BACKUP_FILES);
    DbRows *rows;
    const DbCell *row;
    *ret_files = files;
    *ret_count = 0;
    if (!db_has_table(copy, "store_file"))
        return NULL;
    TRY(db_open_rows(copy, a, &q_file_all, NULL, &rows));
    for (;;) {
        TRY(db_next(rows, &row));
        if (!row)
            return NULL;
        if (*ret_count == LIMIT_BACKUP_FILES) {
            db_close_rows(rows);
            return ERR(a, ERR_LIMIT, "err.store.too_many_rows");
        }
        files[(*ret_count)++] = (StoreFile){arena_str(a, row[0].s), arena_str(a, row[1].s)};
    }
}

/* -- making ------------------------------------------------------------------------------------------------------------- */

typedef struct Carried {
    const StoreFile *files;
    size_t count;
} Carried;

/* In an arena of its own, so that the copy is closed when we are through. */
static Err write_copy(Db *from, Arena *a, Arena *own, const char *path, const Carried *with)
{
    Db *copy;
    Err err = db_open(own, path, DB_COPY, NULL, &copy);
    if (!err)
        err = db_snapshot(from, own);
    if (!err) {
        err = db_copy(from, own, copy);
        db_release(from);
    }
    if (!err)
        err = put_files(copy, own, with->files, with->count);
    return err ? err_make(a, err) : NULL;
}

static Err check_copy(Arena *a, Arena *own, const char *path)
{
    Db *copy;
    Err err = db_open(own, path, DB_READER, NULL, &copy);
    if (!err)
        err = db_check(copy, own);
    return err ? err_make(a, err) : NULL;
}

static Err write_and_check(Db *from, Arena *a, const char *path, const Carried *with)
{
    Arena *own = arena_new(BACKUP_ARENA);
    Err err = write_copy(from, a, own, path, with);
    arena_reset(own);
    if (!err)
        err = check_copy(a, own, path);
    arena_free(own);
    return err;
}

Err backup_make(Db *from, Arena *a, const char *to_path, const StoreFile *files, size_t count)
{
    Str tmp = arena_printf(a, "%s.part", to_path);
    if (access(to_path, F_OK) == 0)
        return ERR(a, ERR_CONFLICT, "err.store.backup_exists", .args = {str_of(to_path)});
    unlink(tmp.at); /* what an earlier attempt left behind */
    Err err = write_and_check(from, a, tmp.at, &(Carried){files, count});
    if (!err && rename(tmp.at, to_path) != 0)
        err = failed(a, to_path, "rename");
    if (err) {
        unlink(tmp.at);
        return err;
    }
    return backup_sync_folder(a, to_path);
}

/* -- taking back -------------------------------------------------------------------------------------------------------- */

static Err look(Arena *a, Arena *own, const StoreOptions *options, const char *path, Carried *ret)
{
    Db *copy;
    size_t steps;
    TRY(db_open(own, path, DB_READER, NULL, &copy));
    TRY(db_check(copy, own));
    TRY(migrate_look(copy, own, options, &steps));
    if (!steps)
        return ERR(a, ERR_INPUT, "err.store.no_backup", .args = {str_of(path)});
    return get_files(copy, a, &ret->files, &ret->count);
}

Err store_backup_look(Arena *a, const StoreOptions *options, const char *path, const StoreFile **ret_files,
                      size_t *ret_count)
{
    Arena *own = arena_new(BACKUP_ARENA);
    Carried got = {0};
    Err err = look(a, own, options, path, &got);
    err = err ? err_make(a, err) : NULL;
    arena_free(own);
    *ret_files = got.files;
    *ret_count = got.count;
    return err;
}

/* The files a backup carries have no business in a database; their bytes are overwritten. */
static Err strip(Arena *a, const char *path)
{
    Arena *own = arena_new(BACKUP_ARENA);
    Db *copy;
    Err err = db_open(own, path, DB_COPY, NULL, &copy);
    if (!err)
        err = db_run(copy, own, "pragma secure_delete = on; drop table if exists store_file");
    err = err ? err_make(a, err) : NULL;
    arena_free(own);
    return err;
}

/* The database with what its WAL holds: nobody knows yet whether it will be wanted. */
static Err put_aside(Arena *a, Str now, Str folder, Str *ret_kept)
{
    *ret_kept = STR_NONE;
    if (access(now.at, F_OK) != 0)
        return NULL;
    Str kept = arena_printf(a, "%.*s/replaced-%lld.db", STR_ARG(folder), (long long)clock_now(clock_real(a)).ms / 1000);
    Str wal = arena_printf(a, "%s-wal", now.at);
    unlink(arena_printf(a, "%s-shm", now.at).at);
    bool has_wal = access(wal.at, F_OK) == 0;
    if ((has_wal && rename(wal.at, arena_printf(a, "%s-wal", kept.at).at) != 0) || rename(now.at, kept.at) != 0)
        return failed(a, kept.at, "rename");
    *ret_kept = kept;
    return NULL;
}

Err backup_swap(Arena *a, const char *folder, const char *fresh, Str *ret_kept)
{
    Str now = arena_printf(a, "%s/main.db", folder), aside = arena_printf(a, "%s/backup", folder);
    if (mkdir(aside.at, 0700) != 0 && errno != EEXIST)
        return failed(a, aside.at, "mkdir");
    TRY(strip(a, fresh));
    TRY(put_aside(a, now, aside, ret_kept));
    if (rename(fresh, now.at) != 0)
        return failed(a, now.at, "rename");
    return backup_sync_folder(a, now.at);
}

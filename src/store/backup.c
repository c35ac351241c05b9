// SPDX-License-Identifier: Apache-2.0
/* A backup is written under another name, checked, and only then called what was asked for. */
#include "store/backup.h"

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
    char *copy = arena_take(a, strlen(file_path) + 1, 1);
    memcpy(copy, file_path, strlen(file_path));
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return failed(a, file_path, "open folder");
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok ? NULL : failed(a, file_path, "fsync folder");
}

/* In an arena of its own, so that the copy is closed when we are through. */
static Err write_copy(Db *from, Arena *a, Arena *own, const char *path)
{
    Db *copy;
    Err err = db_open(own, path, DB_COPY, NULL, &copy);
    if (!err)
        err = db_snapshot(from, own);
    if (!err) {
        err = db_copy(from, own, copy);
        db_release(from);
    }
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

static Err write_and_check(Db *from, Arena *a, const char *path)
{
    Arena *own = arena_new(BACKUP_ARENA);
    Err err = write_copy(from, a, own, path);
    arena_reset(own);
    if (!err)
        err = check_copy(a, own, path);
    arena_free(own);
    return err;
}

Err backup_make(Db *from, Arena *a, const char *to_path)
{
    Str tmp = arena_printf(a, "%s.part", to_path);
    if (access(to_path, F_OK) == 0)
        return ERR(a, ERR_CONFLICT, "err.store.backup_exists", .args = {str_of(to_path)});
    unlink(tmp.at); /* what an earlier attempt left behind */
    Err err = write_and_check(from, a, tmp.at);
    if (!err && rename(tmp.at, to_path) != 0)
        err = failed(a, to_path, "rename");
    if (err) {
        unlink(tmp.at);
        return err;
    }
    return backup_sync_folder(a, to_path);
}

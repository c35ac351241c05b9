// SPDX-License-Identifier: Apache-2.0
/* Files of DATA/keys. */
#include "record/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static Err unreadable(Arena *a, const char *path)
{
    return ERR(a, ERR_BROKEN, "err.record.file_unreadable", .args = {str_of(path)}, .detail = str_of(strerror(errno)));
}

static Err unwritable(Arena *a, const char *path)
{
    return ERR(a, ERR_BROKEN, "err.record.file_unwritable", .args = {str_of(path)}, .detail = str_of(strerror(errno)));
}

/* -- reading ------------------------------------------------------------------------------------------------------- */

static Err read_open(Arena *a, const char *path, int fd, Str *ret_bytes)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return unreadable(a, path);
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return ERR(a, ERR_RULE, "err.record.file_open_to_others", .args = {str_of(path)});
    char *at = arena_take(a, MEMORY_BYTES + 1, 1);
    ssize_t len = read(fd, at, MEMORY_BYTES + 1);
    if (len < 0 || len > MEMORY_BYTES)
        return unreadable(a, path);
    *ret_bytes = (Str){at, (size_t)len};
    return NULL;
}

Err memory_read(Arena *a, const char *path, Str *ret_bytes)
{
    *ret_bytes = STR_NONE;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NULL : unreadable(a, path);
    Err e = read_open(a, path, fd, ret_bytes);
    close(fd);
    return e;
}

/* -- writing ------------------------------------------------------------------------------------------------------- */

static void sync_or_stop(int fd)
{
    if (fsync(fd) != 0) /* what was signed may be forgotten: signing again could contradict it */
        err_stop(__FILE__, __LINE__, "fsync of the signer's memory failed");
}

static bool write_file(const char *path, Str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return false;
    bool done = write(fd, bytes.at, bytes.len) == (ssize_t)bytes.len;
    if (done)
        sync_or_stop(fd);
    return close(fd) == 0 && done;
}

static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(fd >= 0);
    sync_or_stop(fd);
    close(fd);
}

Err memory_write(Arena *a, const char *folder, const char *name, Str bytes)
{
    const char *path = arena_printf(a, "%s/%s", folder, name).at;
    const char *aside = arena_printf(a, "%s/%s.tmp", folder, name).at;
    if (!write_file(aside, bytes) || rename(aside, path) != 0)
        return unwritable(a, path);
    sync_folder(folder);
    return NULL;
}

Err memory_folder(Arena *a, const char *path)
{
    if (mkdir(path, S_IRWXU) != 0 && errno != EEXIST)
        return unwritable(a, path);
    return NULL;
}

/* -- who has a memory ---------------------------------------------------------------------------------------------- */

static bool read_name(const char *name, Home *ret_home)
{
    Str s = str_of(name);
    return s.len == 9 && str_to_i64(s, &ret_home->code9);
}

Err memory_homes(Arena *a, const char *folder, const Home **ret_homes, size_t *ret_count)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return unreadable(a, folder);
    Home *homes = NULL;
    size_t count = 0, room = 0;
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (count == room) {
            Home *more = ARENA_ARRAY(a, Home, room ? room * 2 : 64);
            if (count)
                memcpy(more, homes, count * sizeof *homes);
            homes = more;
            room = room ? room * 2 : 64;
        }
        count += read_name(entry->d_name, &homes[count]);
    }
    closedir(dir);
    *ret_homes = homes;
    *ret_count = count;
    return NULL;
}

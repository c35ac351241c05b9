// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded before a server (LD_PRELOAD): counts its syncs, makes each of them slower, writes down what it does to its
 * files. Every wish is an environment variable:
 *
 *     SHIM_COUNT=FILE     two numbers of 64 bits: how often fsync and fdatasync were called so far
 *     SHIM_DELAY_US=N     every sync takes so much longer
 *     SHIM_WORN=FILE      while FILE says "full", writes below SHIM_FOLDER=DIR find no room; while it says "sync", syncs fail
 *     SHIM_TRACE=FILE     each write, truncation, sync, rename and removal below SHIM_FOLDER=DIR, in order (trace.h)
 *
 * A write is noted after it was made and before the program hears of it: what a program does next stands behind it.
 */
#undef _FILE_OFFSET_BITS /* or pwrite would be another word for pwrite64, and both are called */
#include "trace.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define SHIM __attribute__((visibility("default")))

enum { NAME_MAX_BYTES = 4096 };
enum { COUNT_FSYNC, COUNT_FDATASYNC, COUNTS };

static atomic_uint_fast64_t nowhere[COUNTS], *counts = nowhere;
static useconds_t delay_us;
static const char *folder, *worn;
static int trace = -1;

static struct {
    ssize_t (*pwrite)(int, const void *, size_t, off_t);
    ssize_t (*write)(int, const void *, size_t);
    int (*fsync)(int);
    int (*fdatasync)(int);
    int (*ftruncate)(int, off_t);
    int (*unlink)(const char *);
    int (*rename)(const char *, const char *);
} real;

static void find_real(const char *name, void *into)
{
    void *at = dlsym(RTLD_NEXT, name);
    memcpy(into, &at, sizeof at); /* a function is no object: C knows no cast between them */
}

static void open_counts(const char *path)
{
    int fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0 || real.ftruncate(fd, sizeof nowhere) != 0)
        return;
    void *at = mmap(NULL, sizeof nowhere, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED)
        counts = at;
    close(fd);
}

__attribute__((constructor)) static void start(void)
{
    find_real("pwrite64", &real.pwrite);
    find_real("write", &real.write);
    find_real("fsync", &real.fsync);
    find_real("fdatasync", &real.fdatasync);
    find_real("ftruncate64", &real.ftruncate);
    find_real("unlink", &real.unlink);
    find_real("rename", &real.rename);
    const char *delay = getenv("SHIM_DELAY_US"), *to = getenv("SHIM_TRACE");
    /* rooms: call waived: a tool of the proofs that links nothing of ours */
    delay_us = delay ? (useconds_t)atoi(delay) : 0;
    folder = getenv("SHIM_FOLDER");
    worn = folder ? getenv("SHIM_WORN") : NULL;
    open_counts(getenv("SHIM_COUNT"));
    if (to && folder)
        trace = open(to, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* -- what is worth noting ----------------------------------------------------------------------------------------------- */

/* The shared memory of SQLite's readers is made anew at every start. */
static bool is_ours(const char *path)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && path[len] == '/' && !strstr(path, "-shm");
}

/* The name of an open file below the folder ("" for the folder itself); false for all others. */
static bool name_of(int fd, char *name)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = trace < 0 && !worn ? -1 : readlink(link, name, NAME_MAX_BYTES - 1);
    if (len < 0)
        return false;
    name[len] = '\0';
    return is_ours(name) || strcmp(name, folder) == 0;
}

/* Whether the disk is worn in this way now, for this file. */
static bool is_worn(int fd, char how)
{
    char name[NAME_MAX_BYTES], said = 0;
    int file = worn ? open(worn, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return false;
    bool wanted = read(file, &said, 1) == 1 && said == how;
    close(file);
    return wanted && name_of(fd, name);
}

static ssize_t fails_with(int error)
{
    errno = error;
    return -1;
}

static void note(char kind, const char *name, off_t at, const void *bytes, size_t len)
{
    if (trace >= 0)
        trace_append(trace, kind, name, (uint64_t)at, bytes, len);
}

static void note_name(char kind, const char *name, const char *new_name)
{
    if (trace >= 0 && is_ours(name))
        trace_append(trace, kind, name, 0, new_name, strlen(new_name));
}

/* -- the calls ------------------------------------------------------------------------------------------------------------ */

SHIM ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
    char name[NAME_MAX_BYTES];
    if (is_worn(fd, 'f'))
        return fails_with(ENOSPC);
    ssize_t done = real.pwrite(fd, bytes, len, at);
    if (done > 0 && name_of(fd, name))
        note(TRACE_WRITE, name, at, bytes, (size_t)done);
    return done;
}

SHIM ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return pwrite64(fd, bytes, len, at);
}

SHIM ssize_t write(int fd, const void *bytes, size_t len)
{
    char name[NAME_MAX_BYTES];
    if (fd != trace && is_worn(fd, 'f'))
        return fails_with(ENOSPC);
    bool noted = fd != trace && name_of(fd, name);
    off_t at = noted ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real.write(fd, bytes, len);
    if (done > 0 && noted)
        note(TRACE_WRITE, name, at, bytes, (size_t)done);
    return done;
}

static int sync_with(int (*call)(int), int fd, int which)
{
    char name[NAME_MAX_BYTES];
    atomic_fetch_add(&counts[which], 1);
    if (delay_us)
        usleep(delay_us);
    if (is_worn(fd, 's'))
        return (int)fails_with(EIO);
    int result = call(fd);
    if (result == 0 && name_of(fd, name))
        note(TRACE_SYNC, name, 0, NULL, 0);
    return result;
}

SHIM int fsync(int fd)
{
    return sync_with(real.fsync, fd, COUNT_FSYNC);
}

SHIM int fdatasync(int fd)
{
    return sync_with(real.fdatasync, fd, COUNT_FDATASYNC);
}

SHIM int ftruncate64(int fd, off_t len)
{
    char name[NAME_MAX_BYTES];
    int result = real.ftruncate(fd, len);
    if (result == 0 && name_of(fd, name))
        note(TRACE_TRUNCATE, name, len, NULL, 0);
    return result;
}

SHIM int ftruncate(int fd, off_t len)
{
    return ftruncate64(fd, len);
}

SHIM int unlink(const char *path)
{
    int result = real.unlink(path);
    if (result == 0)
        note_name(TRACE_REMOVE, path, "");
    return result;
}

SHIM int rename(const char *from, const char *to)
{
    int result = real.rename(from, to);
    if (result == 0)
        note_name(TRACE_RENAME, from, to);
    return result;
}

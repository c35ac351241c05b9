// SPDX-License-Identifier: Apache-2.0
/*
 * A trace: what happened to files, and what was acknowledged, in order. Several programs append to one file, each note in
 * a single write; power.py reads it. A note is its kind (1 byte), the lengths of its name (4) and its bytes (8), a place
 * (8), all little-endian, then the name and the bytes.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    TRACE_WRITE = 'W',    /* bytes at a place of a file */
    TRACE_TRUNCATE = 'T', /* to so many bytes */
    TRACE_SYNC = 'S',     /* a file, or a folder: its names */
    TRACE_REMOVE = 'U',
    TRACE_RENAME = 'R',   /* the bytes are the new name */
    TRACE_ACK = 'A',      /* the bytes are what a client was told */
};

static inline void trace_append(int fd, char kind, const char *name, uint64_t at, const void *bytes, size_t len)
{
    uint32_t name_len = (uint32_t)strlen(name);
    uint64_t bytes_len = len;
    char head[21];
    head[0] = kind;
    memcpy(head + 1, &name_len, sizeof name_len);
    memcpy(head + 5, &bytes_len, sizeof bytes_len);
    memcpy(head + 13, &at, sizeof at);
    const struct iovec parts[] = {{head, sizeof head}, {(void *)(uintptr_t)name, name_len}, {(void *)(uintptr_t)bytes, len}};
    if (writev(fd, parts, 3) != (ssize_t)(sizeof head + name_len + len))
        _exit(99); /* a trace with a hole would prove nothing */
}

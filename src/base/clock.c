// SPDX-License-Identifier: Apache-2.0
/* The three clocks. */
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef enum ClockKind { CLOCK_REAL = 1, CLOCK_BY_HAND, CLOCK_FILE } ClockKind;

struct Clock {
    ClockKind kind;
    Instant now;
    const char *path;
};

Clock *clock_real(Arena *a)
{
    Clock *c = ARENA_NEW(a, Clock);
    c->kind = CLOCK_REAL;
    return c;
}

Clock *clock_by_hand(Arena *a, Instant start)
{
    Clock *c = ARENA_NEW(a, Clock);
    *c = (Clock){.kind = CLOCK_BY_HAND, .now = start};
    return c;
}

static bool read_instant_file(const char *path, Instant *ret_t)
{
    char line[64];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t len = read(fd, line, sizeof line);
    close(fd);
    return len > 0 && instant_read(str_trim((Str){line, (size_t)len}), ret_t);
}

Err clock_from_file(Arena *a, const char *path, Clock **ret_clock)
{
    Instant now;
    if (!read_instant_file(path, &now))
        return ERR(a, ERR_INPUT, "err.clock.unreadable", .args = {str_of(path)});
    Clock *c = ARENA_NEW(a, Clock);
    *c = (Clock){.kind = CLOCK_FILE, .now = now, .path = arena_cstr(a, str_of(path))};
    *ret_clock = c;
    return NULL;
}

static int64_t read_ms(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

Instant clock_now(const Clock *c)
{
    Instant t = c->now;
    if (c->kind == CLOCK_REAL)
        return (Instant){read_ms(CLOCK_REALTIME)};
    /* A file caught in the middle of being rewritten keeps the time it had at the start. */
    if (c->kind == CLOCK_FILE)
        (void)read_instant_file(c->path, &t);
    return t;
}

void clock_set(Clock *c, Instant t)
{
    REQUIRE(c->kind == CLOCK_BY_HAND);
    c->now = t;
}

bool clock_is_real(const Clock *c)
{
    return c->kind == CLOCK_REAL;
}

int64_t clock_monotonic_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_monotonic_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

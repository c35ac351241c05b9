// SPDX-License-Identifier: Apache-2.0
/*
 * Memory has a lifetime, not an owner: an arena lives as long as a process, a definition, a worker's request, and is
 * freed whole. A ceiling is part of its construction.
 */
#pragma once

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

typedef struct Arena Arena;
typedef struct ArenaMark {
    void *block;
    size_t used;
    size_t total;
    void *defers;
} ArenaMark;

void arena_free(Arena *a); /* NULL is fine; runs what was deferred, newest first */
Arena *arena_new(size_t bytes_max) FREED_BY(arena_free);
void arena_reset(Arena *a); /* as new, but keeps its first block */

/* Zeroed memory. take: for sizes we chose; passing the ceiling is a programmer's error and stops the process. */
void *arena_take(Arena *a, size_t size, size_t align) __attribute__((returns_nonnull));
/* try: for sizes *they* chose; NULL near the ceiling (a little stays in reserve, to say so). */
void *arena_try(Arena *a, size_t size, size_t align);

ArenaMark arena_mark(Arena *a);
void arena_rewind(Arena *a, ArenaMark mark); /* forgets (and runs the defers of) everything taken since */
void arena_defer(Arena *a, void (*fn)(void *), void *arg);
size_t arena_used(const Arena *a);

#define ARENA_NEW(a, T) ((T *)arena_take((a), sizeof(T), alignof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_take((a), sizeof(T) * (size_t)(n), alignof(T)))

Str arena_str(Arena *a, Str s);         /* a copy; none stays none */
const char *arena_cstr(Arena *a, Str s); /* a copy with NUL, for C libraries */
Str arena_printf(Arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
Str arena_vprintf(Arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
Str arena_join(Arena *a, const Str *parts, size_t count, Str between);

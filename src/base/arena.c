// SPDX-License-Identifier: Apache-2.0
/* Arenas: a chain of blocks, each growing up to a megabyte a step, under one ceiling. */
#include "base/arena.h"

#include "base/err.h"

#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under ASan what is not taken is poisoned and takes stand apart, so that a step over the edge is seen; else this is
 * nothing. */
#ifdef __clang__
enum { WATCHED = __has_feature(address_sanitizer) };
#elif defined __SANITIZE_ADDRESS__
enum { WATCHED = 1 };
#else
enum { WATCHED = 0 };
#endif
enum { GAP = WATCHED ? 16 : 0, ALIGN_MIN = WATCHED ? 8 : 1 };

enum {
    FIRST_BLOCK = 16 * 1024,
    LARGEST_STEP = 1024 * 1024,
    RESERVE = 8 * 1024, /* kept from arena_try, so that there is room to say that the arena is full */
};

typedef struct Block {
    struct Block *before;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} Block;

typedef struct Defer {
    struct Defer *before;
    void (*fn)(void *);
    void *arg;
} Defer;

struct Arena {
    Block *top, *first;
    Defer *defers;
    size_t total, max;
};

static Block *block_new(size_t size, Block *before)
{
    Block *b = malloc(sizeof *b + size);
    if (!b)
        return NULL;
    b->before = before;
    b->size = size;
    b->used = 0;
    ASAN_POISON_MEMORY_REGION(b->bytes, size);
    return b;
}

Arena *arena_new(size_t bytes_max)
{
    Arena *a = calloc(1, sizeof *a);
    Block *first = block_new(FIRST_BLOCK, NULL);
    if (!a || !first)
        err_stop(__FILE__, __LINE__, "no memory for an arena");
    a->max = bytes_max;
    a->top = a->first = first;
    return a;
}

static void run_defers(Arena *a, const Defer *until)
{
    while (a->defers != until) {
        Defer *d = a->defers;
        a->defers = d->before;
        d->fn(d->arg);
    }
}

static void give_back(Block *b, size_t used)
{
    b->used = used;
    ASAN_POISON_MEMORY_REGION(b->bytes + used, b->size - used);
}

static void drop_blocks(Arena *a, const Block *until)
{
    while (a->top != until) {
        Block *b = a->top;
        a->top = b->before;
        free(b);
    }
}

void arena_free(Arena *a)
{
    if (!a)
        return;
    run_defers(a, NULL);
    drop_blocks(a, NULL);
    free(a);
}

void arena_reset(Arena *a)
{
    run_defers(a, NULL);
    drop_blocks(a, a->first);
    give_back(a->top, 0);
    a->total = 0;
}

static void *take_below(Arena *a, size_t size, size_t align, size_t max)
{
    if (size > max || a->total > max - size)
        return NULL;
    size_t unit = align > ALIGN_MIN ? align : ALIGN_MIN, start = (a->top->used + unit - 1) & ~(unit - 1);
    if (start > a->top->size || a->top->size - start < size + GAP) {
        size_t step = a->top->size * 2 < LARGEST_STEP ? a->top->size * 2 : LARGEST_STEP;
        Block *b = block_new(size + GAP > step ? size + GAP : step, a->top);
        if (!b)
            return NULL;
        a->top = b;
        start = 0;
    }
    a->top->used = start + size + GAP;
    a->total += size;
    ASAN_UNPOISON_MEMORY_REGION(a->top->bytes + start, size);
    return memset(a->top->bytes + start, 0, size);
}

void *arena_try(Arena *a, size_t size, size_t align)
{
    return take_below(a, size, align, a->max > RESERVE ? a->max - RESERVE : 0);
}

void *arena_take(Arena *a, size_t size, size_t align)
{
    void *p = take_below(a, size, align, a->max);
    if (!p)
        err_stop(__FILE__, __LINE__, "an arena passed its ceiling");
    return p;
}

ArenaMark arena_mark(Arena *a)
{
    return (ArenaMark){a->top, a->top->used, a->total, a->defers};
}

void arena_rewind(Arena *a, ArenaMark mark)
{
    run_defers(a, mark.defers);
    drop_blocks(a, mark.block);
    give_back(a->top, mark.used);
    a->total = mark.total;
}

void arena_defer(Arena *a, void (*fn)(void *), void *arg)
{
    Defer *d = ARENA_NEW(a, Defer);
    *d = (Defer){a->defers, fn, arg};
    a->defers = d;
}

size_t arena_used(const Arena *a)
{
    return a->total;
}

Str arena_str(Arena *a, Str s)
{
    return s.at ? (Str){arena_cstr(a, s), s.len} : STR_NONE;
}

const char *arena_cstr(Arena *a, Str s)
{
    char *copy = arena_take(a, s.len + 1, 1);
    if (s.len)
        memcpy(copy, s.at, s.len);
    return copy;
}

Str arena_vprintf(Arena *a, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    REQUIRE(len >= 0);
    char *text = arena_take(a, (size_t)len + 1, 1);
    (void)vsnprintf(text, (size_t)len + 1, fmt, args);
    return (Str){text, (size_t)len};
}

Str arena_printf(Arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    Str text = arena_vprintf(a, fmt, args);
    va_end(args);
    return text;
}

Str arena_join(Arena *a, const Str *parts, size_t count, Str between)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len + (i ? between.len : 0);
    char *text = arena_take(a, len + 1, 1), *at = text;
    for (size_t i = 0; i < count; i++) {
        if (i && between.len)
            at = mempcpy(at, between.at, between.len);
        if (parts[i].len)
            at = mempcpy(at, parts[i].at, parts[i].len);
    }
    return (Str){text, len};
}

// SPDX-License-Identifier: Apache-2.0
/* Arenas: ceilings, marks, what is deferred; faults that live in them; the clocks. */
#include "unit.h"

#include <unistd.h>

TEST(arena_gives_zeroed_aligned_memory)
{
    Arena *a = arena_new(1 << 24);
    for (size_t size = 1; size < 300000; size = size * 3 + 1) {
        unsigned char *p = arena_take(a, size, 16);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
        (void)arena_take(a, 1, 1);
    }
    arena_free(a);
    arena_free(NULL);
}

TEST(arena_has_a_ceiling_and_keeps_a_reserve)
{
    enum { MAX = 64 * 1024, RESERVE = 8 * 1024 };
    Arena *a = arena_new(MAX);
    assert_null(arena_try(a, MAX - RESERVE + 1, 1));
    assert_null(arena_try(a, SIZE_MAX, 1));
    assert_non_null(arena_try(a, MAX - RESERVE, 1));
    assert_null(arena_try(a, 1, 1));
    assert_non_null(arena_take(a, RESERVE, 1)); /* for the sentence that says so */
    assert_int_equal(arena_used(a), MAX);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    assert_non_null(arena_try(a, MAX - RESERVE, 1));
    arena_free(a);

    Arena *tiny = arena_new(16); /* smaller than the reserve: nothing to try for */
    assert_null(arena_try(tiny, 1, 1));
    assert_non_null(arena_take(tiny, 16, 1));
    arena_free(tiny);
}

static char order[8];

static void note(void *letter)
{
    size_t len = strlen(order);
    order[len] = *(const char *)letter;
    order[len + 1] = '\0';
}

TEST(arena_rewinds_to_a_mark)
{
    static char letters[] = "abcd";
    order[0] = '\0';
    Arena *a = arena_new(1 << 24);
    char *kept = arena_take(a, 10, 1);
    memset(kept, 'k', 10);
    arena_defer(a, note, &letters[0]);
    ArenaMark mark = arena_mark(a);
    size_t used = arena_used(a);
    for (int round = 0; round < 3; round++) {
        arena_defer(a, note, &letters[1]);
        (void)arena_take(a, 2000000, 1);
        arena_defer(a, note, &letters[2]);
        arena_rewind(a, mark);
        assert_string_equal(order, "cb"); /* newest first */
        assert_int_equal(arena_used(a), used);
        order[0] = '\0';
    }
    assert_memory_equal(kept, "kkkkkkkkkk", 10);
    arena_reset(a);
    assert_string_equal(order, "a");
    arena_defer(a, note, &letters[3]);
    arena_free(a);
    assert_string_equal(order, "ad");
}

TEST(arena_makes_text)
{
    Arena *a = arena_new(1 << 20);
    const Str parts[] = {S("a"), S(""), STR_NONE, S("b")};
    assert_str(arena_join(a, parts, 4, S(", ")), S("a, , , b"));
    assert_str(arena_join(a, parts, 0, S(", ")), S(""));
    assert_str(arena_printf(a, "%d-%s", 7, "x"), S("7-x"));
    assert_string_equal(arena_cstr(a, S("abc")), "abc");
    assert_string_equal(arena_cstr(a, STR_NONE), "");
    assert_null(arena_str(a, STR_NONE).at);
    assert_non_null(arena_str(a, S("")).at);
    arena_free(a);
}

TEST(err_copies_what_it_says)
{
    Arena *a = arena_new(1 << 20);
    char text[] = "village";
    Err e = ERR(a, ERR_CONFLICT, "err.x", .field = {text, 7}, .args = {{text, 4}}, .detail = {text, 1});
    memset(text, 'x', sizeof text);
    assert_int_equal(e->code, ERR_CONFLICT);
    assert_str(e->key, S("err.x"));
    assert_str(e->field, S("village"));
    assert_str(e->args[0], S("vill"));
    assert_null(e->args[1].at);
    assert_str(e->detail, S("v"));
    arena_free(a);
}

TEST(clock_by_hand_and_from_a_file)
{
    Arena *a = arena_new(1 << 20);
    Instant start, later;
    assert_true(instant_read(S("2026-09-05T08:30:00+08:00"), &start));
    assert_true(instant_read(S("2026-09-06"), &later));
    Clock *hand = clock_by_hand(a, start), *file;
    assert_int_equal(clock_now(hand).ms, start.ms);
    clock_set(hand, later);
    assert_int_equal(clock_now(hand).ms, later.ms);
    assert_false(clock_is_real(hand));
    assert_true(clock_is_real(clock_real(a)));
    assert_true(clock_now(clock_real(a)).ms > start.ms - (int64_t)20 * 365 * 86400000);

    char path[] = "clock-XXXXXX.tmp";
    int fd = mkstemps(path, 4);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "2026-09-05T08:30:00+08:00\n", 26), 26);
    assert_ok(clock_from_file(a, path, &file));
    assert_int_equal(clock_now(file).ms, start.ms);
    assert_int_equal(pwrite(fd, "2026-09-06T00:00:00+08:00\n", 26, 0), 26);
    assert_int_equal(clock_now(file).ms, later.ms);
    assert_int_equal(ftruncate(fd, 3), 0); /* caught while it is rewritten: the time it had at the start */
    assert_int_equal(clock_now(file).ms, start.ms);
    assert_refused(clock_from_file(a, path, &file), "err.clock.unreadable");
    close(fd);
    unlink(path);
    assert_refused(clock_from_file(a, path, &file), "err.clock.unreadable");
    assert_true(clock_monotonic_ms() > 0 && clock_monotonic_ns() > 0);
    arena_free(a);
}

TEST_MAIN

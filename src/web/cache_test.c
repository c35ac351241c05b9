// SPDX-License-Identifier: Apache-2.0
/* The cache: what it keeps, until when, and what it must not keep. */
#include "unit.h"
#include "web/cache.h"

#include <pthread.h>

static const Instant now = {1000}, later = {2000}, much_later = {3000};

static CachePage page(Arena *a, Str path, size_t bytes)
{
    char *body = arena_take(a, bytes + 1, 1);
    for (size_t i = 0; i < bytes; i++)
        body[i] = (char)('a' + i % 23);
    return (CachePage){.key = arena_printf(a, "a%.*s", STR_ARG(path)), .path = path, .etag = S("\"e\""),
                       .heads = {S("plain"), S("gzip"), S("same")}, .plain = {body, bytes},
                       .gzip = str_sub((Str){body, bytes}, 1, bytes / 3), .true_until = later};
}

static void put(Cache *c, Arena *a, Str path)
{
    CachePage p = page(a, path, 100);
    cache_put(c, cache_ticket(c), &p);
}

static bool has(Cache *c, Arena *a, Str path, Instant at)
{
    CacheHit hit;
    if (!cache_find(c, arena_printf(a, "a%.*s", STR_ARG(path)), at, &hit))
        return false;
    cache_release(hit.entry);
    return true;
}

static Str joined(Arena *a, const CacheHit *hit, CacheForm form)
{
    return arena_join(a, hit->parts[form], hit->part_counts[form], STR_NONE);
}

TEST(what_comes_out_is_what_went_in)
{
    static const size_t sizes[] = {0, 1, 100, 8000, 8184, 8185, 20000, 100000, 393215};
    Arena *a = arena_new(256 * 1024 * 1024);
    Cache *c = cache_new(a);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        CachePage p = page(a, S("/v/1"), sizes[i]);
        CacheHit hit;
        cache_put(c, cache_ticket(c), &p);
        assert_true(cache_find(c, S("a/v/1"), now, &hit));
        assert_str(joined(a, &hit, CACHE_PLAIN), p.plain);
        assert_str(joined(a, &hit, CACHE_GZIP), p.gzip);
        assert_int_equal(hit.part_counts[CACHE_UNCHANGED], 0);
        assert_str(hit.heads[CACHE_GZIP], S("gzip"));
        assert_str(hit.etag, S("\"e\""));
        cache_release(hit.entry);
    }
    assert_int_equal(cache_stats(c).entries, 1);
    arena_free(a);
}

TEST(a_page_larger_than_the_ceiling_is_not_kept)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    Cache *c = cache_new(a);
    CachePage p = page(a, S("/v/1"), LIMIT_CACHE_PAGE_BYTES);
    p.gzip = STR_NONE;
    cache_put(c, 0, &p);
    assert_true(has(c, a, S("/v/1"), now));
    p = page(a, S("/v/2"), LIMIT_CACHE_PAGE_BYTES + 1);
    p.gzip = STR_NONE;
    cache_put(c, 0, &p);
    assert_false(has(c, a, S("/v/2"), now));
    arena_free(a);
}

TEST(a_page_ends_when_it_is_no_longer_true)
{
    Arena *a = arena_new(64 * 1024 * 1024);
    Cache *c = cache_new(a);
    put(c, a, S("/v/1"));
    assert_true(has(c, a, S("/v/1"), (Instant){later.ms - 1}));
    assert_false(has(c, a, S("/v/1"), later));
    assert_false(has(c, a, S("/v/1"), now));
    assert_int_equal(cache_stats(c).entries, 0);
    arena_free(a);
}

TEST(a_touch_reaches_the_page_and_what_lies_below)
{
    static const struct {
        const char *prefix, *left; /* of 1: /v/1 2: /v/1/2026 3: /v/12 4: /t/1 5: / */
    } rows[] = {
        {"/v/1", "345"}, {"/v/1/", "1345"}, {"/v/1/2026", "1345"}, {"/v", "45"}, {"/", ""}, {"", ""}, {"/v/1/2", "12345"},
    };
    static const char *const paths[] = {"/v/1", "/v/1/2026", "/v/12", "/t/1", "/"};
    Arena *a = arena_new(64 * 1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Cache *c = cache_new(a);
        char left[8] = "";
        for (size_t k = 0; k < COUNT_OF(paths); k++)
            put(c, a, str_of(paths[k]));
        cache_touch(c, str_of(rows[i].prefix));
        for (size_t k = 0, at = 0; k < COUNT_OF(paths); k++)
            if (has(c, a, str_of(paths[k]), now))
                left[at++] = (char)('1' + k);
        if (!str_eq(str_of(left), str_of(rows[i].left)))
            fail_msg("after %s: %s", rows[i].prefix, left);
    }
    arena_free(a);
}

TEST(a_page_read_before_a_touch_is_not_kept_after_it)
{
    Arena *a = arena_new(64 * 1024 * 1024);
    Cache *c = cache_new(a);
    CachePage p = page(a, S("/v/1"), 100), other = page(a, S("/v/2"), 100);
    uint64_t ticket = cache_ticket(c);
    cache_touch(c, S("/v/1"));
    cache_put(c, ticket, &p);
    cache_put(c, ticket, &other);
    assert_false(has(c, a, S("/v/1"), now));
    assert_true(has(c, a, S("/v/2"), now));
    cache_put(c, cache_ticket(c), &p);
    assert_true(has(c, a, S("/v/1"), now));
    /* So many touches that nobody remembers which: better not kept. */
    ticket = cache_ticket(c);
    for (int i = 0; i < 300; i++)
        cache_touch(c, S("/t/9"));
    cache_put(c, ticket, &other);
    p = page(a, S("/v/3"), 100);
    cache_put(c, ticket, &p);
    assert_false(has(c, a, S("/v/3"), now));
    arena_free(a);
}

TEST(a_long_prefix_touches_rather_too_much)
{
    Arena *a = arena_new(64 * 1024 * 1024);
    Cache *c = cache_new(a);
    CachePage p = page(a, S("/v/1"), 100);
    uint64_t ticket = cache_ticket(c);
    cache_touch(c, S("/v/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    cache_put(c, ticket, &p);
    assert_false(has(c, a, S("/v/1"), now));
    arena_free(a);
}

TEST(the_one_not_used_for_longest_makes_room)
{
    Arena *a = arena_new(512 * 1024 * 1024);
    Cache *c = cache_new(a);
    for (int i = 0; i < 200; i++) {
        Str path = arena_printf(a, "/v/%d", i);
        CachePage p = page(a, path, 300 * 1024);
        cache_put(c, cache_ticket(c), &p);
        assert_true(has(c, a, path, now));
        assert_true(has(c, a, S("/v/0"), now)); /* asked for all the time: it stays */
        assert_true(cache_stats(c).bytes <= LIMIT_CACHE_BYTES);
    }
    assert_true(cache_stats(c).evicted > 0);
    assert_false(has(c, a, S("/v/1"), now));
    arena_free(a);
}

TEST(there_is_a_ceiling_over_the_number_of_pages)
{
    Arena *a = arena_new(512 * 1024 * 1024), *words = arena_new(64 * 1024 * 1024);
    Cache *c = cache_new(a);
    size_t fits = LIMIT_CACHE_BYTES / (8 * 1024);
    for (size_t i = 0; i < fits + 1; i++) {
        put(c, words, arena_printf(words, "/v/%zu", i));
        arena_reset(words);
    }
    assert_int_equal(cache_stats(c).entries, fits < LIMIT_CACHE_ENTRIES ? fits : LIMIT_CACHE_ENTRIES);
    arena_free(words);
    arena_free(a);
}

TEST(a_page_being_sent_stays_whole)
{
    Arena *a = arena_new(512 * 1024 * 1024);
    Cache *c = cache_new(a);
    CachePage p = page(a, S("/v/1"), 100 * 1024);
    CacheHit hit;
    cache_put(c, cache_ticket(c), &p);
    assert_true(cache_find(c, S("a/v/1"), now, &hit));
    cache_touch(c, S("/"));
    for (int i = 0; i < 300; i++) {
        CachePage filler = page(a, arena_printf(a, "/f/%d", i), 200 * 1024);
        memset((char *)filler.plain.at, 'x', filler.plain.len);
        cache_put(c, cache_ticket(c), &filler);
    }
    assert_str(joined(a, &hit, CACHE_PLAIN), p.plain);
    cache_release(hit.entry);
    assert_false(has(c, a, S("/v/1"), now));
    arena_free(a);
}

/* -- three threads at once: run it under TSan ---------------------------------------------------------------------------- */

typedef struct Crowd {
    Cache *cache;
    int kind;
} Crowd;

static void *crowd(void *arg)
{
    const Crowd *w = arg;
    Arena *a = arena_new(512 * 1024 * 1024);
    for (int i = 0; i < 2000; i++) {
        Str path = arena_printf(a, "/v/%d", i % 17);
        CachePage p = page(a, path, (size_t)(i % 5) * 5000);
        CacheHit hit;
        if (w->kind == 0)
            cache_put(w->cache, cache_ticket(w->cache), &p);
        else if (w->kind == 1 && i % 7 == 0)
            cache_touch(w->cache, path);
        else if (cache_find(w->cache, p.key, now, &hit)) {
            assert_true(joined(a, &hit, CACHE_PLAIN).len % 5000 == 0);
            cache_release(hit.entry);
        }
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

TEST(many_may_use_it_at_once)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    Crowd crowds[4];
    pthread_t threads[4];
    Cache *c = cache_new(a);
    for (int i = 0; i < 4; i++) {
        crowds[i] = (Crowd){c, i};
        assert_int_equal(pthread_create(&threads[i], NULL, crowd, &crowds[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    cache_touch(c, S("/"));
    assert_int_equal(cache_stats(c).entries, 0);
    assert_int_equal(cache_stats(c).bytes, 0);
    assert_false(has(c, a, S("/v/1"), much_later));
    arena_free(a);
}

TEST_MAIN

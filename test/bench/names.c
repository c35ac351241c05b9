// SPDX-License-Identifier: Apache-2.0
/*
 * names FOLDER: looks for each line of standard input among all places, those of our own county first, and says how long
 * each took by the clock and of the processor: "microseconds processor-microseconds found words".
 */
#include "app/app.h"
#include "place/place.h"

#include <time.h>

enum { ARENA = 1024 * 1024 * 1024, LINE = 512, FOUND_MAX = 20 };

/* What others do on the machine meanwhile is not in it. */
static int64_t processor_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static Err look(Db *db, Arena *a, Str words, PlaceCode county)
{
    const Place *found;
    size_t count;
    int64_t before = clock_monotonic_ns(), processor_before = processor_ns();
    TRY(place_search(db, a, words, county, FOUND_MAX, &found, &count));
    int64_t processor = processor_ns() - processor_before, passed = clock_monotonic_ns() - before;
    printf("%lld %lld %zu %.*s\n", (long long)passed / 1000, (long long)processor / 1000, count, STR_ARG(words));
    return NULL;
}

static Err look_for_all(const House *h, Arena *a)
{
    Db *db;
    char line[LINE];
    TRY(store_reader(h->store, a, &db));
    TRY(db_snapshot(db, a));
    while (fgets(line, sizeof line, stdin)) {
        ArenaMark mark = arena_mark(a);
        TRY(look(db, a, str_trim(str_of(line)), h->county));
        arena_rewind(a, mark);
    }
    db_release(db);
    return NULL;
}

int main(int argc, char **argv)
{
    Arena *a = arena_new(ARENA);
    House carried, h;
    if (argc != 2) {
        fprintf(stderr, "names FOLDER\n");
        return EXIT_USAGE;
    }
    Config config = {.folder = argv[1]};
    Err e = app_carry(a, &carried);
    e = e ? e : app_house_open(a, &config, HOUSE_READS, &h);
    if (!e) {
        e = look_for_all(&h, a);
        app_house_close(&h);
    }
    if (e)
        fprintf(stderr, "%.*s %.*s\n", STR_ARG(e->key), STR_ARG(e->detail));
    arena_free(a);
    return e ? EXIT_REFUSED : EXIT_DONE;
}

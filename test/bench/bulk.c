// SPDX-License-Identifier: Apache-2.0
/*
 * bulk FOLDER CASES: so many questions in a town that were asked and, but for one in a hundred, answered: through the same
 * engine as any other, with leaves, marks and turns, a thousand to a commit, and without waiting for the disk.
 */
#include "app/app.h"

enum { BATCH = 1000, OPEN_ONE_IN = 100, VILLAGES_MAX = 64, ARENA = 1024 * 1024 * 1024 };

typedef struct Village {
    PlaceCode place;
    Actor clerk;
} Village;

typedef struct Bulk {
    const House *house;
    Arena *arena;
    Village villages[VILLAGES_MAX];
    size_t village_count;
    uint64_t from, to;
} Bulk;

static Err find_villages(Bulk *b, Db *db, PlaceCode town)
{
    const Place *places;
    const Office *offices;
    size_t count, office_count;
    TRY(place_children(db, b->arena, town, &places, &count));
    for (size_t i = 0; i < count && b->village_count < VILLAGES_MAX; i++) {
        Village *v = &b->villages[b->village_count++];
        TRY(access_holders(db, b->arena, b->house->roles, S("village_clerk"), places[i].code,
                           instant_date(clock_now(b->house->clock)), &offices, &office_count));
        REQUIRE(office_count);
        *v = (Village){places[i].code, {.kind = ACTOR_PERSON, .home = place_home(town), .person = offices[0].person,
                                        .name = offices[0].person_name, .acting = &offices[0], .offices = offices,
                                        .office_count = 1}};
    }
    return NULL;
}

static Err ask_and_answer(const Bulk *b, Db *db, Arena *a, uint64_t n)
{
    const Village *v = &b->villages[n % b->village_count];
    const Case *c;
    JsonMember asked[] = {{S("kind"), json_of_text(a, S("question"))}, {S("source"), json_of_text(a, S("visit"))},
                          {S("detail"), json_of_text(a, arena_printf(a, "第 %llu 盏路灯什么时候修好",
                                                                     (unsigned long long)n))}};
    JsonMember answered[] = {{S("class"), json_of_text(a, S("government"))},
                             {S("answer"), json_of_text(a, S("电工今天下午来修。"))}};
    NewCase open = {.process = S("issue"), .place = v->place, .who = &v->clerk, .now = clock_now(b->house->clock),
                    .facts = json_object(a, asked, COUNT_OF(asked)), .due = INSTANT_NONE};
    TRY(process_open(db, a, b->house->engine, &open, &c, NULL));
    if (n % OPEN_ONE_IN == 0)
        return NULL;
    Step s = {.action = S("answer_on_spot"), .who = &v->clerk, .now = open.now,
              .facts = json_object(a, answered, COUNT_OF(answered))};
    return process_advance(db, a, b->house->engine, c->home, c->id, &s, NULL);
}

static Err fill_batch(Db *db, Arena *a, void *arg)
{
    const Bulk *b = arg;
    for (uint64_t n = b->from; n < b->to; n++) {
        ArenaMark mark = arena_mark(a);
        TRY(ask_and_answer(b, db, a, n));
        arena_rewind(a, mark);
    }
    return NULL;
}

static Err fill(Bulk *b, PlaceCode town, uint64_t cases)
{
    Db *db;
    size_t signed_count;
    TRY(store_reader(b->house->store, b->arena, &db));
    TRY(find_villages(b, db, town));
    for (b->from = 0; b->from < cases; b->from = b->to) {
        Arena *a = arena_new(ARENA);
        b->to = b->from + BATCH < cases ? b->from + BATCH : cases;
        Err e = store_write(b->house->store, a, fill_batch, b);
        e = e ? err_make(b->arena, e) : NULL;
        arena_free(a);
        TRY(e);
    }
    TRY(record_sign_due(b->house->signer, b->house->store, b->arena, clock_now(b->house->clock), &signed_count));
    return store_make_safe(b->house->store, b->arena);
}

int main(int argc, char **argv)
{
    Arena *a = arena_new(ARENA);
    House carried, h;
    PlaceCode town;
    int64_t cases;
    if (argc != 3 || !str_to_i64(str_of(argv[2]), &cases)) {
        fprintf(stderr, "bulk FOLDER CASES\n");
        return EXIT_USAGE;
    }
    Config config = {.folder = argv[1]};
    Err e = app_carry(a, &carried);
    e = e ? e : app_house_open(a, &config, HOUSE_FAST, &h);
    if (!e) {
        Bulk *b = ARENA_NEW(a, Bulk);
        *b = (Bulk){.house = &h, .arena = a};
        REQUIRE(place_read(S("371603106"), &town));
        e = fill(b, town, (uint64_t)cases);
        app_house_close(&h);
    }
    if (e)
        fprintf(stderr, "%.*s %.*s %.*s\n", STR_ARG(e->key), STR_ARG(e->args[0]), STR_ARG(e->detail));
    arena_free(a);
    return e ? EXIT_REFUSED : EXIT_DONE;
}

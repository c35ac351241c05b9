// SPDX-License-Identifier: Apache-2.0
/*
 * Lives short years with seeded people who try everything: sim [YEARS] [DAYS] [SEED]. They pick whatever the engine offers
 * (and now and then what it refuses), fill in what fits and what does not, and every evening everything that must be true
 * is looked at (truth.h). The same seed lives the same year.
 */
#include "sim.h"

#include "../scene/truth.h"

enum { PAGE = LIMIT_PAGE_ROWS };

uint64_t sim_pick(Sim *s, uint64_t below)
{
    s->random += 0x9E3779B97F4A7C15u;
    uint64_t x = s->random;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return below ? (x ^ (x >> 31)) % below : 0;
}

bool sim_chance(Sim *s, uint64_t in_100)
{
    return sim_pick(s, 100) < in_100;
}

/* -- who ----------------------------------------------------------------------------------------------------------------- */

static Actor somebody(Sim *s)
{
    const Hand *h = &s->w->hands[sim_pick(s, s->w->hand_count)];
    size_t roles = 0;
    while (roles < WORLD_ROLES && h->roles[roles])
        roles++;
    return world_actor(s->w, h, str_of(h->roles[sim_pick(s, roles)]));
}

/* Whoever holds the slip of a case, or any of the office holders. */
static Actor somebody_for(Sim *s, const Case *c)
{
    Actor who;
    for (size_t i = 0; i < s->slip_count; i++)
        if (s->slips[i].about.v == c->id.v && sim_chance(s, 40)) {
            assert_ok(world_slip(s->w, s->slips[i].slip, &who));
            return who;
        }
    return somebody(s);
}

/* -- opening --------------------------------------------------------------------------------------------------------------- */

static void open_something(Sim *s)
{
    static const char *const processes[] = {"issue", "issue", "issue", "officer_issue", "meeting", "objection", "disclosure",
                                            "added_item"};
    Str process = str_of(processes[sim_pick(s, COUNT_OF(processes))]), slip;
    bool by_anyone = sim_chance(s, 50);
    Actor who = by_anyone ? access_anyone : somebody(s);
    const Process *p = process_named(s->w->house.engine, process);
    Case draft = {.home = WORLD_HOME, .place = sim_chance(s, 70) ? WORLD_VILLAGE : WORLD_OTHER, .process = p,
                  .facts = json_object(s->day, NULL, 0)};
    NewCase n = {.process = process, .place = draft.place, .who = &who, .now = s->w->now, .due = INSTANT_NONE,
                 .on_behalf = !by_anyone && sim_chance(s, 50) ? S("一位村民") : STR_NONE,
                 .facts = sim_facts(s, &draft, p->opening)};
    CaseId id;
    Err e = world_new(s->w, &n, &id, &slip);
    s->refused += e != NULL;
    s->steps += !e;
    if (e && (e->code == ERR_BROKEN || !lang_has(s->w->house.zh, e->key)))
        fail_msg("opening %.*s: %.*s %.*s", STR_ARG(process), STR_ARG(e->key), STR_ARG(e->detail));
    if (!e && slip.len && s->slip_count < SIM_SLIPS)
        s->slips[s->slip_count++] = (SimSlip){id, slip};
}

/* -- moving ---------------------------------------------------------------------------------------------------------------- */

/* What was offered may still be refused for what was filled in; what was refused must not be done. */
static void check_answer(const Case *c, const Offer *o, Err e)
{
    if (!e && o->refused)
        fail_msg("%.*s: %.*s was refused (%.*s) and done", STR_ARG(c->number), STR_ARG(o->action->name),
                 STR_ARG(o->refused->key));
    if (e && e->code == ERR_BROKEN)
        fail_msg("%.*s: %.*s broke: %.*s %.*s", STR_ARG(c->number), STR_ARG(o->action->name), STR_ARG(e->key),
                 STR_ARG(e->detail));
    if (e && (e->code == ERR_DENIED || e->code == ERR_CONFLICT) && !o->refused)
        fail_msg("%.*s: %.*s was offered and refused: %.*s", STR_ARG(c->number), STR_ARG(o->action->name), STR_ARG(e->key));
}

/* One of what is offered; now and then one of what is not. NULL when there is nothing to try. */
static const Offer *choose(Sim *s, const Case *c, const Actor *who)
{
    const Offer *offers;
    size_t count, open = 0;
    assert_ok(db_snapshot(s->w->t.db, s->day));
    assert_ok(process_offers(s->w->t.db, s->day, s->w->house.engine, c, who, s->w->now, &offers, &count));
    db_release(s->w->t.db);
    for (size_t i = 0; i < count; i++)
        open += !offers[i].refused;
    if (count && sim_chance(s, 4))
        return &offers[sim_pick(s, count)];
    for (size_t i = 0, n = open ? sim_pick(s, open) : 0; open && i < count; i++)
        if (!offers[i].refused && n-- == 0)
            return &offers[i];
    return NULL;
}

static void move(Sim *s, const Case *c)
{
    enum { ASKED = 8 }; /* people, until one has something to do */
    const Offer *o = NULL;
    Actor who = {0};
    for (int i = 0; i < ASKED && !o; i++) {
        who = somebody_for(s, c);
        o = choose(s, c, &who);
    }
    if (!o)
        return;
    Step step = {.action = o->action->name, .who = &who, .now = s->w->now, .facts = sim_facts(s, c, o->action),
                 .version = sim_chance(s, 20) ? c->version : 0};
    Err e = world_step(s->w, c->home, c->id, &step);
    check_answer(c, o, e);
    s->steps += !e;
    s->refused += e != NULL;
    if (e && !lang_has(s->w->house.zh, e->key))
        fail_msg("%.*s has no sentence", STR_ARG(e->key));
}

/* -- a day ----------------------------------------------------------------------------------------------------------------- */

/* In 100 days. Some lie where they are: then the clock has its turn. */
static uint64_t how_often(const Case *c)
{
    bool at_rest = c->process->states[c->state].final, lies = (c->id.v + c->state) % 4 == 0;
    return at_rest ? 2 : lies ? 4 : 70;
}

static void live(Sim *s)
{
    CaseQuery q = {.scope = WORLD_TOWN, .now = s->w->now, .max = PAGE};
    for (uint64_t i = sim_pick(s, 4); i > 0; i--)
        open_something(s);
    for (size_t n = PAGE; n == PAGE;) {
        const Case *const *cases;
        assert_ok(db_snapshot(s->w->t.db, s->day));
        assert_ok(process_list(s->w->t.db, s->day, s->w->house.engine, WORLD_HOME, &q, &cases, &n));
        db_release(s->w->t.db);
        for (size_t i = 0; i < n; i++)
            if (sim_chance(s, how_often(cases[i])))
                move(s, cases[i]);
        q.after = n ? cases[n - 1]->id : q.after;
    }
}

static void live_year(Sim *s, int days)
{
    Date first;
    REQUIRE(date_of((Ymd){2026, 1 + (int32_t)sim_pick(s, 12), 1 + (int32_t)sim_pick(s, 28)}, &first));
    s->w = world_open(first);
    s->day = arena_new(512 * 1024 * 1024);
    for (int32_t day = 0; day < days; day++) {
        world_wait(s->w, world_at(date_add_days(first, day), 10));
        live(s);
        truth_check(s->w);
        truth_private(s->w, S(SIM_CANARY));
        arena_reset(s->day);
    }
    arena_free(s->day);
    world_close(s->w);
}

static void live_years(void **state)
{
    const int *given = *state;
    for (int year = 0; year < given[0]; year++) {
        Sim *s = test_calloc(1, sizeof *s);
        s->random = (uint64_t)(given[2] + year);
        live_year(s, given[1]);
        print_message("seed %d: %d days, %llu steps, %llu refused, all true\n", given[2] + year, given[1],
                      (unsigned long long)s->steps, (unsigned long long)s->refused);
        test_free(s);
    }
}

int main(int argc, char **argv)
{
    static int given[] = {4, 120, 1}; /* years, days, seed */
    int64_t n;
    for (int i = 1; i < argc && i <= (int)COUNT_OF(given); i++)
        if (str_to_i64(str_of(argv[i]), &n) && n > 0 && n < 10000)
            given[i - 1] = (int)n;
    const struct CMUnitTest tests[] = {{.name = "years of seeded people", .test_func = live_years, .initial_state = given}};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

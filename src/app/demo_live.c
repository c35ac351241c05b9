// SPDX-License-Identifier: Apache-2.0
/* A day of the demo: every open case of a town is looked at once; what is ripe is moved. */
#include "app/demo_day.h"

enum { PAGE = LIMIT_PAGE_ROWS, ISSUES_A_YEAR = 3, ISSUES_A_YEAR_FAULTS = 9 };

static Err move(const Day *x, const Case *c)
{
    static const struct {
        Str process;
        Err (*move)(const Day *x, const Case *c, Str state);
    } rows[] = {{S("disclosure"), demo_move_item}, {S("objection"), demo_move_objection}, {S("issue"), demo_move_issue},
                {S("officer_issue"), demo_move_officer_issue}, {S("meeting"), demo_move_meeting}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_eq(c->process->name, rows[i].process))
            return rows[i].move(x, c, c->process->states[c->state].name);
    return NULL;
}

static Err begin(const Day *x, const DemoVillage *v)
{
    uint64_t a_year = v->faults ? ISSUES_A_YEAR_FAULTS : ISSUES_A_YEAR;
    TRY(demo_call_meetings(x, v));
    TRY(v->faults ? demo_plan_faults(x, v) : demo_plan_middle(x, v));
    bool asks = demo_chance(v->seed, S("asks"), (uint64_t)x->date.day, 365) < a_year;
    return asks ? demo_ask(x, v, &(DemoAsking){.process = "issue"}) : NULL;
}

static Err live(Db *db, Arena *a, void *arg)
{
    Day *x = arg;
    x->db = db;
    x->arena = a;
    for (size_t i = 0; i < x->d->village_count; i++)
        if (x->d->villages[i].home.code9 == x->town->home.code9)
            TRY(begin(x, &x->d->villages[i]));
    CaseQuery query = {.scope = x->town->place.code, .open_only = true, .now = x->now, .max = PAGE};
    const Case *const *cases;
    size_t count;
    do {
        TRY(process_list(db, a, x->d->house.engine, x->town->home, &query, &cases, &count));
        for (size_t i = 0; i < count; i++)
            TRY(move(x, cases[i]));
        if (count)
            query.after = cases[count - 1]->id;
    } while (count == PAGE);
    return NULL;
}

Err demo_live_day(Demo *d, DemoTown *town, Date day)
{
    Arena *a = arena_new((size_t)4 * LIMIT_REQUEST_ARENA);
    Day x = {.d = d, .town = town, .date = day, .now = {date_start(day).ms + 10LL * 3600 * 1000}};
    clock_set(d->clock, x.now);
    Err e = store_write(d->house.store, a, live, &x);
    if (e)
        e = err_make(d->arena, e);
    arena_free(a);
    return e;
}

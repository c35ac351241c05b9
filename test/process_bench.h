// SPDX-License-Identifier: Apache-2.0
/* For the tests of process: every call of the engine as one line, in the world of process_world.h. */
#pragma once

#include "process_world.h"

typedef struct Act {
    World *w;
    const char *action, *facts;
    const Actor *who;
    CaseId id;
    PersonId signer;
    Date signed_on;       /* of the sheet; with the name of its file: today, and there */
    const char *filed_at;
    Str on_behalf;
    int64_t version;
    NewCase open;
    const Case *c;
    Str slip;
    size_t done;
    CaseId ids[LIMIT_CASES_AT_ONCE + 1];
    Err refusals[LIMIT_CASES_AT_ONCE + 1];
} Act;

static inline const Json *facts_of(Arena *a, const char *text)
{
    const Json *j = NULL;
    if (text)
        assert_ok(json_read(a, str_of(text), LIMIT_JSON_BYTES, &j));
    return j;
}

static inline Err job_open(Db *db, Arena *a, void *arg)
{
    Act *x = arg;
    return process_open(db, a, x->w->engine, &x->open, &x->c, &x->slip);
}

static inline Err open_full(World *w, NewCase n, const Case **ret_case, Str *ret_slip)
{
    Act x = {.w = w, .open = n};
    x.open.now = w->now;
    x.open.place = n.place.v ? n.place : w->village;
    x.open.due = INSTANT_NONE;
    Err e = store_write(w->b.t.store, w->b.a, job_open, &x);
    *ret_case = x.c;
    if (ret_slip)
        *ret_slip = x.slip;
    return e;
}

static inline const Case *open_case(World *w, const char *process, const Actor *who, const char *facts)
{
    const Case *c;
    assert_ok(
        open_full(w, (NewCase){.process = str_of(process), .who = who, .facts = facts_of(w->b.a, facts)}, &c, NULL));
    return c;
}

static inline Err job_act(Db *db, Arena *a, void *arg)
{
    Act *x = arg;
    Step s = {.action = str_of(x->action), .who = x->who, .now = x->w->now, .facts = facts_of(a, x->facts),
              .signer = x->signer, .signed_on = x->filed_at ? x->signed_on : instant_date(x->w->now),
              .filed_at = str_of(x->filed_at ? x->filed_at : "村档案柜"), .on_behalf = x->on_behalf, .version = x->version};
    return process_advance(db, a, x->w->engine, HOME, x->id, &s, &x->c);
}

static inline Err act_full(World *w, const Case **c, Act x)
{
    x.w = w;
    x.id = (*c)->id;
    Err e = store_write(w->b.t.store, w->b.a, job_act, &x);
    if (!e)
        *c = x.c;
    return e;
}

/* Takes the step and looks at the case afterwards. */
static inline Err act(World *w, const Case **c, const Actor *who, const char *action, const char *facts)
{
    return act_full(w, c, (Act){.action = action, .facts = facts, .who = who});
}

static inline Err job_tick(Db *db, Arena *a, void *arg)
{
    Act *x = arg;
    return process_tick(db, a, x->w->engine, x->w->now, &x->done);
}

/* Until the clock has nothing left; how many steps that were. */
static inline size_t tick(World *w)
{
    size_t all = 0;
    for (Act x = {.w = w, .done = 1}; x.done; all += x.done)
        assert_ok(store_write(w->b.t.store, w->b.a, job_tick, &x));
    return all;
}

static inline const Case *look(World *w, const Case *c)
{
    const Case *now;
    assert_ok(process_get(w->b.t.db, w->b.a, w->engine, HOME, c->id, &now));
    return now;
}

static inline Str state_of(World *w, const Case *c)
{
    const Case *now = look(w, c);
    return now->process->states[now->state].name;
}

static inline Str due_of(World *w, const Case *c)
{
    return instant_is(c->due) ? instant_plain(w->b.a, c->due) : S("none");
}

static inline void later(World *w, int days)
{
    w->now.ms += days * day_ms;
}

static inline size_t todo(World *w, const Actor *who, const Case *const **ret_cases)
{
    size_t count;
    assert_ok(process_todo(w->b.t.db, w->b.a, w->engine, who, w->now, LIMIT_PAGE_ROWS, ret_cases, &count));
    return count;
}

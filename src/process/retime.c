// SPDX-License-Identifier: Apache-2.0
#include "process/retime.h"

#include "process/decide.h"
#include "process/engine.h"
#include "process/turn.h"

/* The step that set the limit: the last that entered a state or said a limit of its own. */
static size_t setting_step(const CaseView *view)
{
    size_t i = view->step_count;
    while (i > 1) {
        const PastStep *s = &view->steps[i - 1];
        const Action *x = process_action(view->c->process, s->action);
        if (s->entered || (!s->only_signed && x && (x->due.unit != LIMIT_NONE || x->due_half)))
            break;
        i--;
    }
    return i;
}

static Err tell(Db *db, Arena *a, const Engine *e, const Kept *k, Instant now)
{
    static const Action retimed = {.name = {"retimed", 7}};
    Step s = {.action = retimed.name, .who = &access_clock, .now = now};
    Moving m = {.db = db, .arena = a, .engine = e, .step = &s, .kept = *k, .d = {.action = &retimed}};
    return advance_tell(&m, S("process.retimed"));
}

/* What the calendar opened has the day that the calendar gave it, until somebody's first step. */
static bool is_awaited(const CaseView *view)
{
    return view->step_count == 1 && view->c->process->opens.every && !view->steps[0].person.v;
}

Err retime_case(Db *db, Arena *a, const Engine *e, Kept *k, Instant now, bool *ret_changed)
{
    CaseView view;
    bool provisional = false;
    Case *c = &k->c;
    *ret_changed = false;
    TRY(case_view(db, a, e, c, &view));
    view.step_count = setting_step(&view);
    if (!view.step_count || is_awaited(&view))
        return NULL;
    Instant due = decide_due(e, &view, process_action(c->process, view.steps[view.step_count - 1].action), &provisional);
    *ret_changed = due.ms != c->due.ms;
    k->lates = *ret_changed ? 0 : k->lates;
    c->due = due;
    Instant wake = case_wake(e, c->process, c->state, due, k->lates);
    TRY(process_case_due(db, a, c->home, c->id, due, provisional, wake, k->lates, NULL));
    if (!*ret_changed)
        return NULL;
    TRY(process_turn_clear(db, a, c->home, c->id, NULL));
    TRY(turn_rebuild(db, a, c));
    return tell(db, a, e, k, now);
}

/* -- children -------------------------------------------------------------------------------------------------------- */

static bool says(const Moving *m, const Limit *limit)
{
    const Process *p = m->kept.c.process;
    Str name = limit->unit == LIMIT_BY_FIELD ? limit->field : limit->after;
    return limit->of_parent && (json_get(m->d.given, name) || str_eq(m->d.action->name, name) ||
                                (m->d.enters && str_eq(p->states[m->d.to].name, name)));
}

/* Whether any limit of a process hangs on what this step changed in its parent: seen without a query. */
static bool hangs_on(const Moving *m, const Process *p)
{
    for (size_t i = 0; i < p->state_count; i++)
        if (says(m, &p->states[i].due))
            return true;
    for (size_t i = 0; i < p->action_count; i++)
        if (says(m, &p->actions[i].due))
            return true;
    return false;
}

static bool any_hangs(const Moving *m)
{
    for (size_t i = 0; i < process_count(m->engine); i++)
        if (hangs_on(m, process_at(m->engine, i)))
            return true;
    return false;
}

Err retime_children(const Moving *m)
{
    const CaseRow *rows;
    size_t count;
    bool changed;
    if (!any_hangs(m))
        return NULL;
    const Case *parent = &m->kept.c;
    TRY(process_child_list(m->db, m->arena, parent->home, parent->id, LIMIT_CHILDREN, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        Kept k;
        TRY(case_of_row(m->db, m->arena, m->engine, &rows[i], &k));
        if (!rows[i].final && hangs_on(m, k.c.process))
            TRY(retime_case(m->db, m->arena, m->engine, &k, m->step->now, &changed));
    }
    return NULL;
}

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

/* -- the cases whose limits hang on another ------------------------------------------------------------------------------ */

/* Whether the limit counts from what this step changed in its case. */
static bool says(const Moving *m, const Limit *limit)
{
    const Process *p = m->kept.c.process;
    Str name = limit->unit == LIMIT_BY_FIELD ? limit->field : limit->after;
    return limit->of.len && (json_get(m->d.given, name) || str_eq(m->d.action->name, name) ||
                             (m->d.enters && str_eq(p->states[m->d.to].name, name)));
}

static const Limit *limit_at(const Process *p, size_t i)
{
    return i < p->state_count ? &p->states[i].due : &p->actions[i - p->state_count].due;
}

/* Whether limits of a process that look at a parent, or through a field, hang on the step: seen without a query. */
static bool hangs_on(const Moving *m, const Process *p, Str of)
{
    for (size_t i = 0; i < p->state_count + p->action_count; i++)
        if (str_eq(limit_at(p, i)->of, of) && says(m, limit_at(p, i)))
            return true;
    return false;
}

static Err retime_rows(const Moving *m, const CaseRow *rows, size_t count, Str of)
{
    bool changed;
    for (size_t i = 0; i < count; i++) {
        Kept k;
        TRY(case_of_row(m->db, m->arena, m->engine, &rows[i], &k));
        if (!rows[i].final && k.c.id.v != m->kept.c.id.v && hangs_on(m, k.c.process, of))
            TRY(retime_case(m->db, m->arena, m->engine, &k, m->step->now, &changed));
    }
    return NULL;
}

static Err retime_process(const Moving *m, const Process *p)
{
    const Case *c = &m->kept.c;
    const CaseRow *rows;
    size_t count;
    PlaceCode all = place_of_home(c->home);
    for (size_t i = 0; i < p->field_count; i++) {
        Str field = p->fields[i].name;
        if (p->fields[i].type != FIELD_CASE || !hangs_on(m, p, field))
            continue;
        TRY(process_list_found(m->db, m->arena, c->home, p->name, field, c->number, all, place_last(all),
                               (CaseId){INT64_MAX}, LIMIT_CHILDREN, &rows, &count));
        TRY(retime_rows(m, rows, count, field));
    }
    return NULL;
}

Err retime_others(const Moving *m)
{
    const Case *c = &m->kept.c;
    const CaseRow *rows;
    size_t count;
    bool children = false;
    for (size_t i = 0; i < process_count(m->engine); i++) {
        children |= hangs_on(m, process_at(m->engine, i), S("parent"));
        TRY(retime_process(m, process_at(m->engine, i)));
    }
    if (!children)
        return NULL;
    TRY(process_child_list(m->db, m->arena, c->home, c->id, LIMIT_CHILDREN, &rows, &count));
    return retime_rows(m, rows, count, S("parent"));
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Marks against the steps that earned them. What a rule gives without a condition must be there; what hung on facts of that
 * day may be there; nothing else may.
 */
#include "process/fsck.h"

#include "process/case_rows.h"

/* What an action gives of one metric: at least, at most; `says`: as much as a field said. */
typedef struct Earned {
    int64_t least, most;
    bool says;
} Earned;

static Earned earned_of(const Action *x, Str metric)
{
    Earned e = {0};
    for (size_t i = 0; x && i < x->mark_count; i++) {
        const MarkRule *rule = &x->marks[i];
        if (!str_eq(rule->metric, metric))
            continue;
        e.says = e.says || rule->amount_field.len;
        e.least += !rule->amount_field.len && !rule->when_count;
        e.most++;
    }
    return e;
}

static const StepEventRow *step_of(const StepEventRow *steps, size_t count, int64_t event)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].event == event && !steps[i].only_signed)
            return &steps[i];
    return NULL;
}

static int64_t amount_of(const CaseMarkRow *marks, size_t count, Str metric, int64_t event)
{
    int64_t amount = 0;
    for (size_t i = 0; i < count; i++)
        if (marks[i].event == event && str_eq(marks[i].metric, metric))
            amount += marks[i].amount;
    return amount;
}

static Str named(const Audit *u, Str number, Str metric, int64_t event)
{
    return arena_printf(u->arena, "%.*s %.*s %lld", STR_ARG(number), STR_ARG(metric), (long long)event);
}

Err fsck_marks(const Audit *u, const Case *c, Str number)
{
    const CaseMarkRow *marks;
    const StepEventRow *steps;
    size_t mark_count, step_count;
    TRY(process_audit_marks(u->db, u->arena, c->home, c->id, &marks, &mark_count));
    TRY(process_audit_events(u->db, u->arena, c->home, c->id, &steps, &step_count));
    for (size_t i = 0; i < mark_count; i++) {
        const StepEventRow *step = step_of(steps, step_count, marks[i].event);
        Earned e = earned_of(step ? process_action(c->process, step->action) : NULL, marks[i].metric);
        if (!e.most || (!e.says && marks[i].amount > e.most))
            fsck_say(u, "process_mark", named(u, number, marks[i].metric, marks[i].event), "no step earned this mark");
    }
    for (size_t i = 0; i < step_count; i++) {
        const Action *x = steps[i].only_signed ? NULL : process_action(c->process, steps[i].action);
        for (size_t k = 0; x && k < x->mark_count; k++)
            if (amount_of(marks, mark_count, x->marks[k].metric, steps[i].event) < earned_of(x, x->marks[k].metric).least)
                fsck_say(u, "process_mark", named(u, number, x->marks[k].metric, steps[i].event), "a mark that was earned is missing");
    }
    return NULL;
}

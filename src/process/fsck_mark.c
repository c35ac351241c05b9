// SPDX-License-Identifier: Apache-2.0
/*
 * Marks against the steps that earned them, worked out again from the definition. What hung on a condition of that day may
 * be there; anything else must be there as it was earned, and nothing besides.
 */
#include "process/fsck.h"

#include "process/case_rows.h"

typedef struct Steps {
    const Case *c;
    const StepEventRow *at;
    size_t count;
} Steps;

static const Action *action_of(const Steps *s, size_t step)
{
    return s->at[step].only_signed ? NULL : process_action(s->c->process, s->at[step].action);
}

/* What a field said at a step: as the last step up to it set it by itself; what people enter is entered once. */
static int64_t said_at(const Steps *s, size_t step, Str field)
{
    int64_t said = json_int(s->c->facts, field, 0);
    for (size_t i = 0; i <= step; i++) {
        const Action *x = action_of(s, i);
        if (x && x->sets && json_get(x->sets, field)) /* as the file has it: in words */
            (void)str_to_i64(json_text(x->sets, field), &said);
    }
    return said;
}

/* What a step gives of one metric. */
typedef struct Earned {
    int64_t least, most;
} Earned;

static Earned earned_at(const Steps *s, size_t step, Str metric)
{
    Earned e = {0};
    const Action *x = action_of(s, step);
    for (size_t i = 0; x && i < x->mark_count; i++) {
        const MarkRule *rule = &x->marks[i];
        if (!str_eq(rule->metric, metric))
            continue;
        int64_t amount = rule->amount_field.len ? said_at(s, step, rule->amount_field) : 1;
        e.least += rule->when_count ? 0 : amount;
        e.most += amount;
    }
    return e;
}

static size_t step_of(const Steps *s, int64_t event)
{
    size_t i = 0;
    while (i < s->count && (s->at[i].event != event || s->at[i].only_signed))
        i++;
    return i;
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

/* None that was not earned, none larger. */
static void none_besides(const Audit *u, const Steps *s, const CaseMarkRow *marks, size_t count, Str number)
{
    for (size_t i = 0; i < count; i++) {
        size_t step = step_of(s, marks[i].event);
        if (step == s->count || marks[i].amount > earned_at(s, step, marks[i].metric).most)
            fsck_say(u, "process_mark", named(u, number, marks[i].metric, marks[i].event), "no step earned this mark");
    }
}

/* All that were earned, none smaller. */
static void all_there(const Audit *u, const Steps *s, const CaseMarkRow *marks, size_t count, Str number)
{
    for (size_t i = 0; i < s->count; i++) {
        const Action *x = action_of(s, i);
        for (size_t k = 0; x && k < x->mark_count; k++) {
            Str metric = x->marks[k].metric;
            if (amount_of(marks, count, metric, s->at[i].event) < earned_at(s, i, metric).least)
                fsck_say(u, "process_mark", named(u, number, metric, s->at[i].event), "a mark that was earned is missing");
        }
    }
}

Err fsck_marks(const Audit *u, const Case *c, Str number)
{
    const CaseMarkRow *marks;
    size_t count;
    Steps s = {.c = c};
    TRY(process_audit_marks(u->db, u->arena, c->home, c->id, &marks, &count));
    TRY(process_audit_events(u->db, u->arena, c->home, c->id, &s.at, &s.count));
    none_besides(u, &s, marks, count, number);
    all_there(u, &s, marks, count, number);
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * What goes wrong, in the fictional town alone (product.md, rule 6): one of each, planned backwards from the last day, so
 * that a visitor finds all of them whenever the demo was made.
 */
#include "app/demo_day.h"

/* -- questions --------------------------------------------------------------------------------------------------------------- */

static Err plan_questions(const Day *x, const DemoVillage *v, int32_t days_left)
{
    static const struct {
        size_t village;
        int32_t days_left;
        const char *process;
        DemoFate fate;
    } rows[] = {
        {0, 25, "issue", FATE_UNDONE},     {1, 30, "issue", FATE_HELD},      {2, 22, "issue", FATE_HANDED_UP},
        {3, 12, "issue", FATE_MERGED},     {4, 15, "issue", FATE_REFUSED},   {0, 60, "issue", FATE_REOPENED},
        {1, 50, "issue", FATE_SILENT},     {2, 75, "issue", FATE_REDONE},    {3, 40, "issue", FATE_EXTENDED},
        {4, 7, "issue", FATE_UNASSIGNED},  {3, 35, "officer_issue", FATE_NONE}, {0, 3, "officer_issue", FATE_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].village == v->nth && rows[i].days_left == days_left)
            TRY(demo_ask(x, v, &(DemoAsking){rows[i].process, NULL, rows[i].fate}));
    return NULL;
}

/* -- objections -------------------------------------------------------------------------------------------------------------- */

static Err object_to_something(const Day *x, const DemoVillage *v, DemoFate fate)
{
    const Case *const *items;
    size_t count;
    CaseQuery q = {.scope = v->place.code, .process = S("disclosure"), .find_field = S("item"), .find_value = S("C2"),
                   .shown_only = true, .now = x->now, .max = 1};
    TRY(process_list(x->db, x->arena, x->d->house.engine, v->home, &q, &items, &count));
    return count ? demo_object(x, items[0], fate) : NULL;
}

static Err plan_objections(const Day *x, const DemoVillage *v, int32_t days_left)
{
    static const struct {
        size_t village;
        int32_t days_left;
        DemoFate fate;
    } rows[] = {{0, 9, FATE_UNANSWERED}, {1, 14, FATE_ESCALATED}, {2, 45, FATE_TOWN_ANSWERS}, {4, 2, FATE_NONE}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].village == v->nth && rows[i].days_left == days_left)
            TRY(object_to_something(x, v, rows[i].fate));
    return NULL;
}

/* -- meetings ------------------------------------------------------------------------------------------------------------------ */

static Err plan_meetings(const Day *x, const DemoVillage *v, int32_t days_left)
{
    static const struct {
        size_t village;
        int32_t days_left;
        DemoFate fate;
    } rows[] = {{3, 14, FATE_FORGOTTEN}, {4, 20, FATE_CANCELLED}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].village == v->nth && rows[i].days_left == days_left)
            TRY(demo_call(x, v, &(DemoMeeting){.kind = S("people_discuss"), .topic = S("浇地的先后"), .at = S("晚7点"),
                                               .day = date_add_days(x->date, 6), .fate = rows[i].fate}));
    return NULL;
}

Err demo_plan_faults(const Day *x, const DemoVillage *v)
{
    int32_t days_left = x->d->today.day - x->date.day;
    TRY(plan_questions(x, v, days_left));
    TRY(plan_objections(x, v, days_left));
    return plan_meetings(x, v, days_left);
}

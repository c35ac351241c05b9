// SPDX-License-Identifier: Apache-2.0
/*
 * What is still going on on the last day, in the town that leads a clean life: planned backwards, as the faults are, so that
 * a visitor finds work in progress whenever the demo was made, and none of it late. The villages a visitor may sign in to
 * have all of it, the others some.
 */
#include "app/demo_day.h"

/* Whether this village has it: the chance is one in a hundred villages. */
static bool has(const Day *x, const DemoVillage *v, const char *what, uint64_t in_100)
{
    bool signed_in = v == &x->d->villages[0] || v == demo_first_dual(x->d);
    return signed_in || demo_chance(v->seed, str_of(what), 0, 100) < in_100;
}

/* Opened by the clerk when it happened ("at once", village committee law art. 30). Laid out the same day, looked at by the
 * committee the next, decided on the third, hung on the fourth. */
static Err open_item(const Day *x, const DemoVillage *v, const char *code, DemoFate fate)
{
    const Item *item = disclosure_item(str_of(code));
    REQUIRE(item);
    Period period = period_at(item->every == 'e' ? 'm' : item->every, x->date);
    DemoOpening o = {.process = "disclosure", .place = v->place.code, .who = &v->clerk, .fate = fate,
                     .facts = disclosure_facts_of(x->arena, item, period, S("committee"))};
    const Case *c;
    return demo_open(x, &o, &c);
}

static Err plan_items(const Day *x, const DemoVillage *v, int32_t days_left)
{
    static const struct {
        int32_t days_left;
        const char *item;
        DemoFate fate;
        uint64_t in_100;
    } rows[] = {
        {7, "B2", FATE_AT_ONCE, 40},   /* hangs, one day left to object */
        {5, "B3", FATE_AT_ONCE, 25},   /* hangs, three days left */
        {3, "D2", FATE_NOT_BEGUN, 30}, /* the clerk's */
        {2, "B4", FATE_AT_ONCE, 20},   /* decided, to be hung */
        {1, "E2", FATE_AT_ONCE, 25},   /* waits for the meeting */
        {0, "B1", FATE_AT_ONCE, 25},   /* waits for the committee */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].days_left == days_left && has(x, v, rows[i].item, rows[i].in_100))
            TRY(open_item(x, v, rows[i].item, rows[i].fate));
    return NULL;
}

static Err plan_questions(const Day *x, const DemoVillage *v, int32_t days_left)
{
    static const struct {
        int32_t days_left;
        const char *kind;
        DemoFate fate;
        uint64_t in_100;
    } rows[] = {
        {4, "help", FATE_TO_CHECK, 20},
        {3, "complaint", FATE_IN_HAND, 40},
        {1, "question", FATE_IN_HAND, 25},
        {0, "suggestion", FATE_RAISED, 15},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].days_left == days_left && has(x, v, rows[i].kind, rows[i].in_100))
            TRY(demo_ask(x, v, &(DemoAsking){"issue", rows[i].kind, rows[i].fate}));
    return NULL;
}

Err demo_plan_middle(const Day *x, const DemoVillage *v)
{
    int32_t days_left = x->d->today.day - x->date.day;
    TRY(plan_items(x, v, days_left));
    return plan_questions(x, v, days_left);
}

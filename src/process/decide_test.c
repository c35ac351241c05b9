// SPDX-License-Identifier: Apache-2.0
/*
 * Decisions as a property: random tapes of steps over every process of the tests, decided without a database. Whatever
 * is tried, a case at rest is left only by an action that names its state, nobody is two hands, ceilings hold, limits
 * end at midnight, and nothing is done before its day.
 */
#include "process_bench.h"

#include "process/decide.h"
#include "process/limit.h"

TEST_MAIN

enum { PEOPLE = 5, TAPES = 4000, TAPE_STEPS = 24 };

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static size_t pick(uint64_t *seed, size_t count)
{
    return (size_t)(next_random(seed) % count);
}

typedef struct Tape {
    Arena *a;
    const Engine *e;
    uint64_t seed;
    Case c;
    PastStep steps[TAPE_STEPS + 1];
    size_t count;
    Instant now;
    PersonId holders[PEOPLE];
} Tape;

static const char *const roles_played[] = {"village_clerk", "branch_secretary", "village_head", "vsc_chair",
                                           "village_supervision_committee", "town_desk"};

/* A person of few in an office of any kind: one person in many offices is the rule here. */
static Actor someone(Tape *t)
{
    if (pick(&t->seed, 8) == 0)
        return access_clock;
    Office *office = ARENA_NEW(t->a, Office);
    const char *role = roles_played[pick(&t->seed, COUNT_OF(roles_played))];
    *office = (Office){.person = {(int64_t)pick(&t->seed, PEOPLE) + 1},
                       .role = access_role(process_roles(t->e), str_of(role)),
                       .place = strcmp(role, "town_desk") == 0 ? TOWN : VILLAGE,
                       .from = DATE_NONE,
                       .to = DATE_NONE};
    return (Actor){.kind = ACTOR_PERSON, .home = HOME, .person = office->person, .acting = office, .offices = office,
                   .office_count = 1};
}

static const Json *facts_for(Tape *t, const Action *x)
{
    static const struct {
        const char *name, *value;
    } known[] = {{"reason", "因"}, {"subject", "路"}, {"detail", "灯"}, {"text", "文"}, {"parties", "东家西家"},
                 {"check_role", "village_head"}, {"joined_with", "371603106200-G-2026-1"}};
    JsonMember *members = ARENA_ARRAY(t->a, JsonMember, x->need_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < x->need_count; i++) {
        const Json *value = NULL;
        for (size_t k = 0; k < COUNT_OF(known); k++)
            if (str_eq(x->needs[i], str_of(known[k].name)))
                value = json_of_text(t->a, str_of(known[k].value));
        const Field *f = process_field(t->c.process, x->needs[i]);
        if (f->type == FIELD_CHOICE)
            value = json_of_text(t->a, f->choices[pick(&t->seed, f->choice_count)].code);
        if (f->type == FIELD_PERSON)
            value = json_of_int(t->a, (int64_t)pick(&t->seed, PEOPLE) + 1);
        if (str_ends(x->needs[i], S("_on")))
            value = json_of_text(
                t->a, date_plain(t->a, date_add_days(instant_date(t->now), (int32_t)pick(&t->seed, 20) - 5)));
        if (value)
            members[count++] = (JsonMember){x->needs[i], value};
    }
    return json_object(t->a, members, count);
}

static CaseView view_of(const Tape *t)
{
    return (CaseView){
        .c = &t->c, .steps = t->steps, .step_count = t->count, .holders = t->holders, .holder_count = PEOPLE};
}

static void keep(Tape *t, const Decision *d)
{
    int round = t->count ? t->steps[t->count - 1].round : 0;
    t->steps[t->count++] = (PastStep){.action = d->action->name, .person = d->person, .office = d->office, .at = t->now,
                                      .to = d->to, .entered = d->enters, .only_signed = d->only_signs,
                                      .round = round + d->enters, .due = d->due};
    t->c.facts = d->facts;
    t->c.state = d->to;
    t->c.due = d->due;
    t->c.version++;
    t->c.entered = d->enters ? t->now : t->c.entered;
    t->c.owner = (PersonId){json_int(d->facts, S("owner"), 0)};
}

/* -- what must hold whatever is tried ---------------------------------------------------------------------------- */

static PersonId last_hand(const Tape *t, Str action)
{
    for (size_t i = t->count; i-- > 0;)
        if (str_eq(t->steps[i].action, action))
            return t->steps[i].person;
    return (PersonId){0};
}

static void check_rest(const Tape *t, const Action *asked)
{
    if (t->c.process->states[t->c.state].final)
        assert_false(asked->from_any);
    assert_true(asked->from >> t->c.state & 1);
}

static void check_hands(const Tape *t, const Action *asked, const Decision *d)
{
    for (size_t i = 0; i < asked->apart_count; i++)
        if (d->person.v && last_hand(t, asked->apart_from[i]).v == d->person.v)
            fail_msg("%.*s after %.*s by the same person", STR_ARG(asked->name), STR_ARG(asked->apart_from[i]));
    if ((asked->each_of.role.len || asked->each_of.field.len) && t->count) {
        int round = t->steps[t->count - 1].round;
        for (size_t i = 0; i < t->count; i++)
            if (t->steps[i].only_signed && t->steps[i].round == round && str_eq(t->steps[i].action, asked->name))
                assert_int_not_equal(t->steps[i].person.v, d->person.v);
    }
}

static void check_limits(const Tape *t, const Action *asked, const Decision *d)
{
    CaseView view = view_of(t);
    if (instant_is(d->due))
        assert_int_equal((d->due.ms + 8 * hour_ms) % day_ms, 0);
    if (t->c.process->states[d->to].final)
        assert_false(instant_is(d->due));
    assert_true(decide_when(t->a, t->c.process, asked->whens, asked->when_count, d->facts));
    if (asked->not_before.unit != LIMIT_NONE)
        assert_true(t->now.ms >= date_start(limit_first_day(t->e, &view, &asked->not_before)).ms);
    if (asked->at_most && d->action == asked)
        assert_true(decide_times(&view, asked->name) < asked->at_most);
}

static bool step_once(Tape *t)
{
    const Process *p = t->c.process;
    const Action *asked = &p->actions[pick(&t->seed, p->action_count)];
    Actor who = someone(t);
    Step s = {.action = asked->name, .who = &who, .now = t->now, .facts = facts_for(t, asked)};
    CaseView view = view_of(t);
    Decision d, again;
    Err e = process_decide(t->a, t->e, &view, &s, &d);
    Err twice = process_decide(t->a, t->e, &view, &s, &again);
    assert_true(!e == !twice);
    if (e) {
        assert_str(e->key, twice->key);
        return false;
    }
    assert_str(d.stored, again.stored); /* pure: the same values, the same decision */
    assert_int_equal(d.due.ms, again.due.ms);
    check_rest(t, asked);
    check_hands(t, asked, &d);
    check_limits(t, asked, &d);
    keep(t, &d);
    return true;
}

static void open_tape(Tape *t)
{
    const Process *p = t->c.process;
    Actor who = someone(t);
    Step s = {.action = p->opening->name, .who = &who, .now = t->now, .facts = facts_for(t, p->opening)};
    CaseView view = view_of(t);
    Decision d;
    assert_ok(decide_opening(t->a, t->e, &view, &s, true, &d));
    t->c.asker = t->c.opened_by = d.person;
    keep(t, &d);
}

TEST(nothing_that_is_tried_breaks_a_rule)
{
    Arena *a = arena_new(512 * 1024 * 1024);
    const Engine *e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    size_t taken = 0, ended = 0;
    for (uint64_t n = 1; n <= TAPES; n++) {
        ArenaMark mark = arena_mark(a);
        Tape t = {.a = a, .e = e, .seed = n * UINT64_C(0x9E3779B97F4A7C15), .now = {1788570000000}};
        const Process *p = process_at(e, n % process_count(e));
        t.c = (Case){.home = HOME, .id = {1}, .place = VILLAGE, .process = p, .state = p->start, .opened = t.now,
                     .entered = t.now, .due = INSTANT_NONE, .facts = json_object(a, NULL, 0)};
        for (size_t i = 0; i < PEOPLE; i++)
            t.holders[i] = (PersonId){(int64_t)i + 1};
        open_tape(&t);
        for (size_t tries = 0; tries < 200 && t.count < TAPE_STEPS; tries++) {
            t.now.ms += (int64_t)pick(&t.seed, 30) * hour_ms;
            taken += step_once(&t);
        }
        ended += p->states[t.c.state].final;
        arena_rewind(a, mark);
    }
    /* The tapes must get somewhere, or they prove nothing. */
    assert_true(taken > TAPES);
    assert_true(ended > TAPES / 4);
    arena_free(a);
}

TEST(whoever_holds_the_office_no_more_does_not_sign)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    const Engine *e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    Tape t = {.a = a, .e = e, .now = {1788570000000}, .holders = {{1}, {2}}};
    t.c = (Case){.home = HOME, .id = {1}, .place = VILLAGE, .process = process_named(e, S("vote")), .state = 1,
                 .entered = t.now, .due = INSTANT_NONE, .facts = json_object(a, NULL, 0)};
    Office office = {.person = {4}, .role = access_role(process_roles(e), S("vsc_chair")), .place = VILLAGE};
    Actor who = {.kind = ACTOR_PERSON, .home = HOME, .person = office.person, .acting = &office};
    CaseView view = view_of(&t);
    Decision d;
    assert_refused(process_decide(a, e, &view, &(Step){.action = S("pass"), .who = &who, .now = t.now}, &d),
                   "err.process.not_a_member");
    arena_free(a);
}

/* -- counting signatures, at every size of the body -------------------------------------------------------------- */

TEST(signatures_needed_by_size_of_the_body)
{
    static const struct {
        const char *enough;
        int members, needed;
    } cases[] = {
        {"majority", 1, 1}, {"majority", 2, 2}, {"majority", 3, 2}, {"majority", 4, 3}, {"majority", 5, 3},
        {"2/3", 3, 2},      {"2/3", 4, 3},      {"2/3", 5, 4},      {"all", 1, 1},      {"all", 5, 5},
        {"1/2", 4, 2}, /* half of them, not more than half */
    };
    Arena *a = arena_new(512 * 1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str to = arena_printf(a, "enough: %s", cases[i].enough);
        const Engine *e = engine_of(a, real_roles(a), "vote", S("enough: majority"), to);
        Tape t = {.a = a, .e = e, .now = {1788570000000}};
        const Process *p = process_named(e, S("vote"));
        t.c = (Case){.home = HOME, .id = {1}, .place = VILLAGE, .process = p, .state = 1, .entered = t.now,
                     .due = INSTANT_NONE, .facts = json_object(a, NULL, 0)};
        int signatures = 0;
        for (Decision d = {.only_signs = true}; d.only_signs; signatures++) {
            Office office = {
                .person = {signatures + 1}, .role = access_role(process_roles(e), S("vsc_chair")), .place = VILLAGE};
            Actor who = {.kind = ACTOR_PERSON, .home = HOME, .person = office.person, .acting = &office};
            Step s = {.action = S("pass"), .who = &who, .now = t.now};
            t.holders[signatures] = office.person;
            for (int k = 0; k < cases[i].members; k++)
                t.holders[k] = (PersonId){k + 1};
            CaseView view = view_of(&t);
            view.holder_count = (size_t)cases[i].members;
            assert_ok(process_decide(a, e, &view, &s, &d));
            keep(&t, &d);
        }
        if (signatures != cases[i].needed)
            fail_msg("%s of %d: %d", cases[i].enough, cases[i].members, signatures);
    }
    arena_free(a);
}

// SPDX-License-Identifier: Apache-2.0
/* What a definition can say besides: each way of saying it has a small process of its own. */
#include "process_bench.h"

TEST_MAIN

/* -- persons that a field names ---------------------------------------------------------------------------------- */

static Str names_of(World *w, const Actor *one, const Actor *two)
{
    return arena_printf(w->b.a, "{\"mediators\":[%lld,%lld]}", (long long)one->person.v, (long long)two->person.v);
}

static const Case *quarrel(World *w, const char *kind)
{
    return open_case(w, "quarrel", &w->clerk, arena_printf(w->b.a, "{\"kind\":\"%s\",\"parties\":\"东家、西家\"}", kind).at);
}

TEST(several_persons_stand_in_one_field)
{
    World w = world();
    const Case *const *mine;
    const Case *c = quarrel(&w, "neighbour");
    assert_false(process_may_see(w.engine, &w.head, c));
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.chair).at));
    assert_true(process_may_see(w.engine, &w.head, c));
    assert_int_equal(todo(&w, &w.head, &mine), 1);
    assert_int_equal(todo(&w, &w.chair, &mine), 1);
    const Office *waits;
    size_t count;
    assert_ok(process_waits_on(w.b.t.db, w.b.a, w.engine, c, w.now, &waits, &count));
    assert_int_equal(count, 2);
    assert_str(waits[1].person_name, S("监委丁"));
    assert_refused(act(&w, &c, &w.clerk, "agree", NULL), "err.process.not_yours");
    assert_ok(act(&w, &c, &w.head, "agree", NULL)); /* each of them signs */
    assert_str(state_of(&w, c), S("mediating"));
    assert_refused(act(&w, &c, &w.head, "agree", NULL), "err.process.signed_already");
    assert_ok(act_full(&w, &c, (Act){.action = "agree", .who = &w.clerk, .signer = w.chair.person}));
    assert_str(state_of(&w, c), S("closed"));
    assert_int_equal(todo(&w, &w.head, &mine), 0);
    world_end(&w);
}

TEST(who_is_no_longer_named_no_longer_sees_or_acts)
{
    World w = world();
    const Case *const *mine;
    const Case *c = quarrel(&w, "neighbour");
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.chair).at));
    assert_ok(act(&w, &c, &w.head, "agree", NULL));
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.member_one, &w.chair).at));
    assert_false(process_may_see(w.engine, &w.head, c));
    assert_int_equal(todo(&w, &w.head, &mine), 0);
    assert_refused(act(&w, &c, &w.head, "agree", NULL), "err.process.missing");
    assert_ok(act(&w, &c, &w.chair, "agree", NULL)); /* his signature went with him */
    assert_str(state_of(&w, c), S("mediating"));
    assert_ok(act(&w, &c, &w.member_one, "agree", NULL));
    assert_str(state_of(&w, c), S("closed"));
    world_end(&w);
}

/* -- offices by the day ------------------------------------------------------------------------------------------ */

static Actor on_day(World *w, const char *name, const char *role, int from, int to)
{
    Date today = instant_date(w->now);
    Call c = {.b = &w->b, .by = &access_system, .person = person(&w->b, HOME, name), .home = HOME, .role = str_of(role),
              .place = VILLAGE, .from = date_add_days(today, from), .to = to ? date_add_days(today, to) : DATE_NONE};
    assert_ok(job(&w->b, job_appoint, &c));
    return actor(&w->b, HOME, c.person);
}

TEST(whoever_is_in_office_that_day_is_counted)
{
    World w = world();
    const Case *c = open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    Actor leaves = on_day(&w, "将离任", "village_supervision_committee", -2, 3);
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    assert_ok(act(&w, &c, &leaves, "pass", NULL));
    assert_ok(act(&w, &c, &w.member_one, "pass", NULL));
    assert_str(state_of(&w, c), S("review")); /* two of four */
    later(&w, 5);
    (void)on_day(&w, "新上任", "village_supervision_committee", 0, 0);
    assert_ok(act(&w, &c, &w.member_two, "pass", NULL));
    assert_str(state_of(&w, c), S("review")); /* four again: who left no longer counts, nor does his signature */
    assert_ok(act(&w, &c, &w.chair, "pass", NULL));
    assert_str(state_of(&w, c), S("final_review"));
    world_end(&w);
}

/* -- what only some may read --------------------------------------------------------------------------------------- */

TEST(a_field_may_be_read_by_fewer_than_the_case)
{
    World w = world();
    const Case *c = quarrel(&w, "neighbour");
    const Field *parties = process_field(c->process, S("parties")), *kind = process_field(c->process, S("kind"));
    assert_true(process_may_read(w.engine, &w.clerk, c, kind));
    assert_false(process_may_read(w.engine, &w.clerk, c, parties)); /* who wrote it down does not read it again */
    assert_true(process_may_read(w.engine, &w.secretary, c, parties));
    assert_false(process_may_read(w.engine, &w.head, c, parties));
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.chair).at));
    assert_true(process_may_read(w.engine, &w.head, c, parties));
    assert_false(process_may_read(w.engine, &w.stranger, c, kind));
    world_end(&w);
}

/* -- for one kind alone -------------------------------------------------------------------------------------------- */

static int64_t counted(World *w)
{
    const Figure *figures;
    size_t count;
    Period year = {2026, 'y', 0};
    assert_ok(process_figures(w->b.t.db, w->b.a, HOME, TOWN, year, year, false, &figures, &count));
    return count ? figures[0].sum : 0;
}

TEST(a_step_and_a_mark_for_one_kind_alone)
{
    World w = world();
    const Offer *offers;
    size_t count;
    const Case *c = quarrel(&w, "neighbour");
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.head).at));
    assert_refused(act(&w, &c, &w.head, "measure", NULL), "err.process.when");
    assert_ok(process_offers(w.b.t.db, w.b.a, w.engine, c, &w.head, w.now, &offers, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(offers[i].action->name, S("measure")))
            assert_str(offers[i].refused->key, S("err.process.when"));
    assert_refused(act(&w, &c, &w.head, "agree", "{\"refused\":\"是\"}"), "err.process.when"); /* given with the step */
    assert_ok(act(&w, &c, &w.head, "agree", "{\"refused\":\"否\"}"));
    assert_int_equal(counted(&w), 1);
    c = quarrel(&w, "land");
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.head).at));
    assert_ok(act(&w, &c, &w.head, "measure", NULL));
    assert_ok(act(&w, &c, &w.head, "agree", NULL)); /* a flag that nobody gave is no */
    assert_str(state_of(&w, c), S("closed"));
    assert_int_equal(counted(&w), 1);
    world_end(&w);
}

/* -- the clock -------------------------------------------------------------------------------------------------------- */

TEST(at_the_limit_the_clock_takes_the_first_step_it_may)
{
    World w = world();
    const Case *c = quarrel(&w, "land");
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.chair).at));
    w.now = date_end(date_add_days(instant_date(w.now), 10));
    w.now.ms--; /* the last moment of the tenth day */
    tick(&w);
    assert_str(due_of(&w, look(&w, c)), S("2026-09-18T00:00:00.000+08:00"));
    w.now.ms++;
    tick(&w);
    assert_str(state_of(&w, c), S("mediating"));
    c = look(&w, c);
    assert_str(due_of(&w, c), S("2026-09-29T00:00:00.000+08:00")); /* once more, from the 18th */
    assert_ok(act(&w, &c, &w.head, "refuse", NULL));
    w.now = c->due;
    tick(&w);
    assert_str(state_of(&w, c), S("closed"));
    world_end(&w);
}

TEST(a_second_try_is_on_another_day)
{
    World w = world();
    const Case *c = quarrel(&w, "land");
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.chair).at));
    assert_ok(act(&w, &c, &w.head, "call", NULL));
    w.now = date_end(instant_date(w.now));
    w.now.ms--;
    assert_refused(act(&w, &c, &w.head, "call_again", NULL), "err.process.another_day");
    w.now.ms++;
    assert_ok(act(&w, &c, &w.head, "call_again", NULL));
    world_end(&w);
}

TEST(a_day_has_its_window)
{
    World w = world(); /* 7 September */
    const Case *c = quarrel(&w, "land");
    assert_ok(act(&w, &c, &w.clerk, "name", names_of(&w, &w.head, &w.head).at));
    assert_refused(act(&w, &c, &w.head, "agree", "{\"apply_by\":\"2026-09-07\"}"), "err.process.value_early");
    Err late = act(&w, &c, &w.head, "agree", "{\"apply_by\":\"2026-10-08\"}");
    assert_str(late->key, S("err.process.value_late"));
    assert_str(late->args[0], S("2026-10-07"));
    assert_ok(act(&w, &c, &w.head, "agree", "{\"apply_by\":\"10月7日\"}"));
    world_end(&w);
}

/* -- a limit that hangs on the parent ---------------------------------------------------------------------------------- */

TEST(a_parents_day_that_moves_takes_its_childrens_limits_along)
{
    World w = world();
    const Case *const *children, *const *mine;
    size_t count;
    const Case *c = open_case(&w, "project", &w.clerk, "{\"subject\":\"水渠\"}");
    assert_ok(act(&w, &c, &w.clerk, "split", NULL)); /* the day is not known yet */
    assert_ok(process_children(w.b.t.db, w.b.a, w.engine, HOME, c->id, &children, &count));
    assert_str(due_of(&w, children[0]), S("none"));
    assert_ok(act(&w, &c, &w.clerk, "split", "{\"held_on\":\"2026-09-15\"}"));
    assert_ok(process_children(w.b.t.db, w.b.a, w.engine, HOME, c->id, &children, &count));
    assert_int_equal(count, 2);
    assert_str(due_of(&w, children[0]), S("2026-09-18T00:00:00.000+08:00"));
    assert_str(due_of(&w, children[1]), S("2026-09-18T00:00:00.000+08:00"));
    w.now = date_end(instant_date((Instant){children[0]->due.ms}));
    tick(&w);
    assert_int_equal(todo(&w, &w.secretary, &mine), 2); /* late: the secretary is reminded */
    assert_ok(act(&w, &c, &w.clerk, "split", "{\"held_on\":\"2026-09-25\"}"));
    assert_str(due_of(&w, look(&w, children[0])), S("2026-09-28T00:00:00.000+08:00"));
    assert_int_equal(todo(&w, &w.secretary, &mine), 0); /* no longer late */
    world_end(&w);
}

static Err job_ticks(Db *db, Arena *a, void *arg)
{
    Act *x = arg;
    do
        TRY(process_tick(db, a, x->w->engine, x->w->now, &x->done));
    while (x->done);
    return NULL;
}

TEST(a_limit_and_a_wait_hang_on_another_case)
{
    World w = world();
    const Case *meeting = open_case(&w, "wait", &w.clerk, "{}");
    const Case *c = open_case(&w, "visit", &w.clerk, "{\"subject\":\"看望\"}");
    Str number = arena_printf(w.b.a, "{\"after_case\":\"%.*s\"}", STR_ARG(meeting->number));
    assert_ok(act(&w, &c, &w.clerk, "wait", number.at));
    assert_str(due_of(&w, c), S("none")); /* its day is not known yet */
    assert_ok(act(&w, &meeting, &w.clerk, "move", "{\"meeting_on\":\"2026-09-20\"}"));
    assert_str(due_of(&w, look(&w, c)), S("2026-09-24T00:00:00.000+08:00"));
    assert_ok(act(&w, &meeting, &w.clerk, "move", "{\"meeting_on\":\"2026-09-25\"}"));
    assert_str(due_of(&w, look(&w, c)), S("2026-09-29T00:00:00.000+08:00"));
    assert_refused(act(&w, &c, &w.clerk, "go", NULL), "err.process.day_unknown");
    later(&w, 6);
    assert_ok(act(&w, &meeting, &w.clerk, "notice", NULL));
    assert_refused(act(&w, &c, &w.clerk, "go", NULL), "err.process.not_yet");
    later(&w, 2);
    assert_ok(act(&w, &c, &w.clerk, "go", NULL));
    c = open_case(&w, "visit", &w.clerk, "{\"subject\":\"再看\"}");
    assert_ok(act(&w, &c, &w.clerk, "wait", number.at)); /* known when it is named: counted at once */
    assert_str(due_of(&w, c), S("2026-09-29T00:00:00.000+08:00"));
    world_end(&w);
}

/* The limit that a step said by itself stays that step's, whatever was done besides. */
TEST(an_extended_limit_is_worked_out_again_as_extended)
{
    World w = world();
    Date d;
    assert_true(date_of((Ymd){2026, 12, 28}, &d));
    w.now = (Instant){date_start(d).ms + 9 * hour_ms};
    const Case *c = open_case(&w, "visit", &w.clerk, "{\"subject\":\"看望\"}");
    assert_ok(act(&w, &c, &w.clerk, "put_off", NULL));
    assert_str(due_of(&w, c), S("2027-01-12T00:00:00.000+08:00")); /* ten workdays, by weekends alone */
    assert_ok(act(&w, &c, &w.clerk, "remark", NULL));
    Act x = {.w = &w};
    assert_ok(store_write(w.b.t.store, w.b.a, job_ticks, &x));
    assert_str(due_of(&w, look(&w, c)), S("2027-01-12T00:00:00.000+08:00"));
    world_end(&w);
}

/* -- numbers -------------------------------------------------------------------------------------------------------- */

TEST(one_series_through_the_town_betrays_nothing)
{
    World w = world();
    const Case *c, *found;
    assert_str(open_case(&w, "visit", &w.clerk, "{\"subject\":\"一\"}")->number, S("371603106200-S-2026-1"));
    NewCase n = {.process = S("quiet_visit"), .who = &access_anyone, .facts = facts_of(w.b.a, "{\"subject\":\"二\"}")};
    assert_ok(open_full(&w, n, &c, NULL));
    assert_str(c->number, S("371603106200-S-2026-2"));
    n = (NewCase){.process = S("visit"), .who = &w.stranger, .facts = n.facts, .place = OTHER_VILLAGE};
    assert_ok(open_full(&w, n, &c, NULL));
    assert_str(c->number, S("371603106201-S-2026-3"));
    assert_str(open_case(&w, "visit", &w.clerk, "{\"subject\":\"四\"}")->number, S("371603106200-S-2026-4"));
    assert_ok(process_by_number(w.b.t.db, w.b.a, w.engine, S("371603106200-S-2026-2"), &found));
    assert_str(found->process->name, S("quiet_visit"));
    assert_false(process_may_see(w.engine, &w.clerk, found));
    world_end(&w);
}

/* -- so many signatures ------------------------------------------------------------------------------------------------ */

TEST(so_many_signatures_whatever_the_number_of_members)
{
    World w = world();
    const Case *c = open_case(&w, "visit", &w.clerk, "{\"subject\":\"看望\"}");
    assert_ok(act(&w, &c, &w.member_one, "witness", NULL));
    assert_str(state_of(&w, c), S("open"));
    assert_ok(act(&w, &c, &w.chair, "witness", NULL));
    assert_str(state_of(&w, c), S("closed")); /* two of three */
    world_end(&w);
}

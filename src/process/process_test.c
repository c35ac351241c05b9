// SPDX-License-Identifier: Apache-2.0
/* The engine in a real store: each thing it must carry has a small process of its own. */
#include "process_bench.h"

TEST_MAIN

/* -- a case, its number, its steps ------------------------------------------------------------------------------- */

TEST(a_case_has_a_number_an_object_and_a_version)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"  修  路 \",\"check_role\":\"village_head\"}");
    assert_str(c->number, S("371603106200-D-2026-1"));
    assert_int_equal(c->object.len, 16);
    assert_int_equal(c->version, 1);
    assert_str(c->title, S("修 路"));
    assert_str(due_of(&w, c), S("2026-09-13T00:00:00.000+08:00"));
    const Case *second = open_case(&w, "path", &w.clerk, "{\"subject\":\"桥\",\"check_role\":\"village_head\"}");
    assert_str(second->number, S("371603106200-D-2026-2"));
    assert_false(str_eq(c->object, second->object));
    const Case *found;
    assert_ok(process_by_number(w.b.t.db, w.b.a, w.engine, second->number, &found));
    assert_int_equal(found->id.v, second->id.v);
    static const char *const unknown[] = {"371603106200-D-2026-3", "371603106200-D-2026", "x", "", "-",
                                          "371603106200-D-x-1"};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        assert_ok(process_by_number(w.b.t.db, w.b.a, w.engine, str_of(unknown[i]), &found));
        assert_null(found);
    }
    world_end(&w);
}

TEST(every_kind_of_refusal_has_its_own_sentence)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"修路\",\"check_role\":\"village_head\"}");
    assert_refused(act(&w, &c, &w.stranger, "check", NULL), "err.process.missing");
    assert_refused(act(&w, &c, &access_anyone, "check", NULL), "err.process.missing");
    assert_refused(act(&w, &c, &w.secretary, "check", NULL), "err.process.not_yours");
    assert_refused(act(&w, &c, &w.chair, "hand", NULL), "err.process.wrong_state");
    assert_refused(act(&w, &c, &w.head, "fly", NULL), "err.process.no_action");
    assert_refused(act(&w, &c, &w.head, "open", NULL), "err.process.no_action");
    assert_refused(act_full(&w, &c, (Act){.action = "check", .who = &w.head, .version = 7}),
                   "err.process.changed_meanwhile");
    assert_refused(act(&w, &c, &w.head, "check", "{\"subject\":\"x\"}"), "err.process.field_not_now");
    assert_refused(act(&w, &c, &w.head, "check", "{\"nothing\":\"x\"}"), "err.process.field_unknown");
    const Case *ghost = &(Case){.id = {99}};
    assert_refused(act(&w, &ghost, &w.head, "check", NULL), "err.process.missing");
    assert_int_equal(look(&w, c)->version, 1);
    const Case *none;
    NewCase n = {.process = S("path"), .who = &w.head, .facts = facts_of(w.b.a, "{\"subject\":\"x\"}")};
    assert_refused(open_full(&w, n, &none, NULL), "err.process.may_not_open");
    n.process = S("nothing");
    assert_refused(open_full(&w, n, &none, NULL), "err.process.no_process");
    world_end(&w);
}

/* -- roles from facts; one person, one hand; paper --------------------------------------------------------------- */

TEST(a_field_names_the_role_that_acts)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"branch_secretary\"}");
    assert_refused(act(&w, &c, &w.head, "check", NULL), "err.process.not_yours");
    assert_ok(act(&w, &c, &w.secretary, "check", NULL));
    const Case *none;
    NewCase n = {.process = S("path"), .who = &w.clerk,
                 .facts = facts_of(w.b.a, "{\"subject\":\"x\",\"check_role\":\"emperor\"}")};
    assert_refused(open_full(&w, n, &none, NULL), "err.process.value_role");
    world_end(&w);
}

TEST(whoever_holds_two_offices_is_one_hand)
{
    World w = world();
    /* The secretary is head as well: as head he checks, as secretary he may not hand over. */
    appoint(&w.b, HOME, w.secretary.person, "village_head", VILLAGE);
    Actor both = actor(&w.b, HOME, w.secretary.person), as_head = both, as_secretary = both;
    for (size_t i = 0; i < both.office_count; i++) {
        bool head = str_eq(both.offices[i].role->code, S("village_head"));
        *(head ? &as_head : &as_secretary) = both;
        (head ? &as_head : &as_secretary)->acting = &both.offices[i];
    }
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    assert_ok(act(&w, &c, &as_head, "check", NULL));
    Str owner = arena_printf(w.b.a, "{\"owner\":%lld}", (long long)w.clerk.person.v);
    assert_refused(act(&w, &c, &as_secretary, "hand", owner.at), "err.process.one_hand");
    assert_ok(act(&w, &c, &w.chair, "hand", owner.at));
    assert_int_equal(c->owner.v, w.clerk.person.v);
    assert_refused(act(&w, &c, &w.head, "close", NULL), "err.process.not_yours");
    assert_ok(act(&w, &c, &w.clerk, "close", NULL));
    assert_refused(act(&w, &c, &w.clerk, "close", NULL), "err.process.at_rest");
    world_end(&w);
}

TEST(an_act_on_paper_names_signer_and_typist)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    Act paper = {.action = "check", .who = &w.clerk, .signer = w.secretary.person};
    assert_refused(act_full(&w, &c, paper), "err.process.signer_not_in_office");
    paper.signer = w.clerk.person;
    assert_refused(act_full(&w, &c, paper), "err.process.signer_not_in_office");
    paper.signer = w.head.person;
    paper.who = &w.stranger;
    assert_refused(act_full(&w, &c, paper), "err.process.missing");
    Actor auditor = office_holder(&w, "审计壬", "auditor", COUNTY); /* reads, but enters nothing */
    paper.who = &auditor;
    assert_refused(act_full(&w, &c, paper), "err.process.typist");
    paper.who = &w.clerk; /* opened it: whoever checks it is another hand, and so is whoever types the signature in */
    assert_refused(act_full(&w, &c, paper), "err.process.typist_barred");
    paper.who = &w.town_desk;
    assert_refused(act_full(&w, &c, paper), "err.process.missing");
    paper.who = &w.secretary;
    assert_ok(act_full(&w, &c, paper));
    assert_refused(act_full(&w, &c, (Act){.action = "hand", .who = &w.clerk, .signer = w.chair.person,
                                          .facts = "{\"owner\":1}"}), "err.process.not_on_paper");
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(w.b.t.db, w.b.a, HOME, c->id, &events, &count));
    assert_int_equal(count, 2);
    assert_str(events[0].kind, S("test.open"));
    assert_str(events[1].kind, S("test.check"));
    assert_str(events[1].office, S("village_head"));
    assert_int_equal(events[1].person.v, w.head.person.v);
    Str data = arena_printf(w.b.a,
                            "{\"paper\":{\"filed_at\":\"村档案柜\",\"signed_on\":\"2026-09-07\"},\"signer\":%lld,"
                            "\"to\":\"checked\",\"typist\":%lld}",
                            (long long)w.head.person.v, (long long)w.secretary.person.v);
    assert_str(events[1].data, data);
    world_end(&w);
}

/* -- collective actions ------------------------------------------------------------------------------------------ */

TEST(a_majority_of_the_members_carries_it)
{
    World w = world();
    const Case *c = open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    assert_refused(act(&w, &c, &w.clerk, "pass", NULL), "err.process.not_yours");
    int64_t seen = c->version;
    assert_ok(act_full(&w, &c, (Act){.action = "pass", .who = &w.member_one, .version = seen}));
    assert_str(state_of(&w, c), S("review"));
    assert_refused(act(&w, &c, &w.member_one, "pass", NULL), "err.process.signed_already");
    /* The second looked at the page before the first had signed: co-signers do not disturb each other. */
    Act paper = {.action = "pass", .who = &w.clerk, .signer = w.chair.person, .version = seen};
    assert_refused(act_full(&w, &c, paper), "err.process.typist_barred");
    paper.who = &w.member_two; /* signs himself, and would be two hands of three */
    assert_refused(act_full(&w, &c, paper), "err.process.paper_member");
    paper.who = &w.secretary;
    assert_ok(act_full(&w, &c, paper));
    assert_str(state_of(&w, c), S("final_review"));
    assert_refused(act_full(&w, &c, (Act){.action = "seal", .who = &w.member_two, .version = seen}),
                   "err.process.changed_meanwhile");
    assert_ok(act(&w, &c, &w.member_two, "seal", NULL));
    assert_ok(act(&w, &c, &w.member_one, "seal", NULL));
    assert_str(state_of(&w, c), S("final_review"));
    assert_ok(act(&w, &c, &w.chair, "seal", NULL));
    assert_str(state_of(&w, c), S("passed"));
    world_end(&w);
}

TEST(one_refusal_returns_it_and_signatures_begin_anew)
{
    World w = world();
    const Case *c = open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    assert_ok(act(&w, &c, &w.member_one, "pass", NULL));
    assert_refused(act(&w, &c, &w.member_two, "return", NULL), "err.process.needed");
    assert_ok(act(&w, &c, &w.member_two, "return", "{\"reason\":\"数字不对\"}"));
    assert_str(state_of(&w, c), S("draft"));
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    assert_ok(act(&w, &c, &w.member_one, "pass", NULL));
    assert_str(state_of(&w, c), S("review"));
    assert_ok(act(&w, &c, &w.member_two, "pass", NULL));
    assert_str(state_of(&w, c), S("final_review"));
    world_end(&w);
}

TEST(whom_another_rule_bars_is_not_counted)
{
    World w = world();
    const Case *c = open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    assert_ok(act(&w, &c, &w.member_one, "submit", NULL));
    assert_refused(act(&w, &c, &w.member_one, "pass", NULL), "err.process.one_hand");
    /* Two are left: a majority of two is two. */
    assert_ok(act(&w, &c, &w.member_two, "pass", NULL));
    assert_str(state_of(&w, c), S("review"));
    assert_ok(act(&w, &c, &w.chair, "pass", NULL));
    assert_str(state_of(&w, c), S("final_review"));
    assert_ok(act(&w, &c, &w.member_two, "seal", NULL));
    assert_ok(act(&w, &c, &w.chair, "seal", NULL));
    assert_str(state_of(&w, c), S("passed")); /* all who may: two */
    world_end(&w);
}

/* -- waits ------------------------------------------------------------------------------------------------------- */

TEST(waits_count_from_states_and_days)
{
    World w = world(); /* 7 September */
    const Case *c = open_case(&w, "wait", &w.clerk, "{\"notice_on\":\"2026-09-01\"}");
    assert_str(due_of(&w, c), S("none"));
    assert_refused(act(&w, &c, &w.clerk, "soon", NULL), "err.process.day_unknown");
    assert_ok(act(&w, &c, &w.clerk, "move", "{\"meeting_on\":\"9月20日\"}"));
    assert_str(due_of(&w, c), S("2026-09-21T00:00:00.000+08:00"));
    Err early = act(&w, &c, &w.clerk, "notice", NULL);
    assert_str(early->key, S("err.process.not_yet"));
    assert_str(early->args[0], S("2026-09-13")); /* five full days after the 7th */
    later(&w, 5);
    assert_refused(act(&w, &c, &w.clerk, "notice", NULL), "err.process.not_yet");
    w.now.ms = date_start(instant_date((Instant){w.now.ms + day_ms})).ms; /* 13 September 00:00 */
    assert_ok(act(&w, &c, &w.clerk, "notice", NULL));
    assert_str(due_of(&w, c), S("2026-09-19T00:00:00.000+08:00")); /* two days before the meeting */
    assert_refused(act(&w, &c, &w.clerk, "meet", NULL), "err.process.not_yet");
    later(&w, 7);
    assert_ok(act(&w, &c, &w.clerk, "meet", NULL));
    assert_str(due_of(&w, c), S("2026-09-11T00:00:00.000+08:00")); /* three workdays after it was posted: long ago */
    assert_ok(act(&w, &c, &w.clerk, "close", NULL));
    world_end(&w);
}

TEST(a_day_before_opens_its_window_at_midnight)
{
    World w = world();
    const Case *c = open_case(&w, "wait", &w.clerk, "{}");
    assert_ok(act(&w, &c, &w.clerk, "move", "{\"meeting_on\":\"2026-09-20\"}"));
    w.now.ms = date_start((Date){instant_date(w.now).day + 10}).ms - 1; /* the 16th, its last moment */
    assert_refused(act(&w, &c, &w.clerk, "soon", NULL), "err.process.not_yet");
    w.now.ms++;
    assert_ok(act(&w, &c, &w.clerk, "soon", NULL));
    world_end(&w);
}

/* -- children ---------------------------------------------------------------------------------------------------- */

TEST(a_parent_waits_for_its_children)
{
    World w = world();
    const Case *c = open_case(&w, "project", &w.clerk, "{\"subject\":\"水渠\"}");
    assert_ok(act(&w, &c, &w.clerk, "split", "{\"held_on\":\"2026-09-15\"}"));
    assert_ok(act(&w, &c, &w.clerk, "split", NULL));
    const Case *const *children;
    size_t count;
    assert_ok(process_children(w.b.t.db, w.b.a, w.engine, HOME, c->id, &children, &count));
    assert_int_equal(count, 2);
    assert_str(json_text(children[0]->facts, S("subject")), S("水渠"));
    assert_str(due_of(&w, children[0]), S("2026-09-18T00:00:00.000+08:00"));
    Err waits = act(&w, &c, &w.clerk, "close", NULL);
    assert_str(waits->key, S("err.process.children"));
    assert_str(waits->args[0], S("2"));
    const Case *first = children[0], *second = children[1];
    assert_refused(act(&w, &first, &w.clerk, "close", NULL), "err.process.not_yet");
    later(&w, 2);
    assert_ok(act(&w, &first, &w.clerk, "close", NULL));
    assert_refused(act(&w, &c, &w.clerk, "close", NULL), "err.process.children");
    assert_ok(act(&w, &second, &w.clerk, "close", NULL));
    assert_ok(act(&w, &c, &w.clerk, "close", NULL));
    world_end(&w);
}

/* -- many at once ------------------------------------------------------------------------------------------------ */

static Err job_many(Db *db, Arena *a, void *arg)
{
    Act *x = arg;
    Step s = {.action = str_of(x->action), .who = x->who, .now = x->w->now, .facts = facts_of(a, x->facts)};
    return process_advance_many(db, a, x->w->engine, HOME, x->ids, x->done, &s, x->refusals);
}

TEST(many_cases_move_together_or_not_at_all)
{
    World w = world();
    Act *x = ARENA_NEW(w.b.a, Act);
    *x = (Act){.w = &w, .action = "post", .who = &w.clerk, .done = 5};
    const Case *cases[5];
    for (size_t i = 0; i < 5; i++) {
        cases[i] = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
        x->ids[i] = cases[i]->id;
    }
    assert_ok(act(&w, &cases[3], &w.clerk, "post", NULL));
    assert_refused(store_write(w.b.t.store, w.b.a, job_many, x), "err.process.some_refused");
    for (size_t i = 0; i < 5; i++) {
        if (i == 3)
            assert_str(x->refusals[i]->key, S("err.process.wrong_state"));
        else
            assert_null(x->refusals[i]);
        assert_str(state_of(&w, cases[i]), i == 3 ? S("posted") : S("draft"));
    }
    x->ids[3] = x->ids[2]; /* the same case twice: nothing is done */
    x->done = 4;
    assert_refused(store_write(w.b.t.store, w.b.a, job_many, x), "err.process.some_refused");
    assert_str(state_of(&w, cases[0]), S("draft"));
    x->ids[3] = cases[4]->id;
    assert_ok(store_write(w.b.t.store, w.b.a, job_many, x));
    for (size_t i = 0; i < 5; i++)
        assert_str(state_of(&w, cases[i]), S("posted"));
    x->action = "correct";
    assert_refused(store_write(w.b.t.store, w.b.a, job_many, x), "err.process.some_refused");
    assert_str(x->refusals[0]->key, S("err.process.not_many"));
    x->done = LIMIT_CASES_AT_ONCE + 1;
    assert_refused(store_write(w.b.t.store, w.b.a, job_many, x), "err.process.many");
    x->done = 0;
    assert_refused(store_write(w.b.t.store, w.b.a, job_many, x), "err.process.many");
    world_end(&w);
}

TEST(two_hundred_at_once)
{
    World w = world();
    Act *x = ARENA_NEW(w.b.a, Act);
    *x = (Act){.w = &w, .action = "post", .who = &w.clerk, .done = LIMIT_CASES_AT_ONCE};
    for (size_t i = 0; i < x->done; i++)
        x->ids[i] = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}")->id;
    assert_ok(store_write(w.b.t.store, w.b.a, job_many, x));
    assert_int_equal(world_notes, LIMIT_CASES_AT_ONCE);
    world_end(&w);
}

/* -- hold, extend, redo, hand up, join --------------------------------------------------------------------------- */

static Actor by_slip(World *w, Str slip)
{
    Actor asker;
    assert_ok(access_slip_open(w->b.t.db, w->b.a, slip, w->now, &asker));
    return asker;
}

TEST(ceilings_hold_and_lead_on)
{
    World w = world();
    const Case *c;
    Str slip;
    NewCase n = {.process = S("ladder"), .who = &access_anyone, .facts = facts_of(w.b.a, "{\"detail\":\"路灯坏了\"}")};
    assert_ok(open_full(&w, n, &c, &slip));
    assert_true(slip.len >= 8);
    Actor asker = by_slip(&w, slip);
    assert_true(process_may_see(w.engine, &asker, c));
    assert_str(due_of(&w, c), S("2026-09-16T00:00:00.000+08:00")); /* 8 days */
    assert_ok(act(&w, &c, &w.clerk, "extend", "{\"reason\":\"等配件\"}"));
    assert_str(due_of(&w, c), S("2026-09-18T00:00:00.000+08:00"));
    assert_refused(act(&w, &c, &w.clerk, "extend", "{\"reason\":\"再等\"}"), "err.process.at_most");
    assert_ok(act(&w, &c, &w.clerk, "remark", "{\"reason\":\"联系了\"}"));
    assert_str(due_of(&w, c), S("2026-09-18T00:00:00.000+08:00")); /* staying keeps the limit */
    assert_ok(act(&w, &c, &w.secretary, "hold", "{\"limit_on\":\"2026-09-30\",\"reason\":\"等钱\"}"));
    assert_str(due_of(&w, c), S("2026-10-01T00:00:00.000+08:00"));
    const Case *const *waiting;
    assert_int_equal(todo(&w, &w.secretary, &waiting), 0); /* the clock resumes it: nobody is waited for */
    assert_ok(act(&w, &c, &w.secretary, "resume", NULL));
    assert_str(due_of(&w, c), S("2026-09-11T00:00:00.000+08:00"));
    later(&w, 1);
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL));
    assert_ok(act(&w, &c, &asker, "redo", NULL));
    assert_str(due_of(&w, c), S("2026-09-11T00:00:00.000+08:00")); /* half of three days: two, from the 8th */
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL));
    assert_ok(act(&w, &c, &asker, "redo", NULL));
    assert_str(due_of(&w, c), S("2026-09-10T00:00:00.000+08:00")); /* half of that */
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL));
    assert_ok(act(&w, &c, &asker, "redo", NULL)); /* the third time it goes up */
    assert_str(state_of(&w, c), S("above"));
    assert_ok(act(&w, &c, &w.town_desk, "town_done", NULL));
    assert_refused(act(&w, &c, &asker, "good", "{\"grade\":\"fine\"}"), "err.process.value_choice");
    assert_ok(act(&w, &c, &asker, "good", "{\"grade\":\"good\",\"may_publish\":true}"));
    assert_refused(act(&w, &c, &w.clerk, "remark", "{\"reason\":\"x\"}"), "err.process.at_rest"); /* any, but final */
    assert_ok(act(&w, &c, &asker, "reopen", NULL));
    assert_ok(act(&w, &c, &w.clerk, "join", "{\"joined_with\":\"371603106200-G-2026-1\"}"));
    assert_refused(act(&w, &c, &asker, "reopen", NULL), "err.process.at_most");
    world_end(&w);
}

TEST(a_slip_opens_its_own_case_alone)
{
    World w = world();
    const Case *one, *two;
    Str slip, none;
    NewCase n = {.process = S("ladder"), .who = &access_anyone, .facts = facts_of(w.b.a, "{\"detail\":\"路灯\"}")};
    assert_ok(open_full(&w, n, &one, &slip));
    n.who = &w.clerk;
    assert_ok(open_full(&w, n, &two, &none));
    assert_int_equal(none.len, 0); /* the clerk has an account */
    assert_int_equal(two->asker.v, w.clerk.person.v);
    n.on_behalf = S("张大娘");
    const Case *three;
    Str hers;
    assert_ok(open_full(&w, n, &three, &hers));
    assert_true(hers.len >= 8);
    assert_int_equal(three->asker.v, 0); /* written down for somebody: the clerk is not who asked */
    Actor asker = by_slip(&w, slip);
    assert_false(process_may_see(w.engine, &asker, two));
    assert_refused(act(&w, &two, &asker, "redo", NULL), "err.process.missing");
    world_end(&w);
}

/* The last of a row of cases, each joined with the next. */
static const Case *join_in_a_row(World *w, size_t joins, const Case **ret_first)
{
    const Case *at = open_case(w, "ladder", &w->clerk, "{\"detail\":\"路灯\"}");
    *ret_first = at;
    for (size_t i = 0; i < joins; i++) {
        const Case *next = open_case(w, "ladder", &w->clerk, "{\"detail\":\"路灯又坏了\"}");
        Str with = arena_printf(w->b.a, "{\"joined_with\":\"%.*s\"}", STR_ARG(next->number));
        assert_ok(act(w, &at, &w->clerk, "join", with.at));
        *ret_first = i == 0 ? at : *ret_first;
        at = next;
    }
    return at;
}

TEST(what_was_joined_leads_to_the_case_that_carries_it)
{
    World w = world();
    const Case *first, *carrier, *last;
    static const size_t joins[] = {0, 1, 2, LIMIT_CARRIED_ON};
    for (size_t i = 0; i < COUNT_OF(joins); i++) {
        last = join_in_a_row(&w, joins[i], &first);
        assert_ok(process_carrier(w.b.t.db, w.b.a, w.engine, first, &carrier));
        assert_int_equal(carrier->id.v, last->id.v);
    }
    last = join_in_a_row(&w, LIMIT_CARRIED_ON + 1, &first); /* one short of the end, and no further */
    assert_ok(process_carrier(w.b.t.db, w.b.a, w.engine, first, &carrier));
    assert_int_equal(carrier->id.v, last->id.v - 1);
    const Case *astray = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    assert_ok(act(&w, &astray, &w.clerk, "join", "{\"joined_with\":\"371603106200-G-2026-999\"}"));
    assert_ok(process_carrier(w.b.t.db, w.b.a, w.engine, astray, &carrier));
    assert_int_equal(carrier->id.v, astray->id.v); /* that number is nobody's */
    world_end(&w);
}

TEST(nobody_asks_where_nobody_is_left)
{
    World w = world();
    const Case *c;
    Date today = instant_date(w.now);
    NewCase n = {.process = S("ladder"), .who = &access_anyone, .facts = facts_of(w.b.a, "{\"detail\":\"路灯\"}")};
    Place gone = {.code = w.village, .name = S("黄一村"), .kind = S("village"), .from = DATE_NONE, .to = today};
    assert_ok(store_write(w.b.t.store, w.b.a, job_place, &gone));
    assert_ok(open_full(&w, n, &c, NULL)); /* its last day */
    gone.to = date_add_days(today, -1);
    assert_ok(store_write(w.b.t.store, w.b.a, job_place, &gone));
    assert_refused(open_full(&w, n, &c, NULL), "err.process.place_ended");
    gone.succeeded_by = OTHER_VILLAGE;
    assert_ok(store_write(w.b.t.store, w.b.a, job_place, &gone));
    assert_refused(open_full(&w, n, &c, NULL), "err.process.place_joined");
    n.who = &w.clerk;
    n.on_behalf = S("张大娘");
    assert_refused(open_full(&w, n, &c, NULL), "err.process.place_joined");
    n.place = OTHER_VILLAGE;
    n.who = &access_anyone;
    n.on_behalf = STR_NONE;
    assert_ok(open_full(&w, n, &c, NULL));
    open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}"); /* not asked by anybody */
    world_end(&w);
}

TEST(only_the_asker_says_what_may_be_published)
{
    World w = world();
    const Case *c;
    Str slip;
    NewCase n = {.process = S("ladder"), .who = &w.clerk, .on_behalf = S("李大爷"),
                 .facts = facts_of(w.b.a, "{\"detail\":\"路灯\",\"may_publish\":\"是\"}")};
    assert_refused(open_full(&w, n, &c, &slip), "err.process.field_not_now"); /* a later step asks for it */
    n.facts = facts_of(w.b.a, "{\"detail\":\"路灯\"}");
    assert_ok(open_full(&w, n, &c, &slip));
    Actor asker = by_slip(&w, slip);
    assert_refused(act(&w, &c, &w.clerk, "remark", "{\"reason\":\"可以\",\"may_publish\":\"是\"}"),
                   "err.process.field_not_yours");
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL));
    assert_ok(act(&w, &c, &asker, "good", "{\"grade\":\"good\",\"may_publish\":\"是\"}"));
    assert_true(json_flag(c->facts, S("may_publish")));
    world_end(&w);
}

/* -- a running case keeps its definition ------------------------------------------------------------------------- */

TEST(a_running_case_keeps_the_definition_it_began_under)
{
    World w = world();
    const Case *old = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    Str digest = old->process->digest;
    /* The county edits the file: the state `checked` goes by another name. A new engine, as after a restart. */
    Arena *a = w.b.a;
    Str yaml = read_text_file(a, "test/process/path.yaml");
    size_t at;
    Str edited = S("");
    for (Str rest = yaml; rest.len;) {
        bool found = str_find(rest, S("checked"), &at);
        Str before = found ? str_sub(rest, 0, at) : rest;
        edited = arena_printf(a, "%.*s%.*s%s", STR_ARG(edited), STR_ARG(before), found ? "looked_at" : "");
        rest = found ? str_from(rest, at + S("checked").len) : STR_NONE;
    }
    w.engine = engine_of(a, w.b.roles, "path", yaml, edited);
    assert_ok(act(&w, &old, &w.head, "check", NULL));
    assert_str(state_of(&w, old), S("checked"));
    assert_str(old->process->digest, digest);
    const Case *fresh = open_case(&w, "path", &w.clerk, "{\"subject\":\"桥\",\"check_role\":\"village_head\"}");
    assert_ok(act(&w, &fresh, &w.head, "check", NULL));
    assert_str(state_of(&w, fresh), S("looked_at"));
    world_end(&w);
}

/* -- ceilings of a life ------------------------------------------------------------------------------------------ */

TEST(events_answer_events_four_deep)
{
    World w = world();
    const Case *c = open_case(&w, "project", &w.clerk, "{\"subject\":\"水渠\"}");
    world_echoes = LIMIT_EVENT_DEPTH - 1;
    assert_ok(act(&w, &c, &w.clerk, "split", NULL));
    assert_int_equal(look(&w, c)->version, 1 + LIMIT_EVENT_DEPTH);
    world_echoes = LIMIT_EVENT_DEPTH;
    assert_refused(act(&w, &c, &w.clerk, "split", NULL), "err.process.too_deep");
    assert_int_equal(look(&w, c)->version, 1 + LIMIT_EVENT_DEPTH);
    world_end(&w);
}

typedef struct Crowd {
    World *w;
    CaseId id;
    size_t steps;
} Crowd;

static Err job_remarks(Db *db, Arena *a, void *arg)
{
    Crowd *x = arg;
    for (size_t i = 0; i < x->steps; i++) {
        ArenaMark mark = arena_mark(a);
        Step s = {
            .action = S("remark"), .who = &x->w->clerk, .now = x->w->now, .facts = facts_of(a, "{\"reason\":\"记\"}")};
        Err e = process_advance(db, a, x->w->engine, HOME, x->id, &s, NULL);
        if (e)
            return e;
        arena_rewind(a, mark);
    }
    return NULL;
}

TEST(a_life_has_so_many_steps)
{
    World w = world();
    const Case *c = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    Crowd x = {&w, c->id, LIMIT_STEPS - 1};
    assert_ok(store_write(w.b.t.store, w.b.a, job_remarks, &x));
    x.steps = 1;
    assert_refused(store_write(w.b.t.store, w.b.a, job_remarks, &x), "err.process.steps");
    world_end(&w);
}

/* A table whose case takes exactly so many bytes: long cells, then shorter ones. */
static Str rows_of_size(Arena *a, size_t bytes)
{
    enum { LONG_CELL = 900, SHORT_CELL = 200, ROW = sizeof "{'what':''}" - 1 };
    Str fixed = S("{\"kind\":\"rule\",\"rows\":[],\"subject\":\"x\"}");
    size_t left = bytes - fixed.len;
    Out *out = out_new(a, LIMIT_JSON_BYTES, NULL);
    out_raw(out, S("{\"rows\":["));
    while (left) {
        size_t cell = left > 2000 ? LONG_CELL : left > SHORT_CELL + 50 ? SHORT_CELL : left - ROW;
        out_raw(out, S("{\"what\":\""));
        for (size_t i = 0; i < cell; i += cell == LONG_CELL ? 3 : 1)
            out_raw(out, cell == LONG_CELL ? S("字") : S("x"));
        left -= ROW + cell;
        out_raw(out, left ? S("\"},") : S("\"}]}"));
        left -= left ? 1 : 0;
    }
    return out_str(out);
}

TEST(facts_of_a_case_have_a_size)
{
    World w = world();
    const Case *c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"x\",\"kind\":\"rule\"}");
    const char *over = arena_cstr(w.b.a, rows_of_size(w.b.a, LIMIT_FACTS_BYTES + 1));
    assert_refused(act(&w, &c, &w.clerk, "post", over), "err.process.facts_large");
    assert_ok(act(&w, &c, &w.clerk, "post", arena_cstr(w.b.a, rows_of_size(w.b.a, LIMIT_FACTS_BYTES))));
    assert_int_equal(json_canonical(w.b.a, c->facts).len, LIMIT_FACTS_BYTES);
    world_end(&w);
}

// SPDX-License-Identifier: Apache-2.0
/* The clock as actor: openings, limits, reminders, holidays announced later. */
#include "process_bench.h"

TEST_MAIN

static Err job_join(Db *db, Arena *a, void *arg)
{
    World *w = arg;
    return process_join(db, a, HOME, w->now);
}

static size_t duties(World *w, const Case *const **ret_cases, const char *state)
{
    size_t count;
    CaseQuery q = {.scope = TOWN, .process = S("duty"), .state = str_of(state), .now = w->now};
    assert_ok(process_list(w->b.t.db, w->b.a, w->engine, HOME, &q, ret_cases, &count));
    return count;
}

TEST(the_calendar_opens_once_for_every_village)
{
    World w = world();
    const Case *const *cases;
    assert_int_equal(tick(&w), 0); /* nobody takes part yet */
    assert_ok(store_write(w.b.t.store, w.b.a, job_join, &w));
    assert_int_equal(tick(&w), 2);
    assert_int_equal(tick(&w), 0);
    assert_int_equal(duties(&w, &cases, "awaited"), 2);
    assert_str(cases[0]->number, S("371603106201-A-2026-1"));
    assert_str(due_of(&w, cases[0]), S("2026-09-11T00:00:00.000+08:00")); /* `opens`: nine days after the 1st */
    later(&w, 1);
    assert_int_equal(duties(&w, &cases, "awaited"), 2);
    /* A stop of two months loses no period. */
    later(&w, 60);
    tick(&w);
    assert_int_equal(duties(&w, &cases, ""), 6);
    world_end(&w);
}

TEST(a_second_look_at_the_same_period_opens_nothing)
{
    World w = world();
    const Case *const *cases;
    assert_ok(store_write(w.b.t.store, w.b.a, job_join, &w));
    tick(&w);
    for (int day = 0; day < 20; day++) { /* 8 to 27 September */
        later(&w, 1);
        tick(&w);
    }
    assert_int_equal(duties(&w, &cases, ""), 2);
    assert_int_equal(duties(&w, &cases, "missed"), 2);
    world_end(&w);
}

TEST(late_stages_reach_their_roles_and_the_clock_acts_at_the_limit)
{
    World w = world(); /* 7 September, nine in the morning */
    const Case *const *mine;
    assert_ok(store_write(w.b.t.store, w.b.a, job_join, &w));
    tick(&w);
    assert_int_equal(todo(&w, &w.clerk, &mine), 1);
    assert_int_equal(todo(&w, &w.town_desk, &mine), 0);
    int64_t age;
    assert_ok(process_oldest_due(w.b.t.db, w.b.a, w.now, &age));
    assert_int_equal(age, 0);
    w.now = date_end(instant_date((Instant){w.now.ms + 2 * day_ms})); /* 24:00 of the 9th: a day before the limit */
    assert_ok(process_oldest_due(w.b.t.db, w.b.a, (Instant){w.now.ms + hour_ms}, &age));
    assert_true(age >= hour_ms);
    tick(&w);
    assert_int_equal(todo(&w, &w.town_desk, &mine), 2);
    assert_int_equal(world_told, 2); /* process.escalated, once for each village */
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(w.b.t.db, w.b.a, HOME, mine[0]->id, &events, &count));
    assert_str(events[count - 1].kind, S("process.escalated"));
    assert_str(events[count - 1].data, S("{\"whom\":\"town_desk\"}"));
    assert_int_equal(mine[0]->version, 1); /* nobody's form is disturbed */
    tick(&w);
    assert_int_equal(world_told, 2);
    w.now.ms += day_ms; /* the limit itself */
    tick(&w);
    const Case *c = look(&w, mine[0]);
    assert_str(state_of(&w, c), S("missed"));
    assert_int_equal(todo(&w, &w.town_desk, &mine), 0); /* the next step clears it */
    assert_str(due_of(&w, c), S("2026-09-19T00:00:00.000+08:00")); /* five workdays after the 11th */
    world_end(&w);
}

TEST(late_stages_in_workdays_after_the_limit)
{
    World w = world();
    const Case *const *mine;
    assert_ok(store_write(w.b.t.store, w.b.a, job_join, &w));
    tick(&w);
    w.now = date_start((Date){instant_date(w.now).day + 3}); /* 10 September 00:00: both stages before the limit */
    tick(&w);
    w.now.ms += day_ms;
    tick(&w);
    static const struct {
        int day;
        size_t secretary, town;
    } stages[] = {{18, 0, 0}, {20, 0, 0}, {21, 1, 0}, {22, 1, 2}}; /* Friday; Sunday, worked; Monday; Tuesday */
    for (size_t i = 0; i < COUNT_OF(stages); i++) {
        Date d;
        assert_true(date_of((Ymd){2026, 9, stages[i].day}, &d));
        w.now = (Instant){date_start(d).ms + hour_ms};
        tick(&w);
        assert_int_equal(todo(&w, &w.secretary, &mine), stages[i].secretary);
        assert_int_equal(todo(&w, &w.town_desk, &mine), stages[i].town);
    }
    world_end(&w);
}

TEST(silence_is_written_down_by_the_clock)
{
    World w = world();
    const Case *c = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL));
    later(&w, 8);
    tick(&w);
    c = look(&w, c);
    assert_str(state_of(&w, c), S("closed"));
    assert_str(json_text(c->facts, S("grade")), S("no_reply"));
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(w.b.t.db, w.b.a, HOME, c->id, &events, &count));
    assert_str(events[count - 1].data, S("{\"facts\":{\"grade\":\"no_reply\"},\"to\":\"closed\"}"));
    assert_str(events[count - 1].office, S(""));
    world_end(&w);
}

TEST(a_day_in_the_past_does_not_send_the_clock_in_a_circle)
{
    World w = world();
    const Case *c = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    assert_ok(act(&w, &c, &w.secretary, "hold", "{\"limit_on\":\"2026-09-01\",\"reason\":\"等钱\"}"));
    assert_int_equal(tick(&w), 3); /* two duties fall due besides */
    assert_str(state_of(&w, c), S("open"));
    assert_int_equal(tick(&w), 0);
    c = open_case(&w, "wait", &w.clerk, "{}");
    assert_ok(act(&w, &c, &w.clerk, "move", "{\"meeting_on\":\"2026-09-01\"}"));
    assert_int_equal(tick(&w), 1); /* leads to itself, and the day stays past */
    assert_int_equal(tick(&w), 0);
    world_end(&w);
}

TEST(one_case_that_fails_holds_up_no_other)
{
    World w = world();
    const Case *bad = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
    const Case *good = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    assert_ok(act(&w, &bad, &w.clerk, "post", NULL));
    assert_ok(act(&w, &good, &w.clerk, "claim", NULL));
    temp_tamper(&w.b.t, "update process_facts set facts = 'broken' where id = 1");
    later(&w, 10);
    tick(&w);
    assert_str(state_of(&w, good), S("closed"));
    assert_int_equal(tick(&w), 0); /* tried again in an hour */
    w.now.ms += 2 * hour_ms;
    assert_int_equal(tick(&w), 1);
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

TEST(announced_holidays_move_open_limits)
{
    World w = world();
    Date d;
    assert_true(date_of((Ymd){2026, 12, 30}, &d));
    w.now = (Instant){date_start(d).ms + 9 * hour_ms};
    const Case *c = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL));
    assert_str(due_of(&w, c), S("2027-01-07T00:00:00.000+08:00")); /* 31, 1, 4, 5, 6: weekends only */
    Act x = {.w = &w};
    assert_ok(store_write(w.b.t.store, w.b.a, job_ticks, &x));
    assert_str(due_of(&w, look(&w, c)), S("2027-01-07T00:00:00.000+08:00"));
    Str known = read_text_file(w.b.a, "data/catalogue/holiday.yaml");
    EngineOptions o = {.roles = w.b.roles};
    const Process *p;
    assert_ok(process_load(w.b.a, read_text_file(w.b.a, "test/process/ladder.yaml"), S("ladder.yaml"), &p));
    o.processes = &p;
    o.process_count = 1;
    o.holidays = arena_printf(w.b.a, "%.*s  2027: {announced: true, off: [2027-01-01, 2027-01-04]}\n", STR_ARG(known));
    assert_ok(process_engine(w.b.a, &o, &w.engine));
    assert_ok(store_write(w.b.t.store, w.b.a, job_ticks, &x));
    assert_str(due_of(&w, look(&w, c)), S("2027-01-09T00:00:00.000+08:00"));
    temp_tamper(&w.b.t, "update process_case set due = 0 where id = 1"); /* looked at no more: the calendar is the same */
    assert_ok(store_write(w.b.t.store, w.b.a, job_ticks, &x));
    assert_int_equal(look(&w, c)->due.ms, 0);
    world_end(&w);
}

/* -- fsck -------------------------------------------------------------------------------------------------------- */

typedef struct Said {
    Arena *a;
    Str text;
} Said;

static void note(void *arg, Str table, Str row, Str what)
{
    Said *s = arg;
    s->text =
        arena_printf(s->a, "%.*s%.*s %.*s: %.*s\n", STR_ARG(s->text), STR_ARG(table), STR_ARG(row), STR_ARG(what));
}

static Str fsck(World *w)
{
    Said s = {w->b.a, S("")};
    assert_ok(process_fsck(w->b.t.db, w->b.a, w->engine, HOME, note, &s));
    return s.text;
}

TEST(fsck_names_what_was_changed)
{
    static const struct {
        const char *sql, *said;
    } cases[] = {
        {"update process_case set final = 1 where id = 2",
         "process_case 371603106200-N-2026-2: final does not fit the state\n"},
        {"update process_case set state = 'nowhere' where id = 2",
         "process_case 371603106200-N-2026-2: does not fit its definition\n"},
        {"update process_case set title = '别的' where id = 1",
         "process_case 371603106200-N-2026-1: title differs from the facts\n"},
        {"update process_case set owner = 7 where id = 1",
         "process_case 371603106200-N-2026-1: owner differs from the facts\n"},
        {"delete from process_step where id = 1 and version = 2",
         "process_step 371603106200-N-2026-1: steps are missing or too many\n"
         "process_mark 371603106200-N-2026-1 notices_posted 9: no step earned this mark\n"},
        {"delete from process_facts where id = 1", "process_case 1: its facts are missing\n"},
        {"update process_case set parent = 99 where id = 1", "process_case 1: its parent is missing\n"},
        {"update process_document set bytes = 'x' where id = 1",
         "process_document 1/1: bytes differ from their hash\n"},
        {"update process_document set hash = zeroblob(32) where id = 1",
         "process_document 1/1: bytes differ from their hash\n"
         "process_document 1/1: the leaf that froze it says something else\n"},
        {"update process_figure set amount = 9 where metric = 'notices_posted'",
         "process_figure notices_posted 371603106200 2026-09 9/1: figure and marks differ\n"},
        {"delete from process_mark where metric = 'notices_posted'",
         "process_mark 371603106200-N-2026-1 notices_posted 9: a mark that was earned is missing\n"
         "process_figure notices_posted 371603106200 2026-09 1/0: figure and marks differ\n"},
        {"update process_mark set event = 99 where metric = 'notices_posted'",
         "process_mark 371603106200-N-2026-1 notices_posted 99: no step earned this mark\n"
         "process_mark 371603106200-N-2026-1 notices_posted 9: a mark that was earned is missing\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        World w = world();
        const Case *c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
        assert_ok(act(&w, &c, &w.clerk, "post", NULL));
        open_case(&w, "notice", &w.clerk, "{\"subject\":\"又一张\",\"kind\":\"rule\"}");
        assert_str(fsck(&w), S(""));
        temp_tamper(&w.b.t, cases[i].sql);
        assert_str(fsck(&w), str_of(cases[i].said));
        world_end(&w);
    }
}

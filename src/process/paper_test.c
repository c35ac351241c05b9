// SPDX-License-Identifier: Apache-2.0
/* Sheets signed on paper: named by day and place, typed by another hand, answered by whoever signed them. */
#include "process_bench.h"

TEST_MAIN

typedef struct Answering {
    const Engine *engine;
    PaperAnswer answer;
} Answering;

static Err job_say(Db *db, Arena *a, void *arg)
{
    const Answering *x = arg;
    return process_paper_say(db, a, x->engine, &x->answer);
}

static Err say(World *w, const Case *c, int64_t version, const Actor *who, const char *reason)
{
    Answering x = {w->engine, {.home = HOME, .about = c->id, .version = version, .who = who, .now = w->now,
                               .mine = !reason, .reason = str_of(reason ? reason : "")}};
    return store_write(w->b.t.store, w->b.a, job_say, &x);
}

static size_t unanswered(World *w, const Actor *who)
{
    const SignedPaper *papers;
    size_t count;
    assert_ok(process_papers_of(w->b.t.db, w->b.a, HOME, who->person, LIMIT_PAGE_ROWS, &papers, &count));
    return count;
}

static Str last_event(World *w, const Case *c)
{
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(w->b.t.db, w->b.a, HOME, c->id, &events, &count));
    return events[count - 1].kind;
}

TEST(a_sheet_is_named_by_its_day_and_by_where_it_is_filed)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    Date today = instant_date(w.now);
    char long_place[LIMIT_TEXT_CHARS + 2];
    memset(long_place, 'x', sizeof long_place - 1);
    long_place[sizeof long_place - 1] = 0;
    const struct {
        Date day;
        const char *filed_at, *refused, *field;
    } sheets[] = {
        {DATE_NONE, "村档案柜", "err.process.paper_day", "signed_on"},
        {{today.day + 1}, "村档案柜", "err.process.paper_to_come", "signed_on"},
        {{today.day - 1}, "村档案柜", "err.process.paper_before", "signed_on"},
        {today, " ", "err.process.paper_where", "filed_at"},
        {today, long_place, "err.process.paper_long", "filed_at"},
    };
    Act paper = {.action = "check", .who = &w.secretary, .signer = w.head.person};
    for (size_t i = 0; i < COUNT_OF(sheets); i++) {
        paper.signed_on = sheets[i].day;
        paper.filed_at = sheets[i].filed_at;
        Err e = act_full(&w, &c, paper);
        assert_non_null(e);
        assert_str(e->key, str_of(sheets[i].refused));
        assert_str(e->field, str_of(sheets[i].field));
    }
    paper.signed_on = today;
    long_place[LIMIT_TEXT_CHARS] = 0;
    paper.filed_at = long_place;
    paper.who = &w.head;
    assert_refused(act_full(&w, &c, paper), "err.process.paper_own");
    paper.who = &w.secretary;
    assert_ok(act_full(&w, &c, paper));
    world_end(&w);
}

TEST(what_rests_on_a_sheet_waits_while_its_signer_objects)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    Str owner = arena_printf(w.b.a, "{\"owner\":%lld}", (long long)w.clerk.person.v);
    assert_ok(act_full(&w, &c, (Act){.action = "check", .who = &w.secretary, .signer = w.head.person}));
    int64_t version = c->version;
    assert_int_equal(unanswered(&w, &w.head), 1);
    assert_int_equal(unanswered(&w, &w.secretary), 0);
    assert_refused(say(&w, c, version, &w.secretary, NULL), "err.process.paper_missing");
    assert_refused(say(&w, c, version - 1, &w.head, NULL), "err.process.paper_missing");
    assert_refused(say(&w, c, version, &w.head, " "), "err.process.paper_why");
    assert_ok(say(&w, c, version, &w.head, "那天我没到会"));
    assert_str(last_event(&w, c), S("process.paper_disputed"));
    assert_int_equal(unanswered(&w, &w.head), 0);
    assert_refused(act(&w, &c, &w.chair, "hand", owner.at), "err.process.paper_disputed");
    assert_ok(say(&w, c, version, &w.head, NULL));
    assert_str(last_event(&w, c), S("process.paper_agreed"));
    assert_ok(act(&w, &c, &w.chair, "hand", owner.at));
    world_end(&w);
}

TEST(a_disputed_signature_does_not_count_and_members_do_not_type_for_members)
{
    World w = world();
    const Case *c = open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    const Case *const *waiting;
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    Act paper = {.action = "pass", .who = &w.member_one, .signer = w.chair.person};
    assert_refused(act_full(&w, &c, paper), "err.process.paper_member");
    paper.who = &w.secretary;
    assert_ok(act_full(&w, &c, paper));
    size_t before = todo(&w, &w.secretary, &waiting);
    assert_ok(say(&w, c, c->version, &w.chair, "不是我的字"));
    assert_int_equal(todo(&w, &w.secretary, &waiting), before + 1);
    /* One of three is left: a second is not yet a majority, the chair's own hand makes it. */
    assert_ok(act(&w, &c, &w.member_one, "pass", NULL));
    assert_str(state_of(&w, c), S("review"));
    assert_ok(act(&w, &c, &w.chair, "pass", NULL));
    assert_str(state_of(&w, c), S("final_review"));
    world_end(&w);
}

TEST(given_back_with_a_reason_a_sheet_no_longer_counts)
{
    World w = world();
    const Case *c = open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    assert_ok(act_full(&w, &c, (Act){.action = "pass", .who = &w.secretary, .signer = w.chair.person}));
    int64_t version = c->version;
    assert_ok(say(&w, c, version, &w.chair, "不是我的字"));
    assert_ok(act(&w, &c, &w.member_one, "return", "{\"reason\":\"签字不对\"}"));
    assert_refused(say(&w, c, version, &w.chair, NULL), "err.process.paper_settled");
    assert_ok(act(&w, &c, &w.clerk, "submit", NULL));
    assert_ok(act(&w, &c, &w.chair, "pass", NULL));
    assert_ok(act(&w, &c, &w.member_two, "pass", NULL));
    assert_str(state_of(&w, c), S("final_review"));
    world_end(&w);
}

// SPDX-License-Identifier: Apache-2.0
/* What becomes of steps: documents, marks, values found and sealed, guards and listeners, lists and to-do. */
#include "process_bench.h"

#include "process_sql.h"

TEST_MAIN

/* -- documents, marks, found, sealed, shown, guards, listeners --------------------------------------------------- */

TEST(a_document_is_frozen_in_versions)
{
    World w = world();
    const Case *c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"秋收\",\"kind\":\"plan\"}");
    assert_false(c->shown);
    assert_ok(act(&w, &c, &w.clerk, "post", "{\"rows\":[{\"what\":\"租金\",\"amount\":\"1,234.5\"}],\"heads\":\"12\"}"));
    assert_true(c->shown);
    assert_ok(act(&w, &c, &w.clerk, "correct", "{\"subject\":\"秋种\"}"));
    assert_false(c->shown);
    assert_ok(act(&w, &c, &w.clerk, "post", NULL));
    const Document *first, *newest, *all;
    size_t count;
    assert_ok(process_documents(w.b.t.db, w.b.a, HOME, c->id, &all, &count));
    assert_int_equal(count, 2);
    assert_ok(process_document(w.b.t.db, w.b.a, HOME, c->id, 1, &first));
    assert_ok(process_document(w.b.t.db, w.b.a, HOME, c->id, 0, &newest));
    assert_int_equal(newest->version, 2);
    assert_str(first->bytes,
               S("{\"heads\":12,\"kind\":\"plan\",\"rows\":[{\"amount\":123450,\"what\":\"租金\"}],\"subject\":\"秋收\"}"));
    Digest made = seal_sha256(first->bytes);
    assert_memory_equal(made.at, first->hash.at, sizeof made.at);
    bool whole;
    assert_ok(record_is_whole(w.b.t.db, w.b.a, HOME, first->event, &first->hash, &whole));
    assert_true(whole);
    assert_refused(process_document(w.b.t.db, w.b.a, HOME, c->id, 3, &first), "err.process.no_document");
    world_end(&w);
}

static Err job_withdraw(Db *db, Arena *a, void *arg)
{
    Act *x = arg;
    return process_withdraw(db, a, &(Document){.about = x->id, .version = x->version}, HOME, x->on_behalf, x->w->now);
}

TEST(a_withdrawal_drops_the_bytes_and_keeps_hash_and_reason)
{
    World w = world();
    const Case *c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"秋收\",\"kind\":\"plan\"}");
    assert_ok(act(&w, &c, &w.clerk, "post", NULL));
    const Document *before, *after;
    assert_ok(process_document(w.b.t.db, w.b.a, HOME, c->id, 1, &before));
    Act x = {.w = &w, .id = c->id, .version = 1};
    assert_refused(store_write(w.b.t.store, w.b.a, job_withdraw, &x), "err.process.needed");
    x.on_behalf = S("有电话号码");
    assert_ok(store_write(w.b.t.store, w.b.a, job_withdraw, &x));
    assert_refused(store_write(w.b.t.store, w.b.a, job_withdraw, &x), "err.process.no_document");
    assert_ok(process_document(w.b.t.db, w.b.a, HOME, c->id, 1, &after));
    assert_int_equal(after->bytes.len, 0);
    assert_str(after->withdrawn, S("有电话号码"));
    assert_false(instant_is(before->withdrawn_at));
    assert_int_equal(after->withdrawn_at.ms, w.now.ms);
    assert_memory_equal(before->hash.at, after->hash.at, sizeof after->hash.at);
    world_end(&w);
}

TEST(marks_add_up_to_figures)
{
    World w = world();
    const Case *c;
    static const char *const heads[] = {"{\"heads\":12}", "{\"heads\":30}", "{}"};
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
        assert_ok(act(&w, &c, &w.clerk, "post", heads[i]));
    }
    Period year = {2026, 'y', 0}, august = {2026, 'm', 8};
    const Figure *figures;
    size_t count;
    assert_ok(process_figures(w.b.t.db, w.b.a, HOME, TOWN, year, year, false, &figures, &count));
    assert_int_equal(count, 2);
    assert_str(figures[0].metric, S("heads_told"));
    assert_int_equal(figures[0].sum, 42);
    assert_int_equal(figures[1].sum, 3);
    assert_ok(process_figures(w.b.t.db, w.b.a, HOME, TOWN, year, year, true, &figures, &count));
    assert_int_equal(figures[0].place.v, VILLAGE.v);
    assert_ok(process_figures(w.b.t.db, w.b.a, HOME, OTHER_VILLAGE, year, year, false, &figures, &count));
    assert_int_equal(count, 0);
    assert_ok(process_figures(w.b.t.db, w.b.a, HOME, TOWN, august, august, false, &figures, &count));
    assert_int_equal(count, 0);
    const Mark *marks;
    assert_ok(process_marks(w.b.t.db, w.b.a, HOME, S("notices_posted"), TOWN, year, year, 0, 2, &marks, &count));
    assert_int_equal(count, 2);
    assert_str(marks[0].number, c->number);
    assert_ok(process_marks(w.b.t.db, w.b.a, HOME, S("notices_posted"), TOWN, year, year, (int64_t)marks[1].event, 2,
                            &marks, &count));
    assert_int_equal(count, 1);
    assert_str(marks[0].number, S("371603106200-N-2026-1"));
    world_end(&w);
}

static size_t listed(World *w, CaseQuery q, const Case *const **ret_cases)
{
    size_t count;
    const Case *const *cases;
    q.now = w->now;
    q.scope = q.scope.v ? q.scope : TOWN;
    assert_ok(process_list(w->b.t.db, w->b.a, w->engine, HOME, &q, &cases, &count));
    if (ret_cases)
        *ret_cases = cases;
    return count;
}

TEST(found_by_fields_and_by_the_digest_of_what_is_sealed)
{
    World w = world();
    const Case *c =
        open_case(&w, "notice", &w.clerk,
                  "{\"subject\":\"甲\",\"kind\":\"rule\",\"years\":[2024,\"2025\"],\"phone\":\"0543-123 4567\"}");
    open_case(&w, "notice", &w.clerk, "{\"subject\":\"乙\",\"kind\":\"plan\",\"years\":2025}");
    assert_null(json_get(look(&w, c)->facts, S("phone")));
    CaseQuery q = {.process = S("notice"), .find_field = S("kind"), .find_value = S("rule")};
    assert_int_equal(listed(&w, q, NULL), 1);
    q.find_field = S("years"), q.find_value = S("2025");
    assert_int_equal(listed(&w, q, NULL), 2);
    q.find_field = S("phone"), q.find_value = access_find_key(w.b.a, S("phone"), S("05431234567"));
    const Case *const *found;
    assert_int_equal(listed(&w, q, &found), 1);
    assert_int_equal(found[0]->id.v, c->id.v);
    assert_ok(act(&w, &c, &w.clerk, "post", NULL));
    assert_ok(act(&w, &c, &w.clerk, "correct", "{\"kind\":\"plan\"}"));
    q.find_field = S("kind"), q.find_value = S("rule");
    assert_int_equal(listed(&w, q, NULL), 0);
    q.find_value = S("plan");
    assert_int_equal(listed(&w, q, NULL), 2);
    assert_ok(act(&w, &c, &w.clerk, "post", NULL));
    assert_ok(act(&w, &c, &w.clerk, "correct", "{\"phone\":\"0543-7654321\"}"));
    q.find_field = S("phone"), q.find_value = access_find_key(w.b.a, S("phone"), S("05431234567"));
    assert_int_equal(listed(&w, q, NULL), 0);
    q.find_value = access_find_key(w.b.a, S("phone"), S("05437654321"));
    assert_int_equal(listed(&w, q, NULL), 1);
    world_end(&w);
}

typedef struct Opened {
    World *w;
    const Case *c;
    const Actor *who;
    Str plain;
} Opened;

static Err job_unseal(Db *db, Arena *a, void *arg)
{
    Opened *l = arg;
    return process_unseal(db, a, l->w->engine, l->c, l->who, S("phone"), S("回访"), l->w->now, &l->plain);
}

TEST(what_is_sealed_opens_for_those_who_may)
{
    World w = world();
    const Case *c =
        open_case(&w, "notice", &w.clerk, "{\"subject\":\"甲\",\"kind\":\"rule\",\"phone\":\"13800000000\"}");
    Opened l = {&w, c, &w.stranger, STR_NONE};
    assert_refused(store_write(w.b.t.store, w.b.a, job_unseal, &l), "err.process.missing");
    l.who = &w.chair; /* sees the case, but holds no permission for raw values */
    assert_refused(store_write(w.b.t.store, w.b.a, job_unseal, &l), "err.process.sealed");
    l.who = &w.secretary; /* holds person.raw, but this process is not hers to see */
    assert_refused(store_write(w.b.t.store, w.b.a, job_unseal, &l), "err.process.missing");
    l.who = &w.clerk;
    assert_ok(store_write(w.b.t.store, w.b.a, job_unseal, &l));
    assert_str(l.plain, S("13800000000"));
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(w.b.t.db, w.b.a, HOME, c->id, &events, &count));
    for (size_t i = 0; i < count; i++) {
        assert_false(str_has(events[i].data, S("13800000000")));
        assert_false(str_has(events[i].leaf_bytes, S("test."))); /* record: sealed */
    }
    world_end(&w);
}

TEST(personal_data_and_sundays_are_guarded)
{
    World w = world();
    const Case *c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"电话13812345678\",\"kind\":\"rule\"}");
    Err e = act(&w, &c, &w.clerk, "post", NULL);
    assert_str(e->key, S("err.process.personal_data"));
    assert_str(e->field, S("subject"));
    c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
    e = act(&w, &c, &w.clerk, "post", "{\"rows\":[{\"what\":\"张三 13812345678\"}]}");
    assert_str(e->field, S("rows"));
    later(&w, 6); /* Sunday */
    assert_refused(act(&w, &c, &w.clerk, "post", NULL), "err.test.sunday");
    world_end(&w);
}

TEST(a_listener_that_fails_undoes_everything)
{
    World w = world();
    const Case *c = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
    world_fails = "post";
    assert_refused(act(&w, &c, &w.clerk, "post", NULL), "err.test.listener");
    assert_str(state_of(&w, c), S("draft"));
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(w.b.t.db, w.b.a, HOME, c->id, &events, &count));
    assert_int_equal(count, 1);
    world_fails = NULL;
    assert_ok(act(&w, &c, &w.clerk, "post", NULL));
    assert_int_equal(world_told, 2);
    c = open_case(&w, "ladder", &w.clerk, "{\"detail\":\"路灯\"}");
    assert_ok(act(&w, &c, &w.clerk, "claim", NULL)); /* test.cl* */
    assert_int_equal(world_told, 3);
    world_end(&w);
}

/* -- lists and to-do --------------------------------------------------------------------------------------------- */

TEST(lists_are_newest_first_page_by_page)
{
    World w = world();
    const Case *cases[7];
    for (size_t i = 0; i < 7; i++)
        cases[i] = open_case(&w, "notice", &w.clerk, "{\"subject\":\"通知\",\"kind\":\"rule\"}");
    for (size_t i = 0; i < 7; i += 2)
        assert_ok(act(&w, &cases[i], &w.clerk, "post", NULL));
    const Case *const *page;
    CaseQuery q = {.process = S("notice"), .max = 3};
    assert_int_equal(listed(&w, q, &page), 3);
    assert_int_equal(page[0]->id.v, cases[6]->id.v);
    q.after = page[2]->id;
    assert_int_equal(listed(&w, q, &page), 3);
    q.after = page[2]->id;
    assert_int_equal(listed(&w, q, &page), 1);
    assert_int_equal(page[0]->id.v, cases[0]->id.v);
    assert_int_equal(listed(&w, (CaseQuery){.process = S("notice"), .state = S("posted"), .scope = VILLAGE}, NULL), 4);
    assert_int_equal(listed(&w, (CaseQuery){.process = S("notice"), .state = S("posted"), .max = 2}, NULL), 2);
    assert_int_equal(listed(&w, (CaseQuery){.process = S("notice"), .shown_only = true}, NULL), 4);
    assert_int_equal(listed(&w, (CaseQuery){.process = S("notice"), .shown_only = true, .state = S("draft")}, NULL), 0);
    assert_int_equal(listed(&w, (CaseQuery){.process = S("notice"), .scope = OTHER_VILLAGE}, NULL), 0);
    assert_int_equal(listed(&w, (CaseQuery){.process = S("notice"), .late_only = true}, NULL), 0);
    open_case(&w, "vote", &w.clerk, "{\"text\":\"公约\"}");
    assert_int_equal(listed(&w, (CaseQuery){.scope = VILLAGE}, &page), 8);
    assert_str(page[0]->process->name, S("vote"));
    later(&w, 20);
    assert_int_equal(listed(&w, (CaseQuery){.late_only = true, .scope = VILLAGE}, NULL), 8);
    world_end(&w);
}

TEST(a_to_do_holds_what_waits_for_the_office_and_the_person)
{
    World w = world();
    const Case *const *mine;
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    assert_int_equal(todo(&w, &w.head, &mine), 1);
    assert_int_equal(todo(&w, &w.clerk, &mine), 0);
    assert_int_equal(todo(&w, &w.stranger, &mine), 0);
    assert_ok(act(&w, &c, &w.head, "check", NULL));
    assert_int_equal(todo(&w, &w.head, &mine), 0);
    assert_int_equal(todo(&w, &w.chair, &mine), 1); /* `turn` says so: the secretary may, but is not waited for */
    assert_int_equal(todo(&w, &w.secretary, &mine), 0);
    const Office *waits;
    size_t count;
    assert_ok(process_waits_on(w.b.t.db, w.b.a, w.engine, c, w.now, &waits, &count));
    assert_int_equal(count, 1);
    assert_int_equal(waits[0].person.v, w.chair.person.v);
    Str owner = arena_printf(w.b.a, "{\"owner\":%lld}", (long long)w.clerk.person.v);
    assert_ok(act(&w, &c, &w.chair, "hand", owner.at));
    assert_int_equal(todo(&w, &w.clerk, &mine), 1);
    assert_ok(process_waits_on(w.b.t.db, w.b.a, w.engine, c, w.now, &waits, &count));
    assert_str(waits[0].person_name, S("文书甲"));
    assert_ok(act(&w, &c, &w.clerk, "close", NULL));
    assert_int_equal(todo(&w, &w.clerk, &mine), 0);
    world_end(&w);
}

/* turn.c looks for sixteen roles at once. */
TEST(no_office_acts_in_more_roles_than_a_to_do_looks_for)
{
    Arena *a = arena_new(64 * 1024 * 1024);
    const Roles *roles = real_roles(a);
    for (size_t i = 0; i < access_role_count(roles); i++) {
        Office office = {.person = {1}, .role = access_role_at(roles, i), .place = COUNTY};
        Actor who = {.kind = ACTOR_PERSON, .person = {1}, .acting = &office};
        size_t acts = 0;
        for (size_t k = 0; k < access_role_count(roles); k++)
            acts += access_acts_as(roles, &who, access_role_at(roles, k)->code, VILLAGE);
        if (acts > 16)
            fail_msg("%.*s acts in %zu", STR_ARG(office.role->code), acts);
    }
    arena_free(a);
}

TEST(offers_say_what_may_be_done_and_why_not)
{
    World w = world();
    const Case *c = open_case(&w, "path", &w.clerk, "{\"subject\":\"路\",\"check_role\":\"village_head\"}");
    assert_ok(act(&w, &c, &w.head, "check", NULL));
    const Offer *offers;
    size_t count;
    assert_ok(process_offers(w.b.t.db, w.b.a, w.engine, c, &w.secretary, w.now, &offers, &count));
    assert_int_equal(count, 1);
    assert_null(offers[0].refused);
    assert_ok(process_offers(w.b.t.db, w.b.a, w.engine, c, &w.head, w.now, &offers, &count));
    assert_str(offers[0].refused->key, S("err.process.not_yours"));
    world_end(&w);
}

/* -- flat cost --------------------------------------------------------------------------------------------------- */

/* These may look at everything a home has: the next number is the end of a key, of holidays there is one row, fsck
 * recounts. */
static bool may_walk(Str name)
{
    return str_eq(name, S("process_next_id")) || str_eq(name, S("process_home_each")) ||
           str_eq(name, S("process_holidays_get")) || str_starts(name, S("process_audit_"));
}

TEST(every_query_goes_further_into_an_index_than_the_home)
{
    World w = world();
    sqlite3 *db;
    assert_int_equal(sqlite3_open(arena_printf(w.b.a, "%s/main.db", w.b.t.folder).at, &db), SQLITE_OK);
    for (size_t i = 0; i < process_query_count; i++) {
        const DbQuery *q = process_queries[i];
        sqlite3_stmt *plan;
        Str explain = arena_printf(w.b.a, "explain query plan %s", q->sqlite);
        assert_int_equal(sqlite3_prepare_v2(db, explain.at, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW && !may_walk(str_of(q->name))) {
            Str step = str_of((const char *)sqlite3_column_text(plan, 3));
            bool scans = str_starts(step, S("SCAN")) && !str_has(step, S("json_each")); /* a list that was given */
            if (scans || str_has(step, S("(home=?)")))
                fail_msg("%s: %.*s", q->name, STR_ARG(step));
        }
        sqlite3_finalize(plan);
    }
    sqlite3_close(db);
    world_end(&w);
}

// SPDX-License-Identifier: Apache-2.0
/* Every rule of questions and meetings at its boundary, one above and one below. */
#include "unit.h"

#include "carried.h"
#include "dialogue/dialogue_rule.h"

#define VILLAGE ((PlaceCode){371603106200000000})

static Arena *arena;
static const Engine *engine;
static const Lang *zh, *en;

static Str carried_file(const char *path)
{
    const CarriedFile *f = carried_find(str_of(path));
    assert_non_null(f);
    return (Str){(const char *)f->bytes, f->len};
}

static void set_up(void)
{
    const Roles *roles;
    if (arena)
        return;
    arena = arena_new(64 * 1024 * 1024);
    assert_ok(lang_open(arena, S("zh"), carried_file("mo/zh_CN.mo"), &zh));
    assert_ok(lang_open(arena, S("en"), carried_file("mo/en.mo"), &en));
    assert_ok(access_roles_load(arena, carried_file("data/catalogue/role.yaml"), S("role.yaml"), &roles));
    EngineOptions o = {.roles = roles, .holidays = carried_file("data/catalogue/holiday.yaml")};
    assert_ok(process_engine(arena, &o, &engine));
}

static const Json *json(const char *text)
{
    const Json *read;
    assert_ok(json_read(arena, str_of(text), LIMIT_JSON_BYTES, &read));
    return read;
}

static Date day(const char *text)
{
    Date d;
    assert_true(date_read(str_of(text), (Date){0}, &d));
    return d;
}

static Instant at_hour(const char *text, int hour)
{
    return (Instant){date_start(day(text)).ms + hour * 3600000LL};
}

typedef Err RuleFn(Arena *a, const Case *c, const Step *s, const void *value);

typedef struct Row {
    const char *facts, *refused, *field;
} Row;

/* Opened on 12 October at nine, due on 20 October, looked at on 13 October at ten. */
static Err ask(RuleFn *rule, const char *facts, const void *value)
{
    set_up();
    static const State states[] = {{.name = S("raised")}};
    static const Process issue = {.name = S("issue"), .states = states, .state_count = 1};
    Case c = {.facts = json(facts), .place = VILLAGE, .id = {7}, .process = &issue, .opened = at_hour("2026-10-12", 9),
              .due = date_end(day("2026-10-20"))};
    Step s = {.now = at_hour("2026-10-13", 10)};
    return rule(arena, &c, &s, value);
}

static void check(Err e, const Row *row)
{
    Str key = e ? e->key : S("fine"), wanted = row->refused ? str_of(row->refused) : S("fine");
    if (!str_eq(key, wanted))
        fail_msg("%s: %.*s", row->facts, STR_ARG(key));
    if (row->field)
        assert_str(e ? e->field : STR_NONE, str_of(row->field));
    if (e && (!lang_has(zh, e->key) || !lang_hint(arena, zh, e).len || !lang_has(en, e->key) || !lang_hint(arena, en, e).len))
        fail_msg("%.*s has no sentence or no way out", STR_ARG(e->key));
}

static void check_rows(RuleFn *rule, const Row *rows, size_t count, const void *value)
{
    for (size_t i = 0; i < count; i++)
        check(ask(rule, rows[i].facts, value), &rows[i]);
}
#define CHECK(rule, rows) check_rows(rule, rows, COUNT_OF(rows), NULL)

/* -- limits ---------------------------------------------------------------------------------------------------------------- */

TEST(workdays_pass_over_weekends_and_holidays)
{
    static const struct {
        const char *kind, *from, *until;
    } rows[] = {
        {"question", "2026-10-12", "2026-10-15"},   /* Monday */
        {"question", "2026-10-15", "2026-10-20"},   /* over a weekend */
        {"question", "2026-10-09", "2026-10-13"},   /* the Saturday is worked */
        {"question", "2026-09-30", "2026-10-10"},   /* over the national holiday */
        {"question", "2026-10-04", "2026-10-10"},   /* from within it */
        {"help", "2026-10-12", "2026-10-21"},
        {"suggestion", "2026-09-30", "2026-10-15"},
        {"complaint", "2026-09-24", "2026-10-22"},
        {"complaint", "2026-10-12", "2026-11-02"},
        {"", "2026-10-12", "2026-10-15"},           /* what nobody named is a question */
    };
    set_up();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (int hour = 0; hour < 24; hour += 23)
            assert_str(date_plain(arena, dialogue_latest_limit(engine, str_of(rows[i].kind), at_hour(rows[i].from, hour))),
                       str_of(rows[i].until));
}

TEST(a_limit_is_set_between_today_and_the_latest)
{
    static const Row rows[] = {
        {"{\"limit_on\":\"2026-10-12\"}", "err.dialogue.limit_past", "limit_on"},
        {"{\"limit_on\":\"2026-10-13\"}", NULL, NULL},
        {"{\"limit_on\":\"2026-10-16\"}", NULL, NULL},
        {"{\"limit_on\":\"2026-10-17\"}", "err.dialogue.limit_late", "limit_on"},
        {"{}", "err.dialogue.limit_missing", "limit_on"},
    };
    const Date latest = day("2026-10-16");
    check_rows(dialogue_limit_by_kind, rows, COUNT_OF(rows), &latest);
}

TEST(an_extension_is_thirty_days_at_most)
{
    static const Row rows[] = {
        {"{\"limit_on\":\"2026-10-20\"}", "err.dialogue.extension", "limit_on"},
        {"{\"limit_on\":\"2026-10-21\"}", NULL, NULL},
        {"{\"limit_on\":\"2026-11-19\"}", NULL, NULL},
        {"{\"limit_on\":\"2026-11-20\"}", "err.dialogue.extension", "limit_on"},
        {"{}", "err.dialogue.limit_missing", "limit_on"},
    };
    CHECK(dialogue_extension, rows);
    Case unlimited = {.facts = json("{\"limit_on\":\"2026-10-21\"}"), .due = INSTANT_NONE};
    assert_refused(dialogue_extension(arena, &unlimited, &(Step){0}, NULL), "err.dialogue.limit_missing");
}

TEST(on_hold_for_ninety_days_at_most)
{
    static const Row rows[] = {
        {"{\"next_on\":\"2026-10-13\"}", "err.dialogue.hold_long", "next_on"},
        {"{\"next_on\":\"2026-10-14\"}", NULL, NULL},
        {"{\"next_on\":\"2027-01-11\"}", NULL, NULL},
        {"{\"next_on\":\"2027-01-12\"}", "err.dialogue.hold_long", "next_on"},
        {"{}", "err.dialogue.next_missing", "next_on"},
    };
    CHECK(dialogue_hold_within, rows);
}

/* -- who ------------------------------------------------------------------------------------------------------------------- */

TEST(the_committee_looks_at_party_and_finance)
{
    static const Row pioneer[] = {
        {"{\"class\":\"government\"}", NULL, NULL},
        {"{\"class\":\"finance\"}", "err.dialogue.committee_must_look", NULL},
        {"{\"class\":\"party\"}", "err.dialogue.committee_must_look", NULL},
        {"{}", "err.dialogue.committee_must_look", NULL},
    };
    static const Row member[] = {{"{\"class\":\"government\"}", NULL, NULL}, {"{\"class\":\"finance\"}", NULL, NULL},
                                 {"{\"class\":\"party\"}", NULL, NULL}};
    const bool of_committee = true, not_of_it = false;
    check_rows(dialogue_checker_by_class, pioneer, COUNT_OF(pioneer), &not_of_it);
    check_rows(dialogue_checker_by_class, member, COUNT_OF(member), &of_committee);
}

TEST(the_owner_holds_an_office_here)
{
    const bool serves = true, serves_not = false;
    assert_ok(ask(dialogue_owner_in_office, "{}", &serves));
    check(ask(dialogue_owner_in_office, "{}", &serves_not), &(Row){"{}", "err.dialogue.owner_not_here", "owner"});
}

/* -- closing --------------------------------------------------------------------------------------------------------------- */

TEST(on_the_spot_is_face_to_face_and_the_same_day)
{
    static const Row rows[] = {
        {"{\"source\":\"meeting\"}", "err.dialogue.not_on_spot", NULL}, /* asked yesterday */
    };
    static const struct {
        const char *source;
        bool fine;
    } same_day[] = {{"meeting", true}, {"visit", true}, {"phone", true}, {"page", false}, {"paper", false}, {"", false}};
    CHECK(dialogue_on_the_spot, rows);
    for (size_t i = 0; i < COUNT_OF(same_day); i++) {
        const Json *facts = json(arena_printf(arena, "{\"source\":\"%s\"}", same_day[i].source).at);
        Case c = {.facts = facts, .opened = at_hour("2026-10-13", 0)};
        Step s = {.now = at_hour("2026-10-13", 23)};
        assert_int_equal(!dialogue_on_the_spot(arena, &c, &s, NULL), same_day[i].fine);
    }
}

TEST(only_the_satisfied_strike_it_off)
{
    static const Row rows[] = {
        {"{\"grade\":\"satisfied\"}", NULL, NULL},
        {"{\"grade\":\"basically\"}", NULL, NULL},
        {"{\"grade\":\"not\"}", "err.dialogue.not_satisfied", "grade"},
        {"{\"grade\":\"no_reply\"}", "err.dialogue.not_satisfied", "grade"},
        {"{}", "err.dialogue.not_satisfied", "grade"},
    };
    CHECK(dialogue_grade_is_good, rows);
}

TEST(all_of_it_is_there_before_it_counts_as_done)
{
    static const Row rows[] = {
        {"{\"answer\":\"好了\",\"evidence\":\"照片\"}", NULL, NULL},
        {"{\"evidence\":\"照片\"}", "err.dialogue.no_evidence", NULL},
        {"{\"answer\":\"好了\"}", "err.dialogue.no_evidence", NULL},
        {"{\"answer\":\"好了\",\"evidence\":\"照片\",\"may_publish\":true}", "err.dialogue.no_public_text", NULL},
        {"{\"answer\":\"好了\",\"evidence\":\"照片\",\"may_publish\":true,\"public_text\":\"谁修？\"}", NULL, NULL},
        {"{\"answer\":\"好了\",\"evidence\":\"照片\",\"may_publish\":false}", NULL, NULL},
    };
    CHECK(dialogue_may_close, rows);
}

TEST(shown_when_agreed_rewritten_and_looked_at)
{
    static const Row agreeing[] = {
        {"{\"may_publish\":true,\"public_text\":\"谁修？\"}", NULL, NULL},
        {"{\"public_text\":\"谁修？\"}", "err.dialogue.asker_did_not_agree", NULL},
        {"{\"may_publish\":true}", "err.dialogue.no_public_text", NULL},
    };
    static const Row shown[] = {
        {"{\"shown\":true,\"may_publish\":true,\"public_text\":\"谁修？\"}", NULL, NULL},
        {"{\"may_publish\":true,\"public_text\":\"谁修？\"}", "err.dialogue.not_shown", NULL},
        {"{\"shown\":true,\"public_text\":\"谁修？\"}", "err.dialogue.not_shown", NULL},
        {"{\"shown\":true,\"may_publish\":true}", "err.dialogue.not_shown", NULL},
    };
    CHECK(dialogue_asker_agrees, agreeing);
    CHECK(dialogue_is_shown, shown);
}

TEST(joined_with_another_open_one_of_the_village)
{
    set_up();
    static const State open[] = {{.name = S("raised")}}, closed[] = {{.name = S("closed"), .final = true}};
    /* The other may have begun under an older edition of the same definition. */
    static const Process issue = {.name = S("issue"), .states = open, .state_count = 1},
                         ended = {.name = S("issue"), .states = closed, .state_count = 1},
                         meeting = {.name = S("meeting"), .states = open, .state_count = 1};
    const Case targets[] = {
        {.process = &issue, .place = VILLAGE, .id = {8}},                 {.process = &issue, .place = VILLAGE, .id = {7}},
        {.process = &issue, .place = {371603106201000000}, .id = {9}},    {.process = &ended, .place = VILLAGE, .id = {10}},
        {.process = &meeting, .place = VILLAGE, .id = {11}},
    };
    for (size_t i = 0; i < COUNT_OF(targets); i++)
        check(ask(dialogue_merge_target, "{}", &targets[i]),
              &(Row){"{}", i ? "err.dialogue.merge_target" : NULL, i ? "merged_into" : NULL});
    check(ask(dialogue_merge_target, "{}", NULL), &(Row){"{}", "err.dialogue.merge_target", "merged_into"});
}

/* -- was it asked already? ------------------------------------------------------------------------------------------------ */

TEST(questions_that_share_their_words_are_alike)
{
    static const struct {
        const char *written, *posted;
        bool alike;
    } rows[] = {
        {"村东头的路灯又坏了两盏，什么时候有人来修？", "刚换的路灯又坏两盏，谁管修？", true},
        {"村东头的路灯又坏了两盏，什么时候有人来修？", "村东的下水什么时候通？", false}, /* alike in how one asks */
        {"俺家门口的下水堵了三天", "西街下水堵了，什么时候通？", true},
        {"俺家门口的下水堵了三天", "冷库欠的租金谁去要？", false},
        {"公益岗 ７００ 元谁定的", "公益岗一个月 700 元，谁定的、谁出？", true}, /* however digits are typed */
        {"灯", "刚换的路灯又坏两盏，谁管修？", false},
        {"", "刚换的路灯又坏两盏，谁管修？", false},
        {"路灯坏了", "", false},
        {"路灯坏了", "什么时候？", false},
        {"When will the street lamp be mended?", "Who mends the street lamp?", true},
    };
    set_up();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if ((dialogue_likeness(arena, str_of(rows[i].written), str_of(rows[i].posted)) > 0) != rows[i].alike)
            fail_msg("%s / %s", rows[i].written, rows[i].posted);
    assert_int_equal(dialogue_likeness(arena, S("路灯坏了"), S("路灯坏了")), 100);
}

TEST(the_likest_come_first_and_no_more_than_are_shown)
{
    static const IssueShown posted[] = {
        {.number = S("1"), .text = S("冷库的租金")},
        {.number = S("2"), .text = S("东街的路灯坏了")},
        {.number = S("3"), .text = S("路灯坏了")},
        {.number = S("4"), .text = S("路灯坏了"), .state = S("merged")},
        {.number = S("5"), .text = S("路灯坏了")},
        {.number = S("6"), .text = S("西街的路灯也坏了")},
    };
    static const char *const wanted[] = {"3", "5", "2"};
    const IssueShown *best[LIMIT_ALIKE_SHOWN];
    set_up();
    assert_int_equal(dialogue_choose_alike(arena, S("路灯坏了两盏"), posted, COUNT_OF(posted), best), LIMIT_ALIKE_SHOWN);
    for (size_t i = 0; i < LIMIT_ALIKE_SHOWN; i++)
        assert_str(best[i]->number, str_of(wanted[i]));
    assert_int_equal(dialogue_choose_alike(arena, S("路灯坏了两盏"), posted, 3, best), 2);
    assert_int_equal(dialogue_choose_alike(arena, S("开会"), posted, COUNT_OF(posted), best), 0);
}

/* -- meetings -------------------------------------------------------------------------------------------------------------- */

TEST(a_meeting_is_written_down_when_it_was_held)
{
    static const Row rows[] = {
        {"{\"held_on\":\"2026-10-12\"}", NULL, NULL},
        {"{\"held_on\":\"2026-10-13\"}", NULL, NULL},
        {"{\"held_on\":\"2026-10-14\"}", "err.dialogue.meeting_not_yet", NULL},
    };
    CHECK(dialogue_meeting_day, rows);
}

TEST(representatives_hear_of_it_five_days_before_villagers_ten)
{
    static const Row rows[] = {
        {"{\"kind\":\"villager_rep_meeting\",\"held_on\":\"2026-10-17\"}", "err.dialogue.told_late", "held_on"},
        {"{\"kind\":\"villager_rep_meeting\",\"held_on\":\"2026-10-18\"}", NULL, NULL},
        {"{\"kind\":\"villager_rep_meeting\",\"held_on\":\"2026-10-17\",\"told_on\":\"2026-10-12\"}", NULL, NULL},
        {"{\"kind\":\"villager_meeting\",\"held_on\":\"2026-10-22\"}", "err.dialogue.told_late", "held_on"},
        {"{\"kind\":\"villager_meeting\",\"held_on\":\"2026-10-23\"}", NULL, NULL},
        {"{\"kind\":\"sincere_talk\",\"held_on\":\"2026-10-13\"}", NULL, NULL},
        {"{\"kind\":\"sincere_talk\",\"held_on\":\"2026-10-12\"}", "err.dialogue.told_late", "held_on"},
        {"{\"kind\":\"sincere_talk\",\"held_on\":\"2026-10-12\",\"told_on\":\"2026-10-10\"}", NULL, NULL}, /* entered afterwards */
        {"{\"kind\":\"sincere_talk\",\"held_on\":\"2026-10-20\",\"told_on\":\"2026-10-14\"}", "err.dialogue.told_ahead", "told_on"},
    };
    CHECK(dialogue_told_in_time, rows);
}

TEST(no_more_came_than_were_entitled)
{
    static const Row rows[] = {
        {"{\"due_count\":70,\"head_count\":70}", NULL, NULL},
        {"{\"due_count\":70,\"head_count\":71}", "err.dialogue.heads", "head_count"},
        {"{\"head_count\":71}", NULL, NULL},
        {"{\"due_count\":0,\"head_count\":71}", NULL, NULL},
    };
    CHECK(dialogue_heads_agree, rows);
}

TEST_MAIN

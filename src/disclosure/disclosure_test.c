// SPDX-License-Identifier: Apache-2.0
/* The rules of the 24 items, one table per guard; the document; what the shelf says. */
#include "disclosure_bench.h"

#include "disclosure/disclosure_rule.h"
#include "disclosure/document.h"

typedef Err RuleFn(Arena *a, const Case *c, const Step *s, const void *value);

typedef struct Row {
    const char *facts; /* of the case, with what the step brings */
    const char *refused, *field;
    const char *given; /* with the step */
} Row;

static void check_rows(RuleFn *rule, const Row *rows, size_t count)
{
    set_up();
    for (size_t i = 0; i < count; i++) {
        Case c = {.facts = json(rows[i].facts), .place = VILLAGE, .entered = day_at("2026-10-05", 15)};
        Step s = {.now = day_at("2026-10-08", 9), .facts = rows[i].given ? json(rows[i].given) : NULL};
        Err e = rule(arena, &c, &s, NULL);
        Str key = e ? e->key : S("fine"), wanted = rows[i].refused ? str_of(rows[i].refused) : S("fine");
        if (!str_eq(key, wanted))
            fail_msg("row %zu: %.*s", i, STR_ARG(key));
        if (rows[i].field)
            assert_str(e ? e->field : STR_NONE, str_of(rows[i].field));
        if (e && (!lang_has(zh, e->key) || !lang_hint(arena, zh, e).len || !lang_hint(arena, en, e).len))
            fail_msg("%.*s has no sentence or no way out", STR_ARG(e->key));
    }
}
#define CHECK(rule, rows) check_rows(rule, rows, COUNT_OF(rows))

/* -- guards ---------------------------------------------------------------------------------------------------------------- */

TEST(the_balance_is_carried_line_by_line)
{
    static const Row rows[] = {
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":100,\"book_closing\":150}],\"rows\":[{\"income\":50}]}"},
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":100,\"book_closing\":149}],\"rows\":[{\"income\":50}]}",
         "err.disclosure.closing", "head"},
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":0,\"book_closing\":-1}],\"rows\":[{\"expense\":1}]}"},
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":100,\"book_closing\":120}],\"rows\":["
                  "{\"income\":50,\"running_balance\":150},{\"expense\":30,\"running_balance\":120}]}"},
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":100,\"book_closing\":120}],\"rows\":["
                  "{\"income\":50,\"running_balance\":150},{\"expense\":30,\"running_balance\":121}]}",
         "err.disclosure.running", "rows"},
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":100}],\"rows\":["
                  "{\"income\":50},{\"expense\":30,\"running_balance\":120}]}"}, /* a gap in the column is no fault */
        {.facts = "{\"item\":\"C2\",\"head\":[{\"book_opening\":100,\"book_closing\":100}]}"}, /* nothing to add up yet */
        {.facts = "{\"item\":\"C2\",\"rows\":[{\"income\":50}]}"},
        {.facts = "{\"item\":\"C3\",\"head\":[{\"book_opening\":1,\"book_closing\":9}],\"rows\":[{\"income\":50}]}"},
        {.facts = "{}"},
    };
    CHECK(disclosure_rows_add_up, rows);
    Case c = {.facts = json(rows[4].facts)};
    Err e = disclosure_rows_add_up(arena, &c, &(Step){0}, NULL);
    assert_str(e->args[0], S("2"));
    assert_str(e->args[1], S("1.21"));
    assert_str(e->args[2], S("1.20"));
}

TEST(something_must_be_said)
{
    static const Row rows[] = {
        {.facts = "{\"item\":\"C3\"}", "err.disclosure.empty", "rows"},
        {.facts = "{\"item\":\"C3\",\"rows\":[]}", "err.disclosure.empty"},
        {.facts = "{\"item\":\"C3\",\"rows\":[{}],\"head\":[{}]}", "err.disclosure.empty"},
        {.facts = "{\"item\":\"C3\",\"note\":\"\"}", "err.disclosure.empty"},
        {.facts = "{\"item\":\"C3\",\"note\":\"没有\"}"},
        {.facts = "{\"item\":\"C3\",\"rows\":[{\"closing\":1}]}"},
        {.facts = "{\"item\":\"A4\",\"head\":[{\"star_level\":4}]}"},
        {.facts = "{\"item\":\"C2\",\"rows\":[{\"income\":1}]}", "err.disclosure.no_balance", "head"},
        {.facts = "{\"item\":\"C2\",\"rows\":[{\"income\":1}],\"head\":[{\"book_opening\":1}]}", "err.disclosure.no_balance"},
        {.facts = "{\"item\":\"C2\",\"rows\":[{\"income\":1}],\"head\":[{\"book_closing\":1}]}", "err.disclosure.no_balance"},
        {.facts = "{\"item\":\"C2\",\"note\":\"本月没有收支\",\"head\":[{\"book_opening\":0,\"book_closing\":0}]}"},
    };
    CHECK(disclosure_has_content, rows);
}

TEST(no_change_is_not_for_the_money_of_a_month)
{
    static const Row rows[] = {
        {.facts = "{\"item\":\"C2\"}", "err.disclosure.no_change"}, {.facts = "{\"item\":\"D1\"}", "err.disclosure.no_change"},
        {.facts = "{\"item\":\"C3\"}"},                             {.facts = "{\"item\":\"A1\"}"},
        {.facts = "{\"item\":\"Z9\"}", "err.disclosure.no_change"}, {.facts = "{}", "err.disclosure.no_change"},
    };
    CHECK(disclosure_no_change_allowed, rows);
}

TEST(it_hangs_between_the_day_it_was_fixed_and_today)
{
    static const Row rows[] = {
        {.facts = "{\"board_on\":\"2026-10-04\"}", "err.disclosure.board_day", "board_on"},
        {.facts = "{\"board_on\":\"2026-10-05\"}"},
        {.facts = "{\"board_on\":\"2026-10-08\"}"},
        {.facts = "{\"board_on\":\"2026-10-09\"}", "err.disclosure.board_day"},
        {.facts = "{\"board_on\":\"2026-13-01\"}", "err.disclosure.board_day"},
        {.facts = "{}", "err.disclosure.board_day"},
    };
    CHECK(disclosure_board_day, rows);
}

TEST(personal_data_is_named_where_it_stands)
{
    static const Row rows[] = {
        {.facts = "{\"item\":\"F3\",\"rows\":[{\"location_text\":\"村西\"},{\"location_text\":\"13800138000\"}]}",
         "err.disclosure.personal_row", "rows"},
        {.facts = "{\"item\":\"B2\",\"head\":[{\"eligibility_rule\":\"11010519491231002X\"}]}", "err.disclosure.personal_head",
         "head"},
        {.facts = "{\"item\":\"B2\",\"note\":\"问 13800138000\"}", "err.disclosure.personal_note", "note"},
        {.facts = "{\"item\":\"B2\",\"note\":\"问村部 0543-7312345\"}"}, /* an office's phone may stand */
        {.facts = "{\"item\":\"F3\",\"rows\":[{\"area_m2\":13800138000}]}"}, /* a number is no text */
        {.facts = "{\"item\":\"B2\",\"note\":\"问 13800138000\",\"guard_override\":\"经同意\"}",
         .given = "{\"guard_override\":\"经同意\"}"},
        {.facts = "{\"item\":\"B2\",\"note\":\"问 13800138000\",\"guard_override\":\"早先的理由\"}",
         "err.disclosure.personal_note"},
        {.facts = "{\"item\":\"B2\",\"note\":\"问 13800138000\"}", "err.disclosure.personal_note",
         .given = "{\"guard_override\":\"\"}"},
        {.facts = "{\"item\":\"B2\"}"},
    };
    CHECK(disclosure_no_personal_data, rows);
    Case c = {.facts = json(rows[0].facts)};
    Err e = disclosure_no_personal_data(arena, &c, &(Step){0}, NULL);
    assert_str(e->args[0], S("2"));
    assert_str(e->args[1], S("位置"));
    assert_str(e->args[2], S("138****8000"));
}

TEST(the_catalogue_says_who_and_when)
{
    static const Row rows[] = {
        {.facts = "{\"item\":\"C2\",\"period\":\"2026-09\",\"prepare_role\":\"collective_accountant\","
                  "\"review_role\":\"village_supervision_committee\",\"approve_role\":\"finance_head\"}"},
        {.facts = "{\"item\":\"C2\",\"period\":\"2026-10\",\"prepare_role\":\"collective_accountant\","
                  "\"review_role\":\"village_supervision_committee\",\"approve_role\":\"finance_head\"}"},
        {.facts = "{\"item\":\"C2\",\"period\":\"2026-11\",\"prepare_role\":\"collective_accountant\","
                  "\"review_role\":\"village_supervision_committee\",\"approve_role\":\"finance_head\"}",
         "err.disclosure.period_ahead", "period"},
        {.facts = "{\"item\":\"C2\",\"period\":\"2026Q3\"}", "err.disclosure.period_kind", "period"},
        {.facts = "{\"item\":\"C3\",\"period\":\"2026-09\"}", "err.disclosure.period_kind"},
        {.facts = "{\"item\":\"A1\",\"period\":\"2026Q3\"}", "err.disclosure.period_kind"},
        {.facts = "{\"item\":\"C2\",\"period\":\"then\"}", "err.disclosure.period_kind"},
        {.facts = "{\"item\":\"C2\",\"period\":\"2026-09\",\"prepare_role\":\"village_clerk\","
                  "\"review_role\":\"village_supervision_committee\",\"approve_role\":\"finance_head\"}", "err.disclosure.roles"},
        {.facts = "{\"item\":\"C2\",\"period\":\"2026-09\",\"prepare_role\":\"collective_accountant\","
                  "\"review_role\":\"village_clerk\",\"approve_role\":\"finance_head\"}", "err.disclosure.roles"},
        {.facts = "{\"item\":\"C2\",\"period\":\"2026-09\",\"prepare_role\":\"collective_accountant\","
                  "\"review_role\":\"village_supervision_committee\",\"approve_role\":\"village_clerk\"}",
         "err.disclosure.roles"},
        {.facts = "{\"item\":\"E4\",\"period\":\"2026-10\",\"prepare_role\":\"village_committee\","
                  "\"review_role\":\"village_supervision_committee\",\"approve_role\":\"villager_representative_meeting\"}"},
        {.facts = "{\"item\":\"Z1\",\"period\":\"2026-09\"}", "err.disclosure.unknown_item", "item"},
    };
    CHECK(disclosure_as_catalogue, rows);
}

TEST(only_what_was_posted_can_be_objected_to)
{
    set_up();
    const Process disclosure = {.name = S("disclosure")}, issue = {.name = S("issue")};
    const Case posted = {.process = &disclosure, .place = VILLAGE, .shown = true};
    const struct {
        Case about;
        bool fine;
    } rows[] = {{posted, true},
                {{.process = &disclosure, .place = VILLAGE, .shown = false}, false},
                {{.process = &issue, .place = VILLAGE, .shown = true}, false},
                {{.process = &disclosure, .place = {371603106201000000}, .shown = true}, false}};
    Case c = {.facts = json("{}"), .place = VILLAGE};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(!disclosure_about_posted(arena, &c, &(Step){0}, &rows[i].about), rows[i].fine);
    assert_refused(disclosure_about_posted(arena, &c, &(Step){0}, NULL), "err.disclosure.about_posted");
}

TEST(seen_when_posted_and_when_agreed)
{
    static const Row posted[] = {{.facts = "{\"posted\":true}"}, {.facts = "{\"posted\":false}", "err.disclosure.not_published"},
                                 {.facts = "{}", "err.disclosure.not_published"}};
    static const Row objections[] = {{.facts = "{\"shown\":true,\"may_publish\":true}"},
                                     {.facts = "{\"shown\":true}", "err.disclosure.not_published"},
                                     {.facts = "{\"may_publish\":true}", "err.disclosure.not_published"}};
    CHECK(disclosure_is_published, posted);
    CHECK(disclosure_objection_shown, objections);
}

/* -- the document ------------------------------------------------------------------------------------------------------------ */

static Str document_of(const char *facts)
{
    Str bytes;
    Case c = {.facts = json(facts), .place = VILLAGE, .number = S("371603106200-G-2026-12")};
    assert_ok(disclosure_make_document(NULL, arena, &c, &(Step){.now = day_at("2026-10-08", 23)}, &bytes));
    return bytes;
}

TEST(the_document_is_canonical)
{
    set_up();
    assert_str(document_of("{\"item\":\"D1\",\"period\":\"2026-09\",\"book\":\"committee\",\"meeting_no\":\"联席会\","
                           "\"rows\":[{\"closing\":16490500,\"account_alias\":\"基本户\"}],\"reason\":\"不公开\"}"),
               S("{\"book\":\"committee\",\"document\":\"disclosure\",\"head\":[],\"item\":\"D1\",\"meeting\":\"联席会\","
                 "\"name\":\"银行账户、现金和资金余额\",\"no_change\":false,\"note\":\"\",\"number\":\"371603106200-G-2026-12\","
                 "\"period\":\"2026-09\",\"published_on\":\"2026-10-08\",\"rows\":[{\"account_alias\":\"基本户\","
                 "\"closing\":16490500}],\"village\":\"371603106200\"}"));
}

TEST(private_names_are_masked_and_the_boards_own_left_out)
{
    set_up();
    Str loan = document_of("{\"item\":\"C3\",\"rows\":[{\"counterparty_masked\":\"周望远\",\"reason\":\"租金\"},"
                           "{\"counterparty_masked\":\"欧阳娜娜\"}]}");
    assert_true(str_has(loan, S("周*远")) && str_has(loan, S("欧阳**")) && !str_has(loan, S("周望远")));
    Str relief = document_of("{\"item\":\"B2\",\"rows\":[{\"recipient_masked\":\"孙守信\",\"amount\":80000}]}");
    assert_true(!str_has(relief, S("recipient")) && !str_has(relief, S("孙")) && str_has(relief, S("80000")));
    Str bank = document_of("{\"item\":\"D1\",\"rows\":[{\"account_alias\":\"基本户\",\"account_last4\":\"6222000011112222333\"}]}");
    assert_true(str_has(bank, S("\"2333\"")) && !str_has(bank, S("6222")));
    Str home = document_of("{\"item\":\"F3\",\"rows\":[{\"location_text\":\"黄一村3组12号\"},{\"location_text\":\"村西新区\"}]}");
    assert_true(str_has(home, S("\"黄一村3组\"")) && str_has(home, S("村西新区")));
    Str donors = document_of("{\"item\":\"D4\",\"rows\":[{\"donor_display\":\"周望远\",\"donor_consent\":\"同意\"},"
                             "{\"donor_display\":\"李有余\",\"donor_consent\":\"不同意\"},{\"donor_display\":\"张三丰\"}]}");
    assert_true(str_has(donors, S("周望远")) && str_has(donors, S("匿名")) && !str_has(donors, S("李")) && !str_has(donors, S("三丰")));
    Str officer = document_of("{\"item\":\"A1\",\"rows\":[{\"member_name\":\"李建民\"}]}");
    assert_true(str_has(officer, S("李建民")));
}

TEST(where_nothing_changed_nothing_is_laid_out)
{
    set_up();
    Str bytes = document_of("{\"item\":\"C3\",\"no_change\":true,\"note\":\"底稿\",\"head\":[{\"year\":1}],"
                            "\"rows\":[{\"reason\":\"底稿\"}]}");
    assert_true(str_has(bytes, S("\"no_change\":true")) && str_has(bytes, S("\"rows\":[]")) && !str_has(bytes, S("底稿")));
    Case c = {.facts = json("{\"item\":\"Z9\"}")};
    assert_refused(disclosure_make_document(NULL, arena, &c, &(Step){0}, &bytes), "err.disclosure.unknown_item");
}

TEST(a_row_is_said_and_what_is_empty_is_left_unsaid)
{
    static const struct {
        const char *item, *row, *zh, *en;
    } rows[] = {
        {"C2", "{\"summary\":\"路灯 12 盏\"}", "路灯 12 盏", "路灯 12 盏"},
        {"B1", "{\"title\":\"换路灯\",\"due_count\":27,\"present_count\":22,\"votes_for\":20,\"votes_against\":1,"
               "\"votes_abstain\":1,\"resolution_text\":\"同意\"}",
         "换路灯：应到 27 实到 22，赞成 20 反对 1 弃权 1。同意",
         "换路灯: 27 entitled, 22 present, 20 for, 1 against, 1 abstained. 同意"},
        {"B1", "{\"title\":\"换路灯\",\"resolution_text\":\"同意\"}", "换路灯。同意", "换路灯. 同意"},
        {"E2", "{\"name\":\"冷库\",\"lessee_masked\":\"周*远\",\"term_end\":\"2029-02-28\"}",
         "冷库，租给周*远，到2029年2月28日", "冷库, let to 周*远 until 28 Feb 2029"},
        {"E2", "{\"name\":\"冷库\",\"arrears\":800000}", "冷库，欠 8,000 元", NULL},
        {"F2", "{\"name\":\"枣园\",\"area_mu\":6200,\"unit_price\":50000}", "枣园 62 亩，每亩 500 元", NULL},
        {"B3", "{\"project_name\":\"涵洞\"}", "涵洞", "涵洞"},
        {"C2", "{}", "", ""},
    };
    set_up();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const Item *item = disclosure_item(str_of(rows[i].item));
        assert_str(disclosure_say_row(arena, zh, item, json(rows[i].row)), str_of(rows[i].zh));
        if (rows[i].en)
            assert_str(disclosure_say_row(arena, en, item, json(rows[i].row)), str_of(rows[i].en));
    }
}

/* -- what the shelf says ---------------------------------------------------------------------------------------------------------- */

TEST(the_shelf_in_words)
{
    set_up();
    const Instant fixed = day_at("2026-10-07", 11);
    const Date due = day("2026-10-10"), hung = day("2026-10-08"), until = day("2026-10-13");
    const struct {
        const char *today, *words, *mark;
        ShelfEntry e;
    } rows[] = {
        {"2026-10-01", "村里正在准备", "same", {.due_on = DATE_NONE, .published = INSTANT_NONE}},
        {"2026-10-10", "10月10日前贴出", "same", {.due_on = due, .published = INSTANT_NONE}},
        {"2026-10-11", "该10月10日贴，还没贴：村里正在准备", "late", {.due_on = due, .published = INSTANT_NONE}},
        {"2026-10-07", "10月7日网上公开，还要贴到公开栏", "wait", {.due_on = due, .published = fixed, .version = 1}},
        {"2026-10-13", "10月13日前可以说不对", "wait",
         {.due_on = due, .published = fixed, .version = 1, .posted_on = hung, .objection_until = until}},
        {"2026-10-14", "10月8日贴出", "ok",
         {.due_on = due, .published = fixed, .version = 1, .posted_on = hung, .objection_until = until}},
        {"2026-10-14", "没变动，监委会看过", "same",
         {.due_on = due, .published = fixed, .version = 1, .posted_on = hung, .objection_until = until, .no_change = true}},
        {"2026-10-13", "10月13日前可以说不对", "wait",
         {.due_on = due, .published = fixed, .version = 1, .posted_on = hung, .objection_until = until, .no_change = true}},
        {"2026-10-12", "村里正在更正，原来的照样能看", "wait",
         {.due_on = due, .published = fixed, .version = 1, .posted_on = hung, .objection_until = until, .correcting = true}},
        {"2026-10-14", "10月8日贴出，改过", "ok",
         {.due_on = due, .published = fixed, .version = 2, .posted_on = hung, .objection_until = until}},
        {"2026-10-14", "有私人信息，先撤下重贴", "wait",
         {.due_on = due, .published = fixed, .version = 2, .posted_on = hung, .objection_until = until, .withdrawn = true}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ShelfEntry e = rows[i].e;
        Str mark;
        if (!e.posted_on.day)
            e.posted_on = e.objection_until = DATE_NONE;
        assert_str(disclosure_words(arena, zh, &e, day(rows[i].today), &mark), str_of(rows[i].words));
        assert_str(mark, str_of(rows[i].mark));
        assert_true(disclosure_words(arena, en, &e, day(rows[i].today), &mark).len > 0);
    }
}

TEST_MAIN

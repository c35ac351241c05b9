// SPDX-License-Identifier: Apache-2.0
/* The rules of the 24 items, one table per guard; the document; what falls due; what the shelf says. */
#include "temp_store.h"

#include "carried.h"
#include "disclosure/calendar.h"
#include "disclosure/catalogue.h"
#include "disclosure/disclosure_rule.h"
#include "disclosure/document.h"

#define VILLAGE ((PlaceCode){371603106200000000})

static Arena *arena;
static const Lang *zh, *en;
static const Roles *roles;

static Str carried_file(Str path)
{
    const CarriedFile *f = carried_find(path);
    return f ? (Str){(const char *)f->bytes, f->len} : STR_NONE;
}

static Err open_with(Str (*file)(Str))
{
    const House h = {.arena = arena, .roles = roles, .file = file};
    return disclosure_catalogue_open(arena, &h);
}

/* Once for all tests of this program. */
static void set_up(void)
{
    if (!arena) {
        arena = arena_new(256 * 1024 * 1024);
        assert_ok(lang_open(arena, S("zh"), carried_file(S("mo/zh_CN.mo")), &zh));
        assert_ok(lang_open(arena, S("en"), carried_file(S("mo/en.mo")), &en));
        assert_ok(access_roles_load(arena, carried_file(S("data/catalogue/role.yaml")), S("role.yaml"), &roles));
    }
    assert_ok(open_with(carried_file));
    static const House without_engine;
    house_set(&without_engine);
}

static const Json *json(const char *text)
{
    const Json *read;
    assert_ok(json_read(arena, str_of(text), LIMIT_JSON_BYTES, &read));
    return read;
}

static Instant day_at(const char *text, int hour)
{
    Date d;
    assert_true(date_read(str_of(text), (Date){0}, &d));
    return (Instant){date_start(d).ms + hour * 3600000LL};
}

static Date day(const char *text)
{
    return instant_date(day_at(text, 0));
}

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
            assert_str(e->field, str_of(rows[i].field));
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

/* -- what falls due ------------------------------------------------------------------------------------------------------------- */

typedef struct Due {
    Str village_month; /* 2026-10 */
    size_t count;
    const Str *keys;
    const Instant *dues;
    const Json **facts;
} Due;

static Due due_in(Db *db, const char *month)
{
    Period p;
    const Json **facts;
    Str *keys;
    Instant *dues;
    Due due = {.village_month = str_of(month)};
    assert_true(period_read(str_of(month), &p));
    assert_ok(disclosure_list_due(db, arena, VILLAGE, p, &facts, &keys, &dues, &due.count));
    due.keys = keys;
    due.dues = dues;
    due.facts = facts;
    return due;
}

static Str due_day_of(const Due *due, const char *key)
{
    for (size_t i = 0; i < due->count; i++)
        if (str_eq(due->keys[i], str_of(key)))
            return date_plain(arena, date_add_days(instant_date(due->dues[i]), -1));
    return S("not due");
}

static Err keep_books(Db *db, Arena *a, void *arg UNUSED)
{
    assert_refused(disclosure_keep_book(db, a, VILLAGE, S("committee")), "err.disclosure.book");
    assert_refused(disclosure_keep_book(db, a, VILLAGE, S("shadow")), "err.disclosure.book");
    TRY(disclosure_keep_book(db, a, VILLAGE, S("cooperative")));
    return disclosure_keep_book(db, a, VILLAGE, S("cooperative"));
}

TEST(each_month_brings_what_is_due)
{
    static const struct {
        const char *month;
        size_t count;
        const char *key, *day;
    } rows[] = {
        {"2026-01", 17, "C2-committee-2025-12", "2026-01-10"}, {"2026-01", 17, "A1-committee-2026", "2026-01-31"},
        {"2026-01", 17, "C3-committee-2025Q4", "2026-01-10"},  {"2026-02", 2, "D1-committee-2026-01", "2026-02-10"},
        {"2026-03", 5, "C1-committee-2026", "2026-03-31"},     {"2026-03", 5, "E1-committee-2026", "2026-03-31"},
        {"2026-03", 5, "F1-committee-2026", "2026-03-31"},     {"2026-04", 16, "B1-committee-2026Q1", "2026-04-10"},
        {"2026-05", 2, "C2-committee-2026-04", "2026-05-10"},  {"2026-06", 2, "C3-committee-2026Q2", "not due"},
        {"2026-07", 16, "F3-committee-2026Q2", "2026-07-10"},  {"2026-08", 2, "C2-committee-2026-07", "2026-08-10"},
        {"2026-09", 2, "C2-committee-2026-08", "2026-09-10"},  {"2026-10", 16, "D4-committee-2026Q3", "2026-10-10"},
        {"2026-11", 2, "E4-committee-2026-10", "not due"},     {"2026-12", 2, "C2-committee-2026-11", "2026-12-10"},
    };
    set_up();
    TempStore t = temp_store();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Due due = due_in(t.db, rows[i].month);
        assert_int_equal(due.count, rows[i].count);
        assert_str(due_day_of(&due, rows[i].key), str_of(rows[i].day));
    }
    temp_store_end(&t);
}

TEST(money_is_due_book_by_book)
{
    set_up();
    TempStore t = temp_store();
    assert_ok(store_write(t.store, arena, keep_books, NULL));
    Due month = due_in(t.db, "2026-05"), quarter = due_in(t.db, "2026-04");
    assert_int_equal(month.count, 4);
    assert_str(due_day_of(&month, "C2-cooperative-2026-04"), S("2026-05-10"));
    assert_str(due_day_of(&month, "D1-cooperative-2026-04"), S("2026-05-10"));
    assert_int_equal(quarter.count, 19);
    assert_str(due_day_of(&quarter, "C3-cooperative-2026Q1"), S("2026-04-10"));
    assert_str(due_day_of(&quarter, "B1-cooperative-2026Q1"), S("not due"));
    temp_store_end(&t);
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

/* -- the catalogue ------------------------------------------------------------------------------------------------------------------ */

TEST(the_catalogue_is_whole)
{
    set_up();
    assert_int_equal(disclosure_item_count(), 24);
    size_t by_group[6] = {0};
    for (size_t i = 0; i < disclosure_item_count(); i++) {
        const Item *item = disclosure_item_at(i);
        by_group[item->group - 'A']++;
        assert_true(item->name.zh.len && item->plain.zh.len && item->basis.len && item->row_count > 0);
    }
    for (size_t g = 0; g < COUNT_OF(by_group); g++)
        assert_int_equal(by_group[g], 4);
    assert_null(disclosure_item(S("Z9")));
}

/* Numbers say what they count, money is yuan, private persons are masked: masking_rules for names on public lists. */
static void check_columns(const Item *item, const Field *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const Field *f = &columns[i];
        bool counts = f->type == FIELD_INT || f->type == FIELD_DECIMAL || f->type == FIELD_MONEY;
        bool says_so = str_eq(f->name, S("year")) || str_eq(f->name, S("quantity")); /* beside it stands a column `unit` */
        if (!f->type || !f->label.zh.len || !f->label.en.len || (counts && !f->unit.zh.len && !says_so))
            fail_msg("%.*s of %.*s lacks a type, a label or a unit", STR_ARG(f->name), STR_ARG(item->code));
        if (str_ends(f->name, S("_masked")) && f->shown != SHOWN_MASKED && f->shown != SHOWN_BOARD)
            fail_msg("%.*s of %.*s is not masked", STR_ARG(f->name), STR_ARG(item->code));
    }
}

TEST(every_field_has_type_unit_labels_and_mask)
{
    set_up();
    for (size_t i = 0; i < disclosure_item_count(); i++) {
        const Item *item = disclosure_item_at(i);
        check_columns(item, item->head, item->head_count);
        check_columns(item, item->rows, item->row_count);
    }
}

static Str yaml_text_now, csv_text_now;

static Str changed_file(Str path)
{
    if (str_eq(path, S("data/catalogue/field.yaml")) && yaml_text_now.len)
        return yaml_text_now;
    return str_eq(path, S("data/catalogue/disclosure_item.csv")) && csv_text_now.len ? csv_text_now : carried_file(path);
}

static Str with(Str text, const char *from, const char *to)
{
    size_t at;
    if (!str_find(text, str_of(from), &at))
        fail_msg("there is no %s", from);
    return arena_printf(arena, "%.*s%s%.*s", (int)at, text.at, to, STR_ARG(str_from(text, at + strlen(from))));
}

TEST(a_fault_in_the_catalogue_names_file_and_line)
{
    static const struct {
        const char *from, *to, *says;
    } rows[] = {
        {"add_up: [income, expense]", "add_up: [income, outgo]", "add_up names no column: outgo"},
        {"closing: book_closing", "closing: book_end", "no such column in the head: book_end"},
        {"running: running_balance", "running: balance_so_far", "no such column among the rows: balance_so_far"},
        {"when: voucher_date", "when: voucher_day", "no such column among the rows: voucher_day"},
        {"need: [voucher_date, summary]", "need: [voucher_date, story]", "need names no column: story"},
        {"say: {zh: \"{summary}\"", "say: {zh: \"{summary\"", "line.say names no column: summary"},
        {"say: {zh: \"{summary}\", en: \"{summary}\"}", "say: {zh: \"{summary}\"}", "line.say is missing in C2"},
        {"head: [book_opening, book_closing]", "head: [book_opening, book_end]", "unknown field book_end"},
        {"book_closing: {type: money", "book_closing: {type: cash", "type or label: book_closing"},
        {"  C2:\n    opens: month", "  C2:\n    opens: fortnight", "opens must be month, quarter, year or event in C2"},
        {"due: {month: 1, day: 31}", "due: {month: 1, day: 32}", "no such due day in A1"},
        {"due: {month: 1, day: 31}", "due: {day: 31}", "no such due day in A1"},
    };
    set_up();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        yaml_text_now = with(carried_file(S("data/catalogue/field.yaml")), rows[i].from, rows[i].to);
        Err e = open_with(changed_file);
        if (!e)
            fail_msg("row %zu was taken", i);
        assert_str(e->key, S("err.disclosure.catalogue"));
        assert_true(str_starts(e->args[0], S("data/catalogue/field.yaml:")));
        assert_str(e->args[1], str_of(rows[i].says));
    }
    yaml_text_now = STR_NONE;
}

TEST(a_fault_in_the_list_of_items_too)
{
    static const struct {
        const char *from, *to, *says;
    } rows[] = {
        {"\nC2,C,", "\nC9,C,", "no shape for item C9"},
        {";running_balance", ";walking_balance", "required, and no column of C2: walking_balance"},
        {"member_name;post", "member_nick;post", "required, and no column of A1: member_nick"},
        {"\nC2,C,", "\nC1,C,", "twice in the catalogue at the same time: C1"},
        {"\nC2,C,", "\nC2,K,", "category_code must be A..F, not K"},
        {",collective_accountant,village_supervision_committee,finance_head,", ",bookkeeper,village_supervision_committee,finance_head,",
         "no role bookkeeper"},
    };
    set_up();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        csv_text_now = with(carried_file(S("data/catalogue/disclosure_item.csv")), rows[i].from, rows[i].to);
        Err e = open_with(changed_file);
        if (!e)
            fail_msg("row %zu was taken", i);
        assert_str(e->args[1], str_of(rows[i].says));
    }
    csv_text_now = STR_NONE;
}

/* A catalogue of so many added items, all of one shape. */
static void write_items(int count)
{
    Out *csv = out_new(arena, LIMIT_CSV_BYTES, NULL), *yaml = out_new(arena, LIMIT_YAML_BYTES, NULL);
    out_raw(csv, S("code,category_code,item_zh,item_en,plain_zh,prepare_role,review_role,approve_role,legal_basis\n"));
    out_raw(yaml, S("fields:\n  title: {type: text, label: {zh: 事项, en: Matter}}\nitems:\n"));
    for (int i = 0; i < count; i++) {
        out_printf(csv, "X%d,B,加的一项,Added,加的,village_clerk,vsc_chair,village_head,art 8\n", i);
        out_printf(yaml, "  X%d:\n    opens: event\n    rows: [title]\n    line: {say: {zh: \"{title}\", en: \"{title}\"}}\n", i);
    }
    csv_text_now = out_str(csv);
    yaml_text_now = out_str(yaml);
}

TEST(items_are_added_up_to_the_ceiling)
{
    set_up();
    write_items(LIMIT_DISCLOSURE_ITEMS);
    assert_ok(open_with(changed_file));
    assert_int_equal(disclosure_item_count(), LIMIT_DISCLOSURE_ITEMS);
    assert_int_equal(disclosure_item(S("X63"))->group, 'B');
    write_items(LIMIT_DISCLOSURE_ITEMS + 1);
    assert_non_null(open_with(changed_file));
    csv_text_now = yaml_text_now = STR_NONE;
}

/* -- versions -------------------------------------------------------------------------------------------------------------- */

static void write_versions(const char *first_to, const char *second_from)
{
    csv_text_now = arena_printf(arena,
        "code,category_code,item_zh,item_en,plain_zh,prepare_role,review_role,approve_role,legal_basis,valid_from,valid_to,shape\n"
        "C3,C,债权债务,Debts,谁欠谁,village_clerk,vsc_chair,village_head,x,,%s,\n"
        "C3,C,债权债务,Debts,村里欠谁,village_clerk,vsc_chair,finance_head,x,%s,,C3_from_2027\n", first_to, second_from);
    yaml_text_now = S("fields:\n  title: {type: text, label: {zh: 事项, en: Matter}}\n  cost: {type: money, label: {zh: 钱, en: Cost}}\nitems:\n"
        "  C3:\n    opens: quarter\n    due: {day: 10}\n    rows: [title]\n    line: {say: {zh: \"{title}\", en: \"{title}\"}}\n"
        "  C3_from_2027:\n    opens: quarter\n    due: {day: 5}\n    rows: [title, cost]\n    line: {say: {zh: \"{title}\", en: \"{title}\"}}\n");
}

TEST(a_county_changes_an_item_and_old_periods_keep_theirs)
{
    TempStore t = temp_store();
    set_up();
    write_versions("2026-12-31", "2027-01-01");
    assert_ok(open_with(changed_file));
    assert_int_equal(disclosure_item_count(), 1);
    assert_str(disclosure_item(S("C3"))->plain.zh, S("村里欠谁"));
    Period old = {2026, 'q', 4}, new = {2027, 'q', 1};
    assert_str(disclosure_item_in(S("C3"), old)->plain.zh, S("谁欠谁"));
    assert_str(disclosure_item_in(S("C3"), new)->approve_role, S("finance_head"));
    assert_int_equal(disclosure_item_in(S("C3"), new)->row_count, 2);
    assert_ok(db_snapshot(t.db, arena));
    Due due = due_in(t.db, "2027-01"); /* the last quarter of 2026: as it was then */
    assert_int_equal(due.count, 1);
    assert_str(json_text(due.facts[0], S("name")), S("谁欠谁"));
    assert_int_equal(due.dues[0].ms, day_at("2027-01-11", 0).ms);
    due = due_in(t.db, "2027-04");
    assert_str(json_text(due.facts[0], S("approve_role")), S("finance_head"));
    assert_int_equal(due.dues[0].ms, day_at("2027-04-06", 0).ms);
    db_release(t.db);
    static const struct {
        const char *to, *from, *says;
    } bad[] = {{"2027-01-01", "2027-01-01", "twice in the catalogue at the same time: C3"}, {"", "2027-01-01", "twice in the catalogue at the same time: C3"},
               {"someday", "2027-01-01", "no day: someday"}};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        write_versions(bad[i].to, bad[i].from);
        Err e = open_with(changed_file);
        assert_non_null(e);
        assert_str(e->args[1], str_of(bad[i].says));
    }
    csv_text_now = yaml_text_now = STR_NONE;
    temp_store_end(&t);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* The catalogue: whole, faults named, versions with their days; and what falls due by it. */
#include "disclosure_bench.h"

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
    const Instant now = date_start((Date){20000});
    assert_refused(disclosure_keep_book(db, a, VILLAGE, S("committee"), &access_system, now), "err.disclosure.book");
    assert_refused(disclosure_keep_book(db, a, VILLAGE, S("shadow"), &access_system, now), "err.disclosure.book");
    TRY(disclosure_keep_book(db, a, VILLAGE, S("cooperative"), &access_system, now));
    return disclosure_keep_book(db, a, VILLAGE, S("cooperative"), &access_system, now);
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

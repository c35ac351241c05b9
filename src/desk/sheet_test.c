// SPDX-License-Identifier: Apache-2.0
/* What people paste out of WPS, and what becomes of it. */
#include "unit.h"

#include "desk/fact.h"
#include "desk/sheet.h"

/* The columns of a cash journal, as the catalogue has them for C2. */
static const Field columns[] = {
    {.name = S("voucher_date"), .label = {S("日期"), S("Date")}, .type = FIELD_DATE, .required = true, .guarded = true},
    {.name = S("summary"), .label = {S("摘要"), S("Summary")}, .type = FIELD_TEXT, .required = true, .guarded = true},
    {.name = S("income"), .label = {S("收入"), S("Income")}, .unit = {S("元"), S("元")}, .type = FIELD_MONEY},
    {.name = S("expense"), .label = {S("支出"), S("Expense")}, .unit = {S("元"), S("元")}, .type = FIELD_MONEY},
    {.name = S("attachment_count"), .label = {S("附件张数"), S("Attachments")}, .unit = {S("张"), S("张")},
     .type = FIELD_INT},
};
enum { COLUMNS = COUNT_OF(columns) };

typedef struct Bench {
    Arena *arena;
    SheetShape shape;
    Sheet sheet;
} Bench;

static Date day(int32_t year, int32_t month, int32_t d)
{
    Date made;
    assert_true(date_of((Ymd){year, month, d}, &made));
    return made;
}

static Bench bench(void)
{
    return (Bench){.arena = arena_new(64 * 1024 * 1024),
                   .shape = {.columns = columns, .count = COLUMNS, .about = day(2026, 9, 30),
                             .rows_max = LIMIT_TABLE_ROWS, .pasted = true}};
}

static Err try_read(Bench *b, const Table *t)
{
    TRY(sheet_read(b->arena, &b->shape, t, &b->sheet));
    assert_non_null(b->sheet.rows);
    return NULL;
}

static Err try_paste(Bench *b, Str text)
{
    Table t;
    TRY(paste_read(b->arena, text, LIMIT_TABLE_ROWS + 40, &t));
    return try_read(b, &t);
}

static void paste(Bench *b, const char *text)
{
    assert_ok(try_paste(b, str_of(text)));
}

static Str cell(const Bench *b, size_t row, const char *column)
{
    assert_true(row < b->sheet.rows->count);
    return json_text(b->sheet.rows->items[row], str_of(column));
}

static void assert_notes(const SheetNote *notes, size_t count, SheetTrouble what, size_t wanted)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += notes[i].what == what;
    assert_int_equal(found, wanted);
}

TEST(a_range_with_headings_and_a_total_is_understood)
{
    Bench b = bench();
    paste(&b, "黄一村九月收支\t\t\t\n"
              "日期\t摘 要\t收入（元）\t支出(元)\n"
              "2026.9.2\t三季度村级运转经费\t7,400\t\n"
              "9月18日\t冬枣园承包费\t３１，０００．００\t-\n"
              "9.28\t涵洞水泥管\t\t1380元\n"
              "合计\t\t38,400.00\t1,380\n");
    assert_int_equal(b.sheet.fault_count, 0);
    assert_int_equal(b.sheet.rows->count, 3);
    assert_str(cell(&b, 0, "voucher_date"), S("2026-09-02"));
    assert_str(cell(&b, 1, "voucher_date"), S("2026-09-18"));
    assert_str(cell(&b, 2, "voucher_date"), S("2026-09-28"));
    assert_str(cell(&b, 1, "income"), S("31000.00"));
    assert_str(cell(&b, 2, "expense"), S("1380.00"));
    assert_null(cell(&b, 1, "expense").at);
    assert_str(cell(&b, 0, "summary"), S("三季度村级运转经费"));
    arena_free(b.arena);
}

TEST(a_bad_total_is_named_with_both_sums)
{
    Bench b = bench();
    paste(&b, "日期\t摘要\t收入\t支出\n9月2日\t经费\t7400\t\n9月3日\t水电\t\t316.00\n9月4日\t保洁\t\t2800\n"
              "本月合计：\t\t7400\t3116.01\n");
    assert_int_equal(b.sheet.fault_count, 1);
    const SheetNote *n = b.sheet.faults;
    assert_int_equal(n->what, SHEET_TOTAL);
    assert_str(n->column->name, S("expense"));
    assert_str(n->typed, S("3,116.01"));
    assert_str(n->other, S("3,116"));
    assert_int_equal(b.sheet.rows->count, 3);
    arena_free(b.arena);
}

TEST(total_rows_of_every_kind)
{
    static const struct {
        const char *row;
        size_t faults, rows;
    } cases[] = {
        {"合计\t\t300\t", 0, 2},       {"总 计\t\t300\t", 0, 2},  {"Total\t\t300.00\t", 0, 2}, {"小计\t\t300\t", 0, 2},
        {"合计\t\t301\t", 1, 2},       {"小计\t\t301\t", 1, 2},   {"合计\t\t三百\t", 1, 2},    {"本年累计\t\t9999\t", 0, 2},
        {"3\t合计\t300\t", 0, 2},      {"合计\t\t\t", 0, 2},      {"合计\t\t-\t-", 0, 2},      {"合计费用\t\t1\t", 0, 3},
        {"合计\t\t200\t", 0, 2}, /* a balance carried down: its last value is no mistake */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Bench b = bench();
        Str text = arena_printf(b.arena, "日期\t摘要\t收入\t支出\n9.1\t甲\t100\t\n9.2\t乙\t200\t\n%s\n", cases[i].row);
        assert_ok(try_paste(&b, text));
        if (b.sheet.fault_count != cases[i].faults || b.sheet.rows->count != cases[i].rows)
            fail_msg("%s: %zu faults, %zu rows", cases[i].row, b.sheet.fault_count, b.sheet.rows->count);
        arena_free(b.arena);
    }
}

TEST(parts_are_summed_apart_and_the_whole_together)
{
    Bench b = bench();
    paste(&b, "日期\t摘要\t收入\n9.1\t甲\t100\n小计\t\t100\n9.2\t乙\t50\n9.3\t丙\t60\n小计\t\t110\n合计\t\t210\n");
    assert_int_equal(b.sheet.fault_count, 0);
    assert_int_equal(b.sheet.rows->count, 3);
    paste(&b, "日期\t摘要\t收入\n9.1\t甲\t100\n小计\t\t100\n9.2\t乙\t50\n9.3\t丙\t60\n小计\t\t111\n合计\t\t210\n");
    assert_int_equal(b.sheet.fault_count, 1);
    assert_str(b.sheet.faults->other, S("110"));
    arena_free(b.arena);
}

TEST(merged_cells_are_carried_down_and_told)
{
    Bench b = bench();
    paste(&b, "日期\t摘要\t收入\t支出\n9月2日\t经费\t7400\t\n\t利息\t20\t\n\t〃\t20\t\n");
    assert_str(cell(&b, 1, "voucher_date"), S("2026-09-02"));
    assert_str(cell(&b, 2, "summary"), S("利息"));
    assert_notes(b.sheet.notes, b.sheet.note_count, SHEET_CARRIED, 3);
    assert_null(cell(&b, 1, "expense").at); /* a sum is never carried */
    arena_free(b.arena);
}

TEST(columns_go_by_their_names_in_any_order_and_strangers_are_told)
{
    Bench b = bench();
    paste(&b, "序号\t支出\t备注\tSummary\tvoucher_date\n1\t316\t已付\t水电\t2026/9/5\n");
    assert_int_equal(b.sheet.fault_count, 0);
    assert_str(cell(&b, 0, "expense"), S("316.00"));
    assert_str(cell(&b, 0, "summary"), S("水电"));
    assert_str(cell(&b, 0, "voucher_date"), S("2026-09-05"));
    assert_int_equal(b.sheet.note_count, 1);
    assert_int_equal(b.sheet.notes->what, SHEET_UNKNOWN);
    assert_str(b.sheet.notes->typed, S("备注"));
    arena_free(b.arena);
}

TEST(without_headings_cells_go_by_their_place_and_none_is_lost)
{
    Bench b = bench();
    paste(&b, "9月5日\t水电\t\t316\t2\n");
    assert_str(cell(&b, 0, "attachment_count"), S("2"));
    paste(&b, "1\t9月5日\t水电\t\t316\t2\n2\t9月6日\t保洁\t\t2800\t1\n");
    assert_int_equal(b.sheet.fault_count, 0);
    assert_str(cell(&b, 1, "expense"), S("2800.00"));
    paste(&b, "9月5日\t水电\t\t316\t2\t\t多的\n");
    assert_int_equal(b.sheet.fault_count, 1);
    assert_int_equal(b.sheet.faults->what, SHEET_BEYOND);
    assert_str(b.sheet.faults->typed, S("多的"));
    arena_free(b.arena);
}

TEST(personal_data_is_noted_where_it_stands)
{
    Bench b = bench();
    paste(&b, "日期\t摘要\t收入\n9.1\t甲\t1\n9.2\t退款给 13812345678\t2\n");
    assert_int_equal(b.sheet.fault_count, 0);
    assert_notes(b.sheet.notes, b.sheet.note_count, SHEET_PERSONAL, 1);
    assert_int_equal(b.sheet.notes->row, 2);
    assert_str(b.sheet.notes->column->name, S("summary"));
    const SheetNote *notes;
    assert_int_equal(sheet_personal(b.arena, &b.shape, b.sheet.rows, &notes), 1);
    arena_free(b.arena);
}

TEST(what_cannot_be_read_stays_for_the_engine_to_name)
{
    Bench b = bench();
    paste(&b, "日期\t摘要\t收入\n9月31日\t甲\t12a\n");
    assert_str(cell(&b, 0, "voucher_date"), S("9月31日"));
    assert_str(cell(&b, 0, "income"), S("12a"));
    arena_free(b.arena);
}

static Str many_rows(Arena *a, size_t count)
{
    Out *o = out_new(a, LIMIT_PASTE_BYTES, NULL);
    out_raw(o, S("日期\t摘要\t收入\n"));
    for (size_t i = 0; i < count; i++)
        out_raw(o, S("9.1\t甲\t1\n"));
    out_printf(o, "合计\t\t%zu\n", count);
    assert_false(out_full(o));
    return out_str(o);
}

TEST(five_hundred_rows_and_not_one_more)
{
    Bench b = bench();
    assert_ok(try_paste(&b, many_rows(b.arena, LIMIT_TABLE_ROWS)));
    assert_int_equal(b.sheet.rows->count, LIMIT_TABLE_ROWS);
    assert_int_equal(b.sheet.fault_count, 0);
    assert_refused(try_paste(&b, many_rows(b.arena, LIMIT_TABLE_ROWS + 1)), "err.table.rows");
    arena_free(b.arena);
}

TEST(so_many_things_are_named_and_not_one_more)
{
    Bench b = bench();
    for (size_t extra = 0; extra < 2; extra++) {
        Out *o = out_new(b.arena, LIMIT_PASTE_BYTES, NULL);
        for (size_t i = 0; i < LIMIT_SHEET_NOTES + extra; i++)
            out_raw(o, S("9.1\t甲\t1\t\t\t多\n"));
        assert_ok(try_paste(&b, out_str(o)));
        assert_int_equal(b.sheet.fault_count, LIMIT_SHEET_NOTES);
    }
    arena_free(b.arena);
}

TEST(rows_by_hand_keep_their_numbers_and_take_nothing_for_a_heading)
{
    static const Str cells[] = {S("9.1"), S("合计"), S("5"), S(""), S(""), S(""), S(""), S(""), S(""), S(""),
                                S(""),    S("乙"),   S("6"), S(""), S("")};
    Bench b = bench();
    const Table t = {cells, 3, COLUMNS};
    b.shape.pasted = false;
    assert_ok(try_read(&b, &t));
    assert_int_equal(b.sheet.rows->count, 3);
    assert_str(cell(&b, 0, "summary"), S("合计"));
    assert_int_equal(b.sheet.rows->items[1]->count, 0);
    assert_null(cell(&b, 2, "voucher_date").at);
    assert_int_equal(b.sheet.note_count, 0);
    arena_free(b.arena);
}

/* -- single values ------------------------------------------------------------------------------------------------ */

TEST(every_way_of_writing_becomes_the_one_the_engine_reads)
{
    static const struct {
        FieldType type;
        const char *typed, *tidy;
    } cases[] = {
        {FIELD_MONEY, "1,234元", "1234.00"}, {FIELD_MONEY, "(1,234.50)", "-1234.50"},
        {FIELD_MONEY, "￥３.５", "3.50"}, {FIELD_MONEY, "—", ""}, {FIELD_MONEY, "12a", "12a"},
        {FIELD_INT, "1,200", "1200"}, {FIELD_INT, "3.0", "3"}, {FIELD_INT, "3.5", "3.5"},
        {FIELD_DECIMAL, "62亩", "62.00"}, {FIELD_DATE, "9月5日", "2026-09-05"},
        {FIELD_DATE, "2025.12.1", "2025-12-01"}, {FIELD_DATE, "/", ""},
        {FIELD_INSTANT, "9月5日 14:30", "2026-09-05 14:30"}, {FIELD_PERIOD, "2026年三季度", "2026Q3"},
        {FIELD_PERIOD, "2026年第3季度", "2026Q3"}, {FIELD_PERIOD, "2026年9月份", "2026-09"},
        {FIELD_PERIOD, "2026年", "2026"}, {FIELD_PERIOD, "2026年13月", "2026年13月"}, {FIELD_FLAG, "√", "1"},
        {FIELD_FLAG, "无", "0"}, {FIELD_TEXT, " 字，有空 ", "字，有空"},
        {FIELD_PHONE, "１３８ 1234 5678", "138 1234 5678"}, {FIELD_TEXT, "-", "-"},
    };
    Arena *a = arena_new(1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Field f = {.name = S("x"), .type = cases[i].type};
        f.unit.zh = cases[i].type == FIELD_DECIMAL ? S("亩") : STR_NONE;
        Str tidy = fact_tidy(a, &f, str_of(cases[i].typed), day(2026, 9, 30));
        if (!str_eq(tidy, str_of(cases[i].tidy)))
            fail_msg("%s: %.*s, wanted %s", cases[i].typed, STR_ARG(tidy), cases[i].tidy);
    }
    arena_free(a);
}

TEST(a_value_goes_back_into_its_input)
{
    Arena *a = arena_new(1024 * 1024);
    const Field money = {.type = FIELD_MONEY}, count = {.type = FIELD_INT}, text = {.type = FIELD_TEXT};
    assert_str(fact_typed(a, &money, json_of_int(a, 123450)), S("1234.50"));
    assert_str(fact_typed(a, &count, json_of_int(a, 12)), S("12"));
    assert_str(fact_typed(a, &text, json_of_text(a, S("字"))), S("字"));
    assert_str(fact_typed(a, &text, json_of_flag(true)), S("1"));
    assert_str(fact_typed(a, &text, NULL), S(""));
    arena_free(a);
}

TEST_MAIN

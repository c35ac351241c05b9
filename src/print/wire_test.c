// SPDX-License-Identifier: Apache-2.0
/* Orders go over the wire and come back as they were; anything shorter or longer is refused. */
#include "print/wire.h"

#include "unit.h"

static const Str cells[] = {S("日期"), S("元"), S("9月2日"), S("7,400")};
static const uint8_t widths[] = {200, 1};
static const bool right[] = {false, true};
static const Str signs[] = {S("村委会"), S("监委会")};
static const PrintBlock blocks[] = {
    {.kind = BLOCK_TITLE, .text = S("黄一村")},
    {.kind = BLOCK_TABLE, .cells = cells, .rows = 2, .columns = 2, .total_rows = 1, .widths = widths, .right = right},
    {.kind = BLOCK_QR, .text = S("HTTPS://A.EXAMPLE"), .caption = S("扫一扫")},
    {.kind = BLOCK_SIGN, .signs = signs, .sign_count = 2},
};
static const PrintSheet sheets[] = {
    {.paper = PAPER_A4, .blocks = blocks, .block_count = COUNT_OF(blocks), .foot = S("黄一村"), .short_code = S("7K4Q")},
    {.paper = PAPER_A3_BOARD},
};
static const PrintOrder order = {
    .job = {.sheets = sheets, .sheet_count = COUNT_OF(sheets), .png = true},
    .tongue = S("zh-cn"),
    .page_words = S("{1}/{2}"),
    .code_words = S("防改码"),
};

static void same_block(const PrintBlock *got, const PrintBlock *want)
{
    assert_int_equal(got->kind, want->kind);
    assert_str(got->text, want->text);
    assert_str(got->caption, want->caption);
    assert_int_equal(got->rows, want->rows);
    assert_int_equal(got->columns, want->columns);
    assert_int_equal(got->total_rows, want->total_rows);
    for (size_t i = 0; i < want->rows * want->columns; i++)
        assert_str(got->cells[i], want->cells[i]);
    assert_int_equal(got->widths != NULL, want->widths != NULL);
    assert_int_equal(got->right != NULL, want->right != NULL);
    for (size_t i = 0; got->widths && i < want->columns; i++)
        assert_int_equal(got->widths[i], want->widths[i]);
    for (size_t i = 0; got->right && i < want->columns; i++)
        assert_int_equal(got->right[i], want->right[i]);
    assert_int_equal(got->sign_count, want->sign_count);
    for (size_t i = 0; i < want->sign_count; i++)
        assert_str(got->signs[i], want->signs[i]);
}

TEST(an_order_comes_back_as_it_was)
{
    Arena *a = arena_new(1024 * 1024);
    Str bytes, again;
    PrintOrder got;
    assert_ok(wire_write(a, &order, &bytes));
    assert_ok(wire_read(a, bytes, &got));
    assert_str(got.tongue, order.tongue);
    assert_str(got.page_words, order.page_words);
    assert_str(got.code_words, order.code_words);
    assert_true(got.job.png);
    assert_int_equal(got.job.sheet_count, 2);
    assert_int_equal(got.job.sheets[1].paper, PAPER_A3_BOARD);
    assert_str(got.job.sheets[0].foot, S("黄一村"));
    assert_str(got.job.sheets[0].short_code, S("7K4Q"));
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        same_block(&got.job.sheets[0].blocks[i], &blocks[i]);
    assert_ok(wire_write(a, &got, &again));
    assert_str(again, bytes);
    arena_free(a);
}

TEST(an_order_cut_anywhere_is_refused)
{
    Arena *a = arena_new(1024 * 1024);
    Str bytes;
    PrintOrder got;
    assert_ok(wire_write(a, &order, &bytes));
    for (size_t len = 0; len < bytes.len; len++)
        assert_refused(wire_read(a, str_sub(bytes, 0, len), &got), "err.print.stopped");
    Str longer[] = {bytes, S("\0")};
    assert_refused(wire_read(a, arena_join(a, longer, 2, STR_NONE), &got), "err.print.stopped");
    arena_free(a);
}

TEST(a_count_beyond_the_bytes_takes_no_room)
{
    static const char many_sheets[] = "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\xff\xff\xff\xff" "\0\0\0\0";
    Arena *a = arena_new(64 * 1024);
    PrintOrder got;
    assert_refused(wire_read(a, (Str){many_sheets, sizeof many_sheets - 1}, &got), "err.print.stopped");
    assert_true(arena_used(a) < 4096);
    arena_free(a);
}

/* One text as long as may be in each cell: the order is `cells_count` texts long. */
static Err write_large(Arena *a, size_t cells_count, Str *ret_bytes)
{
    char *text = arena_take(a, LIMIT_PRINT_TEXT_BYTES, 1);
    memset(text, 'x', LIMIT_PRINT_TEXT_BYTES);
    Str *many = ARENA_ARRAY(a, Str, cells_count);
    for (size_t i = 0; i < cells_count; i++)
        many[i] = (Str){text, LIMIT_PRINT_TEXT_BYTES};
    PrintBlock block = {.kind = BLOCK_TABLE, .cells = many, .rows = cells_count, .columns = 1};
    PrintSheet sheet = {.blocks = &block, .block_count = 1};
    PrintOrder large = {.job = {.sheets = &sheet, .sheet_count = 1}};
    return wire_write(a, &large, ret_bytes);
}

TEST(an_order_has_a_ceiling)
{
    enum { FULL = LIMIT_PRINT_JOB_BYTES / LIMIT_PRINT_TEXT_BYTES };
    Arena *a = arena_new(64 * 1024 * 1024);
    Str bytes;
    PrintOrder got;
    assert_ok(write_large(a, FULL - 1, &bytes));
    assert_ok(wire_read(a, bytes, &got));
    assert_refused(write_large(a, FULL, &bytes), "err.print.too_much");
    arena_free(a);
}

TEST(a_fault_comes_back_as_it_was)
{
    Arena *a = arena_new(64 * 1024);
    Err fault = ERR(a, ERR_LIMIT, "err.print.pages", .args = {S("400"), S("二")}, .detail = S("why"));
    Str bytes = wire_write_fault(a, fault);
    Err got = wire_read_fault(a, bytes);
    assert_int_equal(got->code, ERR_LIMIT);
    assert_str(got->key, S("err.print.pages"));
    assert_str(got->args[0], S("400"));
    assert_str(got->args[1], S("二"));
    assert_str(got->detail, S("why"));
    for (size_t len = 0; len < bytes.len; len++)
        assert_refused(wire_read_fault(a, str_sub(bytes, 0, len)), "err.print.stopped");
    arena_free(a);
}

TEST_MAIN

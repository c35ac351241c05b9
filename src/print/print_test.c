// SPDX-License-Identifier: Apache-2.0
/* Jobs in, paper out: how many pages, what is refused, and that helper and drawing in place agree. */
#include "print/print.h"

#include "carried.h"
#include "unit.h"

/* cairo 1.16 loses 768 bytes with each font it embeds, fontconfig its first table; a child's end takes care of both. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\nleak:libfontconfig.so\n";
}

static Arena *arena;
static const Lang *zh;

static void begin(void)
{
    arena = arena_new(256 * 1024 * 1024);
    const CarriedFile *mo = carried_find(S("mo/zh_CN.mo"));
    assert_non_null(mo);
    assert_ok(lang_open(arena, S("zh"), (Str){(const char *)mo->bytes, mo->len}, &zh));
}

static void end(void)
{
    arena_free(arena);
}

static Str text_of(size_t bytes)
{
    char *text = arena_take(arena, bytes, 1);
    memset(text, 'x', bytes);
    return (Str){text, bytes};
}

static Err draw(const PrintSheet *sheets, size_t count, Str *ret_bytes)
{
    return print_draw(arena, &(PrintJob){.sheets = sheets, .sheet_count = count, .lang = zh}, ret_bytes);
}

static Err draw_blocks(PaperKind paper, const PrintBlock *blocks, size_t count, Str *ret_bytes)
{
    return draw(&(PrintSheet){.paper = paper, .blocks = blocks, .block_count = count, .foot = S("黄一村")}, 1, ret_bytes);
}

static Err draw_block(const PrintBlock *block)
{
    Str bytes;
    return draw_blocks(PAPER_A4, block, 1, &bytes);
}

static size_t times(Str s, Str needle)
{
    size_t count = 0;
    for (size_t at; str_find(s, needle, &at); count++)
        s = str_from(s, at + needle.len);
    return count;
}

static size_t pages_of(Str pdf)
{
    assert_true(str_starts(pdf, S("%PDF-")));
    return times(pdf, S("/Type /Page ")) + times(pdf, S("/Type /Page\n"));
}

/* Two columns; each row one line high on A4. */
static PrintBlock table_of(size_t rows)
{
    Str *cells = ARENA_ARRAY(arena, Str, rows * 2);
    for (size_t i = 0; i < rows; i++) {
        cells[i * 2] = i ? S("水泥管") : S("什么事");
        cells[i * 2 + 1] = i ? S("1,380") : S("元");
    }
    return (PrintBlock){.kind = BLOCK_TABLE, .cells = cells, .rows = rows, .columns = 2};
}

static size_t table_pages(PaperKind paper, size_t rows)
{
    PrintBlock table = table_of(rows);
    Str pdf;
    assert_ok(draw_blocks(paper, &table, 1, &pdf));
    return pages_of(pdf);
}

/* How many rows of a table the first page takes. */
static size_t rows_on_a_page(PaperKind paper)
{
    size_t fit = 1, too_many = 128;
    assert_true(table_pages(paper, too_many) > 1);
    while (too_many - fit > 1) {
        size_t rows = (fit + too_many) / 2;
        *(table_pages(paper, rows) == 1 ? &fit : &too_many) = rows;
    }
    return fit;
}

/* A page holds a head and as many rows as fit; each further page repeats the head. */
TEST(long_tables_take_the_pages_they_need)
{
    begin();
    size_t first = rows_on_a_page(PAPER_A4);
    assert_in_range(first, 20, 30);
    size_t body = first - 1;
    assert_int_equal(table_pages(PAPER_A4, 1 + 2 * body), 2);
    assert_int_equal(table_pages(PAPER_A4, 1 + 2 * body + 1), 3);
    assert_int_equal(table_pages(PAPER_A4, 1 + 10 * body), 10);
    assert_int_equal(table_pages(PAPER_A4, 1 + 10 * body + 1), 11);
    end();
}

TEST(a_board_has_two_columns_and_tiles_come_in_pairs)
{
    begin();
    size_t column = rows_on_a_page(PAPER_A3_BOARD);
    assert_int_equal(table_pages(PAPER_A4_TILES, 2), 2);
    assert_int_equal(table_pages(PAPER_A4_TILES, column), 2);
    assert_int_equal(table_pages(PAPER_A4_TILES, column + 1), 4);
    end();
}

static Err draw_pages(PaperKind paper, size_t pages, Str *ret_pdf)
{
    PrintBlock *blocks = ARENA_ARRAY(arena, PrintBlock, pages);
    for (size_t i = 0; i < pages; i++)
        blocks[i] = (PrintBlock){.kind = i + 1 < pages ? BLOCK_NEW_PAGE : BLOCK_RULE};
    return draw_blocks(paper, blocks, pages, ret_pdf);
}

TEST(pages_have_a_ceiling)
{
    begin();
    Str pdf;
    assert_ok(draw_pages(PAPER_A4, LIMIT_PRINT_PAGES, &pdf));
    assert_int_equal(pages_of(pdf), LIMIT_PRINT_PAGES);
    assert_refused(draw_pages(PAPER_A4, LIMIT_PRINT_PAGES + 1, &pdf), "err.print.pages");
    assert_ok(draw_pages(PAPER_A4_TILES, LIMIT_PRINT_PAGES / 2, &pdf));
    assert_int_equal(pages_of(pdf), LIMIT_PRINT_PAGES);
    assert_refused(draw_pages(PAPER_A4_TILES, LIMIT_PRINT_PAGES / 2 + 1, &pdf), "err.print.pages");
    end();
}

TEST(all_sheets_together_have_that_ceiling)
{
    begin();
    PrintSheet *sheets = ARENA_ARRAY(arena, PrintSheet, LIMIT_PRINT_SHEETS + 1);
    Str pdf;
    assert_ok(draw(sheets, LIMIT_PRINT_SHEETS, &pdf));
    assert_int_equal(pages_of(pdf), LIMIT_PRINT_SHEETS);
    assert_refused(draw(sheets, LIMIT_PRINT_SHEETS + 1, &pdf), "err.print.too_much");
    PrintBlock turn = {.kind = BLOCK_NEW_PAGE};
    sheets[0] = (PrintSheet){.blocks = &turn, .block_count = 1};
    assert_refused(draw(sheets, LIMIT_PRINT_SHEETS, &pdf), "err.print.pages");
    assert_refused(draw(sheets, 0, &pdf), "err.print.empty");
    end();
}

TEST(what_a_sheet_may_hold_has_ceilings)
{
    begin();
    Str pdf;
    PrintBlock *rules = ARENA_ARRAY(arena, PrintBlock, LIMIT_PRINT_BLOCKS + 1);
    for (size_t i = 0; i <= LIMIT_PRINT_BLOCKS; i++)
        rules[i].kind = BLOCK_RULE;
    assert_ok(draw_blocks(PAPER_A4, rules, LIMIT_PRINT_BLOCKS, &pdf));
    assert_refused(draw_blocks(PAPER_A4, rules, LIMIT_PRINT_BLOCKS + 1, &pdf), "err.print.too_much");

    static const Str signs[LIMIT_PRINT_SIGNS + 1];
    assert_ok(draw_block(&(PrintBlock){.kind = BLOCK_SIGN, .signs = signs, .sign_count = LIMIT_PRINT_SIGNS}));
    assert_refused(draw_block(&(PrintBlock){.kind = BLOCK_SIGN, .signs = signs, .sign_count = LIMIT_PRINT_SIGNS + 1}),
                   "err.print.too_much");

    Str caption = text_of(LIMIT_PRINT_CAPTION_CHARS), longer = text_of(LIMIT_PRINT_CAPTION_CHARS + 1);
    assert_ok(draw_block(&(PrintBlock){.kind = BLOCK_SIGN, .signs = &caption, .sign_count = 1}));
    assert_refused(draw_block(&(PrintBlock){.kind = BLOCK_SIGN, .signs = &longer, .sign_count = 1}),
                   "err.print.too_much");

    assert_ok(draw_block(&(PrintBlock){.kind = BLOCK_PARAGRAPH, .text = text_of(LIMIT_PRINT_TEXT_BYTES)}));
    assert_refused(draw_block(&(PrintBlock){.kind = BLOCK_PARAGRAPH, .text = text_of(LIMIT_PRINT_TEXT_BYTES + 1)}),
                   "err.print.too_much");
    end();
}

TEST(tables_have_ceilings)
{
    begin();
    Str *cells = ARENA_ARRAY(arena, Str, LIMIT_PRINT_CELLS + LIMIT_TABLE_COLUMNS);
    PrintBlock wide = {.kind = BLOCK_TABLE, .cells = cells, .rows = 2, .columns = LIMIT_TABLE_COLUMNS};
    assert_ok(draw_block(&wide));
    wide.columns++;
    assert_refused(draw_block(&wide), "err.print.too_much");
    PrintBlock full = {.kind = BLOCK_TABLE, .cells = cells, .rows = LIMIT_PRINT_CELLS / 20, .columns = 20};
    assert_ok(draw_block(&full));
    full.rows++;
    assert_refused(draw_block(&full), "err.print.too_much");
    full = (PrintBlock){.kind = BLOCK_TABLE, .rows = LIMIT_PRINT_CELLS + 1};
    assert_refused(draw_block(&full), "err.print.too_much");
    end();
}

TEST(what_cannot_be_printed_is_refused_in_words)
{
    begin();
    static const Str bad[] = {S("a\1b"), S("\xff"), S("a\0b")};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(draw_block(&(PrintBlock){.kind = BLOCK_PARAGRAPH, .text = bad[i]}), "err.print.text");
    assert_refused(draw_block(&(PrintBlock){.kind = BLOCK_KINDS}), "err.print.stopped");
    assert_refused(draw_block(&(PrintBlock){.kind = BLOCK_QR, .text = text_of(4000)}), "err.qr.too_long");
    static const char *const keys[] = {"empty", "text", "too_much", "pages", "too_big", "slow", "busy", "stopped",
                                       "helper", "font"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        assert_true(lang_has(zh, arena_printf(arena, "err.print.%s", keys[i])));
        assert_true(lang_has(zh, arena_printf(arena, "err.print.%s.do", keys[i])));
    }
    end();
}

/* Shapes that a layout could trip over: they must end, on paper. */
TEST(odd_shapes_come_to_an_end)
{
    begin();
    Str tall[] = {text_of(2000), text_of(2000), S("a"), text_of(2000)};
    Str head[] = {text_of(500), S("b"), S("1"), S("2")};
    static const bool right[] = {true, true};
    static const uint8_t zero[] = {0, 0};
    const PrintBlock blocks[] = {
        {.kind = BLOCK_TABLE, .cells = tall, .rows = 2, .columns = 2},
        {.kind = BLOCK_TABLE, .cells = tall, .rows = 2, .columns = 2, .right = right},
        {.kind = BLOCK_TABLE, .cells = head, .rows = 2, .columns = 2, .total_rows = 99},
        {.kind = BLOCK_TABLE, .cells = head, .rows = 2, .columns = 2, .widths = zero},
        {.kind = BLOCK_TABLE, .cells = tall, .rows = 4, .columns = 1, .total_rows = 3},
        {.kind = BLOCK_TABLE, .cells = tall, .rows = 1, .columns = 2},
        {.kind = BLOCK_TABLE, .cells = tall, .rows = 0, .columns = 2},
        {.kind = BLOCK_TABLE},
        {.kind = BLOCK_SIGN},
        {.kind = BLOCK_TITLE, .text = text_of(2000)},
        {.kind = BLOCK_SUBTITLE},
        {.kind = BLOCK_QR, .text = S("A"), .caption = text_of(3000)},
        {.kind = BLOCK_HEADING, .text = S("\n\n\n")},
        {.kind = BLOCK_SPACE},
    };
    for (PaperKind paper = 0; paper < PAPER_KINDS; paper++) {
        Str pdf;
        assert_ok(draw_blocks(paper, blocks, COUNT_OF(blocks), &pdf));
        assert_true(pages_of(pdf) > 3);
        for (size_t i = paper; i < COUNT_OF(blocks); i += PAPER_KINDS) /* each alone on one of them */
            assert_ok(draw_blocks(paper, &blocks[i], 1, &pdf));
    }
    end();
}

TEST(a_picture_is_the_first_page_in_grey)
{
    /* 1240 x 1754, 8 bits of grey */
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xd8\0\0\x06\xda\x08\0";
    begin();
    const PrintBlock blocks[] = {{.kind = BLOCK_NEW_PAGE}, {.kind = BLOCK_TITLE, .text = S("二")}};
    PrintSheet sheet = {.blocks = blocks, .block_count = COUNT_OF(blocks)};
    PrintJob job = {.sheets = &sheet, .sheet_count = 1, .png = true, .lang = zh};
    Str bytes;
    assert_ok(print_draw(arena, &job, &bytes));
    assert_true(str_starts(bytes, (Str){png, sizeof png - 1}));
    end();
}

/* A small arena of the caller is no reason to stop the process. */
TEST(an_answer_that_does_not_fit_is_refused)
{
    begin();
    PrintSheet sheet = {0};
    PrintJob job = {.sheets = &sheet, .sheet_count = 1, .png = true, .lang = zh};
    Arena *small = arena_new(8 * 1024);
    Str bytes;
    assert_refused(print_draw(small, &job, &bytes), "err.print.too_big");
    arena_free(small);
    end();
}

TEST(the_helper_draws_the_same_bytes)
{
    begin();
    PrintBlock table = table_of(100);
    PrintSheet sheet = {.blocks = &table, .block_count = 1, .foot = S("黄一村"), .short_code = S("7K4Q-2M9D-XW3H")};
    PrintJob job = {.sheets = &sheet, .sheet_count = 1, .lang = zh};
    Str here, alone, there;
    assert_ok(print_draw(arena, &job, &here));
    assert_ok(print_make(arena, &job, &alone)); /* nobody started a helper */
    assert_str(alone, here);
    assert_ok(print_start(arena));
    assert_ok(print_make(arena, &job, &there));
    assert_str(there, here);
    table.text = S("\1");
    assert_refused(print_make(arena, &job, &there), "err.print.text");
    end(); /* stops the helper */
}

TEST_MAIN

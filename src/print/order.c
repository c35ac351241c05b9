// SPDX-License-Identifier: Apache-2.0
/* What a job may ask for. The same look is taken where a job is handed in and where it is drawn. */
#include "print/order.h"

static Err too_much(Arena *a, Str what, size_t max)
{
    return ERR(a, ERR_LIMIT, "err.print.too_much", .args = {i64_plain(a, (int64_t)max)}, .detail = what);
}

static Err check_text(Arena *a, Str s)
{
    if (s.len > LIMIT_PRINT_TEXT_BYTES)
        return too_much(a, S("text"), LIMIT_PRINT_TEXT_BYTES);
    if (!text_is_utf8(s) || text_has_control(s))
        return ERR(a, ERR_INPUT, "err.print.text");
    return NULL;
}

/* What must stand in a box or in the foot, and cannot run on. */
static Err check_caption(Arena *a, Str s)
{
    TRY(check_text(a, s));
    return text_chars(s) > LIMIT_PRINT_CAPTION_CHARS ? too_much(a, S("caption"), LIMIT_PRINT_CAPTION_CHARS) : NULL;
}

static Err check_texts(Arena *a, const Str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(check_text(a, texts[i]));
    return NULL;
}

static Err check_block(Arena *a, const PrintBlock *b)
{
    if (b->kind < BLOCK_TITLE || b->kind >= BLOCK_KINDS)
        return ERR(a, ERR_BROKEN, "err.print.stopped", .detail = S("a block of no kind"));
    TRY(check_text(a, b->text));
    TRY(check_text(a, b->caption));
    if (b->columns > LIMIT_TABLE_COLUMNS)
        return too_much(a, S("columns"), LIMIT_TABLE_COLUMNS);
    if (b->rows > LIMIT_PRINT_CELLS || b->rows * b->columns > LIMIT_PRINT_CELLS)
        return too_much(a, S("cells"), LIMIT_PRINT_CELLS);
    if (b->sign_count > LIMIT_PRINT_SIGNS)
        return too_much(a, S("signs"), LIMIT_PRINT_SIGNS);
    TRY(check_texts(a, b->cells, b->rows * b->columns));
    for (size_t i = 0; i < b->sign_count; i++)
        TRY(check_caption(a, b->signs[i]));
    return NULL;
}

static Err check_sheet(Arena *a, const PrintSheet *s)
{
    if (s->paper >= PAPER_KINDS)
        return ERR(a, ERR_BROKEN, "err.print.stopped", .detail = S("a paper of no kind"));
    if (s->block_count > LIMIT_PRINT_BLOCKS)
        return too_much(a, S("blocks"), LIMIT_PRINT_BLOCKS);
    TRY(check_caption(a, s->foot));
    TRY(check_caption(a, s->short_code));
    for (size_t i = 0; i < s->block_count; i++)
        TRY(check_block(a, &s->blocks[i]));
    return NULL;
}

Err order_check(Arena *a, const PrintOrder *order)
{
    if (order->job.sheet_count == 0)
        return ERR(a, ERR_INPUT, "err.print.empty");
    if (order->job.sheet_count > LIMIT_PRINT_SHEETS)
        return too_much(a, S("sheets"), LIMIT_PRINT_SHEETS);
    TRY(check_text(a, order->tongue));
    TRY(check_caption(a, order->page_words));
    TRY(check_caption(a, order->code_words));
    for (size_t i = 0; i < order->job.sheet_count; i++)
        TRY(check_sheet(a, &order->job.sheets[i]));
    return NULL;
}

Err order_make(Arena *a, const PrintJob *job, PrintOrder *ret_order)
{
    *ret_order = (PrintOrder){
        .job = *job,
        .tongue = lang_is_zh(job->lang) ? S("zh-cn") : S("en"),
        .page_words = lang_get(job->lang, S("print.page")),
        .code_words = lang_get(job->lang, S("print.code")),
    };
    ret_order->job.lang = NULL;
    return order_check(a, ret_order);
}

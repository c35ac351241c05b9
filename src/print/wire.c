// SPDX-License-Identifier: Apache-2.0
/* Written twice: once to count, once to keep. Read with an eye on what is left, so that no count can ask for more. */
#include "print/wire.h"

#include <string.h>

enum { NUMBER = 4 };

/* -- writing ------------------------------------------------------------------------------------------------------- */

typedef struct Writer {
    char *at; /* NULL: counting */
    size_t len;
} Writer;

static void put_bytes(Writer *w, Str s)
{
    if (w->at && s.len)
        memcpy(w->at + w->len, s.at, s.len);
    w->len += s.len;
}

static void put_number(Writer *w, size_t n)
{
    REQUIRE(n <= UINT32_MAX);
    char bytes[NUMBER] = {(char)(n & 0xff), (char)(n >> 8 & 0xff), (char)(n >> 16 & 0xff), (char)(n >> 24 & 0xff)};
    put_bytes(w, (Str){bytes, sizeof bytes});
}

static void put_text(Writer *w, Str s)
{
    put_number(w, s.len);
    put_bytes(w, s);
}

static void put_texts(Writer *w, const Str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_text(w, texts[i]);
}

/* Of lists that may be missing, and are when there are no columns. */
static bool put_there(Writer *w, const PrintBlock *b, const void *list)
{
    bool there = list && b->columns;
    put_number(w, there);
    return there;
}

static void put_widths(Writer *w, const PrintBlock *b)
{
    bool there = put_there(w, b, b->widths);
    for (size_t i = 0; there && i < b->columns; i++)
        put_number(w, b->widths[i]);
    there = put_there(w, b, b->right);
    for (size_t i = 0; there && i < b->columns; i++)
        put_number(w, b->right[i]);
}

static void put_block(Writer *w, const PrintBlock *b)
{
    put_number(w, b->kind);
    put_text(w, b->text);
    put_text(w, b->caption);
    put_number(w, b->rows);
    put_number(w, b->columns);
    put_number(w, b->total_rows);
    put_texts(w, b->cells, b->rows * b->columns);
    put_widths(w, b);
    put_number(w, b->sign_count);
    put_texts(w, b->signs, b->sign_count);
}

static void put_order(Writer *w, const PrintOrder *order)
{
    put_text(w, order->tongue);
    put_text(w, order->page_words);
    put_text(w, order->code_words);
    put_number(w, order->job.png);
    put_number(w, order->job.sheet_count);
    for (size_t i = 0; i < order->job.sheet_count; i++) {
        const PrintSheet *s = &order->job.sheets[i];
        put_number(w, s->paper);
        put_text(w, s->foot);
        put_text(w, s->short_code);
        put_number(w, s->block_count);
        for (size_t k = 0; k < s->block_count; k++)
            put_block(w, &s->blocks[k]);
    }
}

Err wire_write(Arena *a, const PrintOrder *order, Str *ret_bytes)
{
    Writer w = {0};
    put_order(&w, order);
    char *bytes = w.len <= LIMIT_PRINT_JOB_BYTES ? arena_try(a, w.len, 1) : NULL;
    if (!bytes)
        return ERR(a, ERR_LIMIT, "err.print.too_much", .args = {S("16 MB")});
    w = (Writer){.at = bytes};
    put_order(&w, order);
    *ret_bytes = (Str){w.at, w.len};
    return NULL;
}

/* -- reading ------------------------------------------------------------------------------------------------------- */

typedef struct Reader {
    Arena *a;
    Str rest;
    bool bad; /* from here on everything reads as nothing */
} Reader;

static size_t take_number(Reader *r)
{
    if (r->bad || r->rest.len < NUMBER) {
        r->bad = true;
        return 0;
    }
    const uint8_t *b = (const uint8_t *)r->rest.at;
    r->rest = str_from(r->rest, NUMBER);
    return (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
}

static bool take_flag(Reader *r)
{
    size_t n = take_number(r);
    r->bad = r->bad || n > 1;
    return n == 1;
}

static Str take_text(Reader *r)
{
    size_t len = take_number(r);
    r->bad = r->bad || len > r->rest.len;
    if (r->bad || len == 0)
        return STR_NONE;
    Str s = str_sub(r->rest, 0, len);
    r->rest = str_from(r->rest, len);
    return s;
}

/* Room for `count` things of which each takes at least a number of the bytes that are left. */
static void *take_room(Reader *r, size_t count, size_t size, size_t align)
{
    if (r->bad || count > r->rest.len / NUMBER) {
        r->bad = true;
        return NULL;
    }
    void *room = count ? arena_try(r->a, count * size, align) : NULL;
    r->bad = count && !room;
    return room;
}
#define TAKE_ROOM(r, T, count) ((T *)take_room((r), (count), sizeof(T), alignof(T)))

static const Str *take_texts(Reader *r, size_t count)
{
    Str *texts = TAKE_ROOM(r, Str, count);
    for (size_t i = 0; texts && i < count; i++)
        texts[i] = take_text(r);
    return texts;
}

static bool take_there(Reader *r, const PrintBlock *b)
{
    bool there = take_flag(r);
    r->bad = r->bad || (there && b->columns == 0);
    return there;
}

static void take_widths(Reader *r, PrintBlock *b)
{
    uint8_t *widths = take_there(r, b) ? TAKE_ROOM(r, uint8_t, b->columns) : NULL;
    for (size_t i = 0; widths && i < b->columns; i++) {
        size_t n = take_number(r);
        r->bad = r->bad || n > UINT8_MAX;
        widths[i] = (uint8_t)n;
    }
    bool *right = take_there(r, b) ? TAKE_ROOM(r, bool, b->columns) : NULL;
    for (size_t i = 0; right && i < b->columns; i++)
        right[i] = take_flag(r);
    b->widths = widths;
    b->right = right;
}

static void take_block(Reader *r, PrintBlock *b)
{
    b->kind = (BlockKind)take_number(r);
    b->text = take_text(r);
    b->caption = take_text(r);
    b->rows = take_number(r);
    b->columns = take_number(r);
    b->total_rows = take_number(r);
    b->cells = take_texts(r, b->rows * b->columns);
    take_widths(r, b);
    b->sign_count = take_number(r);
    b->signs = take_texts(r, b->sign_count);
}

static void take_sheet(Reader *r, PrintSheet *s)
{
    s->paper = (PaperKind)take_number(r);
    s->foot = take_text(r);
    s->short_code = take_text(r);
    s->block_count = take_number(r);
    PrintBlock *blocks = TAKE_ROOM(r, PrintBlock, s->block_count);
    for (size_t i = 0; blocks && !r->bad && i < s->block_count; i++)
        take_block(r, &blocks[i]);
    s->blocks = blocks;
}

Err wire_read(Arena *a, Str bytes, PrintOrder *ret_order)
{
    Reader r = {.a = a, .rest = bytes, .bad = bytes.len > LIMIT_PRINT_JOB_BYTES};
    PrintOrder order = {.tongue = take_text(&r)};
    order.page_words = take_text(&r);
    order.code_words = take_text(&r);
    order.job.png = take_flag(&r);
    order.job.sheet_count = take_number(&r);
    PrintSheet *sheets = TAKE_ROOM(&r, PrintSheet, order.job.sheet_count);
    for (size_t i = 0; sheets && !r.bad && i < order.job.sheet_count; i++)
        take_sheet(&r, &sheets[i]);
    order.job.sheets = sheets;
    if (r.bad || r.rest.len > 0)
        return ERR(a, ERR_BROKEN, "err.print.stopped", .detail = S("an order that does not read"));
    TRY(order_check(a, &order));
    *ret_order = order;
    return NULL;
}

/* -- faults -------------------------------------------------------------------------------------------------------- */

static void put_fault(Writer *w, Err fault)
{
    put_number(w, fault->code);
    put_text(w, fault->key);
    put_texts(w, fault->args, ERR_ARGS);
    put_text(w, fault->detail);
}

Str wire_write_fault(Arena *a, Err fault)
{
    Writer w = {0};
    put_fault(&w, fault);
    w = (Writer){.at = arena_take(a, w.len, 1)};
    put_fault(&w, fault);
    return (Str){w.at, w.len};
}

Err wire_read_fault(Arena *a, Str bytes)
{
    Reader r = {.a = a, .rest = bytes};
    Fault fault = {.file = __FILE__, .line = __LINE__};
    size_t code = take_number(&r);
    fault.key = take_text(&r);
    for (size_t i = 0; i < ERR_ARGS; i++)
        fault.args[i] = take_text(&r);
    fault.detail = take_text(&r);
    if (r.bad || code < ERR_INPUT || code > ERR_BROKEN)
        return ERR(a, ERR_BROKEN, "err.print.stopped", .detail = S("a fault that does not read"));
    fault.code = (ErrCode)code;
    return err_make(a, &fault);
}

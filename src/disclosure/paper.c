// SPDX-License-Identifier: Apache-2.0
/*
 * What hangs in the village: the A4 sheet, the A3 board, the QR poster. Filled from the frozen documents, so that the
 * paper says what the page says; print lays it out.
 */
#include "disclosure/paper.h"
#include "disclosure/document.h"
#include "disclosure/disclosure_web.h"

enum { LINES_PER_ITEM = 60, BLOCKS_PER_ITEM = 8, BLOCKS_BELOW = 8, BLOCKS_MAX = LIMIT_PRINT_BLOCKS };

typedef struct Paper {
    const Request *q;
    const Place *village;
    Period period;
    PrintBlock *blocks;
    size_t count, left_out;
    Str short_code; /* of the newest document on it */
    Instant newest;
    bool hangs;     /* the paper on the wall: with what no screen shows */
    Str *same; /* what did not change: name and code, two by two */
    size_t same_count;
} Paper;

static PrintBlock *add(Paper *p, BlockKind kind, Str text)
{
    REQUIRE(p->count < BLOCKS_MAX);
    PrintBlock *b = &p->blocks[p->count++];
    *b = (PrintBlock){.kind = kind, .text = text};
    return b;
}

static Str say(const Paper *p, const char *key)
{
    return lang_get(p->q->lang, str_of(key));
}

static Str village_url(const Paper *p)
{
    return arena_printf(p->q->arena, "%.*s/v/%.*s", STR_ARG(house()->base_url),
                        STR_ARG(place_plain(p->q->arena, p->village->code)));
}

/* The period's page, which looks the paper's code up and leads on to the proof. */
static Str proof_url(const Paper *p)
{
    if (!p->short_code.len)
        return village_url(p);
    return arena_printf(p->q->arena, "%.*s/%.*s?code=%.*s", STR_ARG(village_url(p)),
                        STR_ARG(period_plain(p->q->arena, p->period)), STR_ARG(p->short_code));
}

static Paper paper_new(const Request *q, const Place *village, Period period)
{
    return (Paper){.q = q, .village = village, .period = period,
                   .newest = INSTANT_NONE, .blocks = ARENA_ARRAY(q->arena, PrintBlock, BLOCKS_MAX)};
}

/* -- one item as a short table: day, what, sum; without days or sums when it has none -------------------------------------- */

enum { COLUMNS = 3, SUM_ROWS = 2 };

/* "孙*信，": what of a row stands on the board alone; `raw` is the row as it lies with the case, NULL when it may not be
 * shown any more. */
static Str on_board(const Paper *p, const Item *item, const Json *raw)
{
    Arena *a = p->q->arena;
    Out *o = out_new(a, LIMIT_CELL_CHARS * 4, p->q->lang);
    for (size_t i = 0; raw && i < item->row_count; i++) {
        Str said = item->rows[i].shown == SHOWN_BOARD ? disclosure_masked(a, &item->rows[i], raw) : STR_NONE;
        if (said.len)
            out_printf(o, "%.*s，", STR_ARG(said));
    }
    return out_str(o);
}

static bool has_days(const Item *item, const Json *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (json_text(rows->items[i], item->line.when).len)
            return true;
    return false;
}

static bool has_sums(const Item *item, const Json *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (json_int(rows->items[i], item->line.in, 0) || json_int(rows->items[i], item->line.out, 0))
            return true;
    return false;
}

static void add_line(const Paper *p, const Item *item, const Json *row, Str *cells)
{
    Arena *a = p->q->arena;
    Date day;
    Str when = json_text(row, item->line.when);
    int64_t in = json_int(row, item->line.in, 0), out = json_int(row, item->line.out, 0);
    cells[0] = when.len && date_read(when, (Date){0}, &day) ? lang_day(a, p->q->lang, day) : S("");
    cells[1] = disclosure_say_row(a, p->q->lang, item, row);
    cells[2] = in ? arena_printf(a, "+%.*s", STR_ARG(lang_money(a, p->q->lang, (Money){in})))
                  : out ? lang_money(a, p->q->lang, (Money){out}) : S("");
}

/* Of a book: all that came in, all that went out. */
static void add_sums(const Paper *p, const DocumentSums *sums, Str *cells)
{
    Arena *a = p->q->arena;
    const Str rows[SUM_ROWS][COLUMNS] = {
        {S(""), say(p, "disclosure.paper.all_in"), lang_money(a, p->q->lang, sums->in)},
        {S(""), say(p, "disclosure.paper.all_out"), lang_money(a, p->q->lang, sums->out)}};
    memcpy(cells, rows, sizeof rows);
}

static void add_rows(Paper *p, const Item *item, const Json *rows, const Json *raw, const DocumentSums *sums)
{
    static const uint8_t widths[] = {3, 14, 4};
    static const bool right[] = {false, false, true};
    bool days = has_days(item, rows), money = has_sums(item, rows);
    size_t first = days ? 0 : 1, columns = (size_t)days + 1 + money, below = sums->is_book && money ? SUM_ROWS : 0;
    size_t count = rows->count < LINES_PER_ITEM ? rows->count : LINES_PER_ITEM, all = 1 + count + below;
    Str *lines = ARENA_ARRAY(p->q->arena, Str, all * COLUMNS);
    lines[0] = say(p, "disclosure.paper.day");
    lines[1] = say(p, "disclosure.paper.what");
    lines[2] = say(p, "disclosure.paper.yuan");
    for (size_t i = 0; i < count; i++)
        add_line(p, item, rows->items[i], &lines[(i + 1) * COLUMNS]);
    for (size_t i = 0; raw && i < count && i < raw->count; i++) {
        Str *what = &lines[(i + 1) * COLUMNS + 1], board = on_board(p, item, raw->items[i]);
        *what = arena_printf(p->q->arena, "%.*s%.*s", STR_ARG(board), STR_ARG(*what));
    }
    if (below)
        add_sums(p, sums, &lines[(count + 1) * COLUMNS]);
    Str *cells = ARENA_ARRAY(p->q->arena, Str, all * columns);
    for (size_t i = 0; i < all; i++)
        memcpy(&cells[i * columns], &lines[i * COLUMNS + first], columns * sizeof *cells);
    PrintBlock *b = add(p, BLOCK_TABLE, STR_NONE);
    b->cells = cells;
    b->rows = all;
    b->columns = columns;
    b->total_rows = below;
    b->widths = widths + first;
    b->right = right + first;
    if (count < rows->count)
        add(p, BLOCK_SMALL, LANG_FILL(p->q->arena, p->q->lang, S("disclosure.paper.more"),
                                      i64_plain(p->q->arena, (int64_t)(rows->count - count))));
}

/* What is said of all lines, and the record's code of these bytes. */
static void add_head(Paper *p, const Item *item, const Json *heads, Str code)
{
    const Json *head = heads && heads->kind == JSON_LIST && heads->count ? heads->items[0] : NULL;
    Arena *a = p->q->arena;
    Out *o = out_new(a, LIMIT_LONG_TEXT_CHARS, p->q->lang);
    for (size_t i = 0; head && i < item->head_count; i++) {
        const Field *f = &item->head[i];
        const Json *value = json_get(head, f->name);
        Str unit = words_in(f->unit, p->q->lang);
        if (!value || f->shown == SHOWN_NEVER)
            continue;
        Str text = disclosure_cell(a, p->q->lang, item, f->name, value);
        out_raw(o, out_len(o) ? say(p, "disclosure.paper.between") : S(""));
        out_raw(o, LANG_FILL(a, p->q->lang, S("disclosure.paper.fact"), words_in(f->label, p->q->lang), text,
                             unit.len ? arena_printf(a, " %.*s", STR_ARG(unit)) : S("")));
    }
    if (out_len(o))
        out_raw(o, S("\n"));
    out_raw(o, LANG_FILL(a, p->q->lang, S("disclosure.paper.item_code"), item->code, code));
    add(p, BLOCK_PARAGRAPH, out_str(o));
}

/* The sheet's own period is said once, at its top. */
static Str heading(const Paper *p, const Item *item, const ShelfEntry *e)
{
    Arena *a = p->q->arena;
    const Lang *l = p->q->lang;
    bool other = e->period.kind != p->period.kind || e->period.index != p->period.index;
    const Str parts[] = {words_in(item->plain, l), disclosure_book_name(l, e->book),
                         other ? lang_period_spoken(a, l, e->period, period_last(e->period)) : S("")};
    return str_trim(arena_join(a, parts, COUNT_OF(parts), S("  ")));
}

static void add_changed(Paper *p, const Item *item, const ShelfEntry *e, const Json *doc, const Json *raw)
{
    const Json *rows = json_get(doc, S("rows"));
    DocumentSums sums = disclosure_sums(item, doc);
    add(p, BLOCK_HEADING, heading(p, item, e));
    add_head(p, item, json_get(doc, S("head")), e->code);
    if (rows && rows->kind == JSON_LIST && rows->count)
        add_rows(p, item, rows, raw, &sums);
    if (json_text(doc, S("note")).len)
        add(p, BLOCK_PARAGRAPH, json_text(doc, S("note")));
}

/* From the day it is published to the end of the display. The case's rows are those of the document until then. */
static bool is_displayed(const ShelfEntry *e)
{
    return str_eq(e->state, S("published")) || str_eq(e->state, S("objection_open"));
}

static Err find_raw(const Paper *p, const ShelfEntry *e, const Json **ret_raw)
{
    const Case *c;
    *ret_raw = NULL;
    if (!p->hangs || e->withdrawn)
        return NULL;
    TRY(process_get(p->q->db, p->q->arena, house()->engine, place_home(e->village), e->about, &c));
    const Json *rows = json_get(c->facts, S("rows"));
    *ret_raw = rows && rows->kind == JSON_LIST ? rows : NULL;
    return NULL;
}

static void add_item(Paper *p, const ShelfEntry *e, const Document *d, const Json *raw)
{
    const Item *item = disclosure_item_of(p->q->arena, e);
    const Json *doc;
    if (!item || !d || e->withdrawn)
        return;
    if (p->count + BLOCKS_PER_ITEM + BLOCKS_BELOW > BLOCKS_MAX) {
        p->left_out++;
        return;
    }
    if (!d->bytes.len || json_read(p->q->arena, d->bytes, LIMIT_FACTS_BYTES, &doc))
        return;
    if (json_flag(doc, S("no_change"))) {
        p->same[2 * p->same_count] = heading(p, item, e);
        p->same[2 * p->same_count++ + 1] = e->code;
    } else
        add_changed(p, item, e, doc, raw);
    if (e->published.ms > p->newest.ms) {
        p->newest = e->published;
        p->short_code = e->code;
    }
}

/* What did not change stands together, a line each. */
static void add_same(Paper *p)
{
    static const uint8_t widths[] = {5, 4};
    if (!p->same_count)
        return;
    add(p, BLOCK_HEADING, say(p, "disclosure.paper.same"));
    p->same[-2] = say(p, "disclosure.paper.what");
    p->same[-1] = say(p, "disclosure.paper.code");
    PrintBlock *b = add(p, BLOCK_TABLE, STR_NONE);
    b->cells = p->same - 2;
    b->rows = p->same_count + 1;
    b->columns = 2;
    b->widths = widths;
}

static const ShelfEntry *displayed(Arena *a, const ShelfEntry *entries, size_t *count)
{
    ShelfEntry *kept = ARENA_ARRAY(a, ShelfEntry, *count + 1);
    size_t n = 0;
    for (size_t i = 0; i < *count; i++)
        if (is_displayed(&entries[i]))
            kept[n++] = entries[i];
    *count = n;
    return kept;
}

static Err add_period(Paper *p)
{
    const ShelfEntry *entries;
    EntryDocuments *documents;
    size_t count;
    ShelfAsk ask = {.period = p->period, .open_on = p->hangs ? instant_date(p->q->now) : DATE_NONE};
    TRY(disclosure_shelf(p->q->db, p->q->arena, p->village->code, &ask, &entries, &count));
    entries = p->hangs ? displayed(p->q->arena, entries, &count) : entries;
    TRY(disclosure_documents(p->q->db, p->q->arena, entries, count, &documents));
    p->same = ARENA_ARRAY(p->q->arena, Str, 2 * (count + 1)) + 2;
    for (size_t i = 0; i < count; i++) {
        const Json *raw;
        TRY(find_raw(p, &entries[i], &raw));
        add_item(p, &entries[i], documents[i].shown, raw);
    }
    add_same(p);
    if (!p->short_code.len)
        add(p, BLOCK_PARAGRAPH, say(p, "disclosure.none"));
    if (p->left_out)
        add(p, BLOCK_SMALL, LANG_FILL(p->q->arena, p->q->lang, S("disclosure.paper.more_items"),
                                      i64_plain(p->q->arena, (int64_t)p->left_out)));
    return NULL;
}

/* -- the three papers -------------------------------------------------------------------------------------------------------- */

static void add_signs(Paper *p)
{
    Str *signs = ARENA_ARRAY(p->q->arena, Str, 3);
    signs[0] = say(p, "disclosure.paper.sign_committee");
    signs[1] = say(p, "disclosure.paper.sign_supervision");
    signs[2] = say(p, "disclosure.paper.sign_hung");
    PrintBlock *b = add(p, BLOCK_SIGN, STR_NONE);
    b->signs = signs;
    b->sign_count = 3;
}

/* The key that the town signs the record with. Whoever checks need not ask the server for it. */
static Err add_key(Paper *p)
{
    LogId log;
    if (!house()->signer)
        return NULL;
    TRY(record_newest_log(p->q->db, p->q->arena, place_home(p->village->code), &log));
    add(p, BLOCK_SMALL, LANG_FILL(p->q->arena, p->q->lang, S("disclosure.paper.key"),
                                  record_signer_vkey(p->q->arena, house()->signer, log)));
    return NULL;
}

/* On paper, too, a demo says that it is one (product rule 6). */
static Str foot_of(const Paper *p, Str words)
{
    const Str parts[] = {words, say(p, "disclosure.paper.demo")};
    return arena_join(p->q->arena, parts, house()->demo ? 2 : 1, S(" · "));
}

static PrintSheet sheet_of(const Paper *p, PaperKind kind)
{
    Arena *a = p->q->arena;
    Str words = arena_printf(a, "%.*s %.*s", STR_ARG(p->village->name), STR_ARG(lang_period(a, p->q->lang, p->period)));
    return (PrintSheet){.paper = kind, .blocks = p->blocks, .block_count = p->count, .short_code = p->short_code,
                        .foot = foot_of(p, words)};
}

/* Seals, names and the key stand in front: at the end they would often be alone on a last page. */
static Err fill_period(Paper *p, PaperKind kind, PrintSheet *ret_sheet)
{
    const Request *q = p->q;
    add(p, BLOCK_TITLE, LANG_FILL(q->arena, q->lang, S("disclosure.paper.title"), p->village->name));
    add(p, BLOCK_SUBTITLE, p->hangs ? LANG_FILL(q->arena, q->lang, S("disclosure.paper.wall"),
                                                lang_date(q->arena, q->lang, instant_date(q->now)))
                                    : lang_period(q->arena, q->lang, p->period));
    if (p->hangs)
        add(p, BLOCK_SMALL, say(p, "disclosure.paper.wall_only"));
    PrintBlock *qr = add(p, BLOCK_QR, STR_NONE);
    qr->caption = say(p, "disclosure.paper.scan");
    add(p, BLOCK_PARAGRAPH, say(p, "disclosure.paper.objection"));
    add_signs(p);
    TRY(add_key(p));
    TRY(add_period(p));
    qr->text = proof_url(p); /* of the newest item: now it is known */
    *ret_sheet = sheet_of(p, kind);
    return NULL;
}

Err disclosure_paper_period(const Request *q, const Place *village, Period period, PaperKind kind,
                            PrintSheet *ret_sheet)
{
    Paper p = paper_new(q, village, period);
    return fill_period(&p, kind, ret_sheet);
}

Err disclosure_paper_board(const Request *q, const Place *village, PaperKind kind, PrintSheet *ret_sheet)
{
    enum { MONTH = 31 }; /* in January what is laid out is last year's */
    Paper p = paper_new(q, village, period_at('y', date_add_days(instant_date(q->now), -MONTH)));
    p.hangs = true;
    return fill_period(&p, kind, ret_sheet);
}

Err disclosure_paper_poster(const Request *q, const Place *village, PrintSheet *ret_sheet)
{
    Paper p = paper_new(q, village, period_at('y', instant_date(q->now)));
    add(&p, BLOCK_TITLE, village->name);
    add(&p, BLOCK_SUBTITLE, say(&p, "disclosure.poster.says"));
    add(&p, BLOCK_QR, village_url(&p)); /* without a caption it stands alone, large */
    add(&p, BLOCK_PARAGRAPH, say(&p, "disclosure.poster.scan"));
    add(&p, BLOCK_BIG, say(&p, "disclosure.poster.four"));
    add(&p, BLOCK_SPACE, STR_NONE);
    if (village->phone.len)
        add(&p, BLOCK_PARAGRAPH, LANG_FILL(q->arena, q->lang, S("disclosure.poster.phone"), village->phone));
    add(&p, BLOCK_SMALL, say(&p, "disclosure.poster.discipline"));
    add(&p, BLOCK_SMALL, village_url(&p));
    *ret_sheet = sheet_of(&p, PAPER_A4);
    ret_sheet->foot = foot_of(&p, village->name);
    ret_sheet->paper = PAPER_A4_POSTER;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* The newest month: what the village took in, spent and has, read from the document that was frozen. */
#include "disclosure/document.h"
#include "disclosure/shelf.h"

static Date row_day(const Item *item, const Json *row)
{
    Date day;
    Str text = json_text(row, item->line.when);
    return text.len && date_read(text, (Date){0}, &day) ? day : DATE_NONE;
}

static MonthLine line_of(Arena *a, const Lang *l, const Item *item, const Json *row)
{
    return (MonthLine){.day = row_day(item, row), .says = disclosure_say_row(a, l, item, row),
                       .handler = json_text(row, S("handler")), .in = {json_int(row, item->line.in, 0)},
                       .out = {json_int(row, item->line.out, 0)}};
}

static void fill_lines(Arena *a, const Lang *l, const Item *item, const Json *rows, size_t max, MonthMoney *m)
{
    size_t total = rows && rows->kind == JSON_LIST ? rows->count : 0;
    MonthLine *lines = ARENA_ARRAY(a, MonthLine, max);
    for (size_t i = 0; i < total && i < max; i++)
        lines[m->line_count++] = line_of(a, l, item, rows->items[total - 1 - i]);
    m->lines = lines;
    m->line_total = total;
}

Err disclosure_month(Db *db, Arena *a, const Lang *lang, const ShelfEntry *e, size_t max, const MonthMoney **ret)
{
    const Document *d;
    const Json *doc;
    Home home = place_home(e->village);
    const Item *item = disclosure_item_of(a, e);
    *ret = NULL;
    if (!item)
        return NULL;
    TRY(process_document(db, a, home, e->about, e->version, &d));
    if (!d || !d->bytes.len || json_read(a, d->bytes, LIMIT_FACTS_BYTES, &doc))
        return NULL;
    MonthMoney *m = ARENA_NEW(a, MonthMoney);
    DocumentSums sums = disclosure_sums(item, doc);
    *m = (MonthMoney){.month = e->period, .income = sums.in, .expense = sums.out, .closing = sums.closing,
                      .posted_on = date_is(e->posted_on) ? e->posted_on : instant_date(e->published),
                      .reviewers = e->reviewers, .number = e->number, .code = e->code};
    fill_lines(a, lang, item, json_get(doc, S("rows")), max, m);
    Digest hash = seal_sha256(d->bytes);
    TRY(record_is_whole(db, a, home, d->event, &hash, &m->whole));
    *ret = m;
    return NULL;
}

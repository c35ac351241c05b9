// SPDX-License-Identifier: Apache-2.0
/* One item of a village within a period: sentences first, the table behind, versions, objections, the proof. */
#include "disclosure/disclosure_web.h"
#include "disclosure/document.h"

enum { OBJECTIONS_SHOWN = 20 };

static bool is_number(const Field *f)
{
    return f->type == FIELD_MONEY || f->type == FIELD_DECIMAL || f->type == FIELD_INT;
}

static bool is_on_screen(const Field *f)
{
    return f->shown == SHOWN_FULL || f->shown == SHOWN_MASKED;
}

static const Json *table_of(const Json *doc, Str name)
{
    const Json *table = json_get(doc, name);
    return table && table->kind == JSON_LIST ? table : json_null();
}

static void fill_facts(const Request *q, const Item *item, const Json *doc, ItemEntry *e)
{
    const Json *heads = table_of(doc, S("head"));
    const Json *head = heads->count ? heads->items[0] : NULL;
    ItemFact *facts = ARENA_ARRAY(q->arena, ItemFact, item->head_count);
    for (size_t i = 0; head && i < item->head_count; i++) {
        const Field *f = &item->head[i];
        const Json *value = json_get(head, f->name);
        if (!value || !is_on_screen(f))
            continue;
        Str text = disclosure_cell(q->arena, q->lang, item, f->name, value), unit = words_in(f->unit, q->lang);
        facts[e->facts_count++] = (ItemFact){words_in(f->label, q->lang), arena_printf(q->arena, "%.*s %.*s",
                                                                                       STR_ARG(text), STR_ARG(unit))};
    }
    e->facts = facts;
}

static ItemLine line_of(const Request *q, const Item *item, const Json *row)
{
    Date day;
    Str when = json_text(row, item->line.when);
    int64_t in = json_int(row, item->line.in, 0), out = json_int(row, item->line.out, 0);
    return (ItemLine){.day = when.len && date_read(when, (Date){0}, &day) ? day : DATE_NONE, .in = in != 0,
                      .says = disclosure_say_row(q->arena, q->lang, item, row),
                      .sum = in || out ? lang_money(q->arena, q->lang, (Money){in ? in : out}) : S("")};
}

static void fill_rows(const Request *q, const Item *item, const Json *doc, ItemEntry *e)
{
    const Json *rows = table_of(doc, S("rows"));
    ItemLine *lines = ARENA_ARRAY(q->arena, ItemLine, rows->count);
    ItemRow *cells = ARENA_ARRAY(q->arena, ItemRow, rows->count);
    Str *columns = ARENA_ARRAY(q->arena, Str, item->row_count);
    for (size_t c = 0; c < item->row_count; c++)
        if (is_on_screen(&item->rows[c]))
            columns[e->columns_count++] = words_in(item->rows[c].label, q->lang);
    for (size_t i = 0; i < rows->count; i++) {
        ItemCell *row = ARENA_ARRAY(q->arena, ItemCell, item->row_count);
        size_t n = 0;
        for (size_t c = 0; c < item->row_count; c++)
            if (is_on_screen(&item->rows[c]))
                row[n++] = (ItemCell){disclosure_cell(q->arena, q->lang, item, item->rows[c].name,
                                                      json_get(rows->items[i], item->rows[c].name)),
                                      is_number(&item->rows[c])};
        cells[i] = (ItemRow){row, n};
        lines[i] = line_of(q, item, rows->items[i]);
    }
    e->lines = lines;
    e->rows = cells;
    e->columns = columns;
    e->lines_count = e->rows_count = rows->count;
}

static Err fill_document(const Request *q, const Item *item, const ShelfEntry *shelf, ItemEntry *e)
{
    const Document *d;
    const Json *doc;
    Home home = place_home(shelf->village);
    TRY(process_document(q->db, q->arena, home, shelf->about, shelf->version, &d));
    if (!d)
        return NULL;
    Digest hash = seal_sha256(d->bytes);
    TRY(record_is_whole(q->db, q->arena, home, d->event, d->withdrawn.len ? NULL : &hash, &e->whole));
    if (!d->bytes.len || json_read(q->arena, d->bytes, LIMIT_FACTS_BYTES, &doc))
        return NULL;
    e->no_change = json_flag(doc, S("no_change"));
    e->note = json_text(doc, S("note"));
    e->meeting = json_text(doc, S("meeting"));
    fill_facts(q, item, doc, e);
    fill_rows(q, item, doc, e);
    return NULL;
}

static Err fill_versions(const Request *q, const ShelfEntry *shelf, ItemEntry *e)
{
    const Document *documents;
    size_t count;
    TRY(process_documents(q->db, q->arena, place_home(shelf->village), shelf->about, &documents, &count));
    if (count < 2)
        return NULL;
    ItemVersion *versions = ARENA_ARRAY(q->arena, ItemVersion, count);
    for (size_t i = 0; i < count; i++)
        versions[i] = (ItemVersion){.version = documents[i].version, .at = documents[i].at,
                                    .withdrawn = documents[i].withdrawn,
                                    .href = arena_printf(q->arena, "/c/%.*s/doc?version=%lld", STR_ARG(shelf->number),
                                                         (long long)documents[i].version)};
    e->versions = versions;
    e->versions_count = count;
    return NULL;
}

static Err fill_objections(const Request *q, const ShelfEntry *shelf, ItemEntry *e)
{
    const ObjectionShown *shown;
    size_t count;
    TRY(disclosure_objections(q->db, q->arena, shelf->village, shelf->about, OBJECTIONS_SHOWN, &shown, &count));
    const Process *p = process_named(house()->engine, S("objection"));
    ItemObjection *objections = ARENA_ARRAY(q->arena, ItemObjection, count);
    for (size_t i = 0; i < count; i++) {
        Str words = S("");
        for (size_t k = 0; k < p->state_count; k++)
            if (str_eq(p->states[k].name, shown[i].state))
                words = words_in(p->states[k].public_label, q->lang);
        objections[i] = (ItemObjection){shown[i].number, shown[i].text, shown[i].answer, words};
    }
    e->objections = objections;
    e->objections_count = count;
    return NULL;
}

static Err fill_entry(const Request *q, const Item *item, const ShelfEntry *shelf, ItemEntry *e)
{
    Str here = disclosure_href(q, shelf->village, shelf->period, item->code);
    Date today = instant_date(q->now);
    bool open = date_is(shelf->objection_until) && shelf->objection_until.day >= today.day;
    *e = (ItemEntry){.number = shelf->number, .period = shelf->period, .until = open ? shelf->objection_until : DATE_NONE,
                     .book = disclosure_book_name(q->lang, shelf->book), .whole = true};
    e->words = disclosure_words(q->arena, q->lang, shelf, today, &e->mark);
    if (shelf->version == 0)
        return NULL;
    e->code = shelf->code;
    e->case_href = arena_printf(q->arena, "/c/%.*s", STR_ARG(shelf->number));
    e->proof_href = arena_printf(q->arena, "/c/%.*s/proof", STR_ARG(shelf->number));
    e->check_href = arena_printf(q->arena, "%.*s?check=1#check-%.*s", STR_ARG(here), STR_ARG(shelf->number));
    e->checks = desk_checks(q);
    if (!shelf->withdrawn)
        e->object_href =
            arena_printf(q->arena, "%.*s/object?number=%.*s", STR_ARG(here), STR_ARG(shelf->number));
    TRY(fill_document(q, item, shelf, e));
    TRY(fill_versions(q, shelf, e));
    return fill_objections(q, shelf, e);
}

Err disclosure_get_item(const Request *q, Response *r)
{
    const Place *village;
    Period period;
    const ShelfEntry *shelf;
    size_t count;
    const Item *item = disclosure_item(q->params[2]);
    if (!item)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    TRY(disclosure_village(q, &village));
    TRY(disclosure_period(q, q->params[1], &period));
    TRY(disclosure_shelf(q->db, q->arena, village->code, period, DATE_NONE, &shelf, &count));
    ItemEntry *entries = ARENA_ARRAY(q->arena, ItemEntry, count);
    ItemPage p = {.village = village->name, .code = village->code, .item = item->code, .period = period,
                  .plain = words_in(item->plain, q->lang), .name = words_in(item->name, q->lang), .entries = entries,
                  .basis = item->basis, .check = desk_check_words(q)};
    for (size_t i = 0; i < count; i++)
        if (str_eq(shelf[i].item, item->code))
            TRY(fill_entry(q, item, &shelf[i], &entries[p.entries_count++]));
    PageFrame frame = {.title = arena_printf(q->arena, "%.*s %.*s", STR_ARG(village->name), STR_ARG(p.plain)),
                       .path = q->path, .checks = desk_checks(q), .back_text = village->name,
                       .back = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)))};
    DISCLOSURE_SEND(q, r, &frame, item, ItemPage, &p);
    r->cacheable = true;
    return NULL;
}

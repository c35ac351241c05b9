// SPDX-License-Identifier: Apache-2.0
/* One item of a village within a period: sentences first, the table behind, versions, objections, the proof. */
#include "disclosure/disclosure_web.h"
#include "disclosure/document.h"

enum { OBJECTIONS_SHOWN = 20 };

/* What others say about the entries of a page. */
typedef struct Told {
    EntryDocuments *documents; /* one per entry */
    bool *whole;               /* one per entry: the record agrees */
    const ObjectionShown *objections;
    size_t objection_count;
} Told;

static bool is_number(const Field *f)
{
    return f->type == FIELD_MONEY || f->type == FIELD_DECIMAL || f->type == FIELD_INT;
}

/* A book is read from top to bottom: what was there, each line, and what is left. */
static void fill_facts(const Request *q, const Item *item, const Json *doc, ItemEntry *e)
{
    const Json *heads = disclosure_table_of(doc, S("head"));
    const Json *head = heads->count ? heads->items[0] : NULL;
    ItemFact *facts = ARENA_ARRAY(q->arena, ItemFact, item->head_count);
    for (size_t i = 0; head && i < item->head_count; i++) {
        const Field *f = &item->head[i];
        const Json *value = json_get(head, f->name);
        if (!value || !disclosure_is_on_screen(f))
            continue;
        Str text = disclosure_cell(q->arena, q->lang, item, f->name, value), unit = words_in(f->unit, q->lang);
        ItemFact fact = {words_in(f->label, q->lang),
                         unit.len ? arena_printf(q->arena, "%.*s %.*s", STR_ARG(text), STR_ARG(unit)) : text,
                         str_eq(f->name, item->balance.opening)};
        if (!str_eq(f->name, item->balance.closing)) {
            facts[e->facts_count++] = fact;
            continue;
        }
        ItemFact *closing = ARENA_NEW(q->arena, ItemFact);
        *closing = fact;
        e->closing = closing;
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
    const Json *rows = disclosure_table_of(doc, S("rows"));
    ItemLine *lines = ARENA_ARRAY(q->arena, ItemLine, rows->count);
    ItemRow *cells = ARENA_ARRAY(q->arena, ItemRow, rows->count);
    Str *columns = ARENA_ARRAY(q->arena, Str, item->row_count);
    for (size_t c = 0; c < item->row_count; c++)
        if (disclosure_is_on_screen(&item->rows[c]))
            columns[e->columns_count++] = words_in(item->rows[c].label, q->lang);
    for (size_t i = 0; i < rows->count; i++) {
        ItemCell *row = ARENA_ARRAY(q->arena, ItemCell, item->row_count);
        size_t n = 0;
        for (size_t c = 0; c < item->row_count; c++)
            if (disclosure_is_on_screen(&item->rows[c]))
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

static void fill_document(const Request *q, const Item *item, const Document *d, ItemEntry *e)
{
    const Json *doc;
    if (!d || !d->bytes.len || json_read(q->arena, d->bytes, LIMIT_FACTS_BYTES, &doc))
        return;
    e->no_change = json_flag(doc, S("no_change"));
    e->note = json_text(doc, S("note"));
    e->meeting = json_text(doc, S("meeting"));
    fill_facts(q, item, doc, e);
    fill_rows(q, item, doc, e);
    DocumentSums sums = disclosure_sums(item, doc);
    if (sums.is_book && !e->no_change) {
        ItemSums *said = ARENA_NEW(q->arena, ItemSums);
        *said = (ItemSums){sums.opening, sums.in, sums.out, sums.closing};
        e->sums = said;
    }
}

/* The newest stands at the item's own address, an older one beside it. */
static Str version_href(const Request *q, const ShelfEntry *shelf, int64_t version)
{
    Str here = disclosure_href(q->arena, shelf->village, shelf->period, shelf->item);
    if (version == shelf->version)
        return here;
    return arena_printf(q->arena, "%.*s?of=%.*s&version=%lld", STR_ARG(here), STR_ARG(shelf->number), (long long)version);
}

/* An older version, asked for by its number: read as the newest is, with a note, and without what hangs on the newest. */
static void fill_old(const Request *q, const ShelfEntry *shelf, const Document *d, ItemEntry *e)
{
    if (!d || d->version == shelf->version)
        return;
    e->old = d->version;
    e->old_at = d->at;
    e->old_withdrawn = d->withdrawn;
    e->newest_href = version_href(q, shelf, shelf->version);
    e->code = e->object_href = S("");
    e->until = DATE_NONE;
    if (!d->withdrawn.len)
        e->bytes_href = arena_printf(q->arena, "/c/%.*s/doc?version=%lld", STR_ARG(shelf->number), (long long)d->version);
}

static const Document *asked_version(const Request *q, const ShelfEntry *shelf, const EntryDocuments *d)
{
    int64_t version;
    bool asked = str_eq(pairs_get(&q->query, S("of")), shelf->number) &&
                 str_to_i64(pairs_get(&q->query, S("version")), &version);
    for (size_t i = 0; asked && i < d->count; i++)
        if (d->all[i].version == version)
            return &d->all[i];
    return d->shown;
}

static void fill_versions(const Request *q, const ShelfEntry *shelf, const EntryDocuments *d, ItemEntry *e)
{
    if (d->count < 2)
        return;
    ItemVersion *versions = ARENA_ARRAY(q->arena, ItemVersion, d->count);
    for (size_t i = 0; i < d->count; i++)
        versions[i] = (ItemVersion){.version = d->all[i].version, .at = d->all[i].at, .withdrawn = d->all[i].withdrawn,
                                    .href = version_href(q, shelf, d->all[i].version)};
    e->versions = versions;
    e->versions_count = d->count;
}

/* What the shown version changed in the one before it, when both can be read. */
static void fill_changes(const Request *q, const Item *item, const EntryDocuments *d, ItemEntry *e)
{
    const Document *before = NULL;
    const Json *was, *is;
    const Change *changes;
    for (size_t i = 0; i < d->count && &d->all[i] != d->shown; i++)
        before = &d->all[i];
    if (!before || !d->shown || !before->bytes.len || !d->shown->bytes.len ||
        json_read(q->arena, before->bytes, LIMIT_FACTS_BYTES, &was) ||
        json_read(q->arena, d->shown->bytes, LIMIT_FACTS_BYTES, &is))
        return;
    disclosure_difference(q->arena, q->lang, item, was, is, &changes, &e->changes_count);
    ItemChange *said = ARENA_ARRAY(q->arena, ItemChange, e->changes_count + 1);
    for (size_t i = 0; i < e->changes_count; i++)
        said[i] = (ItemChange){changes[i].added, changes[i].says};
    e->changes = said;
}

static ItemObjection objection_of(const Request *q, const ObjectionShown *o)
{
    Str words = S("");
    const Process *p = process_named(house()->engine, S("objection"));
    for (size_t i = 0; i < p->state_count; i++)
        if (str_eq(p->states[i].name, o->state))
            words = words_in(p->states[i].public_label, q->lang);
    return (ItemObjection){o->number, o->text, o->answer, words};
}

static void fill_objections(const Request *q, const ShelfEntry *shelf, const Told *told, ItemEntry *e)
{
    ItemObjection *objections = ARENA_ARRAY(q->arena, ItemObjection, OBJECTIONS_SHOWN);
    for (size_t i = 0; i < told->objection_count && e->objections_count < OBJECTIONS_SHOWN; i++)
        if (told->objections[i].about.v == shelf->about.v)
            objections[e->objections_count++] = objection_of(q, &told->objections[i]);
    e->objections = objections;
}

static void fill_entry(const Request *q, const Item *item, const ShelfEntry *shelf, ItemEntry *e)
{
    Str here = disclosure_href(q->arena, shelf->village, shelf->period, item->code);
    Date today = instant_date(q->now);
    bool open = date_is(shelf->objection_until) && shelf->objection_until.day >= today.day;
    *e = (ItemEntry){.number = shelf->number, .period = shelf->period, .until = open ? shelf->objection_until : DATE_NONE,
                     .book = disclosure_book_name(q->lang, shelf->book), .whole = true};
    e->words = disclosure_words(q->arena, q->lang, shelf, today, &e->mark);
    if (shelf->version == 0)
        return;
    e->code = shelf->code;
    e->case_href = arena_printf(q->arena, "/c/%.*s", STR_ARG(shelf->number));
    e->proof_href = arena_printf(q->arena, "/c/%.*s/proof", STR_ARG(shelf->number));
    e->check_href = arena_printf(q->arena, "%.*s?check=1#check-%.*s", STR_ARG(here), STR_ARG(shelf->number));
    e->checks = desk_checks(q);
    if (!shelf->withdrawn)
        e->object_href =
            arena_printf(q->arena, "%.*s/object?number=%.*s", STR_ARG(here), STR_ARG(shelf->number));
}

/* -- all of them at once: a year has twelve months, and as few queries as one ------------------------------------------------- */

static Err ask_record(const Request *q, const ShelfEntry *shelf, size_t count, Told *told)
{
    Digest *hashes = ARENA_ARRAY(q->arena, Digest, count + 1);
    WholeAsk *asks = ARENA_ARRAY(q->arena, WholeAsk, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const Document *d = told->documents[i].shown;
        if (!d)
            continue;
        hashes[n] = seal_sha256(d->bytes);
        asks[n] = (WholeAsk){.index = d->event, .body = d->withdrawn.len ? NULL : &hashes[n]};
        n++;
    }
    told->whole = ARENA_ARRAY(q->arena, bool, count + 1);
    if (n)
        TRY(record_are_whole(q->db, q->arena, place_home(shelf->village), asks, n));
    n = 0;
    for (size_t i = 0; i < count; i++)
        told->whole[i] = !told->documents[i].shown || asks[n++].whole;
    return NULL;
}

static Err fill_entries(const Request *q, const ShelfEntry *shelf, size_t count, ItemEntry *entries)
{
    Told told;
    TRY(disclosure_documents(q->db, q->arena, shelf, count, &told.documents));
    for (size_t i = 0; i < count; i++)
        told.documents[i].shown = asked_version(q, &shelf[i], &told.documents[i]);
    TRY(ask_record(q, shelf, count, &told));
    TRY(disclosure_objections_to(q->db, q->arena, shelf, count, &told.objections, &told.objection_count));
    for (size_t i = 0; i < count; i++) {
        const Item *item = disclosure_item_of(q->arena, &shelf[i]); /* as it was for that period */
        if (!item)
            return ERR(q->arena, ERR_BROKEN, "err.disclosure.unknown_item", .args = {shelf[i].item});
        fill_entry(q, item, &shelf[i], &entries[i]);
        entries[i].whole = told.whole[i];
        if (shelf[i].version == 0)
            continue;
        fill_document(q, item, told.documents[i].shown, &entries[i]);
        fill_versions(q, &shelf[i], &told.documents[i], &entries[i]);
        fill_changes(q, item, &told.documents[i], &entries[i]);
        fill_old(q, &shelf[i], told.documents[i].shown, &entries[i]);
        fill_objections(q, &shelf[i], &told, &entries[i]);
    }
    return NULL;
}

static const ShelfEntry *only(Arena *a, const ShelfEntry *shelf, size_t *count, Str item)
{
    ShelfEntry *kept = ARENA_ARRAY(a, ShelfEntry, *count + 1);
    size_t n = 0;
    for (size_t i = 0; i < *count; i++)
        if (str_eq(shelf[i].item, item))
            kept[n++] = shelf[i];
    *count = n;
    return kept;
}

/* Of the catalogue, with nothing laid out yet; what no village added is nowhere. */
static const Item *known_item(Str code, Period period)
{
    const Item *item = disclosure_item_in(code, period);
    return item && str_eq(item->code, code) ? item : NULL;
}

/* The same item a period before and after; what has not begun has no page. */
static void fill_turns(const Request *q, PlaceCode village, ItemPage *p)
{
    p->before = period_before(p->period);
    p->before_href = disclosure_href(q->arena, village, p->before, p->item);
    p->next = period_next(p->period);
    if (period_first(p->next).day <= instant_date(q->now).day)
        p->next_href = disclosure_href(q->arena, village, p->next, p->item);
}

/* Whoever reads that nothing changed wants to know what it is. */
static Err fill_last_change(const Request *q, PlaceCode village, ItemPage *p)
{
    for (size_t i = 0; i < p->entries_count; i++)
        if (!p->entries[i].no_change)
            return NULL;
    if (!p->entries_count)
        return NULL;
    TRY(disclosure_last_change(q->db, q->arena, village, p->item, p->period, &p->last_change));
    if (p->last_change.kind)
        p->last_change_href = disclosure_href(q->arena, village, p->last_change, p->item);
    return NULL;
}

Err disclosure_get_item(const Request *q, Response *r)
{
    const Place *village;
    Period period;
    const ShelfEntry *shelf;
    size_t count;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(disclosure_period(q, q->params[1], &period));
    TRY(disclosure_shelf(q->db, q->arena, village->code, &(ShelfAsk){.period = period}, &shelf, &count));
    shelf = only(q->arena, shelf, &count, q->params[2]);
    const Item *item = count ? disclosure_item_of(q->arena, &shelf[0]) : known_item(q->params[2], period);
    if (!item)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    ItemEntry *entries = ARENA_ARRAY(q->arena, ItemEntry, count);
    ItemPage p = {.village = village->name, .code = village->code, .item = item->code, .period = period,
                  .plain = words_in(item->plain, q->lang), .name = words_in(item->name, q->lang), .entries = entries,
                  .entries_count = count, .basis = desk_basis(q, item->basis), .check = desk_check_words(q)};
    TRY(fill_entries(q, shelf, count, entries));
    fill_turns(q, village->code, &p);
    TRY(fill_last_change(q, village->code, &p));
    PageFrame frame = {.title = arena_printf(q->arena, "%.*s %.*s", STR_ARG(village->name), STR_ARG(p.plain)),
                       .path = q->path, .checks = desk_checks(q), .back_text = village->name,
                       .back = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)))};
    DISCLOSURE_SEND(q, r, &frame, item, ItemPage, &p);
    r->cacheable = true;
    return NULL;
}

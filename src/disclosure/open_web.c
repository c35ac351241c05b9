// SPDX-License-Identifier: Apache-2.0
/*
 * Opening an item that the calendar does not: on an event ("at once", village committee law art. 30), or once more within a
 * period. Who prepares, reviews and approves comes from the catalogue, never from a form.
 */
#include "disclosure/added.h"
#include "disclosure/calendar.h"
#include "disclosure/disclosure_web.h"

static Err find_place(const Request *q, const Place **ret_village)
{
    TRY(desk_place(q, PLACE_VILLAGE, ret_village));
    return web_may(q, "case.write", (*ret_village)->code);
}

/* What can be opened here: the catalogue's items, then those that this village added and still lists. */
static Err find_items(const Request *q, const Place *village, const Item ***ret_items, size_t *ret_count)
{
    const AddedItem *added;
    size_t count = disclosure_item_count(), added_count, n = 0;
    TRY(disclosure_added(q->db, q->arena, village->code, &added, &added_count));
    const Item **items = ARENA_ARRAY(q->arena, const Item *, count + added_count);
    for (size_t i = 0; i < count; i++)
        items[n++] = disclosure_item_at(i);
    for (size_t i = 0; i < added_count; i++)
        if (!date_is(added[i].until))
            items[n++] = disclosure_item_added(q->arena, &added[i]);
    *ret_items = items;
    *ret_count = n;
    return NULL;
}

const OpenChoice *disclosure_book_choices(const Request *q, const Str *books, size_t count, Str chosen)
{
    OpenChoice *choices = ARENA_ARRAY(q->arena, OpenChoice, count);
    for (size_t i = 0; i < count; i++) {
        Str name = disclosure_book_name(q->lang, books[i]);
        choices[i] = (OpenChoice){books[i], name.len ? name : web_sentence(q, "disclosure.book.committee"),
                                  str_eq(books[i], chosen)};
    }
    return choices;
}

static Err show(const Request *q, Response *r, const Place *village, Err fault)
{
    const Item **found;
    const Str *books;
    size_t count, book_count;
    TRY(find_items(q, village, &found, &count));
    TRY(disclosure_books(q->db, q->arena, village->code, &books, &book_count));
    OpenChoice *items = ARENA_ARRAY(q->arena, OpenChoice, count);
    Str typed = pairs_get(&q->form, S("period"));
    for (size_t i = 0; i < count; i++)
        items[i] = (OpenChoice){found[i]->code, words_in(found[i]->plain, q->lang),
                                str_eq(found[i]->code, pairs_get(&q->form, S("item")))};
    OpenPage p = {.village = village->name, .action = q->path, .items = items, .items_count = count,
                  .books = disclosure_book_choices(q, books, book_count, pairs_get(&q->form, S("book"))),
                  .books_count = book_count > 1 ? book_count : 0,
                  .period = typed.len ? typed : period_plain(q->arena, period_at('q', instant_date(q->now))),
                  .token = web_form_token(q, S("disclosure-open"))};
    if (fault) {
        const DeskFaults faults = desk_fault_of(q, fault);
        p.summary = desk_summary(q, &faults);
        p.item_fault = str_eq(faults.at->field, S("item")) ? faults.at->reason : STR_NONE;
        p.period_fault = str_eq(faults.at->field, S("period")) ? faults.at->reason : STR_NONE;
        p.book_fault = str_eq(faults.at->field, S("book")) ? faults.at->reason : STR_NONE;
    }
    Out *body = web_body(q);
    disclosure_page_open(body, &p);
    PageFrame frame = {.title = web_sentence(q, "disclosure.open_title"), .path = q->path, .staff = true, .noindex = true,
                       .back = arena_printf(q->arena, "/p/%.*s/disclosure", STR_ARG(place_plain(q->arena, village->code))),
                       .back_text = village->name};
    web_page(q, r, &frame, body);
    if (fault)
        r->status = 422;
    return NULL;
}

Err disclosure_get_open(const Request *q, Response *r)
{
    const Place *village;
    TRY(find_place(q, &village));
    return show(q, r, village, NULL);
}

/* What was chosen, with the words and the path it has in that period. */
static Err read_choice(const Request *q, const Place *village, const Item **ret_item, Period *ret_period)
{
    const Item **items, *item = NULL;
    size_t count;
    Str code = pairs_get(&q->form, S("item")), typed = str_trim(pairs_get(&q->form, S("period")));
    TRY(find_items(q, village, &items, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i]->code, code))
            item = items[i];
    if (!code.len)
        return ERR(q->arena, ERR_INPUT, "err.disclosure.choose_item", .field = S("item"));
    if (!item)
        return ERR(q->arena, ERR_INPUT, "err.disclosure.unknown_item", .field = S("item"), .args = {code});
    if (!period_read(text_fold(q->arena, typed), ret_period))
        return ERR(q->arena, ERR_INPUT, "err.disclosure.period", .field = S("period"), .args = {typed});
    const Item *then = disclosure_item_in(item->code, *ret_period);
    *ret_item = then && str_eq(then->code, item->code) ? then : item;
    return NULL;
}

/* Money is kept book by book; everything else is the village's, whatever was chosen. */
static Err read_book(const Request *q, const Place *village, const Item *item, Str *ret_book)
{
    const Str *books;
    size_t count;
    Str chosen = pairs_get(&q->form, S("book"));
    TRY(disclosure_books(q->db, q->arena, village->code, &books, &count));
    *ret_book = books[0];
    if (!chosen.len || !item->by_book)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (str_eq(books[i], chosen)) {
            *ret_book = books[i];
            return NULL;
        }
    return ERR(q->arena, ERR_INPUT, "err.disclosure.book", .field = S("book"), .args = {chosen});
}

Err disclosure_post_open(const Request *q, Response *r)
{
    const Place *village;
    const Case *c;
    const Item *item;
    Str slip, book;
    Period period;
    Err refused;
    TRY(find_place(q, &village));
    Err unread = read_choice(q, village, &item, &period);
    unread = unread ? unread : read_book(q, village, item, &book);
    if (unread)
        return unread->code == ERR_INPUT ? show(q, r, village, unread) : unread;
    NewCase n = {.process = S("disclosure"), .place = village->code, .who = q->who, .now = q->now,
                 .facts = disclosure_facts_of(q->arena, item, period, book), .due = INSTANT_NONE};
    TRY(desk_open(q, &n, &c, &slip, &refused));
    if (refused)
        return show(q, r, village, refused);
    web_see_other(r, arena_printf(q->arena, "/case/%.*s", STR_ARG(c->number)));
    return NULL;
}

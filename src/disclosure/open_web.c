// SPDX-License-Identifier: Apache-2.0
/*
 * Opening an item that the calendar does not: on an event ("at once", village committee law art. 30), or once more within a
 * period. Who prepares, reviews and approves comes from the catalogue, never from a form.
 */
#include "disclosure/calendar.h"
#include "disclosure/disclosure_web.h"

static Err find_place(const Request *q, const Place **ret_village)
{
    TRY(desk_place(q, PLACE_VILLAGE, ret_village));
    return web_may(q, "case.write", (*ret_village)->code);
}

static Err show(const Request *q, Response *r, const Place *village, Err fault)
{
    size_t count = disclosure_item_count();
    OpenChoice *items = ARENA_ARRAY(q->arena, OpenChoice, count);
    Str typed = pairs_get(&q->form, S("period"));
    for (size_t i = 0; i < count; i++) {
        const Item *item = disclosure_item_at(i);
        items[i] = (OpenChoice){item->code, words_in(item->plain, q->lang),
                                str_eq(item->code, pairs_get(&q->form, S("item")))};
    }
    OpenPage p = {.village = village->name, .action = q->path, .items = items, .items_count = count,
                  .period = typed.len ? typed : period_plain(q->arena, period_at('q', instant_date(q->now))),
                  .fault = fault ? lang_reason(q->arena, q->lang, fault) : S(""),
                  .token = web_form_token(q, S("disclosure-open"))};
    Out *body = web_body(q);
    disclosure_page_open(body, &p);
    PageFrame frame = {.title = web_sentence(q, "disclosure.open_title"), .path = q->path, .staff = true, .noindex = true};
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

Err disclosure_post_open(const Request *q, Response *r)
{
    const Place *village;
    const Case *c;
    Str slip, typed = pairs_get(&q->form, S("period"));
    Period period;
    TRY(find_place(q, &village));
    const Item *item = disclosure_item(pairs_get(&q->form, S("item")));
    if (!item)
        return show(q, r, village, ERR(q->arena, ERR_INPUT, "err.disclosure.unknown_item",
                                       .args = {pairs_get(&q->form, S("item"))}));
    if (!period_read(typed, &period))
        return show(q, r, village, ERR(q->arena, ERR_INPUT, "err.disclosure.period", .args = {typed}));
    NewCase n = {.process = S("disclosure"), .place = village->code, .who = q->who, .now = q->now,
                 .facts = disclosure_facts_of(q->arena, item, period, S("committee")), .due = INSTANT_NONE};
    TRY(process_open(q->db, q->arena, house()->engine, &n, &c, &slip));
    web_see_other(r, arena_printf(q->arena, "/case/%.*s", STR_ARG(c->number)));
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* Asking where nobody answers any more: the village has ended, and another one took it in. */
#include "desk/desk_own.h"

static Str village_href(Arena *a, const Place *p, const char *tail)
{
    return arena_printf(a, "/v/%.*s%s", STR_ARG(place_plain(a, p->code)), tail);
}

Err desk_refuse_ended(const Request *q, Response *r, const Place *village, bool *ret_ended)
{
    const Place *next;
    Date today = instant_date(q->now);
    *ret_ended = place_ended(village, today);
    if (!*ret_ended)
        return NULL;
    TRY(place_successor(q->db, q->arena, village, today, &next));
    EndedPage p = {.village = village->name, .on = lang_date(q->arena, q->lang, village->to), .typed = pairs_get(&q->form, S("f.detail")),
                   .hidden = desk_hidden(q, &q->form), .token = web_form_token(q, S("ask")),
                   .town = place_up(village->code, PLACE_TOWN)};
    if (next) {
        p.next = next->name;
        p.ask_href = village_href(q->arena, next, "/ask");
    }
    Out *body = web_body(q);
    desk_page_ended(body, &p);
    const PageFrame frame = {.title = WEB_FILL(q, "desk.ended_title", village->name), .path = q->path, .noindex = true,
                             .back = village_href(q->arena, village, ""), .back_text = village->name};
    web_page(q, r, &frame, body);
    r->status = 410;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* "I think this is wrong": an objection to a posted item, written, checked, sent. */
#include "disclosure/disclosure_web.h"

static const Str object_names[] = {{"detail", 6}, {"may_publish", 11}, {"contact", 7}};

typedef struct Objecting {
    const Place *village;
    const Item *item;
    Period period;
    const Case *about;
    Str action, back;
} Objecting;

/* The item's case: posted, of this village, of this period. */
static Err find_about(const Request *q, Objecting *o)
{
    Str number = pairs_get(&q->query, S("number"));
    TRY(desk_place(q, PLACE_VILLAGE, &o->village));
    TRY(disclosure_period(q, q->params[1], &o->period));
    TRY(process_by_number(q->db, q->arena, house()->engine, number, &o->about));
    o->item = o->about ? disclosure_item_of_case(q->arena, o->about) : NULL;
    bool fits = o->item && o->about && o->about->shown && o->about->place.v == o->village->code.v &&
                str_eq(o->about->process->name, S("disclosure")) &&
                str_eq(q->params[2], o->item->code);
    if (!fits)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    o->back = disclosure_href(q->arena, o->village->code, o->period, o->item->code);
    o->action = arena_printf(q->arena, "%.*s/object?number=%.*s", STR_ARG(o->back), STR_ARG(number));
    return NULL;
}

static DeskAsk ask_of(const Request *q, const DeskFaults *faults)
{
    return (DeskAsk){.process = process_named(house()->engine, S("objection")), .names = object_names,
                     .name_count = COUNT_OF(object_names), .typed = &q->form, .faults = faults};
}

static PageFrame frame_of(const Request *q, const Objecting *o, Str title)
{
    return (PageFrame){.title = title, .path = q->path, .noindex = true, .back = o->back,
                       .back_text = words_in(o->item->plain, q->lang)};
}

static Err show_form(const Request *q, Response *r, const Objecting *o, const DeskFaults *faults)
{
    DeskAsk ask = ask_of(q, faults);
    ObjectPage p = {.village = o->village->name, .plain = words_in(o->item->plain, q->lang), .period = o->period,
                    .action = o->action, .token = web_form_token(q, S("object"))};
    TRY(desk_fields(q, &ask, &p.fields));
    if (faults)
        p.summary = desk_summary(q, faults);
    Out *body = web_body(q);
    disclosure_page_object(body, &p);
    PageFrame frame = frame_of(q, o, WEB_FILL(q, "disclosure.object_title", p.plain));
    web_page(q, r, &frame, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

Err disclosure_get_object(const Request *q, Response *r)
{
    Objecting o;
    bool ended;
    TRY(find_about(q, &o));
    TRY(desk_refuse_ended(q, r, o.village, &ended));
    return ended ? NULL : show_form(q, r, &o, NULL);
}

static Err show_check(const Request *q, Response *r, const Objecting *o, const Json *facts)
{
    DeskAsk ask = ask_of(q, NULL);
    ObjectCheck p = {.action = o->action, .hidden = desk_hidden(q, &q->form), .token = web_form_token(q, S("object"))};
    TRY(desk_answers(q, &ask, facts, &p.answers));
    Out *body = web_body(q);
    disclosure_page_object_check(body, &p);
    PageFrame frame = frame_of(q, o, web_sentence(q, "disclosure.check_title"));
    web_page(q, r, &frame, body);
    return NULL;
}

static Err send(const Request *q, Response *r, const Objecting *o, const Json *facts)
{
    JsonMember known[] = {{S("about"), json_of_text(q->arena, o->about->number)},
                          {S("source"), json_of_text(q->arena, S("page"))}};
    const Case *c;
    Str slip;
    Err refused;
    NewCase n = {.process = S("objection"), .place = o->village->code, .parent = o->about->id, .who = q->who,
                 .now = q->now, .facts = json_merge(q->arena, facts, json_object(q->arena, known, COUNT_OF(known))),
                 .due = INSTANT_NONE};
    TRY(desk_open(q, &n, &c, &slip, &refused));
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        return show_form(q, r, o, &faults);
    }
    DeskDone done = {.title = web_sentence(q, "disclosure.object_received"), .about = c, .slip = slip,
                     .next = desk_state_words(q, c, true), .back = o->back,
                     .back_text = words_in(o->item->plain, q->lang)};
    return desk_done(q, r, &done);
}

Err disclosure_post_object(const Request *q, Response *r)
{
    Objecting o;
    bool ended;
    TRY(find_about(q, &o));
    TRY(desk_refuse_ended(q, r, o.village, &ended));
    if (ended)
        return NULL;
    Str step = pairs_get(&q->form, S("step"));
    if (str_eq(step, S("back")))
        return show_form(q, r, &o, NULL);
    DeskAsk ask = ask_of(q, NULL);
    const Json *facts;
    DeskFaults faults;
    TRY(desk_facts(q, &ask, &facts, &faults));
    if (faults.count)
        return show_form(q, r, &o, &faults);
    return str_eq(step, S("send")) ? send(q, r, &o, facts) : show_check(q, r, &o, facts);
}

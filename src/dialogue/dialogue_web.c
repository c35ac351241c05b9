// SPDX-License-Identifier: Apache-2.0
/* Asking from the village page: write, check, send; a number and a slip come back. */
#include "desk/desk.h"
#include "dialogue/dialogue_rule.h"
#include "dialogue/dialogue_web.h"
#include "dialogue_html.h"

static const Str ask_names[] = {{"kind", 4}, {"detail", 6}, {"may_publish", 11}, {"contact", 7}};

static bool is_about_officer(const Request *q)
{
    return str_eq(pairs_get(&q->form, S("about_officer")), S("1"));
}

/* What is about an office holder goes straight to the town, and the village never sees it. */
static DeskAsk ask_of(const Request *q, const DeskFaults *faults)
{
    Str process = is_about_officer(q) ? S("officer_issue") : S("issue");
    return (DeskAsk){.process = process_named(house()->engine, process), .names = ask_names,
                     .name_count = COUNT_OF(ask_names), .typed = &q->form, .faults = faults};
}

static PageFrame frame_of(const Request *q, const Place *village, Str title)
{
    return (PageFrame){.title = title, .path = q->path, .noindex = true, .back_text = village->name,
                       .back = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)))};
}

static Err show_form(const Request *q, Response *r, const Place *village, const DeskFaults *faults)
{
    DeskAsk ask = ask_of(q, faults);
    AskPage p = {.code = village->code, .village = village->name, .phone = village->phone,
                 .about_officer = is_about_officer(q), .token = web_form_token(q, S("ask"))};
    TRY(desk_fields(q, &ask, &p.fields));
    if (faults)
        p.summary = desk_summary(q, faults);
    Out *body = web_body(q);
    dialogue_page_ask(body, &p);
    PageFrame frame = frame_of(q, village, WEB_FILL(q, "dialogue.ask_title", village->name));
    web_page(q, r, &frame, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

Err dialogue_get_ask(const Request *q, Response *r)
{
    const Place *village;
    bool ended;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(desk_refuse_ended(q, r, village, &ended));
    return ended ? NULL : show_form(q, r, village, NULL);
}

static Err show_check(const Request *q, Response *r, const Place *village, const Json *facts)
{
    DeskAsk ask = ask_of(q, NULL);
    AskCheck p = {.code = village->code, .village = village->name, .about_officer = is_about_officer(q),
                  .token = web_form_token(q, S("ask")), .hidden = desk_hidden(q, &q->form)};
    TRY(desk_answers(q, &ask, facts, &p.answers));
    Out *body = web_body(q);
    dialogue_page_ask_check(body, &p);
    PageFrame frame = frame_of(q, village, web_sentence(q, "dialogue.check_title"));
    web_page(q, r, &frame, body);
    return NULL;
}

static const Json *with_source(const Request *q, const Json *facts)
{
    JsonMember source = {S("source"), json_of_text(q->arena, S("page"))};
    return json_merge(q->arena, facts, json_object(q->arena, &source, 1));
}

static Err send(const Request *q, Response *r, const Place *village, const Json *facts)
{
    const Case *c;
    Str slip;
    NewCase n = {.process = ask_of(q, NULL).process->name, .place = village->code, .who = q->who, .now = q->now,
                 .facts = with_source(q, facts), .due = INSTANT_NONE};
    TRY(process_open(q->db, q->arena, house()->engine, &n, &c, &slip));
    DeskDone done = {.title = web_sentence(q, "dialogue.received"), .about = c, .slip = slip,
                     .next = desk_state_words(q, c, true), .back_text = village->name,
                     .back = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)))};
    return desk_done(q, r, &done);
}

Err dialogue_post_ask(const Request *q, Response *r)
{
    const Place *village;
    bool ended;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(desk_refuse_ended(q, r, village, &ended));
    if (ended)
        return NULL;
    Str step = pairs_get(&q->form, S("step"));
    if (str_eq(step, S("back")))
        return show_form(q, r, village, NULL);
    DeskAsk ask = ask_of(q, NULL);
    const Json *facts;
    DeskFaults faults;
    TRY(desk_facts(q, &ask, &facts, &faults));
    if (faults.count)
        return show_form(q, r, village, &faults);
    return str_eq(step, S("send")) ? send(q, r, village, facts) : show_check(q, r, village, facts);
}

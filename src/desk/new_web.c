// SPDX-License-Identifier: Apache-2.0
/* Opening a case at the desk: a form, the answers to check, a number and what happens next. */
#include "desk/desk_own.h"

typedef struct Opening {
    const Place *place;
    const Process *process;
    DeskAsk ask;
} Opening;

static Err find_opening(const Request *q, const char *permission, Opening *ret)
{
    TRY(desk_place_for(q, permission, &ret->place));
    TRY(desk_find_process(q, q->params[1], &ret->process));
    if (!desk_may_open(q, ret->process, ret->place->code))
        return desk_missing(q);
    desk_ask_of(q, ret->process, ret->process->opening, NULL, &ret->ask);
    ret->ask.place = ret->place->code;
    return NULL;
}

static Str path_of(const Request *q, const Opening *n, const char *ending)
{
    return arena_printf(q->arena, "/p/%.*s/%.*s%s", STR_ARG(place_plain(q->arena, n->place->code)),
                        STR_ARG(n->process->name), ending);
}

static void send_page(const Request *q, Response *r, const Opening *n, Out *body)
{
    const PageFrame frame = {.title = words_in(n->process->label, q->lang), .staff = true, .wide = true, .back = path_of(q, n, ""),
                             .path = path_of(q, n, "/new"), .back_text = words_in(n->process->label, q->lang)};
    web_page(q, r, &frame, body);
}

static Err show_form(const Request *q, Response *r, const Opening *n, const DeskFaults *faults)
{
    DeskAsk ask = n->ask;
    ask.faults = faults;
    ask.typed = str_eq(q->method, S("POST")) ? &q->form : q->query.count ? &q->query : NULL;
    FormPage p = {.title = WEB_FILL(q, "desk.enter", words_in(n->process->label, q->lang)), .about = n->place->name,
                  .help = words_in(n->process->help, q->lang), .path = path_of(q, n, "/new"), .checks = true,
                  .asks_behalf = true, .on_behalf = pairs_get(&q->form, S("on_behalf")),
                  .summary = desk_summary(q, faults), .token = web_kept_token(q, S("new"))};
    TRY(desk_fields(q, &ask, &p.fields));
    Out *body = web_body(q);
    desk_page_form(body, &p);
    send_page(q, r, n, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

Err desk_get_new(const Request *q, Response *r)
{
    Opening n = {0};
    TRY(find_opening(q, "case.write", &n));
    return show_form(q, r, &n, NULL);
}

static Err show_check(const Request *q, Response *r, const Opening *n, const Json *facts)
{
    CheckPage p = {.title = words_in(n->process->label, q->lang),
                   .about = n->place->name,
                   .path = path_of(q, n, "/new"),
                   .on_behalf = str_trim(pairs_get(&q->form, S("on_behalf"))),
                   .send = web_sentence(q, "desk.send"),
                   .hidden = desk_hidden(q, &q->form),
                   .token = web_kept_token(q, S("new"))};
    DeskAsk ask = n->ask;
    ask.typed = &q->form;
    TRY(desk_answers(q, &ask, facts, &p.answers));
    const NewCase fresh = {.process = n->process->name, .place = n->place->code, .facts = facts};
    TRY(room_before_opening(q, n->process, &fresh, &p.beside));
    Out *body = web_body(q);
    desk_page_check(body, &p);
    send_page(q, r, n, body);
    return NULL;
}

static Err show_done(const Request *q, Response *r, const Opening *n, const Case *c, Str slip)
{
    const DeskDone done = {.title = web_sentence(q, "desk.entered"), .about = c, .slip = slip,
                           .next = desk_state_words(q, c, true), .back = desk_case_href(q->arena, c),
                           .back_text = web_sentence(q, "desk.back_to_case")};
    DeskDone plain = done;
    if (!process_may_see(house()->engine, q->who, c)) { /* handed on to somebody else */
        plain.back = path_of(q, n, "");
        plain.back_text = words_in(n->process->label, q->lang);
    }
    return desk_done(q, r, &plain);
}

static Err send(const Request *q, Response *r, const Opening *n, const Json *facts)
{
    const Case *c;
    Str slip;
    Err refused;
    const NewCase fresh = {.process = n->process->name,
                           .place = n->place->code,
                           .who = q->who,
                           .now = q->now,
                           .facts = facts,
                           .on_behalf =
                               text_cut(str_trim(pairs_get(&q->form, S("on_behalf"))), LIMIT_PERSON_NAME_CHARS),
                           .due = INSTANT_NONE};
    TRY(desk_open(q, &fresh, &c, &slip, &refused));
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        return show_form(q, r, n, &faults);
    }
    return show_done(q, r, n, c, slip);
}

Err desk_post_new(const Request *q, Response *r)
{
    Opening n = {0};
    const Json *facts;
    DeskFaults faults;
    TRY(find_opening(q, "case.write", &n));
    if (desk_step_is(q, "back") || pairs_get(&q->form, S("more")).len)
        return show_form(q, r, &n, NULL);
    DeskAsk ask = n.ask;
    ask.typed = &q->form;
    TRY(desk_facts(q, &ask, &facts, &faults));
    if (faults.count)
        return show_form(q, r, &n, &faults);
    return desk_step_is(q, "send") ? send(q, r, &n, facts) : show_check(q, r, &n, facts);
}

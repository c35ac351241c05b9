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

/* The answer; until there is one, how far it is. */
static Str said_of(const Request *q, const IssueShown *i)
{
    const Process *p = process_named(house()->engine, S("issue"));
    if (i->answer.len)
        return i->answer;
    for (size_t k = 0; k < p->state_count; k++)
        if (str_eq(p->states[k].name, i->state))
            return words_in(p->states[k].public_label, q->lang);
    return STR_NONE;
}

Err dialogue_before_opening(const Request *q, const NewCase *n, Html *ret_box)
{
    const IssueShown *posted, *best[LIMIT_ALIKE_SHOWN];
    size_t count;
    if (!str_eq(n->process, S("issue")))
        return NULL;
    TRY(dialogue_shown(q->db, q->arena, place_up(n->place, PLACE_VILLAGE), LIMIT_ALIKE_LOOKED, &posted, &count));
    size_t found = dialogue_choose_alike(q->arena, json_text(n->facts, S("detail")), posted, count, best);
    Alike *lines = ARENA_ARRAY(q->arena, Alike, found);
    for (size_t i = 0; i < found; i++)
        lines[i] = (Alike){.text = best[i]->text, .says = said_of(q, best[i]),
                           .href = arena_printf(q->arena, "/c/%.*s", STR_ARG(best[i]->number))};
    if (!found)
        return NULL;
    Out *body = web_body(q);
    dialogue_page_alike(body, &(AlikeBox){.lines = lines, .lines_count = found});
    *ret_box = (Html){out_str(body)};
    return NULL;
}

static Err show_check(const Request *q, Response *r, const Place *village, const Json *facts)
{
    DeskAsk ask = ask_of(q, NULL);
    AskCheck p = {.code = village->code, .village = village->name, .about_officer = is_about_officer(q),
                  .token = web_form_token(q, S("ask")), .hidden = desk_hidden(q, &q->form)};
    TRY(desk_answers(q, &ask, facts, &p.answers));
    TRY(dialogue_before_opening(q, &(NewCase){.process = ask.process->name, .place = village->code, .facts = facts}, &p.alike));
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
    Err refused;
    NewCase n = {.process = ask_of(q, NULL).process->name, .place = village->code, .who = q->who, .now = q->now,
                 .facts = with_source(q, facts), .due = INSTANT_NONE};
    TRY(desk_open(q, &n, &c, &slip, &refused));
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        return show_form(q, r, village, &faults);
    }
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

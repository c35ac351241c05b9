// SPDX-License-Identifier: Apache-2.0
/* A step of a case: its form, the answers to check, what the engine says; and one step for many cases. */
#include "desk/desk_own.h"

typedef struct Act {
    const Case *c;
    const Action *action;
    DeskAsk ask;
    Err self; /* why he may not take it himself, only type what somebody else signed; NULL: he may */
    Err typing; /* why he may not type it; NULL: he may */
    Str path;
    bool moved; /* since the form was made: what stands there now is shown beside what was typed */
} Act;

/* Why not, or NULL. Whoever may write here, and is another hand, may enter what somebody else signed on paper. */
static Err why_not(const Request *q, Act *t, Err *ret_refused)
{
    const Offer *offers;
    size_t count;
    TRY(process_offers(q->db, q->arena, house()->engine, t->c, q->who, q->now, &offers, &count));
    t->self = ERR(q->arena, ERR_CONFLICT, "err.process.wrong_state"); /* another hand was faster */
    for (size_t i = 0; i < count; i++)
        if (offers[i].action == t->action) {
            t->self = offers[i].refused;
            t->typing = offers[i].typing;
        }
    bool types = t->typing && pairs_get(&q->form, S("signer")).len;
    *ret_refused = desk_may_type(t->self, t->typing) ? NULL : t->self && types ? t->typing : t->self;
    return NULL;
}

static Err find_act(const Request *q, Act *ret)
{
    Err refused;
    TRY(desk_find_case(q, q->params[0], &ret->c));
    ret->action = process_action(ret->c->process, q->params[1]);
    if (!ret->action || ret->action == ret->c->process->opening)
        return desk_missing(q);
    desk_ask_of(q, ret->c->process, ret->action, ret->c, &ret->ask);
    ret->path =
        arena_printf(q->arena, "%.*s/%.*s", STR_ARG(desk_case_href(q->arena, ret->c)), STR_ARG(ret->action->name));
    TRY(why_not(q, ret, &refused));
    return refused;
}

static int64_t version_typed(const Request *q)
{
    int64_t version = 0;
    (void)str_to_i64(pairs_get(&q->form, S("version")), &version);
    return version;
}

static void send_page(const Request *q, Response *r, const Act *t, Out *body)
{
    const PageFrame frame = {.title = words_in(t->action->label, q->lang), .staff = true, .wide = true, .path = t->path,
                             .back = desk_case_href(q->arena, t->c), .back_text = desk_title(q, t->c)};
    web_page(q, r, &frame, body);
}

/* Who signs reads what it is that he signs. */
static Err say_about(const Request *q, const Case *c, Str *ret_words)
{
    Str spoken;
    TRY(desk_spoken_number(q, c, &spoken));
    *ret_words = WEB_FILL(q, "desk.about", desk_title(q, c), spoken);
    return NULL;
}

static Err show_form(const Request *q, Response *r, const Act *t, const DeskFaults *faults)
{
    bool posted = str_eq(q->method, S("POST"));
    DeskAsk ask = t->ask;
    ask.faults = faults;
    ask.typed = posted ? &q->form : NULL;
    int64_t version = posted && !t->moved ? version_typed(q) : t->c->version;
    FormPage p = {.title = words_in(t->action->label, q->lang), .help = words_in(t->action->help, q->lang),
                  .basis = desk_basis(q, t->action->basis), .path = t->path, .version = version, .checks = t->action->confirm,
                  .send = words_in(t->action->label, q->lang), .summary = desk_summary(q, faults),
                  .token = web_kept_token(q, S("act"))};
    TRY(say_about(q, t->c, &p.about));
    TRY(desk_fields(q, &ask, &p.fields));
    if (!t->typing)
        TRY(desk_sheet_form(q, t->c, t->action, t->self != NULL, faults, &p.sheet));
    if (t->moved)
        TRY(desk_moved_now(q, &ask, &p.now));
    Out *body = web_body(q);
    desk_page_form(body, &p);
    send_page(q, r, t, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

/* Not in the office acted in, but in another of his: one tap, and he is there. */
static Err show_switch(const Request *q, Response *r, const Act *t, Err refused)
{
    const DeskOffer *offers;
    const Office *office = NULL;
    size_t count;
    if (!t->c || !t->action || t->action == t->c->process->opening)
        return refused;
    TRY(desk_offers(q, t->c, &offers, &count));
    for (size_t i = 0; i < count; i++)
        if (offers[i].action == t->action)
            office = offers[i].office;
    if (!office)
        return refused;
    Str role = desk_role_name(q->lang, office->role->code);
    InOfficePage p = {.title = words_in(t->action->label, q->lang), .says = WEB_FILL(q, "desk.in_office", role)};
    p.as = *desk_switch(q, office, t->path, WEB_FILL(q, "desk.step_as", p.title, role));
    if (str_eq(q->method, S("POST")))
        p.as.kept = web_keep(q); /* he switched in another tab: what he typed goes with him */
    TRY(say_about(q, t->c, &p.about));
    Out *body = web_body(q);
    desk_page_in_office(body, &p);
    send_page(q, r, t, body);
    return NULL;
}

Err desk_get_act(const Request *q, Response *r)
{
    Act t = {0};
    Err refused = find_act(q, &t);
    return refused ? show_switch(q, r, &t, refused) : show_form(q, r, &t, NULL);
}

static Err show_check(const Request *q, Response *r, const Act *t, const Step *step, const DeskFaults *faults)
{
    CheckPage p = {.title = words_in(t->action->label, q->lang), .path = t->path, .hidden = desk_hidden(q, &q->form),
                   .send = words_in(t->action->label, q->lang), .token = web_kept_token(q, S("act"))};
    DeskAsk ask = t->ask;
    ask.typed = &q->form;
    TRY(say_about(q, t->c, &p.about));
    TRY(desk_sheet_words(q, step->signer, step->signed_on, step->filed_at, &p.sheet));
    TRY(desk_answers(q, &ask, step->facts, &p.answers));
    if (desk_step_proves(q, t->c->process, t->action->name))
        p.proof = desk_proof_field(q, faults);
    p.summary = desk_summary(q, faults);
    Out *body = web_body(q);
    desk_page_check(body, &p);
    send_page(q, r, t, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

/* Back to the case, or to the list of work when the case is somebody else's now. */
static void go_on(const Request *q, Response *r, const Case *c, Str action)
{
    bool may_see = process_may_see(house()->engine, q->who, c);
    web_see_other(
        r, may_see ? arena_printf(q->arena, "%.*s?done=%.*s", STR_ARG(desk_case_href(q->arena, c)), STR_ARG(action))
                   : S("/todo"));
}

/* -- too late, or twice ------------------------------------------------------------------------------------------- */

/* The step is no longer his, or no longer there: what he typed stands beside what happened instead. */
static Err show_refused(const Request *q, Response *r, Act *t, Err refused)
{
    DeskMoved moved = {0};
    DeskAsk ask = t->ask;
    Err still = show_switch(q, r, t, refused);
    if (still != refused || !t->path.len || refused->code == ERR_BROKEN || refused->code == ERR_AGAIN)
        return still;
    ask.typed = &q->form;
    if (refused->code == ERR_CONFLICT)
        TRY(desk_moved(q, t->c, t->action, version_typed(q), &moved));
    if (!moved.says.len)
        moved = (DeskMoved){lang_reason(q->arena, q->lang, refused), lang_hint(q->arena, q->lang, refused)};
    Out *body = web_body(q);
    TRY(desk_moved_page(q, &ask, &moved, body));
    send_page(q, r, t, body);
    r->status = web_status(refused);
    return NULL;
}

/* Somebody was faster, and the step is still to be taken: on top of what stands there now. */
static Err show_moved(const Request *q, Response *r, Act *t)
{
    DeskMoved moved;
    TRY(desk_moved(q, t->c, t->action, version_typed(q), &moved));
    const FormFault fault = {.reason = moved.says.len ? moved.says : web_sentence(q, "desk.sent_before"),
                             .hint = web_sentence(q, "desk.moved_again")};
    const DeskFaults faults = {&fault, 1};
    t->moved = true;
    TRY(show_form(q, r, t, &faults));
    r->status = 409;
    return NULL;
}

static Err send(const Request *q, Response *r, Act *t, const Step *step)
{
    Err refused;
    const Case *after;
    if (desk_step_proves(q, t->c->process, t->action->name)) {
        TRY(desk_prove(q, &q, &refused));
        DeskFaults faults = refused ? desk_fault_at(q, refused, "proof") : (DeskFaults){0};
        if (refused)
            return show_check(q, r, t, step, &faults);
    }
    TRY(desk_advance(q, t->c, step, &after, &refused));
    if (refused && refused->code == ERR_CONFLICT)
        return show_moved(q, r, t);
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        return show_form(q, r, t, &faults);
    }
    TRY(desk_keep(q, t->c->home, 303, t->c->number));
    go_on(q, r, after, t->action->name);
    return NULL;
}

/* A second tap finds the case a step further: it is led where the first was led. */
static Err was_done(const Request *q, Response *r, bool *ret_done, bool *ret_other)
{
    const Case *c;
    Answered before;
    TRY(process_by_number(q->db, q->arena, house()->engine, q->params[0], &c));
    if (!c)
        return ERR_IS(desk_missing(q));
    TRY(desk_seen_form(q, c->home, &before, ret_other));
    *ret_done = before.seen;
    if (before.seen)
        go_on(q, r, c, q->params[1]);
    return NULL;
}

Err desk_post_act(const Request *q, Response *r)
{
    Act t = {0};
    const Json *facts;
    DeskFaults faults;
    bool done, other;
    TRY(was_done(q, r, &done, &other));
    if (done)
        return NULL;
    Err refused = find_act(q, &t);
    if (refused)
        return show_refused(q, r, &t, refused);
    if (other) /* sent before, with other words */
        return show_moved(q, r, &t);
    if (desk_step_is(q, "back") || pairs_get(&q->form, S("more")).len)
        return show_form(q, r, &t, NULL);
    DeskAsk ask = t.ask;
    ask.typed = &q->form;
    TRY(desk_facts(q, &ask, &facts, &faults));
    if (faults.count)
        return show_form(q, r, &t, &faults);
    Step step = {.action = t.action->name, .who = q->who, .now = q->now, .facts = facts};
    step.version = version_typed(q);
    refused = desk_sheet_read(q, t.action, t.self, &step);
    if (refused) {
        faults = desk_fault_of(q, refused);
        return show_form(q, r, &t, &faults);
    }
    bool sends = desk_step_is(q, "send") || !t.action->confirm;
    return sends ? send(q, r, &t, &step) : show_check(q, r, &t, &step, NULL);
}

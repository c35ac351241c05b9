// SPDX-License-Identifier: Apache-2.0
/* A form that the door refused, given back to the one who typed it: filled, not yet sent (docs/why/kept.md). */
#include "desk/desk_own.h"

static void send_page(const Request *q, Response *r, const char *title, Out *body)
{
    const PageFrame frame = {.title = web_sentence(q, title), .path = S("/todo"), .staff = true, .noindex = true};
    web_page(q, r, &frame, body);
}

static const Office *held(const Actor *who, int64_t id)
{
    for (size_t i = 0; i < who->office_count; i++)
        if (who->offices[i].id == id)
            return &who->offices[i];
    return NULL;
}

/* His own: one tap opens the form again. Typed in another of his offices, the same tap takes it first. */
static void show_own(const Request *q, Response *r, const Kept *k, Str sealed)
{
    const Office *then = held(q->who, k->office), *now = q->who->acting;
    KeptPage p = {.path = k->path, .hidden = desk_hidden(q, &k->form), .token = web_kept_token(q, S("kept"))};
    if (then && now && then != now) {
        Str role = desk_role_name(q->lang, then->role->code);
        p.says = WEB_FILL(q, "desk.kept_office", role, desk_role_name(q->lang, now->role->code));
        OfficeSwitch *as = desk_switch(q, then, k->path, WEB_FILL(q, "desk.kept_as", role));
        as->kept = sealed;
        p.as = as;
    }
    Out *body = web_body(q);
    desk_page_kept_own(body, &p);
    send_page(q, r, "desk.kept_title", body);
}

/* Of somebody else: not a word of it; whoever typed it may still sign in here. */
static void show_others(const Request *q, Response *r, Str sealed)
{
    const KeptOthersPage p = {.name = q->who->name, .kept = sealed, .token = web_form_token(q, S("logout"))};
    Out *body = web_body(q);
    desk_page_kept_others(body, &p);
    send_page(q, r, "desk.kept_others_title", body);
}

static void show_lost(const Request *q, Response *r)
{
    Out *body = web_body(q);
    desk_page_kept_lost(body, &(KeptLostPage){.todo = S("/todo")});
    send_page(q, r, "desk.kept_lost_title", body);
}

bool desk_show_kept(const Request *q, Response *r, Str sealed)
{
    Kept k;
    switch (web_kept(q, sealed, &k)) {
    case KEPT_NONE: return false;
    case KEPT_OWN: show_own(q, r, &k, sealed); break;
    case KEPT_OTHERS: show_others(q, r, sealed); break;
    case KEPT_LOST: show_lost(q, r); break;
    }
    return true;
}

/* -- in again ----------------------------------------------------------------------------------------------------- */

/* The request as it would be, sent by that session. */
static Err as_session(const Request *q, Str token, Request *ret)
{
    Session *session = ARENA_NEW(q->arena, Session);
    TRY(access_session_get(q->db, q->arena, house()->roles, token, q->now, session));
    *ret = *q;
    ret->token = token;
    ret->session = session;
    ret->who = &session->actor;
    return NULL;
}

Err desk_back_in(const Request *q, Response *r, Str token, Str sealed, bool *ret_shown)
{
    Request in;
    Kept k;
    *ret_shown = false;
    if (!sealed.len)
        return NULL;
    TRY(as_session(q, token, &in));
    bool moves = web_kept(&in, sealed, &k) == KEPT_OWN && held(in.who, k.office) && in.who->acting->id != k.office;
    if (moves) {
        TRY(access_session_act_as(q->db, q->arena, token, k.office, q->now));
        TRY(as_session(q, token, &in));
    }
    *ret_shown = desk_show_kept(&in, r, sealed);
    return NULL;
}

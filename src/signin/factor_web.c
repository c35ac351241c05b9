// SPDX-License-Identifier: Apache-2.0
/* The second step of signing in, for town and county: the code on the telephone, or setting it up (docs/why/factor.md). */
#include "signin/signin_own.h"
#include "factor_html.h"

enum { GROUP = 4, QR_PIXELS = 240 };

static void send_page(const Request *q, Response *r, const char *title, Out *body)
{
    const PageFrame frame = {.title = web_sentence(q, title), .path = S("/login/factor"), .noindex = true};
    web_page(q, r, &frame, body);
}

static Html say(const Request *q, Err refused)
{
    DeskFaults faults = refused ? desk_fault_of(q, refused) : (DeskFaults){0};
    return desk_summary(q, &faults);
}

static void show_factor(const Request *q, Response *r, Err refused)
{
    const FactorPage p = {.next = desk_next(str_eq(q->method, S("POST")) ? &q->form : &q->query), .kept = signin_kept(q),
                          .summary = say(q, refused), .token = web_form_token(q, S("factor")),
                          .leave = web_form_token(q, S("logout"))};
    Out *body = web_body(q);
    signin_page_factor(body, &p);
    send_page(q, r, "signin.factor_title", body);
}

/* -- setting it up: a picture for the telephone, and the same in letters ------------------------------------------ */

/* otpauth://totp/ISSUER:ACCOUNT?secret=..&issuer=..: what every authenticator reads. */
static Str enrol_uri(const Request *q, Str secret)
{
    Out *o = out_new(q->arena, 4 * LIMIT_URL_BYTES, q->lang);
    Str issuer = arena_printf(q->arena, "%.*s %.*s", STR_ARG(web_sentence(q, "signin.enrol_issuer")), STR_ARG(house()->host));
    out_raw(o, S("otpauth://totp/"));
    out_url_part(o, issuer);
    out_byte(o, ':');
    out_url_part(o, q->session->actor.name);
    out_raw(o, S("?secret="));
    out_raw(o, secret);
    out_raw(o, S("&issuer="));
    out_url_part(o, issuer);
    return out_str(o);
}

static Err show_enrol(const Request *q, Response *r, Err refused)
{
    QrCode code;
    Str secret = access_factor_offer(q->arena, q->token);
    EnrolPage p = {.next = desk_next(str_eq(q->method, S("POST")) ? &q->form : &q->query), .kept = signin_kept(q), .uri = enrol_uri(q, secret),
                   .summary = say(q, refused), .token = web_form_token(q, S("factor")),
                   .leave = web_form_token(q, S("logout"))};
    Str *groups = ARENA_ARRAY(q->arena, Str, secret.len / GROUP);
    for (; p.groups_count < secret.len / GROUP; p.groups_count++)
        groups[p.groups_count] = str_sub(secret, p.groups_count * GROUP, GROUP);
    p.groups = groups;
    TRY(qr_make(q->arena, p.uri, 'M', &code));
    p.qr = qr_svg(q->arena, &code, QR_PIXELS);
    Out *body = web_body(q);
    signin_page_enrol(body, &p);
    send_page(q, r, "signin.enrol_title", body);
    return NULL;
}

void signin_show_spares(const Request *q, Response *r, const Str *spares, Str next)
{
    const SparesPage p = {.name = q->session->actor.name, .made = lang_date(q->arena, q->lang, instant_date(q->now)), .next = next, .codes = spares,
                          .codes_count = FACTOR_SPARES, .kept = signin_kept(q), .token = web_form_token(q, S("factor"))};
    Out *body = web_body(q);
    signin_page_spares(body, &p);
    send_page(q, r, "signin.spares_title", body);
}

/* -- the two requests --------------------------------------------------------------------------------------------- */

static Err state_of(const Request *q, FactorState *ret_state)
{
    const Actor *who = &q->session->actor;
    return access_factor_state(q->db, q->arena, who->home, who->person, ret_state);
}

static Err show(const Request *q, Response *r, bool enrolled, Err refused)
{
    if (enrolled)
        show_factor(q, r, refused);
    else
        TRY(show_enrol(q, r, refused));
    if (refused)
        r->status = web_status(refused);
    return NULL;
}

Err signin_get_factor(const Request *q, Response *r)
{
    FactorState state;
    if (!q->session->wants_factor) {
        web_see_other(r, desk_next(&q->query));
        return NULL;
    }
    TRY(state_of(q, &state));
    return show(q, r, state.enrolled, NULL);
}

/* The whole session is a new one: its token never was half of anything. */
static Err make_whole(const Request *q, Response *r, Session *ret_session)
{
    const Session *half = q->session;
    const SessionNew whole = {.home = half->actor.home, .person = half->actor.person, .kind = half->kind,
                              .factored = true, .agent = desk_agent_of(q->arena, q->user_agent),
                              .device = half->kind == SESSION_DEVICE ? desk_pin_device(q) : STR_NONE};
    return signin_start_session(q, r, &whole, ret_session);
}

/* A wrong code is no Err: what counted it must stand. */
Err signin_post_factor(const Request *q, Response *r)
{
    const Actor *who = &q->session->actor;
    FactorState state;
    FactorOutcome outcome;
    const Str *spares = NULL;
    Str code = pairs_get(&q->form, S("code")), next = desk_next(&q->form);
    if (!q->session->wants_factor) /* tapped twice, or on from the spare codes */
        return signin_go_on(q, r, q->token, next);
    TRY(state_of(q, &state));
    Err refused = desk_login_rate(q);
    if (refused)
        return show(q, r, state.enrolled, refused);
    if (state.enrolled)
        TRY(access_factor_check(q->db, q->arena, who->home, who->person, code, q->now, &outcome));
    else
        TRY(access_factor_enrol(q->db, q->arena, q->session, code, q->now, &outcome, &spares));
    refused = access_factor_refusal(q->arena, &outcome, q->now);
    if (refused)
        return show(q, r, state.enrolled, refused);
    Session whole;
    TRY(make_whole(q, r, &whole));
    if (!spares)
        return signin_go_on(q, r, whole.token, outcome.by_spare ? S("/account") : next); /* there it says how many are left */
    Request in = *q;
    in.token = whole.token;
    signin_show_spares(&in, r, spares, next);
    return NULL;
}

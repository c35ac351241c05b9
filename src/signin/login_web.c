// SPDX-License-Identifier: Apache-2.0
/* Signing in: a password in town and county, a PIN on a bound device in the village, a printed code to bind one. */
#include "login_html.h"
#include "signin/signin_own.h"

static const int64_t device_age_s = 365LL * 24 * 3600;

Str signin_kept(const Request *q)
{
    return pairs_get(&q->form, S("kept"));
}

static void send_login(const Request *q, Response *r, LoginPage *p)
{
    Out *body = web_body(q);
    p->has_device = desk_pin_device(q).len > 0;
    p->token = web_form_token(q, S("login"));
    p->code_token = web_form_token(q, S("login.code"));
    signin_page_login(body, p);
    const PageFrame frame = {.title = web_sentence(q, "signin.login_title"), .path = S("/login"), .noindex = true,
                             .back = S("/"), .back_text = web_sentence(q, "web.home")};
    web_page(q, r, &frame, body);
}

static void show_login(const Request *q, Response *r, Str next, Err refused)
{
    LoginPage p = {.next = next, .kept = signin_kept(q), .login = text_cut(pairs_get(&q->form, S("login")), LIMIT_LOGIN_CHARS)};
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        p.summary = desk_summary(q, &faults);
    }
    send_login(q, r, &p);
    if (refused)
        r->status = web_status(refused);
}

/* Signed in, as somebody who may act: then it is the form that is too old, or the office that is another. */
static Err answer_in(const Request *q, Response *r, Err refused)
{
    Kept k;
    Str sealed = web_keep(q);
    bool is_here = web_kept(q, sealed, &k) == KEPT_OWN && q->who->acting && k.office == q->who->acting->id;
    if (is_here && str_eq(refused->key, S("err.web.not_your_office")))
        return refused; /* no other office of his had typed it */
    (void)desk_show_kept(q, r, sealed);
    r->status = web_status(refused);
    return NULL;
}

Err signin_door(const Request *q, Response *r, Err refused)
{
    if (q->who->kind == ACTOR_PERSON && refused->code != ERR_LOGIN)
        return answer_in(q, r, refused);
    LoginPage p = {.kept = web_keep(q), .why = lang_reason(q->arena, q->lang, refused)};
    if (!p.kept.len)
        return refused;
    if (str_eq(refused->key, S("err.web.sign_in")))
        p.why = web_sentence(q, "signin.session_ended");
    send_login(q, r, &p);
    r->status = web_status(refused);
    return NULL;
}

static Str factor_href(const Request *q, Str next)
{
    Out *o = out_new(q->arena, 4 * LIMIT_URL_BYTES, q->lang);
    out_raw(o, S("/login/factor?next="));
    out_url_part(o, next);
    return out_str(o);
}

Err signin_get_login(const Request *q, Response *r)
{
    Str next = desk_next(&q->query);
    if (q->session && q->session->wants_factor)
        web_see_other(r, factor_href(q, next));
    else if (q->session && instant_is(q->session->proven))
        web_see_other(r, next);
    else
        show_login(q, r, next, NULL);
    return NULL;
}

static bool is_pin(const Request *q)
{
    return pairs_get(&q->form, S("pin")).at != NULL;
}

Err signin_prepare_login(const Request *q, const void **ret_prepared)
{
    const DeskLogin *login;
    *ret_prepared = NULL;
    if (is_pin(q))
        return desk_login_rate(q);
    TRY(desk_verify_password(q, pairs_get(&q->form, S("login")), pairs_get(&q->form, S("password")),
                             desk_known_device(q), &login));
    *ret_prepared = login;
    return NULL;
}

/* Nobody keeps a session id over a sign-in: the one before ends, this one is new. What was right was no guess: a whole
 * office behind one address may sign in at eight. */
Err signin_start_session(const Request *q, Response *r, const SessionNew *fresh, Session *ret_session)
{
    access_rate_give_back(RATE_LOGIN_ADDRESS, q->address, clock_monotonic_ms());
    if (q->token.len)
        TRY(access_session_end(q->db, q->arena, q->token));
    TRY(access_session_start(q->db, q->arena, house()->roles, fresh, q->now, ret_session));
    web_set_cookie(q, r, S("s"), ret_session->token, (ret_session->until.ms - q->now.ms) / 1000);
    return NULL;
}

Err signin_go_on(const Request *q, Response *r, Str token, Str next)
{
    bool shown;
    TRY(desk_back_in(q, r, token, signin_kept(q), &shown));
    if (!shown)
        web_see_other(r, next);
    return NULL;
}

/* On to where he was going, by way of the second factor where one is wanted: a redirect could not carry a form. */
static Err start(const Request *q, Response *r, const SessionNew *fresh)
{
    Session session;
    Str next = desk_next(&q->form);
    TRY(signin_start_session(q, r, fresh, &session));
    if (!session.wants_factor)
        return signin_go_on(q, r, session.token, next);
    if (signin_kept(q).len) {
        Request half = *q;
        half.token = session.token;
        half.session = &session;
        return signin_get_factor(&half, r);
    }
    web_see_other(r, factor_href(q, next));
    return NULL;
}

/* A wrong secret is no Err: what counted it must stand. */
static Err post_password(const Request *q, Response *r, const DeskLogin *login)
{
    LoginOutcome outcome;
    TRY(access_login_result(q->db, q->arena, &login->row, login->verified, q->now, &outcome));
    Err refused = access_login_refusal(q->arena, &outcome, q->now);
    if (refused) {
        show_login(q, r, desk_next(&q->form), refused);
        return NULL;
    }
    web_set_cookie(q, r, DESK_KNOWN_COOKIE, outcome.device, device_age_s);
    return start(q, r, &(SessionNew){.home = login->row.home, .person = login->row.person, .kind = SESSION_STAFF,
                                        .agent = desk_agent_of(q->arena, q->user_agent)});
}

static Err post_pin(const Request *q, Response *r)
{
    PinOutcome outcome = {0};
    Err refused =
        access_pin_check(q->db, q->arena, desk_pin_device(q), pairs_get(&q->form, S("pin")), q->now, &outcome);
    if (refused && refused->code != ERR_INPUT)
        return refused;
    refused = refused ? refused : access_pin_refusal(q->arena, &outcome, q->now);
    if (refused) {
        show_login(q, r, desk_next(&q->form), refused);
        return NULL;
    }
    return start(q, r, &(SessionNew){.home = outcome.home, .person = outcome.person, .kind = SESSION_DEVICE,
                                        .agent = desk_agent_of(q->arena, q->user_agent), .device = desk_pin_device(q)});
}

Err signin_post_login(const Request *q, Response *r)
{
    return q->prepared ? post_password(q, r, q->prepared) : post_pin(q, r);
}

/* -- the printed code --------------------------------------------------------------------------------------------- */

static void show_code(const Request *q, Response *r, Err refused)
{
    CodePage p = {.kept = signin_kept(q), .code = text_cut(pairs_get(&q->form, S("code")), LIMIT_LOGIN_CHARS),
                  .token = web_form_token(q, S("login.code"))};
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        p.summary = desk_summary(q, &faults);
    }
    Out *body = web_body(q);
    signin_page_login_code(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "signin.code_title"), .path = S("/login/code"), .noindex = true,
                             .back = S("/login"), .back_text = web_sentence(q, "signin.login_title")};
    web_page(q, r, &frame, body);
    if (refused)
        r->status = web_status(refused);
}

Err signin_get_code(const Request *q, Response *r)
{
    show_code(q, r, NULL);
    return NULL;
}

Err signin_post_code(const Request *q, Response *r)
{
    const CodeUse use = {.code = pairs_get(&q->form, S("code")), .pin = pairs_get(&q->form, S("pin")),
                         .agent = desk_agent_of(q->arena, q->user_agent)};
    Str device;
    Home home;
    PersonId person;
    if (desk_step_is(q, "kept")) /* from the sign-in page, with what was typed */
        return signin_get_code(q, r);
    TRY(desk_login_rate(q));
    Err refused =
        str_eq(use.pin, pairs_get(&q->form, S("pin2")))
            ? access_code_use(q->db, q->arena, &use, q->now, &home, &person, &device)
            : ERR(q->arena, ERR_INPUT, "err.signin.pins_differ", .field = S("pin2"));
    if (refused && refused->code != ERR_INPUT)
        return refused;
    if (refused) {
        show_code(q, r, refused);
        return NULL;
    }
    web_set_cookie(q, r, DESK_PIN_COOKIE, device, device_age_s);
    return start(q, r, &(SessionNew){.home = home, .person = person, .kind = SESSION_DEVICE, .agent = use.agent,
                                     .device = device});
}

/* -- out ---------------------------------------------------------------------------------------------------------- */

Err signin_post_logout(const Request *q, Response *r)
{
    TRY(access_session_end(q->db, q->arena, q->token));
    web_set_cookie(q, r, S("s"), S(""), 0);
    if (signin_kept(q).len) /* somebody else is to sign in: it is his */
        show_login(q, r, S("/todo"), NULL);
    else
        web_see_other(r, S("/"));
    return NULL;
}

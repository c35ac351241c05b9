// SPDX-License-Identifier: Apache-2.0
/* One's own page: where one is signed in, which devices know one, the PIN, the spare codes. No addresses are kept. */
#include "account_html.h"
#include "signin/signin_own.h"

static const char *const kinds[] = {
    [SESSION_STAFF] = "signin.with_password", [SESSION_API] = "signin.with_program", [SESSION_DEVICE] = "signin.with_pin"};

/* -- the page ----------------------------------------------------------------------------------------------------- */

static Err fill_sessions(const Request *q, AccountPage *p)
{
    const SignedIn *list;
    TRY(access_signed_in(q->db, q->arena, q->session, q->now, &list, &p->sessions_count));
    AccountPlace *lines = ARENA_ARRAY(q->arena, AccountPlace, p->sessions_count);
    for (size_t i = 0; i < p->sessions_count; i++) {
        const SignedIn *s = &list[i];
        Str seen = web_when(q, s->seen);
        bool is_program = s->kind == SESSION_API;
        lines[i] = (AccountPlace){
            .id = s->id, .here = s->here, .how = web_sentence(q, kinds[s->kind]),
            .what = is_program ? web_sentence(q, "signin.agent.program") : desk_agent_words(q, s->agent),
            .when = instant_is(s->since) ? WEB_FILL(q, "signin.since_seen", web_when(q, s->since), seen)
                                         : WEB_FILL(q, "signin.last_seen", seen)};
        p->others = p->others || !s->here;
    }
    p->sessions = lines;
    return NULL;
}

static Err fill_devices(const Request *q, AccountPage *p)
{
    const BoundDevice *list;
    const Actor *who = q->who;
    TRY(access_bound_devices(q->db, q->arena, who->home, who->person, desk_pin_device(q), &list, &p->devices_count));
    AccountPlace *lines = ARENA_ARRAY(q->arena, AccountPlace, p->devices_count);
    for (size_t i = 0; i < p->devices_count; i++) {
        lines[i] = (AccountPlace){.id = list[i].id, .here = list[i].here, .what = desk_agent_words(q, list[i].agent),
                                  .how = list[i].blocked ? web_sentence(q, "signin.device_blocked") : STR_NONE,
                                  .when = WEB_FILL(q, "signin.bound_on", web_when(q, list[i].bound))};
        p->has_pin = p->has_pin || list[i].here;
    }
    p->devices = lines;
    return NULL;
}

static Str done_words(const Request *q)
{
    static const struct {
        Str name;
        const char *says;
    } words[] = {{S("end"), "signin.done_end"}, {S("others"), "signin.done_others"}, {S("forget"), "signin.done_forget"},
                 {S("pin"), "signin.done_pin"}, {S("password"), "signin.done_password"}};
    Str done = pairs_get(&q->query, S("done"));
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(done, words[i].name))
            return web_sentence(q, words[i].says);
    return STR_NONE;
}

static Err show(const Request *q, Response *r, const DeskFaults *faults)
{
    FactorState factor;
    AccountPage p = {.name = q->who->name, .done = done_words(q), .summary = desk_summary(q, faults),
                     .proof = desk_proof_field(q, faults), .token = web_form_token(q, S("account"))};
    TRY(fill_sessions(q, &p));
    TRY(fill_devices(q, &p));
    TRY(access_factor_state(q->db, q->arena, q->who->home, q->who->person, &factor));
    if (factor.enrolled)
        p.factor_since = web_when(q, factor.since);
    p.spares = factor.spares;
    p.has_password = q->session->kind == SESSION_STAFF;
    Out *body = web_body(q);
    signin_page_account(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.account_title"), .staff = true, .path = S("/account")};
    web_page(q, r, &frame, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

Err signin_get_account(const Request *q, Response *r)
{
    return show(q, r, NULL);
}

/* -- deeds: each may be refused to the form, and what it counted stands ------------------------------------------- */

static Err end_one(const Request *q, Response *r UNUSED, Err *ret_refused UNUSED)
{
    return access_session_end_one(q->db, q->arena, q->who, pairs_get(&q->form, S("id")));
}

static Err end_others(const Request *q, Response *r UNUSED, Err *ret_refused UNUSED)
{
    return access_session_end_others(q->db, q->arena, q->session);
}

static Err forget(const Request *q, Response *r UNUSED, Err *ret_refused UNUSED)
{
    return access_device_forget(q->db, q->arena, q->who, pairs_get(&q->form, S("id")), q->now);
}

static Err change_pin(const Request *q, Response *r UNUSED, Err *ret_refused)
{
    PinOutcome outcome;
    const PinChange change = {.device = desk_pin_device(q), .old = pairs_get(&q->form, S("old")),
                              .fresh = pairs_get(&q->form, S("pin"))};
    *ret_refused = desk_login_rate(q);
    if (!*ret_refused && !str_eq(change.fresh, pairs_get(&q->form, S("pin2"))))
        *ret_refused = ERR(q->arena, ERR_INPUT, "err.signin.pins_differ", .field = S("pin2"));
    if (*ret_refused)
        return NULL;
    Err e = access_pin_change(q->db, q->arena, q->session, &change, q->now, &outcome);
    if (e && e->code != ERR_INPUT)
        return e;
    *ret_refused = e ? e : access_pin_refusal(q->arena, &outcome, q->now);
    return NULL;
}

/* -- a password: the old one is looked at and the new one hashed before the job ------------------------------------ */

typedef struct NewPassword {
    const DeskLogin *login;
    Str hash;
    Err refused;
} NewPassword;

static bool changes_password(const Request *q)
{
    return str_eq(pairs_get(&q->form, S("do")), S("password")) && q->session->kind == SESSION_STAFF;
}

static Err check_new_password(const Request *q, Str login)
{
    Str password = pairs_get(&q->form, S("password"));
    if (!str_eq(password, pairs_get(&q->form, S("password2"))))
        return ERR(q->arena, ERR_INPUT, "err.signin.passwords_differ", .field = S("password2"));
    return access_password_check(q->arena, login, password);
}

Err signin_prepare_account(const Request *q, const void **ret_prepared)
{
    Str login;
    if (!changes_password(q))
        return desk_prepare_proof(q, ret_prepared);
    NewPassword *new = ARENA_NEW(q->arena, NewPassword);
    *ret_prepared = new;
    TRY(access_login_of(q->db, q->arena, q->who->home, q->who->person, &login));
    new->refused = check_new_password(q, login);
    if (!new->refused)
        new->refused = desk_verify_password(q, login, pairs_get(&q->form, S("old")), desk_known_device(q), &new->login);
    if (!new->refused && new->login->verified)
        new->refused = desk_hash_password(q, pairs_get(&q->form, S("password")), &new->hash);
    return NULL;
}

static Err change_password(const Request *q, Response *r UNUSED, Err *ret_refused)
{
    const NewPassword *new = changes_password(q) ? q->prepared : NULL;
    LoginOutcome outcome;
    if (!new)
        return desk_missing(q);
    *ret_refused = new->refused;
    if (*ret_refused)
        return NULL;
    TRY(access_login_result(q->db, q->arena, &new->login->row, new->login->verified, q->now, &outcome));
    *ret_refused = access_login_refusal(q->arena, &outcome, q->now);
    if (*ret_refused && (*ret_refused)->code == ERR_LOGIN)
        *ret_refused = ERR(q->arena, ERR_LOGIN, "err.desk.proof_wrong");
    return *ret_refused ? NULL : access_password_change(q->db, q->arena, q->session, new->hash, q->now);
}

static Err new_spares(const Request *q, Response *r, Err *ret_refused)
{
    const Str *spares;
    TRY(desk_prove(q, &q, ret_refused));
    if (*ret_refused)
        return NULL;
    TRY(access_spares_renew(q->db, q->arena, q->who, q->now, &spares));
    signin_show_spares(q, r, spares, S("/account"));
    return NULL;
}

Err signin_post_account(const Request *q, Response *r)
{
    static const struct {
        Str name;
        Err (*run)(const Request *q, Response *r, Err *ret_refused);
        const char *field; /* where a refusal stands, when it does not say so itself */
    } deeds[] = {{S("end"), end_one, ""},     {S("others"), end_others, ""},     {S("forget"), forget, ""},
                 {S("pin"), change_pin, "old"}, {S("password"), change_password, "old"},
                 {S("spares"), new_spares, "proof"}};
    Str deed = pairs_get(&q->form, S("do"));
    size_t i = 0;
    Err refused = NULL;
    while (i < COUNT_OF(deeds) && !str_eq(deed, deeds[i].name))
        i++;
    if (i == COUNT_OF(deeds))
        return desk_missing(q);
    TRY(deeds[i].run(q, r, &refused));
    if (refused) {
        DeskFaults faults = desk_fault_at(q, refused, deeds[i].field);
        return show(q, r, &faults);
    }
    if (!r->status)
        web_see_other(r, arena_printf(q->arena, "/account?done=%.*s", STR_ARG(deed)));
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Proving oneself again. A step whose definition says `prove` wants the secret not older than five minutes: whoever finds
 * a telephone unlocked can read, but not publish. The rule is data, the gate is here, at the door: pages ask for the PIN
 * or the password once more and keep what was typed; programs sign in again.
 */
#include "desk/desk_own.h"
#include "form_html.h"

/* -- devices ------------------------------------------------------------------------------------------------------ */

Str desk_pin_device(const Request *q)
{
    return web_cookie(q, DESK_PIN_COOKIE);
}

Str desk_known_device(const Request *q)
{
    return web_cookie(q, DESK_KNOWN_COOKIE);
}

/* -- the secret --------------------------------------------------------------------------------------------------- */

/* What the worker looked at before the job: a password is never hashed in one. */
typedef struct Tried {
    const DeskLogin *login;
    Err refused;
} Tried;

static Str given(const Request *q)
{
    return pairs_get(&q->form, S("proof"));
}

bool desk_must_prove(const Request *q)
{
    return q->session && !access_session_is_fresh(q->session, q->now);
}

Err desk_prepare_proof(const Request *q, const void **ret_prepared)
{
    *ret_prepared = NULL;
    if (!given(q).len || !desk_must_prove(q))
        return NULL;
    Tried *tried = ARENA_NEW(q->arena, Tried);
    *ret_prepared = tried;
    if (q->session->kind == SESSION_DEVICE) {
        tried->refused = desk_login_rate(q);
        return NULL;
    }
    Str login;
    TRY(access_login_of(q->db, q->arena, q->who->home, q->who->person, &login));
    tried->refused = desk_verify_password(q, login, given(q), desk_known_device(q), &tried->login);
    return NULL;
}

/* His own device, and its PIN. */
static Err take_pin(const Request *q, Err *ret_refused)
{
    PinOutcome outcome = {0};
    Err e = access_pin_check(q->db, q->arena, desk_pin_device(q), given(q), q->now, &outcome);
    if (e && e->code != ERR_INPUT)
        return e;
    if (!e && outcome.result == PIN_OK && outcome.person.v != q->who->person.v)
        outcome.result = PIN_UNKNOWN;
    *ret_refused = e ? e : access_pin_refusal(q->arena, &outcome, q->now);
    return NULL;
}

static Err take_password(const Request *q, const DeskLogin *login, Err *ret_refused)
{
    LoginOutcome outcome;
    TRY(access_login_result(q->db, q->arena, &login->row, login->verified, q->now, &outcome));
    *ret_refused = access_login_refusal(q->arena, &outcome, q->now);
    if (*ret_refused && (*ret_refused)->code == ERR_LOGIN) /* of two fields one is not on this page */
        *ret_refused = ERR(q->arena, ERR_LOGIN, "err.desk.proof_wrong");
    return NULL;
}

/* A wrong secret is no Err: what counted it must stand. */
static Err take(const Request *q, Err *ret_refused)
{
    const Tried *tried = q->prepared;
    *ret_refused = NULL;
    if (!tried)
        *ret_refused = ERR(q->arena, ERR_RULE, "err.desk.prove");
    else if (tried->refused)
        *ret_refused = tried->refused;
    else if (tried->login)
        TRY(take_password(q, tried->login, ret_refused));
    else
        TRY(take_pin(q, ret_refused));
    if (*ret_refused)
        return NULL;
    access_rate_give_back(RATE_LOGIN_ADDRESS, q->address, clock_monotonic_ms());
    return access_session_prove(q->db, q->arena, q->token, q->now);
}

Err desk_prove(const Request *q, const Request **ret_proven, Err *ret_refused)
{
    *ret_refused = NULL;
    *ret_proven = q;
    if (!desk_must_prove(q))
        return NULL;
    TRY(take(q, ret_refused));
    if (*ret_refused)
        return NULL;
    Request *proven = ARENA_NEW(q->arena, Request);
    Session *session = ARENA_NEW(q->arena, Session);
    *proven = *q;
    *session = *q->session;
    session->proven = q->now;
    proven->session = session;
    *ret_proven = proven;
    return NULL;
}

/* Some refusals stand at a field of another page. */
DeskFaults desk_fault_at(const Request *q, Err refused, const char *field)
{
    static const Str here[] = {S("lost"), S("pin"), S("pin2"), S("password"), S("password2")};
    DeskFaults faults = desk_fault_of(q, refused);
    FormFault *fault = ARENA_NEW(q->arena, FormFault);
    *fault = faults.at[0];
    for (size_t i = 0; i < COUNT_OF(here); i++)
        if (str_eq(fault->field, here[i]) && !str_eq(str_of(field), S("proof")))
            return faults;
    if (!str_eq(fault->field, S("lost")))
        fault->field = str_of(field);
    return (DeskFaults){fault, 1};
}

Html desk_proof_field(const Request *q, const DeskFaults *faults)
{
    if (!desk_must_prove(q))
        return (Html){STR_NONE};
    ProofField p = {.is_pin = q->session->kind == SESSION_DEVICE};
    if (faults && faults->count && str_eq(faults->at[0].field, S("proof")))
        p.reason = faults->at[0].reason;
    Out *o = web_body(q);
    desk_page_proof_field(o, &p);
    return (Html){out_str(o)};
}

/* -- the gate itself: whatever page or program comes, and whatever it asked before -------------------------------- */

static bool proves(const Process *p, Str action)
{
    const Action *x = process_action(p, action), *then = x && x->then.len ? process_action(p, x->then) : NULL;
    return (x && x->proves) || (then && then->proves);
}

bool desk_step_proves(const Request *q, const Process *p, Str action)
{
    return desk_must_prove(q) && proves(p, action);
}

Err desk_gate(const Request *q, const Process *p, Str action)
{
    if (!desk_step_proves(q, p, action))
        return NULL;
    return q->is_api ? ERR(q->arena, ERR_DENIED, "err.desk.prove_api") : ERR(q->arena, ERR_RULE, "err.desk.prove");
}

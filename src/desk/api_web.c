// SPDX-License-Identifier: Apache-2.0
/* The same desk for programs: JSON in and out, a bearer token, an Idempotency-Key on writes. */
#include "desk/desk_own.h"

/* -- values ------------------------------------------------------------------------------------------------------- */

static const Json *text(const Request *q, Str s)
{
    return json_of_text(q->arena, s);
}

static const Json *instant(const Request *q, Instant t)
{
    return instant_is(t) ? text(q, instant_plain(q->arena, t)) : json_null();
}

static void send_json(const Request *q, Response *r, int status, const Json *body)
{
    Out *o = web_body(q);
    json_write(o, body);
    r->status = status;
    web_json(q, r, o);
}

/* {number, process, state, due, actions}, and a little more. */
static Err case_body(const Request *q, const Case *c, const Json **ret_body)
{
    const Offer *offers;
    size_t count, n = 0;
    TRY(process_offers(q->db, q->arena, house()->engine, c, q->who, q->now, &offers, &count));
    const Json **actions = ARENA_ARRAY(q->arena, const Json *, count);
    for (size_t i = 0; i < count; i++)
        if (!offers[i].refused)
            actions[n++] = text(q, offers[i].action->name);
    JsonMember members[] = {
        {S("number"), text(q, c->number)},
        {S("process"), text(q, c->process->name)},
        {S("place"), text(q, place_plain(q->arena, c->place))},
        {S("state"), text(q, c->process->states[c->state].name)},
        {S("due"), instant(q, c->due)},
        {S("actions"), json_list(q->arena, actions, n)},
        {S("version"), json_of_int(q->arena, c->version)},
    };
    *ret_body = json_object(q->arena, members, COUNT_OF(members));
    return NULL;
}

static const Json *with(const Request *q, const Json *body, const char *name, const Json *value)
{
    const JsonMember more = {str_of(name), value};
    return json_merge(q->arena, body, json_object(q->arena, &more, 1));
}

/* Who handed a case on to others still learns its number, and no more; the asker's slip goes with it. */
static Err send_written(const Request *q, Response *r, int status, const Case *c, Str slip)
{
    const JsonMember least[] = {{S("number"), text(q, c->number)},
                                {S("process"), text(q, c->process->name)},
                                {S("state"), json_null()},
                                {S("due"), json_null()},
                                {S("actions"), json_list(q->arena, NULL, 0)}};
    const Json *body = json_object(q->arena, least, COUNT_OF(least));
    if (process_may_see(house()->engine, q->who, c))
        TRY(case_body(q, c, &body));
    send_json(q, r, status, slip.len ? with(q, body, "slip", text(q, slip)) : body);
    return NULL;
}

static const Json *facts_of(const Request *q)
{
    const Json *facts = json_get(q->json, S("facts"));
    return facts ? facts : json_object(q->arena, NULL, 0);
}

/* What nobody reads would be lost without a word. */
static Err check_body(const Request *q, const Str *names, size_t count)
{
    if (!q->json || q->json->kind != JSON_OBJECT)
        return ERR(q->arena, ERR_INPUT, "err.desk.api_body");
    for (size_t i = 0; i < q->json->count; i++) {
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || str_eq(q->json->members[i].name, names[k]);
        if (!known)
            return ERR(q->arena, ERR_INPUT, "err.process.field_unknown", .field = q->json->members[i].name);
    }
    return NULL;
}

/* The same call again is given the same answer. */
static Err was_answered(const Request *q, Response *r, Home home, bool *ret_answered)
{
    Answered before;
    const Case *c;
    TRY(desk_seen(q, home, &before));
    *ret_answered = before.seen;
    if (!before.seen)
        return NULL;
    TRY(process_by_number(q->db, q->arena, house()->engine, before.number, &c));
    return c ? send_written(q, r, (int)before.status, c, STR_NONE) : desk_missing(q);
}

/* -- signing in --------------------------------------------------------------------------------------------------- */

Err desk_api_prepare_session(const Request *q, const void **ret_prepared)
{
    const DeskLogin *login;
    TRY(desk_verify_password(q, json_text(q->json, S("login")), json_text(q->json, S("secret")), STR_NONE, &login));
    *ret_prepared = login;
    return NULL;
}

/* The second factor in the same call. *ret_refused: why not. */
static Err give_factor(const Request *q, const LoginRow *row, bool *ret_given, Err *ret_refused)
{
    Actor who = {.kind = ACTOR_PERSON, .home = row->home, .person = row->person};
    FactorState state;
    FactorOutcome outcome;
    Str code = json_text(q->json, S("code"));
    *ret_refused = NULL;
    TRY(access_offices_of(q->db, q->arena, house()->roles, row->home, row->person, instant_date(q->now), &who.offices,
                          &who.office_count));
    *ret_given = access_needs_factor(&who);
    if (!*ret_given)
        return NULL;
    TRY(access_factor_state(q->db, q->arena, row->home, row->person, &state));
    if (state.enrolled && !code.len) { /* no guess: not counted */
        *ret_refused = ERR(q->arena, ERR_LOGIN, "err.access.factor_missing", .field = S("code"));
        return NULL;
    }
    TRY(access_factor_check(q->db, q->arena, row->home, row->person, code, q->now, &outcome));
    *ret_refused = access_factor_refusal(q->arena, &outcome, q->now);
    return NULL;
}

Err desk_api_session(const Request *q, Response *r)
{
    const DeskLogin *login = q->prepared;
    LoginOutcome outcome;
    Session session;
    SessionNew fresh = {.home = login->row.home, .person = login->row.person, .kind = SESSION_API};
    TRY(access_login_result(q->db, q->arena, &login->row, login->verified, q->now, &outcome));
    Err refused = access_login_refusal(q->arena, &outcome, q->now);
    if (!refused)
        TRY(give_factor(q, &login->row, &fresh.factored, &refused));
    if (refused) { /* no Err of the handler's: what counted it must stand */
        web_error(q, r, refused);
        return NULL;
    }
    access_rate_give_back(RATE_LOGIN_ADDRESS, q->address, clock_monotonic_ms());
    TRY(access_session_start(q->db, q->arena, house()->roles, &fresh, q->now, &session));
    const JsonMember members[] = {{S("token"), text(q, session.token)}, {S("until"), instant(q, session.until)}};
    send_json(q, r, 200, json_object(q->arena, members, COUNT_OF(members)));
    return NULL;
}

/* -- processes ---------------------------------------------------------------------------------------------------- */

static const Json *names_of(const Request *q, const Str *names, size_t count)
{
    const Json **items = ARENA_ARRAY(q->arena, const Json *, count);
    for (size_t i = 0; i < count; i++)
        items[i] = text(q, names[i]);
    return json_list(q->arena, items, count);
}

static const Json *action_of(const Request *q, const Action *x)
{
    const JsonMember members[] = {
        {S("name"), text(q, x->name)},
        {S("label"), text(q, words_in(x->label, q->lang))},
        {S("needs"), names_of(q, x->needs, x->need_count)},
        {S("takes"), names_of(q, x->takes, x->take_count)},
        {S("prove"), json_of_flag(x->proves)}, /* wants a token of the last five minutes */
    };
    return json_object(q->arena, members, COUNT_OF(members));
}

static const Json *process_of(const Request *q, const Process *p)
{
    const Json **states = ARENA_ARRAY(q->arena, const Json *, p->state_count);
    const Json **actions = ARENA_ARRAY(q->arena, const Json *, p->action_count);
    for (size_t i = 0; i < p->state_count; i++)
        states[i] = text(q, p->states[i].name);
    for (size_t i = 0; i < p->action_count; i++)
        actions[i] = action_of(q, &p->actions[i]);
    const JsonMember members[] = {
        {S("name"), text(q, p->name)},
        {S("label"), text(q, words_in(p->label, q->lang))},
        {S("opening"), action_of(q, p->opening)},
        {S("states"), json_list(q->arena, states, p->state_count)},
        {S("actions"), json_list(q->arena, actions, p->action_count)},
    };
    return json_object(q->arena, members, COUNT_OF(members));
}

Err desk_api_processes(const Request *q, Response *r)
{
    size_t count = process_count(house()->engine);
    const Json **items = ARENA_ARRAY(q->arena, const Json *, count);
    for (size_t i = 0; i < count; i++)
        items[i] = process_of(q, process_at(house()->engine, i));
    const JsonMember members[] = {{S("items"), json_list(q->arena, items, count)}};
    send_json(q, r, 200, json_object(q->arena, members, COUNT_OF(members)));
    return NULL;
}

/* -- cases -------------------------------------------------------------------------------------------------------- */

Err desk_api_open(const Request *q, Response *r)
{
    const Place *place;
    const Process *p;
    const Case *c;
    Str slip;
    bool answered;
    static const Str names[] = {S("facts"), S("on_behalf")};
    TRY(desk_place_for(q, "case.write", &place));
    TRY(desk_find_process(q, q->params[1], &p));
    TRY(check_body(q, names, COUNT_OF(names)));
    Home home = place_home(place->code);
    TRY(was_answered(q, r, home, &answered));
    if (answered)
        return NULL;
    const NewCase fresh = {.process = p->name, .place = place->code, .who = q->who, .now = q->now, .facts = facts_of(q),
                           .on_behalf = text_cut(json_text(q->json, S("on_behalf")), LIMIT_PERSON_NAME_CHARS),
                           .due = INSTANT_NONE};
    TRY(process_open(q->db, q->arena, house()->engine, &fresh, &c, &slip));
    TRY(desk_keep(q, home, 201, c->number));
    return send_written(q, r, 201, c, slip);
}

Err desk_api_act(const Request *q, Response *r)
{
    const Case *c, *after;
    bool answered;
    TRY(process_by_number(q->db, q->arena, house()->engine, q->params[0], &c));
    if (!c)
        return desk_missing(q);
    TRY(was_answered(q, r, c->home, &answered));
    if (answered)
        return NULL;
    static const Str names[] = {S("facts"), S("version"), S("signer"), S("signed_on"), S("filed_at")};
    TRY(desk_find_case(q, q->params[0], &c));
    TRY(check_body(q, names, COUNT_OF(names)));
    TRY(desk_gate(q, c->process, q->params[1]));
    Step step = {.action = q->params[1], .who = q->who, .now = q->now, .facts = facts_of(q),
                 .signer = {json_int(q->json, S("signer"), 0)}, .signed_on = DATE_NONE, .filed_at = json_text(q->json, S("filed_at")),
                 .version = json_int(q->json, S("version"), 0)};
    Str day = json_text(q->json, S("signed_on"));
    if (day.len && !date_read(day, DATE_NONE, &step.signed_on))
        return ERR(q->arena, ERR_INPUT, "err.process.value_date", .field = S("signed_on"));
    TRY(process_advance(q->db, q->arena, house()->engine, c->home, c->id, &step, &after));
    TRY(desk_keep(q, c->home, 200, c->number));
    return send_written(q, r, 200, after, STR_NONE);
}

Err desk_api_case(const Request *q, Response *r)
{
    const Case *c;
    const Json *body;
    TRY(desk_find_case(q, q->params[0], &c));
    TRY(case_body(q, c, &body));
    send_json(q, r, 200, with(q, body, "facts", c->facts));
    return NULL;
}

/* A filter that names nothing would look like a village without cases. */
static Err check_filter(const Request *q, const CaseQuery *query)
{
    const Process *p = process_named(house()->engine, query->process);
    bool found = !query->state.len;
    if (query->process.len && !p)
        return ERR(q->arena, ERR_INPUT, "err.process.no_process", .field = S("process"), .args = {query->process});
    for (size_t k = 0; k < process_count(house()->engine) && !found; k++) {
        const Process *at = process_at(house()->engine, k);
        for (size_t i = 0; i < at->state_count && (!p || p == at); i++)
            found = found || str_eq(at->states[i].name, query->state);
    }
    return found ? NULL : ERR(q->arena, ERR_INPUT, "err.desk.no_state", .field = S("state"), .args = {query->state});
}

Err desk_api_list(const Request *q, Response *r)
{
    const Place *place;
    const Case *const *cases;
    size_t count, n = 0;
    int64_t after = 0;
    TRY(desk_place_for(q, "case.read", &place));
    Str asked = pairs_get(&q->query, S("after"));
    if (asked.len && !str_to_i64(asked, &after))
        return ERR(q->arena, ERR_INPUT, "err.desk.after", .field = S("after"));
    const CaseQuery query = {.scope = place->code,
                             .process = pairs_get(&q->query, S("process")),
                             .state = pairs_get(&q->query, S("state")),
                             .now = q->now,
                             .after = {after},
                             .max = LIMIT_PAGE_ROWS};
    TRY(check_filter(q, &query));
    TRY(process_list(q->db, q->arena, house()->engine, place_home(place->code), &query, &cases, &count));
    const Json **items = ARENA_ARRAY(q->arena, const Json *, count);
    for (size_t i = 0; i < count; i++) {
        const Case *c = cases[i];
        if (!process_may_see(house()->engine, q->who, c))
            continue;
        const JsonMember members[] = {{S("number"), text(q, c->number)},
                                      {S("process"), text(q, c->process->name)},
                                      {S("place"), text(q, place_plain(q->arena, c->place))},
                                      {S("state"), text(q, c->process->states[c->state].name)},
                                      {S("due"), instant(q, c->due)}};
        items[n++] = json_object(q->arena, members, COUNT_OF(members));
    }
    const Json *next = count == LIMIT_PAGE_ROWS ? json_of_int(q->arena, cases[count - 1]->id.v) : json_null();
    const JsonMember page[] = {{S("items"), json_list(q->arena, items, n)}, {S("next"), next}};
    send_json(q, r, 200, json_object(q->arena, page, COUNT_OF(page)));
    return NULL;
}

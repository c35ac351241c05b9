// SPDX-License-Identifier: Apache-2.0
/* Steps taken in attempts of their own, answers remembered for a day, and finding what an address names. */
#include "desk/desk_own.h"

/* -- attempts ----------------------------------------------------------------------------------------------------- */

/* What a reader can put right is shown to him in his form; anything else ends the request. */
static Err sort_out(Err e, Err *ret_refused)
{
    static const ErrCode for_the_form[] = {ERR_INPUT, ERR_RULE, ERR_CONFLICT, ERR_LIMIT, ERR_DENIED};
    *ret_refused = NULL;
    for (size_t i = 0; e && i < COUNT_OF(for_the_form); i++)
        if (e->code == for_the_form[i]) {
            *ret_refused = e;
            return NULL;
        }
    return e;
}

typedef struct Deed {
    const NewCase *open;
    Home home;
    CaseId id;
    const DeskMany *many;
    const Step *step;
    const Case *c;
    Str slip;
} Deed;

static Err do_open(Db *db, Arena *a, void *arg)
{
    Deed *d = arg;
    return process_open(db, a, house()->engine, d->open, &d->c, &d->slip);
}

static Err do_advance(Db *db, Arena *a, void *arg)
{
    Deed *d = arg;
    return process_advance(db, a, house()->engine, d->home, d->id, d->step, &d->c);
}

static Err do_advance_many(Db *db, Arena *a, void *arg)
{
    const Deed *d = arg;
    const DeskMany *m = d->many;
    TRY(process_advance_many(db, a, house()->engine, m->home, m->ids, m->count, d->step, m->refusals));
    for (size_t i = 0; i < m->count; i++)
        if (m->refusals[i])
            return m->refusals[i];
    return NULL;
}

Err desk_advance(const Request *q, const Case *c, const Step *s, const Case **ret_case, Err *ret_refused)
{
    Deed d = {.home = c->home, .id = c->id, .step = s};
    *ret_refused = desk_gate(q, c->process, s->action);
    if (*ret_refused)
        return NULL;
    TRY(sort_out(db_attempt(q->db, q->arena, do_advance, &d), ret_refused));
    *ret_case = d.c;
    return NULL;
}

Err desk_advance_many(const Request *q, const DeskMany *many, const Step *s, Err *ret_refused)
{
    Deed d = {.many = many, .step = s};
    *ret_refused = desk_gate(q, many->process, s->action);
    if (*ret_refused)
        return NULL;
    return sort_out(db_attempt(q->db, q->arena, do_advance_many, &d), ret_refused);
}

/* -- once --------------------------------------------------------------------------------------------------------- */

static Once once_of(const Request *q, Home home)
{
    Str actor = q->who->kind == ACTOR_PERSON ? arena_printf(q->arena, "p%lld", (long long)q->who->person.v) : S("anyone");
    return (Once){.home = home, .actor = actor,
                  .key = q->idempotency_key, .body = seal_sha256(q->body)};
}

static bool has_key(const Request *q)
{
    return (q->who->kind == ACTOR_PERSON || q->who->kind == ACTOR_ANYONE) && q->idempotency_key.len > 0;
}

Err desk_seen(const Request *q, Home home, Answered *ret)
{
    *ret = (Answered){0};
    if (!has_key(q))
        return NULL;
    const Once once = once_of(q, home);
    return access_key_seen(q->db, q->arena, &once, q->now, ret);
}

Err desk_seen_form(const Request *q, Home home, Answered *ret, bool *ret_other)
{
    Err e = desk_seen(q, home, ret);
    *ret_other = e && e->code == ERR_CONFLICT;
    return *ret_other ? NULL : e;
}

Err desk_keep(const Request *q, Home home, int64_t status, Str number)
{
    if (!has_key(q))
        return NULL;
    const Once once = once_of(q, home);
    return access_key_keep(q->db, q->arena, &once, q->now, status, number);
}

/* The digits of a slip are kept nowhere: whoever tapped twice gets another one that opens the same case. */
static Err find_again(const Request *q, const NewCase *n, Str number, const Case **ret_case, Str *ret_slip)
{
    TRY(process_by_number(q->db, q->arena, house()->engine, number, ret_case));
    if (!*ret_case)
        return desk_missing(q);
    const Case *c = *ret_case;
    bool has_slip = c->process->slip && (n->who->kind == ACTOR_ANYONE || n->on_behalf.len);
    return has_slip ? access_slip_issue(q->db, q->arena, c->home, c->id, q->now, ret_slip) : NULL;
}

Err desk_open(const Request *q, const NewCase *n, const Case **ret_case, Str *ret_slip, Err *ret_refused)
{
    Home home = place_home(n->place);
    Deed d = {.open = n};
    Answered before;
    bool other;
    *ret_slip = STR_NONE;
    *ret_refused = NULL;
    TRY(desk_seen_form(q, home, &before, &other));
    if (before.seen)
        return find_again(q, n, before.number, ret_case, ret_slip);
    if (other) {
        *ret_refused = ERR(q->arena, ERR_CONFLICT, "err.desk.sent_before");
        return NULL;
    }
    TRY(sort_out(db_attempt(q->db, q->arena, do_open, &d), ret_refused));
    *ret_case = d.c;
    *ret_slip = d.slip;
    return *ret_refused ? NULL : desk_keep(q, home, 201, d.c->number);
}

/* -- finding ------------------------------------------------------------------------------------------------------ */

Err desk_missing(const Request *q)
{
    return ERR(q->arena, ERR_MISSING, "err.web.missing");
}

/* What one may not see is not there. */
Err desk_find_case(const Request *q, Str number, const Case **ret_case)
{
    const Case *c;
    TRY(process_by_number(q->db, q->arena, house()->engine, number, &c));
    if (!c || !process_may_see(house()->engine, q->who, c))
        return desk_missing(q);
    *ret_case = process_as_read(q->arena, house()->engine, q->who, c);
    return NULL;
}

Err desk_find_place(const Request *q, Str digits, const Place **ret_place)
{
    PlaceCode code;
    if (!place_read(digits, &code))
        return desk_missing(q);
    TRY(place_get(q->db, q->arena, code, ret_place));
    return *ret_place ? NULL : desk_missing(q);
}

Err desk_place_for(const Request *q, const char *permission, const Place **ret_place)
{
    TRY(desk_find_place(q, q->params[0], ret_place));
    return web_may(q, permission, (*ret_place)->code);
}

Err desk_find_process(const Request *q, Str name, const Process **ret_process)
{
    *ret_process = process_named(house()->engine, name);
    return *ret_process ? NULL : desk_missing(q);
}

Str desk_case_href(Arena *a, const Case *c)
{
    return arena_printf(a, "/case/%.*s", STR_ARG(c->number));
}

/* What is sealed is entered for others only by those it names: whom it is about may sit in the same office. */
bool desk_may_open(const Request *q, const Process *p, PlaceCode where)
{
    for (size_t i = 0; i < p->opened_by_count; i++) {
        Str role = p->opened_by[i].role;
        if ((str_eq(role, S("anyone")) && !p->sealed) || access_acts_as(house()->roles, q->who, role, where))
            return access_may(q->who, S("case.write"), where);
    }
    return false;
}

bool desk_may_type(Err refused, Err typing)
{
    return refused && refused->code == ERR_DENIED && !typing;
}

bool desk_is_bookkeeping(const Field *f)
{
    return str_eq(f->by, S("clock"));
}

bool desk_step_is(const Request *q, const char *step)
{
    return str_eq(pairs_get(&q->form, S("step")), str_of(step));
}

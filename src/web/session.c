// SPDX-License-Identifier: Apache-2.0
/* Who asks: the cookie of a page or the bearer token of the API, made into an actor; and whether he may ask at all. */
#include "web/inside.h"

static Str bearer(Str authorization)
{
    Str scheme, token;
    str_cut(authorization, ' ', &scheme, &token);
    return str_eq_nocase(scheme, S("Bearer")) ? str_trim(token) : STR_NONE;
}

/* A session that has run out is nobody's: open pages stay open, the others ask to sign in. */
Err session_find(Task *t, Db *db)
{
    Request *q = &t->q;
    q->who = &access_anyone;
    q->token = q->is_api ? bearer(q->authorization) : web_cookie(q, S("s"));
    if (q->token.len == 0 || !db)
        return NULL;
    Err e = access_session_get(db, q->arena, t->server->o.roles, q->token, q->now, &t->session);
    if (e && e->code == ERR_LOGIN && !q->is_api) {
        q->token = STR_NONE;
        return NULL;
    }
    TRY(e);
    /* A bearer token in a cookie, or the other way round, was carried off from somewhere. */
    if ((t->session.kind == SESSION_API) != q->is_api)
        return ERR(q->arena, ERR_LOGIN, "err.web.sign_in");
    q->session = &t->session;
    if (!t->session.wants_factor) /* half in is nobody yet */
        q->who = &t->session.actor;
    return NULL;
}

/* A bound device left alone for half an hour still reads; to act it wants its PIN again. */
static bool may_act(const Request *q)
{
    return str_eq(q->method, S("GET")) || !q->session || instant_is(q->session->proven);
}

Err session_gate(Task *t, const Route *route)
{
    const Request *q = &t->q;
    Str permission = str_of(route->permission);
    if (str_eq(permission, S("public")))
        return NULL;
    if (q->session && str_eq(permission, S("signing-in")))
        return NULL;
    if (q->who->kind != ACTOR_PERSON)
        return q->session ? ERR(q->arena, ERR_LOGIN, "err.web.factor") : ERR(q->arena, ERR_LOGIN, "err.web.sign_in");
    if (!may_act(q))
        return ERR(q->arena, ERR_LOGIN, "err.web.pin_again");
    if (str_eq(permission, S("signed-in")))
        return NULL;
    const Office *acting = q->who->acting;
    if (!acting || !access_may(q->who, permission, acting->place))
        return ERR(q->arena, ERR_DENIED, "err.web.not_your_office");
    return NULL;
}

/* -- the idle clock: moved beside the answer, by a job with memory of its own ------------------------------------------- */

enum { TOUCH_ARENA = 1024 * 1024 };

typedef struct TouchJob {
    StoreJob job;
    Str token;
    Instant now;
} TouchJob;

static Err touch_work(Db *db, Arena *a, void *arg)
{
    const TouchJob *touch = arg;
    return access_session_touch(db, a, touch->token, touch->now);
}

static void touch_done(StoreJob *job, Err err UNUSED)
{
    arena_free(job->arena);
}

void session_touch_later(Task *t)
{
    const Request *q = &t->q;
    if (!q->session || !access_session_stale(q->session, q->now))
        return;
    Arena *a = arena_new(TOUCH_ARENA); /* not from the pool: the job may outlive the server */
    TouchJob *touch = ARENA_NEW(a, TouchJob);
    *touch = (TouchJob){.job = {.work = touch_work, .done = touch_done, .arg = touch, .arena = a},
                        .token = arena_str(a, q->token), .now = q->now};
    /* A full queue has better things to do; the next request tries again. */
    if (!store_submit(t->server->o.store, &touch->job))
        arena_free(a);
}

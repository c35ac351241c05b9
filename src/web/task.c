// SPDX-License-Identifier: Apache-2.0
/*
 * One request between its arrival and the bytes of its answer. Knows workers and the writer, but no socket: the server
 * and web_handle_once run the same steps.
 */
#include "web/inside.h"

Task *task_new(Server *s, Exchange *x, Str path)
{
    if (!x->arena)
        x->arena = pool_take(&s->pool);
    Arena *a = x->arena;
    Task *t = ARENA_NEW(a, Task);
    const GateHead *h = &x->head;
    uint64_t number = s->boot + atomic_fetch_add(&s->requests, 1);
    Choice choice = choice_of(h->cookies);
    bool is_head = str_eq(h->method, S("HEAD"));
    *t = (Task){.server = s, .x = x, .arena = a, .began_us = clock_monotonic_ns() / 1000, .choice = choice,
                .by = SERVED_WORKER, .asked = arena_str(a, path)};
    t->q = (Request){
        .arena = a, .method = is_head ? S("GET") : h->method, .path = t->asked, .body = x->body,
        .lang = choice.en ? s->o.en : s->o.zh, .large = choice.large, .now = clock_now(s->o.clock),
        .who = &access_anyone, .cookies = h->cookies, .if_none_match = h->if_none_match, .host = h->host,
        .origin = h->origin, .sec_fetch_site = h->sec_fetch_site, .content_type = h->content_type,
        .authorization = h->authorization, .idempotency_key = h->idempotency_key, .user_agent = h->user_agent,
        .id = arena_printf(a, "%016llx", (unsigned long long)number), .server = s,
    };
    /* Behind our own proxy the peer is the proxy; what it saw stands last. */
    t->q.address = !s->o.edge && h->forwarded_for.len ? h->forwarded_for : x->address;
    return t;
}

/* -- what came with the request ---------------------------------------------------------------------------------------- */

static bool is_type(Str content_type, Str wanted)
{
    Str type, rest;
    str_cut(content_type, ';', &type, &rest);
    return str_eq_nocase(str_trim(type), wanted);
}

static Err read_body(Request *q, const Route *route)
{
    if (!str_eq(q->method, S("POST")) || (q->body.len == 0 && q->content_type.len == 0))
        return NULL;
    bool is_json = is_type(q->content_type, S("application/json"));
    bool is_form = is_type(q->content_type, S("application/x-www-form-urlencoded"));
    if (route->is_api ? !is_json : !is_form)
        return ERR(q->arena, ERR_INPUT, "err.web.content_type", .field = S("Content-Type"));
    if (is_json)
        return q->body.len ? json_read(q->arena, q->body, LIMIT_JSON_BYTES, &q->json) : NULL;
    TRY(form_read(q->arena, q->body, LIMIT_FORM_FIELDS, &q->form));
    if (q->idempotency_key.len == 0)
        q->idempotency_key = pairs_get(&q->form, S("key"));
    return NULL;
}

static Err find_route(Task *t)
{
    Request *q = &t->q;
    router_find(t->server->router, q->method, q->path, &t->match);
    q->is_api = t->match.route ? t->match.route->is_api : str_starts(q->path, S("/api/"));
    if (q->is_api && !q->cookies.len && choice_speaks_english(t->x->head.accept_language))
        q->lang = t->server->o.en;
    q->wants_json = t->match.wants_json;
    q->path = t->match.path;
    memcpy(q->params, t->match.params, sizeof q->params);
    if (t->match.route)
        return NULL;
    return t->match.allow.len ? ERR(q->arena, ERR_INPUT, "err.web.method") : ERR(q->arena, ERR_MISSING, "err.web.missing");
}

/* A public page is the same for everybody: it does not even look who asks. */
static bool is_for_everybody(const Task *t)
{
    return t->match.route->is_public_page && str_eq(t->q.method, S("GET"));
}

static Err check_rate(const Request *q, const Route *route)
{
    bool counts = route->open_form && str_eq(q->method, S("POST")) && q->address.len;
    if (counts && !access_rate_take(RATE_ASK_ADDRESS, q->address, clock_monotonic_ms()))
        return ERR(q->arena, ERR_LIMIT, "err.web.too_fast");
    return NULL;
}

static Err admit(Task *t, Db *db)
{
    Request *q = &t->q;
    TRY(find_route(t));
    const Route *route = t->match.route;
    TRY(form_read(t->arena, t->x->head.query, LIMIT_QUERY_PARAMS, &q->query));
    TRY(read_body(q, route));
    if (is_for_everybody(t))
        return NULL;
    TRY(session_find(t, db));
    TRY(session_gate(t, route));
    TRY(csrf_check(q, route, t->x->head.referer));
    q->keeps = route->keeps && str_eq(q->method, S("POST"));
    return check_rate(q, route);
}

/* -- running the handler ------------------------------------------------------------------------------------------------ */

static Err run_handler(Task *t, Db *db, Arena *a)
{
    Request q = t->q;
    q.db = db;
    q.arena = a;
    t->r = (Response){.true_until = INSTANT_NONE};
    return t->match.route->run(&q, &t->r);
}

static Err run_prepare(Task *t, Db *db)
{
    Request q = t->q;
    q.db = db;
    return t->match.route->prepare(&q, &t->q.prepared);
}

/* Not in, no longer in, in as somebody else, or in another office: reasons that have nothing to do with what was typed. */
static bool is_at_door(const Task *t, Err e)
{
    const Route *route = t->match.route;
    bool is_shut = e->code == ERR_LOGIN || str_eq(e->key, S("err.web.form_old")) ||
                   str_eq(e->key, S("err.web.not_your_office"));
    return is_shut && route && route->keeps && t->server->o.door && pairs_get(&t->q.form, S("by")).len &&
           csrf_site_is_ours(&t->q, t->x->head.referer);
}

static Err answer_at_door(Task *t, Db *db, Err refused)
{
    Request q = t->q;
    q.db = db;
    t->r = (Response){.true_until = INSTANT_NONE};
    return t->server->o.door(&q, &t->r, refused);
}

static Err run_reading(Task *t, Db *db)
{
    t->ticket = cache_ticket(t->server->cache);
    if (db)
        TRY(db_snapshot(db, t->arena));
    uint64_t before = db ? db_query_count(db) : 0;
    Err e = admit(t, db);
    if (e && is_at_door(t, e)) {
        e = answer_at_door(t, db, e);
        t->answered = !e;
    }
    if (!e && !t->answered && t->match.route->db == ROUTE_READS)
        e = run_handler(t, db, t->arena);
    if (!e && !t->answered && t->match.route->db == ROUTE_WRITES && t->match.route->prepare)
        e = run_prepare(t, db);
    if (db) {
        atomic_fetch_add_explicit(&t->server->metrics.queries, db_query_count(db) - before, memory_order_relaxed);
        db_release(db);
    }
    return e;
}

TaskStep task_run(Task *t, Db *db)
{
    Err e = run_reading(t, db);
    if (!e && !t->answered && t->match.route->db == ROUTE_WRITES)
        return TASK_WRITES;
    if (!e && t->server->o.store)
        session_touch_later(t);
    task_finish(t, e);
    return TASK_DONE;
}

Err task_write(Db *db, Arena *a, void *task)
{
    Task *t = task;
    const Request *q = &t->q;
    if (db && q->session && access_session_stale(q->session, q->now))
        TRY(access_session_touch(db, a, q->token, q->now));
    return run_handler(t, db, a);
}

/* -- the answer ------------------------------------------------------------------------------------------------------------ */

static Str etag_of(Arena *a, Str body)
{
    Digest digest = seal_sha256(body);
    Str hex = hex_write(a, (Str){(const char *)digest.at, 16});
    return arena_printf(a, "\"%.*s\"", STR_ARG(hex));
}

static HeadParts parts_of(const Task *t, Str etag)
{
    const Response *r = &t->r;
    bool is_public = r->cacheable && r->status == 200;
    return (HeadParts){
        .status = r->status, .type = r->type, .length = r->body.len, .location = r->location, .policy = r->policy, .headers = r->headers,
        .header_count = r->header_count, .edge = t->server->o.edge, .etag = etag, .varies = is_public,
        .cache_control = r->immutable ? S("public, max-age=31536000, immutable")
                         : is_public  ? S("no-cache")
                                      : S("no-store"),
    };
}

static void keep_page(Task *t, Str etag)
{
    const Request *q = &t->q;
    Arena *a = t->arena;
    HeadParts parts = parts_of(t, etag);
    CachePage page = {.path = q->path, .etag = etag, .plain = t->r.body, .gzip = web_gzip(a, t->r.body),
                      .true_until = t->r.true_until};
    if (!instant_is(page.true_until))
        page.true_until = date_end(instant_date(q->now));
    page.key = arena_printf(a, "%c%.*s", choice_letter(t->choice), STR_ARG(t->asked));
    page.heads[CACHE_PLAIN] = answer_head(a, &parts);
    parts.status = 304;
    page.heads[CACHE_UNCHANGED] = answer_head(a, &parts);
    parts.status = 200;
    parts.etag = arena_printf(a, "W/%.*s", STR_ARG(etag)); /* the same page in other bytes */
    parts.encoding = S("gzip");
    parts.length = page.gzip.len;
    page.heads[CACHE_GZIP] = answer_head(a, &parts);
    cache_put(t->server->cache, t->ticket, &page);
}

static bool may_keep(const Task *t)
{
    return t->match.route && is_for_everybody(t) && t->r.cacheable && t->r.status == 200 && t->r.header_count == 0 &&
           t->x->head.query.len == 0 && t->r.body.len <= LIMIT_CACHE_PAGE_BYTES && !t->server->o.no_cache;
}

static void log_fault(const Task *t, Err e)
{
    if (e->code == ERR_BROKEN)
        fprintf(stderr, "<3>fault id=%.*s key=%.*s file=%s line=%d detail=\"%.*s\"\n", STR_ARG(t->q.id),
                STR_ARG(e->key), e->file, e->line, STR_ARG(e->detail));
}

void task_finish(Task *t, Err err)
{
    Response *r = &t->r;
    if (err) {
        log_fault(t, err);
        web_error(&t->q, r, err);
        if (r->status == 405)
            web_header(r, "Allow", t->match.allow);
    }
    if (r->status == 0)
        *r = (Response){.status = 204, .true_until = INSTANT_NONE};
    bool is_tagged = r->status == 200 && (r->cacheable || r->immutable) && !t->server->o.no_cache;
    Str etag = is_tagged ? etag_of(t->arena, r->body) : STR_NONE;
    if (may_keep(t))
        keep_page(t, etag);
    bool unchanged = etag.len && str_has(t->q.if_none_match, etag);
    HeadParts parts = parts_of(t, etag);
    parts.status = unchanged ? 304 : r->status;
    t->body = r->body;
    t->answer = (NetAnswer){.head = answer_head(t->arena, &parts), .parts = &t->body};
    t->answer.part_count = !unchanged && r->body.len && !str_eq(t->x->head.method, S("HEAD"));
    r->status = parts.status;
}

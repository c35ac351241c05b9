// SPDX-License-Identifier: Apache-2.0
/* What the I/O thread answers by itself, without a worker and mostly without memory. */
#include "web/inside.h"

/* Who signs in again brings along what he had typed. */
static size_t form_max(const Server *s, const GateHead *h)
{
    RouteMatch match;
    router_find(s->router, h->method, h->path, &match);
    return match.route && match.route->carries ? LIMIT_CARRY_BYTES : LIMIT_FORM_BYTES;
}

const Refusal *quick_head(void *server, const GateHead *h, size_t *ret_body_max)
{
    static const Refusal unknown = {415, "content type not served"};
    Str type, rest;
    str_cut(h->content_type, ';', &type, &rest);
    type = str_trim(type);
    *ret_body_max = 0;
    if (str_eq_nocase(type, S("application/x-www-form-urlencoded")))
        *ret_body_max = form_max(server, h);
    else if (str_eq_nocase(type, S("application/json")))
        *ret_body_max = LIMIT_JSON_BYTES;
    return gate_has_body(h) && *ret_body_max == 0 ? &unknown : NULL;
}

/* What was refused for its head alone may have no path: then it is a reader's. */
NetAnswer quick_refusal(const Server *s, const GateHead *h, int status)
{
    const Canned *c = canned_find(s, status);
    bool is_api = str_starts(h->path, S("/api/"));
    CannedForm form = !is_api ? CANNED_TEXT : choice_speaks_english(h->accept_language) ? CANNED_EN : CANNED_ZH;
    return (NetAnswer){.head = c->heads[form], .parts = &c->bodies[form], .part_count = 1, .close = true};
}

static CacheForm form_for(const GateHead *h, Str etag)
{
    if (h->if_none_match.len && str_has(h->if_none_match, etag))
        return CACHE_UNCHANGED;
    return h->takes_gzip ? CACHE_GZIP : CACHE_PLAIN;
}

static void count(Server *s, Served by, CacheForm form)
{
    metrics_count(&s->metrics, by, form == CACHE_UNCHANGED ? 304 : 200);
}

static bool answer_cached(Server *s, const GateHead *h, Str path, NetAnswer *ret)
{
    char key[LIMIT_URL_BYTES + 1];
    CacheHit hit;
    if (h->query.len || s->o.no_cache)
        return false;
    Choice c = choice_of(h->cookies);
    key[0] = choice_letter(c);
    memcpy(key + 1, path.at, path.len);
    if (!cache_find(s->cache, (Str){key, path.len + 1}, clock_now(s->o.clock), &hit))
        return false;
    CacheForm form = form_for(h, hit.etag);
    bool is_head = str_eq(h->method, S("HEAD"));
    *ret = (NetAnswer){.head = hit.heads[form], .parts = hit.parts[form], .release = cache_release, .arg = hit.entry};
    ret->part_count = is_head ? 0 : hit.part_counts[form];
    count(s, SERVED_CACHE, form);
    return true;
}

static bool answer_asset(Server *s, const GateHead *h, Str path, NetAnswer *ret)
{
    const Asset *asset = str_starts(path, S("/a/")) ? assets_find(&s->assets, path) : NULL;
    if (!asset)
        return false;
    CacheForm form = form_for(h, asset->etag);
    bool is_head = str_eq(h->method, S("HEAD"));
    *ret = (NetAnswer){.head = asset->heads[form], .parts = &asset->bodies[form]};
    ret->part_count = !is_head && asset->bodies[form].len > 0;
    count(s, SERVED_QUICK, form);
    return true;
}

static NetAnswer make_answer(Exchange *x, const HeadParts *parts, Str body)
{
    Arena *a = x->arena;
    Str *part = ARENA_NEW(a, Str);
    *part = body;
    bool has_body = body.len && !str_eq(x->head.method, S("HEAD"));
    return (NetAnswer){.head = answer_head(a, parts), .parts = part, .part_count = has_body};
}

/* The address the reader came from, without the words that chose; the choice goes into the cookie. */
static bool answer_switch(Server *s, Exchange *x, NetAnswer *ret)
{
    Choice c = choice_of(x->head.cookies);
    Str rest;
    if (x->head.query.len == 0)
        return false;
    if (!str_has(x->head.query, S("lang=")) && !str_has(x->head.query, S("type=")))
        return false;
    if (!x->arena)
        x->arena = pool_take(&s->pool);
    if (!choice_switch(x->arena, x->head.query, &c, &rest))
        return false;
    enum { YEAR_S = 365 * 24 * 3600 };
    Header cookie = {"Set-Cookie", cookie_make(x->arena, s->o.edge, S("read"), choice_plain(c), YEAR_S)};
    HeadParts parts = {.status = 303, .cache_control = S("no-store"), .edge = s->o.edge, .headers = &cookie,
                       .header_count = 1};
    parts.location = rest.len ? arena_printf(x->arena, "%.*s?%.*s", STR_ARG(x->head.path), STR_ARG(rest)) : x->head.path;
    *ret = make_answer(x, &parts, STR_NONE);
    metrics_count(&s->metrics, SERVED_QUICK, 303);
    return true;
}

static bool answer_health(Server *s, Exchange *x, Str path, NetAnswer *ret)
{
    bool is_health = str_eq(path, S("/healthz"));
    if (!is_health && !str_eq(path, S("/metrics")))
        return false;
    if (!x->arena)
        x->arena = pool_take(&s->pool);
    Out *o = out_new(x->arena, LIMIT_PAGE_BYTES, s->o.en);
    HeadParts parts = {.status = 200, .cache_control = S("no-store"), .edge = s->o.edge};
    parts.type = is_health ? "application/json; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8";
    if (is_health)
        metrics_health(s, o, &parts.status);
    else
        metrics_write(s, o);
    parts.length = out_len(o);
    *ret = make_answer(x, &parts, out_str(o));
    metrics_count(&s->metrics, SERVED_QUICK, parts.status);
    return true;
}

bool quick_answer(Server *s, Exchange *x, Str path, NetAnswer *ret_answer)
{
    const GateHead *h = &x->head;
    if (str_eq(h->method, S("POST")))
        return false;
    return answer_cached(s, h, path, ret_answer) || answer_switch(s, x, ret_answer) ||
           answer_asset(s, h, path, ret_answer) || answer_health(s, x, path, ret_answer);
}

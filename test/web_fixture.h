// SPDX-License-Identifier: Apache-2.0
/*
 * A small server for tests of the web floor: pages kept and not kept, forms, an API, something slow, something broken,
 * and one address that nobody should ever reach: it counts who did.
 */
#pragma once

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "carried.h"
#include "web/web.h"

static atomic_int fixture_smuggled, fixture_made;

static Err fixture_page(const Request *q, Response *r)
{
    Out *body = web_body(q);
    atomic_fetch_add(&fixture_made, 1);
    out_raw(body, S("<h1>"));
    out_text(body, q->params[0].len ? q->params[0] : S("start"));
    out_printf(body, "</h1><p>made %s</p>", q->large ? "large" : "normal");
    for (int i = 0; i < 150; i++)
        out_printf(body, "<li>%d: a line of a village's month, %d yuan</li>", i, i * 37 % 1009);
    r->cacheable = true;
    if (q->wants_json) {
        Out *json = web_body(q);
        json_string(json, q->path);
        web_json(q, r, json);
    } else {
        web_page(q, r, &(PageFrame){.title = S("page"), .path = q->path}, body);
    }
    return NULL;
}

static Err fixture_echo(const Request *q, Response *r)
{
    web_bytes(r, "text/plain; charset=utf-8",
              arena_printf(q->arena, "%.*s|%.*s|%zu|%zu|%zu\n", STR_ARG(q->method), STR_ARG(q->params[0]), q->body.len,
                           q->form.count, q->query.count));
    return NULL;
}

static Err fixture_smuggle(const Request *q UNUSED, Response *r)
{
    atomic_fetch_add(&fixture_smuggled, 1);
    web_bytes(r, "text/plain", S("SMUGGLED\n"));
    return NULL;
}

static Err fixture_slow(const Request *q UNUSED, Response *r)
{
    usleep(200 * 1000);
    web_bytes(r, "text/plain", S("slow\n"));
    return NULL;
}

static Err fixture_broken(const Request *q, Response *r UNUSED)
{
    return ERR(q->arena, ERR_BROKEN, "err.web.broken", .detail = S("on purpose"));
}

static Err fixture_form(const Request *q, Response *r)
{
    FormToken token = web_kept_token(q, S("write"));
    Out *body = web_body(q);
    web_token(body, &token);
    web_page(q, r, &(PageFrame){.title = S("form"), .staff = true}, body);
    return NULL;
}

/* What was typed outlives a door that was shut: it says here what it carries. */
static Err fixture_door(const Request *q, Response *r, Err refused)
{
    Str kept = web_keep(q);
    r->status = web_status(refused);
    web_bytes(r, "text/plain; charset=utf-8", arena_printf(q->arena, "name=\"kept\" value=\"%.*s\"\n", STR_ARG(kept)));
    return NULL;
}

static Err fixture_opens(const Request *q, Response *r)
{
    static const char *const words[] = {
        [KEPT_NONE] = "none", [KEPT_OWN] = "own", [KEPT_OTHERS] = "others", [KEPT_LOST] = "lost"};
    Kept k = {0};
    KeptState state = web_kept(q, pairs_get(&q->form, S("kept")), &k);
    Str typed = pairs_get(&k.form, S("f.note"));
    web_bytes(r, "text/plain; charset=utf-8",
              arena_printf(q->arena, "%s|%.*s|%zu|%zu|%.*s\n", words[state], STR_ARG(k.path), k.form.count, typed.len,
                           STR_ARG(str_sub(typed, 0, typed.len < 30 ? typed.len : 30))));
    return NULL;
}

static Err fixture_at(const Request *q, Response *r)
{
    PlaceCode where;
    if (!place_read(q->params[0], &where))
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    TRY(web_may(q, "town.desk", where));
    return fixture_echo(q, r);
}

static const Route fixture_routes[] = {
    {"GET", "/", ROUTE_READS, "public", fixture_page, "web.home", .is_public_page = true},
    {"GET", "/v/{code}", ROUTE_READS, "public", fixture_page, "web.home", .is_public_page = true},
    {"GET", "/v/{code}/board.json", ROUTE_READS, "public", fixture_echo, "web.home"},
    {"GET", "/echo/{x}", ROUTE_READS, "public", fixture_echo, "web.home"},
    {"GET", "/rest/{x...}", ROUTE_READS, "public", fixture_echo, "web.home"},
    {"POST", "/echo", ROUTE_READS, "public", fixture_echo, "web.home", .open_form = true},
    {"POST", "/write", ROUTE_WRITES, "public", fixture_echo, "web.home", .open_form = true},
    {"POST", "/guarded", ROUTE_WRITES, "signed-in", fixture_echo, "web.home"},
    {"GET", "/form", ROUTE_READS, "signed-in", fixture_form, "web.home"},
    {"GET", "/long", ROUTE_READS, "signed-in", fixture_form, "web.home"},
    {"POST", "/long", ROUTE_WRITES, "signed-in", fixture_echo, "web.home", .keeps = true},
    {"POST", "/opens", ROUTE_READS, "signed-in", fixture_opens, "web.home", .carries = true},
    {"GET", "/desk", ROUTE_READS, "town.desk", fixture_echo, "web.home"},
    {"GET", "/at/{code}", ROUTE_READS, "signed-in", fixture_at, "web.home"},
    {"POST", "/api/v1/echo", ROUTE_READS, "public", fixture_echo, "web.home", .is_api = true},
    {"GET", "/smuggled", ROUTE_READS, "public", fixture_smuggle, "web.home"},
    {"POST", "/smuggled", ROUTE_READS, "public", fixture_smuggle, "web.home", .open_form = true},
    {"GET", "/slow", ROUTE_READS, "public", fixture_slow, "web.home"},
    {"GET", "/broken", ROUTE_READS, "public", fixture_broken, "web.home"},
};

static const WebAsset fixture_assets[] = {
    {{"/a/sun.css", 10}, "text/css; charset=utf-8", {"body{margin:0}body{margin:0}body{margin:0}\n", 43}},
};

static inline const Lang *fixture_lang(Arena *a, const char *path, Str name)
{
    const CarriedFile *f = carried_find(str_of(path));
    const Lang *l = NULL;
    REQUIRE(f && !lang_open(a, name, (Str){(const char *)f->bytes, f->len}, &l));
    return l;
}

static inline WebOptions fixture_options(Arena *a, const Clock *clock)
{
    static const Route *const lists[] = {fixture_routes};
    static const size_t counts[] = {COUNT_OF(fixture_routes)};
    return (WebOptions){
        .clock = clock, .routes = lists, .route_counts = counts, .route_lists = 1, .assets = fixture_assets,
        .asset_count = COUNT_OF(fixture_assets), .zh = fixture_lang(a, "mo/zh_CN.mo", S("zh")),
        .en = fixture_lang(a, "mo/en.mo", S("en")), .edge = true, .base_url = S("http://127.0.0.1"),
        .door = fixture_door,
    };
}

/* -- the same behind a socket ------------------------------------------------------------------------------------------ */

typedef struct FixtureServer {
    Arena *arena;
    Server *server;
    pthread_t thread;
    Err err;
} FixtureServer;

static inline void *fixture_run(void *arg)
{
    FixtureServer *f = arg;
    f->err = web_serve(f->server, f->arena);
    return NULL;
}

static inline FixtureServer *fixture_start(Store *store, int workers)
{
    Arena *a = arena_new(1024 * 1024 * 1024);
    FixtureServer *f = ARENA_NEW(a, FixtureServer);
    WebOptions options = fixture_options(a, clock_real(a));
    options.address = S("127.0.0.1");
    options.store = store;
    options.workers = workers;
    f->arena = a;
    REQUIRE(!web_server_new(a, &options, &f->server));
    REQUIRE(pthread_create(&f->thread, NULL, fixture_run, f) == 0);
    return f;
}

static inline void fixture_stop(FixtureServer *f)
{
    web_stop(f->server);
    pthread_join(f->thread, NULL);
    REQUIRE(!f->err);
    arena_free(f->arena);
}

static inline int fixture_connect(const FixtureServer *f)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)web_port(f->server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

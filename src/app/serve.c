// SPDX-License-Identifier: Apache-2.0
/* serve: the web server, the clock's work beside it, and a graceful end. */
#include "app/app.h"
#include "print/print.h"
#include "signin/signin.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

enum { TICK_MS = 1000, TICK_ARENA = 64 * 1024 * 1024, ASSETS_MAX = 32 };

/* -- the clock's work: openings and limits each second, a checkpoint for whatever grew ------------------------------- */

typedef struct Ticker {
    const House *house;
    Server *server;
    Arena *arena;
    atomic_bool stop;
    pthread_t thread;
} Ticker;

typedef struct TickWork {
    const Engine *engine;
    Instant now;
    size_t done;
    int64_t oldest_ms;
} TickWork;

static Err tick_work(Db *db, Arena *a, void *arg)
{
    TickWork *w = arg;
    TRY(process_tick(db, a, w->engine, w->now, &w->done));
    return process_oldest_due(db, a, w->now, &w->oldest_ms);
}

static void say_fault(Err e, const char *what)
{
    if (e)
        fprintf(stderr, "<3>%s key=%.*s detail=\"%.*s\"\n", what, STR_ARG(e->key), STR_ARG(e->detail));
}

static void tick_once(Ticker *t)
{
    TickWork w = {.engine = t->house->engine, .now = clock_now(t->house->clock)};
    do {
        say_fault(store_write(t->house->store, t->arena, tick_work, &w), "tick");
    } while (w.done && !atomic_load(&t->stop));
    web_set_due_age(t->server, w.oldest_ms);
    size_t signed_count;
    say_fault(record_sign_due(t->house->signer, t->house->store, t->arena, w.now, &signed_count), "sign");
    arena_reset(t->arena);
}

static void *tick_run(void *arg)
{
    Ticker *t = arg;
    while (!atomic_load(&t->stop)) {
        tick_once(t);
        for (int waited = 0; waited < TICK_MS && !atomic_load(&t->stop); waited += 50)
            usleep(50 * 1000);
    }
    return NULL;
}

/* -- what the web floor is handed --------------------------------------------------------------------------------------- */

static Err make_server(Arena *a, const Config *config, const House *h, Server **ret_server)
{
    const Route **routes = ARENA_ARRAY(a, const Route *, rooms_count);
    size_t *counts = ARENA_ARRAY(a, size_t, rooms_count);
    for (size_t i = 0; i < rooms_count; i++) {
        routes[i] = rooms_all[i]->routes;
        counts[i] = rooms_all[i]->route_count;
    }
    WebAsset *assets = ARENA_ARRAY(a, WebAsset, ASSETS_MAX);
    WebOptions options = {
        .store = h->store, .roles = h->roles, .clock = h->clock, .routes = routes, .door = signin_door, .route_counts = counts,
        .route_lists = rooms_count, .assets = assets, .asset_count = app_assets(a, assets, ASSETS_MAX), .zh = h->zh, .en = h->en,
        .address = S("127.0.0.1"), .port = config->port, .edge = config->edge, .no_cache = config->no_cache,
        .workers = config->workers, .demo_note = h->demo ? S("web.demo_note") : STR_NONE, .base_url = h->base_url,
    };
    return web_server_new(a, &options, ret_server);
}

static Server *serving;

static void stop_serving(int signal_number UNUSED)
{
    if (serving)
        web_stop(serving); /* NOLINT(bugprone-signal-handler): an atomic store and a write */
}

static void say_where(const CommandRun *r, const House *h, int port)
{
    fprintf(r->out, "http://127.0.0.1:%d/\n", port);
    if (r->config->edge)
        fprintf(r->out, "%.*s\n", STR_ARG(lang_get(r->lang, S("app.edge"))));
    if (!h->second_factor)
        fprintf(r->out, "%.*s\n", STR_ARG(lang_get(r->lang, S("app.factor_off"))));
    fprintf(stderr, "<6>serving port=%d folder=%s demo=%d\n", port, h->folder, h->demo);
    (void)fflush(r->out);
}

static Err serve_until_stopped(const CommandRun *r, House *h)
{
    TRY(make_server(r->arena, r->config, h, &serving));
    Control *control;
    TRY(app_control_open(r->arena, r->config, h, &control));
    Ticker t = {.house = h, .server = serving, .arena = arena_new(TICK_ARENA)};
    tick_once(&t);
    pthread_create(&t.thread, NULL, tick_run, &t);
    (void)signal(SIGTERM, stop_serving);
    (void)signal(SIGINT, stop_serving);
    say_where(r, h, web_port(serving));
    Err e = web_serve(serving, r->arena);
    atomic_store(&t.stop, true);
    pthread_join(t.thread, NULL);
    arena_free(t.arena);
    app_control_close(control);
    return e;
}

int app_serve(const CommandRun *r)
{
    /* Paper is drawn by a helper process that starts before there are threads (docs/why/print-zygote.md). */
    Err e = print_start(r->arena);
    if (e)
        return app_refuse(r, e);
    House h;
    e = app_house_open(r->arena, r->config, HOUSE_WRITES, &h);
    if (e)
        return app_refuse(r, e);
    e = serve_until_stopped(r, &h);
    app_house_close(&h);
    print_stop();
    return e ? app_refuse(r, e) : EXIT_DONE;
}

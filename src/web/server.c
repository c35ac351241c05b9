// SPDX-License-Identifier: Apache-2.0
/*
 * The server: one I/O thread, a few workers with a connection each, and the store's writer. Answers made elsewhere come
 * back over a list that anybody may push to and the I/O thread takes whole.
 */
#include "web/inside.h"

enum { WORKERS_DEFAULT = 2, WORKERS_MAX = 64, WORKER_ARENA = 16 * 1024 * 1024, SPARE_ARENAS = 64 };

/* What web_touch reaches: pages are public, and one process serves one house. */
static _Atomic(Cache *) live_cache;

/* -- answers on their way back ------------------------------------------------------------------------------------------ */

static void hand_back(Task *t)
{
    Server *s = t->server;
    log_request(t);
    atomic_fetch_add(&s->handing, 1);
    Task *first = atomic_load_explicit(&s->done, memory_order_relaxed);
    do {
        t->next = first;
    } while (!atomic_compare_exchange_weak_explicit(&s->done, &first, t, memory_order_release, memory_order_relaxed));
    net_wake(s->net);
    atomic_fetch_sub_explicit(&s->handing, 1, memory_order_release);
}

/* The writer outlives us: its last answer may be on its way to the reader while it still has our bell in its hand. */
static void wait_for_hands(Server *s)
{
    while (atomic_load_explicit(&s->handing, memory_order_acquire))
        sched_yield();
}

static void on_wake(void *arg)
{
    Server *s = arg;
    Task *t = atomic_exchange_explicit(&s->done, NULL, memory_order_acquire);
    while (t) {
        Task *next = t->next;
        net_answer(t->x, &t->answer);
        t = next;
    }
    if (atomic_load(&s->stopping))
        net_stop(s->net);
}

/* -- on the I/O thread ------------------------------------------------------------------------------------------------------ */

static void answer_refusal(Server *s, Exchange *x, int status)
{
    NetAnswer answer = quick_refusal(s, &x->head, status);
    answer.part_count = !str_eq(x->head.method, S("HEAD"));
    atomic_fetch_add(&s->metrics.statuses[status / 100 % 6], 1);
    net_answer(x, &answer);
}

static void on_refuse(void *arg, Exchange *x, const Refusal *why)
{
    Server *s = arg;
    atomic_fetch_add(&s->metrics.refused, 1);
    answer_refusal(s, x, why->status);
}

static void on_request(void *arg, Exchange *x)
{
    Server *s = arg;
    char room[LIMIT_URL_BYTES];
    NetAnswer answer;
    Str path;
    const Refusal *no = gate_path(x->head.path, room, &path);
    if (no) {
        on_refuse(s, x, no);
        return;
    }
    if (quick_answer(s, x, path, &answer)) {
        net_answer(x, &answer);
        return;
    }
    Task *t = task_new(s, x, path);
    t->queued_ms = clock_monotonic_ms();
    if (queue_push(&s->queue, t))
        return;
    atomic_fetch_add(&s->metrics.shed, 1);
    answer_refusal(s, x, 503);
}

static Arena *on_lend(void *arg)
{
    return pool_take(&((Server *)arg)->pool);
}

static void on_give_back(void *arg, Exchange *x)
{
    if (x->arena)
        pool_give(&((Server *)arg)->pool, x->arena);
    x->arena = NULL;
}

/* -- on workers and on the writer ------------------------------------------------------------------------------------------- */

static void shed(Task *t)
{
    atomic_fetch_add(&t->server->metrics.shed, 1);
    t->r.status = 503;
    t->answer = quick_refusal(t->server, &t->x->head, 503);
    hand_back(t);
}

static void on_written(StoreJob *job, Err err)
{
    Task *t = job->arg;
    task_finish(t, err);
    hand_back(t);
}

static void write_through(Task *t)
{
    t->by = SERVED_WRITER;
    t->job = (StoreJob){.work = task_write, .done = on_written, .arg = t, .arena = t->arena};
    if (!t->server->o.store)
        on_written(&t->job, task_write(NULL, t->arena, t));
    else if (!store_submit(t->server->o.store, &t->job))
        shed(t);
}

static void *work(void *arg)
{
    Worker *w = arg;
    for (Task *t = queue_pop(&w->server->queue); t; t = queue_pop(&w->server->queue)) {
        int64_t waited_ms = clock_monotonic_ms() - t->queued_ms;
        metrics_observe(&w->server->metrics.waits, waited_ms * 1000);
        if (waited_ms > LIMIT_QUEUE_WAIT_MS)
            shed(t);
        else if (task_run(t, w->db) == TASK_DONE)
            hand_back(t);
        else
            write_through(t);
    }
    return NULL;
}

/* -- making and running ------------------------------------------------------------------------------------------------------ */

static void server_free(void *arg)
{
    Server *s = arg;
    Cache *mine = s->cache;
    atomic_compare_exchange_strong(&live_cache, &mine, NULL);
    for (size_t i = 0; i < s->worker_count; i++)
        arena_free(s->workers[i].arena);
    pool_close(&s->pool);
}

static Err open_workers(Server *s, Arena *a)
{
    int wanted = s->o.workers > 0 ? s->o.workers : WORKERS_DEFAULT;
    size_t count = (size_t)(wanted < WORKERS_MAX ? wanted : WORKERS_MAX);
    s->workers = ARENA_ARRAY(a, Worker, count);
    while (s->worker_count < count) {
        Worker *w = &s->workers[s->worker_count++];
        *w = (Worker){.server = s, .arena = arena_new(WORKER_ARENA)}; /* analyzer: server_free frees it */
        if (!s->o.store)
            continue;
        Err e = store_reader(s->o.store, w->arena, &w->db);
        if (e)
            return err_make(a, e);
    }
    return NULL;
}

Err web_server_new(Arena *a, const WebOptions *options, Server **ret_server)
{
    Server *s = ARENA_NEW(a, Server);
    s->o = *options;
    s->router = router_new(a);
    for (size_t i = 0; i < options->route_lists; i++)
        router_add(s->router, options->routes[i], options->route_counts[i]);
    s->cache = cache_new(a);
    s->assets = assets_make(a, options);
    s->canned = canned_make(a, options);
    seal_random(&s->boot, sizeof s->boot);
    pool_open(&s->pool, a, SPARE_ARENAS);
    queue_open(&s->queue, a);
    s->rules = (IntakeRules){.arg = s, .head = quick_head, .lend = on_lend};
    arena_defer(a, server_free, s);
    atomic_store(&live_cache, s->cache);
    TRY(open_workers(s, a));
    *ret_server = s;
    if (options->address.len == 0)
        return NULL;
    NetOptions net = {.address = options->address, .port = options->port,
                      .rules = &s->rules,
                      .hooks = {.arg = s, .request = on_request, .refuse = on_refuse, .wake = on_wake,
                                .give_back = on_give_back}};
    return net_open(a, &net, &s->net);
}

Err web_serve(Server *s, Arena *a)
{
    for (size_t i = 0; i < s->worker_count; i++)
        REQUIRE(pthread_create(&s->workers[i].thread, NULL, work, &s->workers[i]) == 0);
    Err e = net_run(s->net, a);
    queue_close(&s->queue);
    for (size_t i = 0; i < s->worker_count; i++)
        pthread_join(s->workers[i].thread, NULL);
    wait_for_hands(s);
    return e;
}

void web_stop(Server *s)
{
    atomic_store(&s->stopping, true);
    net_wake(s->net);
}

int web_port(const Server *s)
{
    return net_port(s->net);
}

void web_set_due_age(Server *s, int64_t age_ms)
{
    atomic_store(&s->due_age_ms, age_ms > 0 ? age_ms : 0);
}

/* -- pages that are no longer true ---------------------------------------------------------------------------------------------- */

void web_touch(Str path_prefix)
{
    Cache *c = atomic_load(&live_cache);
    if (c)
        cache_touch(c, path_prefix);
}

static void touch_now(void *arg)
{
    web_touch(*(const Str *)arg);
}

void web_touch_after_commit(Db *db, Arena *a, Str path_prefix)
{
    Str *kept = ARENA_NEW(a, Str);
    *kept = arena_str(a, path_prefix);
    db_after_commit(db, touch_now, kept);
}

/* -- without a socket -------------------------------------------------------------------------------------------------------------- */

static const Refusal *read_once(Server *s, Arena *a, Str raw, Exchange *x)
{
    static const Refusal cut_short = {400, "cut short"};
    IntakeRules rules = s->rules;
    Intake *i = ARENA_NEW(a, Intake);
    intake_open(i, a, &rules, x);
    while (raw.len > 0) {
        Str room = intake_room(i), part = str_sub(raw, 0, room.len);
        memcpy((char *)room.at, part.at, part.len);
        intake_took(i, part.len);
        raw = str_from(raw, part.len);
        IntakeStep step = intake_step(i);
        if (step != INTAKE_WAITS)
            return i->why;
    }
    return &cut_short;
}

static NetAnswer work_once(Server *s, Exchange *x, Str path)
{
    Task *t = task_new(s, x, path);
    if (task_run(t, s->workers[0].db) == TASK_WRITES) {
        Err e = s->o.store ? store_write(s->o.store, t->arena, task_write, t) : task_write(NULL, t->arena, t);
        task_finish(t, e);
    }
    return t->answer;
}

Err web_handle_once(Server *s, Arena *a, Str raw_request, Str *ret_raw_response)
{
    Exchange x = {.arena = a};
    char room[LIMIT_URL_BYTES];
    NetAnswer answer;
    Str path = STR_NONE;
    const Refusal *no = read_once(s, a, raw_request, &x);
    if (!no)
        no = gate_path(x.head.path, room, &path);
    if (no)
        answer = quick_refusal(s, &x.head, no->status);
    else if (!quick_answer(s, &x, path, &answer))
        answer = work_once(s, &x, path);
    Out *o = out_new(a, LIMIT_PAGE_BYTES + LIMIT_HEADER_BYTES, s->o.zh);
    out_raw(o, answer.head);
    out_raw(o, answer.close || x.head.close ? S("Connection: close\r\n\r\n") : S("\r\n"));
    for (size_t i = 0; i < answer.part_count; i++)
        out_raw(o, answer.parts[i]);
    if (answer.release)
        answer.release(answer.arg);
    *ret_raw_response = out_str(o);
    return out_full(o) ? ERR(a, ERR_LIMIT, "err.web.broken") : NULL;
}

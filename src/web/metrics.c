// SPDX-License-Identifier: Apache-2.0
/* Counters and histograms, written as Prometheus reads them; health; one log line per request that reached a worker. */
#include "web/inside.h"

static const int64_t bounds_us[METRICS_BUCKETS] = {100,    250,    500,     1000,    2500,    5000,
                                                   10000,  25000,  100000,  250000,  1000000, 5000000};

static const char *const served_names[SERVED_KINDS] = {"cache", "quick", "worker", "writer"};

void metrics_observe(Histogram *h, int64_t us)
{
    size_t i = 0;
    while (i < METRICS_BUCKETS && us > bounds_us[i])
        i++;
    atomic_fetch_add_explicit(&h->counts[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&h->sum_us, (uint64_t)us, memory_order_relaxed);
}

void metrics_count(Metrics *m, Served by, int status)
{
    atomic_fetch_add_explicit(&m->served[by], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->statuses[status / 100 % 6], 1, memory_order_relaxed);
    if (status == 304)
        atomic_fetch_add_explicit(&m->not_modified, 1, memory_order_relaxed);
}

typedef struct Gauge {
    const char *name, *type, *says;
    uint64_t value;
} Gauge;

static void write_gauges(Out *o, const Gauge *gauges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out_printf(o, "# HELP shaichang_%s %s\n# TYPE shaichang_%s %s\nshaichang_%s %llu\n", gauges[i].name,
                   gauges[i].says, gauges[i].name, gauges[i].type, gauges[i].name,
                   (unsigned long long)gauges[i].value);
}

static void write_histogram(Out *o, const char *name, const char *label, Histogram *h)
{
    uint64_t total = 0;
    for (size_t i = 0; i <= METRICS_BUCKETS; i++) {
        total += atomic_load(&h->counts[i]);
        if (i < METRICS_BUCKETS)
            out_printf(o, "shaichang_%s_bucket{%sle=\"%g\"} %llu\n", name, label, (double)bounds_us[i] / 1e6,
                       (unsigned long long)total);
        else
            out_printf(o, "shaichang_%s_bucket{%sle=\"+Inf\"} %llu\n", name, label, (unsigned long long)total);
    }
    Str bare = str_of(label);
    bare.len -= bare.len > 0; /* without its comma */
    out_printf(o, "shaichang_%s_sum{%.*s} %g\nshaichang_%s_count{%.*s} %llu\n", name, STR_ARG(bare),
               (double)atomic_load(&h->sum_us) / 1e6, name, STR_ARG(bare), (unsigned long long)total);
}

static void write_labelled(Out *o, Metrics *m)
{
    out_raw(o, S("# HELP shaichang_answers_total answers by class of status\n# TYPE shaichang_answers_total counter\n"));
    for (int i = 2; i < 6; i++)
        out_printf(o, "shaichang_answers_total{status=\"%dxx\"} %llu\n", i,
                   (unsigned long long)atomic_load(&m->statuses[i]));
    out_raw(o, S("# HELP shaichang_served_total answers by who made them\n# TYPE shaichang_served_total counter\n"));
    for (size_t i = 0; i < SERVED_KINDS; i++)
        out_printf(o, "shaichang_served_total{by=\"%s\"} %llu\n", served_names[i],
                   (unsigned long long)atomic_load(&m->served[i]));
    out_raw(o, S("# HELP shaichang_request_seconds time from arrival to answer\n"
                 "# TYPE shaichang_request_seconds histogram\n"));
    for (size_t i = SERVED_WORKER; i < SERVED_KINDS; i++) {
        Str label = arena_printf(out_arena(o), "by=\"%s\",", served_names[i]);
        write_histogram(o, "request_seconds", label.at, &m->times[i]);
    }
    out_raw(o, S("# HELP shaichang_wait_seconds time in the work queue\n# TYPE shaichang_wait_seconds histogram\n"));
    write_histogram(o, "wait_seconds", "", &m->waits);
}

void metrics_write(Server *s, Out *o)
{
    CacheStats cache = cache_stats(s->cache);
    NetStats net = s->net ? net_stats(s->net) : (NetStats){0};
    StoreStats store = s->o.store ? store_stats(s->o.store) : (StoreStats){0};
    const Gauge gauges[] = {
        {"connections", "gauge", "open connections", net.connections},
        {"connections_accepted_total", "counter", "connections accepted", net.accepted},
        {"connections_evicted_total", "counter", "idle connections closed to make room", net.evicted},
        {"connections_slow_total", "counter", "connections closed for being slow", net.timed_out},
        {"bytes_out_total", "counter", "bytes sent", net.bytes_out},
        {"requests_busy", "gauge", "requests waiting for an answer", net.busy},
        {"requests_refused_total", "counter", "requests the gate refused", atomic_load(&s->metrics.refused)},
        {"requests_shed_total", "counter", "requests refused because of overload", atomic_load(&s->metrics.shed)},
        {"not_modified_total", "counter", "answers 304", atomic_load(&s->metrics.not_modified)},
        {"queue", "gauge", "requests waiting for a worker", queue_count(&s->queue)},
        {"queries_total", "counter", "queries that workers ran for requests", atomic_load(&s->metrics.queries)},
        {"cache_entries", "gauge", "pages kept", cache.entries},
        {"cache_bytes", "gauge", "memory of kept pages", cache.bytes},
        {"cache_hits_total", "counter", "pages answered from the cache", cache.hits},
        {"cache_misses_total", "counter", "lookups that found nothing", cache.misses},
        {"cache_evicted_total", "counter", "pages dropped to make room", cache.evicted},
        {"cache_touched_total", "counter", "changes told to the cache", cache.touched},
        {"commits_total", "counter", "commits of the writer", store.commits},
        {"jobs_total", "counter", "jobs of the writer", store.jobs},
        {"jobs_undone_total", "counter", "jobs that left nothing", store.undone},
        {"jobs_queue", "gauge", "jobs waiting for the writer", store.queue_len},
        {"oldest_due_ms", "gauge", "age of the oldest due job", (uint64_t)atomic_load(&s->due_age_ms)},
    };
    write_gauges(o, gauges, COUNT_OF(gauges));
    write_labelled(o, &s->metrics);
}

void metrics_health(Server *s, Out *o, int *ret_status)
{
    int64_t age_ms = atomic_load(&s->due_age_ms);
    bool stopping = atomic_load(&s->stopping), late = age_ms > LIMIT_DUE_AGE_MS;
    const char *state = stopping ? "stopping" : late ? "late" : "ok";
    *ret_status = stopping || late ? 503 : 200;
    out_printf(o, "{\"status\":\"%s\",\"oldest_due_ms\":%lld,\"queue\":%zu}\n", state, (long long)age_ms,
               queue_count(&s->queue));
}

/* The path itself only for public pages: others may hold what is nobody else's business. */
void log_request(const Task *t)
{
    const Route *route = t->match.route;
    Str path = !route ? S("-") : route->is_public_page ? t->q.path : str_of(route->path);
    int64_t us = clock_monotonic_ns() / 1000 - t->began_us;
    fprintf(stderr, "<6>request id=%.*s method=%.*s path=%.*s status=%d us=%lld bytes=%zu by=%s\n", STR_ARG(t->q.id),
            STR_ARG(t->x->head.method), STR_ARG(path), t->r.status, (long long)us, t->body.len, served_names[t->by]);
    metrics_observe(&t->server->metrics.times[t->by], us);
    metrics_count(&t->server->metrics, t->by, t->r.status);
}

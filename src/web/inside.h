// SPDX-License-Identifier: Apache-2.0
/*
 * What the parts of this folder know of each other. From the wire to a handler and back: net -> server (I/O thread: the
 * quick answers) -> queue -> task (worker: session, permission, handler) -> perhaps the store's writer -> answer -> net.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "web/cache.h"
#include "web/net.h"
#include "web/router.h"
#include "web/web.h"

/* -- memory for requests: arenas that come back ----------------------------------------------------------------------- */
typedef struct Pool {
    pthread_mutex_t lock;
    Arena **spare;
    size_t count, max;
} Pool;
void pool_open(Pool *p, Arena *a, size_t spare_max);
void pool_close(Pool *p);
Arena *pool_take(Pool *p);
void pool_give(Pool *p, Arena *a);

/* -- work waiting for a worker ------------------------------------------------------------------------------------------- */
typedef struct Queue {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct Task **ring;
    size_t first, count;
    bool closed;
} Queue;
void queue_open(Queue *w, Arena *a);
bool queue_push(Queue *w, struct Task *t);      /* false: full */
struct Task *queue_pop(Queue *w);                /* waits; NULL when closed and empty */
void queue_close(Queue *w);
size_t queue_count(Queue *w);

/* -- counters ------------------------------------------------------------------------------------------------------------- */
typedef enum Served { SERVED_CACHE, SERVED_QUICK, SERVED_WORKER, SERVED_WRITER, SERVED_KINDS } Served;
enum { METRICS_BUCKETS = 12 };
typedef struct Histogram {
    atomic_uint_fast64_t counts[METRICS_BUCKETS + 1], sum_us;
} Histogram;
typedef struct Metrics {
    atomic_uint_fast64_t statuses[6]; /* by hundreds */
    atomic_uint_fast64_t served[SERVED_KINDS], not_modified, refused, shed, log_lines, queries;
    Histogram waits, times[SERVED_KINDS];
} Metrics;
void metrics_observe(Histogram *h, int64_t us);
void metrics_count(Metrics *m, Served by, int status);
void metrics_write(struct Server *s, Out *o);
void metrics_health(struct Server *s, Out *o, int *ret_status);

/* -- assets ------------------------------------------------------------------------------------------------------------------ */
typedef struct Asset {
    Str name, versioned; /* sun.css, /a/sun.css?v=0123abcd */
    Str heads[3], bodies[3]; /* by CacheForm */
    Str etag;
} Asset;
typedef struct Assets {
    const Asset *at;
    size_t count;
} Assets;
Assets assets_make(Arena *a, const WebOptions *options);
const Asset *assets_find(const Assets *assets, Str path);
Str assets_address(const Assets *assets, Str path); /* with its version; the path itself when there is no such asset */
Str web_gzip(Arena *a, Str bytes);

/* -- the reader's choice: language and size of type --------------------------------------------------------------------- */
typedef struct Choice {
    bool en, large;
} Choice;
Choice choice_of(Str cookies);
bool choice_speaks_english(Str accept_language); /* of the languages named, English comes before Chinese */
/* ?lang= or ?type= in a raw query: what was chosen, and the query without it. False: nothing was chosen. */
bool choice_switch(Arena *a, Str query, Choice *choice, Str *ret_rest);
char choice_letter(Choice c); /* what a cached page's key begins with */
Str choice_plain(Choice c); /* what the cookie holds: zh.normal */
Str cookie_get(Str cookies, Str name); /* "" when absent or given twice */
Str cookie_make(Arena *a, bool edge, Str name, Str value, int64_t max_age_s);

/* -- answers ------------------------------------------------------------------------------------------------------------------ */
typedef struct HeadParts {
    int status;
    const char *type;
    size_t length;
    Str cache_control, etag, encoding, location;
    Str policy; /* "": the pages' */
    const Header *headers;
    size_t header_count;
    bool edge, varies;
} HeadParts;
Str answer_head(Arena *a, const HeadParts *p);
Str answer_status_line(int status);

typedef struct Server Server;

/* -- one request in somebody's hands ------------------------------------------------------------------------------------ */
typedef struct Task {
    Server *server;
    Exchange *x;
    Arena *arena;
    int64_t began_us, queued_ms;
    Request q;
    Response r;
    RouteMatch match;
    Session session;
    Choice choice;
    Str asked;       /* the path as it was asked for: with ".json" */
    bool answered;   /* before its handler was asked */
    uint64_t ticket; /* the cache's, from before the snapshot */
    StoreJob job;
    Served by;
    NetAnswer answer;
    Str body;
    struct Task *next; /* on the way back to the I/O thread */
} Task;
typedef enum TaskStep { TASK_DONE, TASK_WRITES } TaskStep;
Task *task_new(Server *s, Exchange *x, Str path); /* path: decoded, copied */
TaskStep task_run(Task *t, Db *db);            /* on a worker; TASK_WRITES: task_write has to run in a job */
Err task_write(Db *db, Arena *a, void *task);  /* a StoreWork */
void task_finish(Task *t, Err err);            /* makes the answer */

bool csrf_site_is_ours(const Request *q, Str referer);
Err csrf_check(const Request *q, const Route *route, Str referer);
Err session_find(Task *t, Db *db);
Err session_gate(Task *t, const Route *route); /* the route's permission, before any handler */
void session_touch_later(Task *t);
void log_request(const Task *t);

/* -- the server ------------------------------------------------------------------------------------------------------------------ */
typedef struct Worker {
    pthread_t thread;
    Server *server;
    Arena *arena; /* of its connection */
    Db *db;
} Worker;

struct Server {
    WebOptions o;
    Router *router;
    Cache *cache;
    Assets assets;
    Net *net;
    IntakeRules rules;
    Pool pool;
    Queue queue;
    _Atomic(Task *) done;
    atomic_uint handing; /* threads within hand_back */
    Metrics metrics;
    atomic_int_fast64_t due_age_ms;
    atomic_uint_fast64_t requests;
    atomic_bool stopping;
    uint64_t boot;
    Worker *workers;
    size_t worker_count;
    const struct Canned *canned;
};

/* An error for a program: problem+json (RFC 9457). */
void error_problem(Out *o, const Lang *l, Err e, int status, Str request);

/* Answers made at start: refusals and "busy", for readers in both languages, for programs in theirs. */
typedef enum CannedForm { CANNED_TEXT, CANNED_ZH, CANNED_EN, CANNED_FORMS } CannedForm;
typedef struct Canned {
    int status;
    Str heads[CANNED_FORMS], bodies[CANNED_FORMS];
} Canned;
const Canned *canned_make(Arena *a, const WebOptions *o);
const Canned *canned_find(const Server *s, int status);

/* What the I/O thread answers by itself: cached pages, assets, the reader's choice, health. False: a worker's work. */
bool quick_answer(Server *s, Exchange *x, Str path, NetAnswer *ret_answer);
NetAnswer quick_refusal(const Server *s, const GateHead *h, int status);
const Refusal *quick_head(void *server, const GateHead *h, size_t *ret_body_max); /* the content types we take */

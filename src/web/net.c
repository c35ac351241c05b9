// SPDX-License-Identifier: Apache-2.0
/* libuv, the only file that knows it: connections, their states, their deadlines. */
#include <signal.h>
#include <sys/resource.h>
#include <uv.h>

#include "web/net.h"

#include "codec/codec.h"

enum {
    TAIL_ROOM = 96,
    BUFS_MAX = 80,
    TICK_MS = 250,
    BACKLOG = 1024,
    RESERVED_FILES = 64,
    SCRATCH_BYTES = 4096,
};

typedef enum ConnState {
    CONN_HEAD = 1, /* waiting for a header block, or for the rest of one */
    CONN_BODY,
    CONN_BUSY,   /* handed up: its memory may not move */
    CONN_WRITE,  /* the answer did not fit into the socket at once */
    CONN_LINGER, /* said goodbye: reading on, so that the answer is not lost in a reset */
    CONN_CLOSING,
} ConnState;

typedef struct Conn {
    Exchange x;
    Net *net;
    uv_tcp_t tcp;
    uv_write_t write;
    uv_shutdown_t shutdown;
    struct Conn *before, *after;
    ConnState state;
    int64_t since_ms; /* when this state began, or the last progress of a write */
    bool in_loop, gone, stopped_reading, served_one;
    size_t queue_seen;
    NetAnswer answer;
    char tail[TAIL_ROOM];
    char address[64];
    Intake intake;
} Conn;

struct Net {
    uv_loop_t loop;
    uv_tcp_t listener;
    uv_async_t async;
    uv_timer_t timer;
    Arena *arena; /* of the connections: grows on the loop's thread */
    Arena *scratch;
    NetHooks hooks;
    IntakeRules *rules;
    Conn *active, *free;
    size_t connections, connections_max, busy;
    uint64_t accepted, evicted, timed_out, bytes_out;
    int port;
    bool stopping, closed;
    int64_t stop_ms, date_s;
    Str date; /* "Date: ...\r\n" */
};

static void read_on(Conn *c);
static void resume_reading(Conn *c);

/* -- a connection's life ---------------------------------------------------------------------------------------------- */

static void enter(Conn *c, ConnState state)
{
    c->state = state;
    c->since_ms = (int64_t)uv_now(&c->net->loop);
}

static void end_exchange(Conn *c)
{
    Net *n = c->net;
    if (c->answer.release)
        c->answer.release(c->answer.arg);
    c->answer = (NetAnswer){0};
    intake_next(&c->intake);
    n->hooks.give_back(n->hooks.arg, &c->x);
    c->x = (Exchange){.address = c->x.address};
}

static void on_closed(uv_handle_t *handle)
{
    Conn *c = handle->data;
    Net *n = c->net;
    end_exchange(c);
    *(c->before ? &c->before->after : &n->active) = c->after;
    if (c->after)
        c->after->before = c->before;
    c->after = n->free;
    n->free = c;
}

static void close_now(Conn *c)
{
    if (c->state == CONN_CLOSING)
        return;
    c->net->connections--;
    enter(c, CONN_CLOSING);
    uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void on_shutdown(uv_shutdown_t *req, int status)
{
    Conn *c = req->data;
    if (status < 0 || c->gone)
        close_now(c);
}

static void linger(Conn *c)
{
    if (c->gone) {
        close_now(c);
        return;
    }
    enter(c, CONN_LINGER);
    intake_forget(&c->intake);
    resume_reading(c);
    c->shutdown.data = c;
    if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) != 0)
        close_now(c);
}

/* -- answers ------------------------------------------------------------------------------------------------------------ */

static void written(Conn *c)
{
    bool close = c->x.close || c->net->stopping;
    end_exchange(c);
    c->served_one = true;
    if (close) {
        linger(c);
        return;
    }
    enter(c, CONN_HEAD);
    if (!c->in_loop)
        read_on(c);
}

static void on_write(uv_write_t *req, int status)
{
    Conn *c = req->data;
    if (status == 0 && c->state == CONN_WRITE)
        written(c);
    else
        close_now(c);
}

static size_t make_tail(Conn *c)
{
    static const Str close = {"Connection: close\r\n\r\n", 21}, keep = {"\r\n", 2};
    Str date = c->net->date, end = c->x.close ? close : keep;
    REQUIRE(date.len + end.len <= TAIL_ROOM);
    memcpy(mempcpy(c->tail, date.at, date.len), end.at, end.len);
    return date.len + end.len;
}

/* Drops the first `sent` bytes off the front; how many buffers are left. */
static unsigned drop_sent(uv_buf_t *bufs, unsigned count, size_t sent)
{
    unsigned i = 0;
    while (i < count && sent >= bufs[i].len)
        sent -= bufs[i++].len;
    for (unsigned k = i; k < count; k++)
        bufs[k - i] = bufs[k];
    if (i < count) {
        bufs[0].base += sent;
        bufs[0].len -= sent;
    }
    return count - i;
}

void net_answer(Exchange *x, const NetAnswer *answer)
{
    Conn *c = (Conn *)x;
    Net *n = c->net;
    uv_buf_t bufs[BUFS_MAX];
    unsigned count = 0;
    REQUIRE(answer->part_count + 2 <= BUFS_MAX);
    n->busy -= c->state == CONN_BUSY;
    c->answer = *answer;
    x->close = x->close || answer->close || n->stopping;
    bufs[count++] = uv_buf_init((char *)answer->head.at, (unsigned)answer->head.len);
    bufs[count++] = uv_buf_init(c->tail, (unsigned)make_tail(c));
    for (size_t i = 0; i < answer->part_count; i++)
        bufs[count++] = uv_buf_init((char *)answer->parts[i].at, (unsigned)answer->parts[i].len);
    for (unsigned i = 0; i < count; i++)
        n->bytes_out += bufs[i].len;
    enter(c, CONN_WRITE);
    int sent = uv_try_write((uv_stream_t *)&c->tcp, bufs, count);
    if (sent < 0 && sent != UV_EAGAIN) {
        close_now(c);
        return;
    }
    count = drop_sent(bufs, count, sent > 0 ? (size_t)sent : 0);
    c->write.data = c;
    if (count == 0)
        written(c);
    else if (uv_write(&c->write, (uv_stream_t *)&c->tcp, bufs, count, on_write) != 0)
        close_now(c);
}

/* -- requests ------------------------------------------------------------------------------------------------------------ */

static void refuse(Conn *c, const Refusal *why)
{
    c->x.close = true;
    enter(c, CONN_WRITE);
    c->net->hooks.refuse(c->net->hooks.arg, &c->x, why);
}

static void hand_up(Conn *c)
{
    enter(c, CONN_BUSY);
    c->net->busy++;
    c->net->hooks.request(c->net->hooks.arg, &c->x);
}

/* Whoever asks first whether its body is welcome is told so, unless it is coming already. */
static void wait_for_body(Conn *c)
{
    static char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
    uv_buf_t buf = uv_buf_init(text, sizeof text - 1);
    enter(c, CONN_BODY);
    if (c->x.head.expects_continue && c->intake.raw_len == 0 &&
        uv_try_write((uv_stream_t *)&c->tcp, &buf, 1) != (int)buf.len)
        close_now(c);
}

static void read_on(Conn *c)
{
    c->in_loop = true;
    IntakeStep step = INTAKE_WHOLE;
    while (step == INTAKE_WHOLE && (c->state == CONN_HEAD || c->state == CONN_BODY)) {
        step = intake_step(&c->intake);
        if (step == INTAKE_REFUSED)
            refuse(c, c->intake.why);
        else if (step == INTAKE_WHOLE)
            hand_up(c);
        else if (c->intake.in_body && c->state == CONN_HEAD)
            wait_for_body(c);
    }
    c->in_loop = false;
    if (c->gone && (c->state == CONN_HEAD || c->state == CONN_BODY))
        close_now(c);
    else
        resume_reading(c);
}

/* -- libuv's calls --------------------------------------------------------------------------------------------------------- */

static void on_room(uv_handle_t *handle, size_t wanted UNUSED, uv_buf_t *ret_buf)
{
    Conn *c = handle->data;
    if (c->state == CONN_LINGER)
        intake_forget(&c->intake);
    Str room = intake_room(&c->intake);
    *ret_buf = uv_buf_init((char *)room.at, (unsigned)room.len);
}

static void went_away(Conn *c)
{
    c->gone = true;
    if (c->state != CONN_BUSY && c->state != CONN_WRITE)
        close_now(c);
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf UNUSED)
{
    Conn *c = stream->data;
    if (got == 0 || c->state == CONN_CLOSING)
        return;
    if (got == UV_ENOBUFS) {
        /* More came than a busy connection may hold: it waits in the kernel. */
        uv_read_stop(stream);
        c->stopped_reading = true;
        return;
    }
    if (got < 0) {
        uv_read_stop(stream);
        went_away(c);
        return;
    }
    if (c->state == CONN_LINGER)
        return;
    if (c->state == CONN_HEAD && intake_is_empty(&c->intake))
        enter(c, CONN_HEAD);
    intake_took(&c->intake, (size_t)got);
    if (c->state == CONN_HEAD || c->state == CONN_BODY)
        read_on(c);
}

static void resume_reading(Conn *c)
{
    if (!c->stopped_reading || intake_room(&c->intake).len == 0 || c->state == CONN_CLOSING)
        return;
    c->stopped_reading = false;
    uv_read_start((uv_stream_t *)&c->tcp, on_room, on_read);
}

/* -- coming in ------------------------------------------------------------------------------------------------------------- */

/* Eviction beats banning: the one who has said nothing for longest makes room. */
static bool evict(Net *n)
{
    Conn *oldest = NULL;
    for (Conn *c = n->active; c; c = c->after)
        if (c->state == CONN_HEAD && (!oldest || c->since_ms < oldest->since_ms))
            oldest = c;
    if (!oldest)
        return false;
    n->evicted++;
    close_now(oldest);
    return true;
}

static void know_peer(Conn *c)
{
    struct sockaddr_storage peer;
    int len = sizeof peer;
    c->address[0] = '\0';
    if (uv_tcp_getpeername(&c->tcp, (struct sockaddr *)&peer, &len) == 0)
        uv_ip_name((const struct sockaddr *)&peer, c->address, sizeof c->address);
    c->x.address = str_of(c->address);
}

bool net_may_stay(Str address, size_t from_there)
{
    bool is_local = str_starts(address, S("127.")) || str_eq(address, S("::1"));
    return is_local || from_there <= LIMIT_CONNECTIONS_ADDRESS;
}

static size_t count_from(const Net *n, Str address)
{
    size_t count = 0;
    if (n->connections <= LIMIT_CONNECTIONS_ADDRESS)
        return 0; /* and nobody can have more */
    for (const Conn *c = n->active; c; c = c->after)
        count += c->state != CONN_CLOSING && str_eq(c->x.address, address);
    return count;
}

static Conn *conn_take(Net *n)
{
    Conn *c = n->free;
    if (c) {
        n->free = c->after;
    } else {
        c = ARENA_NEW(n->arena, Conn);
        intake_open(&c->intake, n->arena, n->rules, &c->x);
    }
    c->net = n;
    c->in_loop = c->gone = c->stopped_reading = c->served_one = false;
    intake_forget(&c->intake);
    c->before = NULL;
    c->after = n->active;
    if (n->active)
        n->active->before = c;
    n->active = c;
    n->connections++;
    return c;
}

static void on_connection(uv_stream_t *listener, int status)
{
    Net *n = listener->data;
    if (status < 0)
        return;
    bool has_room = n->connections < n->connections_max || evict(n);
    Conn *c = conn_take(n);
    uv_tcp_init(&n->loop, &c->tcp);
    c->tcp.data = c;
    enter(c, CONN_HEAD);
    if (uv_accept(listener, (uv_stream_t *)&c->tcp) != 0 || !has_room) {
        close_now(c);
        return;
    }
    n->accepted++;
    know_peer(c);
    uv_tcp_nodelay(&c->tcp, 1);
    bool may_stay = net_may_stay(c->x.address, count_from(n, c->x.address));
    if (!may_stay || uv_read_start((uv_stream_t *)&c->tcp, on_room, on_read) != 0)
        close_now(c);
}

/* -- deadlines --------------------------------------------------------------------------------------------------------------- */

static void tick_head(Conn *c, int64_t passed_ms)
{
    static const Refusal slow = {408, "header block too slow"};
    const Net *n = c->net;
    bool crowded = n->connections * 5 > n->connections_max * 4;
    int64_t idle_ms = crowded ? LIMIT_IDLE_CROWDED_MS : LIMIT_IDLE_MS;
    bool is_empty = intake_is_empty(&c->intake);
    if (is_empty && passed_ms > (c->served_one ? idle_ms : LIMIT_HEADER_MS)) {
        close_now(c);
    } else if (!is_empty && passed_ms > LIMIT_HEADER_MS) {
        c->net->timed_out++;
        refuse(c, &slow);
    }
}

static void tick_body(Conn *c, int64_t passed_ms)
{
    static const Refusal slow = {408, "body too slow"};
    int64_t allowed_ms = LIMIT_BODY_GRACE_MS + (int64_t)c->intake.body_len * 1000 / LIMIT_BODY_BYTES_PER_S;
    if (passed_ms <= allowed_ms)
        return;
    c->net->timed_out++;
    refuse(c, &slow);
}

static void tick_write(Conn *c, int64_t passed_ms)
{
    size_t queue = uv_stream_get_write_queue_size((uv_stream_t *)&c->tcp);
    if (queue != c->queue_seen) {
        c->queue_seen = queue;
        enter(c, CONN_WRITE);
    } else if (passed_ms > LIMIT_STALL_MS) {
        c->net->timed_out++;
        close_now(c);
    }
}

static void tick_conn(Conn *c, int64_t now_ms)
{
    int64_t passed_ms = now_ms - c->since_ms;
    switch (c->state) {
    case CONN_HEAD: tick_head(c, passed_ms); break;
    case CONN_BODY: tick_body(c, passed_ms); break;
    case CONN_WRITE: tick_write(c, passed_ms); break;
    case CONN_LINGER:
        if (passed_ms > LIMIT_LINGER_MS)
            close_now(c);
        break;
    case CONN_BUSY:
    case CONN_CLOSING: break;
    }
}

static void make_date(Net *n)
{
    uv_timeval64_t now;
    if (uv_gettimeofday(&now) != 0 || now.tv_sec == n->date_s)
        return;
    n->date_s = now.tv_sec;
    arena_reset(n->scratch);
    Str date = http_date_write(n->scratch, (Instant){now.tv_sec * 1000});
    n->date = arena_printf(n->scratch, "Date: %.*s\r\n", STR_ARG(date));
}

static void close_handles(Net *n)
{
    n->closed = true;
    uv_close((uv_handle_t *)&n->timer, NULL);
    uv_close((uv_handle_t *)&n->async, NULL);
    if (!uv_is_closing((uv_handle_t *)&n->listener))
        uv_close((uv_handle_t *)&n->listener, NULL);
}

/* Stopping: whoever waits for an answer gets it, everybody else goes now. */
static void tick_stopping(Net *n, int64_t now_ms)
{
    bool late = now_ms - n->stop_ms > LIMIT_STOP_MS;
    for (Conn *c = n->active; c; c = c->after)
        if (c->state == CONN_HEAD || (late && c->state != CONN_BUSY))
            close_now(c);
    if (!n->active && !n->closed)
        close_handles(n);
}

static void on_tick(uv_timer_t *timer)
{
    Net *n = timer->data;
    int64_t now_ms = (int64_t)uv_now(&n->loop);
    make_date(n);
    for (Conn *c = n->active, *after; c; c = after) {
        after = c->after;
        tick_conn(c, now_ms);
    }
    if (n->stopping)
        tick_stopping(n, now_ms);
}

static void on_async(uv_async_t *async)
{
    Net *n = async->data;
    n->hooks.wake(n->hooks.arg);
}

/* -- opening and running ----------------------------------------------------------------------------------------------------- */

static size_t files_allowed(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return LIMIT_CONNECTIONS;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return LIMIT_CONNECTIONS;
    return files.rlim_cur > RESERVED_FILES + 1 ? (size_t)files.rlim_cur - RESERVED_FILES : 1;
}

static int listen_at(Net *n, Str address, int port)
{
    struct sockaddr_storage where = {0};
    const char *text = arena_cstr(n->arena, address);
    int e = str_has(address, S(":")) ? uv_ip6_addr(text, port, (struct sockaddr_in6 *)&where)
                                     : uv_ip4_addr(text, port, (struct sockaddr_in *)&where);
    if (e == 0)
        e = uv_tcp_bind(&n->listener, (struct sockaddr *)&where, 0);
    if (e == 0)
        e = uv_listen((uv_stream_t *)&n->listener, BACKLOG, on_connection);
    int len = sizeof where;
    if (e == 0)
        e = uv_tcp_getsockname(&n->listener, (struct sockaddr *)&where, &len);
    if (e == 0)
        n->port = ntohs(where.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&where)->sin6_port
                                                    : ((struct sockaddr_in *)&where)->sin_port);
    return e;
}

static void net_free(void *arg)
{
    Net *n = arg;
    for (Conn *c = n->active; c; c = c->after)
        close_now(c);
    if (!n->closed)
        close_handles(n);
    uv_run(&n->loop, UV_RUN_DEFAULT);
    REQUIRE(uv_loop_close(&n->loop) == 0);
    arena_free(n->scratch);
    arena_free(n->arena);
}

Err net_open(Arena *a, const NetOptions *options, Net **ret_net)
{
    Net *n = ARENA_NEW(a, Net);
    *n = (Net){.arena = arena_new((size_t)2 * LIMIT_CONNECTIONS * sizeof(Conn)), .scratch = arena_new(SCRATCH_BYTES),
               .hooks = options->hooks, .rules = options->rules, .date_s = -1};
    size_t files = files_allowed();
    n->connections_max = files < LIMIT_CONNECTIONS ? files : LIMIT_CONNECTIONS;
    REQUIRE(uv_loop_init(&n->loop) == 0 && uv_tcp_init(&n->loop, &n->listener) == 0 &&
            uv_async_init(&n->loop, &n->async, on_async) == 0 && uv_timer_init(&n->loop, &n->timer) == 0);
    n->listener.data = n->async.data = n->timer.data = n;
    arena_defer(a, net_free, n);
    make_date(n);
    int e = listen_at(n, options->address, options->port);
    if (e != 0)
        return ERR(a, ERR_INPUT, "err.web.listen",
                   .args = {options->address, i64_plain(a, options->port), str_of(uv_strerror(e))});
    *ret_net = n;
    return NULL;
}

int net_port(const Net *n)
{
    return n->port;
}

Err net_run(Net *n, Arena *a)
{
    (void)signal(SIGPIPE, SIG_IGN);
    if (uv_timer_start(&n->timer, on_tick, TICK_MS, TICK_MS) != 0)
        return ERR(a, ERR_BROKEN, "err.web.broken");
    uv_run(&n->loop, UV_RUN_DEFAULT);
    return NULL;
}

void net_stop(Net *n)
{
    if (n->stopping)
        return;
    n->stopping = true;
    n->stop_ms = (int64_t)uv_now(&n->loop);
    uv_close((uv_handle_t *)&n->listener, NULL);
    tick_stopping(n, n->stop_ms);
}

void net_wake(Net *n)
{
    uv_async_send(&n->async);
}

NetStats net_stats(const Net *n)
{
    return (NetStats){.connections = n->connections, .busy = n->busy, .accepted = n->accepted, .evicted = n->evicted,
                      .timed_out = n->timed_out, .bytes_out = n->bytes_out};
}

// SPDX-License-Identifier: Apache-2.0
/* The server as a whole, over sockets: order, overload, a graceful end, many at once. Run it under TSan. */
#include "access_bench.h"
#include "web/inside.h"
#include "web_fixture.h"

#include <poll.h>

static void send_all(int fd, Str bytes)
{
    while (bytes.len) {
        ssize_t sent = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        assert_true(sent > 0);
        bytes = str_from(bytes, (size_t)sent);
    }
}

/* Everything until the peer closes, or until `marks` times `mark` has been seen. */
static Str read_until(Arena *a, int fd, const char *mark, size_t marks)
{
    enum { ROOM = 64 * 1024 };
    char *bytes = arena_take(a, ROOM, 1);
    Str got = {bytes, 0};
    for (;;) {
        Str rest = got;
        size_t seen = 0, at;
        while (str_find(rest, str_of(mark), &at)) {
            rest = str_from(rest, at + 1);
            seen++;
        }
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (seen >= marks || poll(&p, 1, 15000) <= 0)
            return got;
        ssize_t n = read(fd, bytes + got.len, ROOM - got.len);
        if (n <= 0)
            return got;
        got.len += (size_t)n;
    }
}

TEST(answers_come_in_the_order_of_the_questions)
{
    FixtureServer *f = fixture_start(NULL, 2);
    Arena *a = arena_new(64 * 1024 * 1024);
    int fd = fixture_connect(f);
    send_all(fd, S("GET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /echo/second HTTP/1.1\r\nHost: h\r\n\r\n"
                   "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\nGET /echo/fourth HTTP/1.1\r\nHost: h\r\n\r\n"));
    Str got = read_until(a, fd, "fourth", 1);
    size_t slow, second, health, fourth;
    assert_true(str_find(got, S("\r\n\r\nslow"), &slow) && str_find(got, S("|second|"), &second));
    assert_true(str_find(got, S("\"status\""), &health) && str_find(got, S("|fourth|"), &fourth));
    assert_true(slow < second && second < health && health < fourth);
    close(fd);
    arena_free(a);
    fixture_stop(f);
}

TEST(more_than_a_buffer_full_of_questions_is_answered)
{
    enum { QUESTIONS = 3000 };
    FixtureServer *f = fixture_start(NULL, 2);
    Arena *a = arena_new(512 * 1024 * 1024);
    int fd = fixture_connect(f);
    Out *o = out_new(a, 1024 * 1024, NULL);
    for (int i = 0; i < QUESTIONS; i++)
        out_raw(o, i % 3 ? S("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n") : S("HEAD /echo/a HTTP/1.1\r\nHost: h\r\n\r\n"));
    out_raw(o, S("GET /echo/last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    pid_t child = fork();
    if (child == 0) {
        send_all(fd, out_str(o));
        _exit(0);
    }
    size_t answers = 0, at;
    Str got;
    char tail[4096];
    size_t kept = 0;
    for (;;) { /* counts without keeping: the answers are megabytes */
        ssize_t n = read(fd, tail + kept, sizeof tail - kept);
        if (n <= 0)
            break;
        got = (Str){tail, kept + (size_t)n};
        while (str_find(got, S("HTTP/1.1 200 "), &at)) {
            answers++;
            got = str_from(got, at + 13);
        }
        kept = got.len < 12 ? got.len : 12;
        memmove(tail, got.at + got.len - kept, kept);
    }
    assert_int_equal(answers, QUESTIONS + 1);
    close(fd);
    arena_free(a);
    fixture_stop(f);
}

TEST(a_half_closed_client_still_gets_its_answers)
{
    FixtureServer *f = fixture_start(NULL, 2);
    Arena *a = arena_new(64 * 1024 * 1024);
    int fd = fixture_connect(f);
    send_all(fd, S("GET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /echo/second HTTP/1.1\r\nHost: h\r\n\r\nGET /ha"));
    shutdown(fd, SHUT_WR);
    Str got = read_until(a, fd, "never", 1);
    assert_true(str_has(got, S("\r\n\r\nslow")) && str_has(got, S("|second|")));
    close(fd);
    arena_free(a);
    fixture_stop(f);
}

TEST(overload_is_refused_at_once_and_nobody_waits_too_long)
{
    enum { CLIENTS = 1200 };
    static int fds[CLIENTS];
    FixtureServer *f = fixture_start(NULL, 2);
    Arena *a = arena_new(1024 * 1024 * 1024);
    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = fixture_connect(f);
        send_all(fds[i], S("GET /slow HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    }
    int served = 0, shed = 0;
    int64_t start_ms = clock_monotonic_ms();
    for (int i = CLIENTS - 1; i >= 0; i--) {
        Str got = read_until(a, fds[i], "never", 1);
        served += str_starts(got, S("HTTP/1.1 200"));
        bool refused = str_starts(got, S("HTTP/1.1 503"));
        shed += refused;
        if (refused)
            assert_true(str_has(got, S("\r\nRetry-After: ")));
        close(fds[i]);
        arena_reset(a);
    }
    assert_int_equal(served + shed, CLIENTS);
    assert_true(served >= 10 && served < 100);
    assert_true(clock_monotonic_ms() - start_ms < LIMIT_QUEUE_WAIT_MS + 8000);
    int fd = fixture_connect(f);
    send_all(fd, S("GET /echo/after HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(str_has(read_until(a, fd, "after", 1), S("|after|")));
    close(fd);
    arena_free(a);
    fixture_stop(f);
}

TEST(stopping_lets_the_running_request_finish)
{
    FixtureServer *f = fixture_start(NULL, 1);
    Arena *a = arena_new(64 * 1024 * 1024);
    int busy = fixture_connect(f), idle = fixture_connect(f), half = fixture_connect(f);
    send_all(idle, S("GET /echo/a HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(str_has(read_until(a, idle, "|a|", 1), S("|a|")));
    send_all(half, S("GET /echo/a HTT"));
    send_all(busy, S("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"));
    usleep(50 * 1000);
    int64_t start_ms = clock_monotonic_ms();
    web_stop(f->server);
    Str got = read_until(a, busy, "never", 1);
    assert_true(str_has(got, S("\r\n\r\nslow")) && str_has(got, S("Connection: close")));
    assert_int_equal(read_until(a, idle, "x", 1).len, 0);
    assert_int_equal(read_until(a, half, "x", 1).len, 0);
    close(busy);
    close(idle);
    close(half);
    fixture_stop(f);
    assert_true(clock_monotonic_ms() - start_ms < 4000);
    arena_free(a);
}

TEST(a_large_answer_waits_for_a_slow_reader)
{
    FixtureServer *f = fixture_start(NULL, 1);
    Arena *a = arena_new(64 * 1024 * 1024);
    enum { PAGES = 2000 }; /* more than the sockets between us hold */
    int fd = fixture_connect(f);
    for (int i = 0; i < PAGES; i++)
        send_all(fd, S("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
    send_all(fd, S("GET /echo/last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    usleep(300 * 1000);
    size_t len = 0;
    char bytes[4096], end[4096] = "";
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0; len += (size_t)n)
        memcpy(end, bytes, (size_t)n);
    assert_true(len > (size_t)PAGES * 8000);
    assert_true(strstr(end, "|last|") != NULL);
    close(fd);
    arena_free(a);
    fixture_stop(f);
}

/* -- many at once, with a store ----------------------------------------------------------------------------------------- */

typedef struct Client {
    const FixtureServer *server;
    int number, answered;
} Client;

static void *client(void *arg)
{
    static const char *const targets[] = {
        "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n",
        "GET /v/%d HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /echo/%d HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /nowhere/%d HTTP/1.1\r\nHost: h\r\nCookie: read=en.large\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n",
        /* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one request on two lines */
        "POST /write HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 3\r\n\r\na=b",
    };
    enum { ROUNDS = 150 };
    Client *c = arg;
    Arena *a = arena_new(64 * 1024 * 1024);
    for (int i = 0; i < ROUNDS; i++) {
        int fd = fixture_connect(c->server);
        char text[400];
        int kind = (i + c->number) % (int)COUNT_OF(targets);
        int len = snprintf(text, sizeof text, targets[kind], i % 20);
        send_all(fd, (Str){text, (size_t)len});
        if (i % 11 != 0) /* some go before they are answered */
            c->answered += str_starts(read_until(a, fd, "\r\n\r\n", 1), S("HTTP/1.1 "));
        else
            c->answered++;
        if (i % 5 == 0)
            web_touch(S("/v"));
        close(fd);
        arena_reset(a);
    }
    arena_free(a);
    return (void *)(intptr_t)(c->answered == ROUNDS);
}

TEST(many_clients_at_once_are_all_answered)
{
    Bench b = bench();
    FixtureServer *f = fixture_start(b.t.store, 3);
    Client clients[4];
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        clients[i] = (Client){.server = f, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, client, &clients[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        void *all;
        pthread_join(threads[i], &all);
        assert_non_null(all);
    }
    fixture_stop(f);
    bench_end(&b);
}

static int post_once(const FixtureServer *f, const char *path)
{
    Arena *a = arena_new(4 * 1024 * 1024);
    int fd = fixture_connect(f);
    int64_t status = 0;
    send_all(fd, arena_printf(a, "POST %s HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nContent-Length: 0\r\n\r\n", path));
    (void)!str_to_i64(str_sub(read_until(a, fd, "\r\n\r\n", 1), 9, 3), &status);
    close(fd);
    arena_free(a);
    return (int)status;
}

TEST(whoever_asks_too_fast_is_asked_to_wait)
{
    enum { AT_ONCE = 60 };
    FixtureServer *f = fixture_start(NULL, 2);
    int asked = 0;
    while (asked <= 2 * AT_ONCE && post_once(f, "/echo") == 200)
        asked++;
    assert_true(asked <= 2 * AT_ONCE);
    assert_int_equal(post_once(f, "/echo"), 429);
    fixture_stop(f);
}

/* -- a writer with more to do than it may keep --------------------------------------------------------------------------- */

static atomic_bool gate_open;

static Err wait_at_gate(Db *db UNUSED, Arena *a UNUSED, void *arg UNUSED)
{
    while (!atomic_load(&gate_open))
        usleep(1000);
    return NULL;
}

static void forget(StoreJob *job UNUSED, Err err UNUSED)
{
}

enum { JOBS = 2 * LIMIT_WRITE_QUEUE };

static size_t submit_until_full(Store *store, Arena *a, StoreJob *jobs, size_t from)
{
    for (size_t i = from; i < JOBS; i++) {
        jobs[i] = (StoreJob){.work = wait_at_gate, .done = forget, .arena = a};
        if (!store_submit(store, &jobs[i]))
            return i;
    }
    fail_msg("the queue has no end");
    return 0;
}

TEST(a_full_writer_is_busy_not_deaf)
{
    static StoreJob jobs[JOBS];
    Bench b = bench();
    FixtureServer *f = fixture_start(b.t.store, 2);
    size_t taken = submit_until_full(b.t.store, b.a, jobs, 0);
    usleep(100 * 1000); /* the writer takes a handful off the queue, and stands at the gate with them */
    taken = submit_until_full(b.t.store, b.a, jobs, taken);
    assert_true(taken >= LIMIT_WRITE_QUEUE);
    for (int i = 0; i < 5; i++) /* whatever the test before has used up */
        access_rate_give_back(RATE_ASK_ADDRESS, S("127.0.0.1"), clock_monotonic_ms());
    assert_int_equal(post_once(f, "/write"), 503);
    assert_int_equal(post_once(f, "/echo"), 200);
    atomic_store(&gate_open, true);
    while (store_stats(b.t.store).queue_len)
        usleep(1000);
    assert_int_equal(post_once(f, "/write"), 200);
    fixture_stop(f);
    bench_end(&b);
}

TEST(one_address_may_hold_so_many_connections)
{
    assert_true(net_may_stay(S("10.1.2.3"), LIMIT_CONNECTIONS_ADDRESS));
    assert_false(net_may_stay(S("10.1.2.3"), LIMIT_CONNECTIONS_ADDRESS + 1));
    assert_true(net_may_stay(S("127.0.0.1"), LIMIT_CONNECTIONS_ADDRESS + 1));
    assert_true(net_may_stay(S("::1"), LIMIT_CONNECTIONS_ADDRESS + 1));
}

TEST(a_place_in_the_world_can_be_taken)
{
    FixtureServer *f = fixture_start(NULL, 1);
    Arena *a = arena_new(64 * 1024 * 1024);
    WebOptions o = fixture_options(a, clock_real(a));
    Server *second;
    o.address = S("127.0.0.1");
    o.port = web_port(f->server);
    assert_refused(web_server_new(a, &o, &second), "err.web.listen");
    o.address = S("not an address");
    assert_refused(web_server_new(a, &o, &second), "err.web.listen");
    arena_free(a);
    fixture_stop(f);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/*
 * The ceilings of the server that take many clients or much patience to reach: connections, bodies on their way, and
 * readers who do not read. Each at the ceiling and one above.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>

#include "web_fixture.h"

static int failed;

#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                     \
            failed++;                                                                                                  \
        }                                                                                                              \
    } while (0)

static void send_all(int fd, Str bytes)
{
    while (bytes.len) {
        ssize_t sent = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes = str_from(bytes, (size_t)sent);
    }
}

/* The status of the first answer within the time; 0 when the peer closed without one, -1 when nothing came. */
static int status_within(int fd, int ms)
{
    char answer[64 * 1024];
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (poll(&p, 1, ms) <= 0)
        return -1;
    ssize_t got = read(fd, answer, sizeof answer);
    int64_t status;
    return got > 12 && str_to_i64((Str){answer + 9, 3}, &status) ? (int)status : 0;
}

/* -- connections ------------------------------------------------------------------------------------------------------ */

static void fill_the_house(void)
{
    static int fds[LIMIT_CONNECTIONS + 1];
    const Str question = S("GET /echo/a HTTP/1.1\r\nHost: h\r\n\r\n");
    FixtureServer *f = fixture_start(NULL, 2);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < 2 * LIMIT_CONNECTIONS + 200) {
        printf("connections: not looked at, only %lu files allowed\n", (unsigned long)files.rlim_cur);
        fixture_stop(f);
        return;
    }
    for (size_t i = 0; i < LIMIT_CONNECTIONS; i++) {
        fds[i] = fixture_connect(f);
        if (i == 0)
            usleep(5 * 1000); /* the oldest, beyond doubt */
    }
    int last = fds[LIMIT_CONNECTIONS - 1];
    send_all(last, question);
    EXPECT(status_within(last, 3000) == 200);
    EXPECT(status_within(fds[0], 100) == -1);
    fds[LIMIT_CONNECTIONS] = fixture_connect(f);
    send_all(fds[LIMIT_CONNECTIONS], question);
    EXPECT(status_within(fds[LIMIT_CONNECTIONS], 3000) == 200);
    EXPECT(status_within(fds[0], 1000) == 0);
    EXPECT(status_within(fds[1], 100) == -1);
    /* In a crowd, who is idle after a request goes sooner. */
    int64_t start_ms = clock_monotonic_ms();
    EXPECT(status_within(last, LIMIT_IDLE_CROWDED_MS + 3000) == 0);
    int64_t passed_ms = clock_monotonic_ms() - start_ms;
    EXPECT(passed_ms > LIMIT_IDLE_CROWDED_MS - 2000 && passed_ms < LIMIT_IDLE_CROWDED_MS + 2000);
    for (size_t i = 0; i <= LIMIT_CONNECTIONS; i++)
        close(fds[i]);
    fixture_stop(f);
}

/* -- bodies on their way -------------------------------------------------------------------------------------------------- */

enum { SLOW_MS = 20 * 1000 };

/* As soon as the server has read what was sent before: at once, or later on a busy machine. */
static bool one_more_is_refused(FixtureServer *f, Str head)
{
    bool refused = false;
    for (int tries = 0; tries < 20 && !refused; tries++) {
        usleep(100 * 1000);
        int fd = fixture_connect(f);
        send_all(fd, head);
        send_all(fd, S(" "));
        refused = status_within(fd, 1000) == 503;
        close(fd);
    }
    return refused;
}

static void fill_the_hall_with_bodies(void)
{
    enum { BODIES = LIMIT_BODIES_BYTES / LIMIT_JSON_BYTES };
    static char body[LIMIT_JSON_BYTES - 1];
    static int fds[BODIES];
    FixtureServer *f = fixture_start(NULL, 2);
    Str head = arena_printf(f->arena, "POST /api/v1/echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                                      "Content-Length: %d\r\n\r\n", LIMIT_JSON_BYTES);
    memset(body, ' ', sizeof body);
    for (size_t i = 0; i < BODIES; i++) {
        fds[i] = fixture_connect(f);
        send_all(fds[i], head);
        send_all(fds[i], (Str){body, sizeof body});
    }
    usleep(2000 * 1000);
    EXPECT(one_more_is_refused(f, head));
    for (size_t i = 0; i < BODIES; i++) {
        send_all(fds[i], S("1"));
        EXPECT(status_within(fds[i], SLOW_MS) == 200);
        close(fds[i]);
    }
    fixture_stop(f);
}

/* -- readers who do not read -------------------------------------------------------------------------------------------------- */

enum { PAGES = 3000 }; /* more than the sockets between us hold */

static int ask_for_much(const FixtureServer *f)
{
    int fd = fixture_connect(f);
    REQUIRE(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    for (int i = 0; i < PAGES; i++)
        send_all(fd, S("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
    return fd;
}

static size_t read_all(int fd)
{
    static char bytes[256 * 1024];
    size_t len = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (poll(&p, 1, 1500) > 0) {
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got <= 0 && errno != EAGAIN)
            break;
        len += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    return len;
}

static void let_them_sit(void)
{
    enum { PAGE_BYTES = 8000 };
    FixtureServer *f = fixture_start(NULL, 2);
    int late = ask_for_much(f), too_late = ask_for_much(f);
    usleep((LIMIT_STALL_MS - 4000) * 1000);
    EXPECT(read_all(late) > (size_t)PAGES * PAGE_BYTES);
    usleep(6000 * 1000);
    EXPECT(read_all(too_late) < (size_t)PAGES * PAGE_BYTES);
    fixture_stop(f);
}

int main(void)
{
    fill_the_house();
    fill_the_hall_with_bodies();
    let_them_sit();
    printf("ceilings: %d wrong\n", failed);
    return failed != 0;
}

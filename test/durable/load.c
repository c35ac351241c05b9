// SPDX-License-Identifier: Apache-2.0
/*
 * Clients that live whole cases through the API, each after its last answer: load PORT CLIENTS SECONDS [TRACE].
 *
 * The bearer token is read from the environment (TOKEN), the village from PLACE. Every acknowledged step is one line on
 * standard output, "number state", written before the next is asked for; with TRACE it is also noted there. The last line,
 * on standard error, counts. A client whose connection breaks ends; the others go on.
 */
#include "../crash/trace.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CLIENTS_MAX = 256, STEPS_MAX = 4, ANSWER_MAX = 64 * 1024, REQUEST_MAX = 4096, NUMBER_MAX = 64, STACK = 256 * 1024 };

typedef struct LifeStep {
    const char *what;  /* a process to open, or an action */
    const char *state; /* where it leads */
    const char *facts; /* %s is today */
} LifeStep;

static const LifeStep lives[][STEPS_MAX] = {
    {{"meeting", "announced",
      "\"kind\":\"sunshine_meeting\",\"topic\":\"上季度账目\",\"held_on\":\"%s\",\"held_at\":\"晚7点\","
      "\"place_text\":\"村部大院\""},
     {"record_meeting", "held", "\"head_count\":36,\"due_count\":70,\"items_count\":2,\"asked_count\":1"},
     {"post_minutes", "closed", "\"minutes\":\"先说上次答应的事办到哪一步，再逐项说账。\""}},
    {{"issue", "raised", "\"kind\":\"question\",\"source\":\"visit\",\"detail\":\"路灯什么时候修好\""},
     {"answer_on_spot", "closed", "\"class\":\"government\",\"answer\":\"电工今天下午来修。\""}},
};
enum { LIVES = sizeof lives / sizeof *lives };

typedef struct Client {
    pthread_t thread;
    int fd;
    unsigned id, asked;
    char number[NUMBER_MAX];
    char answer[ANSWER_MAX];
} Client;

static const char *token, *place;
static char today[16];
static int port, trace = -1;
static struct timespec deadline;
static atomic_uint_fast64_t lived, acknowledged, refused, broken;

static bool is_over(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > deadline.tv_sec || (now.tv_sec == deadline.tv_sec && now.tv_nsec >= deadline.tv_nsec);
}

/* -- one request ---------------------------------------------------------------------------------------------------------- */

static bool send_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t done = send(fd, bytes, len, MSG_NOSIGNAL);
        if (done <= 0)
            return false;
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

/* The whole answer, as a string; false when the connection broke before its end. */
static bool read_answer(Client *c)
{
    size_t len = 0, whole = 0;
    while (!whole || len < whole) {
        ssize_t got = len < ANSWER_MAX - 1 ? recv(c->fd, c->answer + len, ANSWER_MAX - 1 - len, 0) : -1;
        if (got <= 0)
            return false;
        len += (size_t)got;
        c->answer[len] = '\0';
        const char *end = strstr(c->answer, "\r\n\r\n"), *said = strcasestr(c->answer, "\r\ncontent-length:");
        if (end && (!said || said > end))
            return false;
        if (end)
            /* rooms: call waived: a tool of the proofs that links nothing of ours */
            whole = (size_t)(end + 4 - c->answer) + strtoul(said + 17, NULL, 10);
    }
    return true;
}

static bool ask(Client *c, const LifeStep *step, bool opens)
{
    char path[REQUEST_MAX / 4], facts[REQUEST_MAX / 4], request[REQUEST_MAX];
    if (opens)
        snprintf(path, sizeof path, "/api/v1/p/%s/cases/%s", place, step->what);
    else
        snprintf(path, sizeof path, "/api/v1/cases/%s/actions/%s", c->number, step->what);
    const char *day = strstr(step->facts, "%s");
    snprintf(facts, sizeof facts, "{\"facts\":{%.*s%s%s}}", day ? (int)(day - step->facts) : (int)strlen(step->facts),
             step->facts, day ? today : "", day ? day + 2 : "");
    int len = snprintf(request, sizeof request,
                       "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                       "Idempotency-Key: %d-%u-%u\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                       path, port, token, (int)getpid(), c->id, c->asked++, strlen(facts), facts);
    return send_all(c->fd, request, (size_t)len) && read_answer(c);
}

/* -- one life -------------------------------------------------------------------------------------------------------------- */

static void keep(const Client *c, const LifeStep *step)
{
    char line[NUMBER_MAX + 32];
    int len = snprintf(line, sizeof line, "%s %s\n", c->number, step->state);
    if (trace >= 0)
        trace_append(trace, TRACE_ACK, "", 0, line, (size_t)len);
    if (write(STDOUT_FILENO, line, (size_t)len) != len)
        _exit(98);
    atomic_fetch_add(&acknowledged, 1);
}

static bool read_number(Client *c)
{
    const char *at = strstr(c->answer, "\"number\":\""), *end = at ? strchr(at + 10, '"') : NULL;
    if (!end || (size_t)(end - at - 10) >= NUMBER_MAX)
        return false;
    memcpy(c->number, at + 10, (size_t)(end - at - 10));
    c->number[end - at - 10] = '\0';
    return true;
}

/* False when the connection is gone. A refusal ends the life, not the client. */
static bool live(Client *c, const LifeStep *steps)
{
    for (size_t i = 0; i < STEPS_MAX && steps[i].what && !is_over(); i++) {
        if (!ask(c, &steps[i], i == 0))
            return false;
        /* rooms: call waived: a tool of the proofs that links nothing of ours */
        int status = atoi(c->answer + 9);
        if ((status != 200 && status != 201) || !read_number(c)) {
            if (atomic_fetch_add(&refused, 1) == 0)
                fprintf(stderr, "first refusal, at %s: %s\n", steps[i].what, c->answer);
            return true;
        }
        keep(c, &steps[i]);
        if (i + 1 == STEPS_MAX || !steps[i + 1].what)
            atomic_fetch_add(&lived, 1);
    }
    return true;
}

static void *run(void *arg)
{
    Client *c = arg;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool whole = connect(c->fd, (struct sockaddr *)&to, sizeof to) == 0;
    for (unsigned i = c->id; whole && !is_over(); i++)
        whole = live(c, lives[i % LIVES]);
    atomic_fetch_add(&broken, !whole);
    close(c->fd);
    return NULL;
}

static void set_times(double seconds)
{
    time_t here = time(NULL) + 8 * 3600; /* the village's clock */
    struct tm tm;
    /* rooms: call waived: a tool of the proofs that links nothing of ours */
    gmtime_r(&here, &tm);
    /* rooms: call waived: a tool of the proofs that links nothing of ours */
    strftime(today, sizeof today, "%Y-%m-%d", &tm);
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += (time_t)seconds;
    deadline.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    deadline.tv_sec += deadline.tv_nsec / 1000000000;
    deadline.tv_nsec %= 1000000000;
}

int main(int argc, char **argv)
{
    token = getenv("TOKEN");
    place = getenv("PLACE");
    /* rooms: call waived: a tool of the proofs that links nothing of ours */
    unsigned count = argc > 3 ? (unsigned)atoi(argv[2]) : 0;
    if (!token || !place || count < 1 || count > CLIENTS_MAX) {
        fprintf(stderr, "TOKEN=.. PLACE=.. load PORT CLIENTS SECONDS [TRACE]\n");
        return 2;
    }
    /* rooms: call waived: a tool of the proofs that links nothing of ours */
    port = atoi(argv[1]);
    trace = argc > 4 ? open(argv[4], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    /* rooms: call waived: a tool of the proofs that links nothing of ours */
    set_times(atof(argv[3]));
    Client *clients = calloc(count, sizeof *clients);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, STACK);
    for (unsigned i = 0; i < count; i++) {
        clients[i].id = i;
        if (pthread_create(&clients[i].thread, &small, run, &clients[i]) != 0)
            return 2;
    }
    for (unsigned i = 0; i < count; i++)
        pthread_join(clients[i].thread, NULL);
    free(clients);
    fprintf(stderr, "lives=%lu actions=%lu refused=%lu broken=%lu\n", (unsigned long)lived, (unsigned long)acknowledged,
            (unsigned long)refused, (unsigned long)broken);
    return 0;
}

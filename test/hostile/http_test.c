// SPDX-License-Identifier: Apache-2.0
/*
 * Sends every request of http.txt over a socket of its own and looks at what comes back: the statuses, whether the
 * connection was closed, and that nobody ever reached /smuggled who should not. Then the slow ones, all at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>

#include "web_fixture.h"

enum { CASES_MAX = 256, BYTES_MAX = 64 * 1024 * 1024, ANSWER_MAX = 1024 * 1024, QUIET_MS = 300, PATIENCE_MS = 8000 };

typedef struct HttpCase {
    Str name, want, bytes;
    int line;
} HttpCase;

/* -- reading http.txt ------------------------------------------------------------------------------------------------- */

static int hex_of(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static void unescape(Out *o, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c != '\\') {
            out_byte(o, c);
            continue;
        }
        c = s.at[++i];
        if (c == 'x') {
            out_byte(o, (char)(hex_of(s.at[i + 1]) * 16 + hex_of(s.at[i + 2])));
            i += 2;
        } else if (c == '{') {
            Str count, text, rest = str_from(s, i + 1);
            int64_t times;
            str_cut(rest, ':', &count, &text);
            str_cut(text, '}', &text, &rest);
            REQUIRE(str_to_i64(count, &times));
            for (; times > 0; times--)
                unescape(o, text);
            i += count.len + text.len + 2;
        } else {
            out_byte(o, (char)(c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c));
        }
    }
}

static size_t read_cases(Arena *a, const char *path, HttpCase *cases)
{
    static char file[512 * 1024];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    REQUIRE(fd >= 0);
    ssize_t len = read(fd, file, sizeof file);
    close(fd);
    REQUIRE(len > 0 && (size_t)len < sizeof file);
    Str rest = {file, (size_t)len}, line;
    size_t count = 0;
    Out *bytes = NULL;
    for (int number = 1; str_next(&rest, '\n', &line); number++) {
        if (str_starts(line, S("== "))) {
            REQUIRE(count < CASES_MAX);
            bytes = out_new(a, BYTES_MAX, NULL);
            cases[count++] = (HttpCase){.name = str_from(line, 3), .line = number};
        } else if (str_starts(line, S("want: "))) {
            cases[count - 1].want = str_from(line, 6);
        } else if (str_starts(line, S("| "))) {
            unescape(bytes, str_from(line, 2));
            cases[count - 1].bytes = out_str(bytes);
        }
    }
    return count;
}

/* -- one conversation --------------------------------------------------------------------------------------------------- */

static int connect_quickly(const FixtureServer *f)
{
    int fd = fixture_connect(f);
    REQUIRE(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    return fd;
}

typedef struct Talk {
    char answer[ANSWER_MAX];
    size_t len;
    bool closed;
} Talk;

static void read_some(int fd, Talk *t)
{
    ssize_t got = read(fd, t->answer + t->len, ANSWER_MAX - t->len);
    if (got > 0)
        t->len += (size_t)got;
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        t->closed = true;
}

static size_t count_answers(const Talk *t)
{
    Str rest = {t->answer, t->len};
    size_t count = 0, at;
    while (str_find(rest, S("HTTP/1.1 "), &at)) {
        Str status = str_sub(rest, at + 9, 3);
        count += !str_eq(status, S("100"));
        rest = str_from(rest, at + 12);
    }
    return count;
}

/* Sends all it can, reads all there is; ends when the peer closes, or has said `wanted` answers and falls silent. */
static void talk(const FixtureServer *f, Str bytes, size_t wanted, Talk *t)
{
    int fd = connect_quickly(f);
    size_t sent = 0;
    int64_t start_ms = clock_monotonic_ms();
    t->len = 0;
    t->closed = false;
    bool broken = false;
    while (!t->closed && clock_monotonic_ms() - start_ms < PATIENCE_MS) {
        bool sending = sent < bytes.len && !broken;
        struct pollfd p = {.fd = fd, .events = (short)(POLLIN | (sending ? POLLOUT : 0))};
        bool enough = count_answers(t) >= wanted;
        if (poll(&p, 1, enough && !sending ? QUIET_MS : 1000) == 0 && enough)
            break;
        if (p.revents & (POLLIN | POLLHUP | POLLERR))
            read_some(fd, t);
        if (sending && p.revents & POLLOUT) {
            ssize_t n = send(fd, bytes.at + sent, bytes.len - sent, MSG_NOSIGNAL);
            sent += n > 0 ? (size_t)n : 0;
            broken = n < 0 && errno != EAGAIN;
        }
    }
    close(fd);
}

static bool status_is(Str answer, Str allowed)
{
    Str one;
    while (str_next(&allowed, '|', &one))
        if (str_eq(str_sub(answer, 0, 3), one))
            return true;
    return false;
}

static bool next_answer(Str *rest, Str *ret_answer)
{
    size_t at;
    do {
        if (!str_find(*rest, S("HTTP/1.1 "), &at))
            return false;
        *rest = str_from(*rest, at + 9);
    } while (str_starts(*rest, S("100")));
    *ret_answer = *rest;
    return true;
}

static const char *judge(const HttpCase *c, const Talk *t, int smuggled)
{
    Str want = c->want, word, rest = {t->answer, t->len}, answer;
    bool may_smuggle = false;
    while (str_next(&want, ' ', &word)) {
        if (str_eq(word, S("smuggled")))
            may_smuggle = true;
        else if (str_eq(word, S("closed")) && !t->closed)
            return "the connection stayed open";
        else if (str_eq(word, S("kept")) && t->closed)
            return "the connection was closed";
        else if (word.at[0] <= '9' && (!next_answer(&rest, &answer) || !status_is(answer, word)))
            return "another status";
    }
    if (next_answer(&rest, &answer))
        return "an answer too many";
    return smuggled == may_smuggle ? NULL : "SMUGGLED";
}

static size_t statuses_in(Str want)
{
    Str word;
    size_t count = 0;
    while (str_next(&want, ' ', &word))
        count += word.at[0] <= '9';
    return count;
}

static int run_cases(const FixtureServer *f, const HttpCase *cases, size_t count)
{
    static Talk t;
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        const HttpCase *c = &cases[i];
        int before = atomic_load(&fixture_smuggled);
        talk(f, c->bytes, statuses_in(c->want), &t);
        const char *wrong = judge(c, &t, atomic_load(&fixture_smuggled) - before);
        if (!wrong)
            continue;
        failed++;
        printf("http.txt:%d: %.*s: %s (wanted %.*s, got %.40s)\n", c->line, STR_ARG(c->name), wrong, STR_ARG(c->want),
               t.len ? t.answer : "nothing");
    }
    printf("%zu requests, %d wrong\n", count, failed);
    return failed;
}

/* -- the slow ones ---------------------------------------------------------------------------------------------------------- */

typedef struct Slow {
    const char *name, *first, *drip; /* drip: a piece every second */
    const char *status;              /* NULL: closed without a word */
    int from_ms, to_ms;              /* when it should end */
    int fd;
    int64_t ended_ms;
    char got[3];
    size_t len;
} Slow;

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static Slow slow_ones[] = {
    {.name = "says nothing", .first = "", .from_ms = LIMIT_HEADER_MS, .to_ms = LIMIT_HEADER_MS + 1500},
    {.name = "drips a header", .first = "GET / HTTP/1.1\r\nHost: h\r\n", .drip = "X-A: b\r\n", .status = "408",
     .from_ms = LIMIT_HEADER_MS, .to_ms = LIMIT_HEADER_MS + 1500},
    {.name = "is idle after one request", .first = "GET / HTTP/1.1\r\nHost: h\r\n\r\n", .status = "200",
     .from_ms = LIMIT_IDLE_MS, .to_ms = LIMIT_IDLE_MS + 1500},
    {.name = "promises a body", .first = "POST /echo HTTP/1.1\r\nHost: h\r\n" FORM "Content-Length: 1000\r\n\r\n",
     .status = "408", .from_ms = LIMIT_BODY_GRACE_MS, .to_ms = LIMIT_BODY_GRACE_MS + 1500},
    {.name = "drips a body", .first = "POST /echo HTTP/1.1\r\nHost: h\r\n" FORM "Content-Length: 1000\r\n\r\n",
     .drip = "aaaaaaaaaa", .status = "408", .from_ms = LIMIT_BODY_GRACE_MS, .to_ms = LIMIT_BODY_GRACE_MS + 1500},
};

static void send_text(int fd, const char *text)
{
    Str s = str_of(text);
    ssize_t sent = s.len ? send(fd, s.at, s.len, MSG_NOSIGNAL) : 0;
    (void)sent;
}

static void look_at(Slow *s, int64_t passed_ms)
{
    enum { STATUS_AT = 9 }; /* behind "HTTP/1.1 " */
    static char answer[64 * 1024];
    ssize_t got = read(s->fd, answer, sizeof answer);
    if (got > 0 && s->len == 0)
        memcpy(s->got, answer + STATUS_AT, s->len = sizeof s->got);
    if (got == 0 || (got < 0 && errno != EAGAIN))
        s->ended_ms = passed_ms;
}

static int judge_slow(const Slow *s)
{
    Str status = {s->got, s->len};
    bool in_time = s->ended_ms >= s->from_ms && s->ended_ms <= s->to_ms;
    if (in_time && str_eq(status, str_of(s->status)))
        return 0;
    printf("who %s: status %.*s after %lld ms\n", s->name, STR_ARG(status), (long long)s->ended_ms);
    return 1;
}

static int run_slow(const FixtureServer *f)
{
    int64_t start_ms = clock_monotonic_ms(), second = 0;
    for (size_t i = 0; i < COUNT_OF(slow_ones); i++) {
        slow_ones[i].fd = connect_quickly(f);
        send_text(slow_ones[i].fd, slow_ones[i].first);
    }
    for (int64_t passed_ms = 0; passed_ms < LIMIT_IDLE_MS + 2000; passed_ms = clock_monotonic_ms() - start_ms) {
        bool tick = passed_ms / 1000 > second;
        second = passed_ms / 1000;
        for (size_t i = 0; i < COUNT_OF(slow_ones); i++) {
            Slow *s = &slow_ones[i];
            if (s->ended_ms)
                continue;
            if (tick && s->drip)
                send_text(s->fd, s->drip);
            look_at(s, passed_ms);
        }
        usleep(20 * 1000);
    }
    int failed = 0;
    for (size_t i = 0; i < COUNT_OF(slow_ones); i++) {
        failed += judge_slow(&slow_ones[i]);
        close(slow_ones[i].fd);
    }
    printf("%zu slow clients, %d wrong\n", COUNT_OF(slow_ones), failed);
    return failed;
}

/* -- main ---------------------------------------------------------------------------------------------------------------------- */

int main(int argc, char **argv)
{
    static HttpCase cases[CASES_MAX];
    Arena *words = arena_new(1024 * 1024 * 1024);
    REQUIRE(argc > 1);
    size_t count = read_cases(words, argv[1], cases);
    FixtureServer *f = fixture_start(NULL, 2);
    int failed = run_cases(f, cases, count);
    if (argc == 2)
        failed += run_slow(f);
    fixture_stop(f);
    arena_free(words);
    return failed != 0;
}

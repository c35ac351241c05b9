// SPDX-License-Identifier: Apache-2.0
/*
 * Requests, from the gate to the bytes of the answer: the head of every answer is well formed, nothing is our fault, and
 * a request means the same however the network cut it.
 */
#include "fuzz.h"

#include "web/h1.h"
#include "../web_fixture.h"

enum { LAST_TWO = 2 }; /* the slow route and the broken one */

static Server *server(void)
{
    static Server *s;
    static Arena *a;
    static size_t count;
    if (s)
        return s;
    a = arena_new(512 * 1024 * 1024);
    WebOptions options = fixture_options(a, clock_by_hand(a, (Instant){1800000000000}));
    count = options.route_counts[0] - LAST_TWO;
    options.route_counts = &count;
    REQUIRE(!web_server_new(a, &options, &s));
    return s;
}

typedef struct Taken {
    Out *out;
} Taken;

static bool take(void *arg, Str part)
{
    out_raw(((Taken *)arg)->out, part);
    return !out_full(((Taken *)arg)->out);
}

typedef struct Reading {
    const Refusal *refusal;
    bool whole;
    Str body;
    size_t used;
} Reading;

/* The head arrives `step` bytes at a time, and so does the body. */
static Reading read_in_steps(Arena *a, Str bytes, size_t step)
{
    size_t scanned = 0, len = 0, at = 0;
    Reading r = {0};
    GateHead head;
    while (!r.refusal && !len && at < bytes.len) {
        at = at + step < bytes.len ? at + step : bytes.len;
        r.refusal = gate_scan(str_sub(bytes, 0, at), &scanned, &len);
    }
    if (r.refusal || !len)
        return r;
    H1 *h = h1_new(a);
    r.refusal = h1_head(h, str_sub(bytes, 0, len), &head);
    r.used = len;
    r.whole = !r.refusal && !gate_has_body(&head);
    Taken taken = {out_new(a, LIMIT_JSON_BYTES, NULL)};
    while (!r.refusal && !r.whole && r.used < bytes.len) {
        H1Body body = {.take = take, .arg = &taken};
        r.refusal = h1_body(h, str_sub(bytes, r.used, step), &body);
        r.used += body.used;
        r.whole = body.done;
    }
    r.body = out_str(taken.out);
    return r;
}

static void check_cuts(Arena *a, Str bytes)
{
    Reading whole = read_in_steps(a, bytes, SIZE_MAX / 2), bits = read_in_steps(a, bytes, 1);
    REQUIRE(!whole.refusal == !bits.refusal);
    if (whole.refusal)
        return;
    REQUIRE(whole.whole == bits.whole && whole.used == bits.used && str_eq(whole.body, bits.body));
}

/* Status line and headers, each in one line of its own, end at the first empty line. */
static void check_head(Str answer)
{
    size_t end;
    REQUIRE(str_starts(answer, S("HTTP/1.1 ")) && !str_starts(answer, S("HTTP/1.1 500")));
    REQUIRE(str_find(answer, S("\r\n\r\n"), &end));
    Str head = str_sub(answer, 0, end + 2), line;
    while (head.len && str_next(&head, '\n', &line)) {
        REQUIRE(line.len > 1 && line.at[line.len - 1] == '\r');
        for (size_t i = 0; i + 1 < line.len; i++)
            REQUIRE((unsigned char)line.at[i] >= ' ');
    }
}

FUZZ(a, bytes)
{
    Str answer;
    REQUIRE(!web_handle_once(server(), a, bytes, &answer));
    check_head(answer);
    REQUIRE(atomic_load(&fixture_smuggled) == 0 || str_has(bytes, S("smuggled")));
    check_cuts(a, bytes);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Requests, from the gate to the bytes of the answer: the head of every answer is well formed, nothing is our fault, and
 * a request means the same however the network cut it.
 */
#include "fuzz.h"

#include "web/intake.h"
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

enum { IN_A_ROW = 3 };

typedef struct Reading {
    const Refusal *refusal;
    size_t count;
    Str bodies[IN_A_ROW];
    size_t left; /* behind the last of them */
} Reading;

static const Refusal *any_body(void *arg UNUSED, const GateHead *h UNUSED, size_t *ret_body_max)
{
    *ret_body_max = LIMIT_JSON_BYTES;
    return NULL;
}

/* What stands in the intake is read as requests, one after the other; each is answered at once. */
static void read_on(Arena *a, Intake *i, Reading *r)
{
    while (r->count < IN_A_ROW && intake_step(i) == INTAKE_WHOLE) {
        r->bodies[r->count++] = arena_str(a, i->x->body);
        *i->x = (Exchange){.arena = a};
        intake_next(i);
    }
    r->refusal = i->why;
}

/* The first requests of a connection, when the network brings at most `step` bytes at a time. */
static Reading read_in_steps(Arena *a, Str bytes, size_t step)
{
    IntakeRules rules = {.head = any_body};
    Exchange x = {.arena = a};
    Intake *i = ARENA_NEW(a, Intake);
    Reading r = {0};
    intake_open(i, a, &rules, &x);
    while (bytes.len && r.count < IN_A_ROW && !r.refusal) {
        Str room = intake_room(i), part = str_sub(bytes, 0, room.len < step ? room.len : step);
        memcpy((char *)room.at, part.at, part.len);
        intake_took(i, part.len);
        bytes = str_from(bytes, part.len);
        read_on(a, i, &r);
    }
    r.left = bytes.len + i->len - i->start;
    return r;
}

static void check_cuts(Arena *a, Str bytes)
{
    Reading whole = read_in_steps(a, bytes, SIZE_MAX / 2), bits = read_in_steps(a, bytes, 1);
    REQUIRE(!whole.refusal == !bits.refusal);
    if (whole.refusal)
        return;
    REQUIRE(whole.count == bits.count);
    for (size_t n = 0; n < whole.count; n++)
        REQUIRE(str_eq(whole.bodies[n], bits.bodies[n]));
    REQUIRE(whole.count < IN_A_ROW || whole.left == bits.left);
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

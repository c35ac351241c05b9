// SPDX-License-Identifier: Apache-2.0
/* The intake. */
#include "web/intake.h"

enum { FIRST_BODY = 4096, PADDING = 8 }; /* chunks may be so many times larger than what is in them */

static const Refusal too_large = {413, "body too large"}, padded = {400, "body all padding"},
                     no_room = {503, "too many bodies at once"};

void intake_open(Intake *i, Arena *a, IntakeRules *rules, Exchange *x)
{
    i->rules = rules;
    i->x = x;
    i->h1 = h1_new(a);
}

void intake_forget(Intake *i)
{
    i->in_body = i->no_room = false;
    i->start = i->len = i->scanned = 0;
}

Str intake_room(Intake *i)
{
    return (Str){i->bytes + i->len, INTAKE_ROOM - i->len};
}

void intake_took(Intake *i, size_t count)
{
    i->len += count;
    REQUIRE(i->len <= INTAKE_ROOM);
}

bool intake_is_empty(const Intake *i)
{
    return i->len == i->start;
}

void intake_next(Intake *i)
{
    i->rules->bodies_bytes -= i->body_room;
    i->body = NULL;
    i->body_len = i->body_room = i->raw_len = 0;
}

/* -- the body ------------------------------------------------------------------------------------------------------- */

static bool grow_body(Intake *i, size_t wanted)
{
    size_t room = i->body_room ? i->body_room : FIRST_BODY;
    while (room < wanted)
        room *= 2;
    i->no_room = i->rules->bodies_bytes + room - i->body_room > LIMIT_BODIES_BYTES;
    if (i->no_room)
        return false;
    if (!i->x->arena)
        i->x->arena = i->rules->lend(i->rules->arg);
    char *body = arena_try(i->x->arena, room, 1);
    if (!body)
        return false;
    if (i->body_len)
        memcpy(body, i->body, i->body_len);
    i->rules->bodies_bytes += room - i->body_room;
    i->body = body;
    i->body_room = room;
    return true;
}

static bool take_body(void *arg, Str part)
{
    Intake *i = arg;
    if (part.len > i->body_max - i->body_len)
        return false;
    if (i->body_len + part.len > i->body_room && !grow_body(i, i->body_len + part.len))
        return false;
    memcpy(i->body + i->body_len, part.at, part.len);
    i->body_len += part.len;
    return true;
}

/* The bytes behind the head are body; what is left of them begins the next request. */
static const Refusal *step_body(Intake *i, bool *ret_whole)
{
    H1Body body = {.take = take_body, .arg = i};
    Str bytes = {i->bytes + i->start, i->len - i->start};
    const Refusal *no = h1_body(i->h1, bytes, &body);
    i->raw_len += bytes.len;
    if (no)
        return i->no_room ? &no_room : no;
    if (i->raw_len > PADDING * i->body_max + INTAKE_ROOM)
        return &padded;
    i->start += body.used;
    i->in_body = !body.done;
    *ret_whole = body.done;
    if (i->in_body)
        i->len = i->start = i->head_len;
    else
        i->x->body = (Str){i->body, i->body_len};
    return NULL;
}

/* -- the head --------------------------------------------------------------------------------------------------------- */

static const Refusal *begin_request(Intake *i, Str block)
{
    const Refusal *no = h1_head(i->h1, block, &i->x->head);
    if (!no)
        no = i->rules->head(i->rules->arg, &i->x->head, &i->body_max);
    if (!no && i->x->head.length > i->body_max)
        no = &too_large;
    i->x->close = i->x->head.close;
    i->start += block.len;
    i->head_len = i->start;
    i->scanned = 0;
    i->in_body = !no && gate_has_body(&i->x->head);
    return no;
}

/* A block that is not whole yet moves to the front, so that there is room for the rest of it. */
static void make_room(Intake *i)
{
    if (i->start == 0)
        return;
    memmove(i->bytes, i->bytes + i->start, i->len - i->start);
    i->len -= i->start;
    i->start = 0;
}

static const Refusal *step_head(Intake *i, bool *ret_whole)
{
    Str bytes = {i->bytes + i->start, i->len - i->start};
    size_t len;
    const Refusal *no = gate_scan(bytes, &i->scanned, &len);
    if (no)
        return no;
    if (len == 0) {
        make_room(i);
        return NULL;
    }
    no = begin_request(i, (Str){bytes.at, len});
    *ret_whole = !i->in_body;
    return no;
}

IntakeStep intake_step(Intake *i)
{
    bool whole = false;
    i->why = NULL;
    if (!i->in_body)
        i->why = step_head(i, &whole);
    if (!i->why && i->in_body && !intake_is_empty(i))
        i->why = step_body(i, &whole);
    return i->why ? INTAKE_REFUSED : whole ? INTAKE_WHOLE : INTAKE_WAITS;
}

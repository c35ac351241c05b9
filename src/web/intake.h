// SPDX-License-Identifier: Apache-2.0
/*
 * The intake: one request after another out of the bytes of one connection, however the network cut them. Knows no
 * socket; the bytes of a request stay where they are until intake_next.
 */
#pragma once

#include "web/h1.h"

/* One request on its way up and its answer on the way down. The slices stay valid until it is answered. */
typedef struct Exchange {
    GateHead head;
    Str body;
    Str address;  /* the peer's; for rates only */
    Arena *arena; /* this request's memory, or NULL while nothing needed any */
    bool close;   /* nothing more will be served on this connection */
} Exchange;

/* What all intakes of a server share. */
typedef struct IntakeRules {
    void *arg;
    const Refusal *(*head)(void *arg, const GateHead *h, size_t *ret_body_max); /* may refuse early */
    Arena *(*lend)(void *arg);                                                   /* memory for a body */
    size_t bodies_bytes; /* of all bodies on their way: below LIMIT_BODIES_BYTES */
} IntakeRules;

typedef enum IntakeStep {
    INTAKE_WAITS,   /* for more bytes */
    INTAKE_WHOLE,   /* head and body are in the exchange */
    INTAKE_REFUSED, /* see `why`; nothing behind it can be trusted */
} IntakeStep;

enum { INTAKE_ROOM = LIMIT_HEADER_BYTES + 4096 };

typedef struct Intake {
    IntakeRules *rules;
    Exchange *x;
    H1 *h1;
    const Refusal *why;
    bool in_body, no_room;
    size_t start, len, head_len, scanned; /* bytes[start..len) is not consumed */
    char *body;
    size_t body_len, body_room, body_max, raw_len;
    char bytes[INTAKE_ROOM];
} Intake;

void intake_open(Intake *i, Arena *a, IntakeRules *rules, Exchange *x); /* once */
void intake_forget(Intake *i);                                          /* another connection, or the rest of this one */
Str intake_room(Intake *i);            /* where the next bytes go; empty while a request is being answered */
void intake_took(Intake *i, size_t count);
IntakeStep intake_step(Intake *i);
void intake_next(Intake *i);           /* the exchange is over */
bool intake_is_empty(const Intake *i);

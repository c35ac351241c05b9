// SPDX-License-Identifier: Apache-2.0
/*
 * HTTP/1: llhttp behind the gate. Both read the same header block, and a request they read differently is refused.
 * One H1 reads one connection, request after request.
 */
#pragma once

#include "web/gate.h"

typedef struct H1 H1;

H1 *h1_new(Arena *a);
/* A whole header block as gate_scan delimits it; begins a new request. */
MUST_USE const Refusal *h1_head(H1 *h, Str block, GateHead *ret_head);

typedef struct H1Body {
    bool (*take)(void *arg, Str part); /* false: the body is larger than allowed */
    void *arg;
    size_t used; /* of the bytes handed in: what belonged to this request */
    bool done;
} H1Body;

/* The next bytes of a body. Chunk extensions and trailers are refused: nobody we serve needs them. */
MUST_USE const Refusal *h1_body(H1 *h, Str bytes, H1Body *body);

// SPDX-License-Identifier: Apache-2.0
/*
 * Sockets: one thread, one loop. Gathers a request, hands it up, writes the answer, keeps the order of pipelined
 * requests (one at a time per connection), and lets nobody hold a connection by being slow (trust.md 6.2).
 */
#pragma once

#include "web/intake.h"

typedef struct Net Net;

typedef struct NetAnswer {
    Str head;         /* status line and headers, each with its CRLF, without the empty line */
    const Str *parts; /* the body; stays valid until `release` */
    size_t part_count;
    bool close;
    void (*release)(void *arg);
    void *arg;
} NetAnswer;

typedef struct NetHooks {
    void *arg;
    void (*request)(void *arg, Exchange *x);                    /* the whole request is there: answer now or later */
    void (*refuse)(void *arg, Exchange *x, const Refusal *why); /* answer now; the connection will close */
    void (*wake)(void *arg);                                    /* somebody called net_wake */
    void (*give_back)(void *arg, Exchange *x);                  /* the exchange is over */
} NetHooks;

typedef struct NetOptions {
    Str address;
    int port;
    NetHooks hooks;
    IntakeRules *rules;
} NetOptions;

typedef struct NetStats {
    size_t connections, busy;
    uint64_t accepted, evicted, timed_out, bytes_out;
} NetStats;

MUST_USE Err net_open(Arena *a, const NetOptions *options, Net **ret_net); /* closed with the arena */
int net_port(const Net *n);
MUST_USE Err net_run(Net *n, Arena *a); /* until net_stop, and then until every request is answered */
void net_stop(Net *n);                  /* on the loop's thread */
void net_wake(Net *n);                  /* from any thread, and from a signal handler */
void net_answer(Exchange *x, const NetAnswer *answer); /* on the loop's thread */
NetStats net_stats(const Net *n);       /* on the loop's thread */
/* Whether one more from an address may stay that then has so many. Our own proxy, on this machine, always may. */
bool net_may_stay(Str address, size_t from_there);

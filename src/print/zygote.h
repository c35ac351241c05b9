// SPDX-License-Identifier: Apache-2.0
/*
 * A helper process that was forked while the program still had one thread and no secrets, and that forks a child for
 * each thing asked: bytes in, bytes out, within limits. Why not fork when asked: docs/why/print-zygote.md. Private to
 * print.
 */
#pragma once

#include "base/base.h"

typedef struct ZygoteTask {
    const char *name; /* at most 15 characters: what ps shows */
    Err (*run)(Arena *a, Str ask, Str *ret_answer);
    int seconds;      /* by the clock on the wall and by the processor's, each */
    size_t memory_bytes, ask_bytes, answer_bytes;
    int at_once;      /* more children than that are refused with err.print.busy */
} ZygoteTask;

typedef struct Zygote Zygote;

MUST_USE Err zygote_start(Arena *a, const ZygoteTask *task, Zygote **ret_zygote);
void zygote_stop(Zygote *z); /* NULL is fine; waits for the helper's end */

/* From any thread. Faults of `run` come back as they were made; a child that dies is err.print.stopped. */
MUST_USE Err zygote_ask(Arena *a, const Zygote *z, Str ask, Str *ret_answer);

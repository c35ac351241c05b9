// SPDX-License-Identifier: Apache-2.0
/*
 * Time enters by one door. A clock is real, or set by hand (the simulator), or read from a file (tests and demos: one
 * line in the form of instant_plain; looked at again on each call). Everything else is handed an Instant.
 */
#pragma once

#include "base/err.h"
#include "base/value.h"

typedef struct Clock Clock;

Clock *clock_real(Arena *a);
Clock *clock_by_hand(Arena *a, Instant start);
MUST_USE Err clock_from_file(Arena *a, const char *path, Clock **ret_clock);

Instant clock_now(const Clock *c);
void clock_set(Clock *c, Instant t); /* by-hand clocks only */
bool clock_is_real(const Clock *c);

/* For intervals inside the process: waits, rates, timeouts. Never stored. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_ns(void);

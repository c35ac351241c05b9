// SPDX-License-Identifier: Apache-2.0
/*
 * A job that was looked at: within every ceiling, its text clean, and with the few sentences that paper itself says, so
 * that whoever draws needs no language. Private to print.
 */
#pragma once

#include "print/print.h"

typedef struct PrintOrder {
    PrintJob job;   /* job.lang is not used any more */
    Str tongue;     /* "zh-cn" or "en" */
    Str page_words; /* page {1} of {2} */
    Str code_words; /* what stands before the short code */
} PrintOrder;

MUST_USE Err order_check(Arena *a, const PrintOrder *order);
MUST_USE Err order_make(Arena *a, const PrintJob *job, PrintOrder *ret_order);

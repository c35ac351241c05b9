// SPDX-License-Identifier: Apache-2.0
/*
 * Orders and answers between processes: numbers of four bytes, little end first; text and lists with their length in
 * front. Both ends are the same program, so there is no version. Private to print.
 */
#pragma once

#include "print/order.h"

MUST_USE Err wire_write(Arena *a, const PrintOrder *order, Str *ret_bytes);
/* Slices into `bytes`. What comes back has passed order_check. */
MUST_USE Err wire_read(Arena *a, Str bytes, PrintOrder *ret_order);

/* A fault that crosses over; what does not read as one becomes err.print.stopped. */
Str wire_write_fault(Arena *a, Err fault);
Err wire_read_fault(Arena *a, Str bytes);

// SPDX-License-Identifier: Apache-2.0
/* Leaves: one spelling for each. */
#include "fuzz.h"

#include "record/leaf.h"

FUZZ(a, bytes)
{
    Leaf leaf;
    if (!leaf_read(a, bytes, &leaf))
        REQUIRE(str_eq(leaf_write(a, &leaf), bytes));
}

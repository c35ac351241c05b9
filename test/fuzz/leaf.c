// SPDX-License-Identifier: Apache-2.0
/* Leaves: one spelling for each; what is sealed is the open leaf and its data, which cannot be taken one for the other. */
#include "fuzz.h"

#include "record/leaf.h"

FUZZ(a, bytes)
{
    Leaf leaf;
    Str open, data;
    if (leaf_read(a, bytes, &leaf))
        return;
    REQUIRE(str_eq(leaf_write(a, &leaf), bytes));
    REQUIRE(str_cut(leaf_secret(a, &leaf, bytes), '\n', &open, &data) && str_eq(data, bytes));
}

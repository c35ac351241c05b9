// SPDX-License-Identifier: Apache-2.0
/* Leaves: one spelling for each. */
#include "record/leaf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *a = arena_new(16 * 1024 * 1024);
    Str bytes = {(const char *)data, size};
    Leaf leaf;
    if (!leaf_read(a, bytes, &leaf))
        REQUIRE(str_eq(leaf_write(a, &leaf), bytes));
    arena_free(a);
    return 0;
}

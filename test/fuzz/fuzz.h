// SPDX-License-Identifier: Apache-2.0
/*
 * A harness is one function over bytes with an arena of its own:
 *
 *     FUZZ(a, bytes) { const Json *j; (void)!json_read(a, bytes, LIMIT_JSON_BYTES, &j); }
 */
#pragma once

#include "codec/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ(a, bytes)                                                                                                 \
    static void fuzz_one(Arena *a, Str bytes);                                                                         \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                                                       \
    {                                                                                                                  \
        Arena *own = arena_new(LIMIT_REQUEST_ARENA);                                                                   \
        fuzz_one(own, (Str){(const char *)data, size});                                                                \
        arena_free(own);                                                                                               \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static void fuzz_one(Arena *a, Str bytes)

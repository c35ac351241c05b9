// SPDX-License-Identifier: Apache-2.0
/* Test vectors: files below test/vectors, as bytes or as JSON. Tests run in the project's folder. */
#pragma once

#include <errno.h>

#include "unit.h"

#include "codec/codec.h"
#include "seal/seal.h"

static inline Str vector_bytes(Arena *a, const char *name)
{
    const char *path = arena_printf(a, "test/vectors/%s", name).at;
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s: %s", path, strerror(errno));
    char *at = arena_take(a, LIMIT_JSON_BYTES, 1);
    size_t len = fread(at, 1, LIMIT_JSON_BYTES, f);
    fclose(f);
    return (Str){at, len};
}

static inline const Json *vector_json(Arena *a, const char *name)
{
    const Json *json = NULL;
    assert_ok(json_read(a, vector_bytes(a, name), LIMIT_JSON_BYTES, &json));
    return json;
}

static inline Digest vector_digest(Arena *a, Str hex)
{
    Str bytes;
    Digest d;
    assert_true(hex_read(a, hex, &bytes));
    assert_int_equal(bytes.len, sizeof d.at);
    memcpy(d.at, bytes.at, sizeof d.at);
    return d;
}

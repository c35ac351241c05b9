// SPDX-License-Identifier: Apache-2.0
/* What is given with a step, read by the types of the fields. */
#pragma once

#include "process/process.h"

/* One value: tidied, or why not. An empty one comes back as JSON_NULL. */
typedef struct ValueAsk {
    const Engine *engine;
    const Field *field;
    Date today;
    bool in_table; /* cells have a ceiling of their own */
} ValueAsk;
MUST_USE Err facts_value(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out);

/* The text a value is found by: codes, numbers and days as they stand in JSON. "" for what cannot be looked for. */
Str facts_find_text(Arena *a, const Json *value);

// SPDX-License-Identifier: Apache-2.0
/* One value of a field: read from what somebody typed, shown to a reader, put back into an input. Values in, values out. */
#pragma once

#include "process/process.h"

/* NULL in *ret_value when nothing was typed ("-" and "/" are nothing where a number or a day belongs). `about` gives
 * 9月5日 its year. */
MUST_USE Err fact_read(Arena *a, const Field *f, Str typed, Date about, const Json **ret_value);
/* As a reader sees it. Persons and roles come out as they are stored: their names are looked up by desk_say. */
Str fact_say(Arena *a, const Lang *l, const Field *f, const Json *value);
Str fact_typed(Arena *a, const Field *f, const Json *value); /* as it stands in an input */
bool fact_is_number(FieldType type);                        /* can be summed: int, decimal, money */
Date fact_date(const Json *facts, Str name);                /* DATE_NONE when it is no day */

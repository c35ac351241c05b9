// SPDX-License-Identifier: Apache-2.0
/*
 * One value of a field on its way through a page: what people type is put into the form the engine reads (which alone
 * says what is right), and what is known is put into words.
 */
#pragma once

#include "process/process.h"

/* As the engine reads it: 1,234元 and (1,234.00), 九月5日 without its year, 2026年三季度, √, a stroke for nothing. What
 * cannot be understood stays as it is. `about` gives a day its year. */
Str fact_tidy(Arena *a, const Field *f, Str typed, Date about);
/* As a reader sees it. Persons and roles come out as they are stored: desk_say looks up their names. */
Str fact_say(Arena *a, const Lang *l, const Field *f, const Json *value);
Str fact_typed(Arena *a, const Field *f, const Json *value); /* as it stands in an input */
bool fact_is_number(FieldType type);                        /* can be summed: int, decimal, money */
Date fact_date(const Json *facts, Str name);                /* DATE_NONE when it is no day */

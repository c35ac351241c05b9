// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/base.h"

/* The body of a 200 answer; anything else is an error with the address in it, ERR_AGAIN when nobody answered. */
MUST_USE Err app_fetch(Arena *a, Str url, size_t bytes_max, Str *ret_body);
/* The same, but what is not there (404) or no longer (410, ret_gone) is "". */
MUST_USE Err app_fetch_if_there(Arena *a, Str url, size_t bytes_max, Str *ret_body, bool *ret_gone);

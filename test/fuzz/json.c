// SPDX-License-Identifier: Apache-2.0
/* JSON: what is read has one canonical form, and that form reads as itself. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    const Json *j, *again;
    if (json_read(a, bytes, LIMIT_JSON_BYTES, &j))
        return;
    Str once = json_canonical(a, j);
    REQUIRE(!json_read(a, once, SIZE_MAX, &again));
    REQUIRE(str_eq(json_canonical(a, again), once));
}

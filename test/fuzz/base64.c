// SPDX-License-Identifier: Apache-2.0
/* Hex, base64, base32: what is read has this one spelling. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    Str read;
    if (base64_read(a, bytes, &read))
        REQUIRE(str_eq(base64_write(a, read), bytes));
    if (base64url_read(a, bytes, &read))
        REQUIRE(str_eq(base64url_write(a, read), bytes));
    if (base32_read(a, bytes, &read))
        REQUIRE(str_eq(base32_write(a, read), bytes));
    if (hex_read(a, bytes, &read))
        REQUIRE(str_eq_nocase(hex_write(a, read), bytes));
    REQUIRE(base64_read(a, base64_write(a, bytes), &read) && str_eq(read, bytes));
    REQUIRE(base32_read(a, base32_write(a, bytes), &read) && str_eq(read, bytes));
}

// SPDX-License-Identifier: Apache-2.0
/* Pasted ranges and HTML tables: under their ceilings, in UTF-8. */
#include "fuzz.h"

FUZZ(a, bytes)
{
    Table t;
    if (paste_read(a, bytes, LIMIT_TABLE_ROWS, &t))
        return;
    REQUIRE(t.rows <= LIMIT_TABLE_ROWS && t.columns <= LIMIT_TABLE_COLUMNS);
    for (size_t i = 0; i < t.rows * t.columns; i++)
        REQUIRE(text_is_utf8(t.cells[i]) && text_chars(t.cells[i]) <= LIMIT_CELL_CHARS);
}

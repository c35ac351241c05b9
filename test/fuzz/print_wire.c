// SPDX-License-Identifier: Apache-2.0
/* Orders to the printing child: what is read is written the same; a fault always reads as one. */
#include "fuzz.h"

#include "print/wire.h"

FUZZ(a, bytes)
{
    PrintOrder order;
    Str again;
    if (!wire_read(a, bytes, &order)) {
        REQUIRE(!wire_write(a, &order, &again));
        REQUIRE(str_eq(again, bytes));
    }
    Err fault = wire_read_fault(a, bytes);
    REQUIRE(fault->key.len == 0 || wire_write_fault(a, fault).len > 0);
}

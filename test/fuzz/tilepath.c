// SPDX-License-Identifier: Apache-2.0
/* Names of tiles: each tile has one, and no other text is a tile. */
#include "fuzz.h"

#include "record/tile_path.h"

FUZZ(a, bytes)
{
    TilePath tile;
    uint32_t epoch;
    if (tile_path_read(bytes, &tile)) {
        REQUIRE(str_eq(tile_path_write(a, &tile), bytes));
        REQUIRE(tile.width >= 1 && tile.width <= TILE_WIDTH && tile.level < TILE_LEVELS);
    }
    (void)!record_read_epoch(bytes, &epoch);
}

// SPDX-License-Identifier: Apache-2.0
/* Names of tiles: each tile has one, and no other text is a tile. */
#include "fuzz.h"

#include "record/tile_path.h"

/* A log of n full tiles and this one's hashes of level 0 holds as much of it as its name says, and nothing behind it. */
static void check_sizes(const TilePath *tile)
{
    uint64_t size = tile->n * TILE_WIDTH + tile->width;
    if (tile->n >= UINT64_MAX / TILE_WIDTH - 1)
        return;
    REQUIRE(tile_path_width(size, 0, tile->n) == tile->width && tile_path_width(size, 0, tile->n + 2) == 0);
    REQUIRE(tile_path_hashes(size, tile->level) <= size && tile_path_width(size, tile->level, 0) <= TILE_WIDTH);
}

FUZZ(a, bytes)
{
    TilePath tile;
    uint32_t epoch;
    if (tile_path_read(bytes, &tile)) {
        REQUIRE(str_eq(tile_path_write(a, &tile), bytes));
        REQUIRE(tile.width >= 1 && tile.width <= TILE_WIDTH && tile.level < TILE_LEVELS);
        check_sizes(&tile);
    }
    (void)!record_read_epoch(bytes, &epoch);
}

// SPDX-License-Identifier: Apache-2.0
/* The names of tiles (C2SP tlog-tiles): "0/x001/234", "entries/000.p/44". */
#pragma once

#include "record/record.h"

enum { TILE_WIDTH = 256, TILE_HEIGHT = 8, TILE_LEVELS = 8 };

typedef struct TilePath {
    bool entries;   /* the leaves themselves, not their hashes; level is 0 */
    unsigned level; /* 0: hashes of leaves; l: roots of the full tiles of level l - 1 */
    uint64_t n;
    unsigned width; /* TILE_WIDTH for a full tile, 1..255 for a partial one */
} TilePath;

MUST_USE bool tile_path_read(Str path, TilePath *ret_tile); /* one spelling for each tile; all others are refused */
Str tile_path_write(Arena *a, const TilePath *tile);
/* How many hashes of a level a log of `size` leaves has: floor(size / 256^level). */
uint64_t tile_path_hashes(uint64_t size, unsigned level);
/* How many of them tile n holds: 0 when it is not there yet, at most TILE_WIDTH. */
unsigned tile_path_width(uint64_t size, unsigned level, uint64_t n);

// SPDX-License-Identifier: Apache-2.0
/* Reading and writing the names of tiles, and how wide a tile is at a given size of the log. */
#include "record/tile_path.h"

enum { GROUP = 1000, GROUPS_MAX = 6 }; /* 18 digits: more tiles than a log can have */

/* A decimal number below 2^31 without leading zeros. */
static bool read_small(Str s, uint64_t *ret_value)
{
    return s.len > 0 && s.len < 10 && (s.at[0] != '0' || s.len == 1) && str_to_u64(s, ret_value);
}

static bool read_group(Str s, uint64_t *ret_value)
{
    return s.len == 3 && str_to_u64(s, ret_value);
}

/* "x001/x234/067" and, when it is partial, ".p/<width>" behind. */
static bool read_number(Str rest, TilePath *tile)
{
    Str part;
    uint64_t group, width;
    for (int groups = 0; groups < GROUPS_MAX && str_next(&rest, '/', &part); groups++) {
        if (str_starts(part, S("x"))) {
            if (!read_group(str_from(part, 1), &group) || (groups == 0 && group == 0))
                return false;
            tile->n = tile->n * GROUP + group;
            continue;
        }
        bool partial = str_ends(part, S(".p"));
        if (!read_group(partial ? str_sub(part, 0, 3) : part, &group) || (partial && part.len != 5))
            return false;
        tile->n = tile->n * GROUP + group;
        if (!partial)
            return rest.at == NULL;
        tile->width = 0;
        if (!read_small(rest, &width) || width == 0 || width >= TILE_WIDTH)
            return false;
        tile->width = (unsigned)width;
        return true;
    }
    return false;
}

bool tile_path_read(Str path, TilePath *ret_tile)
{
    TilePath tile = {.width = TILE_WIDTH};
    Str head, rest = path;
    uint64_t number = 0;
    if (!str_cut(path, '/', &head, &rest))
        return false;
    tile.entries = str_eq(head, S("entries"));
    if (!tile.entries && (!read_small(head, &number) || number >= TILE_LEVELS))
        return false;
    tile.level = tile.entries ? 0 : (unsigned)number;
    if (!read_number(rest, &tile))
        return false;
    *ret_tile = tile;
    return true;
}

Str tile_path_write(Arena *a, const TilePath *tile)
{
    Str level = tile->entries ? S("entries") : arena_printf(a, "%u", tile->level);
    Str number = arena_printf(a, "%03u", (unsigned)(tile->n % GROUP));
    for (uint64_t n = tile->n / GROUP; n > 0; n /= GROUP)
        number = arena_printf(a, "x%03u/%.*s", (unsigned)(n % GROUP), STR_ARG(number));
    Str width = tile->width < TILE_WIDTH ? arena_printf(a, ".p/%u", tile->width) : S("");
    return arena_printf(a, "%.*s/%.*s%.*s", STR_ARG(level), STR_ARG(number), STR_ARG(width));
}

bool record_read_epoch(Str segment, uint32_t *ret_epoch)
{
    uint64_t number;
    if (!str_starts(segment, S("e")) || !read_small(str_from(segment, 1), &number) || number == 0)
        return false;
    *ret_epoch = (uint32_t)number;
    return true;
}

uint64_t tile_path_hashes(uint64_t size, unsigned level)
{
    return level < TILE_LEVELS ? size >> TILE_HEIGHT * level : 0;
}

unsigned tile_path_width(uint64_t size, unsigned level, uint64_t n)
{
    uint64_t hashes = tile_path_hashes(size, level);
    if (n > hashes / TILE_WIDTH)
        return 0;
    uint64_t left = hashes - n * TILE_WIDTH;
    return left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH;
}

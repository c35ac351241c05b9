// SPDX-License-Identifier: Apache-2.0
/* Reading and growing a log in the database. */
#include "record/tree.h"

#include "record_sql.h"

/* -- the row ------------------------------------------------------------------------------------------------------- */

static Err fill(Tree *t, const LogRow *row)
{
    t->opened = true;
    t->log.epoch = (uint32_t)row->epoch;
    t->first = (uint64_t)row->first;
    t->last_at = row->last_at;
    if (!merkle_frontier_read(row->frontier, (uint64_t)row->size, &t->edge))
        return ERR(t->arena, ERR_BROKEN, "err.record.broken", .detail = S("record_log.frontier"));
    return NULL;
}

static Tree tree_none(Db *db, Arena *a, LogId log)
{
    return (Tree){.db = db, .arena = a, .log = log, .last_at = INSTANT_NONE};
}

Err tree_newest(Db *db, Arena *a, Home home, Tree *ret_tree)
{
    const LogRow *row;
    *ret_tree = tree_none(db, a, (LogId){home, 0});
    TRY(record_log_newest(db, a, home, &row));
    return row ? fill(ret_tree, row) : NULL;
}

Err tree_of(Db *db, Arena *a, LogId log, Tree *ret_tree)
{
    const LogRow *row;
    *ret_tree = tree_none(db, a, log);
    TRY(record_log_of(db, a, log.home, log.epoch, &row));
    return row ? fill(ret_tree, row) : NULL;
}

Err tree_signed(Db *db, Arena *a, LogId log, Tree *ret_tree, Root *ret_root)
{
    const SignedLogRow *row;
    *ret_tree = tree_none(db, a, log);
    *ret_root = (Root){0};
    TRY(record_log_signed(db, a, log.home, log.epoch, &row));
    if (!row)
        return NULL;
    TRY(fill(ret_tree, &(LogRow){row->epoch, row->first, row->size, row->frontier, row->last_at}));
    ret_root->size = (uint64_t)row->signed_size;
    if (ret_root->size && !(row->signed_root.len == sizeof ret_root->hash))
        return ERR(a, ERR_BROKEN, "err.record.broken", .detail = S("record_checkpoint.root"));
    if (ret_root->size)
        memcpy(&ret_root->hash, row->signed_root.at, sizeof ret_root->hash);
    return NULL;
}

Err tree_open(Tree *t, Instant at)
{
    t->opened = true;
    t->last_at = at;
    return record_log_open(t->db, t->arena, t->log.home, t->log.epoch, (int64_t)t->first, S(""), at, NULL);
}

/* -- tiles --------------------------------------------------------------------------------------------------------- */

static Err broken(const Tree *t, const char *table, unsigned level, uint64_t n)
{
    Str detail = arena_printf(t->arena, "%s home=%09lld epoch=%u level=%u n=%llu", table,
                              (long long)t->log.home.code9, t->log.epoch, level, (unsigned long long)n);
    return ERR(t->arena, ERR_BROKEN, "err.record.broken", .detail = detail);
}

/* The hashes that rows hold one by one: of leaves, or the roots of full tiles. */
static Err gather(const Tree *t, unsigned level, uint64_t n, unsigned width, const Digest **ret_hashes)
{
    const BytesRow *rows;
    size_t count;
    int64_t start = (int64_t)(n * TILE_WIDTH);
    if (level == 0)
        TRY(record_event_hashes(t->db, t->arena, t->log.home, (int64_t)t->first + start, width, &rows, &count));
    else
        TRY(record_tile_roots(t->db, t->arena, t->log.home, t->log.epoch, level - 1, start, width, &rows, &count));
    Digest *hashes = ARENA_ARRAY(t->arena, Digest, width);
    bool good = count == width;
    for (size_t i = 0; good && i < count; i++) {
        good = rows[i].bytes.len == sizeof *hashes;
        if (good)
            memcpy(&hashes[i], rows[i].bytes.at, sizeof *hashes);
    }
    *ret_hashes = hashes;
    return good ? NULL : broken(t, level == 0 ? "record_event" : "record_tile", level, n);
}

static Err read_full(const Tree *t, unsigned level, uint64_t n, const Digest **ret_hashes)
{
    const TileRow *row;
    TRY(record_tile_at(t->db, t->arena, t->log.home, t->log.epoch, level, (int64_t)n, &row));
    if (!row || row->bytes.len != TILE_WIDTH * sizeof(Digest))
        return broken(t, "record_tile", level, n);
    *ret_hashes = (const Digest *)(const void *)row->bytes.at;
    return NULL;
}

static TreeTile *keep(Tree *t, const TreeTile *tile)
{
    TreeTile *kept = ARENA_NEW(t->arena, TreeTile);
    *kept = *tile;
    kept->next = t->tiles;
    t->tiles = kept;
    return kept;
}

static const TreeTile *kept_tile(const Tree *t, unsigned level, uint64_t n)
{
    const TreeTile *tile = t->tiles;
    while (tile && (tile->level != level || tile->n != n))
        tile = tile->next;
    return tile;
}

Err tree_tile(Tree *t, unsigned level, uint64_t n, const TreeTile **ret_tile)
{
    *ret_tile = kept_tile(t, level, n);
    if (*ret_tile)
        return NULL;
    TreeTile tile = {.level = level, .n = n, .count = tile_path_width(t->edge.size, level, n)};
    if (tile.count == TILE_WIDTH)
        TRY(read_full(t, level, n, &tile.hashes));
    else
        TRY(gather(t, level, n, (unsigned)tile.count, &tile.hashes));
    *ret_tile = keep(t, &tile);
    return NULL;
}

/* The rows of one tile: whole, or hash by hash. A damaged one is left to whoever needs it. */
static void keep_rows(Tree *t, const WayRow *rows, size_t count)
{
    TreeTile tile = {.level = (unsigned)rows->level, .n = (uint64_t)rows->n};
    tile.count = tile_path_width(t->edge.size, tile.level, tile.n);
    size_t each = count == 1 && tile.count > 1 ? tile.count * sizeof(Digest) : sizeof(Digest);
    char *hashes = ARENA_ARRAY(t->arena, char, count * each + 1);
    bool good = count * each == tile.count * sizeof(Digest);
    for (size_t i = 0; good && i < count; i++) {
        good = rows[i].bytes.len == each;
        if (good)
            memcpy(hashes + i * each, rows[i].bytes.at, each);
    }
    tile.hashes = (const Digest *)(const void *)hashes;
    if (good)
        keep(t, &tile);
}

static void keep_way(Tree *t, const WayRow *rows, size_t count)
{
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count && rows[end].level == rows[start].level && rows[end].n == rows[start].n;)
            end++;
        keep_rows(t, rows + start, end - start);
    }
}

/* The full tiles that hold these leaves, each once. */
static size_t tiles_of(const Tree *t, const uint64_t *leaves, size_t count, int64_t *ret_ns)
{
    size_t n = 0;
    uint64_t full = t->edge.size / TILE_WIDTH;
    for (size_t i = 0; i < count; i++) {
        int64_t tile = (int64_t)(leaves[i] / TILE_WIDTH);
        bool known = (uint64_t)tile >= full;
        for (size_t k = 0; k < n && !known; k++)
            known = ret_ns[k] == tile;
        if (!known)
            ret_ns[n++] = tile;
    }
    return n;
}

Err tree_fetch(Tree *t, const uint64_t *leaves, size_t count)
{
    const WayRow *rows;
    size_t row_count;
    uint64_t edge = t->edge.size / TILE_WIDTH, above = edge / TILE_WIDTH;
    int64_t *ns = ARENA_ARRAY(t->arena, int64_t, count + 1), event = (int64_t)(t->first + edge * TILE_WIDTH);
    size_t n = tiles_of(t, leaves, count, ns);
    TRY(record_tile_way(t->db, t->arena, t->log.home, t->log.epoch, ns, n, (int64_t)edge, event,
                        (int64_t)(t->first + t->edge.size), (int64_t)above, (int64_t)(above * TILE_WIDTH),
                        (int64_t)edge, &rows, &row_count));
    keep_way(t, rows, row_count);
    return NULL;
}

static Err read_subtree(void *arg, unsigned level, uint64_t index, Digest *ret_hash)
{
    Tree *t = arg;
    const TreeTile *tile;
    uint64_t count = UINT64_C(1) << level % TILE_HEIGHT, start = index << level % TILE_HEIGHT;
    TRY(tree_tile(t, level / TILE_HEIGHT, start / TILE_WIDTH, &tile));
    REQUIRE(start % TILE_WIDTH + count <= tile->count);
    *ret_hash = merkle_complete(tile->hashes + start % TILE_WIDTH, count);
    return NULL;
}

MerkleTree tree_at(Tree *t, uint64_t size)
{
    REQUIRE(size <= t->edge.size);
    return (MerkleTree){size, read_subtree, t};
}

/* -- growing ------------------------------------------------------------------------------------------------------- */

/* Every 256th leaf completes a tile, every 65,536th also the one above it. */
static Err store_full_tiles(const Tree *t)
{
    uint64_t hashes = t->edge.size;
    for (unsigned level = 0; hashes > 0 && hashes % TILE_WIDTH == 0; level++) {
        const Digest *tile;
        uint64_t n = hashes / TILE_WIDTH - 1;
        TRY(gather(t, level, n, TILE_WIDTH, &tile));
        Digest root = merkle_complete(tile, TILE_WIDTH);
        Str bytes = {(const char *)tile, TILE_WIDTH * sizeof *tile}, hash = {(const char *)root.at, sizeof root};
        TRY(record_tile_put(t->db, t->arena, t->log.home, t->log.epoch, level, (int64_t)n, bytes, hash, NULL));
        hashes = n + 1;
    }
    return NULL;
}

Err tree_grow(Tree *t, const Digest *leaf, Instant at)
{
    int64_t changed, was = (int64_t)t->edge.size;
    merkle_push(&t->edge, leaf);
    t->last_at = at;
    TRY(record_log_grow(t->db, t->arena, t->log.home, t->log.epoch, was, merkle_frontier_write(t->arena, &t->edge), at,
                        &changed));
    if (changed != 1) /* another machine took this place in the log */
        return ERR(t->arena, ERR_AGAIN, "err.record.busy");
    return store_full_tiles(t);
}

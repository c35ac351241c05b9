// SPDX-License-Identifier: Apache-2.0
/* One log of a home as it stands in the database: its right edge in a row, its hashes in tiles and events. */
#pragma once

#include "record/merkle.h"
#include "record/tile_path.h"

typedef struct TreeTile {
    struct TreeTile *next;
    unsigned level;
    uint64_t n;
    const Digest *hashes;
    size_t count;
} TreeTile;

typedef struct Tree {
    Db *db;
    Arena *arena; /* lives at least as long as the tree is read */
    LogId log;
    bool opened; /* false: the home has no such log yet */
    uint64_t first; /* the home's index of leaf 0 */
    Frontier edge;
    Instant last_at;
    TreeTile *tiles; /* read so far */
} Tree;

MUST_USE Err tree_newest(Db *db, Arena *a, Home home, Tree *ret_tree); /* epoch 0 when the home has none */
MUST_USE Err tree_of(Db *db, Arena *a, LogId log, Tree *ret_tree);
/* The same, and the root that the last checkpoint signed: size 0 before the first. */
MUST_USE Err tree_signed(Db *db, Arena *a, LogId log, Tree *ret_tree, Root *ret_root);
MUST_USE Err tree_open(Tree *t, Instant at); /* stores the row of a log that is not there yet */

/* Takes the next leaf in: the edge is stored, and the tiles it completes. Its event's row must be there already. */
MUST_USE Err tree_grow(Tree *t, const Digest *leaf, Instant at);

/* The hashes of tile n, as many as there are now. */
MUST_USE Err tree_tile(Tree *t, unsigned level, uint64_t n, const TreeTile **ret_tile);
/* Reads beforehand, in one query, what proofs of these leaves will ask for: all of it in a log of up to 2^16 leaves. */
MUST_USE Err tree_fetch(Tree *t, const uint64_t *leaves, size_t count);
MerkleTree tree_at(Tree *t, uint64_t size); /* as it was at `size` */

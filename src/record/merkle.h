// SPDX-License-Identifier: Apache-2.0
/*
 * The Merkle tree of RFC 9162 over SHA-256: hashes, the frontier of a growing log, proofs and their verifiers. No I/O:
 * who asks for a proof hands in a way to read the hashes of complete subtrees. docs/formats/record.md says the bytes.
 */
#pragma once

#include "record/record.h"

enum { MERKLE_LEVELS = LIMIT_PROOF_HASHES - 1 }; /* a log holds fewer than 2^62 leaves: every proof has a place */

Digest merkle_leaf(Str bytes);
Digest merkle_node(const Digest *left, const Digest *right);
Digest merkle_empty(void);

/* A log's right edge: at[level] is the complete subtree of 2^level leaves where `size` has that bit set. */
typedef struct Frontier {
    uint64_t size;
    Digest at[MERKLE_LEVELS];
} Frontier;
void merkle_push(Frontier *f, const Digest *leaf);
Digest merkle_frontier_root(const Frontier *f);
Str merkle_frontier_write(Arena *a, const Frontier *f); /* the subtrees, largest first, 32 bytes each */
MUST_USE bool merkle_frontier_read(Str bytes, uint64_t size, Frontier *ret_frontier);

/* The root over a whole number of hashes that form a complete subtree (a power of two of them). */
Digest merkle_complete(const Digest *hashes, size_t count);

/* A tree whose complete subtrees can be read: number `index` of those with 2^level leaves. */
typedef struct MerkleTree {
    uint64_t size;
    Err (*read)(void *arg, unsigned level, uint64_t index, Digest *ret_hash);
    void *arg;
} MerkleTree;

typedef struct MerklePath {
    size_t count;
    Digest at[LIMIT_PROOF_HASHES];
} MerklePath;

MUST_USE Err merkle_root(const MerkleTree *t, Digest *ret_root);
MUST_USE Err merkle_prove_leaf(const MerkleTree *t, uint64_t index, MerklePath *ret_path); /* index < size */
MUST_USE Err merkle_prove_growth(const MerkleTree *t, uint64_t old_size, MerklePath *ret_path); /* old_size <= size */
MUST_USE bool merkle_leaf_in(const Root *root, uint64_t index, const Digest *leaf, const MerklePath *path);
MUST_USE bool merkle_grew(const Root *old, const Root *new, const MerklePath *path);

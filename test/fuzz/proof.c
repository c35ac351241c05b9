// SPDX-License-Identifier: Apache-2.0
/* Proof files, the verifiers over arbitrary hashes, and small logs: every true proof is accepted and nothing else. */
#include "fuzz.h"

#include "record/note.h"

/* The input as two sizes and a row of hashes. No hash it can find is the root, which nobody knows the preimage of. */
static void verify(Str bytes)
{
    uint64_t numbers[2];
    MerklePath path = {0};
    Root old = {0}, new = {0};
    if (bytes.len < sizeof numbers)
        return;
    memcpy(numbers, bytes.at, sizeof numbers);
    bytes = str_from(bytes, sizeof numbers);
    path.count = bytes.len / sizeof(Digest) < LIMIT_PROOF_HASHES ? bytes.len / sizeof(Digest) : LIMIT_PROOF_HASHES;
    if (path.count)
        memcpy(path.at, bytes.at, path.count * sizeof(Digest));
    old.size = numbers[0];
    new.size = numbers[1];
    memset(new.hash.at, 0xa5, sizeof new.hash.at);
    REQUIRE(!merkle_leaf_in(&new, numbers[0], &old.hash, &path));
    REQUIRE(!merkle_grew(&old, &new, &path));
}

/* -- a small log of which the bytes are the last leaf ------------------------------------------------------------------- */

#define ORIGIN "sun.example/log/371603106"
enum { LEAVES_MAX = 40, SELDOM = 8 }; /* it signs, which takes as long as reading a hundred files */

typedef struct Log {
    Digest leaves[LEAVES_MAX];
    Frontier edge;
    MerkleTree tree;
} Log;

static Err read_subtree(void *arg, unsigned level, uint64_t index, Digest *ret_hash)
{
    const Log *log = arg;
    *ret_hash = merkle_complete(log->leaves + (index << level), (size_t)1 << level);
    return NULL;
}

static void fill(Log *log, size_t count, Str last)
{
    *log = (Log){.tree = {.size = count, .read = read_subtree, .arg = log}};
    for (size_t i = 0; i < count; i++) {
        log->leaves[i] = merkle_leaf(i + 1 < count ? (Str){(const char *)&i, sizeof i} : last);
        merkle_push(&log->edge, &log->leaves[i]);
    }
}

static Root root_of(Arena *a, const Log *log, uint64_t size)
{
    Root root = {.size = size};
    MerkleTree before = log->tree;
    Frontier again;
    before.size = size;
    REQUIRE(!merkle_root(&before, &root.hash));
    if (size == log->edge.size) {
        Digest edge = merkle_frontier_root(&log->edge);
        REQUIRE(seal_same(&edge, &root.hash, sizeof edge));
        REQUIRE(merkle_frontier_read(merkle_frontier_write(a, &log->edge), size, &again));
        REQUIRE(!merkle_frontier_read(S("short"), size, &again));
    }
    return root;
}

/* The way there holds; with one hash changed, or one left out, it does not. */
static void check_paths(Arena *a, const Log *log, uint64_t old_size)
{
    MerklePath path;
    Root now = root_of(a, log, log->tree.size), old = root_of(a, log, old_size);
    REQUIRE(!merkle_prove_growth(&log->tree, old_size, &path) && merkle_grew(&old, &now, &path));
    if (path.count) {
        path.at[path.count - 1].at[0] ^= 1;
        REQUIRE(!merkle_grew(&old, &now, &path));
    }
    uint64_t index = old_size % now.size;
    REQUIRE(!merkle_prove_leaf(&log->tree, index, &path) && merkle_leaf_in(&now, index, &log->leaves[index], &path));
    REQUIRE(!path.count-- || !merkle_leaf_in(&now, index, &log->leaves[index], &path));
}

/* A file made over that log is believed under its own key and origin, for the leaf that it carries. */
static void check_file(Arena *a, const Log *log, Str leaf)
{
    static const uint8_t seed[32] = {1};
    static const Str origins[] = {S(ORIGIN), S("other.example/log")};
    SignKey sign = seal_sign_key(seed);
    NoteKey key = note_key(S(ORIGIN), NOTE_ED25519, sign.pub);
    Proof proof = {.extra = leaf, .index = log->tree.size - 1};
    REQUIRE(!merkle_prove_leaf(&log->tree, proof.index, &proof.path));
    for (size_t i = 0; i < COUNT_OF(origins); i++) {
        ProofCheck check;
        Str origin;
        Checkpoint c = {origins[i], root_of(a, log, log->tree.size)};
        proof.note = note_sign(a, note_write_checkpoint(a, &c), S(ORIGIN), &sign);
        Str file = proof_write(a, &proof), vkey = note_write_vkey(a, &key);
        REQUIRE(!record_proof_origin(a, file, &origin) && str_eq(origin, origins[i]));
        bool is_ours = !record_verify_proof(a, file, STR_NONE, vkey, &check);
        REQUIRE(is_ours == (i == 0 && leaf.len > 0));
        REQUIRE(record_verify_proof(a, file, S("another leaf"), vkey, &check));
    }
}

FUZZ(a, bytes)
{
    Proof proof, again;
    ProofCheck check;
    Log log;
    verify(bytes);
    uint64_t any = str_hash(bytes);
    if (bytes.len < LIMIT_LEAF_BYTES && any % SELDOM == 0) {
        fill(&log, 1 + (any >> 8) % LEAVES_MAX, bytes);
        check_paths(a, &log, (any >> 32) % (log.tree.size + 1));
        check_file(a, &log, bytes);
    }
    if (!proof_read(a, bytes, &proof)) {
        Str written = proof_write(a, &proof);
        REQUIRE(!proof_read(a, written, &again));
        REQUIRE(str_eq(proof_write(a, &again), written));
    }
    Str vkey = S("shaichang.example/log/371603/2026+a27b8f7e+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
    (void)!record_verify_proof(a, bytes, S("@ABC"), vkey, &check);
}

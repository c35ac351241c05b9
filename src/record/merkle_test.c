// SPDX-License-Identifier: Apache-2.0
/* The tree against the vectors, against a recursive reading of the RFC, and against everything that must fail. */
#include "unit.h"

#include "record/merkle.h"
#include "vector.h"

enum { TEST_ARENA = 32 * 1024 * 1024, SMALL = 70 };

typedef struct Leaves {
    Digest at[300];
} Leaves;

static bool same(const Digest *a, const Digest *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* RFC 9162 2.1.1 word by word. */
static Digest naive_root(const Digest *leaves, uint64_t n)
{
    if (n == 0)
        return seal_sha256(STR_NONE);
    if (n == 1)
        return leaves[0];
    uint64_t k = 1;
    while (k * 2 < n)
        k *= 2;
    Digest left = naive_root(leaves, k), right = naive_root(leaves + k, n - k);
    return merkle_node(&left, &right);
}

static Err read_leaves(void *arg, unsigned level, uint64_t index, Digest *ret_hash)
{
    const Leaves *l = arg;
    uint64_t count = UINT64_C(1) << level;
    assert_true((index + 1) * count <= COUNT_OF(l->at));
    *ret_hash = naive_root(l->at + index * count, count);
    return NULL;
}

static MerkleTree tree_of(Leaves *l, uint64_t size)
{
    return (MerkleTree){size, read_leaves, l};
}

static Leaves numbered_leaves(void)
{
    Leaves l = {0};
    for (size_t i = 0; i < COUNT_OF(l.at); i++)
        l.at[i] = merkle_leaf((Str){(const char *)&i, sizeof i});
    return l;
}

static Leaves vector_leaves(Arena *a, const Json *v)
{
    Leaves l = {0};
    const Json *texts = json_get(v, S("leaves_hex"));
    for (size_t i = 0; i < texts->count; i++) {
        Str bytes;
        assert_true(hex_read(a, texts->items[i]->text, &bytes));
        l.at[i] = merkle_leaf(bytes);
    }
    return l;
}

static MerklePath vector_path(Arena *a, const Json *proof)
{
    const Json *hashes = json_get(proof, S("proof"));
    MerklePath p = {.count = hashes->count};
    for (size_t i = 0; i < p.count; i++)
        p.at[i] = vector_digest(a, hashes->items[i]->text);
    return p;
}

static Root vector_root(Arena *a, const Json *v, uint64_t size)
{
    Str text = json_text(json_get(v, S("roots")), i64_plain(a, (int64_t)size));
    return (Root){size, vector_digest(a, text)};
}

static void assert_path(const MerklePath *got, const MerklePath *wanted)
{
    assert_int_equal(got->count, wanted->count);
    assert_memory_equal(got->at, wanted->at, wanted->count * sizeof(Digest));
}

TEST(hashes_and_roots_follow_the_vectors)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *v = vector_json(a, "tlog/merkle-sha256.json"), *hashes = json_get(v, S("leaf_hashes"));
    Leaves l = vector_leaves(a, v);
    Frontier f = {0};
    assert_int_equal(hashes->count, 8);
    for (uint64_t size = 0; size <= hashes->count; size++) {
        Root wanted = vector_root(a, v, size);
        MerkleTree t = tree_of(&l, size);
        Digest root, edge = merkle_frontier_root(&f);
        assert_ok(merkle_root(&t, &root));
        assert_true(same(&root, &wanted.hash));
        assert_true(same(&edge, &wanted.hash));
        if (size == hashes->count)
            break;
        Digest leaf = vector_digest(a, hashes->items[size]->text);
        assert_true(same(&leaf, &l.at[size]));
        merkle_push(&f, &leaf);
    }
    Digest leaf = merkle_leaf(S("L123456")), n123, wanted;
    wanted = vector_digest(a, S("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
    assert_true(same(&leaf, &wanted));
    n123 = seal_sha256(S("\x01N123N456")); /* the published node vector joins four-byte halves */
    wanted = vector_digest(a, S("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"));
    assert_true(same(&n123, &wanted));
    arena_free(a);
}

TEST(a_leaf_of_the_record_has_the_hash_of_the_vector)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *v = json_get(vector_json(a, "crypto/commit.json"), S("leaf"));
    Digest got = merkle_leaf(json_text(v, S("canonical_json")));
    Digest wanted = vector_digest(a, json_text(v, S("leaf_hash_hex")));
    assert_true(same(&got, &wanted));
    arena_free(a);
}

/* The five ways a proof can be bent, and each must be seen. */
static size_t bend_leaf_proof(const Root *root, uint64_t index, const Digest *leaf, const MerklePath *good)
{
    size_t tried = 0;
    MerklePath bent;
    for (size_t i = 0; i < good->count; i++, tried++) {
        bent = *good;
        bent.at[i].at[(i * 7) % 32] ^= (uint8_t)(1u << i % 8);
        assert_false(merkle_leaf_in(root, index, leaf, &bent));
    }
    if (good->count) {
        bent = *good;
        bent.count--;
        assert_false(merkle_leaf_in(root, index, leaf, &bent));
        tried++;
    }
    bent = *good;
    memset(&bent.at[bent.count++], 0, sizeof(Digest));
    assert_false(merkle_leaf_in(root, index, leaf, &bent));
    if (root->size > 1)
        assert_false(merkle_leaf_in(root, (index + 1) % root->size, leaf, good));
    assert_false(merkle_leaf_in(root, root->size, leaf, good));
    assert_false(merkle_leaf_in(root, UINT64_MAX, leaf, good));
    Digest other = *leaf;
    other.at[31] ^= 0x80;
    assert_false(merkle_leaf_in(root, index, &other, good));
    Root wrong = *root;
    wrong.hash.at[0] ^= 1;
    assert_false(merkle_leaf_in(&wrong, index, leaf, good));
    return tried + 2 + (root->size > 1);
}

TEST(leaf_proofs_follow_the_vectors_and_bent_ones_fail)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *v = vector_json(a, "tlog/merkle-sha256.json"), *proofs = json_get(v, S("inclusion"));
    Leaves l = vector_leaves(a, v);
    size_t tried = 0;
    for (size_t i = 0; i < proofs->count; i++) {
        uint64_t index = (uint64_t)json_int(proofs->items[i], S("index"), -1);
        Root root = vector_root(a, v, (uint64_t)json_int(proofs->items[i], S("size"), -1));
        MerklePath wanted = vector_path(a, proofs->items[i]), got;
        MerkleTree t = tree_of(&l, root.size);
        assert_ok(merkle_prove_leaf(&t, index, &got));
        assert_path(&got, &wanted);
        assert_true(merkle_leaf_in(&root, index, &l.at[index], &wanted));
        tried += bend_leaf_proof(&root, index, &l.at[index], &wanted);
    }
    assert_int_equal(proofs->count, 36);
    assert_int_equal(tried, json_int(v, S("negative_cases_tried"), -1));
    arena_free(a);
}

static void bend_growth_proof(const Root *old, const Root *new, const MerklePath *good)
{
    MerklePath bent;
    Root wrong = *old;
    wrong.hash.at[3] ^= 4;
    assert_false(merkle_grew(&wrong, new, good));
    wrong = *new;
    wrong.hash.at[3] ^= 4;
    if (old->size > 0)
        assert_false(merkle_grew(old, &wrong, good));
    for (size_t i = 0; i < good->count; i++) {
        bent = *good;
        bent.at[i].at[i % 32] ^= 1;
        assert_false(merkle_grew(old, new, &bent));
    }
    if (good->count) {
        bent = *good;
        bent.count--;
        assert_false(merkle_grew(old, new, &bent));
    }
    bent = *good;
    memset(&bent.at[bent.count++], 0, sizeof(Digest));
    assert_false(merkle_grew(old, new, &bent));
    if (old->size < new->size)
        assert_false(merkle_grew(new, old, good));
}

TEST(growth_proofs_follow_the_vectors_and_bent_ones_fail)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *v = vector_json(a, "tlog/merkle-sha256.json"), *proofs = json_get(v, S("consistency"));
    Leaves l = vector_leaves(a, v);
    for (size_t i = 0; i < proofs->count; i++) {
        Root old = vector_root(a, v, (uint64_t)json_int(proofs->items[i], S("from"), -1));
        Root new = vector_root(a, v, (uint64_t)json_int(proofs->items[i], S("to"), -1));
        MerklePath wanted = vector_path(a, proofs->items[i]), got;
        MerkleTree t = tree_of(&l, new.size);
        assert_ok(merkle_prove_growth(&t, old.size, &got));
        assert_path(&got, &wanted);
        assert_true(merkle_grew(&old, &new, &wanted));
        bend_growth_proof(&old, &new, &wanted);
    }
    assert_int_equal(proofs->count, 36);
    arena_free(a);
}

TEST(every_proof_of_every_small_log_holds)
{
    Leaves l = numbered_leaves();
    for (uint64_t size = 1; size <= SMALL; size++) {
        MerkleTree t = tree_of(&l, size);
        Root root = {size, naive_root(l.at, size)};
        MerklePath path;
        for (uint64_t index = 0; index < size; index++) {
            assert_ok(merkle_prove_leaf(&t, index, &path));
            assert_true(merkle_leaf_in(&root, index, &l.at[index], &path));
        }
        for (uint64_t old_size = 0; old_size <= size; old_size++) {
            Root old = {old_size, naive_root(l.at, old_size)};
            assert_ok(merkle_prove_growth(&t, old_size, &path));
            assert_true(merkle_grew(&old, &root, &path));
            bend_growth_proof(&old, &root, &path);
        }
    }
}

TEST(the_right_edge_survives_being_written)
{
    Arena *a = arena_new(TEST_ARENA);
    Leaves l = numbered_leaves();
    Frontier f = {0};
    for (uint64_t size = 0; size < COUNT_OF(l.at); size++) {
        Frontier back;
        Str bytes = merkle_frontier_write(a, &f);
        Digest root = naive_root(l.at, size), edge;
        assert_true(merkle_frontier_read(bytes, size, &back));
        edge = merkle_frontier_root(&back);
        assert_true(same(&edge, &root));
        assert_false(merkle_frontier_read(bytes, size ^ 1, &back));
        assert_false(merkle_frontier_read(str_from(bytes, 1), size + (size == 0), &back));
        merkle_push(&f, &l.at[size]);
    }
    Frontier back;
    char many[64 * 32] = {0};
    assert_true(merkle_frontier_read((Str){many, 62 * 32}, (UINT64_C(1) << 62) - 1, &back));
    assert_false(merkle_frontier_read((Str){many, 32}, UINT64_C(1) << 62, &back));
    arena_free(a);
}

/* The deepest proof there is room for: nothing is hashed, only the places are asked for. */
static Err read_anything(void *arg UNUSED, unsigned level UNUSED, uint64_t index UNUSED, Digest *ret_hash)
{
    *ret_hash = (Digest){0};
    return NULL;
}

TEST(the_largest_log_has_proofs_that_fit)
{
    MerkleTree t = {(UINT64_C(1) << MERKLE_LEVELS) - 1, read_anything, NULL};
    MerklePath path;
    assert_ok(merkle_prove_leaf(&t, 0, &path));
    assert_int_equal(path.count, MERKLE_LEVELS);
    assert_ok(merkle_prove_growth(&t, t.size - 2, &path));
    assert_true(path.count <= LIMIT_PROOF_HASHES);
    t.size--;
    assert_ok(merkle_prove_growth(&t, 1 + (UINT64_C(1) << 60), &path));
    assert_int_equal(path.count, LIMIT_PROOF_HASHES);
}

TEST_MAIN

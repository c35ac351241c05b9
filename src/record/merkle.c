// SPDX-License-Identifier: Apache-2.0
/* RFC 9162 section 2.1, without recursion: the depth of a tree is a loop counter below MERKLE_LEVELS. */
#include "record/merkle.h"

typedef struct Range {
    uint64_t start, count;
} Range;

Digest merkle_leaf(Str bytes)
{
    const Str parts[] = {{"\0", 1}, bytes};
    return seal_sha256_parts(parts, COUNT_OF(parts));
}

Digest merkle_node(const Digest *left, const Digest *right)
{
    uint8_t bytes[65] = {1};
    memcpy(bytes + 1, left->at, 32);
    memcpy(bytes + 33, right->at, 32);
    return seal_sha256((Str){(const char *)bytes, sizeof bytes});
}

Digest merkle_empty(void)
{
    return seal_sha256(STR_NONE);
}

/* -- the right edge ------------------------------------------------------------------------------------------------ */

void merkle_push(Frontier *f, const Digest *leaf)
{
    Digest hash = *leaf;
    unsigned level = 0;
    for (; f->size >> level & 1; level++)
        hash = merkle_node(&f->at[level], &hash);
    REQUIRE(level < MERKLE_LEVELS);
    f->at[level] = hash;
    f->size++;
}

Digest merkle_frontier_root(const Frontier *f)
{
    if (f->size == 0)
        return merkle_empty();
    unsigned level = (unsigned)__builtin_ctzll(f->size);
    Digest hash = f->at[level];
    while (++level < MERKLE_LEVELS)
        if (f->size >> level & 1)
            hash = merkle_node(&f->at[level], &hash);
    return hash;
}

Str merkle_frontier_write(Arena *a, const Frontier *f)
{
    size_t count = (size_t)__builtin_popcountll(f->size);
    Digest *out = ARENA_ARRAY(a, Digest, count + 1), *at = out;
    for (unsigned level = MERKLE_LEVELS; level-- > 0;)
        if (f->size >> level & 1)
            *at++ = f->at[level];
    return (Str){(const char *)out, count * sizeof *out};
}

bool merkle_frontier_read(Str bytes, uint64_t size, Frontier *ret_frontier)
{
    Frontier f = {.size = size};
    if (size >> MERKLE_LEVELS || bytes.len != (size_t)__builtin_popcountll(size) * sizeof(Digest))
        return false;
    const char *at = bytes.at;
    for (unsigned level = MERKLE_LEVELS; level-- > 0;) {
        if (!(size >> level & 1))
            continue;
        memcpy(&f.at[level], at, sizeof(Digest));
        at += sizeof(Digest);
    }
    *ret_frontier = f;
    return true;
}

Digest merkle_complete(const Digest *hashes, size_t count)
{
    Frontier f = {0};
    REQUIRE(count > 0 && (count & (count - 1)) == 0);
    for (size_t i = 0; i < count; i++)
        merkle_push(&f, &hashes[i]);
    return merkle_frontier_root(&f);
}

/* -- proofs -------------------------------------------------------------------------------------------------------- */

/* The largest power of two below n (n > 1). */
static uint64_t split(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/*
 * The hash over a range. Ranges of proofs start at a multiple of the power of two that covers them, so the range is a
 * row of ever smaller complete subtrees, joined from the right.
 */
static Err hash_range(const MerkleTree *t, Range range, Digest *ret_hash)
{
    uint64_t end = range.start + range.count;
    bool any = false;
    for (unsigned level = 0; range.count >> level; level++) {
        if (!(range.count >> level & 1))
            continue;
        Digest left;
        end -= UINT64_C(1) << level;
        TRY(t->read(t->arg, level, end >> level, &left));
        *ret_hash = any ? merkle_node(&left, ret_hash) : left;
        any = true;
    }
    REQUIRE(any);
    return NULL;
}

static Err hash_backwards(const MerkleTree *t, const Range *ranges, size_t count, MerklePath *ret_path)
{
    ret_path->count = count;
    for (size_t i = 0; i < count; i++)
        TRY(hash_range(t, ranges[count - 1 - i], &ret_path->at[i]));
    return NULL;
}

Err merkle_root(const MerkleTree *t, Digest *ret_root)
{
    if (t->size > 0)
        return hash_range(t, (Range){0, t->size}, ret_root);
    *ret_root = merkle_empty();
    return NULL;
}

/* Walks one step down towards `index`, which lies in *here: the other half goes to the list. */
static void step_down(Range *here, bool left, Range *ret_other)
{
    uint64_t k = split(here->count);
    Range low = {here->start, k}, high = {here->start + k, here->count - k};
    *here = left ? low : high;
    *ret_other = left ? high : low;
}

Err merkle_prove_leaf(const MerkleTree *t, uint64_t index, MerklePath *ret_path)
{
    Range others[LIMIT_PROOF_HASHES], here = {0, t->size};
    size_t count = 0;
    REQUIRE(index < t->size && t->size >> MERKLE_LEVELS == 0);
    while (here.count > 1)
        step_down(&here, index - here.start < split(here.count), &others[count++]);
    return hash_backwards(t, others, count, ret_path);
}

Err merkle_prove_growth(const MerkleTree *t, uint64_t old_size, MerklePath *ret_path)
{
    Range others[LIMIT_PROOF_HASHES], here = {0, t->size};
    size_t count = 0;
    REQUIRE(old_size <= t->size && t->size >> MERKLE_LEVELS == 0);
    ret_path->count = 0;
    if (old_size == 0 || old_size == t->size)
        return NULL;
    while (old_size - here.start != here.count)
        step_down(&here, old_size - here.start <= split(here.count), &others[count++]);
    if (here.start > 0) /* the verifier knows the old root itself, but no other subtree of the old log */
        others[count++] = here;
    return hash_backwards(t, others, count, ret_path);
}

/* -- verifiers ----------------------------------------------------------------------------------------------------- */

typedef struct Walk {
    uint64_t at, last; /* fn and sn of RFC 9162 */
} Walk;

/* True when the next hash stands to the left; moves up as far as the tree is one-sided there. */
static bool comes_from_left(Walk *w)
{
    if (!(w->at & 1) && w->at != w->last)
        return false;
    while (!(w->at & 1) && w->at != 0) {
        w->at >>= 1;
        w->last >>= 1;
    }
    return true;
}

static void move_up(Walk *w)
{
    w->at >>= 1;
    w->last >>= 1;
}

bool merkle_leaf_in(const Root *root, uint64_t index, const Digest *leaf, const MerklePath *path)
{
    if (index >= root->size)
        return false;
    Walk w = {index, root->size - 1};
    Digest hash = *leaf;
    for (size_t i = 0; i < path->count; i++) {
        if (w.last == 0)
            return false;
        hash = comes_from_left(&w) ? merkle_node(&path->at[i], &hash) : merkle_node(&hash, &path->at[i]);
        move_up(&w);
    }
    return w.last == 0 && seal_same(&hash, &root->hash, sizeof hash);
}

bool merkle_grew(const Root *old, const Root *new, const MerklePath *path)
{
    if (old->size > new->size)
        return false;
    if (old->size == new->size)
        return path->count == 0 && seal_same(&old->hash, &new->hash, sizeof(Digest));
    if (old->size == 0) {
        Digest empty = merkle_empty();
        return path->count == 0 && seal_same(&old->hash, &empty, sizeof empty);
    }
    Walk w = {old->size - 1, new->size - 1};
    bool power_of_two = (old->size & (old->size - 1)) == 0; /* then the first hash is the old root and is left out */
    if (!power_of_two && path->count == 0)
        return false;
    while (w.at & 1)
        move_up(&w);
    Digest was = power_of_two ? old->hash : path->at[0], is = was;
    for (size_t i = power_of_two ? 0 : 1; i < path->count; i++) {
        if (w.last == 0)
            return false;
        if (comes_from_left(&w)) {
            was = merkle_node(&path->at[i], &was);
            is = merkle_node(&path->at[i], &is);
        } else {
            is = merkle_node(&is, &path->at[i]);
        }
        move_up(&w);
    }
    return w.last == 0 && seal_same(&was, &old->hash, sizeof was) && seal_same(&is, &new->hash, sizeof is);
}

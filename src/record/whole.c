// SPDX-License-Identifier: Apache-2.0
/* Does a row still say what it said? Leaf against columns, private bytes against commitment, leaf against tree. */
#include "record/event.h"

static bool same(const Digest *a, const Digest *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* The leaf as the columns have it. */
static bool leaf_of_columns(const LeafRow *row, Digest prev_body[2], Leaf *ret_leaf)
{
    Leaf l = {
        .kind = row->kind,
        .place = row->place,
        .object = row->object,
        .seq = (uint64_t)row->seq,
        .at = row->at,
        .office = row->office,
    };
    if ((row->prev.len && !event_digest(row->prev, &prev_body[0])) ||
        (row->body.len && !event_digest(row->body, &prev_body[1])))
        return false;
    l.prev = row->prev.len ? &prev_body[0] : NULL;
    l.body = row->body.len ? &prev_body[1] : NULL;
    *ret_leaf = l;
    return true;
}

static bool keeps(const Digest *commit, Str salt, Str bytes)
{
    if (!commit || salt.len != 32)
        return false;
    Digest d = seal_commit((const uint8_t *)salt.at, bytes);
    return same(commit, &d);
}

/* An open leaf says what the columns say, and commits to the data when there is any. */
static const char *open_fault(Arena *a, const Leaf *leaf, Leaf columns, const LeafRow *row)
{
    columns.commit = leaf->commit;
    columns.last = leaf->last;
    if (!str_eq(leaf_write(a, &columns), row->leaf))
        return "leaf";
    if (row->erased)
        return NULL;
    if (!leaf->commit)
        return row->data.len || row->salt.len ? "data" : NULL;
    return keeps(leaf->commit, row->salt, row->data) ? NULL : "data";
}

const char *event_fault(Arena *a, Home home, const LeafRow *row)
{
    Leaf leaf, columns;
    Digest stored, computed = merkle_leaf(row->leaf), prev_body[2];
    if (!event_digest(row->leaf_hash, &stored) || !same(&stored, &computed))
        return "leaf_hash";
    if (leaf_read(a, row->leaf, &leaf) || leaf.sealed != row->sealed || !leaf_of_columns(row, prev_body, &columns))
        return "leaf";
    if (place_home(row->place).code9 != home.code9)
        return "place";
    if (row->erased && (row->data.len || row->salt.len))
        return "erased";
    if (!row->sealed)
        return open_fault(a, &leaf, columns, row);
    return row->erased || keeps(leaf.commit, row->salt, leaf_secret(a, &columns, row->data)) ? NULL : "data";
}

/* -- against the tree ---------------------------------------------------------------------------------------------- */

/* The root that is known: of the last checkpoint when it covers the leaf, else of the edge. */
static Err known_root(Tree *t, uint64_t number, Root *ret_root)
{
    const CheckpointRow *c;
    *ret_root = (Root){t->edge.size, merkle_frontier_root(&t->edge)};
    TRY(record_checkpoint_last(t->db, t->arena, t->log.home, t->log.epoch, &c));
    if (!c || (uint64_t)c->size <= number || (uint64_t)c->size > t->edge.size)
        return NULL;
    ret_root->size = (uint64_t)c->size;
    if (!event_digest(c->root, &ret_root->hash))
        return ERR(t->arena, ERR_BROKEN, "err.record.broken", .detail = S("record_checkpoint.root"));
    return NULL;
}

static Err stands_in_log(Db *db, Arena *a, LogId log, const LeafRow *row, bool *ret_stands)
{
    Tree t;
    Root root;
    MerklePath path;
    Digest leaf = merkle_leaf(row->leaf), in_tile;
    *ret_stands = false;
    TRY(tree_of(db, a, log, &t));
    uint64_t number = (uint64_t)row->idx - t.first;
    if ((uint64_t)row->idx < t.first || number >= t.edge.size)
        return NULL;
    TRY(known_root(&t, number, &root));
    MerkleTree at = tree_at(&t, root.size);
    TRY(merkle_prove_leaf(&at, number, &path));
    TRY(at.read(at.arg, 0, number, &in_tile)); /* no proof looks at its own leaf's place */
    *ret_stands = same(&leaf, &in_tile) && merkle_leaf_in(&root, number, &leaf, &path);
    return NULL;
}

Err record_is_whole(Db *db, Arena *a, Home home, uint64_t index, const Digest *body, bool *ret_whole)
{
    const LeafRow *row;
    *ret_whole = false;
    TRY(record_event_at(db, a, home, (int64_t)index, &row));
    if (!row || event_fault(a, home, row))
        return NULL;
    if (body && (row->body.len != sizeof *body || memcmp(row->body.at, body, sizeof *body) != 0))
        return NULL;
    Err e = stands_in_log(db, a, (LogId){home, (uint32_t)row->epoch}, row, ret_whole);
    return e && str_eq(e->key, S("err.record.broken")) ? NULL : e; /* a tile that is gone is the answer, not a fault */
}

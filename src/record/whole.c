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

/* -- what was proved before -- */

/*
 * A leaf under a signed root stays there: whoever shows it again need only look at its row. Each connection remembers so
 * many, one for each place of a table; a tile that is changed behind its back is seen by fsck, by every verifier, and by
 * the next start.
 */
enum { PROVED_KEPT = 1024 };

typedef struct Proved {
    Home home;
    int64_t idx;
    Digest leaf;
} Proved;

static Proved *proved_place(Db *db, Home home, const LeafRow *row)
{
    static const char key;
    Proved *all = db_keep(db, &key, PROVED_KEPT * sizeof *all);
    return &all[((uint64_t)row->idx ^ (uint64_t)home.code9 << 5) % PROVED_KEPT];
}

static bool was_proved(Db *db, Home home, const LeafRow *row)
{
    const Proved *p = proved_place(db, home, row);
    Digest leaf = merkle_leaf(row->leaf);
    return p->home.code9 == home.code9 && p->idx == row->idx && same(&p->leaf, &leaf);
}

static void keep_proved(const Tree *t, const LeafRow *row)
{
    *proved_place(t->db, t->log.home, row) = (Proved){t->log.home, row->idx, merkle_leaf(row->leaf)};
}

/* -- against the tree ---------------------------------------------------------------------------------------------- */

enum { ASKS_AT_ONCE = 256 };

typedef struct Asks {
    WholeAsk *at;
    size_t count;
} Asks;

/* The events of some asks, which stand in one log. */
typedef struct Stand {
    Tree tree;
    Root root; /* that is known: of the last checkpoint, or else of the edge */
    bool is_signed;
    const LeafRow **rows;
    WholeAsk **asks;
    size_t count;
} Stand;

static Err open_stand(Db *db, Arena *a, LogId log, Stand *s)
{
    uint64_t *leaves = ARENA_ARRAY(a, uint64_t, s->count);
    size_t inside = 0;
    TRY(tree_signed(db, a, log, &s->tree, &s->root));
    Root edge = {s->tree.edge.size, merkle_frontier_root(&s->tree.edge)};
    s->is_signed = s->root.size && s->root.size <= edge.size;
    if (!s->is_signed)
        s->root = edge;
    for (size_t i = 0; i < s->count; i++) {
        uint64_t index = (uint64_t)s->rows[i]->idx;
        if (index >= s->tree.first && index - s->tree.first < edge.size)
            leaves[inside++] = index - s->tree.first;
    }
    return tree_fetch(&s->tree, leaves, inside);
}

static Err stands_in_log(Stand *s, const LeafRow *row, bool *ret_stands)
{
    MerklePath path;
    Digest leaf = merkle_leaf(row->leaf), in_tile;
    Root root = s->root;
    uint64_t number = (uint64_t)row->idx - s->tree.first;
    *ret_stands = false;
    if ((uint64_t)row->idx < s->tree.first || number >= s->tree.edge.size)
        return NULL;
    if (number >= root.size) /* younger than the last checkpoint */
        root = (Root){s->tree.edge.size, merkle_frontier_root(&s->tree.edge)};
    MerkleTree at = tree_at(&s->tree, root.size);
    TRY(merkle_prove_leaf(&at, number, &path));
    TRY(at.read(at.arg, 0, number, &in_tile)); /* no proof looks at its own leaf's place */
    *ret_stands = same(&leaf, &in_tile) && merkle_leaf_in(&root, number, &leaf, &path);
    if (*ret_stands && s->is_signed && number < s->root.size)
        keep_proved(&s->tree, row);
    return NULL;
}

/* A tile that is gone is the answer, not a fault. */
static Err or_broken(Err e)
{
    return e && str_eq(e->key, S("err.record.broken")) ? NULL : e;
}

static Err stand_all(Db *db, Arena *a, LogId log, Stand *s)
{
    Err e = open_stand(db, a, log, s);
    for (size_t i = 0; !e && i < s->count; i++)
        TRY(or_broken(stands_in_log(s, s->rows[i], &s->asks[i]->whole)));
    return or_broken(e);
}

static const LeafRow *row_of(const LeafRow *rows, size_t count, uint64_t index)
{
    for (size_t i = 0; i < count; i++)
        if ((uint64_t)rows[i].idx == index)
            return &rows[i];
    return NULL;
}

static bool agrees(Arena *a, Home home, const LeafRow *row, const Digest *body)
{
    if (!row || event_fault(a, home, row))
        return false;
    return !body || (row->body.len == sizeof *body && memcmp(row->body.at, body, sizeof *body) == 0);
}

/* Asks about rows of one log; whose row does not agree with itself stays unanswered: not whole. */
static Err ask_log(Db *db, Arena *a, Home home, const LeafRow *rows, size_t row_count, Asks asks)
{
    Stand s = {.rows = ARENA_ARRAY(a, const LeafRow *, asks.count), .asks = ARENA_ARRAY(a, WholeAsk *, asks.count)};
    for (size_t i = 0; i < asks.count; i++) {
        const LeafRow *row = row_of(rows, row_count, asks.at[i].index);
        if (!agrees(a, home, row, asks.at[i].body))
            continue;
        asks.at[i].whole = was_proved(db, home, row);
        if (asks.at[i].whole)
            continue;
        s.rows[s.count] = row;
        s.asks[s.count++] = &asks.at[i];
    }
    return s.count ? stand_all(db, a, (LogId){home, (uint32_t)rows->epoch}, &s) : NULL;
}

/* Rows come in the order of the home, so those of one log, one epoch, stand together. */
static Err ask_some(Db *db, Arena *a, Home home, Asks asks)
{
    const LeafRow *rows;
    size_t count, end;
    int64_t *indexes = ARENA_ARRAY(a, int64_t, asks.count);
    for (size_t i = 0; i < asks.count; i++)
        indexes[i] = (int64_t)asks.at[i].index;
    TRY(record_event_some(db, a, home, indexes, asks.count, &rows, &count));
    for (size_t start = 0; start < count; start = end) {
        for (end = start + 1; end < count && rows[end].epoch == rows[start].epoch;)
            end++;
        TRY(ask_log(db, a, home, rows + start, end - start, asks));
    }
    return NULL;
}

Err record_are_whole(Db *db, Arena *a, Home home, WholeAsk *asks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        asks[i].whole = false;
    for (size_t i = 0; i < count; i += ASKS_AT_ONCE)
        TRY(ask_some(db, a, home, (Asks){asks + i, count - i < ASKS_AT_ONCE ? count - i : ASKS_AT_ONCE}));
    return NULL;
}

Err record_is_whole(Db *db, Arena *a, Home home, uint64_t index, const Digest *body, bool *ret_whole)
{
    WholeAsk ask = {.index = index, .body = body};
    Err e = record_are_whole(db, a, home, &ask, 1);
    *ret_whole = ask.whole;
    return e;
}

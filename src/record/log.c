// SPDX-License-Identifier: Apache-2.0
/* What the world reads of a log: root, checkpoint, tiles, proofs, the short code on paper. */
#include "codec/codec.h"
#include "record/event.h"
#include "record/note.h"

Err record_root(Db *db, Arena *a, Home home, Root *ret_root)
{
    Tree t;
    TRY(tree_newest(db, a, home, &t));
    *ret_root = (Root){t.edge.size, merkle_frontier_root(&t.edge)};
    return NULL;
}

Err record_newest_log(Db *db, Arena *a, Home home, LogId *ret_log)
{
    Tree t;
    TRY(tree_newest(db, a, home, &t));
    *ret_log = t.log;
    return NULL;
}

Err record_homes(Db *db, Arena *a, const Home **ret_homes, size_t *ret_count)
{
    const HomeRow *rows;
    size_t count, total = 0;
    Home after = {-1}, *homes = NULL;
    do {
        TRY(record_log_homes(db, a, after, &rows, &count));
        Home *more = ARENA_ARRAY(a, Home, total + count + 1);
        if (total > 0)
            memcpy(more, homes, total * sizeof *homes);
        homes = more;
        for (size_t i = 0; i < count; i++)
            homes[total++] = after = rows[i].home;
    } while (count > 0);
    *ret_homes = homes;
    *ret_count = total;
    return NULL;
}

Str record_short_code(Arena *a, const Digest *leaf)
{
    Str code = base32_write(a, (Str){(const char *)leaf->at, 8}); /* 13 characters of which 12 are spoken */
    const Str groups[] = {str_sub(code, 0, 4), str_sub(code, 4, 4), str_sub(code, 8, 4)};
    return arena_join(a, groups, COUNT_OF(groups), S("-"));
}

Str record_vkey(Arena *a, Str origin, const uint8_t pub[32])
{
    NoteKey key = note_key(origin, NOTE_ED25519, pub);
    return note_write_vkey(a, &key);
}

/* -- checkpoints --------------------------------------------------------------------------------------------------- */

Err record_checkpoint(Db *db, Arena *a, LogId log, Str *ret_note)
{
    const CheckpointRow *row;
    TRY(record_checkpoint_last(db, a, log.home, log.epoch, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.record.no_checkpoint");
    *ret_note = row->note;
    return NULL;
}

/* -- tiles --------------------------------------------------------------------------------------------------------- */

static Err bundle(Tree *t, const TilePath *path, Str *ret_bytes)
{
    const TextRow *rows;
    size_t count;
    int64_t start = (int64_t)(t->first + path->n * TILE_WIDTH);
    TRY(record_event_leaves(t->db, t->arena, t->log.home, start, path->width, &rows, &count));
    if (count != path->width)
        return ERR(t->arena, ERR_BROKEN, "err.record.broken", .detail = S("record_event"));
    Out *o = out_new(t->arena, TILE_WIDTH * (2 + LIMIT_LEAF_BYTES), NULL);
    for (size_t i = 0; i < count; i++) {
        out_byte(o, (char)(rows[i].leaf.len >> 8));
        out_byte(o, (char)rows[i].leaf.len);
        out_raw(o, rows[i].leaf);
    }
    REQUIRE(!out_full(o));
    *ret_bytes = out_str(o);
    return NULL;
}

Err record_tile(Db *db, Arena *a, LogId log, Str path, Str *ret_bytes)
{
    Tree t;
    TilePath p;
    const TreeTile *tile;
    const CheckpointRow *signed_last = NULL;
    bool named = tile_path_read(path, &p);
    if (named)
        TRY(record_checkpoint_last(db, a, log.home, log.epoch, &signed_last));
    if (!signed_last || tile_path_width((uint64_t)signed_last->size, p.level, p.n) < p.width)
        return ERR(a, ERR_MISSING, "err.record.no_tile");
    TRY(tree_of(db, a, log, &t));
    if (p.entries)
        return bundle(&t, &p, ret_bytes);
    TRY(tree_tile(&t, p.level, p.n, &tile));
    if (tile->count < p.width)
        return ERR(a, ERR_BROKEN, "err.record.broken", .detail = S("record_log.size"));
    *ret_bytes = (Str){(const char *)tile->hashes, p.width * sizeof *tile->hashes};
    return NULL;
}

/* -- proofs -------------------------------------------------------------------------------------------------------- */

/* Until a checkpoint covers the leaf: the signer comes by every second, but to an epoch that is over no more. */
static Err not_covered(Db *db, Arena *a, LogId log)
{
    LogId newest;
    TRY(record_newest_log(db, a, log.home, &newest));
    if (newest.epoch != log.epoch)
        return ERR(a, ERR_RULE, "err.record.never_signed");
    return ERR(a, ERR_AGAIN, "err.record.not_yet_signed");
}

static Err prove(Db *db, Arena *a, RecordRef at, bool first, Str *ret_tlog_proof)
{
    const LeafRow *row;
    const CheckpointRow *c;
    Tree t;
    Home home = at.home;
    uint64_t index = at.index;
    TRY(record_event_at(db, a, home, (int64_t)index, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.record.no_event", .args = {i64_plain(a, (int64_t)index)});
    LogId log = {home, (uint32_t)row->epoch};
    TRY(tree_of(db, a, log, &t));
    Proof proof = {.index = index - t.first};
    TRY(first ? record_checkpoint_first_over(db, a, home, log.epoch, (int64_t)proof.index, &c)
              : record_checkpoint_last(db, a, home, log.epoch, &c));
    if (index >= t.first && (!c || (uint64_t)c->size <= proof.index))
        return not_covered(db, a, log);
    if (index < t.first || (uint64_t)c->size > t.edge.size)
        return ERR(a, ERR_BROKEN, "err.record.broken", .detail = S("record_log.size"));
    MerkleTree tree = tree_at(&t, (uint64_t)c->size);
    TRY(merkle_prove_leaf(&tree, proof.index, &proof.path));
    proof.note = c->note;
    proof.extra = row->leaf; /* the leaf itself: a proof that somebody kept says what it proves */
    *ret_tlog_proof = proof_write(a, &proof);
    return NULL;
}

Err record_proof(Db *db, Arena *a, Home home, uint64_t index, Str *ret_tlog_proof)
{
    return prove(db, a, (RecordRef){.home = home, .index = index}, false, ret_tlog_proof);
}

Err record_proof_first(Db *db, Arena *a, Home home, uint64_t index, Str *ret_tlog_proof)
{
    return prove(db, a, (RecordRef){.home = home, .index = index}, true, ret_tlog_proof);
}

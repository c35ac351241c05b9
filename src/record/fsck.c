// SPDX-License-Identifier: Apache-2.0
/*
 * Everything recomputed from the rows of events: leaves, chains, tiles, the edge, the roots of all checkpoints. One
 * pass for each epoch, in pages, so that a home of a million events needs no more memory than one of a hundred.
 */
#include "codec/codec.h"
#include "record/event.h"
#include "record/note.h"

enum { PAGE = 64 }; /* events may carry LIMIT_EVENT_BYTES each */

/* Tiles being filled while the leaves go by, level above level. */
typedef struct Filling {
    Digest hashes[TILE_WIDTH];
    size_t count;
    uint64_t n;
} Filling;

typedef struct Fsck {
    Tree stored; /* as the row of record_log says it */
    Frontier edge; /* as the events say it */
    Filling levels[TILE_LEVELS];
    const CheckpointRow *checkpoints;
    size_t checkpoint_count, checkpoint_at;
    bool forked; /* a checkpoint was wrong: those after it must be too, and are not told one by one */
    Arena *keep, *page; /* for a page of checkpoints, and one of events */
    RecordComplain complain;
    void *arg;
} Fsck;

static void complain(const Fsck *f, Arena *a, const char *table, Str row, const char *what)
{
    Str home = arena_printf(a, "home=%09lld", (long long)f->stored.log.home.code9);
    f->complain(f->arg, str_of(table), arena_join(a, (const Str[]){home, row}, 2, S(" ")), str_of(what));
}

static void complain_event(const Fsck *f, Arena *a, int64_t index, const char *what)
{
    complain(f, a, "record_event", arena_printf(a, "idx=%lld", (long long)index), what);
}

static Str in_epoch(const Fsck *f, Arena *a, const char *column, uint64_t value)
{
    return arena_printf(a, "epoch=%u %s=%llu", f->stored.log.epoch, column, (unsigned long long)value);
}

/* -- tiles --------------------------------------------------------------------------------------------------------- */

static Err check_tile(const Fsck *f, Arena *a, unsigned level, const Filling *tile, const Digest *root)
{
    const TileRow *row;
    const Tree *t = &f->stored;
    TRY(record_tile_at(t->db, a, t->log.home, t->log.epoch, level, (int64_t)tile->n, &row));
    Str bytes = {(const char *)tile->hashes, sizeof tile->hashes}, hash = {(const char *)root->at, sizeof root->at};
    Str name = arena_printf(a, "epoch=%u level=%u n=%llu", t->log.epoch, level, (unsigned long long)tile->n);
    if (!row)
        complain(f, a, "record_tile", name, "missing");
    else if (!str_eq(row->bytes, bytes))
        complain(f, a, "record_tile", name, "bytes");
    else if (!str_eq(row->root, hash))
        complain(f, a, "record_tile", name, "root");
    return NULL;
}

static Err fill(Fsck *f, Arena *a, Digest hash)
{
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        Filling *tile = &f->levels[level];
        tile->hashes[tile->count++] = hash;
        if (tile->count < TILE_WIDTH)
            return NULL;
        hash = merkle_complete(tile->hashes, TILE_WIDTH);
        TRY(check_tile(f, a, level, tile, &hash));
        tile->count = 0;
        tile->n++;
    }
    return NULL;
}

static Err check_no_more_tiles(const Fsck *f, Arena *a)
{
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        const CountRow *row;
        TRY(record_tile_count(f->stored.db, a, f->stored.log.home, f->stored.log.epoch, level, &row));
        if ((uint64_t)row->count > f->levels[level].n)
            complain(f, a, "record_tile", in_epoch(f, a, "level", level), "more tiles than leaves fill");
    }
    return NULL;
}

/* -- checkpoints --------------------------------------------------------------------------------------------------- */

static const char *checkpoint_fault(Arena *a, const CheckpointRow *row, const Digest *root)
{
    Note note;
    Checkpoint c;
    if (!str_eq(row->root, (Str){(const char *)root->at, sizeof root->at}))
        return "root";
    if (note_read(a, row->note, &note) || note_read_checkpoint(a, note.text, &c) ||
        c.root.size != (uint64_t)row->size || memcmp(&c.root.hash, root, sizeof *root) != 0)
        return "note";
    return NULL;
}

static Err next_checkpoints(Fsck *f, int64_t after)
{
    arena_reset(f->keep);
    f->checkpoint_at = 0;
    const Tree *t = &f->stored;
    return record_checkpoint_after(t->db, f->keep, t->log.home, t->log.epoch, after, &f->checkpoints,
                                   &f->checkpoint_count);
}

/* Called at every size the log had. */
static Err check_checkpoint(Fsck *f, Arena *a)
{
    if (f->checkpoint_at == f->checkpoint_count)
        return NULL;
    const CheckpointRow *row = &f->checkpoints[f->checkpoint_at];
    if ((uint64_t)row->size != f->edge.size)
        return NULL;
    Digest root = merkle_frontier_root(&f->edge);
    const char *fault = f->forked ? NULL : checkpoint_fault(a, row, &root);
    f->forked = f->forked || fault;
    if (fault)
        complain(f, a, "record_checkpoint", in_epoch(f, a, "size", f->edge.size), fault);
    if (++f->checkpoint_at == f->checkpoint_count)
        return next_checkpoints(f, row->size);
    return NULL;
}

static void complain_of_checkpoints_beyond(const Fsck *f, Arena *a)
{
    for (size_t i = f->checkpoint_at; i < f->checkpoint_count; i++)
        complain(f, a, "record_checkpoint", in_epoch(f, a, "size", (uint64_t)f->checkpoints[i].size),
                 "signed for more leaves than there are");
}

/* -- events -------------------------------------------------------------------------------------------------------- */

/* The tree is recomputed over the stored hashes; whether a hash is that of its leaf, the event itself answers for. */
static Err take(Fsck *f, Arena *a, const Digest *leaf)
{
    merkle_push(&f->edge, leaf);
    TRY(fill(f, a, *leaf));
    return check_checkpoint(f, a);
}

static Err check_event(Fsck *f, Arena *a, const LeafRow *row)
{
    const char *fault = event_fault(a, f->stored.log.home, row);
    if (fault)
        complain_event(f, a, row->idx, fault);
    if ((uint32_t)row->epoch != f->stored.log.epoch)
        complain_event(f, a, row->idx, "epoch");
    Digest leaf = {0};
    if (!event_digest(row->leaf_hash, &leaf))
        leaf = merkle_leaf(row->leaf);
    return take(f, a, &leaf);
}

/* Something stands in for an event that is gone, so that those after it keep their places. */
static Err stand_in(Fsck *f, Arena *a, int64_t index)
{
    const Digest nothing = {0};
    complain_event(f, a, index, "missing");
    return take(f, a, &nothing);
}

static Err check_page(Fsck *f, Arena *a, int64_t start, int64_t count)
{
    const LeafRow *rows;
    const IndexRow *unchained;
    size_t row_count, at = 0, unchained_count;
    const Tree *t = &f->stored;
    TRY(record_event_range(t->db, a, t->log.home, start, count, &rows, &row_count));
    for (int64_t index = start; index < start + count; index++) {
        bool there = at < row_count && rows[at].idx == index;
        TRY(there ? check_event(f, a, &rows[at++]) : stand_in(f, a, index));
    }
    TRY(record_event_unchained(t->db, a, t->log.home, start, count, &unchained, &unchained_count));
    for (size_t i = 0; i < unchained_count; i++)
        complain_event(f, a, unchained[i].idx, "prev");
    return NULL;
}

static Err check_epoch(Fsck *f, Arena *a)
{
    int64_t start = (int64_t)f->stored.first, end = start + (int64_t)f->stored.edge.size;
    TRY(next_checkpoints(f, -1));
    TRY(check_checkpoint(f, a));
    for (; start < end; start += PAGE) {
        arena_reset(f->page);
        TRY(check_page(f, f->page, start, end - start < PAGE ? end - start : PAGE));
    }
    complain_of_checkpoints_beyond(f, a);
    TRY(check_no_more_tiles(f, a));
    Digest is = merkle_frontier_root(&f->edge), said = merkle_frontier_root(&f->stored.edge);
    if (memcmp(&is, &said, sizeof is) != 0)
        complain(f, a, "record_log", arena_printf(a, "epoch=%u", f->stored.log.epoch), "frontier");
    return NULL;
}

static Err open_epoch(Fsck *f, Db *db, Arena *a, Home home, const LogRow *row)
{
    *f = (Fsck){.keep = f->keep, .page = f->page, .complain = f->complain, .arg = f->arg};
    Err e = tree_of(db, a, (LogId){home, (uint32_t)row->epoch}, &f->stored);
    if (!e || e->code != ERR_BROKEN)
        return e;
    f->stored.edge.size = (uint64_t)row->size; /* an edge that cannot be read will not be the one recomputed */
    return NULL;
}

/* Epochs lie end to end, and the events fill them exactly. */
static Err check_logs(Fsck *f, Db *db, Arena *a, Home home)
{
    const LogRow *logs;
    const CountRow *events;
    size_t count;
    int64_t next = 0;
    TRY(record_log_all(db, a, home, &logs, &count));
    TRY(record_event_count(db, a, home, &events));
    for (size_t i = 0; i < count; i++) {
        TRY(open_epoch(f, db, a, home, &logs[i]));
        Str row = arena_printf(a, "epoch=%lld", (long long)logs[i].epoch);
        if (logs[i].first != next)
            complain(f, a, "record_log", row, "first");
        next = logs[i].first + logs[i].size;
        if (logs[i].size - events->count > PAGE) { /* nothing to be said event by event */
            complain(f, a, "record_log", row, "size");
            continue;
        }
        TRY(check_epoch(f, a));
    }
    if (events->count > next)
        complain(f, a, "record_event", S("idx=*"), "more events than the logs hold");
    return NULL;
}

static void free_arena(void *a)
{
    arena_free(a);
}

Err record_fsck(Db *db, Arena *a, Home home, RecordComplain complain_to, void *arg)
{
    Fsck *f = ARENA_NEW(a, Fsck);
    *f = (Fsck){.keep = arena_new(LIMIT_PAGE_BYTES), .page = arena_new(4 * PAGE * LIMIT_EVENT_BYTES),
                .complain = complain_to, .arg = arg};
    f->stored.log.home = home;
    arena_defer(a, free_arena, f->keep);
    arena_defer(a, free_arena, f->page);
    return check_logs(f, db, a, home);
}

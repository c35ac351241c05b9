// SPDX-License-Identifier: Apache-2.0
/* Appending events, reading them, and erasing what is private in them. */
#include "record/event.h"

#include "codec/codec.h"

enum { SALT = 32 };

static Str bytes_of(const Digest *d)
{
    return d ? (Str){(const char *)d->at, sizeof d->at} : STR_NONE;
}

bool event_digest(Str bytes, Digest *ret_digest)
{
    if (bytes.len != sizeof ret_digest->at)
        return false;
    memcpy(ret_digest->at, bytes.at, sizeof ret_digest->at);
    return true;
}

/* -- appending ----------------------------------------------------------------------------------------------------- */

/* A leaf being made, with what its optional fields point at. */
typedef struct Draft {
    Leaf leaf;
    Digest prev, commit;
    uint8_t salt[SALT];
    bool salted;
} Draft;

/* Open and sealed leaves about one object are two chains: an open leaf does not tell which sealed ones belong to it. */
static Err follow(Tree *t, const Event *e, Draft *draft)
{
    const ChainRow *before;
    TRY(record_event_before(t->db, t->arena, t->log.home, e->object, e->sealed, &before));
    draft->leaf.seq = before ? (uint64_t)before->seq + 1 : 1;
    if (!before)
        return NULL;
    if (!event_digest(before->leaf_hash, &draft->prev))
        return ERR(t->arena, ERR_BROKEN, "err.record.broken", .detail = S("record_event.leaf_hash"));
    draft->leaf.prev = &draft->prev;
    return NULL;
}

static void commit(Arena *a, const Event *e, Draft *draft)
{
    if (!e->sealed && e->data.len == 0)
        return;
    seal_random(draft->salt, SALT);
    draft->salted = true;
    draft->commit = seal_commit(draft->salt, e->sealed ? leaf_secret(a, &draft->leaf, e->data) : e->data);
    draft->leaf.commit = &draft->commit;
}

static Err check_sizes(Arena *a, const Event *e, Str leaf)
{
    if (leaf.len == 0 || leaf.len > LIMIT_LEAF_BYTES)
        return ERR(a, ERR_LIMIT, "err.record.leaf_big", .args = {i64_plain(a, LIMIT_LEAF_BYTES)});
    if (e->data.len > LIMIT_EVENT_BYTES)
        return ERR(a, ERR_LIMIT, "err.record.event_big", .args = {i64_plain(a, LIMIT_EVENT_BYTES / 1024)});
    return NULL;
}

Err event_append(Tree *t, const Event *e, Str last, RecordRef *ret_ref)
{
    Arena *a = t->arena;
    Instant at = t->opened && t->last_at.ms > e->at.ms ? t->last_at : e->at;
    Draft draft = {.leaf = {.kind = e->kind, .place = e->place, .object = e->object, .at = at, .office = e->office,
                            .body = e->body, .last = last, .sealed = e->sealed}};
    if (!t->opened)
        TRY(tree_open(t, at));
    TRY(follow(t, e, &draft));
    TRY(check_sizes(a, e, leaf_write(a, &draft.leaf)));
    commit(a, e, &draft);
    Str leaf = leaf_write(a, &draft.leaf);
    TRY(check_sizes(a, e, leaf));
    uint64_t index = t->first + t->edge.size;
    *ret_ref = (RecordRef){t->log.home, index, merkle_leaf(leaf)};
    Str salt = draft.salted ? (Str){(const char *)draft.salt, SALT} : STR_NONE;
    TRY(record_event_put(t->db, a, t->log.home, (int64_t)index, t->log.epoch, e->kind, e->place, e->about, e->object,
                         e->sealed, (int64_t)draft.leaf.seq, e->office, e->person, at, bytes_of(&ret_ref->leaf),
                         bytes_of(draft.leaf.prev), bytes_of(e->body), salt, leaf,
                         e->data.len ? e->data : STR_NONE, NULL));
    return tree_grow(t, &ret_ref->leaf, at);
}

static bool is_reserved(Str kind)
{
    return kind.len == 0 || str_eq(kind, S("sealed")) || str_eq(kind, S(EVENT_EPOCH));
}

Str record_new_object(Arena *a)
{
    enum { OBJECT_BYTES = 10 };
    char random[OBJECT_BYTES];
    seal_random(random, sizeof random);
    return base32_write(a, (Str){random, sizeof random});
}

Err record_append(Db *db, Arena *a, const Event *e, RecordRef *ret_ref)
{
    Tree t;
    REQUIRE(db_can_write(db) && e->place.v > 0 && instant_is(e->at) && !is_reserved(e->kind));
    TRY(tree_newest(db, a, place_home(e->place), &t));
    return event_append(&t, e, STR_NONE, ret_ref);
}

/* -- reading ------------------------------------------------------------------------------------------------------- */

static Err read_row(Arena *a, const LeafRow *row, EventRow *ret_event)
{
    EventRow e = {
        .index = (uint64_t)row->idx,
        .kind = row->kind,
        .object = row->object,
        .office = row->office,
        .data = row->data,
        .person = row->person,
        .place = row->place,
        .about = row->case_id,
        .at = row->at,
        .leaf_bytes = row->leaf,
        .epoch = (uint32_t)row->epoch,
        .sealed = row->sealed,
        .erased = row->erased,
    };
    if (!event_digest(row->leaf_hash, &e.leaf))
        return ERR(a, ERR_BROKEN, "err.record.broken", .detail = S("record_event.leaf_hash"));
    *ret_event = e;
    return NULL;
}

Err record_of_case(Db *db, Arena *a, Home home, CaseId about, const EventRow **ret, size_t *ret_count)
{
    const LeafRow *rows;
    TRY(record_event_of_case(db, a, home, about, &rows, ret_count));
    EventRow *events = ARENA_ARRAY(a, EventRow, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        TRY(read_row(a, &rows[i], &events[i]));
    *ret = events;
    return NULL;
}

Err record_get(Db *db, Arena *a, Home home, uint64_t index, const EventRow **ret)
{
    const LeafRow *row;
    *ret = NULL;
    TRY(record_event_at(db, a, home, (int64_t)index, &row));
    if (!row)
        return NULL;
    EventRow *event = ARENA_NEW(a, EventRow);
    *ret = event;
    return read_row(a, row, event);
}

/* -- erasing ------------------------------------------------------------------------------------------------------- */

static Str erasure_said(Arena *a, const LeafRow *row, Str reason)
{
    const JsonMember members[] = {
        {S("erased"), json_of_int(a, row->idx)},
        {S("leaf"), json_of_text(a, hex_write(a, row->leaf_hash))},
        {S("reason"), json_of_text(a, reason)},
    };
    return json_canonical(a, json_object(a, members, COUNT_OF(members)));
}

Err record_erase(Db *db, Arena *a, Home home, uint64_t index, Str reason, const Event *why)
{
    const LeafRow *row;
    REQUIRE(db_can_write(db));
    TRY(record_event_at(db, a, home, (int64_t)index, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.record.no_event", .args = {i64_plain(a, (int64_t)index)});
    if (row->erased)
        return ERR(a, ERR_CONFLICT, "err.record.erased", .args = {i64_plain(a, (int64_t)index)});
    TRY(record_event_erase(db, a, home, (int64_t)index, NULL));
    Event said = *why;
    said.kind = why->kind.len ? why->kind : S(EVENT_ERASE);
    said.place = row->place;
    said.about = row->case_id;
    said.object = row->object;
    said.sealed = why->sealed || row->sealed;
    said.data = erasure_said(a, row, reason);
    RecordRef ref;
    return record_append(db, a, &said, &ref);
}

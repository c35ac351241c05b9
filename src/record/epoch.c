// SPDX-License-Identifier: Apache-2.0
/*
 * After a restore. Leaves that were signed are gone; the signer will not sign a log that contradicts what it signed,
 * and nobody should want it to. So the home goes on in a new log that begins by quoting the last note: whoever kept
 * that note sees that leaves were lost, and how many.
 */
#include "record/memory.h"
#include "record/signer.h"

#include "codec/codec.h"

typedef struct Opening {
    Home home;
    uint32_t epoch;
    Str last;
    Instant at;
} Opening;

typedef struct Openings {
    EpochWhere where;
    Opening *at;
    size_t count, room;
} Openings;

static Err open_epoch(Db *db, Arena *a, const Opening *o)
{
    Tree before, t;
    TRY(tree_newest(db, a, o->home, &before));
    t = (Tree){.db = db, .arena = a, .log = {o->home, o->epoch}, .first = before.first + before.edge.size,
               .last_at = before.last_at};
    uint8_t id[10];
    seal_random(id, sizeof id);
    Event e = {
        .kind = S(EVENT_EPOCH),
        .place = place_of_home(o->home),
        .object = base32_write(a, (Str){(const char *)id, sizeof id}),
        .at = before.opened && before.last_at.ms > o->at.ms ? before.last_at : o->at,
    };
    RecordRef ref;
    return event_append(&t, &e, o->last, &ref);
}

static Err open_epochs(Db *db, Arena *a, void *arg)
{
    const Openings *all = arg;
    for (size_t i = 0; i < all->count; i++)
        TRY(open_epoch(db, a, &all->at[i]));
    return NULL;
}

static bool has(const Openings *all, Home home)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].home.code9 == home.code9)
            return true;
    return false;
}

/* Notes the home down when the signer refuses its log (by the rules, not because a disk failed), or when all are wanted. */
static Err look_at(const Signer *s, Db *db, Arena *a, Home home, Openings *all)
{
    SignerView v;
    if (has(all, home))
        return NULL;
    Err e = signer_look(s, db, a, home, &v);
    if (!e && (all->where == EPOCH_WHERE_OLDER || !v.last.len))
        return NULL;
    if (e && (e->code != ERR_RULE || !v.last.len))
        return e;
    if (all->count == all->room)
        return ERR(a, ERR_LIMIT, "err.record.many_homes", .args = {i64_plain(a, (int64_t)all->room)});
    uint32_t epoch = v.epoch > v.tree.log.epoch ? v.epoch : v.tree.log.epoch;
    all->at[all->count++] = (Opening){.home = home, .epoch = epoch + 1, .last = v.last};
    return NULL;
}

/* Homes the database knows, and homes it has never heard of but for which somebody signed. */
static Err look_at_all(const Signer *s, Db *db, Arena *a, Openings *all)
{
    const Home *homes;
    size_t count;
    TRY(record_homes(db, a, &homes, &count));
    for (size_t i = 0; i < count; i++)
        TRY(look_at(s, db, a, homes[i], all));
    TRY(memory_homes(a, s->folder, &homes, &count));
    for (size_t i = 0; i < count; i++)
        TRY(look_at(s, db, a, homes[i], all));
    return NULL;
}

/* The first checkpoint of each new log. From here on the memory speaks of the new epoch, and signing goes on. */
static Err sign_openings(const Signer *s, Store *store, Arena *a, const Openings *all, Instant now)
{
    Db *db;
    SignerRound round = {.at = ARENA_ARRAY(a, SignedLog, all->count), .now = now};
    TRY(store_reader(store, a, &db));
    for (; round.count < all->count; round.count++) {
        Tree t;
        TRY(tree_newest(db, a, all->at[round.count].home, &t));
        TRY(signer_sign(s, a, &t, &round.at[round.count]));
    }
    return signer_store(store, a, &round);
}

Err record_epoch_open(Signer *s, Store *store, Arena *a, Instant now, EpochWhere where, size_t *ret_opened)
{
    Db *db;
    Openings all = {.at = ARENA_ARRAY(a, Opening, LIMIT_ROWS_MANY), .room = LIMIT_ROWS_MANY, .where = where};
    *ret_opened = 0;
    TRY(store_reader(store, a, &db));
    TRY(look_at_all(s, db, a, &all));
    for (size_t i = 0; i < all.count; i++)
        all.at[i].at = now;
    if (all.count == 0)
        return NULL;
    TRY(store_write(store, a, open_epochs, &all));
    TRY(sign_openings(s, store, a, &all, now));
    *ret_opened = all.count;
    return NULL;
}

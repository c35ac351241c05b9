// SPDX-License-Identifier: Apache-2.0
/*
 * Signs checkpoints. It does not trust the database: what it signed last lies in a file of its own, as the very note,
 * and a log that does not provably extend that note is not signed. The file is written before anybody can see a
 * checkpoint.
 */
#include "record/signer.h"

#include "record/memory.h"

/* -- key and names ------------------------------------------------------------------------------------------------- */

static Err read_key(Arena *a, const char *folder, SignKey *ret_key)
{
    Str seed;
    uint8_t fresh[32];
    TRY(memory_read(a, arena_printf(a, "%s/log.key", folder).at, &seed));
    if (!seed.at) {
        seal_random(fresh, sizeof fresh);
        seed = (Str){(const char *)fresh, sizeof fresh};
        TRY(memory_write(a, folder, "log.key", seed));
    }
    if (seed.len != sizeof fresh)
        return ERR(a, ERR_BROKEN, "err.record.key_form");
    *ret_key = seal_sign_key((const uint8_t *)seed.at);
    seal_wipe((char *)seed.at, seed.len);
    return NULL;
}

static void wipe_key(void *key)
{
    seal_wipe(key, sizeof(SignKey));
}

Err record_signer_open(Arena *a, const SignerOptions *options, Signer **ret_signer)
{
    Signer *s = ARENA_NEW(a, Signer);
    NoteKey key;
    *s = (Signer){.folder = arena_printf(a, "%s/signer", options->folder).at, .host = arena_str(a, options->host)};
    TRY(memory_folder(a, options->folder));
    TRY(memory_folder(a, s->folder));
    TRY(read_key(a, options->folder, &s->key));
    arena_defer(a, wipe_key, &s->key);
    if (note_read_vkey(a, record_vkey(a, s->host, s->key.pub), &key)) /* the host is no name a key can have */
        return ERR(a, ERR_INPUT, "err.record.host", .args = {s->host});
    *ret_signer = s;
    return NULL;
}

Str signer_origin(Arena *a, const Signer *s, LogId log)
{
    Str origin = arena_printf(a, "%.*s/log/%09lld", STR_ARG(s->host), (long long)log.home.code9);
    return log.epoch ? arena_printf(a, "%.*s/e%u", STR_ARG(origin), log.epoch) : origin;
}

Str record_signer_vkey(Arena *a, const Signer *s, LogId log)
{
    return record_vkey(a, signer_origin(a, s, log), s->key.pub);
}

/* -- what was signed before ---------------------------------------------------------------------------------------- */

/* The epoch of an origin: of <host>/log/<code9>/e3 it is 3. The host may have changed since. */
static uint32_t epoch_of(Str origin)
{
    uint32_t epoch = 0;
    Str part = origin;
    while (str_next(&origin, '/', &part))
        ;
    return record_read_epoch(part, &epoch) ? epoch : 0;
}

/* Without a memory only a home without checkpoints may be signed: else somebody took the memory away. */
static Err check_new(Arena *a, SignerView *v)
{
    const CheckpointRow *row;
    TRY(record_checkpoint_newest(v->tree.db, a, v->tree.log.home, &row));
    if (!row)
        return NULL;
    v->last = row->note;
    v->epoch = (uint32_t)row->epoch;
    return ERR(a, ERR_RULE, "err.record.memory_lost", .args = {i64_plain(a, v->tree.log.home.code9)});
}

/* A note that this signer made for this log. Another host or another key is another signer. */
static Err check_own(const Signer *s, Arena *a, SignerView *v, Root *ret_last)
{
    Note note;
    Checkpoint c;
    if (note_read(a, v->last, &note) || note_read_checkpoint(a, note.text, &c))
        return ERR(a, ERR_BROKEN, "err.record.memory_form", .args = {i64_plain(a, v->tree.log.home.code9)});
    v->epoch = epoch_of(c.origin);
    Str origin = signer_origin(a, s, (LogId){v->tree.log.home, v->epoch});
    NoteKey key = note_key(origin, NOTE_ED25519, s->key.pub);
    if (!str_eq(c.origin, origin) || note_verify(a, &note, &key))
        return ERR(a, ERR_RULE, "err.record.memory_foreign", .args = {c.origin});
    *ret_last = c.root;
    return NULL;
}

static Err forked(Arena *a, Home home)
{
    return ERR(a, ERR_RULE, "err.record.forked", .args = {i64_plain(a, home.code9)});
}

static Err check_growth(Arena *a, SignerView *v, const Root *last)
{
    Tree *t = &v->tree;
    if (v->epoch != t->log.epoch) /* epochs are opened by record_epoch_open alone, and it signs their beginning */
        return forked(a, t->log.home);
    if (t->edge.size < last->size)
        return ERR(a, ERR_RULE, "err.record.older",
                   .args = {i64_plain(a, t->log.home.code9), i64_plain(a, (int64_t)t->edge.size),
                            i64_plain(a, (int64_t)last->size)});
    Root now = {t->edge.size, merkle_frontier_root(&t->edge)};
    MerkleTree tree = tree_at(t, now.size);
    MerklePath path;
    TRY(merkle_prove_growth(&tree, last->size, &path));
    return merkle_grew(last, &now, &path) ? NULL : forked(a, t->log.home);
}

/* The edge against the rows it was made of. */
static Err check_edge(Arena *a, Tree *t)
{
    MerkleTree tree = tree_at(t, t->edge.size);
    Digest root, edge = merkle_frontier_root(&t->edge);
    TRY(merkle_root(&tree, &root));
    return memcmp(&root, &edge, sizeof root) == 0 ? NULL : forked(a, t->log.home);
}

static const char *memory_name(Arena *a, Home home)
{
    return arena_printf(a, "%09lld", (long long)home.code9).at;
}

Err signer_look(const Signer *s, Db *db, Arena *a, Home home, SignerView *ret_view)
{
    SignerView *v = ret_view;
    Root last;
    *v = (SignerView){0};
    TRY(tree_newest(db, a, home, &v->tree));
    TRY(memory_read(a, arena_printf(a, "%s/%s", s->folder, memory_name(a, home)).at, &v->last));
    if (!v->last.at) {
        TRY(check_new(a, v));
    } else {
        TRY(check_own(s, a, v, &last));
        TRY(check_growth(a, v, &last));
    }
    return check_edge(a, &v->tree);
}

Err record_signer_check(const Signer *s, Db *db, Arena *a, Home home)
{
    SignerView view;
    return signer_look(s, db, a, home, &view);
}

/* -- signing ------------------------------------------------------------------------------------------------------- */

Err signer_sign(const Signer *s, Arena *a, const Tree *t, SignedLog *ret_signed)
{
    Checkpoint c = {signer_origin(a, s, t->log), {t->edge.size, merkle_frontier_root(&t->edge)}};
    Str note = note_sign(a, note_write_checkpoint(a, &c), c.origin, &s->key);
    TRY(memory_write(a, s->folder, memory_name(a, t->log.home), note));
    *ret_signed = (SignedLog){t->log, c.root, note};
    return NULL;
}

static Err store_round(Db *db, Arena *a, void *arg)
{
    const SignerRound *round = arg;
    for (size_t i = 0; i < round->count; i++) {
        const SignedLog *one = &round->at[i];
        Str root = {(const char *)one->root.hash.at, sizeof one->root.hash};
        TRY(record_checkpoint_put(db, a, one->log.home, one->log.epoch, (int64_t)one->root.size, root, one->note,
                                  round->now, NULL));
    }
    return NULL;
}

Err signer_store(Store *store, Arena *a, SignerRound *round)
{
    return round->count ? store_write(store, a, store_round, round) : NULL;
}

static Err sign_home(const Signer *s, Db *db, Arena *a, Home home, SignedLog *ret_signed)
{
    SignerView v;
    TRY(signer_look(s, db, a, home, &v));
    return signer_sign(s, a, &v.tree, ret_signed);
}

static Err sign_all(const Signer *s, Db *db, Arena *a, SignerRound *round)
{
    const HomeRow *due;
    size_t count;
    Err first = NULL;
    TRY(record_log_due(db, a, &due, &count));
    round->at = ARENA_ARRAY(a, SignedLog, count + 1);
    for (size_t i = 0; i < count; i++) {
        Err e = sign_home(s, db, a, due[i].home, &round->at[round->count]);
        round->count += e == NULL;
        first = first ? first : e;
    }
    return first;
}

Err record_sign_due(Signer *s, Store *store, Arena *a, Instant now, size_t *ret_signed)
{
    Db *db;
    SignerRound round = {.now = now};
    *ret_signed = 0;
    TRY(store_reader(store, a, &db));
    TRY(db_snapshot(db, a));
    Err refused = sign_all(s, db, a, &round);
    db_release(db);
    TRY(signer_store(store, a, &round));
    *ret_signed = round.count;
    return refused;
}

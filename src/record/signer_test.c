// SPDX-License-Identifier: Apache-2.0
/* The signer remembers; old, forked and foreign logs are not signed; a restored backup goes on in a new epoch. */
#include "temp_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "record/leaf.h"
#include "record/note.h"
#include "vector.h"

#define HOME ((Home){371603106})
#define LOG(epoch) ((LogId){HOME, (epoch)})

static const Instant now = {1764000000000};

/* -- a house with a signer ----------------------------------------------------------------------------------------- */

typedef struct House {
    TempStore t;
    Signer *signer;
} House;

static const char *keys(House *h)
{
    return arena_printf(h->t.arena, "%s/keys", h->t.folder).at;
}

static const char *memory(House *h)
{
    return arena_printf(h->t.arena, "%s/keys/signer/371603106", h->t.folder).at;
}

static Err open_signer(House *h, const char *host)
{
    SignerOptions o = {keys(h), str_of(host)};
    return record_signer_open(h->t.arena, &o, &h->signer);
}

static House new_house(void)
{
    House h = {.t = temp_store()};
    assert_ok(open_signer(&h, "sun.example"));
    return h;
}

static Err append_some(Db *db, Arena *a, void *arg)
{
    for (int n = *(const int *)arg; n > 0; n--) {
        RecordRef ref;
        Event e = {.kind = S("dialogue.assign"), .place = {371603106200000000}, .object = S("ABCDEFGHIJKLMNOP"),
                   .at = now, .data = S("{}")};
        TRY(record_append(db, a, &e, &ref));
    }
    return NULL;
}

static void append(House *h, int count)
{
    assert_ok(store_write(h->t.store, h->t.arena, append_some, &count));
}

static Err sign(House *h, size_t *ret_count)
{
    return record_sign_due(h->signer, h->t.store, h->t.arena, now, ret_count);
}

static void sign_one(House *h)
{
    size_t count;
    assert_ok(sign(h, &count));
    assert_int_equal(count, 1);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[64 * 1024];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(in >= 0 && out >= 0);
    for (ssize_t len; (len = read(in, bytes, sizeof bytes)) > 0;)
        assert_int_equal(write(out, bytes, (size_t)len), len);
    close(in);
    close(out);
}

static void copy_stopped(House *h, const char *from, const char *to)
{
    Arena *a = h->t.arena;
    temp_stop(&h->t);
    copy_file(arena_printf(a, "%s/%s", h->t.folder, from).at, arena_printf(a, "%s/%s", h->t.folder, to).at);
    temp_start(&h->t);
}

static void backup(House *h)
{
    copy_stopped(h, "main.db", "old.db");
}

static void restore(House *h)
{
    copy_stopped(h, "old.db", "main.db");
}

static void tamper(House *h, const char *name)
{
    temp_tamper(&h->t, temp_named(h->t.arena, vector_bytes(h->t.arena, "record/signer.sql"), name));
}

static void assert_proved(House *h, uint64_t index, uint32_t epoch, uint64_t leaf, uint64_t size)
{
    const EventRow *row;
    ProofCheck check;
    Str proof;
    bool whole;
    assert_ok(record_get(h->t.db, h->t.arena, HOME, index, &row));
    assert_int_equal(row->epoch, epoch);
    assert_ok(record_proof(h->t.db, h->t.arena, HOME, index, &proof));
    Str vkey = record_signer_vkey(h->t.arena, h->signer, LOG(epoch));
    assert_ok(record_verify_proof(h->t.arena, proof, row->leaf_bytes, vkey, &check));
    assert_int_equal(check.index, leaf);
    assert_int_equal(check.size, size);
    assert_ok(record_is_whole(h->t.db, h->t.arena, HOME, index, NULL, &whole));
    assert_true(whole);
}

static void never_called(void *arg UNUSED, Str table, Str row, Str what)
{
    fail_msg("%.*s %.*s: %.*s", STR_ARG(table), STR_ARG(row), STR_ARG(what));
}

static void end(House *h)
{
    assert_ok(record_fsck(h->t.db, h->t.arena, HOME, never_called, NULL));
    temp_store_end(&h->t);
}

/* -- the key ------------------------------------------------------------------------------------------------------- */

TEST(the_key_is_made_once_and_kept_to_itself)
{
    House h = new_house();
    struct stat about;
    const char *path = arena_printf(h.t.arena, "%s/log.key", keys(&h)).at;
    Str first = record_signer_vkey(h.t.arena, h.signer, LOG(0));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(about.st_size, 32);
    assert_ok(open_signer(&h, "sun.example"));
    assert_str(record_signer_vkey(h.t.arena, h.signer, LOG(0)), first);
    assert_true(str_starts(first, S("sun.example/log/371603106+")));
    assert_true(str_starts(record_signer_vkey(h.t.arena, h.signer, LOG(3)), S("sun.example/log/371603106/e3+")));
    assert_int_equal(chmod(path, 0640), 0);
    assert_refused(open_signer(&h, "sun.example"), "err.record.file_open_to_others");
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 31), 0);
    assert_refused(open_signer(&h, "sun.example"), "err.record.key_form");
    assert_int_equal(unlink(path), 0);
    assert_refused(open_signer(&h, "sun example"), "err.record.host");
    assert_refused(open_signer(&h, ""), "err.record.host");
    end(&h);
}

/* -- signing ------------------------------------------------------------------------------------------------------- */

TEST(only_what_grew_is_signed_and_the_memory_is_the_note)
{
    House h = new_house();
    size_t count;
    Str note, kept;
    assert_ok(sign(&h, &count));
    assert_int_equal(count, 0);
    assert_refused(record_checkpoint(h.t.db, h.t.arena, LOG(0), &note), "err.record.no_checkpoint");
    append(&h, 3);
    sign_one(&h);
    assert_ok(sign(&h, &count));
    assert_int_equal(count, 0);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(0), &note));
    int fd = open(memory(&h), O_RDONLY);
    char bytes[4096];
    kept = (Str){bytes, (size_t)read(fd, bytes, sizeof bytes)};
    close(fd);
    assert_str(note, kept);
    append(&h, 300);
    sign_one(&h);
    assert_proved(&h, 302, 0, 302, 303);
    assert_ok(record_signer_check(h.signer, h.t.db, h.t.arena, HOME));
    end(&h);
}

/* The proof that is kept for ever is of the first checkpoint that covers the leaf; the other follows the log. */
TEST(a_first_proof_never_changes)
{
    House h = new_house();
    Str first, again, newest, origin;
    ProofCheck check;
    append(&h, 5);
    assert_refused(record_proof_first(h.t.db, h.t.arena, HOME, 4, &first), "err.record.not_yet_signed");
    sign_one(&h);
    assert_ok(record_proof_first(h.t.db, h.t.arena, HOME, 4, &first));
    append(&h, 300);
    assert_refused(record_proof_first(h.t.db, h.t.arena, HOME, 5, &again), "err.record.not_yet_signed");
    sign_one(&h);
    assert_ok(record_proof_first(h.t.db, h.t.arena, HOME, 4, &again));
    assert_str(again, first);
    assert_ok(record_verify_proof(h.t.arena, again, STR_NONE, record_signer_vkey(h.t.arena, h.signer, LOG(0)), &check));
    assert_int_equal(check.size, 5);
    assert_ok(record_proof_first(h.t.db, h.t.arena, HOME, 5, &again));
    assert_ok(record_verify_proof(h.t.arena, again, STR_NONE, record_signer_vkey(h.t.arena, h.signer, LOG(0)), &check));
    assert_int_equal(check.size, 305);
    assert_ok(record_proof(h.t.db, h.t.arena, HOME, 4, &newest));
    assert_ok(record_verify_proof(h.t.arena, newest, STR_NONE, record_signer_vkey(h.t.arena, h.signer, LOG(0)), &check));
    assert_int_equal(check.size, 305);
    assert_ok(record_proof_origin(h.t.arena, newest, &origin));
    assert_str(origin, S("sun.example/log/371603106"));
    assert_refused(record_proof_origin(h.t.arena, S("c2sp.org/tlog-proof@v1\nindex 1\n\n"), &origin), "err.record.proof_form");
    end(&h);
}

/* The power goes after the memory was written and before the checkpoint was stored. */
TEST(a_checkpoint_that_was_not_stored_is_signed_again)
{
    House h = new_house();
    Str note, again;
    append(&h, 5);
    sign_one(&h);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(0), &note));
    tamper(&h, "lost");
    sign_one(&h);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(0), &again));
    assert_str(again, note);
    end(&h);
}

static Err append_there(Db *db, Arena *a, void *arg UNUSED)
{
    RecordRef ref;
    Event e = {.kind = S("fund.gift"), .place = {371603900201000000}, .object = S("QRSTUVWXYZ234567"), .at = now};
    return record_append(db, a, &e, &ref);
}

TEST(one_home_that_is_refused_does_not_stop_the_others)
{
    House h = new_house();
    size_t count;
    Str note;
    append(&h, 2);
    sign_one(&h);
    tamper(&h, "hash");
    append(&h, 1);
    assert_ok(store_write(h.t.store, h.t.arena, append_there, NULL));
    assert_refused(sign(&h, &count), "err.record.forked");
    assert_int_equal(count, 1);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, (LogId){{371603900}, 0}, &note));
    temp_store_end(&h.t);
}

TEST(what_does_not_extend_the_memory_is_not_signed)
{
    Arena *a = arena_new(4 * 1024 * 1024);
    TempCase c;
    size_t count = 0;
    for (Str file = vector_bytes(a, "record/signer.sql"); temp_case(a, &file, &c);) {
        if (!str_starts(c.said, S("err.")))
            continue;
        House h = new_house();
        append(&h, 9);
        sign_one(&h);
        append(&h, 3);
        assert_ok(record_signer_check(h.signer, h.t.db, h.t.arena, HOME));
        temp_tamper(&h.t, c.sql);
        Err e = record_signer_check(h.signer, h.t.db, h.t.arena, HOME);
        if (!e || !str_eq(e->key, c.said))
            fail_msg("%s %.*s", c.sql, STR_ARG(e ? e->key : S("signed")));
        temp_store_end(&h.t);
        count++;
    }
    assert_int_equal(count, 7);
    arena_free(a);
}

/* -- epochs -------------------------------------------------------------------------------------------------------- */

static void open_epochs(House *h, size_t wanted)
{
    size_t opened;
    assert_ok(record_epoch_open(h->signer, h->t.store, h->t.arena, now, EPOCH_WHERE_OLDER, &opened));
    assert_int_equal(opened, wanted);
}

/* One of each epoch and one nobody has. */
static void assert_whole_in_both(House *h, uint64_t old, uint64_t young)
{
    WholeAsk asks[] = {{.index = young}, {.index = UINT64_C(1) << 40, .whole = true}, {.index = old}};
    assert_ok(record_are_whole(h->t.db, h->t.arena, HOME, asks, COUNT_OF(asks)));
    assert_true(asks[0].whole);
    assert_false(asks[1].whole);
    assert_true(asks[2].whole);
}

/* The first leaf of an epoch quotes the last note signed. */
static void assert_quoted(House *h, uint64_t index, Str note)
{
    const EventRow *row;
    Leaf leaf;
    bool whole;
    assert_ok(record_get(h->t.db, h->t.arena, HOME, index, &row));
    assert_ok(leaf_read(h->t.arena, row->leaf_bytes, &leaf));
    assert_str(leaf.kind, S("record.epoch"));
    assert_str(leaf.last, note);
    assert_ok(record_is_whole(h->t.db, h->t.arena, HOME, index, NULL, &whole));
    assert_true(whole);
}

TEST(a_restored_backup_goes_on_in_a_new_epoch)
{
    House h = new_house();
    size_t count;
    Str last, proof, tile;
    LogId newest;
    Root root;
    append(&h, 5);
    sign_one(&h);
    append(&h, 2); /* in the backup, but not under its last checkpoint */
    backup(&h);
    append(&h, 3);
    sign_one(&h);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(0), &last));
    open_epochs(&h, 0);

    restore(&h);
    assert_refused(sign(&h, &count), "err.record.older");
    append(&h, 4); /* as many as were lost, and one more: longer than what was signed, but another log */
    assert_refused(sign(&h, &count), "err.record.forked");
    open_epochs(&h, 1);
    assert_ok(record_newest_log(h.t.db, h.t.arena, HOME, &newest));
    assert_int_equal(newest.epoch, 1);
    assert_quoted(&h, 11, last);
    assert_whole_in_both(&h, 3, 11);
    assert_ok(sign(&h, &count));
    assert_int_equal(count, 0);
    append(&h, 2);
    sign_one(&h);
    assert_ok(record_root(h.t.db, h.t.arena, HOME, &root));
    assert_int_equal(root.size, 3);

    assert_proved(&h, 3, 0, 3, 5); /* old events stay provable under their epoch */
    assert_proved(&h, 11, 1, 0, 3);
    assert_proved(&h, 13, 1, 2, 3);
    assert_refused(record_proof(h.t.db, h.t.arena, HOME, 6, &proof), "err.record.never_signed");
    assert_ok(record_tile(h.t.db, h.t.arena, LOG(0), S("0/000.p/5"), &tile));
    assert_refused(record_tile(h.t.db, h.t.arena, LOG(0), S("0/000.p/6"), &tile), "err.record.no_tile");
    assert_ok(record_tile(h.t.db, h.t.arena, LOG(1), S("entries/000.p/3"), &tile));
    assert_true(str_has(tile, S("record.epoch")));
    open_epochs(&h, 0);
    end(&h);
}

TEST(a_backup_older_than_the_first_event_begins_with_the_epoch)
{
    House h = new_house();
    Str last;
    backup(&h);
    append(&h, 5);
    sign_one(&h);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(0), &last));
    restore(&h);
    open_epochs(&h, 1);
    assert_quoted(&h, 0, last);
    append(&h, 1);
    sign_one(&h);
    assert_proved(&h, 1, 1, 1, 2);
    end(&h);
}

TEST(a_second_restore_opens_a_third_log)
{
    House h = new_house();
    Str last;
    append(&h, 5);
    backup(&h);
    append(&h, 1);
    sign_one(&h);
    restore(&h);
    open_epochs(&h, 1);
    append(&h, 300);
    sign_one(&h);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(1), &last));
    restore(&h); /* the same old backup: it knows nothing of epoch 1 */
    open_epochs(&h, 1);
    assert_quoted(&h, 5, last);
    append(&h, 300);
    sign_one(&h);
    assert_proved(&h, 304, 2, 299, 301);
    end(&h);
}

TEST(a_lost_memory_is_not_made_up)
{
    House h = new_house();
    size_t count;
    Str last;
    append(&h, 5);
    sign_one(&h);
    assert_ok(record_checkpoint(h.t.db, h.t.arena, LOG(0), &last));
    append(&h, 1);
    assert_int_equal(unlink(memory(&h)), 0);
    assert_refused(sign(&h, &count), "err.record.memory_lost");
    open_epochs(&h, 1);
    assert_quoted(&h, 6, last);
    append(&h, 1);
    sign_one(&h);
    end(&h);
}

TEST(another_host_or_key_is_another_signer)
{
    House h = new_house();
    size_t count;
    append(&h, 5);
    sign_one(&h);
    append(&h, 1);
    assert_ok(open_signer(&h, "moon.example"));
    assert_refused(sign(&h, &count), "err.record.memory_foreign");
    assert_ok(open_signer(&h, "sun.example"));
    sign_one(&h);
    append(&h, 1);
    assert_int_equal(unlink(arena_printf(h.t.arena, "%s/log.key", keys(&h)).at), 0);
    assert_ok(open_signer(&h, "sun.example"));
    assert_refused(sign(&h, &count), "err.record.memory_foreign");
    open_epochs(&h, 1);
    append(&h, 1);
    sign_one(&h);
    assert_proved(&h, 8, 1, 1, 2);
    end(&h);
}

TEST(a_damaged_memory_is_no_memory_and_no_rule)
{
    House h = new_house();
    size_t count;
    append(&h, 5);
    sign_one(&h);
    append(&h, 1);
    assert_int_equal(truncate(memory(&h), 40), 0);
    assert_refused(sign(&h, &count), "err.record.memory_form");
    assert_refused(record_epoch_open(h.signer, h.t.store, h.t.arena, now, EPOCH_WHERE_OLDER, &count), "err.record.memory_form");
    assert_int_equal(chmod(memory(&h), 0644), 0);
    assert_refused(sign(&h, &count), "err.record.file_open_to_others");
    end(&h);
}

/* Whoever writes into the database can put an epoch there; the signer did not open it. */
TEST(an_epoch_from_another_hand_is_not_signed)
{
    House h = new_house();
    size_t count;
    append(&h, 5);
    sign_one(&h);
    tamper(&h, "epoch");
    assert_refused(sign(&h, &count), "err.record.forked");
    temp_store_end(&h.t);
}

TEST_MAIN

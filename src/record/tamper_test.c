// SPDX-License-Identifier: Apache-2.0
/* Somebody with sqlite3 at hand changes what happened. The tables refuse; where he drops their triggers, it is seen. */
#include "temp_store.h"

#include "codec/codec.h"
#include "record/event.h"

#define HOME ((Home){371603106})

enum { LEAVES = 300 };

static Err append_all(Db *db, Arena *a, void *arg UNUSED)
{
    Digest body = seal_sha256(S("公开的文字"));
    for (int n = 0; n < LEAVES; n++) {
        RecordRef ref;
        Event e = {
            .kind = S("dialogue.assign"),
            .place = {371603106200000000},
            .about = {7},
            .object = S("ABCDEFGHIJKLMNOP"),
            .office = S("branch_secretary"),
            .at = {1764000000000 + n * 1000},
            .data = S("{\"a\":1}"),
            .sealed = n % 2,
            .body = &body,
        };
        TRY(record_append(db, a, &e, &ref));
    }
    return NULL;
}

static TempStore filled(void)
{
    TempStore t = temp_store();
    Signer *s;
    size_t signed_count;
    SignerOptions o = {arena_printf(t.arena, "%s/keys", t.folder).at, S("demo.shaichang.example")};
    assert_ok(store_write(t.store, t.arena, append_all, NULL));
    assert_ok(record_signer_open(t.arena, &o, &s));
    assert_ok(record_sign_due(s, t.store, t.arena, (Instant){1764000000000}, &signed_count));
    assert_int_equal(signed_count, 1);
    return t;
}

TEST(the_tables_refuse_to_be_edited)
{
    static const char *sql[] = {
        "update record_event set kind = 'x' where idx = 0",
        "update record_event set leaf = x'00' where idx = 0",
        "update record_event set data = '{}' where idx = 0",
        "update record_event set salt = null where idx = 0",
        "update record_event set erased = 1, data = null where idx = 0",
        "update record_event set at = 0",
        "delete from record_event where idx = 299",
        "update record_tile set root = x'00'",
        "delete from record_tile",
        "update record_checkpoint set note = ''",
        "delete from record_checkpoint",
        "update record_log set size = 299",
        "update record_log set frontier = x''",
        "update record_log set size = 301, first = 1",
        "delete from record_log",
    };
    TempStore t = filled();
    for (size_t i = 0; i < COUNT_OF(sql); i++)
        if (!temp_sql(&t, sql[i], true))
            fail_msg("went through: %s", sql[i]);
    assert_null(temp_sql(&t, "update record_event set erased = 1, data = null, salt = null where idx = 0", true));
    temp_store_end(&t);
}

typedef struct Heard {
    Arena *arena;
    const char *table, *row;
    size_t count;
    bool heard;
    Str all;
} Heard;

static void hear(void *arg, Str table, Str row, Str what)
{
    Heard *h = arg;
    h->count++;
    h->heard = h->heard || (str_eq(table, str_of(h->table)) && str_eq(row, str_of(h->row)));
    h->all = arena_printf(h->arena, "%.*s\n%.*s %.*s: %.*s", STR_ARG(h->all), STR_ARG(table), STR_ARG(row),
                          STR_ARG(what));
}

static Heard fsck(TempStore *t, const char *table, const char *row)
{
    Heard h = {.arena = t->arena, .table = table, .row = row};
    assert_ok(record_fsck(t->db, t->arena, HOME, hear, &h));
    return h;
}

#define EVENT_4 "home=371603106 idx=4"
#define TILE "home=371603106 epoch=0 level=0 n=0"

TEST(what_is_changed_is_seen_and_named)
{
    static const struct {
        const char *sql, *table, *row;
        bool whole; /* of event 4 */
    } cases[] = {
        {"update record_event set kind = 'dialogue.close' where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set place = 371603106201000000 where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set place = 371603900201000000 where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set object = 'X' where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set office = 'village_head' where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set at = at + 60000 where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set seq = 1000 where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set sealed = 1, seq = 1000 where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set data = '{\"a\":2}' where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set data = null where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set salt = randomblob(32) where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set erased = 1 where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set body = randomblob(32) where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set prev = randomblob(32) where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set leaf = replace(leaf, 'assi', 'assy') where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set leaf_hash = randomblob(32) where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set leaf_hash = x'00' where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set epoch = 1 where idx = 4", "record_event", EVENT_4, false},
        {"delete from record_event where idx = 4", "record_event", EVENT_4, false},
        {"update record_event set kind = 'x.y' where idx = 5", "record_event", "home=371603106 idx=5", true},
        {"update record_event set data = '{}' where idx = 5", "record_event", "home=371603106 idx=5", true},
        {"update record_event set case_id = 8 where idx = 299", "", "", true}, /* only a way of finding it */
        {"update record_tile set bytes = zeroblob(8192)", "record_tile", TILE, false},
        {"update record_tile set bytes = zeroblob(10)", "record_tile", TILE, false},
        {"update record_tile set root = zeroblob(32)", "record_tile", TILE, true},
        {"delete from record_tile", "record_tile", TILE, false},
        {"insert into record_tile values (371603106, 0, 0, 1, zeroblob(8192), zeroblob(32))", "record_tile",
         "home=371603106 epoch=0 level=0", true},
        {"update record_checkpoint set root = randomblob(32)", "record_checkpoint", "home=371603106 epoch=0 size=300",
         false},
        {"update record_checkpoint set note = replace(note, '300', '299')", "record_checkpoint",
         "home=371603106 epoch=0 size=300", true},
        {"update record_checkpoint set size = 310", "record_checkpoint", "home=371603106 epoch=0 size=310", true},
        {"update record_log set frontier = zeroblob(length(frontier))", "record_log", "home=371603106 epoch=0", true},
        {"update record_log set frontier = x''", "record_log", "home=371603106 epoch=0", false},
        {"update record_log set first = 1", "record_log", "home=371603106 epoch=0", false},
        {"update record_log set size = 301", "record_event", "home=371603106 idx=300", false},
        {"update record_log set size = 1000000000", "record_log", "home=371603106 epoch=0", false},
        {"update record_event set idx = 1000 where idx = 299", "record_event", "home=371603106 idx=299", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TempStore t = filled();
        bool whole = false;
        Digest body = seal_sha256(S("公开的文字"));
        temp_tamper(&t, cases[i].sql);
        Heard h = fsck(&t, cases[i].table, cases[i].row);
        if (h.heard != (cases[i].table[0] != 0) || (h.count > 0) != h.heard)
            fail_msg("%s: fsck said%.*s", cases[i].sql, STR_ARG(h.all));
        Err e = record_is_whole(t.db, t.arena, HOME, 4, &body, &whole);
        if (e || whole != cases[i].whole)
            fail_msg("%s: whole is %d%s", cases[i].sql, whole, e ? " (error)" : "");
        temp_store_end(&t);
    }
}

TEST(a_public_text_that_changed_is_not_whole)
{
    TempStore t = filled();
    Digest body = seal_sha256(S("公开的文字")), other = seal_sha256(S("公开的文字。"));
    bool whole;
    for (uint64_t index = 4; index <= 5; index++) {
        assert_ok(record_is_whole(t.db, t.arena, HOME, index, &body, &whole));
        assert_true(whole);
        assert_ok(record_is_whole(t.db, t.arena, HOME, index, NULL, &whole));
        assert_true(whole);
        assert_ok(record_is_whole(t.db, t.arena, HOME, index, &other, &whole));
        assert_false(whole);
    }
    assert_ok(record_is_whole(t.db, t.arena, HOME, 300, NULL, &whole));
    assert_false(whole);
    Heard h = fsck(&t, "", "");
    assert_int_equal(h.count, 0);
    temp_store_end(&t);
}

/* A forger who recomputes a leaf with its hash, and even its tile, still meets the signed root. */
TEST(a_careful_forgery_meets_the_signed_root)
{
    TempStore t = filled();
    const EventRow *row;
    bool whole;
    assert_ok(record_get(t.db, t.arena, HOME, 298, &row));
    size_t at;
    char *forged = (char *)arena_str(t.arena, row->leaf_bytes).at;
    assert_true(str_find(row->leaf_bytes, S("branch_secretary"), &at));
    forged[at] = 'B';
    Digest hash = merkle_leaf((Str){forged, row->leaf_bytes.len});
    Str hex = hex_write(t.arena, (Str){(const char *)hash.at, 32});
    Str sql = arena_printf(t.arena, "update record_event set leaf = replace(leaf, 'branch_s', 'Branch_s'), "
                                    "office = 'Branch_secretary', leaf_hash = x'%.*s' where idx = 298", STR_ARG(hex));
    temp_tamper(&t, sql.at);
    assert_ok(record_is_whole(t.db, t.arena, HOME, 298, NULL, &whole));
    assert_false(whole);
    Heard h = fsck(&t, "record_checkpoint", "home=371603106 epoch=0 size=300");
    assert_true(h.heard);
    temp_store_end(&t);
}

TEST_MAIN

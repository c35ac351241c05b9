// SPDX-License-Identifier: Apache-2.0
/* Somebody with sqlite3 at hand changes what happened. The tables refuse; where he drops their triggers, it is seen. */
#include "temp_store.h"

#include "record/event.h"
#include "vector.h"

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
    TempStore t = filled();
    TempCase c;
    size_t count = 0;
    for (Str file = vector_bytes(t.arena, "record/never.sql"); temp_case(t.arena, &file, &c); count++) {
        bool refused = temp_sql(&t, c.sql, true) != NULL;
        if (refused != str_eq(c.said, S("refused")))
            fail_msg("%s: %s", refused ? "refused" : "went through", c.sql);
    }
    assert_int_equal(count, 16);
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

/* "table | row | whole" */
static void check_tampered(TempStore *t, const TempCase *c)
{
    Str table, row = STR_NONE, whole = STR_NONE, rest;
    bool is_whole = false;
    Digest body = seal_sha256(S("公开的文字"));
    assert_true(str_cut(c->said, '|', &table, &rest) && str_cut(rest, '|', &row, &whole));
    table = str_trim(table);
    temp_tamper(t, c->sql);
    Heard h = fsck(t, arena_cstr(t->arena, table), arena_cstr(t->arena, str_trim(row)));
    if (h.heard == str_eq(table, S("nothing")) || (h.count > 0) != h.heard)
        fail_msg("%s fsck said%.*s", c->sql, STR_ARG(h.all));
    Err e = record_is_whole(t->db, t->arena, HOME, 4, &body, &is_whole);
    if (e || is_whole != str_eq(str_trim(whole), S("whole")))
        fail_msg("%s whole is %d%s", c->sql, is_whole, e ? " (error)" : "");
}

TEST(what_is_changed_is_seen_and_named)
{
    Arena *a = arena_new(4 * 1024 * 1024);
    TempCase c;
    size_t count = 0;
    for (Str file = vector_bytes(a, "record/tamper.sql"); temp_case(a, &file, &c); count++) {
        TempStore t = filled();
        check_tampered(&t, &c);
        temp_store_end(&t);
    }
    assert_int_equal(count, 37);
    arena_free(a);
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
    Str sql = str_of(temp_named(t.arena, vector_bytes(t.arena, "record/forgery.sql"), "a leaf")), tail;
    assert_true(str_find(sql, S("HASH"), &at));
    tail = str_from(sql, at + 4);
    sql = arena_join(t.arena, (const Str[]){str_sub(sql, 0, at), hex, tail}, 3, STR_NONE);
    temp_tamper(&t, sql.at);
    assert_ok(record_is_whole(t.db, t.arena, HOME, 298, NULL, &whole));
    assert_false(whole);
    Heard h = fsck(&t, "record_checkpoint", "home=371603106 epoch=0 size=300");
    assert_true(h.heard);
    temp_store_end(&t);
}

/* What was proved on a connection costs one query, and its row is looked at all the same. */
TEST(a_leaf_that_was_proved_is_looked_at_again)
{
    TempStore t = filled();
    bool whole;
    assert_ok(record_is_whole(t.db, t.arena, HOME, 4, NULL, &whole));
    assert_true(whole);
    uint64_t before = db_query_count(t.db);
    assert_ok(record_is_whole(t.db, t.arena, HOME, 4, NULL, &whole));
    assert_true(whole);
    assert_int_equal(db_query_count(t.db) - before, 1);
    Str db = arena_printf(t.arena, "%s/main.db", t.folder);
    sqlite3 *other;
    assert_int_equal(sqlite3_open(db.at, &other), SQLITE_OK);
    static const char script[] = "drop trigger record_event_kept; update record_event set office = 'nobody' where idx = 4";
    assert_int_equal(sqlite3_exec(other, script, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    assert_ok(record_is_whole(t.db, t.arena, HOME, 4, NULL, &whole));
    assert_false(whole);
    temp_store_end(&t);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* The record in a real store: appending, reading, erasing, and every proof and tile of a growing log. */
#include "temp_store.h"

#include "record/note.h"
#include "record/tile_path.h"
#include "vector.h"

#define HUANGYI ((PlaceCode){371603106200000000})
#define HOME ((Home){371603106})
#define OTHER_HOME ((Home){371603900})

enum { LEAVES = 600 };

static Event an_event(int n)
{
    return (Event){
        .kind = S("dialogue.assign"),
        .place = HUANGYI,
        .about = {1 + n % 7},
        .object = S("ABCDEFGHIJKLMNOP"),
        .office = S("branch_secretary"),
        .person = {42},
        .at = {1764000000000 + n * 1000},
        .data = n % 3 ? S("{\"note\":\"黄一村\"}") : STR_NONE,
        .sealed = n % 5 == 4,
    };
}

/* -- a job that appends -------------------------------------------------------------------------------------------- */

typedef struct Batch {
    const Event *events;
    RecordRef *refs;
    size_t count;
    bool fail;
} Batch;

static Err append_batch(Db *db, Arena *a, void *arg)
{
    Batch *b = arg;
    for (size_t i = 0; i < b->count; i++) {
        ArenaMark mark = arena_mark(a);
        Err e = record_append(db, a, &b->events[i], &b->refs[i]);
        if (e)
            return e;
        arena_rewind(a, mark);
    }
    return b->fail ? ERR(a, ERR_RULE, "err.test.undone") : NULL;
}

static RecordRef append(TempStore *t, const Event *e)
{
    RecordRef ref;
    Batch b = {e, &ref, 1, false};
    assert_ok(store_write(t->store, t->arena, append_batch, &b));
    return ref;
}

static Signer *signer_of(TempStore *t)
{
    Signer *s;
    SignerOptions o = {arena_printf(t->arena, "%s/keys", t->folder).at, S("demo.shaichang.example")};
    assert_ok(record_signer_open(t->arena, &o, &s));
    return s;
}

static size_t sign(TempStore *t, Signer *s)
{
    size_t count;
    Arena *a = arena_new(64 * 1024 * 1024);
    assert_ok(record_sign_due(s, t->store, a, (Instant){1764000000000}, &count));
    arena_free(a);
    return count;
}

static Digest naive_root(const Digest *leaves, uint64_t n)
{
    if (n == 1)
        return leaves[0];
    uint64_t k = 1;
    while (k * 2 < n)
        k *= 2;
    Digest left = naive_root(leaves, k), right = naive_root(leaves + k, n - k);
    return merkle_node(&left, &right);
}

/* -- what an event becomes ----------------------------------------------------------------------------------------- */

TEST(an_event_becomes_a_row_and_its_leaf)
{
    TempStore t = temp_store();
    Digest body = seal_sha256(S("公开的文字"));
    Event e = an_event(0);
    e.body = &body;
    e.data = S("{}");
    const EventRow *rows;
    size_t count;
    RecordRef first = append(&t, &e), second = append(&t, &e);
    assert_int_equal(first.home.code9, 371603106);
    assert_int_equal(first.index, 0);
    assert_int_equal(second.index, 1);
    assert_ok(record_of_case(t.db, t.arena, HOME, (CaseId){1}, &rows, &count));
    assert_int_equal(count, 2);
    assert_str(rows[1].kind, e.kind);
    assert_str(rows[1].data, e.data);
    assert_int_equal(rows[1].person.v, 42);
    assert_int_equal(rows[1].place.v, HUANGYI.v);
    assert_int_equal(rows[1].at.ms, e.at.ms);
    Digest leaf = merkle_leaf(rows[1].leaf_bytes);
    assert_memory_equal(&leaf, &second.leaf, sizeof leaf);
    Str prev = hex_write(t.arena, (Str){(const char *)first.leaf.at, 32});
    Str hash = hex_write(t.arena, (Str){(const char *)body.at, 32});
    const Json *json;
    assert_ok(json_read(t.arena, rows[1].leaf_bytes, LIMIT_LEAF_BYTES, &json));
    assert_str(json_text(json, S("prev")), prev);
    assert_str(json_text(json, S("body")), hash);
    assert_str(json_text(json, S("place")), S("371603106200"));
    assert_str(json_text(json, S("office")), S("branch_secretary"));
    assert_int_equal(json_int(json, S("seq"), 0), 2);
    assert_int_equal(json_int(json, S("t"), 0), 1764000000);
    assert_int_equal(json_text(json, S("commit")).len, 64);
    assert_int_equal(json->count, 10);
    temp_store_end(&t);
}

TEST(a_sealed_event_shows_its_commitment_only)
{
    TempStore t = temp_store();
    Event open = an_event(0), sealed = an_event(4);
    const EventRow *row;
    append(&t, &open);
    append(&t, &sealed);
    append(&t, &open);
    assert_ok(record_get(t.db, t.arena, HOME, 1, &row));
    assert_true(row->sealed);
    assert_int_equal(row->leaf_bytes.len, strlen("{\"commit\":\"\",\"kind\":\"sealed\",\"v\":1}") + 64);
    assert_str(row->data, sealed.data);
    assert_ok(record_get(t.db, t.arena, HOME, 2, &row));
    assert_true(str_has(row->leaf_bytes, S("\"seq\":2"))); /* open leaves count open ones: they betray no sealed one */
    assert_ok(record_get(t.db, t.arena, HOME, 3, &row));
    assert_null(row);
    temp_store_end(&t);
}

TEST(time_never_runs_backwards)
{
    TempStore t = temp_store();
    Event late = an_event(100), early = an_event(0);
    const EventRow *row;
    append(&t, &late);
    append(&t, &early);
    assert_ok(record_get(t.db, t.arena, HOME, 1, &row));
    assert_int_equal(row->at.ms, late.at.ms);
    temp_store_end(&t);
}

TEST(a_job_that_fails_leaves_nothing)
{
    TempStore t = temp_store();
    Event e = an_event(0);
    RecordRef refs[3];
    Event events[3] = {e, e, e};
    Root before, after;
    append(&t, &e);
    assert_ok(record_root(t.db, t.arena, HOME, &before));
    Batch b = {events, refs, 3, true};
    assert_refused(store_write(t.store, t.arena, append_batch, &b), "err.test.undone");
    assert_ok(record_root(t.db, t.arena, HOME, &after));
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(append(&t, &e).index, 1);
    temp_store_end(&t);
}

TEST(each_home_has_its_own_log)
{
    TempStore t = temp_store();
    Event here = an_event(0), there = an_event(0);
    there.place = (PlaceCode){371603900201000000};
    Root root;
    append(&t, &here);
    append(&t, &here);
    assert_int_equal(append(&t, &there).index, 0);
    assert_ok(record_root(t.db, t.arena, OTHER_HOME, &root));
    assert_int_equal(root.size, 1);
    assert_ok(record_root(t.db, t.arena, (Home){371603999}, &root));
    assert_int_equal(root.size, 0);
    const Home *homes;
    size_t count;
    assert_ok(record_homes(t.db, t.arena, &homes, &count));
    assert_int_equal(count, 2);
    assert_int_equal(homes[0].code9, HOME.code9);
    assert_int_equal(homes[1].code9, OTHER_HOME.code9);
    temp_store_end(&t);
}

TEST(an_event_holds_512_kibibytes_and_a_leaf_4096_bytes)
{
    TempStore t = temp_store();
    Event e = an_event(0);
    RecordRef ref;
    Batch b = {&e, &ref, 1, false};
    char *data = arena_take(t.arena, LIMIT_EVENT_BYTES + 1, 1);
    memset(data, ' ', LIMIT_EVENT_BYTES + 1);
    e.data = (Str){data, LIMIT_EVENT_BYTES};
    append(&t, &e);
    e.data.len++;
    assert_refused(store_write(t.store, t.arena, append_batch, &b), "err.record.event_big");
    const EventRow *row;
    e = an_event(0);
    append(&t, &e);
    assert_ok(record_get(t.db, t.arena, HOME, 1, &row));
    memset(data, 'x', LIMIT_LEAF_BYTES);
    e.office = (Str){data, LIMIT_LEAF_BYTES - row->leaf_bytes.len + e.office.len};
    append(&t, &e);
    assert_ok(record_get(t.db, t.arena, HOME, 2, &row));
    assert_int_equal(row->leaf_bytes.len, LIMIT_LEAF_BYTES);
    e.office.len++;
    assert_refused(store_write(t.store, t.arena, append_batch, &b), "err.record.leaf_big");
    e.office.len = LIMIT_EVENT_BYTES;
    assert_refused(store_write(t.store, t.arena, append_batch, &b), "err.record.leaf_big");
    temp_store_end(&t);
}

TEST(a_short_code_is_twelve_characters_of_the_leaf)
{
    Arena *a = arena_new(1024 * 1024);
    Digest leaf = {{0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0x0f}};
    assert_str(record_short_code(a, &leaf), S("7777-7777-AAAA"));
    arena_free(a);
}

/* -- a log of 600 leaves, at every size ---------------------------------------------------------------------------- */

typedef struct Grown {
    TempStore store;
    Signer *signer;
    Str vkey;
    Digest leaves[LEAVES];
} Grown;

/* Each proof is made and verified: the way the web makes it, the way a stranger verifies it. */
static void check_proof(Grown *g, Arena *a, uint64_t index, uint64_t size)
{
    Str proof;
    ProofCheck check;
    const EventRow *row;
    assert_ok(record_proof(g->store.db, a, HOME, index, &proof));
    assert_ok(record_get(g->store.db, a, HOME, index, &row));
    assert_ok(record_verify_proof(a, proof, STR_NONE, g->vkey, &check));
    assert_str(check.leaf_bytes, row->leaf_bytes);
    assert_int_equal(check.index, index);
    assert_int_equal(check.size, size);
    assert_memory_equal(&check.leaf, &g->leaves[index], sizeof(Digest));
}

static Err read_tile(Grown *g, Arena *a, TilePath path, Str *ret_bytes)
{
    return record_tile(g->store.db, a, (LogId){HOME, 0}, tile_path_write(a, &path), ret_bytes);
}

static void check_entries(Grown *g, Arena *a, uint64_t n, unsigned width)
{
    Str bytes;
    assert_ok(read_tile(g, a, (TilePath){true, 0, n, width}, &bytes));
    for (unsigned i = 0; i < width; i++) {
        size_t len = (size_t)((uint8_t)bytes.at[0] << 8 | (uint8_t)bytes.at[1]);
        Digest leaf = merkle_leaf(str_sub(bytes, 2, len));
        assert_memory_equal(&leaf, &g->leaves[n * TILE_WIDTH + i], sizeof leaf);
        bytes = str_from(bytes, 2 + len);
    }
    assert_int_equal(bytes.len, 0);
}

static void check_tiles(Grown *g, Arena *a, uint64_t size)
{
    for (uint64_t n = 0; n * TILE_WIDTH < size; n++) {
        unsigned width = size - n * TILE_WIDTH < TILE_WIDTH ? (unsigned)(size - n * TILE_WIDTH) : TILE_WIDTH;
        Str bytes;
        assert_ok(read_tile(g, a, (TilePath){false, 0, n, width}, &bytes));
        assert_int_equal(bytes.len, width * sizeof(Digest));
        assert_memory_equal(bytes.at, &g->leaves[n * TILE_WIDTH], bytes.len);
        check_entries(g, a, n, width);
    }
    unsigned above = (unsigned)(size / TILE_WIDTH);
    if (above > 0) {
        Str bytes;
        assert_ok(read_tile(g, a, (TilePath){false, 1, 0, above}, &bytes));
        assert_int_equal(bytes.len, above * sizeof(Digest));
        for (unsigned i = 0; i < above; i++) {
            Digest root = naive_root(&g->leaves[i * TILE_WIDTH], TILE_WIDTH);
            assert_memory_equal(bytes.at + i * sizeof root, &root, sizeof root);
        }
    }
}

static void check_nothing_beyond(Grown *g, Arena *a, uint64_t size)
{
    static const char *never[] = {"2/000.p/1", "0/003", "entries/003.p/1", "7/000", "1/001.p/1", "0/x001/000", "x", ""};
    Str bytes;
    unsigned width = (unsigned)(size % TILE_WIDTH) + 1;
    assert_refused(read_tile(g, a, (TilePath){false, 0, size / TILE_WIDTH, width}, &bytes), "err.record.no_tile");
    assert_refused(read_tile(g, a, (TilePath){true, 0, size / TILE_WIDTH, width}, &bytes), "err.record.no_tile");
    for (size_t i = 0; i < COUNT_OF(never); i++)
        assert_refused(record_tile(g->store.db, a, (LogId){HOME, 0}, str_of(never[i]), &bytes), "err.record.no_tile");
    assert_refused(record_tile(g->store.db, a, (LogId){HOME, 1}, S("0/000.p/1"), &bytes), "err.record.no_tile");
}

static void check_size(Grown *g, Arena *a, uint64_t size)
{
    Root root;
    Digest wanted = naive_root(g->leaves, size);
    assert_ok(record_root(g->store.db, a, HOME, &root));
    assert_int_equal(root.size, size);
    assert_memory_equal(&root.hash, &wanted, sizeof wanted);
    const uint64_t some[] = {0, size / 2, size * 3 / 4, size - 1};
    for (size_t i = 0; i < COUNT_OF(some); i++)
        check_proof(g, a, some[i], size);
    check_tiles(g, a, size);
    check_nothing_beyond(g, a, size);
}

static void never_called(void *arg UNUSED, Str table, Str row, Str what)
{
    fail_msg("%.*s %.*s: %.*s", STR_ARG(table), STR_ARG(row), STR_ARG(what));
}

TEST(every_size_from_1_to_600_has_its_root_proofs_and_tiles)
{
    Grown g = {.store = temp_store()};
    Arena *a = arena_new(256 * 1024 * 1024);
    g.signer = signer_of(&g.store);
    g.vkey = record_signer_vkey(g.store.arena, g.signer, (LogId){HOME, 0});
    for (int n = 0; n < LEAVES; n++) {
        Event e = an_event(n);
        Str proof;
        g.leaves[n] = append(&g.store, &e).leaf;
        assert_refused(record_proof(g.store.db, a, HOME, (uint64_t)n, &proof), "err.record.not_yet_signed");
        assert_int_equal(sign(&g.store, g.signer), 1);
        check_size(&g, a, (uint64_t)n + 1);
        arena_reset(a);
    }
    /* What a checkpoint was issued for stays: every proof, and every partial tile there ever was. */
    for (uint64_t n = 0; n < LEAVES; n++) {
        check_proof(&g, a, n, LEAVES);
        check_entries(&g, a, n / TILE_WIDTH, (unsigned)(n % TILE_WIDTH) + 1);
        arena_reset(a);
    }
    assert_ok(record_fsck(g.store.db, a, HOME, never_called, NULL));
    arena_free(a);
    temp_store_end(&g.store);
}

/* Events of all over a log: as few queries as for one of the old tile and one of the young. The last is not there. */
static void check_many(TempStore *t, Arena *a, uint64_t size)
{
    enum { ASKS = 300 };
    WholeAsk *asks = ARENA_ARRAY(a, WholeAsk, ASKS);
    for (uint64_t i = 0; i < ASKS; i++)
        asks[i] = (WholeAsk){.index = i * (size / (ASKS - 1)), .whole = true};
    uint64_t before = db_query_count(t->db);
    assert_ok(record_are_whole(t->db, a, HOME, asks, ASKS));
    assert_true(db_query_count(t->db) - before <= 10); /* twice: 256 are asked for at once */
    for (size_t i = 0; i < ASKS; i++)
        assert_int_equal(asks[i].whole, asks[i].index < size);
}

/* 65,536 leaves complete a tile of the second level. */
TEST(a_log_of_65600_leaves_has_a_third_level)
{
    enum { MANY = 65600, STEP = 656 };
    TempStore t = temp_store();
    Arena *a = arena_new(256 * 1024 * 1024);
    Signer *s = signer_of(&t);
    Frontier naive = {0};
    Event events[STEP];
    RecordRef refs[STEP];
    int64_t took = 0;
    for (int n = 0; n < MANY; n += STEP) {
        for (int i = 0; i < STEP; i++)
            events[i] = an_event(n + i);
        Batch b = {events, refs, STEP, false};
        int64_t start = clock_monotonic_ns();
        assert_ok(store_write(t.store, a, append_batch, &b));
        took += clock_monotonic_ns() - start;
        for (int i = 0; i < STEP; i++)
            merkle_push(&naive, &refs[i].leaf);
        arena_reset(a);
    }
    print_message("%.0f appends a second\n", MANY * 1e9 / (double)took);
    Root root;
    Digest wanted = merkle_frontier_root(&naive);
    assert_ok(record_root(t.db, a, HOME, &root));
    assert_memory_equal(&root.hash, &wanted, sizeof wanted);
    assert_int_equal(sign(&t, s), 1);
    static const struct {
        const char *path;
        size_t hashes;
    } tiles[] = {{"0/255", 256}, {"0/256.p/64", 64}, {"1/000", 256}, {"1/000.p/9", 9}, {"2/000.p/1", 1}};
    Str bytes, proof, vkey = record_signer_vkey(a, s, (LogId){HOME, 0});
    for (size_t i = 0; i < COUNT_OF(tiles); i++) {
        assert_ok(record_tile(t.db, a, (LogId){HOME, 0}, str_of(tiles[i].path), &bytes));
        assert_int_equal(bytes.len, tiles[i].hashes * sizeof(Digest));
    }
    assert_memory_equal(bytes.at, &naive.at[16], sizeof(Digest));
    for (uint64_t index = 0; index < MANY; index += 4099) {
        const EventRow *row;
        ProofCheck check;
        bool whole;
        assert_ok(record_proof(t.db, a, HOME, index, &proof));
        assert_ok(record_get(t.db, a, HOME, index, &row));
        assert_ok(record_verify_proof(a, proof, row->leaf_bytes, vkey, &check));
        uint64_t before = db_query_count(t.db);
        assert_ok(record_is_whole(t.db, a, HOME, index, NULL, &whole));
        assert_true(whole);
        assert_true(db_query_count(t.db) - before <= 4);
    }
    check_many(&t, a, MANY);
    assert_ok(record_fsck(t.db, a, HOME, never_called, NULL));
    arena_free(a);
    temp_store_end(&t);
}

/* -- erasure ------------------------------------------------------------------------------------------------------- */

typedef struct Erasure {
    uint64_t index;
    Event why;
} Erasure;

static Err erase(Db *db, Arena *a, void *arg)
{
    const Erasure *e = arg;
    return record_erase(db, a, HOME, e->index, S("当事人要求"), &e->why);
}

TEST(erasure_drops_bytes_and_keeps_the_leaf)
{
    TempStore t = temp_store();
    Arena *a = t.arena;
    for (int n = 0; n < 5; n++) {
        Event e = an_event(n);
        append(&t, &e);
    }
    const EventRow *row, *said;
    bool whole;
    for (uint64_t index = 1; index <= 4; index += 3) { /* an open event and a sealed one */
        const EventRow *before;
        assert_ok(record_get(t.db, a, HOME, index, &before));
        Erasure job = {index, {.office = S("town_desk"), .person = {7}, .at = {1764000900000}}};
        assert_ok(store_write(t.store, a, erase, &job));
        assert_refused(store_write(t.store, a, erase, &job), "err.record.erased");
        assert_ok(record_get(t.db, a, HOME, index, &row));
        assert_true(row->erased);
        assert_int_equal(row->data.len, 0);
        assert_str(row->leaf_bytes, before->leaf_bytes);
        assert_ok(record_is_whole(t.db, a, HOME, index, NULL, &whole));
        assert_true(whole);
        assert_ok(record_get(t.db, a, HOME, index == 1 ? 5 : 6, &said));
        assert_str(said->kind, S("record.erase"));
        assert_str(said->object, before->object);
        assert_int_equal(said->sealed, before->sealed);
        assert_true(str_has(said->data, S("\"reason\":\"当事人要求\"")));
        assert_true(str_has(said->data, hex_write(a, (Str){(const char *)before->leaf.at, 32})));
    }
    Erasure nothing = {99, {.at = {1764000900000}}};
    assert_refused(store_write(t.store, a, erase, &nothing), "err.record.no_event");
    assert_ok(record_fsck(t.db, a, HOME, never_called, NULL));
    temp_store_end(&t);
}

TEST_MAIN

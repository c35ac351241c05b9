// SPDX-License-Identifier: Apache-2.0
/* Names of tiles: the vectors, one spelling only, and a whole log of 300 leaves as others would read it. */
#include "unit.h"

#include "record/note.h"
#include "record/tile_path.h"
#include "vector.h"

enum { TEST_ARENA = 32 * 1024 * 1024 };

TEST(paths_follow_the_vectors)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *paths = json_get(vector_json(a, "tlog/tiles.json"), S("paths"));
    assert_int_equal(paths->count, 7);
    for (size_t i = 0; i < paths->count; i++) {
        TilePath t = {.n = (uint64_t)json_int(paths->items[i], S("n"), -1), .width = TILE_WIDTH}, back;
        Str path = tile_path_write(a, &t);
        assert_str(str_from(path, 2), json_text(paths->items[i], S("path")));
        assert_true(tile_path_read(path, &back));
        assert_int_equal(back.n, t.n);
        assert_int_equal(back.width, TILE_WIDTH);
    }
    arena_free(a);
}

TEST(widths_follow_the_vectors)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *sizes = json_get(vector_json(a, "tlog/tiles.json"), S("widths"));
    assert_int_equal(sizes->count, 8);
    for (size_t i = 0; i < sizes->count; i++) {
        uint64_t size = (uint64_t)json_int(sizes->items[i], S("size"), -1);
        const Json *tiles = json_get(sizes->items[i], S("tiles"));
        for (unsigned level = 0; level < tiles->count; level++) {
            uint64_t full = (uint64_t)json_int(tiles->items[level], S("full"), -1);
            if (full > 0)
                assert_int_equal(tile_path_width(size, level, full - 1), TILE_WIDTH);
            assert_int_equal(tile_path_width(size, level, full), json_int(tiles->items[level], S("partial"), -1));
            assert_int_equal(tile_path_width(size, level, full + 1), 0);
        }
        assert_int_equal(tile_path_width(size, (unsigned)tiles->count, 0), 0);
    }
    assert_int_equal(tile_path_width(UINT64_MAX, TILE_LEVELS, 0), 0);
    arena_free(a);
}

TEST(each_tile_has_one_name)
{
    static const struct {
        const char *path;
        TilePath tile;
    } good[] = {
        {"0/000", {false, 0, 0, 256}},
        {"0/x001/234", {false, 0, 1234, 256}},
        {"7/255.p/1", {false, 7, 255, 1}},
        {"entries/000.p/255", {true, 0, 0, 255}},
        {"entries/x999/x999/999.p/44", {true, 0, 999999999, 44}},
        {"0/x999/x999/x999/x999/x999/999", {false, 0, 999999999999999999, 256}},
    };
    static const char *bad[] = {
        "", "/", "0", "0/", "8/000", "00/000", "-1/000", "x/000", "0/0", "0/00", "0/0000", "0/1000", "0/x000/001",
        "0/x001", "0/x001/", "0/x001/x234", "0/x01/234", "0/001/234", "0/000/", "0/000.p", "0/000.p/", "0/000.p/0",
        "0/000.p/256", "0/000.p/044", "0/000.p/44/", "0/000.p/-4", "0/x001.p/44", "0/000p/44", "0/000.p.p/44",
        "entries", "entries/", "entries/0", "e1/0/000", "entry/000", 
        "0/x001/x999/x999/x999/x999/x999/999", "0/ 00", "0/0x0", "1/000.p/1 ",
    };
    Arena *a = arena_new(TEST_ARENA);
    TilePath t;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(tile_path_read(str_of(good[i].path), &t));
        assert_int_equal(t.entries, good[i].tile.entries);
        assert_int_equal(t.level, good[i].tile.level);
        assert_int_equal(t.n, good[i].tile.n);
        assert_int_equal(t.width, good[i].tile.width);
        assert_str(tile_path_write(a, &t), str_of(good[i].path));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (tile_path_read(str_of(bad[i]), &t))
            fail_msg("\"%s\" was read", bad[i]);
    arena_free(a);
}

TEST(an_epoch_has_one_name)
{
    static const char *bad[] = {"", "e", "e0", "e01", "e-1", "e1000000000", "1", "e1/", "E1", "entries"};
    uint32_t epoch;
    assert_true(record_read_epoch(S("e1"), &epoch));
    assert_int_equal(epoch, 1);
    assert_true(record_read_epoch(S("e999999999"), &epoch));
    assert_int_equal(epoch, 999999999);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(record_read_epoch(str_of(bad[i]), &epoch));
}

/* -- a log as files, made by other hands --------------------------------------------------------------------------- */

typedef struct Log300 {
    Arena *arena;
    Str tiles[2]; /* level 0 */
} Log300;

static Err read_log(void *arg, unsigned level, uint64_t index, Digest *ret_hash)
{
    const Log300 *l = arg;
    uint64_t start = index << level, count = UINT64_C(1) << level;
    Str tile = l->tiles[start / TILE_WIDTH];
    assert_true((start % TILE_WIDTH + count) * 32 <= tile.len);
    *ret_hash = merkle_complete((const Digest *)(const void *)tile.at + start % TILE_WIDTH, count);
    return NULL;
}

static void assert_proof(Arena *a, const Json *log, const char *name, const MerklePath *got)
{
    const Json *hashes = json_get(log, str_of(name));
    assert_int_equal(got->count, hashes->count);
    for (size_t i = 0; i < hashes->count; i++)
        assert_str(note_write_digest(a, &got->at[i]), hashes->items[i]->text);
}

TEST(proofs_from_the_tiles_of_300_leaves_follow_the_vectors)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *log = json_get(vector_json(a, "tlog/tiles.json"), S("log300"));
    Log300 l = {a, {vector_bytes(a, "tlog/log300/tile/0/000"), vector_bytes(a, "tlog/log300/tile/0/001.p/44")}};
    MerkleTree t = {300, read_log, &l};
    MerklePath path;
    Digest root;
    assert_ok(merkle_root(&t, &root));
    assert_str(note_write_digest(a, &root), json_text(log, S("root_b64")));
    assert_ok(merkle_prove_leaf(&t, 299, &path));
    assert_proof(a, log, "incl_299", &path);
    assert_ok(merkle_prove_leaf(&t, 0, &path));
    assert_proof(a, log, "incl_0", &path);
    assert_ok(merkle_prove_growth(&t, 256, &path));
    assert_proof(a, log, "cons_256_300", &path);
    assert_ok(merkle_prove_growth(&t, 200, &path));
    assert_proof(a, log, "cons_200_300", &path);
    Digest upper = merkle_complete((const Digest *)(const void *)l.tiles[0].at, TILE_WIDTH);
    Str above = vector_bytes(a, "tlog/log300/tile/1/000.p/1");
    assert_int_equal(above.len, sizeof upper);
    assert_memory_equal(above.at, upper.at, sizeof upper);
    arena_free(a);
}

TEST(the_entries_of_300_leaves_hash_to_their_tiles)
{
    static const char *names[][2] = {{"entries/000", "0/000"}, {"entries/001.p/44", "0/001.p/44"}};
    Arena *a = arena_new(TEST_ARENA);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str entries = vector_bytes(a, arena_printf(a, "tlog/log300/tile/%s", names[i][0]).at);
        Str hashes = vector_bytes(a, arena_printf(a, "tlog/log300/tile/%s", names[i][1]).at);
        for (; entries.len > 0; hashes = str_from(hashes, 32)) {
            size_t len = (size_t)((uint8_t)entries.at[0] << 8 | (uint8_t)entries.at[1]);
            Digest leaf = merkle_leaf(str_sub(entries, 2, len));
            assert_true(hashes.len >= sizeof leaf);
            assert_memory_equal(hashes.at, leaf.at, sizeof leaf);
            entries = str_from(entries, 2 + len);
        }
        assert_int_equal(hashes.len, 0);
    }
    NoteKey key;
    Note note;
    assert_ok(note_read_vkey(a, json_text(json_get(vector_json(a, "tlog/note.json"), S("vkeys")), S("log")), &key));
    assert_ok(note_read(a, vector_bytes(a, "tlog/log300/checkpoint"), &note));
    assert_ok(note_verify(a, &note, &key));
    arena_free(a);
}

TEST_MAIN

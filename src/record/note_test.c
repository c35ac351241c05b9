// SPDX-License-Identifier: Apache-2.0
/* Signed notes, checkpoints and proof files: the vectors, and every line that may be wrong. */
#include "unit.h"

#include "record/note.h"
#include "vector.h"

enum { TEST_ARENA = 32 * 1024 * 1024 };

static const Json *vectors(Arena *a)
{
    return vector_json(a, "tlog/note.json");
}

static NoteKey vector_key(Arena *a, const char *who)
{
    NoteKey key;
    assert_ok(note_read_vkey(a, json_text(json_get(vectors(a), S("vkeys")), str_of(who)), &key));
    return key;
}

static SignKey vector_sign_key(Arena *a, const char *who)
{
    Str seed;
    assert_true(hex_read(a, json_text(json_get(vectors(a), S("seeds_hex")), str_of(who)), &seed));
    return seal_sign_key((const uint8_t *)seed.at);
}

static Err open_note(Arena *a, Str bytes, const NoteKey *key)
{
    Note note;
    TRY(note_read(a, bytes, &note));
    return note_verify(a, &note, key);
}

static Str replace(Arena *a, Str s, const char *old, const char *new)
{
    size_t at;
    assert_true(str_find(s, str_of(old), &at));
    return arena_join(a, (const Str[]){str_sub(s, 0, at), str_of(new), str_from(s, at + strlen(old))}, 3, STR_NONE);
}

TEST(the_example_of_the_specification_opens)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *example = json_get(vectors(a), S("spec_example"));
    NoteKey key;
    Note note;
    assert_ok(note_read_vkey(a, json_text(example, S("vkey")), &key));
    assert_ok(note_read(a, json_text(example, S("note")), &note));
    assert_str(note.text, S("This is an example message.\n"));
    assert_ok(note_verify(a, &note, &key));
    assert_str(note_write_vkey(a, &key), json_text(example, S("vkey")));
    arena_free(a);
}

TEST(vkeys_are_read_and_written)
{
    Arena *a = arena_new(TEST_ARENA);
    static const char *who[] = {"log", "w1", "w2"};
    for (size_t i = 0; i < COUNT_OF(who); i++) {
        NoteKey key = vector_key(a, who[i]);
        SignKey sign = vector_sign_key(a, who[i]);
        assert_memory_equal(key.pub, sign.pub, sizeof key.pub);
        assert_str(note_write_vkey(a, &key), json_text(json_get(vectors(a), S("vkeys")), str_of(who[i])));
    }
    Str good = json_text(json_get(vectors(a), S("vkeys")), S("log"));
    const Str bad[] = {
        S(""), S("+"), S("a+b"), S("a+00000000+"), str_sub(good, 0, good.len - 1), replace(a, good, "+a27b", "+a27c"),
        replace(a, good, "shaichang", "shai chang"), replace(a, good, "+a27b8f7e+", "+a27b8f7e"),
        replace(a, good, "+AYq", "+AIq"), replace(a, good, "shaichang.", ""), replace(a, good, "+AYq", "+/4q"),
        replace(a, good, "shaichang", "shai\xe3\x80\x80" "chang"),
        str_from(good, strlen("shaichang.example/log/371603/2026")),
    };
    NoteKey key;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(note_read_vkey(a, bad[i], &key), "err.record.vkey_form");
    arena_free(a);
}

TEST(a_checkpoint_is_signed_as_in_the_vectors)
{
    Arena *a = arena_new(TEST_ARENA);
    const Json *v = vectors(a);
    SignKey sign = vector_sign_key(a, "log");
    NoteKey log = vector_key(a, "log"), w1 = vector_key(a, "w1"), w2 = vector_key(a, "w2");
    Note note5, note8;
    assert_ok(note_read(a, json_text(v, S("checkpoint_note_size5")), &note5));
    assert_ok(note_read(a, json_text(v, S("checkpoint_note_size8")), &note8));
    assert_str(note_sign(a, note5.text, log.name, &sign), json_text(v, S("checkpoint_note_size5")));
    assert_str(note8.text, json_text(v, S("checkpoint_text_size8")));
    assert_int_equal(note8.count, 3);
    assert_ok(note_verify(a, &note8, &log));
    assert_ok(note_verify(a, &note8, &w1));
    assert_ok(note_verify(a, &note8, &w2));
    assert_refused(note_verify(a, &note5, &w1), "err.record.note_unsigned");

    Checkpoint c;
    assert_ok(note_read_checkpoint(a, note8.text, &c));
    assert_str(c.origin, S("shaichang.example/log/371603/2026"));
    assert_int_equal(c.root.size, 8);
    assert_str(note_write_checkpoint(a, &c), note8.text);
    Digest origin = seal_sha256(c.origin), wanted = vector_digest(a, json_text(v, S("origin_sha256")));
    assert_memory_equal(&origin, &wanted, sizeof origin);
    arena_free(a);
}

TEST(a_bent_note_does_not_open)
{
    Arena *a = arena_new(TEST_ARENA);
    NoteKey log = vector_key(a, "log"), w1 = vector_key(a, "w1");
    Str good = json_text(vectors(a), S("checkpoint_note_size8"));
    assert_refused(open_note(a, replace(a, good, "\n8\n", "\n9\n"), &log), "err.record.note_forged");
    assert_refused(open_note(a, replace(a, good, "\n8\n", "\n9\n"), &w1), "err.record.note_forged");
    assert_refused(open_note(a, replace(a, good, "AAAABpJIEA", "AAAABpJIEB"), &w1), "err.record.note_forged");
    assert_refused(open_note(a, replace(a, good, "onuPfk", "onuPek"), &log), "err.record.note_unsigned");
    assert_refused(open_note(a, replace(a, good, "onuPfkga", "onuPfkgb"), &log), "err.record.note_forged");
    assert_ok(open_note(a, replace(a, good, "onuPfkga", "onuPfkgb"), &w1)); /* not its business */

    const Str misshapen[] = {
        S(""), S("\n"), S("\n\n"), S("text"), S("text\n"), S("text\n\n"), str_sub(good, 0, good.len - 1),
        replace(a, good, "\xe2\x80\x94 shai", "- shai"), replace(a, good, "\xe2\x80\x94 shai", "\xe2\x80\x94  shai"),
        replace(a, good, "2026 onuP", "2026  onuP"), replace(a, good, "2026 onuP", "2026 *nuP"),
        replace(a, good, "county.example/w1 ", "county+example/w1 "), replace(a, good, "county.example/w1 ", " "),
        arena_printf(a, "%.*s\n", STR_ARG(good)), replace(a, good, "\n8\n", "\n8\r\n"),
        replace(a, good, "\n8\n", "\n8\t\n"), replace(a, good, "\n8\n", "\n\xff\n"),
        arena_printf(a, "%.*s\xe2\x80\x94 a onuP\n", STR_ARG(good)), /* a key's id and nothing signed */
    };
    for (size_t i = 0; i < COUNT_OF(misshapen); i++)
        if (!open_note(a, misshapen[i], &log))
            fail_msg("case %zu opened", i);
    arena_free(a);
}

TEST(every_flipped_bit_of_a_note_is_seen)
{
    Arena *a = arena_new(TEST_ARENA);
    NoteKey log = vector_key(a, "log");
    Str good = json_text(vectors(a), S("checkpoint_note_size5"));
    char *bent = (char *)arena_str(a, good).at;
    ArenaMark mark = arena_mark(a);
    for (size_t bit = 0; bit < good.len * 8; bit++) {
        bent[bit / 8] ^= (char)(1 << bit % 8);
        if (!open_note(a, (Str){bent, good.len}, &log))
            fail_msg("bit %zu was not seen", bit);
        bent[bit / 8] ^= (char)(1 << bit % 8);
        arena_rewind(a, mark);
    }
    arena_free(a);
}

TEST(the_text_ends_at_the_last_empty_line)
{
    Arena *a = arena_new(TEST_ARENA);
    SignKey sign = vector_sign_key(a, "log");
    Str text = S("one\n\ntwo\n\n\xe2\x80\x94 somebody AAAAAAAA\n");
    NoteKey key = note_key(S("village.example"), NOTE_ED25519, sign.pub);
    Note note;
    assert_ok(note_read(a, note_sign(a, text, key.name, &sign), &note));
    assert_str(note.text, text);
    assert_ok(note_verify(a, &note, &key));
    arena_free(a);
}

TEST(a_note_has_room_for_64_signatures_and_64_kibibytes)
{
    Arena *a = arena_new(TEST_ARENA);
    SignKey sign = vector_sign_key(a, "log");
    Note note;
    Str signature = S("\xe2\x80\x94 somebody AAAAAAAA\n");
    Str many = note_sign(a, S("text\n"), S("village.example"), &sign);
    for (size_t i = 1; i < LIMIT_NOTE_SIGNATURES; i++)
        many = arena_join(a, (const Str[]){many, signature}, 2, STR_NONE);
    assert_ok(note_read(a, many, &note));
    assert_int_equal(note.count, LIMIT_NOTE_SIGNATURES);
    many = arena_join(a, (const Str[]){many, signature}, 2, STR_NONE);
    assert_refused(note_read(a, many, &note), "err.record.note_signatures");

    char *text = arena_take(a, LIMIT_NOTE_BYTES, 1);
    memset(text, 'a', LIMIT_NOTE_BYTES);
    Str tail = S("\n\n\xe2\x80\x94 somebody AAAAAAAA\n");
    Str largest = arena_join(a, (const Str[]){{text, LIMIT_NOTE_BYTES - tail.len}, tail}, 2, STR_NONE);
    assert_ok(note_read(a, largest, &note));
    Str larger = arena_join(a, (const Str[]){S("a"), largest}, 2, STR_NONE);
    assert_refused(note_read(a, larger, &note), "err.record.note_big");
    arena_free(a);
}

TEST(checkpoints_have_one_form)
{
    static const char *good[] = {
        "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n18446744073709551615\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nan extension\nanother\n",
    };
    static const char *bad[] = {
        "",
        "\n",
        "o\n",
        "o\n7\n",
        "o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n07\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n+7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n-7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n7 \n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n18446744073709551616\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
        "o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hS\n",
        "o\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
        "o\x01\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "\xff\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    };
    Arena *a = arena_new(TEST_ARENA);
    Checkpoint c;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_ok(note_read_checkpoint(a, str_of(good[i]), &c));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(note_read_checkpoint(a, str_of(bad[i]), &c), "err.record.checkpoint_form");
    arena_free(a);
}

/* -- the file a villager keeps ------------------------------------------------------------------------------------- */

static Str vector_leaf(Arena *a, size_t i)
{
    Str bytes;
    const Json *leaves = json_get(vector_json(a, "tlog/merkle-sha256.json"), S("leaves_hex"));
    assert_true(hex_read(a, leaves->items[i]->text, &bytes));
    return bytes;
}

TEST(the_proof_of_the_vectors_is_verified)
{
    Arena *a = arena_new(TEST_ARENA);
    Str file = vector_bytes(a, "tlog/index5.tlog-proof");
    Str vkey = json_text(json_get(vectors(a), S("vkeys")), S("log"));
    ProofCheck check;
    Proof proof;
    assert_str(file, json_text(vectors(a), S("tlog_proof_index5")));
    assert_ok(record_verify_proof(a, file, vector_leaf(a, 5), vkey, &check));
    assert_int_equal(check.index, 5);
    assert_int_equal(check.size, 8);
    assert_str(check.origin, S("shaichang.example/log/371603/2026"));
    assert_ok(proof_read(a, file, &proof));
    assert_str(proof_write(a, &proof), file);
    assert_refused(record_verify_proof(a, file, STR_NONE, vkey, &check), "err.record.proof_leaf");
    proof.extra = S("anything");
    assert_ok(record_verify_proof(a, proof_write(a, &proof), vector_leaf(a, 5), vkey, &check));
    assert_refused(record_verify_proof(a, proof_write(a, &proof), STR_NONE, vkey, &check), "err.record.proof_wrong");
    proof.extra = vector_leaf(a, 5);
    assert_ok(record_verify_proof(a, proof_write(a, &proof), STR_NONE, vkey, &check));
    assert_str(check.leaf_bytes, vector_leaf(a, 5));
    arena_free(a);
}

TEST(a_bent_proof_is_refused)
{
    Arena *a = arena_new(TEST_ARENA);
    Str good = vector_bytes(a, "tlog/index5.tlog-proof"), leaf = vector_leaf(a, 5);
    Str vkey = json_text(json_get(vectors(a), S("vkeys")), S("log"));
    const struct {
        Str file;
        const char *key;
    } cases[] = {
        {replace(a, good, "index 5", "index 4"), "err.record.proof_wrong"},
        {replace(a, good, "index 5", "index 6"), "err.record.proof_wrong"},
        {replace(a, good, "index 5", "index 8"), "err.record.proof_wrong"},
        {replace(a, good, "vBoGQ7", "vBoGQ8"), "err.record.proof_wrong"},
        {replace(a, good, "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n", ""), "err.record.proof_wrong"},
        {replace(a, good, "FLc=\n", "FLc=\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"), "err.record.proof_wrong"},
        {replace(a, good, "\n8\n", "\n7\n"), "err.record.note_forged"},
        {replace(a, good, "index 5", "index 05"), "err.record.proof_form"},
        {replace(a, good, "index 5", "index"), "err.record.proof_form"},
        {replace(a, good, "index 5\n", ""), "err.record.proof_form"},
        {replace(a, good, "@v1", "@v2"), "err.record.proof_form"},
        {replace(a, good, "@v1\n", "@v1\nextra *\n"), "err.record.proof_form"},
        {replace(a, good, "FLc=\n", "FLc\n"), "err.record.proof_form"},
        {str_sub(good, 0, 60), "err.record.proof_form"},
        {S(""), "err.record.proof_form"},
    };
    ProofCheck check;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Err e = record_verify_proof(a, cases[i].file, leaf, vkey, &check);
        if (!e || !str_eq(e->key, str_of(cases[i].key)))
            fail_msg("case %zu: %.*s", i, STR_ARG(e ? e->key : S("accepted")));
    }
    assert_refused(record_verify_proof(a, good, vector_leaf(a, 4), vkey, &check), "err.record.proof_wrong");
    Str other = json_text(json_get(vectors(a), S("vkeys")), S("w1"));
    assert_refused(record_verify_proof(a, good, leaf, other, &check), "err.record.proof_origin");
    arena_free(a);
}

TEST(a_proof_has_room_for_63_hashes_and_no_more)
{
    Arena *a = arena_new(TEST_ARENA);
    Proof proof = {.index = 1, .path.count = LIMIT_PROOF_HASHES, .note = S("x")}, back;
    Str bytes = proof_write(a, &proof);
    assert_ok(proof_read(a, bytes, &back));
    assert_int_equal(back.path.count, LIMIT_PROOF_HASHES);
    bytes = replace(a, bytes, "index 1\n", "index 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    assert_refused(proof_read(a, bytes, &back), "err.record.proof_form");
    char *big = arena_take(a, 2 * LIMIT_NOTE_BYTES + 1, 1);
    assert_refused(proof_read(a, (Str){big, 2 * LIMIT_NOTE_BYTES}, &back), "err.record.proof_form");
    assert_refused(proof_read(a, (Str){big, 2 * LIMIT_NOTE_BYTES + 1}, &back), "err.record.note_big");
    arena_free(a);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* The file a villager keeps: where the leaf stands, the hashes up to the root, and the root signed. */
#include "record/note.h"

#include "codec/codec.h"

#define HEADER "c2sp.org/tlog-proof@v1"

/* Lines up to the empty one are ours; what follows is the checkpoint, kept as it is. */
static bool read_lines(Arena *a, Str bytes, Proof *ret_proof)
{
    Proof proof = {0};
    Str line, rest = bytes, base64, number;
    if (!str_next(&rest, '\n', &line) || !str_eq(line, S(HEADER)) || !str_next(&rest, '\n', &line))
        return false;
    if (str_starts(line, S("extra "))) {
        base64 = str_from(line, sizeof "extra " - 1);
        if (!base64_read(a, base64, &proof.extra) || !str_next(&rest, '\n', &line))
            return false;
    }
    number = str_from(line, sizeof "index " - 1);
    if (!str_starts(line, S("index ")) || !note_read_number(number, &proof.index))
        return false;
    while (str_next(&rest, '\n', &line) && line.len > 0) {
        if (proof.path.count == LIMIT_PROOF_HASHES || !note_read_digest(a, line, &proof.path.at[proof.path.count++]))
            return false;
    }
    proof.note = rest;
    *ret_proof = proof;
    return rest.len > 0;
}

Err proof_read(Arena *a, Str bytes, Proof *ret_proof)
{
    if (bytes.len > 2 * LIMIT_NOTE_BYTES)
        return ERR(a, ERR_LIMIT, "err.record.note_big", .args = {i64_plain(a, 2 * LIMIT_NOTE_BYTES)});
    if (!read_lines(a, bytes, ret_proof))
        return ERR(a, ERR_INPUT, "err.record.proof_form");
    return NULL;
}

Str proof_write(Arena *a, const Proof *proof)
{
    Out *o = out_new(a, 2 * LIMIT_NOTE_BYTES, NULL);
    out_printf(o, HEADER "\n");
    if (proof->extra.len) {
        Str extra = base64_write(a, proof->extra);
        out_printf(o, "extra %.*s\n", STR_ARG(extra));
    }
    out_printf(o, "index %llu\n", (unsigned long long)proof->index);
    for (size_t i = 0; i < proof->path.count; i++) {
        out_raw(o, note_write_digest(a, &proof->path.at[i]));
        out_byte(o, '\n');
    }
    out_byte(o, '\n');
    out_raw(o, proof->note);
    return out_str(o);
}

Err record_proof_origin(Arena *a, Str tlog_proof, Str *ret_origin)
{
    Proof proof;
    Note note;
    Checkpoint checkpoint;
    TRY(proof_read(a, tlog_proof, &proof));
    TRY(note_read(a, proof.note, &note));
    TRY(note_read_checkpoint(a, note.text, &checkpoint));
    *ret_origin = checkpoint.origin;
    return NULL;
}

Err record_verify_proof(Arena *a, Str tlog_proof, Str leaf_bytes, Str vkey, ProofCheck *ret_check)
{
    NoteKey key;
    Proof proof;
    Note note;
    Checkpoint checkpoint;
    TRY(note_read_vkey(a, vkey, &key));
    TRY(proof_read(a, tlog_proof, &proof));
    TRY(note_read(a, proof.note, &note));
    TRY(note_verify(a, &note, &key));
    TRY(note_read_checkpoint(a, note.text, &checkpoint));
    if (!str_eq(checkpoint.origin, key.name))
        return ERR(a, ERR_INPUT, "err.record.proof_origin", .args = {checkpoint.origin, key.name});
    Str bytes = leaf_bytes.len ? leaf_bytes : proof.extra;
    if (!bytes.len)
        return ERR(a, ERR_INPUT, "err.record.proof_leaf");
    Digest leaf = merkle_leaf(bytes);
    if (!merkle_leaf_in(&checkpoint.root, proof.index, &leaf, &proof.path))
        return ERR(a, ERR_INPUT, "err.record.proof_wrong", .args = {i64_plain(a, (int64_t)proof.index)});
    *ret_check = (ProofCheck){proof.index, checkpoint.root.size, checkpoint.origin, leaf, bytes};
    return NULL;
}

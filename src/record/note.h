// SPDX-License-Identifier: Apache-2.0
/* Signed notes, checkpoints, and the .tlog-proof files they stand in: C2SP signed-note, tlog-checkpoint, tlog-proof. */
#pragma once

#include "record/merkle.h"

enum { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

/* Who may sign: the name and the public key of a "vkey" text. */
typedef struct NoteKey {
    Str name;
    uint8_t type, id[4], pub[32];
} NoteKey;
NoteKey note_key(Str name, uint8_t type, const uint8_t pub[32]);
MUST_USE Err note_read_vkey(Arena *a, Str vkey, NoteKey *ret_key);
Str note_write_vkey(Arena *a, const NoteKey *key);

typedef struct NoteSignature {
    Str name, id, bytes; /* id: 4 bytes, before the signature proper */
} NoteSignature;
typedef struct Note {
    Str text; /* with its last newline: what is signed */
    const NoteSignature *signatures;
    size_t count;
} Note;
MUST_USE Err note_read(Arena *a, Str bytes, Note *ret_note);
/* The key has signed, and none of its signatures is wrong. Signatures of keys we do not know are passed over. */
MUST_USE Err note_verify(Arena *a, const Note *note, const NoteKey *key);
Str note_sign(Arena *a, Str text, Str name, const SignKey *key); /* the whole note */

typedef struct Checkpoint {
    Str origin;
    Root root;
} Checkpoint;
Str note_write_checkpoint(Arena *a, const Checkpoint *checkpoint); /* the text */
MUST_USE Err note_read_checkpoint(Arena *a, Str text, Checkpoint *ret_checkpoint);
/* Decimal without leading zeros, as sizes and indexes stand in notes and proofs. */
MUST_USE bool note_read_number(Str s, uint64_t *ret_value);
MUST_USE bool note_read_digest(Arena *a, Str base64, Digest *ret_digest);
Str note_write_digest(Arena *a, const Digest *digest);

typedef struct Proof {
    uint64_t index;
    Str extra; /* bytes of the application's own: ours is the leaf */
    MerklePath path;
    Str note; /* the checkpoint, verbatim */
} Proof;
MUST_USE Err proof_read(Arena *a, Str bytes, Proof *ret_proof);
Str proof_write(Arena *a, const Proof *proof);

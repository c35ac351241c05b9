// SPDX-License-Identifier: Apache-2.0
/* Signed notes, vkeys and checkpoints: what can be read is written back the same, and nobody signs but who has the key. */
#include "fuzz.h"

#include "record/note.h"

#define NAME "sun.example/log/371603106"

static const uint8_t seed[32] = {1};

/* What the harness signs holds; no signature that comes from outside does, not even under its own name and number. */
static void check_signed(Arena *a, Str text, const SignKey *sign)
{
    Note note;
    NoteKey key = note_key(S(NAME), NOTE_ED25519, sign->pub);
    REQUIRE(!note_read(a, note_sign(a, text, S(NAME), sign), &note) && str_eq(note.text, text));
    REQUIRE(!note_verify(a, &note, &key));
    note.text.len--;
    REQUIRE(note_verify(a, &note, &key));
}

static void check_forged(Arena *a, const Note *note, const SignKey *sign)
{
    for (size_t i = 0; i < note->count; i++) {
        NoteKey key = note_key(note->signatures[i].name, i % 2 ? NOTE_COSIGNATURE : NOTE_ED25519, sign->pub);
        memcpy(key.id, note->signatures[i].id.at, sizeof key.id);
        REQUIRE(note_verify(a, note, &key));
    }
}

FUZZ(a, bytes)
{
    NoteKey read;
    Note note;
    Checkpoint c;
    SignKey sign = seal_sign_key(seed);
    if (!note_read(a, bytes, &note))
        check_forged(a, &note, &sign);
    if (!note_read_checkpoint(a, bytes, &c)) {
        REQUIRE(str_starts(bytes, note_write_checkpoint(a, &c)));
        if (bytes.len < LIMIT_NOTE_BYTES / 2)
            check_signed(a, bytes, &sign);
    }
    if (!note_read_vkey(a, bytes, &read))
        REQUIRE(str_eq(note_write_vkey(a, &read), bytes));
}

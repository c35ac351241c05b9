// SPDX-License-Identifier: Apache-2.0
/* Signed notes, vkeys and checkpoints: what can be read is written back the same. */
#include "fuzz.h"

#include "record/note.h"

static const uint8_t seed[32] = {1};

FUZZ(a, bytes)
{
    NoteKey key, read;
    Note note;
    Checkpoint c;
    SignKey sign = seal_sign_key(seed);
    key = note_key(S("sun.example/log/371603106"), NOTE_ED25519, sign.pub);
    if (!note_read(a, bytes, &note) && !note_verify(a, &note, &key))
        (void)!note_read_checkpoint(a, note.text, &c);
    if (!note_read_checkpoint(a, bytes, &c))
        REQUIRE(str_starts(bytes, note_write_checkpoint(a, &c)));
    if (!note_read_vkey(a, bytes, &read))
        REQUIRE(str_eq(note_write_vkey(a, &read), bytes));
}

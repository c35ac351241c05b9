// SPDX-License-Identifier: Apache-2.0
/* Signed notes: a text, an empty line, and lines that say who signed it. */
#include "record/note.h"

#include "codec/codec.h"

#define DASH "\xe2\x80\x94 " /* an em dash and a blank begin a signature line */

enum { KEY_ID = 4, ED25519_SIGNATURE = 64, COSIGNATURE_TIME = 8 };

/* -- keys ---------------------------------------------------------------------------------------------------------- */

NoteKey note_key(Str name, uint8_t type, const uint8_t pub[32])
{
    NoteKey key = {.name = name, .type = type};
    memcpy(key.pub, pub, sizeof key.pub);
    const Str parts[] = {name, S("\n"), {(const char *)&type, 1}, {(const char *)pub, 32}};
    Digest digest = seal_sha256_parts(parts, COUNT_OF(parts));
    memcpy(key.id, digest.at, KEY_ID);
    return key;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_name(Str name)
{
    uint32_t c;
    if (name.len == 0 || !text_is_utf8(name))
        return false;
    while (text_next(&name, &c))
        if (c < 0x20 || c == 0x7f || is_space(c) || c == '+')
            return false;
    return true;
}

Err note_read_vkey(Arena *a, Str vkey, NoteKey *ret_key)
{
    Str name, rest, id, key, bytes;
    bool parts = str_cut(vkey, '+', &name, &rest) && str_cut(rest, '+', &id, &key);
    if (!parts || !is_name(name) || !base64_read(a, key, &bytes) || bytes.len != 1 + sizeof ret_key->pub)
        return ERR(a, ERR_INPUT, "err.record.vkey_form");
    NoteKey read = note_key(name, (uint8_t)bytes.at[0], (const uint8_t *)bytes.at + 1);
    bool known = read.type == NOTE_ED25519 || read.type == NOTE_COSIGNATURE;
    if (!known || !str_eq(hex_write(a, (Str){(const char *)read.id, KEY_ID}), id))
        return ERR(a, ERR_INPUT, "err.record.vkey_form");
    *ret_key = read;
    return NULL;
}

Str note_write_vkey(Arena *a, const NoteKey *key)
{
    char bytes[1 + sizeof key->pub] = {(char)key->type};
    memcpy(bytes + 1, key->pub, sizeof key->pub);
    Str id = hex_write(a, (Str){(const char *)key->id, KEY_ID});
    Str pub = base64_write(a, (Str){bytes, sizeof bytes});
    return arena_printf(a, "%.*s+%.*s+%.*s", STR_ARG(key->name), STR_ARG(id), STR_ARG(pub));
}

/* -- reading ------------------------------------------------------------------------------------------------------- */

static bool is_note_text(Str s)
{
    if (!text_is_utf8(s))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] < ' ' && s.at[i] != '\n')
            return false;
    return true;
}

static bool find_last_empty_line(Str s, size_t *ret_at)
{
    for (size_t i = s.len; i >= 2; i--) {
        if (s.at[i - 1] == '\n' && s.at[i - 2] == '\n') {
            *ret_at = i - 1;
            return true;
        }
    }
    return false;
}

static bool read_signature(Arena *a, Str line, NoteSignature *ret_signature)
{
    Str name, base64, bytes;
    if (!str_starts(line, S(DASH)) || !str_cut(str_from(line, sizeof DASH - 1), ' ', &name, &base64) ||
        !is_name(name) || !base64_read(a, base64, &bytes) || bytes.len <= KEY_ID)
        return false;
    *ret_signature = (NoteSignature){name, str_sub(bytes, 0, KEY_ID), str_from(bytes, KEY_ID)};
    return true;
}

Err note_read(Arena *a, Str bytes, Note *ret_note)
{
    size_t empty;
    if (bytes.len > LIMIT_NOTE_BYTES)
        return ERR(a, ERR_LIMIT, "err.record.note_big", .args = {i64_plain(a, LIMIT_NOTE_BYTES)});
    if (!is_note_text(bytes) || !str_ends(bytes, S("\n")) || !find_last_empty_line(bytes, &empty))
        return ERR(a, ERR_INPUT, "err.record.note_form");
    Str line, lines = str_sub(bytes, empty + 1, bytes.len - empty - 2); /* without the last newline */
    NoteSignature *signatures = ARENA_ARRAY(a, NoteSignature, LIMIT_NOTE_SIGNATURES);
    size_t count = 0;
    while (str_next(&lines, '\n', &line)) {
        if (count == LIMIT_NOTE_SIGNATURES)
            return ERR(a, ERR_LIMIT, "err.record.note_signatures", .args = {i64_plain(a, LIMIT_NOTE_SIGNATURES)});
        if (!read_signature(a, line, &signatures[count++]))
            return ERR(a, ERR_INPUT, "err.record.note_form");
    }
    *ret_note = (Note){str_sub(bytes, 0, empty), signatures, count};
    return NULL;
}

static bool is_signed(const NoteKey *key, Str text, Str bytes)
{
    Signature signature;
    if (bytes.len != sizeof signature.at)
        return false;
    memcpy(signature.at, bytes.at, sizeof signature.at);
    return seal_verify(key->pub, text, &signature);
}

/* A cosignature says when the cosigner saw the checkpoint, and signs that too. */
static bool is_cosigned(Arena *a, const NoteKey *key, Str text, Str bytes)
{
    uint64_t when = 0;
    if (bytes.len != COSIGNATURE_TIME + ED25519_SIGNATURE)
        return false;
    for (size_t i = 0; i < COSIGNATURE_TIME; i++)
        when = when << 8 | (uint8_t)bytes.at[i];
    Str head = arena_printf(a, "cosignature/v1\ntime %llu\n", (unsigned long long)when);
    Str whole = arena_join(a, (const Str[]){head, text}, 2, STR_NONE);
    return is_signed(key, whole, str_from(bytes, COSIGNATURE_TIME));
}

Err note_verify(Arena *a, const Note *note, const NoteKey *key)
{
    size_t good = 0;
    for (size_t i = 0; i < note->count; i++) {
        const NoteSignature *s = &note->signatures[i];
        if (!str_eq(s->name, key->name) || memcmp(s->id.at, key->id, KEY_ID) != 0)
            continue;
        bool fits = key->type == NOTE_COSIGNATURE ? is_cosigned(a, key, note->text, s->bytes)
                                                  : is_signed(key, note->text, s->bytes);
        if (!fits)
            return ERR(a, ERR_INPUT, "err.record.note_forged", .args = {key->name});
        good++;
    }
    if (good == 0)
        return ERR(a, ERR_INPUT, "err.record.note_unsigned", .args = {key->name});
    return NULL;
}

/* -- writing ------------------------------------------------------------------------------------------------------- */

Str note_sign(Arena *a, Str text, Str name, const SignKey *key)
{
    REQUIRE(is_note_text(text) && str_ends(text, S("\n")) && is_name(name));
    NoteKey public = note_key(name, NOTE_ED25519, key->pub);
    Signature signature = seal_sign(key, text);
    char bytes[KEY_ID + sizeof signature.at];
    memcpy(bytes, public.id, KEY_ID);
    memcpy(bytes + KEY_ID, signature.at, sizeof signature.at);
    Str base64 = base64_write(a, (Str){bytes, sizeof bytes});
    return arena_printf(a, "%.*s\n" DASH "%.*s %.*s\n", STR_ARG(text), STR_ARG(name), STR_ARG(base64));
}

/* -- checkpoints --------------------------------------------------------------------------------------------------- */

bool note_read_number(Str s, uint64_t *ret_value)
{
    return s.len > 0 && (s.at[0] != '0' || s.len == 1) && str_to_u64(s, ret_value);
}

bool note_read_digest(Arena *a, Str base64, Digest *ret_digest)
{
    Str bytes;
    if (!base64_read(a, base64, &bytes) || bytes.len != sizeof ret_digest->at)
        return false;
    memcpy(ret_digest->at, bytes.at, sizeof ret_digest->at);
    return true;
}

Str note_write_digest(Arena *a, const Digest *digest)
{
    return base64_write(a, (Str){(const char *)digest->at, sizeof digest->at});
}

Str note_write_checkpoint(Arena *a, const Checkpoint *checkpoint)
{
    Str hash = note_write_digest(a, &checkpoint->root.hash);
    return arena_printf(a, "%.*s\n%llu\n%.*s\n", STR_ARG(checkpoint->origin),
                        (unsigned long long)checkpoint->root.size, STR_ARG(hash));
}

/* Lines after the third are extensions: allowed, not ours, never empty. */
Err note_read_checkpoint(Arena *a, Str text, Checkpoint *ret_checkpoint)
{
    Checkpoint read = {0};
    Str size, hash, more;
    bool form = is_note_text(text) && str_ends(text, S("\n"));
    text.len -= form;
    form = form && str_next(&text, '\n', &read.origin) && read.origin.len > 0 && str_next(&text, '\n', &size) &&
           note_read_number(size, &read.root.size) && str_next(&text, '\n', &hash) &&
           note_read_digest(a, hash, &read.root.hash);
    while (form && str_next(&text, '\n', &more))
        form = more.len > 0;
    if (!form)
        return ERR(a, ERR_INPUT, "err.record.checkpoint_form");
    *ret_checkpoint = read;
    return NULL;
}

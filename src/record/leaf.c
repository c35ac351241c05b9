// SPDX-License-Identifier: Apache-2.0
/* Leaves as canonical JSON: names sorted, no blanks, integers only. */
#include "record/leaf.h"

#include "codec/codec.h"

/* Room for a leaf one byte too long to be seen as such, and for what an escape may grow to. */
enum { LEAF_VERSION = 1, MS_PER_SECOND = 1000, LEAF_ROOM = 8 * LIMIT_LEAF_BYTES };

/* -- writing ------------------------------------------------------------------------------------------------------- */

static void put_text(Out *o, Str name, Str value)
{
    out_raw(o, name);
    json_string(o, value);
}

static void put_digest(Out *o, Str name, const Digest *d)
{
    out_raw(o, name);
    if (d)
        json_string(o, hex_write(out_arena(o), (Str){(const char *)d->at, sizeof d->at}));
    else
        out_raw(o, S("null"));
}

static int64_t whole_seconds(Instant t)
{
    return t.ms / MS_PER_SECOND - (t.ms % MS_PER_SECOND < 0);
}

static void write_open(Out *o, const Leaf *l)
{
    put_digest(o, S("{\"body\":"), l->body);
    put_digest(o, S(",\"commit\":"), l->commit);
    put_text(o, S(",\"kind\":"), l->kind);
    if (l->last.len)
        put_text(o, S(",\"last\":"), l->last);
    put_text(o, S(",\"obj\":"), l->object);
    put_text(o, S(",\"office\":"), l->office);
    put_text(o, S(",\"place\":"), place_plain(out_arena(o), l->place));
    put_digest(o, S(",\"prev\":"), l->prev);
    out_printf(o, ",\"seq\":%llu,\"t\":%lld", (unsigned long long)l->seq, (long long)whole_seconds(l->at));
}

Str leaf_write(Arena *a, const Leaf *leaf)
{
    Out *o = out_new(a, LEAF_ROOM, NULL);
    if (leaf->sealed) {
        put_digest(o, S("{\"commit\":"), leaf->commit);
        out_raw(o, S(",\"kind\":\"sealed\""));
    } else {
        write_open(o, leaf);
    }
    out_printf(o, ",\"v\":%d}", LEAF_VERSION);
    return out_full(o) ? STR_NONE : out_str(o);
}

Str leaf_secret(Arena *a, const Leaf *leaf, Str data)
{
    Leaf open = *leaf;
    open.sealed = false;
    open.commit = NULL;
    /* Canonical JSON holds no newline: where the leaf ends is never in doubt. */
    return arena_join(a, (const Str[]){leaf_write(a, &open), data}, 2, S("\n"));
}

/* -- reading ------------------------------------------------------------------------------------------------------- */

static const Digest *read_digest(Arena *a, const Json *object, Str name)
{
    Str bytes;
    if (!hex_read(a, json_text(object, name), &bytes) || bytes.len != sizeof(Digest))
        return NULL;
    Digest *d = ARENA_NEW(a, Digest);
    memcpy(d->at, bytes.at, sizeof d->at);
    return d;
}

static bool read_fields(Arena *a, const Json *json, Leaf *ret_leaf)
{
    Leaf l = {
        .kind = json_text(json, S("kind")),
        .object = json_text(json, S("obj")),
        .seq = (uint64_t)json_int(json, S("seq"), 0),
        .at = {json_int(json, S("t"), 0) * MS_PER_SECOND},
        .prev = read_digest(a, json, S("prev")),
        .office = json_text(json, S("office")),
        .body = read_digest(a, json, S("body")),
        .commit = read_digest(a, json, S("commit")),
        .last = json_text(json, S("last")),
    };
    l.sealed = str_eq(l.kind, S("sealed"));
    *ret_leaf = l;
    return l.sealed ? l.commit != NULL : place_read(json_text(json, S("place")), &ret_leaf->place);
}

Err leaf_read(Arena *a, Str bytes, Leaf *ret_leaf)
{
    const Json *json;
    if (bytes.len > LIMIT_LEAF_BYTES)
        return ERR(a, ERR_LIMIT, "err.record.leaf_big", .args = {i64_plain(a, LIMIT_LEAF_BYTES)});
    TRY(json_read(a, bytes, LIMIT_LEAF_BYTES, &json));
    /* A field too many, too few, or of another form does not survive being written again. */
    if (!read_fields(a, json, ret_leaf) || !str_eq(leaf_write(a, ret_leaf), bytes))
        return ERR(a, ERR_INPUT, "err.record.leaf_form");
    return NULL;
}

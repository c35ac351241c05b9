// SPDX-License-Identifier: Apache-2.0
/* JSON text to a tree, with jansson; what its grammar allows and ours does not is refused here. */

/* Five of jansson's names are also ours. In this file its own get a longer name; its json_is_null and json_is_object,
 * which use them, are not to be used. */
#define JSON_NULL JANSSON_NULL
#define JSON_OBJECT JANSSON_OBJECT
#define json_null jansson_null
#define json_object jansson_object
#define json_string jansson_string
#include <jansson.h>
#undef JSON_NULL
#undef JSON_OBJECT
#undef json_null
#undef json_object
#undef json_string

#include "codec/codec.h"

enum { INT_MAX_BITS = 53 };

typedef struct Reader {
    Arena *a;
    size_t depth;
} Reader;

static Err full(Reader *r)
{
    return ERR(r->a, ERR_LIMIT, "err.json.too_long");
}

static Err read_value(Reader *r, json_t *from, const Json **ret_json);

static Err read_list(Reader *r, json_t *from, Json *to)
{
    to->count = json_array_size(from);
    const Json **items = arena_try(r->a, sizeof *items * to->count, alignof(const Json *));
    if (!items)
        return full(r);
    for (size_t i = 0; i < to->count; i++)
        TRY(read_value(r, json_array_get(from, i), &items[i]));
    to->kind = JSON_LIST;
    to->items = items;
    return NULL;
}

static Err read_text(Reader *r, const char *bytes, size_t len, Str *ret_text)
{
    char *copy = arena_try(r->a, len + 1, 1);
    if (!copy)
        return full(r);
    memcpy(copy, bytes, len);
    *ret_text = (Str){copy, len};
    return NULL;
}

static Err read_object(Reader *r, json_t *from, Json *to)
{
    size_t room = json_object_size(from);
    JsonMember *members = arena_try(r->a, sizeof *members * room, alignof(JsonMember));
    if (!members)
        return full(r);
    for (void *at = json_object_iter(from); at; at = json_object_iter_next(from, at)) {
        const char *name = json_object_iter_key(at);
        JsonMember *m = &members[to->count++];
        TRY(read_text(r, name, strlen(name), &m->name));
        TRY(read_value(r, json_object_iter_value(at), &m->value));
    }
    to->kind = JSON_OBJECT;
    to->members = members;
    return NULL;
}

static Err read_int(Reader *r, json_t *from, Json *to)
{
    int64_t v = json_integer_value(from), max = (int64_t)1 << INT_MAX_BITS;
    if (v <= -max || v >= max)
        return ERR(r->a, ERR_INPUT, "err.json.number");
    to->kind = JSON_INT;
    to->number = v;
    return NULL;
}

static Err read_value(Reader *r, json_t *from, const Json **ret_json)
{
    Json *to = arena_try(r->a, sizeof *to, alignof(Json));
    if (!to)
        return full(r);
    *ret_json = to;
    switch (json_typeof(from)) {
    case JANSSON_NULL:
        return NULL;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = JSON_BOOL;
        to->number = json_is_true(from);
        return NULL;
    case JSON_STRING:
        to->kind = JSON_TEXT;
        return read_text(r, json_string_value(from), json_string_length(from), &to->text);
    case JSON_INTEGER:
        return read_int(r, from, to);
    case JSON_REAL:
        return ERR(r->a, ERR_INPUT, "err.json.number");
    case JSON_ARRAY:
    case JANSSON_OBJECT:
        break;
    }
    if (++r->depth > LIMIT_JSON_DEPTH)
        return ERR(r->a, ERR_LIMIT, "err.json.deep", .args = {i64_plain(r->a, LIMIT_JSON_DEPTH)});
    TRY(json_is_array(from) ? read_list(r, from, to) : read_object(r, from, to));
    r->depth--;
    return NULL;
}

static Err complain(Arena *a, const json_error_t *error)
{
    Str line = i64_plain(a, error->line > 0 ? error->line : 1);
    enum json_error_code code = json_error_code(error);
    if (code == json_error_duplicate_key)
        return ERR(a, ERR_INPUT, "err.json.twice", .args = {line}, .detail = str_of(error->text));
    if (code == json_error_numeric_overflow)
        return ERR(a, ERR_INPUT, "err.json.number", .detail = str_of(error->text));
    if (code == json_error_stack_overflow)
        return ERR(a, ERR_LIMIT, "err.json.deep", .args = {i64_plain(a, LIMIT_JSON_DEPTH)});
    return ERR(a, ERR_INPUT, "err.json.syntax", .args = {line}, .detail = str_of(error->text));
}

Err json_read(Arena *a, Str bytes, size_t bytes_max, const Json **ret_json)
{
    if (bytes.len > bytes_max)
        return ERR(a, ERR_LIMIT, "err.json.too_long");
    /* jansson takes a NUL for the end, whatever follows. */
    if (bytes.len && memchr(bytes.at, '\0', bytes.len))
        return ERR(a, ERR_INPUT, "err.json.syntax", .args = {S("1")}, .detail = S("NUL"));
    json_error_t error;
    json_t *root = json_loadb(bytes.len ? bytes.at : "", bytes.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root)
        return complain(a, &error);
    Reader r = {.a = a};
    Err e = read_value(&r, root, ret_json);
    json_decref(root);
    return e;
}

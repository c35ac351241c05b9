// SPDX-License-Identifier: Apache-2.0
/* The JSON tree: looking in it, making it, and writing it in the one form that is hashed. */
#include "codec/codec.h"

const Json *json_get(const Json *object, Str name)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (str_eq(object->members[i].name, name))
            return object->members[i].value;
    return NULL;
}

Str json_text(const Json *object, Str name)
{
    const Json *value = json_get(object, name);
    return value && value->kind == JSON_TEXT ? value->text : STR_NONE;
}

int64_t json_int(const Json *object, Str name, int64_t otherwise)
{
    const Json *value = json_get(object, name);
    return value && value->kind == JSON_INT ? value->number : otherwise;
}

bool json_flag(const Json *object, Str name)
{
    const Json *value = json_get(object, name);
    return value && value->kind == JSON_BOOL && value->number;
}

/* -- making -------------------------------------------------------------------------------------------------------- */

const Json *json_null(void)
{
    static const Json null = {.kind = JSON_NULL};
    return &null;
}

const Json *json_of_flag(bool v)
{
    static const Json flags[] = {{.kind = JSON_BOOL, .number = 0}, {.kind = JSON_BOOL, .number = 1}};
    return &flags[v];
}

static const Json *keep(Arena *a, Json value)
{
    Json *j = ARENA_NEW(a, Json);
    *j = value;
    return j;
}

const Json *json_of_text(Arena *a, Str s)
{
    return keep(a, (Json){.kind = JSON_TEXT, .text = arena_str(a, s)});
}

const Json *json_of_int(Arena *a, int64_t v)
{
    return keep(a, (Json){.kind = JSON_INT, .number = v});
}

const Json *json_list(Arena *a, const Json *const *items, size_t count)
{
    const Json **copy = ARENA_ARRAY(a, const Json *, count);
    if (count)
        memcpy(copy, items, sizeof *copy * count);
    return keep(a, (Json){.kind = JSON_LIST, .items = copy, .count = count});
}

const Json *json_object(Arena *a, const JsonMember *members, size_t count)
{
    JsonMember *copy = ARENA_ARRAY(a, JsonMember, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = (JsonMember){arena_str(a, members[i].name), members[i].value};
    return keep(a, (Json){.kind = JSON_OBJECT, .members = copy, .count = count});
}

static bool is_object(const Json *j)
{
    return j && j->kind == JSON_OBJECT;
}

const Json *json_merge(Arena *a, const Json *under, const Json *over)
{
    size_t under_count = is_object(under) ? under->count : 0, over_count = is_object(over) ? over->count : 0, count = 0;
    JsonMember *members = ARENA_ARRAY(a, JsonMember, under_count + over_count);
    for (size_t i = 0; i < under_count; i++)
        if (!json_get(over, under->members[i].name))
            members[count++] = under->members[i];
    for (size_t i = 0; i < over_count; i++)
        if (over->members[i].value->kind != JSON_NULL) /* NOLINT(clang-analyzer-*): a member has a value */
            members[count++] = over->members[i];
    return keep(a, (Json){.kind = JSON_OBJECT, .members = members, .count = count});
}

/* -- writing ------------------------------------------------------------------------------------------------------- */

/* How the byte must be written inside quotes; none when it may stand as it is. */
static Str escape_of(unsigned char c, char ret_room[6])
{
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"': return S("\\\"");
    case '\\': return S("\\\\");
    case '\b': return S("\\b");
    case '\f': return S("\\f");
    case '\n': return S("\\n");
    case '\r': return S("\\r");
    case '\t': return S("\\t");
    default: break;
    }
    if (c >= 0x20)
        return STR_NONE;
    memcpy(ret_room, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
    return (Str){ret_room, 6};
}

void json_string(Out *o, Str s)
{
    out_byte(o, '"');
    Str plain = {s.at, 0}; /* what may be copied as it stands */
    for (Str rest = s; rest.len;) {
        char room[6];
        uint32_t c;
        const char *at = rest.at;
        text_next(&rest, &c);
        size_t used = (size_t)(rest.at - at);
        Str escaped = c < 0x20 || c == '"' || c == '\\' ? escape_of((unsigned char)c, room) : STR_NONE;
        if (c == 0xFFFD && used == 1) /* JSON is UTF-8 whatever we were handed */
            escaped = S("\xEF\xBF\xBD");
        if (!escaped.at) {
            plain.len += used;
            continue;
        }
        out_raw(o, plain);
        out_raw(o, escaped);
        plain = (Str){rest.at, 0};
    }
    out_raw(o, plain);
    out_byte(o, '"');
}

static int by_name(const void *a, const void *b)
{
    const JsonMember *const *left = a, *const *right = b;
    return str_cmp((*left)->name, (*right)->name);
}

static void write_object(Out *o, const Json *j)
{
    const JsonMember **sorted = ARENA_ARRAY(out_arena(o), const JsonMember *, j->count);
    for (size_t i = 0; i < j->count; i++)
        sorted[i] = &j->members[i];
    if (j->count > 1)
        qsort(sorted, j->count, sizeof *sorted, by_name);
    out_byte(o, '{');
    for (size_t i = 0; i < j->count; i++) {
        if (i)
            out_byte(o, ',');
        json_string(o, sorted[i]->name);
        out_byte(o, ':');
        json_write(o, sorted[i]->value);
    }
    out_byte(o, '}');
}

static void write_list(Out *o, const Json *j)
{
    out_byte(o, '[');
    for (size_t i = 0; i < j->count; i++) {
        if (i)
            out_byte(o, ',');
        json_write(o, j->items[i]);
    }
    out_byte(o, ']');
}

void json_write(Out *o, const Json *j)
{
    switch (j->kind) {
    case JSON_NULL: out_raw(o, S("null")); break;
    case JSON_BOOL: out_raw(o, j->number ? S("true") : S("false")); break;
    case JSON_INT: out_value_int(o, j->number); break;
    case JSON_TEXT: json_string(o, j->text); break;
    case JSON_LIST: write_list(o, j); break;
    case JSON_OBJECT: write_object(o, j); break;
    }
}

Str json_canonical(Arena *a, const Json *j)
{
    Out *o = out_new(a, SIZE_MAX, NULL);
    json_write(o, j);
    REQUIRE(!out_full(o));
    return out_str(o);
}

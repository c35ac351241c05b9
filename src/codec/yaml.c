// SPDX-License-Identifier: Apache-2.0
/* YAML to a tree with line numbers, from libyaml's events. A scalar stays text: its meaning is the schema's business. */
#include <yaml.h>

#include "codec/codec.h"

typedef struct Reader {
    Arena *a;
    Str file;
    yaml_parser_t parser;
    size_t nodes, depth;
} Reader;

static Str place(Reader *r, int line)
{
    return arena_printf(r->a, "%.*s:%d", STR_ARG(r->file), line);
}

static int line_of(const yaml_event_t *e)
{
    return (int)e->start_mark.line + 1;
}

static Err next(Reader *r, yaml_event_t *ret_event)
{
    if (yaml_parser_parse(&r->parser, ret_event))
        return NULL;
    int line = (int)r->parser.problem_mark.line + 1;
    return ERR(r->a, ERR_INPUT, "err.yaml.syntax", .args = {place(r, line), str_of(r->parser.problem)});
}

/* What starts a node may carry an anchor or a tag; an alias is nothing else. */
static Err refuse_marks(Reader *r, const yaml_event_t *e)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        anchor = e->data.scalar.anchor;
        tag = e->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = e->data.sequence_start.anchor;
        tag = e->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = e->data.mapping_start.anchor;
        tag = e->data.mapping_start.tag;
        break;
    default: break;
    }
    if (anchor || e->type == YAML_ALIAS_EVENT)
        return ERR(r->a, ERR_INPUT, "err.yaml.anchor", .args = {place(r, line_of(e))});
    if (tag)
        return ERR(r->a, ERR_INPUT, "err.yaml.tag", .args = {place(r, line_of(e))});
    return NULL;
}

static Err read_node(Reader *r, const yaml_event_t *e, const Yaml **ret_yaml);

static Err read_child(Reader *r, yaml_event_type_t end, bool *ret_more, const Yaml **ret_yaml)
{
    yaml_event_t e;
    TRY(next(r, &e));
    *ret_more = e.type != end;
    Err err = *ret_more ? read_node(r, &e, ret_yaml) : NULL;
    yaml_event_delete(&e);
    return err;
}

/* A list that doubles; what it leaves behind goes with the arena. */
static void *grown(Arena *a, void *items, size_t count, size_t size)
{
    if (count & (count - 1) || count == 1)
        return items; /* room is 2, 4, 8 ... */
    void *more = arena_take(a, (count ? count * 2 : 2) * size, alignof(max_align_t));
    return items ? memcpy(more, items, count * size) : more;
}

static Err read_list(Reader *r, Yaml *list)
{
    const Yaml **items = NULL;
    for (;;) {
        const Yaml *item;
        bool more;
        TRY(read_child(r, YAML_SEQUENCE_END_EVENT, &more, &item));
        if (!more)
            break;
        items = grown(r->a, items, list->count, sizeof *items);
        items[list->count++] = item;
    }
    list->kind = YAML_LIST;
    list->items = items;
    return NULL;
}

static int by_name_and_line(const void *a, const void *b)
{
    const YamlPair *left = a, *right = b;
    int order = str_cmp(left->name, right->name);
    return order ? order : left->line - right->line;
}

static Err refuse_twice(Reader *r, const YamlPair *pairs, size_t count)
{
    if (!pairs || count < 2)
        return NULL;
    ArenaMark mark = arena_mark(r->a);
    YamlPair *sorted = ARENA_ARRAY(r->a, YamlPair, count);
    qsort(memcpy(sorted, pairs, sizeof *sorted * count), count, sizeof *sorted, by_name_and_line);
    for (size_t i = 1; i < count; i++)
        if (str_eq(sorted[i - 1].name, sorted[i].name))
            return ERR(r->a, ERR_INPUT, "err.yaml.twice", .args = {place(r, sorted[i].line), sorted[i].name});
    arena_rewind(r->a, mark);
    return NULL;
}

static Err read_map(Reader *r, Yaml *map)
{
    YamlPair *pairs = NULL;
    for (;;) {
        const Yaml *name, *value;
        bool more;
        TRY(read_child(r, YAML_MAPPING_END_EVENT, &more, &name));
        if (!more)
            break;
        if (name->kind != YAML_SCALAR)
            return ERR(r->a, ERR_INPUT, "err.yaml.name", .args = {place(r, name->line)});
        TRY(read_child(r, YAML_NO_EVENT, &more, &value));
        pairs = grown(r->a, pairs, map->count, sizeof *pairs);
        pairs[map->count++] = (YamlPair){name->text, name->line, value};
    }
    map->kind = YAML_MAP;
    map->pairs = pairs;
    return refuse_twice(r, pairs, map->count);
}

static Err read_node(Reader *r, const yaml_event_t *e, const Yaml **ret_yaml)
{
    TRY(refuse_marks(r, e));
    if (++r->nodes > LIMIT_YAML_NODES)
        return ERR(r->a, ERR_LIMIT, "err.yaml.too_long", .args = {r->file});
    Yaml *node = ARENA_NEW(r->a, Yaml);
    node->line = line_of(e);
    *ret_yaml = node;
    if (e->type == YAML_SCALAR_EVENT) {
        node->text = arena_str(r->a, (Str){(const char *)e->data.scalar.value, e->data.scalar.length});
        node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        return NULL;
    }
    if (++r->depth > LIMIT_YAML_DEPTH)
        return ERR(r->a, ERR_LIMIT, "err.yaml.deep", .args = {place(r, node->line), i64_plain(r->a, LIMIT_YAML_DEPTH)});
    TRY(e->type == YAML_SEQUENCE_START_EVENT ? read_list(r, node) : read_map(r, node));
    r->depth--;
    return NULL;
}

/* The stream: start, one document with one node, end. */
static Err read_stream(Reader *r, const Yaml **ret_yaml)
{
    *ret_yaml = NULL;
    for (;;) {
        yaml_event_t e;
        TRY(next(r, &e));
        int line = line_of(&e);
        yaml_event_type_t type = e.type;
        bool node = type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT ||
                    type == YAML_MAPPING_START_EVENT || type == YAML_ALIAS_EVENT;
        Err err = node ? read_node(r, &e, ret_yaml) : NULL;
        yaml_event_delete(&e);
        TRY(err);
        if (type == YAML_DOCUMENT_START_EVENT && *ret_yaml)
            return ERR(r->a, ERR_INPUT, "err.yaml.documents", .args = {place(r, line)});
        if (type == YAML_STREAM_END_EVENT)
            break;
    }
    return *ret_yaml ? NULL : ERR(r->a, ERR_INPUT, "err.yaml.empty", .args = {r->file});
}

Err yaml_read(Arena *a, Str bytes, Str file, const Yaml **ret_yaml)
{
    if (bytes.len > LIMIT_YAML_BYTES)
        return ERR(a, ERR_LIMIT, "err.yaml.too_long", .args = {file});
    Reader r = {.a = a, .file = file};
    REQUIRE(yaml_parser_initialize(&r.parser));
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(bytes.len ? bytes.at : ""), bytes.len);
    Err e = read_stream(&r, ret_yaml);
    yaml_parser_delete(&r.parser);
    return e;
}

const Yaml *yaml_get(const Yaml *map, Str name)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (str_eq(map->pairs[i].name, name))
            return map->pairs[i].value;
    return NULL;
}

Str yaml_text(const Yaml *map, Str name)
{
    const Yaml *value = yaml_get(map, name);
    return value && value->kind == YAML_SCALAR ? value->text : STR_NONE;
}

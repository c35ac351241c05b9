// SPDX-License-Identifier: Apache-2.0
/* A definition: the top of the file, and the readers that every part shares. */
#include "process/load.h"

#include "seal/seal.h"

Str load_where(const Loader *l, int line)
{
    return arena_printf(l->arena, "%.*s:%d", STR_ARG(l->file), line);
}

Err load_bad(const Loader *l, const Yaml *v, const char *wanted)
{
    return ERR(l->arena, ERR_INPUT, "err.process.load_value",
               .args = {load_where(l, v->line), v->kind == YAML_SCALAR ? v->text : S("[..]"), str_of(wanted)});
}

static const Key *find_key(const Key *keys, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_of(keys[i].name), name))
            return &keys[i];
    return NULL;
}

Err load_map(const Loader *l, const Yaml *map, const Key *keys, size_t count, void *into)
{
    if (map->kind != YAML_MAP)
        return load_bad(l, map, "{..}");
    for (size_t i = 0; i < map->count; i++) {
        const YamlPair *pair = &map->pairs[i];
        const Key *k = find_key(keys, count, pair->name);
        if (!k)
            return ERR(l->arena, ERR_INPUT, "err.process.load_unknown",
                       .args = {load_where(l, pair->line), pair->name});
        TRY(k->read(l, k, pair->value, into));
    }
    for (size_t i = 0; i < count; i++)
        if (keys[i].must && !yaml_get(map, str_of(keys[i].name)))
            return ERR(l->arena, ERR_INPUT, "err.process.load_absent",
                       .args = {load_where(l, map->line), str_of(keys[i].name)});
    return NULL;
}

bool load_is_name(Str s)
{
    enum { NAME_MAX_LEN = 40 };
    for (size_t i = 0; i < s.len; i++) {
        bool letter = s.at[i] >= 'a' && s.at[i] <= 'z';
        bool digit = (s.at[i] >= '0' && s.at[i] <= '9') || s.at[i] == '_';
        if (!letter && !(digit && i))
            return false;
    }
    return s.len > 0 && s.len <= NAME_MAX_LEN;
}

static bool is_dotted(Str s)
{
    Str room, rest;
    return str_cut(s, '.', &room, &rest) ? load_is_name(room) && load_is_name(rest) : load_is_name(s);
}

#define INTO(T) ((T *)(void *)((char *)into + k->at))
#define INTO_COUNT ((size_t *)(void *)((char *)into + k->count_at))

Err load_name(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    if (v->kind != YAML_SCALAR || !load_is_name(v->text))
        return load_bad(l, v, "a_name");
    *INTO(Str) = v->text;
    return NULL;
}

Err load_dotted(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    if (v->kind != YAML_SCALAR || !is_dotted(v->text))
        return load_bad(l, v, "room.name");
    *INTO(Str) = v->text;
    return NULL;
}

Err load_text(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    if (v->kind != YAML_SCALAR || text_chars(v->text) > LIMIT_TEXT_CHARS)
        return load_bad(l, v, "text");
    *INTO(Str) = v->text;
    return NULL;
}

static Err read_sentence(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    if (v->kind != YAML_SCALAR || v->text.len == 0 || text_chars(v->text) > LIMIT_LONG_TEXT_CHARS)
        return load_bad(l, v, "text");
    *INTO(Str) = v->text;
    return NULL;
}

Err load_words(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    static const Key keys[] = {
        {"zh", read_sentence, offsetof(Words, zh), .must = true},
        {"en", read_sentence, offsetof(Words, en), .must = true},
    };
    if (v->kind == YAML_SCALAR) { /* the same in both languages: %, km */
        *INTO(Words) = (Words){v->text, v->text};
        return NULL;
    }
    if (v->kind != YAML_MAP)
        return load_bad(l, v, "{zh: .., en: ..}");
    return load_map(l, v, keys, COUNT_OF(keys), INTO(Words));
}

Err load_flag(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    bool yes = v->kind == YAML_SCALAR && str_eq(v->text, S("true"));
    if (!yes && !(v->kind == YAML_SCALAR && str_eq(v->text, S("false"))))
        return load_bad(l, v, "true, false");
    *INTO(bool) = yes;
    return NULL;
}

Err load_count(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    int64_t n;
    if (v->kind != YAML_SCALAR || !str_to_i64(v->text, &n) || n < 1 || n > LIMIT_ROWS_MANY)
        return load_bad(l, v, "1, 2, 3 ..");
    *INTO(int) = (int)n;
    return NULL;
}

/* A list of one may be written without its brackets. */
static size_t item_count(const Yaml *v)
{
    return v->kind == YAML_LIST ? v->count : 1;
}

static const Yaml *item_at(const Yaml *v, size_t i)
{
    return v->kind == YAML_LIST ? v->items[i] : v;
}

static Err refuse_many(const Loader *l, const Yaml *v, size_t max)
{
    if (item_count(v) <= max)
        return NULL;
    return ERR(l->arena, ERR_LIMIT, "err.process.load_many",
               .args = {load_where(l, v->line), i64_plain(l->arena, (int64_t)max)});
}

Err load_names(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    TRY(refuse_many(l, v, LIMIT_FIELDS));
    size_t count = item_count(v);
    Str *names = ARENA_ARRAY(l->arena, Str, count);
    for (size_t i = 0; i < count; i++)
        TRY(load_dotted(l, &(Key){.at = i * sizeof(Str)}, item_at(v, i), names));
    *INTO(const Str *) = names;
    *INTO_COUNT = count;
    return NULL;
}

Err load_by(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    static const Key keys[] = {{"field", load_name, offsetof(By, field), .must = true}};
    if (v->kind == YAML_MAP)
        return load_map(l, v, keys, COUNT_OF(keys), INTO(By));
    return load_name(l, &(Key){.at = k->at + offsetof(By, role)}, v, into);
}

Err load_by_list(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    TRY(refuse_many(l, v, LIMIT_ROLES_NAMED));
    size_t count = item_count(v);
    By *by = ARENA_ARRAY(l->arena, By, count);
    for (size_t i = 0; i < count; i++)
        TRY(load_by(l, &(Key){.at = i * sizeof(By)}, item_at(v, i), by));
    *INTO(const By *) = by;
    *INTO_COUNT = count;
    return NULL;
}

/* 5 days · 1 workday · -3 days · 2 months */
bool load_span(Str s, Limit *into)
{
    static const struct {
        Str word;
        LimitUnit unit;
    } units[] = {{{"day", 3}, LIMIT_DAYS},     {{"days", 4}, LIMIT_DAYS},     {{"workday", 7}, LIMIT_WORKDAYS},
                 {{"workdays", 8}, LIMIT_WORKDAYS}, {{"month", 5}, LIMIT_MONTHS}, {{"months", 6}, LIMIT_MONTHS}};
    Str number, word;
    int64_t n;
    if (!str_cut(s, ' ', &number, &word) || !str_to_i64(number, &n))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (str_eq(units[i].word, word)) {
            int64_t most = units[i].unit == LIMIT_MONTHS ? LIMIT_SPAN_MONTHS : LIMIT_SPAN_DAYS;
            into->unit = units[i].unit;
            into->amount = (int32_t)(n >= -most && n <= most ? n : 0);
            return n >= -most && n <= most;
        }
    return false;
}

static Err read_limit_span(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    if (v->kind != YAML_SCALAR || !load_span(v->text, into))
        return load_bad(l, v, "5 days, 1 workday, -3 days, 2 months");
    return NULL;
}

/* parent.held_on looks at the parent case, about.posted at the case whose number stands in the field about. */
static Err read_limit_name(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    Str name = v->kind == YAML_SCALAR ? v->text : STR_NONE;
    Str whose, rest;
    if (str_cut(name, '.', &whose, &rest)) {
        ((Limit *)into)->of = whose;
        name = load_is_name(whose) ? rest : STR_NONE;
    }
    if (!load_is_name(name))
        return load_bad(l, v, "a_name, parent.a_name, a_case_field.a_name");
    *INTO(Str) = name;
    return NULL;
}

Err load_limit(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    static const Key relative[] = {
        {"in", read_limit_span, .must = true},
        {"after", read_limit_name, offsetof(Limit, after), .must = true},
    };
    static const Key by_field[] = {{"field", read_limit_name, offsetof(Limit, field), .must = true}};
    Limit *limit = INTO(Limit);
    if (v->kind != YAML_MAP)
        return read_limit_span(l, k, v, limit);
    if (!yaml_get(v, S("field")))
        return load_map(l, v, relative, COUNT_OF(relative), limit);
    limit->unit = LIMIT_BY_FIELD;
    return load_map(l, v, by_field, COUNT_OF(by_field), limit);
}

/* {kind: suggestion, state: [open, held]}: read as text; process_check looks whether the field can say so. */
Err load_whens(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    if (v->kind != YAML_MAP || v->count == 0 || v->count > LIMIT_WHENS)
        return load_bad(l, v, "{field: value, field: [a, b]}, <= 8");
    When *whens = ARENA_ARRAY(l->arena, When, v->count);
    for (size_t i = 0; i < v->count; i++) {
        const Yaml *said = v->pairs[i].value;
        TRY(refuse_many(l, said, LIMIT_CHOICES));
        Str *values = ARENA_ARRAY(l->arena, Str, item_count(said));
        for (size_t n = 0; n < item_count(said); n++) {
            if (item_at(said, n)->kind != YAML_SCALAR)
                return load_bad(l, said, "{field: value, field: [a, b]}");
            values[n] = item_at(said, n)->text;
        }
        whens[i] = (When){v->pairs[i].name, values, item_count(said)};
    }
    *INTO(const When *) = whens;
    *INTO_COUNT = v->count;
    return NULL;
}

Err load_elsewhere(const Loader *l UNUSED, const Key *k UNUSED, const Yaml *v UNUSED, void *into UNUSED)
{
    return NULL;
}

/* -- the top ----------------------------------------------------------------------------------------------------- */

static Err read_record(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    ((Process *)into)->sealed = str_eq(v->text, S("sealed"));
    bool known = v->kind == YAML_SCALAR && (str_eq(v->text, S("sealed")) || str_eq(v->text, S("open")));
    return known ? NULL : load_bad(l, v, "open, sealed");
}

static Err read_letter(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    bool one = v->kind == YAML_SCALAR && v->text.len == 1 && v->text.at[0] >= 'A' && v->text.at[0] <= 'Z';
    ((Process *)into)->letter = v->text;
    return one ? NULL : load_bad(l, v, "A .. Z");
}

static Err read_public(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    static const Key keys[] = {{"if", load_dotted, offsetof(Process, public_if), .must = true}};
    Process *p = into;
    p->is_public = v->kind == YAML_MAP || str_eq(v->text, S("always"));
    if (v->kind == YAML_MAP)
        return load_map(l, v, keys, COUNT_OF(keys), p);
    return p->is_public || str_eq(v->text, S("never")) ? NULL : load_bad(l, v, "never, always, {if: room.guard}");
}

static Err read_every(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    static const Str words[] = {{"month", 5}, {"quarter", 7}, {"year", 4}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (v->kind == YAML_SCALAR && str_eq(v->text, words[i])) {
            *INTO(char) = words[i].at[0];
            return NULL;
        }
    return load_bad(l, v, "month, quarter, year");
}

static Err read_opens(const Loader *l, const Key *k, const Yaml *v, void *into)
{
    static const Key keys[] = {
        {"every", read_every, offsetof(Opens, every), .must = true},
        {"for", load_dotted, offsetof(Opens, for_each), .must = true},
        {"due", load_limit, offsetof(Opens, due)},
    };
    return load_map(l, v, keys, COUNT_OF(keys), INTO(Opens));
}

/* numbered: town: the running number goes through the whole town. */
static Err read_numbered(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    bool town = v->kind == YAML_SCALAR && str_eq(v->text, S("town"));
    ((Process *)into)->numbered_by_town = town;
    return town || (v->kind == YAML_SCALAR && str_eq(v->text, S("place"))) ? NULL : load_bad(l, v, "place, town");
}

static const Key top_keys[] = {
    {"process", load_name, offsetof(Process, name), .must = true},
    {"room", load_name, offsetof(Process, room), .must = true},
    {"letter", read_letter, .must = true},
    {"numbered", read_numbered},
    {"name", load_words, offsetof(Process, label), .must = true},
    {"help", load_words, offsetof(Process, help)},
    {"record", read_record, .must = true},
    {"slip", load_flag, offsetof(Process, slip)},
    {"title", load_name, offsetof(Process, title_field)},
    {"opened_by", load_by_list, offsetof(Process, opened_by), offsetof(Process, opened_by_count), .must = true},
    {"seen_by", load_by_list, offsetof(Process, seen_by), offsetof(Process, seen_by_count), .must = true},
    {"public", read_public, .must = true},
    {"opens", read_opens, offsetof(Process, opens)},
    {"fields", load_elsewhere, .must = true},
    {"start", load_elsewhere, .must = true},
    {"states", load_elsewhere, .must = true},
    {"actions", load_elsewhere, .must = true},
};

static Err read_start(const Loader *l, const Yaml *v)
{
    Process *p = l->process;
    for (size_t i = 0; i < p->state_count; i++)
        if (v->kind == YAML_SCALAR && str_eq(p->states[i].name, v->text)) {
            p->start = (int)i;
            return NULL;
        }
    return load_bad(l, v, "a state");
}

Err process_load(Arena *a, Str yaml, Str file, const Process **ret_process)
{
    Process *p = ARENA_NEW(a, Process);
    Loader l = {.arena = a, .file = arena_str(a, file), .process = p};
    p->yaml = arena_str(a, yaml);
    p->file = l.file;
    TRY(yaml_read(a, p->yaml, l.file, &p->source));
    TRY(load_map(&l, p->source, top_keys, COUNT_OF(top_keys), p));
    TRY(load_fields(&l, yaml_get(p->source, S("fields"))));
    TRY(load_states(&l, yaml_get(p->source, S("states"))));
    TRY(read_start(&l, yaml_get(p->source, S("start"))));
    TRY(load_actions(&l, yaml_get(p->source, S("actions"))));
    Digest digest = seal_sha256(p->yaml);
    p->digest = hex_write(a, (Str){(const char *)digest.at, sizeof digest.at});
    *ret_process = p;
    return NULL;
}

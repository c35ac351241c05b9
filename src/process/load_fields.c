// SPDX-License-Identifier: Apache-2.0
/* Fields: what a case holds, who may set it, who may see it. */
#include "process/load.h"

static const struct {
    Str word;
    FieldType type;
} types[] = {
    {{"text", 4}, FIELD_TEXT},     {{"long_text", 9}, FIELD_LONG_TEXT}, {{"int", 3}, FIELD_INT},
    {{"money", 5}, FIELD_MONEY},   {{"decimal", 7}, FIELD_DECIMAL},     {{"date", 4}, FIELD_DATE},
    {{"instant", 7}, FIELD_INSTANT}, {{"flag", 4}, FIELD_FLAG},         {{"choice", 6}, FIELD_CHOICE},
    {{"phone", 5}, FIELD_PHONE},   {{"id_number", 9}, FIELD_ID_NUMBER}, {{"person", 6}, FIELD_PERSON},
    {{"role", 4}, FIELD_ROLE},     {{"place", 5}, FIELD_PLACE},         {{"period", 6}, FIELD_PERIOD},
    {{"case", 4}, FIELD_CASE},     {{"table", 5}, FIELD_TABLE},         {{"json", 4}, FIELD_JSON},
};

static Err read_type(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (v->kind == YAML_SCALAR && str_eq(types[i].word, v->text)) {
            ((Field *)into)->type = types[i].type;
            return NULL;
        }
    return load_bad(l, v,
                    "text, long_text, int, money, decimal, date, instant, flag, choice, phone, id_number, person, "
                    "role, place, period, case, table, json");
}

static Err read_shown(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    static const Str words[] = {[SHOWN_NEVER] = {"never", 5}, [SHOWN_BOARD] = {"board", 5},
                                [SHOWN_MASKED] = {"masked", 6}, [SHOWN_FULL] = {"full", 4}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (v->kind == YAML_SCALAR && str_eq(words[i], v->text)) {
            ((Field *)into)->shown = (FieldShown)i;
            return NULL;
        }
    return load_bad(l, v, "never, board, masked, full");
}

static Err read_guard(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    ((Field *)into)->guarded = true;
    return v->kind == YAML_SCALAR && str_eq(v->text, S("personal_data")) ? NULL : load_bad(l, v, "personal_data");
}

/* of: [a, b], or of: {a: {zh: .., en: ..}} */
static Err read_choices(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    if (v->kind == YAML_SCALAR || v->count == 0 || v->count > LIMIT_CHOICES)
        return load_bad(l, v, "[a, b], {a: {zh: .., en: ..}}");
    Choice *choices = ARENA_ARRAY(l->arena, Choice, v->count);
    for (size_t i = 0; i < v->count; i++) {
        if (v->kind == YAML_MAP) {
            choices[i].code = v->pairs[i].name;
            TRY(load_words(l, &(Key){.at = offsetof(Choice, name)}, v->pairs[i].value, &choices[i]));
        } else {
            TRY(load_name(l, &(Key){.at = offsetof(Choice, code)}, v->items[i], &choices[i]));
            choices[i].name = (Words){choices[i].code, choices[i].code};
        }
        if (!load_is_name(choices[i].code))
            return load_bad(l, v, "a_name");
    }
    ((Field *)into)->choices = choices;
    ((Field *)into)->choice_count = v->count;
    return NULL;
}

/* `type` may stand behind min and max: they are read when the whole map has been. */
static const Key field_keys[] = {
    {"type", read_type, .must = true},
    {"label", load_words, offsetof(Field, label), .must = true},
    {"help", load_words, offsetof(Field, help)},
    {"unit", load_words, offsetof(Field, unit)},
    {"of", read_choices},
    {"required", load_flag, offsetof(Field, required)},
    {"many", load_flag, offsetof(Field, many)},
    {"find", load_flag, offsetof(Field, find)},
    {"seal", load_flag, offsetof(Field, sealed)},
    {"guard", read_guard},
    {"public", read_shown},
    {"by", load_name, offsetof(Field, by)},
    {"seen_by", load_by_list, offsetof(Field, seen_by), offsetof(Field, seen_by_count)},
    {"min", load_elsewhere},
    {"max", load_elsewhere},
    {"columns", load_dotted, offsetof(Field, columns_of)},
};

static Err read_bound(const Loader *l, const Field *f, const Yaml *v, bool *ret_has, int64_t *ret_bound)
{
    Money m;
    Limit span = {0};
    if (!v)
        return NULL;
    *ret_has = true;
    if (f->type == FIELD_DATE) {
        bool days = v->kind == YAML_SCALAR && load_span(v->text, &span) && span.unit == LIMIT_DAYS;
        *ret_bound = span.amount;
        return days ? NULL : load_bad(l, v, "0 days, 90 days, -30 days");
    }
    if (f->type == FIELD_MONEY || f->type == FIELD_DECIMAL) {
        if (v->kind != YAML_SCALAR || !money_read(v->text, &m))
            return load_bad(l, v, "1234.50");
        *ret_bound = m.fen;
        return NULL;
    }
    return v->kind == YAML_SCALAR && str_to_i64(v->text, ret_bound) ? NULL : load_bad(l, v, "1, 2, 3 ..");
}

Err load_fields(const Loader *l, const Yaml *map)
{
    if (map->kind != YAML_MAP || map->count > LIMIT_FIELDS)
        return load_bad(l, map, "{..}, <= 64");
    Field *fields = ARENA_ARRAY(l->arena, Field, map->count);
    for (size_t i = 0; i < map->count; i++) {
        Field *f = &fields[i];
        const Yaml *v = map->pairs[i].value;
        f->name = map->pairs[i].name;
        if (!load_is_name(f->name))
            return load_bad(l, v, "a_name:");
        TRY(load_map(l, v, field_keys, COUNT_OF(field_keys), f));
        TRY(read_bound(l, f, yaml_get(v, S("min")), &f->has_min, &f->min));
        TRY(read_bound(l, f, yaml_get(v, S("max")), &f->has_max, &f->max));
    }
    l->process->fields = fields;
    l->process->field_count = map->count;
    return NULL;
}

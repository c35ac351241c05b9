// SPDX-License-Identifier: Apache-2.0
/* Reading the catalogue: what a row of the list of items and its shape in field.yaml say. A fault names file:line. */
#include "disclosure/catalogue.h"
#include "disclosure/document.h"

#include <string.h>

static Err fault(Arena *a, int line, const char *what, Str name)
{
    return ERR(a, ERR_BROKEN, "err.disclosure.catalogue",
               .args = {arena_printf(a, CATALOGUE_FIELDS ":%d", line), arena_printf(a, "%s %.*s", what, STR_ARG(name))});
}

/* -- field.yaml -------------------------------------------------------------------------------------------------------- */

static const struct {
    Str name;
    FieldType type;
} field_types[] = {{S("text"), FIELD_TEXT}, {S("long_text"), FIELD_LONG_TEXT}, {S("int"), FIELD_INT},
                   {S("decimal"), FIELD_DECIMAL}, {S("money"), FIELD_MONEY}, {S("date"), FIELD_DATE}};

static FieldShown shown_of(const Yaml *y)
{
    Str shown = yaml_text(y, S("public"));
    if (str_eq(shown, S("board")))
        return SHOWN_BOARD;
    if (str_eq(shown, S("never")))
        return SHOWN_NEVER;
    return yaml_text(y, S("mask")).len ? SHOWN_MASKED : SHOWN_FULL;
}

/* `units`: how English readers read them. */
static Err read_field(Arena *a, const Yaml *units, const YamlPair *pair, Field *ret_field)
{
    const Yaml *y = pair->value, *label = yaml_get(y, S("label"));
    Field f = {.name = pair->name, .label = {yaml_text(label, S("zh")), yaml_text(label, S("en"))},
               .shown = shown_of(y), .mask = yaml_text(y, S("mask")), .guarded = true};
    Str unit = yaml_text(y, S("unit")), type = yaml_text(y, S("type"));
    f.unit = (Words){unit, unit.len ? yaml_text(units, unit) : unit};
    for (size_t i = 0; i < COUNT_OF(field_types); i++)
        if (str_eq(field_types[i].name, type))
            f.type = field_types[i].type;
    if (!f.type || !f.label.zh.len || !f.label.en.len)
        return fault(a, pair->line, "type or label:", pair->name);
    if (unit.len && !f.unit.en.len)
        return fault(a, pair->line, "not among the units:", unit);
    if (f.mask.len && !disclosure_is_mask(f.mask))
        return fault(a, pair->line, "no such mask:", f.mask);
    *ret_field = f;
    return NULL;
}

static Err find_field(Arena *a, const Yaml *file, const Yaml *name, Field *ret_field)
{
    const Yaml *fields = yaml_get(file, S("fields"));
    for (size_t i = 0; fields && i < fields->count; i++)
        if (str_eq(fields->pairs[i].name, name->text))
            return read_field(a, yaml_get(file, S("units")), &fields->pairs[i], ret_field);
    return fault(a, name->line, "unknown field", name->text);
}

static Err read_columns(Arena *a, const Yaml *file, const Yaml *names, const Field **ret, size_t *ret_count)
{
    size_t count = names ? names->count : 0;
    Field *columns = ARENA_ARRAY(a, Field, count);
    if (count > LIMIT_TABLE_COLUMNS)
        return fault(a, names->line, "too many columns", STR_NONE);
    for (size_t i = 0; i < count; i++)
        TRY(find_field(a, file, names->items[i], &columns[i]));
    *ret = columns;
    *ret_count = count;
    return NULL;
}

static Err mark_needed(Arena *a, const Yaml *needed, const Item *item)
{
    for (size_t n = 0; needed && n < needed->count; n++) {
        Field *found = NULL;
        for (size_t i = 0; i < item->row_count; i++)
            if (str_eq(item->rows[i].name, needed->items[n]->text))
                found = (Field *)(uintptr_t)&item->rows[i];
        if (!found)
            return fault(a, needed->line, "need names no column:", needed->items[n]->text);
        found->required = true;
    }
    return NULL;
}

static const Str *read_names(Arena *a, const Yaml *list, size_t *ret_count)
{
    *ret_count = list ? list->count : 0;
    Str *names = ARENA_ARRAY(a, Str, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        names[i] = list->items[i]->text;
    return names;
}

static void read_line_rule(const Yaml *line, Item *item)
{
    const Yaml *say = yaml_get(line, S("say"));
    item->line.when = yaml_text(line, S("when"));
    item->line.say = (Words){yaml_text(say, S("zh")), yaml_text(say, S("en"))};
    item->line.in = yaml_text(line, S("in"));
    item->line.out = yaml_text(line, S("out")).len ? yaml_text(line, S("out")) : yaml_text(line, S("sum"));
}

static char every_of(Str opens)
{
    static const Str words[] = {S("month"), S("quarter"), S("year"), S("event")};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(words[i], opens))
            return opens.at[0];
    return '?';
}

static void read_due(const Yaml *y, Item *item)
{
    const Yaml *due = yaml_get(y, S("due"));
    int64_t month = 0, day = 10;
    (void)str_to_i64(yaml_text(due, S("month")), &month);
    (void)str_to_i64(yaml_text(due, S("day")), &day);
    item->due_month = (int)month;
    item->due_day = (int)day;
    item->every = every_of(yaml_text(y, S("opens")));
    item->by_book = str_eq(yaml_text(y, S("by_book")), S("true"));
}

static Err read_shape(Arena *a, const Yaml *file, const Yaml *y, Item *item)
{
    TRY(read_columns(a, file, yaml_get(y, S("head")), &item->head, &item->head_count));
    TRY(read_columns(a, file, yaml_get(y, S("rows")), &item->rows, &item->row_count));
    TRY(mark_needed(a, yaml_get(y, S("need")), item));
    item->add_up = read_names(a, yaml_get(y, S("add_up")), &item->add_up_count);
    read_line_rule(yaml_get(y, S("line")), item);
    read_due(y, item);
    const Yaml *b = yaml_get(y, S("balance"));
    if (b) {
        item->balance.opening = yaml_text(b, S("opening"));
        item->balance.in = yaml_text(b, S("in"));
        item->balance.out = yaml_text(b, S("out"));
        item->balance.closing = yaml_text(b, S("closing"));
        item->balance.running = yaml_text(b, S("running"));
    }
    return NULL;
}

/* -- every name it names is there ---------------------------------------------------------------------------------------- */

static bool is_column(const Field *columns, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(columns[i].name, name))
            return true;
    return false;
}

/* The columns in braces of a sentence. */
static Err check_sentence(Arena *a, int line, const Item *item, Str sentence)
{
    Str rest = sentence, text, name;
    while (str_cut(rest, '{', &text, &rest))
        if (!str_cut(rest, '}', &name, &rest) || !is_column(item->rows, item->row_count, name))
            return fault(a, line, "line.say names no column:", name);
    return item->line.say.zh.len && item->line.say.en.len ? NULL : fault(a, line, "line.say is missing in", item->code);
}

static Err check_item(Arena *a, const YamlPair *shape, const Item *item)
{
    const Str in_rows[] = {item->line.when, item->line.in, item->line.out, item->balance.in, item->balance.out,
                           item->balance.running};
    const Str in_head[] = {item->balance.opening, item->balance.closing};
    for (size_t i = 0; i < COUNT_OF(in_rows); i++)
        if (in_rows[i].len && !is_column(item->rows, item->row_count, in_rows[i]))
            return fault(a, shape->line, "no such column among the rows:", in_rows[i]);
    for (size_t i = 0; i < COUNT_OF(in_head); i++)
        if (in_head[i].len && !is_column(item->head, item->head_count, in_head[i]))
            return fault(a, shape->line, "no such column in the head:", in_head[i]);
    for (size_t i = 0; i < item->add_up_count; i++)
        if (!is_column(item->rows, item->row_count, item->add_up[i]))
            return fault(a, shape->line, "add_up names no column:", item->add_up[i]);
    if (!strchr("mqye", item->every))
        return fault(a, shape->line, "opens must be month, quarter, year or event in", item->code);
    if (item->due_day < 1 || item->due_day > 31 || item->due_month < 0 || item->due_month > 12 ||
        (item->every == 'y') != (item->due_month > 0))
        return fault(a, shape->line, "no such due day in", item->code);
    TRY(check_sentence(a, shape->line, item, item->line.say.zh));
    return check_sentence(a, shape->line, item, item->line.say.en);
}

/* -- disclosure_item.csv -------------------------------------------------------------------------------------------------- */

Str catalogue_cell(const Table *t, size_t row, Str column)
{
    for (size_t c = 0; c < t->columns; c++)
        if (str_eq(t->cells[c], column))
            return t->cells[row * t->columns + c];
    return STR_NONE;
}

static const YamlPair *find_shape(const Yaml *shapes, Str code)
{
    for (size_t i = 0; shapes && i < shapes->count; i++)
        if (str_eq(shapes->pairs[i].name, code))
            return &shapes->pairs[i];
    return NULL;
}

static Err row_fault(Arena *a, size_t row, const char *what, Str name)
{
    return ERR(a, ERR_BROKEN, "err.disclosure.catalogue",
               .args = {arena_printf(a, CATALOGUE_ITEMS ":%zu", row + 1), arena_printf(a, "%s %.*s", what, STR_ARG(name))});
}

/* valid_from, valid_to */
static Err read_validity(Arena *a, const Table *t, size_t row, Item *item)
{
    static const char *const columns[] = {"valid_from", "valid_to"};
    Date *const days[] = {&item->from, &item->to};
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        Str text = catalogue_cell(t, row, str_of(columns[i]));
        if (text.len && !date_read(text, (Date){0}, days[i]))
            return row_fault(a, row, "no day:", text);
    }
    return NULL;
}

/* Of two versions of an item none may hold on the same day; they stand in the order of their days. */
static Err add(Catalogue *c, Version *v)
{
    size_t at = 0;
    while (at < c->code_count && !str_eq(c->codes[at].code, v->item.code))
        at++;
    if (at == LIMIT_DISCLOSURE_ITEMS || c->version_count == LIMIT_CATALOGUE_ROWS)
        return row_fault(c->arena, v->row, "more than the catalogue holds:", v->item.code);
    if (at == c->code_count)
        c->codes[c->code_count++].code = v->item.code;
    Version **to = &c->codes[at].first;
    for (; *to; to = &(*to)->later) {
        const Item *a = &(*to)->item, *b = &v->item;
        if (date_is(a->to) && date_is(b->from) && a->to.day < b->from.day)
            continue;
        if (!(date_is(b->to) && date_is(a->from) && b->to.day < a->from.day))
            return row_fault(c->arena, v->row, "twice in the catalogue at the same time:", v->item.code);
        break;
    }
    v->later = *to;
    *to = v;
    c->version_count++;
    return NULL;
}

/* What stood without an end ends the day before it changes. */
static void end_before(Catalogue *c, Str code, Date last)
{
    for (size_t i = 0; i < c->code_count; i++)
        for (Version *v = str_eq(c->codes[i].code, code) ? c->codes[i].first : NULL; v; v = v->later)
            if (!date_is(v->item.to) && (!date_is(v->item.from) || v->item.from.day <= last.day))
                v->item.to = last;
}

static Err read_item(Arena *a, const Table *t, size_t row, const Yaml *yaml, Item *ret_item)
{
    Str plain_en = catalogue_cell(t, row, S("plain_en"));
    Item item = {
        .code = catalogue_cell(t, row, S("code")),
        .name = {catalogue_cell(t, row, S("item_zh")), catalogue_cell(t, row, S("item_en"))},
        .plain = {catalogue_cell(t, row, S("plain_zh")), plain_en.len ? plain_en : catalogue_cell(t, row, S("item_en"))},
        .prepare_role = catalogue_cell(t, row, S("prepare_role")),
        .review_role = catalogue_cell(t, row, S("review_role")),
        .approve_role = catalogue_cell(t, row, S("approve_role")),
        .no_change_allowed = str_eq(catalogue_cell(t, row, S("no_change_allowed")), S("1")),
        .basis = catalogue_cell(t, row, S("legal_basis")),
        .from = DATE_NONE,
        .to = DATE_NONE,
    };
    Str shape_name = catalogue_cell(t, row, S("shape"));
    const YamlPair *shape = find_shape(yaml_get(yaml, S("items")), shape_name.len ? shape_name : item.code);
    Str group = catalogue_cell(t, row, S("category_code"));
    TRY(read_validity(a, t, row, &item));
    if (!shape)
        return fault(a, 1, "no shape for item", item.code);
    if (group.len != 1 || group.at[0] < 'A' || group.at[0] > 'F')
        return fault(a, shape->line, "category_code must be A..F, not", group);
    item.group = group.at[0];
    TRY(read_shape(a, yaml, shape->value, &item));
    TRY(check_item(a, shape, &item));
    *ret_item = item;
    return NULL;
}

/* What the catalogue asks of an item is among its columns; its period says the year, the quarter, the period itself. */
static Err check_required(Arena *a, const Table *t, size_t row, const Item *item)
{
    static const Str by_period[] = {S("year"), S("quarter"), S("period")};
    Str rest = catalogue_cell(t, row, S("required_fields")), name;
    while (str_next(&rest, ';', &name)) {
        bool there = is_column(item->head, item->head_count, name) || is_column(item->rows, item->row_count, name);
        for (size_t i = 0; i < COUNT_OF(by_period); i++)
            there = there || str_eq(by_period[i], name);
        if (!there)
            return row_fault(a, row, arena_printf(a, "required, and no column of %.*s:", STR_ARG(item->code)).at, name);
    }
    return NULL;
}

static Err check_roles(Arena *a, int line, const Item *item, const Roles *in)
{
    const Str roles[] = {item->prepare_role, item->review_role, item->approve_role};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (!access_role(in, roles[i]))
            return ERR(a, ERR_BROKEN, "err.disclosure.catalogue",
                       .args = {arena_printf(a, CATALOGUE_ITEMS ":%d", line), arena_printf(a, "no role %.*s", STR_ARG(roles[i]))});
    return NULL;
}

Err catalogue_take_row(Catalogue *c, const Table *t, size_t row, Date since)
{
    Version *v = ARENA_NEW(c->arena, Version);
    v->table = t;
    v->row = row;
    TRY(read_item(c->arena, t, row, c->shapes, &v->item));
    if (date_is(since)) {
        v->item.from = since;
        v->item.to = DATE_NONE;
        end_before(c, v->item.code, date_add_days(since, -1));
    }
    TRY(add(c, v));
    TRY(check_required(c->arena, t, row, &v->item));
    return check_roles(c->arena, (int)row + 1, &v->item, c->roles);
}

Err catalogue_read(Catalogue *c, Str list)
{
    Table *t = ARENA_NEW(c->arena, Table);
    TRY(csv_read(c->arena, list, LIMIT_CATALOGUE_ROWS + 1, t));
    c->columns = t;
    for (size_t row = 1; row < t->rows; row++)
        TRY(catalogue_take_row(c, t, row, DATE_NONE));
    return NULL;
}

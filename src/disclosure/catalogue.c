// SPDX-License-Identifier: Apache-2.0
/*
 * The catalogue: data/catalogue/disclosure_item.csv says which items there are, who prepares, reviews and approves;
 * field.yaml says what each holds, how a row is said, what has to add up. Read once at start; a fault names file:line.
 */
#include "disclosure/catalogue.h"

#define ITEM_FILE "data/catalogue/disclosure_item.csv"
#define FIELD_FILE "data/catalogue/field.yaml"

enum { ITEMS_MAX = 64, NAMES_MAX = LIMIT_TABLE_COLUMNS };

static Item items[ITEMS_MAX];
static size_t item_count;

size_t disclosure_item_count(void)
{
    return item_count;
}

const Item *disclosure_item_at(size_t i)
{
    return &items[i];
}

const Item *disclosure_item(Str code)
{
    for (size_t i = 0; i < item_count; i++)
        if (str_eq(items[i].code, code))
            return &items[i];
    return NULL;
}

Words disclosure_group_name(char group)
{
    static const Words names[] = {
        {S("支部的事"), S("Party branch")},       {S("村里定的事"), S("Village affairs")},
        {S("钱怎么来怎么花"), S("Money in, money out")}, {S("账上的钱"), S("Funds")},
        {S("村里的家当"), S("Assets")},           {S("地和水面"), S("Land and water")},
    };
    REQUIRE(group >= 'A' && group <= 'F');
    return names[group - 'A'];
}

static Err fault(Arena *a, int line, const char *what, Str name)
{
    return ERR(a, ERR_BROKEN, "err.disclosure.catalogue",
               .args = {arena_printf(a, FIELD_FILE ":%d", line), arena_printf(a, "%s %.*s", what, STR_ARG(name))});
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
    return str_eq(yaml_text(y, S("mask")), S("name")) ? SHOWN_MASKED : SHOWN_FULL;
}

static Err read_field(Arena *a, const YamlPair *pair, Field *ret_field)
{
    const Yaml *y = pair->value, *label = yaml_get(y, S("label"));
    Field f = {.name = pair->name, .label = {yaml_text(label, S("zh")), yaml_text(label, S("en"))},
               .shown = shown_of(y), .guarded = true};
    Str unit = yaml_text(y, S("unit")), type = yaml_text(y, S("type"));
    f.unit = (Words){unit, unit};
    for (size_t i = 0; i < COUNT_OF(field_types); i++)
        if (str_eq(field_types[i].name, type))
            f.type = field_types[i].type;
    if (!f.type || !f.label.zh.len || !f.label.en.len)
        return fault(a, pair->line, "type or label:", pair->name);
    *ret_field = f;
    return NULL;
}

static Err find_field(Arena *a, const Yaml *fields, const Yaml *name, Field *ret_field)
{
    for (size_t i = 0; i < fields->count; i++)
        if (str_eq(fields->pairs[i].name, name->text))
            return read_field(a, &fields->pairs[i], ret_field);
    return fault(a, name->line, "unknown field", name->text);
}

static Err read_columns(Arena *a, const Yaml *fields, const Yaml *names, const Field **ret, size_t *ret_count)
{
    size_t count = names ? names->count : 0;
    Field *columns = ARENA_ARRAY(a, Field, count);
    if (count > NAMES_MAX)
        return fault(a, names->line, "too many columns", STR_NONE);
    for (size_t i = 0; i < count; i++)
        TRY(find_field(a, fields, names->items[i], &columns[i]));
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

static void read_due(const Yaml *y, Item *item)
{
    const Yaml *due = yaml_get(y, S("due"));
    int64_t month = 0, day = 10;
    (void)str_to_i64(yaml_text(due, S("month")), &month);
    (void)str_to_i64(yaml_text(due, S("day")), &day);
    item->due_month = (int)month;
    item->due_day = (int)day;
    Str opens = yaml_text(y, S("opens"));
    item->every = opens.len ? opens.at[0] : 'e';
}

static Err read_shape(Arena *a, const Yaml *fields, const Yaml *y, Item *item)
{
    TRY(read_columns(a, fields, yaml_get(y, S("head")), &item->head, &item->head_count));
    TRY(read_columns(a, fields, yaml_get(y, S("rows")), &item->rows, &item->row_count));
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

/* -- disclosure_item.csv -------------------------------------------------------------------------------------------------- */

static Str cell(const Table *t, size_t row, Str column)
{
    for (size_t c = 0; c < t->columns; c++)
        if (str_eq(t->cells[c], column))
            return t->cells[row * t->columns + c];
    return STR_NONE;
}

static Err read_item(Arena *a, const Table *t, size_t row, const Yaml *yaml, Item *ret_item)
{
    Item item = {
        .code = cell(t, row, S("code")),
        .name = {cell(t, row, S("item_zh")), cell(t, row, S("item_en"))},
        .plain = {cell(t, row, S("plain_zh")), cell(t, row, S("item_en"))},
        .prepare_role = cell(t, row, S("prepare_role")),
        .review_role = cell(t, row, S("review_role")),
        .approve_role = cell(t, row, S("approve_role")),
        .no_change_allowed = str_eq(cell(t, row, S("no_change_allowed")), S("1")),
        .board_names = str_has(cell(t, row, S("web_scope")), S("board only")),
        .basis = cell(t, row, S("legal_basis")),
    };
    const Yaml *shape = yaml_get(yaml_get(yaml, S("items")), item.code);
    if (!shape)
        return fault(a, 1, "no shape for item", item.code);
    item.group = item.code.at[0];
    TRY(read_shape(a, yaml_get(yaml, S("fields")), shape, &item));
    *ret_item = item;
    return NULL;
}

Err disclosure_catalogue_open(Arena *a, const House *h)
{
    Table table;
    const Yaml *yaml;
    TRY(csv_read(a, h->file(S(ITEM_FILE)), ITEMS_MAX + 1, &table));
    TRY(yaml_read(a, h->file(S(FIELD_FILE)), S(FIELD_FILE), &yaml));
    item_count = 0;
    for (size_t row = 1; row < table.rows; row++)
        TRY(read_item(a, &table, row, yaml, &items[item_count++]));
    return NULL;
}

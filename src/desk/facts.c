// SPDX-License-Identifier: Apache-2.0
/* What was posted becomes facts: texts as typed, tables as pasted; the engine says what is wrong. */
#include "desk/desk_own.h"
#include "desk/fact.h"
#include "form_html.h"

enum { HEAD_AND_TOTALS = 40 }; /* rows of a pasted range that are no data */

typedef struct Reading {
    const Request *q;
    const DeskAsk *ask;
    Case subject;
    JsonMember *given;
    size_t given_count;
    FormFault *faults;
    size_t fault_count;
} Reading;

static void add_fault(Reading *r, Str field, Str reason, Str hint)
{
    if (r->fault_count < LIMIT_SHEET_NOTES)
        r->faults[r->fault_count++] = (FormFault){.field = field, .reason = reason, .hint = hint};
}

static Str label_of(const Reading *r, const Field *f)
{
    return words_in(f->label, r->q->lang);
}

static void give(Reading *r, const Field *f, const Json *value)
{
    r->given[r->given_count++] = (JsonMember){f->name, value};
}

/* What was there before and is empty now is taken away. */
static void give_nothing(Reading *r, const Field *f)
{
    bool was_there = !f->sealed && r->ask->about && json_get(r->ask->about->facts, f->name);
    if (was_there)
        give(r, f, json_null());
}

/* -- tables ------------------------------------------------------------------------------------------------------- */

static Table read_cells(const Request *q, const Pairs *typed, const Field *f, const SheetShape *shape)
{
    Arena *a = q->arena;
    size_t rows = desk_rows_by_hand(typed, f->name), most = shape->count ? LIMIT_HAND_CELLS / shape->count : 0;
    rows = rows < most ? rows : most;
    Str *cells = ARENA_ARRAY(a, Str, rows * shape->count);
    for (size_t i = 0; i < rows * shape->count; i++) {
        Str cell = pairs_get(typed, desk_cell_input(a, f->name, i / shape->count, i % shape->count));
        cells[i] = cell.at ? cell : S("");
    }
    return (Table){cells, rows, shape->count};
}

Err desk_sheet(const Request *q, const DeskAsk *ask, const Field *f, Sheet *ret_sheet)
{
    Str paste = pairs_get(ask->typed, desk_input(q->arena, "t", f->name));
    SheetShape shape;
    TRY(desk_shape(q, ask, f, &shape));
    shape.pasted = str_trim(paste).len > 0;
    Table table = read_cells(q, ask->typed, f, &shape);
    if (shape.pasted)
        TRY(paste_read(q->arena, paste, shape.rows_max + HEAD_AND_TOTALS, &table));
    return sheet_read(q->arena, &shape, &table, ret_sheet);
}

static void say_sheet_fault(Reading *r, const Field *f, const SheetNote *n)
{
    if (n->what == SHEET_TOTAL)
        add_fault(r, f->name, WEB_FILL(r->q, "desk.bad_total", label_of(r, n->column), n->typed, n->other),
                  web_sentence(r->q, "desk.bad_total.do"));
    else
        add_fault(r, f->name, WEB_FILL(r->q, "desk.beyond", i64_plain(r->q->arena, (int64_t)n->row), n->typed),
                  web_sentence(r->q, "desk.beyond.do"));
}

static bool has_cells(const Json *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i]->count)
            return true;
    return false;
}

static Err read_table(Reading *r, const Field *f)
{
    Sheet sheet;
    Err e = desk_sheet(r->q, r->ask, f, &sheet);
    if (e && e->code != ERR_INPUT && e->code != ERR_LIMIT)
        return e;
    if (e) {
        FormFault fault = web_fault(r->q, e);
        add_fault(r, f->name, fault.reason, fault.hint);
        return NULL;
    }
    for (size_t i = 0; i < sheet.fault_count; i++)
        say_sheet_fault(r, f, &sheet.faults[i]);
    if (has_cells(sheet.rows))
        give(r, f, sheet.rows);
    else
        give_nothing(r, f);
    return NULL;
}

/* -- single values ------------------------------------------------------------------------------------------------ */

static const Json *read_lines(const Reading *r, const Field *f, Str typed)
{
    Arena *a = r->q->arena;
    const Json **items = ARENA_ARRAY(a, const Json *, LIMIT_FORM_FIELDS);
    size_t count = 0;
    Str rest = typed, line;
    while (count < LIMIT_FORM_FIELDS && str_next(&rest, '\n', &line))
        if (str_trim(line).len)
            items[count++] = json_of_text(a, fact_tidy(a, f, line, instant_date(r->q->now)));
    return json_list(a, items, count);
}

static void read_value(Reading *r, const Field *f)
{
    Arena *a = r->q->arena;
    Str typed = pairs_get(r->ask->typed, desk_input(a, "f", f->name));
    if (f->type == FIELD_FLAG)
        give(r, f, json_of_flag(typed.len > 0));
    else if (str_trim(typed).len == 0)
        give_nothing(r, f);
    else if (f->many)
        give(r, f, read_lines(r, f, typed));
    else
        give(r, f, json_of_text(a, fact_tidy(a, f, typed, instant_date(r->q->now))));
}

/* No page of ours sends a field twice; which of the two was meant nobody can know. */
static bool is_doubled(const Reading *r, const Field *f)
{
    const char *kind = f->type == FIELD_TABLE ? "t" : "f";
    return pairs_many(r->ask->typed, desk_input(r->q->arena, kind, f->name)) > 1;
}

/* -- what the engine finds ---------------------------------------------------------------------------------------- */

/* What stood in the cell, as far as it was given. */
static Str cell_given(const Reading *r, const FieldFault *fault)
{
    const Json *rows = NULL;
    for (size_t i = 0; i < r->given_count; i++)
        if (str_eq(r->given[i].name, fault->field->name))
            rows = r->given[i].value;
    bool is_there = rows && rows->kind == JSON_LIST && fault->row > 0 && (size_t)fault->row <= rows->count;
    return is_there && fault->column ? json_text(rows->items[fault->row - 1], fault->column->name) : S("");
}

static void say_fault(Reading *r, const FieldFault *fault)
{
    const Request *q = r->q;
    FormFault said = web_fault(q, fault->err);
    Str field = fault->field ? fault->field->name : STR_NONE;
    if (fault->row && fault->field) {
        Str row = i64_plain(q->arena, fault->row), column = fault->column ? label_of(r, fault->column) : fault->name;
        Str typed = cell_given(r, fault);
        said.reason = typed.len ? WEB_FILL(q, "desk.cell_wrong", row, column, typed, said.reason)
                                : WEB_FILL(q, "desk.cell_empty", row, column, said.reason);
    } else if (fault->field)
        said.reason = WEB_FILL(q, "desk.field_wrong", label_of(r, fault->field), said.reason);
    add_fault(r, field, said.reason, said.hint);
}

Err desk_facts(const Request *q, const DeskAsk *ask, const Json **ret_facts, DeskFaults *ret_faults)
{
    Arena *a = q->arena;
    static const Pairs nothing = {0};
    DeskAsk asked = *ask;
    asked.typed = ask->typed ? ask->typed : &nothing;
    Reading r = {.q = q,
                 .ask = &asked,
                 .subject = desk_subject(ask),
                 .given = ARENA_ARRAY(a, JsonMember, ask->name_count),
                 .faults = ARENA_ARRAY(a, FormFault, LIMIT_SHEET_NOTES)};
    for (size_t i = 0; i < ask->name_count; i++) {
        const Field *f = process_field(ask->process, ask->names[i]);
        REQUIRE(f);
        if (is_doubled(&r, f))
            add_fault(&r, f->name, WEB_FILL(q, "desk.field_wrong", label_of(&r, f), web_sentence(q, "desk.doubled")),
                      web_sentence(q, "desk.doubled.do"));
        else if (f->type == FIELD_TABLE)
            TRY(read_table(&r, f));
        else
            read_value(&r, f);
    }
    FactsFound found;
    const FactsAsk check = {.c = &r.subject, .action = ask->action ? ask->action : ask->process->opening, .who = q->who,
                            .now = q->now, .given = json_object(a, r.given, r.given_count)};
    process_check_facts(a, house()->engine, &check, &found);
    for (size_t i = 0; i < found.fault_count; i++)
        say_fault(&r, &found.faults[i]);
    *ret_faults = (DeskFaults){r.faults, r.fault_count};
    *ret_facts = json_merge(a, found.given, json_object(a, found.seals, found.seal_count));
    return NULL;
}

/* -- from one step of a form to the next -------------------------------------------------------------------------- */

Html desk_hidden(const Request *q, const Pairs *typed)
{
    FormHidden *pairs = ARENA_ARRAY(q->arena, FormHidden, typed->count);
    FormKept kept = {.pairs = pairs};
    for (size_t i = 0; i < typed->count; i++)
        if (!web_is_mark(typed->at[i].name) && typed->at[i].value.len)
            pairs[kept.pairs_count++] = (FormHidden){typed->at[i].name, typed->at[i].value};
    Out *o = web_body(q);
    desk_page_kept(o, &kept);
    return (Html){out_str(o)};
}

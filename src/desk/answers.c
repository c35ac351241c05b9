// SPDX-License-Identifier: Apache-2.0
/* What was said, to be read again: answers to check, the facts of a case, faults above a form. */
#include "desk/desk_own.h"
#include "desk/fact.h"
#include "form_html.h"

/* -- notes about a pasted table ----------------------------------------------------------------------------------- */

static Str say_note(const Request *q, const SheetNote *n)
{
    Str row = i64_plain(q->arena, (int64_t)n->row), column = n->column ? words_in(n->column->label, q->lang) : STR_NONE;
    switch (n->what) {
    case SHEET_UNKNOWN: return WEB_FILL(q, "desk.note_unknown", n->typed);
    case SHEET_CARRIED: return WEB_FILL(q, "desk.note_carried", row, column, n->other);
    case SHEET_PERSONAL: return WEB_FILL(q, "desk.note_personal", row, column, n->other);
    case SHEET_TOTAL:
    case SHEET_BEYOND: break; /* faults, said beside the field */
    }
    return STR_NONE;
}

const Str *desk_notes(const Request *q, const SheetNote *notes, size_t count)
{
    Str *said = ARENA_ARRAY(q->arena, Str, count);
    for (size_t i = 0; i < count; i++)
        said[i] = say_note(q, &notes[i]);
    return said;
}

/* -- tables and facts --------------------------------------------------------------------------------------------- */

static Err find_notes(const Request *q, const DeskAsk *ask, const Field *f, const SheetShape *shape, const Json *rows,
                      SaidTable *table)
{
    const SheetNote *notes;
    Sheet sheet;
    size_t count;
    if (ask->typed) {
        TRY(desk_sheet(q, ask, f, &sheet));
        notes = sheet.notes;
        count = sheet.note_count;
    } else
        count = sheet_personal(q->arena, shape, rows, &notes);
    table->notes = desk_notes(q, notes, count);
    table->notes_count = count;
    return NULL;
}

/* Columns in which nothing stands are left out: a phone shows few. */
static size_t used_columns(const SheetShape *shape, const Json *rows, size_t *ret_used)
{
    size_t n = 0;
    for (size_t c = 0; c < shape->count; c++)
        for (size_t r = 0; r < rows->count; r++)
            if (json_get(rows->items[r], shape->columns[c].name)) {
                ret_used[n++] = c;
                break;
            }
    return n;
}

static Err say_table(const Request *q, const DeskAsk *ask, const Field *f, const Json *rows, const SaidTable **ret)
{
    Arena *a = q->arena;
    SheetShape shape;
    size_t used[LIMIT_TABLE_COLUMNS];
    TRY(desk_shape(q, ask, f, &shape));
    size_t columns = used_columns(&shape, rows, used);
    SaidCell *labels = ARENA_ARRAY(a, SaidCell, columns);
    SaidRow *said = ARENA_ARRAY(a, SaidRow, rows->count);
    for (size_t i = 0; i < columns; i++)
        labels[i] = (SaidCell){words_in(shape.columns[used[i]].label, q->lang),
                               fact_is_number(shape.columns[used[i]].type)};
    for (size_t r = 0; r < rows->count; r++) {
        SaidCell *cells = ARENA_ARRAY(a, SaidCell, columns);
        for (size_t i = 0; i < columns; i++) {
            const Field *column = &shape.columns[used[i]];
            cells[i] = (SaidCell){fact_say(a, q->lang, column, json_get(rows->items[r], column->name)),
                                  fact_is_number(column->type)};
        }
        said[r] = (SaidRow){cells, columns};
    }
    SaidTable *table = ARENA_NEW(a, SaidTable);
    *table = (SaidTable){.columns = labels, .columns_count = columns, .rows = said, .rows_count = rows->count};
    *ret = table;
    return find_notes(q, ask, f, &shape, rows, table);
}

static bool is_something(const Json *value)
{
    return value && value->kind != JSON_NULL && (value->kind != JSON_LIST || value->count);
}

Err desk_answers(const Request *q, const DeskAsk *ask, const Json *facts, Html *ret_list)
{
    SaidFact *said = ARENA_ARRAY(q->arena, SaidFact, ask->name_count);
    SaidFacts page = {.facts = said};
    for (size_t i = 0; i < ask->name_count; i++) {
        const Field *f = process_field(ask->process, ask->names[i]);
        const Json *value = json_get(facts, ask->names[i]);
        REQUIRE(f);
        if (!is_something(value))
            continue;
        SaidFact *fact = &said[page.facts_count++];
        *fact = (SaidFact){.name = f->name, .label = words_in(f->label, q->lang)};
        if (f->type == FIELD_TABLE && value->kind == JSON_LIST)
            TRY(say_table(q, ask, f, value, &fact->table));
        else
            TRY(desk_say(q, f, value, &fact->value));
    }
    Out *o = web_body(q);
    desk_page_said(o, &page);
    *ret_list = (Html){out_str(o)};
    return NULL;
}

/* -- faults ------------------------------------------------------------------------------------------------------- */

Html desk_summary(const Request *q, const DeskFaults *faults)
{
    FormSummary page = {0};
    Out *o = web_body(q);
    if (!faults || !faults->count)
        return (Html){STR_NONE};
    FormLine *lines = ARENA_ARRAY(q->arena, FormLine, faults->count);
    for (size_t i = 0; i < faults->count; i++) {
        const FormFault *f = &faults->at[i];
        Str href = f->field.len ? arena_printf(q->arena, "#f-%.*s", STR_ARG(f->field)) : STR_NONE;
        lines[i] = (FormLine){href, f->reason, f->hint};
    }
    page.lines = lines;
    page.lines_count = faults->count;
    desk_page_summary(o, &page);
    return (Html){out_str(o)};
}

/* A fault of a cell (rows.3.amount) is a fault of its table. */
DeskFaults desk_fault_of(const Request *q, Err e)
{
    Str rest;
    FormFault *fault = ARENA_NEW(q->arena, FormFault);
    *fault = web_fault(q, e);
    str_cut(fault->field, '.', &fault->field, &rest);
    return (DeskFaults){fault, 1};
}

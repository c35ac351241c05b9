// SPDX-License-Identifier: Apache-2.0
/* What is given with a step: every field allowed, needed and rightly filled in, or a list of what is not. */
#include "process/facts.h"

#include "process/engine.h"
#include "process/who.h"

typedef struct Reading {
    Arena *arena;
    const Engine *engine;
    const FactsAsk *ask;
    JsonMember *given, *seals;
    size_t given_count, seal_count;
    FieldFault *faults;
    size_t fault_count;
    Case draft; /* with the facts read so far: what a table looks like may hang on them */
} Reading;

static void add_fault(Reading *r, const FieldFault *fault)
{
    if (r->fault_count < LIMIT_FIELD_FAULTS)
        r->faults[r->fault_count++] = *fault;
}

static bool has_name(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

static bool is_needed(const Action *x, Str name)
{
    return has_name(x->needs, x->need_count, name) || (x->reason && str_eq(name, S("reason")));
}

static bool may_set(const Reading *r, const Field *f)
{
    const FactsAsk *ask = r->ask;
    if (!f->by.len || (str_eq(f->by, S("asker")) && ask->action == ask->c->process->opening))
        return true;
    return who_is(r->engine, ask->who, ask->c, f->by);
}

static Err why_not_given(Reading *r, const Field *f, Str name)
{
    const Action *x = r->ask->action;
    if (!f)
        return ERR(r->arena, ERR_INPUT, "err.process.field_unknown", .field = name);
    if (!is_needed(x, name) && !has_name(x->takes, x->take_count, name))
        return ERR(r->arena, ERR_INPUT, "err.process.field_not_now", .field = name);
    if (!may_set(r, f))
        return ERR(r->arena, ERR_DENIED, "err.process.field_not_yours", .field = name);
    return NULL;
}

static void keep(Reading *r, const Field *f, const Json *value)
{
    if (f->sealed)
        r->seals[r->seal_count++] = (JsonMember){f->name, value};
    else
        r->given[r->given_count++] = (JsonMember){f->name, value};
}

/* -- lists and tables -------------------------------------------------------------------------------------------- */

static Err read_list(Reading *r, const ValueAsk *value, const Json *in, const Json **ret_out)
{
    size_t count = in->kind == JSON_LIST ? in->count : 1, kept = 0;
    if (count > LIMIT_LIST_VALUES)
        return ERR(r->arena, ERR_INPUT, "err.process.value_many", .field = value->field->name,
                   .args = {i64_plain(r->arena, LIMIT_LIST_VALUES)});
    const Json **items = ARENA_ARRAY(r->arena, const Json *, count);
    for (size_t i = 0; i < count; i++) {
        TRY(facts_value(r->arena, value, in->kind == JSON_LIST ? in->items[i] : in, &items[kept]));
        kept += items[kept]->kind != JSON_NULL;
    }
    *ret_out = kept ? json_list(r->arena, items, kept) : json_null();
    return NULL;
}

static const Field *find_column(const TableShape *shape, Str name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (str_eq(shape->columns[i].name, name))
            return &shape->columns[i];
    return NULL;
}

static void cell_fault(Reading *r, const Field *table, FieldFault fault)
{
    Str column = fault.column ? fault.column->name : fault.name;
    fault.field = table;
    fault.name = arena_printf(r->arena, "%.*s.%lld.%.*s", STR_ARG(table->name), (long long)fault.row, STR_ARG(column));
    Fault named = *fault.err;
    named.field = fault.name;
    fault.err = err_make(r->arena, &named);
    add_fault(r, &fault);
}

/* Cells in the order of the columns; an empty row comes back NULL. */
static const Json *read_row(Reading *r, const Field *table, const TableShape *shape, const Json *in, int64_t row)
{
    JsonMember *cells = ARENA_ARRAY(r->arena, JsonMember, shape->count);
    size_t kept = 0;
    for (size_t i = 0; i < in->count; i++)
        if (!find_column(shape, in->members[i].name))
            cell_fault(r, table, (FieldFault){.name = in->members[i].name, .row = row,
                .err = ERR(r->arena, ERR_INPUT, "err.process.column_unknown", .args = {in->members[i].name})});
    const Field **empty = ARENA_ARRAY(r->arena, const Field *, shape->count);
    size_t empty_count = 0, wrong = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const Field *column = &shape->columns[i];
        const Json *cell = json_get(in, column->name), *read = json_null();
        ValueAsk value = {r->engine, column, instant_date(r->ask->now), true};
        Err err = cell ? facts_value(r->arena, &value, cell, &read) : NULL;
        if (err)
            cell_fault(r, table, (FieldFault){.column = column, .row = row, .err = err});
        else if (read->kind != JSON_NULL)
            cells[kept++] = (JsonMember){column->name, read};
        else if (column->required)
            empty[empty_count++] = column;
        wrong += err != NULL;
    }
    for (size_t i = 0; i < empty_count && kept + wrong; i++)
        cell_fault(r, table, (FieldFault){.column = empty[i], .row = row,
            .err = ERR(r->arena, ERR_INPUT, "err.process.needed")});
    return kept ? json_object(r->arena, cells, kept) : NULL;
}

static Err read_table(Reading *r, const Field *f, const Json *in, const Json **ret_out)
{
    Arena *a = r->arena;
    TableShape shape = {0};
    const Shaper *shaper = engine_shaper(r->engine, f->columns_of);
    int64_t most = f->has_max && f->max < LIMIT_TABLE_ROWS ? f->max : LIMIT_TABLE_ROWS;
    if (in->kind == JSON_NULL)
        return NULL;
    if (!shaper || in->kind != JSON_LIST)
        return ERR(a, ERR_INPUT, "err.process.value_table", .field = f->name);
    if ((int64_t)in->count > most)
        return ERR(a, ERR_INPUT, "err.process.table_rows", .field = f->name, .args = {i64_plain(a, most)});
    TRY(shaper->shape(a, &r->draft, f, &shape));
    const Json **rows = ARENA_ARRAY(a, const Json *, in->count);
    size_t kept = 0;
    for (size_t i = 0; i < in->count && r->fault_count < LIMIT_FIELD_FAULTS; i++) {
        if (in->items[i]->kind != JSON_OBJECT)
            return ERR(a, ERR_INPUT, "err.process.value_table", .field = f->name);
        const Json *row = read_row(r, f, &shape, in->items[i], (int64_t)i + 1);
        if (row)
            rows[kept++] = row;
    }
    if (kept)
        *ret_out = json_list(a, rows, kept);
    return NULL;
}

/* -- the whole --------------------------------------------------------------------------------------------------- */

static void read_field(Reading *r, const Field *f, const Json *in)
{
    const Json *out = json_null();
    ValueAsk value = {r->engine, f, instant_date(r->ask->now), false};
    Err err = f->type == FIELD_TABLE ? read_table(r, f, in, &out)
              : f->many              ? read_list(r, &value, in, &out)
                                     : facts_value(r->arena, &value, in, &out);
    if (err)
        add_fault(r, &(FieldFault){.name = f->name, .field = f, .err = err});
    else
        keep(r, f, out);
}

static void read_given(Reading *r, const Json *given, bool tables)
{
    for (size_t i = 0; given && i < given->count; i++) {
        const JsonMember *m = &given->members[i];
        const Field *f = process_field(r->ask->c->process, m->name);
        if ((f && f->type == FIELD_TABLE) != tables || json_get(r->ask->action->sets, m->name))
            continue;
        Err err = why_not_given(r, f, m->name);
        if (err)
            add_fault(r, &(FieldFault){.name = m->name, .field = f, .err = err});
        else
            read_field(r, f, m->value);
    }
}

static bool is_among(const JsonMember *members, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].name, name) && members[i].value->kind != JSON_NULL)
            return true;
    return false;
}

static bool has_fault(const Reading *r, Str name)
{
    for (size_t i = 0; i < r->fault_count; i++)
        if (r->faults[i].field && str_eq(r->faults[i].field->name, name))
            return true;
    return false;
}

static void look_for_needs(Reading *r)
{
    const Process *p = r->ask->c->process;
    for (size_t i = 0; i < p->field_count; i++) {
        const Field *f = &p->fields[i];
        bool there = is_among(r->given, r->given_count, f->name) || is_among(r->seals, r->seal_count, f->name);
        if (is_needed(r->ask->action, f->name) && !there && !has_fault(r, f->name))
            add_fault(r, &(FieldFault){.name = f->name, .field = f,
                .err = ERR(r->arena, ERR_INPUT, "err.process.needed", .field = f->name)});
    }
}

/* What the action sets by itself; the same given by hand was passed over. */
static void apply_sets(Reading *r)
{
    const Json *sets = r->ask->action->sets;
    for (size_t i = 0; sets && i < sets->count; i++) {
        const Field *f = process_field(r->ask->c->process, sets->members[i].name);
        if (f)
            read_field(r, f, sets->members[i].value);
    }
}

void process_check_facts(Arena *a, const Engine *e, const FactsAsk *ask, FactsFound *ret_found)
{
    const Json *given = ask->given && ask->given->kind == JSON_OBJECT ? ask->given : NULL;
    size_t room = (given ? given->count : 0) + LIMIT_FIELDS;
    Reading r = {.arena = a, .engine = e, .ask = ask, .draft = *ask->c,
                 .given = ARENA_ARRAY(a, JsonMember, room), .seals = ARENA_ARRAY(a, JsonMember, room),
                 .faults = ARENA_ARRAY(a, FieldFault, LIMIT_FIELD_FAULTS)};
    if (!given && ask->given && ask->given->kind != JSON_NULL)
        add_fault(&r, &(FieldFault){.err = ERR(a, ERR_INPUT, "err.process.facts_shape")});
    read_given(&r, given, false);
    r.draft.facts = json_merge(a, ask->c->facts, json_object(a, r.given, r.given_count));
    read_given(&r, given, true);
    look_for_needs(&r);
    apply_sets(&r);
    *ret_found = (FactsFound){json_object(a, r.given, r.given_count), r.seals, r.seal_count, r.faults, r.fault_count};
}

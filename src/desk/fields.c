// SPDX-License-Identifier: Apache-2.0
/* The inputs of a form, one per field, with what was typed and what was wrong with it. */
#include "desk/desk_own.h"
#include "desk/fact.h"
#include "form_html.h"

enum { RADIOS_MAX = 5, EMPTY_ROWS = 5, AREA_LINES = 5, ROLES_JOINED = 8 };

Str desk_input(Arena *a, const char *kind, Str field)
{
    return arena_printf(a, "%s.%.*s", kind, STR_ARG(field));
}

Str desk_cell_input(Arena *a, Str field, size_t row, size_t column)
{
    return arena_printf(a, "c.%.*s.%zu.%zu", STR_ARG(field), row, column);
}

size_t desk_rows_by_hand(const Pairs *typed, Str field)
{
    for (size_t i = 0; typed && i < typed->count; i++) {
        Str name = typed->at[i].name;
        int64_t n;
        if (str_starts(name, S("n.")) && str_eq(str_from(name, 2), field) && str_to_i64(typed->at[i].value, &n))
            return n > 0 && n <= LIMIT_TABLE_ROWS ? (size_t)n : 0;
    }
    return 0;
}

Case desk_subject(const DeskAsk *ask)
{
    static const Json nothing = {.kind = JSON_OBJECT};
    return ask->about ? *ask->about
                      : (Case){.process = ask->process, .place = ask->place, .facts = &nothing, .due = INSTANT_NONE};
}

/* -- the columns of a table --------------------------------------------------------------------------------------- */

static const Shaper *find_shaper(Str name)
{
    for (size_t i = 0; i < rooms_count; i++) {
        const EngineParts *parts = rooms_all[i]->parts;
        for (size_t k = 0; parts && k < parts->shaper_count; k++)
            if (str_eq(parts->shapers[k].name, name))
                return &parts->shapers[k];
    }
    return NULL;
}

/* Days in a table are days of the period that the case is about. */
static Date day_about(const Request *q, const Case *c)
{
    Period p;
    Str text = json_text(c->facts, S("period"));
    return text.len && period_read(text, &p) ? period_last(p) : instant_date(q->now);
}

Err desk_shape(const Request *q, const DeskAsk *ask, const Field *f, SheetShape *ret_shape)
{
    TableShape shape = {0};
    const Shaper *shaper = find_shaper(f->columns_of);
    Case c = desk_subject(ask);
    if (shaper)
        TRY(shaper->shape(q->arena, &c, f, &shape));
    REQUIRE(shape.count <= LIMIT_TABLE_COLUMNS);
    bool is_less = f->has_max && f->max < LIMIT_TABLE_ROWS;
    *ret_shape = (SheetShape){.columns = shape.columns, .count = shape.count, .about = day_about(q, &c),
                              .rows_max = is_less ? (size_t)f->max : LIMIT_TABLE_ROWS};
    return NULL;
}

/* -- tables: a place to paste, and rows by hand ------------------------------------------------------------------- */

typedef struct Drawing {
    const Request *q;
    const DeskAsk *ask;
    const Field *f;
    SheetShape shape;
    const Json *known; /* the value so far, or NULL */
} Drawing;

/* A table too large for inputs comes back the way it went in: as cells between tabs. */
static Str as_pasted(const Drawing *d)
{
    Arena *a = d->q->arena;
    Out *o = out_new(a, LIMIT_PASTE_BYTES, d->q->lang);
    for (size_t c = 0; c < d->shape.count; c++) {
        out_raw(o, c ? S("\t") : S(""));
        out_raw(o, words_in(d->shape.columns[c].label, d->q->lang));
    }
    for (size_t r = 0; r < d->known->count; r++)
        for (size_t c = 0; c < d->shape.count; c++) {
            const Field *f = &d->shape.columns[c];
            out_raw(o, c ? S("\t") : S("\n"));
            out_raw(o, text_tidy(a, fact_typed(a, f, json_get(d->known->items[r], f->name)), false));
        }
    return out_full(o) ? S("") : out_str(o);
}

static Str cell_value(const Drawing *d, size_t row, size_t column)
{
    const Pairs *typed = d->ask->typed;
    if (typed)
        return pairs_get(typed, desk_cell_input(d->q->arena, d->f->name, row, column));
    const Field *f = &d->shape.columns[column];
    bool is_there = d->known && d->known->kind == JSON_LIST && row < d->known->count;
    return is_there ? fact_typed(d->q->arena, f, json_get(d->known->items[row], f->name)) : S("");
}

static void draw_rows(const Drawing *d, FormGrid *grid)
{
    Arena *a = d->q->arena;
    size_t rows = (size_t)grid->count;
    FormRow *drawn = ARENA_ARRAY(a, FormRow, rows);
    for (size_t r = 0; r < rows; r++) {
        FormCell *cells = ARENA_ARRAY(a, FormCell, d->shape.count);
        for (size_t c = 0; c < d->shape.count; c++)
            cells[c] = (FormCell){.name = desk_cell_input(a, d->f->name, r, c), .value = cell_value(d, r, c),
                                  .label = words_in(d->shape.columns[c].label, d->q->lang),
                                  .mode = fact_is_number(d->shape.columns[c].type) ? S("decimal") : S("")};
        drawn[r] = (FormRow){.number = (int64_t)r + 1, .cells = cells, .cells_count = d->shape.count};
    }
    grid->rows = drawn;
    grid->rows_count = rows;
}

/* How many rows the page gets: those that are there and some empty ones, as far as inputs go. */
static size_t rows_to_draw(const Drawing *d)
{
    const Pairs *typed = d->ask->typed;
    size_t known = d->known && d->known->kind == JSON_LIST ? d->known->count : 0;
    size_t rows = typed ? desk_rows_by_hand(typed, d->f->name) : known + EMPTY_ROWS;
    if (typed && str_eq(pairs_get(typed, S("more")), d->f->name))
        rows += EMPTY_ROWS;
    rows = rows ? rows : EMPTY_ROWS;
    size_t most = d->shape.count ? LIMIT_HAND_CELLS / d->shape.count : 0;
    most = most < d->shape.rows_max ? most : d->shape.rows_max;
    return rows < most ? rows : most;
}

static FormGrid *draw_grid(const Drawing *d)
{
    Arena *a = d->q->arena;
    const Pairs *typed = d->ask->typed;
    bool fits = !d->known || d->known->kind != JSON_LIST || d->known->count * d->shape.count <= LIMIT_HAND_CELLS;
    FormGrid *grid = ARENA_NEW(a, FormGrid);
    Str *columns = ARENA_ARRAY(a, Str, d->shape.count);
    for (size_t c = 0; c < d->shape.count; c++)
        columns[c] = words_in(d->shape.columns[c].label, d->q->lang);
    *grid = (FormGrid){.columns = columns,
                       .columns_count = d->shape.count,
                       .paste_name = desk_input(a, "t", d->f->name),
                       .count_name = desk_input(a, "n", d->f->name),
                       .more = d->f->name,
                       .single = d->shape.rows_max == 1,
                       .by_hand = d->shape.count > 0 && (fits || typed)};
    grid->paste = typed ? pairs_get(typed, grid->paste_name) : fits ? S("") : as_pasted(d);
    if (grid->by_hand) {
        grid->count = (int64_t)rows_to_draw(d);
        draw_rows(d, grid);
    }
    Sheet sheet;
    if (typed && !desk_sheet(d->q, d->ask, d->f, &sheet)) {
        grid->notes = desk_notes(d->q, sheet.notes, sheet.note_count);
        grid->notes_count = sheet.note_count;
    }
    return grid;
}

/* -- single values ------------------------------------------------------------------------------------------------ */

typedef struct Kind {
    const char *kind, *mode, *complete;
} Kind;
static const Kind kinds[] = {
    [FIELD_TEXT] = {"text", "", ""},         [FIELD_LONG_TEXT] = {"area", "", ""},
    [FIELD_INT] = {"text", "numeric", ""},   [FIELD_MONEY] = {"text", "decimal", ""},
    [FIELD_DATE] = {"text", "", "off"},      [FIELD_INSTANT] = {"text", "", "off"},
    [FIELD_FLAG] = {"tick", "", ""},         [FIELD_CHOICE] = {"radios", "", ""},
    [FIELD_PHONE] = {"text", "tel", "off"},  [FIELD_ID_NUMBER] = {"text", "", "off"},
    [FIELD_PERSON] = {"select", "", ""},     [FIELD_ROLE] = {"select", "", ""},
    [FIELD_PLACE] = {"text", "numeric", ""}, [FIELD_PERIOD] = {"text", "", "off"},
    [FIELD_CASE] = {"text", "", "off"},      [FIELD_TABLE] = {"grid", "", ""},
    [FIELD_JSON] = {"area", "", ""},         [FIELD_DECIMAL] = {"text", "decimal", ""},
};

static void add_pick(FormField *field, FormPick *picks, Str value, Str label)
{
    picks[field->picks_count++] = (FormPick){.value = value, .label = label, .chosen = str_eq(value, field->value)};
    field->picks = picks;
}

/* Some steps go with some of the choices: whoever is satisfied does not say "not satisfied". */
static bool is_offered(const Action *x, Str field, Str code)
{
    for (size_t i = 0; x && i < x->offer_count; i++) {
        bool named = false;
        for (size_t k = 0; k < x->offers[i].value_count; k++)
            named |= str_eq(x->offers[i].values[k], code);
        if (str_eq(x->offers[i].field, field) && !named)
            return false;
    }
    return true;
}

static void pick_choices(const Drawing *d, FormField *field)
{
    const Field *f = d->f;
    FormPick *picks = ARENA_ARRAY(d->q->arena, FormPick, f->choice_count);
    for (size_t i = 0; i < f->choice_count; i++) {
        size_t at = (size_t)field->picks_count;
        if (!is_offered(d->ask->action, f->name, f->choices[i].code))
            continue;
        add_pick(field, picks, f->choices[i].code, words_in(f->choices[i].name, d->q->lang));
        picks[at].id = arena_printf(d->q->arena, "%.*s-%zu", STR_ARG(field->id), i);
    }
    if (f->choice_count > RADIOS_MAX)
        field->kind = S("select");
}

static void pick_roles(const Drawing *d, FormField *field)
{
    size_t count = access_role_count(house()->roles);
    FormPick *picks = ARENA_ARRAY(d->q->arena, FormPick, count);
    for (size_t i = 0; i < count; i++) {
        const Role *r = access_role_at(house()->roles, i);
        add_pick(field, picks, r->code, desk_role_name(d->q->lang, r->code));
    }
}

/* Each person once, with all his offices there: 李建国（村委会成员、网格先锋员）. */
static void pick_holders(const Drawing *d, FormField *field, const Office *offices, size_t count)
{
    Arena *a = d->q->arena;
    FormPick *picks = ARENA_ARRAY(a, FormPick, field->picks_count + count);
    for (size_t i = 0; i < field->picks_count; i++)
        picks[i] = field->picks[i];
    for (size_t i = 0; i < count; i++) {
        Str roles[ROLES_JOINED];
        size_t n = 0, first = 0;
        while (offices[first].person.v != offices[i].person.v)
            first++;
        for (size_t k = i; k < count && first == i && n < ROLES_JOINED; k++)
            if (offices[k].person.v == offices[i].person.v)
                roles[n++] = desk_role_name(d->q->lang, offices[k].role->code);
        if (n)
            add_pick(field, picks, i64_plain(a, offices[i].person.v),
                     WEB_FILL(d->q, "desk.person_pick", offices[i].person_name,
                              arena_join(a, roles, n, web_sentence(d->q, "desk.comma"))));
    }
}

static Err pick_persons(const Drawing *d, FormField *field)
{
    const Request *q = d->q;
    Case c = desk_subject(d->ask);
    static const PlaceLevel levels[] = {PLACE_VILLAGE, PLACE_TOWN};
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        const Office *offices;
        size_t count;
        if (!c.place.v || place_level(c.place) < levels[i])
            continue;
        TRY(access_offices_at(q->db, q->arena, house()->roles, place_up(c.place, levels[i]), instant_date(q->now),
                              &offices, &count));
        pick_holders(d, field, offices, count);
    }
    return NULL;
}

static Str value_of(const Drawing *d)
{
    Arena *a = d->q->arena;
    if (d->ask->typed)
        return pairs_get(d->ask->typed, desk_input(a, "f", d->f->name));
    bool many = d->known && d->known->kind == JSON_LIST && d->f->type != FIELD_TABLE;
    if (!many)
        return fact_typed(a, d->f, d->known);
    Str *lines = ARENA_ARRAY(a, Str, d->known->count);
    for (size_t i = 0; i < d->known->count; i++)
        lines[i] = fact_typed(a, d->f, d->known->items[i]);
    return arena_join(a, lines, d->known->count, S("\n"));
}

/* -- which fields ------------------------------------------------------------------------------------------------- */

/* Some fields only the asker sets, or a role, or the engine itself; whoever opens a case speaks for the asker. */
static bool may_set(const Request *q, const Process *p, const Action *x, const Case *about, const Field *f)
{
    if (!f->by.len)
        return true;
    if (str_eq(f->by, S("asker")))
        return x == p->opening || q->who->kind == ACTOR_SLIP ||
               (about && q->who->person.v && about->asker.v == q->who->person.v);
    return about && access_acts_as(house()->roles, q->who, f->by, about->place);
}

static void add_name(Str *names, DeskAsk *ask, Str name)
{
    for (size_t i = 0; i < ask->name_count; i++)
        if (str_eq(names[i], name))
            return;
    names[ask->name_count++] = name;
}

void desk_ask_of(const Request *q, const Process *p, const Action *x, const Case *about, DeskAsk *ret_ask)
{
    Str *names = ARENA_ARRAY(q->arena, Str, x->need_count + x->take_count + 1);
    *ret_ask = (DeskAsk){
        .process = p, .names = names, .about = about, .action = x, .place = about ? about->place : PLACE_NONE};
    for (size_t i = 0; i < x->need_count + x->take_count; i++) {
        Str name = i < x->need_count ? x->needs[i] : x->takes[i - x->need_count];
        const Field *f = process_field(p, name);
        if (f && may_set(q, p, x, about, f))
            add_name(names, ret_ask, name);
    }
    if (x->reason && process_field(p, S("reason")))
        add_name(names, ret_ask, S("reason"));
}

/* -- one field ---------------------------------------------------------------------------------------------------- */

static bool is_needed(const DeskAsk *ask, const Field *f)
{
    const Action *x = ask->action ? ask->action : ask->process->opening;
    bool needed = !ask->about && f->required;
    for (size_t i = 0; x && i < x->need_count; i++)
        needed = needed || str_eq(x->needs[i], f->name);
    return needed || (x && x->reason && str_eq(f->name, S("reason")));
}

/* Beside the field its name need not be said again. */
static void fill_faults(const Drawing *d, FormField *field)
{
    const DeskFaults *all = d->ask->faults;
    Str name = WEB_FILL(d->q, "desk.field_wrong", field->label, S(""));
    FormLine *lines = ARENA_ARRAY(d->q->arena, FormLine, all ? all->count : 0);
    for (size_t i = 0; all && i < all->count; i++) {
        Str reason = all->at[i].reason;
        if (str_eq(all->at[i].field, d->f->name))
            lines[field->faults_count++] = (FormLine){
                .reason = str_starts(reason, name) ? str_from(reason, name.len) : reason, .hint = all->at[i].hint};
    }
    field->faults = lines;
}

/* A reason given once is not the reason of the next step. */
static const Json *known_value(const DeskAsk *ask, const Field *f)
{
    bool is_fresh = !ask->about || f->sealed || str_eq(f->name, S("reason"));
    return is_fresh ? NULL : json_get(ask->about->facts, f->name);
}

static Err draw_field(const Request *q, const DeskAsk *ask, const Field *f, Out *o)
{
    Drawing d = {.q = q, .ask = ask, .f = f, .known = known_value(ask, f)};
    const Kind *kind = &kinds[f->type];
    Str optional = web_sentence(q, "desk.optional"), label = words_in(f->label, q->lang);
    FormField field = {
        .kind = f->many && f->type != FIELD_TABLE ? S("area") : str_of(kind->kind), .mode = str_of(kind->mode),
        .complete = str_of(kind->complete), .id = arena_printf(q->arena, "f-%.*s", STR_ARG(f->name)),
        .name = desk_input(q->arena, "f", f->name), .label = label, .help = words_in(f->help, q->lang),
        .unit = words_in(f->unit, q->lang), .value = value_of(&d), .lines = AREA_LINES,
        .max = f->type == FIELD_LONG_TEXT && f->has_max ? f->max : 0,
    };
    field.optional = !is_needed(ask, f) && f->type != FIELD_FLAG && !str_has(label, optional);
    field.on = field.value.len > 0;
    fill_faults(&d, &field);
    if (f->type == FIELD_CHOICE)
        pick_choices(&d, &field);
    else if (f->type == FIELD_ROLE)
        pick_roles(&d, &field);
    else if (f->type == FIELD_PERSON)
        TRY(pick_persons(&d, &field));
    else if (f->type == FIELD_TABLE) {
        TRY(desk_shape(q, ask, f, &d.shape));
        if (d.shape.count == 0)
            return NULL;
        field.grid = draw_grid(&d);
    }
    desk_page_field(o, &field);
    return NULL;
}

Err desk_fields(const Request *q, const DeskAsk *ask, Html *ret_fields)
{
    Out *o = web_body(q);
    for (size_t i = 0; i < ask->name_count; i++) {
        const Field *f = process_field(ask->process, ask->names[i]);
        REQUIRE(f);
        TRY(draw_field(q, ask, f, o));
    }
    *ret_fields = (Html){out_str(o)};
    return NULL;
}

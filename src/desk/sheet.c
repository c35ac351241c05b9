// SPDX-License-Identifier: Apache-2.0
/* rule: how a table of a sheet is understood. */
#include "desk/sheet.h"

#include "desk/fact.h"

enum { HEAD_ROWS = 5, GUARD_HITS = 4, NOT_OURS = -1, SERIAL = -2 };

/* Sums of a column: of all rows, of those since the last 小计; and the last value, for balances are no sums. */
typedef struct Sums {
    int64_t all, since, last;
} Sums;

typedef struct Notes {
    SheetNote *at;
    size_t count;
} Notes;

typedef struct Maker {
    Arena *a;
    const SheetShape *shape;
    const Table *t;
    int column_of[LIMIT_TABLE_COLUMNS]; /* which of our columns a cell belongs to */
    const Json **rows;
    size_t row_count, first; /* the first row below the headings */
    Sums sums[LIMIT_TABLE_COLUMNS];
    Notes faults, notes;
} Maker;

static Str cell_at(const Maker *m, size_t row, size_t i)
{
    return m->t->cells[row * m->t->columns + i];
}

static void note(Notes *n, SheetNote what)
{
    if (n->count < LIMIT_SHEET_NOTES)
        n->at[n->count++] = what;
}

/* -- headings ----------------------------------------------------------------------------------------------------- */

/* "收 入\n（元）" is 收入: without blanks, and without the unit behind it. */
static Str bare_words(Arena *a, Str s)
{
    Str folded = text_fold(a, s), head, unit;
    char *bare = ARENA_ARRAY(a, char, folded.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < folded.len; i++)
        if (folded.at[i] != ' ' && folded.at[i] != '\t' && folded.at[i] != '\n')
            bare[n++] = folded.at[i];
    str_cut((Str){bare, n}, '(', &head, &unit);
    Str words = head.len ? head : (Str){bare, n};
    return str_ends(words, S(":")) ? str_sub(words, 0, words.len - 1) : words;
}

static int column_named(const Maker *m, Str cell)
{
    Str words = bare_words(m->a, cell);
    for (size_t c = 0; words.len && c < m->shape->count; c++) {
        const Field *f = &m->shape->columns[c];
        const Str names[] = {f->label.zh, f->label.en, f->name};
        for (size_t i = 0; i < COUNT_OF(names); i++)
            if (str_eq_nocase(bare_words(m->a, names[i]), words))
                return (int)c;
    }
    return NOT_OURS;
}

static bool is_heading(const Maker *m, size_t row)
{
    size_t ours = 0, filled = 0, wanted = m->shape->count < 2 ? 1 : 2;
    for (size_t i = 0; i < m->t->columns; i++) {
        filled += cell_at(m, row, i).len > 0;
        ours += column_named(m, cell_at(m, row, i)) != NOT_OURS;
    }
    return ours >= wanted && ours * 2 >= filled;
}

/* The numbers a sheet writes before its rows are nobody's column. */
static bool is_serial_heading(Str words)
{
    static const Str serials[] = {S("序号"), S("行号"), S("编号"), S("no."), S("no"), S("#")};
    for (size_t i = 0; i < COUNT_OF(serials); i++)
        if (str_eq_nocase(serials[i], words))
            return true;
    return false;
}

static bool has_cells_below(const Maker *m, size_t row, size_t column)
{
    for (size_t r = row + 1; r < m->t->rows; r++)
        if (cell_at(m, r, column).len)
            return true;
    return false;
}

static void take_heading(Maker *m, size_t row)
{
    bool taken[LIMIT_TABLE_COLUMNS] = {0};
    m->first = row + 1;
    for (size_t i = 0; i < m->t->columns; i++) {
        Str cell = cell_at(m, row, i);
        int c = column_named(m, cell);
        m->column_of[i] = c != NOT_OURS && !taken[c] ? c : NOT_OURS;
        if (m->column_of[i] != NOT_OURS)
            taken[c] = true;
        else if (cell.len && !is_serial_heading(bare_words(m->a, cell)) && has_cells_below(m, row, i))
            note(&m->notes, (SheetNote){.what = SHEET_UNKNOWN, .typed = cell});
    }
}

/* Without headings cells go by their place; a first column that only counts 1, 2, 3 is passed over. */
static void take_places(Maker *m)
{
    int64_t number;
    size_t shift = m->t->columns == m->shape->count + 1;
    for (size_t r = 0; r < m->t->rows && r < 2 && shift; r++)
        shift = str_to_i64(cell_at(m, r, 0), &number) && number == (int64_t)r + 1;
    for (size_t i = 0; i < m->t->columns; i++)
        m->column_of[i] = i < shift ? SERIAL : i - shift < m->shape->count ? (int)(i - shift) : NOT_OURS;
}

static void find_columns(Maker *m)
{
    take_places(m);
    for (size_t row = 0; m->shape->pasted && row < m->t->rows && row < HEAD_ROWS; row++)
        if (is_heading(m, row)) {
            take_heading(m, row);
            return;
        }
}

/* -- total rows --------------------------------------------------------------------------------------------------- */

typedef enum TotalKind { TOTAL_NONE, TOTAL_ALL, TOTAL_PART, TOTAL_LONGER } TotalKind;

/* Longer: since before this table began; nothing here can be held against it. */
static TotalKind total_of_words(Str words)
{
    static const struct {
        Str words;
        TotalKind kind;
    } totals[] = {
        {S("合计"), TOTAL_ALL},     {S("总计"), TOTAL_ALL},     {S("总合计"), TOTAL_ALL},  {S("本月合计"), TOTAL_ALL},
        {S("本期合计"), TOTAL_ALL}, {S("本季合计"), TOTAL_ALL}, {S("total"), TOTAL_ALL},   {S("sum"), TOTAL_ALL},
        {S("小计"), TOTAL_PART},    {S("subtotal"), TOTAL_PART}, {S("累计"), TOTAL_LONGER}, {S("本年累计"), TOTAL_LONGER},
    };
    for (size_t i = 0; i < COUNT_OF(totals); i++)
        if (str_eq_nocase(totals[i].words, words))
            return totals[i].kind;
    return TOTAL_NONE;
}

static TotalKind total_kind(const Maker *m, size_t row)
{
    Money number;
    for (size_t i = 0; m->shape->pasted && i < m->t->columns; i++) {
        Str cell = cell_at(m, row, i);
        if (cell.len && !money_read(cell, &number))
            return total_of_words(bare_words(m->a, cell));
    }
    return TOTAL_NONE;
}

/* The number in a cell, in the column's own smallest unit. */
static bool sum_of(const Maker *m, const Field *f, Str typed, int64_t *ret_sum)
{
    Money read;
    if (!money_read(fact_tidy(m->a, f, typed, m->shape->about), &read))
        return false;
    *ret_sum = f->type == FIELD_INT ? read.fen / 100 : read.fen;
    return true;
}

static Str say_sum(const Maker *m, const Field *f, int64_t sum)
{
    return f->type == FIELD_INT ? i64_plain(m->a, sum) : money_grouped(m->a, (Money){sum});
}

static void compare_total(Maker *m, const Field *f, const Sums *s, TotalKind kind, Str typed)
{
    int64_t sum = kind == TOTAL_PART ? s->since : s->all, said;
    if (!fact_tidy(m->a, f, typed, m->shape->about).len)
        return;
    bool is_sum = sum_of(m, f, typed, &said);
    if (is_sum && (said == sum || said == s->all || said == s->last))
        return;
    note(&m->faults, (SheetNote){.what = SHEET_TOTAL, .column = f, .typed = is_sum ? say_sum(m, f, said) : typed,
                                 .other = say_sum(m, f, sum)});
}

static void take_total(Maker *m, size_t row, TotalKind kind)
{
    for (size_t i = 0; i < m->t->columns; i++) {
        int c = m->column_of[i];
        const Field *f = c < 0 ? NULL : &m->shape->columns[c];
        if (f && fact_is_number(f->type) && kind != TOTAL_LONGER)
            compare_total(m, f, &m->sums[c], kind, cell_at(m, row, i));
    }
    for (size_t c = 0; c < m->shape->count; c++)
        m->sums[c].since = 0;
}

static void add_up(Maker *m, size_t c, Str typed)
{
    Sums *s = &m->sums[c];
    int64_t value;
    if (!sum_of(m, &m->shape->columns[c], typed, &value))
        return;
    s->last = value;
    if (__builtin_add_overflow(s->all, value, &s->all) || __builtin_add_overflow(s->since, value, &s->since))
        s->all = s->since = 0; /* beyond any sum a village can have: no total will agree */
}

/* -- rows --------------------------------------------------------------------------------------------------------- */

static bool is_blank(const Maker *m, size_t row)
{
    for (size_t i = 0; i < m->t->columns; i++)
        if (str_trim(cell_at(m, row, i)).len)
            return false;
    return true;
}

static bool is_ditto(Str s)
{
    return str_eq(s, S("〃")) || str_eq(s, S("同上"));
}

/* A merged cell arrives once and empty below. Only what tells rows apart is carried down, never a sum. */
static Str carried(Maker *m, const Field *f, bool ditto)
{
    Str above = m->row_count ? json_text(m->rows[m->row_count - 1], f->name) : STR_NONE;
    if (!m->shape->pasted || !above.len || fact_is_number(f->type) || !(f->required || ditto))
        return STR_NONE;
    note(&m->notes, (SheetNote){.what = SHEET_CARRIED, .row = m->row_count + 1, .column = f, .other = above});
    return above;
}

static void note_personal(Arena *a, Notes *notes, const Field *f, size_t row, Str text)
{
    GuardHit hits[GUARD_HITS];
    if (!f->guarded || (f->type != FIELD_TEXT && f->type != FIELD_LONG_TEXT))
        return;
    size_t count = text_guard(a, text, hits, GUARD_HITS);
    for (size_t i = 0; i < count; i++)
        note(notes, (SheetNote){.what = SHEET_PERSONAL, .row = row, .column = f, .other = hits[i].masked});
}

static Str take_cell(Maker *m, const Field *f, Str typed)
{
    bool ditto = is_ditto(typed);
    Str text = ditto ? STR_NONE : fact_tidy(m->a, f, typed, m->shape->about);
    if (!text.len)
        return carried(m, f, ditto);
    note_personal(m->a, &m->notes, f, m->row_count + 1, text);
    return text;
}

static void take_row(Maker *m, size_t row)
{
    Str typed[LIMIT_TABLE_COLUMNS] = {0};
    for (size_t i = 0; i < m->t->columns; i++) {
        Str cell = str_trim(cell_at(m, row, i));
        if (m->column_of[i] >= 0)
            typed[m->column_of[i]] = cell;
        else if (cell.len && m->first == 0 && m->column_of[i] == NOT_OURS) /* nothing may be lost unseen */
            note(&m->faults, (SheetNote){.what = SHEET_BEYOND, .row = m->row_count + 1, .typed = cell});
    }
    JsonMember members[LIMIT_TABLE_COLUMNS];
    size_t count = 0;
    for (size_t c = 0; c < m->shape->count; c++) {
        const Field *f = &m->shape->columns[c];
        Str text = take_cell(m, f, typed[c]);
        if (!text.len)
            continue;
        members[count++] = (JsonMember){f->name, json_of_text(m->a, text)};
        if (fact_is_number(f->type))
            add_up(m, c, text);
    }
    m->rows[m->row_count++] = json_object(m->a, members, count);
}

Err sheet_read(Arena *a, const SheetShape *shape, const Table *t, Sheet *ret_sheet)
{
    REQUIRE(shape->count <= LIMIT_TABLE_COLUMNS && shape->rows_max <= LIMIT_TABLE_ROWS);
    Maker m = {.a = a, .shape = shape, .t = t, .rows = ARENA_ARRAY(a, const Json *, shape->rows_max),
               .faults.at = ARENA_ARRAY(a, SheetNote, LIMIT_SHEET_NOTES),
               .notes.at = ARENA_ARRAY(a, SheetNote, LIMIT_SHEET_NOTES)};
    find_columns(&m);
    for (size_t row = m.first; row < t->rows; row++) {
        if (is_blank(&m, row)) {
            if (!shape->pasted && m.row_count < shape->rows_max) /* rows keep the numbers they have on the page */
                m.rows[m.row_count++] = json_object(a, NULL, 0);
            continue;
        }
        TotalKind kind = total_kind(&m, row);
        if (kind) {
            take_total(&m, row, kind);
            continue;
        }
        if (m.row_count == shape->rows_max)
            return ERR(a, ERR_LIMIT, "err.table.rows", .args = {i64_plain(a, (int64_t)shape->rows_max)});
        take_row(&m, row);
    }
    *ret_sheet = (Sheet){.rows = json_list(a, m.rows, m.row_count), .faults = m.faults.at, .notes = m.notes.at,
                         .fault_count = m.faults.count, .note_count = m.notes.count};
    return NULL;
}

size_t sheet_personal(Arena *a, const SheetShape *shape, const Json *rows, const SheetNote **ret_notes)
{
    Notes notes = {.at = ARENA_ARRAY(a, SheetNote, LIMIT_SHEET_NOTES)};
    for (size_t r = 0; rows && rows->kind == JSON_LIST && r < rows->count; r++)
        for (size_t c = 0; c < shape->count; c++) {
            const Json *value = json_get(rows->items[r], shape->columns[c].name);
            if (value && value->kind == JSON_TEXT)
                note_personal(a, &notes, &shape->columns[c], r + 1, value->text);
        }
    *ret_notes = notes.at;
    return notes.count;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Tables: fine rules between rows and none between columns; the head again in each column of the paper; sums that are
 * never broken. A table too wide for the type it must be set in becomes a list: each row a sentence of heads and cells.
 */
#include "print/flow.h"

static const double RULE_ROW = 0.4, RULE_HEAD = 1.4;
static const double GAP = 0.85, PAD = 0.25;             /* between columns, above and under a row: in sizes */
static const double LEAST = 4.6, MOST = 16;             /* 12月28日 is not broken; prose may be: in sizes */
static const double HEAD_MOST = 0.3;                    /* a head that takes more of the column is not said again */

enum { LIST_PARTS = 4 }; /* for each cell of a list */

typedef struct Grid {
    const PrintBlock *block;
    Face body, head;
    double gap, pad;
    double width[LIMIT_TABLE_COLUMNS];
    bool list; /* too wide: told as a list */
} Grid;

typedef struct Row {
    PaperText *cells[LIMIT_TABLE_COLUMNS];
    const double *width;
    const bool *right;
    size_t columns, lines;
    double pitch;
    double rule; /* under it */
} Row;

static bool is_right(const PrintBlock *b, size_t column)
{
    return b->right && b->right[column];
}

static bool is_total(const PrintBlock *b, size_t row)
{
    return row > 0 && b->rows - row <= b->total_rows;
}

static Str cell_of(const PrintBlock *b, size_t row, size_t column)
{
    return b->cells[row * b->columns + column];
}

/* -- how wide ------------------------------------------------------------------------------------------------------ */

static double natural_width(Flow *f, const Grid *g, size_t column)
{
    double widest = 0, most = MOST * g->body.size;
    for (size_t row = 0; row < g->block->rows; row++) {
        if (widest >= most && !is_right(g->block, column))
            return most;
        ArenaMark mark = arena_mark(f->a);
        const Face *face = row == 0 || is_total(g->block, row) ? &g->head : &g->body;
        double breadth = paper_breadth(paper_wrap(f->a, f->paper, cell_of(g->block, row, column), face, 0));
        arena_rewind(f->a, mark);
        widest = breadth > widest ? breadth : widest;
    }
    return widest < most || is_right(g->block, column) ? widest + 1 : most;
}

/* Shares `total` out as wanted, then lets the columns that have more than their least give to those that have less. */
static bool share_out(double *width, const double *least, size_t count, double total)
{
    double wanted = 0, missing = 0, spare = 0;
    for (size_t i = 0; i < count; i++)
        wanted += width[i];
    for (size_t i = 0; i < count; i++) {
        width[i] = wanted > 0 ? width[i] / wanted * total : total / (double)count;
        missing += width[i] < least[i] ? least[i] - width[i] : 0;
        spare += width[i] > least[i] ? width[i] - least[i] : 0;
    }
    if (missing > spare)
        return false;
    double given = spare > 0 ? missing / spare : 0;
    for (size_t i = 0; i < count; i++)
        width[i] = width[i] < least[i] ? least[i] : width[i] - (width[i] - least[i]) * given;
    return true;
}

static Grid grid_of(Flow *f, const PrintBlock *b)
{
    Grid g = {.block = b, .body = *flow_face(f, BLOCK_TABLE), .head = *flow_face(f, BLOCK_TABLE)};
    g.head.bold = true;
    g.gap = GAP * g.body.size;
    g.pad = PAD * g.body.size;
    double least[LIMIT_TABLE_COLUMNS];
    for (size_t i = 0; i < b->columns; i++) {
        double natural = natural_width(f, &g, i), small = LEAST * g.body.size;
        least[i] = is_right(b, i) || natural < small ? natural : small;
        g.width[i] = b->widths ? b->widths[i] : natural;
    }
    double gaps = b->columns ? (double)(b->columns - 1) * g.gap : 0;
    g.list = !share_out(g.width, least, b->columns, f->width - gaps);
    return g;
}

/* -- rows ---------------------------------------------------------------------------------------------------------- */

static void row_count_lines(Row *r)
{
    r->lines = 1;
    for (size_t i = 0; i < r->columns; i++)
        r->lines = paper_lines(r->cells[i]) > r->lines ? paper_lines(r->cells[i]) : r->lines;
}

static Row row_of(Flow *f, const Grid *g, size_t index)
{
    const PrintBlock *b = g->block;
    const Face *face = index == 0 || is_total(b, index) ? &g->head : &g->body;
    Row r = {.columns = b->columns, .width = g->width, .right = b->right, .pitch = flow_pitch(face)};
    bool last = index + 1 == b->rows || (!is_total(b, index) && is_total(b, index + 1));
    r.rule = index == 0 || last ? RULE_HEAD : RULE_ROW;
    for (size_t i = 0; i < b->columns; i++)
        r.cells[i] = paper_wrap(f->a, f->paper, cell_of(b, index, i), face, g->width[i]);
    row_count_lines(&r);
    return r;
}

static double row_height(const Grid *g, const Row *r)
{
    return (double)r->lines * r->pitch + 2 * g->pad + r->rule;
}

static void draw_lines(Flow *f, const Grid *g, const Row *r, size_t first, size_t count)
{
    double x = f->x;
    for (size_t i = 0; i < r->columns; i++) {
        bool right = r->right && r->right[i];
        Spot at = {right ? x + r->width[i] : x, f->y + g->pad};
        paper_text(f->paper, r->cells[i], first, count, at, right ? ALIGN_RIGHT : ALIGN_LEFT);
        x += r->width[i] + g->gap;
    }
    flow_down(f, (double)count * r->pitch + 2 * g->pad);
    if (r->rule > 0)
        flow_rule(f, r->rule);
    flow_down(f, r->rule);
}

static Err turn(Flow *f, const Grid *g, const Row *head)
{
    TRY(flow_turn(f));
    if (head)
        draw_lines(f, g, head, 0, head->lines);
    return NULL;
}

/* A row stands whole; only one that is taller than an empty column runs on. */
static Err put_row(Flow *f, const Grid *g, const Row *r, const Row *head)
{
    double empty = f->end - f->start - (head ? row_height(g, head) : 0);
    bool whole = row_height(g, r) <= empty, turned = f->fresh;
    for (size_t done = 0; done < r->lines;) {
        double room = flow_room(f) - 2 * g->pad - r->rule;
        size_t fit = room > 0 ? (size_t)(room / r->pitch + 0.01) : 0, left = r->lines - done;
        if (left > fit && !turned && (whole || fit == 0)) {
            TRY(turn(f, g, head));
            turned = true;
            continue;
        }
        size_t count = left <= fit ? left : fit ? fit : 1;
        draw_lines(f, g, r, done, count);
        done += count;
        if (done < r->lines)
            TRY(turn(f, g, head));
    }
    return NULL;
}

/* -- tables -------------------------------------------------------------------------------------------------------- */

/* Sums are not left alone at the top of a page: the last row before them turns with them. */
static Err keep_totals(Flow *f, const Grid *g, size_t index, const Row *head)
{
    const PrintBlock *b = g->block;
    if (b->total_rows == 0 || b->total_rows >= b->rows || index + b->total_rows + 1 != b->rows)
        return NULL;
    double height = 0;
    for (size_t i = index; i < b->rows; i++) {
        Row r = row_of(f, g, i);
        height += row_height(g, &r);
    }
    double empty = f->end - f->start - (head ? row_height(g, head) : 0);
    return height > flow_room(f) && height <= empty && !f->fresh ? turn(f, g, head) : NULL;
}

static double grid_least(Flow *f, const Grid *g)
{
    Row head = row_of(f, g, 0), first = row_of(f, g, g->block->rows > 1 ? 1 : 0);
    return row_height(g, &head) + row_height(g, &first);
}

static Err put_grid(Flow *f, const Grid *g)
{
    Row head = row_of(f, g, 0);
    const Row *again = row_height(g, &head) <= HEAD_MOST * (f->end - f->start) ? &head : NULL;
    TRY(flow_need(f, grid_least(f, g)));
    TRY(put_row(f, g, &head, NULL));
    for (size_t i = 1; i < g->block->rows; i++) {
        ArenaMark mark = arena_mark(f->a);
        TRY(keep_totals(f, g, i, again));
        Row r = row_of(f, g, i);
        TRY(put_row(f, g, &r, again));
        arena_rewind(f->a, mark);
    }
    return NULL;
}

/* A row told in a sentence: what each column is called, and loud what stands there; what is empty is not told. */
static Err put_list_row(Flow *f, const Grid *g, size_t index)
{
    const PrintBlock *b = g->block;
    PaperPart *parts = ARENA_ARRAY(f->a, PaperPart, b->columns * LIST_PARTS);
    size_t count = 0;
    for (size_t i = 0; i < b->columns; i++) {
        if (cell_of(b, index, i).len == 0)
            continue;
        if (count)
            parts[count++] = (PaperPart){.text = S("　")};
        parts[count++] = (PaperPart){.text = cell_of(b, 0, i), .whole = true};
        parts[count++] = (PaperPart){.text = S("\u00a0")};
        parts[count++] = (PaperPart){.text = cell_of(b, index, i), .bold = true, .whole = true};
    }
    Row r = {.columns = 1, .width = &f->width, .pitch = flow_pitch(&g->body), .rule = RULE_ROW};
    r.cells[0] = paper_wrap_parts(f->a, f->paper, (PaperParts){parts, count}, &g->body, f->width);
    row_count_lines(&r);
    return put_row(f, g, &r, NULL);
}

static Err put_list(Flow *f, const Grid *g)
{
    for (size_t i = 1; i < g->block->rows; i++) {
        ArenaMark mark = arena_mark(f->a);
        TRY(put_list_row(f, g, i));
        arena_rewind(f->a, mark);
    }
    return NULL;
}

double flow_table_least(Flow *f, const PrintBlock *b)
{
    if (b->rows == 0 || b->columns == 0)
        return 0;
    ArenaMark mark = arena_mark(f->a);
    Grid g = grid_of(f, b);
    double least = grid_least(f, &g);
    arena_rewind(f->a, mark);
    return least;
}

Err flow_table(Flow *f, const PrintBlock *b)
{
    if (b->rows == 0 || b->columns == 0)
        return NULL;
    Grid g = grid_of(f, b);
    return g.list ? put_list(f, &g) : put_grid(f, &g);
}

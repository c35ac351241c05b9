// SPDX-License-Identifier: Apache-2.0
/* The kinds of paper, the kinds of block, and how one follows the other. */
#include "print/flow.h"

enum { LINES_TOGETHER = 2, SIGNS_ABREAST = 3, CODE_SMALL_BYTES = 200 };

static const double RULE_THICK = 3, RULE_FINE = 0.6, BOX_LINE = 0.9;
static const double CODE_MODULE = PAPER_MM(0.5); /* the least that a cheap phone reads from cheap paper */
static const double SIGN_FREE = PAPER_MM(25);    /* under the caption, for a name, a thumb or a seal */

/* -- the kinds of paper -------------------------------------------------------------------------------------------- */

/* BLOCK_TABLE is the type in cells, BLOCK_SIGN the captions of boxes, BLOCK_RULE the foot of the page. */
static const Face sheet_faces[BLOCK_KINDS] = {
    [BLOCK_TITLE] = {38, 1.3, .bold = true},
    [BLOCK_SUBTITLE] = {17, 1.4},
    [BLOCK_HEADING] = {21, 1.4, .bold = true},
    [BLOCK_PARAGRAPH] = {17, 1.5},
    [BLOCK_BIG] = {25, 1.5, .bold_figures = true},
    [BLOCK_SMALL] = {16, 1.4},
    [BLOCK_TABLE] = {16, 1.35},
    [BLOCK_SIGN] = {16, 1.35},
    [BLOCK_QR] = {17, 1.5},
    [BLOCK_RULE] = {16, 1.35},
};

/* Read standing, an arm and a half away: nothing below 22 pt. */
static const Face board_faces[BLOCK_KINDS] = {
    [BLOCK_TITLE] = {54, 1.15, .bold = true},
    [BLOCK_SUBTITLE] = {24, 1.4},
    [BLOCK_HEADING] = {28, 1.3, .bold = true},
    [BLOCK_PARAGRAPH] = {22, 1.35},
    [BLOCK_BIG] = {34, 1.4, .bold_figures = true},
    [BLOCK_SMALL] = {22, 1.35},
    [BLOCK_TABLE] = {22, 1.3},
    [BLOCK_SIGN] = {22, 1.35},
    [BLOCK_QR] = {24, 1.4},
    [BLOCK_RULE] = {22, 1.35},
};

static const Face poster_faces[BLOCK_KINDS] = {
    [BLOCK_TITLE] = {88, 1.15, .bold = true},
    [BLOCK_SUBTITLE] = {30, 1.4},
    [BLOCK_HEADING] = {34, 1.35, .bold = true},
    [BLOCK_PARAGRAPH] = {24, 1.45},
    [BLOCK_BIG] = {40, 1.35, .bold = true},
    [BLOCK_SMALL] = {18, 1.4},
    [BLOCK_TABLE] = {22, 1.35},
    [BLOCK_SIGN] = {18, 1.35},
    [BLOCK_QR] = {24, 1.4},
    [BLOCK_RULE] = {16, 1.35},
};

#define A4_WIDTH PAPER_MM(210)
#define A4_HEIGHT PAPER_MM(297)
#define A4_SHEET .width = A4_WIDTH, .height = A4_HEIGHT, .tile = A4_WIDTH, .columns = 1
#define A4_MARGINS .margin = PAPER_MM(18), .top = PAPER_MM(15), .bottom = PAPER_MM(12)
#define BOARD .tile = A4_WIDTH, .columns = 2, .band = true, .faces = board_faces, .margin = PAPER_MM(15), \
              .top = PAPER_MM(14), .bottom = PAPER_MM(12), .code_beside = PAPER_MM(45), .code_alone = PAPER_MM(110)

static const Style styles[PAPER_KINDS] = {
    [PAPER_A4] = {A4_SHEET, A4_MARGINS, .faces = sheet_faces, .code_beside = PAPER_MM(34), .code_alone = PAPER_MM(90)},
    [PAPER_A4_POSTER] = {A4_SHEET, A4_MARGINS, .faces = poster_faces, .align = ALIGN_CENTRE, .spread = true,
                         .code_beside = PAPER_MM(45), .code_alone = PAPER_MM(88)},
    [PAPER_A3_BOARD] = {BOARD, .width = 2 * A4_WIDTH, .height = A4_HEIGHT},
    [PAPER_A4_TILES] = {BOARD, .width = A4_WIDTH, .height = A4_HEIGHT, .apart = true},
};

/* -- moving on the page -------------------------------------------------------------------------------------------- */

const Face *flow_face(const Flow *f, BlockKind kind)
{
    return &f->style->faces[kind];
}

double flow_pitch(const Face *face)
{
    return face->size * face->pitch;
}

double flow_room(const Flow *f)
{
    return f->end - f->y;
}

void flow_down(Flow *f, double height)
{
    f->y += height;
    f->fresh = false;
}

void flow_gap(Flow *f, double height)
{
    if (!f->fresh)
        f->y += height;
}

void flow_rule(Flow *f, double thick)
{
    paper_rule(f->paper, (Spot){f->x, f->y}, (Spot){f->x + f->width, f->y}, thick);
}

size_t flow_file_pages(const Flow *f)
{
    return f->pages * (f->style->apart ? f->style->columns : 1);
}

static Err page_start(Flow *f)
{
    f->page++;
    if (f->counting) {
        f->pages = f->page;
        if (flow_file_pages(f) > f->most)
            return ERR(f->a, ERR_LIMIT, "err.print.pages", .args = {i64_plain(f->a, LIMIT_PRINT_PAGES)});
    }
    return NULL;
}

Err flow_turn(Flow *f)
{
    const Style *s = f->style;
    bool page = f->page == 0 || f->column + 1 == s->columns;
    f->column = page ? 0 : f->column + 1;
    if (page)
        TRY(page_start(f));
    f->x = (double)f->column * s->tile + s->margin;
    f->width = s->tile - 2 * s->margin;
    if (page || s->apart) {
        if (!f->counting) {
            paper_page(f->paper, s->width, s->height);
            paper_shift(f->paper, s->apart ? (double)f->column * s->tile : 0);
        }
        flow_frame(f);
    }
    f->y = f->start;
    f->fresh = true;
    return NULL;
}

Err flow_need(Flow *f, double height)
{
    return height > flow_room(f) && !f->fresh ? flow_turn(f) : NULL;
}

/* -- the kinds of block -------------------------------------------------------------------------------------------- */

static double left_of(const Flow *f, Align align)
{
    static const double share[] = {[ALIGN_LEFT] = 0, [ALIGN_CENTRE] = 0.5, [ALIGN_RIGHT] = 1};
    return f->x + share[align] * f->width;
}

/* How many of `rest` lines stand here: never one alone at either end. */
static size_t lines_here(const Flow *f, double pitch, size_t rest)
{
    size_t fit = flow_room(f) > 0 ? (size_t)(flow_room(f) / pitch + 0.01) : 0;
    if (fit >= rest)
        return rest;
    if (fit > LINES_TOGETHER && rest - fit < LINES_TOGETHER)
        fit--;
    if (fit < LINES_TOGETHER)
        return f->fresh ? 1 : 0;
    return fit;
}

static Err put_text(Flow *f, const PrintBlock *b)
{
    const Face *face = flow_face(f, b->kind);
    const PaperText *t = paper_wrap(f->a, f->paper, b->text, face, f->width);
    for (size_t done = 0, lines = paper_lines(t); done < lines;) {
        size_t count = lines_here(f, flow_pitch(face), lines - done);
        paper_text(f->paper, t, done, count, (Spot){left_of(f, f->style->align), f->y}, f->style->align);
        if (count)
            flow_down(f, (double)count * flow_pitch(face));
        done += count;
        if (done < lines)
            TRY(flow_turn(f));
    }
    return NULL;
}

static Err put_title(Flow *f, const PrintBlock *b)
{
    TRY(put_text(f, b));
    flow_down(f, RULE_THICK * 2);
    flow_rule(f, RULE_THICK);
    flow_down(f, RULE_THICK);
    return NULL;
}

/* Captions stand in the boxes, at the top; all boxes of a row are as high as the longest caption needs. */
static Err put_sign_row(Flow *f, const Str *signs, size_t count, size_t abreast)
{
    const Face *face = flow_face(f, BLOCK_SIGN);
    double gap = PAPER_MM(4), inside = PAPER_MM(2);
    double width = (f->width - gap * (double)(abreast - 1)) / (double)abreast, captions = 0;
    PaperText *texts[SIGNS_ABREAST];
    for (size_t i = 0; i < count; i++) {
        texts[i] = paper_wrap(f->a, f->paper, signs[i], face, width - 2 * inside);
        captions = captions < paper_height(texts[i]) ? paper_height(texts[i]) : captions;
    }
    double height = captions + inside + SIGN_FREE;
    TRY(flow_need(f, height));
    for (size_t i = 0; i < count; i++) {
        Spot at = {f->x + (double)i * (width + gap), f->y};
        paper_box(f->paper, at, width, height, BOX_LINE);
        paper_text(f->paper, texts[i], 0, paper_lines(texts[i]), (Spot){at.x + inside, at.y + inside / 2}, ALIGN_LEFT);
    }
    flow_down(f, height);
    return NULL;
}

/* Two rows of two rather than three and a lonely one. */
static Err put_signs(Flow *f, const PrintBlock *b)
{
    size_t rows = (b->sign_count + SIGNS_ABREAST - 1) / SIGNS_ABREAST;
    size_t abreast = rows ? (b->sign_count + rows - 1) / rows : 0;
    for (size_t done = 0; done < b->sign_count; done += abreast) {
        size_t left = b->sign_count - done;
        if (done)
            flow_gap(f, PAPER_MM(5));
        TRY(put_sign_row(f, b->signs + done, left < abreast ? left : abreast, abreast));
    }
    return NULL;
}

/* An address is set coarse and forgiving; a whole proof is longer and set finer, so as not to fill the sheet. */
static Err put_code(Flow *f, const PrintBlock *b)
{
    QrCode code;
    TRY(qr_make(f->a, b->text, b->text.len > CODE_SMALL_BYTES ? 'M' : 'Q', &code));
    bool alone = b->caption.len == 0;
    double gap = PAPER_MM(9), side = alone ? f->style->code_alone : f->style->code_beside;
    side = side < code.side * CODE_MODULE ? code.side * CODE_MODULE : side;
    TRY(flow_need(f, side));
    paper_code(f->paper, &code, (Spot){alone ? f->x + (f->width - side) / 2 : f->x, f->y}, side);
    PaperText *t = paper_wrap(f->a, f->paper, b->caption, flow_face(f, BLOCK_QR), f->width - side - gap);
    double slack = side - paper_height(t);
    if (slack >= 0)
        paper_text(f->paper, t, 0, paper_lines(t), (Spot){f->x + side + gap, f->y + slack / 2}, ALIGN_LEFT);
    flow_down(f, side);
    return slack < 0 ? put_text(f, &(PrintBlock){.kind = BLOCK_PARAGRAPH, .text = b->caption}) : NULL;
}

static Err put_rule(Flow *f, const PrintBlock *b UNUSED)
{
    TRY(flow_need(f, RULE_FINE));
    flow_rule(f, RULE_FINE);
    flow_down(f, RULE_FINE);
    return NULL;
}

static Err put_space(Flow *f, const PrintBlock *b UNUSED)
{
    f->spaces++;
    flow_down(f, flow_pitch(flow_face(f, BLOCK_SMALL)) / 2 + f->spring);
    return NULL;
}

/* Both halves of a board are printed, also when the second stays empty. */
static Err end_page(Flow *f)
{
    while (f->style->apart && f->column + 1 < f->style->columns)
        TRY(flow_turn(f));
    f->column = f->style->columns - 1;
    return NULL;
}

static Err put_new_page(Flow *f, const PrintBlock *b UNUSED)
{
    TRY(end_page(f));
    return flow_turn(f);
}

/* The gap above a block counts in lines of its own type; a poster has BLOCK_SPACEs for what is more than half of it. */
static const struct {
    Err (*put)(Flow *f, const PrintBlock *b);
    double gap;
    bool with_next; /* stays with what follows */
} kinds[BLOCK_KINDS] = {
    [BLOCK_TITLE] = {put_title, 0.4, true},
    [BLOCK_SUBTITLE] = {put_text, 0.2, true},
    [BLOCK_HEADING] = {put_text, 0.75, true},
    [BLOCK_PARAGRAPH] = {put_text, 0.4, false},
    [BLOCK_BIG] = {put_text, 0.4, false},
    [BLOCK_SMALL] = {put_text, 0.4, false},
    [BLOCK_TABLE] = {flow_table, 0.5, false},
    [BLOCK_SIGN] = {put_signs, 1.1, false},
    [BLOCK_QR] = {put_code, 0.8, false},
    [BLOCK_RULE] = {put_rule, 0.6, false},
    [BLOCK_SPACE] = {put_space, 0, false},
    [BLOCK_NEW_PAGE] = {put_new_page, 0, false},
};

static double gap_above(const Flow *f, BlockKind kind)
{
    return (f->style->spread ? 0.5 : 1) * kinds[kind].gap * flow_pitch(flow_face(f, kind));
}

/* A heading; and a paragraph that says something of the table under it. */
static bool stays(const Flow *f, size_t i)
{
    const PrintBlock *b = &f->sheet->blocks[i];
    bool table = i + 1 < f->sheet->block_count && b[1].kind == BLOCK_TABLE;
    return kinds[b->kind].with_next || (b->kind == BLOCK_PARAGRAPH && table);
}

/* The least of a block that must stand with the heading above it. */
static double least_of(Flow *f, const PrintBlock *b, bool whole)
{
    if (whole && b->kind == BLOCK_PARAGRAPH)
        return paper_height(paper_wrap(f->a, f->paper, b->text, flow_face(f, b->kind), f->width));
    if (b->kind == BLOCK_TABLE)
        return flow_table_least(f, b);
    if (b->kind == BLOCK_QR)
        return f->style->code_beside;
    if (b->kind == BLOCK_SIGN)
        return SIGN_FREE + flow_pitch(flow_face(f, BLOCK_SIGN)) * LINES_TOGETHER;
    double lines = kinds[b->kind].with_next ? 1 : LINES_TOGETHER;
    return lines * flow_pitch(flow_face(f, b->kind));
}

static Err keep_with_next(Flow *f, size_t first)
{
    double height = 0;
    for (size_t i = first; i < f->sheet->block_count; i++) {
        const PrintBlock *b = &f->sheet->blocks[i];
        height += least_of(f, b, stays(f, i)) + (i > first ? gap_above(f, b->kind) : 0);
        if (!stays(f, i))
            break;
    }
    return flow_need(f, height);
}

static Err flow_run(Flow *f)
{
    f->style = &styles[f->sheet->paper];
    f->page = f->column = f->spaces = 0;
    TRY(flow_turn(f));
    for (size_t i = f->style->band ? flow_frame_blocks(f->sheet) : 0; i < f->sheet->block_count; i++) {
        const PrintBlock *b = &f->sheet->blocks[i];
        ArenaMark mark = arena_mark(f->a);
        flow_gap(f, gap_above(f, b->kind));
        if (stays(f, i))
            TRY(keep_with_next(f, i));
        TRY(kinds[b->kind].put(f, b));
        arena_rewind(f->a, mark);
    }
    return end_page(f);
}

Err flow_count(Flow *f)
{
    f->counting = true;
    TRY(flow_run(f));
    if (f->style->spread && f->pages == 1 && f->spaces && flow_room(f) > 1)
        f->spring = (flow_room(f) - 1) / (double)f->spaces;
    return NULL;
}

Err flow_draw(Flow *f)
{
    f->counting = false;
    TRY(flow_run(f));
    REQUIRE(f->page == f->pages);
    return NULL;
}

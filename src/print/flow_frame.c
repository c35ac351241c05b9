// SPDX-License-Identifier: Apache-2.0
/*
 * What stands on every page: the foot; on a board also the title over both halves, and the marks to cut and join by.
 * A board is cut down the middle, so nothing that must be read crosses it; rules may.
 */
#include "print/flow.h"

static const double RULE_FINE = 0.6, RULE_THICK = 4, AIR = 10;

/* What is longer than three lines or so is no title for a board: it flows like other text. */
size_t flow_frame_blocks(const PrintSheet *s)
{
    static const struct {
        BlockKind kind;
        size_t bytes_max;
    } band[] = {{BLOCK_TITLE, 64}, {BLOCK_SUBTITLE, 200}};
    size_t count = 0;
    while (count < COUNT_OF(band) && count < s->block_count && s->blocks[count].kind == band[count].kind &&
           s->blocks[count].text.len <= band[count].bytes_max)
        count++;
    return count;
}

static double last_right(const Flow *f)
{
    return (double)f->style->columns * f->style->tile - f->style->margin;
}

static void rule_over_all(Flow *f, double y, double thick)
{
    paper_rule(f->paper, (Spot){f->style->margin, y}, (Spot){last_right(f), y}, thick);
}

static PaperText *wrap(Flow *f, Str text, BlockKind kind, double width)
{
    return paper_wrap(f->a, f->paper, text, flow_face(f, kind), width);
}

static void whole(Flow *f, const PaperText *t, Spot at, Align align)
{
    paper_text(f->paper, t, 0, paper_lines(t), at, align);
}

/* -- the foot ------------------------------------------------------------------------------------------------------ */

static Str filled(Arena *a, Str words, Str mark, size_t number)
{
    size_t at;
    if (!str_find(words, mark, &at))
        return words;
    Str parts[] = {str_sub(words, 0, at), i64_plain(a, (int64_t)number), str_from(words, at + mark.len)};
    return arena_join(a, parts, COUNT_OF(parts), STR_NONE);
}

static Str page_words(Flow *f, size_t page, size_t pages)
{
    return filled(f->a, filled(f->a, f->order->page_words, S("{1}"), page), S("{2}"), pages);
}

static Str code_words(Flow *f)
{
    Str parts[] = {f->order->code_words, f->sheet->short_code};
    return f->sheet->short_code.len ? arena_join(f->a, parts, COUNT_OF(parts), S(" ")) : STR_NONE;
}

/* On a sheet the code stands under the words, on a board in the other half. Returns where the foot begins. */
static double put_foot(Flow *f)
{
    const Style *s = f->style;
    /* As wide as a page number can be: counting and drawing must break the foot alike. */
    PaperText *widest = wrap(f, page_words(f, LIMIT_PRINT_PAGES, LIMIT_PRINT_PAGES), BLOCK_RULE, 0);
    bool one = s->columns == 1;
    double column = s->tile - 2 * s->margin, room = one ? column - paper_breadth(widest) - AIR : column;
    PaperText *words = wrap(f, f->sheet->foot, BLOCK_RULE, room), *code = wrap(f, code_words(f), BLOCK_RULE, 0);
    double under = one && f->sheet->short_code.len ? paper_height(code) : 0;
    double top = s->height - s->bottom - paper_height(words) - under, y = top + AIR / 2;
    rule_over_all(f, top, RULE_FINE);
    whole(f, words, (Spot){s->margin, y}, ALIGN_LEFT);
    double code_x = (double)(s->columns - 1) * s->tile + s->margin;
    whole(f, code, (Spot){code_x, one ? y + paper_height(words) : y}, ALIGN_LEFT);
    PaperText *page = wrap(f, page_words(f, f->page, f->pages), BLOCK_RULE, 0);
    whole(f, page, (Spot){last_right(f), y}, ALIGN_RIGHT);
    return top;
}

/* -- the board ----------------------------------------------------------------------------------------------------- */

/* The title in the left half, the subtitle at the right end of the right one, on its line; returns the depth. */
static double put_band(Flow *f)
{
    const Style *s = f->style;
    size_t count = flow_frame_blocks(f->sheet);
    double column = s->tile - 2 * s->margin, bottom = s->top;
    if (count == 0)
        return bottom;
    PaperText *title = wrap(f, f->sheet->blocks[0].text, BLOCK_TITLE, column);
    PaperText *subtitle = wrap(f, count > 1 ? f->sheet->blocks[1].text : STR_NONE, BLOCK_SUBTITLE, column);
    double height = paper_height(title) > paper_height(subtitle) ? paper_height(title) : paper_height(subtitle);
    bottom += height;
    whole(f, title, (Spot){s->margin, bottom - paper_height(title)}, ALIGN_LEFT);
    whole(f, subtitle, (Spot){last_right(f), bottom - paper_height(subtitle)}, ALIGN_RIGHT);
    rule_over_all(f, bottom + AIR, RULE_THICK);
    return bottom + AIR + RULE_THICK + AIR;
}

/* Crosses at both ends of the line to cut: cut along the long arm, join by the short ones. */
static void put_marks(Flow *f)
{
    double middle = f->style->tile, arm = PAPER_MM(4), ends[] = {PAPER_MM(8), f->style->height - PAPER_MM(8)};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        paper_rule(f->paper, (Spot){middle, ends[i] - arm}, (Spot){middle, ends[i] + arm}, RULE_FINE);
        paper_rule(f->paper, (Spot){middle - 2 * arm, ends[i]}, (Spot){middle + 2 * arm, ends[i]}, RULE_FINE);
    }
}

void flow_frame(Flow *f)
{
    ArenaMark mark = arena_mark(f->a);
    f->start = f->style->top;
    if (f->style->band) {
        f->start = put_band(f);
        put_marks(f);
    }
    f->end = put_foot(f) - AIR;
    arena_rewind(f->a, mark);
}

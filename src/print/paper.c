// SPDX-License-Identifier: Apache-2.0
/* The only file that sees cairo and pango. */
#include <cairo.h>
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "print/paper.h"

#include "base/banned.h"

enum { PICTURE_DPI = 150, FIGURES_MIN = 3, TOGETHER_MIN = 10 /* sizes: what is kept together must fit a line */ };

static const char FAMILY[] = "Noto Sans CJK SC";

/* Where the characters of the family stand above the baseline, in sizes: their box is 0.88 over and 0.12 under it. */
static const double OVER = 0.88;

struct Paper {
    bool picture;
    PangoContext *context;
    PangoFontDescription *fonts[2]; /* regular, bold */
    cairo_surface_t *surface;
    cairo_t *pen; /* NULL: measuring only */
    GByteArray *bytes;
};

struct PaperText {
    PangoLayout *layout;
    Face face;
};

static void paper_free(void *paper)
{
    Paper *p = paper;
    if (p->pen)
        cairo_destroy(p->pen);
    if (p->surface)
        cairo_surface_destroy(p->surface);
    if (p->context)
        g_object_unref(p->context);
    for (size_t i = 0; i < COUNT_OF(p->fonts); i++)
        pango_font_description_free(p->fonts[i]);
    g_byte_array_unref(p->bytes);
}

static void layout_free(void *layout)
{
    g_object_unref(layout);
}

/* Screens hint, paper does not: so that counting, PDF and picture break lines alike. */
static PangoContext *context_new(Arena *a, Str tongue)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(fonts);
    g_object_unref(fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_language(context, pango_language_from_string(arena_cstr(a, tongue)));
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

static Err has_font(Arena *a, Paper *p)
{
    static const Face any = {.size = 16, .pitch = 1};
    PaperText *t = paper_wrap(a, p, S("晒场"), &any, 0);
    if (pango_layout_get_unknown_glyphs_count(t->layout) > 0)
        return ERR(a, ERR_BROKEN, "err.print.font");
    return NULL;
}

Err paper_open(Arena *a, bool picture, Str tongue, Paper **ret_paper)
{
    Paper *p = ARENA_NEW(a, Paper);
    p->picture = picture;
    p->bytes = g_byte_array_new();
    p->context = context_new(a, tongue);
    for (size_t i = 0; i < COUNT_OF(p->fonts); i++) {
        p->fonts[i] = pango_font_description_new();
        pango_font_description_set_family_static(p->fonts[i], FAMILY);
        pango_font_description_set_weight(p->fonts[i], i ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    }
    arena_defer(a, paper_free, p);
    TRY(has_font(a, p));
    *ret_paper = p;
    return NULL;
}

static cairo_status_t take_bytes(void *paper, const unsigned char *bytes, unsigned int len)
{
    Paper *p = paper;
    if (p->bytes->len + (size_t)len > LIMIT_PRINT_BYTES)
        return CAIRO_STATUS_WRITE_ERROR;
    g_byte_array_append(p->bytes, bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

/* In an A8 picture 255 is white and ink takes away, which is what makes the PNG grey. */
static void picture_start(Paper *p, double width, double height)
{
    double scale = PICTURE_DPI / 72.0;
    p->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)(width * scale + 0.5), (int)(height * scale + 0.5));
    p->pen = cairo_create(p->surface);
    cairo_paint(p->pen);
    cairo_set_operator(p->pen, CAIRO_OPERATOR_DEST_OUT);
    cairo_scale(p->pen, scale, scale);
}

static void pdf_start(Paper *p, double width, double height)
{
    p->surface = cairo_pdf_surface_create_for_stream(take_bytes, p, width, height);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, ""); /* the same paper, the same bytes */
    p->pen = cairo_create(p->surface);
}

void paper_page(Paper *p, double width, double height)
{
    if (!p->surface) {
        (p->picture ? picture_start : pdf_start)(p, width, height);
        cairo_save(p->pen);
        return;
    }
    if (p->picture) {
        if (p->pen)
            cairo_destroy(p->pen);
        p->pen = NULL;
        return;
    }
    cairo_restore(p->pen);
    cairo_show_page(p->pen);
    cairo_pdf_surface_set_size(p->surface, width, height);
    cairo_save(p->pen);
}

void paper_shift(Paper *p, double left)
{
    if (p->pen)
        cairo_translate(p->pen, -left, 0);
}

Err paper_close(Arena *a, Paper *p, Str *ret_bytes)
{
    REQUIRE(p->surface);
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    if (p->picture)
        status = cairo_surface_write_to_png_stream(p->surface, take_bytes, p);
    else
        cairo_surface_finish(p->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(p->surface);
    if (status == CAIRO_STATUS_WRITE_ERROR)
        return ERR(a, ERR_LIMIT, "err.print.too_big");
    if (status != CAIRO_STATUS_SUCCESS)
        return ERR(a, ERR_BROKEN, "err.print.stopped", .detail = str_of(cairo_status_to_string(status)));
    char *copy = arena_try(a, p->bytes->len, 1);
    if (!copy)
        return ERR(a, ERR_LIMIT, "err.print.too_big");
    memcpy(copy, p->bytes->data, p->bytes->len);
    *ret_bytes = (Str){copy, p->bytes->len};
    return NULL;
}

static void mark(PangoAttrList *list, PangoAttribute *what, size_t start, size_t end)
{
    what->start_index = (guint)start;
    what->end_index = (guint)end;
    pango_attr_list_insert(list, what);
}

static bool is_figure(char c)
{
    return (c >= '0' && c <= '9') || c == ',' || c == '.';
}

/* Sums stand out, days of the month do not: a run of three or more. */
static void bolden_figures(PangoAttrList *list, Str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len && is_figure(text.at[end]))
            end++;
        if (end - i >= FIGURES_MIN)
            mark(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), i, end);
        i = end > i ? end : i + 1;
    }
}

static PaperText *wrap(Arena *a, Paper *p, Str text, const Face *face, PangoAttrList *list)
{
    PaperText *t = ARENA_NEW(a, PaperText);
    t->face = *face;
    t->layout = pango_layout_new(p->context);
    arena_defer(a, layout_free, t->layout);
    PangoFontDescription *font = p->fonts[face->bold];
    pango_font_description_set_absolute_size(font, face->size * PANGO_SCALE);
    pango_layout_set_font_description(t->layout, font);
    pango_attr_list_insert(list, pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(t->layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(t->layout, text.at ? text.at : "", (int)text.len);
    return t;
}

static PangoAttrList *attributes(Str text, const Face *face, double width)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE)); /* a key that is broken over a line stays the key */
    if (face->bold_figures)
        bolden_figures(list, text);
    if (width < TOGETHER_MIN * face->size)
        return list;
    for (size_t from = 0, start; paper_together_figures(text, from, &start, &from);)
        mark(list, pango_attr_allow_breaks_new(FALSE), start, from);
    for (size_t from = 0, start; paper_together_ends(text, from, &start, &from);)
        mark(list, pango_attr_allow_breaks_new(FALSE), start, from);
    return list;
}

static PaperText *set_width(PaperText *t, double width)
{
    pango_layout_set_width(t->layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    return t;
}

PaperText *paper_wrap(Arena *a, Paper *p, Str text, const Face *face, double width)
{
    return set_width(wrap(a, p, text, face, attributes(text, face, width)), width);
}

PaperText *paper_wrap_parts(Arena *a, Paper *p, PaperParts parts, const Face *face, double width)
{
    Str *texts = ARENA_ARRAY(a, Str, parts.count);
    for (size_t i = 0; i < parts.count; i++)
        texts[i] = parts.at[i].text;
    Str text = arena_join(a, texts, parts.count, STR_NONE);
    PangoAttrList *list = attributes(text, face, width);
    for (size_t i = 0, start = 0; i < parts.count; start += parts.at[i++].text.len) {
        const PaperPart *part = &parts.at[i];
        if (part->bold)
            mark(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, start + part->text.len);
        if (part->whole && width >= TOGETHER_MIN * face->size && text_chars(part->text) < TOGETHER_MIN)
            mark(list, pango_attr_allow_breaks_new(FALSE), start, start + part->text.len);
    }
    return set_width(wrap(a, p, text, face, list), width);
}

size_t paper_lines(const PaperText *t)
{
    return (size_t)pango_layout_get_line_count(t->layout);
}

double paper_height(const PaperText *t)
{
    return (double)paper_lines(t) * t->face.size * t->face.pitch;
}

static double line_breadth(PangoLayoutLine *line)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

double paper_breadth(const PaperText *t)
{
    double widest = 0;
    for (GSList *l = pango_layout_get_lines_readonly(t->layout); l; l = l->next) {
        double breadth = line_breadth(l->data);
        widest = breadth > widest ? breadth : widest;
    }
    return widest;
}

void paper_text(Paper *p, const PaperText *t, size_t first, size_t count, Spot at, Align align)
{
    static const double share[] = {[ALIGN_LEFT] = 0, [ALIGN_CENTRE] = 0.5, [ALIGN_RIGHT] = 1};
    if (!p->pen)
        return;
    double pitch = t->face.size * t->face.pitch;
    double y = at.y + (pitch - t->face.size) / 2 + t->face.size * OVER;
    GSList *l = g_slist_nth(pango_layout_get_lines_readonly(t->layout), (guint)first);
    for (size_t i = 0; i < count && l; i++, l = l->next) {
        cairo_move_to(p->pen, at.x - share[align] * line_breadth(l->data), y);
        pango_cairo_show_layout_line(p->pen, l->data);
        y += pitch;
    }
}

void paper_rule(Paper *p, Spot from, Spot to, double thick)
{
    if (!p->pen)
        return;
    cairo_set_line_width(p->pen, thick);
    cairo_move_to(p->pen, from.x, from.y);
    cairo_line_to(p->pen, to.x, to.y);
    cairo_stroke(p->pen);
}

void paper_box(Paper *p, Spot at, double width, double height, double thick)
{
    if (!p->pen)
        return;
    cairo_set_line_width(p->pen, thick);
    cairo_rectangle(p->pen, at.x, at.y, width, height);
    cairo_stroke(p->pen);
}

/* Dark modules that touch in a row are one rectangle: no hairlines between them when a printer rounds. */
void paper_code(Paper *p, const QrCode *code, Spot at, double side)
{
    if (!p->pen)
        return;
    double module = side / code->side;
    for (int row = 0; row < code->side; row++) {
        const uint8_t *line = code->modules + (ptrdiff_t)row * code->side;
        for (int start = 0; start < code->side;) {
            int end = start;
            while (end < code->side && line[end])
                end++;
            if (end > start)
                cairo_rectangle(p->pen, at.x + start * module, at.y + row * module, (end - start) * module, module);
            start = end + 1;
        }
    }
    cairo_fill(p->pen);
}

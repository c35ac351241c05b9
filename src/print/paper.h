// SPDX-License-Identifier: Apache-2.0
/*
 * What can be put on paper: lines of text, rules, boxes, the modules of a code; all in black. Lengths are points,
 * counted from the top left corner. Before the first paper_page, and on a picture after its first page, nothing is
 * drawn and everything can be measured: that is how pages are counted before they are made. Private to print.
 */
#pragma once

#include "print/print.h"

#define PAPER_MM(mm) ((mm)*72.0 / 25.4)

typedef struct Paper Paper;
typedef struct PaperText PaperText;

typedef struct Face {
    double size;       /* points */
    double pitch;      /* from line to line, in sizes */
    bool bold;
    bool bold_figures; /* only the sums in the sentence */
} Face;

typedef enum Align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

typedef struct Spot {
    double x, y;
} Spot;

/* A PDF, or the grey picture of one page. `tongue` is an RFC 3066 tag: it decides how lines break. */
MUST_USE Err paper_open(Arena *a, bool picture, Str tongue, Paper **ret_paper);
void paper_page(Paper *p, double width, double height);
/* All that is drawn from here on lies so much further left: the second half of a board. */
void paper_shift(Paper *p, double left);
MUST_USE Err paper_close(Arena *a, Paper *p, Str *ret_bytes);

/*
 * Text, broken into lines no wider than `width`; 0 breaks at newlines only. Lives in the arena. Where the width allows,
 * what paper_together_* find is not broken.
 */
typedef struct PaperPart {
    Str text;
    bool bold;
    bool whole; /* not broken, when it is short */
} PaperPart;
typedef struct PaperParts {
    const PaperPart *at;
    size_t count;
} PaperParts;
PaperText *paper_wrap(Arena *a, Paper *p, Str text, const Face *face, double width);
PaperText *paper_wrap_parts(Arena *a, Paper *p, PaperParts parts, const Face *face, double width);
size_t paper_lines(const PaperText *t);
double paper_height(const PaperText *t);  /* of all lines */
double paper_breadth(const PaperText *t); /* of the longest line */
/* Draws `count` lines from `first` on; `at` is the top corner on the side they are aligned to, or the top middle. */
void paper_text(Paper *p, const PaperText *t, size_t first, size_t count, Spot at, Align align);

void paper_rule(Paper *p, Spot from, Spot to, double thick);
void paper_box(Paper *p, Spot at, double width, double height, double thick);
void paper_code(Paper *p, const QrCode *code, Spot at, double side);

/* paper_together.c: the next bytes from `from` on that belong in one line: 9月30日, 1,380 元; a paragraph's last two. */
bool paper_together_figures(Str text, size_t from, size_t *ret_start, size_t *ret_end);
bool paper_together_ends(Str text, size_t from, size_t *ret_start, size_t *ret_end);

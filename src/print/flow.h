// SPDX-License-Identifier: Apache-2.0
/*
 * Blocks flow down a column, columns over a page, pages over a sheet. A sheet is gone through twice, by the same code:
 * first without paper, to learn how many pages it takes, then on paper. Private to print.
 */
#pragma once

#include "print/order.h"
#include "print/paper.h"

/* The measures of one kind of paper. */
typedef struct Style {
    double width, height; /* a page of the file */
    double tile;          /* the breadth of a column with its margins */
    size_t columns;
    bool apart;           /* each column is a page of the file */
    bool band;            /* title and subtitle stand over all columns, on every page */
    bool spread;          /* what is left of the page is shared out among its BLOCK_SPACEs */
    Align align;
    double margin, top, bottom;
    double code_beside, code_alone; /* QR codes */
    const Face *faces;    /* by BlockKind */
} Style;

typedef struct Flow {
    Arena *a;
    Paper *paper;
    const PrintOrder *order;
    const PrintSheet *sheet;
    size_t most;          /* pages of the file that are left for this sheet */

    const Style *style;
    bool counting;
    size_t page, pages;   /* of this sheet, from 1 */
    size_t column;
    double x, y, width;   /* where the next block goes */
    double start, end;    /* the column from top to bottom */
    bool fresh;           /* nothing stands in this column yet */
    size_t spaces;
    double spring;        /* the share of a BLOCK_SPACE */
} Flow;

/* Set .a .paper .order .sheet .most; count; then draw. */
MUST_USE Err flow_count(Flow *f);
MUST_USE Err flow_draw(Flow *f);
size_t flow_file_pages(const Flow *f);

const Face *flow_face(const Flow *f, BlockKind kind);
double flow_pitch(const Face *face); /* from line to line */
double flow_room(const Flow *f);     /* what is left of the column */
void flow_gap(Flow *f, double height); /* nothing at the top of a column */
void flow_down(Flow *f, double height);
void flow_rule(Flow *f, double thick); /* across the column, here */
MUST_USE Err flow_turn(Flow *f);       /* on to the next column or page */
MUST_USE Err flow_need(Flow *f, double height); /* turns when so much does not fit any more */

/* flow_table.c */
MUST_USE Err flow_table(Flow *f, const PrintBlock *b);
double flow_table_least(Flow *f, const PrintBlock *b); /* its head and first row */

/* flow_frame.c: what stands on every page around the blocks. Sets .start and .end. */
void flow_frame(Flow *f);
size_t flow_frame_blocks(const PrintSheet *s); /* so many blocks at the front belong to the frame */

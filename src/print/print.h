// SPDX-License-Identifier: Apache-2.0
/*
 * print: paper.
 *
 * lives:    the A4 sheet, the A3 board that tiles on two A4, the QR poster; PDF and PNG by cairo and pango;
 *           the helper process that forks a child for each job
 * promises: readable in black and white, at least 16 pt, room for stamps and signatures, the record's short code on
 *           every sheet; drawing happens in a child process that has no database and dies with a limit
 * uses:     base codec
 *
 * A room fills a PrintJob of plain values; print knows blocks of text, tables and boxes, and nothing of villages.
 */
#pragma once

#include "base/base.h"
#include "codec/codec.h"

typedef enum PaperKind {
    PAPER_A4,
    PAPER_A3_BOARD,  /* A3 landscape; no word crosses the middle, so that it may be cut there */
    PAPER_A4_TILES,  /* the same board for those who have an A4 printer: left half, right half, one after the other */
    PAPER_A4_POSTER, /* large and centred; BLOCK_SPACE shares out what is left of the page */
    PAPER_KINDS,
} PaperKind;

typedef enum BlockKind {
    BLOCK_TITLE = 1, BLOCK_SUBTITLE, BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_BIG, BLOCK_SMALL, BLOCK_TABLE, BLOCK_SIGN,
    BLOCK_QR, BLOCK_RULE, BLOCK_SPACE, BLOCK_NEW_PAGE, BLOCK_KINDS,
} BlockKind;

typedef struct PrintBlock {
    BlockKind kind;
    Str text;             /* BLOCK_QR: the address */
    Str caption;          /* BLOCK_QR: beside the code; without one the code stands alone, large, in the middle */
    const Str *cells;     /* BLOCK_TABLE: rows x columns, the first row is the head */
    size_t rows, columns;
    size_t total_rows;     /* BLOCK_TABLE: so many rows at the end are sums of the others */
    const uint8_t *widths; /* BLOCK_TABLE: relative; NULL: by what stands in the columns */
    const bool *right;     /* BLOCK_TABLE: columns set to the right (sums); NULL: none */
    const Str *signs;      /* BLOCK_SIGN: captions of the places to sign or stamp */
    size_t sign_count;
} PrintBlock;

typedef struct PrintSheet { /* starts a page; carries over to as many as it needs */
    PaperKind paper;
    const PrintBlock *blocks;
    size_t block_count;
    Str foot;             /* village and period; short code and page n of m (of this sheet) are added */
    Str short_code;       /* of the record; "" when nothing is on record */
} PrintSheet;

typedef struct PrintJob {
    const PrintSheet *sheets;
    size_t sheet_count;
    bool png;             /* the first sheet's first page as PNG; else all as one PDF */
    const Lang *lang;
} PrintJob;

/*
 * Starts the helper that print_make draws in. To be called first thing in main, before any thread, lock or database
 * (docs/why/print-zygote.md); the arena's end stops it. Programs that never call it draw in their own process.
 */
MUST_USE Err print_start(Arena *a);
void print_stop(void);

/* Draws in a child process: LIMIT_PRINT_SECONDS, LIMIT_PRINT_MEMORY, LIMIT_PRINT_PAGES. From any thread. */
MUST_USE Err print_make(Arena *a, const PrintJob *job, Str *ret_bytes);
/* In this process, for the child and for tests. */
MUST_USE Err print_draw(Arena *a, const PrintJob *job, Str *ret_bytes);

// SPDX-License-Identifier: Apache-2.0
/*
 * print: paper.
 *
 * lives:    the A4 sheet, the A3 board that tiles on two A4, the QR poster; PDF and PNG by cairo and pango
 * promises: readable in black and white, at least 16 pt, room for stamps and signatures, the record's short code on
 *           every sheet; drawing happens in a child process that has no database and dies with a limit
 * uses:     base codec
 *
 * A room fills a PrintJob of plain values; print knows blocks of text, tables and boxes, and nothing of villages.
 */
#pragma once

#include "base/base.h"
#include "codec/codec.h"

typedef enum PaperKind { PAPER_A4, PAPER_A3_BOARD } PaperKind; /* A3 landscape, cut marks for two A4 portrait tiles */

typedef enum BlockKind {
    BLOCK_TITLE = 1, BLOCK_SUBTITLE, BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_BIG, BLOCK_SMALL, BLOCK_TABLE, BLOCK_SIGN,
    BLOCK_QR, BLOCK_RULE, BLOCK_SPACE, BLOCK_NEW_PAGE,
} BlockKind;

typedef struct PrintBlock {
    BlockKind kind;
    Str text;             /* BLOCK_QR: the address */
    Str caption;          /* BLOCK_QR: beside the code */
    const Str *cells;     /* BLOCK_TABLE: rows x columns, the first row is the head */
    size_t rows, columns;
    const uint8_t *widths; /* BLOCK_TABLE: relative; NULL: even */
    const bool *right;     /* BLOCK_TABLE: columns set to the right (sums) */
    const Str *signs;      /* BLOCK_SIGN: captions of the places to sign or stamp */
    size_t sign_count;
} PrintBlock;

typedef struct PrintSheet { /* starts a page; carries over to as many as it needs */
    PaperKind paper;
    const PrintBlock *blocks;
    size_t block_count;
    Str foot;             /* village, period, short code, page n of m are added */
    Str short_code;
} PrintSheet;

typedef struct PrintJob {
    const PrintSheet *sheets;
    size_t sheet_count;
    bool png;             /* the first sheet's first page as PNG; else all as one PDF */
    const Lang *lang;
} PrintJob;

/* Draws in a child process: 20 s, 512 MiB, LIMIT_PRINT_PAGES; ERR_LIMIT and ERR_BROKEN carry sentences. */
MUST_USE Err print_make(Arena *a, const PrintJob *job, Str *ret_bytes);
/* In this process, for the child and for tests. */
MUST_USE Err print_draw(Arena *a, const PrintJob *job, Str *ret_bytes);

// SPDX-License-Identifier: Apache-2.0
/* A table in the making: cell after cell, row after row, under its ceilings. For CSV, pasted ranges and HTML tables. */
#pragma once

#include "codec/codec.h"

typedef struct TableMaker {
    Arena *a;
    size_t rows_max, cell_chars_max;
    Str *cells;         /* all cells so far, row after row */
    size_t *row_ends;   /* how many cells there are at the end of each row */
    size_t cell_count, cell_room, row_count, row_room;
} TableMaker;

MUST_USE Err table_add(TableMaker *m, Str cell);
MUST_USE Err table_end_row(TableMaker *m);
/* Rows of one length; rows at the end with nothing in them are dropped. */
MUST_USE Err table_finish(TableMaker *m, Table *ret_table);

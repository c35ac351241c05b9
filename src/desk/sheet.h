// SPDX-License-Identifier: Apache-2.0
/*
 * A table of cells becomes rows of named texts, which the engine then reads by the types of the columns: from a sheet
 * (with its titles, headings, total rows, merged cells) or from inputs filled by hand. Values in, values out.
 */
#pragma once

#include "process/process.h"

typedef struct SheetShape {
    const Field *columns;
    size_t count;    /* <= LIMIT_TABLE_COLUMNS */
    Date about;      /* gives 9月5日 its year */
    size_t rows_max; /* <= LIMIT_TABLE_ROWS */
    bool pasted;     /* has perhaps titles, headings, total rows and merged cells */
} SheetShape;

typedef enum SheetTrouble {
    SHEET_TOTAL = 1, /* typed is the sum the sheet says, other the sum of its rows */
    SHEET_BEYOND,   /* typed stands to the right of all columns */
    SHEET_UNKNOWN,  /* note: a column headed `typed` is none of ours and was left out */
    SHEET_CARRIED,  /* note: empty as in a merged cell; filled with `other` from the row above */
    SHEET_PERSONAL, /* note: personal data; `other` is how it may be written */
} SheetTrouble;

typedef struct SheetNote {
    SheetTrouble what;
    size_t row; /* of the data, from 1; 0: none */
    const Field *column;
    Str typed, other;
} SheetNote;

typedef struct Sheet {
    const Json *rows; /* list of objects of texts by column name; empty cells are left out */
    const SheetNote *faults, *notes;
    size_t fault_count, note_count; /* at most LIMIT_SHEET_NOTES each */
} Sheet;

MUST_USE Err sheet_read(Arena *a, const SheetShape *shape, const Table *t, Sheet *ret_sheet);
/* What of the text in these rows is personal data: the notes alone, for rows that are there already. */
size_t sheet_personal(Arena *a, const SheetShape *shape, const Json *rows, const SheetNote **ret_notes);

// SPDX-License-Identifier: Apache-2.0
/* Tables in the making. What people send decides the size, so memory is asked for, never taken. */
#include "codec/table.h"

/* Where the row that is being made starts. */
static size_t row_start(const TableMaker *m)
{
    return m->row_count ? m->row_ends[m->row_count - 1] : 0;
}

static bool grow(Arena *a, void **items, size_t *room, size_t size)
{
    size_t more = *room ? *room * 2 : 64;
    void *copy = arena_try(a, more * size, alignof(max_align_t));
    if (!copy)
        return false;
    if (*room)
        memcpy(copy, *items, *room * size);
    *items = copy;
    *room = more;
    return true;
}

static Str number(const TableMaker *m, size_t n)
{
    return i64_plain(m->a, (int64_t)n);
}

static Err full(const TableMaker *m)
{
    return ERR(m->a, ERR_LIMIT, "err.table.rows", .args = {number(m, m->rows_max)});
}

Err table_add(TableMaker *m, Str cell)
{
    size_t row = m->row_count + 1, chars_max = m->cell_chars_max;
    if (m->cell_count - row_start(m) >= LIMIT_TABLE_COLUMNS)
        return ERR(m->a, ERR_LIMIT, "err.table.columns", .args = {number(m, row), number(m, LIMIT_TABLE_COLUMNS)});
    if (cell.len > chars_max && text_chars(cell) > chars_max)
        return ERR(m->a, ERR_LIMIT, "err.table.cell", .args = {number(m, row), number(m, chars_max)});
    if (m->cell_count == m->cell_room && !grow(m->a, (void **)&m->cells, &m->cell_room, sizeof *m->cells))
        return full(m);
    m->cells[m->cell_count++] = cell;
    return NULL;
}

static bool is_blank(const TableMaker *m, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (str_trim(m->cells[i]).len)
            return false;
    return true;
}

Err table_end_row(TableMaker *m)
{
    if (m->row_count == m->rows_max && !is_blank(m, row_start(m), m->cell_count))
        return full(m);
    if (m->row_count == m->rows_max) {
        m->cell_count = row_start(m);
        return NULL;
    }
    if (m->row_count == m->row_room && !grow(m->a, (void **)&m->row_ends, &m->row_room, sizeof *m->row_ends))
        return full(m);
    m->row_ends[m->row_count++] = m->cell_count;
    return NULL;
}

Err table_finish(TableMaker *m, Table *ret_table)
{
    for (; m->row_count; m->row_count--)
        if (!is_blank(m, m->row_count > 1 ? m->row_ends[m->row_count - 2] : 0, row_start(m)))
            break;
    size_t columns = 0, start = 0;
    for (size_t row = 0; row < m->row_count; start = m->row_ends[row++])
        columns = m->row_ends[row] - start > columns ? m->row_ends[row] - start : columns;
    Str *cells = arena_try(m->a, sizeof *cells * columns * m->row_count, alignof(Str));
    if (!cells)
        return full(m);
    start = 0;
    for (size_t row = 0; row < m->row_count; start = m->row_ends[row++])
        for (size_t i = 0; i < columns; i++)
            cells[row * columns + i] = start + i < m->row_ends[row] ? m->cells[start + i] : S("");
    *ret_table = (Table){cells, m->row_count, columns};
    return NULL;
}

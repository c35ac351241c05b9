// SPDX-License-Identifier: Apache-2.0
/* A range pasted from a sheet: cells between tabs, rows between lines. Nothing is refused for its form: whoever pastes
 * cannot see the quotes that the sheet put around a cell. */
#include "codec/paste_html.h"

static bool ends_cell(Str s, size_t at)
{
    return at >= s.len || s.at[at] == '\t' || s.at[at] == '\n' || s.at[at] == '\r';
}

/*
 * A cell that holds a tab, a line or a quote arrives in quotes, its own quotes doubled. Bytes up to and with the
 * closing quote; 0 when the quote is only a quote. Each quote is looked at by two cells at most, so a page of quotes
 * stays cheap.
 */
static size_t quoted_len(Str s)
{
    if (s.len == 0 || s.at[0] != '"')
        return 0;
    for (size_t i = 1; i < s.len; i++) {
        if (s.at[i] != '"')
            continue;
        if (i + 1 >= s.len || s.at[i + 1] != '"')
            return ends_cell(s, i + 1) ? i + 1 : 0;
        i++;
    }
    return 0;
}

static Str unquoted(Arena *a, Str s)
{
    Str body = str_sub(s, 1, s.len - 2);
    if (!str_has(body, S("\"\"")))
        return body;
    char *text = arena_take(a, body.len, 1), *at = text;
    for (size_t i = 0; i < body.len; i += body.at[i] == '"' ? 2 : 1)
        *at++ = body.at[i];
    return (Str){text, (size_t)(at - text)};
}

static Err read_sheet(TableMaker *m, Str rest)
{
    while (rest.len) {
        size_t len = quoted_len(rest);
        Str cell = len ? unquoted(m->a, str_sub(rest, 0, len)) : STR_NONE;
        if (len == 0) {
            while (!ends_cell(rest, len))
                len++;
            cell = str_sub(rest, 0, len);
        }
        TRY(table_add(m, str_trim(cell)));
        rest = str_from(rest, len);
        if (rest.len && rest.at[0] == '\t') {
            rest = str_from(rest, 1);
            if (rest.len == 0) /* a last cell with nothing in it */
                TRY(table_add(m, S("")));
            continue;
        }
        TRY(table_end_row(m));
        rest = str_from(rest, str_starts(rest, S("\r\n")) ? 2 : 1);
    }
    return m->cell_count > (m->row_count ? m->row_ends[m->row_count - 1] : 0) ? table_end_row(m) : NULL;
}

Err paste_read(Arena *a, Str bytes, size_t rows_max, Table *ret_table)
{
    if (bytes.len > LIMIT_PASTE_BYTES)
        return ERR(a, ERR_LIMIT, "err.paste.too_long");
    if (!text_is_utf8(bytes))
        return ERR(a, ERR_INPUT, "err.paste.broken");
    TableMaker m = {.a = a, .rows_max = rows_max, .cell_chars_max = LIMIT_CELL_CHARS};
    TRY(paste_is_html(bytes) ? paste_html(&m, bytes) : read_sheet(&m, bytes));
    return table_finish(&m, ret_table);
}

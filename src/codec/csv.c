// SPDX-License-Identifier: Apache-2.0
/* CSV (RFC 4180) in and out, in UTF-8 or in the GB18030 that office programs still write. */
#include <iconv.h>

#include "codec/table.h"

static const Str bom = {"\xEF\xBB\xBF", 3};

typedef struct Reader {
    Arena *a;
    Str rest;
    int64_t line;
} Reader;

/* A byte of GB18030 becomes at most two of UTF-8; bytes that are neither are refused. */
static Err to_utf8(Arena *a, Str bytes, Str *ret_text)
{
    Err unreadable = ERR(a, ERR_INPUT, "err.csv.encoding");
    size_t room = bytes.len * 2 + 4, left = room, in_left = bytes.len;
    char *text = arena_try(a, room, 1), *at = text, *in = (char *)bytes.at;
    if (!text)
        return unreadable;
    iconv_t codec = iconv_open("UTF-8", "GB18030");
    if (codec == (iconv_t)-1) /* NOLINT: the value the manual names; analyzer: nothing was opened */
        return unreadable;
    size_t done = iconv(codec, &in, &in_left, &at, &left);
    iconv_close(codec);
    *ret_text = (Str){text, room - left};
    return done == (size_t)-1 || in_left ? unreadable : NULL;
}

/* Programs that add a mark of their own to a file that has one leave two. */
static Str without_bom(Str s)
{
    while (str_starts(s, bom))
        s = str_from(s, bom.len);
    return s;
}

static Err bad_quote(const Reader *r, int64_t line)
{
    return ERR(r->a, ERR_INPUT, "err.csv.quote", .args = {i64_plain(r->a, line)});
}

static char first(Str s)
{
    return s.len ? s.at[0] : '\n'; /* the end of the file ends a line */
}

/* Behind an opening quote: up to the closing one; two quotes are one. */
static Err read_quoted(Reader *r, Str *ret_cell)
{
    int64_t line = r->line;
    Str body = r->rest;
    size_t len = 0, doubled = 0;
    for (;; len++) {
        if (len >= body.len)
            return bad_quote(r, line);
        r->line += body.at[len] == '\n';
        if (body.at[len] != '"')
            continue;
        if (len + 1 >= body.len || body.at[len + 1] != '"')
            break;
        doubled++;
        len++;
    }
    r->rest = str_from(body, len + 1);
    *ret_cell = str_sub(body, 0, len);
    if (doubled) {
        char *text = arena_try(r->a, len - doubled, 1), *at = text;
        if (!text)
            return ERR(r->a, ERR_LIMIT, "err.csv.too_long", .args = {i64_plain(r->a, LIMIT_CSV_BYTES >> 20)});
        for (size_t i = 0; i < len; i += body.at[i] == '"' ? 2 : 1)
            *at++ = body.at[i];
        *ret_cell = (Str){text, len - doubled};
    }
    char after = first(r->rest);
    return after == ',' || after == '\n' || after == '\r' ? NULL : bad_quote(r, line);
}

static Str read_plain(Reader *r)
{
    size_t len = 0;
    while (len < r->rest.len && r->rest.at[len] != ',' && r->rest.at[len] != '\n' && r->rest.at[len] != '\r')
        len++;
    Str cell = str_sub(r->rest, 0, len);
    r->rest = str_from(r->rest, len);
    return cell;
}

static Err read_row(Reader *r, TableMaker *m)
{
    for (;;) {
        Str cell;
        if (r->rest.len && r->rest.at[0] == '"') {
            r->rest = str_from(r->rest, 1);
            TRY(read_quoted(r, &cell));
        } else {
            cell = read_plain(r);
        }
        TRY(table_add(m, cell));
        char mark = first(r->rest);
        r->rest = str_from(r->rest, mark == '\r' && str_starts(r->rest, S("\r\n")) ? 2 : 1);
        if (mark != ',')
            break;
    }
    r->line++;
    return table_end_row(m);
}

Err csv_read(Arena *a, Str bytes, size_t rows_max, Table *ret_table)
{
    if (bytes.len > LIMIT_CSV_BYTES)
        return ERR(a, ERR_LIMIT, "err.csv.too_long", .args = {i64_plain(a, LIMIT_CSV_BYTES >> 20)});
    Reader r = {.a = a, .rest = without_bom(bytes), .line = 1};
    if (!text_is_utf8(r.rest))
        TRY(to_utf8(a, bytes, &r.rest));
    TableMaker m = {.a = a, .rows_max = rows_max, .cell_chars_max = LIMIT_LONG_TEXT_CHARS};
    while (r.rest.len)
        TRY(read_row(&r, &m));
    return table_finish(&m, ret_table);
}

/* -- writing ------------------------------------------------------------------------------------------------------- */

static bool is_number(Str s)
{
    bool digits = false;
    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9', sign = s.at[i] == '-' || s.at[i] == '+';
        if (!digit && s.at[i] != '.' && s.at[i] != ',' && !(sign && i == 0))
            return false;
        digits |= digit;
    }
    return digits;
}

/* A sheet runs what begins like this, full-width forms too. A number with a sign is no formula. */
static bool is_formula(Str cell)
{
    uint32_t c;
    Str rest = cell;
    if (!text_next(&rest, &c))
        return false;
    c = text_fold_char(c);
    return (c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r') && !is_number(cell);
}

void csv_mark(Out *o)
{
    out_raw(o, bom);
}

void csv_cell(Out *o, Str cell, bool first_in_row)
{
    if (!first_in_row)
        out_byte(o, ',');
    Str guard = is_formula(cell) ? S("'") : S("");
    bool quoted = str_starts(cell, bom); /* or it would be taken for the file's own */
    for (size_t i = 0; i < cell.len && !quoted; i++)
        quoted = strchr(",\"\r\n\t", cell.at[i]) != NULL;
    if (!quoted) {
        out_raw(o, guard);
        out_raw(o, cell);
        return;
    }
    out_byte(o, '"');
    out_raw(o, guard);
    Str part;
    for (bool more = true; more;) {
        more = str_cut(cell, '"', &part, &cell);
        out_raw(o, part);
        if (more)
            out_raw(o, S("\"\""));
    }
    out_byte(o, '"');
}

void csv_end(Out *o)
{
    out_raw(o, S("\r\n"));
}

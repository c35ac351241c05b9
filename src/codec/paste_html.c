// SPDX-License-Identifier: Apache-2.0
/*
 * Just enough HTML for a pasted table: rows, cells, merged cells, entities. Tags are only ever dropped, and text goes
 * on as text, so nothing in here needs to be trusted.
 */
#include "codec/paste_html.h"

typedef struct Tag {
    Str name, attributes;
    bool closes;
} Tag;

typedef struct Reader {
    TableMaker *m;
    Str rest;
    char *text; /* of the open cell */
    size_t len;
    bool in_cell, in_row, blank;
    size_t column, columns_here, rows_here; /* where the open cell stands, and what it covers */
    size_t covered[LIMIT_TABLE_COLUMNS];    /* in how many rows to come a cell from above covers the column */
} Reader;

/* The index of needle in s, whatever its case; s.len when it is not there. */
static size_t find_nocase(Str s, Str needle)
{
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (s.at[i] == needle.at[0] && str_eq_nocase(str_sub(s, i, needle.len), needle))
            return i;
    return s.len;
}

bool paste_is_html(Str s)
{
    return find_nocase(s, S("<table")) < s.len;
}

/* -- text ---------------------------------------------------------------------------------------------------------- */

static void add_char(Reader *r, uint32_t c)
{
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0) {
        r->blank = true;
        return;
    }
    if (r->blank && r->len && r->text[r->len - 1] != '\n')
        r->text[r->len++] = ' ';
    r->blank = false;
    r->len += text_put(c, r->text + r->len);
}

static void add_break(Reader *r)
{
    if (r->in_cell && r->len)
        r->text[r->len++] = '\n';
    r->blank = false;
}

static bool read_number(Str digits, uint32_t base, uint32_t *ret_char)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        if (digit >= base || value > 0x10FFFF)
            return false;
        value = value * base + digit;
    }
    bool character = value >= 0x20 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    *ret_char = character ? value : value == '\n' || value == '\t' ? ' ' : 0xFFFD;
    return digits.len > 0;
}

/* The character of the entity at the front of s, which ends with a semicolon nearby; false when there is none. */
static bool read_entity(Str s, size_t *ret_len, uint32_t *ret_char)
{
    static const struct {
        Str name;
        uint32_t c;
    } named[] = {{S("amp"), '&'},  {S("lt"), '<'},    {S("gt"), '>'},
                 {S("quot"), '"'}, {S("apos"), '\''}, {S("nbsp"), ' '}};
    Str name, tail;
    if (!str_cut(str_sub(s, 1, 10), ';', &name, &tail))
        return false;
    *ret_len = name.len + 2;
    if (str_starts(name, S("#x")) || str_starts(name, S("#X")))
        return read_number(str_from(name, 2), 16, ret_char);
    if (str_starts(name, S("#")))
        return read_number(str_from(name, 1), 10, ret_char);
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (str_eq(name, named[i].name)) {
            *ret_char = named[i].c;
            return true;
        }
    return false;
}

/* Everything up to the next tag. */
static void read_text(Reader *r)
{
    uint32_t c;
    while (r->rest.len && r->rest.at[0] != '<') {
        size_t len = 0;
        if (r->rest.at[0] == '&' && read_entity(r->rest, &len, &c))
            r->rest = str_from(r->rest, len);
        else
            text_next(&r->rest, &c);
        if (r->in_cell)
            add_char(r, c);
    }
}

/* -- rows and cells ------------------------------------------------------------------------------------------------ */

/* One cell that a merged cell from above or from the left stands in: it arrives empty. */
static Err add_covered(Reader *r)
{
    TRY(table_add(r->m, S("")));
    if (r->covered[r->column])
        r->covered[r->column]--;
    r->column++;
    return NULL;
}

static Err end_cell(Reader *r)
{
    if (!r->in_cell)
        return NULL;
    r->in_cell = false;
    TRY(table_add(r->m, arena_str(r->m->a, str_trim((Str){r->text, r->len}))));
    size_t end = r->column + r->columns_here;
    r->covered[r->column++] = r->rows_here - 1;
    while (r->column < end && r->column < LIMIT_TABLE_COLUMNS) {
        r->covered[r->column] = r->rows_here;
        TRY(add_covered(r));
    }
    return NULL;
}

static Err end_row(Reader *r)
{
    TRY(end_cell(r));
    if (!r->in_row)
        return NULL;
    r->in_row = false;
    size_t last = 0;
    for (size_t i = r->column; i < LIMIT_TABLE_COLUMNS; i++)
        last = r->covered[i] ? i + 1 : last;
    while (r->column < last)
        TRY(add_covered(r));
    return table_end_row(r->m);
}

static Err start_row(Reader *r)
{
    TRY(end_row(r));
    r->in_row = true;
    r->column = 0;
    return NULL;
}

/* The number in an attribute such as colspan="3"; 1 when there is none. */
static size_t span(Str attributes, Str name, size_t max)
{
    size_t at = find_nocase(attributes, name), value = 0;
    Str digits = str_trim(str_from(attributes, at + name.len));
    if (!str_starts(digits, S("=")))
        return 1;
    digits = str_trim(str_from(digits, 1));
    if (str_starts(digits, S("\"")) || str_starts(digits, S("'")))
        digits = str_from(digits, 1);
    for (size_t i = 0; i < digits.len && digits.at[i] >= '0' && digits.at[i] <= '9' && value < max; i++)
        value = value * 10 + (size_t)(digits.at[i] - '0');
    return value == 0 ? 1 : value < max ? value : max;
}

static Err start_cell(Reader *r, const Tag *tag)
{
    TRY(end_cell(r));
    if (!r->in_row)
        TRY(start_row(r));
    while (r->column < LIMIT_TABLE_COLUMNS && r->covered[r->column])
        TRY(add_covered(r));
    r->in_cell = true;
    r->blank = false;
    r->len = 0;
    r->columns_here = span(tag->attributes, S("colspan"), LIMIT_TABLE_COLUMNS);
    r->rows_here = span(tag->attributes, S("rowspan"), LIMIT_TABLE_ROWS);
    return NULL;
}

/* -- tags ---------------------------------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Takes the tag off the front of the rest. A remark, a declaration, a < that starts no tag have no name. */
static Tag read_tag(Reader *r)
{
    Str s = str_from(r->rest, 1);
    Tag tag = {.closes = str_starts(s, S("/"))};
    if (str_starts(s, S("!--"))) {
        r->rest = str_from(s, find_nocase(s, S("-->")) + 3);
        return tag;
    }
    s = str_from(s, tag.closes);
    while (tag.name.len < s.len && is_name_char(s.at[tag.name.len]))
        tag.name.len++;
    tag.name.at = s.at;
    if (tag.name.len == 0 && !str_starts(s, S("!")) && !str_starts(s, S("?"))) {
        r->rest = str_from(r->rest, 1);
        if (r->in_cell)
            add_char(r, '<');
        return (Tag){0};
    }
    s = str_from(s, tag.name.len);
    char quote = 0;
    size_t len = 0;
    for (; len < s.len && (quote || s.at[len] != '>'); len++) {
        char c = s.at[len];
        if (c == '"' || c == '\'')
            quote = quote == 0 ? c : quote == c ? 0 : quote;
    }
    tag.attributes = str_sub(s, 0, len);
    r->rest = str_from(s, len + 1);
    return tag;
}

static Err on_cell(Reader *r, const Tag *tag)
{
    return tag->closes ? end_cell(r) : start_cell(r, tag);
}

static Err on_row(Reader *r, const Tag *tag)
{
    return tag->closes ? end_row(r) : start_row(r);
}

static Err on_table(Reader *r, const Tag *tag UNUSED)
{
    TRY(end_row(r));
    memset(r->covered, 0, sizeof r->covered);
    return NULL;
}

static Err on_break(Reader *r, const Tag *tag)
{
    if (!tag->closes)
        add_break(r);
    return NULL;
}

/* What is inside is no text of the table. */
static Err on_hidden(Reader *r, const Tag *tag)
{
    if (tag->closes)
        return NULL;
    Str end = arena_join(r->m->a, (const Str[]){S("</"), tag->name}, 2, STR_NONE);
    r->rest = str_from(r->rest, find_nocase(r->rest, end));
    return NULL;
}

static Err on_tag(Reader *r, const Tag *tag)
{
    static const struct {
        Str name;
        Err (*on)(Reader *r, const Tag *tag);
    } handlers[] = {
        {S("td"), on_cell},      {S("th"), on_cell},       {S("tr"), on_row},       {S("table"), on_table},
        {S("br"), on_break},     {S("p"), on_break},       {S("div"), on_break},    {S("style"), on_hidden},
        {S("script"), on_hidden}, {S("title"), on_hidden},
    };
    for (size_t i = 0; i < COUNT_OF(handlers); i++)
        if (str_eq_nocase(tag->name, handlers[i].name))
            return handlers[i].on(r, tag);
    return NULL;
}

Err paste_html(TableMaker *m, Str s)
{
    Reader r = {.m = m, .rest = s, .text = arena_take(m->a, s.len + 8, 1)};
    while (r.rest.len) {
        read_text(&r);
        if (r.rest.len == 0)
            break;
        Tag tag = read_tag(&r);
        TRY(on_tag(&r, &tag));
    }
    return end_row(&r);
}

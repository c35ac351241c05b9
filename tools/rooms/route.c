// SPDX-License-Identifier: Apache-2.0
/* Every row of a table of routes says who may and what it is for. */
#include "rooms.h"

/* The columns a row must fill, where they stand when they are not named. */
static const struct Column {
    Str name;
    size_t place;
} columns[] = {{S("permission"), 3}, {S("says"), 5}};

typedef struct Row {
    size_t start, end; /* between its braces */
} Row;

/* The end of one element: a comma or the closing brace at its own depth. */
static size_t end_of_element(Str code, size_t at, size_t end)
{
    int depth = 0;
    for (; at < end; at++) {
        char c = code.at[at];
        if (c == ',' && depth == 0)
            return at;
        depth += (c == '(' || c == '{' || c == '[') - (c == ')' || c == '}' || c == ']');
    }
    return end;
}

static size_t end_of_braces(Str code, size_t open)
{
    int depth = 0;
    for (size_t at = open; at < code.len; at++) {
        depth += (code.at[at] == '{') - (code.at[at] == '}');
        if (depth == 0)
            return at;
    }
    return code.len;
}

/* The literal an element consists of, or none. */
static bool literal_in(const File *f, size_t start, size_t end, size_t *ret_at, Str *ret_text)
{
    for (const Literal *l = f->literals; l; l = l->next)
        if (l->at > start && l->at < end) {
            *ret_at = l->at;
            *ret_text = l->text;
            return true;
        }
    return false;
}

/* `.says = ` at the front of an element: answers the name, and where the value begins. */
static Str designator(Str code, size_t *at)
{
    size_t start = rooms_skip_blanks(code, *at);
    Str name;
    if (start >= code.len || code.at[start] != '.')
        return STR_NONE;
    size_t after = start;
    rooms_next_word(code, &after, &name);
    *at = after;
    return name;
}

static bool find_column(const File *f, const Row *row, const struct Column *column, size_t *ret_at, Str *ret_text)
{
    size_t place = 0;
    for (size_t at = row->start; at < row->end; place++) {
        size_t end = end_of_element(f->code, at, row->end), value = at;
        Str name = designator(f->code, &value);
        if (name.len ? str_eq(name, column->name) : place == column->place)
            return literal_in(f, value, end, ret_at, ret_text) && ret_text->len > 0;
        at = end + 1;
    }
    return false;
}

static void check_row(Rooms *r, const File *f, const Row *row)
{
    size_t at;
    Str text;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        if (!find_column(f, row, &columns[i], &at, &text))
            rooms_complain(r, f, rooms_line(f, row->start), RULE_ROUTE, "a route without %.*s", STR_ARG(columns[i].name));
        else if (str_eq(columns[i].name, S("says")))
            rooms_want_message(r, f, at, text);
    }
}

/* From after the word Route: `name[] = {` or nothing of ours. */
static bool table_at(const File *f, size_t at, size_t *ret_open)
{
    Str name;
    size_t from = rooms_skip_blanks(f->code, at);
    if (from >= f->code.len || !rooms_is_word_byte(f->code.at[from]) || !rooms_next_word(f->code, &from, &name))
        return false;
    size_t equal;
    if (from >= f->code.len || f->code.at[from] != '[' || !str_find(str_from(f->code, from), S("="), &equal))
        return false;
    *ret_open = rooms_skip_blanks(f->code, from + equal + 1);
    return *ret_open < f->code.len && f->code.at[*ret_open] == '{';
}

void rooms_check_routes(Rooms *r)
{
    for (const File *f = r->files; f; f = f->next) {
        Str word;
        size_t open;
        if (f->is_test || !f->unit || f->unit->kind == UNIT_OTHER)
            continue;
        for (size_t at = 0; rooms_next_word(f->code, &at, &word);) {
            if (!str_eq(word, S("Route")) || !table_at(f, at, &open))
                continue;
            size_t end = end_of_braces(f->code, open);
            for (at = open + 1; at < end; at++)
                if (f->code.at[at] == '{') {
                    size_t close = end_of_braces(f->code, at);
                    check_row(r, f, &(Row){.start = at + 1, .end = close});
                    at = close;
                }
        }
    }
}

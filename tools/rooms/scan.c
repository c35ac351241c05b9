// SPDX-License-Identifier: Apache-2.0
/* C as two views of the same offsets: without comments, and without the insides of quotes as well. */
#include "rooms.h"

#include <string.h>

bool rooms_is_c(const File *f)
{
    return str_eq(f->ending, S("c")) || str_eq(f->ending, S("h"));
}

bool rooms_is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool rooms_next_word(Str text, size_t *at, Str *ret_word)
{
    while (*at < text.len && !rooms_is_word_byte(text.at[*at]))
        (*at)++;
    size_t start = *at;
    while (*at < text.len && rooms_is_word_byte(text.at[*at]))
        (*at)++;
    *ret_word = str_sub(text, start, *at - start);
    return *at > start;
}

size_t rooms_skip_blanks(Str text, size_t at)
{
    while (at < text.len && strchr(" \t\r\n", text.at[at]))
        at++;
    return at;
}

bool rooms_has_word(Str text, Str word)
{
    Str rest = text, one;
    while (str_next(&rest, ' ', &one))
        if (str_eq(one, word))
            return true;
    return false;
}

/* The end of what begins at `at`: a comment, a quote, or one byte of code. */
static size_t end_of_piece(Str t, size_t at)
{
    size_t found;
    Str rest = str_from(t, at);
    if (str_starts(rest, S("//")))
        return str_find(rest, S("\n"), &found) ? at + found : t.len;
    if (str_starts(rest, S("/*")))
        return str_find(str_from(rest, 2), S("*/"), &found) ? at + found + 4 : t.len;
    char quote = t.at[at];
    if (quote != '"' && quote != '\'')
        return at + 1;
    size_t end = at + 1;
    while (end < t.len && t.at[end] != quote && t.at[end] != '\n')
        end += t.at[end] == '\\' ? 2 : 1;
    return end + 1 < t.len ? end + 1 : t.len;
}

static void blank(char *view, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (view[i] != '\n')
            view[i] = ' ';
}

void rooms_scan(Rooms *r, File *f)
{
    char *code = arena_take(r->arena, f->text.len + 1, 1), *plain = arena_take(r->arena, f->text.len + 1, 1);
    Literal **last = &f->literals;
    memcpy(code, f->text.at, f->text.len);
    memcpy(plain, f->text.at, f->text.len);
    for (size_t at = 0, end; at < f->text.len; at = end) {
        end = end_of_piece(f->text, at);
        char first = f->text.at[at];
        if (first == '/' && end > at + 1) {
            blank(code, at, end);
            blank(plain, at, end);
        } else if (first == '"' || first == '\'') {
            size_t close = end > at + 1 ? end - 1 : end;
            blank(code, at + 1, close);
            if (first == '\'')
                continue;
            *last = ARENA_NEW(r->arena, Literal);
            **last = (Literal){.at = at + 1, .text = str_sub(f->text, at + 1, close - at - 1)};
            last = &(*last)->next;
        }
    }
    f->code = (Str){code, f->text.len};
    f->plain = (Str){plain, f->text.len};
}

bool rooms_next_include(const File *f, size_t *at, Str *ret_path, bool *ret_angled)
{
    size_t found;
    while (str_find(str_from(f->plain, *at), S("#include"), &found)) {
        size_t open = rooms_skip_blanks(f->plain, *at + found + 8);
        *at = open;
        char mark = open < f->plain.len ? f->plain.at[open] : ' ';
        if (mark != '"' && mark != '<')
            continue;
        Str after;
        str_cut(str_from(f->plain, open + 1), mark == '<' ? '>' : '"', ret_path, &after);
        *ret_angled = mark == '<';
        return true;
    }
    return false;
}

// SPDX-License-Identifier: Apache-2.0
/* Budgets: lines of a function, lines of a file, how deep blocks stand in each other. */
#include "rooms.h"

#include <string.h>

enum { FUNCTION_MAX = 70, NESTING_MAX = 4, PARENS_MAX = 64, BRACES_MAX = 128 };

static const struct Budget {
    Str ending;
    int wanted, most;
} budgets[] = {
    {S("c"), 600, 1000},  {S("h"), 200, 400},   {S("sql"), 600, 1000}, {S("html"), 600, 1000},
    {S("css"), 600, 1000}, {S("js"), 600, 1000}, {S("sh"), 600, 1000},
};

typedef struct Shape {
    Rooms *r;
    const File *f;
    int line;
    size_t start;              /* of the declaration we are in */
    bool is_started;
    char before;               /* the last byte of code that is no blank */
    Str word;                  /* the last word */
    Str called[PARENS_MAX];    /* the word before each open parenthesis */
    int parens;
    Str closed;                /* the word before the parenthesis closed last */
    bool is_block[BRACES_MAX]; /* or an initializer, a struct, an enum */
    int braces, depth;         /* depth: of blocks in the function */
    int body;                  /* the line of the function's first brace; 0: outside */
    int body_braces;
    bool is_deep;
} Shape;

static bool is_in(const Str *list, size_t count, Str s)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(list[i], s))
            return true;
    return false;
}

/* if (..) { and each_thing(..) { open a block; (Type){ and = { do not. */
static bool opens_block(const Shape *s)
{
    static const Str values[] = {S("return"), S("sizeof"), S("typeof"), S("__typeof__"), S("alignof"), S("")};
    static const Str words[] = {S("else"), S("do")};
    bool in_value = s->braces > 1 && s->braces <= BRACES_MAX && !s->is_block[s->braces - 1];
    if (in_value)
        return false;
    if (s->before == ')')
        return !is_in(values, COUNT_OF(values), s->closed);
    return strchr(";{}:", s->before) || is_in(words, COUNT_OF(words), s->word);
}

static void end_function(Shape *s)
{
    int lines = s->line - s->body + 1, line = rooms_line(s->f, s->start);
    Unit *u = s->f->unit;
    u->functions++;
    u->longest = lines > u->longest ? lines : u->longest;
    if (lines > FUNCTION_MAX) {
        u->over++;
        rooms_complain(s->r, s->f, line, RULE_FUNCTION, "a function of %d lines: %d are enough", lines, FUNCTION_MAX);
    }
    if (s->is_deep)
        rooms_complain(s->r, s->f, line, RULE_NESTING, "blocks more than %d deep", NESTING_MAX);
    s->body = 0;
}

static void open_brace(Shape *s)
{
    bool is_block = s->body ? opens_block(s) : false;
    if (s->braces == 0 && s->before == ')') {
        s->body = s->line;
        s->depth = 0;
        s->is_deep = false;
    }
    if (s->braces < BRACES_MAX)
        s->is_block[s->braces] = is_block;
    s->braces++;
    s->depth += is_block;
    s->is_deep = s->is_deep || s->depth > NESTING_MAX;
}

static void close_brace(Shape *s)
{
    if (s->braces == 0)
        return;
    s->braces--;
    if (s->braces < BRACES_MAX && s->is_block[s->braces])
        s->depth--;
    if (s->braces)
        return;
    if (s->body)
        end_function(s);
    s->is_started = false;
}

static void take(Shape *s, char c)
{
    if (c == '(' && s->parens < PARENS_MAX)
        s->called[s->parens] = rooms_is_word_byte(s->before) ? s->word : S("");
    s->parens += c == '(';
    if (c == ')' && s->parens > 0) {
        s->parens--;
        s->closed = s->parens < PARENS_MAX ? s->called[s->parens] : S("");
    }
    if (c == '{')
        open_brace(s);
    if (c == '}')
        close_brace(s);
    if (c == ';' && s->braces == 0)
        s->is_started = false;
    s->before = c;
}

/* A preprocessor line, with what it goes on to after a backslash. */
static size_t end_of_directive(Str code, size_t at)
{
    while (at < code.len && (code.at[at] != '\n' || code.at[at - 1] == '\\'))
        at++;
    return at;
}

static void check_functions(Rooms *r, const File *f)
{
    Shape s = {.r = r, .f = f, .line = 1, .before = ';'};
    bool is_line_start = true;
    for (size_t at = 0; at < f->code.len; at++) {
        char c = f->code.at[at];
        if (c == '#' && is_line_start) {
            size_t end = end_of_directive(f->code, at);
            for (; at < end; at++)
                s.line += f->code.at[at] == '\n';
            c = at < f->code.len ? '\n' : ' ';
        }
        s.line += c == '\n';
        is_line_start = c == '\n' || (is_line_start && strchr(" \t", c));
        if (strchr(" \t\r\n", c))
            continue;
        if (!s.is_started && c != '}') {
            s.is_started = true;
            s.start = at;
        }
        if (rooms_is_word_byte(c)) {
            size_t end = at;
            rooms_next_word(f->code, &end, &s.word);
            at = end - 1;
            s.before = 'w';
            continue;
        }
        take(&s, c);
    }
}

static void check_length(Rooms *r, const File *f)
{
    for (size_t i = 0; i < COUNT_OF(budgets); i++) {
        const struct Budget *b = &budgets[i];
        if (!str_eq(b->ending, f->ending) || f->lines <= b->wanted)
            continue;
        if (f->lines > b->most)
            rooms_complain(r, f, 1, RULE_FILE, "%d lines: no more than %d", f->lines, b->most);
        else
            rooms_warn(r, f, 1, RULE_FILE, "%d lines: %d are enough", f->lines, b->wanted);
    }
}

void rooms_check_shapes(Rooms *r)
{
    for (const File *f = r->files; f; f = f->next) {
        check_length(r, f);
        if (rooms_is_c(f) && f->unit)
            check_functions(r, f);
    }
}

// SPDX-License-Identifier: Apache-2.0
/* Reading, scanning and complaining: shared by every verb. */
#include "weave.h"

#include <string.h>

enum { SOURCE_MAX = 16 * 1024 * 1024, COMPLAINTS_SHOWN = 20 };

/* The path from its first folder that the project's root knows. */
static Str project_name(Str path)
{
    static const Str roots[] = {{"src/", 4}, {"data/", 5}, {"ui/", 3}, {"test/", 5}, {"tools/", 6}};
    for (size_t at = 0; at < path.len; at++) {
        if (at && path.at[at - 1] != '/')
            continue;
        for (size_t i = 0; i < COUNT_OF(roots); i++)
            if (str_starts(str_from(path, at), roots[i]))
                return str_from(path, at);
    }
    return path;
}

bool weave_open(Weave *w, const char *path, Source *ret_source)
{
    FILE *f = fopen(path, "rb");
    *ret_source = (Source){.path = str_of(path), .name = project_name(str_of(path)), .line = 1};
    if (!f) {
        weave_complain(w, ret_source, 1, "cannot be read");
        return false;
    }
    (void)fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *bytes = size >= 0 && size <= SOURCE_MAX ? arena_take(w->arena, (size_t)size + 1, 1) : NULL;
    bool whole = bytes && fread(bytes, 1, (size_t)size, f) == (size_t)size;
    (void)fclose(f);
    if (!whole) {
        weave_complain(w, ret_source, 1, "is too large or cannot be read whole");
        return false;
    }
    ret_source->text = (Str){bytes, (size_t)size};
    return true;
}

Str weave_file_name(Str path)
{
    Str part = path;
    while (str_next(&path, '/', &part))
        ;
    return part;
}

Str weave_stem(const Source *s)
{
    Str stem, ending;
    str_cut(weave_file_name(s->name), '.', &stem, &ending);
    return stem;
}

Str weave_unit(const Source *s)
{
    Str rest = s->name, part, unit = weave_stem(s);
    for (Str before = STR_NONE; str_next(&rest, '/', &part); before = part)
        if (!rest.at && before.len)
            unit = before;
    return unit;
}

void weave_complain(Weave *w, const Source *s, int line, const char *fmt, ...)
{
    if (++w->complaints > COMPLAINTS_SHOWN)
        return;
    va_list args;
    va_start(args, fmt);
    Str text = arena_vprintf(w->arena, fmt, args);
    va_end(args);
    fprintf(stderr, "%.*s:%d: %.*s\n", STR_ARG(s->name), line, STR_ARG(text));
}

bool weave_at_end(const Source *s)
{
    return s->at >= s->text.len;
}

char weave_peek(const Source *s, size_t ahead)
{
    return s->at + ahead < s->text.len ? s->text.at[s->at + ahead] : '\0';
}

static Str pass(Source *s, size_t count)
{
    Str passed = str_sub(s->text, s->at, count);
    for (size_t i = 0; i < passed.len; i++)
        s->line += passed.at[i] == '\n';
    s->at += passed.len;
    return passed;
}

void weave_skip_blanks(Source *s)
{
    while (!weave_at_end(s) && strchr(" \t\r\n", weave_peek(s, 0)))
        pass(s, 1);
}

bool weave_take(Source *s, Str literal)
{
    if (!str_starts(str_from(s->text, s->at), literal))
        return false;
    pass(s, literal.len);
    return true;
}

static bool is_word(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
}

bool weave_word(Source *s, Str *ret_word)
{
    size_t len = 0;
    while (is_word(weave_peek(s, len), len == 0))
        len++;
    *ret_word = pass(s, len);
    return len > 0;
}

Str weave_until(Source *s, Str mark)
{
    Str rest = str_from(s->text, s->at);
    size_t at;
    bool found = str_find(rest, mark, &at);
    Str before = pass(s, found ? at : rest.len);
    if (found)
        pass(s, mark.len);
    return before;
}

Str weave_line(Source *s)
{
    Str line = weave_until(s, S("\n"));
    return str_ends(line, S("\r")) ? str_sub(line, 0, line.len - 1) : line;
}

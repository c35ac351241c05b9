// SPDX-License-Identifier: Apache-2.0
/* Every sentence that is asked for stands in every language; every error has a way out. */
#include "rooms.h"

#include <string.h>

static const Str languages[] = {S("zh_CN"), S("en")};
enum { LANGUAGES = COUNT_OF(languages), BUCKETS = 1024 };

typedef struct Message {
    Str key;
    size_t language;
    const File *file;
    int line;
    struct Message *next, *beside;
} Message;

/* One run, one table: the checker is a program of a few milliseconds. */
static Message *buckets[BUCKETS], *all;

static const Message *find(Str key, size_t language)
{
    for (const Message *m = buckets[str_hash(key) % BUCKETS]; m; m = m->beside)
        if (m->language == language && str_eq(m->key, key))
            return m;
    return NULL;
}

/* The text between the quotes of a line of a .po, joined over the lines that follow. */
static Str read_quoted(Rooms *r, Str row, Str *rest, int *line)
{
    Str text = S("");
    for (;;) {
        Str inside = str_trim(row), next, after;
        if (inside.len >= 2)
            text = arena_printf(r->arena, "%.*s%.*s", STR_ARG(text), STR_ARG(str_sub(inside, 1, inside.len - 2)));
        bool more = str_cut(*rest, '\n', &next, &after);
        if (!more || !str_starts(next, S("\"")))
            return text;
        row = next;
        *rest = after;
        (*line)++;
    }
}

static void add(Rooms *r, const File *f, size_t language, Str key, int line)
{
    const Message *before = find(key, language);
    if (before) {
        rooms_complain(r, f, line, RULE_MESSAGE, "%.*s stands in %.*s already", STR_ARG(key),
                       STR_ARG(before->file->path));
        return;
    }
    Message *m = ARENA_NEW(r->arena, Message), **bucket = &buckets[str_hash(key) % BUCKETS];
    *m = (Message){.key = key, .language = language, .file = f, .line = line, .next = all, .beside = *bucket};
    all = *bucket = m;
}

static void read_po(Rooms *r, const File *f, size_t language)
{
    Str rest = f->text, row, tail, key = STR_NONE;
    int line = 0, key_line = 0;
    while (rest.len) {
        str_cut(rest, '\n', &row, &tail);
        rest = tail;
        line++;
        if (str_starts(row, S("#,")) && str_has(row, S("fuzzy")))
            rooms_complain(r, f, line, RULE_MESSAGE, "a sentence marked fuzzy is not finished");
        if (str_starts(row, S("msgid "))) {
            key_line = line;
            key = read_quoted(r, str_from(row, 6), &rest, &line);
        } else if (str_starts(row, S("msgstr "))) {
            Str text = read_quoted(r, str_from(row, 7), &rest, &line);
            if (key.len && !text.len)
                rooms_complain(r, f, key_line, RULE_MESSAGE, "%.*s says nothing", STR_ARG(key));
            if (key.len)
                add(r, f, language, key, key_line);
        }
    }
}

static void read_languages(Rooms *r)
{
    for (const File *f = r->files; f; f = f->next)
        for (size_t i = 0; i < LANGUAGES; i++)
            if (str_eq(f->ending, S("po")) &&
                str_starts(f->path, arena_printf(r->arena, "data/po/%.*s/", STR_ARG(languages[i]))))
                read_po(r, f, i);
}

static void check_languages(Rooms *r)
{
    for (const Message *m = all; m; m = m->next) {
        for (size_t i = 0; i < LANGUAGES; i++)
            if (!find(m->key, i))
                rooms_complain(r, m->file, m->line, RULE_MESSAGE, "%.*s is missing in %.*s", STR_ARG(m->key),
                               STR_ARG(languages[i]));
        if (str_starts(m->key, S("err.")) && !str_ends(m->key, S(".do")) &&
            !find(arena_printf(r->arena, "%.*s.do", STR_ARG(m->key)), m->language))
            rooms_complain(r, m->file, m->line, RULE_MESSAGE, "%.*s has no way out: %.*s.do", STR_ARG(m->key),
                           STR_ARG(m->key));
    }
}

void rooms_want_message(Rooms *r, const File *f, size_t at, Str key)
{
    size_t said = 0, missing = 0;
    for (size_t i = 0; i < LANGUAGES; i++) {
        said += find(key, i) != NULL;
        missing = find(key, i) ? missing : i;
    }
    if (said == 0)
        rooms_complain(r, f, rooms_line(f, at), RULE_MESSAGE, "no sentence %.*s", STR_ARG(key));
    else if (said < LANGUAGES)
        rooms_complain(r, f, rooms_line(f, at), RULE_MESSAGE, "no sentence %.*s in %.*s", STR_ARG(key),
                       STR_ARG(languages[missing]));
}

static bool is_error_key(Str text)
{
    if (!str_starts(text, S("err.")) || str_ends(text, S(".")))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!rooms_is_word_byte(text.at[i]) && text.at[i] != '.')
            return false;
    return true;
}

/* The call the byte at `at` is an argument of, and which. */
static Str call_around(Str code, size_t at, int *ret_argument, size_t *ret_open)
{
    int depth = 0;
    *ret_argument = 0;
    for (size_t i = at; i-- > 0 && !strchr(";{}", code.at[i]);) {
        char c = code.at[i];
        *ret_argument += c == ',' && depth == 0;
        depth += c == ')';
        if (c != '(' || depth-- > 0)
            continue;
        size_t start = i;
        while (start > 0 && rooms_is_word_byte(code.at[start - 1]))
            start--;
        *ret_open = start;
        return str_sub(code, start, i - start);
    }
    return STR_NONE;
}

/* Is this literal the key of a sentence? */
static bool is_key(const File *f, const Literal *l)
{
    static const struct {
        Str call;
        int argument;
    } askers[] = {
        {S("lang_get"), 1}, {S("lang_fill"), 2}, {S("LANG_FILL"), 2}, {S("web_sentence"), 1}, {S("WEB_FILL"), 1},
    };
    if (is_error_key(l->text))
        return true;
    size_t at = l->at - 1;
    Str before = str_trim(str_sub(f->code, 0, at));
    if (str_ends(before, S("=")) && str_ends(str_trim(str_sub(before, 0, before.len - 1)), S(".says")))
        return true;
    int argument;
    Str call = call_around(f->code, at, &argument, &at);
    if (str_eq(call, S("S")))
        call = call_around(f->code, at, &argument, &at);
    for (size_t i = 0; i < COUNT_OF(askers); i++)
        if (str_eq(askers[i].call, call) && askers[i].argument == argument)
            return true;
    return false;
}

static void check_page(Rooms *r, const File *f)
{
    static const Str mark = S("{{t \"");
    size_t at = 0, found;
    while (str_find(str_from(f->text, at), mark, &found)) {
        Str key, after;
        at += found + mark.len;
        str_cut(str_from(f->text, at), '"', &key, &after);
        rooms_want_message(r, f, at, key);
    }
}

void rooms_check_messages(Rooms *r)
{
    read_languages(r);
    check_languages(r);
    for (const File *f = r->files; f; f = f->next) {
        if (f->is_test || !f->unit || f->unit->kind == UNIT_OTHER)
            continue;
        if (str_eq(f->ending, S("html")))
            check_page(r, f);
        for (const Literal *l = f->literals; l; l = l->next)
            if (is_key(f, l))
                rooms_want_message(r, f, l->at, l->text);
    }
}

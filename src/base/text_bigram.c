// SPDX-License-Identifier: Apache-2.0
/*
 * Words for search. Chinese is written without blanks, so each pair of neighbours is a word: 冬枣园 is found by 冬枣 and
 * by 枣园. Latin letters and digits stay the words they are.
 */
#include "base/text.h"

#include "base/attr.h"

#include <string.h>

typedef enum CharKind { KIND_NONE, KIND_WORD, KIND_PAIRED } CharKind;

static CharKind kind_of(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        CharKind kind;
    } ranges[] = {
        {'0', '9', KIND_WORD},          {'a', 'z', KIND_WORD},          {0xC0, 0x24F, KIND_WORD},
        {0x370, 0x1FFF, KIND_WORD},     {0x3005, 0x3007, KIND_PAIRED},  {0x3041, 0x30FF, KIND_PAIRED},
        {0x3400, 0x9FFF, KIND_PAIRED},  {0xAC00, 0xD7A3, KIND_PAIRED},  {0xF900, 0xFAFF, KIND_PAIRED},
        {0x20000, 0x3FFFF, KIND_PAIRED},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return ranges[i].kind;
    return KIND_NONE;
}

typedef struct Words {
    char *text, *at;
    char before[4]; /* the paired character before this one */
    size_t before_len;
    size_t run;     /* how many paired characters in a row */
    bool in_word;
    bool ends_open; /* the last word is one that longer words may begin with */
} Words;

static void put(Words *w, const char *bytes, size_t len)
{
    w->at = mempcpy(w->at, bytes, len);
}

static void start_word(Words *w)
{
    if (w->at > w->text && w->at[-1] != '"')
        *w->at++ = ' ';
}

static void end_run(Words *w)
{
    if (w->run == 0 && !w->in_word)
        return;
    if (w->run == 1) { /* a character on its own is a word, too */
        start_word(w);
        put(w, w->before, w->before_len);
    }
    w->ends_open = w->run <= 1;
    w->run = 0;
    w->in_word = false;
}

static void add_paired(Words *w, const char *bytes, size_t len)
{
    if (w->in_word)
        end_run(w);
    if (w->run++) {
        start_word(w);
        put(w, w->before, w->before_len);
        put(w, bytes, len);
    }
    memcpy(w->before, bytes, len);
    w->before_len = len;
}

static void add_char(Words *w, uint32_t c)
{
    char bytes[4];
    uint32_t small = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    CharKind kind = kind_of(small);
    size_t len = text_put(small, bytes);
    if (kind == KIND_PAIRED) {
        add_paired(w, bytes, len);
        return;
    }
    if (w->run || kind == KIND_NONE)
        end_run(w);
    if (kind == KIND_NONE)
        return;
    if (!w->in_word)
        start_word(w);
    w->in_word = true;
    put(w, bytes, len);
}

/* At worst three bytes become seven: a character comes twice, and a blank. */
static Words words_start(Arena *a, size_t bytes)
{
    char *text = arena_take(a, bytes * 3 + 8, 1);
    return (Words){.text = text, .at = text};
}

static void add_all(Words *w, Str s)
{
    uint32_t c;
    while (text_next(&s, &c)) {
        c = text_fold_char(c);
        if (c)
            add_char(w, c);
    }
    end_run(w);
}

Str text_bigrams(Arena *a, Str s)
{
    Words w = words_start(a, s.len);
    add_all(&w, s);
    return (Str){w.text, (size_t)(w.at - w.text)};
}

Str text_phrase(Arena *a, Str s)
{
    Words w = words_start(a, s.len);
    *w.at++ = '"';
    add_all(&w, s);
    if (w.at == w.text + 1)
        return S("");
    *w.at++ = '"';
    if (w.ends_open)
        *w.at++ = '*';
    return (Str){w.text, (size_t)(w.at - w.text)};
}

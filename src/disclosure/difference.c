// SPDX-License-Identifier: Apache-2.0
/* What a correction changed, in the words of the page: lines that are no longer there, lines that have come. */
#include "disclosure/document.h"

enum { SAID_MAX = LIMIT_TABLE_ROWS + 64 };

typedef struct Said {
    Str lines[SAID_MAX];
    size_t count;
} Said;

static void say(Said *s, Str line)
{
    if (line.len && s->count < SAID_MAX)
        s->lines[s->count++] = line;
}

static void say_head(Arena *a, const Lang *l, const Item *item, const Json *head, Said *s)
{
    for (size_t i = 0; i < item->head_count; i++) {
        const Field *f = &item->head[i];
        const Json *value = json_get(head, f->name);
        Str text = value && disclosure_is_on_screen(f) ? disclosure_cell(a, l, item, f->name, value) : STR_NONE;
        if (text.len)
            say(s, LANG_FILL(a, l, S("disclosure.change_fact"), words_in(f->label, l), text));
    }
}

static Str row_words(Arena *a, const Lang *l, const Item *item, const Json *row)
{
    Date day;
    Str when = json_text(row, item->line.when), says = disclosure_say_row(a, l, item, row);
    int64_t in = json_int(row, item->line.in, 0), out = json_int(row, item->line.out, 0);
    if (in || out)
        says = arena_printf(a, "%.*s%.*s", STR_ARG(says),
                            STR_ARG(LANG_FILL(a, l, in ? S("disclosure.said_in") : S("disclosure.said_out"),
                                              lang_money(a, l, (Money){in ? in : out}))));
    if (when.len && date_read(when, (Date){0}, &day))
        says = LANG_FILL(a, l, S("disclosure.change_line"), lang_day(a, l, day), says);
    return says;
}

static void say_all(Arena *a, const Lang *l, const Item *item, const Json *doc, Said *s)
{
    const Json *heads = disclosure_table_of(doc, S("head")), *rows = disclosure_table_of(doc, S("rows"));
    if (heads->count)
        say_head(a, l, item, heads->items[0], s);
    for (size_t i = 0; i < rows->count; i++)
        say(s, row_words(a, l, item, rows->items[i]));
    say(s, json_text(doc, S("note")));
    if (json_flag(doc, S("no_change")))
        say(s, lang_get(l, S("disclosure.no_change")));
}

/* Each line of `of` that `in` does not have, as often as it is missing. */
static void put_missing(Arena *a, const Said *of, const Said *in, bool added, Change *changes, size_t *count)
{
    bool *used = ARENA_ARRAY(a, bool, in->count + 1);
    for (size_t i = 0; i < of->count; i++) {
        size_t k = 0;
        while (k < in->count && (used[k] || !str_eq(of->lines[i], in->lines[k])))
            k++;
        if (k < in->count)
            used[k] = true;
        else
            changes[(*count)++] = (Change){added, of->lines[i]};
    }
}

void disclosure_difference(Arena *a, const Lang *l, const Item *item, const Json *before, const Json *now,
                           const Change **ret, size_t *ret_count)
{
    Said *was = ARENA_NEW(a, Said), *is = ARENA_NEW(a, Said);
    say_all(a, l, item, before, was);
    say_all(a, l, item, now, is);
    Change *changes = ARENA_ARRAY(a, Change, was->count + is->count + 1);
    *ret_count = 0;
    put_missing(a, was, is, false, changes, ret_count);
    put_missing(a, is, was, true, changes, ret_count);
    *ret = changes;
}

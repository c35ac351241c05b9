// SPDX-License-Identifier: Apache-2.0
/* A period's disclosure as words to paste into the village's chat group, and to read out over the loudspeaker. */
#include "disclosure/disclosure_web.h"
#include "disclosure/document.h"

enum { TEXT_MAX = 32 * 1024, FOOT_MAX = 1024, LINES_READ = 8 };

typedef struct Texts {
    const Request *q;
    Out *group, *spoken;
    size_t left_out; /* what a chat message does not hold is behind its address */
} Texts;

static void say_item(Texts *t, const Item *item, const ShelfEntry *e, const Json *doc)
{
    Arena *a = t->q->arena;
    const Json *rows = json_get(doc, S("rows"));
    Str plain = words_in(item->plain, t->q->lang), period = lang_period(a, t->q->lang, e->period);
    out_printf(t->group, "\n%.*s（%.*s）\n", STR_ARG(plain), STR_ARG(period));
    out_printf(t->spoken, "%.*s。", STR_ARG(plain));
    if (json_flag(doc, S("no_change"))) {
        Str same = lang_get(t->q->lang, S("disclosure.no_change"));
        out_printf(t->group, "%.*s\n", STR_ARG(same));
        out_printf(t->spoken, "%.*s。\n", STR_ARG(same));
        return;
    }
    size_t count = rows && rows->kind == JSON_LIST ? rows->count : 0;
    for (size_t i = 0; i < count; i++) {
        const Json *row = rows->items[i];
        Str says = disclosure_say_row(a, t->q->lang, item, row);
        int64_t in = json_int(row, item->line.in, 0), out = json_int(row, item->line.out, 0);
        Str sum = in || out ? LANG_FILL(a, t->q->lang, in ? S("disclosure.said_in") : S("disclosure.said_out"),
                                        lang_money(a, t->q->lang, (Money){in ? in : out}))
                            : S("");
        out_printf(t->group, "· %.*s%.*s\n", STR_ARG(says), STR_ARG(sum));
        if (i < LINES_READ)
            out_printf(t->spoken, "%.*s%.*s。", STR_ARG(says), STR_ARG(sum));
    }
    out_raw(t->spoken, S("\n"));
}

static bool has_room(const Out *o)
{
    return !out_full(o) && out_len(o) + FOOT_MAX <= TEXT_MAX;
}

static void say_entry(Texts *t, const ShelfEntry *e, const Document *d)
{
    const Item *item = disclosure_item_of(t->q->arena, e);
    const Json *doc;
    if (!item || !d || e->withdrawn)
        return;
    size_t group = out_len(t->group), spoken = out_len(t->spoken);
    if (d->bytes.len && !json_read(t->q->arena, d->bytes, LIMIT_FACTS_BYTES, &doc))
        say_item(t, item, e, doc);
    if (!has_room(t->group) || !has_room(t->spoken)) {
        out_truncate(t->group, group);
        out_truncate(t->spoken, spoken);
        t->left_out++;
    }
}

Err disclosure_get_texts(const Request *q, Response *r)
{
    const Place *village;
    Period period;
    const ShelfEntry *entries;
    EntryDocuments *documents;
    size_t count;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(disclosure_period(q, pairs_get(&q->query, S("period")), &period));
    TRY(disclosure_shelf(q->db, q->arena, village->code, &(ShelfAsk){.period = period}, &entries, &count));
    TRY(disclosure_documents(q->db, q->arena, entries, count, &documents));
    Texts t = {q, out_new(q->arena, TEXT_MAX, q->lang), out_new(q->arena, TEXT_MAX, q->lang), 0};
    Str when = lang_period(q->arena, q->lang, period);
    out_raw(t.group, WEB_FILL(q, "disclosure.group_head", village->name, when));
    out_raw(t.spoken, WEB_FILL(q, "disclosure.spoken_head", village->name, when));
    for (size_t i = 0; i < count; i++)
        say_entry(&t, &entries[i], documents[i].shown);
    if (t.left_out)
        out_printf(t.group, "\n%.*s", STR_ARG(WEB_FILL(q, "disclosure.texts_more",
                                                       i64_plain(q->arena, (int64_t)t.left_out))));
    Str href = disclosure_href(q, village->code, period, S(""));
    out_printf(t.group, "\n%.*s%.*s\n", STR_ARG(house()->base_url), STR_ARG(href));
    out_raw(t.spoken, web_sentence(q, "disclosure.spoken_foot"));
    TextsPage p = {.village = village->name, .period = period, .group_text = out_str(t.group),
                   .loudspeaker = out_str(t.spoken)};
    PageFrame frame = {.title = web_sentence(q, "disclosure.texts"), .path = q->path, .back = href,
                       .back_text = village->name, .noindex = true};
    DISCLOSURE_SEND(q, r, &frame, texts, TextsPage, &p);
    r->cacheable = true;
    return NULL;
}

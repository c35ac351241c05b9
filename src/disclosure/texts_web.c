// SPDX-License-Identifier: Apache-2.0
/* A period's disclosure as words to paste into the village's chat group, and to read out over the loudspeaker. */
#include "disclosure/disclosure_web.h"
#include "disclosure/document.h"

enum { TEXT_MAX = 32 * 1024, FOOT_MAX = 1024, LINES_READ = 5 };

typedef struct Texts {
    const Request *q;
    Period period;
    Out *group, *spoken;
    Out *same; /* what did not change, in one sentence at the end */
    size_t left_out; /* what a chat message does not hold is behind its address */
} Texts;

static Str sum_words(const Texts *t, const Item *item, const Json *row, bool spoken)
{
    int64_t in = json_int(row, item->line.in, 0), out = json_int(row, item->line.out, 0);
    Money sum = {in ? in : out};
    Arena *a = t->q->arena;
    if (!sum.fen)
        return S("");
    if (spoken)
        return LANG_FILL(a, t->q->lang, in ? S("disclosure.spoken_in") : S("disclosure.spoken_out"),
                         lang_money_spoken(a, t->q->lang, sum));
    return LANG_FILL(a, t->q->lang, in ? S("disclosure.said_in") : S("disclosure.said_out"),
                     lang_money(a, t->q->lang, sum));
}

/* Of a book first what came in, what went out and what is left; the lines of a month within a longer period are behind
 * the address. */
static void say_rows(const Texts *t, const Item *item, const ShelfEntry *e, const Json *doc)
{
    Arena *a = t->q->arena;
    const Lang *l = t->q->lang;
    const Json *rows = json_get(doc, S("rows"));
    DocumentSums sums = disclosure_sums(item, doc);
    size_t count = rows && rows->kind == JSON_LIST ? rows->count : 0;
    if (sums.is_book) {
        out_printf(t->group, "%.*s\n", STR_ARG(LANG_FILL(a, l, S("disclosure.said_sums"), lang_money(a, l, sums.in),
                                                         lang_money(a, l, sums.out), lang_money(a, l, sums.closing))));
        out_raw(t->spoken, LANG_FILL(a, l, S("disclosure.spoken_sums"), lang_money_spoken(a, l, sums.in),
                                     lang_money_spoken(a, l, sums.out), lang_money_spoken(a, l, sums.closing)));
        if (e->period.kind != t->period.kind)
            return;
    }
    for (size_t i = 0; i < count; i++) {
        Str says = disclosure_say_row(a, l, item, rows->items[i]);
        out_printf(t->group, "· %.*s%.*s\n", STR_ARG(says), STR_ARG(sum_words(t, item, rows->items[i], false)));
        if (i < LINES_READ)
            out_printf(t->spoken, "%.*s%.*s%.*s", STR_ARG(says), STR_ARG(sum_words(t, item, rows->items[i], true)),
                       STR_ARG(lang_get(l, S("disclosure.spoken_stop"))));
    }
    if (count > LINES_READ)
        out_raw(t->spoken, LANG_FILL(a, l, S("disclosure.spoken_more"), i64_plain(a, (int64_t)(count - LINES_READ))));
}

static void say_item(const Texts *t, const Item *item, const ShelfEntry *e, const Json *doc)
{
    Arena *a = t->q->arena;
    const Lang *l = t->q->lang;
    Str plain = words_in(item->plain, l);
    bool other = e->period.kind != t->period.kind || e->period.index != t->period.index;
    if (other)
        plain = LANG_FILL(a, l, S("disclosure.said_of"), plain, lang_period_spoken(a, l, e->period, period_last(e->period)));
    if (json_flag(doc, S("no_change"))) {
        out_raw(t->same, out_len(t->same) ? lang_get(l, S("disclosure.said_and")) : S(""));
        out_raw(t->same, plain);
        return;
    }
    out_printf(t->group, "\n%.*s\n", STR_ARG(LANG_FILL(a, l, S("disclosure.said_head"), plain)));
    out_printf(t->spoken, "\n%.*s", STR_ARG(LANG_FILL(a, l, S("disclosure.spoken_item"), plain)));
    say_rows(t, item, e, doc);
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

static void say_same(const Texts *t)
{
    if (!out_len(t->same))
        return;
    out_printf(t->group, "\n%.*s\n", STR_ARG(WEB_FILL(t->q, "disclosure.said_same", out_str(t->same))));
    out_printf(t->spoken, "\n%.*s", STR_ARG(WEB_FILL(t->q, "disclosure.spoken_same", out_str(t->same))));
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
    Texts t = {.q = q, .period = period, .group = out_new(q->arena, TEXT_MAX, q->lang),
               .spoken = out_new(q->arena, TEXT_MAX, q->lang), .same = out_new(q->arena, FOOT_MAX, q->lang)};
    Str when = lang_period(q->arena, q->lang, period);
    out_raw(t.group, WEB_FILL(q, "disclosure.group_head", village->name, when));
    out_raw(t.spoken, WEB_FILL(q, "disclosure.spoken_head", village->name, when));
    for (size_t i = 0; i < count; i++)
        say_entry(&t, &entries[i], documents[i].shown);
    say_same(&t);
    if (t.left_out)
        out_printf(t.group, "\n%.*s", STR_ARG(WEB_FILL(q, "disclosure.texts_more",
                                                       i64_plain(q->arena, (int64_t)t.left_out))));
    Str href = disclosure_href(q->arena, village->code, period, S(""));
    out_printf(t.group, "\n%.*s%.*s\n", STR_ARG(house()->base_url), STR_ARG(href));
    out_printf(t.spoken, "\n%.*s", STR_ARG(web_sentence(q, "disclosure.spoken_foot")));
    TextsPage p = {.village = village->name, .period = period, .group_text = out_str(t.group),
                   .loudspeaker = out_str(t.spoken)};
    PageFrame frame = {.title = web_sentence(q, "disclosure.texts"), .path = q->path, .back = href,
                       .back_text = village->name, .noindex = true};
    DISCLOSURE_SEND(q, r, &frame, texts, TextsPage, &p);
    r->cacheable = true;
    return NULL;
}

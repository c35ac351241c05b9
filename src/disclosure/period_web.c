// SPDX-License-Identifier: Apache-2.0
/* A village's period: every item with what can be said of it, and the paper that goes with it. */
#include "disclosure/disclosure_web.h"
#include "disclosure/paper_code.h"

enum { GROUPS = 6 };

Err disclosure_period(const Request *q, Str text, Period *ret_period)
{
    if (!text.len) {
        *ret_period = period_before(period_at('q', instant_date(q->now)));
        return NULL;
    }
    return period_read(text, ret_period) ? NULL : ERR(q->arena, ERR_MISSING, "err.disclosure.period", .args = {text});
}

Str disclosure_href(Arena *a, PlaceCode village, Period period, Str item)
{
    Str base = arena_printf(a, "/v/%.*s/%.*s", STR_ARG(place_plain(a, village)), STR_ARG(period_plain(a, period)));
    return item.len ? arena_printf(a, "%.*s/%.*s", STR_ARG(base), STR_ARG(item)) : base;
}

/* Said only when it is not the page's own: a month within its quarter. */
static Str other_period(const Request *q, Period period)
{
    Str own = period_plain(q->arena, period);
    return str_eq(own, q->params[1]) ? S("") : lang_period_spoken(q->arena, q->lang, period, instant_date(q->now));
}

static void fill_group(const Request *q, char code, const ShelfEntry *entries, size_t count, PeriodGroup *group)
{
    PeriodItem *items = ARENA_ARRAY(q->arena, PeriodItem, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const Item *item = disclosure_item_of(q->arena, &entries[i]);
        if (!item || item->group != code)
            continue;
        PeriodItem *v = &items[n++];
        *v = (PeriodItem){.code = item->code, .plain = words_in(item->plain, q->lang), .period = entries[i].period,
                          .name = words_in(item->name, q->lang), .book = disclosure_book_name(q->lang, entries[i].book),
                          .href = disclosure_href(q->arena, entries[i].village, entries[i].period, item->code)};
        v->when = other_period(q, entries[i].period);
        v->words = disclosure_words(q->arena, q->lang, &entries[i], instant_date(q->now), &v->mark);
    }
    *group = (PeriodGroup){.code = arena_printf(q->arena, "%c", code), .items = items, .items_count = n,
                           .name = words_in(disclosure_group_name(code), q->lang)};
}

Err disclosure_get_period(const Request *q, Response *r)
{
    const Place *village;
    Period period;
    const ShelfEntry *entries;
    size_t count;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(disclosure_period(q, q->params[1], &period));
    TRY(disclosure_shelf(q->db, q->arena, village->code, &(ShelfAsk){.period = period}, &entries, &count));
    PeriodGroup *groups = ARENA_ARRAY(q->arena, PeriodGroup, GROUPS);
    size_t n = 0;
    for (int i = 0; i < GROUPS; i++) {
        fill_group(q, (char)('A' + i), entries, count, &groups[n]);
        n += groups[n].items_count > 0;
    }
    Str base = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)));
    Str plain = period_plain(q->arena, period);
    PeriodPage p = {.village = village->name, .code = village->code, .period = period,
                    .before = period_before(period), .next = period_next(period), .groups = groups, .groups_count = n,
                    .before_href = disclosure_href(q->arena, village->code, period_before(period), S("")),
                    .next_href = disclosure_href(q->arena, village->code, period_next(period), S("")),
                    .sheet = arena_printf(q->arena, "%.*s/sheet.pdf?period=%.*s", STR_ARG(base), STR_ARG(plain)),
                    .board = arena_printf(q->arena, "%.*s/board.pdf?period=%.*s", STR_ARG(base), STR_ARG(plain)),
                    .tiles = arena_printf(q->arena, "%.*s/board.pdf?period=%.*s&paper=a4", STR_ARG(base), STR_ARG(plain)),
                    .texts = arena_printf(q->arena, "%.*s/texts?period=%.*s", STR_ARG(base), STR_ARG(plain))};
    Str typed = pairs_get(&q->query, S("code"));
    PeriodCode code;
    p.paper_action = disclosure_href(q->arena, village->code, period, S(""));
    if (typed.len) {
        TRY(disclosure_paper_code(q, typed, entries, count, &code));
        p.paper_typed = code.readable ? code.code : code.typed;
        p.paper_code = &code;
    }
    PageFrame frame = {.title = arena_printf(q->arena, "%.*s %.*s", STR_ARG(village->name),
                                             STR_ARG(lang_period(q->arena, q->lang, period))),
                       .path = q->path, .back = base, .back_text = village->name};
    DISCLOSURE_SEND(q, r, &frame, period, PeriodPage, &p);
    r->cacheable = true;
    return NULL;
}

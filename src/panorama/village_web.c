// SPDX-License-Identifier: Apache-2.0
/* The village page: words before numbers, in the order of product.md, within eight queries. */
#include "panorama/panorama_web.h"

#define MONTHLY S("C2") /* income and expenditure, line by line */

enum { LINES_SHOWN = 6, ASKS_SHOWN = 4, WINDOWS_SHOWN = 4, GROUPS = 6, ITEMS_MAX = 64, QR_PIXELS = 84 };

VillageMeeting panorama_meeting(const Request *q, const MeetingShown *m)
{
    Str key = arena_printf(q->arena, "meeting.%.*s", STR_ARG(m->kind));
    return (VillageMeeting){.number = m->number, .day = m->held_on, .at = m->at, .where = m->where,
                            .lunar = lang_lunar(q->arena, q->lang, m->held_on), .kind = lang_get(q->lang, key),
                            .topic = m->topic};
}

ServiceCentre panorama_centre(const Place *village)
{
    return (ServiceCentre){.office = village->office, .hours = village->hours, .duty = village->duty,
                           .phone = village->phone};
}

/* -- money ------------------------------------------------------------------------------------------------------------- */

static Str item_href(const Request *q, PlaceCode village, Period period, Str item)
{
    return arena_printf(q->arena, "/v/%.*s/%.*s/%.*s", STR_ARG(place_plain(q->arena, village)),
                        STR_ARG(period_plain(q->arena, period)), STR_ARG(item));
}

static void fill_proof(const Request *q, const MonthMoney *m, VillagePage *p)
{
    VillageProof *proof = ARENA_NEW(q->arena, VillageProof);
    *proof = (VillageProof){.code = m->code, .whole = m->whole,
                            .href = arena_printf(q->arena, "/c/%.*s", STR_ARG(m->number))};
    QrCode qr;
    Str url = arena_printf(q->arena, "%.*s/v/%.*s", STR_ARG(house()->base_url), STR_ARG(place_plain(q->arena, p->code)));
    if (!qr_make(q->arena, url, 'M', &qr))
        proof->qr = qr_svg(q->arena, &qr, QR_PIXELS);
    p->proof = proof;
}

static Err fill_money(const Request *q, VillagePage *p, const ShelfEntry *month)
{
    const MonthMoney *m = NULL;
    if (month)
        TRY(disclosure_month(q->db, q->arena, q->lang, month, LINES_SHOWN, &m));
    if (!m)
        return NULL;
    VillageMoney *money = ARENA_NEW(q->arena, VillageMoney);
    *money = (VillageMoney){.month = m->month, .says = lang_period_spoken(q->arena, q->lang, m->month, instant_date(q->now)),
                            .income = m->income, .expense = m->expense, .closing = m->closing,
                            .closing_on = period_last(m->month), .posted_on = m->posted_on, .reviewers = m->reviewers,
                            .number = m->number, .href = item_href(q, p->code, m->month, MONTHLY)};
    VillageLine *lines = ARENA_ARRAY(q->arena, VillageLine, m->line_count);
    for (size_t i = 0; i < m->line_count; i++)
        lines[i] = (VillageLine){m->lines[i].day, m->lines[i].says, m->lines[i].handler, m->lines[i].in, m->lines[i].out};
    p->money = money;
    p->lines = lines;
    p->lines_count = m->line_count;
    p->more_lines = (int64_t)m->line_total;
    fill_proof(q, m, p);
    return NULL;
}

/* -- the 24 items ---------------------------------------------------------------------------------------------------------- */

static VillageItem item_of(const Request *q, const Item *item, const ShelfEntry *e, PlaceCode village, Period quarter)
{
    VillageItem v = {.code = item->code, .plain = words_in(item->plain, q->lang), .name = words_in(item->name, q->lang)};
    if (e)
        v.words = disclosure_words(q->arena, q->lang, e, instant_date(q->now), &v.mark);
    else {
        v.words = lang_get(q->lang, item->every == 'e' ? S("village.item_event") : S("village.item_not_due"));
        v.mark = S("same");
    }
    if (e && e->name.len) /* an added item has one name; its periods stand side by side */
        v.name = lang_period(q->arena, q->lang, e->period);
    v.href = item_href(q, village, e ? e->period : quarter, item->code);
    return v;
}

static bool is_open(const ShelfEntry *e, Date today)
{
    return date_is(e->objection_until) && e->objection_until.day >= today.day;
}

/* The newest entry of an item that belongs to the quarter or its year, or can be objected to now; entries come by item, newest first. */
static const ShelfEntry *newest(const ShelfEntry *entries, size_t count, Str item, Period quarter, Date today)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(entries[i].item, item) && (entries[i].period.kind == 'y' || period_within(entries[i].period, quarter) || is_open(&entries[i], today)))
            return &entries[i];
    return NULL;
}

static Str group_words(const Request *q, int64_t posted, int64_t due)
{
    if (due == 0)
        return lang_get(q->lang, S("village.group_none"));
    if (posted == due)
        return LANG_FILL(q->arena, q->lang, S("village.group_all"), i64_plain(q->arena, posted));
    return LANG_FILL(q->arena, q->lang, S("village.group_some"), i64_plain(q->arena, posted), i64_plain(q->arena, due));
}

/* What the village asked to see besides stands in its group, after the others. */
static bool is_added(const ShelfEntry *e, char group, Period quarter)
{
    const Item *item = e->name.len ? disclosure_item(e->item) : NULL;
    return item && item->group == group && !str_eq(item->code, e->item) &&
           (e->period.kind == 'y' || period_within(e->period, quarter));
}

static void fill_groups(const Request *q, VillagePage *p, const ShelfEntry *entries, size_t count)
{
    VillageGroup *groups = ARENA_ARRAY(q->arena, VillageGroup, GROUPS);
    for (size_t g = 0; g < GROUPS; g++) {
        char code = (char)('A' + g);
        VillageItem *items = ARENA_ARRAY(q->arena, VillageItem, ITEMS_MAX);
        int64_t posted = 0, due = 0;
        size_t n = 0;
        for (size_t i = 0; i < disclosure_item_count() && n < ITEMS_MAX; i++) {
            const Item *item = disclosure_item_at(i);
            if (item->group != code)
                continue;
            const ShelfEntry *e = newest(entries, count, item->code, p->quarter, instant_date(q->now));
            due += e != NULL;
            posted += e && instant_is(e->published);
            items[n++] = item_of(q, item, e, p->code, p->quarter);
        }
        for (size_t i = 0; i < count && n < ITEMS_MAX; i++) {
            const Item *item = is_added(&entries[i], code, p->quarter) ? disclosure_item_of(q->arena, &entries[i]) : NULL;
            if (!item)
                continue;
            due++;
            posted += instant_is(entries[i].published);
            items[n++] = item_of(q, item, &entries[i], p->code, p->quarter);
        }
        groups[g] = (VillageGroup){.code = arena_printf(q->arena, "%c", code), .open = code == 'C' || posted < due,
                                   .name = words_in(disclosure_group_name(code), q->lang), .items = items,
                                   .items_count = n};
        groups[g].words = group_words(q, posted, due);
    }
    p->groups = groups;
    p->groups_count = GROUPS;
}

/* Money first, then whatever closes soonest. */
static bool comes_before(const ShelfEntry *a, const ShelfEntry *b)
{
    bool money_a = str_eq(a->item, MONTHLY), money_b = str_eq(b->item, MONTHLY);
    return money_a != money_b ? money_a : a->objection_until.day < b->objection_until.day;
}

static void fill_windows(const Request *q, VillagePage *p, const ShelfEntry *entries, size_t count)
{
    const ShelfEntry *first[WINDOWS_SHOWN];
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_open(&entries[i], instant_date(q->now)) || !disclosure_item_of(q->arena, &entries[i]))
            continue;
        size_t at = shown < WINDOWS_SHOWN ? shown++ : WINDOWS_SHOWN;
        for (; at > 0 && comes_before(&entries[i], first[at - 1]); at--)
            if (at < WINDOWS_SHOWN)
                first[at] = first[at - 1];
        if (at < WINDOWS_SHOWN)
            first[at] = &entries[i];
        all++;
    }
    VillageWindow *windows = ARENA_ARRAY(q->arena, VillageWindow, shown);
    for (size_t i = 0; i < shown; i++)
        windows[i] = (VillageWindow){.item = first[i]->item, .period = first[i]->period, .until = first[i]->objection_until,
                                     .plain = words_in(disclosure_item_of(q->arena, first[i])->plain, q->lang),
                                     .href = item_href(q, p->code, first[i]->period, first[i]->item)};
    p->windows = windows;
    p->windows_count = shown;
    p->more_windows = (int64_t)(all - shown);
}

/* -- what people asked -------------------------------------------------------------------------------------------------------- */

static Str choice_words(const Request *q, const Field *f, Str code)
{
    for (size_t i = 0; i < f->choice_count; i++)
        if (str_eq(f->choices[i].code, code))
            return words_in(f->choices[i].name, q->lang);
    return code;
}

static Str ask_words(const Request *q, const IssueShown *i)
{
    Arena *a = q->arena;
    const Role *role = access_role(house()->roles, i->owner_role);
    Str role_name = role ? (lang_is_zh(q->lang) ? role->name_zh : role->name_en) : STR_NONE;
    if (str_eq(i->state, S("assigned")))
        return LANG_FILL(a, q->lang, S("village.ask_assigned"), i->owner_name, role_name, lang_day(a, q->lang, i->limit_on));
    if (str_eq(i->state, S("closed")) && i->answer.len)
        return i->answer;
    if (str_eq(i->state, S("not_ours")))
        return LANG_FILL(a, q->lang, S("village.ask_not_ours"), i->where_to);
    const Process *p = process_named(house()->engine, S("issue"));
    if (str_eq(i->state, S("on_hold")))
        return LANG_FILL(a, q->lang, S("village.ask_on_hold"), lang_day(a, q->lang, i->limit_on),
                         choice_words(q, process_field(p, S("hold_reason")), i->hold_reason));
    for (size_t k = 0; k < p->state_count; k++)
        if (str_eq(p->states[k].name, i->state))
            return words_in(p->states[k].public_label, q->lang);
    return STR_NONE;
}

static Err fill_asks(const Request *q, VillagePage *p)
{
    const IssueShown *shown;
    size_t count;
    TRY(dialogue_shown(q->db, q->arena, p->code, ASKS_SHOWN, &shown, &count));
    VillageAsk *asks = ARENA_ARRAY(q->arena, VillageAsk, count);
    for (size_t i = 0; i < count; i++)
        asks[i] = (VillageAsk){shown[i].number, shown[i].seq, shown[i].text, ask_words(q, &shown[i])};
    p->asks = asks;
    p->asks_count = count;
    Glance g;
    TRY(dialogue_glance(q->db, q->arena, p->code, instant_date(q->now), &g));
    p->asks_open = g.open;
    p->asks_more = g.more;
    if (g.has_meeting) {
        VillageMeeting *m = ARENA_NEW(q->arena, VillageMeeting);
        *m = panorama_meeting(q, &g.meeting);
        m->village = p->name;
        p->meeting = m;
    }
    return NULL;
}

static void fill_addresses(const Request *q, VillagePage *p)
{
    Str village = place_plain(q->arena, p->code), quarter = period_plain(q->arena, p->quarter);
    p->quarter_says = lang_period_spoken(q->arena, q->lang, p->quarter, instant_date(q->now));
    p->quarter_href = arena_printf(q->arena, "/v/%.*s/%.*s", STR_ARG(village), STR_ARG(quarter));
    p->sheet_href = arena_printf(q->arena, "/v/%.*s/sheet.pdf?period=%.*s", STR_ARG(village), STR_ARG(quarter));
    p->texts_href = arena_printf(q->arena, "/v/%.*s/texts?period=%.*s", STR_ARG(village), STR_ARG(quarter));
}

/* In one query. */
static Err village_and_town(const Request *q, const Place **ret_village, const Place **ret_town)
{
    PlaceCode codes[2];
    const Place *places[COUNT_OF(codes)];
    if (!place_read(q->params[0], &codes[0]) || place_level(codes[0]) != PLACE_VILLAGE)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    codes[1] = place_up(codes[0], PLACE_TOWN);
    TRY(place_get_all(q->db, q->arena, codes, COUNT_OF(codes), places));
    *ret_village = places[0];
    *ret_town = places[1];
    return places[0] ? NULL : ERR(q->arena, ERR_MISSING, "err.web.missing");
}

/* A village that was merged into another says so, and where to look now: its code still hangs on old walls. */
static Err fill_end(const Request *q, const Place *village, VillagePage *p)
{
    const Place *next;
    Date today = instant_date(q->now);
    if (!place_ended(village, today))
        return NULL;
    VillageEnd *end = ARENA_NEW(q->arena, VillageEnd);
    *end = (VillageEnd){.day = village->to, .on = lang_date(q->arena, q->lang, village->to)};
    TRY(place_successor(q->db, q->arena, village, today, &next));
    if (next) {
        end->into = next->name;
        end->href = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, next->code)));
    }
    p->ended = end;
    return NULL;
}

Err panorama_get_village(const Request *q, Response *r)
{
    const Place *village, *town;
    TRY(village_and_town(q, &village, &town));
    Date today = instant_date(q->now);
    /* In the first days of a quarter the one that is being laid out is the one before. */
    VillagePage p = {.code = village->code, .name = village->name, .centre = panorama_centre(village),
                     .town = town ? town->name : STR_NONE, .town_code = place_up(village->code, PLACE_TOWN),
                     .quarter = period_before(period_at('q', today)), .host_body = house()->host_body,
                     .filing = house()->filing};
    fill_addresses(q, &p);
    TRY(fill_end(q, village, &p));
    const ShelfEntry *entries;
    size_t count;
    TRY(disclosure_shelf(q->db, q->arena, p.code, &(ShelfAsk){p.quarter, today, MONTHLY}, &entries, &count));
    TRY(fill_money(q, &p, disclosure_newest(entries, count, MONTHLY)));
    fill_windows(q, &p, entries, count);
    fill_groups(q, &p, entries, count);
    TRY(fill_asks(q, &p));
    PageFrame frame = {.title = village->name, .path = q->path, .back_text = p.town,
                       .back = town ? arena_printf(q->arena, "/t/%.*s", STR_ARG(place_plain(q->arena, town->code))) : S("")};
    PANORAMA_SEND(q, r, &frame, village, VillagePage, &p);
    r->cacheable = true;
    return NULL;
}

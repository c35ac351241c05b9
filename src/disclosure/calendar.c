// SPDX-License-Identifier: Apache-2.0
/*
 * What falls due: in each month the items of the month before; in the first month of a quarter those of the quarter
 * before; yearly items in their own month (Shandong village affairs disclosure regulation, art. 12). Called by the engine's
 * calendar once per village and month, as often as it likes: the keys keep it from opening anything twice.
 */
#include "disclosure/calendar.h"
#include "disclosure/added.h"
#include "disclosure_sql.h"

enum { BOOKS_MAX = 10, ADDED_DAYS = 5, /* as long as an item opened by hand: disclosure.yaml, awaited */
       OPENINGS_MAX = LIMIT_DISCLOSURE_ITEMS * (1 + BOOKS_MAX) + LIMIT_ADDED_ITEMS };

typedef struct Openings {
    const Json **facts;
    Str *keys;
    Instant *dues;
    size_t count;
} Openings;

const Json *disclosure_facts_of(Arena *a, const Item *item, Period period, Str book)
{
    JsonMember members[] = {
        {S("item"), json_of_text(a, item->code)},
        {S("name"), json_of_text(a, item->plain.zh)},
        {S("period"), json_of_text(a, period_plain(a, period))},
        {S("book"), json_of_text(a, book)},
        {S("prepare_role"), json_of_text(a, item->prepare_role)},
        {S("review_role"), json_of_text(a, item->review_role)},
        {S("approve_role"), json_of_text(a, item->approve_role)},
    };
    return json_object(a, members, COUNT_OF(members));
}

/* Which period of an item is laid out in a month; false when none is. */
static bool period_due(const Item *item, Period month, Period *ret_period)
{
    bool new_quarter = month.index % 3 == 1;
    if (item->every == 'm')
        *ret_period = period_before(month);
    else if (item->every == 'q' && new_quarter)
        *ret_period = period_before(period_at('q', period_first(month)));
    else if (item->every == 'y' && item->due_month == 0 && month.index == 1)
        *ret_period = period_before(period_at('y', period_first(month)));
    else if (item->every == 'y' && month.index == item->due_month)
        *ret_period = period_at('y', period_first(month));
    else
        return false;
    return true;
}

static Date due_day(const Item *item, Period month)
{
    Date last = period_last(month), due = date_add_days(period_first(month), item->due_day - 1);
    return due.day < last.day ? due : last;
}

static void add(Arena *a, Openings *o, const Item *item, Period period, Date due, Str book)
{
    REQUIRE(o->count < OPENINGS_MAX);
    o->facts[o->count] = disclosure_facts_of(a, item, period, book);
    o->keys[o->count] = arena_printf(a, "%.*s-%.*s-%.*s", STR_ARG(item->code), STR_ARG(book),
                                     STR_ARG(period_plain(a, period)));
    o->dues[o->count++] = date_end(due);
}

/* The item as it was for the period that falls due; an item that ended before it does not. */
static const Item *due_version(const Item *newest, Period month, Period *ret_period)
{
    if (!period_due(newest, month, ret_period))
        return NULL;
    const Item *then = disclosure_item_in(newest->code, *ret_period);
    return then && period_due(then, month, ret_period) ? then : NULL;
}

/* What the village added is laid out as if it had always stood there: whoever signed for it does not wait for a year to
 * end. The period that had ended before the day it was added opens on that day, those after it by the calendar. */
static void add_added(Arena *a, Openings *o, const AddedItem *added, Period month)
{
    const Item *item = disclosure_item_added(a, added);
    Period period, first = period_at('m', added->from);
    Date due = due_day(item, month), soonest = date_add_days(added->from, ADDED_DAYS);
    if (period_first(month).day < period_first(first).day)
        return;
    if (period_first(month).day == period_first(first).day)
        period = period_before(period_at(added->every, added->from));
    else if (!period_due(item, month, &period))
        return;
    if (date_is(added->until) && period_first(period).day > added->until.day)
        return;
    add(a, o, item, period, due.day < soonest.day ? soonest : due, S("committee"));
}

Err disclosure_open_added(Db *db, Arena *a, const Engine *e, PlaceCode village, const AddedItem *added, Instant now)
{
    const Json *facts;
    Str key;
    Instant due;
    Openings o = {&facts, &key, &due, 0};
    add_added(a, &o, added, period_at('m', added->from));
    NewCase n = {.process = S("disclosure"), .place = village, .who = &access_clock, .now = now, .facts = facts,
                 .opening_key = key, .due = due};
    return process_open(db, a, e, &n, NULL, NULL);
}

Err disclosure_list_due(Db *db, Arena *a, PlaceCode village, Period month, const Json ***ret_facts, Str **ret_keys,
                        Instant **ret_dues, size_t *ret_count)
{
    Openings o = {ARENA_ARRAY(a, const Json *, OPENINGS_MAX), ARENA_ARRAY(a, Str, OPENINGS_MAX),
                  ARENA_ARRAY(a, Instant, OPENINGS_MAX), 0};
    const Str *books;
    const AddedItem *added;
    size_t book_count, added_count;
    Period period;
    TRY(disclosure_books(db, a, village, &books, &book_count));
    TRY(disclosure_added(db, a, village, &added, &added_count));
    for (size_t i = 0; i < disclosure_item_count(); i++) {
        const Item *item = due_version(disclosure_item_at(i), month, &period);
        if (!item)
            continue;
        Date due = due_day(item, month);
        for (size_t b = 0; b < (item->by_book ? book_count : 1); b++)
            add(a, &o, item, period, due, books[b]);
    }
    for (size_t i = 0; i < added_count; i++)
        add_added(a, &o, &added[i], month);
    *ret_facts = o.facts;
    *ret_keys = o.keys;
    *ret_dues = o.dues;
    *ret_count = o.count;
    return NULL;
}

/* -- the columns of an item's tables -------------------------------------------------------------------------------------- */

Err disclosure_shape_head(Arena *a, const Case *c, const Field *f UNUSED, TableShape *ret_shape)
{
    const Item *item = c ? disclosure_item_of_case(a, c) : NULL;
    *ret_shape = item ? (TableShape){item->head, item->head_count} : (TableShape){0};
    return NULL;
}

Err disclosure_shape_rows(Arena *a, const Case *c, const Field *f UNUSED, TableShape *ret_shape)
{
    const Item *item = c ? disclosure_item_of_case(a, c) : NULL;
    *ret_shape = item ? (TableShape){item->rows, item->row_count} : (TableShape){0};
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* One person, several offices: what waits for any of them in this village, and in which of them a step is taken. The
 * engine compares persons, so no number of offices makes a second hand. */
#include "desk/desk_own.h"

enum { WORK_MAX = LIMIT_PAGE_ROWS };

Actor desk_as(const Request *q, const Office *office)
{
    Actor other = *q->who;
    other.acting = office;
    return other;
}

/* The village of an office, or the office's own place above villages: what is done at one desk. */
static PlaceCode seat_of(const Office *office)
{
    return place_level(office->place) >= PLACE_VILLAGE ? place_up(office->place, PLACE_VILLAGE) : office->place;
}

bool desk_same_seat(const Office *a, const Office *b)
{
    return a && b && seat_of(a).v == seat_of(b).v;
}

/* -- steps -------------------------------------------------------------------------------------------------------- */

static bool is_others(Err refused)
{
    return refused && (str_eq(refused->key, S("err.process.not_yours")) || refused->code == ERR_MISSING);
}

/* What this office is refused for being somebody else's may be the same person's in another. */
static Err try_office(const Request *q, const Case *c, const Office *office, DeskOffer *offers, size_t count)
{
    const Offer *others;
    size_t n;
    Actor who = desk_as(q, office);
    TRY(process_offers(q->db, q->arena, house()->engine, c, &who, q->now, &others, &n));
    for (size_t i = 0; i < count && i < n; i++) /* the same actions in the same order: the state decides which */
        if (is_others(offers[i].refused) && !others[i].refused)
            offers[i] = (DeskOffer){.action = others[i].action, .typing = others[i].typing, .office = office};
    return NULL;
}

Err desk_offers(const Request *q, const Case *c, const DeskOffer **ret_offers, size_t *ret_count)
{
    const Offer *mine;
    size_t others = 0;
    TRY(process_offers(q->db, q->arena, house()->engine, c, q->who, q->now, &mine, ret_count));
    DeskOffer *offers = ARENA_ARRAY(q->arena, DeskOffer, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        offers[i] = (DeskOffer){.action = mine[i].action, .refused = mine[i].refused, .typing = mine[i].typing};
        others += is_others(mine[i].refused);
    }
    for (size_t i = 0; i < q->who->office_count && others; i++)
        if (&q->who->offices[i] != q->who->acting && desk_same_seat(&q->who->offices[i], q->who->acting))
            TRY(try_office(q, c, &q->who->offices[i], offers, *ret_count));
    *ret_offers = offers;
    return NULL;
}

/* -- what waits --------------------------------------------------------------------------------------------------- */

static bool is_there(const DeskWork *work, size_t count, const Case *c)
{
    for (size_t i = 0; i < count; i++)
        if (work[i].c->id.v == c->id.v)
            return true;
    return false;
}

static int soonest_first(const void *a, const void *b)
{
    const Case *x = ((const DeskWork *)a)->c, *y = ((const DeskWork *)b)->c;
    int64_t due_x = instant_is(x->due) ? x->due.ms : INT64_MAX, due_y = instant_is(y->due) ? y->due.ms : INT64_MAX;
    return due_x != due_y ? (due_x < due_y ? -1 : 1) : x->id.v < y->id.v ? -1 : x->id.v > y->id.v;
}

/* The same case waits for several offices: for the one acted in when it may see it. */
static Err add_waiting(const Request *q, const Office *office, DeskWork *work, size_t *count)
{
    const Case *const *found;
    size_t n;
    Actor who = desk_as(q, office);
    TRY(process_todo(q->db, q->arena, house()->engine, &who, q->now, WORK_MAX, &found, &n));
    for (size_t i = 0; i < n; i++)
        if (!is_there(work, *count, found[i]))
            work[(*count)++] =
                (DeskWork){found[i], process_may_see(house()->engine, q->who, found[i]) ? q->who->acting : office};
    return NULL;
}

Err desk_waiting(const Request *q, const Office *seat, const DeskWork **ret_work, size_t *ret_count)
{
    DeskWork *work = ARENA_ARRAY(q->arena, DeskWork, WORK_MAX * q->who->office_count);
    size_t count = 0;
    for (size_t i = 0; i < q->who->office_count; i++)
        if (desk_same_seat(&q->who->offices[i], seat))
            TRY(add_waiting(q, &q->who->offices[i], work, &count));
    qsort(work, count, sizeof *work, soonest_first);
    *ret_work = work;
    *ret_count = count < WORK_MAX ? count : WORK_MAX;
    return NULL;
}

OfficeSwitch *desk_switch(const Request *q, const Office *office, Str next, Str text)
{
    OfficeSwitch *w = ARENA_NEW(q->arena, OfficeSwitch);
    *w = (OfficeSwitch){.id = office->id, .next = next, .text = text, .token = web_form_token(q, S("office"))};
    return w;
}

// SPDX-License-Identifier: Apache-2.0
/* Sheets signed on paper: who may have signed one, and whose hand may type it in. */
#include "process/case_rows.h"
#include "process/decide.h"
#include "process/engine.h"
#include "process/who.h"

static Err view_for(Db *db, Arena *a, const Engine *e, const Case *c, const Action *x, Instant now, CaseView *ret_view)
{
    const Step s = {.action = x->name, .who = &access_system, .now = now};
    TRY(case_view(db, a, e, c, ret_view));
    return case_view_step(db, a, e, &s, ret_view);
}

static bool is_there(const Office *offices, size_t count, PersonId person)
{
    for (size_t i = 0; i < count; i++)
        if (offices[i].person.v == person.v)
            return true;
    return false;
}

Err process_signers(Db *db, Arena *a, const Engine *e, const Case *c, const Action *x, Instant now, const Office **ret,
                    size_t *ret_count)
{
    CaseView view;
    Office *found = ARENA_ARRAY(a, Office, LIMIT_PAGE_ROWS);
    *ret_count = 0;
    TRY(view_for(db, a, e, c, x, now, &view));
    for (size_t i = 0; i < x->by_count; i++) {
        const Office *holders = NULL;
        size_t count = 0;
        Str role = who_word(c, &x->by[i]);
        if (role.len && !who_is_relation(role))
            TRY(access_holders(db, a, e->given.roles, role, c->place, instant_date(now), &holders, &count));
        for (size_t k = 0; k < count && *ret_count < LIMIT_PAGE_ROWS; k++)
            if (decide_may_sign(&view, x, holders[k].person) && !is_there(found, *ret_count, holders[k].person))
                found[(*ret_count)++] = holders[k];
    }
    *ret = found;
    return NULL;
}

Err process_typists(Db *db, Arena *a, const Engine *e, const Case *c, const Action *x, Instant now, const Office **ret,
                    size_t *ret_count)
{
    static const PlaceLevel levels[] = {PLACE_VILLAGE, PLACE_TOWN};
    CaseView view;
    Office *found = ARENA_ARRAY(a, Office, LIMIT_PAGE_ROWS);
    *ret_count = 0;
    TRY(view_for(db, a, e, c, x, now, &view));
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        const Office *offices = NULL;
        size_t count = 0;
        if (place_level(c->place) >= levels[i])
            TRY(access_offices_at(db, a, e->given.roles, place_up(c->place, levels[i]), instant_date(now), &offices, &count));
        for (size_t k = 0; k < count && *ret_count < LIMIT_PAGE_ROWS; k++) {
            Actor who = who_as(&offices[k]);
            if (!is_there(found, *ret_count, who.person) && !decide_typing(a, &view, x, &who))
                found[(*ret_count)++] = offices[k];
        }
    }
    *ret = found;
    return NULL;
}

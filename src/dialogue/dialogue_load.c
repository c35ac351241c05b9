// SPDX-License-Identifier: Apache-2.0
/* What the rules of dialogue_rule.c want to know beforehand, one value each; and the minutes as a document. */
#include "dialogue/dialogue_guard.h"

Err dialogue_load_latest(Db *db UNUSED, Arena *a, const Case *c, const Step *s, void **ret_value)
{
    Date *latest = ARENA_NEW(a, Date);
    *latest = dialogue_latest_limit(house()->engine, json_text(c->facts, S("kind")), s->now);
    *ret_value = latest;
    return NULL;
}

Err dialogue_load_owner(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value)
{
    PersonId owner = {json_int(c->facts, S("owner"), 0)};
    const Office *offices;
    size_t count;
    TRY(access_offices_of(db, a, house()->roles, c->home, owner, instant_date(s->now), &offices, &count));
    bool *serves = ARENA_NEW(a, bool);
    for (size_t i = 0; i < count; i++)
        *serves = *serves || place_within(c->place, offices[i].place);
    *ret_value = serves;
    return NULL;
}

static bool is_of_committee(const Actor *who, PlaceCode place)
{
    return access_acts_as(house()->roles, who, S("village_supervision_committee"), place);
}

/* The hand is whoever signed on paper, in any office of his, or the actor in the office he acts in. */
Err dialogue_load_checker(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value)
{
    const Office *offices = NULL;
    size_t count = 0;
    bool *of_committee = ARENA_NEW(a, bool);
    if (s->signer.v)
        TRY(access_offices_of(db, a, house()->roles, c->home, s->signer, instant_date(s->now), &offices, &count));
    else
        *of_committee = is_of_committee(s->who, c->place);
    for (size_t i = 0; i < count; i++) {
        Actor signer = {.kind = ACTOR_PERSON, .home = c->home, .person = s->signer, .acting = &offices[i]};
        *of_committee |= is_of_committee(&signer, c->place);
    }
    *ret_value = of_committee;
    return NULL;
}

/* Days on which somebody tried since the asker was asked last. */
static int days_tried(const EventRow *events, size_t count)
{
    int tries = 0;
    Date last = DATE_NONE;
    for (size_t i = 0; i < count; i++) {
        Date day = instant_date(events[i].at);
        bool asks = str_eq(events[i].kind, S("dialogue.verify")) || str_eq(events[i].kind, S("dialogue.town_done"));
        bool another_day = !date_is(last) || day.day != last.day;
        if (asks)
            tries = 0, last = DATE_NONE;
        if (str_eq(events[i].kind, S("dialogue.tried")) && another_day)
            tries++, last = day;
    }
    return tries;
}

Err dialogue_load_followup(Db *db, Arena *a, const Case *c, const Step *s UNUSED, void **ret_value)
{
    const EventRow *events;
    size_t count;
    bool left_phone;
    FollowUp *f = ARENA_NEW(a, FollowUp);
    TRY(process_is_sealed(db, a, c, S("contact"), &left_phone));
    TRY(record_of_case(db, a, c->home, c->id, &events, &count));
    /* Whoever wrote it down for somebody knows where to find him. */
    *f = (FollowUp){days_tried(events, count), left_phone || c->opened_by.v};
    *ret_value = f;
    return NULL;
}

Err dialogue_load_meeting(Db *db, Arena *a, const Case *c, const Step *s UNUSED, void **ret_value)
{
    const Case *meeting = NULL;
    Str number = json_text(c->facts, S("meeting"));
    if (number.len)
        TRY(process_by_number(db, a, house()->engine, number, &meeting));
    *ret_value = (void *)(uintptr_t)meeting;
    return NULL;
}

Err dialogue_load_target(Db *db, Arena *a, const Case *c, const Step *s UNUSED, void **ret_value)
{
    const Case *target;
    TRY(process_by_number(db, a, house()->engine, json_text(c->facts, S("merged_into")), &target));
    *ret_value = (void *)(uintptr_t)target;
    return NULL;
}

Err dialogue_make_minutes(Db *db UNUSED, Arena *a, const Case *c, const Step *s UNUSED, Str *ret_bytes)
{
    static const Str kept[] = {{"kind", 4},      {"topic", 5},       {"held_on", 7},     {"held_at", 7},
                               {"place_text", 10}, {"due_count", 9}, {"head_count", 10}, {"items_count", 11},
                               {"asked_count", 11}, {"minutes", 7}};
    JsonMember members[COUNT_OF(kept) + 2];
    size_t count = 0;
    members[count++] = (JsonMember){S("document"), json_of_text(a, S("meeting"))};
    members[count++] = (JsonMember){S("number"), json_of_text(a, c->number)};
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        const Json *value = json_get(c->facts, kept[i]);
        if (value)
            members[count++] = (JsonMember){kept[i], value};
    }
    *ret_bytes = json_canonical(a, json_object(a, members, count));
    return NULL;
}

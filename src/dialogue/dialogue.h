// SPDX-License-Identifier: Apache-2.0
/*
 * dialogue: what people ask, and the answer with a date.
 *
 * lives:    meetings as records; questions, suggestions and help from the page, the meeting, paper, a pioneer; the ledger
 *           until a number is struck off; what of it may be shown
 * promises: raw words of villagers are never public; a number is struck off by rules, never by one tap; who is
 *           complained about never sees who complained
 * uses:     base codec seal store place record access process web print room desk people
 *
 * The model room: the smallest, written to be read first.
 */
#pragma once

#include "room/room.h"

/* A question as the public sees it: a text that was rewritten, checked by another hand, agreed to by the asker. */
typedef struct IssueShown {
    Str number;
    int64_t seq;         /* 87号 */
    Str text, answer, state, owner_name, owner_role;
    Date limit_on, raised_on, closed_on;
    Str grade, where_to, changed_rule;
    Str hold_reason; /* while it is on hold: the code of money, land_plan, law_case, weather */
} IssueShown;
MUST_USE Err dialogue_shown(Db *db, Arena *a, PlaceCode village, size_t max, const IssueShown **ret, size_t *ret_count);

typedef struct MeetingShown {
    PlaceCode village;
    Str number, kind, topic, at, where;
    Date held_on;
} MeetingShown;
/* What the village page says at once: how many questions are open, and the next meeting on or after a day. One query. */
typedef struct Glance {
    int64_t open; /* at most LIMIT_COUNTED: the page costs the same however many there are */
    bool more;    /* .. and there are more */
    bool has_meeting;
    MeetingShown meeting;
} Glance;
MUST_USE Err dialogue_glance(Db *db, Arena *a, PlaceCode village, Date on, Glance *ret_glance);

/* Every announced meeting of a town, by village and day. */
MUST_USE Err dialogue_meetings(Db *db, Arena *a, Home home, Date on, const MeetingShown **ret, size_t *ret_count);

extern const Room dialogue_room;

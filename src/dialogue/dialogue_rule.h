// SPDX-License-Identifier: Apache-2.0
/* The guards of questions and meetings, named in data/process/issue.yaml and meeting.yaml; listed in dialogue_room.c. */
#pragma once

#include "dialogue/dialogue.h"

/* The asker agreed, there is a text, and another hand looked at it. */
bool dialogue_may_show(const Json *facts);

/* The last day a limit may be set to: 3 workdays for a question, 7 for help and suggestions, 15 for complaints. */
Date dialogue_latest_limit(const Engine *e, Str kind, Instant now);

/* How much of a posted question stands in what somebody wrote, in hundredths of its pairs of characters; 0 when it is
 * nothing to speak of. */
int dialogue_likeness(Arena *a, Str written, Str posted);
/* The posted questions that are most like it, the likest first, of the same likeness in the order given. */
size_t dialogue_choose_alike(Arena *a, Str written, const IssueShown *posted, size_t count, const IssueShown *ret_best[LIMIT_ALIKE_SHOWN]);

/* What is known of a follow-up: on how many days somebody tried, and whether the asker can be reached at all. */
typedef struct FollowUp {
    int tries;
    bool reachable;
} FollowUp;
Err dialogue_asked_twice(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_limit_by_kind(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_owner_in_office(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_asker_agrees(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_checker_by_class(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_on_the_spot(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_grade_is_good(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_may_close(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_extension(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_hold_within(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_from_meeting(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_merge_target(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_meeting_day(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_told_in_time(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_heads_agree(Arena *a, const Case *c, const Step *s, const void *value);
Err dialogue_is_shown(Arena *a, const Case *c, const Step *s, const void *value);

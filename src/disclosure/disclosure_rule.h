// SPDX-License-Identifier: Apache-2.0
/* The guards named in data/process/disclosure.yaml and objection.yaml; listed in disclosure_room.c. */
#pragma once

#include "disclosure/disclosure.h"

Err disclosure_as_catalogue(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_rows_add_up(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_has_content(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_no_change_allowed(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_board_day(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_no_personal_data(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_meeting_clean(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_reason_clean(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_enough_asked(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_room_for_more(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_about_posted(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_is_published(Arena *a, const Case *c, const Step *s, const void *value);
Err disclosure_objection_shown(Arena *a, const Case *c, const Step *s, const void *value);

// SPDX-License-Identifier: Apache-2.0
/* One person, several offices and villages: in which he acts now. */
#include "desk/desk_own.h"

/* Only addresses of our own are gone on to. */
Str desk_next(const Pairs *from)
{
    Str next = pairs_get(from, S("next"));
    bool is_ours = str_starts(next, S("/")) && !str_starts(next, S("//")) && !str_has(next, S("\\"));
    return is_ours ? next : S("/todo");
}

Err desk_get_acting(const Request *q, Response *r)
{
    const Actor *who = q->who;
    OfficeLine *lines = ARENA_ARRAY(q->arena, OfficeLine, who->office_count);
    for (size_t i = 0; i < who->office_count; i++) {
        const Office *o = &who->offices[i];
        lines[i] =
            (OfficeLine){.id = o->id, .role = desk_role_name(q->lang, o->role->code), .acting = o == who->acting};
        TRY(desk_place_name(q, o->place, &lines[i].place));
    }
    const ActingPage p = {
        .offices = lines, .offices_count = who->office_count, .token = web_form_token(q, S("office"))};
    Out *body = web_body(q);
    desk_page_acting(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.acting_title"), .staff = true};
    web_page(q, r, &frame, body);
    return NULL;
}

Err desk_post_office(const Request *q, Response *r)
{
    int64_t office;
    bool shown;
    if (!str_to_i64(pairs_get(&q->form, S("office")), &office))
        return desk_missing(q);
    TRY(access_session_act_as(q->db, q->arena, q->token, office, q->now));
    TRY(desk_back_in(q, r, q->token, pairs_get(&q->form, S("kept")), &shown));
    if (!shown)
        web_see_other(r, desk_next(&q->form));
    return NULL;
}

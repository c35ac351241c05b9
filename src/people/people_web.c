// SPDX-License-Identifier: Apache-2.0
/* The page of who is who in a village, for staff. */
#include "people/people_web.h"
#include "people/people_own.h"
#include "people_html.h"

/* Each person once, in the order of the first office, with all that he holds. */
static Err fill_holders(const Request *q, const Place *village, PeoplePage *p)
{
    const PeopleOffice *offices;
    size_t count;
    TRY(people_offices(q->db, q->arena, village->code, instant_date(q->now), &offices, &count));
    HolderLine *holders = ARENA_ARRAY(q->arena, HolderLine, count);
    OfficeLine *lines = ARENA_ARRAY(q->arena, OfficeLine, count);
    for (size_t i = 0, used = 0; i < count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < i; k++)
            is_known = is_known || offices[k].person.v == offices[i].person.v;
        if (is_known)
            continue;
        HolderLine *holder = &holders[p->holders_count++];
        *holder = (HolderLine){.name = offices[i].name, .offices = &lines[used]};
        for (size_t k = i; k < count; k++)
            if (offices[k].person.v == offices[i].person.v)
                lines[used + holder->offices_count++] =
                    (OfficeLine){lang_is_zh(q->lang) ? offices[k].role_zh : offices[k].role_en,
                                 web_day(q, offices[k].from)};
        used += holder->offices_count;
    }
    p->holders = holders;
    return NULL;
}

static Err fill_persons(const Request *q, const Place *village, PeoplePage *p)
{
    const PersonShown *shown;
    int64_t after = 0;
    (void)str_to_i64(pairs_get(&q->query, S("after")), &after);
    TRY(people_list(q->db, q->arena, village->code, (PersonId){after}, &shown, &p->persons_count));
    PersonLine *lines = ARENA_ARRAY(q->arena, PersonLine, p->persons_count);
    for (size_t i = 0; i < p->persons_count; i++)
        lines[i] = (PersonLine){shown[i].name, shown[i].nickname, shown[i].phone_masked};
    p->persons = lines;
    if (p->persons_count == LIMIT_PAGE_ROWS)
        p->next = arena_printf(q->arena, "%.*s?after=%lld", STR_ARG(q->path),
                               (long long)shown[p->persons_count - 1].id.v);
    return NULL;
}

Err people_get_people(const Request *q, Response *r)
{
    PlaceCode code;
    const Place *village;
    if (!place_read(q->params[0], &code))
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    TRY(web_may(q, "people.read", code));
    TRY(place_get(q->db, q->arena, code, &village));
    if (!village)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    PeoplePage p = {.village = village->name, .phone = village->phone};
    TRY(fill_holders(q, village, &p));
    TRY(fill_persons(q, village, &p));
    Out *body = web_body(q);
    people_page_people(body, &p);
    PageFrame frame = {.title = village->name, .path = q->path, .staff = true, .noindex = true,
                       .back_text = village->name,
                       .back = arena_printf(q->arena, "/p/%.*s", STR_ARG(q->params[0]))};
    web_page(q, r, &frame, body);
    return NULL;
}

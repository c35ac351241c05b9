// SPDX-License-Identifier: Apache-2.0
/* The desk of a place: what is open there, what may be entered, what to print, who is who. */
#include "desk/desk_own.h"

enum { LINKS_MAX = 12 };

/* -- the desk of a place ------------------------------------------------------------------------------------------ */

static Err count_open(const Request *q, const Process *p, PlaceCode place, bool late, int64_t *ret_count)
{
    const CaseQuery query = {.scope = place, .process = p->name, .open_only = true, .late_only = late, .now = q->now,
                             .max = LIMIT_PAGE_ROWS};
    const Case *const *cases;
    size_t count;
    TRY(process_list(q->db, q->arena, house()->engine, place_home(place), &query, &cases, &count));
    *ret_count = 0;
    for (size_t i = 0; i < count; i++)
        *ret_count += process_may_see(house()->engine, q->who, cases[i]);
    return NULL;
}

/* Processes whose cases this office never sees are not named to it. */
static bool may_list(const Request *q, const Process *p, PlaceCode place)
{
    for (size_t i = 0; i < p->seen_by_count; i++) {
        const By *by = &p->seen_by[i];
        if (by->field.len || str_eq(by->role, S("anyone")) || access_acts_as(house()->roles, q->who, by->role, place))
            return true;
    }
    return desk_may_open(q, p, place);
}

static Err fill_processes(const Request *q, PlaceCode place, PlacePage *p)
{
    Arena *a = q->arena;
    size_t count = process_count(house()->engine);
    Str code = place_plain(a, place);
    PlaceProcess *lines = ARENA_ARRAY(a, PlaceProcess, count);
    DeskLink *enter = ARENA_ARRAY(a, DeskLink, count);
    for (size_t i = 0; i < count; i++) {
        const Process *x = process_at(house()->engine, i);
        PlaceProcess *line = &lines[p->processes_count];
        if (!may_list(q, x, place))
            continue;
        *line = (PlaceProcess){.name = x->name, .label = words_in(x->label, q->lang),
                               .href = arena_printf(a, "/p/%.*s/%.*s?open=1", STR_ARG(code), STR_ARG(x->name))};
        TRY(count_open(q, x, place, false, &line->open));
        TRY(count_open(q, x, place, true, &line->late));
        p->processes_count++;
        if (place_level(place) >= PLACE_VILLAGE && desk_may_open(q, x, place))
            enter[p->enter_count++] = (DeskLink){
                .text = line->label, .href = arena_printf(a, "/p/%.*s/%.*s/new", STR_ARG(code), STR_ARG(x->name))};
    }
    p->enter = enter;
    p->processes = lines;
    return NULL;
}

static Err fill_below(const Request *q, PlaceCode place, PlacePage *p)
{
    const Place *below;
    size_t count;
    TRY(place_children(q->db, q->arena, place, &below, &count));
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, count);
    for (size_t i = 0; i < count; i++)
        links[i] = (DeskLink){.text = below[i].name,
                              .href = arena_printf(q->arena, "/p/%.*s", STR_ARG(place_plain(q->arena, below[i].code)))};
    p->below = links;
    p->below_count = count;
    return NULL;
}

static void fill_paper(const Request *q, PlaceCode place, DeskLink *links, PlacePage *p)
{
    static const struct {
        const char *file, *text;
        bool of_month;
    } papers[] = {{"sheet.pdf", "desk.print_month", true}, {"board.pdf", "desk.print_board", true},
                  {"poster.pdf", "desk.print_poster", false}};
    Str code = place_plain(q->arena, place),
        month = period_plain(q->arena, period_before(period_at('m', instant_date(q->now))));
    for (size_t i = 0; i < COUNT_OF(papers); i++) {
        Str href = arena_printf(q->arena, "/v/%.*s/%s", STR_ARG(code), papers[i].file);
        if (papers[i].of_month)
            href = arena_printf(q->arena, "%.*s?period=%.*s", STR_ARG(href), STR_ARG(month));
        links[p->links_count++] = (DeskLink){.href = href, .text = web_sentence(q, papers[i].text)};
    }
    links[p->links_count++] = (DeskLink){.text = web_sentence(q, "desk.print_wall"),
        .href = arena_printf(q->arena, "/p/%.*s/wall.pdf", STR_ARG(code))};
    links[p->links_count++] = (DeskLink){.text = web_sentence(q, "desk.public_page"),
                                         .href = arena_printf(q->arena, "/v/%.*s", STR_ARG(code))};
}

Err desk_get_place(const Request *q, Response *r)
{
    const Place *place;
    TRY(desk_place_for(q, "desk.read", &place));
    PlacePage p = {.name = place->name, .code = place->code, .phone = place->phone,
                   .of_towns = place_level(place->code) < PLACE_TOWN};
    if (place_level(place->code) >= PLACE_TOWN)
        TRY(fill_processes(q, place->code, &p));
    if (place_level(place->code) < PLACE_VILLAGE)
        TRY(fill_below(q, place->code, &p));
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, LINKS_MAX);
    p.links = links;
    if (place_level(place->code) == PLACE_VILLAGE)
        fill_paper(q, place->code, links, &p);
    if (place_level(place->code) == PLACE_VILLAGE && access_may(q->who, S("place.write"), place->code))
        links[p.links_count++] = (DeskLink){
            .href = arena_printf(q->arena, "/p/%.*s/books", STR_ARG(place_plain(q->arena, place->code))),
            .text = web_sentence(q, "desk.books")};
    if (access_may(q->who, S("people.read"), place->code))
        links[p.links_count++] = (DeskLink){
            .href = arena_printf(q->arena, "/p/%.*s/people", STR_ARG(place_plain(q->arena, place->code))),
            .text = web_sentence(q, "desk.people")};
    if (access_may(q->who, S("audit.read"), place->code) && place_level(place->code) <= PLACE_TOWN)
        links[p.links_count++] = (DeskLink){
            .href = arena_printf(q->arena, "/p/%.*s/looks", STR_ARG(place_plain(q->arena, place->code))),
            .text = web_sentence(q, "desk.looks_title")};
    bool below = q->who->acting && place_level(place->code) > place_level(q->who->acting->place);
    if (access_may(q->who, S("code.issue"), place->code) &&
        (below || access_may(q->who, S("code.issue.peer"), place->code)))
        links[p.links_count++] = (DeskLink){
            .href = arena_printf(q->arena, "/p/%.*s/sign-in", STR_ARG(place_plain(q->arena, place->code))),
            .text = web_sentence(q, "desk.handout_title")};
    Out *body = web_body(q);
    desk_page_place(body, &p);
    const PageFrame frame = {
        .title = place->name, .staff = true, .back = S("/todo"), .back_text = web_sentence(q, "desk.todo_title")};
    web_page(q, r, &frame, body);
    return NULL;
}

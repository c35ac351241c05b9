// SPDX-License-Identifier: Apache-2.0
/*
 * Who looked at a sealed value, when, and why he said: for the one who left it (on the page of his slip, or of his case),
 * and for whoever watches over it in a town or the county. The values themselves stand on neither.
 */
#include "desk/desk_own.h"
#include "look_html.h"

#define SEALED_TABLE S("process_sealed")

static LookLine line_of(const Request *q, const Look *look, Str what)
{
    Str role = str_eq(look->office, S("system")) ? web_sentence(q, "desk.looks_operator")
                                                 : desk_role_name(q->lang, look->office);
    return (LookLine){.when = web_when(q, look->at), .what = what, .why = look->why,
                      .who = look->name.len ? WEB_FILL(q, "desk.person_pick", look->name, role) : role};
}

/* -- the one who left it ------------------------------------------------------------------------------------------ */

static bool is_his(const Request *q, const Case *c)
{
    return q->who->kind == ACTOR_SLIP || (q->who->kind == ACTOR_PERSON && c->asker.v == q->who->person.v);
}

Err desk_looks_box(const Request *q, const Case *c, Html *ret_box)
{
    const Process *p = c->process;
    LookLine *lines = ARENA_ARRAY(q->arena, LookLine, LIMIT_PAGE_ROWS);
    LooksBox box = {.lines = lines};
    bool asks = false;
    *ret_box = (Html){STR_NONE};
    for (size_t f = 0; f < p->field_count && is_his(q, c); f++) {
        const Look *looks;
        size_t count;
        bool left = false;
        if (p->fields[f].sealed)
            TRY(process_is_sealed(q->db, q->arena, c, p->fields[f].name, &left));
        if (!left)
            continue;
        asks = true;
        Str field = arena_printf(q->arena, "%.*s.%.*s", STR_ARG(SEALED_TABLE), STR_ARG(p->fields[f].name));
        TRY(access_looks_at(q->db, q->arena, c->home, field, c->id.v, &looks, &count));
        for (size_t i = 0; i < count && box.lines_count < LIMIT_PAGE_ROWS; i++)
            lines[box.lines_count++] = line_of(q, &looks[i], words_in(p->fields[f].label, q->lang));
    }
    if (!asks)
        return NULL;
    Out *o = web_body(q);
    desk_page_looks_box(o, &box);
    *ret_box = (Html){out_str(o)};
    return NULL;
}

/* -- those who watch over it -------------------------------------------------------------------------------------- */

/* What it was a look at: the field by its name, the case by its number. */
static Err say_look(const Request *q, Home home, const Look *look, LookLine *ret_line)
{
    Str table, field;
    const Case *c = NULL;
    str_cut(look->field, '.', &table, &field);
    if (str_eq(table, SEALED_TABLE))
        TRY(process_get(q->db, q->arena, house()->engine, home, (CaseId){look->row}, &c));
    const Field *f = c ? process_field(c->process, field) : NULL;
    *ret_line = line_of(q, look, f ? words_in(f->label, q->lang) : web_sentence(q, "desk.looks_other"));
    return c ? desk_spoken_number(q, c, &ret_line->about) : NULL;
}

Err desk_get_looks(const Request *q, Response *r)
{
    const Place *place;
    const Look *looks;
    size_t count;
    int64_t before = 0;
    TRY(desk_place_for(q, "audit.read", &place));
    if (place_level(place->code) > PLACE_TOWN) /* the log is the town's */
        return desk_missing(q);
    Str asked = pairs_get(&q->query, S("before"));
    if (asked.len && (!str_to_i64(asked, &before) || before < 1))
        return desk_missing(q);
    Home home = place_home(place->code);
    TRY(access_looks(q->db, q->arena, home, before, &looks, &count));
    LookLine *lines = ARENA_ARRAY(q->arena, LookLine, count);
    LooksPage p = {.place = place->name, .lines = lines, .lines_count = count};
    for (size_t i = 0; i < count; i++)
        TRY(say_look(q, home, &looks[i], &lines[i]));
    Str path = arena_printf(q->arena, "/p/%.*s", STR_ARG(place_plain(q->arena, place->code)));
    if (count == LIMIT_PAGE_ROWS)
        p.next = arena_printf(q->arena, "%.*s/looks?before=%lld", STR_ARG(path), (long long)looks[count - 1].id);
    Out *body = web_body(q);
    desk_page_looks(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.looks_title"), .staff = true, .back = path,
                             .back_text = place->name, .path = arena_printf(q->arena, "%.*s/looks", STR_ARG(path))};
    web_page(q, r, &frame, body);
    return NULL;
}

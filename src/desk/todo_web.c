// SPDX-License-Identifier: Apache-2.0
/* Today's work in three groups: to sign, to go and look at, soon due; and what one may enter for others. */
#include "desk/desk_own.h"

enum { CARDS_MAX = 30, LINKS_MAX = 3, OTHERS_MAX = 32, PLACES_MAX = 16, OTHER_CASES_MAX = 5 };

typedef enum Turn { TURN_SIGN, TURN_LOOK, TURN_DUE, TURNS } Turn;

typedef struct PlaceNames { /* cards of one office are about few places */
    PlaceCode code[PLACES_MAX];
    Str name[PLACES_MAX];
    size_t count;
} PlaceNames;

static Err place_name(const Request *q, PlaceNames *names, PlaceCode code, Str *ret_name)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->code[i].v == code.v) {
            *ret_name = names->name[i];
            return NULL;
        }
    TRY(desk_place_name(q, code, ret_name));
    if (names->count < PLACES_MAX) {
        names->code[names->count] = code;
        names->name[names->count++] = *ret_name;
    }
    return NULL;
}

/* -- which group -------------------------------------------------------------------------------------------------- */

static bool leads_on(const Case *c, const Action *x)
{
    return x->to >= 0 && x->to != c->state;
}

/* Whoever has to write down what he saw has to go there first. */
static bool asks_what_was_seen(const Action *x)
{
    for (size_t i = 0; i < x->need_count; i++)
        if (!str_eq(x->needs[i], S("reason")))
            return true;
    return x->take_count > 0;
}

/* A second hand either signs what lies before it, or goes to see. */
static Turn turn_of(const Case *c, const Offer *offers, size_t count)
{
    Turn turn = TURN_DUE;
    for (size_t i = 0; i < count; i++) {
        const Action *x = offers[i].action;
        if (offers[i].refused || !leads_on(c, x))
            continue;
        if (x->each_of.role.len || x->each_of.field.len || x->document.len)
            return TURN_SIGN;
        if (x->apart_count && asks_what_was_seen(x))
            return TURN_LOOK;
        if (x->apart_count)
            turn = TURN_SIGN;
    }
    return turn;
}

/* -- cards -------------------------------------------------------------------------------------------------------- */

static void fill_links(const Request *q, const Case *c, const Offer *offers, size_t count, TodoCard *card)
{
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, LINKS_MAX);
    for (size_t i = 0; i < count && card->links_count < LINKS_MAX; i++)
        if (!offers[i].refused && leads_on(c, offers[i].action))
            links[card->links_count++] = (DeskLink){
                .href = arena_printf(q->arena, "%.*s/%.*s", STR_ARG(card->href), STR_ARG(offers[i].action->name)),
                .text = words_in(offers[i].action->label, q->lang)};
    card->links = links;
}

static Err make_card(const Request *q, PlaceNames *names, const Case *c, TodoCard *ret_card, Turn *ret_turn)
{
    const Offer *offers;
    size_t count;
    TRY(process_offers(q->db, q->arena, house()->engine, c, q->who, q->now, &offers, &count));
    *ret_turn = turn_of(c, offers, count);
    *ret_card = (TodoCard){.number = c->number, .title = desk_title(q, c), .more = desk_subtitle(q, c, false),
                            .href = desk_case_href(q->arena, c),
                           .limit = desk_limit_words(q, c), .late = desk_is_late(c, q->now),
                           .says = WEB_FILL(q, "desk.card_says", words_in(c->process->label, q->lang),
                                            words_in(c->process->states[c->state].label, q->lang))};
    fill_links(q, c, offers, count, ret_card);
    return place_name(q, names, place_up(c->place, PLACE_VILLAGE), &ret_card->place);
}

typedef struct Waiting {
    const Case *const *cases;
    size_t count;
} Waiting;

static Err fill_groups(const Request *q, PlaceNames *names, TodoPage *p, Waiting *ret_waiting)
{
    static const char *const titles[TURNS] = {"desk.to_sign", "desk.to_look", "desk.to_do"};
    const Case *const *cases;
    size_t count;
    TRY(process_todo(q->db, q->arena, house()->engine, q->who, q->now, CARDS_MAX, &cases, &count));
    TodoGroup *groups = ARENA_ARRAY(q->arena, TodoGroup, TURNS);
    TodoCard *cards[TURNS];
    for (size_t t = 0; t < TURNS; t++) {
        cards[t] = ARENA_ARRAY(q->arena, TodoCard, count);
        groups[t] = (TodoGroup){.name = web_sentence(q, titles[t]), .cards = cards[t]};
    }
    for (size_t i = 0; i < count; i++) {
        TodoCard card;
        Turn turn;
        TRY(make_card(q, names, cases[i], &card, &turn));
        cards[turn][groups[turn].cards_count++] = card;
    }
    p->groups = groups;
    p->groups_count = TURNS;
    p->count = (int64_t)count;
    *ret_waiting = (Waiting){cases, count};
    return NULL;
}

/* -- the other offices of the same person ------------------------------------------------------------------------- */

static size_t count_others(const Case *const *cases, size_t count, const Waiting *known)
{
    size_t others = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < known->count && known->cases[k]->id.v != cases[i]->id.v)
            k++;
        others += k == known->count;
    }
    return others;
}

/* Whoever holds several offices sees in which of them something more waits. */
static Err fill_switches(const Request *q, PlaceNames *names, const Waiting *here, TodoPage *p)
{
    OfficeSwitch *switches = ARENA_ARRAY(q->arena, OfficeSwitch, q->who->office_count);
    for (size_t i = 0; i < q->who->office_count; i++) {
        const Office *office = &q->who->offices[i];
        const Case *const *cases;
        size_t count;
        Actor other = *q->who;
        other.acting = office;
        if (office == q->who->acting)
            continue;
        TRY(process_todo(q->db, q->arena, house()->engine, &other, q->now, OTHER_CASES_MAX, &cases, &count));
        count = count_others(cases, count, here);
        if (count == 0)
            continue;
        Str place, role = desk_role_name(q->lang, office->role->code);
        TRY(place_name(q, names, office->place, &place));
        switches[p->switches_count++] = (OfficeSwitch){
            .id = office->id, .next = S("/todo"), .token = web_form_token(q, S("office")),
            .text = count < OTHER_CASES_MAX
                        ? WEB_FILL(q, "desk.other_office", place, role, i64_plain(q->arena, (int64_t)count))
                        : WEB_FILL(q, "desk.other_office_many", place, role, i64_plain(q->arena, (int64_t)count))};
    }
    p->switches = switches;
    return NULL;
}

/* -- what one may enter for others -------------------------------------------------------------------------------- */

static void fill_others(const Request *q, PlaceCode place, TodoPage *p)
{
    Arena *a = q->arena;
    Str code = place_plain(a, place);
    DeskLink *links = ARENA_ARRAY(a, DeskLink, OTHERS_MAX);
    size_t n = 0;
    bool is_village = place_level(place) >= PLACE_VILLAGE;
    for (size_t i = 0; i < process_count(house()->engine) && n < OTHERS_MAX - 3 && is_village; i++) {
        const Process *process = process_at(house()->engine, i);
        if (desk_may_open(q, process, place))
            links[n++] = (DeskLink){
                .href = arena_printf(a, "/p/%.*s/%.*s/new", STR_ARG(code), STR_ARG(process->name)),
                .text = WEB_FILL(q, "desk.enter", words_in(process->label, q->lang))};
    }
    if (is_village && access_may(q->who, S("print"), place)) {
        Str village = place_plain(a, place_up(place, PLACE_VILLAGE));
        Str month = period_plain(a, period_before(period_at('m', instant_date(q->now))));
        links[n++] =
            (DeskLink){.text = web_sentence(q, "desk.print_month"),
                       .href = arena_printf(a, "/v/%.*s/sheet.pdf?period=%.*s", STR_ARG(village), STR_ARG(month))};
    }
    if (place_level(place) == PLACE_TOWN && access_may(q->who, S("town.desk"), place))
        links[n++] =
            (DeskLink){.href = arena_printf(a, "/town/%.*s", STR_ARG(code)), .text = web_sentence(q, "desk.town_desk")};
    links[n++] = (DeskLink){.href = arena_printf(a, "/p/%.*s", STR_ARG(code)), .text = web_sentence(q, "desk.look_up")};
    p->others = links;
    p->others_count = n;
}

Err desk_get_todo(const Request *q, Response *r)
{
    const Office *acting = q->who->acting;
    TodoPage p = {.place = q->who->name};
    PlaceNames names = {0};
    if (acting) {
        p.office = desk_role_name(q->lang, acting->role->code);
        TRY(place_name(q, &names, acting->place, &p.place));
        Waiting here;
        TRY(fill_groups(q, &names, &p, &here));
        TRY(fill_switches(q, &names, &here, &p));
        fill_others(q, acting->place, &p);
    }
    Out *body = web_body(q);
    desk_page_todo(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.todo_title"), .staff = true, .path = S("/todo")};
    web_page(q, r, &frame, body);
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* Today's work in three groups: to sign, to go and look at, soon due; and what one may enter for others. */
#include "desk/desk_own.h"

enum { LINKS_MAX = 3, OTHERS_MAX = 32, PLACES_MAX = 16 };

typedef enum Turn { TURN_SIGN, TURN_LOOK, TURN_DUE, TURNS } Turn;

typedef struct PlaceNames { /* the cards of one desk are about few places */
    const Place *at[PLACES_MAX];
    size_t count;
} PlaceNames;

static Err find_place(const Request *q, PlaceNames *names, PlaceCode code, const Place **ret_place)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->at[i]->code.v == code.v) {
            *ret_place = names->at[i];
            return NULL;
        }
    TRY(place_get(q->db, q->arena, code, ret_place));
    if (*ret_place && names->count < PLACES_MAX)
        names->at[names->count++] = *ret_place;
    return NULL;
}

static Err place_name(const Request *q, PlaceNames *names, PlaceCode code, Str *ret_name)
{
    const Place *place;
    TRY(find_place(q, names, code, &place));
    *ret_name = place ? place->name : place_plain(q->arena, code);
    return NULL;
}

/* -- which group -------------------------------------------------------------------------------------------------- */

static bool leads_on(const Case *c, const DeskOffer *offer)
{
    return !offer->refused && offer->action->to >= 0 && offer->action->to != c->state;
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
static Turn turn_of(const Case *c, const DeskOffer *offers, size_t count)
{
    Turn turn = TURN_DUE;
    for (size_t i = 0; i < count; i++) {
        const Action *x = offers[i].action;
        if (!leads_on(c, &offers[i]))
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

/* A step in the office acted in is a link; in another of his offices one tap changes it and goes there. */
static DeskStep step_of(const Request *q, const Case *c, const DeskOffer *offer)
{
    Str href = arena_printf(q->arena, "%.*s/%.*s", STR_ARG(desk_case_href(q->arena, c)), STR_ARG(offer->action->name));
    Str text = words_in(offer->action->label, q->lang);
    return (DeskStep){.href = href, .text = text, .as = offer->office ? desk_switch(q, offer->office, href, text) : NULL};
}

/* The office in which something can be done; NULL: it stands here to be known. */
static const Office *fill_steps(const Request *q, const Case *c, const DeskOffer *offers, size_t count, TodoCard *card)
{
    const Office *acts = NULL;
    DeskStep *steps = ARENA_ARRAY(q->arena, DeskStep, LINKS_MAX);
    for (size_t i = 0; i < count && card->steps_count < LINKS_MAX; i++) {
        if (!leads_on(c, &offers[i]))
            continue;
        if (!acts)
            acts = offers[i].office ? offers[i].office : q->who->acting;
        steps[card->steps_count++] = step_of(q, c, &offers[i]);
    }
    card->steps = steps;
    return acts;
}

/* Whose turn it is instead, and whom to call. */
static Err fill_told(const Request *q, PlaceNames *names, const Case *c, TodoCard *card)
{
    const Place *desk;
    const Office *who;
    size_t count;
    TRY(process_waits_on(q->db, q->arena, house()->engine, c, q->now, &who, &count));
    if (!count)
        return NULL;
    Str name = who[0].person_name,
        whom = who[0].role ? WEB_FILL(q, "desk.office_person", desk_role_name(q->lang, who[0].role->code), name) : name;
    card->why = WEB_FILL(q, "desk.card_told", whom);
    TRY(find_place(q, names, who[0].id ? who[0].place : place_up(c->place, PLACE_VILLAGE), &desk));
    if (desk && desk->phone.len) {
        card->phone = desk->phone;
        card->call = WEB_FILL(q, "desk.call", name);
    }
    return NULL;
}

static Err make_card(const Request *q, PlaceNames *names, const DeskWork *work, TodoCard *ret_card, Turn *ret_turn)
{
    const DeskOffer *offers;
    const Place *village;
    const Case *c = work->c;
    size_t count;
    TRY(desk_offers(q, c, &offers, &count));
    TRY(find_place(q, names, place_up(c->place, PLACE_VILLAGE), &village));
    *ret_turn = turn_of(c, offers, count);
    *ret_card = (TodoCard){.number = c->number, .title = desk_title(q, c), .more = desk_subtitle(q, c, false),
                           .place = village ? village->name : place_plain(q->arena, c->place),
                           .href = desk_case_href(q->arena, c),
                           .limit = desk_limit_words(q, c), .late = desk_is_late(c, q->now),
                           .says = WEB_FILL(q, "desk.card_says", words_in(c->process->label, q->lang),
                                            words_in(c->process->states[c->state].label, q->lang))};
    TRY(desk_last_step(q, c, &ret_card->last));
    const Office *acts = fill_steps(q, c, offers, count, ret_card);
    if (work->office != q->who->acting)
        ret_card->as = desk_switch(q, work->office, ret_card->href, web_sentence(q, "desk.open_case"));
    if (!acts)
        return fill_told(q, names, c, ret_card);
    ret_card->why = WEB_FILL(q, "desk.card_as", desk_role_name(q->lang, acts->role->code));
    return NULL;
}

static Err fill_groups(const Request *q, PlaceNames *names, TodoPage *p)
{
    static const char *const titles[TURNS] = {"desk.to_sign", "desk.to_look", "desk.to_do"};
    const DeskWork *work;
    size_t count;
    TRY(desk_waiting(q, q->who->acting, &work, &count));
    TodoGroup *groups = ARENA_ARRAY(q->arena, TodoGroup, TURNS);
    TodoCard *cards[TURNS];
    for (size_t t = 0; t < TURNS; t++) {
        cards[t] = ARENA_ARRAY(q->arena, TodoCard, count);
        groups[t] = (TodoGroup){.name = web_sentence(q, titles[t]), .cards = cards[t]};
    }
    for (size_t i = 0; i < count; i++) {
        TodoCard card;
        Turn turn;
        TRY(make_card(q, names, &work[i], &card, &turn));
        cards[turn][groups[turn].cards_count++] = card;
    }
    p->groups = groups;
    p->groups_count = TURNS;
    p->count = (int64_t)count;
    return NULL;
}

/* -- the same person elsewhere ------------------------------------------------------------------------------------ */

static bool is_first_of_seat(const Actor *who, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (desk_same_seat(&who->offices[k], &who->offices[i]))
            return false;
    return !desk_same_seat(&who->offices[i], who->acting);
}

/* Whoever serves several villages sees in which of them something waits. */
static Err fill_switches(const Request *q, PlaceNames *names, TodoPage *p)
{
    OfficeSwitch *switches = ARENA_ARRAY(q->arena, OfficeSwitch, q->who->office_count);
    for (size_t i = 0; i < q->who->office_count; i++) {
        const Office *office = &q->who->offices[i];
        const DeskWork *work;
        size_t count;
        Str place;
        if (!is_first_of_seat(q->who, i))
            continue;
        TRY(desk_waiting(q, office, &work, &count));
        if (count == 0)
            continue;
        TRY(place_name(q, names, office->place, &place));
        switches[p->switches_count++] =
            *desk_switch(q, work[0].office, S("/todo"),
                         WEB_FILL(q, "desk.other_seat", place, i64_plain(q->arena, (int64_t)count)));
    }
    p->switches = switches;
    return NULL;
}

/* -- what one may enter for others -------------------------------------------------------------------------------- */

static void add_link(DeskLink *links, size_t *count, Str href, Str text)
{
    links[(*count)++] = (DeskLink){.href = href, .text = text};
}

static void fill_others(const Request *q, PlaceCode place, TodoPage *p)
{
    enum { OTHER_LINKS = 4 };
    Arena *a = q->arena;
    Str code = place_plain(a, place);
    DeskLink *links = ARENA_ARRAY(a, DeskLink, OTHERS_MAX);
    size_t n = 0;
    bool is_village = place_level(place) >= PLACE_VILLAGE, is_town = place_level(place) == PLACE_TOWN;
    for (size_t i = 0; i < process_count(house()->engine) && n < OTHERS_MAX - OTHER_LINKS && is_village; i++) {
        const Process *process = process_at(house()->engine, i);
        if (desk_may_open(q, process, place))
            add_link(links, &n, arena_printf(a, "/p/%.*s/%.*s/new", STR_ARG(code), STR_ARG(process->name)),
                     WEB_FILL(q, "desk.enter", words_in(process->label, q->lang)));
    }
    if (is_village && access_may(q->who, S("print"), place)) {
        Str village = place_plain(a, place_up(place, PLACE_VILLAGE));
        Str month = period_plain(a, period_before(period_at('m', instant_date(q->now))));
        add_link(links, &n, arena_printf(a, "/v/%.*s/sheet.pdf?period=%.*s", STR_ARG(village), STR_ARG(month)),
                 web_sentence(q, "desk.print_month"));
    }
    bool is_over = is_town || place_level(place) == PLACE_COUNTY;
    if (is_over && access_may(q->who, is_town ? S("town.desk") : S("county.desk"), place))
        add_link(links, &n, arena_printf(a, "/%s/%.*s", is_town ? "town" : "county", STR_ARG(code)),
                 web_sentence(q, is_town ? "desk.town_desk" : "desk.county_desk"));
    if (access_may(q->who, S("desk.read"), place))
        add_link(links, &n, arena_printf(a, "/p/%.*s", STR_ARG(code)), web_sentence(q, "desk.look_up"));
    add_link(links, &n, S("/help"), web_sentence(q, "desk.help_title"));
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
        TRY(fill_groups(q, &names, &p));
        TRY(desk_papers_told(q, &p.papers, &p.papers_count));
        TRY(fill_switches(q, &names, &p));
        fill_others(q, acting->place, &p);
    }
    Out *body = web_body(q);
    desk_page_todo(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.todo_title"), .staff = true, .path = S("/todo")};
    web_page(q, r, &frame, body);
    return NULL;
}

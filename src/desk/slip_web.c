// SPDX-License-Identifier: Apache-2.0
/* Eight digits follow a case: how far it is, the answer, and the steps that only the asker takes. */
#include "desk/desk_own.h"

#define SLIP_COOKIE S("slip")

enum { SLIP_AGE_S = 30 * 60 };

/* -- the digits --------------------------------------------------------------------------------------------------- */

static void show_slip(const Request *q, Response *r, Err refused)
{
    SlipPage p = {.slip = text_cut(pairs_get(&q->form, S("slip")), LIMIT_LOGIN_CHARS),
                  .token = web_form_token(q, S("slip"))};
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        p.summary = desk_summary(q, &faults);
    }
    Out *body = web_body(q);
    desk_page_slip(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.slip_title"), .path = S("/slip"), .noindex = true,
                             .back = S("/"), .back_text = web_sentence(q, "web.home")};
    web_page(q, r, &frame, body);
    if (refused)
        r->status = web_status(refused);
}

Err desk_get_slip(const Request *q, Response *r)
{
    show_slip(q, r, NULL);
    return NULL;
}

/* Guessing is slowed down; a right slip was no guess. */
static Err open_slip(const Request *q, Str slip, Actor *ret_actor)
{
    int64_t now_ms = clock_monotonic_ms();
    if (!access_rate_take(RATE_SLIP_ADDRESS, q->address, now_ms) || !access_rate_take(RATE_SLIP_ALL, STR_NONE, now_ms))
        return ERR(q->arena, ERR_LIMIT, "err.web.too_fast");
    TRY(access_slip_open(q->db, q->arena, slip, q->now, ret_actor));
    access_rate_give_back(RATE_SLIP_ADDRESS, q->address, now_ms);
    access_rate_give_back(RATE_SLIP_ALL, STR_NONE, now_ms);
    return NULL;
}

/* Only digits go into the cookie: blanks and full-width forms stay behind. */
static Str digits_of(const Request *q, Str typed)
{
    Str folded = text_fold(q->arena, typed);
    char *digits = ARENA_ARRAY(q->arena, char, folded.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < folded.len; i++)
        if (folded.at[i] >= '0' && folded.at[i] <= '9')
            digits[n++] = folded.at[i];
    return (Str){digits, n};
}

Err desk_post_slip(const Request *q, Response *r)
{
    Actor actor;
    Str slip = pairs_get(&q->form, S("slip"));
    Err refused = open_slip(q, slip, &actor);
    if (refused && refused->code != ERR_MISSING)
        return refused;
    if (refused) {
        show_slip(q, r, refused);
        return NULL;
    }
    web_set_cookie(q, r, SLIP_COOKIE, digits_of(q, slip), SLIP_AGE_S);
    web_see_other(r, S("/slip/case"));
    return NULL;
}

/* -- the case it opens -------------------------------------------------------------------------------------------- */

typedef struct Asked { /* the request in the hands of the slip's holder */
    Request q;
    Actor who;
    const Case *own; /* what he asked */
    const Case *c;   /* what it became: the case it was joined with; mostly the same */
} Asked;

/* Whoever asked what was joined with another case is an asker of that one: he hears of it, and says whether it is done. */
static Err find_asked(const Request *q, Asked *ret)
{
    Str slip = web_cookie(q, SLIP_COOKIE);
    const Engine *e = house()->engine;
    const Case *own, *carrier;
    if (!slip.len)
        return ERR(q->arena, ERR_MISSING, "err.desk.slip_gone");
    TRY(open_slip(q, slip, &ret->who));
    ret->q = *q;
    ret->q.who = &ret->who;
    TRY(process_get(q->db, q->arena, e, ret->who.slip_home, ret->who.slip_case, &own));
    TRY(process_carrier(q->db, q->arena, e, own, &carrier));
    ret->own = ret->c = process_as_read(q->arena, e, &ret->who, own);
    if (carrier != own) {
        ret->who.slip_case = carrier->id;
        ret->c = process_as_read(q->arena, e, &ret->who, carrier);
    }
    return NULL;
}

static Err fill_steps(const Asked *asked, SlipCase *p, const DeskFaults *faults)
{
    const Request *q = &asked->q;
    const Offer *offers;
    size_t count;
    TRY(process_offers(q->db, q->arena, house()->engine, asked->c, q->who, q->now, &offers, &count));
    SlipStep *steps = ARENA_ARRAY(q->arena, SlipStep, count);
    for (size_t i = 0; i < count; i++) {
        const Action *x = offers[i].action;
        if (offers[i].refused)
            continue;
        SlipStep *s = &steps[p->steps_count++];
        *s = (SlipStep){.path = arena_printf(q->arena, "/slip/%.*s", STR_ARG(x->name)),
                        .label = words_in(x->label, q->lang),
                        .help = words_in(x->help, q->lang),
                        .token = web_form_token(q, S("slip"))};
        DeskAsk ask;
        desk_ask_of(q, asked->c->process, x, asked->c, &ask);
        bool is_this = str_eq(x->name, q->params[0]);
        ask.faults = is_this ? faults : NULL;
        ask.typed = is_this ? &q->form : NULL;
        TRY(desk_fields(q, &ask, &s->fields));
    }
    p->steps = steps;
    return NULL;
}

/* The case that carries his on: its number, what is answered there, what has happened since. */
static Err fill_carrier(const Asked *asked, SlipCase *p)
{
    const Request *q = &asked->q;
    const Case *c = asked->c;
    CaseRecord record;
    TRY(desk_spoken_number(q, c, &p->carrier));
    if (c->shown)
        p->carrier_href = arena_printf(q->arena, "/c/%.*s", STR_ARG(c->number));
    TRY(desk_carrier_facts(q, c, &p->facts, &p->facts_count));
    TRY(desk_record(q, c, &record));
    return desk_timeline(q, c, &record, true, &p->carrier_timeline);
}

/* What he asked himself. */
static Err fill_own(const Asked *asked, SlipCase *p)
{
    const Request *q = &asked->q;
    const Case *c = asked->own;
    CaseRecord record;
    TRY(desk_spoken_number(q, c, &p->spoken));
    TRY(desk_own_words(q, c, &p->words, &p->words_count));
    TRY(desk_record(q, c, &record));
    TRY(desk_timeline(q, c, &record, true, &p->timeline));
    return desk_looks_box(q, c, &p->looks);
}

/* What the asker may read: the public facts, whether or not they are public, for they are his. */
static Err show_case(const Asked *asked, Response *r, const DeskFaults *faults)
{
    const Request *q = &asked->q;
    const Case *c = asked->c;
    const Action *done = process_action(c->process, pairs_get(&q->query, S("done")));
    PlaceCode village = place_up(c->place, PLACE_VILLAGE);
    SlipCase p = {.state = desk_state_words(q, c, true), .summary = desk_summary(q, faults),
                  .done = done ? words_in(done->label, q->lang) : STR_NONE,
                  .village_href = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village)))};
    TRY(desk_place_name(q, village, &p.place));
    TRY(fill_own(asked, &p));
    TRY(c == asked->own ? desk_public_facts(q, c, &p.facts, &p.facts_count) : fill_carrier(asked, &p));
    TRY(fill_steps(asked, &p, faults));
    Out *body = web_body(q);
    desk_page_slip_case(body, &p);
    const PageFrame frame = {.title = p.spoken, .path = S("/slip/case"), .noindex = true, .back = S("/slip"),
                             .back_text = web_sentence(q, "desk.slip_title")};
    web_page(q, r, &frame, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

Err desk_get_slip_case(const Request *q, Response *r)
{
    Asked asked;
    TRY(find_asked(q, &asked));
    return show_case(&asked, r, NULL);
}

Err desk_post_slip_act(const Request *q, Response *r)
{
    Asked asked;
    DeskAsk ask;
    const Json *facts;
    const Case *after;
    DeskFaults faults;
    Err refused;
    TRY(find_asked(q, &asked));
    const Action *x = process_action(asked.c->process, q->params[0]);
    if (!x || x == asked.c->process->opening)
        return desk_missing(q);
    desk_ask_of(&asked.q, asked.c->process, x, asked.c, &ask);
    ask.typed = &q->form;
    TRY(desk_facts(&asked.q, &ask, &facts, &faults));
    if (faults.count)
        return show_case(&asked, r, &faults);
    const Step step = {.action = x->name, .who = &asked.who, .now = q->now, .facts = facts};
    TRY(desk_advance(&asked.q, asked.c, &step, &after, &refused));
    if (refused) {
        faults = desk_fault_of(q, refused);
        return show_case(&asked, r, &faults);
    }
    web_see_other(r, arena_printf(q->arena, "/slip/case?done=%.*s", STR_ARG(x->name)));
    return NULL;
}

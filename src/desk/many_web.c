// SPDX-License-Identifier: Apache-2.0
/* One step for many cases: ticked in the list, filled in once, taken for all of them or for none. */
#include "desk/desk_own.h"

typedef struct Many {
    const Place *place;
    const Process *process;
    const Action *action;
    const Case *cases[LIMIT_CASES_AT_ONCE];
    CaseId ids[LIMIT_CASES_AT_ONCE];
    Err refusals[LIMIT_CASES_AT_ONCE];
    size_t count;
} Many;

/* Only cases of this process, at this place, that he may see. */
static Err add_case(const Request *q, Many *m, Str number)
{
    const Case *c;
    TRY(desk_find_case(q, number, &c));
    if (!str_eq(c->process->name, m->process->name) || !place_within(c->place, m->place->code))
        return desk_missing(q);
    if (m->count == LIMIT_CASES_AT_ONCE)
        return ERR(q->arena, ERR_LIMIT, "err.desk.many_cases", .args = {i64_plain(q->arena, LIMIT_CASES_AT_ONCE)});
    for (size_t i = 0; i < m->count; i++)
        if (m->ids[i].v == c->id.v)
            return NULL;
    m->cases[m->count] = c;
    m->ids[m->count++] = c->id;
    return NULL;
}

static Err find_many(const Request *q, Many *m)
{
    TRY(desk_place_for(q, "case.write", &m->place));
    TRY(desk_find_process(q, q->params[1], &m->process));
    m->action = process_action(m->process, pairs_get(&q->form, S("action")));
    if (!m->action || !m->action->many_at_once)
        return desk_missing(q);
    for (size_t i = 0; i < q->form.count; i++)
        if (str_eq(q->form.at[i].name, S("case")))
            TRY(add_case(q, m, q->form.at[i].value));
    return m->count ? NULL : ERR(q->arena, ERR_INPUT, "err.desk.none_ticked");
}

static Str list_href(const Request *q, const Many *m)
{
    return arena_printf(q->arena, "/p/%.*s/%.*s", STR_ARG(place_plain(q->arena, m->place->code)),
                        STR_ARG(m->process->name));
}

static Err fill_cases(const Request *q, const Many *m, ManyPage *p)
{
    ListLine *lines = ARENA_ARRAY(q->arena, ListLine, m->count);
    Str *refused = ARENA_ARRAY(q->arena, Str, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const Case *c = m->cases[i];
        lines[i] = (ListLine){.number = c->number, .title = desk_title(q, c), .more = desk_subtitle(q, c, false)};
        TRY(desk_spoken_number(q, c, &lines[i].spoken));
        if (m->refusals[i])
            refused[p->refused_count++] =
                WEB_FILL(q, "desk.field_wrong", lines[i].title, lang_reason(q->arena, q->lang, m->refusals[i]));
    }
    p->cases = lines;
    p->cases_count = m->count;
    p->refused = refused;
    return NULL;
}

/* The sheet they were signed on, where his hand may type it: what holds of the first is looked at again for each. */
static Err fill_sheet(const Request *q, const Many *m, const DeskFaults *faults, Html *ret_sheet)
{
    const DeskOffer *offers;
    size_t count;
    TRY(desk_offers(q, m->cases[0], &offers, &count));
    for (size_t i = 0; i < count; i++)
        if (offers[i].action == m->action && !offers[i].typing)
            return desk_sheet_form(q, m->cases[0], m->action, false, faults, ret_sheet);
    return NULL;
}

static Err show(const Request *q, Response *r, const Many *m, const DeskFaults *faults)
{
    DeskAsk ask;
    ManyPage p = {.title = i64_plain(q->arena, (int64_t)m->count), .action = m->action->name,
                  .label = words_in(m->action->label, q->lang), .back = list_href(q, m),
                  .path = arena_printf(q->arena, "%.*s/many", STR_ARG(list_href(q, m))),
                  .summary = desk_summary(q, faults), .token = web_kept_token(q, S("many"))};
    desk_ask_of(q, m->process, m->action, NULL, &ask);
    ask.place = m->place->code;
    ask.faults = faults;
    ask.typed = &q->form;
    if (desk_step_proves(q, m->process, m->action->name))
        p.proof = desk_proof_field(q, faults);
    TRY(desk_fields(q, &ask, &p.fields));
    TRY(fill_sheet(q, m, faults, &p.sheet));
    TRY(fill_cases(q, m, &p));
    Out *body = web_body(q);
    desk_page_many(body, &p);
    const PageFrame frame = {.title = p.label, .staff = true, .wide = true, .path = p.back, .back = p.back,
                             .back_text = words_in(m->process->label, q->lang)};
    web_page(q, r, &frame, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

/* The facts are read as those of the first case: the engine looks at each. */
static Err send(const Request *q, Response *r, Many *m)
{
    DeskAsk ask;
    const Json *facts;
    DeskFaults faults;
    Err refused;
    desk_ask_of(q, m->process, m->action, m->cases[0], &ask);
    ask.typed = &q->form;
    TRY(desk_facts(q, &ask, &facts, &faults));
    if (faults.count)
        return show(q, r, m, &faults);
    Step step = {.action = m->action->name, .who = q->who, .now = q->now, .facts = facts};
    refused = desk_sheet_read(q, m->action, NULL, &step);
    if (refused) {
        faults = desk_fault_of(q, refused);
        return show(q, r, m, &faults);
    }
    if (desk_step_proves(q, m->process, m->action->name))
        TRY(desk_prove(q, &q, &refused));
    if (refused) {
        faults = desk_fault_at(q, refused, "proof");
        return show(q, r, m, &faults);
    }
    const DeskMany many = {m->process, place_home(m->place->code), m->ids, m->count, m->refusals};
    TRY(desk_advance_many(q, &many, &step, &refused));
    if (refused) {
        faults = desk_fault_of(q, refused);
        return show(q, r, m, &faults);
    }
    TRY(desk_keep(q, many.home, 303, S("many")));
    web_see_other(r, list_href(q, m));
    return NULL;
}

Err desk_post_many(const Request *q, Response *r)
{
    Many m = {0};
    Answered before;
    bool other;
    TRY(desk_place_for(q, "case.write", &m.place));
    TRY(desk_find_process(q, q->params[1], &m.process));
    TRY(desk_seen_form(q, place_home(m.place->code), &before, &other));
    if (before.seen) {
        web_see_other(r, list_href(q, &m));
        return NULL;
    }
    TRY(find_many(q, &m));
    if (other)
        return show(q, r, &m, desk_sent_before(q, "desk.sent_before_many"));
    return desk_step_is(q, "send") ? send(q, r, &m) : show(q, r, &m, NULL);
}

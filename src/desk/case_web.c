// SPDX-License-Identifier: Apache-2.0
/* The case page of staff: what it says, what may be done now and by whom, what happened, what proves it. */
#include "desk/desk_own.h"
#include "look_html.h"

/* -- what may be done --------------------------------------------------------------------------------------------- */

static Err fill_offers(const Request *q, const Case *c, CasePage *p)
{
    const DeskOffer *offers;
    size_t count;
    TRY(desk_offers(q, c, &offers, &count));
    CaseOffer *lines = ARENA_ARRAY(q->arena, CaseOffer, count);
    for (size_t i = 0; i < count; i++) {
        const Action *x = offers[i].action;
        Err refused = offers[i].refused;
        bool types = desk_may_type(refused, offers[i].typing);
        Str label = words_in(x->label, q->lang);
        if (refused && !types && str_eq(refused->key, S("err.process.not_yours")))
            continue; /* whose turn it is stands below */
        CaseOffer *line = &lines[p->offers_count++];
        *line = (CaseOffer){
            .may = !refused || types,
            .label = types ? WEB_FILL(q, "desk.from_paper", label) : label,
            .why = lang_reason(q->arena, q->lang, refused),
            .href = arena_printf(q->arena, "%.*s/%.*s", STR_ARG(desk_case_href(q->arena, c)), STR_ARG(x->name))};
        if (offers[i].office)
            line->as = desk_switch(
                q, offers[i].office, line->href,
                WEB_FILL(q, "desk.step_as", label, desk_role_name(q->lang, offers[i].office->role->code)));
    }
    p->offers = lines;
    return desk_other_typists(q, c, offers, count, p);
}

static Err fill_waits(const Request *q, const Case *c, CasePage *p)
{
    const Office *who;
    size_t count;
    TRY(process_waits_on(q->db, q->arena, house()->engine, c, q->now, &who, &count));
    DeskLink *lines = ARENA_ARRAY(q->arena, DeskLink, count);
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (who[first].person.v != who[i].person.v)
            first++;
        if (first < i)
            continue; /* each person once, whatever offices he holds */
        Str name = who[i].person_name, role = who[i].role ? desk_role_name(q->lang, who[i].role->code) : STR_NONE;
        lines[p->waits_on_count++].text = role.len ? WEB_FILL(q, "desk.person_pick", name, role) : name;
    }
    p->waits_on = lines;
    return NULL;
}

/* -- what it says ------------------------------------------------------------------------------------------------- */

static Err fill_facts(const Request *q, const Case *c, CasePage *p)
{
    const Process *process = c->process;
    Str *names = ARENA_ARRAY(q->arena, Str, process->field_count);
    CaseSealed *sealed = ARENA_ARRAY(q->arena, CaseSealed, process->field_count);
    DeskAsk ask = {.process = process, .names = names, .about = c};
    for (size_t i = 0; i < process->field_count; i++) {
        const Field *f = &process->fields[i];
        if (f->sealed)
            sealed[p->sealed_count++] = (CaseSealed){.name = f->name, .label = words_in(f->label, q->lang)};
        else if (!desk_is_bookkeeping(f))
            names[ask.name_count++] = f->name;
    }
    p->sealed = sealed;
    p->look_href = arena_printf(q->arena, "%.*s/look-up", STR_ARG(desk_case_href(q->arena, c)));
    return desk_answers(q, &ask, c->facts, &p->facts);
}

static Err fill_family(const Request *q, const Case *c, CasePage *p)
{
    const Case *const *children;
    const Case *parent = NULL;
    size_t count;
    if (c->parent.v)
        TRY(process_get(q->db, q->arena, house()->engine, c->home, c->parent, &parent));
    if (parent && process_may_see(house()->engine, q->who, parent)) {
        DeskLink *link = ARENA_NEW(q->arena, DeskLink);
        *link = (DeskLink){.href = desk_case_href(q->arena, parent), .text = desk_title(q, parent)};
        p->parent = link;
    }
    TRY(process_children(q->db, q->arena, house()->engine, c->home, c->id, &children, &count));
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, count);
    for (size_t i = 0; i < count; i++)
        if (process_may_see(house()->engine, q->who, children[i]))
            links[p->children_count++] = (DeskLink){.href = desk_case_href(q->arena, children[i]),
                                                    .text = desk_title(q, children[i]),
                                                    .more = desk_state_words(q, children[i], false)};
    p->children = links;
    return NULL;
}

/* What was joined with it: whoever asked those waits for this one as well, and is to be asked when it is done. */
static Err fill_joined(const Request *q, const Case *c, CasePage *p)
{
    const Case *const *joined;
    size_t count = 0;
    CaseQuery query = {.scope = c->place, .process = c->process->name, .find_value = c->number, .now = q->now,
                       .max = LIMIT_PAGE_ROWS};
    for (size_t i = 0; i < c->process->state_count; i++)
        if (c->process->states[i].carried_by.len)
            query.find_field = c->process->states[i].carried_by;
    if (query.find_field.len)
        TRY(process_list(q->db, q->arena, house()->engine, c->home, &query, &joined, &count));
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, count);
    for (size_t i = 0; i < count; i++) {
        if (!process_may_see(house()->engine, q->who, joined[i]))
            continue;
        DeskLink *link = &links[p->joined_count++];
        *link = (DeskLink){.href = desk_case_href(q->arena, joined[i]), .text = desk_title(q, joined[i])};
        TRY(desk_spoken_number(q, joined[i], &link->more));
    }
    p->joined = links;
    return NULL;
}

static Str done_words(const Request *q, const Case *c)
{
    const Action *x = process_action(c->process, pairs_get(&q->query, S("done")));
    return x ? words_in(x->label, q->lang) : STR_NONE;
}

Err desk_get_case(const Request *q, Response *r)
{
    const Case *c;
    CaseRecord record;
    bool whole;
    TRY(desk_find_case(q, q->params[0], &c));
    const State *state = &c->process->states[c->state];
    CasePage p = {.number = c->number, .title = desk_title(q, c),
                  .more = desk_subtitle(q, c, false), .process = words_in(c->process->label, q->lang),
                  .state = words_in(state->label, q->lang), .limit = desk_limit_words(q, c),
                  .late = desk_is_late(c, q->now), .basis = desk_basis(q, state->basis), .done = done_words(q, c),
                  .help = arena_printf(q->arena, "/help/%.*s", STR_ARG(c->process->name)),
                  .token = web_kept_token(q, S("look"))};
    if (c->shown)
        p.public_href = arena_printf(q->arena, "/c/%.*s", STR_ARG(c->number));
    TRY(desk_spoken_number(q, c, &p.spoken));
    TRY(fill_offers(q, c, &p));
    TRY(fill_waits(q, c, &p));
    TRY(desk_papers(q, c, &p.papers, &p.papers_count));
    TRY(fill_facts(q, c, &p));
    TRY(fill_family(q, c, &p));
    TRY(fill_joined(q, c, &p));
    TRY(desk_record(q, c, &record));
    p.versions = desk_versions(q, c, &record);
    p.versions_count = c->shown ? record.document_count : 0;
    TRY(desk_timeline(q, c, &record, false, &p.timeline));
    TRY(desk_looks_box(q, c, &p.looks));
    TRY(desk_proof(q, c, &record, &p.proof, &whole));
    Out *body = web_body(q);
    desk_page_case(body, &p);
    const PageFrame frame = {
        .title = p.title, .staff = true, .wide = true, .back = S("/todo"), .back_text = web_sentence(q, "desk.todo_title")};
    web_page(q, r, &frame, body);
    return NULL;
}

/* -- a sealed value, looked at with a reason ---------------------------------------------------------------------- */

Err desk_post_look(const Request *q, Response *r)
{
    const Case *c;
    LookPage p = {0};
    TRY(desk_find_case(q, q->params[0], &c));
    const Field *f = process_field(c->process, pairs_get(&q->form, S("field")));
    if (!f || !f->sealed)
        return desk_missing(q);
    p.why = pairs_get(&q->form, S("why"));
    p.asks = desk_step_is(q, "back");
    Err refused = p.asks ? NULL
                         : process_unseal(q->db, q->arena, house()->engine, c, q->who, f->name, p.why, q->now, &p.value);
    if (refused && refused->code != ERR_INPUT)
        return refused;
    if (refused) {
        DeskFaults faults = desk_fault_of(q, refused);
        p.summary = desk_summary(q, &faults);
        p.asks = true;
        r->status = 422;
    }
    p.path = arena_printf(q->arena, "%.*s/look-up", STR_ARG(desk_case_href(q->arena, c)));
    p.name = f->name;
    p.token = web_kept_token(q, S("look"));
    p.title = desk_title(q, c);
    p.label = words_in(f->label, q->lang);
    p.back = desk_case_href(q->arena, c);
    Out *body = web_body(q);
    desk_page_look(body, &p);
    const PageFrame frame = {.title = p.label, .staff = true, .wide = true, .back = p.back, .back_text = p.title};
    web_page(q, r, &frame, body);
    return NULL;
}

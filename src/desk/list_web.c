// SPDX-License-Identifier: Apache-2.0
/* The list of a process at a place: its page, with what may be done for many at once. */
#include "desk/list.h"

enum { NAME_CHARS = 30 };

typedef enum ListForm { LIST_PAGE, LIST_JSON, LIST_CSV } ListForm;

typedef struct ManyFound { /* on this page */
    bool may[LIMIT_ACTIONS];
    const Office *elsewhere; /* another of his offices could take one of them */
} ManyFound;

static ListForm form_of(Str segment, Str *ret_process)
{
    static const Str endings[] = {[LIST_JSON] = S(".json"), [LIST_CSV] = S(".csv")};
    for (size_t i = LIST_JSON; i < COUNT_OF(endings); i++)
        if (str_ends(segment, endings[i])) {
            *ret_process = str_sub(segment, 0, segment.len - endings[i].len);
            return (ListForm)i;
        }
    *ret_process = segment;
    return LIST_PAGE;
}

/* -- the page ---------------------------------------------------------------------------------------------------- */

static void fill_states(const Request *q, const Listing *l, ListPage *p)
{
    ListPick *picks = ARENA_ARRAY(q->arena, ListPick, l->process->state_count);
    for (size_t i = 0; i < l->process->state_count; i++) {
        const State *s = &l->process->states[i];
        picks[i] = (ListPick){s->name, words_in(s->label, q->lang), str_eq(s->name, l->query.state)};
    }
    p->states = picks;
    p->states_count = l->process->state_count;
}

static void fill_filters(const Request *q, const Listing *l, ListPage *p)
{
    ListFilter *filters = ARENA_ARRAY(q->arena, ListFilter, l->process->field_count);
    for (size_t i = 0; i < l->process->field_count; i++) {
        const Field *f = &l->process->fields[i];
        if (!desk_is_filter(f))
            continue;
        ListFilter *filter = &filters[p->filters_count++];
        ListPick *picks = ARENA_ARRAY(q->arena, ListPick, f->choice_count);
        *filter = (ListFilter){.name = desk_input(q->arena, "f", f->name), .label = words_in(f->label, q->lang),
                               .value = desk_filter_value(q, f), .picks = picks, .picks_count = f->choice_count};
        for (size_t k = 0; k < f->choice_count; k++)
            picks[k] = (ListPick){f->choices[k].code, words_in(f->choices[k].name, q->lang),
                                  str_eq(f->choices[k].code, filter->value)};
    }
    p->filters = filters;
}

/* What may be done with this case together with others: by himself, or typed from paper. */
static Err find_many(const Request *q, const Case *c, ManyFound *found, bool *ret_may)
{
    const DeskOffer *offers;
    size_t count;
    *ret_may = false;
    TRY(desk_offers(q, c, &offers, &count));
    for (size_t i = 0; i < count; i++) {
        const Action *x = offers[i].action;
        if (!x->many_at_once)
            continue;
        bool may = offers[i].refused ? desk_may_type(offers[i].refused, offers[i].typing) : !offers[i].office;
        if (!offers[i].refused && offers[i].office && !found->elsewhere)
            found->elsewhere = offers[i].office;
        found->may[x - c->process->actions] |= may;
        *ret_may = *ret_may || may;
    }
    return NULL;
}

static bool has_many(const Process *p)
{
    for (size_t i = 0; i < p->action_count; i++)
        if (p->actions[i].many_at_once)
            return true;
    return false;
}

/* Only steps that some case on this page can take are offered. */
static void fill_many(const Request *q, const Listing *l, const ManyFound *found, ListPage *p)
{
    ListPick *picks = ARENA_ARRAY(q->arena, ListPick, l->process->action_count);
    for (size_t i = 0; i < l->process->action_count; i++)
        if (found->may[i])
            picks[p->many_count++] = (ListPick){.value = l->process->actions[i].name,
                                                .label = words_in(l->process->actions[i].label, q->lang)};
    p->many = picks;
    if (found->elsewhere)
        p->as = desk_switch(q, found->elsewhere, desk_list_href(q, p->path, "", (CaseId){0}),
                            WEB_FILL(q, "desk.many_as", desk_role_name(q->lang, found->elsewhere->role->code)));
}

static Err fill_lines(const Request *q, const Listing *l, ListPage *p)
{
    ListLine *lines = ARENA_ARRAY(q->arena, ListLine, l->count);
    ManyFound found = {0};
    bool many = has_many(l->process);
    for (size_t i = 0; i < l->count; i++) {
        const Case *c = l->cases[i];
        const State *state = &c->process->states[c->state];
        bool may = false;
        if (many && !state->final && str_eq(c->process->digest, l->process->digest))
            TRY(find_many(q, c, &found, &may));
        lines[i] = (ListLine){.number = c->number, .title = desk_title(q, c), .more = desk_subtitle(q, c, false),
                              .state = words_in(state->label, q->lang), .limit = desk_limit_words(q, c),
                              .late = desk_is_late(c, q->now), .href = desk_case_href(q->arena, c),
                              .opened = instant_date(c->opened), .since = web_day(q, instant_date(c->opened)),
                              .may_tick = may};
        TRY(desk_spoken_number(q, c, &lines[i].spoken));
    }
    p->lines = lines;
    p->lines_count = l->count;
    fill_many(q, l, &found, p);
    return NULL;
}

/* The four lists that are asked for most; everything else is a filter. */
static void fill_views(const Request *q, const Listing *l, ListPage *p)
{
    static const struct {
        const char *words, *query;
    } views[] = {{"desk.view_all", ""}, {"desk.view_open", "?open=1"}, {"desk.view_late", "?late=1"},
                 {"desk.view_waiting", "?waiting=1"}};
    bool chosen[] = {!q->query.count, l->query.open_only, l->query.late_only, l->waiting};
    ListPick *picks = ARENA_ARRAY(q->arena, ListPick, COUNT_OF(views));
    for (size_t i = 0; i < COUNT_OF(views); i++)
        picks[i] = (ListPick){desk_list_path(q, l, views[i].query), web_sentence(q, views[i].words), chosen[i]};
    p->views = picks;
    p->views_count = COUNT_OF(views);
}

static Err fill_page(const Request *q, const Listing *l, ListPage *p)
{
    *p = (ListPage){.place = l->place->name,
                    .process = words_in(l->process->label, q->lang),
                    .path = desk_list_path(q, l, ""),
                    .open = l->query.open_only,
                    .late = l->query.late_only,
                    .waiting = l->waiting,
                    .is_filtered = q->query.count > 0,
                    .name = text_cut(text_tidy(q->arena, pairs_get(&q->query, S("name")), false), NAME_CHARS),
                    .csv = desk_list_href(q, desk_list_path(q, l, ".csv"), "", (CaseId){0}),
                    .json = desk_list_href(q, desk_list_path(q, l, ".json"), "", (CaseId){0}),
                    .many_href = desk_list_path(q, l, "/many"),
                    .help = arena_printf(q->arena, "/help/%.*s", STR_ARG(l->process->name)),
                    .token = web_form_token(q, S("many"))};
    fill_states(q, l, p);
    fill_filters(q, l, p);
    fill_views(q, l, p);
    if (l->older.v)
        p->next = desk_list_href(q, p->path, "after", l->older);
    if (l->newer.v)
        p->before = desk_list_href(q, p->path, "before", l->newer);
    if (desk_may_open(q, l->process, l->place->code) && place_level(l->place->code) >= PLACE_VILLAGE)
        p->new_href = desk_list_path(q, l, "/new");
    return fill_lines(q, l, p);
}

Err desk_get_list(const Request *q, Response *r)
{
    Listing l = {0};
    Str process;
    ListForm form = form_of(q->params[1], &process);
    TRY(desk_place_for(q, "case.read", &l.place));
    TRY(desk_find_process(q, process, &l.process));
    desk_list_ask(q, &l);
    TRY(desk_list_read(q, &l));
    if (form != LIST_PAGE)
        return form == LIST_CSV ? desk_list_csv(q, r, &l) : desk_list_json(q, r, &l);
    ListPage p;
    TRY(fill_page(q, &l, &p));
    Out *body = web_body(q);
    desk_page_list(body, &p);
    const PageFrame frame = {.title = p.name.len ? p.name : p.process, .staff = true, .back_text = l.place->name,
                             .back = arena_printf(q->arena, "/p/%.*s", STR_ARG(place_plain(q->arena, l.place->code)))};
    web_page(q, r, &frame, body);
    return NULL;
}

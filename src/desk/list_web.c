// SPDX-License-Identifier: Apache-2.0
/* The desk of a place, and the list of a process there: as a page with filters, as JSON, as CSV. */
#include "desk/desk_own.h"
#include "desk/fact.h"

enum { CSV_PAGES = 20, LINKS_MAX = 12 };

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
    PlacePage p = {.name = place->name, .code = place->code, .phone = place->phone};
    if (place_level(place->code) >= PLACE_TOWN)
        TRY(fill_processes(q, place->code, &p));
    if (place_level(place->code) < PLACE_VILLAGE)
        TRY(fill_below(q, place->code, &p));
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, LINKS_MAX);
    p.links = links;
    if (place_level(place->code) == PLACE_VILLAGE)
        fill_paper(q, place->code, links, &p);
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

/* -- the list: what is asked for ---------------------------------------------------------------------------------- */

typedef enum ListForm { LIST_PAGE, LIST_JSON, LIST_CSV } ListForm;

typedef struct Listing {
    const Place *place;
    const Process *process;
    CaseQuery query;
    const Field *found;  /* the filter that the index answers, or NULL */
    const Case *const *cases;
    size_t count;
    CaseId last; /* of the rows that were read, seen or not */
    bool more;
} Listing;

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

static Str filter_value(const Request *q, const Field *f)
{
    Str typed = str_trim(pairs_get(&q->query, desk_input(q->arena, "f", f->name)));
    return typed.len ? fact_tidy(q->arena, f, typed, instant_date(q->now)) : STR_NONE;
}

static bool is_filter(const Field *f)
{
    return f->find && !f->sealed;
}

static void read_filters(const Request *q, Listing *l)
{
    int64_t after = 0;
    (void)str_to_i64(pairs_get(&q->query, S("after")), &after);
    l->query = (CaseQuery){.scope = l->place->code, .process = l->process->name, .now = q->now, .after = {after},
                           .state = pairs_get(&q->query, S("state")), .max = LIMIT_PAGE_ROWS,
                           .open_only = pairs_get(&q->query, S("open")).len > 0,
                           .late_only = pairs_get(&q->query, S("late")).len > 0};
    for (size_t i = 0; i < l->process->field_count && !l->found; i++) {
        const Field *f = &l->process->fields[i];
        Str value = is_filter(f) ? filter_value(q, f) : STR_NONE;
        if (!value.len)
            continue;
        l->found = f;
        l->query.find_field = f->name;
        l->query.find_value = value;
    }
}

/* The index answers one filter; the others are looked at here. */
static bool passes(const Request *q, const Listing *l, const Case *c)
{
    for (size_t i = 0; i < l->process->field_count; i++) {
        const Field *f = &l->process->fields[i];
        Str value = is_filter(f) ? filter_value(q, f) : STR_NONE;
        if (value.len && !process_may_read(house()->engine, q->who, c, f))
            return false;
        if (value.len && f != l->found && !str_eq(fact_typed(q->arena, f, json_get(c->facts, f->name)), value))
            return false;
    }
    return process_may_see(house()->engine, q->who, c);
}

static Err read_page(const Request *q, Listing *l)
{
    const Case *const *cases;
    size_t count;
    TRY(process_list(q->db, q->arena, house()->engine, place_home(l->place->code), &l->query, &cases, &count));
    const Case **kept = ARENA_ARRAY(q->arena, const Case *, count);
    l->count = 0;
    for (size_t i = 0; i < count; i++)
        if (passes(q, l, cases[i]))
            kept[l->count++] = process_as_read(q->arena, house()->engine, q->who, cases[i]);
    l->cases = kept;
    l->more = count == l->query.max;
    l->last = count ? cases[count - 1]->id : l->query.after;
    return NULL;
}

/* -- as a page ---------------------------------------------------------------------------------------------------- */

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
        if (!is_filter(f))
            continue;
        ListFilter *filter = &filters[p->filters_count++];
        ListPick *picks = ARENA_ARRAY(q->arena, ListPick, f->choice_count);
        *filter = (ListFilter){.name = desk_input(q->arena, "f", f->name), .label = words_in(f->label, q->lang),
                               .value = filter_value(q, f), .picks = picks, .picks_count = f->choice_count};
        for (size_t k = 0; k < f->choice_count; k++)
            picks[k] = (ListPick){f->choices[k].code, words_in(f->choices[k].name, q->lang),
                                  str_eq(f->choices[k].code, filter->value)};
    }
    p->filters = filters;
}

static void fill_many(const Request *q, const Listing *l, ListPage *p)
{
    ListPick *picks = ARENA_ARRAY(q->arena, ListPick, l->process->action_count);
    for (size_t i = 0; i < l->process->action_count; i++) {
        const Action *x = &l->process->actions[i];
        if (x->many_at_once)
            picks[p->many_count++] = (ListPick){.value = x->name, .label = words_in(x->label, q->lang)};
    }
    p->many = picks;
}

static Err fill_lines(const Request *q, const Listing *l, ListPage *p)
{
    ListLine *lines = ARENA_ARRAY(q->arena, ListLine, l->count);
    for (size_t i = 0; i < l->count; i++) {
        const Case *c = l->cases[i];
        lines[i] = (ListLine){.number = c->number, .title = desk_title(q, c),
                              .more = desk_subtitle(q, c, false),
                              .state = words_in(c->process->states[c->state].label, q->lang),
                              .limit = desk_limit_words(q, c), .late = desk_is_late(c, q->now),
                              .href = desk_case_href(q->arena, c), .opened = instant_date(c->opened), .since = web_day(q, instant_date(c->opened)),
                              .may_tick = p->many_count > 0};
        TRY(desk_spoken_number(q, c, &lines[i].spoken));
    }
    p->lines = lines;
    p->lines_count = l->count;
    return NULL;
}

/* The same list with one word changed: the next page, another form. */
static Str with_query(const Request *q, Str path, Str after)
{
    Out *o = out_new(q->arena, 4 * LIMIT_URL_BYTES, q->lang);
    char mark = '?';
    out_raw(o, path);
    for (size_t i = 0; i < q->query.count; i++) {
        if (str_eq(q->query.at[i].name, S("after")) || !q->query.at[i].value.len)
            continue;
        out_byte(o, mark);
        out_url_part(o, q->query.at[i].name);
        out_byte(o, '=');
        out_url_part(o, q->query.at[i].value);
        mark = '&';
    }
    if (after.len)
        out_printf(o, "%cafter=%.*s", mark, STR_ARG(after));
    return out_str(o);
}

static Str list_path(const Request *q, const Listing *l, const char *ending)
{
    return arena_printf(q->arena, "/p/%.*s/%.*s%s", STR_ARG(place_plain(q->arena, l->place->code)),
                        STR_ARG(l->process->name), ending);
}

static Err fill_page(const Request *q, const Listing *l, ListPage *p)
{
    *p = (ListPage){.place = l->place->name,
                    .process = words_in(l->process->label, q->lang),
                    .path = list_path(q, l, ""),
                    .open = l->query.open_only,
                    .late = l->query.late_only,
                    .csv = with_query(q, list_path(q, l, ".csv"), STR_NONE),
                    .many_href = list_path(q, l, "/many"),
                    .help = arena_printf(q->arena, "/help/%.*s", STR_ARG(l->process->name)),
                    .token = web_form_token(q, S("many"))};
    fill_states(q, l, p);
    fill_filters(q, l, p);
    fill_many(q, l, p);
    if (l->more)
        p->next = with_query(q, p->path, i64_plain(q->arena, l->last.v));
    if (desk_may_open(q, l->process, l->place->code) && place_level(l->place->code) >= PLACE_VILLAGE)
        p->new_href = list_path(q, l, "/new");
    return fill_lines(q, l, p);
}

/* -- as CSV: what is short and not personal ----------------------------------------------------------------------- */

static bool is_column(const Field *f)
{
    return !f->sealed && !desk_is_bookkeeping(f) && f->type != FIELD_LONG_TEXT && f->type != FIELD_TABLE &&
           f->type != FIELD_JSON && f->type != FIELD_PHONE && f->type != FIELD_ID_NUMBER && f->type != FIELD_PERSON;
}

static void csv_head(const Request *q, const Process *p, Out *o)
{
    static const char *const heads[] = {"desk.csv_number", "desk.csv_place", "desk.csv_title", "desk.csv_state",
                                        "desk.csv_opened", "desk.csv_due"};
    out_raw(o, S("\xEF\xBB\xBF")); /* so that a sheet reads it as UTF-8 */
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        csv_cell(o, web_sentence(q, heads[i]), i == 0);
    for (size_t i = 0; i < p->field_count; i++)
        if (is_column(&p->fields[i]))
            csv_cell(o, words_in(p->fields[i].label, q->lang), false);
    csv_end(o);
}

static void csv_line(const Request *q, const Case *c, Out *o)
{
    Arena *a = q->arena;
    csv_cell(o, c->number, true);
    csv_cell(o, place_plain(a, c->place), false);
    csv_cell(o, c->title, false);
    csv_cell(o, words_in(c->process->states[c->state].label, q->lang), false);
    csv_cell(o, date_plain(a, instant_date(c->opened)), false);
    csv_cell(o, instant_is(c->due) ? date_plain(a, desk_limit_day(c->due)) : S(""), false);
    for (size_t i = 0; i < c->process->field_count; i++) {
        const Field *f = &c->process->fields[i];
        if (is_column(f))
            csv_cell(o, fact_say(a, q->lang, f, json_get(c->facts, f->name)), false);
    }
    csv_end(o);
}

static Err send_csv(const Request *q, Response *r, Listing *l)
{
    Out *o = web_body(q);
    csv_head(q, l->process, o);
    for (size_t page = 0; page == 0 || (l->more && page < CSV_PAGES); page++) {
        if (page) {
            l->query.after = l->last;
            TRY(read_page(q, l));
        }
        for (size_t i = 0; i < l->count; i++)
            csv_line(q, l->cases[i], o);
    }
    web_bytes(r, "text/csv; charset=utf-8", out_str(o));
    web_header(r, "Content-Disposition",
               arena_printf(q->arena, "attachment; filename=\"%.*s-%.*s.csv\"",
                            STR_ARG(place_plain(q->arena, l->place->code)), STR_ARG(l->process->name)));
    return NULL;
}

Err desk_get_list(const Request *q, Response *r)
{
    Listing l = {0};
    Str process;
    ListForm form = form_of(q->params[1], &process);
    TRY(desk_place_for(q, "case.read", &l.place));
    TRY(desk_find_process(q, process, &l.process));
    read_filters(q, &l);
    TRY(read_page(q, &l));
    if (form == LIST_CSV)
        return send_csv(q, r, &l);
    ListPage p;
    TRY(fill_page(q, &l, &p));
    Out *body = web_body(q);
    if (form == LIST_JSON) {
        desk_json_ListPage(body, &p);
        web_json(q, r, body);
        return NULL;
    }
    desk_page_list(body, &p);
    const PageFrame frame = {.title = p.process, .staff = true, .back_text = l.place->name,
                             .back = arena_printf(q->arena, "/p/%.*s", STR_ARG(place_plain(q->arena, l.place->code)))};
    web_page(q, r, &frame, body);
    return NULL;
}

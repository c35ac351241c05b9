// SPDX-License-Identifier: Apache-2.0
/* What a list shows: its filters stand in the address, its pages lie between two ids and go both ways. */
#include "desk/list.h"
#include "desk/fact.h"

/* One row more than a page has is asked for: whether there is another page is known, not guessed. */
enum { PAGE = LIMIT_PAGE_ROWS - 10, EMPTY_PAGES = 20 /* passed over when nothing on them may be shown */ };

Str desk_filter_value(const Request *q, const Field *f)
{
    Str typed = str_trim(pairs_get(&q->query, desk_input(q->arena, "f", f->name)));
    return typed.len ? fact_tidy(q->arena, f, typed, instant_date(q->now)) : STR_NONE;
}

bool desk_is_filter(const Field *f)
{
    return f->find && !f->sealed;
}

static CaseId id_in(const Request *q, const char *name)
{
    int64_t id = 0;
    (void)str_to_i64(pairs_get(&q->query, str_of(name)), &id);
    return (CaseId){id > 0 ? id : 0};
}

static bool is_on(const Request *q, const char *name)
{
    return pairs_get(&q->query, str_of(name)).len > 0;
}

void desk_list_ask(const Request *q, Listing *l)
{
    l->waiting = is_on(q, "waiting");
    l->query = (CaseQuery){.scope = l->place->code, .process = l->process->name, .now = q->now,
                           .after = id_in(q, "after"), .before = id_in(q, "before"),
                           .state = pairs_get(&q->query, S("state")), .max = PAGE + 1,
                           .open_only = is_on(q, "open"), .late_only = is_on(q, "late")};
    for (size_t i = 0; i < l->process->field_count && !l->found && !l->query.before.v; i++) {
        const Field *f = &l->process->fields[i];
        Str value = desk_is_filter(f) ? desk_filter_value(q, f) : STR_NONE;
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
        Str value = desk_is_filter(f) ? desk_filter_value(q, f) : STR_NONE;
        if (value.len && !process_may_read(house()->engine, q->who, c, f))
            return false;
        if (value.len && f != l->found && !str_eq(fact_typed(q->arena, f, json_get(c->facts, f->name)), value))
            return false;
    }
    return process_may_see(house()->engine, q->who, c);
}

/* What waits for himself is few, and of one process fewer: no pages. */
static Err read_waiting(const Request *q, Listing *l)
{
    const DeskWork *work;
    size_t count;
    TRY(desk_waiting(q, q->who->acting, &work, &count));
    const Case **kept = ARENA_ARRAY(q->arena, const Case *, count);
    l->count = 0;
    for (size_t i = 0; i < count; i++) {
        const Case *c = work[i].c;
        const State *s = &c->process->states[c->state];
        bool is_asked = str_eq(c->process->name, l->process->name) && place_within(c->place, l->place->code) &&
                        (!l->query.state.len || str_eq(l->query.state, s->name)) &&
                        (!l->query.late_only || desk_is_late(c, q->now));
        Listing unfound = *l;
        unfound.found = NULL;
        if (is_asked && passes(q, &unfound, c))
            kept[l->count++] = c;
    }
    l->cases = kept;
    l->older = l->newer = (CaseId){0};
    return NULL;
}

static Err read_rows(const Request *q, Listing *l)
{
    const Case *const *cases;
    size_t count;
    TRY(process_list(q->db, q->arena, house()->engine, place_home(l->place->code), &l->query, &cases, &count));
    bool more = count > PAGE, back = l->query.before.v > 0;
    cases += more && back; /* the row too many is the newest or the oldest */
    count -= more;
    const Case **kept = ARENA_ARRAY(q->arena, const Case *, count);
    l->count = 0;
    for (size_t i = 0; i < count; i++)
        if (passes(q, l, cases[i]))
            kept[l->count++] = cases[i];
    l->cases = kept;
    l->older = count && (back || more) ? cases[count - 1]->id : (CaseId){0};
    l->newer = count && (back ? more : l->query.after.v > 0) ? cases[0]->id : (CaseId){0};
    return NULL;
}

Err desk_list_read(const Request *q, Listing *l)
{
    if (l->waiting)
        return q->who->acting ? read_waiting(q, l) : NULL;
    TRY(read_rows(q, l));
    for (int i = 0; i < EMPTY_PAGES && !l->count && l->older.v && !l->query.before.v; i++) {
        l->query.after = l->older;
        TRY(read_rows(q, l));
    }
    return NULL;
}

Str desk_list_path(const Request *q, const Listing *l, const char *ending)
{
    return arena_printf(q->arena, "/p/%.*s/%.*s%s", STR_ARG(place_plain(q->arena, l->place->code)),
                        STR_ARG(l->process->name), ending);
}

/* What only one page of a list says. */
static bool is_of_page(Str name)
{
    return str_eq(name, S("after")) || str_eq(name, S("before"));
}

Str desk_list_href(const Request *q, Str path, const char *name, CaseId id)
{
    Out *o = out_new(q->arena, 4 * LIMIT_URL_BYTES, q->lang);
    char mark = '?';
    out_raw(o, path);
    for (size_t i = 0; i < q->query.count; i++) {
        if (is_of_page(q->query.at[i].name) || !q->query.at[i].value.len)
            continue;
        out_byte(o, mark);
        out_url_part(o, q->query.at[i].name);
        out_byte(o, '=');
        out_url_part(o, q->query.at[i].value);
        mark = '&';
    }
    if (id.v)
        out_printf(o, "%c%s=%lld", mark, name, (long long)id.v);
    return out_str(o);
}

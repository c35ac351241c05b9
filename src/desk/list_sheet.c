// SPDX-License-Identifier: Apache-2.0
/* A list for programs and for WPS: as JSON and as CSV, row for row and cell for cell the same. Only what is short, not
 * personal, and readable in this office. */
#include "desk/list.h"
#include "desk/fact.h"

static bool is_column(const Field *f)
{
    return !f->sealed && !desk_is_bookkeeping(f) && f->type != FIELD_LONG_TEXT && f->type != FIELD_TABLE &&
           f->type != FIELD_JSON && f->type != FIELD_PHONE && f->type != FIELD_ID_NUMBER && f->type != FIELD_PERSON;
}

/* -- the columns every process has ---------------------------------------------------------------------------------- */

static Str say_number(const Request *q UNUSED, const Case *c)
{
    return c->number;
}

static Str say_place(const Request *q, const Case *c)
{
    return place_plain(q->arena, c->place);
}

static Str say_title(const Request *q, const Case *c)
{
    return desk_title(q, c);
}

static Str say_state(const Request *q, const Case *c)
{
    return words_in(c->process->states[c->state].label, q->lang);
}

static Str say_opened(const Request *q, const Case *c)
{
    return date_plain(q->arena, instant_date(c->opened));
}

static Str say_due(const Request *q, const Case *c)
{
    return instant_is(c->due) ? date_plain(q->arena, desk_limit_day(c->due)) : S("");
}

static Str say_late(const Request *q, const Case *c)
{
    return desk_is_late(c, q->now) ? i64_plain(q->arena, -desk_days_left(c->due, q->now)) : S("");
}

static const struct {
    Str name;
    const char *head;
    Str (*say)(const Request *q, const Case *c);
} own_columns[] = {
    {S("number"), "desk.csv_number", say_number}, {S("place"), "desk.csv_place", say_place},
    {S("title"), "desk.csv_title", say_title},    {S("state"), "desk.csv_state", say_state},
    {S("opened"), "desk.csv_opened", say_opened}, {S("due"), "desk.csv_due", say_due},
    {S("days_late"), "desk.csv_late", say_late},
};

static Str say_field(const Request *q, const Case *c, const Field *f)
{
    return process_may_read(house()->engine, q->who, c, f)
               ? fact_say(q->arena, q->lang, f, json_get(c->facts, f->name))
               : S("");
}

/* -- all rows ------------------------------------------------------------------------------------------------------- */

static Err read_all(const Request *q, Listing *l, const Case ***ret_cases, size_t *ret_count)
{
    const Case **all = ARENA_ARRAY(q->arena, const Case *, LIMIT_LIST_ROWS + LIMIT_PAGE_ROWS);
    *ret_count = 0;
    for (;;) {
        for (size_t i = 0; i < l->count; i++)
            all[(*ret_count)++] = l->cases[i];
        if (!l->older.v || l->query.before.v || *ret_count >= LIMIT_LIST_ROWS)
            break;
        l->query.after = l->older;
        TRY(desk_list_read(q, l));
    }
    *ret_cases = all;
    return NULL;
}

static void csv_head(const Request *q, const Process *p, Out *o)
{
    csv_mark(o);
    for (size_t i = 0; i < COUNT_OF(own_columns); i++)
        csv_cell(o, web_sentence(q, own_columns[i].head), i == 0);
    for (size_t i = 0; i < p->field_count; i++)
        if (is_column(&p->fields[i]))
            csv_cell(o, words_in(p->fields[i].label, q->lang), false);
    csv_end(o);
}

static void csv_line(const Request *q, const Process *p, const Case *c, Out *o)
{
    for (size_t i = 0; i < COUNT_OF(own_columns); i++)
        csv_cell(o, own_columns[i].say(q, c), i == 0);
    for (size_t i = 0; i < p->field_count; i++)
        if (is_column(&p->fields[i]))
            csv_cell(o, say_field(q, c, &p->fields[i]), false);
    csv_end(o);
}

Err desk_list_csv(const Request *q, Response *r, Listing *l)
{
    const Case **cases;
    size_t count;
    Out *o = web_body(q);
    TRY(read_all(q, l, &cases, &count));
    csv_head(q, l->process, o);
    for (size_t i = 0; i < count; i++)
        csv_line(q, l->process, cases[i], o);
    if (l->older.v) { /* a sheet that ends early says so */
        csv_cell(o, WEB_FILL(q, "desk.csv_more", desk_list_href(q, desk_list_path(q, l, ".csv"), "after", l->older)), true);
        csv_end(o);
    }
    web_bytes(r, "text/csv; charset=utf-8", out_str(o));
    web_header(r, "Content-Disposition",
               arena_printf(q->arena, "attachment; filename=\"%.*s-%.*s.csv\"",
                            STR_ARG(place_plain(q->arena, l->place->code)), STR_ARG(l->process->name)));
    return NULL;
}

static const Json *json_row(const Request *q, const Process *p, const Case *c)
{
    Arena *a = q->arena;
    JsonMember *cells = ARENA_ARRAY(a, JsonMember, COUNT_OF(own_columns) + 1);
    JsonMember *fields = ARENA_ARRAY(a, JsonMember, p->field_count);
    size_t n = 0, used = 0;
    for (size_t i = 0; i < COUNT_OF(own_columns); i++)
        cells[n++] = (JsonMember){own_columns[i].name, json_of_text(a, own_columns[i].say(q, c))};
    for (size_t i = 0; i < p->field_count; i++)
        if (is_column(&p->fields[i]))
            fields[used++] = (JsonMember){p->fields[i].name, json_of_text(a, say_field(q, c, &p->fields[i]))};
    cells[n++] = (JsonMember){S("fields"), json_object(a, fields, used)};
    return json_object(a, cells, n);
}

Err desk_list_json(const Request *q, Response *r, Listing *l)
{
    const Case **cases;
    size_t count;
    TRY(read_all(q, l, &cases, &count));
    const Json **rows = ARENA_ARRAY(q->arena, const Json *, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = json_row(q, l->process, cases[i]);
    Str next = l->older.v ? desk_list_href(q, desk_list_path(q, l, ".json"), "after", l->older) : STR_NONE;
    const JsonMember members[] = {{S("process"), json_of_text(q->arena, l->process->name)},
                                  {S("place"), json_of_text(q->arena, place_plain(q->arena, l->place->code))},
                                  {S("rows"), json_list(q->arena, rows, count)},
                                  {S("next"), next.len ? json_of_text(q->arena, next) : json_null()}};
    Out *o = web_body(q);
    json_write(o, json_object(q->arena, members, COUNT_OF(members)));
    web_json(q, r, o);
    return NULL;
}

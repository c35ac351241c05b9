// SPDX-License-Identifier: Apache-2.0
/* What seeded people fill in: by the type of each field, mostly right. */
#include "sim.h"

enum { FACTS_MAX = 64, ROWS_MAX = 4 };

static Str some_day(Sim *s)
{
    return date_plain(s->day, date_add_days(instant_date(s->w->now), (int32_t)sim_pick(s, 40) - 8));
}

static Str some_text(Sim *s, const Field *f)
{
    static const char *const texts[] = {"好了", "谁来管", "换了 12 盏灯", "照片两张", "10月8日联席会", "枣园少了三亩", "",
                                        "打 " SIM_CANARY};
    if (str_eq(f->name, S("detail")))
        return S("大娘说的，电话 " SIM_CANARY);
    return str_of(texts[sim_pick(s, sim_chance(s, 80) ? COUNT_OF(texts) - 2 : COUNT_OF(texts))]);
}

static Str some_number(Sim *s, const Field *f)
{
    const Case *const *cases;
    size_t count;
    Str process = str_eq(f->name, S("merged_into")) ? S("issue") : S("disclosure");
    CaseQuery q = {.scope = WORLD_TOWN, .process = process, .now = s->w->now, .max = LIMIT_PAGE_ROWS};
    assert_ok(db_snapshot(s->w->t.db, s->day));
    assert_ok(process_list(s->w->t.db, s->day, s->w->house.engine, WORLD_HOME, &q, &cases, &count));
    db_release(s->w->t.db);
    return count ? cases[sim_pick(s, count)]->number : S("371603106200-W-2026-1");
}

/* -- tables ------------------------------------------------------------------------------------------------------------- */

static const Json *some_value(Sim *s, const Field *f);

static const Json *some_row(Sim *s, const Field *columns, size_t count)
{
    JsonMember *cells = ARENA_ARRAY(s->day, JsonMember, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (columns[i].required || sim_chance(s, 60))
            cells[n++] = (JsonMember){columns[i].name, some_value(s, &columns[i])};
    return json_object(s->day, cells, n);
}

/* Opening and closing that agree with the lines, most of the time. */
static const Json *head_of_book(Sim *s, const Item *item, const Json *rows)
{
    int64_t opening = (int64_t)sim_pick(s, 1000000), closing = opening + (sim_chance(s, 15) ? 1 : 0);
    for (size_t i = 0; rows && i < rows->count; i++)
        closing += json_int(rows->items[i], item->balance.in, 0) - json_int(rows->items[i], item->balance.out, 0);
    JsonMember sums[] = {{item->balance.opening, json_of_int(s->day, opening)},
                         {item->balance.closing, json_of_int(s->day, closing)}};
    const Json *row = json_object(s->day, sums, COUNT_OF(sums));
    return json_list(s->day, &row, 1);
}

static const Json *book_line(Sim *s, const Item *item)
{
    JsonMember cells[] = {{S("voucher_date"), json_of_text(s->day, some_day(s))}, {S("summary"), json_of_text(s->day, S("路灯"))},
                          {sim_chance(s, 50) ? item->balance.in : item->balance.out, json_of_int(s->day, (int64_t)sim_pick(s, 90000))}};
    return json_object(s->day, cells, COUNT_OF(cells));
}

static size_t fill_item(Sim *s, const Case *c, JsonMember *members)
{
    const Item *item = disclosure_item(json_text(c->facts, S("item")));
    const Json *rows[ROWS_MAX];
    size_t count = 1 + sim_pick(s, ROWS_MAX), n = 0;
    if (!item)
        return 0;
    for (size_t i = 0; i < count; i++)
        rows[i] = item->balance.opening.len ? book_line(s, item) : some_row(s, item->rows, item->row_count);
    const Json *table = json_list(s->day, rows, count);
    members[n++] = (JsonMember){S("rows"), table};
    if (item->balance.opening.len)
        members[n++] = (JsonMember){S("head"), head_of_book(s, item, table)};
    return n;
}

/* What the calendar would have opened; now and then with somebody else's roles. */
static const Json *open_item(Sim *s)
{
    const Item *item = disclosure_item_at(sim_pick(s, disclosure_item_count()));
    Period p = period_at(item->every == 'e' ? 'q' : item->every, instant_date(s->w->now));
    JsonMember members[] = {
        {S("item"), json_of_text(s->day, item->code)},
        {S("period"), json_of_text(s->day, period_plain(s->day, sim_chance(s, 80) ? p : period_next(p)))},
        {S("book"), json_of_text(s->day, S("committee"))},
        {S("prepare_role"), json_of_text(s->day, sim_chance(s, 90) ? item->prepare_role : S("village_clerk"))},
        {S("review_role"), json_of_text(s->day, item->review_role)},
        {S("approve_role"), json_of_text(s->day, sim_chance(s, 90) ? item->approve_role : S("village_clerk"))},
    };
    return json_object(s->day, members, COUNT_OF(members));
}

/* -- single values ------------------------------------------------------------------------------------------------------ */

static const Json *some_value(Sim *s, const Field *f)
{
    Arena *a = s->day;
    switch (f->type) {
    case FIELD_DATE: return json_of_text(a, some_day(s));
    case FIELD_CHOICE: return json_of_text(a, f->choices[sim_pick(s, f->choice_count)].code);
    case FIELD_FLAG: return json_of_flag(sim_chance(s, 70));
    case FIELD_INT: return json_of_int(a, (int64_t)sim_pick(s, 90));
    case FIELD_MONEY:
    case FIELD_DECIMAL: return json_of_int(a, (int64_t)sim_pick(s, 9000000));
    case FIELD_PERSON: return json_of_int(a, s->w->hands[sim_pick(s, s->w->hand_count)].person.v);
    case FIELD_CASE: return json_of_text(a, some_number(s, f));
    case FIELD_PHONE: return json_of_text(a, S(SIM_CANARY));
    default: break;
    }
    return json_of_text(a, str_eq(f->name, S("merged_into")) ? some_number(s, f) : some_text(s, f));
}

static bool is_wanted(Sim *s, const Action *x, Str name)
{
    for (size_t i = 0; i < x->need_count; i++)
        if (str_eq(x->needs[i], name))
            return sim_chance(s, 96);
    for (size_t i = 0; i < x->take_count; i++)
        if (str_eq(x->takes[i], name))
            return sim_chance(s, 60);
    return (x->reason && str_eq(name, S("reason"))) ? sim_chance(s, 96) : sim_chance(s, 1);
}

const Json *sim_facts(Sim *s, const Case *c, const Action *x)
{
    JsonMember members[FACTS_MAX + 2];
    size_t count = 0;
    if (str_eq(c->process->name, S("disclosure")) && x == c->process->opening)
        return open_item(s);
    for (size_t i = 0; i < c->process->field_count; i++) {
        const Field *f = &c->process->fields[i];
        bool fits = f->type != FIELD_TABLE && !str_eq(f->name, S("guard_override"));
        if (fits && is_wanted(s, x, f->name))
            members[count++] = (JsonMember){f->name, some_value(s, f)};
    }
    if (str_eq(x->name, S("submit")) || str_eq(x->name, S("save")))
        count += fill_item(s, c, &members[count]);
    return json_object(s->day, members, count);
}

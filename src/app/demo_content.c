// SPDX-License-Identifier: Apache-2.0
/* What the villages write: rows drawn from data/demo/content.yaml, sums that carry over from month to month. */
#include "app/demo.h"

enum { ROWS_MAX = 40 };

uint64_t demo_chance(uint64_t seed, Str what, uint64_t salt, uint64_t below)
{
    uint64_t x = seed ^ str_hash(what) ^ (salt * 0x9E3779B97F4A7C15u);
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9u;
    x ^= x >> 27;
    x *= 0x94D049BB133111EBu;
    x ^= x >> 31;
    return below ? x % below : 0;
}

/* -- one value -------------------------------------------------------------------------------------------------------- */

typedef struct Drawing {
    const Demo *d;
    const DemoVillage *v;
    Arena *arena;
    Period period;
    uint64_t salt;
    Date today; /* of what an event called for */
} Drawing;

static Str word(const Drawing *g, Str name)
{
    const DemoVillage *v = g->v;
    const struct {
        Str name, value;
    } words[] = {
        {S("village"), v->place.name}, {S("secretary"), v->secretary.name}, {S("head"), v->head.name},
        {S("clerk"), v->clerk.name},   {S("vsc"), v->committee[0].name},    {S("council"), v->secretary.name},
        {S("member"), v->member[0].name}, {S("year"), i64_plain(g->arena, g->period.year)},
        {S("month"), lang_period(g->arena, g->d->house.zh, period_at('m', period_last(g->period)))},
        {S("quarter"), lang_period(g->arena, g->d->house.zh, g->period)},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(words[i].name, name))
            return words[i].value;
    return name;
}

static Str fill(const Drawing *g, Str text)
{
    Out *o = out_new(g->arena, LIMIT_LONG_TEXT_CHARS, NULL);
    Str rest = text, before, name;
    while (str_cut(rest, '{', &before, &rest)) {
        out_raw(o, before);
        (void)str_cut(rest, '}', &name, &rest);
        out_raw(o, word(g, name));
    }
    out_raw(o, before);
    return out_str(o);
}

/* "=200..900" and "#3..9": a number between the two, the same whenever it is asked for again. */
static int64_t between(const Drawing *g, Str text)
{
    Str low, high;
    int64_t a = 0, b = 0;
    (void)str_cut(str_from(text, 1), '.', &low, &high);
    (void)str_to_i64(low, &a);
    if (!str_to_i64(str_from(high, 1), &b) || b < a)
        b = a;
    uint64_t pick = demo_chance(g->v->seed, text, g->salt + (uint64_t)period_first(g->period).day, (uint64_t)(b - a + 1));
    return a + (int64_t)pick;
}

static Date day_of(const Drawing *g, Str text)
{
    int64_t day = 1;
    (void)str_to_i64(str_from(text, 1), &day);
    Date start = date_month_start(period_last(g->period));
    Date d = date_add_days(start, (int32_t)day - 1);
    return d.day <= period_last(g->period).day ? d : period_last(g->period);
}

static const Json *draw(const Drawing *g, const Field *f, Str text)
{
    Money sum;
    Date day;
    int64_t number;
    if (text.len && text.at[0] == '=')
        return json_of_int(g->arena, between(g, text) * 100);
    if (text.len && text.at[0] == '#')
        return json_of_int(g->arena, between(g, text));
    if (text.len > 1 && text.at[0] == '~' && str_to_i64(str_from(text, 1), &number))
        return json_of_text(g->arena, date_plain(g->arena, date_add_days(g->today, -(int32_t)number)));
    if (text.len && text.at[0] == '@')
        return json_of_text(g->arena, date_plain(g->arena, day_of(g, text)));
    if ((f->type == FIELD_MONEY || f->type == FIELD_DECIMAL) && money_read(text, &sum))
        return json_of_int(g->arena, sum.fen);
    Str filled = fill(g, text);
    if (f->type == FIELD_INT && str_to_i64(filled, &number))
        return json_of_int(g->arena, number);
    if (f->type == FIELD_DATE && date_read(filled, period_last(g->period), &day))
        return json_of_text(g->arena, date_plain(g->arena, day));
    return json_of_text(g->arena, filled);
}

static const Json *draw_row(Drawing *g, const Field *columns, size_t count, const Yaml *values)
{
    JsonMember *members = ARENA_ARRAY(g->arena, JsonMember, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        Str text = yaml_text(values, columns[i].name);
        if (text.len)
            members[n++] = (JsonMember){columns[i].name, draw(g, &columns[i], text)};
    }
    return json_object(g->arena, members, n);
}

static const Json *one_in_list(Arena *a, const Json *item)
{
    return json_list(a, &item, 1);
}

static const Json *facts_of(Arena *a, const Json *head, const Json *rows)
{
    JsonMember members[2];
    size_t n = 0;
    if (head)
        members[n++] = (JsonMember){S("head"), one_in_list(a, head)};
    if (rows)
        members[n++] = (JsonMember){S("rows"), rows};
    return json_object(a, members, n);
}

/* -- the money of a month ------------------------------------------------------------------------------------------------ */

typedef struct Month {
    const Json *rows;
    int64_t opening, in, out;
} Month;

static bool in_month(const Yaml *line, int32_t month)
{
    const Yaml *months = yaml_get(line, S("months"));
    int64_t m;
    for (size_t i = 0; months && i < months->count; i++)
        if (str_to_i64(months->items[i]->text, &m) && m == month)
            return true;
    return false;
}

static const Json *ledger_row(Drawing *g, const Yaml *line, int number, int64_t *balance, Month *m)
{
    Str in = yaml_text(line, S("in")), out = yaml_text(line, S("out"));
    int64_t sum = between(g, in.len ? in : out) * 100, day = 1;
    (void)str_to_i64(yaml_text(line, S("day")), &day);
    Date on = day_of(g, arena_printf(g->arena, "@%lld", (long long)day));
    *balance += in.len ? sum : -sum;
    m->in += in.len ? sum : 0;
    m->out += in.len ? 0 : sum;
    JsonMember members[] = {
        {S("voucher_no"), json_of_text(g->arena, arena_printf(g->arena, "%d-%02d", g->period.index, number))},
        {S("voucher_date"), json_of_text(g->arena, date_plain(g->arena, on))},
        {S("summary"), json_of_text(g->arena, fill(g, yaml_text(line, S("summary"))))},
        {S("account_code"), json_of_text(g->arena, yaml_text(line, S("account_code")))},
        {in.len ? S("income") : S("expense"), json_of_int(g->arena, sum)},
        {S("handler"), json_of_text(g->arena, g->v->clerk.name)},
        {S("approver"), json_of_text(g->arena, g->v->member[1].name)},
        {S("attachment_count"), json_of_int(g->arena, 1 + (int64_t)demo_chance(g->v->seed, in, (uint64_t)on.day, 3))},
        {S("running_balance"), json_of_int(g->arena, *balance)},
    };
    return json_object(g->arena, members, COUNT_OF(members));
}

static int64_t day_of_line(const Yaml *line)
{
    int64_t day = 0;
    (void)str_to_i64(yaml_text(line, S("day")), &day);
    return day;
}

/* Lines by day, as a journal has them. */
static size_t insert_line(const Yaml **lines, size_t n, const Yaml *line)
{
    size_t at = n;
    for (; at > 0 && day_of_line(lines[at - 1]) > day_of_line(line); at--)
        lines[at] = lines[at - 1];
    lines[at] = line;
    return n + 1;
}

/* An entry of `faults` is this village's. */
static bool is_here(const DemoVillage *v, const Yaml *fault)
{
    int64_t village;
    return v->faults && str_to_i64(yaml_text(fault, S("village")), &village) && (size_t)village == v->nth;
}

static size_t sorted_lines(const Drawing *g, const Yaml **lines)
{
    const Yaml *ledger = yaml_get(g->d->content, S("ledger"));
    const Yaml *faults = yaml_get(yaml_get(g->d->content, S("faults")), S("ledger"));
    size_t n = 0;
    for (size_t i = 0; i < ledger->count && n < ROWS_MAX; i++)
        if (in_month(ledger->items[i], g->period.index))
            n = insert_line(lines, n, ledger->items[i]);
    for (size_t i = 0; i < faults->count && n < ROWS_MAX; i++)
        if (is_here(g->v, faults->items[i]))
            n = insert_line(lines, n, faults->items[i]);
    return n;
}

/* The month the samples describe stands in the data line by line (product: 黄一村, September 2026). */
static const Yaml *exact_lines(const Drawing *g)
{
    const Yaml *exact = yaml_get(g->d->content, S("exact"));
    bool here = exact && str_eq(yaml_text(exact, S("village")), place_plain(g->arena, g->v->place.code)) &&
                str_eq(yaml_text(exact, S("period")), period_plain(g->arena, g->period));
    return here ? yaml_get(exact, S("lines")) : NULL;
}

static Month month_of(Drawing *g, int64_t opening)
{
    const Yaml *lines[ROWS_MAX];
    const Yaml *exact = exact_lines(g);
    size_t count = exact ? exact->count : sorted_lines(g, lines);
    for (size_t i = 0; exact && i < count && i < ROWS_MAX; i++)
        lines[i] = exact->items[i];
    const Json **rows = ARENA_ARRAY(g->arena, const Json *, count);
    Month m = {.opening = opening};
    int64_t balance = opening;
    for (size_t i = 0; i < count; i++) {
        g->salt = i;
        rows[i] = ledger_row(g, lines[i], (int)i + 1, &balance, &m);
    }
    m.rows = json_list(g->arena, rows, count);
    return m;
}

/* Balances of every month, so that each opens with what the one before closed with. */
static void carry_balances(const Demo *d, DemoVillage *v, int64_t first_fen)
{
    Arena *a = arena_new(LIMIT_REQUEST_ARENA);
    Period month = period_before(d->first_month); /* what the first month lays out */
    v->opening_fen[0] = first_fen;
    for (size_t i = 0; i + 1 < DEMO_MONTHS; i++, month = period_next(month)) {
        Drawing g = {d, v, a, month, 0, DATE_NONE};
        Month m = month_of(&g, v->opening_fen[i]);
        v->opening_fen[i + 1] = m.opening + m.in - m.out;
        arena_reset(a);
    }
    arena_free(a);
}

static size_t month_index(const Demo *d, Period month)
{
    Period first = period_before(d->first_month);
    int32_t index = (month.year - first.year) * 12 + month.index - first.index;
    REQUIRE(index >= 0 && index < DEMO_MONTHS);
    return (size_t)index;
}

void demo_open_books(const Demo *d, DemoVillage *v)
{
    int64_t first = 9000000 + (int64_t)demo_chance(v->seed, S("opening"), 0, 9000000);
    carry_balances(d, v, first);
    const Yaml *exact = yaml_get(d->content, S("exact"));
    Period month;
    Money opening;
    Arena *a = arena_new(LIMIT_REQUEST_ARENA);
    if (exact && str_eq(yaml_text(exact, S("village")), place_plain(a, v->place.code)) &&
        period_read(yaml_text(exact, S("period")), &month) && money_read(yaml_text(exact, S("opening")), &opening) &&
        period_first(month).day >= period_first(d->first_month).day)
        carry_balances(d, v, first + opening.fen - v->opening_fen[month_index(d, month)]);
    arena_free(a);
}

static const Json *cash_book(Drawing *g, const Month *m)
{
    JsonMember head[] = {{S("book_opening"), json_of_int(g->arena, m->opening)},
                         {S("book_closing"), json_of_int(g->arena, m->opening + m->in - m->out)}};
    return facts_of(g->arena, json_object(g->arena, head, COUNT_OF(head)), m->rows);
}

static const Json *bank_sheet(Drawing *g, const Month *m)
{
    int64_t cash = 20000 + (int64_t)demo_chance(g->v->seed, S("cash"), (uint64_t)g->period.index, 40000);
    int64_t closing = m->opening + m->in - m->out - cash, off = 0;
    const Yaml *fault = yaml_get(yaml_get(g->d->content, S("faults")), S("bank"));
    if (is_here(g->v, fault))
        (void)str_to_i64(yaml_text(fault, S("off")), &off);
    JsonMember row[] = {
        {S("account_alias"), json_of_text(g->arena, S("村集体基本户"))},
        {S("bank"), json_of_text(g->arena, S("农商行黄升支行"))},
        {S("account_last4"), json_of_text(g->arena, arena_printf(g->arena, "%04llu",
                                  (unsigned long long)demo_chance(g->v->seed, S("account"), 0, 10000)))},
        {S("account_type"), json_of_text(g->arena, S("基本户"))},
        {S("opening"), json_of_int(g->arena, m->opening - cash)},
        {S("receipts"), json_of_int(g->arena, m->in)},
        {S("payments"), json_of_int(g->arena, m->out)},
        {S("closing"), json_of_int(g->arena, closing)},
        {S("bank_statement_balance"), json_of_int(g->arena, closing - off)},
        {S("unreconciled"), json_of_int(g->arena, off)},
    };
    JsonMember head[] = {{S("cash_on_hand"), json_of_int(g->arena, cash)},
                         {S("cash_limit"), json_of_int(g->arena, 500000)}};
    return facts_of(g->arena, json_object(g->arena, head, COUNT_OF(head)),
                    one_in_list(g->arena, json_object(g->arena, row, COUNT_OF(row))));
}

/* -- the other items ---------------------------------------------------------------------------------------------------------- */

static bool has_fault_row(const Drawing *g, const Item *item)
{
    const Yaml *faults = yaml_get(yaml_get(g->d->content, S("faults")), S("rows"));
    for (size_t i = 0; i < faults->count; i++)
        if (is_here(g->v, faults->items[i]) && str_eq(yaml_text(faults->items[i], S("item")), item->code))
            return true;
    return false;
}

static const Json *drawn_rows(Drawing *g, const Item *item, const Yaml *y)
{
    const Yaml *rows = yaml_get(y, S("rows")), *faults = yaml_get(yaml_get(g->d->content, S("faults")), S("rows"));
    size_t all = rows ? rows->count : 0, count = all, n = 0;
    int64_t pick;
    if (str_to_i64(yaml_text(y, S("pick")), &pick) && pick < (int64_t)all)
        count = (size_t)pick;
    /* All of them stand in the order of the file; some are taken from anywhere. */
    uint64_t start = count == all ? 0
                                  : demo_chance(g->v->seed, item->code, (uint64_t)period_first(g->period).day, all);
    const Json **items = ARENA_ARRAY(g->arena, const Json *, count + faults->count);
    REQUIRE(!count || rows);
    for (; n < count; n++) {
        g->salt = n;
        items[n] = draw_row(g, item->rows, item->row_count, rows->items[(start + n) % all]);
    }
    for (size_t i = 0; i < faults->count; i++)
        if (is_here(g->v, faults->items[i]) && str_eq(yaml_text(faults->items[i], S("item")), item->code))
            items[n++] = draw_row(g, item->rows, item->row_count, yaml_get(faults->items[i], S("row")));
    return json_list(g->arena, items, n);
}

Err demo_item_facts(const Demo *d, const DemoVillage *v, Arena *a, const Item *item, Period period, Str book UNUSED,
                    const Json **ret_facts)
{
    Drawing g = {d, v, a, period, 0, DATE_NONE};
    *ret_facts = NULL;
    if (period.kind == 'm') {
        Month m = month_of(&g, v->opening_fen[month_index(d, period)]);
        *ret_facts = str_eq(item->code, S("D1")) ? bank_sheet(&g, &m) : cash_book(&g, &m);
        return NULL;
    }
    const Yaml *y = yaml_get(yaml_get(d->content, S("items")), item->code);
    int64_t same = 0;
    (void)str_to_i64(yaml_text(y, S("same")), &same);
    bool unchanged = item->no_change_allowed && !has_fault_row(&g, item) &&
                     demo_chance(v->seed, item->code, (uint64_t)period_last(period).day, 100) < (uint64_t)same;
    if (!y || unchanged)
        return NULL;
    const Yaml *head = yaml_get(y, S("head"));
    *ret_facts = facts_of(a, head ? draw_row(&g, item->head, item->head_count, head) : NULL, drawn_rows(&g, item, y));
    return NULL;
}

/* One of the item's events; the villages differ. */
Err demo_event_facts(const Demo *d, const DemoVillage *v, Arena *a, const Item *item, Date day, const Json **ret_facts)
{
    Drawing g = {d, v, a, period_at('m', day), 0, day};
    const Yaml *events = yaml_get(yaml_get(d->content, S("events")), item->code);
    if (!events || !events->count)
        return ERR(a, ERR_BROKEN, "err.app.demo_data", .args = {item->code});
    const Yaml *y = events->items[demo_chance(v->seed, S("event"), (uint64_t)item->code.at[1], events->count)];
    const Yaml *head = yaml_get(y, S("head")), *rows = yaml_get(y, S("rows"));
    const Json **items = ARENA_ARRAY(a, const Json *, rows->count);
    for (size_t i = 0; i < rows->count; i++)
        items[i] = draw_row(&g, item->rows, item->row_count, rows->items[i]);
    JsonMember note = {S("note"), json_of_text(a, fill(&g, yaml_text(y, S("note"))))};
    const Json *facts = facts_of(a, head ? draw_row(&g, item->head, item->head_count, head) : NULL,
                                 json_list(a, items, rows->count));
    *ret_facts = json_merge(a, facts, json_object(a, &note, 1));
    return NULL;
}

static DemoIssue issue_of(const Yaml *y)
{
    return (DemoIssue){yaml_text(y, S("kind")),   yaml_text(y, S("class")),    yaml_text(y, S("detail")),
                       yaml_text(y, S("public")), yaml_text(y, S("answer")),   yaml_text(y, S("evidence")),
                       yaml_text(y, S("cause")),  yaml_text(y, S("changed_rule"))};
}

DemoIssue demo_issue(const Demo *d, uint64_t pick)
{
    const Yaml *list = yaml_get(d->content, S("issues"));
    return issue_of(list->items[pick % list->count]);
}

size_t demo_issue_count(const Demo *d)
{
    return yaml_get(d->content, S("issues"))->count;
}

DemoIssue demo_objection(const Demo *d, uint64_t pick)
{
    const Yaml *list = yaml_get(d->content, S("objections"));
    return issue_of(list->items[pick % list->count]);
}

DemoAgenda demo_agenda(const Demo *d, const DemoVillage *v, Date day)
{
    enum { KINDS = 3 };
    const Yaml *list = yaml_get(d->content, S("meetings"));
    Ymd ymd = date_ymd(day);
    const Yaml *y = list->items[(size_t)(ymd.month + 2) % KINDS], *topics = yaml_get(y, S("topics"));
    uint64_t pick = demo_chance(v->seed, S("topic"), (uint64_t)ymd.year * 12 + (uint64_t)ymd.month, topics->count);
    int64_t notice = 0;
    (void)str_to_i64(yaml_text(y, S("notice")), &notice);
    return (DemoAgenda){yaml_text(y, S("kind")), topics->items[pick]->text, yaml_text(y, S("at")), (int32_t)notice};
}

// SPDX-License-Identifier: Apache-2.0
/* The catalogue in force, for everybody: each item, when it falls due, through whose hands it goes, by which law; and what
 * changed from which day on. The same as JSON, and as the list that a county edits (CSV). */
#include "desk/desk.h"
#include "disclosure/catalogue.h"
#include "disclosure/disclosure_web.h"

enum { GROUPS = 6, CSV_BYTES = LIMIT_CSV_BYTES };

/* -- what is said of an item ------------------------------------------------------------------------------------------------ */

static Str say_plain(const Request *q, const Item *item)
{
    return words_in(item->plain, q->lang);
}

static Str say_name(const Request *q, const Item *item)
{
    return words_in(item->name, q->lang);
}

static Str say_when(const Request *q, const Item *item)
{
    static const struct {
        char every;
        const char *key;
    } ways[] = {{'m', "disclosure.cat.month"}, {'q', "disclosure.cat.quarter"}, {'y', "disclosure.cat.year"},
                {'e', "disclosure.cat.event"}};
    size_t i = 0;
    while (i + 1 < COUNT_OF(ways) && ways[i].every != item->every)
        i++;
    bool has_month = item->every == 'y' && item->due_month; /* an added item has none: January, after its year */
    Date day = date_add_months((Date){0}, has_month ? item->due_month - 1 : 0); /* 1970-01-01 .. */
    return lang_fill(q->arena, q->lang, str_of(ways[i].key),
                     (const Str[]){lang_day(q->arena, q->lang, date_add_days(day, item->due_day - 1)),
                                   i64_plain(q->arena, item->due_day)}, 2);
}

static Str say_prepare(const Request *q, const Item *item)
{
    return desk_role_name(q->lang, item->prepare_role);
}

static Str say_review(const Request *q, const Item *item)
{
    return desk_role_name(q->lang, item->review_role);
}

static Str say_approve(const Request *q, const Item *item)
{
    return desk_role_name(q->lang, item->approve_role);
}

static Str say_same(const Request *q, const Item *item)
{
    return web_sentence(q, item->no_change_allowed ? "disclosure.cat.same_yes" : "disclosure.cat.same_no");
}

static Str say_basis(const Request *q UNUSED, const Item *item)
{
    return item->basis;
}

static const struct {
    const char *label;
    Str (*say)(const Request *q, const Item *item);
    bool in_head; /* the title of an item, not a line below it */
} said[] = {
    {"disclosure.cat.plain", say_plain, true},     {"disclosure.cat.name", say_name, true},
    {"disclosure.cat.when", say_when, false},      {"disclosure.cat.prepare", say_prepare, false},
    {"disclosure.cat.review", say_review, false},  {"disclosure.cat.approve", say_approve, false},
    {"disclosure.cat.same", say_same, false},      {"disclosure.cat.basis", say_basis, false},
};

static Str day_words(const Request *q, Date day)
{
    return date_is(day) ? lang_date(q->arena, q->lang, day) : S("");
}

static CatalogueItem item_of(const Request *q, const Item *item)
{
    CatalogueFact *facts = ARENA_ARRAY(q->arena, CatalogueFact, COUNT_OF(said));
    CatalogueItem v = {.code = item->code, .plain = say_plain(q, item), .name = say_name(q, item), .facts = facts,
                       .since = item->from, .until = item->to, .basis = item->basis, .since_words = day_words(q, item->from),
                       .until_words = day_words(q, item->to), .prepare_role = item->prepare_role,
                       .review_role = item->review_role, .approve_role = item->approve_role};
    for (size_t i = 0; i < COUNT_OF(said); i++)
        if (!said[i].in_head)
            facts[v.facts_count++] = (CatalogueFact){web_sentence(q, said[i].label), said[i].say(q, item)};
    v.says = lang_fill(q->arena, q->lang, S("disclosure.cat.sentence"),
                       (const Str[]){say_when(q, item), say_prepare(q, item), say_review(q, item), say_approve(q, item)}, 4);
    v.same = say_same(q, item);
    return v;
}

static void fill_groups(const Request *q, const Catalogue *c, CataloguePage *p)
{
    CatalogueGroup *groups = ARENA_ARRAY(q->arena, CatalogueGroup, GROUPS);
    for (size_t g = 0; g < GROUPS; g++) {
        char code = (char)('A' + g);
        CatalogueItem *items = ARENA_ARRAY(q->arena, CatalogueItem, LIMIT_DISCLOSURE_ITEMS);
        groups[g] = (CatalogueGroup){.name = words_in(disclosure_group_name(code), q->lang), .items = items};
        for (size_t i = 0; i < c->code_count; i++) {
            const Version *v = catalogue_on(c->codes[i].first, p->on);
            if (!v || v->item.group != code)
                continue;
            items[groups[g].items_count++] = item_of(q, &v->item);
            p->count += !str_eq(c->codes[i].code, S(CATALOGUE_ADDED));
        }
    }
    p->groups = groups;
    p->groups_count = GROUPS;
}

/* -- what changed, and from which day ----------------------------------------------------------------------------------------- */

static void note_day(Date *days, size_t *count, Date day)
{
    size_t at = 0;
    while (at < *count && days[at].day > day.day)
        at++;
    if (at < *count && days[at].day == day.day)
        return;
    for (size_t i = *count; i > at; i--)
        days[i] = days[i - 1];
    days[at] = day;
    ++*count;
}

static void fill_changes(const Request *q, const Catalogue *c, Date since, CatalogueDay *day)
{
    CatalogueChange *changes = ARENA_ARRAY(q->arena, CatalogueChange, c->code_count * COUNT_OF(said));
    for (size_t i = 0; i < c->code_count; i++) {
        const Version *now = catalogue_on(c->codes[i].first, since);
        const Version *was = catalogue_on(c->codes[i].first, date_add_days(since, -1));
        if (!now || now == was)
            continue;
        for (size_t k = 0; k < COUNT_OF(said); k++) {
            Str before = was ? said[k].say(q, &was->item) : S(""), after = said[k].say(q, &now->item);
            if (!str_eq(before, after))
                changes[day->changes_count++] =
                    (CatalogueChange){now->item.code, web_sentence(q, said[k].label), before, after};
        }
    }
    day->changes = changes;
}

/* Newest first: also those that are still to come. */
static void fill_days(const Request *q, const Catalogue *c, CataloguePage *p)
{
    Date *days = ARENA_ARRAY(q->arena, Date, c->version_count);
    size_t count = 0;
    for (size_t i = 0; i < c->code_count; i++)
        for (const Version *v = c->codes[i].first; v; v = v->later)
            if (date_is(v->item.from))
                note_day(days, &count, v->item.from);
    CatalogueDay *said_days = ARENA_ARRAY(q->arena, CatalogueDay, count);
    for (size_t i = 0; i < count; i++) {
        said_days[i] = (CatalogueDay){.since = days[i], .words = day_words(q, days[i]), .to_come = days[i].day > instant_date(q->now).day,
                                      .href = arena_printf(q->arena, "/catalogue?on=%.*s",
                                                           STR_ARG(date_plain(q->arena, days[i])))};
        fill_changes(q, c, days[i], &said_days[i]);
    }
    p->days = said_days;
    p->days_count = count;
}

/* -- the addresses ------------------------------------------------------------------------------------------------------------- */

/* ?on=2027-01-01: as it is on that day. */
static Err read_on(const Request *q, Date *ret_on)
{
    Str asked = pairs_get(&q->query, S("on"));
    *ret_on = instant_date(q->now);
    if (asked.len && !date_read(asked, *ret_on, ret_on))
        return ERR(q->arena, ERR_INPUT, "err.disclosure.cat_day", .field = S("on"), .args = {asked});
    return NULL;
}

Err disclosure_get_catalogue(const Request *q, Response *r)
{
    CataloguePage p = {0};
    const Catalogue *c = catalogue();
    TRY(read_on(q, &p.on));
    p.words = day_words(q, p.on);
    p.other_day = p.on.day != instant_date(q->now).day;
    p.csv_href = p.other_day ? arena_printf(q->arena, "/catalogue.csv?on=%.*s", STR_ARG(date_plain(q->arena, p.on)))
                             : S("/catalogue.csv");
    fill_groups(q, c, &p);
    fill_days(q, c, &p);
    PageFrame frame = {.title = web_sentence(q, "disclosure.cat.title"), .path = q->path, .noindex = p.other_day};
    DISCLOSURE_SEND(q, r, &frame, catalogue, CataloguePage, &p);
    r->cacheable = !p.other_day;
    return NULL;
}

static Str column_of(Arena *a, const Version *v, Str name)
{
    const Date none = DATE_NONE;
    Date day = str_eq(name, S("valid_from")) ? v->item.from : str_eq(name, S("valid_to")) ? v->item.to : none;
    return date_is(day) ? date_plain(a, day) : catalogue_cell(v->table, v->row, name);
}

Err disclosure_get_catalogue_csv(const Request *q, Response *r)
{
    static const Str days[] = {S("valid_from"), S("valid_to")};
    const Catalogue *c = catalogue();
    Date on;
    TRY(read_on(q, &on));
    size_t carried = c->columns->columns, count = carried + COUNT_OF(days);
    Out *o = out_new(q->arena, CSV_BYTES, NULL);
    csv_mark(o);
    for (size_t k = 0; k < count; k++)
        csv_cell(o, k < carried ? c->columns->cells[k] : days[k - carried], k == 0);
    csv_end(o);
    for (size_t i = 0; i < c->code_count; i++) {
        const Version *v = catalogue_on(c->codes[i].first, on);
        for (size_t k = 0; v && k < count; k++)
            csv_cell(o, column_of(q->arena, v, k < carried ? c->columns->cells[k] : days[k - carried]), k == 0);
        if (v)
            csv_end(o);
    }
    web_bytes(r, "text/csv; charset=utf-8", out_str(o));
    web_header(r, "Content-Disposition",
               arena_printf(q->arena, "attachment; filename=\"catalogue-%.*s.csv\"", STR_ARG(date_plain(q->arena, on))));
    return NULL;
}

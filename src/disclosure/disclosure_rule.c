// SPDX-License-Identifier: Apache-2.0
/* rule: what must hold before a step of a disclosure item or an objection is taken. Values in, a verdict out. */
#include "disclosure/disclosure_rule.h"

enum { GUARD_HITS = 8 };

/* Given with the step, or known before: the engine checks a step before it merges. */
static const Json *fact(const Case *c, const Step *s, Str name)
{
    const Json *given = json_get(s->facts, name);
    return given ? given : json_get(c->facts, name);
}

static const Item *item_of(const Case *c)
{
    return disclosure_item(json_text(c->facts, S("item")));
}

static const Json *first_row(const Json *table)
{
    return table && table->kind == JSON_LIST && table->count ? table->items[0] : NULL;
}

static Str money_words(Arena *a, int64_t fen)
{
    return money_grouped(a, (Money){fen});
}

/* -- what has to add up ------------------------------------------------------------------------------------------------ */

/* The balance carried down each line: the first line that does not agree is named. */
static Err check_running(Arena *a, const Item *item, const Json *rows, int64_t opening, int64_t *ret_closing)
{
    int64_t balance = opening;
    for (size_t i = 0; i < rows->count; i++) {
        const Json *row = rows->items[i];
        balance += json_int(row, item->balance.in, 0) - json_int(row, item->balance.out, 0);
        const Json *running = json_get(row, item->balance.running);
        if (running && running->kind == JSON_INT && running->number != balance)
            return ERR(a, ERR_RULE, "err.disclosure.running", .field = S("rows"),
                       .args = {i64_plain(a, (int64_t)i + 1), money_words(a, running->number), money_words(a, balance)});
    }
    *ret_closing = balance;
    return NULL;
}

Err disclosure_rows_add_up(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    const Item *item = item_of(c);
    const Json *rows = fact(c, s, S("rows")), *head = first_row(fact(c, s, S("head")));
    if (!item || !item->balance.opening.len || !rows || !head)
        return NULL;
    int64_t closing;
    TRY(check_running(a, item, rows, json_int(head, item->balance.opening, 0), &closing));
    const Json *said = json_get(head, item->balance.closing);
    if (said && said->kind == JSON_INT && said->number != closing)
        return ERR(a, ERR_RULE, "err.disclosure.closing", .field = S("head"),
                   .args = {money_words(a, said->number), money_words(a, closing)});
    return NULL;
}

Err disclosure_has_content(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    const Json *rows = fact(c, s, S("rows")), *head = fact(c, s, S("head")), *note = fact(c, s, S("note"));
    bool any = (rows && rows->count) || (first_row(head) && first_row(head)->count) || (note && note->text.len);
    return any ? NULL : ERR(a, ERR_RULE, "err.disclosure.empty", .field = S("rows"));
}

Err disclosure_no_change_allowed(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    const Item *item = item_of(c);
    if (item && item->no_change_allowed)
        return NULL;
    return ERR(a, ERR_RULE, "err.disclosure.no_change", .args = {item ? item->code : STR_NONE});
}

Err disclosure_board_day(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Date day;
    if (!date_read(json_text(s->facts, S("board_on")), instant_date(s->now), &day))
        return ERR(a, ERR_INPUT, "err.disclosure.board_day", .field = S("board_on"));
    if (day.day > instant_date(s->now).day || day.day < instant_date(c->entered).day)
        return ERR(a, ERR_RULE, "err.disclosure.board_day", .field = S("board_on"),
                   .args = {date_plain(a, day), date_plain(a, instant_date(c->entered))});
    return NULL;
}

/* -- the personal-data guard over a table --------------------------------------------------------------------------------- */

typedef struct Found {
    GuardHit hit;
    size_t row; /* 0: not in a row */
    Str column;
} Found;

static bool find_in(Arena *a, const Json *value, Found *found)
{
    GuardHit hits[GUARD_HITS];
    size_t count = value->kind == JSON_TEXT ? text_guard(a, value->text, hits, GUARD_HITS) : 0;
    for (size_t i = 0; i < count; i++)
        if (hits[i].blocks) {
            found->hit = hits[i];
            return true;
        }
    return false;
}

static bool find_in_table(Arena *a, const Json *rows, Found *found)
{
    for (size_t i = 0; rows && rows->kind == JSON_LIST && i < rows->count; i++)
        for (size_t k = 0; k < rows->items[i]->count; k++) {
            found->row = i + 1;
            found->column = rows->items[i]->members[k].name;
            if (find_in(a, rows->items[i]->members[k].value, found))
                return true;
        }
    return false;
}

/* Blocks until the words are changed, or until a reason is given and another hand passes it (the next step). */
Err disclosure_no_personal_data(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Found found = {0};
    const Json *note = fact(c, s, S("note")), *reason = fact(c, s, S("guard_override"));
    if (reason && reason->text.len)
        return NULL;
    bool hit = find_in_table(a, fact(c, s, S("rows")), &found) || find_in_table(a, fact(c, s, S("head")), &found);
    if (hit) {
        const Item *item = item_of(c);
        Str label = found.column;
        for (size_t i = 0; item && i < item->row_count; i++)
            if (str_eq(item->rows[i].name, found.column))
                label = item->rows[i].label.zh;
        return ERR(a, ERR_RULE, "err.disclosure.personal_row", .field = S("rows"),
                   .args = {i64_plain(a, (int64_t)found.row), label, found.hit.masked});
    }
    if (note && find_in(a, note, &found))
        return ERR(a, ERR_RULE, "err.disclosure.personal_note", .field = S("note"), .args = {found.hit.masked});
    return NULL;
}

/* -- who may see -------------------------------------------------------------------------------------------------------------- */

Err disclosure_is_published(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    return json_flag(c->facts, S("posted")) ? NULL : ERR(a, ERR_MISSING, "err.disclosure.not_published");
}

Err disclosure_objection_shown(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    bool shown = json_flag(c->facts, S("shown")) && json_flag(c->facts, S("may_publish"));
    return shown ? NULL : ERR(a, ERR_MISSING, "err.disclosure.not_published");
}

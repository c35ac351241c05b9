// SPDX-License-Identifier: Apache-2.0
/* rule: what must hold before a step of a disclosure item or an objection is taken. Values in, a verdict out. */
#include "disclosure/disclosure_rule.h"

enum { GUARD_HITS = 8 };

static const Item *item_of(Arena *a, const Case *c)
{
    return disclosure_item_of_case(a, c);
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

Err disclosure_rows_add_up(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    const Item *item = item_of(a, c);
    const Json *rows = json_get(c->facts, S("rows")), *head = first_row(json_get(c->facts, S("head")));
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

static bool has_any(const Json *table)
{
    for (size_t i = 0; table && table->kind == JSON_LIST && i < table->count; i++)
        if (table->items[i]->count)
            return true;
    return false;
}

/* A book without its opening and closing balance proves nothing: both must be said. */
Err disclosure_has_content(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    const Item *item = item_of(a, c);
    const Json *head = first_row(json_get(c->facts, S("head")));
    bool any = has_any(json_get(c->facts, S("rows"))) || has_any(json_get(c->facts, S("head"))) ||
               json_text(c->facts, S("note")).len;
    if (!any)
        return ERR(a, ERR_RULE, "err.disclosure.empty", .field = S("rows"));
    if (item && item->balance.opening.len &&
        (!json_get(head, item->balance.opening) || !json_get(head, item->balance.closing)))
        return ERR(a, ERR_RULE, "err.disclosure.no_balance", .field = S("head"));
    return NULL;
}

Err disclosure_no_change_allowed(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    const Item *item = item_of(a, c);
    if (item && item->no_change_allowed)
        return NULL;
    return ERR(a, ERR_RULE, "err.disclosure.no_change", .args = {item ? item->code : STR_NONE});
}

/* Between the day it was fixed and today. */
Err disclosure_board_day(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Str said = json_text(c->facts, S("board_on"));
    Date day, first = instant_date(c->entered), today = instant_date(s->now);
    if (date_read(said, today, &day) && day.day >= first.day && day.day <= today.day)
        return NULL;
    return ERR(a, ERR_RULE, "err.disclosure.board_day", .field = S("board_on"), .args = {said, date_plain(a, first)});
}

/* -- opened by hand: what the catalogue says of the item ------------------------------------------------------------------- */

static const char *sample_period(char every)
{
    return every == 'm' ? "2026-09" : every == 'q' ? "2026Q3" : "2026";
}

/* What an item is called, who prepares, reviews and approves stands in the catalogue, never in what somebody sends.
 * `value`: the item that the village added, or NULL. */
Err disclosure_as_catalogue(Arena *a, const Case *c, const Step *s, const void *value)
{
    const AddedItem *added = value;
    const Item *item = item_of(a, c);
    Period period;
    char every = added ? added->every : item ? item->every : 'e';
    bool is_here = item && (added || str_eq(item->code, disclosure_item(item->code)->code));
    if (!is_here)
        return ERR(a, ERR_INPUT, "err.disclosure.unknown_item", .field = S("item"),
                   .args = {json_text(c->facts, S("item"))});
    if (!period_read(json_text(c->facts, S("period")), &period) || (every != 'e' && period.kind != every))
        return ERR(a, ERR_INPUT, "err.disclosure.period_kind", .field = S("period"),
                   .args = {item->code, str_of(sample_period(every))});
    if (period_first(period).day > instant_date(s->now).day)
        return ERR(a, ERR_INPUT, "err.disclosure.period_ahead", .field = S("period"));
    Str name = json_text(c->facts, S("name"));
    if (name.len && !str_eq(name, added ? added->name : item->plain.zh))
        return ERR(a, ERR_INPUT, "err.disclosure.unknown_item", .field = S("name"), .args = {name});
    if (!str_eq(json_text(c->facts, S("prepare_role")), item->prepare_role) ||
        !str_eq(json_text(c->facts, S("review_role")), item->review_role) ||
        !str_eq(json_text(c->facts, S("approve_role")), item->approve_role))
        return ERR(a, ERR_DENIED, "err.disclosure.roles", .args = {item->code});
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

static Str label_of(const Field *columns, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(columns[i].name, name))
            return columns[i].label.zh;
    return name;
}

/* Blocks until the words are changed, or until a reason is given with this very step and another hand passes it (the
 * next one). A reason given once does not cover what is pasted later. */
Err disclosure_no_personal_data(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    Found found = {0};
    const Item *item = item_of(a, c);
    const Json *note = json_get(c->facts, S("note"));
    if (!item || json_text(s->facts, S("guard_override")).len)
        return NULL;
    if (find_in_table(a, json_get(c->facts, S("rows")), &found))
        return ERR(a, ERR_RULE, "err.disclosure.personal_row", .field = S("rows"),
                   .args = {i64_plain(a, (int64_t)found.row), label_of(item->rows, item->row_count, found.column),
                            found.hit.hint});
    if (find_in_table(a, json_get(c->facts, S("head")), &found))
        return ERR(a, ERR_RULE, "err.disclosure.personal_head", .field = S("head"),
                   .args = {label_of(item->head, item->head_count, found.column), found.hit.hint});
    if (note && find_in(a, note, &found))
        return ERR(a, ERR_RULE, "err.disclosure.personal_note", .field = S("note"), .args = {found.hit.hint});
    return NULL;
}

static Err check_clean(Arena *a, const Case *c, Str name)
{
    Found found = {0};
    const Json *words = json_get(c->facts, name);
    if (words && find_in(a, words, &found))
        return ERR(a, ERR_RULE, "err.disclosure.personal_note", .field = name, .args = {found.hit.hint});
    return NULL;
}

/* Where it was decided stands in the document as well. */
Err disclosure_meeting_clean(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    return check_clean(a, c, S("meeting_no"));
}

/* Why something was withdrawn is read by everybody: it must not say again what was taken away. */
Err disclosure_reason_clean(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    return check_clean(a, c, S("reason"));
}

/* -- objections ---------------------------------------------------------------------------------------------------------------- */

/* `value`: the item's case, or NULL. Whatever was posted can be objected to, after the five days as well. */
Err disclosure_about_posted(Arena *a, const Case *c, const Step *s UNUSED, const void *value)
{
    const Case *about = value;
    if (about && about->shown && about->place.v == c->place.v && str_eq(about->process->name, S("disclosure")))
        return NULL;
    return ERR(a, ERR_RULE, "err.disclosure.about_posted", .field = S("about"));
}

/* -- asked for besides ------------------------------------------------------------------------------------------------------ */

/* One tenth of the villagers, one fifth of the representatives; in whole numbers. */
Err disclosure_enough_asked(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    int64_t part = str_eq(json_text(c->facts, S("asked_by")), S("representatives")) ? 5 : 10;
    int64_t signers = json_int(c->facts, S("signers"), 0), entitled = json_int(c->facts, S("entitled"), 0);
    if (signers > entitled)
        return ERR(a, ERR_INPUT, "err.disclosure.signers", .field = S("signers"), .args = {i64_plain(a, entitled)});
    if (signers * part >= entitled)
        return NULL;
    return ERR(a, ERR_RULE, "err.disclosure.few_asked", .field = S("signers"),
               .args = {i64_plain(a, (entitled + part - 1) / part)});
}

/* `value`: how many the village has. */
Err disclosure_room_for_more(Arena *a, const Case *c UNUSED, const Step *s UNUSED, const void *value)
{
    if (*(const size_t *)value < LIMIT_ADDED_ITEMS)
        return NULL;
    return ERR(a, ERR_LIMIT, "err.disclosure.many_added", .args = {i64_plain(a, LIMIT_ADDED_ITEMS)});
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

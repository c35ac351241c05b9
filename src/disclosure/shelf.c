// SPDX-License-Identifier: Apache-2.0
/* The shelf: after each step of an item or an objection its row is made anew; and what other rooms ask of it. */
#include "disclosure/shelf.h"
#include "disclosure/document.h"
#include "disclosure_sql.h"

enum { OBJECTION_DAYS = 5, REVIEWERS_MAX = 32 }; /* days: Shandong village affairs disclosure regulation, art. 16 */

static Date fact_date(const Json *facts, Str name)
{
    Date d;
    Str text = json_text(facts, name);
    return text.len && date_read(text, (Date){0}, &d) ? d : DATE_NONE;
}

static bool in_state(const Case *c, Str name)
{
    return str_eq(c->process->states[c->state].name, name);
}

/* -- keeping ----------------------------------------------------------------------------------------------------------- */

/* How many of the committee passed it: distinct persons since it was last submitted. */
static Err count_reviewers(Db *db, Arena *a, const Case *c, int64_t *ret_count)
{
    const EventRow *events;
    size_t count;
    TRY(record_of_case(db, a, c->home, c->id, &events, &count));
    PersonId seen[REVIEWERS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < count && n < COUNT_OF(seen); i++) {
        if (str_eq(events[i].kind, S("disclosure.submit")) || str_eq(events[i].kind, S("disclosure.declare_no_change")))
            n = 0;
        bool fresh = str_eq(events[i].kind, S("disclosure.pass"));
        for (size_t k = 0; k < n && fresh; k++)
            fresh = seen[k].v != events[i].person.v;
        if (fresh)
            seen[n++] = events[i].person;
    }
    *ret_count = (int64_t)n;
    return NULL;
}

static Err note_publication(Db *db, Arena *a, const Case *c, const Step *s, ShelfRow *row)
{
    const Document *d;
    const EventRow *event;
    TRY(process_document(db, a, c->home, c->id, 0, &d));
    if (!d)
        return NULL;
    TRY(record_get(db, a, c->home, d->event, &event));
    row->version = d->version;
    row->published = s->now;
    row->withdrawn = false;
    row->posted_on = row->objection_until = DATE_NONE;
    row->code = event ? record_short_code(a, &event->leaf) : S("");
    return count_reviewers(db, a, c, &row->reviewers);
}

static void note_board(const Case *c, ShelfRow *row)
{
    row->posted_on = fact_date(c->facts, S("board_on"));
    row->objection_until = date_is(row->posted_on) ? date_add_days(row->posted_on, OBJECTION_DAYS) : DATE_NONE;
}

static Err shelve_item(Db *db, Arena *a, const Case *c, const Step *s)
{
    Period period;
    Str item = json_text(c->facts, S("item")), book = json_text(c->facts, S("book"));
    if (!period_read(json_text(c->facts, S("period")), &period))
        return ERR(a, ERR_BROKEN, "err.disclosure.unknown_item", .args = {item});
    const ShelfRow *before;
    TRY(disclosure_shelf_of(db, a, c->home, c->place, period_first(period), item, book, c->id, &before));
    ShelfRow row = before ? *before
                          : (ShelfRow){.due_on = instant_is(c->due) ? date_add_days(instant_date(c->due), -1) : DATE_NONE,
                                       .posted_on = DATE_NONE, .objection_until = DATE_NONE,
                                       .published = INSTANT_NONE};
    if (str_eq(s->action, S("fix")))
        TRY(note_publication(db, a, c, s, &row));
    if (str_eq(s->action, S("post_on_board")))
        note_board(c, &row);
    if (str_eq(s->action, S("withdraw_privacy")))
        row.withdrawn = true;
    return disclosure_shelf_put(db, a, c->home, c->place, item, book, period_plain(a, period), period_first(period),
                                period_last(period), c->id, c->number, c->process->states[c->state].name, row.due_on,
                                row.posted_on, row.objection_until, row.published, row.version,
                                row.code.at ? row.code : S(""), row.reviewers, json_flag(c->facts, S("no_change")),
                                row.withdrawn, json_flag(c->facts, S("correcting")),
                                str_starts(item, S("V")) ? json_text(c->facts, S("name")) : S(""), NULL);
}

static Err item_objected_to(Db *db, Arena *a, const Engine *e, const Case *c, CaseId *ret_about)
{
    const Case *about = NULL;
    *ret_about = c->parent;
    if (!c->parent.v)
        TRY(process_by_number(db, a, e, json_text(c->facts, S("about")), &about));
    if (about)
        *ret_about = about->id;
    return NULL;
}

static Err shelve_objection(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s)
{
    CaseId about;
    const State *state = &c->process->states[c->state];
    bool shown = json_flag(c->facts, S("shown")) && json_flag(c->facts, S("may_publish"));
    Str town = json_text(c->facts, S("town_answer"));
    bool answered = in_state(c, S("answered")) || state->final;
    Date due = instant_is(c->due) ? date_add_days(instant_date(c->due), -1) : DATE_NONE;
    TRY(item_objected_to(db, a, e, c, &about));
    return disclosure_objection_put(db, a, c->home, c->id, c->place, about, c->number, state->name, !state->final,
                                    shown, json_text(c->facts, S("public_text")),
                                    town.len ? town : json_text(c->facts, S("answer")), due,
                                    answered ? instant_date(s->now) : DATE_NONE, NULL);
}

Err disclosure_listen(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index UNUSED)
{
    if (str_eq(c->process->name, S("disclosure")))
        TRY(shelve_item(db, a, c, s));
    else if (str_eq(c->process->name, S("objection")))
        TRY(shelve_objection(db, a, e, c, s));
    web_touch_after_commit(db, a, arena_printf(a, "/v/%.*s", STR_ARG(place_plain(a, c->place))));
    web_touch_after_commit(db, a, arena_printf(a, "/t/%.*s", STR_ARG(place_plain(a, place_up(c->place, PLACE_TOWN)))));
    return NULL;
}

static bool laid_out(const Json *given)
{
    return json_get(given, S("rows")) || json_get(given, S("head")) || json_get(given, S("note"));
}

/* What was typed stands beside the leaves as well: those bytes go, and their salts. */
static Err erase_typed(Db *db, Arena *a, const Case *c, const Step *s)
{
    const EventRow *events;
    const Json *data;
    size_t count;
    Event why = {.person = s->who->person, .at = s->now};
    TRY(record_of_case(db, a, c->home, c->id, &events, &count));
    for (size_t i = 0; i < count; i++)
        if (!events[i].erased && !json_read(a, events[i].data, LIMIT_EVENT_BYTES, &data) &&
            laid_out(json_get(data, S("facts"))))
            TRY(record_erase(db, a, c->home, events[i].index, json_text(c->facts, S("reason")), &why));
    return NULL;
}

/* Drops the public bytes of every version: what is private in the newest is so in those before. The hashes and the reason
 * stay (personal information protection law, art. 47). */
Err disclosure_withdraw(Db *db, Arena *a, const Engine *e UNUSED, const Case *c, const Step *s,
                        uint64_t event_index UNUSED)
{
    const Document *documents;
    size_t count;
    TRY(erase_typed(db, a, c, s));
    TRY(process_documents(db, a, c->home, c->id, &documents, &count));
    for (size_t i = 0; i < count; i++)
        if (!documents[i].withdrawn.len)
            TRY(process_withdraw(db, a, &documents[i], c->home, json_text(c->facts, S("reason")), s->now));
    return NULL;
}

/* -- asking -------------------------------------------------------------------------------------------------------------- */

static ShelfEntry entry_of(PlaceCode village, const ShelfRow *r)
{
    ShelfEntry e = {.village = village, .item = r->item, .book = r->book, .about = r->id, .number = r->number,
                    .state = r->state, .due_on = r->due_on, .posted_on = r->posted_on,
                    .objection_until = r->objection_until, .published = r->published, .version = r->version,
                    .code = r->code, .reviewers = r->reviewers, .no_change = r->no_change, .withdrawn = r->withdrawn,
                    .correcting = r->correcting, .name = r->name};
    REQUIRE(period_read(r->period, &e.period));
    return e;
}

Err disclosure_shelf(Db *db, Arena *a, PlaceCode village, const ShelfAsk *ask, const ShelfEntry **ret, size_t *ret_count)
{
    const ShelfRow *rows;
    size_t count;
    const Date never = {INT32_MAX};
    bool now = ask->open_on.day > 0;
    Period year = period_at('y', period_first(ask->period)), past = period_before(year);
    TRY(disclosure_shelf_within(db, a, place_home(village), village, period_first(ask->period),
                                period_last(ask->period), now ? period_first(year) : never, period_last(year),
                                now ? period_first(past) : never, period_last(past), now ? ask->open_on : never, ask->newest, &rows, &count));
    ShelfEntry *entries = ARENA_ARRAY(a, ShelfEntry, count);
    for (size_t i = 0; i < count; i++)
        entries[i] = entry_of(village, &rows[i]);
    *ret = entries;
    *ret_count = count;
    return NULL;
}

const ShelfEntry *disclosure_newest(const ShelfEntry *entries, size_t count, Str item)
{
    const ShelfEntry *newest = NULL;
    for (size_t i = 0; i < count; i++) {
        const ShelfEntry *e = &entries[i];
        bool readable = str_eq(e->item, item) && str_eq(e->book, S("committee")) && e->version > 0 && !e->withdrawn;
        if (readable && (!newest || period_last(e->period).day > period_last(newest->period).day))
            newest = e;
    }
    return newest;
}

CaseId *disclosure_cases(Arena *a, const ShelfEntry *entries, size_t count)
{
    CaseId *cases = ARENA_ARRAY(a, CaseId, count + 1);
    for (size_t i = 0; i < count; i++)
        cases[i] = entries[i].about;
    return cases;
}

/* Where it lies, as the public reads it: with whom, and so why. */
static Str state_words(const Lang *l, Str state)
{
    const Process *p = house() && house()->engine ? process_named(house()->engine, S("disclosure")) : NULL;
    for (size_t i = 0; p && i < p->state_count; i++)
        if (str_eq(p->states[i].name, state))
            return words_in(p->states[i].public_label, l);
    return lang_get(l, S("disclosure.word.preparing"));
}

Err disclosure_last_change(Db *db, Arena *a, PlaceCode village, Str item, Period period, Period *ret_period)
{
    const LastChangeRow *row;
    *ret_period = (Period){0};
    TRY(disclosure_last_change_row(db, a, place_home(village), village, item, period_first(period), &row));
    return !row || period_read(row->period, ret_period) ? NULL
                                                        : ERR(a, ERR_BROKEN, "err.disclosure.period", .args = {row->period});
}

/* Before anything was published: when it is due, or that it is late. */
static Str words_before(Arena *a, const Lang *l, const ShelfEntry *e, Date today, Str *ret_mark)
{
    bool late = date_is(e->due_on) && e->due_on.day < today.day;
    *ret_mark = late ? S("late") : S("same");
    if (!date_is(e->due_on))
        return lang_get(l, S("disclosure.word.preparing"));
    if (!late)
        return LANG_FILL(a, l, S("disclosure.word.due"), lang_day(a, l, e->due_on));
    return LANG_FILL(a, l, S("disclosure.word.late"), lang_day(a, l, e->due_on), state_words(l, e->state));
}

Str disclosure_words(Arena *a, const Lang *l, const ShelfEntry *e, Date today, Str *ret_mark)
{
    bool posted = date_is(e->posted_on), open = date_is(e->objection_until) && e->objection_until.day >= today.day;
    *ret_mark = S("wait");
    if (e->withdrawn)
        return lang_get(l, S("disclosure.word.withdrawn"));
    if (!instant_is(e->published))
        return words_before(a, l, e, today, ret_mark);
    if (e->correcting)
        return lang_get(l, S("disclosure.word.correcting"));
    if (open)
        return LANG_FILL(a, l, S("disclosure.word.open"), lang_day(a, l, e->objection_until));
    if (!posted)
        return LANG_FILL(a, l, S("disclosure.word.to_hang"), lang_day(a, l, instant_date(e->published)));
    *ret_mark = e->no_change ? S("same") : S("ok");
    if (e->no_change)
        return lang_get(l, S("disclosure.word.same"));
    return LANG_FILL(a, l, e->version > 1 ? S("disclosure.word.corrected") : S("disclosure.word.posted"),
                     lang_day(a, l, e->posted_on));
}

Err disclosure_counts(Db *db, Arena *a, Home home, Date on, const DisclosureCounts **ret, size_t *ret_count)
{
    const CountRow *rows;
    const ObjectionCountRow *open;
    size_t count, open_count;
    Period year = period_at('y', on);
    TRY(disclosure_counts_rows(db, a, home, on, period_first(year), &rows, &count));
    TRY(disclosure_objection_counts(db, a, home, &open, &open_count));
    DisclosureCounts *counts = ARENA_ARRAY(a, DisclosureCounts, count);
    for (size_t i = 0; i < count; i++) {
        counts[i] = (DisclosureCounts){.village = rows[i].village, .late = rows[i].late,
                                       .in_objection = rows[i].in_objection, .posted_this_year = rows[i].posted};
        for (size_t k = 0; k < open_count; k++)
            if (open[k].village.v == rows[i].village.v)
                counts[i].objections_open = open[k].open;
    }
    *ret = counts;
    *ret_count = count;
    return NULL;
}

static const ObjectionShown *shown_of(Arena *a, const ObjectionRow *rows, size_t count)
{
    ObjectionShown *shown = ARENA_ARRAY(a, ObjectionShown, count);
    for (size_t i = 0; i < count; i++)
        shown[i] = (ObjectionShown){rows[i].about, rows[i].number, rows[i].words, rows[i].answer, rows[i].state,
                                    rows[i].due_on, rows[i].answered_on};
    return shown;
}

Err disclosure_objections(Db *db, Arena *a, PlaceCode village, size_t max, const ObjectionShown **ret, size_t *ret_count)
{
    const ObjectionRow *rows;
    TRY(disclosure_objection_village(db, a, place_home(village), village, (int64_t)max, &rows, ret_count));
    *ret = shown_of(a, rows, *ret_count);
    return NULL;
}

Err disclosure_objections_to(Db *db, Arena *a, const ShelfEntry *entries, size_t count, const ObjectionShown **ret,
                             size_t *ret_count)
{
    const ObjectionRow *rows;
    *ret_count = 0;
    if (!count)
        return NULL;
    CaseId *abouts = disclosure_cases(a, entries, count);
    TRY(disclosure_objection_about(db, a, place_home(entries->village), abouts, count, LIMIT_ROWS_MANY, &rows,
                                   ret_count));
    *ret = shown_of(a, rows, *ret_count);
    return NULL;
}

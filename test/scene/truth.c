// SPDX-License-Identifier: Apache-2.0
#include "truth.h"

#include "dialogue/dialogue.h"
#include "disclosure/calendar.h"

typedef struct Truth {
    World *w;
    Db *db;
    Arena *arena;
} Truth;

static void complain(void *arg UNUSED, Str table, Str row, Str what)
{
    fail_msg("fsck: %.*s %.*s %.*s", STR_ARG(table), STR_ARG(row), STR_ARG(what));
}

/* -- one person, one hand --------------------------------------------------------------------------------------------- */

/* The action an event records: its kind behind the room's name. */
static Str action_of(const EventRow *e)
{
    Str room, action;
    (void)str_cut(e->kind, '.', &room, &action);
    return action;
}

/* Who took an action last before an event: the hand that counted, and those who had signed for it. */
static bool took_before(const EventRow *events, size_t at, const Action *x, PersonId person)
{
    bool collective = x->each_of.role.len || x->each_of.field.len;
    size_t last = at;
    while (last > 0 && !str_eq(action_of(&events[last - 1]), x->name))
        last--;
    for (; last > 0 && str_eq(action_of(&events[last - 1]), x->name); last--)
        if (events[last - 1].person.v == person.v || !collective)
            return events[last - 1].person.v == person.v;
    return false;
}

static void check_hands(const Truth *t, const Case *c)
{
    const EventRow *events;
    size_t count;
    assert_ok(record_of_case(t->db, t->arena, c->home, c->id, &events, &count));
    for (size_t i = 0; i < count; i++) {
        const Action *x = process_action(c->process, action_of(&events[i]));
        for (size_t k = 0; x && events[i].person.v && k < x->apart_count; k++)
            if (took_before(events, i, process_action(c->process, x->apart_from[k]), events[i].person))
                fail_msg("%.*s: one hand took %.*s and %.*s", STR_ARG(c->number), STR_ARG(x->apart_from[k]),
                         STR_ARG(x->name));
    }
}

/* -- the shelves ------------------------------------------------------------------------------------------------------- */

static void check_item(const Truth *t, const Case *c)
{
    const ShelfEntry *entries;
    const Document *documents;
    size_t count, document_count, i = 0;
    Period period;
    REQUIRE(period_read(json_text(c->facts, S("period")), &period));
    assert_ok(disclosure_shelf(t->db, t->arena, c->place, &(ShelfAsk){.period = period}, &entries, &count));
    while (i < count && entries[i].about.v != c->id.v)
        i++;
    if (i == count)
        fail_msg("%.*s is not on the shelf", STR_ARG(c->number));
    const ShelfEntry *e = &entries[i];
    assert_ok(process_documents(t->db, t->arena, c->home, c->id, &documents, &document_count));
    const Document *newest = NULL;
    for (size_t k = 0; k < document_count; k++)
        newest = !newest || documents[k].version > newest->version ? &documents[k] : newest;
    bool same = str_eq(e->state, c->process->states[c->state].name) && str_eq(e->number, c->number) &&
                e->version == (newest ? newest->version : 0) && e->withdrawn == (newest && newest->withdrawn.len > 0) &&
                e->no_change == json_flag(c->facts, S("no_change"));
    if (!same)
        fail_msg("%.*s: the shelf says version %lld in %.*s", STR_ARG(c->number), (long long)e->version, STR_ARG(e->state));
    if (c->shown != json_flag(c->facts, S("posted")))
        fail_msg("%.*s: shown is not posted", STR_ARG(c->number));
}

static void check_question(const Truth *t, const Case *c)
{
    const IssueShown *shown;
    size_t count;
    bool is_there = false;
    assert_ok(dialogue_shown(t->db, t->arena, c->place, LIMIT_ROWS_MANY, &shown, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(shown[i].number, c->number)) {
            is_there = true;
            if (!str_eq(shown[i].state, c->process->states[c->state].name))
                fail_msg("%.*s: the shelf says %.*s", STR_ARG(c->number), STR_ARG(shown[i].state));
        }
    if (is_there != c->shown)
        fail_msg("%.*s: shown on the shelf %d, as a case %d", STR_ARG(c->number), is_there, c->shown);
}

/* Silence counts after two tries on two days, unless nobody could be reached (close-out rule 4). */
static void check_silence(const Truth *t, const Case *c)
{
    const EventRow *events;
    size_t count;
    int days = 0;
    Date last = DATE_NONE;
    bool left_phone;
    bool silent = c->process->states[c->state].final && str_eq(json_text(c->facts, S("grade")), S("no_reply"));
    if (!silent)
        return;
    assert_ok(process_is_sealed(t->db, t->arena, c, S("contact"), &left_phone));
    assert_ok(record_of_case(t->db, t->arena, c->home, c->id, &events, &count));
    for (size_t i = 0; i < count; i++) {
        Date day = instant_date(events[i].at);
        bool tried = str_eq(events[i].kind, S("dialogue.tried")) && (!date_is(last) || day.day != last.day);
        days += tried;
        last = tried ? day : last;
    }
    if ((left_phone || c->opened_by.v) && days < 2)
        fail_msg("%.*s: silent after tries on %d days", STR_ARG(c->number), days);
}

/* What was withdrawn is in no version, and what was typed for it beside no leaf. */
static void check_withdrawn(const Truth *t, const Case *c)
{
    const EventRow *events;
    const Document *documents;
    size_t count, withdrawals = 0;
    assert_ok(record_of_case(t->db, t->arena, c->home, c->id, &events, &count));
    for (size_t i = count; i-- > 0;) {
        const Json *data;
        withdrawals += str_eq(events[i].kind, S("disclosure.withdraw_privacy"));
        if (!withdrawals || events[i].erased || json_read(t->arena, events[i].data, LIMIT_EVENT_BYTES, &data))
            continue;
        const Json *given = json_get(data, S("facts"));
        if (json_get(given, S("rows")) || json_get(given, S("head")) || json_get(given, S("note")))
            fail_msg("%.*s: event %llu still holds what was withdrawn", STR_ARG(c->number), (unsigned long long)events[i].index);
    }
    assert_ok(process_documents(t->db, t->arena, c->home, c->id, &documents, &count));
    for (size_t i = 0; i < count; i++)
        if (documents[i].withdrawn.len && documents[i].bytes.len)
            fail_msg("%.*s: version %lld is withdrawn and there", STR_ARG(c->number), (long long)documents[i].version);
}

/* -- one case ----------------------------------------------------------------------------------------------------------- */

static void check_case(const Truth *t, const Case *c)
{
    const State *state = &c->process->states[c->state];
    if (!state->final && !instant_is(c->due))
        fail_msg("%.*s waits in %.*s without a limit", STR_ARG(c->number), STR_ARG(state->name));
    if (state->final && instant_is(c->due))
        fail_msg("%.*s is at rest and has a limit", STR_ARG(c->number));
    check_hands(t, c);
    if (str_eq(c->process->name, S("disclosure"))) {
        check_item(t, c);
        check_withdrawn(t, c);
    }
    if (str_eq(c->process->name, S("issue"))) {
        check_question(t, c);
        check_silence(t, c);
    }
}

/* What the calendar lists for the month is on the shelf of every village. */
static void check_calendar(const Truth *t, PlaceCode village)
{
    Period month = period_at('m', instant_date(t->w->now));
    const Json **facts;
    const ShelfEntry *entries;
    Str *keys;
    Instant *dues;
    size_t due, count;
    assert_ok(disclosure_list_due(t->db, t->arena, village, month, &facts, &keys, &dues, &due));
    for (size_t i = 0; i < due; i++) {
        Period p;
        size_t k = 0;
        REQUIRE(period_read(json_text(facts[i], S("period")), &p));
        assert_ok(disclosure_shelf(t->db, t->arena, village, &(ShelfAsk){.period = p}, &entries, &count));
        while (k < count && !(str_eq(entries[k].item, json_text(facts[i], S("item"))) &&
                              str_eq(entries[k].book, json_text(facts[i], S("book")))))
            k++;
        if (k == count)
            fail_msg("%.*s was not opened", STR_ARG(keys[i]));
    }
}

/* What the village page says is open is what the list has. */
static void check_glance(const Truth *t, PlaceCode village)
{
    CaseQuery q = {.scope = village, .process = S("issue"), .open_only = true, .now = t->w->now, .max = LIMIT_PAGE_ROWS};
    const Case *const *cases;
    Glance g;
    int64_t open = 0;
    for (size_t n = LIMIT_PAGE_ROWS; n == LIMIT_PAGE_ROWS;) {
        assert_ok(process_list(t->db, t->arena, t->w->house.engine, WORLD_HOME, &q, &cases, &n));
        open += (int64_t)n;
        q.after = n ? cases[n - 1]->id : q.after;
    }
    assert_ok(dialogue_glance(t->db, t->arena, village, instant_date(t->w->now), &g));
    assert_int_equal(g.open, open < LIMIT_COUNTED ? open : LIMIT_COUNTED);
    assert_true(g.more == (open > LIMIT_COUNTED));
}

enum { NUMBERS = 4096 };

/* True when it is one of this year's. */
static bool take_number(const Truth *t, const Case *c, uint8_t *taken)
{
    Str rest = c->number, part = STR_NONE;
    int64_t seq = 0;
    while (str_next(&rest, '-', &part))
        ;
    if (date_ymd(instant_date(c->opened)).year != date_ymd(instant_date(t->w->now)).year)
        return false;
    if (!str_to_i64(part, &seq) || seq < 1 || seq >= NUMBERS || taken[seq]++)
        fail_msg("%.*s: its number is no number, or another's", STR_ARG(c->number));
    return true;
}

/* Questions and what is about an officer share one series through the town: each number once, none left out. */
static void check_series(const Truth *t)
{
    static const Str processes[] = {S("issue"), S("officer_issue")};
    uint8_t *taken = ARENA_ARRAY(t->arena, uint8_t, NUMBERS);
    size_t numbers = 0;
    for (size_t p = 0; p < COUNT_OF(processes); p++) {
        CaseQuery q = {.scope = WORLD_TOWN, .process = processes[p], .now = t->w->now, .max = LIMIT_PAGE_ROWS};
        for (size_t n = LIMIT_PAGE_ROWS; n == LIMIT_PAGE_ROWS;) {
            const Case *const *cases;
            assert_ok(process_list(t->db, t->arena, t->w->house.engine, WORLD_HOME, &q, &cases, &n));
            for (size_t i = 0; i < n; i++)
                numbers += take_number(t, cases[i], taken);
            q.after = n ? cases[n - 1]->id : q.after;
        }
    }
    for (size_t seq = 1; seq <= numbers; seq++)
        if (!taken[seq])
            fail_msg("number %zu of %zu was left out", seq, numbers);
}

void truth_check(World *w)
{
    Arena *a = arena_new(512 * 1024 * 1024);
    Truth t = {w, w->t.db, a};
    CaseQuery q = {.scope = WORLD_TOWN, .now = w->now, .max = LIMIT_PAGE_ROWS};
    assert_ok(db_snapshot(t.db, a));
    assert_ok(process_fsck(t.db, a, w->house.engine, WORLD_HOME, complain, NULL));
    assert_ok(record_fsck(t.db, a, WORLD_HOME, complain, NULL));
    for (size_t n = LIMIT_PAGE_ROWS; n == LIMIT_PAGE_ROWS;) {
        const Case *const *cases;
        assert_ok(process_list(t.db, a, w->house.engine, WORLD_HOME, &q, &cases, &n));
        ArenaMark mark = arena_mark(a);
        CaseId last = n ? cases[n - 1]->id : q.after;
        for (size_t i = 0; i < n; i++) {
            check_case(&t, cases[i]);
            arena_rewind(a, mark);
        }
        q.after = last;
    }
    check_series(&t);
    const PlaceCode villages[] = {WORLD_VILLAGE, WORLD_OTHER};
    for (size_t i = 0; i < COUNT_OF(villages); i++) {
        check_glance(&t, villages[i]);
        check_calendar(&t, villages[i]);
    }
    db_release(t.db);
    arena_free(a);
}

/* -- privacy ------------------------------------------------------------------------------------------------------------- */

static void must_lack(const Case *c, const char *where, Str text, Str canary)
{
    if (str_has(text, canary))
        fail_msg("%.*s: private words in %s: %.*s", STR_ARG(c->number), where, STR_ARG(text));
}

static void check_private(const Truth *t, const Case *c, Str canary)
{
    const EventRow *events;
    const Document *documents;
    size_t count;
    assert_ok(record_of_case(t->db, t->arena, c->home, c->id, &events, &count));
    for (size_t i = 0; i < count; i++)
        must_lack(c, "a leaf", events[i].leaf_bytes, canary);
    assert_ok(process_documents(t->db, t->arena, c->home, c->id, &documents, &count));
    for (size_t i = 0; i < count; i++)
        must_lack(c, "a document", documents[i].bytes, canary);
    for (size_t i = 0; c->shown && i < c->process->field_count; i++) {
        const Field *f = &c->process->fields[i];
        const Json *value = f->shown == SHOWN_FULL ? json_get(c->facts, f->name) : NULL;
        if (value && value->kind == JSON_TEXT)
            must_lack(c, arena_cstr(t->arena, f->name), value->text, canary);
    }
}

void truth_private(World *w, Str canary)
{
    Arena *a = arena_new(512 * 1024 * 1024);
    Truth t = {w, w->t.db, a};
    CaseQuery q = {.scope = WORLD_TOWN, .now = w->now, .max = LIMIT_PAGE_ROWS};
    assert_ok(db_snapshot(t.db, a));
    for (size_t n = LIMIT_PAGE_ROWS; n == LIMIT_PAGE_ROWS;) {
        const Case *const *cases;
        assert_ok(process_list(t.db, a, w->house.engine, WORLD_HOME, &q, &cases, &n));
        for (size_t i = 0; i < n; i++)
            check_private(&t, cases[i], canary);
        q.after = n ? cases[n - 1]->id : q.after;
    }
    db_release(t.db);
    arena_free(a);
}

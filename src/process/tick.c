// SPDX-License-Identifier: Apache-2.0
/* The clock as actor: what falls due by the calendar, what a limit asks for, who is reminded. One home in one job. */
#include "process/advance.h"
#include "process/engine.h"
#include "process/homes.h"
#include "process/limit.h"
#include "process/retime.h"
#include "process/turn.h"

enum { RETRY_MS = 3600 * 1000, REST_MS = 60 * 1000 };

/* What the clock could not do is said once an hour, without anybody's data. */
static void complain(Home home, Str what, Err err)
{
    fprintf(stderr, "<4>clock home=%lld what=\"%.*s\" fault=%.*s detail=\"%.*s\"\n", (long long)home.code9,
            STR_ARG(what), STR_ARG(err->key), STR_ARG(err->detail));
}

/* -- limits ------------------------------------------------------------------------------------------------------ */

typedef struct Waking {
    const Engine *engine;
    Home home;
    CaseId id;
    Instant now;
} Waking;

/* Escalation is told to everybody who listens, and stands in the record; a reminder only shows on a to-do. */
static Err tell_escalation(Db *db, Arena *a, const Waking *w, const Kept *k, const Late *late)
{
    static const Action escalated = {.name = {"escalated", 9}};
    Step s = {.action = escalated.name, .who = &access_clock, .now = w->now};
    Moving m = {.db = db, .arena = a, .engine = w->engine, .step = &s, .kept = *k, .d = {.action = &escalated}};
    const Case *c = &k->c;
    Str kind = S("process.escalated");
    JsonMember to = {S("whom"), json_of_text(a, late->whom)};
    Event event = {.kind = kind, .place = c->place, .about = c->id, .object = c->object, .at = w->now,
                   .sealed = c->process->sealed, .data = json_canonical(a, json_object(a, &to, 1))};
    RecordRef ref;
    TRY(record_append(db, a, &event, &ref));
    m.event = ref.index;
    return advance_tell(&m, kind);
}

static Err tell_lates(Db *db, Arena *a, const Waking *w, Kept *k)
{
    const State *state = &k->c.process->states[k->c.state];
    for (size_t i = 0; i < state->late_count; i++) {
        const Late *late = &state->lates[i];
        if (k->lates >> i & 1 || limit_late(w->engine, k->c.due, &late->after_due).ms > w->now.ms)
            continue;
        k->lates |= INT64_C(1) << i;
        TRY(turn_add_late(db, a, &k->c, late));
        if (late->escalates)
            TRY(tell_escalation(db, a, w, k, late));
    }
    Instant wake = case_wake(w->engine, k->c.process, k->c.state, k->c.due, k->lates);
    return process_case_wake(db, a, k->c.home, k->c.id, wake, k->lates, NULL);
}

/* A limit that lies in the past where the clock's step led waits for the next round: the clock never runs in a circle.
 */
static Err let_rest(Db *db, Arena *a, const Waking *w)
{
    Kept k;
    TRY(case_load(db, a, w->engine, w->home, w->id, &k));
    Instant wake = case_wake(w->engine, k.c.process, k.c.state, k.c.due, k.lates);
    if (!instant_is(wake) || wake.ms > w->now.ms)
        return NULL;
    return process_case_wake(db, a, w->home, w->id, (Instant){w->now.ms + REST_MS}, k.lates, NULL);
}

typedef struct AtDue {
    const Waking *waking;
    Str action;
} AtDue;

static Err take_one(Db *db, Arena *a, void *arg)
{
    const AtDue *at = arg;
    const Waking *w = at->waking;
    Step s = {.action = at->action, .who = &access_clock, .now = w->now};
    return process_advance(db, a, w->engine, w->home, w->id, &s, NULL);
}

/* The first that may be taken; when none may, what was said of the last. */
static Err act_at_due(Db *db, Arena *a, const Waking *w, const State *state)
{
    Err err = NULL;
    for (size_t i = 0; i < state->at_due_count; i++) {
        AtDue at = {w, state->at_dues[i]};
        err = db_attempt(db, a, take_one, &at);
        if (!err || err->code == ERR_BROKEN)
            return err;
    }
    return err;
}

static Err wake_case(Db *db, Arena *a, void *arg)
{
    const Waking *w = arg;
    Kept k;
    TRY(case_load(db, a, w->engine, w->home, w->id, &k));
    const State *state = &k.c.process->states[k.c.state];
    if (!instant_is(k.c.due))
        return process_case_wake(db, a, w->home, w->id, INSTANT_NONE, k.lates, NULL);
    if (!state->at_due_count || k.c.due.ms > w->now.ms)
        return tell_lates(db, a, w, &k);
    TRY(act_at_due(db, a, w, state));
    return let_rest(db, a, w);
}

/* A case that cannot be woken is tried again later and holds up no other. */
static Err wake_due(Db *db, Arena *a, const Engine *e, Home home, Instant now, size_t *ret_done)
{
    const WakeRow *rows;
    size_t count;
    TRY(process_wake_list(db, a, home, now, (int64_t)(LIMIT_DUE_BATCH - *ret_done), &rows, &count));
    for (size_t i = 0; i < count; i++, ++*ret_done) {
        Waking w = {e, home, rows[i].id, now};
        Err err = db_attempt(db, a, wake_case, &w);
        if (!err)
            continue;
        complain(home, arena_printf(a, "case %lld", (long long)rows[i].id.v), err);
        TRY(process_case_wake(db, a, home, rows[i].id, (Instant){now.ms + RETRY_MS}, rows[i].lates, NULL));
    }
    return NULL;
}

/* -- openings ---------------------------------------------------------------------------------------------------- */

typedef struct Calling { /* one process, one home, one day */
    const Engine *engine;
    const Process *process;
    Home home;
    PlaceCode village;
    Period period;
    Instant now;
    size_t opened;
} Calling;

static Instant calendar_due(const Engine *e, const Process *p, Period period)
{
    bool provisional;
    return process_limit(e, date_start(period_first(period)), &p->opens.due, &provisional);
}

typedef struct DueItem {
    const Calling *call;
    const Json *facts;
    Str key;
    Instant due;
    bool is_new;
} DueItem;

static Err open_item(Db *db, Arena *a, void *arg)
{
    DueItem *item = arg;
    const Calling *call = item->call;
    const OpeningRow *row;
    TRY(process_opening_get(db, a, call->home, call->process->name, call->village, item->key, &row));
    if (row)
        return NULL;
    item->is_new = true;
    NewCase n = {.process = call->process->name, .place = call->village, .who = &access_clock, .now = call->now,
                 .facts = item->facts, .opening_key = item->key,
                 .due = instant_is(item->due) ? item->due : calendar_due(call->engine, call->process, call->period)};
    return process_open(db, a, call->engine, &n, NULL, NULL);
}

static Err open_village(Db *db, Arena *a, Calling *call)
{
    const Opens *opens = &call->process->opens;
    const Lister *lister = engine_lister(call->engine, opens->for_each);
    const Json *nothing = json_object(a, NULL, 0), **facts = &nothing;
    Str key = period_plain(a, call->period), *keys = &key;
    Instant none = INSTANT_NONE, *dues = &none;
    size_t count = 1;
    if (lister)
        TRY(lister->list(db, a, call->village, call->period, &facts, &keys, &dues, &count));
    for (size_t i = 0; i < count; i++) {
        DueItem item = {call, facts[i], keys[i], dues ? dues[i] : INSTANT_NONE, false};
        Err err = db_attempt(db, a, open_item, &item);
        if (err)
            complain(call->home, arena_printf(a, "open %.*s %.*s", STR_ARG(call->process->name), STR_ARG(keys[i])),
                     err);
        call->opened += !err && item.is_new;
    }
    return NULL;
}

/* Every period since the day the calendar was last gone through, so that a stop over a month's end loses nothing. */
static Err open_periods(Db *db, Arena *a, Calling *call, Date since)
{
    Date today = instant_date(call->now);
    char every = call->process->opens.every;
    for (Period p = period_at(every, since); period_first(p).day <= today.day; p = period_next(p)) {
        call->period = p;
        TRY(open_village(db, a, call));
    }
    return NULL;
}

static Err open_process(Db *db, Arena *a, Calling *call, size_t *ret_done)
{
    const CalendarRow *row;
    const Place *villages;
    size_t count;
    Date today = instant_date(call->now);
    Str name = call->process->name;
    TRY(process_calendar_get(db, a, call->home, name, &row));
    /* village 0: gone through; another: the last one done of the day that was begun. */
    if (row && row->day.day >= today.day && !row->village.v)
        return NULL;
    Date since = row ? row->day : today;
    TRY(place_children(db, a, place_of_home(call->home), &villages, &count));
    for (size_t i = 0; i < count; i++) {
        if (place_level(villages[i].code) != PLACE_VILLAGE || !place_stands(&villages[i], today) || (row && villages[i].code.v <= row->village.v))
            continue;
        call->village = villages[i].code;
        call->opened = 0;
        TRY(open_periods(db, a, call, since));
        *ret_done += call->opened;
        if (*ret_done >= LIMIT_DUE_BATCH)
            return process_calendar_put(db, a, call->home, name, since, call->village, NULL);
    }
    return process_calendar_put(db, a, call->home, name, today, PLACE_NONE, NULL);
}

static Err open_due(Db *db, Arena *a, const Engine *e, Home home, Instant now, size_t *ret_done)
{
    for (size_t i = 0; i < e->given.process_count && *ret_done < LIMIT_DUE_BATCH; i++) {
        Calling call = {.engine = e, .process = e->given.processes[i], .home = home, .now = now};
        if (call.process->opens.every)
            TRY(open_process(db, a, &call, ret_done));
    }
    return NULL;
}

/* -- holidays were announced ------------------------------------------------------------------------------------- */

typedef struct Retiming {
    const Engine *engine;
    const CaseRow *row;
    Instant now;
} Retiming;

static Err retime_row(Db *db, Arena *a, void *arg)
{
    const Retiming *r = arg;
    Kept k;
    bool changed;
    TRY(case_of_row(db, a, r->engine, r->row, &k));
    return retime_case(db, a, r->engine, &k, r->now, &changed);
}

static Err retime_between(Db *db, Arena *a, const Engine *e, Home home, CaseId after, CaseId upto, Instant now)
{
    const CaseRow *rows;
    size_t count;
    TRY(process_open_between(db, a, home, after, upto, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        Retiming r = {e, &rows[i], now};
        Err err = db_attempt(db, a, retime_row, &r);
        if (err)
            complain(home, arena_printf(a, "holidays, case %lld", (long long)rows[i].id.v), err);
    }
    return NULL;
}

/* Another calendar than the one a home's limits were worked out by: all open cases are looked at again, so many numbers
 * in one job, closed ones among them; a restart goes on where the last job ended. */
static Err retime_home(Db *db, Arena *a, const Engine *e, Home home, Instant now, size_t *ret_done)
{
    const HolidaysRow *row;
    const NextRow *next;
    TRY(process_holidays_get(db, a, home, &row));
    bool known = row && str_eq(row->calendar, e->calendar.digest);
    if (known && row->done)
        return NULL;
    TRY(process_next_id(db, a, home, &next));
    CaseId after = known ? row->upto : (CaseId){0}, upto = {after.v + LIMIT_DUE_BATCH};
    TRY(retime_between(db, a, e, home, after, upto, now));
    bool done = upto.v + 1 >= next->id;
    *ret_done += !done;
    return process_holidays_put(db, a, home, e->calendar.digest, upto, done, NULL);
}

/* -- the tick ---------------------------------------------------------------------------------------------------- */

Err process_tick(Db *db, Arena *a, const Engine *e, Instant now, size_t *ret_done)
{
    const Home *homes;
    size_t home_count;
    *ret_done = 0;
    TRY(homes_within(db, a, PLACE_NONE, &homes, &home_count));
    for (size_t i = 0; i < home_count && !*ret_done; i++) {
        TRY(retime_home(db, a, e, homes[i], now, ret_done));
        if (*ret_done)
            return NULL;
        TRY(open_due(db, a, e, homes[i], now, ret_done));
        if (*ret_done < LIMIT_DUE_BATCH)
            TRY(wake_due(db, a, e, homes[i], now, ret_done));
    }
    return NULL;
}

Err process_oldest_due(Db *db, Arena *a, Instant now, int64_t *ret_age_ms)
{
    const Home *homes;
    size_t home_count;
    *ret_age_ms = 0;
    TRY(homes_within(db, a, PLACE_NONE, &homes, &home_count));
    for (size_t i = 0; i < home_count; i++) {
        const WakeRow *rows;
        size_t count;
        TRY(process_wake_list(db, a, homes[i], now, 1, &rows, &count));
        if (count && now.ms - rows[0].wake.ms > *ret_age_ms)
            *ret_age_ms = now.ms - rows[0].wake.ms;
    }
    return NULL;
}

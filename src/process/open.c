// SPDX-License-Identifier: Apache-2.0
/* Opening a case: its first step, its number, its slip. */
#include "process/advance.h"
#include "process/decide.h"
#include "process/engine.h"
#include "process/guard.h"

static Case draft_of(Arena *a, const Process *p, const NewCase *n)
{
    const PersonId nobody = {0};
    PersonId opener = n->signer.v ? n->signer : n->who->kind == ACTOR_PERSON ? n->who->person : nobody;
    return (Case){.home = place_home(n->place), .place = n->place, .process = p, .state = p->start, .opened = n->now,
                  .entered = n->now, .due = INSTANT_NONE, .opened_by = opener, .parent = n->parent,
                  .asker = n->on_behalf.len ? nobody : opener, .facts = json_object(a, NULL, 0)};
}

static Err add_case(Moving *m)
{
    Kept *k = &m->kept;
    Case *c = &k->c;
    const Process *p = c->process;
    const State *state = &p->states[c->state];
    const NextRow *id, *seq;
    int64_t year = date_ymd(instant_date(c->opened)).year;
    TRY(process_next_id(m->db, m->arena, c->home, &id));
    TRY(p->numbered_by_town ? process_next_seq_of_town(m->db, m->arena, c->home, p->letter, year, &seq)
                            : process_next_seq(m->db, m->arena, c->home, c->place, p->letter, year, &seq));
    c->id = (CaseId){id->id};
    c->object = record_new_object(m->arena);
    c->number = case_number(m->arena, c->place, p->letter, year, seq->id);
    k->village = place_up(c->place, PLACE_VILLAGE);
    Instant wake = case_wake(m->engine, p, c->state, c->due, 0);
    TRY(process_case_add(m->db, m->arena, c->home, c->id, c->object, c->place, k->village, p->name, engine_edition(p),
                         p->letter, year, seq->id, state->name, state->final, c->version, k->round, c->opened, c->due,
                         k->provisional, wake, c->opened_by, c->asker, c->owner, c->parent, c->title, NULL));
    return process_facts_add(m->db, m->arena, c->home, c->id, m->d.stored, NULL);
}

typedef struct Opening {
    const NewCase *given;
    bool trusted;
} Opening;

static Err prepare_opening(Moving *m, const Process *p, const Opening *o)
{
    Arena *a = m->arena;
    const NewCase *n = o->given;
    CaseView view;
    m->kept.c = draft_of(a, p, n);
    TRY(case_view(m->db, a, m->engine, &m->kept.c, &view));
    TRY(case_view_step(m->db, a, m->engine, m->step, &view));
    TRY(decide_opening(a, m->engine, &view, m->step, o->trusted, &m->d));
    if (instant_is(n->due)) {
        m->d.due = n->due;
        m->d.provisional = false;
    }
    Case with_facts = m->kept.c;
    with_facts.facts = m->d.facts;
    return guard_all(m->db, a, m->engine, p->opening, &(GuardAsk){&with_facts, m->step});
}

static Err open_new(Moving *m, const Process *p, const Opening *o)
{
    const NewCase *n = o->given;
    Case *c = &m->kept.c;
    TRY(prepare_opening(m, p, o));
    TRY(process_home_add(m->db, m->arena, c->home, n->now, NULL));
    TRY(engine_keep(m->db, m->arena, c->home, p, n->now));
    advance_apply(m);
    TRY(add_case(m));
    if (n->opening_key.len)
        TRY(process_opening_add(m->db, m->arena, c->home, p->name, n->place, n->opening_key, c->id, NULL));
    return advance_write(m);
}

/* Nobody is there any more to answer. What the calendar opens is not asked by anybody. */
static Err refuse_ended(Db *db, Arena *a, const Process *p, const NewCase *n)
{
    const Place *place, *next;
    Date today = instant_date(n->now);
    if (!p->slip)
        return NULL;
    TRY(place_get(db, a, place_up(n->place, PLACE_VILLAGE), &place));
    if (!place || !place_ended(place, today))
        return NULL;
    TRY(place_successor(db, a, place, today, &next));
    if (!next)
        return ERR(a, ERR_RULE, "err.process.place_ended", .args = {place->name, date_plain(a, place->to)});
    return ERR(a, ERR_RULE, "err.process.place_joined", .args = {place->name, date_plain(a, place->to), next->name});
}

static Err open_any(Db *db, Arena *a, const Engine *e, const Opening *o, const Case **ret_case)
{
    const NewCase *n = o->given;
    const Process *p = process_named(e, n->process);
    if (!p)
        return ERR(a, ERR_MISSING, "err.process.no_process", .args = {n->process});
    if (n->opening_key.len) {
        const OpeningRow *row;
        TRY(process_opening_get(db, a, place_home(n->place), p->name, n->place, n->opening_key, &row));
        if (row)
            return process_get(db, a, e, place_home(n->place), row->id, ret_case);
    }
    if (!o->trusted)
        TRY(refuse_ended(db, a, p, n));
    Step *s = ARENA_NEW(a, Step);
    *s = (Step){.action = p->opening->name, .who = n->who, .now = n->now, .facts = n->facts, .signer = n->signer,
                .signed_on = n->signed_on, .filed_at = n->filed_at, .on_behalf = n->on_behalf};
    Moving *m = ARENA_NEW(a, Moving);
    *m = (Moving){.db = db, .arena = a, .engine = e, .step = s};
    TRY(open_new(m, p, o));
    *ret_case = &m->kept.c;
    return NULL;
}

/* Whoever has an account follows the case there; everybody else gets a slip. */
static bool wants_slip(const NewCase *n, const Case *c)
{
    return c->process->slip && (n->who->kind != ACTOR_PERSON || n->on_behalf.len) && c->version == 1;
}

Err process_open(Db *db, Arena *a, const Engine *e, const NewCase *n, const Case **ret_case, Str *ret_slip)
{
    const Case *opened;
    TRY(open_any(db, a, e, &(Opening){n, false}, &opened));
    if (ret_slip) {
        *ret_slip = STR_NONE;
        if (wants_slip(n, opened))
            TRY(access_slip_issue(db, a, opened->home, opened->id, n->now, ret_slip));
    }
    if (ret_case)
        *ret_case = opened;
    return NULL;
}

/* Fields of the same name are carried over. */
Err open_child(Db *db, Arena *a, const Engine *e, const Case *parent, const Step *s, Str process)
{
    const Process *p = process_named(e, process);
    const Case *child;
    if (!p)
        return ERR(a, ERR_BROKEN, "err.process.no_process", .args = {process});
    const Action *x = p->opening;
    JsonMember *carried = ARENA_ARRAY(a, JsonMember, p->field_count);
    size_t count = 0;
    for (size_t i = 0; i < x->need_count + x->take_count; i++) {
        Str name = i < x->need_count ? x->needs[i] : x->takes[i - x->need_count];
        const Json *value = json_get(parent->facts, name);
        if (value)
            carried[count++] = (JsonMember){name, value};
    }
    NewCase n = {.process = process, .place = parent->place, .parent = parent->id, .who = s->who, .now = s->now,
                 .facts = json_object(a, carried, count), .due = INSTANT_NONE};
    return open_any(db, a, e, &(Opening){&n, true}, &child);
}

Err process_join(Db *db, Arena *a, Home home, Instant now)
{
    return process_home_add(db, a, home, now, NULL);
}

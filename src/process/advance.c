// SPDX-License-Identifier: Apache-2.0
/* A step is one transaction: rows, event, leaf, effects, marks. An error anywhere undoes all of it. */
#include "process/advance.h"

#include "process/decide.h"
#include "process/document.h"
#include "process/engine.h"
#include "process/guard.h"
#include "process/retime.h"
#include "process/turn.h"

/* -- the case after the step ------------------------------------------------------------------------------------- */

void advance_apply(Moving *m)
{
    Case *c = &m->kept.c;
    const Decision *d = &m->d;
    bool new_limit = d->enters || d->due.ms != c->due.ms;
    c->facts = d->facts;
    c->state = d->to;
    c->version++;
    c->due = d->due;
    c->entered = d->enters ? m->step->now : c->entered;
    c->owner = (PersonId){json_int(c->facts, S("owner"), 0)};
    c->title = case_title(m->arena, c->process, c->facts);
    m->kept.round += d->enters;
    m->kept.lates = new_limit ? 0 : m->kept.lates;
    m->kept.provisional = new_limit ? d->provisional : m->kept.provisional;
}

static Err move_case(Moving *m)
{
    const Kept *k = &m->kept;
    const Case *c = &k->c;
    const State *state = &c->process->states[c->state];
    int64_t changed;
    Instant wake = case_wake(m->engine, c->process, c->state, c->due, k->lates);
    TRY(process_case_move(m->db, m->arena, c->home, c->id, state->name, state->final, c->version, k->round, c->entered,
                          c->due, k->provisional, wake, k->lates, c->owner, c->title, c->version - 1, &changed));
    if (changed != 1)
        return ERR(m->arena, ERR_CONFLICT, "err.process.changed_meanwhile");
    return m->d.given->count ? process_facts_put(m->db, m->arena, c->home, c->id, m->d.stored, NULL) : NULL;
}

/* -- the event --------------------------------------------------------------------------------------------------- */

/* What stands beside the leaf: only its salted commitment is public. */
static Str event_data(const Moving *m)
{
    enum { MEMBERS_MAX = 7, SHEET = 2 };
    Arena *a = m->arena;
    const Step *s = m->step;
    const Decision *d = &m->d;
    JsonMember members[MEMBERS_MAX];
    size_t count = 0;
    if (d->given->count)
        members[count++] = (JsonMember){S("facts"), d->given};
    if (s->on_behalf.len)
        members[count++] = (JsonMember){S("on_behalf"), json_of_text(a, text_tidy(a, s->on_behalf, false))};
    if (d->only_signs)
        members[count++] = (JsonMember){S("signs"), json_of_flag(true)};
    if (s->signer.v) {
        members[count++] = (JsonMember){S("signer"), json_of_int(a, s->signer.v)};
        members[count++] = (JsonMember){S("typist"), json_of_int(a, s->who->person.v)};
        const JsonMember sheet[SHEET] = {{S("filed_at"), json_of_text(a, text_tidy(a, s->filed_at, false))},
                                         {S("signed_on"), json_of_text(a, date_plain(a, s->signed_on))}};
        members[count++] = (JsonMember){S("paper"), json_object(a, sheet, SHEET)};
    }
    members[count++] = (JsonMember){S("to"), json_of_text(a, m->kept.c.process->states[d->to].name)};
    return json_canonical(a, json_object(a, members, count));
}

static Str event_kind(const Moving *m)
{
    return arena_printf(m->arena, "%.*s.%.*s", STR_ARG(m->kept.c.process->room), STR_ARG(m->d.action->name));
}

static Err append_event(Moving *m, Str kind, const Digest *body)
{
    const Case *c = &m->kept.c;
    Event event = {.kind = kind, .place = c->place, .about = c->id, .object = c->object, .office = m->d.office,
                   .person = m->d.person, .at = m->step->now, .sealed = c->process->sealed, .body = body,
                   .data = event_data(m)};
    RecordRef ref;
    TRY(record_append(m->db, m->arena, &event, &ref));
    m->event = ref.index;
    return NULL;
}

static Err append_step(const Moving *m)
{
    const Case *c = &m->kept.c;
    const Decision *d = &m->d;
    PersonId typist = m->step->signer.v ? m->step->who->person : (PersonId){0};
    return process_step_add(m->db, m->arena, c->home, c->id, c->version, d->action->name, d->person, typist, d->office,
                            m->step->now, c->process->states[d->to].name, d->enters, d->only_signs, m->kept.round,
                            c->due, (int64_t)m->event, NULL);
}

/* -- what rooms do about it -------------------------------------------------------------------------------------- */

static Err run_effects(const Moving *m)
{
    const Action *x = m->d.action;
    for (size_t i = 0; i < x->effect_count; i++) {
        const Effect *effect = engine_effect(m->engine, x->effects[i]);
        if (!effect)
            return ERR(m->arena, ERR_BROKEN, "err.process.no_part", .args = {x->effects[i]});
        TRY(effect->run(m->db, m->arena, m->engine, &m->kept.c, m->step, m->event));
    }
    return NULL;
}

static bool listens(const Subscriber *s, Str kind)
{
    bool prefix = str_ends(s->event, S("*"));
    return prefix ? str_starts(kind, str_sub(s->event, 0, s->event.len - 1)) : str_eq(kind, s->event);
}

static Err tell_all(const Moving *m, Str kind)
{
    for (size_t p = 0; p < m->engine->given.part_count; p++) {
        const EngineParts *parts = m->engine->given.parts[p];
        for (size_t i = 0; i < parts->subscriber_count; i++)
            if (listens(&parts->subscribers[i], kind))
                TRY(parts->subscribers[i].run(m->db, m->arena, m->engine, &m->kept.c, m->step, m->event));
    }
    return NULL;
}

Err advance_tell(const Moving *m, Str kind)
{
    static _Thread_local int depth;
    if (depth >= LIMIT_EVENT_DEPTH)
        return ERR(m->arena, ERR_BROKEN, "err.process.too_deep", .args = {kind});
    depth++;
    Err err = tell_all(m, kind);
    depth--;
    return err;
}

static Err earn_marks(const Moving *m)
{
    const Action *x = m->d.action;
    const Case *c = &m->kept.c;
    for (size_t i = 0; i < x->mark_count; i++) {
        const MarkRule *mark = &x->marks[i];
        int64_t amount = mark->amount_field.len ? json_int(c->facts, mark->amount_field, 0) : 1;
        if (amount && decide_when(m->arena, c->process, mark->whens, mark->when_count, c->facts))
            TRY(process_mark(m->db, m->arena, mark->metric, c, m->event, m->step->now, amount));
    }
    return NULL;
}

static Err show_or_hide(Moving *m)
{
    Case *c = &m->kept.c;
    bool shown;
    TRY(guard_shown(m->db, m->arena, m->engine, &(GuardAsk){c, m->step}, &shown));
    if (shown != c->shown)
        TRY(process_case_show(m->db, m->arena, c->home, c->id, shown, NULL));
    c->shown = shown;
    return NULL;
}

/* Effects and listeners may have changed the case; what follows looks at it as it is. */
static Err run_rooms(Moving *m, Str kind)
{
    uint64_t before = db_query_count(m->db);
    TRY(run_effects(m));
    TRY(advance_tell(m, kind));
    if (db_query_count(m->db) != before)
        TRY(case_load(m->db, m->arena, m->engine, m->kept.c.home, m->kept.c.id, &m->kept));
    return NULL;
}

Err advance_write(Moving *m)
{
    const Action *x = m->d.action;
    Frozen frozen = {0};
    Str kind = event_kind(m);
    TRY(case_put_finds(m->db, m->arena, &m->kept.c, m->d.given));
    TRY(case_put_seals(m->db, m->arena, &m->kept.c, &m->d));
    if (x->document.len && !m->d.only_signs)
        TRY(document_make(m->db, m->arena, m->engine, &m->kept.c, m->step, &frozen));
    TRY(append_event(m, kind, frozen.bytes.len ? &frozen.hash : NULL));
    TRY(append_step(m));
    TRY(paper_keep(m));
    if (m->d.only_signs)
        return NULL;
    if (frozen.bytes.len)
        TRY(document_keep(m->db, m->arena, &m->kept.c, &frozen, m->event, m->step->now));
    TRY(run_rooms(m, kind));
    TRY(earn_marks(m));
    TRY(show_or_hide(m));
    TRY(turn_rebuild(m->db, m->arena, &m->kept.c));
    TRY(retime_others(m));
    return x->spawn.len ? open_child(m->db, m->arena, m->engine, &m->kept.c, m->step, x->spawn) : NULL;
}

/* -- one case ---------------------------------------------------------------------------------------------------- */

/* Everything that can be refused is refused here, before the first row is written. */
static Err prepare(Moving *m, Home home, CaseId id)
{
    CaseView view;
    TRY(case_load(m->db, m->arena, m->engine, home, id, &m->kept));
    TRY(case_view(m->db, m->arena, m->engine, &m->kept.c, &view));
    TRY(case_view_step(m->db, m->arena, m->engine, m->step, &view));
    TRY(process_decide(m->arena, m->engine, &view, m->step, &m->d));
    if (view.step_count >= LIMIT_STEPS)
        return ERR(m->arena, ERR_LIMIT, "err.process.steps", .args = {i64_plain(m->arena, LIMIT_STEPS)});
    Step *taken = ARENA_NEW(m->arena, Step);
    *taken = *m->step;
    taken->action = m->d.action->name; /* rooms see what is done, which may be `then` of what was asked */
    m->step = taken;
    Case with_facts = m->kept.c;
    with_facts.facts = m->d.facts;
    return guard_all(m->db, m->arena, m->engine, m->d.action, &(GuardAsk){&with_facts, m->step});
}

Err process_advance(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Step *s, const Case **ret_case)
{
    Moving *m = ARENA_NEW(a, Moving);
    *m = (Moving){.db = db, .arena = a, .engine = e, .step = s};
    TRY(prepare(m, home, id));
    advance_apply(m);
    TRY(move_case(m));
    TRY(advance_write(m));
    if (ret_case)
        *ret_case = &m->kept.c;
    return NULL;
}

/* -- many at once ------------------------------------------------------------------------------------------------ */

static Err refuse_for_many(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Step *s)
{
    Moving m = {.db = db, .arena = a, .engine = e, .step = s};
    TRY(prepare(&m, home, id));
    return m.d.action->many_at_once ? NULL : ERR(a, ERR_RULE, "err.process.not_many");
}

Err process_advance_many(Db *db, Arena *a, const Engine *e, Home home, const CaseId *ids, size_t count, const Step *s,
                         Err *ret_refusals)
{
    size_t refused = 0;
    if (count == 0 || count > LIMIT_CASES_AT_ONCE)
        return ERR(a, ERR_LIMIT, "err.process.many", .args = {i64_plain(a, LIMIT_CASES_AT_ONCE)});
    for (size_t i = 0; i < count; i++) {
        ret_refusals[i] = refuse_for_many(db, a, e, home, ids[i], s);
        refused += ret_refusals[i] != NULL;
    }
    for (size_t i = 0; i < count && !refused; i++) {
        ret_refusals[i] = process_advance(db, a, e, home, ids[i], s, NULL);
        refused += ret_refusals[i] != NULL;
    }
    return refused ? ERR(a, ERR_RULE, "err.process.some_refused", .args = {i64_plain(a, (int64_t)refused)}) : NULL;
}

/* -- facts that a room works out --------------------------------------------------------------------------------- */

Err process_put_facts(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Json *facts)
{
    Kept k;
    FactsFound found;
    TRY(case_load(db, a, e, home, id, &k));
    Case *c = &k.c;
    Str *names = ARENA_ARRAY(a, Str, facts->count);
    for (size_t i = 0; i < facts->count; i++)
        names[i] = facts->members[i].name;
    Action all = {.takes = names, .take_count = facts->count};
    FactsAsk ask = {c, &all, &access_clock, c->entered, facts};
    process_check_facts(a, e, &ask, &found);
    if (found.fault_count)
        return found.faults[0].err;
    c->facts = json_merge(a, c->facts, found.given);
    PersonId owner = {json_int(c->facts, S("owner"), 0)};
    TRY(process_facts_put(db, a, home, id, json_canonical(a, c->facts), NULL));
    TRY(process_case_name(db, a, home, id, owner, case_title(a, c->process, c->facts), NULL));
    return case_put_finds(db, a, c, found.given);
}

// SPDX-License-Identifier: Apache-2.0
/* Proving a definition: states, actions, and that every path leads somewhere. */
#include "process/check.h"
#include "process/engine.h"
#include "process/facts.h"
#include "process/who.h"

static const Action *find_action(Check *k, const Spot *at, Str name)
{
    const Action *x = process_action(k->p, name);
    if (!x)
        check_say(k, at, NO_SUCH_ACTION, name, STR_NONE);
    return x;
}

/* The states the first leaves from and the second does not. */
static void check_leaves(Check *k, const Spot *at, uint32_t from, const Action *x)
{
    for (size_t i = 0; i < k->p->state_count; i++)
        if (from & ~x->from & UINT32_C(1) << i)
            check_say(k, at, LEAVES_ELSEWHERE, x->name, k->p->states[i].name);
}

/* An office sees a case when it is named in seen_by, or acts in a body that is. */
static bool is_seen_as(const Check *k, Str role)
{
    for (size_t i = 0; i < k->p->seen_by_count; i++) {
        Str word = k->p->seen_by[i].role;
        const Role *seen = access_role(k->engine->given.roles, word);
        if (str_eq(word, S("anyone")) || str_eq(word, role))
            return true;
        for (size_t r = 0; seen && r < seen->acted_by_count; r++)
            if (str_eq(seen->acted_by[r], role))
                return true;
    }
    return false;
}

/* -- states ------------------------------------------------------------------------------------------------------ */

static void check_at_due(Check *k, const State *s, size_t index, Str name)
{
    Spot at = {"states", "at_due", s->name};
    const Action *x = find_action(k, &at, name);
    if (!x)
        return;
    check_leaves(k, &at, UINT32_C(1) << index, x);
    if (!who_has_clock(x->by, x->by_count))
        check_say(k, &at, CLOCK_MAY_NOT, x->name, STR_NONE);
    for (size_t i = 0; i < x->need_count; i++)
        if (!json_get(x->sets, x->needs[i]))
            check_say(k, &at, CLOCK_CANNOT_FILL, x->name, x->needs[i]);
}

/* Whom a late case is told must see it, or nobody is told. */
static void check_told(Check *k, const State *s, Str whom)
{
    Spot at = {"states", "late", s->name};
    const Role *role = access_role(k->engine->given.roles, whom);
    check_role(k, &at, whom);
    if (role && !role->is_body && !is_seen_as(k, whom))
        check_say(k, &at, CANNOT_SEE, whom, STR_NONE);
}

static bool somebody_acts(const Process *p, size_t state)
{
    for (size_t i = 0; i < p->action_count; i++)
        if (p->actions[i].from & UINT32_C(1) << state && p->actions[i].by_count)
            return true;
    return false;
}

/* Another case carries on what rests for good, and is named by its number. */
static void check_carried(Check *k, const State *s)
{
    Spot at = {"states", "carried_by", s->name};
    if (!s->carried_by.len || !check_field(k, &at, s->carried_by))
        return;
    if (process_field(k->p, s->carried_by)->type != FIELD_CASE)
        check_say(k, &at, WRONG_FIELD_TYPE, s->carried_by, S("case"));
    if (!s->final)
        check_say(k, &at, CARRIED_OPEN, s->name, STR_NONE);
}

void check_states(Check *k)
{
    for (size_t i = 0; i < k->p->state_count; i++) {
        const State *s = &k->p->states[i];
        Spot at = {.part = "states", .name = s->name};
        bool has_limit = s->due.unit != LIMIT_NONE;
        check_limit(k, &(Spot){"states", "due", s->name}, &s->due);
        check_by(k, &(Spot){"states", "turn", s->name}, s->turns, s->turn_count);
        check_carried(k, s);
        for (size_t l = 0; l < s->late_count; l++)
            check_told(k, s, s->lates[l].whom);
        for (size_t n = 0; n < s->at_due_count; n++)
            check_at_due(k, s, i, s->at_dues[n]);
        if (!s->final && !has_limit)
            check_say(k, &at, NO_LIMIT, s->name, STR_NONE);
        if (s->final && (has_limit || s->at_due_count || s->late_count))
            check_say(k, &at, LIMIT_AT_REST, s->name, STR_NONE);
        if (!s->final && !somebody_acts(k->p, i))
            check_say(k, &at, NOBODY_ACTS, s->name, STR_NONE);
    }
}

/* -- actions ----------------------------------------------------------------------------------------------------- */

/* Persons that a field holds see the case when seen_by names the field, too. */
static bool are_seen(const Check *k, Str field)
{
    bool seen = is_seen_as(k, S("anyone"));
    for (size_t i = 0; i < k->p->seen_by_count; i++)
        seen |= str_eq(k->p->seen_by[i].field, field);
    return seen;
}

static void check_seen(Check *k, const Action *x)
{
    Spot at = {"actions", "by", x->name};
    for (size_t i = 0; i < x->by_count && x != k->p->opening; i++) {
        const Field *f = process_field(k->p, x->by[i].field);
        if (f && f->type == FIELD_PERSON && !are_seen(k, f->name))
            check_say(k, &at, SEEN_BY_NOBODY, f->name, STR_NONE);
        const Role *role = access_role(k->engine->given.roles, x->by[i].role);
        if (role && !role->is_body && !is_seen_as(k, role->code))
            check_say(k, &at, CANNOT_SEE, role->code, STR_NONE);
        for (size_t r = 0; role && r < role->acted_by_count; r++)
            if (!is_seen_as(k, role->acted_by[r]))
                check_say(k, &at, CANNOT_SEE, role->acted_by[r], STR_NONE);
    }
}

static void check_names(Check *k, const Action *x)
{
    for (size_t i = 0; i < x->need_count; i++)
        check_field(k, &(Spot){"actions", "needs", x->name}, x->needs[i]);
    for (size_t i = 0; i < x->take_count; i++)
        check_field(k, &(Spot){"actions", "takes", x->name}, x->takes[i]);
    for (size_t i = 0; i < x->apart_count; i++)
        find_action(k, &(Spot){"actions", "apart_from", x->name}, x->apart_from[i]);
    for (size_t i = 0; i < x->guard_count; i++)
        if (!engine_guard(k->engine, x->guards[i]))
            check_say(k, &(Spot){"actions", "guards", x->name}, NO_SUCH_GUARD, x->guards[i], STR_NONE);
    for (size_t i = 0; i < x->effect_count; i++)
        if (!engine_effect(k->engine, x->effects[i]))
            check_say(k, &(Spot){"actions", "effects", x->name}, NO_SUCH_EFFECT, x->effects[i], STR_NONE);
    if (x->document.len && !engine_document(k->engine, x->document))
        check_say(k, &(Spot){"actions", "document", x->name}, NO_SUCH_DOCUMENT, x->document, STR_NONE);
    if (x->spawn.len && !process_named(k->engine, x->spawn))
        check_say(k, &(Spot){"actions", "spawn", x->name}, NO_SUCH_PROCESS, x->spawn, STR_NONE);
    if (x->paper_objection.len)
        check_role(k, &(Spot){"actions", "on_paper", x->name}, x->paper_objection);
    if (x->reason && !process_field(k->p, S("reason")))
        check_say(k, &(Spot){"actions", "reason", x->name}, NO_REASON_FIELD, STR_NONE, STR_NONE);
}

static void check_marks(Check *k, const Action *x)
{
    Spot at = {"actions", "marks", x->name};
    for (size_t i = 0; i < x->mark_count; i++) {
        Str field = x->marks[i].amount_field;
        if (!process_metric(k->engine, x->marks[i].metric))
            check_say(k, &at, NO_SUCH_METRIC, x->marks[i].metric, STR_NONE);
        check_whens(k, &at, x->marks[i].whens, x->marks[i].when_count);
        if (field.len && check_field(k, &at, field) && process_field(k->p, field)->type != FIELD_INT)
            check_say(k, &at, WRONG_FIELD_TYPE, field, S("int"));
    }
}

static void check_sets(Check *k, const Action *x)
{
    Spot at = {"actions", "sets", x->name};
    for (size_t i = 0; x->sets && i < x->sets->count; i++) {
        const JsonMember *m = &x->sets->members[i];
        const Field *f = process_field(k->p, m->name);
        const Json *read;
        if (!check_field(k, &at, m->name))
            continue;
        ValueAsk ask = {k->engine, f, (Date){0}, false};
        if (f->type == FIELD_TABLE || facts_value(k->arena, &ask, m->value, &read))
            check_say(k, &at, BAD_VALUE, m->name, m->value->text);
    }
}

static void check_collective(Check *k, const Action *x)
{
    Spot at = {"actions", "each_of", x->name};
    bool collective = x->each_of.role.len || x->each_of.field.len;
    if (collective)
        check_by(k, &at, &x->each_of, 1);
    if (!collective && x->enough_num)
        check_say(k, &(Spot){"actions", "enough", x->name}, NOT_COLLECTIVE, S("enough"), STR_NONE);
    if (!collective && x->at_least)
        check_say(k, &(Spot){"actions", "at_least", x->name}, NOT_COLLECTIVE, S("at_least"), STR_NONE);
    Spot refusal = {"actions", "refusal", x->name};
    const Action *no = x->refusal.len ? find_action(k, &refusal, x->refusal) : NULL;
    if (no)
        check_leaves(k, &refusal, x->from, no);
}

static bool needs_field(const Action *x, Str name)
{
    for (size_t i = 0; i < x->need_count; i++)
        if (str_eq(x->needs[i], name))
            return true;
    return x->reason && str_eq(name, S("reason"));
}

/* Facts are those of the action asked for: what `then` needs must have been asked. */
static void check_then(Check *k, const Action *x)
{
    Spot at = {"actions", "then", x->name};
    if (!x->then.len)
        return;
    if (!x->at_most)
        check_say(k, &at, THEN_ALONE, STR_NONE, STR_NONE);
    const Action *then = find_action(k, &at, x->then);
    if (!then)
        return;
    check_leaves(k, &at, x->from, then);
    for (size_t i = 0; i < then->need_count; i++)
        if (!needs_field(x, then->needs[i]))
            check_say(k, &at, NEEDS_MORE, then->name, then->needs[i]);
    if (then->reason && !needs_field(x, S("reason")) && !needs_field(then, S("reason")))
        check_say(k, &at, NEEDS_MORE, then->name, S("reason"));
}

/* The gate asks a session. What the clock, an asker with a slip or anybody may take would slip by it. */
static void check_proof(Check *k, const Action *x)
{
    Spot at = {"actions", "prove", x->name};
    static const Str without[] = {S("clock"), S("asker"), S("anyone")};
    if (x->proves && x == k->p->opening)
        check_say(k, &at, PROVES_OPENING, x->name, STR_NONE);
    for (size_t i = 0; x->proves && i < x->by_count; i++)
        for (size_t w = 0; w < COUNT_OF(without); w++)
            if (str_eq(x->by[i].role, without[w]))
                check_say(k, &at, PROVES_NOTHING, without[w], STR_NONE);
}

void check_actions(Check *k)
{
    for (size_t i = 0; i < k->p->action_count; i++) {
        const Action *x = &k->p->actions[i];
        Spot at = {"actions", "by", x->name};
        if (!x->by_count)
            check_say(k, &at, NOBODY_ACTS, x->name, STR_NONE);
        if (x != k->p->opening)
            check_by(k, &at, x->by, x->by_count);
        check_seen(k, x);
        check_names(k, x);
        check_marks(k, x);
        check_sets(k, x);
        check_whens(k, &(Spot){"actions", "when", x->name}, x->whens, x->when_count);
        check_whens(k, &(Spot){"actions", "offers", x->name}, x->offers, x->offer_count);
        check_limit(k, &(Spot){"actions", "not_before", x->name}, &x->not_before);
        check_limit(k, &(Spot){"actions", "due", x->name}, &x->due);
        if (x->to >= 0 && k->p->states[x->to].final && (x->due.unit != LIMIT_NONE || x->due_half))
            check_say(k, &(Spot){"actions", "due", x->name}, LIMIT_AT_REST, k->p->states[x->to].name, STR_NONE);
        check_collective(k, x);
        check_then(k, x);
        check_proof(k, x);
    }
}

/* -- paths ------------------------------------------------------------------------------------------------------- */

/* States that the set leads to in any number of steps; backwards: that lead to the set. */
static uint32_t closure(const Process *p, uint32_t set, bool backwards)
{
    for (uint32_t before = 0; before != set;) {
        before = set;
        for (size_t i = 0; i < p->action_count; i++) {
            const Action *x = &p->actions[i];
            uint32_t to = x->to >= 0 ? UINT32_C(1) << x->to : 0;
            if (backwards)
                set |= to & set ? x->from : 0;
            else
                set |= x->from & set ? to : 0;
        }
    }
    return set;
}

void check_paths(Check *k)
{
    const Process *p = k->p;
    uint32_t ends = 0;
    for (size_t i = 0; i < p->state_count; i++)
        ends |= p->states[i].final ? UINT32_C(1) << i : 0;
    if (!ends)
        check_say(k, &(Spot){.part = "states"}, NO_END, STR_NONE, STR_NONE);
    uint32_t reached = closure(p, UINT32_C(1) << p->start, false), ending = closure(p, ends, true);
    for (size_t i = 0; i < p->state_count; i++) {
        Spot at = {.part = "states", .name = p->states[i].name};
        if (!(reached >> i & 1))
            check_say(k, &at, UNREACHABLE, p->states[i].name, STR_NONE);
        else if (ends && !(ending >> i & 1))
            check_say(k, &at, DEAD_END, p->states[i].name, STR_NONE);
    }
}

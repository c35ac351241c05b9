// SPDX-License-Identifier: Apache-2.0
/* What a step does, and whether it may. Values in, a decision or a sentence out; no clock, no database. */
#include "process/decide.h"

#include "process/engine.h"
#include "process/facts.h"
#include "process/limit.h"
#include "process/who.h"

/* -- looking back ------------------------------------------------------------------------------------------------ */

int decide_times(const CaseView *view, Str action)
{
    int times = 0;
    for (size_t i = 0; i < view->step_count; i++)
        times += !view->steps[i].only_signed && str_eq(view->steps[i].action, action);
    return times;
}

static int current_round(const CaseView *view)
{
    return view->step_count ? view->steps[view->step_count - 1].round : 0;
}

/* Whoever took the action the last time; for a collective one, everybody who signed it then. */
static bool took_last(const CaseView *view, Str action, PersonId person)
{
    int round = -1;
    for (size_t i = view->step_count; i-- > 0;) {
        const PastStep *s = &view->steps[i];
        if (!str_eq(s->action, action) || (round >= 0 && !(s->only_signed && s->round == round)))
            continue;
        round = s->round;
        if (s->person.v == person.v)
            return true;
        /* The deciding step stands in the round it opened: its co-signers stand in the one before. */
        if (s->entered)
            round = s->round - 1;
    }
    return false;
}

bool decide_is_barred(const CaseView *view, const Action *x, PersonId person)
{
    for (size_t i = 0; i < x->apart_count && person.v; i++)
        if (took_last(view, x->apart_from[i], person))
            return true;
    return false;
}

/* -- when -------------------------------------------------------------------------------------------------------- */

static bool one_holds(Arena *a, const Process *p, const When *w, const Json *facts)
{
    const Field *f = process_field(p, w->field);
    const Json *value = json_get(facts, w->field);
    bool list = value && value->kind == JSON_LIST;
    Str absent = f && f->type == FIELD_FLAG ? S("false") : STR_NONE;
    for (size_t i = 0; i < w->value_count; i++) {
        if (!list && str_eq(value ? facts_find_text(a, value) : absent, w->values[i]))
            return true;
        for (size_t k = 0; list && k < value->count; k++)
            if (str_eq(facts_find_text(a, value->items[k]), w->values[i]))
                return true;
    }
    return false;
}

bool decide_when(Arena *a, const Process *p, const When *whens, size_t count, const Json *facts)
{
    for (size_t i = 0; i < count; i++)
        if (!one_holds(a, p, &whens[i], facts))
            return false;
    return true;
}

static bool has_name(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

/* `settled`: only what this step cannot change any more; the rest is looked at when its facts are read. */
static Err check_when(Arena *a, const Process *p, const Action *x, const Json *facts, bool settled)
{
    for (size_t i = 0; i < x->when_count; i++) {
        Str name = x->whens[i].field;
        bool given = has_name(x->needs, x->need_count, name) || has_name(x->takes, x->take_count, name);
        if (!(settled && given) && !decide_when(a, p, &x->whens[i], 1, facts))
            return ERR(a, ERR_RULE, "err.process.when", .field = name);
    }
    return NULL;
}

/* -- may he ------------------------------------------------------------------------------------------------------ */

/* Co-signers do not disturb one another: what was seen is still there. */
static bool only_signatures_since(const CaseView *view, const Action *x, int64_t version)
{
    for (size_t i = (size_t)version; i < view->step_count; i++)
        if (!view->steps[i].only_signed || !str_eq(view->steps[i].action, x->name))
            return false;
    return version <= (int64_t)view->step_count;
}

static Err check_state(Arena *a, const CaseView *view, const Step *s, const Action *x)
{
    const Case *c = view->c;
    if (s->version > 0 && s->version != c->version && !only_signatures_since(view, x, s->version))
        return ERR(a, ERR_CONFLICT, "err.process.changed_meanwhile");
    if (!(x->from & UINT32_C(1) << c->state))
        return c->process->states[c->state].final ? ERR(a, ERR_CONFLICT, "err.process.at_rest")
                                                  : ERR(a, ERR_CONFLICT, "err.process.wrong_state");
    return NULL;
}

static Err check_keyboard(Arena *a, const CaseView *view, const Action *x, const Actor *who)
{
    if (!x->on_paper)
        return ERR(a, ERR_RULE, "err.process.not_on_paper");
    return access_may(who, S("case.write"), view->c->place) ? NULL : ERR(a, ERR_DENIED, "err.process.typist");
}

/* Whoever signs himself does not type for the others. */
static Err check_member(Arena *a, const CaseView *view, const Action *x, PersonId typist)
{
    for (size_t i = 0; i < view->holder_count; i++)
        if (view->holders[i].v == typist.v && !decide_is_barred(view, x, typist))
            return ERR(a, ERR_RULE, "err.process.paper_member", .field = S("signer"));
    return NULL;
}

/* Whoever took the step that this one checks is no second hand for it, not even at the keyboard. */
static Err check_second_hand(Arena *a, const CaseView *view, const Action *x, PersonId typist)
{
    return decide_is_barred(view, x, typist) ? ERR(a, ERR_DENIED, "err.process.typist_barred") : NULL;
}

Err decide_typing(Arena *a, const CaseView *view, const Action *x, const Actor *who)
{
    TRY(check_keyboard(a, view, x, who));
    TRY(check_second_hand(a, view, x, who->person));
    return check_member(a, view, x, who->person);
}

/* Paper is lawful, is typed by another hand and can be found again; a sheet older than the state the case is in was about
 * something else. */
static Err check_sheet(Arena *a, const CaseView *view, const Step *s, const Action *x)
{
    Date first = x == view->c->process->opening ? DATE_NONE : instant_date(view->c->entered);
    Str where = text_tidy(a, s->filed_at, false);
    if (s->signer.v == s->who->person.v)
        return ERR(a, ERR_RULE, "err.process.paper_own", .field = S("signer"));
    TRY(check_member(a, view, x, s->who->person));
    if (!date_is(s->signed_on))
        return ERR(a, ERR_INPUT, "err.process.paper_day", .field = S("signed_on"));
    if (s->signed_on.day > instant_date(s->now).day)
        return ERR(a, ERR_INPUT, "err.process.paper_to_come", .field = S("signed_on"));
    if (date_is(first) && s->signed_on.day < first.day)
        return ERR(a, ERR_INPUT, "err.process.paper_before", .field = S("signed_on"), .args = {date_plain(a, first)});
    if (!where.len)
        return ERR(a, ERR_INPUT, "err.process.paper_where", .field = S("filed_at"));
    if (text_chars(where) > LIMIT_TEXT_CHARS)
        return ERR(a, ERR_INPUT, "err.process.paper_long", .field = S("filed_at"),
                   .args = {i64_plain(a, LIMIT_TEXT_CHARS)});
    return NULL;
}

static Err check_paper(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *d)
{
    const Action *x = d->action;
    d->person = s->signer;
    TRY(check_keyboard(a, view, x, s->who));
    for (size_t i = 0; i < view->signer_office_count; i++) {
        Actor signer = who_as(&view->signer_offices[i]);
        if (signer.person.v == s->signer.v && who_may(e, &signer, view->c, x->by, x->by_count, &d->office))
            return check_sheet(a, view, s, x);
    }
    Actor plain = {.kind = ACTOR_PERSON, .home = view->c->home, .person = s->signer};
    return who_may(e, &plain, view->c, x->by, x->by_count, &d->office)
               ? check_sheet(a, view, s, x)
               : ERR(a, ERR_DENIED, "err.process.signer_not_in_office", .field = S("signer"));
}

static Err check_hand(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *d)
{
    const Action *x = d->action;
    if (s->signer.v) {
        TRY(check_paper(a, e, view, s, d));
    } else {
        d->person = s->who->kind == ACTOR_PERSON ? s->who->person : (PersonId){0};
        if (!who_may(e, s->who, view->c, x->by, x->by_count, &d->office))
            return ERR(a, ERR_DENIED, "err.process.not_yours");
    }
    if (decide_is_barred(view, x, d->person))
        return ERR(a, ERR_DENIED, "err.process.one_hand");
    return s->signer.v ? check_second_hand(a, view, x, s->who->person) : NULL;
}

/* What rests on a signature its signer does not own waits; giving it back with a reason does not. */
static Err check_disputes(Arena *a, const CaseView *view, const Action *x)
{
    for (size_t i = 0; i < view->step_count && !x->reason; i++)
        for (size_t k = 0; k < x->apart_count && view->steps[i].disputed; k++)
            if (str_eq(x->apart_from[k], view->steps[i].action))
                return ERR(a, ERR_RULE, "err.process.paper_disputed");
    return NULL;
}

static Err check_time(Arena *a, const Engine *e, const CaseView *view, const Step *s, const Action *x)
{
    if (x->not_before.unit == LIMIT_NONE)
        return NULL;
    Date first = limit_first_day(e, view, &x->not_before);
    if (!date_is(first))
        return ERR(a, ERR_RULE, "err.process.day_unknown");
    if (s->now.ms < date_start(first).ms)
        return ERR(a, ERR_RULE, "err.process.not_yet", .args = {date_plain(a, first)});
    return NULL;
}

/* Signatures of this round by persons who still hold the office; *ret_signed without the one being given. */
static void count_hands(const CaseView *view, const Action *x, int *ret_holders, int *ret_signed)
{
    int round = current_round(view);
    *ret_holders = *ret_signed = 0;
    for (size_t h = 0; h < view->holder_count; h++) {
        if (decide_is_barred(view, x, view->holders[h]))
            continue;
        ++*ret_holders;
        for (size_t i = 0; i < view->step_count; i++) {
            const PastStep *s = &view->steps[i];
            *ret_signed += s->only_signed && !s->disputed && s->round == round && str_eq(s->action, x->name) &&
                           s->person.v == view->holders[h].v;
        }
    }
}

static bool has_signed(const CaseView *view, const Action *x, PersonId person)
{
    for (size_t i = 0; i < view->step_count; i++) {
        const PastStep *s = &view->steps[i];
        if (s->only_signed && !s->disputed && s->round == current_round(view) && str_eq(s->action, x->name) && s->person.v == person.v)
            return true;
    }
    return false;
}

bool decide_may_sign(const CaseView *view, const Action *x, PersonId person)
{
    bool is_collective = x->each_of.role.len || x->each_of.field.len, holds = !is_collective;
    for (size_t i = 0; i < view->holder_count; i++)
        holds |= view->holders[i].v == person.v;
    return holds && !decide_is_barred(view, x, person) && !(is_collective && has_signed(view, x, person));
}

static Err check_collective(Arena *a, const CaseView *view, Decision *d)
{
    const Action *x = d->action;
    if (!x->each_of.role.len && !x->each_of.field.len)
        return NULL;
    bool holds = false;
    for (size_t i = 0; i < view->holder_count; i++)
        holds |= view->holders[i].v == d->person.v && d->person.v;
    if (!holds)
        return ERR(a, ERR_DENIED, "err.process.not_a_member");
    if (has_signed(view, x, d->person))
        return ERR(a, ERR_RULE, "err.process.signed_already");
    int holders, signed_count;
    count_hands(view, x, &holders, &signed_count);
    int have = ++signed_count * x->enough_den, want = holders * x->enough_num;
    bool enough = !x->enough_num || (x->enough_over ? have > want : have >= want);
    d->only_signs = !enough || signed_count < x->at_least;
    return NULL;
}

static Err take_then(Arena *a, const CaseView *view, Decision *d)
{
    const Action *x = d->action;
    if (!x->at_most || decide_times(view, x->name) < x->at_most)
        return NULL;
    if (!x->then.len)
        return ERR(a, ERR_RULE, "err.process.at_most", .args = {i64_plain(a, x->at_most)});
    d->action = process_action(view->c->process, x->then);
    REQUIRE(d->action);
    return NULL;
}

Err decide_may(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *ret_decision)
{
    const Case *c = view->c;
    const Action *x = process_action(c->process, s->action);
    if (!process_may_see(e, s->who, c))
        return ERR(a, ERR_MISSING, "err.process.missing");
    if (!x || x == c->process->opening)
        return ERR(a, ERR_MISSING, "err.process.no_action", .args = {s->action});
    Decision d = {.action = x, .from = c->state, .to = c->state, .due = c->due};
    TRY(check_state(a, view, s, x));
    TRY(check_hand(a, e, view, s, &d));
    TRY(check_disputes(a, view, x));
    TRY(check_time(a, e, view, s, x));
    TRY(check_when(a, c->process, x, c->facts, true));
    if (x->waits_for_children && view->open_children)
        return ERR(a, ERR_RULE, "err.process.children", .args = {i64_plain(a, (int64_t)view->open_children)});
    TRY(check_collective(a, view, &d));
    if (!d.only_signs) {
        TRY(take_then(a, view, &d));
        d.enters = d.action->to >= 0;
        d.to = d.enters ? d.action->to : c->state;
    }
    *ret_decision = d;
    return NULL;
}

/* -- facts ------------------------------------------------------------------------------------------------------- */

/* The facts are those of the action asked for, even where `then` is taken in its place. */
static Err take_facts(Arena *a, const Engine *e, const FactsAsk *ask, Decision *d)
{
    FactsFound found;
    process_check_facts(a, e, ask, &found);
    if (found.fault_count)
        return found.faults[0].err;
    d->given = found.given;
    d->seals = found.seals;
    d->seal_count = found.seal_count;
    d->facts = json_merge(a, ask->c->facts, found.given);
    d->stored = json_canonical(a, d->facts);
    if (d->stored.len > LIMIT_FACTS_BYTES)
        return ERR(a, ERR_LIMIT, "err.process.facts_large", .args = {i64_plain(a, LIMIT_FACTS_BYTES / 1024)});
    return NULL;
}

/* -- the limit --------------------------------------------------------------------------------------------------- */

static bool hangs_on_given(const Limit *limit, const Json *given)
{
    Str field = limit->unit == LIMIT_BY_FIELD ? limit->field : limit->after;
    return limit->unit != LIMIT_NONE && json_get(given, limit->of.len ? limit->of : field);
}

/* Half of what the state had the last time, before the step that is the view's last. */
static Instant half_of_last(const CaseView *view)
{
    const PastStep *now = &view->steps[view->step_count - 1];
    for (size_t i = view->step_count - 1; i-- > 0;) {
        const PastStep *s = &view->steps[i];
        if (s->entered && s->to == now->to && instant_is(s->due))
            return limit_half(s->at, s->due, now->at);
    }
    return INSTANT_NONE;
}

Instant decide_due(const Engine *e, const CaseView *view, const Action *x, bool *ret_provisional)
{
    const PastStep *last = &view->steps[view->step_count - 1];
    const State *state = &view->c->process->states[last->to];
    *ret_provisional = false;
    if (state->final)
        return INSTANT_NONE;
    Instant half = x->due_half ? half_of_last(view) : INSTANT_NONE;
    if (instant_is(half))
        return half;
    const Limit *limit = x->due.unit != LIMIT_NONE ? &x->due : &state->due;
    return limit_end(e, view, limit, last->entered || x->due.unit != LIMIT_NONE ? last->at : view->c->entered,
                     ret_provisional);
}

/* The case as it will be: new facts, this step the last of its steps. */
static void set_due(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *d)
{
    const State *state = &view->c->process->states[d->to];
    bool anew =
        d->enters || d->action->due.unit != LIMIT_NONE || d->action->due_half || hangs_on_given(&state->due, d->given);
    d->due = view->c->due;
    if (d->only_signs || !anew)
        return;
    Case c = *view->c;
    c.facts = d->facts;
    PastStep *steps = ARENA_ARRAY(a, PastStep, view->step_count + 1);
    for (size_t i = 0; i < view->step_count; i++)
        steps[i] = view->steps[i];
    steps[view->step_count] = (PastStep){.action = d->action->name, .person = d->person, .at = s->now, .to = d->to,
                                         .entered = d->enters, .round = current_round(view) + d->enters};
    CaseView after = *view;
    after.c = &c;
    after.steps = steps;
    after.step_count++;
    d->due = decide_due(e, &after, d->action, &d->provisional);
}

/* -- the whole --------------------------------------------------------------------------------------------------- */

Err process_decide(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *ret_decision)
{
    Decision d;
    TRY(decide_may(a, e, view, s, &d));
    const Action *asked = process_action(view->c->process, s->action);
    FactsAsk ask = {view->c, asked, s->who, s->now, s->facts};
    TRY(take_facts(a, e, &ask, &d));
    TRY(check_when(a, view->c->process, asked, d.facts, false));
    set_due(a, e, view, s, &d);
    *ret_decision = d;
    return NULL;
}

Err decide_opening(Arena *a, const Engine *e, const CaseView *view, const Step *s, bool trusted, Decision *ret_decision)
{
    const Case *c = view->c;
    const Action *x = c->process->opening;
    Decision d = {.action = x, .from = -1, .to = c->process->start, .enters = true, .due = INSTANT_NONE};
    d.person = s->signer.v ? s->signer : s->who->kind == ACTOR_PERSON ? s->who->person : (PersonId){0};
    if (s->signer.v)
        TRY(check_paper(a, e, view, s, &d));
    else if (!trusted && !who_may(e, s->who, c, x->by, x->by_count, &d.office))
        return ERR(a, ERR_DENIED, "err.process.may_not_open");
    FactsAsk ask = {c, x, s->who, s->now, s->facts};
    TRY(take_facts(a, e, &ask, &d));
    TRY(check_when(a, c->process, x, d.facts, false));
    set_due(a, e, view, s, &d);
    *ret_decision = d;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* Rows to cases and back. */
#include "process/case_rows.h"

#include "process/engine.h"
#include "process/facts.h"
#include "process/limit.h"
#include "process/who.h"

/* -- reading ----------------------------------------------------------------------------------------------------- */

Str case_number(Arena *a, PlaceCode place, Str letter, int64_t year, int64_t seq)
{
    return arena_printf(a, "%.*s-%.*s-%lld-%lld", STR_ARG(place_plain(a, place)), STR_ARG(letter), (long long)year,
                        (long long)seq);
}

static int state_named(const Process *p, Str name)
{
    for (size_t i = 0; i < p->state_count; i++)
        if (str_eq(p->states[i].name, name))
            return (int)i;
    return -1;
}

Err case_of_row(Db *db, Arena *a, const Engine *e, const CaseRow *row, Kept *ret_kept)
{
    Kept k = {.village = row->village, .round = (int)row->round, .lates = row->lates, .provisional = row->provisional};
    TRY(engine_definition(db, a, e, row->home, row->process, row->edition, &k.c.process));
    k.c = (Case){.home = row->home, .id = row->id, .object = row->object, .place = row->place, .process = k.c.process,
                 .state = state_named(k.c.process, row->state), .version = row->version, .opened = row->opened,
                 .entered = row->entered, .due = row->due, .provisional = row->provisional, .opened_by = row->opened_by, .owner = row->owner,
                 .asker = row->asker, .parent = row->parent, .title = row->title, .shown = row->shown};
    k.c.number = case_number(a, row->place, row->letter, row->year, row->seq);
    if (k.c.state < 0)
        return ERR(a, ERR_BROKEN, "err.process.no_state", .args = {k.c.number, row->state});
    TRY(json_read(a, row->facts, LIMIT_FACTS_BYTES, &k.c.facts));
    *ret_kept = k;
    return NULL;
}

Err case_load(Db *db, Arena *a, const Engine *e, Home home, CaseId id, Kept *ret_kept)
{
    const CaseRow *row;
    TRY(process_case_get(db, a, home, id, &row));
    return row ? case_of_row(db, a, e, row, ret_kept) : ERR(a, ERR_MISSING, "err.process.missing");
}

Err case_list(Db *db, Arena *a, const Engine *e, const CaseRow *rows, size_t count, const Case *const **ret)
{
    const Case **cases = ARENA_ARRAY(a, const Case *, count);
    for (size_t i = 0; i < count; i++) {
        Kept *k = ARENA_NEW(a, Kept);
        TRY(case_of_row(db, a, e, &rows[i], k));
        cases[i] = &k->c;
    }
    *ret = cases;
    return NULL;
}

Err process_get(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Case **ret_case)
{
    Kept *k = ARENA_NEW(a, Kept);
    TRY(case_load(db, a, e, home, id, k));
    *ret_case = &k->c;
    return NULL;
}

/* 371603106200-W-2026-87 */
static bool read_number(Str number, PlaceCode *ret_place, Str *ret_letter, int64_t *ret_year, int64_t *ret_seq)
{
    Str rest = number, place, year;
    return str_next(&rest, '-', &place) && str_next(&rest, '-', ret_letter) && str_next(&rest, '-', &year) &&
           place_read(place, ret_place) && str_to_i64(year, ret_year) && str_to_i64(rest, ret_seq);
}

Err process_by_number(Db *db, Arena *a, const Engine *e, Str number, const Case **ret_case)
{
    PlaceCode place;
    Str letter;
    int64_t year, seq;
    const CaseRow *row;
    *ret_case = NULL;
    if (!read_number(number, &place, &letter, &year, &seq))
        return NULL;
    TRY(process_case_by_number(db, a, place_home(place), place, letter, year, seq, &row));
    if (!row)
        return NULL;
    Kept *k = ARENA_NEW(a, Kept);
    TRY(case_of_row(db, a, e, row, k));
    *ret_case = &k->c;
    return NULL;
}

/* Read from the definition in force: what was joined before it had the word is led on as well. */
static Str carrier_number(const Engine *e, const Case *c)
{
    const Process *now = process_named(e, c->process->name);
    int state = now ? state_named(now, c->process->states[c->state].name) : -1;
    return state < 0 || !now->states[state].carried_by.len ? STR_NONE : json_text(c->facts, now->states[state].carried_by);
}

Err process_carrier(Db *db, Arena *a, const Engine *e, const Case *c, const Case **ret_case)
{
    const Case *at = c, *next = NULL;
    for (int i = 0; i < LIMIT_CARRIED_ON; i++) {
        Str number = carrier_number(e, at);
        if (number.len)
            TRY(process_by_number(db, a, e, number, &next));
        if (!number.len || !next || next->home.code9 != c->home.code9)
            break;
        at = next;
    }
    *ret_case = at;
    return NULL;
}

Err process_children(Db *db, Arena *a, const Engine *e, Home home, CaseId parent, const Case *const **ret,
                     size_t *ret_count)
{
    const CaseRow *rows;
    TRY(process_child_list(db, a, home, parent, LIMIT_CHILDREN, &rows, ret_count));
    return case_list(db, a, e, rows, *ret_count, ret);
}

/* -- what a decision looks at ------------------------------------------------------------------------------------ */

/* Versions count from 1, one for each step. */
static Err mark_disputed(Db *db, Arena *a, const Case *c, PastStep *steps, size_t count)
{
    const SignedPaper *papers;
    size_t paper_count;
    TRY(process_papers(db, a, c->home, c->id, &papers, &paper_count));
    for (size_t i = 0; i < paper_count; i++)
        if (papers[i].version >= 1 && papers[i].version <= (int64_t)count)
            steps[papers[i].version - 1].disputed = papers[i].said == PAPER_DISPUTED;
    return NULL;
}

static Err load_steps(Db *db, Arena *a, const Case *c, const PastStep **ret_steps, size_t *ret_count)
{
    const StepRow *rows;
    TRY(process_step_list(db, a, c->home, c->id, LIMIT_STEPS, &rows, ret_count));
    PastStep *steps = ARENA_ARRAY(a, PastStep, *ret_count);
    bool has_paper = false;
    for (size_t i = 0; i < *ret_count; i++) {
        has_paper = has_paper || rows[i].typist.v;
        steps[i] = (PastStep){.action = rows[i].action, .person = rows[i].person, .office = rows[i].office,
                              .at = rows[i].at, .to = state_named(c->process, rows[i].state),
                              .entered = rows[i].entered, .only_signed = rows[i].only_signed,
                              .round = (int)rows[i].round, .due = rows[i].due};
    }
    *ret_steps = steps;
    return has_paper ? mark_disputed(db, a, c, steps, *ret_count) : NULL;
}

static Err load_holders(Db *db, Arena *a, const Engine *e, const Action *x, const Step *s, CaseView *view)
{
    const Office *offices;
    size_t count;
    Str role = who_word(view->c, &x->each_of);
    if (who_names_persons(a, view->c, &x->each_of, &view->holders, &view->holder_count) || !role.len)
        return NULL;
    TRY(access_holders(db, a, e->given.roles, role, view->c->place, instant_date(s->now), &offices, &count));
    PersonId *holders = ARENA_ARRAY(a, PersonId, count);
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < view->holder_count; k++)
            known |= holders[k].v == offices[i].person.v;
        if (!known)
            holders[view->holder_count++] = offices[i].person;
    }
    view->holders = holders;
    return NULL;
}

/* Whose days the limits of a process look at; few do: one look at the definition tells. */
static size_t others_of(const Process *p, Str *names, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < p->state_count + 2 * p->action_count; i++) {
        size_t x = (i - p->state_count) / 2;
        const Limit *limit = i < p->state_count            ? &p->states[i].due
                             : (i - p->state_count) % 2 == 0 ? &p->actions[x].due
                                                           : &p->actions[x].not_before;
        bool known = !limit->of.len;
        for (size_t k = 0; k < count && !known; k++)
            known = str_eq(names[k], limit->of); /* analyzer: those before count are written */
        if (!known && count < max)
            names[count++] = limit->of;
    }
    return count;
}

static Err find_other(Db *db, Arena *a, const Engine *e, const CaseView *view, const Json *facts, Str of,
                      const Case **ret_case)
{
    *ret_case = NULL;
    if (!str_eq(of, S("parent")))
        return process_by_number(db, a, e, json_text(facts, of), ret_case);
    return view->c->parent.v ? process_get(db, a, e, view->c->home, view->c->parent, ret_case) : NULL;
}

/* `given`: with the step that is tried, or NULL: the case it names counts already. */
static Err load_others(Db *db, Arena *a, const Engine *e, const Json *given, CaseView *view)
{
    enum { OTHERS_MAX = 8 };
    Str names[OTHERS_MAX];
    size_t count = others_of(view->c->process, names, OTHERS_MAX);
    OtherView *others = count ? ARENA_ARRAY(a, OtherView, count) : NULL;
    view->others = others;
    view->other_count = 0;
    for (size_t i = 0; i < count; i++) {
        const Json *facts = given && json_get(given, names[i]) ? given : view->c->facts;
        const Case *c;
        TRY(find_other(db, a, e, view, facts, names[i], &c));
        if (!c)
            continue;
        OtherView *other = &others[view->other_count++];
        *other = (OtherView){.of = names[i], .view = {.c = c}};
        TRY(load_steps(db, a, c, &other->view.steps, &other->view.step_count));
    }
    return NULL;
}

Err case_view(Db *db, Arena *a, const Engine *e, const Case *c, CaseView *ret_view)
{
    CaseView view = {.c = c};
    if (c->id.v)
        TRY(load_steps(db, a, c, &view.steps, &view.step_count));
    TRY(load_others(db, a, e, NULL, &view));
    *ret_view = view;
    return NULL;
}

Err case_view_step(Db *db, Arena *a, const Engine *e, const Step *s, CaseView *view)
{
    const Case *c = view->c;
    const Action *x = process_action(c->process, s->action);
    view->holder_count = view->signer_office_count = view->open_children = 0;
    if (s->facts && s->facts->kind == JSON_OBJECT)
        TRY(load_others(db, a, e, s->facts, view));
    if (s->signer.v)
        TRY(access_offices_of(db, a, e->given.roles, c->home, s->signer, instant_date(s->now), &view->signer_offices,
                              &view->signer_office_count));
    if (x && (x->each_of.role.len || x->each_of.field.len))
        TRY(load_holders(db, a, e, x, s, view));
    if (x && x->waits_for_children && c->id.v) {
        const CountRow *count;
        TRY(process_child_count(db, a, c->home, c->id, &count));
        view->open_children = (size_t)count->still_open;
    }
    return NULL;
}

/* -- writing ----------------------------------------------------------------------------------------------------- */

Str case_title(Arena *a, const Process *p, const Json *facts)
{
    const Field *f = process_field(p, p->title_field);
    if (!f || f->shown != SHOWN_FULL || f->sealed)
        return STR_NONE;
    Str text = json_text(facts, f->name);
    for (size_t i = 0; i < f->choice_count; i++)
        if (str_eq(f->choices[i].code, text))
            return f->choices[i].name.zh;
    return text_cut(text_tidy(a, text, false), LIMIT_TEXT_CHARS);
}

Str case_seal_table(void)
{
    return S("process_sealed");
}

Err case_put_seals(Db *db, Arena *a, const Case *c, const Decision *d)
{
    for (size_t i = 0; i < d->seal_count; i++) {
        Str field = d->seals[i].name, plain = facts_find_text(a, d->seals[i].value);
        const Field *f = process_field(c->process, field);
        if (f->find && c->version > 1)
            TRY(process_find_drop(db, a, c->home, c->id, field, NULL));
        if (!plain.len) {
            TRY(process_sealed_drop(db, a, c->home, c->id, field, NULL));
            continue;
        }
        Str cipher = access_seal(a, case_seal_table(), field, c->home, c->id.v, plain);
        TRY(process_sealed_put(db, a, c->home, c->id, field, base64_write(a, cipher), NULL));
        if (f->find)
            TRY(process_find_add(db, a, c->home, c->process->name, field, access_find_key(a, field, plain), c->id,
                                 NULL));
    }
    return NULL;
}

Err process_is_sealed(Db *db, Arena *a, const Case *c, Str field, bool *ret_is)
{
    const SealedRow *row;
    TRY(process_sealed_get(db, a, c->home, c->id, field, &row));
    *ret_is = row != NULL;
    return NULL;
}

Err process_unseal(Db *db, Arena *a, const Engine *e, const Case *c, const Actor *who, Str field, Str why, Instant now,
                   Str *ret_plain)
{
    const SealedRow *row;
    Str cipher;
    *ret_plain = STR_NONE;
    if (!process_may_see(e, who, c))
        return ERR(a, ERR_MISSING, "err.process.missing");
    const Field *f = process_field(c->process, field);
    if (f && !process_may_read(e, who, c, f))
        return ERR(a, ERR_DENIED, "err.process.sealed");
    if (!who_is(e, who, c, S("owner")) && !access_may(who, S("person.raw"), c->place))
        return ERR(a, ERR_DENIED, "err.process.sealed");
    TRY(process_sealed_get(db, a, c->home, c->id, field, &row));
    if (!row)
        return NULL;
    if (!base64_read(a, row->cipher, &cipher))
        return ERR(a, ERR_BROKEN, "err.process.seal_broken");
    return access_unseal(db, a, who, why, case_seal_table(), field, c->home, c->id.v, cipher, now, ret_plain);
}

Err case_put_finds(Db *db, Arena *a, const Case *c, const Json *given)
{
    for (size_t i = 0; i < given->count; i++) {
        const Field *f = process_field(c->process, given->members[i].name);
        const Json *value = given->members[i].value;
        if (!f || !f->find)
            continue;
        if (c->version > 1)
            TRY(process_find_drop(db, a, c->home, c->id, f->name, NULL));
        bool list = value->kind == JSON_LIST;
        for (size_t k = 0; k < (list ? value->count : 1); k++) {
            Str text = facts_find_text(a, list ? value->items[k] : value);
            if (text.len)
                TRY(process_find_add(db, a, c->home, c->process->name, f->name, text, c->id, NULL));
        }
    }
    return NULL;
}

Instant case_wake(const Engine *e, const Process *p, int state, Instant due, int64_t lates)
{
    const State *s = &p->states[state];
    Instant wake = s->at_due_count ? due : INSTANT_NONE;
    for (size_t i = 0; i < s->late_count && instant_is(due); i++) {
        Instant at = limit_late(e, due, &s->lates[i].after_due);
        if (!(lates >> i & 1) && (!instant_is(wake) || at.ms < wake.ms))
            wake = at;
    }
    return wake;
}

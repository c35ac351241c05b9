// SPDX-License-Identifier: Apache-2.0
/* Whose turn it is, and the to-do made of it. */
#include "process/turn.h"

#include "process/case_rows.h"
#include "process/decide.h"
#include "process/engine.h"
#include "process/homes.h"
#include "process/who.h"

enum { ROLES_ACTED = 16 }; /* that one office acts in, bodies included */

void turn_of_state(const Process *p, int state, const By **ret_by, size_t *ret_count)
{
    const State *s = &p->states[state];
    *ret_by = s->turns;
    *ret_count = s->turn_count;
    for (size_t i = 0; i < p->action_count && !s->turn_count && !s->final; i++) {
        const Action *x = &p->actions[i];
        if (!(x->from & UINT32_C(1) << state) || x->from_any)
            continue;
        *ret_by = x->by;
        *ret_count = who_has_clock(x->by, x->by_count) ? 0 : x->by_count;
        return;
    }
}

static Str person_name(Arena *a, PersonId person)
{
    return arena_printf(a, "person:%lld", (long long)person.v);
}

/* role:vsc_chair, person:371603106000000012; "" for whom no to-do is kept */
static Str row_name(Arena *a, const Case *c, const By *by)
{
    Str word = who_word(c, by);
    PersonId person = str_eq(word, S("owner"))    ? c->owner
                      : str_eq(word, S("opener")) ? c->opened_by
                      : str_eq(word, S("asker"))  ? c->asker
                                                  : (PersonId){0};
    if (person.v)
        return person_name(a, person);
    return word.len && !who_is_relation(word) ? arena_printf(a, "role:%.*s", STR_ARG(word)) : STR_NONE;
}

static Err add_row(Db *db, Arena *a, const Case *c, Str who, Str why)
{
    int64_t due = instant_is(c->due) ? c->due.ms : INT64_MAX; /* what has no limit comes last */
    return who.len ? process_turn_add(db, a, c->home, who, c->place, due, c->id, why, NULL) : NULL;
}

static Err add_turn(Db *db, Arena *a, const Case *c, const By *by)
{
    const PersonId *persons;
    size_t count;
    if (!who_names_persons(a, c, by, &persons, &count))
        return add_row(db, a, c, row_name(a, c, by), S("turn"));
    for (size_t i = 0; i < count; i++)
        TRY(add_row(db, a, c, person_name(a, persons[i]), S("turn")));
    return NULL;
}

Err turn_rebuild(Db *db, Arena *a, const Case *c)
{
    const By *by;
    size_t count;
    if (c->version > 1)
        TRY(process_turn_clear(db, a, c->home, c->id, NULL));
    turn_of_state(c->process, c->state, &by, &count);
    for (size_t i = 0; i < count; i++)
        TRY(add_turn(db, a, c, &by[i]));
    return NULL;
}

Err turn_add_late(Db *db, Arena *a, const Case *c, const Late *late)
{
    return add_row(db, a, c, row_name(a, c, &(By){.role = late->whom}), late->escalates ? S("escalate") : S("remind"));
}

Err turn_tell_dispute(Db *db, Arena *a, const Case *c, Str role)
{
    TRY(process_turn_drop(db, a, c->home, c->id, S("dispute"), NULL));
    return role.len ? add_row(db, a, c, row_name(a, c, &(By){.role = role}), S("dispute")) : NULL;
}

/* -- to-do ------------------------------------------------------------------------------------------------------- */

typedef struct Todo {
    Db *db;
    Arena *arena;
    const Engine *engine;
    const Actor *who;
    size_t max;
    const Case **cases;
    size_t count;
} Todo;

static Err todo_of_roles(const Todo *t, Home home, const TodoRow **ret_rows, size_t *ret_count)
{
    Arena *a = t->arena;
    const Engine *e = t->engine;
    const Actor *who = t->who;
    Str w[ROLES_ACTED] = {0};
    size_t count = 0;
    PlaceCode at = who->acting->place;
    for (size_t i = 0; i < access_role_count(e->given.roles) && count < ROLES_ACTED; i++) {
        Str role = access_role_at(e->given.roles, i)->code;
        if (access_acts_as(e->given.roles, who, role, at))
            w[count++] = arena_printf(a, "role:%.*s", STR_ARG(role));
    }
    return process_todo_of_roles(t->db, a, home, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9],
                                 w[10], w[11], w[12], w[13], w[14], w[15], at, place_last(at), (int64_t)t->max, ret_rows,
                                 ret_count);
}

static bool is_listed(const TodoRow *rows, size_t count, CaseId id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id.v == id.v)
            return true;
    return false;
}

/* Two lists, each soonest first, into one without doubles. */
static size_t join_rows(const TodoRow *a, size_t a_count, const TodoRow *b, size_t b_count, TodoRow *into, size_t max)
{
    size_t count = 0, i = 0, k = 0;
    while (count < max && (i < a_count || k < b_count)) {
        bool first = k == b_count || (i < a_count && a[i].due <= b[k].due);
        TodoRow row = first ? a[i++] : b[k++]; /* analyzer: the list that is taken from has one left */
        if (!is_listed(into, count, row.id))
            into[count++] = row;
    }
    return count;
}

static Err todo_in(Todo *t, Home home)
{
    const TodoRow *of_roles = NULL, *of_person = NULL;
    size_t role_count = 0, person_count = 0;
    if (t->who->acting)
        TRY(todo_of_roles(t, home, &of_roles, &role_count));
    TRY(process_todo_of_person(t->db, t->arena, home, person_name(t->arena, t->who->person), (int64_t)t->max, &of_person,
                               &person_count));
    TodoRow *rows = ARENA_ARRAY(t->arena, TodoRow, t->max);
    size_t count = join_rows(of_roles, role_count, of_person, person_count, rows, t->max);
    for (size_t i = 0; i < count && t->count < t->max; i++) {
        const Case *c;
        TRY(process_get(t->db, t->arena, t->engine, home, rows[i].id, &c));
        if (process_may_see(t->engine, t->who, c))
            t->cases[t->count++] = process_as_read(t->arena, t->engine, t->who, c);
    }
    return NULL;
}

/* An office of the county has its work in every town of it; any other in one home. */
Err process_todo(Db *db, Arena *a, const Engine *e, const Actor *who, Instant now UNUSED, size_t max,
                 const Case *const **ret, size_t *ret_count)
{
    size_t most = max < LIMIT_PAGE_ROWS ? max : LIMIT_PAGE_ROWS, home_count = 1;
    Todo t = {db, a, e, who, most, ARENA_ARRAY(a, const Case *, most), 0};
    Home own = who->acting ? place_home(who->acting->place) : who->home;
    const Home *homes = &own;
    *ret_count = 0;
    if (who->kind != ACTOR_PERSON)
        return NULL;
    if (who->acting && place_level(who->acting->place) < PLACE_TOWN)
        TRY(homes_within(db, a, who->acting->place, &homes, &home_count));
    for (size_t i = 0; i < home_count && t.count < most; i++)
        TRY(todo_in(&t, homes[i]));
    *ret = t.cases;
    *ret_count = t.count;
    return NULL;
}

/* -- who is waited for ------------------------------------------------------------------------------------------- */

static Err add_person(Db *db, Arena *a, const Case *c, PersonId person, Office *into)
{
    *into = (Office){.person = person, .place = c->place, .from = DATE_NONE, .to = DATE_NONE};
    return access_person_name(db, a, c->home, person, &into->person_name);
}

Err process_waits_on(Db *db, Arena *a, const Engine *e, const Case *c, Instant now, const Office **ret,
                     size_t *ret_count)
{
    const By *by;
    size_t by_count, count = 0;
    Office *found = ARENA_ARRAY(a, Office, LIMIT_PAGE_ROWS);
    turn_of_state(c->process, c->state, &by, &by_count);
    for (size_t i = 0; i < by_count; i++) {
        Str word = who_word(c, &by[i]);
        const Office *holders = NULL;
        const PersonId *persons;
        size_t holder_count = 0, person_count;
        (void)who_names_persons(a, c, &by[i], &persons, &person_count);
        for (size_t k = 0; k < person_count && count < LIMIT_PAGE_ROWS; k++)
            TRY(add_person(db, a, c, persons[k], &found[count++]));
        if (str_eq(word, S("owner")) && c->owner.v && count < LIMIT_PAGE_ROWS)
            TRY(add_person(db, a, c, c->owner, &found[count++]));
        if (word.len && !who_is_relation(word))
            TRY(access_holders(db, a, e->given.roles, word, c->place, instant_date(now), &holders, &holder_count));
        for (size_t k = 0; k < holder_count && count < LIMIT_PAGE_ROWS; k++)
            found[count++] = holders[k];
    }
    *ret = found;
    *ret_count = count;
    return NULL;
}

/* -- what may be done -------------------------------------------------------------------------------------------- */

static bool is_clocks_alone(const Action *x)
{
    return x->by_count == 1 && who_has_clock(x->by, x->by_count);
}

Err process_offers(Db *db, Arena *a, const Engine *e, const Case *c, const Actor *who, Instant now,
                   const Offer **ret_offers, size_t *ret_count)
{
    CaseView view;
    Decision d;
    Offer *offers = ARENA_ARRAY(a, Offer, c->process->action_count);
    *ret_count = 0;
    TRY(case_view(db, a, e, c, &view));
    for (size_t i = 0; i < c->process->action_count; i++) {
        const Action *x = &c->process->actions[i];
        Step s = {.action = x->name, .who = who, .now = now};
        if (!(x->from & UINT32_C(1) << c->state) || is_clocks_alone(x))
            continue;
        TRY(case_view_step(db, a, e, &s, &view));
        offers[(*ret_count)++] = (Offer){x, decide_may(a, e, &view, &s, &d), decide_typing(a, &view, x, who)};
    }
    *ret_offers = offers;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* The guards of an action; and the engine's own: no personal data in what is about to be published. */
#include "process/guard.h"

#include "process/engine.h"

static bool blocks(Arena *a, Str text)
{
    enum { HITS_MAX = 16 };
    GuardHit hits[HITS_MAX];
    size_t count = text_guard(a, text, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++)
        if (hits[i].blocks)
            return true;
    return false;
}

/* Texts lie in lists and in the cells of tables, too. */
bool process_is_personal(Arena *a, const Json *value)
{
    if (value->kind == JSON_TEXT)
        return blocks(a, value->text);
    for (size_t i = 0; i < value->count; i++)
        if (process_is_personal(a, value->kind == JSON_OBJECT ? value->members[i].value : value->items[i]))
            return true;
    return false;
}

static Err check_personal(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    for (size_t i = 0; i < c->process->field_count; i++) {
        const Field *f = &c->process->fields[i];
        const Json *fact = f->guarded ? json_get(c->facts, f->name) : NULL;
        if (fact && process_is_personal(a, fact))
            return ERR(a, ERR_INPUT, "err.process.personal_data", .field = f->name);
    }
    return NULL;
}

/* A second try is one on another day. */
static Err check_another_day(Arena *a, const Case *c, const Step *s, const void *value UNUSED)
{
    bool later = instant_date(s->now).day > instant_date(c->entered).day;
    return later ? NULL : ERR(a, ERR_RULE, "err.process.another_day");
}

static const Guard own_guards[] = {
    {S("process.no_personal_data"), NULL, check_personal},
    {S("process.another_day"), NULL, check_another_day},
};

const EngineParts engine_own_parts = {.guards = own_guards, .guard_count = COUNT_OF(own_guards)};

Err guard_ask(Db *db, Arena *a, const Engine *e, Str name, const GuardAsk *ask)
{
    const Guard *g = engine_guard(e, name);
    void *value = NULL;
    if (!g)
        return ERR(a, ERR_BROKEN, "err.process.no_part", .args = {name});
    if (g->load)
        TRY(g->load(db, a, ask->c, ask->step, &value));
    return g->check ? g->check(a, ask->c, ask->step, value) : NULL;
}

Err guard_all(Db *db, Arena *a, const Engine *e, const Action *x, const GuardAsk *ask)
{
    for (size_t i = 0; i < x->guard_count; i++)
        TRY(guard_ask(db, a, e, x->guards[i], ask));
    return NULL;
}

Err guard_shown(Db *db, Arena *a, const Engine *e, const GuardAsk *ask, bool *ret_shown)
{
    const Process *p = ask->c->process;
    *ret_shown = p->is_public;
    if (!p->is_public || !p->public_if.len)
        return NULL;
    Err no = guard_ask(db, a, e, p->public_if, ask);
    if (no && no->code == ERR_BROKEN)
        return no;
    *ret_shown = !no;
    return NULL;
}

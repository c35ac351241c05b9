// SPDX-License-Identifier: Apache-2.0
/* The engine: definitions in force, older editions that cases still run under, what the rooms bring. */
#include "process/engine.h"

#include "process_sql.h"

#include <pthread.h>

enum { EDITIONS_ARENA = 256 * 1024 * 1024 };

typedef struct Edition {
    struct Edition *next;
    Str name, code;
    const Process *process;
} Edition;

/* Threads share it: readers meet an old case at any time. */
struct Editions {
    pthread_mutex_t lock;
    Arena *arena;
    Edition *first;
};

static void free_editions(void *arg)
{
    Editions *all = arg;
    pthread_mutex_destroy(&all->lock);
    arena_free(all->arena);
}

static void add_edition(Editions *all, const Process *p)
{
    Edition *added = ARENA_NEW(all->arena, Edition);
    *added = (Edition){all->first, p->name, engine_edition(p), p};
    all->first = added;
}

Err process_engine(Arena *a, const EngineOptions *options, const Engine **ret_engine)
{
    Engine *e = ARENA_NEW(a, Engine);
    e->given = *options;
    TRY(limit_calendar(a, options->holidays, S("holiday.yaml"), &e->calendar));
    e->editions = ARENA_NEW(a, Editions);
    e->editions->arena = arena_new(EDITIONS_ARENA);
    pthread_mutex_init(&e->editions->lock, NULL);
    arena_defer(a, free_editions, e->editions);
    const Process **kept = ARENA_ARRAY(a, const Process *, options->process_count);
    for (size_t i = 0; i < options->process_count; i++) {
        kept[i] = options->processes[i];
        add_edition(e->editions, kept[i]);
    }
    const EngineParts **parts = ARENA_ARRAY(a, const EngineParts *, options->part_count + 1);
    parts[0] = &engine_own_parts;
    for (size_t i = 0; i < options->part_count; i++)
        parts[i + 1] = options->parts[i];
    e->given.processes = kept;
    e->given.parts = parts;
    e->given.part_count = options->part_count + 1;
    *ret_engine = e;
    return NULL;
}

/* -- editions ---------------------------------------------------------------------------------------------------- */

Str engine_edition(const Process *p)
{
    return str_sub(p->digest, 0, EDITION_LEN);
}

static const Process *find_edition(const Editions *all, Str name, Str code)
{
    for (const Edition *at = all->first; at; at = at->next)
        if (str_eq(at->code, code) && str_eq(at->name, name))
            return at->process;
    return NULL;
}

static Err read_edition(Editions *all, Arena *a, Str yaml, const Process **ret_process)
{
    Err err = process_load(all->arena, yaml, S("edition.yaml"), ret_process);
    if (!err)
        add_edition(all, *ret_process);
    return err ? err_make(a, err) : NULL;
}

Err engine_definition(Db *db, Arena *a, const Engine *e, Home home, Str name, Str edition, const Process **ret_process)
{
    Editions *all = e->editions;
    pthread_mutex_lock(&all->lock);
    *ret_process = find_edition(all, name, edition);
    pthread_mutex_unlock(&all->lock);
    if (*ret_process)
        return NULL;
    const DefinitionRow *row;
    TRY(process_definition_get(db, a, home, edition, &row));
    if (!row)
        return ERR(a, ERR_BROKEN, "err.process.no_definition", .args = {name, edition});
    pthread_mutex_lock(&all->lock);
    *ret_process = find_edition(all, name, edition);
    Err err = *ret_process ? NULL : read_edition(all, a, row->yaml, ret_process);
    pthread_mutex_unlock(&all->lock);
    return err;
}

Err engine_keep(Db *db, Arena *a, Home home, const Process *p, Instant now)
{
    return process_definition_add(db, a, home, engine_edition(p), p->name, now, p->yaml, NULL);
}

/* -- by name ----------------------------------------------------------------------------------------------------- */

const Roles *process_roles(const Engine *e)
{
    return e->given.roles;
}

const Process *process_named(const Engine *e, Str name)
{
    for (size_t i = 0; i < e->given.process_count; i++)
        if (str_eq(e->given.processes[i]->name, name))
            return e->given.processes[i];
    return NULL;
}

size_t process_count(const Engine *e)
{
    return e->given.process_count;
}

const Process *process_at(const Engine *e, size_t i)
{
    REQUIRE(i < e->given.process_count);
    return e->given.processes[i];
}

const Field *process_field(const Process *p, Str name)
{
    for (size_t i = 0; i < p->field_count; i++)
        if (str_eq(p->fields[i].name, name))
            return &p->fields[i];
    return NULL;
}

const Action *process_action(const Process *p, Str name)
{
    for (size_t i = 0; i < p->action_count; i++)
        if (str_eq(p->actions[i].name, name))
            return &p->actions[i];
    return NULL;
}

/* All kinds of parts have their name in front; a part is found in the order of the rooms. */
#define FIND_PART(e, list, count, wanted)                                                                              \
    for (size_t p_ = 0; p_ < (e)->given.part_count; p_++)                                                              \
        for (size_t i_ = 0; i_ < (e)->given.parts[p_]->count; i_++)                                                    \
            if (str_eq((e)->given.parts[p_]->list[i_].name, wanted))                                                   \
                return &(e)->given.parts[p_]->list[i_];                                                                \
    return NULL

const Metric *process_metric(const Engine *e, Str name)
{
    FIND_PART(e, metrics, metric_count, name);
}

const Guard *engine_guard(const Engine *e, Str name)
{
    FIND_PART(e, guards, guard_count, name);
}

const Effect *engine_effect(const Engine *e, Str name)
{
    FIND_PART(e, effects, effect_count, name);
}

const DocumentMaker *engine_document(const Engine *e, Str name)
{
    FIND_PART(e, documents, document_count, name);
}

const Lister *engine_lister(const Engine *e, Str name)
{
    FIND_PART(e, listers, lister_count, name);
}

const Shaper *engine_shaper(const Engine *e, Str name)
{
    FIND_PART(e, shapers, shaper_count, name);
}

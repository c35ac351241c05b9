// SPDX-License-Identifier: Apache-2.0
/* Reading a definition: one table of keys per kind of map; what a key holds says its reader. */
#pragma once

#include "process/process.h"

typedef struct Loader {
    Arena *arena;
    Str file;
    Process *process; /* what is ready so far: fields before states before actions */
} Loader;

typedef struct Key Key;
struct Key {
    const char *name;
    Err (*read)(const Loader *l, const Key *k, const Yaml *v, void *into);
    size_t at, count_at; /* where in the struct it goes; for lists also where their length goes */
    bool must;
};

Str load_where(const Loader *l, int line); /* issue.yaml:12 */
Err load_bad(const Loader *l, const Yaml *v, const char *wanted); /* "this value is not a .." */
Err load_map(const Loader *l, const Yaml *map, const Key *keys, size_t count, void *into);
bool load_is_name(Str s); /* [a-z][a-z0-9_]*, at most 40 */

/* Readers for Key.read. */
Err load_name(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_dotted(const Loader *l, const Key *k, const Yaml *v, void *into); /* room.name */
Err load_text(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_words(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_flag(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_count(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_names(const Loader *l, const Key *k, const Yaml *v, void *into); /* one, or a list; dotted ones too */
Err load_by(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_by_list(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_limit(const Loader *l, const Key *k, const Yaml *v, void *into);
Err load_whens(const Loader *l, const Key *k, const Yaml *v, void *into); /* {field: value, field: [a, b]} */
bool load_span(Str s, Limit *into); /* 5 days, 1 workday, -3 days, 2 months */
Err load_elsewhere(const Loader *l, const Key *k, const Yaml *v, void *into); /* its map is read in its turn */

/* The parts, each in a file of its own. */
MUST_USE Err load_fields(const Loader *l, const Yaml *map);
MUST_USE Err load_states(const Loader *l, const Yaml *map);
MUST_USE Err load_actions(const Loader *l, const Yaml *map);

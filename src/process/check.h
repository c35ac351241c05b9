// SPDX-License-Identifier: Apache-2.0
/*
 * Proving a definition. A complaint has a number, a sentence in each language with {1} and {2}, and the line of the
 * name it is about.
 */
#pragma once

#include "process/process.h"

typedef enum Complaint {
    NO_SUCH_ROLE, NO_SUCH_FIELD, NO_SUCH_STATE_OR_FIELD, NO_SUCH_ACTION, NO_SUCH_GUARD, NO_SUCH_EFFECT,
    NO_SUCH_DOCUMENT, NO_SUCH_METRIC, NO_SUCH_LISTER, NO_SUCH_SHAPER, NO_SUCH_PROCESS, WRONG_FIELD_TYPE, NOBODY_YET,
    CLOCK_MUST_OPEN, NO_CHOICES, CHOICES_ASTRAY, COLUMNS_ASTRAY, SEALED_BUT_SHOWN, SEALED_SHAPE, CANNOT_FIND,
    BOUNDS_CROSSED, NO_LIMIT, LIMIT_AT_REST, NO_END, UNREACHABLE, DEAD_END, NOBODY_ACTS, CLOCK_MAY_NOT,
    CLOCK_CANNOT_FILL, LEAVES_ELSEWHERE, NEEDS_MORE, NOT_COLLECTIVE, THEN_ALONE, BAD_VALUE, CANNOT_SEE, SAME_LETTER,
    NO_REASON_FIELD, CANNOT_SAY, SEEN_BY_NOBODY, HIDDEN_RULE, NOT_FOUND_BY, PROVES_NOTHING, PROVES_OPENING,
    CARRIED_OPEN,
} Complaint;

typedef struct Check {
    Arena *arena;
    const Engine *engine;
    const Process *p;
    Out *out;
    size_t count;
} Check;

typedef struct Spot { /* actions: assign: by */
    const char *part, *key;
    Str name;
} Spot;

void check_say(Check *k, const Spot *at, Complaint what, Str one, Str two);

/* Shared by the parts. */
bool check_field(Check *k, const Spot *at, Str name);
void check_by(Check *k, const Spot *at, const By *by, size_t count);
void check_role(Check *k, const Spot *at, Str role);
void check_limit(Check *k, const Spot *at, const Limit *limit);
void check_whens(Check *k, const Spot *at, const When *whens, size_t count);

void check_states(Check *k);
void check_actions(Check *k);
void check_paths(Check *k);

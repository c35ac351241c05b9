// SPDX-License-Identifier: Apache-2.0
/* Whether somebody is what `by` asks for: a relation to the case, or a role at its place. */
#pragma once

#include "process/process.h"

/* anyone, clock, asker, opener, owner, or a role the actor acts in (bodies included). */
bool who_is(const Engine *e, const Actor *who, const Case *c, Str word);
/* The word of one entry: its own, or the role that a field names; "" while the field is empty or names persons. */
Str who_word(const Case *c, const By *by);
/* The entry names a field of persons: *ret are those it holds now, each once, at most LIMIT_LIST_VALUES. */
bool who_names_persons(Arena *a, const Case *c, const By *by, const PersonId **ret, size_t *ret_count);
/* Any of the entries. *ret_office: the role acted in; "" for relations. */
bool who_may(const Engine *e, const Actor *who, const Case *c, const By *by, size_t count, Str *ret_office);
bool who_has_clock(const By *by, size_t count);
bool who_is_relation(Str word); /* no role of the catalogue */
Actor who_as(const Office *office); /* the person who signed on paper, in one of his offices */

// SPDX-License-Identifier: Apache-2.0
/* Roles as the county's file has them, offices held from day to day, and the actor a rule looks at. */
#pragma once

#include "base/base.h"
#include "place/place.h"
#include "seal/seal.h"
#include "store/store.h"

typedef struct Role {
    Str code;               /* branch_secretary: an identifier of the glossary */
    Str name_zh, name_en;
    PlaceLevel level;       /* where it is held */
    PlaceLevel down_to;     /* .. or for a part only, down to here; mostly the same as level */
    bool is_body;           /* a meeting or council: nobody signs in as one */
    const Str *acted_by;    /* the roles that act in it as well: for a body with the meeting's number */
    size_t acted_by_count;
    const Str *never_with;  /* roles that the law keeps in other hands, at the same place */
    size_t never_with_count;
    bool second_factor;     /* its holder signs in with a second factor, when the house wants one */
    const Str *permissions; /* case.read, case.write, person.raw, place.desk, town.desk, catalogue.write .. */
    size_t permission_count;
} Role;

typedef struct Permission {
    Str code;             /* case.write */
    Str name_zh, name_en; /* a sentence */
} Permission;

typedef struct Roles Roles;
MUST_USE Err access_roles_load(Arena *a, Str yaml, Str file, const Roles **ret_roles);
const Role *access_role(const Roles *roles, Str code); /* NULL when there is none */
size_t access_role_count(const Roles *roles);
const Role *access_role_at(const Roles *roles, size_t i);
const Permission *access_permission(const Roles *roles, Str code); /* NULL when there is none */

typedef struct Office {
    int64_t id;
    PersonId person;
    Str person_name;
    const Role *role;
    PlaceCode place;
    Date from, to; /* both days are in office; DATE_NONE: no end set */
    Str object;    /* what leaves call it */
} Office;

typedef enum ActorKind { ACTOR_ANYONE = 1, ACTOR_SLIP, ACTOR_PERSON, ACTOR_CLOCK, ACTOR_SYSTEM } ActorKind;

typedef struct Actor {
    ActorKind kind;
    Home home;            /* the person's home */
    PersonId person;      /* 0 for anyone, slips and the clock */
    Str name;
    const Office *acting; /* the office chosen, or NULL */
    const Office *offices;
    size_t office_count;
    CaseId slip_case;     /* ACTOR_SLIP: the one case it opens */
    Home slip_home;
    Str slip_digest;
} Actor;

extern const Actor access_anyone;
extern const Actor access_clock;
extern const Actor access_system; /* the operator at the command line: may appoint and issue codes, nothing else */

/* The acting office's role has the permission and its scope covers the place. */
bool access_may(const Actor *who, Str permission, PlaceCode where);
/* Acts in that role (or for that body) at a place whose scope covers `where`. */
bool access_acts_as(const Roles *roles, const Actor *who, Str role, PlaceCode where);

/* Who holds a role, or acts in it, at a place on a day (scope covers it); each person once; at most LIMIT_ROWS_MANY. */
MUST_USE Err access_holders(Db *db, Arena *a, const Roles *roles, Str role, PlaceCode where, Date on,
                            const Office **ret_offices, size_t *ret_count);
/* A person's offices on a day. */
MUST_USE Err access_offices_of(Db *db, Arena *a, const Roles *roles, Home home, PersonId person, Date on,
                               const Office **ret_offices, size_t *ret_count);

/* Every office held at the place itself on a day, in the order of the role file. */
MUST_USE Err access_offices_at(Db *db, Arena *a, const Roles *roles, PlaceCode place, Date on,
                               const Office **ret_offices, size_t *ret_count);

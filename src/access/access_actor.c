// SPDX-License-Identifier: Apache-2.0
/* Whether somebody may: pure rules over an actor and a place. What no row allows is denied. */
#include "access/access.h"

const Actor access_anyone = {.kind = ACTOR_ANYONE};
const Actor access_clock = {.kind = ACTOR_CLOCK};
const Actor access_system = {.kind = ACTOR_SYSTEM};

static bool has(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

static bool reaches(const Actor *who, PlaceCode where)
{
    return who->kind == ACTOR_PERSON && who->acting && place_within(where, who->acting->place);
}

bool access_may(const Actor *who, Str permission, PlaceCode where)
{
    return reaches(who, where) && has(who->acting->role->permissions, who->acting->role->permission_count, permission);
}

bool access_acts_as(const Roles *roles, const Actor *who, Str role, PlaceCode where)
{
    const Role *wanted = access_role(roles, role);
    if (!wanted || !reaches(who, where))
        return false;
    Str own = who->acting->role->code;
    return str_eq(own, wanted->code) || has(wanted->acted_by, wanted->acted_by_count, own);
}

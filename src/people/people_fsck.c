// SPDX-License-Identifier: Apache-2.0
/* fsck: sealed numbers are tried, and read by nobody. */
#include "people/people_own.h"
#include "people_sql.h"

static void try_number(const Audit *u, PersonId person, Str column, Str cipher)
{
    const SealedCell cell = {u->table, column, u->home, person.v};
    if (cipher.len && !access_seal_holds(u->arena, &cell, cipher))
        room_audit_say(u, arena_printf(u->arena, "%lld %.*s", (long long)person.v, STR_ARG(column)),
                       "it does not open with the key");
}

static Err audit_numbers(void *arg, const NumbersAudit *row)
{
    try_number(arg, row->id, S("number"), row->number);
    try_number(arg, row->id, S("phone"), row->phone);
    return NULL;
}

Err people_audit_persons(Audit *u)
{
    return people_audit_numbers(u->db, u->arena, u->home, audit_numbers, u);
}

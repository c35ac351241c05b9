// SPDX-License-Identifier: Apache-2.0
/* What every room's fsck does with a row of its shelf. */
#include "room/room.h"

const Case *room_audit_case(const Audit *u, Str table, Str number, CaseId id)
{
    const Case *c = NULL;
    if (process_get(u->db, u->arena, house()->engine, u->home, id, &c) || !c)
        u->complain(u->arg, table, number, S("its case is missing"));
    return c;
}

void room_audit_compare(const Audit *u, Str table, Str number, const Compared *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_eq(columns[i].shelf, columns[i].made))
            u->complain(u->arg, table, arena_printf(u->arena, "%.*s %s", STR_ARG(number), columns[i].column),
                        S("the shelf differs from its case"));
}

Str room_audit_flag(bool on)
{
    return on ? S("1") : S("0");
}

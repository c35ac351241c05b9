// SPDX-License-Identifier: Apache-2.0
/* What fsck does with the tables of a room, row by row. */
#include "room/room.h"

Err room_audit(const Room *room, Arena *a, const Audit *asked)
{
    enum { AUDIT_ARENA = 16 * 1024 * 1024 };
    Err e = NULL;
    Audit u = *asked;
    u.arena = arena_new(AUDIT_ARENA);
    for (size_t i = 0; i < room->audit_count && !e; i++) {
        u.table = room->audits[i].table;
        e = room->audits[i].walk(&u);
    }
    e = e ? err_make(a, e) : NULL;
    arena_free(u.arena);
    return e;
}

void room_audit_say(const Audit *u, Str row, const char *what)
{
    u->complain(u->arg, u->table, row, str_of(what));
}

const Case *room_audit_case(const Audit *u, Str number, CaseId id)
{
    const Case *c = NULL;
    if (process_get(u->db, u->arena, house()->engine, u->home, id, &c) || !c)
        room_audit_say(u, number, "its case is missing");
    return c;
}

void room_audit_compare(const Audit *u, Str number, const Compared *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_eq(columns[i].shelf, columns[i].made))
            room_audit_say(u, arena_printf(u->arena, "%.*s %s", STR_ARG(number), columns[i].column),
                           "the shelf differs from its case");
}

Str room_audit_flag(bool on)
{
    return on ? S("1") : S("0");
}

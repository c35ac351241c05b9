// SPDX-License-Identifier: Apache-2.0
/* fsck: what the shelf says against the cases it was made of. */
#include "dialogue/dialogue_guard.h"
#include "dialogue_sql.h"

static Err audit_issue(void *arg, const IssueAudit *row)
{
    static const Str table = {"dialogue_issue", sizeof "dialogue_issue" - 1};
    const Audit *u = arg;
    ArenaMark mark = arena_mark(u->arena);
    const Case *c = room_audit_case(u, table, row->number, row->id);
    if (c) {
        const State *state = &c->process->states[c->state];
        const Compared columns[] = {
            {"number", row->number, c->number},
            {"state", row->state, state->name},
            {"is_open", room_audit_flag(row->is_open), room_audit_flag(!state->final)},
            {"is_shown", room_audit_flag(row->is_shown), room_audit_flag(dialogue_may_show(c->facts))},
            {"words", row->words, json_text(c->facts, S("public_text"))},
            {"answer", row->answer, json_text(c->facts, S("answer"))},
            {"changed_rule", row->changed_rule, json_text(c->facts, S("changed_rule"))},
        };
        room_audit_compare(u, table, row->number, columns, COUNT_OF(columns));
    }
    arena_rewind(u->arena, mark);
    return NULL;
}

static Err audit_meeting(void *arg, const MeetingAudit *row)
{
    static const Str table = {"dialogue_meeting", sizeof "dialogue_meeting" - 1};
    const Audit *u = arg;
    ArenaMark mark = arena_mark(u->arena);
    const Case *c = room_audit_case(u, table, row->number, row->id);
    if (c) {
        const Compared columns[] = {
            {"number", row->number, c->number},
            {"state", row->state, c->process->states[c->state].name},
            {"topic", row->topic, json_text(c->facts, S("topic"))},
            {"held_at", row->held_at, json_text(c->facts, S("held_at"))},
            {"place_text", row->place_text, json_text(c->facts, S("place_text"))},
        };
        room_audit_compare(u, table, row->number, columns, COUNT_OF(columns));
    }
    arena_rewind(u->arena, mark);
    return NULL;
}

Err dialogue_fsck(Db *db, Arena *a, Home home, RecordComplain complain, void *arg)
{
    enum { AUDIT_ARENA = 16 * 1024 * 1024 };
    Arena *own = arena_new(AUDIT_ARENA);
    Audit u = {db, own, home, complain, arg};
    Err e = dialogue_audit_issue(db, own, home, audit_issue, &u);
    e = e ? e : dialogue_audit_meeting(db, own, home, audit_meeting, &u);
    e = e ? err_make(a, e) : NULL;
    arena_free(own);
    return e;
}

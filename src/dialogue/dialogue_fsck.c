// SPDX-License-Identifier: Apache-2.0
/* fsck: what the shelf says against the cases it was made of. */
#include "dialogue/dialogue_guard.h"
#include "dialogue_sql.h"

static Err audit_issue(void *arg, const IssueAudit *row)
{
    const Audit *u = arg;
    const Case *c = room_audit_case(u, row->number, row->id);
    if (!c)
        return NULL;
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
    room_audit_compare(u, row->number, columns, COUNT_OF(columns));
    return NULL;
}

static Err audit_meeting(void *arg, const MeetingAudit *row)
{
    const Audit *u = arg;
    const Case *c = room_audit_case(u, row->number, row->id);
    if (!c)
        return NULL;
    const Compared columns[] = {
        {"number", row->number, c->number},
        {"state", row->state, c->process->states[c->state].name},
        {"topic", row->topic, json_text(c->facts, S("topic"))},
        {"held_at", row->held_at, json_text(c->facts, S("held_at"))},
        {"place_text", row->place_text, json_text(c->facts, S("place_text"))},
    };
    room_audit_compare(u, row->number, columns, COUNT_OF(columns));
    return NULL;
}

Err dialogue_audit_issues(Audit *u)
{
    return dialogue_audit_issue(u->db, u->arena, u->home, audit_issue, u);
}

Err dialogue_audit_meetings(Audit *u)
{
    return dialogue_audit_meeting(u->db, u->arena, u->home, audit_meeting, u);
}

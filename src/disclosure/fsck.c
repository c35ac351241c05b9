// SPDX-License-Identifier: Apache-2.0
/* fsck: what the shelf says against the cases and documents it was made of. */
#include "disclosure/shelf.h"
#include "disclosure_sql.h"

/* The newest document, and the short code of the leaf that froze it. */
static Err newest(const Audit *u, CaseId id, Str *ret_version, Str *ret_code)
{
    const Document *all, *d;
    size_t count;
    const EventRow *event = NULL;
    *ret_version = S("0");
    *ret_code = S("");
    TRY(process_documents(u->db, u->arena, u->home, id, &all, &count));
    if (!count)
        return NULL;
    d = &all[0];
    for (size_t i = 1; i < count; i++)
        d = all[i].version > d->version ? &all[i] : d;
    TRY(record_get(u->db, u->arena, u->home, d->event, &event));
    *ret_version = i64_plain(u->arena, d->version);
    *ret_code = event ? record_short_code(u->arena, &event->leaf) : S("");
    return NULL;
}

static Err audit_item(const Audit *u, const ShelfAudit *row)
{
    static const Str table = {"disclosure_shelf", sizeof "disclosure_shelf" - 1};
    Str version, code;
    const Case *c = room_audit_case(u, table, row->number, row->id);
    if (!c)
        return NULL;
    TRY(newest(u, row->id, &version, &code));
    Str board = json_text(c->facts, S("board_on"));
    const Compared columns[] = {
        {"number", row->number, c->number},
        {"item", row->item, json_text(c->facts, S("item"))},
        {"book", row->book, json_text(c->facts, S("book"))},
        {"period", row->period, json_text(c->facts, S("period"))},
        {"state", row->state, c->process->states[c->state].name},
        {"version", i64_plain(u->arena, row->version), version},
        {"code", row->code, code},
        {"posted_on", date_is(row->posted_on) ? date_plain(u->arena, row->posted_on) : board, board},
    };
    room_audit_compare(u, table, row->number, columns, COUNT_OF(columns));
    return NULL;
}

static Err audit_shelf(void *arg, const ShelfAudit *row)
{
    const Audit *u = arg;
    ArenaMark mark = arena_mark(u->arena);
    Err e = audit_item(u, row);
    if (!e)
        arena_rewind(u->arena, mark);
    return e;
}

static Err audit_objection(void *arg, const ObjectionAudit *row)
{
    static const Str table = {"disclosure_objection", sizeof "disclosure_objection" - 1};
    const Audit *u = arg;
    ArenaMark mark = arena_mark(u->arena);
    const Case *c = room_audit_case(u, table, row->number, row->id);
    if (c) {
        const State *state = &c->process->states[c->state];
        Str town = json_text(c->facts, S("town_answer"));
        const Compared columns[] = {
            {"number", row->number, c->number},
            {"state", row->state, state->name},
            {"is_open", room_audit_flag(row->is_open), room_audit_flag(!state->final)},
            {"is_shown", room_audit_flag(row->is_shown),
             room_audit_flag(json_flag(c->facts, S("shown")) && json_flag(c->facts, S("may_publish")))},
            {"words", row->words, json_text(c->facts, S("public_text"))},
            {"answer", row->answer, town.len ? town : json_text(c->facts, S("answer"))},
        };
        room_audit_compare(u, table, row->number, columns, COUNT_OF(columns));
    }
    arena_rewind(u->arena, mark);
    return NULL;
}

Err disclosure_fsck(Db *db, Arena *a, Home home, RecordComplain complain, void *arg)
{
    enum { AUDIT_ARENA = 16 * 1024 * 1024 };
    Arena *own = arena_new(AUDIT_ARENA);
    Audit u = {db, own, home, complain, arg};
    Err e = disclosure_audit_shelf(db, own, home, audit_shelf, &u);
    e = e ? e : disclosure_audit_objection(db, own, home, audit_objection, &u);
    e = e ? err_make(a, e) : NULL;
    arena_free(own);
    return e;
}

// SPDX-License-Identifier: Apache-2.0
/* fsck: what the shelf says against the cases and documents it was made of, and the lists of the catalogue against the record. */
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

static Err audit_item(void *arg, const ShelfAudit *row)
{
    const Audit *u = arg;
    Str version, code;
    const Case *c = room_audit_case(u, row->number, row->id);
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
    room_audit_compare(u, row->number, columns, COUNT_OF(columns));
    return NULL;
}

static Err audit_objection(void *arg, const ObjectionAudit *row)
{
    const Audit *u = arg;
    const Case *c = room_audit_case(u, row->number, row->id);
    if (!c)
        return NULL;
    const State *state = &c->process->states[c->state];
    bool shown = json_flag(c->facts, S("shown")) && json_flag(c->facts, S("may_publish"));
    Str town = json_text(c->facts, S("town_answer"));
    const Compared columns[] = {
        {"number", row->number, c->number},
        {"state", row->state, state->name},
        {"is_open", room_audit_flag(row->is_open), room_audit_flag(!state->final)},
        {"is_shown", room_audit_flag(row->is_shown), room_audit_flag(shown)},
        {"words", row->words, json_text(c->facts, S("public_text"))},
        {"answer", row->answer, town.len ? town : json_text(c->facts, S("answer"))},
    };
    room_audit_compare(u, row->number, columns, COUNT_OF(columns));
    return NULL;
}

/* A list the county brought in is the one whose hash stands on the record. */
static Err audit_list(void *arg, const CatalogueAudit *row)
{
    const Audit *u = arg;
    Digest kept = seal_sha256(row->list);
    bool whole = false;
    Err err = record_is_whole(u->db, u->arena, u->home, (uint64_t)row->event, &kept, &whole);
    if (err || !whole)
        room_audit_say(u, i64_plain(u->arena, row->seq), "the leaf that froze it says something else");
    return NULL;
}

Err disclosure_audit_items(Audit *u)
{
    return disclosure_audit_shelf(u->db, u->arena, u->home, audit_item, u);
}

Err disclosure_audit_objections(Audit *u)
{
    return disclosure_audit_objection(u->db, u->arena, u->home, audit_objection, u);
}

Err disclosure_audit_lists(Audit *u)
{
    return disclosure_audit_catalogue(u->db, u->arena, u->home, audit_list, u);
}

// SPDX-License-Identifier: Apache-2.0
/* fsck: what is stored against what it was made of. */
#include "process/fsck.h"

#include "process/case_rows.h"
#include "process/engine.h"

#include <string.h>

void fsck_say(const Audit *u, const char *table, Str row, const char *what)
{
    u->complain(u->arg, str_of(table), row, str_of(what));
}

/* A fault of the data is a complaint; only a broken store stops the audit. */
static Err audit_case(void *arg, const CaseRow *row)
{
    const Audit *u = arg;
    Str number = case_number(u->arena, row->place, row->letter, row->year, row->seq);
    const StepsRow *steps;
    Kept k;
    if (case_of_row(u->db, u->arena, u->engine, row, &k)) {
        fsck_say(u, "process_case", number, "does not fit its definition");
        return NULL;
    }
    TRY(process_audit_steps(u->db, u->arena, row->home, row->id, &steps));
    if (steps->steps != row->version || steps->newest != row->version)
        fsck_say(u, "process_step", number, "steps are missing or too many");
    if (row->final != k.c.process->states[k.c.state].final)
        fsck_say(u, "process_case", number, "final does not fit the state");
    if (row->owner.v != json_int(k.c.facts, S("owner"), 0))
        fsck_say(u, "process_case", number, "owner differs from the facts");
    if (!str_eq(row->title, case_title(u->arena, k.c.process, k.c.facts)))
        fsck_say(u, "process_case", number, "title differs from the facts");
    return fsck_marks(u, &k.c, number);
}

static Err audit_document(void *arg, const DocumentRow *row)
{
    const Audit *u = arg;
    Str name = arena_printf(u->arena, "%lld/%lld", (long long)row->id.v, (long long)row->version);
    Digest kept = {0}, made = seal_sha256(row->bytes);
    bool whole = false;
    if (row->hash.len == sizeof kept.at)
        memcpy(kept.at, row->hash.at, sizeof kept.at);
    else
        fsck_say(u, "process_document", name, "the hash is damaged");
    if (!row->withdrawn.len && !seal_same(kept.at, made.at, sizeof kept.at))
        fsck_say(u, "process_document", name, "bytes differ from their hash");
    Err err = record_is_whole(u->db, u->arena, u->home, (uint64_t)row->event, &kept, &whole);
    if (err || !whole)
        fsck_say(u, "process_document", name, "the leaf that froze it says something else");
    return NULL;
}

static Err audit_figure(void *arg, const UnevenRow *row)
{
    const Audit *u = arg;
    Str name = arena_printf(u->arena, "%.*s %.*s %lld-%02lld %lld/%lld", STR_ARG(row->metric),
                            STR_ARG(place_plain(u->arena, row->place)), (long long)row->month / 12,
                            (long long)row->month % 12 + 1, (long long)row->stored, (long long)row->marked);
    fsck_say(u, "process_figure", name, "figure and marks differ");
    return NULL;
}

static Err audit_orphan(void *arg, const OrphanRow *row)
{
    const Audit *u = arg;
    fsck_say(u, "process_case", i64_plain(u->arena, row->id.v), "its parent is missing");
    return NULL;
}

static Err audit_bare(void *arg, const BareRow *row)
{
    const Audit *u = arg;
    fsck_say(u, "process_case", i64_plain(u->arena, row->id.v), "its facts are missing");
    return NULL;
}

/* Tried, and not read: a value moved to another cell, or damaged, would be missed only on the day it is needed. */
static Err audit_sealed(void *arg, const SealedAudit *row)
{
    const Audit *u = arg;
    Str cipher;
    const SealedCell cell = {case_seal_table(), row->field, u->home, row->id.v};
    if (!base64_read(u->arena, row->cipher, &cipher) || !access_seal_holds(u->arena, &cell, cipher))
        fsck_say(u, "process_sealed", arena_printf(u->arena, "%lld %.*s", (long long)row->id.v, STR_ARG(row->field)),
            "it does not open with the key");
    return NULL;
}

static void free_arena(void *arg)
{
    arena_free(arg);
}

Err process_fsck(Db *db, Arena *a, const Engine *e, Home home, RecordComplain complain, void *arg)
{
    enum { AUDIT_ARENA = 64 * 1024 * 1024 };
    Audit u = {db, arena_new(AUDIT_ARENA), e, home, complain, arg};
    arena_defer(a, free_arena, u.arena);
    TRY(process_audit_case(db, u.arena, home, audit_case, &u));
    TRY(process_audit_facts(db, u.arena, home, audit_bare, &u));
    TRY(process_audit_parent(db, u.arena, home, audit_orphan, &u));
    TRY(process_audit_sealed(db, u.arena, home, audit_sealed, &u));
    TRY(process_audit_document(db, u.arena, home, audit_document, &u));
    return process_audit_figure(db, u.arena, home, audit_figure, &u);
}

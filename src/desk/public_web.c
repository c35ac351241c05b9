// SPDX-License-Identifier: Apache-2.0
/* What everybody may see of a case: its page, the frozen bytes of its documents, the proof to take home. */
#include "desk/desk_own.h"

/* A number that is not public answers like one that does not exist. */
static Err find_shown(const Request *q, const Case **ret_case)
{
    const Case *c;
    TRY(process_by_number(q->db, q->arena, house()->engine, q->params[0], &c));
    if (!c || !c->shown)
        return ERR_IS(desk_missing(q));
    *ret_case = c;
    return NULL;
}

static bool is_public(const Field *f)
{
    return !f->sealed && f->type != FIELD_TABLE && (f->shown == SHOWN_FULL || f->shown == SHOWN_MASKED);
}

/* What never is public was written to the asker alone. */
static bool is_for_asker(const Case *c, const Field *f)
{
    return !c->process->is_public && !f->sealed && f->type != FIELD_TABLE && f->type != FIELD_FLAG;
}

Err desk_public_facts(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count)
{
    const Process *p = c->process;
    PublicFact *facts = ARENA_ARRAY(q->arena, PublicFact, p->field_count);
    *ret_count = 0;
    for (size_t i = 0; i < p->field_count; i++) {
        const Field *f = &p->fields[i];
        const Json *value = json_get(c->facts, f->name);
        Str said;
        bool is_shown = is_public(f) || (q->who->kind == ACTOR_SLIP && is_for_asker(c, f));
        if (!is_shown || !value)
            continue;
        TRY(desk_say(q, f, value, &said));
        if (f->shown == SHOWN_MASKED)
            said = text_mask_name(q->arena, said);
        if (said.len)
            facts[(*ret_count)++] = (PublicFact){f->name, words_in(f->label, q->lang), said};
    }
    *ret_facts = facts;
    return NULL;
}

Err desk_get_public(const Request *q, Response *r)
{
    const Case *c;
    CaseRecord record;
    TRY(find_shown(q, &c));
    PublicCase p = {.number = c->number,
                    .process = words_in(c->process->label, q->lang),
                    .title = c->title,
                    .more = desk_subtitle(q, c, true),
                    .state = c->process->states[c->state].name,
                    .words = desk_state_words(q, c, true),
                    .place_code = place_up(c->place, PLACE_VILLAGE),
                    .opened = instant_date(c->opened)};
    if (!p.title.len)
        TRY(desk_spoken_number(q, c, &p.title));
    TRY(desk_place_name(q, p.place_code, &p.place));
    TRY(desk_public_facts(q, c, &p.facts, &p.facts_count));
    TRY(desk_record(q, c, &record));
    p.versions = desk_versions(q, c, &record);
    p.versions_count = record.document_count;
    TRY(desk_timeline(q, c, &record, true, &p.timeline));
    TRY(desk_proof(q, c, &record, &p.proof, &p.whole));
    p.check = desk_check_words(q);
    Out *body = web_body(q);
    if (q->wants_json) {
        desk_json_PublicCase(body, &p);
        web_json(q, r, body);
    } else {
        desk_page_public_case(body, &p);
        const PageFrame frame = {.title = p.title,
                                 .path = q->path,
                                 .checks = desk_checks(q),
                                 .back_text = p.place,
                                 .back =
                                     arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, p.place_code)))};
        web_page(q, r, &frame, body);
    }
    r->cacheable = true;
    return NULL;
}

/* ?version=2; 0 when none is named. */
static Err read_version(const Request *q, int64_t *ret_version)
{
    Str asked = pairs_get(&q->query, S("version"));
    *ret_version = 0;
    return asked.at && (!str_to_i64(asked, ret_version) || *ret_version < 1) ? desk_missing(q) : NULL;
}

/*
 * What an address with a version names never changes, so a reader's browser keeps it. Nobody in between does: what was
 * withdrawn for privacy must not stay in a cache that serves others.
 */
static void send_kept(Response *r, int64_t version)
{
    r->immutable = version > 0;
    r->cacheable = version == 0;
    if (r->immutable)
        web_header(r, "Cache-Control", S("private, max-age=31536000, immutable"));
}

/* The bytes of a version. Without a version it is the newest one's turn. */
Err desk_get_document(const Request *q, Response *r)
{
    const Case *c;
    const Document *d;
    int64_t version;
    TRY(read_version(q, &version));
    TRY(find_shown(q, &c));
    TRY(process_document(q->db, q->arena, c->home, c->id, version, &d));
    if (d->withdrawn.len || !d->bytes.len)
        return ERR(q->arena, ERR_MISSING, "err.desk.withdrawn", .args = {d->withdrawn});
    web_bytes(r, "application/json; charset=utf-8", d->bytes);
    send_kept(r, version);
    return NULL;
}

/* Of a version: against the first checkpoint that covered it, for ever. Else of the newest, against the newest. */
Err desk_get_proof(const Request *q, Response *r)
{
    const Case *c;
    const Document *d;
    const EventRow *e;
    CaseRecord record;
    Str proof;
    int64_t version;
    TRY(read_version(q, &version));
    TRY(find_shown(q, &c));
    TRY(desk_record(q, c, &record));
    desk_proven(&record, version, &d, &e);
    if (!e)
        return desk_missing(q);
    TRY(version ? record_proof_first(q->db, q->arena, c->home, e->index, &proof)
                : record_proof(q->db, q->arena, c->home, e->index, &proof));
    web_bytes(r, "text/plain; charset=utf-8", proof);
    web_header(r, "Content-Disposition",
               arena_printf(q->arena, "inline; filename=\"%.*s.tlog-proof\"", STR_ARG(c->number)));
    send_kept(r, version);
    return NULL;
}

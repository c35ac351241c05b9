// SPDX-License-Identifier: Apache-2.0
/* What everybody may see of a case: its page, the frozen bytes of its documents, the proof to take home. */
#include "desk/desk_own.h"

typedef struct Public {
    const Case *c;
    CaseRecord record;
    const Document *gone; /* NULL, or the version last published, when it was withdrawn and none came after it */
} Public;

static NEVER_NULL Err no_case(const Request *q)
{
    return ERR(q->arena, ERR_MISSING, "err.desk.no_case");
}

/* A number that is not public answers like one that does not exist. But for what everybody could read and the law had
 * taken away (personal information protection law, art. 47): nobody shall think that it never was. */
static Err find_public(const Request *q, Public *ret)
{
    *ret = (Public){0};
    TRY(process_by_number(q->db, q->arena, house()->engine, q->params[0], &ret->c));
    if (!ret->c)
        return ERR_IS(no_case(q));
    TRY(desk_record(q, ret->c, &ret->record));
    size_t count = ret->record.document_count;
    const Document *newest = count ? &ret->record.documents[count - 1] : NULL;
    if (!ret->c->shown && newest && newest->withdrawn.len)
        ret->gone = newest;
    return ret->c->shown || ret->gone ? NULL : ERR_IS(no_case(q));
}

static Str gone_words(const Request *q, const Document *d)
{
    return instant_is(d->withdrawn_at)
               ? WEB_FILL(q, "desk.gone_on", web_day(q, instant_date(d->withdrawn_at)), d->withdrawn)
               : WEB_FILL(q, "desk.gone", d->withdrawn);
}

static bool is_public(const Field *f)
{
    return !f->sealed && f->type != FIELD_TABLE && (f->shown == SHOWN_FULL || f->shown == SHOWN_MASKED);
}

/* The opening asks for it in words, and nobody but its handlers ever reads it. */
static bool is_own_words(const Field *f)
{
    return f->required && f->type == FIELD_LONG_TEXT && !f->sealed && f->shown == SHOWN_NEVER;
}

/* What never is public was written to the asker alone. */
static bool is_for_asker(const Case *c, const Field *f)
{
    return !c->process->is_public && !f->sealed && f->type != FIELD_TABLE && f->type != FIELD_FLAG && !is_own_words(f);
}

typedef bool MayRead(const Request *q, const Case *c, const Field *f, const Json *value);

static bool may_read(const Request *q, const Case *c, const Field *f, const Json *value UNUSED)
{
    bool leads_on = str_eq(f->name, c->process->states[c->state].carried_by); /* the page says it, and links to it */
    return (is_public(f) && !leads_on) || (q->who->kind == ACTOR_SLIP && is_for_asker(c, f));
}

/* Until it is posted, its title says what somebody else asked, and nobody has looked at the other words yet. */
static bool may_read_joined(const Request *q, const Case *c, const Field *f, const Json *value)
{
    bool is_title = str_eq(f->name, c->process->title_field);
    return is_public(f) && (c->shown || (!is_title && !process_is_personal(q->arena, value)));
}

static bool wrote_it(const Request *q UNUSED, const Case *c UNUSED, const Field *f, const Json *value UNUSED)
{
    return is_own_words(f);
}

static Err gather(const Request *q, const Case *c, MayRead *may, const PublicFact **ret_facts, size_t *ret_count)
{
    const Process *p = c->process;
    PublicFact *facts = ARENA_ARRAY(q->arena, PublicFact, p->field_count);
    *ret_count = 0;
    for (size_t i = 0; i < p->field_count; i++) {
        const Field *f = &p->fields[i];
        const Json *value = json_get(c->facts, f->name);
        Str said;
        if (!value || !may(q, c, f, value))
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

Err desk_public_facts(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count)
{
    return gather(q, c, may_read, ret_facts, ret_count);
}

Err desk_carrier_facts(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count)
{
    return gather(q, c, may_read_joined, ret_facts, ret_count);
}

Err desk_own_words(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count)
{
    return gather(q, c, wrote_it, ret_facts, ret_count);
}

/* It was joined with another: which one, and where to read it when that one is posted. */
static Err fill_carrier(const Request *q, const Case *c, PublicCase *p)
{
    const Case *carrier;
    TRY(process_carrier(q->db, q->arena, house()->engine, c, &carrier));
    if (carrier == c)
        return NULL;
    if (carrier->shown)
        p->carrier_href = arena_printf(q->arena, "/c/%.*s", STR_ARG(carrier->number));
    return desk_spoken_number(q, carrier, &p->carrier);
}

/* 410, with a sentence: since when and why; and the proofs of what is no longer there. Nothing of its text, nor its title. */
static Err show_gone(const Request *q, Response *r, const Public *found)
{
    const Case *c = found->c;
    GoneCase p = {.number = c->number, .process = words_in(c->process->label, q->lang), .reason = found->gone->withdrawn,
                  .says = gone_words(q, found->gone), .withdrawn = DATE_NONE,
                  .place_code = place_up(c->place, PLACE_VILLAGE), .versions = desk_versions(q, c, &found->record),
                  .versions_count = found->record.document_count};
    if (instant_is(found->gone->withdrawn_at))
        p.withdrawn = instant_date(found->gone->withdrawn_at);
    TRY(desk_spoken_number(q, c, &p.spoken));
    TRY(desk_place_name(q, p.place_code, &p.place));
    Out *body = web_body(q);
    if (q->wants_json) {
        desk_json_GoneCase(body, &p);
        web_json(q, r, body);
    } else {
        desk_page_gone_case(body, &p);
        const PageFrame frame = {.title = web_sentence(q, "web.error.gone"), .path = q->path, .noindex = true,
                                 .back_text = p.place,
                                 .back =
                                     arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, p.place_code)))};
        web_page(q, r, &frame, body);
    }
    r->status = 410;
    return NULL;
}

/* A page does not say twice what its heading says. */
static void fill_below_heading(const Request *q, const Case *c, PublicCase *p)
{
    PublicFact *below = ARENA_ARRAY(q->arena, PublicFact, p->facts_count);
    for (size_t i = 0; i < p->facts_count; i++)
        if (!c->title.len || !desk_heads(c->process, process_field(c->process, p->facts[i].name)))
            below[p->below_count++] = p->facts[i];
    p->below = below;
}

Err desk_get_public(const Request *q, Response *r)
{
    Public found;
    TRY(find_public(q, &found));
    if (found.gone)
        return show_gone(q, r, &found);
    const Case *c = found.c;
    PublicCase p = {.number = c->number,
                    .process = words_in(c->process->label, q->lang),
                    .title = c->title,
                    .more = desk_subtitle(q, c, true),
                    .state = c->process->states[c->state].name,
                    .words = desk_state_words(q, c, true),
                    .place_code = place_up(c->place, PLACE_VILLAGE),
                    .opened = instant_date(c->opened)};
    TRY(desk_spoken_number(q, c, &p.spoken));
    if (!p.title.len)
        p.title = p.spoken;
    TRY(room_page_of(q->db, q->arena, c, &p.content_href));
    TRY(desk_place_name(q, p.place_code, &p.place));
    TRY(desk_public_facts(q, c, &p.facts, &p.facts_count));
    fill_below_heading(q, c, &p);
    TRY(fill_carrier(q, c, &p));
    p.versions = desk_versions(q, c, &found.record);
    p.versions_count = found.record.document_count;
    TRY(desk_timeline(q, c, &found.record, true, &p.timeline));
    TRY(desk_proof(q, c, &found.record, &p.proof, &p.whole));
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
    r->cacheable = !p.carrier.len; /* the other one's steps do not touch this page */
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
    Public found;
    int64_t version;
    TRY(read_version(q, &version));
    TRY(find_public(q, &found));
    const Document *d = desk_document_of(&found.record, version);
    if (!d)
        return ERR(q->arena, ERR_MISSING, "err.process.no_document");
    if (d->withdrawn.len || !d->bytes.len)
        return ERR(q->arena, ERR_GONE, "err.desk.gone", .args = {gone_words(q, d)});
    web_bytes(r, "application/json; charset=utf-8", d->bytes);
    send_kept(r, version);
    return NULL;
}

/* Of a version: against the first checkpoint that covered it, for ever. Else of the newest, against the newest. */
Err desk_get_proof(const Request *q, Response *r)
{
    Public found;
    const Document *d;
    const EventRow *e;
    Str proof;
    int64_t version;
    TRY(read_version(q, &version));
    TRY(find_public(q, &found));
    const Case *c = found.c;
    desk_proven(&found.record, version, &d, &e);
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

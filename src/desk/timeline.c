// SPDX-License-Identifier: Apache-2.0
/* What happened to a case, in order, and whether the record still agrees. */
#include "desk/desk_own.h"
#include "form_html.h"

enum { NAMES_MAX = 32 };

typedef struct Names { /* each person is looked up once */
    PersonId person[NAMES_MAX];
    Str name[NAMES_MAX];
    size_t count;
} Names;

static Err name_of(const Request *q, Names *names, PersonId person, Str *ret_name)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->person[i].v == person.v) {
            *ret_name = names->name[i];
            return NULL;
        }
    TRY(desk_person_name(q, person, ret_name));
    if (names->count < NAMES_MAX) {
        names->person[names->count] = person;
        names->name[names->count++] = *ret_name;
    }
    return NULL;
}

static const Action *action_of(const Case *c, const EventRow *e)
{
    Str room, verb;
    str_cut(e->kind, '.', &room, &verb);
    return str_eq(room, c->process->room) ? process_action(c->process, verb) : NULL;
}

/* -- one step ----------------------------------------------------------------------------------------------------- */

/* What the engine writes down beside the steps. */
static const struct {
    Str kind;
    const char *says;
} own_events[] = {{S("process.escalated"), "desk.escalated"},
                  {S("process.paper_agreed"), "desk.owns_paper"},
                  {S("process.paper_disputed"), "desk.disputes_paper"}};

static Str says_what(const Request *q, const Case *c, const EventRow *e)
{
    const Action *x = action_of(c, e);
    if (x)
        return x == c->process->opening ? web_sentence(q, "desk.opened") : words_in(x->did.zh.len ? x->did : x->label, q->lang);
    for (size_t i = 0; i < COUNT_OF(own_events); i++)
        if (str_eq(own_events[i].kind, e->kind))
            return web_sentence(q, own_events[i].says);
    return e->kind;
}

/* Nobody signed in: the calendar where it may act, else whoever asked. */
static Str says_nobody(const Request *q, const Case *c, const EventRow *e)
{
    const Action *x = action_of(c, e);
    bool is_clock = !x;
    for (size_t i = 0; x && i < x->by_count; i++)
        is_clock = is_clock || str_eq(x->by[i].role, S("clock"));
    return is_clock ? web_sentence(q, "desk.by_clock") : web_sentence(q, "desk.by_asker");
}

/* The public reads offices; staff read names as well. */
static Err says_who(const Request *q, Names *names, const Case *c, const EventRow *e, Str *ret_who)
{
    Str name = S(""), role = desk_role_name(q->lang, e->office);
    if (names && e->person.v)
        TRY(name_of(q, names, e->person, &name));
    if (!e->person.v && !e->office.len)
        *ret_who = says_nobody(q, c, e);
    else
        *ret_who = name.len && role.len ? WEB_FILL(q, "desk.person_pick", name, role) : name.len ? name : role;
    return NULL;
}

/* An act signed on paper names who signed and who typed it (product rule 4). */
static Err says_paper(const Request *q, Names *names, const Json *data, Str *ret_paper)
{
    PersonId signer = {json_int(data, S("signer"), 0)}, typist = {json_int(data, S("typist"), 0)};
    Str on_behalf = json_text(data, S("on_behalf")), signed_by, typed_by;
    *ret_paper = on_behalf.len ? WEB_FILL(q, "desk.for_whom", on_behalf) : STR_NONE;
    if (!signer.v || !typist.v)
        return NULL;
    TRY(name_of(q, names, signer, &signed_by));
    TRY(name_of(q, names, typist, &typed_by));
    *ret_paper = WEB_FILL(q, "desk.on_paper", signed_by, typed_by);
    Date day;
    const Json *sheet = json_get(data, S("paper"));
    if (sheet && date_read(json_text(sheet, S("signed_on")), DATE_NONE, &day))
        *ret_paper = WEB_FILL(q, "desk.on_sheet", *ret_paper, web_day(q, day), json_text(sheet, S("filed_at")));
    return NULL;
}

static Err fill_step(const Request *q, Names *names, const Case *c, const EventRow *e, TimeStep *ret_step)
{
    const Json *data = NULL;
    *ret_step = (TimeStep){.at = web_when(q, e->at), .says = says_what(q, c, e)};
    TRY(says_who(q, names, c, e, &ret_step->who));
    if (e->erased || !e->data.len || json_read(q->arena, e->data, LIMIT_EVENT_BYTES, &data))
        return NULL;
    Str reason = json_text(json_get(data, S("facts")), S("reason"));
    ret_step->reason = reason.len ? WEB_FILL(q, "desk.with_reason", reason) : STR_NONE;
    return says_paper(q, names, data, &ret_step->paper);
}

static bool is_for_public(const Case *c, const EventRow *e)
{
    const Action *x = action_of(c, e);
    return x && (x->records_public || x == c->process->opening);
}

Err desk_record(const Request *q, const Case *c, CaseRecord *ret_record)
{
    CaseRecord r = {0};
    TRY(record_of_case(q->db, q->arena, c->home, c->id, &r.events, &r.event_count));
    TRY(process_documents(q->db, q->arena, c->home, c->id, &r.documents, &r.document_count));
    *ret_record = r;
    return NULL;
}

Err desk_timeline(const Request *q, const Case *c, const CaseRecord *r, bool is_public, Html *ret_list)
{
    Names names = {0};
    TimeStep *steps = ARENA_ARRAY(q->arena, TimeStep, r->event_count);
    TimeLine line = {.steps = steps};
    for (size_t i = 0; i < r->event_count; i++) {
        TimeStep *step = &steps[line.steps_count];
        if (is_public && !is_for_public(c, &r->events[i]))
            continue;
        if (is_public) {
            *step = (TimeStep){.at = web_when(q, r->events[i].at), .says = says_what(q, c, &r->events[i])};
            TRY(says_who(q, NULL, c, &r->events[i], &step->who));
        } else
            TRY(fill_step(q, &names, c, &r->events[i], step));
        line.steps_count++;
    }
    Out *o = web_body(q);
    desk_page_timeline(o, &line);
    *ret_list = (Html){out_str(o)};
    return NULL;
}

/* Opened by the calendar it has no story yet. */
Err desk_last_step(const Request *q, const Case *c, Str *ret_words)
{
    const EventRow *events;
    size_t count;
    Names names = {0};
    Str who;
    *ret_words = STR_NONE;
    TRY(record_of_case(q->db, q->arena, c->home, c->id, &events, &count));
    while (count && !action_of(c, &events[count - 1]))
        count--;
    const EventRow *last = count ? &events[count - 1] : NULL;
    if (!last || (count == 1 && !last->person.v && !last->office.len && c->asker.v == 0 && c->parent.v == 0))
        return NULL;
    TRY(says_who(q, &names, c, last, &who));
    *ret_words = WEB_FILL(q, "desk.last_step", web_day(q, instant_date(last->at)), who,
                          says_what(q, c, last));
    return NULL;
}

/* Every step of a case is an event, in order; beside them stand what the engine notes by itself. */
Err desk_steps_since(const Request *q, const Case *c, int64_t version, const DeskPast **ret_steps, size_t *ret_count)
{
    const EventRow *events;
    size_t count;
    int64_t number = 0;
    Names names = {0};
    TRY(record_of_case(q->db, q->arena, c->home, c->id, &events, &count));
    DeskPast *steps = ARENA_ARRAY(q->arena, DeskPast, count);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        const Action *x = action_of(c, &events[i]);
        Str who;
        number += x != NULL;
        if (!x || number <= version)
            continue;
        TRY(says_who(q, &names, c, &events[i], &who));
        steps[(*ret_count)++] = (DeskPast){events[i].person, x, WEB_FILL(q, "desk.last_step", web_when(q, events[i].at), who,
                                                                         says_what(q, c, &events[i]))};
    }
    *ret_steps = steps;
    return NULL;
}

/* -- proof -------------------------------------------------------------------------------------------------------- */

const Document *desk_document_of(const CaseRecord *r, int64_t version)
{
    for (size_t i = r->document_count; i-- > 0;)
        if (version == 0 || r->documents[i].version == version)
            return &r->documents[i];
    return NULL;
}

void desk_proven(const CaseRecord *r, int64_t version, const Document **ret_document, const EventRow **ret_event)
{
    const Document *d = desk_document_of(r, version);
    *ret_document = d;
    *ret_event = r->event_count && !d && !version ? &r->events[r->event_count - 1] : NULL;
    for (size_t i = 0; d && i < r->event_count; i++)
        if (r->events[i].index == d->event)
            *ret_event = &r->events[i];
}

const CaseVersion *desk_versions(const Request *q, const Case *c, const CaseRecord *r)
{
    CaseVersion *versions = ARENA_ARRAY(q->arena, CaseVersion, r->document_count + 1);
    for (size_t i = 0; i < r->document_count; i++) {
        const Document *d = &r->documents[i];
        versions[i] = (CaseVersion){.version = d->version,
                                    .at = d->at,
                                    .when = web_when(q, d->at),
                                    .withdrawn = d->withdrawn,
                                    .href = arena_printf(q->arena, "/c/%.*s/doc?version=%lld", STR_ARG(c->number),
                                                         (long long)d->version),
                                    .proof_href = arena_printf(q->arena, "/c/%.*s/proof?version=%lld",
                                                               STR_ARG(c->number), (long long)d->version)};
    }
    return versions;
}

static Str log_address(Arena *a, Home home, uint32_t epoch)
{
    Str code = place_plain(a, place_of_home(home));
    code = code.len < 9 ? arena_printf(a, "%09lld", (long long)home.code9) : code;
    return epoch ? arena_printf(a, "/log/%.*s/e%u", STR_ARG(code), epoch) : arena_printf(a, "/log/%.*s", STR_ARG(code));
}

Err desk_proof(const Request *q, const Case *c, const CaseRecord *r, Html *ret_box, bool *ret_whole)
{
    const Document *d;
    const EventRow *e;
    Digest body;
    *ret_whole = true;
    *ret_box = (Html){STR_NONE};
    desk_proven(r, 0, &d, &e);
    if (!e)
        return NULL;
    bool has_bytes = d && d->bytes.len;
    if (has_bytes)
        body = seal_sha256(d->bytes);
    TRY(record_is_whole(q->db, q->arena, c->home, e->index, has_bytes ? &body : NULL, ret_whole));
    ProofBox box = {.whole = *ret_whole,
                    .code = record_short_code(q->arena, &e->leaf),
                    .index = (int64_t)e->index,
                    .at = lang_moment(q->arena, q->lang, e->at),
                    .log_href =
                        arena_printf(q->arena, "%.*s/checkpoint", STR_ARG(log_address(q->arena, c->home, e->epoch)))};
    if (c->shown) {
        box.number = c->number;
        box.checks = desk_checks(q);
        box.check_href = arena_printf(q->arena, "/c/%.*s?check=1#check", STR_ARG(c->number));
        box.proof_href = arena_printf(q->arena, "/c/%.*s/proof", STR_ARG(c->number));
        if (has_bytes)
            box.doc_href = arena_printf(q->arena, "/c/%.*s/doc", STR_ARG(c->number));
    }
    Out *o = web_body(q);
    desk_page_proof(o, &box);
    *ret_box = (Html){out_str(o)};
    return NULL;
}

/* -- the page after ----------------------------------------------------------------------------------------------- */

Err desk_done(const Request *q, Response *r, const DeskDone *done)
{
    DonePage page = {.title = done->title, .slip = done->slip, .next = done->next, .back = done->back,
                     .back_text = done->back_text};
    if (done->about) {
        page.number = done->about->number;
        TRY(desk_spoken_number(q, done->about, &page.spoken));
    }
    Out *o = web_body(q);
    desk_page_done(o, &page);
    const PageFrame frame = {
        .title = done->title, .path = S("/"), .noindex = true, .staff = q->who->kind == ACTOR_PERSON};
    web_page(q, r, &frame, o);
    return NULL;
}

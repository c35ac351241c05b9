// SPDX-License-Identifier: Apache-2.0
/* Sheets signed on paper: kept beside their steps, answered by their signers. */
#include "process/paper.h"

#include "process/advance.h"
#include "process/process.h"
#include "process/turn.h"

static const Str said_words[] = {[PAPER_UNSAID] = S(""), [PAPER_AGREED] = S("agreed"),
                                 [PAPER_DISPUTED] = S("disputed"), [PAPER_SETTLED] = S("settled")};

static PaperSaid said_of(Str word)
{
    for (size_t i = 0; i < COUNT_OF(said_words); i++)
        if (str_eq(said_words[i], word))
            return (PaperSaid)i;
    return PAPER_UNSAID;
}

static SignedPaper paper_of(const PaperRow *row)
{
    return (SignedPaper){.about = row->id, .version = row->version, .signer = row->person, .typist = row->typist,
                   .action = row->action, .signed_on = row->signed_on, .filed_at = row->filed_at, .at = row->at,
                   .said = said_of(row->said), .said_at = row->said_at};
}

static const SignedPaper *papers_of(Arena *a, const PaperRow *rows, size_t count)
{
    SignedPaper *papers = ARENA_ARRAY(a, SignedPaper, count);
    for (size_t i = 0; i < count; i++)
        papers[i] = paper_of(&rows[i]);
    return papers;
}

Err process_papers(Db *db, Arena *a, Home home, CaseId about, const SignedPaper **ret, size_t *ret_count)
{
    const PaperRow *rows;
    TRY(process_paper_list(db, a, home, about, LIMIT_STEPS, &rows, ret_count));
    *ret = papers_of(a, rows, *ret_count);
    return NULL;
}

Err process_papers_of(Db *db, Arena *a, Home home, PersonId signer, size_t max, const SignedPaper **ret, size_t *ret_count)
{
    const PaperRow *rows;
    TRY(process_paper_unsaid(db, a, home, signer, (int64_t)max, &rows, ret_count));
    *ret = papers_of(a, rows, *ret_count);
    return NULL;
}

Err paper_keep(const Moving *m)
{
    const Case *c = &m->kept.c;
    const Step *s = m->step;
    if (s->signer.v)
        TRY(process_paper_add(m->db, m->arena, c->home, c->id, c->version, s->signer, s->who->person, m->d.action->name,
                              s->signed_on, text_tidy(m->arena, s->filed_at, false), s->now, NULL));
    /* Given back with a reason: what rested on a disputed sheet begins anew. */
    bool had_paper = m->d.action->reason && c->version > 1;
    return had_paper ? process_paper_settle(m->db, m->arena, c->home, c->id, NULL) : NULL;
}

/* -- the signer's answer ------------------------------------------------------------------------------------------ */

static Err check_answer(Arena *a, const PaperAnswer *answer, const PaperRow *row)
{
    if (!row || row->person.v != answer->who->person.v)
        return ERR(a, ERR_MISSING, "err.process.paper_missing");
    if (said_of(row->said) == PAPER_SETTLED)
        return ERR(a, ERR_CONFLICT, "err.process.paper_settled");
    Str reason = text_tidy(a, answer->reason, true);
    if (!answer->mine && !reason.len)
        return ERR(a, ERR_INPUT, "err.process.paper_why", .field = S("reason"));
    if (text_chars(reason) > LIMIT_TEXT_CHARS)
        return ERR(a, ERR_INPUT, "err.process.paper_long", .field = S("reason"),
                   .args = {i64_plain(a, LIMIT_TEXT_CHARS)});
    return NULL;
}

static Err record_answer(Moving *m, const PaperAnswer *answer, Str kind)
{
    enum { MEMBERS = 2 };
    Arena *a = m->arena;
    const Case *c = &m->kept.c;
    JsonMember members[MEMBERS], reason = {S("reason"), json_of_text(a, text_tidy(a, answer->reason, true))};
    size_t count = 0;
    if (!answer->mine)
        members[count++] = (JsonMember){S("facts"), json_object(a, &reason, 1)};
    members[count++] = (JsonMember){S("version"), json_of_int(a, answer->version)};
    Event event = {.kind = kind, .place = c->place, .about = c->id, .object = c->object, .person = answer->who->person,
                   .office = answer->who->acting ? answer->who->acting->role->code : STR_NONE, .at = answer->now,
                   .sealed = c->process->sealed, .data = json_canonical(a, json_object(a, members, count))};
    RecordRef ref;
    TRY(record_append(m->db, a, &event, &ref));
    m->event = ref.index;
    return advance_tell(m, kind);
}

Err process_paper_say(Db *db, Arena *a, const Engine *e, const PaperAnswer *answer)
{
    static const Action actions[] = {{.name = {"paper_disputed", 14}}, {.name = {"paper_agreed", 12}}};
    const PaperRow *row;
    TRY(process_paper_get(db, a, answer->home, answer->about, answer->version, &row));
    TRY(check_answer(a, answer, row));
    PaperSaid said = answer->mine ? PAPER_AGREED : PAPER_DISPUTED;
    if (said_of(row->said) == said)
        return NULL; /* a second tap */
    const Action *says = &actions[answer->mine];
    Step s = {.action = says->name, .who = answer->who, .now = answer->now};
    Moving m = {.db = db, .arena = a, .engine = e, .step = &s, .d = {.action = says}};
    TRY(case_load(db, a, e, answer->home, answer->about, &m.kept));
    TRY(process_paper_said(db, a, answer->home, answer->about, answer->version, said_words[said], answer->now, NULL));
    const Action *x = process_action(m.kept.c.process, row->action);
    TRY(turn_tell_dispute(db, a, &m.kept.c, answer->mine || !x ? STR_NONE : x->paper_objection));
    return record_answer(&m, answer, arena_printf(a, "process.%.*s", STR_ARG(says->name)));
}

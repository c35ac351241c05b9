// SPDX-License-Identifier: Apache-2.0
/* Sheets signed on paper: whose signature is typed, its day and where it is filed; and the signer who is told of it. */
#include "desk/desk_own.h"

enum { PAPERS_TOLD = 20, TYPISTS_SAID = 4 };

/* -- typing a sheet ----------------------------------------------------------------------------------------------- */

/* Whoever may take the step, and has not yet, may have signed it on paper; but for the typist himself. */
static Err fill_signers(const Request *q, const Case *c, const Action *x, SheetForm *form)
{
    const Office *signers;
    size_t count;
    Str chosen = pairs_get(&q->form, S("signer"));
    TRY(process_signers(q->db, q->arena, house()->engine, c, x, q->now, &signers, &count));
    ListPick *picks = ARENA_ARRAY(q->arena, ListPick, count);
    for (size_t i = 0; i < count; i++) {
        Str id = i64_plain(q->arena, signers[i].person.v);
        if (signers[i].person.v != q->who->person.v)
            picks[form->signers_count++] = (ListPick){
                id, WEB_FILL(q, "desk.person_pick", signers[i].person_name, desk_role_name(q->lang, signers[i].role->code)),
                str_eq(id, chosen)};
    }
    form->signers = picks;
    return NULL;
}

static Str fault_of(const DeskFaults *faults, Str field)
{
    for (size_t i = 0; faults && i < faults->count; i++)
        if (str_eq(faults->at[i].field, field))
            return faults->at[i].reason;
    return STR_NONE;
}

Err desk_sheet_form(const Request *q, const Case *c, const Action *x, bool must, const DeskFaults *faults,
                    Html *ret_fields)
{
    SheetForm form = {.must = must, .signed_on = pairs_get(&q->form, S("signed_on")),
                      .filed_at = pairs_get(&q->form, S("filed_at")), .signer_fault = fault_of(faults, S("signer")),
                      .day_fault = fault_of(faults, S("signed_on")), .place_fault = fault_of(faults, S("filed_at"))};
    *ret_fields = (Html){STR_NONE};
    if (!x->on_paper)
        return NULL;
    TRY(fill_signers(q, c, x, &form));
    if (!form.signers_count)
        return NULL;
    Out *o = web_body(q);
    desk_page_sheet_form(o, &form);
    *ret_fields = (Html){out_str(o)};
    return NULL;
}

/* -- who else may type it ------------------------------------------------------------------------------------------ */

/* Whoever never signs in types nothing, whatever office he holds. */
static Err signs_in(const Request *q, Home home, PersonId person, bool *ret_does)
{
    const BoundDevice *devices;
    Str login;
    size_t count;
    TRY(access_login_of(q->db, q->arena, home, person, &login));
    TRY(access_bound_devices(q->db, q->arena, home, person, STR_NONE, &devices, &count));
    *ret_does = login.len || count;
    return NULL;
}

/* Those of the village first: the sheet lies there. The town is always named, with its telephone. */
static Err fill_typists(const Request *q, const Case *c, const Action *x, CasePage *p)
{
    const Office *typists;
    size_t count;
    TRY(process_typists(q->db, q->arena, house()->engine, c, x, q->now, &typists, &count));
    CaseTypist *lines = ARENA_ARRAY(q->arena, CaseTypist, count);
    for (size_t i = 0; i < count; i++) {
        const Office *o = &typists[i];
        bool is_town = place_level(o->place) <= PLACE_TOWN, does;
        const Place *place = NULL;
        if (!is_town && p->typists_count >= TYPISTS_SAID)
            continue;
        TRY(signs_in(q, place_home(o->place), o->person, &does));
        if (!does)
            continue;
        if (is_town)
            TRY(place_get(q->db, q->arena, o->place, &place));
        lines[p->typists_count++] = (CaseTypist){
            WEB_FILL(q, "desk.person_pick", o->person_name, desk_role_name(q->lang, o->role->code)),
            place ? place->name : STR_NONE, place ? place->phone : STR_NONE};
        if (is_town)
            break;
    }
    p->typists = lines;
    return NULL;
}

Err desk_other_typists(const Request *q, const Case *c, const DeskOffer *offers, size_t count, CasePage *p)
{
    const Action *first = NULL;
    Str *labels = ARENA_ARRAY(q->arena, Str, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        Err typing = offers[i].typing;
        if (!offers[i].refused || !typing || !str_eq(typing->key, S("err.process.typist_barred")))
            continue;
        labels[n++] = words_in(offers[i].action->label, q->lang);
        first = first ? first : offers[i].action;
    }
    if (!first)
        return NULL;
    p->typed_by_others = arena_join(q->arena, labels, n, web_sentence(q, "desk.comma"));
    return fill_typists(q, c, first, p);
}

/* Without a sheet it is his own hand: what that is refused for he reads, unless it never was his to take. */
Err desk_sheet_read(const Request *q, const Action *x, Err self, Step *step)
{
    int64_t id = 0;
    Str day = str_trim(pairs_get(&q->form, S("signed_on")));
    (void)str_to_i64(pairs_get(&q->form, S("signer")), &id);
    step->signed_on = DATE_NONE;
    if (id <= 0)
        return self && x->on_paper && str_eq(self->key, S("err.process.not_yours"))
                   ? ERR(q->arena, ERR_INPUT, "err.desk.signer", .field = S("signer"))
                   : self;
    step->signer = (PersonId){id};
    step->filed_at = pairs_get(&q->form, S("filed_at"));
    if (day.len && !date_read(text_fold(q->arena, day), instant_date(q->now), &step->signed_on))
        return ERR(q->arena, ERR_INPUT, "err.process.value_date", .field = S("signed_on"));
    return NULL;
}

Err desk_sheet_words(const Request *q, PersonId signer, Date day, Str filed_at, Str *ret_words)
{
    Str name;
    *ret_words = STR_NONE;
    if (!signer.v)
        return NULL;
    TRY(desk_person_name(q, signer, &name));
    *ret_words = WEB_FILL(q, "desk.sheet", name, web_day(q, day), text_tidy(q->arena, filed_at, false));
    return NULL;
}

/* -- what the case page and the to-do say of it -------------------------------------------------------------------- */

static Str said_words(const Request *q, const SignedPaper *p)
{
    static const char *const keys[] = {[PAPER_UNSAID] = "desk.paper_unsaid", [PAPER_AGREED] = "desk.paper_agreed",
                                       [PAPER_DISPUTED] = "desk.paper_disputed",
                                       [PAPER_SETTLED] = "desk.paper_settled"};
    return web_sentence(q, keys[p->said]);
}

static Str answer_href(const Request *q, const Case *c, int64_t version)
{
    return arena_printf(q->arena, "%.*s/papers/%lld", STR_ARG(desk_case_href(q->arena, c)), (long long)version);
}

static Err say_paper(const Request *q, const Case *c, const SignedPaper *p, PaperLine *ret_line)
{
    Str typist, signer;
    const Action *x = process_action(c->process, p->action);
    TRY(desk_person_name(q, p->typist, &typist));
    TRY(desk_person_name(q, p->signer, &signer));
    bool is_his = p->signer.v == q->who->person.v && p->said != PAPER_SETTLED;
    *ret_line = (PaperLine){.signer = signer,
                            .label = x ? words_in(x->label, q->lang) : p->action,
                            .typist = typist,
                            .typed = web_day(q, instant_date(p->at)),
                            .signed_on = web_day(q, p->signed_on),
                            .filed_at = p->filed_at,
                            .said = said_words(q, p),
                            .disputed = p->said == PAPER_DISPUTED,
                            .href = is_his ? answer_href(q, c, p->version) : STR_NONE};
    return NULL;
}

Err desk_papers(const Request *q, const Case *c, const PaperLine **ret_lines, size_t *ret_count)
{
    const SignedPaper *papers;
    TRY(process_papers(q->db, q->arena, c->home, c->id, &papers, ret_count));
    PaperLine *lines = ARENA_ARRAY(q->arena, PaperLine, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        TRY(say_paper(q, c, &papers[i], &lines[i]));
    *ret_lines = lines;
    return NULL;
}

Err desk_papers_told(const Request *q, const PaperCard **ret_cards, size_t *ret_count)
{
    const SignedPaper *papers;
    Home home = place_home(q->who->acting->place);
    TRY(process_papers_of(q->db, q->arena, home, q->who->person, PAPERS_TOLD, &papers, ret_count));
    PaperCard *cards = ARENA_ARRAY(q->arena, PaperCard, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        const Case *c;
        TRY(process_get(q->db, q->arena, house()->engine, home, papers[i].about, &c));
        TRY(say_paper(q, c, &papers[i], &cards[i].line));
        TRY(desk_place_name(q, place_up(c->place, PLACE_VILLAGE), &cards[i].place));
        cards[i].title = desk_title(q, c);
        cards[i].more = desk_subtitle(q, c, false);
    }
    *ret_cards = cards;
    return NULL;
}

/* -- the signer's answer ------------------------------------------------------------------------------------------ */

typedef struct Told {
    const Case *c;
    SignedPaper paper;
} Told;

/* Found by who signed it: he need not see the case in the office he acts in now. */
static Err find_told(const Request *q, Told *ret)
{
    const SignedPaper *papers;
    size_t count;
    int64_t version;
    TRY(process_by_number(q->db, q->arena, house()->engine, q->params[0], &ret->c));
    if (!ret->c || !str_to_i64(q->params[1], &version))
        return desk_missing(q);
    TRY(process_papers(q->db, q->arena, ret->c->home, ret->c->id, &papers, &count));
    for (size_t i = 0; i < count; i++)
        if (papers[i].version == version && papers[i].signer.v == q->who->person.v) {
            ret->paper = papers[i];
            return NULL;
        }
    return desk_missing(q);
}

static Err show_answer(const Request *q, Response *r, const Told *t, const DeskFaults *faults)
{
    PaperPage p = {.title = desk_title(q, t->c), .more = desk_subtitle(q, t->c, false),
                   .path = answer_href(q, t->c, t->paper.version), .reason = pairs_get(&q->form, S("reason")),
                   .reason_fault = fault_of(faults, S("reason")), .summary = desk_summary(q, faults),
                   .token = web_kept_token(q, S("paper"))};
    TRY(say_paper(q, t->c, &t->paper, &p.line));
    TRY(desk_spoken_number(q, t->c, &p.spoken));
    if (process_may_see(house()->engine, q->who, t->c))
        p.case_href = desk_case_href(q->arena, t->c);
    Out *body = web_body(q);
    desk_page_paper(body, &p);
    const PageFrame frame = {.title = web_sentence(q, "desk.papers_told"), .staff = true, .back = S("/todo"),
                             .back_text = web_sentence(q, "desk.todo_title")};
    web_page(q, r, &frame, body);
    if (faults && faults->count)
        r->status = 422;
    return NULL;
}

Err desk_get_paper(const Request *q, Response *r)
{
    Told t;
    TRY(find_told(q, &t));
    return show_answer(q, r, &t, NULL);
}

Err desk_post_paper(const Request *q, Response *r)
{
    Told t;
    TRY(find_told(q, &t));
    if (desk_step_is(q, "back"))
        return show_answer(q, r, &t, NULL);
    const PaperAnswer answer = {.home = t.c->home, .about = t.c->id, .version = t.paper.version, .who = q->who,
                                .now = q->now, .mine = str_eq(pairs_get(&q->form, S("says")), S("mine")),
                                .reason = pairs_get(&q->form, S("reason"))};
    Err refused = process_paper_say(q->db, q->arena, house()->engine, &answer);
    if (refused && refused->code != ERR_INPUT)
        return refused;
    if (refused) { /* nothing was written before it was refused */
        DeskFaults faults = desk_fault_of(q, refused);
        return show_answer(q, r, &t, &faults);
    }
    web_see_other(r, S("/todo"));
    return NULL;
}

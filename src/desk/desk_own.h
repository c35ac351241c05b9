// SPDX-License-Identifier: Apache-2.0
/* What the files of the desk share: words, forms, deeds, handlers. */
#pragma once

#include "desk/desk.h"
#include "desk/prove.h"
#include "desk/sheet.h"
#include "desk_html.h"

/* -- words.c ------------------------------------------------------------------------------------------------------ */
MUST_USE Err desk_person_name(const Request *q, PersonId person, Str *ret_name); /* "" for nobody */
/* fact_say, and the names of persons and roles. */
/* Said in the heading of a case's page already. */
bool desk_heads(const Process *p, const Field *f);
MUST_USE Err desk_say(const Request *q, const Field *f, const Json *value, Str *ret_text);
Date desk_limit_day(Instant due);                 /* the last day of a limit that ends at 24:00 */
int64_t desk_days_left(Instant due, Instant now); /* 0: today is the last day; below 0: late */
bool desk_is_late(const Case *c, Instant now);
Str desk_limit_words(const Request *q, const Case *c); /* "10月17日前，还有 4 天"; "" without a limit */

Err desk_laws_open(Arena *a, const House *h); /* basis.c: reads data/catalogue/law.yaml */

/* -- check_web.c -------------------------------------------------------------------------------------------------- */
Err desk_get_verifier(const Request *q, Response *r);

/* -- timeline.c --------------------------------------------------------------------------------------------------- */
/* What was done last and by whom: "12月2日 邓冬梅（村文书） 提交审核"; "" when nothing was done yet. */
MUST_USE Err desk_last_step(const Request *q, const Case *c, Str *ret_words);
/* What was done after the step of that number, oldest first: "11月28日 14:05 邓冬梅（村文书） 提交审核". */
typedef struct DeskPast {
    PersonId person;
    const Action *action;
    Str words;
} DeskPast;
MUST_USE Err desk_steps_since(const Request *q, const Case *c, int64_t version, const DeskPast **ret_steps, size_t *ret_count);
/* What a proof is about: that version of the document (0: the newest) and its event; without documents the last event.
 * NULL: none. */
const Document *desk_document_of(const CaseRecord *r, int64_t version); /* 0: the newest; NULL: there is none */
void desk_proven(const CaseRecord *r, int64_t version, const Document **ret_document, const EventRow **ret_event);
const CaseVersion *desk_versions(const Request *q, const Case *c, const CaseRecord *r);

/* -- fields.c, facts.c, answers.c --------------------------------------------------------------------------------- */
/* Columns of a table as this case has them. */
MUST_USE Err desk_shape(const Request *q, const DeskAsk *ask, const Field *f, SheetShape *ret_shape);
Case desk_subject(const DeskAsk *ask); /* the case asked about; one without facts when it is about to be opened */
Str desk_input(Arena *a, const char *kind, Str field); /* the name of an input: f.detail, t.rows, n.rows */
Str desk_cell_input(Arena *a, Str field, size_t row, size_t column);
size_t desk_rows_by_hand(const Pairs *typed, Str field); /* how many rows the page had */
/* The table that was typed or pasted into this field. */
MUST_USE Err desk_sheet(const Request *q, const DeskAsk *ask, const Field *f, Sheet *ret_sheet);
const Str *desk_notes(const Request *q, const SheetNote *notes, size_t count); /* as sentences */
/* The fields a step asks for: what it needs, its reason, what it takes; without what only others may set. */
void desk_ask_of(const Request *q, const Process *p, const Action *x, const Case *about, DeskAsk *ret_ask);

/* -- deeds.c: writing, so that a refusal can be shown in the form it was about ------------------------------------ */
/* As desk_open: what the engine refuses comes back in *ret_refused, and nothing of it stands. */
MUST_USE Err desk_advance(const Request *q, const Case *c, const Step *s, const Case **ret_case, Err *ret_refused);
/* The same step for many cases of one home: for all of them, or for none. */
typedef struct DeskMany {
    const Process *process; /* of all of them */
    Home home;
    const CaseId *ids;
    size_t count;
    Err *refusals; /* one per case: why not, or NULL */
} DeskMany;
MUST_USE Err desk_advance_many(const Request *q, const DeskMany *many, const Step *s, Err *ret_refused);
/* A double tap, a retried call: what was answered before. Without a key nothing is ever seen. */
MUST_USE Err desk_seen(const Request *q, Home home, Answered *ret);
/* For pages: the same form with other words (back, changed, sent again) is no fault: *ret_other. */
MUST_USE Err desk_seen_form(const Request *q, Home home, Answered *ret, bool *ret_other);
MUST_USE Err desk_keep(const Request *q, Home home, int64_t status, Str number);

/* -- moved.c: a step that came too late, or twice ----------------------------------------------------------------- */
typedef struct DeskMoved {
    Str says, hint; /* who did what since, when; and the way out. says: "" when nobody did anything */
} DeskMoved;
MUST_USE Err desk_moved(const Request *q, const Case *c, const Action *x, int64_t version, DeskMoved *ret);
MUST_USE Err desk_typed(const Request *q, const DeskAsk *ask, Html *ret_list); /* to be read and copied; "" when empty */
MUST_USE Err desk_moved_page(const Request *q, const DeskAsk *ask, const DeskMoved *moved, Out *body);
MUST_USE Err desk_moved_now(const Request *q, const DeskAsk *ask, Html *ret_now); /* what stands in these fields now */

/* The fault of a form that was sent, changed and sent again; hint: what to do then. */
const DeskFaults *desk_sent_before(const Request *q, const char *hint);

/* -- hands.c: one person, several offices ------------------------------------------------------------------------- */
Actor desk_as(const Request *q, const Office *office);        /* himself, in another of his offices */
bool desk_same_seat(const Office *a, const Office *b);        /* of one village, or of the same town or county */
typedef struct DeskOffer { /* a step out of this state: allowed, or why not */
    const Action *action;
    Err refused;
    Err typing;           /* NULL: may type in what others signed on paper for it */
    const Office *office; /* allowed in this other office of his at the same seat; NULL: in the one acted in */
} DeskOffer;
MUST_USE Err desk_offers(const Request *q, const Case *c, const DeskOffer **ret_offers, size_t *ret_count);
typedef struct DeskWork {
    const Case *c;
    const Office *office; /* one that sees it: the office acted in when it does */
} DeskWork;
/* What waits for any of his offices at that seat: due soonest first. */
MUST_USE Err desk_waiting(const Request *q, const Office *seat, const DeskWork **ret_work, size_t *ret_count);
OfficeSwitch *desk_switch(const Request *q, const Office *office, Str next, Str text); /* one tap: acts so, and goes on */

/* -- paper_web.c: sheets signed on paper ------------------------------------------------------------------------- */
/* Whose signature, of which day, filed where; "" when the step is not taken on paper. must: he may not take it himself. */
MUST_USE Err desk_sheet_form(const Request *q, const Case *c, const Action *x, bool must, const DeskFaults *faults,
                             Html *ret_fields);
/* Into the step. self: why he may not take it himself, or NULL. ERR_INPUT names the field that is missing or no day. */
MUST_USE Err desk_sheet_read(const Request *q, const Action *x, Err self, Step *step);
/* 李建民 签，9月5日，存在 村档案柜; "" when nobody signed on paper */
MUST_USE Err desk_sheet_words(const Request *q, PersonId signer, Date day, Str filed_at, Str *ret_words);
MUST_USE Err desk_papers(const Request *q, const Case *c, const PaperLine **ret_lines, size_t *ret_count);
MUST_USE Err desk_papers_told(const Request *q, const PaperCard **ret_cards, size_t *ret_count); /* to the signer */

/* -- finding what an address names -------------------------------------------------------------------------------- */
MUST_USE Err desk_find_case(const Request *q, Str number, const Case **ret_case); /* that this actor may see */
MUST_USE Err desk_find_place(const Request *q, Str digits, const Place **ret_place);
MUST_USE Err desk_find_process(const Request *q, Str name, const Process **ret_process);
Str desk_case_href(Arena *a, const Case *c);
bool desk_may_open(const Request *q, const Process *p, PlaceCode where);
/* Refused to this actor himself, but he may enter what somebody else signed on paper. */
bool desk_may_type(Err refused, Err typing);
/* The step is signed on paper too, but his hand does not count as another one: who else may type it, and where to call. */
MUST_USE Err desk_other_typists(const Request *q, const Case *c, const DeskOffer *offers, size_t count, CasePage *p);
bool desk_is_bookkeeping(const Field *f); /* only the engine sets it: it says nothing to a reader */

/* -- public_web.c ------------------------------------------------------------------------------------------------- */
/* What may be read by everybody; when a slip asks, also what is for its holder alone. */
MUST_USE Err desk_public_facts(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count);
/* Of the case that carries another on, for who asked the other: what is asked and answered in common, nothing of whoever
 * asked it first that is not posted. */
MUST_USE Err desk_carrier_facts(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count);
/* What the asker wrote, in his own words. For the holder of the slip alone. */
MUST_USE Err desk_own_words(const Request *q, const Case *c, const PublicFact **ret_facts, size_t *ret_count);

/* -- handlers ----------------------------------------------------------------------------------------------------- */
/* Who looked at what the asker left sealed; empty for everybody else, and where nothing is sealed. */
MUST_USE Err desk_looks_box(const Request *q, const Case *c, Html *ret_box);
Err desk_get_looks(const Request *q, Response *r);
Err desk_get_acting(const Request *q, Response *r);
Err desk_post_office(const Request *q, Response *r);
Err desk_get_todo(const Request *q, Response *r);
Err desk_get_place(const Request *q, Response *r);
Err desk_get_list(const Request *q, Response *r);
Err desk_post_many(const Request *q, Response *r);
Err desk_get_new(const Request *q, Response *r);
Err desk_post_new(const Request *q, Response *r);
Err desk_get_case(const Request *q, Response *r);
Err desk_post_look(const Request *q, Response *r);
Err desk_get_paper(const Request *q, Response *r);
Err desk_post_paper(const Request *q, Response *r);
Err desk_get_act(const Request *q, Response *r);
Err desk_post_act(const Request *q, Response *r);
Err desk_get_public(const Request *q, Response *r);
Err desk_get_document(const Request *q, Response *r);
Err desk_get_proof(const Request *q, Response *r);
Err desk_get_slip(const Request *q, Response *r);
Err desk_post_slip(const Request *q, Response *r);
Err desk_get_slip_case(const Request *q, Response *r);
Err desk_post_slip_act(const Request *q, Response *r);
Err desk_get_help(const Request *q, Response *r);
Err desk_get_help_process(const Request *q, Response *r);
Err desk_get_checkpoint(const Request *q, Response *r);
Err desk_get_vkey(const Request *q, Response *r);
Err desk_get_tile(const Request *q, Response *r);
Err desk_get_epoch_checkpoint(const Request *q, Response *r);
Err desk_get_epoch_vkey(const Request *q, Response *r);
Err desk_get_epoch_tile(const Request *q, Response *r);
Err desk_api_prepare_session(const Request *q, const void **ret_prepared);
Err desk_api_session(const Request *q, Response *r);
Err desk_api_processes(const Request *q, Response *r);
Err desk_api_open(const Request *q, Response *r);
Err desk_api_act(const Request *q, Response *r);
Err desk_api_case(const Request *q, Response *r);
Err desk_api_list(const Request *q, Response *r);
Err desk_api_describe(const Request *q, Response *r);

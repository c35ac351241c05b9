// SPDX-License-Identifier: Apache-2.0
/*
 * desk: what every process gets for nothing.
 *
 * lives:    to-do, lists with filters, forms by hand or by paste, check your answers, confirmation, the case page with
 *           timeline and proof, the slip page, help pages, the API, the secret once more
 * promises: a process that is only YAML has all of these; what was typed is never lost to a mistake
 * uses:     base codec seal store place record access process web print room
 * public:   prove.h
 *
 * Other rooms borrow the parts they need for pages of their own: fields, facts, faults, timeline, proof.
 */
#pragma once

#include "room/room.h"

/* What was wrong with a form, field by field; empty when all is well. */
typedef struct DeskFaults {
    const FormFault *at;
    size_t count;
} DeskFaults;

typedef struct DeskAsk {
    const Process *process;
    const Str *names;      /* the fields to show, in order */
    size_t name_count;
    const Case *about;     /* NULL when a case is about to be opened */
    const Pairs *typed;    /* what was typed before, or NULL */
    const DeskFaults *faults; /* or NULL */
    const Action *action;  /* the step; NULL: the opening */
    PlaceCode place;       /* where a case is about to be opened: whose office holders a person is chosen from */
} DeskAsk;

/* The fields of a form: labels, help, inputs with what was typed, each with its fault. Inputs are called f.<field>; a
 * table has t.<field> for what is pasted, n.<field> and c.<field>.<row>.<column> for rows by hand. */
MUST_USE Err desk_fields(const Request *q, const DeskAsk *ask, Html *ret_fields);
/* The error summary above a form; empty when there is nothing wrong. */
Html desk_summary(const Request *q, const DeskFaults *faults);
/* Reads the posted fields into facts. Wrong ones are in *ret_faults (and the answer is still NULL). */
MUST_USE Err desk_facts(const Request *q, const DeskAsk *ask, const Json **ret_facts, DeskFaults *ret_faults);
/* What was typed, as hidden inputs: for the step after "check your answers". */
Html desk_hidden(const Request *q, const Pairs *typed);
/* The same as a list to check: label, value as it will stand. */
MUST_USE Err desk_answers(const Request *q, const DeskAsk *ask, const Json *facts, Html *ret_list);
/* An Err that came from the engine, as the fault of a field or of the whole form. */
DeskFaults desk_fault_of(const Request *q, Err e);

/* The place of that level that the route's first part names; ERR_MISSING when there is none. */
MUST_USE Err desk_place(const Request *q, PlaceLevel level, const Place **ret_place);

/* A village that has ended takes no questions: answers 410 with a page that says since when, and where they are taken now;
 * what was typed goes along. *ret_ended: so it was. */
MUST_USE Err desk_refuse_ended(const Request *q, Response *r, const Place *village, bool *ret_ended);

/* What the record has of a case: its events and the versions of its documents, both oldest first. */
typedef struct CaseRecord {
    const EventRow *events;
    const Document *documents;
    size_t event_count, document_count;
} CaseRecord;
MUST_USE Err desk_record(const Request *q, const Case *c, CaseRecord *ret_record);

/* The timeline of a case: for staff every step, for the public those whose action says public_words. */
MUST_USE Err desk_timeline(const Request *q, const Case *c, const CaseRecord *r, bool is_public, Html *ret_list);
/* The short code, the leaf's number, when it was signed, and the links to the proof; red when the record disagrees. */
MUST_USE Err desk_proof(const Request *q, const Case *c, const CaseRecord *r, Html *ret_box, bool *ret_whole);

/* The reader tapped "check it here" (?check): the page loads the verifier (PageFrame.checks), its proof boxes name their
 * matter, and its sentences stand at the end of the page; empty otherwise. */
bool desk_checks(const Request *q);
Html desk_check_words(const Request *q);

/* The page after something was sent in: number, slip, what happens next and until when. */
typedef struct DeskDone {
    const Case *about; /* its number is said as people say it, and as it is written; NULL: none */
    Str title, slip, next, back, back_text;
} DeskDone;
/* A new case, once: the same form sent again (a double tap, a lost answer) finds the case it opened. What is refused comes
 * back in *ret_refused, so that the form can show it, and nothing of it stands. */
MUST_USE Err desk_open(const Request *q, const NewCase *n, const Case **ret_case, Str *ret_slip, Err *ret_refused);
MUST_USE Err desk_done(const Request *q, Response *r, const DeskDone *done);

/* The state of a case as its reader says it: "正在办，10月20日前回话". */
Str desk_state_words(const Request *q, const Case *c, bool is_public);

/* A definition in words, as the help page and `shaichang explain` say it: who may act; how long a limit is ("" for none). */
Str desk_who_words(const Request *q, const Process *p, const By *by, size_t count);
/* "5 天", "1 day": how long, without saying from when or whether within or after. */
Str desk_span_words(const Request *q, LimitUnit unit, int64_t amount);
Str desk_within_words(const Request *q, const Process *p, const Limit *l);

/* A citation of law in the reader's language: "Charity Law, art. 79". A title that law.yaml does not know stays as it is. */
Str desk_basis(const Request *q, Str basis);

/* What a case is called in a list: its title, or what it is about, or its process. For staff. */
Str desk_title(const Request *q, const Case *c);
/* What tells it from its like: the month, the book. */
Str desk_subtitle(const Request *q, const Case *c, bool is_public);

/* Case numbers in two forms: 371603106200-W-2026-87 and 黄一村 2026年87号. */
MUST_USE Err desk_spoken_number(const Request *q, const Case *c, Str *ret_text);
MUST_USE Err desk_number_words(const Request *q, Str number, Str *ret_text); /* what is no number is said as it stands */

/* -- small parts ---------------------------------------------------------------------------------------------------- */
Str desk_role_name(const Lang *l, Str role);
MUST_USE Err desk_place_name(const Request *q, PlaceCode place, Str *ret_name);  /* its digits when it has no name */
NEVER_NULL Err desk_missing(const Request *q);
/* The place, and that the acting office may do this there. */
MUST_USE Err desk_place_for(const Request *q, const char *permission, const Place **ret_place);
bool desk_step_is(const Request *q, const char *step); /* which button was pressed */

extern const Room desk_room;

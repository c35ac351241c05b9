// SPDX-License-Identifier: Apache-2.0
/*
 * process: everything is a matter that moves.
 *
 * lives:    definitions read from data/process/ *.yaml, the decision what a step does, cases, limits, openings,
 *           documents, marks
 * promises: a decision is a pure function of values; a step is one transaction: rows, event, leaf, effects, marks; a
 *           running case keeps the definition it began under; a number is struck off when all rules hold, never by tap
 * uses:     base codec seal store place record access
 * public:   definition.h case.h outcome.h paper.h
 *
 * docs/formats/process.md describes the YAML. Rooms give the engine guards, effects and subscribers by name
 * (EngineParts); the engine gives every case a number, limits, a timeline, a proof.
 */
#pragma once

#include "access/access.h"
#include "base/base.h"
#include "codec/codec.h"
#include "place/place.h"
#include "process/case.h"
#include "process/definition.h"
#include "process/outcome.h"
#include "process/paper.h"
#include "record/record.h"
#include "store/store.h"

/* -- the engine -------------------------------------------------------------------------------------------------- */

MUST_USE Err process_load(Arena *a, Str yaml, Str file, const Process **ret_process);

typedef struct EngineOptions {
    const Process *const *processes;
    size_t process_count;
    const EngineParts *const *parts; /* one per room, in card order */
    size_t part_count;
    const Roles *roles;
    Str holidays; /* data/catalogue/holiday.yaml */
} EngineOptions;
MUST_USE Err process_engine(Arena *a, const EngineOptions *options, const Engine **ret_engine);
/* Proves a definition: reachable, bounded, every name exists. Complaints say file:line, each in both languages. */
void process_check(Arena *a, const Engine *e, const Process *p, Out *complaints, size_t *ret_count);
const Roles *process_roles(const Engine *e);
const Process *process_named(const Engine *e, Str name); /* NULL when there is none */
size_t process_count(const Engine *e);
const Process *process_at(const Engine *e, size_t i);
const Field *process_field(const Process *p, Str name);
const Action *process_action(const Process *p, Str name);
const Metric *process_metric(const Engine *e, Str name);

/* The end of n workdays after the day of `from`: 24:00 of the n-th. *ret_provisional: a year not yet announced. */
Instant process_workdays(const Engine *e, Instant from, int32_t n, bool *ret_provisional);
/* The end of the limit counted from the day of `from`; INSTANT_NONE for LIMIT_NONE and LIMIT_BY_FIELD. */
Instant process_limit(const Engine *e, Instant from, const Limit *limit, bool *ret_provisional);

/* Pure: no clock, no database. */
MUST_USE Err process_decide(Arena *a, const Engine *e, const CaseView *view, const Step *s, Decision *ret_decision);

/* Everything that is wrong with the facts given, for forms: process_decide refuses with the first. */
typedef struct FieldFault {
    Str name;             /* detail; rows.3.amount */
    const Field *field;   /* NULL: there is no such field */
    const Field *column;  /* of a table */
    int64_t row;          /* 1-based; 0: none */
    Err err;
} FieldFault;
typedef struct FactsAsk {
    const Case *c;        /* the process, and the facts so far */
    const Action *action; /* what it needs and takes */
    const Actor *who;
    Instant now;          /* a day without its year is this year's */
    const Json *given;
} FactsAsk;
typedef struct FactsFound {
    const Json *given;    /* tidied: dates 2026-09-05, money in fen, flags, lists; without what is sealed */
    const JsonMember *seals;
    size_t seal_count;
    const FieldFault *faults; /* at most LIMIT_FIELD_FAULTS */
    size_t fault_count;
} FactsFound;
void process_check_facts(Arena *a, const Engine *e, const FactsAsk *ask, FactsFound *ret_found);

typedef struct NewCase {
    Str process;
    PlaceCode place;
    CaseId parent;
    const Actor *who;
    Instant now;
    const Json *facts;
    PersonId signer;  /* on paper; .. on that day, filed there */
    Date signed_on;
    Str filed_at;
    Str on_behalf;
    Str opening_key;  /* not "": opened at most once per (process, place, key) */
    Instant due;      /* INSTANT_NONE: the state's own */
} NewCase;
MUST_USE Err process_open(Db *db, Arena *a, const Engine *e, const NewCase *n, const Case **ret_case, Str *ret_slip);
MUST_USE Err process_advance(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Step *s,
                             const Case **ret_case);
/* Up to LIMIT_CASES_AT_ONCE, one event each; all, or a list of refusals and nothing done. */
MUST_USE Err process_advance_many(Db *db, Arena *a, const Engine *e, Home home, const CaseId *ids, size_t count,
                                  const Step *s, Err *ret_refusals);

/* The calendar opens cases for the villages of homes that take part; a home whose cases move takes part by itself. */
MUST_USE Err process_join(Db *db, Arena *a, Home home, Instant now);
/* The clock's work: openings, limits, reminders, and limits worked out again when holidays changed; in one home, at most
 * LIMIT_DUE_BATCH steps in one job. Call it again while *ret_done is not 0. */
MUST_USE Err process_tick(Db *db, Arena *a, const Engine *e, Instant now, size_t *ret_done);
MUST_USE Err process_oldest_due(Db *db, Arena *a, Instant now, int64_t *ret_age_ms);

MUST_USE Err process_get(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Case **ret_case);
MUST_USE Err process_by_number(Db *db, Arena *a, const Engine *e, Str number, const Case **ret_case); /* NULL: none */
/* Where a case that was joined with another goes on (`carried_by` of its state), over LIMIT_CARRIED_ON cases at most; the
 * case itself when nothing carries it on. */
MUST_USE Err process_carrier(Db *db, Arena *a, const Engine *e, const Case *c, const Case **ret_case);
MUST_USE Err process_children(Db *db, Arena *a, const Engine *e, Home home, CaseId parent, const Case *const **ret,
                              size_t *ret_count);
/* For effects: facts that a room works out, checked like any others; no step, no event of their own. */
MUST_USE Err process_put_facts(Db *db, Arena *a, const Engine *e, Home home, CaseId id, const Json *facts);
/* A sealed field in the clear: for its handler (owner) or a role with person.raw; logged first. STR_NONE: not given. */
MUST_USE Err process_unseal(Db *db, Arena *a, const Engine *e, const Case *c, const Actor *who, Str field, Str why,
                            Instant now, Str *ret_plain);
/* Whether the personal-data guard would stop it. */
bool process_is_personal(Arena *a, const Json *value);
/* Whether something is sealed there; says nothing of what. */
MUST_USE Err process_is_sealed(Db *db, Arena *a, const Case *c, Str field, bool *ret_is);
/* May this actor see the case at all (seen_by)? Others are answered as if it were not there. */
bool process_may_see(const Engine *e, const Actor *who, const Case *c);
/* May he read this field of it (seen_by of the field)? What is public of it stands on its public page all the same. */
bool process_may_read(const Engine *e, const Actor *who, const Case *c, const Field *f);
/* The case without the facts he may not read: for pages, lists, answers. The same case where he may read all. */
const Case *process_as_read(Arena *a, const Engine *e, const Actor *who, const Case *c);

typedef struct Offer { /* an action out of this state that this actor may take now, or why not (yet) */
    const Action *action;
    Err refused; /* NULL: may */
    Err typing;  /* NULL: may type in what others signed on paper for it */
} Offer;
MUST_USE Err process_offers(Db *db, Arena *a, const Engine *e, const Case *c, const Actor *who, Instant now,
                            const Offer **ret_offers, size_t *ret_count);

/* Sheets on paper: who may have signed one for this action and has not yet; and who may type it in: of the village, then of
 * its town, each person once. */
MUST_USE Err process_signers(Db *db, Arena *a, const Engine *e, const Case *c, const Action *x, Instant now,
                             const Office **ret, size_t *ret_count);
MUST_USE Err process_typists(Db *db, Arena *a, const Engine *e, const Case *c, const Action *x, Instant now,
                             const Office **ret, size_t *ret_count);

/* Whose turn it is: names and offices of who may take the next step. */
MUST_USE Err process_waits_on(Db *db, Arena *a, const Engine *e, const Case *c, Instant now, const Office **ret,
                              size_t *ret_count);

typedef struct CaseQuery { /* keyset pages: pass the last id of the page before */
    PlaceCode scope;       /* everything within it, in one home */
    Str process;           /* "" = every process */
    Str state;             /* "" = every state */
    Str find_field, find_value;
    bool open_only, late_only, shown_only;
    Instant now;
    CaseId after, before;  /* before: the page of newer ones that ends above this id; find_field is not looked at */
    size_t max;            /* <= LIMIT_PAGE_ROWS */
} CaseQuery;
MUST_USE Err process_list(Db *db, Arena *a, const Engine *e, Home home, const CaseQuery *q, const Case *const **ret,
                          size_t *ret_count);
/* Open cases of one process within one town, by village and state; late as the list counts it. */
typedef struct OpenCount {
    PlaceCode village;
    Str state;
    int64_t open, late;
} OpenCount;
MUST_USE Err process_open_counts(Db *db, Arena *a, Str process, PlaceCode scope, Instant now, const OpenCount **ret,
                                 size_t *ret_count);
/* What waits for this actor, in the acting office: due soonest first. */
MUST_USE Err process_todo(Db *db, Arena *a, const Engine *e, const Actor *who, Instant now, size_t max,
                          const Case *const **ret, size_t *ret_count);

/* fsck: marks against figures, documents against hashes and leaves, cases against their definitions and parents. */
MUST_USE Err process_fsck(Db *db, Arena *a, const Engine *e, Home home, RecordComplain complain, void *arg);

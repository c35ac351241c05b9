// SPDX-License-Identifier: Apache-2.0
/*
 * The values that rules look at (a case, its steps, the step that is tried, what is decided), and the parts that rooms
 * bring by name.
 */
#pragma once

#include "access/access.h"
#include "process/definition.h"

/* -- values the rules see ---------------------------------------------------------------------------------------- */

typedef struct Case {
    Home home;
    CaseId id;
    Str object;      /* 16 characters of base32: what leaves call it */
    Str number;      /* 371603106200-W-2026-87 */
    PlaceCode place;
    const Process *process;
    int state;
    int64_t version; /* goes up with every step */
    Instant opened, entered, due; /* due: INSTANT_NONE when the state has none */
    PersonId opened_by, owner;
    PersonId asker;  /* who asked: the opener, unless he entered it for somebody else; 0: the slip's holder alone */
    CaseId parent;
    Str title;       /* a public-safe line made of public fields, or "" */
    bool shown;      /* has a public page now */
    bool provisional; /* its limit runs over a year whose holidays are not announced: the day may move */
    const Json *facts; /* object: field name -> value; sealed fields are not in it */
} Case;

typedef struct PastStep { /* the timeline, as rules see it */
    Str action;
    PersonId person; /* whose hand: the signer on paper, never the typist */
    Str office;
    Instant at;
    int to;          /* the state it was in afterwards */
    bool entered;    /* .. which it entered with this step (staying is not entering) */
    bool only_signed; /* a signature that was not yet enough */
    int round;       /* goes up each time a state is entered */
    Instant due;     /* the limit it had afterwards */
    bool disputed;   /* typed from a sheet whose signer says it was not he */
} PastStep;

typedef struct Step {
    Str action;
    const Actor *who;
    Instant now;
    const Json *facts;  /* what is given with the step */
    PersonId signer;    /* signed on paper by; 0: the actor himself */
    Date signed_on;     /* .. on that day */
    Str filed_at;       /* .. and the sheet is found there */
    Str on_behalf;      /* entered for whom, in words */
    int64_t version;    /* what the actor saw; 0: does not care */
} Step;

typedef struct CaseView CaseView;
struct CaseView { /* everything a decision may look at, loaded beforehand */
    const Case *c;
    const PastStep *steps;   /* oldest first; only_signed ones among them */
    size_t step_count;
    const PersonId *holders; /* each person once who holds the role a collective action is each_of */
    size_t holder_count;
    const Office *signer_offices; /* of the signer on paper */
    size_t signer_office_count;
    size_t open_children;
    const struct OtherView *others; /* the cases that limits look at besides */
    size_t other_count;
};

typedef struct OtherView { /* its case and its steps */
    Str of; /* "parent", or the field that names it */
    CaseView view;
} OtherView;

typedef struct Decision {
    const Action *action; /* `then` of the one asked for, when that was taken too often */
    int from, to;
    bool enters;          /* the state's limit starts anew */
    bool only_signs;      /* a signature that is not yet enough */
    PersonId person;      /* whose hand */
    Str office;           /* the role that satisfied `by`; "" for the clock, askers and anyone */
    Instant due;
    bool provisional;     /* counted over a year whose holidays are not announced */
    const Json *given;    /* tidied, without what is sealed */
    const Json *facts;    /* merged */
    Str stored;           /* .. in the canonical form they are kept in */
    const JsonMember *seals; /* sealed fields given: name and plain text (JSON_NULL: taken away) */
    size_t seal_count;
} Decision;

/* -- what rooms bring -------------------------------------------------------------------------------------------- */

/* Load reads rows into a value; check is pure. The case has the new facts already, and still the old state.
 * The engine's own: process.no_personal_data looks through every field with `guard: personal_data`;
 * process.another_day asks for a later day than the one on which the state was entered. */
typedef struct Guard {
    Str name;
    Err (*load)(Db *db, Arena *a, const Case *c, const Step *s, void **ret_value);
    Err (*check)(Arena *a, const Case *c, const Step *s, const void *value);
} Guard;

typedef struct Effect {
    Str name;
    Err (*run)(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
} Effect;

/* Runs inside the transaction of the event it listens to, in the order of the rooms, at most LIMIT_EVENT_DEPTH deep. */
typedef struct Subscriber {
    Str event; /* "disclosure.publish"; "dialogue.*" */
    Err (*run)(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index);
} Subscriber;

/* Makes the canonical bytes of a document from a case about to be published. */
typedef struct DocumentMaker {
    Str name;
    Err (*make)(Db *db, Arena *a, const Case *c, const Step *s, Str *ret_bytes);
} DocumentMaker;

/* Which things the calendar opens a case for: the disclosure room lists (item, book) pairs. */
typedef struct Lister {
    Str name;
    Err (*list)(Db *db, Arena *a, PlaceCode village, Period period, const Json ***ret_facts, Str **ret_keys,
                Instant **ret_dues, size_t *ret_count);
} Lister;

/* The columns of a FIELD_TABLE: the disclosure room answers from the catalogue. */
typedef struct TableShape {
    const Field *columns;
    size_t count;
} TableShape;
typedef struct Shaper {
    Str name;
    Err (*shape)(Arena *a, const Case *c, const Field *f, TableShape *ret_shape);
} Shaper;

typedef struct Metric {
    Str name;
    Words label;
    bool is_public;
} Metric;

typedef struct EngineParts {
    const Guard *guards;
    size_t guard_count;
    const Effect *effects;
    size_t effect_count;
    const Subscriber *subscribers;
    size_t subscriber_count;
    const DocumentMaker *documents;
    size_t document_count;
    const Lister *listers;
    size_t lister_count;
    const Shaper *shapers;
    size_t shaper_count;
    const Metric *metrics;
    size_t metric_count;
} EngineParts;

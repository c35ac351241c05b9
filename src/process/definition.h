// SPDX-License-Identifier: Apache-2.0
/*
 * What a process is: fields, limits, states, actions, as docs/formats/process.md describes the YAML. Read once by
 * process_load and never changed; a running case keeps the definition it began under.
 */
#pragma once

#include "base/base.h"
#include "codec/codec.h"

typedef struct Words {
    Str zh, en;
} Words;
static inline Str words_in(Words w, const Lang *l) { return lang_is_zh(l) ? w.zh : w.en; }

typedef enum FieldType {
    FIELD_TEXT = 1, FIELD_LONG_TEXT, FIELD_INT, FIELD_MONEY, FIELD_DATE, FIELD_INSTANT, FIELD_FLAG, FIELD_CHOICE,
    FIELD_PHONE, FIELD_ID_NUMBER, FIELD_PERSON, FIELD_ROLE, FIELD_PLACE, FIELD_PERIOD, FIELD_CASE, FIELD_TABLE,
    FIELD_JSON, FIELD_DECIMAL, /* hundredths in an integer, read and shown like money: mu, square metres, rates */
} FieldType;

/* SHOWN_BOARD: masked, on the paper on the wall only, never on a screen. */
typedef enum FieldShown { SHOWN_NEVER, SHOWN_BOARD, SHOWN_MASKED, SHOWN_FULL } FieldShown;

typedef struct Choice {
    Str code;
    Words name;
} Choice;

typedef struct By By;
typedef struct Field {
    Str name;
    Words label, help, unit;
    FieldType type;
    const Choice *choices;
    size_t choice_count;
    bool required;        /* when the case is opened */
    bool many;            /* a list of values */
    bool find;            /* an index row per value: filters */
    bool sealed;          /* stored encrypted, found by digest */
    bool guarded;         /* the personal-data guard runs over it before it is published */
    FieldShown shown;     /* on public pages */
    Str mask;             /* how what is not shown in full is masked, in words of the room; "" = as its type is */
    Str columns_of;       /* FIELD_TABLE: the shaper that knows its columns */
    Str by;               /* who may set it: a relation (asker) or a role; "" for whoever acts */
    const By *seen_by; /* who of those that see the case reads it; none said: all of them */
    size_t seen_by_count;
    bool has_min, has_max;
    int64_t min, max;     /* numbers, money in fen, characters of text, rows of a table; days from the day of the step */
} Field;

typedef enum LimitUnit { LIMIT_NONE, LIMIT_DAYS, LIMIT_WORKDAYS, LIMIT_MONTHS, LIMIT_BY_FIELD } LimitUnit;

typedef struct Limit {
    LimitUnit unit;
    int32_t amount;  /* may be negative: before a date */
    Str after;       /* a state, an action or a date field it counts from; "" = entering the state */
    Str field;       /* LIMIT_BY_FIELD: the date field that is the limit */
    Str of;          /* whose field, state or action it is: "parent", a field of type case; "" = the case's own */
} Limit;

struct By { /* who may act: a role, a relation, or what a field names: a role, or persons */
    Str role;       /* "vsc_chair", "asker", "opener", "owner", "anyone", "clock", or "" */
    Str field;      /* {field: approve_role}, {field: mediators} */
};

typedef struct When { /* a field holds one of these values */
    Str field;
    const Str *values;
    size_t value_count;
} When;

typedef struct Late {
    bool escalates;  /* or only reminds */
    Str whom;        /* role */
    Limit after_due; /* how long after the limit; negative: before it */
} Late;

typedef struct State {
    Str name;
    Words label, public_label;
    Limit due;
    const Str *at_dues; /* what the clock does at the limit: the first of these actions that may be taken */
    size_t at_due_count;
    const Late *lates;
    size_t late_count;
    bool final; /* at rest: no limit; left only by an action that names it (not by `from: any`) */
    bool awaited, held;
    Str carried_by; /* at rest here, it goes on in the case that this field names; "" = nowhere */
    const By *turns; /* on whose to-do it stands; none said: who may take the first action that leads on */
    size_t turn_count;
    Str basis;   /* the article the limit comes from */
} State;


typedef struct MarkRule { /* `questions_asked` counts one; {questions_asked: asked_count} counts what the field says */
    Str metric;
    Str amount_field;
    const When *whens;     /* only where all of them hold */
    size_t when_count;
} MarkRule;

typedef struct Action {
    Str name;
    Words label, help;
    Words did;             /* what a timeline says of it afterwards; none said: the label */
    uint32_t from;         /* bit set of states; 0 = opens the case */
    bool from_any;         /* of every state but the final ones */
    int to;                /* state index; -1 = stays */
    const By *by;
    size_t by_count;
    const Str *apart_from; /* actions whose last actor may not be this person */
    size_t apart_count;
    const Str *needs;      /* fields that must be given now */
    size_t need_count;
    const Str *takes;      /* fields that may be given */
    size_t take_count;
    const When *whens;     /* only where all of them hold, with what is given now */
    size_t when_count;
    const When *offers;    /* of a choice, what the form of this step offers; none said: all of it */
    size_t offer_count;
    Limit not_before;
    By each_of;            /* a collective action: the role whose holders sign; those apart_from bars are not counted */
    int enough_num, enough_den; /* of the holders: at least this part; 1/1 = all; 0: at_least alone decides */
    bool enough_over;      /* strictly more than that: a majority is more than 1/2 */
    int at_least;          /* signatures, whatever the number of holders */
    Str refusal;           /* the action one refusal becomes */
    int at_most;           /* how often in a case's life; then the action `then` is taken instead */
    Str then;
    Limit due;             /* sets the limit of the state it enters */
    bool due_half;         /* ... half of what it was the last time */
    const Json *sets;      /* facts it sets by itself: {grade: no_reply}; NULL: none */
    const Str *guards;
    size_t guard_count;
    const Str *effects;
    size_t effect_count;
    const MarkRule *marks; /* metrics it earns */
    size_t mark_count;
    Str document;          /* freezes a document made by this document maker */
    bool waits_for_children; /* every child must be final */
    Str spawn;             /* a child process to open; fields of the same name are carried over */
    bool on_paper;         /* may be entered for somebody who signed on paper */
    Str paper_objection;   /* the role that is told when the signer says it was not he; "": nobody besides */
    bool many_at_once;     /* may be taken for up to LIMIT_CASES_AT_ONCE cases together */
    bool reason;           /* wants a reason (field reason) */
    bool confirm;          /* shows check-your-answers first */
    bool proves;           /* whoever takes it gave his secret at most five minutes ago; shows the answers first, too */
    bool records_public;   /* the step's words stand on the public timeline */
    Str basis;
} Action;

typedef struct Opens { /* the calendar opens cases in the awaited state */
    char every;        /* 'm', 'q', 'y'; 0: none */
    Str for_each;      /* "village": one per village and period; or a lister a room gives */
    Limit due;
} Opens;

typedef struct Process Process;
struct Process {
    Str name, room;
    Words label, help;
    Str letter;               /* in numbers: 371603106200-W-2026-87 */
    bool numbered_by_town;    /* the running number goes through the town, not through each place */
    Str digest;               /* SHA-256 of the YAML in hex; the front of it is what a running case keeps */
    Str yaml, file;
    const Yaml *source;       /* with its line numbers, for complaints */
    const Field *fields;
    size_t field_count;
    const State *states;
    size_t state_count;
    const Action *actions;
    size_t action_count;
    const Action *opening;    /* the action without `from`; "open" when none is written */
    int start;
    const By *opened_by;
    size_t opened_by_count;
    const By *seen_by;
    size_t seen_by_count;
    bool is_public;           /* cases may have a public page; public_if says which */
    Str public_if;            /* a guard's name, or "" = always once open */
    bool sealed;              /* record: sealed */
    Str title_field;          /* shown in lists, when it is public */
    Opens opens;
    bool slip;                /* an asker without an account gets one */
};

typedef struct Engine Engine;

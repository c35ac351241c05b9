// SPDX-License-Identifier: Apache-2.0
/* Private to the demo: a day of one town, and acting in it. */
#pragma once

#include "app/demo.h"

typedef struct Day {
    Demo *d;
    Db *db;
    Arena *arena;
    DemoTown *town;
    Date date;
    Instant now;
} Day;

uint64_t demo_luck(const Case *c, const char *what, uint64_t below);
int32_t demo_days_here(const Day *x, const Case *c); /* since it entered its state */
bool demo_has(const Case *c, const char *fact);
DemoVillage *demo_village(Demo *d, PlaceCode place); /* NULL for a town's matter */

/* Facts of text, name after name, value after value, up to a NULL name. */
const Json *demo_facts(Arena *a, const char *name, Str value, ...);

/* Lets somebody who may take the action do so; whoever the rules refuse is passed over, as in life. */
MUST_USE Err demo_act(const Day *x, const Case *c, const char *action, const Json *facts);
/* Everybody who may signs, until it is enough. */
MUST_USE Err demo_sign(const Day *x, const Case *c, const char *action);
/* By one person, in the first of his offices that may. */
MUST_USE Err demo_act_by(const Day *x, const Case *c, const char *action, const DemoPerson *p, const Json *facts);

typedef struct DemoOpening {
    const char *process;
    PlaceCode place;
    CaseId parent;
    const DemoPerson *who; /* NULL: anyone, from the page */
    Str on_behalf;
    const Json *facts;
    DemoFate fate; /* what will go wrong with it */
    Str other;       /* the number of the case it will be joined with */
} DemoOpening;
/* Keeps the slip, and what is to go wrong. */
MUST_USE Err demo_open(const Day *x, const DemoOpening *o, const Case **ret_case);
DemoFate demo_fate_of(const Demo *d, const Case *c);
Str demo_other_of(const Demo *d, const Case *c);

/* -- what goes wrong in the fictional town: demo_item_fault.c, demo_fault.c ------------------------------------------- */
DemoFate demo_item_fate(const Demo *d, const DemoVillage *v, const Case *c);
/* The questions, objections and meetings of a day that are to go wrong. */
MUST_USE Err demo_plan_faults(const Day *x, const DemoVillage *v);

/* -- what is still going on on the last day: demo_middle.c ---------------------------------------------------------------- */
MUST_USE Err demo_plan_middle(const Day *x, const DemoVillage *v);

/* -- matters: demo_item.c, demo_issue.c ------------------------------------------------------------------------------------ */
MUST_USE Err demo_move_item(const Day *x, const Case *c, Str state);
MUST_USE Err demo_move_objection(const Day *x, const Case *c, Str state);
MUST_USE Err demo_object(const Day *x, const Case *item, DemoFate fate);
MUST_USE Err demo_move_issue(const Day *x, const Case *c, Str state);
MUST_USE Err demo_move_officer_issue(const Day *x, const Case *c, Str state);
typedef struct DemoAsking {
    const char *process, *kind; /* NULL: of any kind */
    DemoFate fate;
} DemoAsking;
MUST_USE Err demo_ask(const Day *x, const DemoVillage *v, const DemoAsking *how);
MUST_USE Err demo_move_meeting(const Day *x, const Case *c, Str state);
typedef struct DemoMeeting {
    Str kind, topic, at;
    Date day;
    DemoFate fate;
} DemoMeeting;
MUST_USE Err demo_call(const Day *x, const DemoVillage *v, const DemoMeeting *m);
MUST_USE Err demo_call_meetings(const Day *x, const DemoVillage *v);

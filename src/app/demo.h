// SPDX-License-Identifier: Apache-2.0
/*
 * The demo county: a year lived by seeded actors through the same engine and rules as users.
 *
 *     demo.c          the folder, the days, the end
 *     demo_people.c   places, persons, offices, accounts
 *     demo_content.c  what the villages write (data/demo/content.yaml)
 *     demo_move.c     a day: who may does what is ripe
 *     demo_item.c     items and objections; demo_issue.c questions and meetings
 *     demo_fault.c    what goes wrong, in the fictional town alone
 *
 * 黄升镇 leads a clean life; late items, doubtful points and quarrels live in the fictional 枣花镇 (product.md, rule 6).
 */
#pragma once

#include "app/app.h"
#include "disclosure/disclosure.h"

enum { DEMO_VILLAGES = 64, DEMO_MEMBERS = 3, DEMO_COMMITTEE = 3, DEMO_PIONEERS = 2, DEMO_MONTHS = 30, DEMO_ACCOUNTS = 12 };

typedef struct DemoPerson {
    PersonId id;
    Home home;
    Str name;
} DemoPerson;

typedef struct DemoVillage {
    Place place;
    Home home;
    uint64_t seed;
    bool dual;   /* one person is secretary, head and council chair */
    bool faults; /* a village of the fictional town */
    size_t nth;  /* of its town's villages */
    DemoPerson secretary, head, member[DEMO_MEMBERS], clerk, committee[DEMO_COMMITTEE], pioneer[DEMO_PIONEERS];
    int64_t opening_fen[DEMO_MONTHS]; /* of the main book, month by month from the first */
} DemoVillage;

typedef struct DemoTown {
    Place place;
    Home home;
    DemoPerson desk, agency, leader, link;
} DemoTown;

typedef enum DemoFault {
    FAULT_NONE,
    FAULT_FORGOTTEN, FAULT_PERSONAL, FAULT_SUM, FAULT_NOT_REVIEWED, FAULT_HUNG_LATE, FAULT_CORRECTED, FAULT_WITHDRAWN,
    FAULT_UNASSIGNED, FAULT_UNDONE, FAULT_HELD, FAULT_EXTENDED, FAULT_HANDED_UP, FAULT_MERGED, FAULT_REFUSED,
    FAULT_REOPENED, FAULT_SILENT, FAULT_REDONE, FAULT_UNANSWERED, FAULT_ESCALATED, FAULT_TOWN_ANSWERS, FAULT_CANCELLED,
} DemoFault;

typedef struct DemoSlip { /* what is remembered of a case that was opened */
    Home home;
    CaseId about;
    Str slip, other;
    DemoFault fault;
} DemoSlip;

enum { DEMO_SLIPS = 4096 };

typedef struct Demo {
    const CommandRun *run;
    Arena *arena;
    House house;
    Clock *clock;
    const Yaml *content;
    Period first_month;
    Date today; /* the last day lived */
    DemoTown towns[2];
    DemoVillage villages[DEMO_VILLAGES];
    size_t village_count;
    DemoPerson county;
    DemoSlip slips[DEMO_SLIPS];
    size_t slip_count;
    Str accounts; /* demo-accounts.csv */
    uint64_t steps, refused; /* refused for other reasons than one person, one hand */
} Demo;

/* A repeatable number from 0 to below - 1: what is asked for is named, so that two runs agree. */
uint64_t demo_chance(uint64_t seed, Str what, uint64_t salt, uint64_t below);

/* Gives a village its balances, month after month. */
void demo_open_books(const Demo *d, DemoVillage *v);

MUST_USE Err demo_make_people(Demo *d);
/* Signs every demo account up and writes DATA/demo-accounts.csv. */
MUST_USE Err demo_make_accounts(Demo *d);

/* The facts of a submission: {head, rows, note}, or NULL when nothing changed this period. */
MUST_USE Err demo_item_facts(const Demo *d, const DemoVillage *v, Arena *a, const Item *item, Period period, Str book,
                             const Json **ret_facts);
typedef struct DemoIssue {
    Str kind, class, detail, public_text, answer, evidence, cause, changed_rule;
} DemoIssue;
DemoIssue demo_issue(const Demo *d, uint64_t pick);
DemoIssue demo_objection(const Demo *d, uint64_t pick);

/* One day of one town: everything that is due to be done, is done by who may. */
MUST_USE Err demo_live_day(Demo *d, DemoTown *town, Date day);

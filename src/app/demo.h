// SPDX-License-Identifier: Apache-2.0
/*
 * The demo county: a year lived by seeded actors through the same engine and rules as users.
 *
 *     demo.c          the folder, the days, the end
 *     demo_people.c   places, persons, offices, accounts
 *     demo_content.c  what the villages write (data/demo/content.yaml)
 *     demo_live.c     a day: every open case is looked at
 *     demo_act.c      who may does what is ripe
 *     demo_item.c     items and objections; demo_issue.c questions and meetings
 *     demo_item_fault.c, demo_fault.c  what goes wrong, in the fictional town alone
 *     demo_middle.c   what is still going on on the last day
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
    uint64_t asked; /* which of the issues were asked here: one bit each, in the order of content.yaml */
    DemoPerson secretary, head, member[DEMO_MEMBERS], clerk, committee[DEMO_COMMITTEE], pioneer[DEMO_PIONEERS];
    int64_t opening_fen[DEMO_MONTHS]; /* of the main book, month by month from the first */
} DemoVillage;

typedef struct DemoTown {
    Place place;
    Home home;
    DemoPerson desk, agency, leader, link;
} DemoTown;

typedef enum DemoFate {
    FATE_NONE,
    FATE_FORGOTTEN, FATE_PERSONAL, FATE_SUM, FATE_NOT_REVIEWED, FATE_HUNG_LATE, FATE_CORRECTED, FATE_WITHDRAWN,
    FATE_UNASSIGNED, FATE_UNDONE, FATE_HELD, FATE_EXTENDED, FATE_HANDED_UP, FATE_MERGED, FATE_REFUSED,
    FATE_REOPENED, FATE_SILENT, FATE_REDONE, FATE_UNANSWERED, FATE_ESCALATED, FATE_TOWN_ANSWERS, FATE_CANCELLED,
    /* what is still going on on the last day: an item laid out at once, one not begun; a question just raised, one being
     * seen to, one done that day and not yet looked at */
    FATE_AT_ONCE, FATE_NOT_BEGUN, FATE_RAISED, FATE_IN_HAND, FATE_TO_CHECK,
} DemoFate;

typedef struct DemoSlip { /* what is remembered of a case that was opened */
    Home home;
    CaseId about;
    Str slip, other;
    DemoFate fate;
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

/* The first village, and the first where one person holds three offices: those a visitor may sign in to. */
DemoVillage *demo_first_dual(Demo *d);

/* Gives a village its balances, month after month. */
void demo_open_books(const Demo *d, DemoVillage *v);

MUST_USE Err demo_make_people(Demo *d);
/* Signs every demo account up and writes DATA/demo-accounts.csv. */
MUST_USE Err demo_make_accounts(Demo *d);

/* The facts of a submission: {head, rows, note}, or NULL when nothing changed this period. */
MUST_USE Err demo_item_facts(const Demo *d, const DemoVillage *v, Arena *a, const Item *item, Period period, Str book,
                             const Json **ret_facts);
/* The same of an item that an event called for, on that day; {head, rows, note}. */
MUST_USE Err demo_event_facts(const Demo *d, const DemoVillage *v, Arena *a, const Item *item, Date day,
                              const Json **ret_facts);
typedef struct DemoIssue {
    Str kind, class, detail, public_text, answer, evidence, cause, changed_rule;
} DemoIssue;
DemoIssue demo_issue(const Demo *d, uint64_t pick);
size_t demo_issue_count(const Demo *d);
DemoIssue demo_objection(const Demo *d, uint64_t pick);

typedef struct DemoAgenda {
    Str kind, topic, at;
    int32_t notice;
} DemoAgenda;
/* A sunshine meeting in the first month of each quarter, a representatives' meeting in the second, villagers speak in the
 * third. */
DemoAgenda demo_agenda(const Demo *d, const DemoVillage *v, Date day);

/* One day of one town: everything that is due to be done, is done by who may. */
MUST_USE Err demo_live_day(Demo *d, DemoTown *town, Date day);

// SPDX-License-Identifier: Apache-2.0
/*
 * room: what a room brings to the house, and what the house gives it.
 *
 * lives:    the Room table each room fills, and the House: engine, roles, store, clock, carried files
 * promises: a room is a folder and one word in src/meson.build; nothing else lists it
 * uses:     base codec store place record access process web
 */
#pragma once

#include "process/process.h"
#include "web/web.h"

/* Set once at start, never changed while serving. */
typedef struct House {
    Arena *arena;         /* lives as long as the program */
    const Engine *engine;
    const Roles *roles;
    Store *store;
    const Clock *clock;
    Str base_url;         /* https://sun.example: what QR codes and links on paper start with */
    Str host;             /* the log's origin starts with it */
    Str host_body, filing; /* who runs the site, and its filing number; "" when house.conf does not say */
    const char *folder;   /* DATA */
    Signer *signer;
    bool demo;
    bool second_factor;   /* town and county sign in with one; a demo may go without */
    PlaceCode county;     /* the county this house serves */
    Str (*file)(Str path); /* carried files: data/catalogue/field.yaml; STR_NONE when there is none */
    const Lang *zh, *en;
    const struct Room *const *rooms;
    size_t room_count;
} House;

const House *house(void);
void house_set(const House *h);

struct AuditTable;
typedef struct Room {
    const char *name;
    Words says;                       /* one sentence about the room */
    const Route *routes;
    size_t route_count;
    const EngineParts *parts;         /* NULL: none */
    Err (*open)(Arena *a, const House *h); /* reads its catalogues; NULL: nothing to read */
    Err (*wake)(Db *db, Arena *a, const House *h); /* the store is open: reads what the county changed; NULL: nothing */
    const struct AuditTable *audits;  /* tables of its own that fsck looks through */
    size_t audit_count;
    /* Where the public reads what a case holds, when that is a page of the room's own; "" or NULL: its case page. */
    Err (*page_of)(Db *db, Arena *a, const Case *c, Str *ret_href);
    /* What somebody reads before he sends in what he wrote, beside his answers; empty or NULL: nothing. */
    Err (*before_opening)(const Request *q, const NewCase *n, Html *ret_box);
} Room;

/* -- fsck: a room's tables against the cases they were made of (audit.c) -------------------------------------------------- */

typedef struct Audit {
    Db *db;
    Arena *arena; /* rewound row by row */
    Home home;
    RecordComplain complain;
    void *arg;
    Str table;    /* the one that is looked through */
} Audit;

typedef struct AuditTable {
    Str table;
    Err (*walk)(Audit *u); /* looks at every row of the home */
} AuditTable;

typedef struct Compared { /* one column: what the table says, and what the case makes of it */
    const char *column;
    Str shelf, made;
} Compared;

/* All tables of a room; `asked` says where and whom to tell, the arena is the audit's own. */
MUST_USE Err room_audit(const Room *room, Arena *a, const Audit *asked);
void room_audit_say(const Audit *u, Str row, const char *what);
/* The case behind a row; none is a complaint. */
const Case *room_audit_case(const Audit *u, Str number, CaseId id);
void room_audit_compare(const Audit *u, Str number, const Compared *columns, size_t count);
Str room_audit_flag(bool on); /* "1" or "0" */

/* The page its room has for a case; "" when there is none. */
MUST_USE Err room_page_of(Db *db, Arena *a, const Case *c, Str *ret_href);

MUST_USE Err room_before_opening(const Request *q, const Process *p, const NewCase *n, Html *ret_box);

/* Written by the build from the list in src/meson.build. */
extern const Room *const rooms_all[];
extern const size_t rooms_count;

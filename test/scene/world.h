// SPDX-License-Identifier: Apache-2.0
/*
 * A small real world for scenes and simulations: the rooms, catalogues and processes as they are carried, a store of its
 * own, a town with two villages and everybody who holds an office there. Time stands still until somebody moves it, and
 * the clock does its work every night at half past twelve.
 */
#pragma once

#include "temp_store.h"

#include "disclosure/disclosure.h"
#include "room/room.h"

#define WORLD_COUNTY ((PlaceCode){371603000000000000})
#define WORLD_TOWN ((PlaceCode){371603106000000000})
#define WORLD_VILLAGE ((PlaceCode){371603106200000000})
#define WORLD_OTHER ((PlaceCode){371603106201000000})
#define WORLD_HOME ((Home){371603106})

enum { WORLD_HANDS = 32, WORLD_ROLES = 8 };

/* Somebody with his offices, in the order in which he thinks of them. */
typedef struct Hand {
    const char *name;
    PlaceCode place;
    const char *roles[WORLD_ROLES];
    PersonId person;
} Hand;

typedef struct World {
    TempStore t;
    House house;
    Db *staff; /* a reader for looking up offices while another look goes on */
    Arena *arena;
    Instant now;
    Hand hands[WORLD_HANDS];
    size_t hand_count;
} World;

World *world_open(Date first_day);
void world_close(World *w);

/* Lets nights pass until it is that moment; each midnight the clock works until nothing is left. */
void world_wait(World *w, Instant until);
Instant world_at(Date day, int hour);

const Hand *world_hand(const World *w, Str name); /* NULL when nobody is called that */
/* As he acts today: in the role, or in his first office when it is "". Acting stays NULL when he holds no such office. */
Actor world_actor(World *w, const Hand *h, Str role);

/* In a job of its own. */
Err world_step(World *w, Home home, CaseId id, const Step *s);
void world_keep_book(World *w, Str book); /* the first village, besides the committee's */
Err world_many(World *w, Home home, const CaseId *ids, size_t count, const Step *s);
Err world_new(World *w, const NewCase *n, CaseId *ret_id, Str *ret_slip);
Err world_slip(World *w, Str slip, Actor *ret_actor);
const Case *world_case(World *w, Home home, CaseId id);

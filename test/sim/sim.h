// SPDX-License-Identifier: Apache-2.0
/* Seeded people: what they fill in (sim_facts.c) and what they do (sim.c). */
#pragma once

#include "../scene/world.h"

/* Stands in what askers write, always; nowhere else may it be seen. */
#define SIM_CANARY "13812345678"

enum { SIM_SLIPS = 2000 };

typedef struct SimSlip {
    CaseId about;
    Str slip;
} SimSlip;

typedef struct Sim {
    World *w;
    Arena *day;
    uint64_t random, steps, refused;
    SimSlip slips[SIM_SLIPS];
    size_t slip_count;
} Sim;

uint64_t sim_pick(Sim *s, uint64_t below);
bool sim_chance(Sim *s, uint64_t in_100);
/* Mostly what the action needs, as it should be; sometimes too little, too much, or wrong. */
const Json *sim_facts(Sim *s, const Case *c, const Action *x);

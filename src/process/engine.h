// SPDX-License-Identifier: Apache-2.0
/* What an engine is inside: the parts of all rooms, the calendar of workdays, definitions of other editions. */
#pragma once

#include "process/process.h"

typedef struct HolidayYear {
    int year;
    bool announced;
    uint8_t day[366]; /* by day of the year: 0 as the week says, else HOLIDAY_OFF or HOLIDAY_WORK */
} HolidayYear;
enum { HOLIDAY_OFF = 1, HOLIDAY_WORK };

typedef struct Calendar {
    const HolidayYear *years;
    size_t count;
    Str digest; /* of the text it was read from */
} Calendar;
MUST_USE Err limit_calendar(Arena *a, Str yaml, Str file, Calendar *ret_calendar);

typedef struct Editions Editions; /* of definitions: those in force and those that running cases began under */

struct Engine {
    EngineOptions given;
    Calendar calendar;
    Editions *editions;
};

/* Found among the parts of all rooms, the engine's own first; NULL when no room brings it. */
const Guard *engine_guard(const Engine *e, Str name);
const Effect *engine_effect(const Engine *e, Str name);
const DocumentMaker *engine_document(const Engine *e, Str name);
const Lister *engine_lister(const Engine *e, Str name);
const Shaper *engine_shaper(const Engine *e, Str name);

enum { EDITION_LEN = 16 }; /* of the digest's hex digits: what stands in the rows */
Str engine_edition(const Process *p);
/* The definition a case began under: from memory, or from the rows the first time. */
MUST_USE Err engine_definition(Db *db, Arena *a, const Engine *e, Home home, Str name, Str edition,
                               const Process **ret_process);
/* Keeps the text of a definition beside the cases that run under it. */
MUST_USE Err engine_keep(Db *db, Arena *a, Home home, const Process *p, Instant now);

extern const EngineParts engine_own_parts; /* process.no_personal_data */

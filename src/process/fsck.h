// SPDX-License-Identifier: Apache-2.0
/* What the files of fsck share: where the audit of a home stands. */
#pragma once

#include "process/process.h"

typedef struct Audit {
    Db *db;
    Arena *arena; /* of its own: it is rewound row by row, and whoever is told may keep things in the caller's */
    const Engine *engine;
    Home home;
    RecordComplain complain;
    void *arg;
} Audit;

void fsck_say(const Audit *u, const char *table, Str row, const char *what);
/* The marks of a case against the steps that earned them: fsck_mark.c. */
MUST_USE Err fsck_marks(const Audit *u, const Case *c, Str number);

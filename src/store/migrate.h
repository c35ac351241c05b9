// SPDX-License-Identifier: Apache-2.0
/* Steps: which ones a database has, and running the ones it lacks. */
#pragma once

#include "store/db.h"

/* Refuses an edited step and a database newer than the program. `ret_have` steps are there already. */
MUST_USE Err migrate_look(Db *db, Arena *a, const StoreOptions *o, size_t *ret_have);
MUST_USE Err migrate_run(Db *db, Arena *a, const StoreOptions *o); /* the missing ones, all or none */

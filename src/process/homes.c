// SPDX-License-Identifier: Apache-2.0
#include "process/homes.h"

#include "process_sql.h"

enum { HOMES_MAX = 4096 };

typedef struct Homes {
    PlaceCode scope;
    Home at[HOMES_MAX];
    size_t count;
} Homes;

static Err add_home(void *arg, const HomeRow *row)
{
    Homes *homes = arg;
    bool within = !homes->scope.v || place_within(place_of_home(row->home), homes->scope);
    if (within && homes->count < HOMES_MAX)
        homes->at[homes->count++] = row->home;
    return NULL;
}

Err homes_within(Db *db, Arena *a, PlaceCode scope, const Home **ret_homes, size_t *ret_count)
{
    Homes *homes = ARENA_NEW(a, Homes);
    homes->scope = scope;
    TRY(process_home_each(db, a, add_home, homes));
    *ret_homes = homes->at;
    *ret_count = homes->count;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* The one house of this process. */
#include "room/room.h"

static const House *the_house;

const House *house(void)
{
    REQUIRE(the_house);
    return the_house;
}

void house_set(const House *h)
{
    the_house = h;
}

Err room_page_of(Db *db, Arena *a, const Case *c, Str *ret_href)
{
    const House *h = house();
    *ret_href = S("");
    for (size_t i = 0; i < h->room_count; i++)
        if (h->rooms[i]->page_of && str_eq(str_of(h->rooms[i]->name), c->process->room))
            return h->rooms[i]->page_of(db, a, c, ret_href);
    return NULL;
}

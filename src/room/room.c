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

static const Room *room_of(const Process *p)
{
    const House *h = house();
    for (size_t i = 0; i < h->room_count; i++)
        if (str_eq(str_of(h->rooms[i]->name), p->room))
            return h->rooms[i];
    return NULL;
}

Err room_page_of(Db *db, Arena *a, const Case *c, Str *ret_href)
{
    const Room *room = room_of(c->process);
    *ret_href = S("");
    return room && room->page_of ? room->page_of(db, a, c, ret_href) : NULL;
}

Err room_before_opening(const Request *q, const Process *p, const NewCase *n, Html *ret_box)
{
    const Room *room = room_of(p);
    *ret_box = (Html){STR_NONE};
    return room && room->before_opening ? room->before_opening(q, n, ret_box) : NULL;
}

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

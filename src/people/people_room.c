// SPDX-License-Identifier: Apache-2.0
/* The people room's table. */
#include "people/people.h"
#include "people/people_web.h"

static const Route routes[] = {
    {.method = "GET", .path = "/p/{place}/people", .permission = "people.read", .run = people_get_people,
     .says = "people.says.people"},
};

const Room people_room = {
    .name = "people",
    .says = {S("谁担着什么职务"), S("who holds which office")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
};

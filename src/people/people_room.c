// SPDX-License-Identifier: Apache-2.0
/* The people room's table. */
#include "people/people_own.h"
#include "people/people_web.h"

static const Route routes[] = {
    {.method = "GET", .path = "/p/{place}/people", .permission = "people.read", .run = people_get_people,
     .says = "people.says.people"},
};

static const AuditTable audits[] = {
    {S("people_person"), people_audit_persons},
};

const Room people_room = {
    .name = "people",
    .says = {S("谁担着什么职务"), S("who holds which office")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
    .audits = audits,
    .audit_count = COUNT_OF(audits),
};

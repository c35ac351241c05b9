// SPDX-License-Identifier: Apache-2.0
/* The panorama's table: pages only; it has no process and no table of its own. */
#include "panorama/panorama_web.h"

static const Route routes[] = {
    {.method = "GET", .path = "/", .permission = "public", .run = panorama_get_county, .says = "panorama.says.county",
     .is_public_page = true},
    {.method = "GET", .path = "/v/{code12}", .permission = "public", .run = panorama_get_village,
     .says = "panorama.says.village", .is_public_page = true},
    {.method = "GET", .path = "/v/{code12}/services", .permission = "public", .run = panorama_get_services,
     .says = "panorama.says.services", .is_public_page = true},
    {.method = "GET", .path = "/t/{code9}", .permission = "public", .run = panorama_get_town,
     .says = "panorama.says.town", .is_public_page = true},
    {.method = "GET", .path = "/t/{code9}/{metric}", .permission = "public", .run = panorama_get_marks,
     .says = "panorama.says.marks", .is_public_page = true},
    {.method = "GET", .path = "/county/{code6}", .permission = "county.desk", .run = panorama_get_county_desk,
     .says = "panorama.says.county_desk"},
    {.method = "GET", .path = "/county/{code6}/towns.csv", .permission = "county.desk",
     .run = panorama_get_county_towns, .says = "panorama.says.county_towns"},
    {.method = "GET", .path = "/town/{code9}", .permission = "town.desk", .run = panorama_get_town_desk,
     .says = "panorama.says.town_desk"},
    {.method = "GET", .path = "/town/{code9}/print", .permission = "town.desk", .run = panorama_get_town_paper,
     .says = "panorama.says.town_paper"},
    {.method = "GET", .path = "/town/{code9}/villages.csv", .permission = "town.desk",
     .run = panorama_get_town_villages, .says = "panorama.says.town_villages"},
    {.method = "GET", .path = "/town/{code9}/stuck.csv", .permission = "town.desk", .run = panorama_get_town_stuck,
     .says = "panorama.says.town_stuck"},
};

const Room panorama_room = {
    .name = "panorama",
    .says = {S("一眼看全：村、镇、县"), S("everything at a glance: village, town, county")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
    .open = panorama_services_open,
};

// SPDX-License-Identifier: Apache-2.0
#include "desk/desk.h"

static const Route routes[] = {
    {"GET", "/", ROUTE_READS, "public", show, "help.desk"},
    {"GET", "/a", ROUTE_READS, "", show, "help.desk"},
    {"GET", "/b", ROUTE_READS, NULL, show},
    {.method = "POST", .permission = "case.write", .path = "/c", .run = show, .says = "help.none"},
};

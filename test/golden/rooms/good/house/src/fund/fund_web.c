// SPDX-License-Identifier: Apache-2.0
/* Handlers. */
#include "fund/fund.h"

static const Route routes[] = {
    {"GET", "/fund/{x}", ROUTE_READS, "public", show_fund, "help.fund", .is_public_page = true},
    {.method = "POST", .says = "help.fund", .permission = "case.write", .run = take_fund},
};

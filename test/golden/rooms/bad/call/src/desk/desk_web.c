// SPDX-License-Identifier: Apache-2.0
#include "desk_sql.h"

static int x(void)
{
    return db_exec(1);
}

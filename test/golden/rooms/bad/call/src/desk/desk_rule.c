// SPDX-License-Identifier: Apache-2.0
/* Who may. */
#include "desk_sql.h"

int desk_rule(Db *db);

// SPDX-License-Identifier: Apache-2.0
/* Values alone; a Db is not seen. */
#include "fund/fund.h"

int fund_rule(int sum)
{
    return sum > 3;
}

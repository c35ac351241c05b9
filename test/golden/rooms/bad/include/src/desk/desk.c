// SPDX-License-Identifier: Apache-2.0
#include "fund/fund.h"
#include "store/step.h"
#include "fund_sql.h"
#include "none_html.h"
#include "app/app.h"

// SPDX-License-Identifier: Apache-2.0
#include "fund/fund.h"
#include "store/step.h"
#include "carried.h"

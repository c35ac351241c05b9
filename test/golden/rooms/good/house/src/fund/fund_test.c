// SPDX-License-Identifier: Apache-2.0
/* Tests may see what their room may. */
#include <cmocka.h>
#include <jansson.h>

#include "unit.h"

static Str s = lang_get(l, S("no.such"));

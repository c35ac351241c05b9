// SPDX-License-Identifier: Apache-2.0
/* Uses what another room shows. */
#include "desk/desk.h"

/* rooms: nesting waived: five questions, one below the other */
static int ask(int x)
{
    if (x) { if (x) { if (x) { if (x) { if (x) { x = 1; } } } } }
    return x;
}

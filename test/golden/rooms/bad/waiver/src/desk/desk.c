// SPDX-License-Identifier: Apache-2.0
/* rooms: nesting waived: nothing is deep here */
#include "desk/desk.h"

/* rooms: nonsense waived: because it is */
/* rooms: call waived: no */
int x = atoi("1");

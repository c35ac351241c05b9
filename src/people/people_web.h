// SPDX-License-Identifier: Apache-2.0
/* The handlers of people_web.c, listed in people_room.c. */
#pragma once

#include "web/web.h"

Err people_get_people(const Request *q, Response *r);

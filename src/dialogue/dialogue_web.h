// SPDX-License-Identifier: Apache-2.0
/* The handlers of dialogue_web.c, listed in dialogue_room.c. */
#pragma once

#include "web/web.h"

Err dialogue_get_ask(const Request *q, Response *r);
Err dialogue_post_ask(const Request *q, Response *r);

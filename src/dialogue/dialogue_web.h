// SPDX-License-Identifier: Apache-2.0
/* The handlers of dialogue_web.c, listed in dialogue_room.c. */
#pragma once

#include "process/process.h"
#include "web/web.h"

/* Questions of the village that are like the one about to be sent in, with what was answered. */
Err dialogue_before_opening(const Request *q, const NewCase *n, Html *ret_box);
Err dialogue_get_ask(const Request *q, Response *r);
Err dialogue_post_ask(const Request *q, Response *r);

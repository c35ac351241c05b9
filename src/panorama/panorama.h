// SPDX-License-Identifier: Apache-2.0
/*
 * panorama: everything at a glance.
 *
 * lives:    the county page with village search, the village page, the public town page, the desks of town and county,
 *           the rows behind a figure
 * promises: every figure is a stored sum of marks and its link is the list of those marks; no ranking; lateness stands
 *           only on the village's own page and behind login
 * uses:     base codec seal store place record access process web print room desk people disclosure dialogue
 */
#pragma once

#include "room/room.h"

extern const Room panorama_room;

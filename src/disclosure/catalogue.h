// SPDX-License-Identifier: Apache-2.0
/* Private to the room: the catalogue is read once, at start. */
#pragma once

#include "disclosure/disclosure.h"

MUST_USE Err disclosure_catalogue_open(Arena *a, const House *h);

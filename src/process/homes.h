// SPDX-License-Identifier: Apache-2.0
/* The homes that take part. */
#pragma once

#include "process/process.h"

/* Those within a place; PLACE_NONE: all. */
MUST_USE Err homes_within(Db *db, Arena *a, PlaceCode scope, const Home **ret_homes, size_t *ret_count);

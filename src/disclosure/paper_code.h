// SPDX-License-Identifier: Apache-2.0
/* The code printed under an item on paper, looked up: which text it is of, and whether that is still the newest. */
#pragma once

#include "disclosure/disclosure_web.h"

/* `typed` may have blanks, small letters, other dashes, and the digits that are taken for letters. *ret says what it found
 * among the period's entries, all versions of them. */
MUST_USE Err disclosure_paper_code(const Request *q, Str typed, const ShelfEntry *entries, size_t count, PeriodCode *ret);

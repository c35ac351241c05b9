// SPDX-License-Identifier: Apache-2.0
/*
 * base: the words every other folder speaks.
 *
 * lives:    slices, arenas, errors, money and dates, clocks, output, languages, ceilings
 * promises: values in, values out; no I/O but the clock; nothing here knows a village
 * uses:
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/str.h"
#include "base/text.h"
#include "base/value.h"
#include "base/banned.h"

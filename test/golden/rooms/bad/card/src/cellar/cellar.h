// SPDX-License-Identifier: Apache-2.0
/*
 * cellar: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     base
 */
#pragma once
#include "base/base.h"

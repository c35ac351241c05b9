// SPDX-License-Identifier: Apache-2.0
/*
 * codec: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     base
 */
#pragma once

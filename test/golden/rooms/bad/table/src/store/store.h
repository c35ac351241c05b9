// SPDX-License-Identifier: Apache-2.0
/*
 * store: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     base
 */
#pragma once

// SPDX-License-Identifier: Apache-2.0
/*
 * base: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     
 */
#pragma once

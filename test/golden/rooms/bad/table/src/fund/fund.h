// SPDX-License-Identifier: Apache-2.0
/*
 * fund: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     base codec store web desk
 */
#pragma once

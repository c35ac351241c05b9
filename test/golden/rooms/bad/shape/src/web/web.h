// SPDX-License-Identifier: Apache-2.0
/*
 * web: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     base codec store
 */
#pragma once

// SPDX-License-Identifier: Apache-2.0
/*
 * desk: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     base codec store web
 */
#pragma once

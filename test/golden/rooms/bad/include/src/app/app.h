// SPDX-License-Identifier: Apache-2.0
/*
 * app: what it is.
 *
 * lives:    values
 * promises: nothing
 * uses:     everything
 */
#pragma once

// SPDX-License-Identifier: Apache-2.0
/*
 * codec: bytes.
 *
 * lives:    JSON
 */
#pragma once

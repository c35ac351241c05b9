// SPDX-License-Identifier: Apache-2.0
/*
 * rule: sums of rows.
 */
int sums_of(const Db *db);

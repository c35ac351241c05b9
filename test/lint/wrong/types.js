// SPDX-License-Identifier: Apache-2.0
// A number is no text.
'use strict';
/** @param {string} a @returns {string} */
const lower = (a) => a.toLowerCase();
lower(3);

// SPDX-License-Identifier: Apache-2.0
// Chrome 80 reads this.
'use strict';
document.body?.remove();

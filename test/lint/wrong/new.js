// SPDX-License-Identifier: Apache-2.0
// Each line is one that Chrome 60 does not know, or that our pages must not hold: the lint must say so of each.
'use strict';
document.body.innerHTML = '';
[[1]].flat();
Promise.resolve().finally(() => 1);
'a'.replaceAll('a', 'b');
Object.fromEntries([]);
[1].at(-1);
queueMicrotask(() => 1);
new AbortController();
new ResizeObserver(() => 1).disconnect();
navigator.clipboard.writeText('a');

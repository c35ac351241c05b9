// SPDX-License-Identifier: Apache-2.0
// The scripts of the pages, held to Chrome 60: its language (2017), its interfaces (caniuse and MDN, by eslint-plugin-compat)
// and, where that sees only a name without its object, methods by name.
const LATER = Object.entries({
    flat: 69, flatMap: 69, finally: 63, matchAll: 73, replaceAll: 85, trimStart: 66, trimEnd: 66, replaceChildren: 86,
    toSorted: 110, toReversed: 110, findLast: 97, findLastIndex: 97, randomUUID: 92, arrayBuffer: 76, requestSubmit: 76,
}).filter(([name]) => name !== 'arrayBuffer'); // of a Response it is older than of a Blob
const LATER_OF = { Object: { fromEntries: 73, hasOwn: 93 }, Promise: { allSettled: 76, any: 85 }, Symbol: { asyncIterator: 63 } };
const FORBIDDEN = ['innerHTML', 'outerHTML', 'insertAdjacentHTML'];

module.exports = {
    root: true,
    extends: ['eslint:recommended', 'plugin:compat/recommended'],
    env: { browser: true, es6: true },
    parserOptions: { ecmaVersion: 2017, sourceType: 'script' },
    reportUnusedDisableDirectives: true,
    settings: { targets: ['chrome 60'], lintAllEsApis: true },
    // A file that also runs under node asks for these with typeof.
    globals: { module: 'readonly', require: 'readonly', globalThis: 'readonly' },
    rules: {
        'eqeqeq': 'error',
        'no-eval': 'error',
        'no-implied-eval': 'error',
        'no-new-func': 'error',
        'no-restricted-globals': ['error', 'queueMicrotask', 'structuredClone', 'BigInt', 'AbortController', 'event'],
        'no-restricted-properties': ['error',
            ...FORBIDDEN.map((property) => ({ property, message: 'The page\'s policy forbids it: build nodes with textContent.' })),
            ...LATER.map(([property, version]) => ({ property, message: `Chrome ${version}.` })),
            ...Object.entries(LATER_OF).flatMap(([object, list]) => Object.entries(list)
                .map(([property, version]) => ({ object, property, message: `Chrome ${version}.` })))],
        // Of a list or a text; a field of that name is something else.
        'no-restricted-syntax': ['error', { selector: 'CallExpression[callee.property.name="at"]', message: 'Chrome 92.' }],
        'no-unused-vars': ['error', { args: 'after-used' }],
        'no-var': 'error',
        'prefer-const': 'error',
        'strict': ['error', 'global'],
    },
};

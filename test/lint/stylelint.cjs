// SPDX-License-Identifier: Apache-2.0
// The style sheet, held to Chrome 60: by caniuse's tables, and by name where they look at too little or too much.
const TOO_NEW = 'a WebView of 2017 does not know it';

module.exports = {
    plugins: ['stylelint-no-unsupported-browser-features'],
    reportNeedlessDisables: true,
    rules: {
        'plugin/no-unsupported-browser-features': [true, {
            browsers: ['chrome 60'],
            ignorePartialSupport: true,
            ignore: [
                'css-math-functions', // takes minmax() for max(): named below
                'extended-system-fonts', // one name in a list of fonts; the next one is taken
                'css-content-visibility', // stands in ::details-content, which an old browser leaves out as a whole
            ],
        }],
        'function-disallowed-list': [['min', 'max', 'clamp', 'color-mix', 'env', 'conic-gradient'], { message: TOO_NEW }],
        'property-disallowed-list': [['gap', 'row-gap', 'aspect-ratio', 'accent-color', 'text-wrap', '/^inset/',
            '/^(margin|padding|border)-(inline|block)/', 'contain-intrinsic-size'],
            { message: TOO_NEW }],
        'at-rule-disallowed-list': [['layer', 'container', 'property', 'scope'], { message: TOO_NEW }],
        'selector-pseudo-class-disallowed-list': [['is', 'where', 'has', 'focus-visible', 'focus-within'], { message: TOO_NEW }],
        'block-no-empty': true,
        'color-no-invalid-hex': true,
        'declaration-block-no-duplicate-properties': [true, { ignore: ['consecutive-duplicates-with-different-values'] }],
        'no-duplicate-selectors': true,
        'no-invalid-double-slash-comments': true,
        'property-no-unknown': true,
        'selector-pseudo-class-no-unknown': true,
        'selector-type-no-unknown': true,
        'unit-no-unknown': true,
    },
};

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Holds the scripts and the style sheet of ui/ to Chrome 60 (eslint, stylelint), their types to each other (tsc), and the
# tree to saying things once (jscpd). First each linter has to see what is wrong in wrong/: every line of code there.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d node_modules ] || npm ci --no-audit --no-fund --silent
eslint() { npx eslint --no-eslintrc -c lint/eslint.cjs "$@"; }
stylelint() { npx stylelint --config lint/stylelint.cjs "$@"; }
types() { npx tsc -p "$1" --pretty false; }

# seen FILE COMMAND...: the command's complaints (FILE:LINE:.. or FILE(LINE,..) name every line of the file that is no comment.
seen() {
    local file=$1 missed
    shift
    missed=$(grep -nvE "^(//|/\*|'use strict')|^$" "$file" | sed 's/:.*//' |
        grep -vxFf <("$@" 2>&1 | sed -nE "s#^.*$(basename "$file")[:(]([0-9]+).*#\1#p") || true)
    [ -z "$missed" ] || { echo "$file: nobody complained of line" $missed; return 1; }
    lines=$((lines + $(grep -cvE "^(//|/\*|'use strict')|^$" "$file")))
}
lines=0
for f in lint/wrong/{new,syntax}.js; do seen "$f" eslint -f unix "$f"; done
seen lint/wrong/new.css stylelint -f unix lint/wrong/new.css
printf '{"extends": "./tsconfig.json", "include": ["wrong/types.js"]}\n' >lint/wrong.tmp.json
trap 'rm -f lint/wrong.tmp.json' EXIT
grep -q 'types.js(6,' <(types lint/wrong.tmp.json) || { echo "lint/wrong/types.js: tsc sees no wrong type"; exit 1; }

scripts=(../ui/*.js) sheets=(../ui/*.css)
eslint --max-warnings 0 "${scripts[@]}"
stylelint --max-warnings 0 "${sheets[@]}"
types lint/tsconfig.json
echo "Chrome 60: ${#scripts[@]} scripts, ${#sheets[@]} style sheet, types agree; $lines lines that are wrong on purpose are all seen"

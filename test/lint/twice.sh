#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What is written twice in src, tools and ui (jscpd): six lines and sixty tokens that are the same fail. Unit
# tests are left out: their tables look alike, and are read one at a time.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -d test/node_modules ] || (cd test && npm ci --no-audit --no-fund --silent)
find_twins() { test/node_modules/.bin/jscpd --min-lines 6 --min-tokens 60 --ignore "**/*_test.c" --format c,c-header,javascript,css,sql --reporters consoleFull,json --output "$out" --silent "$@" >/dev/null; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
sum() { jq -r ".statistics.total.$1" "$out/jscpd-report.json"; }

# It has to see a file that stands twice.
mkdir "$out/twins" && cp src/base/str.c "$out/twins/one.c" && cp src/base/str.c "$out/twins/other.c"
find_twins "$out/twins"
[ "$(sum clones)" -gt 0 ] || { echo "jscpd does not see a file that stands twice"; exit 1; }

find_twins src tools ui
jq -r '.duplicates[] | "\(.firstFile.name):\(.firstFile.start) and \(.secondFile.name):\(.secondFile.start): \(.lines) lines"' "$out/jscpd-report.json"
echo "written twice: $(sum clones) places among $(sum lines) lines of $(sum sources) files"
[ "$(sum clones)" = 0 ]

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests of one or more of meson's suites and says how many they were: suite.sh BUILD SUITE...  With WRAP they run
# inside that program, and have more time.
set -euo pipefail
build=$1
shift
code=0
log=$build/meson-logs/testlog${WRAP:+-$(basename "${WRAP%% *}")}.json
rm -f "$log"
meson test -C "$build" $(printf -- '--suite %s ' "$@") --print-errorlogs ${WRAP:+--wrapper "$WRAP" -t 30} || code=$?
[ -f "$log" ] || { echo "no test of $* was run"; exit 1; }
jq -rs --arg suites "$*" '
    (map(select(.result == "OK")) | length) as $good |
    (map((.stdout // "") + (.stderr // "")) | join("\n")) as $said |
    def sum(what): [$said | scan(what)[0] | tonumber] | add // 0;
    def told(n; what): if n > 0 then ", \(n) \(what)" else "" end;
    (map(select(.result != "OK") | .name + " " + .result) | join(", ")) as $bad |
    "\($good) of \(length) programs of \($suites) pass" + told(sum("\\[  PASSED  \\] (\\d+) test"); "tests") +
    told(sum("(\\d+) seeds"); "seeds, cut everywhere and changed ten thousand times each") +
    told(sum("(\\d+) requests"); "ambiguous requests") +
    (if $bad == "" then "" else "; not: " + $bad end)' "$log"
exit "$code"

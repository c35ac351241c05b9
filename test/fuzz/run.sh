#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes every parser for so many seconds: run.sh [SECONDS] [NAME...]. Finds stay in the build folder, named crash-*.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=${BUILD:-build-fuzz}
again=""
[ ! -d "$build" ] || again=--reconfigure # the files of a unit are found by folder
CC=clang meson setup $again "$build" -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false \
    -Dc_args=-fsanitize=fuzzer-no-link >/dev/null
names=${*:-$(test/fuzz/list.sh)}
# shellcheck disable=SC2086
ninja --quiet -C "$build" $(printf 'test/fuzz/fuzz_%s ' $names)
for name in $names; do
    mkdir -p "$build/corpus/$name"
    echo "fuzz $name ${seconds}s"
    (cd "$build" && UBSAN_OPTIONS=halt_on_error=1 ./test/fuzz/fuzz_"$name" -max_total_time="$seconds" -timeout=5 \
        -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 "corpus/$name" "$OLDPWD/test/fuzz/seed/$name" 2>&1 |
        { grep -E 'number_of_executed_units|SUMMARY|crash-|ERROR' || true; }; exit "${PIPESTATUS[0]}")
done

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fuzzes every parser for so many seconds: run.sh [SECONDS] [NAME...]. Finds stay in the build folder, named crash-*. How
# many lines of the parser's own files (covers.txt) the inputs reached is said for each, and is at least 90 %, once they had
# twenty seconds. Beside seed/NAME it starts from the folders of more.txt; dict/NAME holds words of its language.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
build=${BUILD:-build/fuzz}
export LLVM_PROFILE_FILE=$PWD/$build/other.profraw # of what runs while building
again=""
if [ -f "$build/build.ninja" ]; then again=--reconfigure; else rm -rf "$build"; fi # the files of a unit are found by folder
CC=clang meson setup $again "$build" -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false \
    "-Dc_args=-fsanitize=fuzzer-no-link -fprofile-instr-generate -fcoverage-mapping" \
    -Dc_link_args=-fprofile-instr-generate >/dev/null
least=90 # lower for one that runs too shortly to have met everything
[ "$seconds" -ge 20 ] || least=60
names=${*:-$(test/fuzz/list.sh)}
# shellcheck disable=SC2086
ninja --quiet -C "$build" $(printf 'test/fuzz/fuzz_%s ' $names)

# The share of lines that what was found so far reaches, in whole per cent.
reached() {
    local name=$1 files
    files=$(sed -n "s/^$name //p" test/fuzz/covers.txt)
    [ -n "$files" ] || { echo "$name is not in test/fuzz/covers.txt" >&2; return 1; }
    llvm-profdata merge -o "$build/$name.profdata" "$build/$name.profraw"
    llvm-cov export --summary-only "$build/test/fuzz/fuzz_$name" --instr-profile "$build/$name.profdata" |
        jq --arg files "$files" '($files | split(" ")) as $own | [.data[0].files[] | . as $f |
            select($own | any(. as $o | $f.filename | endswith("/" + $o))) | .summary.lines] |
            100 * (map(.covered) | add) / (map(.count) | add) | floor'
}

runs=0 count=0 lowest=100 whose=""
for name in $names; do
    mkdir -p "$build/corpus/$name"
    code=0
    words=$PWD/test/fuzz/dict/$name
    # shellcheck disable=SC2046
    set -- "$PWD/test/fuzz/seed/$name" $(sed -n "s/^$name //p" test/fuzz/more.txt | tr ' ' '\n' | sed "s#^#$PWD/#")
    (cd "$build" && LLVM_PROFILE_FILE=$name.profraw UBSAN_OPTIONS=halt_on_error=1 ./test/fuzz/fuzz_"$name" \
        $([ ! -f "$words" ] || echo "-dict=$words") -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
        -print_final_stats=1 -verbosity=0 "corpus/$name" "$@") >"$build/$name.log" 2>&1 || code=$?
    [ "$code" = 0 ] || { grep -E 'SUMMARY|crash-|ERROR' "$build/$name.log"; tail -n 20 "$build/$name.log"; exit "$code"; }
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")
    lines=$(reached "$name")
    echo "fuzz $name: $executed inputs in $seconds s, $lines % of its lines"
    runs=$((runs + executed)) count=$((count + 1))
    if [ "$lines" -lt "$lowest" ]; then lowest=$lines whose=$name; fi
done
echo "$count parsers, $runs inputs, no find; at least $lowest % of the lines of each ($whose; $least are asked)"
[ "$lowest" -ge "$least" ]

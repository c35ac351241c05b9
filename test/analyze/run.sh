#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Looks at all of src and tools without running it: run.sh gcc|tidy|cppcheck [BUILD] [FILE...]. What is no fault is waived
# at its line, with a reason: /* analyzer: ... */ for gcc, NOLINT(check): ... for clang-tidy, cppcheck-suppress for cppcheck.
set -uo pipefail
cd "$(dirname "$0")/../.."
tool=$1 build=${2:-build/release}
shift $(($# < 2 ? $# : 2))
work=build/analyze
mkdir -p "$work/cppcheck" # where it keeps what it knows of each file, to look across them

# Only what stands in src and tools, without what gcc alone understands: clang reads the rest.
jq '[.[] | select(.file | test("^(../)*(src|tools)/.*[.]c$")) |
    .command |= (sub("^ccache "; "") | sub(" -o "; " -DANALYZED -o ") | gsub(" -(ftrivial-auto-var-init|fcf-protection|fstack-clash-protection|Werror|fdiagnostics-color)[^ ]*"; "") |
        gsub(" -M(D|[QF] [^ ]*)| -U_FORTIFY_SOURCE| -D_FORTIFY_SOURCE=3"; ""))]' "$build/compile_commands.json" |
    jq 'unique_by(.file)' >"$work/compile_commands.json"
files=$(jq -r --arg b "$build" '.[].file | if startswith("../") then sub("^(../)*"; "") else "\($b)/\(.)" end' \
    "$work/compile_commands.json" | sort -u) # what weave made stands in the build
[ $# -eq 0 ] || files=$(printf '%s\n' "$@")
[ "$tool" != cppcheck ] || files=$(grep -v "_html\.c$" <<<"$files") # it does not read a statement expression
count=$(wc -w <<<"$files")

# One file: its own command again, with the analyzer on. (ANALYZED leaves the words of an assert out, and with them a use.) Its complaint is waived by a comment on its line or the one above.
analyze_gcc() {
    local file=$1 command said
    command=$(jq -r --arg f "${file#"$2/"}" '[.[] | select(.file | endswith($f))][0].command' build/analyze/compile_commands.json)
    said=$(cd "$2" && eval "${command% -o *} -fanalyzer -Wno-unused-parameter -fdiagnostics-format=text -fno-diagnostics-show-caret -c ${command##* -c } -o /dev/null" 2>&1) ||
        echo "$file: gcc could not read it: ${said:0:200}"
    grep -E '^[^ ]*:[0-9]+:[0-9]+: (warning|error): ' <<<"$said" | while IFS=: read -r path line rest; do
        path=${path#../../}
        sed -n "$((line > 1 ? line - 1 : 1)),${line}p" "$path" 2>/dev/null | grep -q 'analyzer: ' || echo "$path:$line:$rest"
    done
}
export -f analyze_gcc

# First it has to see the fault of wrong.c.
wrong() {
    case $tool in
    gcc) gcc -O2 -fanalyzer -c test/analyze/wrong.c -o /dev/null ;;
    tidy) clang-tidy --quiet --config-file=test/analyze/clang-tidy.yaml test/analyze/wrong.c -- -std=gnu17 ;;
    cppcheck) cppcheck --quiet --enable=warning test/analyze/wrong.c ;;
    esac 2>&1 | grep -E 'wrong\.c:1[0-9]' >/dev/null
}
wrong || { echo "$tool does not see what is wrong with test/analyze/wrong.c"; exit 1; }

case $tool in
gcc) xargs -P "$(nproc)" -I{} bash -c 'analyze_gcc {} '"$build" <<<"$files" | tee "$work/gcc.txt" ;;
tidy) xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$work" --config-file=test/analyze/clang-tidy.yaml 2>/dev/null <<<"$files" |
    grep -E '(warning|error):' | sed "s#$PWD/##" | sort -u | tee "$work/tidy.txt" ;;
cppcheck) cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --force -j "$(nproc)" \
    --cppcheck-build-dir="$work/cppcheck" \
    --suppressions-list=test/analyze/cppcheck.txt --template='{file}:{line}: {severity}: {message} [{id}]' \
    -D__x86_64__ -DCURL_DISABLE_TYPECHECK -DANALYZED -I src -I test -I "$build/src" $files 2>&1 | tee "$work/cppcheck.txt" ;;
*) echo "run.sh gcc|tidy|cppcheck [BUILD] [FILE...]"; exit 2 ;;
esac
found=$(wc -l <"$work/$tool.txt")
waived=$(grep -rE --include='*.[ch]' 'analyzer: |NOLINT|cppcheck-suppress' src tools | wc -l)
echo "$tool: $count files, $found complaints, $waived waived with a reason"
[ "$found" = 0 ]

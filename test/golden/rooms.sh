#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# rooms.sh BUILD: the checker over small houses, good and bad; CASE.txt is what it must say, table included.
# With WRITE=1 the expectations are written anew.
set -u
rooms=$(realpath "$1")/tools/rooms
cd "$(dirname "$0")/rooms" || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0 count=0

# Symbols need libraries: the case that is about them is compiled.
compile() {
    mkdir -p "$tmp/src"
    for folder in "$1"/src/*/; do
        unit=$(basename "$folder")
        for c in "$folder"*.c; do
            [ -f "$c" ] && cc -c "$c" -o "$tmp/src/$(basename "$c" .c).o" && ar rc "$tmp/src/lib$unit.a" "$tmp/src/$(basename "$c" .c).o"
        done
    done
}

for case in good/*/ bad/*/; do
    case=${case%/}
    rm -rf "$tmp/src"
    [ "$case" = bad/symbol ] && compile "$case"
    "$rooms" "$case" "$tmp" >"$tmp/table" 2>"$tmp/said"
    code=$?
    cat "$tmp/said" "$tmp/table" >"$tmp/all"
    wanted=0
    [ "${case%%/*}" = bad ] && wanted=1
    [ "${WRITE:-}" = 1 ] && cp "$tmp/all" "$case.txt"
    count=$((count + 1))
    if [ "$code" != "$wanted" ] || ! diff -u "$case.txt" "$tmp/all"; then
        echo "$case: exit $code, wanted $wanted"
        failed=$((failed + 1))
    fi
done
echo "rooms: $count houses, $failed wrong"
[ "$failed" = 0 ]

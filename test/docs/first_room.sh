#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the room of docs/first-room.md from the document itself, in a copy of the tree, and runs its test.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && git ls-files -z | xargs -0 cp --parents -t "$copy" 2>/dev/null)
cd "$copy"

# A fence is ```language path; what stands between goes into that file.
awk '/^```[a-z]+ [a-z_A-Z\/.]+$/ { path = $2; sub("/[^/]*$", "", path); system("mkdir -p " path); path = $2; printf "" > path; next }
     /^```/ { path = ""; next }
     path { print > path }' docs/first-room.md
sed -i "s/^rooms = \[/rooms = ['lending', /" src/meson.build

meson setup build --buildtype=debug -Doptimization=0 >build.log || { cat build.log; exit 1; }
ninja -C build test/lending_lending_test tools/rooms >build.log 2>&1 || { tail -n 30 build.log; exit 1; }
build/test/lending_lending_test 2>&1 | tail -n 3
build/tools/rooms . build || { echo "the room of the document breaks a house rule"; exit 1; }
echo "the room of docs/first-room.md builds, passes its test and keeps the house rules"

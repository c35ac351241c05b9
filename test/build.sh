#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds everything, programs of the tests too, into a folder: build.sh FOLDER [MESON OPTION...]. A folder that is there
# is set up again, as files may have come since; one whose setting up was broken off is made anew.
set -euo pipefail
folder=$1
shift
again=""
if [ -f "$folder/build.ninja" ]; then again=--reconfigure; else rm -rf "$folder"; fi
meson setup $again "$folder" "$@"
ninja -C "$folder"
ninja -C "$folder" $(ninja -C "$folder" -t targets all | sed -n 's/^\(test\/[^:]*\): c_LINKER$/\1/p')
compiler=$(sed -n 's/^C compiler for the host machine: .*(\(.*\) \(.*\) ".*/\1 \2/p' "$folder/meson-logs/meson-log.txt" | tail -n 1)
echo "$(ninja -C "$folder" -t targets all | grep -c ': c_COMPILER$') files of C, ${compiler:-cc}, warnings are errors, ${*:-as meson likes it}"

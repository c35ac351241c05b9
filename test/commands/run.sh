#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: a county from nothing to its first village page and its first sign-in; every command called rightly and
# wrongly; broken off, read-only, newer, damaged; a copy brought back here and elsewhere; a folder of the first
# schema.
. "$(dirname "$0")/../proof.sh"
for part in county hindered copies old holidays broken worn; do
    python3 "$root/test/commands/$part.py" || exit 1
done
echo "commands: a county from nothing, wrong calls, hindered, copies, an old folder, holidays, broken rows, a worn disk"

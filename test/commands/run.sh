#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: a county from nothing to its first village page and its first sign-in; every command called rightly and
# wrongly; broken off, read-only, newer, damaged; a copy brought back here and elsewhere; a folder of the first
# schema.
. "$(dirname "$0")/../proof.sh"
python3 "$root/test/commands/county.py" && python3 "$root/test/commands/hindered.py" && python3 "$root/test/commands/copies.py" &&
    python3 "$root/test/commands/old.py"

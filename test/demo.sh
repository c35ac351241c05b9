#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the demo folder that proofs copy, once per program: demo.sh [BUILD]. Prints where it is.
set -euo pipefail
. "$(dirname "$0")/proof.sh"
demo=$CHECK_DIR/demo
exec 9>"$CHECK_DIR/demo.lock"
flock 9
if [ ! -f "$demo/demo-accounts.csv" ] || [ "$SHAICHANG" -nt "$demo/demo-accounts.csv" ]; then
    rm -rf "$demo" "$demo.part"
    DATA=$demo.part "$SHAICHANG" demo >"$CHECK_DIR/demo.log" 2>&1 || { tail -n 20 "$CHECK_DIR/demo.log" >&2; exit 1; }
    mv "$demo.part" "$demo" # one that was broken off is not taken for whole
fi
echo "$demo"

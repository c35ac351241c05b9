#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: one row, one leaf, one tile changed behind the house's back.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/tamper/tamper.py"

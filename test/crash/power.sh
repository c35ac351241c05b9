#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# power.sh [BUILD]: a hundred power cuts, replayed.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/crash/power.py"

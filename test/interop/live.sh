#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# live.sh [BUILD]: a live log of a house, held against programs that others wrote, through growth and a restore.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/interop/live.py"

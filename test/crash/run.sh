#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: thirty kills under load.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/crash/crash.py"

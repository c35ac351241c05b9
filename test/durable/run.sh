#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: acknowledged steps per sync; 64 clients against one on a disk that is DELAY_MS (5) slower at each sync.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/durable/durable.py"

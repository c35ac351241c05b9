#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: acknowledged steps per sync; 64 clients against one on a slow disk.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/durable/durable.py"

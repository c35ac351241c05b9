#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD] [races]: acknowledged steps per sync; 64 clients against one on a slow disk. With races the program
# carries a sanitizer that stops it at a race, and how fast it is says nothing.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/durable/durable.py" "${2:-speeds}"

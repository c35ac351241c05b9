#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What stands on the shelf, what villages add to it and what is taken away from it: run.sh [BUILD].
set -euo pipefail
. "$(dirname "$0")/../proof.sh"
exec python3 "$(dirname "$0")/shelf.py"

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The desk and the API, held against what they promise: run.sh [BUILD].
set -euo pipefail
. "$(dirname "$0")/../proof.sh"
python3 "$(dirname "$0")/desk.py"
python3 "$(dirname "$0")/dialogue.py"

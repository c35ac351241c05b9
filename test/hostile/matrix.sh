#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every route x every role x own and foreign place, every field wrong in every way: matrix.sh [BUILD]. The server is
# SHAICHANG_ASAN where there is one.
set -euo pipefail
. "$(dirname "$0")/../proof.sh"
exec python3 "$(dirname "$0")/matrix.py"

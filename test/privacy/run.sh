#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: private words in every free field, looked for everywhere.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/privacy/privacy.py"

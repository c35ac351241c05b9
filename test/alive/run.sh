#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD] [DAY...]: a demo made on each of these days ends in the middle of things (alive.py).
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/alive/alive.py" "${@:2}"

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh NAME [BUILD]: one of the measurements here (cached, uncached, flat, small, national).
name=$1
shift
. "$(dirname "$0")/../proof.sh"
export PYTHONPATH=$PYTHONPATH:$root/test/bench
exec python3 "$root/test/bench/$name.py"

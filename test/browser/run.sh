#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What only a browser can prove: run.sh [BUILD] NAME, where NAME.mjs is one of the proofs here.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
name=${*: -1}
set -- "${@:1:$#-1}"
. "$here/../proof.sh"
[ -d "$here/../node_modules" ] || (cd "$here/.." && npm ci --no-audit --no-fund --silent)
exec node "$here/$name.mjs"

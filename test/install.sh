#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what building and proving need, and nothing when it is all there: install.sh [deep]
set -euo pipefail
cd "$(dirname "$0")/.."
packages=$(sed -n '/^packages="/,/"$/p' run | tr -d '"' | sed 's/packages=//')
packages="$packages libcmocka-dev sqlite3 curl jq wrk nginx-light zbar-tools poppler-utils postgresql-15 golang-go
golang-golang-x-mod-dev fossil clang libclang-rt-14-dev chromium strace python3 binutils"
[ "${1:-}" != deep ] || packages="$packages valgrind clang-tidy gcovr linux-perf"
missing=""
for p in $packages; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
# A machine may have its own node and python; Debian's are needed only where there are none.
command -v npm >/dev/null || missing="$missing nodejs npm"
command -v python3 >/dev/null && missing=$(printf '%s' "$missing" | sed 's/ python3//')
if [ -n "$missing" ]; then
    root=""
    [ "$(id -u)" = 0 ] || root=sudo
    $root apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y --no-install-recommends $missing
fi
if [ -f test/browser/package-lock.json ]; then
    (cd test/browser && npm ci --no-audit --no-fund --silent)
fi

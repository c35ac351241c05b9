#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what building and proving need, and nothing when it is all there: install.sh [deep]
set -euo pipefail
cd "$(dirname "$0")/.."
packages=$(sed -n '/^packages="/,/"$/p' run | tr -d '"' | sed 's/packages=//')
packages="$packages libcmocka-dev sqlite3 curl jq wrk nginx-light zbar-tools poppler-utils postgresql-15 golang-go
golang-golang-x-mod-dev fossil clang libclang-rt-14-dev chromium strace binutils
systemd procps openssl"
[ "${1:-}" != deep ] || packages="$packages valgrind clang-tidy cppcheck llvm"
# A machine may have its own node and python; Debian's are needed only where there are none.
command -v npm >/dev/null || packages="$packages nodejs npm"
command -v python3 >/dev/null || packages="$packages python3"
# shellcheck disable=SC2086
tools/apt.sh $packages

# The tools from npm; a folder that was left half filled does not hold this list.
cd test
cmp -s package-lock.json node_modules/.installed || {
    npm ci --no-audit --no-fund --silent
    cp package-lock.json node_modules/.installed
}

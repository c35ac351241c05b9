#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Verifies a live log with an independent implementation: Debian's golang-golang-x-mod-dev.
#
#     run.sh BASE_URL CODE9 [FOLDER]
#
# FOLDER keeps the last checkpoint seen and the key: run it again later and the log must have grown from there.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 BASE_URL CODE9 [FOLDER]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
prefix=${1%/}/log/$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kept=${3:-$work}
mkdir -p "$kept"

GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$work/cache" go build -o "$work/check" "$here/log.go" "$here/check.go"

# Epoch 0 lies at the prefix itself, later ones below it.
epoch=0
at=$prefix
while :; do
    name=$2-e$epoch
    [ -s "$kept/$name.vkey" ] || curl -fsS "$at/vkey" >"$kept/$name.vkey"
    "$work/check" "$at" "$kept/$name.vkey" "$kept/$name.checkpoint"
    epoch=$((epoch + 1))
    at=$prefix/e$epoch
    curl -fs -o /dev/null "$at/checkpoint" || break
done

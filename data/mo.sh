#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Joins the messages of every unit into one language and compiles it: mo.sh OUT unit.po...
set -eu
out=$1
shift
msgcat --use-first "$@" | msgfmt --check-format -o "$out" -

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The names of the harnesses: every x.c here but the driver.
cd "$(dirname "$0")" || exit 1
for f in *.c; do
    [ "$f" = replay.c ] || echo "${f%.c}"
done

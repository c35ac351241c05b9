#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The files of a tool that match a pattern, as paths below tools: what tools/meson.build compiles.
cd "$(dirname "$0")" || exit 1
find "$1" -maxdepth 1 -name "$2" | sort

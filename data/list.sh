#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The data files that are carried inside the program, as paths below data.
# With a language: its message files.
cd "$(dirname "$0")" || exit 1
if [ $# -gt 0 ]; then
    find "po/$1" -name '*.po' | sort
    exit
fi
find process catalogue place demo -type f \( -name '*.yaml' -o -name '*.csv' \) | sort
find ../ui -maxdepth 1 -type f \( -name '*.css' -o -name '*.js' -o -name '*.svg' \) | sort

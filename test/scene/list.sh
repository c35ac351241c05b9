#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The scenes, by name: what meson plays.
cd "$(dirname "$0")" || exit 1
ls ./*.yaml

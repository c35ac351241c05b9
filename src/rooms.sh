#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the list of rooms: rooms.sh room... > rooms.c
echo '/* Written by src/rooms.sh from the list in src/meson.build. */'
echo '#include "room/room.h"'
for r in "$@"; do echo "extern const Room ${r}_room;"; done
echo 'const Room *const rooms_all[] = {'
for r in "$@"; do echo "    &${r}_room,"; done
echo '};'
echo 'const size_t rooms_count = sizeof rooms_all / sizeof rooms_all[0];'

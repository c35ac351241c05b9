// SPDX-License-Identifier: Apache-2.0
/* rooms ROOT [BUILD]: complaints on stderr, the table of counts on stdout; 0 when there are none. */
#include "rooms.h"

enum { ARENA_MAX = 512 * 1024 * 1024 };

static void (*const checks[])(Rooms *r) = {
    rooms_check_license, rooms_check_cards,  rooms_check_includes, rooms_check_calls,  rooms_check_tables,
    rooms_check_symbols, rooms_check_shapes, rooms_check_messages, rooms_check_routes,
};

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "rooms ROOT [BUILD]\n");
        return 2;
    }
    Rooms r = {.arena = arena_new(ARENA_MAX), .root = str_of(argv[1]), .build = str_of(argv[2])};
    bool loaded = rooms_load(&r);
    if (!loaded)
        fprintf(stderr, "%s: no src/meson.build with floors = [..] and rooms = [..]\n", argv[1]);
    for (size_t i = 0; loaded && i < COUNT_OF(checks); i++)
        checks[i](&r);
    if (loaded)
        rooms_print(&r);
    arena_free(r.arena);
    return loaded && r.refused == 0 ? 0 : 1;
}

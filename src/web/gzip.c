// SPDX-License-Identifier: Apache-2.0
/* gzip at its best and slowest: for bytes that are made once and sent often. The only file that knows zlib. */
#include <zlib.h>

#include "web/inside.h"

static voidpf zip_take(voidpf arena, uInt items, uInt size)
{
    return arena_take(arena, (size_t)items * size, alignof(max_align_t));
}

static void zip_free(voidpf arena UNUSED, voidpf at UNUSED)
{
}

Str web_gzip(Arena *a, Str bytes)
{
    enum { WINDOW_GZIP = 15 + 16, MEMORY = 8 };
    z_stream z = {.zalloc = zip_take, .zfree = zip_free, .opaque = a};
    REQUIRE(deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) == Z_OK);
    size_t room = deflateBound(&z, bytes.len);
    char *to = arena_take(a, room, 1);
    z.next_in = (Bytef *)bytes.at;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)room;
    REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return (Str){to, z.total_out};
}

// SPDX-License-Identifier: Apache-2.0
/* QR codes, and the SVG of one: a white field and one path of dark runs. */
#include <qrencode.h>

#include "codec/codec.h"

#include <errno.h>

enum { QUIET = 4, SVG_BYTES_MAX = 512 * 1024 };

static QRecLevel level_of(char level)
{
    static const char letters[] = "LMQH"; /* in the order of QRecLevel */
    const char *found = level ? strchr(letters, level) : NULL;
    REQUIRE(found);
    return (QRecLevel)(found - letters);
}

Err qr_make(Arena *a, Str text, char level, QrCode *ret_code)
{
    if (text.len == 0 || memchr(text.at, '\0', text.len))
        return ERR(a, ERR_INPUT, "err.qr.empty");
    QRcode *code = QRcode_encodeString(arena_cstr(a, text), 0, level_of(level), QR_MODE_8, 1);
    if (!code)
        return errno == ERANGE ? ERR(a, ERR_LIMIT, "err.qr.too_long") : ERR(a, ERR_AGAIN, "err.qr.memory");
    size_t count = (size_t)code->width * (size_t)code->width;
    uint8_t *modules = ARENA_ARRAY(a, uint8_t, count);
    for (size_t i = 0; i < count; i++)
        modules[i] = code->data[i] & 1;
    *ret_code = (QrCode){code->width, modules};
    QRcode_free(code);
    return NULL;
}

static void put(Out *o, Str mark, int number)
{
    out_raw(o, mark);
    out_value_int(o, number);
}

/* Runs of dark modules, each a box: a page has some three hundred. */
static void draw_row(Out *o, const uint8_t *row, int side, int y)
{
    for (int x = 0; x < side; x++) {
        int start = x;
        while (x < side && row[x])
            x++;
        if (x == start)
            continue;
        put(o, S("M"), start + QUIET);
        put(o, S(" "), y + QUIET);
        put(o, S("h"), x - start);
        put(o, S("v1h-"), x - start);
        out_raw(o, S("z"));
    }
}

Html qr_svg(Arena *a, const QrCode *code, int pixels)
{
    Out *o = out_new(a, SVG_BYTES_MAX, NULL);
    int side = code->side + 2 * QUIET;
    out_printf(o,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
               " shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path d=\"",
               side, side, pixels, pixels, side, side);
    for (int y = 0; y < code->side; y++)
        draw_row(o, code->modules + y * code->side, code->side, y);
    out_raw(o, S("\"/></svg>"));
    REQUIRE(!out_full(o));
    return (Html){out_str(o)};
}

// SPDX-License-Identifier: Apache-2.0
/* QR codes: size, level, the three corner marks, the SVG. What a camera reads is proved with zbar where posters are. */
#include "unit.h"

#include "codec/codec.h"

static void check_corner(const QrCode *c, int left, int top)
{
    static const char *const mark[] = {"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"};
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++)
            assert_int_equal(c->modules[(top + y) * c->side + left + x], mark[y][x] == '#');
}

TEST(qr_has_size_and_corners)
{
    static const struct {
        Str text;
        char level;
        int side;
    } cases[] = {
        {S("A"), 'L', 21},
        {S("https://example.cn/v/371603106200"), 'M', 29},
        {S("https://example.cn/v/371603106200"), 'Q', 29},
        {S("https://example.cn/v/371603106200"), 'H', 33},
        {S("黄一村"), 'H', 25},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        QrCode c;
        assert_ok(qr_make(a, cases[i].text, cases[i].level, &c));
        assert_int_equal(c.side, cases[i].side);
        check_corner(&c, 0, 0);
        check_corner(&c, c.side - 7, 0);
        check_corner(&c, 0, c.side - 7);
    }
    arena_free(a);
}

TEST(qr_has_a_ceiling)
{
    enum { BYTES_MAX = 2953 }; /* version 40, level L, bytes */
    Arena *a = arena_new(1 << 22);
    char *text = arena_take(a, BYTES_MAX + 1, 1);
    memset(text, 'a', BYTES_MAX + 1);
    QrCode c;
    assert_ok(qr_make(a, (Str){text, BYTES_MAX}, 'L', &c));
    assert_int_equal(c.side, 177);
    assert_true(qr_svg(a, &c, 1000).bytes.len > 100 * 1024);
    assert_refused(qr_make(a, (Str){text, BYTES_MAX + 1}, 'L', &c), "err.qr.too_long");
    assert_refused(qr_make(a, S(""), 'L', &c), "err.qr.empty");
    assert_refused(qr_make(a, S("a\0b"), 'L', &c), "err.qr.empty");
    arena_free(a);
}

TEST(qr_is_drawn_in_runs)
{
    static const uint8_t modules[] = {1, 1, 0, 0, 0, 0, 1, 0, 1};
    Arena *a = arena_new(1 << 20);
    Html svg = qr_svg(a, &(QrCode){3, modules}, 110);
    assert_str(svg.bytes, S("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 11 11\""
                            " width=\"110\" height=\"110\""
                            " shape-rendering=\"crispEdges\"><rect width=\"11\" height=\"11\" fill=\"#fff\"/>"
                            "<path d=\"M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z\"/></svg>"));
    arena_free(a);
}

TEST_MAIN

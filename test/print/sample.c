// SPDX-License-Identifier: Apache-2.0
/*
 * Paper to look at: one village's September as sheet, board, tiles and poster, and a table that never ends. People and
 * sums are made up and agree with each other.
 *
 *     sample KIND LANGUAGE FILE        KIND: sheet board tiles poster long wide; a FILE that ends in .png is a picture
 */
#include "print/print.h"

#include "base/banned.h"

#include "carried.h"

#define TEXT(kind_, literal) {.kind = (kind_), .text = {literal, sizeof(literal) - 1}}
#define T(literal) {literal, sizeof(literal) - 1}

#define CODE T("7K4Q-2M9D-XW3H")
#define ADDRESS T("HTTPS://SHAICHANG.EXAMPLE/V/371603106200")
#define FOOT T("黄一村 · 2026年9月 · 演示数据")

static const Str month_cells[] = {
    T("日期"),     T("什么事"),                          T("经手人"),     T("收入"),   T("支出"),
    T("9月2日"),   T("三季度村级运转经费"),              T("王秀云"),     T("7,400"),  T(""),
    T("9月6日"),   T("村北路涵洞：水泥管 6 节、人工"),   T("王秀云"),     T(""),       T("2,300"),
    T("9月9日"),   T("换路灯 12 盏，每盏 185 元"),       T("李建国"),     T(""),       T("2,220"),
    T("9月10日"),  T("80 岁以上老人慰问品，14 人"),      T("张桂兰"),     T(""),       T("2,800"),
    T("9月15日"),  T("机井清淤 2 眼"),                   T("李建国"),     T(""),       T("5,000"),
    T("9月18日"),  T("冬枣园承包费，62 亩，每亩 500 元"), T("王秀云"),    T("31,000"), T(""),
    T("9月21日"),  T("银行利息"),                        T("王秀云"),     T("20"),     T(""),
    T("9月24日"),  T("保洁员 4 人九月工资"),             T("王秀云"),     T(""),       T("2,800"),
    T("9月28日"),  T("误工补贴 3 人，七月到九月"),       T("王秀云"),     T(""),       T("6,300"),
    T("9月30日"),  T("办公水电"),                        T("王秀云"),     T(""),       T("316"),
    T("合计"),     T(""),                                T(""),           T("38,420"), T("21,736"),
};
static const bool month_right[] = {false, false, false, true, true};
#define MONTH_TABLE                                                                                                    \
    {.kind = BLOCK_TABLE, .cells = month_cells, .columns = 5, .rows = COUNT_OF(month_cells) / 5, .right = month_right, \
     .total_rows = 1}

static const Str board_cells[] = {
    T("日期"),     T("什么事"),                          T("元"),
    T("9月2日"),   T("三季度村级运转经费"),              T("+7,400"),
    T("9月6日"),   T("村北路涵洞：水泥管 6 节、人工"),   T("2,300"),
    T("9月9日"),   T("换路灯 12 盏，每盏 185 元"),       T("2,220"),
    T("9月10日"),  T("80 岁以上 14 人慰问品"),           T("2,800"),
    T("9月15日"),  T("机井清淤 2 眼"),                   T("5,000"),
    T("9月18日"),  T("冬枣园承包费，62 亩，每亩 500 元"), T("+31,000"),
    T("9月21日"),  T("银行利息"),                        T("+20"),
    T("9月24日"),  T("保洁员 4 人九月工资"),             T("2,800"),
    T("9月28日"),  T("误工补贴 3 人，七月到九月"),       T("6,300"),
    T("9月30日"),  T("办公水电"),                        T("316"),
    T(""),         T("收入合计"),                        T("+38,420"),
    T(""),         T("支出合计"),                        T("21,736"),
};
static const bool board_right[] = {false, false, true};

static const Str owed_cells[] = {
    T("谁欠谁"),                         T("到哪天"),          T("多少元"),
    T("村里欠施工方：蓄水池质保金"),     T("2027年9月"),       T("2,310"),
    T("冷库租户欠村里：半年租金"),       T("已过 42 天"),      T("8,000"),
};
static const bool owed_right[] = {false, false, true};
#define OWED_TABLE                                                                                                     \
    {.kind = BLOCK_TABLE, .cells = owed_cells, .columns = 3, .rows = COUNT_OF(owed_cells) / 3, .right = owed_right}

static const Str signs[] = {T("村委会（盖章）"), T("监委会主任（签字）"), T("镇经管站（盖章）")};

static const PrintBlock sheet_blocks[] = {
    TEXT(BLOCK_TITLE, "黄一村九月的账"),
    TEXT(BLOCK_SUBTITLE, "2026年9月1日到30日　10月9日贴出，贴到10月14日"),
    TEXT(BLOCK_BIG, "九月收入 38,420 元，花了 21,736 元。到9月30日账上还有 164,905 元。"),
    MONTH_TABLE,
    TEXT(BLOCK_SMALL, "八月底结余 148,221 元。每一笔监委会 3 个人都看过。"),
    TEXT(BLOCK_HEADING, "村里欠谁，谁欠村里"),
    OWED_TABLE,
    TEXT(BLOCK_PARAGRAPH, "欠的 8,000 元由合作社理事长去要，10月20日前在这里回话。"),
    TEXT(BLOCK_HEADING, "觉得不对？"),
    TEXT(BLOCK_PARAGRAPH, "10月14日以前跟村里说，村里 5 天内答复，答复也贴在这里。过了这天也能问。"),
    {.kind = BLOCK_QR, .text = ADDRESS, .caption = T("手机扫这个码，看每一笔，也能提问题。贴出以后改没改过，也能自己验。")},
    {.kind = BLOCK_SIGN, .signs = signs, .sign_count = COUNT_OF(signs)},
};

static const PrintBlock board_blocks[] = {
    TEXT(BLOCK_TITLE, "黄一村九月的账"),
    TEXT(BLOCK_SUBTITLE, "10月9日贴出，贴到10月14日"),
    TEXT(BLOCK_BIG, "九月收入 38,420 元，花了 21,736 元。账上还有 164,905 元。"),
    {.kind = BLOCK_TABLE, .cells = board_cells, .columns = 3, .rows = COUNT_OF(board_cells) / 3, .right = board_right,
     .total_rows = 2},
    TEXT(BLOCK_HEADING, "觉得不对？"),
    TEXT(BLOCK_PARAGRAPH, "10月14日以前跟村里说，村里 5 天内答复。"),
    {.kind = BLOCK_QR, .text = ADDRESS, .caption = T("扫一扫，看每一笔，也能提问题")},
};

static const PrintBlock poster_blocks[] = {
    TEXT(BLOCK_TITLE, "黄一村"),
    TEXT(BLOCK_SPACE, ""),
    TEXT(BLOCK_BIG, "村里的钱怎么来怎么花\n扫一扫就看见"),
    TEXT(BLOCK_SPACE, ""),
    {.kind = BLOCK_QR, .text = ADDRESS},
    TEXT(BLOCK_SPACE, ""),
    TEXT(BLOCK_HEADING, "看账　提问题　办事　评一评"),
    TEXT(BLOCK_PARAGRAPH, "不用登记，不用下载。没有手机，\n请到党群服务中心看，每天 8:00 到 17:30。"),
    TEXT(BLOCK_SPACE, ""),
    TEXT(BLOCK_SMALL, "主办：沾化区　不愿署名，请拨 12388"),
};

static const Str wide_cells[] = {
    T("合同编号"), T("资源名称"), T("面积（亩）"), T("承包方"), T("期限"), T("年租金（元）"), T("已收（元）"), T("决议"),
    T("2026-F2-03"), T("村东冬枣园"), T("62"), T("枣园合作社"), T("到2030年"), T("31,000"), T("31,000"), T("8月16日代表会"),
    T("2026-E2-01"), T("冷库 120 平方米"), T(""), T("鲜枣购销部"), T("到2028年"), T("16,000"), T("8,000"), T("3月2日代表会"),
};
static const bool wide_right[] = {false, false, true, false, false, true, true, false};
static const PrintBlock wide_blocks[] = {
    TEXT(BLOCK_TITLE, "黄一村的合同"),
    {.kind = BLOCK_TABLE, .cells = wide_cells, .columns = 8, .rows = 3, .right = wide_right},
};

enum { LONG_ROWS = 200 };
static Str long_cells[LONG_ROWS * 5];
static const PrintBlock long_blocks[] = {
    TEXT(BLOCK_TITLE, "黄一村全年的账"),
    {.kind = BLOCK_TABLE, .cells = long_cells, .columns = 5, .rows = LONG_ROWS, .right = month_right},
};

#define SHEET(paper_, list)                                                                                            \
    {.paper = (paper_), .blocks = (list), .block_count = COUNT_OF(list), .foot = FOOT, .short_code = CODE}
#define POSTER(list)                                                                                                   \
    {.paper = PAPER_A4_POSTER, .blocks = (list), .block_count = COUNT_OF(list), .foot = T("黄一村 · 演示数据")}

static const struct {
    Str name;
    PrintSheet sheet;
} kinds[] = {
    {T("sheet"), SHEET(PAPER_A4, sheet_blocks)},        {T("board"), SHEET(PAPER_A3_BOARD, board_blocks)},
    {T("tiles"), SHEET(PAPER_A4_TILES, board_blocks)},  {T("poster"), POSTER(poster_blocks)},
    {T("long"), SHEET(PAPER_A4, long_blocks)},          {T("wide"), SHEET(PAPER_A4, wide_blocks)},
};

static const PrintSheet *sheet_named(Str name)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(kinds[i].name, name))
            return &kinds[i].sheet;
    return NULL;
}

/* The head, then the month's lines over and over. */
static void fill_long(void)
{
    size_t lines = COUNT_OF(month_cells) / 5 - 2;
    for (size_t row = 0; row < LONG_ROWS; row++)
        for (size_t column = 0; column < 5; column++)
            long_cells[row * 5 + column] = month_cells[(row ? 1 + (row - 1) % lines : 0) * 5 + column];
}

static int complain(Arena *a, const Lang *l, Err e)
{
    Str reason = lang_reason(a, l, e);
    fprintf(stderr, "sample: %.*s (%.*s)\n", STR_ARG(reason), STR_ARG(e->detail));
    return 1;
}

int main(int argc, char **argv)
{
    Arena *a = arena_new(LIMIT_REQUEST_ARENA);
    const PrintSheet *sheet = argc == 4 ? sheet_named(str_of(argv[1])) : NULL;
    bool english = argc == 4 && str_eq(str_of(argv[2]), S("en"));
    const CarriedFile *mo = carried_find(english ? S("mo/en.mo") : S("mo/zh_CN.mo"));
    const Lang *lang;
    if (!sheet || !mo || lang_open(a, str_of(argv[2]), (Str){(const char *)mo->bytes, mo->len}, &lang)) {
        fprintf(stderr, "sample: sheet|board|tiles|poster|long|wide zh|en FILE\n");
        return 2;
    }
    fill_long();
    PrintJob job = {.sheets = sheet, .sheet_count = 1, .png = str_ends(str_of(argv[3]), S(".png")), .lang = lang};
    Str bytes;
    Err e = print_draw(a, &job, &bytes);
    FILE *f = e ? NULL : fopen(argv[3], "wb");
    bool written = f && fwrite(bytes.at, 1, bytes.len, f) == bytes.len;
    if (f)
        fclose(f);
    int code = e ? complain(a, lang, e) : !written;
    arena_free(a);
    return code;
}

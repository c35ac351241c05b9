// SPDX-License-Identifier: Apache-2.0
/* Tables: CSV in two encodings, ranges pasted from a sheet, tables pasted from a page; cells that a sheet would run. */
#include "unit.h"

#include "codec/codec.h"

/* The table in one line: cells between |, rows between /. */
static Str flat(Arena *a, const Table *t)
{
    Out *o = out_new(a, 1 << 24, NULL);
    for (size_t i = 0; i < t->rows * t->columns; i++) {
        if (i)
            out_byte(o, i % t->columns ? '|' : '/');
        out_raw(o, t->cells[i]);
    }
    return out_str(o);
}

typedef struct TableCase {
    Str from, flat;
} TableCase;

TEST(csv_reads)
{
    static const TableCase cases[] = {
        {S(""), S("")},
        {S("\r\n\r\n"), S("")},
        {S("a,b\r\nc,d\r\n"), S("a|b/c|d")},
        {S("a,b\nc,d"), S("a|b/c|d")},
        {S("a,b\rc"), S("a|b/c|")},
        {S("\xEF\xBB\xBF" "名,数\n黄一,1\n"), S("名|数/黄一|1")},
        {S("\xC3\xFB,\xCA\xFD\n\xBB\xC6\xD2\xBB,1\n"), S("名|数/黄一|1")}, /* the same in GB18030 */
        {S("\"a,\"\"b\"\"\nc\",d\n"), S("a,\"b\"\nc|d")},
        {S("\"\",\"\"\"\"\n"), S("|\"")},
        {S("a\"b,c\n"), S("a\"b|c")},
        {S("a,,\n,b\n\n"), S("a||/|b|")},
        {S("a\n\nb\n"), S("a//b")},
        {S("a,"), S("a|")},
    };
    Arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Table t;
        assert_ok(csv_read(a, cases[i].from, 10, &t));
        assert_str(flat(a, &t), cases[i].flat);
    }
    arena_free(a);
}

TEST(csv_refuses_and_names_the_line)
{
    static const struct {
        Str from;
        const char *key, *line;
    } cases[] = {
        {S("a,\"b\nc"), "err.csv.quote", "1"},
        {S("a\nb\n\"c\n\n"), "err.csv.quote", "3"},
        {S("\"x\ny\"\n\"a\"b\n"), "err.csv.quote", "3"},
        {S("a\xFF\xFF\n"), "err.csv.encoding", ""},
        {S("\xBB"), "err.csv.encoding", ""},
    };
    Arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Table t;
        Err e = csv_read(a, cases[i].from, 10, &t);
        if (!e || !str_eq(e->key, str_of(cases[i].key)) || !str_eq(e->args[0], str_of(cases[i].line)))
            fail_msg("case %zu: %.*s %.*s", i, STR_ARG(e ? e->key : S("ok")), STR_ARG(e ? e->args[0] : S("")));
    }
    arena_free(a);
}

static Str repeated(Arena *a, Str s, size_t times, Str end)
{
    Out *o = out_new(a, 1 << 26, NULL);
    for (size_t i = 0; i < times; i++)
        out_raw(o, s);
    out_raw(o, end);
    return out_str(o);
}

TEST(tables_have_ceilings)
{
    enum { ROWS = 3 };
    Arena *a = arena_new(1 << 28);
    const struct {
        Str at, above;
        const char *key;
        bool csv;
    } cases[] = {
        {repeated(a, S("x\n"), ROWS, S("\n")), repeated(a, S("x\n"), ROWS + 1, S("")), "err.table.rows", true},
        {repeated(a, S("x\n"), ROWS, S("\n")), repeated(a, S("x\n"), ROWS + 1, S("")), "err.table.rows", false},
        {repeated(a, S("x,"), LIMIT_TABLE_COLUMNS - 1, S("x")), repeated(a, S("x,"), LIMIT_TABLE_COLUMNS, S("x")),
         "err.table.columns", true},
        {repeated(a, S("x\t"), LIMIT_TABLE_COLUMNS - 1, S("x")), repeated(a, S("x\t"), LIMIT_TABLE_COLUMNS, S("x")),
         "err.table.columns", false},
        {repeated(a, S("黄"), LIMIT_LONG_TEXT_CHARS, S("")), repeated(a, S("黄"), LIMIT_LONG_TEXT_CHARS + 1, S("")),
         "err.table.cell", true},
        {repeated(a, S("黄"), LIMIT_CELL_CHARS, S("")), repeated(a, S("黄"), LIMIT_CELL_CHARS + 1, S("")),
         "err.table.cell", false},
        {repeated(a, S("\n"), LIMIT_CSV_BYTES, S("")), repeated(a, S("\n"), LIMIT_CSV_BYTES, S("\n")),
         "err.csv.too_long", true},
        {repeated(a, S("\n"), LIMIT_PASTE_BYTES, S("")), repeated(a, S("\n"), LIMIT_PASTE_BYTES, S("\n")),
         "err.paste.too_long", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *own = arena_new(1 << 28);
        Table t;
        assert_ok(cases[i].csv ? csv_read(own, cases[i].at, ROWS, &t) : paste_read(own, cases[i].at, ROWS, &t));
        Err e = cases[i].csv ? csv_read(own, cases[i].above, ROWS, &t) : paste_read(own, cases[i].above, ROWS, &t);
        if (!e || !str_eq(e->key, str_of(cases[i].key)))
            fail_msg("case %zu: %.*s", i, STR_ARG(e ? e->key : S("not refused")));
        arena_free(own);
    }
    arena_free(a);
}

TEST(csv_too_large_for_its_arena_is_refused)
{
    Arena *a = arena_new(1 << 26), *small = arena_new(1 << 20);
    Table t;
    Str bytes = repeated(a, S("a,b,c\n"), 50000, S("")), quoted = repeated(a, S("\"\"\"\"\n"), 50000, S(""));
    assert_refused(csv_read(small, bytes, 100000, &t), "err.table.rows");
    arena_reset(small);
    assert_refused(csv_read(small, quoted, 100000, &t), "err.table.rows");
    arena_free(small);
    arena_free(a);
}

TEST(csv_writes_what_it_reads_and_guards_formulas)
{
    static const TableCase cases[] = {
        {S("黄一"), S("黄一")},
        {S(""), S("")},
        {S("a,b"), S("\"a,b\"")},
        {S("a\"b"), S("\"a\"\"b\"")},
        {S("a\nb"), S("\"a\nb\"")},
        {S("=1+1"), S("'=1+1")},
        {S("=\"a\""), S("\"'=\"\"a\"\"\"")},
        {S("@SUM(A1)"), S("'@SUM(A1)")},
        {S("+86 543"), S("'+86 543")},
        {S("-1+1"), S("'-1+1")},
        {S("-"), S("'-")},
        {S("＝1+1"), S("'＝1+1")},
        {S("\tx"), S("\"'\tx\"")},
        {S("-1,234.50"), S("\"-1,234.50\"")},
        {S("-3"), S("-3")},
        {S("+5.5"), S("+5.5")},
    };
    Arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Out *o = out_new(a, 1 << 16, NULL);
        csv_cell(o, cases[i].from, true);
        assert_str(out_str(o), cases[i].flat);
        csv_cell(o, cases[i].from, false);
        csv_end(o);
        assert_str(out_str(o), arena_printf(a, "%.*s,%.*s\r\n", STR_ARG(cases[i].flat), STR_ARG(cases[i].flat)));
    }
    arena_free(a);
}

TEST(paste_reads_a_range)
{
    static const TableCase cases[] = {
        {S("日期\t事由\t金额\r\n9月18日\t冬枣园承包费\t31,000\r\n\t合计\t31,000\r\n"),
         S("日期|事由|金额/9月18日|冬枣园承包费|31,000/|合计|31,000")},
        {S("a\tb\nc\n\t\n \t \n"), S("a|b/c|")},
        {S("\"两\n行\"\tb\n"), S("两\n行|b")},
        {S("\"说\"\"好\"\"\"\tb"), S("说\"好\"|b")},
        {S("5\" 管\tb"), S("5\" 管|b")},
        {S("\"开头\tb\n\"c\td"), S("\"开头|b/\"c|d")}, /* a quote that is only a quote */
        {S("\"a\"b\tc"), S("\"a\"b|c")},
        {S(" a \t b "), S("a|b")},
        {S("a\t\n\tb\n"), S("a|/|b")},
        {S("a\t"), S("a|")},
        {S("\n\na"), S("//a")},
        {S(""), S("")},
        {S("a\rb"), S("a/b")},
    };
    Arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Table t;
        assert_ok(paste_read(a, cases[i].from, 10, &t));
        assert_str(flat(a, &t), cases[i].flat);
    }
    Table t;
    assert_refused(paste_read(a, S("a\xFF"), 10, &t), "err.paste.broken");
    arena_free(a);
}

TEST(paste_reads_html_tables)
{
    static const TableCase cases[] = {
        {S("<html><body><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), S("a|b/c|")},
        {S("<TABLE border=1><TR><TH>a<TD>b<TR><TD>c</TABLE>"), S("a|b/c|")},
        {S("<table><tr><td> 1,000 \n 元 </td><td>a<br>b</td></tr></table>"), S("1,000 元|a\nb")},
        {S("<table><tr><td><p>一</p><p>二</p></td><td><b>粗</b>体</td></tr></table>"), S("一\n二|粗体")},
        {S("<table><tr><td>&lt;&amp;&gt;&nbsp;&quot;&#39;&#x9EC4;&#x110000;&bad;&</td></tr></table>"),
         S("<&> \"'黄\xEF\xBF\xBD&bad;&")},
        {S("<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td>c<td>d<td>e</table>"), S("a||b/c|d|e")},
        {S("<table><tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), S("a|b/|c")},
        {S("<table><tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e</table>"), S("a|b/c|/d|e")},
        {S("<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c</table>"), S("a||b/||c")},
        {S("<table><style>td{x:\"<td>\"}</style><tr><td>a<!-- <td>no</td> --></td></tr><script>x</table>"), S("a")},
        {S("<table><tr><td title=\"a>b\">a < b</td></tr></table>"), S("a < b")},
        {S("before<table><tr>no<td>a</td>no</tr></table>after"), S("a")},
        {S("<table><tr><td>a</td></tr></table><table><td>b</table>"), S("a/b")},
        {S("<table><tr><td colspan=\"99999999999999999999\">a"), S("a|||||||||||||||||||||||||||||||")},
        {S("<table"), S("")},
    };
    Arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Table t;
        assert_ok(paste_read(a, cases[i].from, 10, &t));
        assert_str(flat(a, &t), cases[i].flat);
    }
    arena_free(a);
}

TEST_MAIN

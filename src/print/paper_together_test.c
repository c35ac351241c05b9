// SPDX-License-Identifier: Apache-2.0
/* What is kept in one line. In the tables, what was found stands between bars. */
#include "print/paper.h"

#include "unit.h"

typedef bool Find(Str text, size_t from, size_t *ret_start, size_t *ret_end);

typedef struct Case {
    const char *text, *want;
} Case;

static Str barred(Arena *a, Str text, Find *find)
{
    Out *o = out_new(a, 4096, NULL);
    size_t done = 0;
    for (size_t start, end; find(text, done, &start, &end); done = end) {
        assert_true(start >= done && end > start && end <= text.len);
        out_raw(o, str_sub(text, done, start - done));
        out_printf(o, "|%.*s|", STR_ARG(str_sub(text, start, end - start)));
    }
    out_raw(o, str_from(text, done));
    return out_str(o);
}

static void check(const Case *cases, size_t count, Find *find)
{
    Arena *a = arena_new(1024 * 1024);
    for (size_t i = 0; i < count; i++)
        assert_str(barred(a, str_of(cases[i].text), find), str_of(cases[i].want));
    arena_free(a);
}

TEST(figures_stay_with_what_they_count)
{
    static const Case cases[] = {
        {"", ""},
        {"村里欠谁", "村里欠谁"},
        {"到9月30日账上还有 164,905 元。", "到|9月30日|账上还有 |164,905 元|。"},
        {"路灯 12 盏，每盏 185 元", "路灯 |12 盏|，每盏 |185 元|"},
        {"2026年9月1日到30日", "|2026年9月1日|到|30日|"},
        {"12.50 元", "|12.50 元|"},
        {"12388", "12388"},          /* nothing is counted */
        {"12  元", "12  元"},        /* two blanks are not one */
        {"3, 4 and 5", "3, 4 and 5"},
        {"123456789012345 元", "123456789012345 元"}, /* too long to be kept from breaking */
    };
    check(cases, COUNT_OF(cases), paper_together_figures);
}

TEST(no_paragraph_ends_in_a_line_of_one)
{
    static const Case cases[] = {
        {"", ""},
        {"元", "元"},
        {"人工", "人工"},
        {"水泥管和人工", "水泥管和|人工|"},
        {"水泥管和人工。", "水泥管和|人工。|"},
        {"一年的钱\n两年的账", "一年|的钱|\n两年|的账|"},
        {"\n\n两年的账\n", "\n\n两年|的账|\n"},
        {"all in English", "all in English"},
    };
    check(cases, COUNT_OF(cases), paper_together_ends);
}

TEST_MAIN

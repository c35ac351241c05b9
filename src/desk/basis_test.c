// SPDX-License-Identifier: Apache-2.0
/* Citations of law: what is read of them, and that none was forgotten. */
#include "unit.h"

#include "carried.h"
#include "desk/desk_own.h"

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] & 0x80)
            return false;
    return true;
}

static Str carried(Str path)
{
    const CarriedFile *f = carried_find(path);
    assert_non_null(f);
    return (Str){(const char *)f->bytes, f->len};
}

static Request asking(Arena *a, const char *language)
{
    Request q = {.arena = a};
    assert_ok(desk_laws_open(a, &(House){.file = carried}));
    assert_ok(lang_open(a, str_of(language), carried(language[0] == 'z' ? S("mo/zh_CN.mo") : S("mo/en.mo")), &q.lang));
    return q;
}

TEST(a_citation_is_read_in_the_readers_language)
{
    static const struct {
        const char *zh, *en;
    } rows[] = {
        {"慈善法 第79条", "Charity Law, art. 79"},
        {"慈善法", "Charity Law"},
        {"村民委员会组织法 第23条、第24条、第30条第1项；慈善法", "Organic Law of the Villagers' Committees, arts. 23, 24, 30(1); Charity Law"},
        {"山东省村务公开条例 第7条第4、5、7项", "Shandong Regulations on Openness of Village Affairs, art. 7(4, 5, 7)"},
        {"枣花镇的土规定 第3条", "枣花镇的土规定, art. 3"},
        {"", ""},
    };
    Arena *a = arena_new(16 * 1024 * 1024);
    Request zh = asking(a, "zh"), en = asking(a, "en");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_str(desk_basis(&en, str_of(rows[i].zh)), str_of(rows[i].en));
        assert_str(desk_basis(&zh, str_of(rows[i].zh)), str_of(rows[i].zh));
    }
    arena_free(a);
}

/* Whatever law a process or the catalogue names has its English title. */
TEST(every_law_that_is_cited_has_a_title_in_english)
{
    Arena *a = arena_new(16 * 1024 * 1024);
    Request q = asking(a, "en");
    Table items;
    size_t seen = 0;
    for (size_t i = 0; i < carried_count(); i++) {
        const CarriedFile *f = carried_at(i);
        Str rest = {(const char *)f->bytes, f->len}, line;
        if (!str_starts(str_of(f->path), S("data/process/")))
            continue;
        while (str_next(&rest, '\n', &line))
            if (str_starts(str_trim(line), S("basis: "))) {
                seen++;
                if (!is_ascii(desk_basis(&q, str_from(str_trim(line), 7))))
                    fail_msg("%s: %.*s", f->path, STR_ARG(line));
            }
    }
    assert_true(seen > 10);
    assert_ok(csv_read(a, carried(S("data/catalogue/disclosure_item.csv")), LIMIT_DISCLOSURE_ITEMS + 1, &items));
    size_t column = 0;
    while (!str_eq(items.cells[column], S("legal_basis")))
        column++;
    for (size_t row = 1; row < items.rows; row++) {
        Str basis = items.cells[row * items.columns + column];
        if (!is_ascii(desk_basis(&q, basis)))
            fail_msg("item in row %zu: %.*s", row, STR_ARG(basis));
    }
    arena_free(a);
}

TEST_MAIN

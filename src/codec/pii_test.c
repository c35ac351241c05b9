// SPDX-License-Identifier: Apache-2.0
/* The shared vectors for personal data: every number, every text. They are JSON, so they are read up here. */
#include "unit.h"

#include "codec/codec.h"

enum { VECTOR_BYTES_MAX = 64 * 1024 };

static const Json *vectors(Arena *a)
{
    FILE *f = fopen("test/vectors/pii.json", "rb");
    assert_non_null(f);
    char *bytes = arena_take(a, VECTOR_BYTES_MAX, 1);
    size_t len = fread(bytes, 1, VECTOR_BYTES_MAX, f);
    (void)fclose(f);
    const Json *j;
    assert_ok(json_read(a, (Str){bytes, len}, VECTOR_BYTES_MAX, &j));
    return j;
}

static size_t guard(Arena *a, Str s, GuardHit *ret_hits)
{
    return text_guard(a, s, ret_hits, 8);
}

static bool blocks(Arena *a, Str s)
{
    GuardHit hits[8];
    size_t count = guard(a, s, hits);
    for (size_t i = 0; i < count; i++)
        if (hits[i].blocks)
            return true;
    return false;
}

typedef bool Check(Str s);

TEST(pii_numbers_check_themselves)
{
    static const struct {
        Str list;
        Check *check;
        bool good;
    } cases[] = {
        {S("id18_valid"), text_is_resident_id, true},    {S("id18_invalid"), text_is_resident_id, false},
        {S("card_luhn_valid"), text_is_luhn, true},      {S("card_luhn_invalid"), text_is_luhn, false},
        {S("uscc_valid"), text_is_credit_code, true},
    };
    Arena *a = arena_new(1 << 20);
    const Json *v = vectors(a);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Json *list = json_get(v, cases[i].list);
        assert_true(list && list->count >= 3);
        for (size_t k = 0; k < list->count; k++)
            if (cases[i].check(list->items[k]->text) != cases[i].good)
                fail_msg("%.*s", STR_ARG(list->items[k]->text));
    }
    arena_free(a);
}

TEST(pii_texts_are_found_and_left_alone)
{
    Arena *a = arena_new(1 << 20);
    const Json *v = vectors(a);
    static const Str must[] = {S("must_hit_in_text"), S("id18_valid"), S("card_luhn_valid"), S("phones_valid")};
    for (size_t i = 0; i < COUNT_OF(must); i++) {
        const Json *list = json_get(v, must[i]);
        for (size_t k = 0; k < list->count; k++)
            if (!blocks(a, list->items[k]->text))
                fail_msg("not found: %.*s", STR_ARG(list->items[k]->text));
    }
    static const Str must_not[] = {S("must_not_hit_in_text"), S("uscc_valid"), S("card_luhn_invalid")};
    for (size_t i = 0; i < COUNT_OF(must_not); i++) {
        const Json *list = json_get(v, must_not[i]);
        GuardHit hits[8];
        for (size_t k = 0; k < list->count; k++)
            if (guard(a, list->items[k]->text, hits))
                fail_msg("found: %.*s", STR_ARG(list->items[k]->text));
    }
    /* A wrong check digit is a warning; 29 February of a common year is no day, so that one is nobody's number. */
    const Json *doubtful = json_get(v, S("id18_invalid"));
    for (size_t k = 0; k < doubtful->count; k++) {
        GuardHit hit = {0};
        bool real_day = k + 1 < doubtful->count;
        assert_int_equal(guard(a, doubtful->items[k]->text, &hit), real_day);
        assert_int_equal(hit.kind, real_day ? GUARD_RESIDENT_ID_DOUBTFUL : 0);
        assert_false(hit.blocks);
    }
    arena_free(a);
}

/* What whoever typed a number sees of it. */
TEST(pii_hints_are_as_agreed)
{
    Arena *a = arena_new(1 << 20);
    const Json *examples = json_get(vectors(a), S("mask_examples"));
    assert_int_equal(examples->count, 3);
    for (size_t i = 0; i < examples->count; i++) {
        GuardHit hit;
        assert_int_equal(guard(a, examples->members[i].name, &hit), 1);
        assert_str(hit.hint, examples->members[i].value->text);
        assert_true(text_chars(hit.masked) > 0 && !str_has(hit.masked, str_sub(examples->members[i].name, 3, 4)));
    }
    arena_free(a);
}

/* -- the rules of masking, row by row ------------------------------------------------------------------------------ */

typedef Str MaskText(Arena *a, Str s);

/* NULL: no text is masked, it is not published at all. */
static const struct {
    Str field;
    MaskText *mask;
} masked_fields[] = {
    {S("person_name"), text_mask_name}, {S("id_number"), text_mask_id}, {S("phone"), text_mask_phone},
    {S("bank_account"), text_mask_account}, {S("address"), text_mask_address}, {S("birth_date"), text_mask_birth},
    {S("health_or_hardship_reason"), NULL}, /* the guard blocks it beside a name */
    {S("minor"), NULL},                     /* so it does a child's name */
    {S("photo"), NULL},                     /* the house takes none */
    {S("donor"), NULL},                     /* by consent: disclosure_test */
    {S("complainant"), NULL},               /* sealed, and never shown: test/privacy */
};

static void check_rule(Arena *a, const Table *t, size_t row, MaskText *mask)
{
    Str from = t->cells[row * t->columns + 1], to = t->cells[row * t->columns + 2], one, other;
    while (str_next(&from, '/', &one) && str_next(&to, '/', &other)) {
        Str paper, note;
        (void)str_cut(one, '(', &paper, &note); /* "(fails the check digit on purpose)" */
        assert_str(mask(a, str_trim(paper)), str_trim(other));
    }
}

TEST(each_rule_of_masking_is_kept)
{
    Arena *a = arena_new(1 << 20);
    FILE *f = fopen("test/vectors/masking_rules.csv", "rb");
    assert_non_null(f);
    char *bytes = arena_take(a, VECTOR_BYTES_MAX, 1);
    Str text = {bytes, fread(bytes, 1, VECTOR_BYTES_MAX, f)};
    (void)fclose(f);
    Table t;
    assert_ok(csv_read(a, text, 100, &t));
    assert_int_equal(t.rows, 1 + COUNT_OF(masked_fields));
    for (size_t row = 1; row < t.rows; row++) {
        assert_str(t.cells[row * t.columns], masked_fields[row - 1].field);
        if (masked_fields[row - 1].mask)
            check_rule(a, &t, row, masked_fields[row - 1].mask);
    }
    arena_free(a);
}

TEST_MAIN

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

TEST_MAIN

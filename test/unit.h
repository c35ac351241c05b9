// SPDX-License-Identifier: Apache-2.0
/*
 * Unit tests that register themselves, on cmocka.
 *
 *     TEST(str_cuts_at_the_first_mark) { ... assert_true(str_eq(head, S("a"))); }
 *     TEST_MAIN
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/base.h"

typedef struct UnitCase {
    const char *name;
    void (*run)(void **state);
    long line; /* they run in the order of the file, whatever the linker does */
} UnitCase;

/* cmocka does not say that what failed ends the test, and an analyzer would go on. */
#ifdef ANALYZED
#undef assert_true
#undef assert_false
#undef assert_null
#undef assert_non_null
#undef assert_int_equal
#undef fail_msg
#define fail_msg(...) abort()
#define assert_true(condition) ((condition) ? (void)0 : abort())
#define assert_false(condition) assert_true(!(condition))
#define assert_null(pointer) assert_true((pointer) == NULL)
#define assert_non_null(pointer) assert_true((pointer) != NULL)
#define assert_int_equal(a, b) assert_true((uintmax_t)(a) == (uintmax_t)(b))
#endif

#define TEST(name)                                                                                                     \
    static void test_##name(void **state UNUSED);                                                                      \
    static const UnitCase unit_##name __attribute__((used, section("unit_tests"), aligned(8))) =                       \
        {#name, test_##name, __LINE__};                                                                                \
    static void test_##name(void **state UNUSED)

extern const UnitCase __start_unit_tests[], __stop_unit_tests[];

#define TEST_MAIN                                                                                                      \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        static struct CMUnitTest tests[512];                                                                           \
        static const UnitCase *cases[512];                                                                             \
        size_t count = 0;                                                                                              \
        for (const UnitCase *t = __start_unit_tests; t < __stop_unit_tests && count < COUNT_OF(cases); t++) {          \
            size_t at = count++;                                                                                       \
            for (; at > 0 && cases[at - 1]->line > t->line; at--)                                                      \
                cases[at] = cases[at - 1];                                                                             \
            cases[at] = t;                                                                                             \
        }                                                                                                              \
        for (size_t i = 0; i < count; i++)                                                                             \
            tests[i] = (struct CMUnitTest){.name = cases[i]->name, .test_func = cases[i]->run};                        \
        return _cmocka_run_group_tests(__FILE__, tests, count, NULL, NULL);                                            \
    }

#define assert_str(actual, expected)                                                                                   \
    do {                                                                                                               \
        Str actual_ = (actual), expected_ = (expected);                                                                \
        if (!str_eq(actual_, expected_))                                                                               \
            fail_msg("got \"%.*s\", wanted \"%.*s\"", STR_ARG(actual_), STR_ARG(expected_));                           \
    } while (0)

#define assert_ok(call)                                                                                                \
    do {                                                                                                               \
        Err ok_err_ = (call);                                                                                          \
        if (ok_err_)                                                                                                   \
            fail_msg("%s: %.*s field=%.*s arg=%.*s detail=%.*s (%s:%d)", #call, STR_ARG(ok_err_->key),                 \
                     STR_ARG(ok_err_->field), STR_ARG(ok_err_->args[0]), STR_ARG(ok_err_->detail), ok_err_->file,      \
                     ok_err_->line);                                                                                   \
    } while (0)

#define assert_refused(call, key_)                                                                                     \
    do {                                                                                                               \
        Err refused_ = (call);                                                                                         \
        if (!refused_)                                                                                                 \
            fail_msg("%s was not refused", #call);                                                                     \
        assert_str(refused_->key, S(key_));                                                                            \
    } while (0)

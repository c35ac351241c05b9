// SPDX-License-Identifier: Apache-2.0
/* The definitions as they are carried, with what the rooms bring: the checker has nothing to say. */
#include "unit.h"

#include "app/app.h"

TEST(every_definition_is_proved)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    House h;
    assert_ok(app_carry(a, &h));
    assert_int_equal(process_count(h.engine), 6);
    for (size_t i = 0; i < process_count(h.engine); i++) {
        Out *said = out_new(a, 1024 * 1024, NULL);
        size_t count;
        process_check(a, h.engine, process_at(h.engine, i), said, &count);
        if (count)
            fail_msg("%zu complaints:\n%.*s", count, STR_ARG(out_str(said)));
    }
    arena_free(a);
}

TEST_MAIN

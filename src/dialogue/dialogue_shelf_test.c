// SPDX-License-Identifier: Apache-2.0
/* What a page reads of questions without opening a case, at its ceiling and one above. */
#include "temp_store.h"

#include "dialogue/dialogue.h"
#include "dialogue_sql.h"

#define VILLAGE ((PlaceCode){371603106200000000})
#define HOME place_home(VILLAGE)

typedef struct Shelved {
    int64_t from, to;
} Shelved;

static Err shelve(Db *db, Arena *a, void *arg)
{
    const Shelved *s = arg;
    const Str none = S("");
    for (int64_t i = s->from; i < s->to; i++) {
        Str number = arena_printf(a, "371603106200-W-2026-%lld", (long long)i);
        TRY(dialogue_issue_put(db, a, HOME, (CaseId){i}, VILLAGE, number, i, S("assigned"), true, false, false,
                               INSTANT_NONE, none, none, none, none, DATE_NONE, (Date){20000}, DATE_NONE, none, none, none,
                               none, NULL));
    }
    return NULL;
}

static void shelve_and_look(TempStore *t, int64_t from, int64_t to, Glance *ret_glance)
{
    Shelved s = {from, to};
    assert_ok(store_write(t->store, t->arena, shelve, &s));
    assert_ok(dialogue_glance(t->db, t->arena, VILLAGE, (Date){20000}, ret_glance));
}

TEST(open_questions_are_counted_up_to_a_ceiling)
{
    TempStore t = temp_store();
    Glance g = {0};
    shelve_and_look(&t, 1, LIMIT_COUNTED + 1, &g);
    assert_int_equal(g.open, LIMIT_COUNTED);
    assert_false(g.more);
    shelve_and_look(&t, LIMIT_COUNTED + 1, LIMIT_COUNTED + 2, &g);
    assert_int_equal(g.open, LIMIT_COUNTED);
    assert_true(g.more);
    temp_store_end(&t);
}

TEST_MAIN

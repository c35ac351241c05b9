// SPDX-License-Identifier: Apache-2.0
/* The persons of a village, page by page. */
#include "people/people_own.h"
#include "people_sql.h"

Err people_list(Db *db, Arena *a, PlaceCode village, PersonId after, const PersonShown **ret, size_t *ret_count)
{
    const PersonRow *rows;
    Home home = place_home(village);
    TRY(people_persons_of(db, a, home, village, after, LIMIT_PAGE_ROWS, &rows, ret_count));
    PersonShown *shown = ARENA_ARRAY(a, PersonShown, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        shown[i] = (PersonShown){.id = rows[i].id, .nickname = rows[i].nickname};
        TRY(access_person_name(db, a, home, rows[i].id, &shown[i].name));
        if (rows[i].phone_tail.len)
            shown[i].phone_masked = arena_printf(a, "****%.*s", STR_ARG(rows[i].phone_tail));
    }
    *ret = shown;
    return NULL;
}

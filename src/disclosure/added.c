// SPDX-License-Identifier: Apache-2.0
/* Items that one tenth of the villagers or one fifth of the representatives added (disclosure regulation, art. 8). */
#include "disclosure/added.h"
#include "disclosure/calendar.h"

#include "disclosure_sql.h"

Err disclosure_added(Db *db, Arena *a, PlaceCode village, const AddedItem **ret, size_t *ret_count)
{
    const AddedRow *rows;
    TRY(disclosure_added_of(db, a, place_home(village), village, &rows, ret_count));
    AddedItem *added = ARENA_ARRAY(a, AddedItem, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        added[i] = (AddedItem){rows[i].code, rows[i].name, rows[i].every.at[0], rows[i].since, rows[i].until};
    *ret = added;
    return NULL;
}

const Item *disclosure_item_added(Arena *a, const AddedItem *added)
{
    const Item *shape = disclosure_item(added->code);
    REQUIRE(shape); /* the catalogue is read at start, and has it */
    Item *item = ARENA_NEW(a, Item);
    *item = *shape;
    item->code = added->code;
    item->plain = item->name = (Words){added->name, added->name};
    item->every = added->every;
    return item;
}

Err disclosure_load_added_count(Db *db, Arena *a, const Case *c, const Step *s UNUSED, void **ret_value)
{
    const AddedItem *added;
    size_t *open = ARENA_NEW(a, size_t), count;
    TRY(disclosure_added(db, a, c->place, &added, &count));
    for (size_t i = 0; i < count; i++)
        *open += !date_is(added[i].until);
    *ret_value = open;
    return NULL;
}

Err disclosure_load_added(Db *db, Arena *a, const Case *c, const Step *s UNUSED, void **ret_value)
{
    const AddedItem *added;
    size_t count;
    *ret_value = NULL;
    TRY(disclosure_added(db, a, c->place, &added, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(added[i].code, json_text(c->facts, S("item"))))
            *ret_value = (void *)(uintptr_t)&added[i];
    return NULL;
}

/* From the day it is confirmed, and laid out from that day; numbers are never used again. */
Err disclosure_add_item(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event_index UNUSED)
{
    const AddedRow *rows;
    size_t count;
    TRY(disclosure_added_of(db, a, c->home, c->place, &rows, &count));
    int64_t seq = count ? rows[count - 1].seq + 1 : 1;
    Str every = json_text(c->facts, S("every"));
    AddedItem added = {arena_printf(a, "V%lld", (long long)seq), json_text(c->facts, S("what")), every.at[0],
                       instant_date(s->now), DATE_NONE};
    TRY(disclosure_added_put(db, a, c->home, c->place, seq, added.code, added.name, every, added.from, c->id, NULL));
    return disclosure_open_added(db, a, e, c->place, &added, s->now);
}

Err disclosure_end_item(Db *db, Arena *a, const Engine *e UNUSED, const Case *c, const Step *s, uint64_t event_index UNUSED)
{
    return disclosure_added_end(db, a, c->home, c->id, instant_date(s->now), NULL);
}

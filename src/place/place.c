// SPDX-License-Identifier: Apache-2.0
/* Codes: eighteen digits, cut by level. Arithmetic alone; the rows are in place_rows.c. */
#include "place/place.h"

/* How many digits a level is written with, and what one step on that level counts. */
static const struct {
    size_t digits;
    int64_t unit;
} levels[] = {
    {0, 1000000000000000000},
    [PLACE_PROVINCE] = {2, 10000000000000000},
    [PLACE_CITY] = {4, 100000000000000},
    [PLACE_COUNTY] = {6, 1000000000000},
    [PLACE_TOWN] = {9, 1000000000},
    [PLACE_VILLAGE] = {12, 1000000},
    [PLACE_SUB_GRID] = {14, 10000},
    [PLACE_STREET] = {16, 100},
    [PLACE_HOUSEHOLD] = {18, 1},
};

enum { TOWN_UNIT = 1000000000, PROVINCE_FIRST = 10 };

bool place_read(Str digits, PlaceCode *ret_code)
{
    int64_t v;
    for (size_t i = PLACE_PROVINCE; i < COUNT_OF(levels); i++)
        if (digits.len == levels[i].digits && str_to_i64(digits, &v) &&
            v * levels[i].unit >= PROVINCE_FIRST * levels[PLACE_PROVINCE].unit) {
            *ret_code = (PlaceCode){v * levels[i].unit};
            return true;
        }
    return false;
}

PlaceLevel place_level(PlaceCode p)
{
    size_t level = 0;
    while (level + 1 < COUNT_OF(levels) && p.v % levels[level].unit != 0)
        level++;
    return (PlaceLevel)level;
}

Str place_plain(Arena *a, PlaceCode p)
{
    PlaceLevel level = place_level(p);
    return level ? i64_plain(a, p.v / levels[level].unit) : STR_NONE;
}

PlaceCode place_up(PlaceCode p, PlaceLevel level)
{
    return (PlaceCode){p.v - p.v % levels[level].unit};
}

PlaceCode place_parent(PlaceCode p)
{
    int level = (int)place_level(p);
    return level > PLACE_PROVINCE ? place_up(p, (PlaceLevel)(level - 1)) : PLACE_NONE;
}

PlaceCode place_last(PlaceCode p)
{
    return (PlaceCode){p.v + levels[place_level(p)].unit - 1};
}

bool place_within(PlaceCode inner, PlaceCode outer)
{
    return inner.v >= outer.v && inner.v <= place_last(outer).v;
}

Home place_home(PlaceCode p)
{
    return (Home){p.v / TOWN_UNIT};
}

PlaceCode place_of_home(Home home)
{
    return (PlaceCode){home.code9 * TOWN_UNIT};
}

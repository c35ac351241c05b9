// SPDX-License-Identifier: Apache-2.0
/* Places as rows: reading, keeping, finding by name. */
#include "place/place.h"

#include "place_sql.h"

static Place from_row(const PlaceRow *r)
{
    return (Place){
        .code = r->code,
        .name = r->name,
        .kind = r->kind,
        .area = r->area,
        .from = r->since,
        .to = r->until,
        .succeeded_by = r->succeeded_by,
        .phone = r->phone,
        .hours = r->hours,
        .office = r->office,
        .duty = r->duty,
        .fictional = r->fictional,
    };
}

static Place *from_rows(Arena *a, const PlaceRow *rows, size_t count)
{
    Place *places = ARENA_ARRAY(a, Place, count);
    for (size_t i = 0; i < count; i++)
        places[i] = from_row(&rows[i]);
    return places;
}

Err place_get(Db *db, Arena *a, PlaceCode code, const Place **ret_place)
{
    const PlaceRow *row;
    TRY(place_row_get(db, a, code, &row));
    *ret_place = row ? from_rows(a, row, 1) : NULL;
    return NULL;
}

Err place_get_all(Db *db, Arena *a, const PlaceCode *codes, size_t count, const Place **ret_places)
{
    const PlaceRow *rows;
    size_t found;
    TRY(place_row_some(db, a, codes, count, &rows, &found));
    const Place *places = from_rows(a, rows, found);
    for (size_t i = 0; i < count; i++) {
        ret_places[i] = NULL;
        for (size_t k = 0; k < found && !ret_places[i]; k++)
            ret_places[i] = places[k].code.v == codes[i].v ? &places[k] : NULL;
    }
    return NULL;
}

Err place_children(Db *db, Arena *a, PlaceCode parent, const Place **ret_places, size_t *ret_count)
{
    const PlaceRow *rows;
    TRY(place_row_children(db, a, parent, &rows, ret_count));
    *ret_places = from_rows(a, rows, *ret_count);
    return NULL;
}

bool place_stands(const Place *p, Date on)
{
    return (!date_is(p->from) || p->from.day <= on.day) && (!date_is(p->to) || p->to.day >= on.day);
}

bool place_ended(const Place *p, Date on)
{
    return date_is(p->to) && p->to.day < on.day;
}

Err place_successor(Db *db, Arena *a, const Place *p, Date on, const Place **ret_place)
{
    *ret_place = NULL;
    for (int i = 0; i < LIMIT_SUCCESSORS && p && p->succeeded_by.v; i++) {
        TRY(place_get(db, a, p->succeeded_by, &p));
        if (p && place_stands(p, on)) {
            *ret_place = p;
            return NULL;
        }
    }
    return NULL;
}

/* -- keeping ---------------------------------------------------------------------------------------------------------- */

/* The name is indexed anew only when it is new: most changes are about a telephone number. */
static Err index_name(Db *db, Arena *a, const PlaceRow *before, const Place *now)
{
    if (before && str_eq(before->name, now->name))
        return NULL;
    if (before)
        TRY(place_words_forget(db, a, now->code, text_bigrams(a, before->name), NULL));
    return place_words_put(db, a, now->code, text_bigrams(a, now->name), NULL);
}

Err place_put(Db *db, Arena *a, const Place *p)
{
    const PlaceRow *before;
    TRY(place_row_get(db, a, p->code, &before));
    TRY(place_row_put(db, a, p->code, place_parent(p->code), p->name, p->kind, p->area, p->from, p->to,
                      p->succeeded_by, p->phone, p->hours, p->office, p->duty, p->fictional, NULL));
    return index_name(db, a, before, p);
}

/* -- finding ---------------------------------------------------------------------------------------------------------- */

typedef struct Found {
    Place *at;
    size_t count, max;
} Found;

typedef struct Range {
    PlaceCode first, last;
} Range;

static Err search_range(Db *db, Arena *a, Str phrase, Range in, Found *found)
{
    const PlaceRow *rows;
    size_t count;
    if (found->count == found->max || in.first.v > in.last.v)
        return NULL;
    TRY(place_row_search(db, a, phrase, in.first, in.last, (int64_t)(found->max - found->count), &rows, &count));
    for (size_t i = 0; i < count; i++)
        found->at[found->count++] = from_row(&rows[i]);
    return NULL;
}

Err place_search(Db *db, Arena *a, Str words, PlaceCode near, size_t max, const Place **ret, size_t *ret_count)
{
    Str phrase = text_phrase(a, words);
    PlaceCode county = place_up(near, PLACE_COUNTY);
    Range ours = {county, place_last(county)}, all = {PLACE_NONE, place_last(PLACE_NONE)};
    Found found = {.max = max < LIMIT_ROWS_MANY ? max : LIMIT_ROWS_MANY};
    found.at = ARENA_ARRAY(a, Place, found.max);
    if (phrase.len) {
        TRY(search_range(db, a, phrase, ours, &found));
        TRY(search_range(db, a, phrase, (Range){all.first, {ours.first.v - 1}}, &found));
        TRY(search_range(db, a, phrase, (Range){{ours.last.v + 1}, all.last}, &found));
    }
    *ret = found.at;
    *ret_count = found.count;
    return NULL;
}

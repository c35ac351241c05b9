// SPDX-License-Identifier: Apache-2.0
/* Lists: newest first, page by page, each by the index made for it. */
#include "process/case_rows.h"
#include "process/engine.h"

typedef struct Listing {
    Db *db;
    Arena *arena;
    Home home;
    const CaseQuery *q;
    bool by_village;   /* the scope is a village or a part of one */
    PlaceCode village, first, last;
    CaseId after;
    int64_t max;
} Listing;

typedef Err (*Lists)(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count);

static Err list_found(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count)
{
    return process_list_found(l->db, l->arena, l->home, process, l->q->find_field, l->q->find_value, l->first, l->last,
                              l->after, l->max, ret_rows, ret_count);
}

static Err list_state(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count)
{
    return l->by_village ? process_list_state_village(l->db, l->arena, l->home, l->village, process, l->q->state,
                                                      l->first, l->last, l->after, l->max, ret_rows, ret_count)
                         : process_list_state_home(l->db, l->arena, l->home, process, l->q->state, l->first, l->last,
                                                   l->after, l->max, ret_rows, ret_count);
}

static Err list_shown(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count)
{
    return l->by_village ? process_list_shown_village(l->db, l->arena, l->home, l->village, process, l->first, l->last,
                                                      l->after, l->max, ret_rows, ret_count)
                         : process_list_shown_home(l->db, l->arena, l->home, process, l->first, l->last, l->after,
                                                   l->max, ret_rows, ret_count);
}

static Err list_open(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count)
{
    Instant due_before = l->q->late_only ? l->q->now : INSTANT_NONE;
    return l->by_village ? process_list_open_village(l->db, l->arena, l->home, l->village, process, l->first, l->last,
                                                     due_before, l->after, l->max, ret_rows, ret_count)
                         : process_list_open_home(l->db, l->arena, l->home, process, l->first, l->last, due_before,
                                                  l->after, l->max, ret_rows, ret_count);
}

static Err list_all(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count)
{
    return l->by_village ? process_list_village(l->db, l->arena, l->home, l->village, process, l->first, l->last,
                                                l->after, l->max, ret_rows, ret_count)
                         : process_list_home(l->db, l->arena, l->home, process, l->first, l->last, l->after, l->max,
                                             ret_rows, ret_count);
}

/* The pages before: from below, oldest first. */
static Err list_newer(const Listing *l, Str process, const CaseRow **ret_rows, size_t *ret_count)
{
    return l->by_village
               ? process_list_newer_village(l->db, l->arena, l->home, l->village, process, l->first, l->last, l->after,
                                            l->max, ret_rows, ret_count)
               : process_list_newer_home(l->db, l->arena, l->home, process, l->first, l->last, l->after, l->max,
                                         ret_rows, ret_count);
}

/* The narrowest index; what else was asked for is looked at row by row. */
static Lists lists_for(const CaseQuery *q)
{
    if (q->before.v)
        return list_newer;
    if (q->find_field.len)
        return list_found;
    if (q->state.len)
        return list_state;
    if (q->open_only || q->late_only)
        return list_open;
    return q->shown_only ? list_shown : list_all;
}

static bool fits(const CaseQuery *q, const CaseRow *row)
{
    bool late = instant_is(row->due) && row->due.ms < q->now.ms && !row->final;
    return (!q->state.len || str_eq(q->state, row->state)) && (!q->open_only || !row->final) &&
           (!q->late_only || late) && (!q->shown_only || row->shown);
}

/* Looks on until the page is full: what the index could not tell apart is passed over here. */
static Err list_process(const Listing *given, Str process, CaseRow *into, size_t *ret_count)
{
    Listing l = *given;
    size_t more = (size_t)l.max;
    *ret_count = 0;
    while (more == (size_t)l.max && *ret_count < (size_t)given->max) {
        const CaseRow *rows;
        TRY(lists_for(l.q)(&l, process, &rows, &more));
        for (size_t i = 0; i < more && *ret_count < (size_t)given->max; i++)
            if (fits(l.q, &rows[i]))
                into[(*ret_count)++] = rows[i];
        l.after = more ? rows[more - 1].id : l.after;
    }
    return NULL;
}

static int newest_first(const void *a, const void *b)
{
    int64_t x = ((const CaseRow *)a)->id.v, y = ((const CaseRow *)b)->id.v;
    return x < y ? 1 : x > y ? -1 : 0;
}

Err process_list(Db *db, Arena *a, const Engine *e, Home home, const CaseQuery *q, const Case *const **ret,
                 size_t *ret_count)
{
    size_t max = q->max && q->max < LIMIT_PAGE_ROWS ? q->max : LIMIT_PAGE_ROWS, processes = e->given.process_count;
    Listing l = {.db = db, .arena = a, .home = home, .q = q, .by_village = place_level(q->scope) >= PLACE_VILLAGE,
                 .village = place_up(q->scope, PLACE_VILLAGE), .first = q->scope, .last = place_last(q->scope),
                 .after = q->before.v  ? q->before
                          : q->after.v ? q->after
                                       : (CaseId){INT64_MAX}, .max = (int64_t)max};
    CaseRow *rows = ARENA_ARRAY(a, CaseRow, max * (q->process.len ? 1 : processes));
    *ret_count = 0;
    if (q->process.len)
        TRY(list_process(&l, q->process, rows, ret_count));
    for (size_t i = 0; i < processes && !q->process.len; i++) {
        size_t more;
        TRY(list_process(&l, e->given.processes[i]->name, rows + *ret_count, &more));
        *ret_count += more;
    }
    qsort(rows, *ret_count, sizeof *rows, newest_first);
    *ret_count = *ret_count < max ? *ret_count : max;
    return case_list(db, a, e, rows, *ret_count, ret);
}

Err process_open_counts(Db *db, Arena *a, Str process, PlaceCode scope, Instant now, const OpenCount **ret,
                        size_t *ret_count)
{
    const OpenCountRow *rows;
    TRY(process_open_counts_rows(db, a, place_home(scope), process, scope, place_last(scope), now, &rows, ret_count));
    OpenCount *counts = ARENA_ARRAY(a, OpenCount, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        counts[i] = (OpenCount){rows[i].village, rows[i].state, rows[i].open, rows[i].late};
    *ret = counts;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* Marks and the figures that are their sums: both are written in the step that earned the mark. */
#include "process/case_rows.h"

static int64_t month_of(Date d)
{
    Ymd ymd = date_ymd(d);
    return (int64_t)ymd.year * 12 + ymd.month - 1;
}

Err process_mark(Db *db, Arena *a, Str metric, const Case *c, uint64_t event, Instant at, int64_t amount)
{
    PlaceCode village = place_up(c->place, PLACE_VILLAGE);
    int64_t month = month_of(instant_date(at));
    TRY(process_mark_add(db, a, c->home, metric, month, (int64_t)event, c->id, village, at, amount, NULL));
    return process_figure_add(db, a, c->home, metric, village, month, amount, NULL);
}

typedef struct Months {
    int64_t first, last;
} Months;

static Err sum_up(Db *db, Arena *a, Home home, PlaceCode scope, Months m, const Figure **ret, size_t *ret_count)
{
    const FigureRow *rows;
    TRY(process_figure_sum(db, a, home, scope, place_last(scope), m.first, m.last, LIMIT_ROWS_MANY, &rows, ret_count));
    Figure *figures = ARENA_ARRAY(a, Figure, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        figures[i] = (Figure){rows[i].metric, scope, rows[i].amount};
    *ret = figures;
    return NULL;
}

/* Metrics times villages may be more than one look brings. */
static Err sum_by_village(Db *db, Arena *a, Home home, PlaceCode scope, Months m, const Figure **ret, size_t *ret_count)
{
    FigureRow last = {0};
    Figure *figures = NULL;
    size_t more = LIMIT_ROWS_MANY;
    for (*ret_count = 0; more == LIMIT_ROWS_MANY; *ret_count += more) {
        const FigureRow *rows;
        TRY(process_figure_by_village(db, a, home, scope, place_last(scope), m.first, m.last, last.metric, last.place,
                                      LIMIT_ROWS_MANY, &rows, &more));
        Figure *joined = ARENA_ARRAY(a, Figure, *ret_count + more);
        for (size_t i = 0; i < *ret_count; i++)
            joined[i] = figures[i]; /* analyzer: the first round joins none */
        for (size_t i = 0; i < more; i++)
            joined[*ret_count + i] = (Figure){rows[i].metric, rows[i].place, rows[i].amount};
        figures = joined;
        last = more ? rows[more - 1] : last;
    }
    *ret = figures;
    return NULL;
}

Err process_figures(Db *db, Arena *a, Home home, PlaceCode scope, Period from, Period to, bool by_village,
                    const Figure **ret, size_t *ret_count)
{
    Months m = {month_of(period_first(from)), month_of(period_last(to))};
    return (by_village ? sum_by_village : sum_up)(db, a, home, scope, m, ret, ret_count);
}

Err process_marks(Db *db, Arena *a, Home home, Str metric, PlaceCode scope, Period from, Period to, int64_t after,
                  size_t max, const Mark **ret, size_t *ret_count)
{
    const MarkRow *rows;
    int64_t first = month_of(period_first(from)), last = month_of(period_last(to));
    TRY(process_mark_list(db, a, home, metric, scope, place_last(scope), first, last, after ? after : INT64_MAX,
                          (int64_t)(max < LIMIT_ROWS_MANY ? max : LIMIT_ROWS_MANY), &rows, ret_count));
    Mark *marks = ARENA_ARRAY(a, Mark, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        marks[i] = (Mark){.about = rows[i].id, .title = rows[i].title, .event = (uint64_t)rows[i].event,
                          .number = case_number(a, rows[i].place, rows[i].letter, rows[i].year, rows[i].seq),
                          .place = rows[i].village, .at = rows[i].at, .amount = rows[i].amount, .shown = rows[i].shown};
    *ret = marks;
    return NULL;
}

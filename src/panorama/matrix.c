// SPDX-License-Identifier: Apache-2.0
/* What waits, place by place: the columns of the town's and the county's desk. Each number opens exactly its rows. */
#include "panorama/panorama_web.h"

static const struct {
    const char *title, *process, *state; /* state NULL: every open one */
    const char *query;
    bool late, calls; /* calls: it stands out when it is not 0 */
} columns[MATRIX_COLUMNS] = {
    {"desk.col_late", "disclosure", NULL, "late=1", true, true},
    {"desk.col_objection", "disclosure", "objection_open", "state=objection_open", false, false},
    {"desk.col_objections", "objection", NULL, "open=1", false, true},
    {"desk.col_open", "issue", NULL, "open=1", false, false},
    {"desk.col_late_answers", "issue", NULL, "late=1", true, true},
    {"desk.col_held", "issue", "on_hold", "state=on_hold", false, false},
};

Err panorama_matrix_count(const Request *q, PlaceCode town, MatrixCounts *ret_counts)
{
    for (size_t i = 0; i < MATRIX_COLUMNS; i++) {
        if (i && strcmp(columns[i].process, columns[i - 1].process) == 0) {
            ret_counts->of[i] = ret_counts->of[i - 1];
            continue;
        }
        TRY(process_open_counts(q->db, q->arena, str_of(columns[i].process), town, q->now, &ret_counts->of[i].at,
                                &ret_counts->of[i].count));
    }
    return NULL;
}

const Str *panorama_matrix_titles(const Request *q)
{
    Str *titles = ARENA_ARRAY(q->arena, Str, MATRIX_COLUMNS);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++)
        titles[i] = web_sentence(q, columns[i].title);
    return titles;
}

static int64_t count_in(const MatrixCounts *counts, size_t column, PlaceCode within)
{
    int64_t sum = 0;
    for (size_t i = 0; i < counts->of[column].count; i++) {
        const OpenCount *c = &counts->of[column].at[i];
        bool is_state = !columns[column].state || str_eq(c->state, str_of(columns[column].state));
        if (is_state && place_within(c->village, within))
            sum += columns[column].late ? c->late : c->open;
    }
    return sum;
}

MatrixRow panorama_matrix_row(const Request *q, const MatrixCounts *counts, const PlaceLine *place)
{
    MatrixCell *cells = ARENA_ARRAY(q->arena, MatrixCell, MATRIX_COLUMNS);
    Str code = place_plain(q->arena, place->code);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++) {
        int64_t value = count_in(counts, i, place->code);
        cells[i] = (MatrixCell){.value = value, .mark = !value ? S("z") : columns[i].calls ? S("b") : S(""),
                                .href = arena_printf(q->arena, "/p/%.*s/%s?%s", STR_ARG(code), columns[i].process,
                                                     columns[i].query)};
    }
    return (MatrixRow){.place = place->name, .code = place->code, .cells = cells, .cells_count = MATRIX_COLUMNS,
                       .href = arena_printf(q->arena, "/%s/%.*s",
                                            place_level(place->code) == PLACE_TOWN ? "town" : "p", STR_ARG(code))};
}

/* -- as a sheet --------------------------------------------------------------------------------------------------- */

void panorama_matrix_csv_head(const Request *q, Out *o, const char *place)
{
    csv_mark(o);
    csv_cell(o, web_sentence(q, "desk.col_code"), true);
    csv_cell(o, web_sentence(q, place), false);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++)
        csv_cell(o, web_sentence(q, columns[i].title), false);
}

void panorama_matrix_csv_row(const Request *q, Out *o, const MatrixRow *row)
{
    csv_cell(o, place_plain(q->arena, row->code), true);
    csv_cell(o, row->place, false);
    for (size_t i = 0; i < row->cells_count; i++)
        csv_cell(o, i64_plain(q->arena, row->cells[i].value), false);
}

void panorama_send_csv(const Request *q, Response *r, Out *o, Str name)
{
    web_bytes(r, "text/csv; charset=utf-8", out_str(o));
    web_header(r, "Content-Disposition", arena_printf(q->arena, "attachment; filename=\"%.*s.csv\"", STR_ARG(name)));
}

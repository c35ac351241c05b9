// SPDX-License-Identifier: Apache-2.0
/* The handlers of the panorama, listed in panorama_room.c, and what their files share. */
#pragma once

#include "desk/desk.h"
#include "dialogue/dialogue.h"
#include "disclosure/disclosure.h"
#include "panorama/panorama.h"
#include "panorama_html.h"

Err panorama_get_village(const Request *q, Response *r);
Err panorama_get_services(const Request *q, Response *r);
Err panorama_services_open(Arena *a, const House *h);
Err panorama_get_county(const Request *q, Response *r);
Err panorama_get_town(const Request *q, Response *r);
Err panorama_get_marks(const Request *q, Response *r);
Err panorama_get_town_desk(const Request *q, Response *r);
Err panorama_get_town_paper(const Request *q, Response *r);
Err panorama_get_town_villages(const Request *q, Response *r);
Err panorama_get_town_stuck(const Request *q, Response *r);
Err panorama_get_county_desk(const Request *q, Response *r);
Err panorama_get_county_towns(const Request *q, Response *r);

/* The towns of the county, the villages of a town: those that stand. */
MUST_USE Err panorama_places(const Request *q, PlaceCode parent, const PlaceLine **ret, size_t *ret_count);

/* -- what waits, in columns: matrix.c ------------------------------------------------------------------------------ */
enum { MATRIX_COLUMNS = 6 };
typedef struct MatrixCounts { /* of one town; OpenCounts of the process of each column */
    struct {
        const OpenCount *at;
        size_t count;
    } of[MATRIX_COLUMNS];
} MatrixCounts;
MUST_USE Err panorama_matrix_count(const Request *q, PlaceCode town, MatrixCounts *ret_counts);
const Str *panorama_matrix_titles(const Request *q); /* MATRIX_COLUMNS of them */
MatrixRow panorama_matrix_row(const Request *q, const MatrixCounts *counts, const PlaceLine *place);
/* The same as a sheet: the line of titles up to the columns, a row; the caller adds what else it has and ends the line. */
void panorama_matrix_csv_head(const Request *q, Out *o, const char *place);
void panorama_matrix_csv_row(const Request *q, Out *o, const MatrixRow *row);
void panorama_send_csv(const Request *q, Response *r, Out *o, Str name);

/* The account in its four chapters, each figure with the link to its rows. */
MUST_USE Err panorama_chapters(const Request *q, PlaceCode town, int64_t villages, TownPage *page);
/* The town's villages, meetings to come and the account. */
MUST_USE Err panorama_fill_town(const Request *q, const Place *town, TownPage *p);
VillageMeeting panorama_meeting(const Request *q, const MeetingShown *m);
ServiceCentre panorama_centre(const Place *village);
/* Sends a page: HTML in the frame, or its struct as JSON. */
#define PANORAMA_SEND(q, r, frame, name, Type, view)                                                                   \
    do {                                                                                                               \
        Out *body_ = web_body(q);                                                                                      \
        if ((q)->wants_json) {                                                                                         \
            panorama_json_##Type(body_, (view));                                                                       \
            web_json((q), (r), body_);                                                                                 \
        } else {                                                                                                       \
            panorama_page_##name(body_, (view));                                                                       \
            web_page((q), (r), (frame), body_);                                                                        \
        }                                                                                                              \
    } while (0)

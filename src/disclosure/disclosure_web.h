// SPDX-License-Identifier: Apache-2.0
/* The handlers of the disclosure room, listed in disclosure_room.c, and what their files share. */
#pragma once

#include "desk/desk.h"
#include "disclosure/disclosure.h"
#include "disclosure_html.h"

Err disclosure_get_period(const Request *q, Response *r);
Err disclosure_get_item(const Request *q, Response *r);
Err disclosure_get_object(const Request *q, Response *r);
Err disclosure_post_object(const Request *q, Response *r);
Err disclosure_get_open(const Request *q, Response *r);
Err disclosure_post_open(const Request *q, Response *r);
Err disclosure_get_books(const Request *q, Response *r);
Err disclosure_post_books(const Request *q, Response *r);
Err disclosure_get_catalogue(const Request *q, Response *r);
Err disclosure_get_catalogue_csv(const Request *q, Response *r);
Err disclosure_get_texts(const Request *q, Response *r);
Err disclosure_get_poster_pdf(const Request *q, Response *r);
Err disclosure_get_poster_png(const Request *q, Response *r);
Err disclosure_get_sheet_pdf(const Request *q, Response *r);
Err disclosure_get_sheet_png(const Request *q, Response *r);
Err disclosure_get_board_pdf(const Request *q, Response *r);
Err disclosure_get_board_png(const Request *q, Response *r);
Err disclosure_get_wall(const Request *q, Response *r);
Err disclosure_get_town_boards(const Request *q, Response *r);
Err disclosure_get_town_sheets(const Request *q, Response *r);
Err disclosure_get_town_posters(const Request *q, Response *r);

/* The period a route names (the quarter before today's when there is none in the path). */
MUST_USE Err disclosure_period(const Request *q, Str text, Period *ret_period);
/* Books as a list to choose from, the committee's by its own name. */
const OpenChoice *disclosure_book_choices(const Request *q, const Str *books, size_t count, Str chosen);
Str disclosure_href(Arena *a, PlaceCode village, Period period, Str item);

#define DISCLOSURE_SEND(q, r, frame, name, Type, view)                                                                 \
    do {                                                                                                               \
        Out *body_ = web_body(q);                                                                                      \
        if ((q)->wants_json) {                                                                                         \
            disclosure_json_##Type(body_, (view));                                                                     \
            web_json((q), (r), body_);                                                                                 \
        } else {                                                                                                       \
            disclosure_page_##name(body_, (view));                                                                     \
            web_page((q), (r), (frame), body_);                                                                        \
        }                                                                                                              \
    } while (0)

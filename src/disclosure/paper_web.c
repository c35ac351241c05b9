// SPDX-License-Identifier: Apache-2.0
/* Addresses of the paper: poster, sheet and board as PDF and PNG, every village of a town in one file. */
#include "disclosure/disclosure_web.h"
#include "disclosure/paper.h"

enum { VILLAGES_MAX = 200 };

static Err send(const Request *q, Response *r, const PrintSheet *sheets, size_t count, bool png)
{
    Str bytes;
    PrintJob job = {.sheets = sheets, .sheet_count = count, .png = png, .lang = q->lang};
    TRY(print_make(q->arena, &job, &bytes));
    web_bytes(r, png ? "image/png" : "application/pdf", bytes);
    r->cacheable = true;
    return NULL;
}

static Err send_poster(const Request *q, Response *r, bool png)
{
    const Place *village;
    PrintSheet sheet;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(disclosure_paper_poster(q, village, &sheet));
    return send(q, r, &sheet, 1, png);
}

/* ?paper=a4: the board in halves, for whoever has no A3 printer. */
static PaperKind board_kind(const Request *q)
{
    return str_eq(pairs_get(&q->query, S("paper")), S("a4")) ? PAPER_A4_TILES : PAPER_A3_BOARD;
}

static Err send_period(const Request *q, Response *r, PaperKind kind, bool png)
{
    const Place *village;
    Period period;
    PrintSheet sheet;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(disclosure_period(q, pairs_get(&q->query, S("period")), &period));
    TRY(disclosure_paper_period(q, village, period, kind, &sheet));
    return send(q, r, &sheet, 1, png);
}

Err disclosure_get_poster_pdf(const Request *q, Response *r)
{
    return send_poster(q, r, false);
}

Err disclosure_get_poster_png(const Request *q, Response *r)
{
    return send_poster(q, r, true);
}

Err disclosure_get_sheet_pdf(const Request *q, Response *r)
{
    return send_period(q, r, PAPER_A4, false);
}

Err disclosure_get_sheet_png(const Request *q, Response *r)
{
    return send_period(q, r, PAPER_A4, true);
}

Err disclosure_get_board_pdf(const Request *q, Response *r)
{
    return send_period(q, r, board_kind(q), false);
}

Err disclosure_get_board_png(const Request *q, Response *r)
{
    return send_period(q, r, board_kind(q), true);
}

/* What staff hang on the wall: names that no screen shows. Kept in no cache. */
Err disclosure_get_wall(const Request *q, Response *r)
{
    const Place *village;
    PrintSheet sheet;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    TRY(web_may(q, "print", village->code));
    TRY(disclosure_paper_board(q, village, board_kind(q), &sheet));
    TRY(send(q, r, &sheet, 1, false));
    r->cacheable = false;
    return NULL;
}

/* -- every village of a town, one after the other: the town prints, the villages hang ----------------------------------------- */

typedef Err (*MakePaper)(const Request *q, const Place *village, PrintSheet *ret_sheet);

static Err make_board(const Request *q, const Place *village, PrintSheet *ret_sheet)
{
    Period period;
    TRY(disclosure_period(q, pairs_get(&q->query, S("period")), &period));
    return disclosure_paper_period(q, village, period, board_kind(q), ret_sheet);
}

static Err make_sheet(const Request *q, const Place *village, PrintSheet *ret_sheet)
{
    Period period;
    TRY(disclosure_period(q, pairs_get(&q->query, S("period")), &period));
    return disclosure_paper_period(q, village, period, PAPER_A4, ret_sheet);
}

static Err send_town(const Request *q, Response *r, MakePaper make)
{
    const Place *town, *villages;
    size_t count, n = 0;
    TRY(desk_place(q, PLACE_TOWN, &town));
    TRY(place_children(q->db, q->arena, town->code, &villages, &count));
    PrintSheet *sheets = ARENA_ARRAY(q->arena, PrintSheet, VILLAGES_MAX);
    for (size_t i = 0; i < count && n < VILLAGES_MAX; i++)
        if (place_level(villages[i].code) == PLACE_VILLAGE)
            TRY(make(q, &villages[i], &sheets[n++]));
    if (!n)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    return send(q, r, sheets, n, false);
}

Err disclosure_get_town_boards(const Request *q, Response *r)
{
    return send_town(q, r, make_board);
}

Err disclosure_get_town_sheets(const Request *q, Response *r)
{
    return send_town(q, r, make_sheet);
}

Err disclosure_get_town_posters(const Request *q, Response *r)
{
    return send_town(q, r, disclosure_paper_poster);
}

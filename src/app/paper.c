// SPDX-License-Identifier: Apache-2.0
/* print: the poster, the sheet, the board, into a file; a town's code prints every village. */
#include "app/folder.h"
#include "disclosure/paper.h"

enum { SHEETS_MAX = 200 };

typedef struct Wanted {
    const char *what;
    Period period;
    Request request; /* what the paper is filled from: an arena, a snapshot, a language, a day */
    PrintSheet *sheets;
    size_t count;
} Wanted;

static Err add_village(Wanted *w, const Place *village)
{
    PaperKind kind = strcmp(w->what, "board") == 0   ? PAPER_A3_BOARD
                     : strcmp(w->what, "tiles") == 0 ? PAPER_A4_TILES
                                                     : PAPER_A4;
    if (w->count == SHEETS_MAX || place_level(village->code) != PLACE_VILLAGE)
        return NULL;
    PrintSheet *sheet = &w->sheets[w->count++];
    if (strcmp(w->what, "poster") == 0)
        return disclosure_paper_poster(&w->request, village, sheet);
    return disclosure_paper_period(&w->request, village, w->period, kind, sheet);
}

static Err add_place(Wanted *w, PlaceCode code)
{
    const Place *place, *children;
    size_t count;
    Db *db = w->request.db;
    TRY(place_get(db, w->request.arena, code, &place));
    if (!place)
        return ERR(w->request.arena, ERR_MISSING, "err.web.missing");
    if (place_level(code) == PLACE_VILLAGE)
        return add_village(w, place);
    TRY(place_children(db, w->request.arena, code, &children, &count));
    for (size_t i = 0; i < count; i++)
        TRY(add_village(w, &children[i]));
    return NULL;
}

static Err print_to(const CommandRun *r, Wanted *w, PlaceCode code, const char *path)
{
    Db *db;
    Str bytes;
    TRY(store_reader(r->house->store, r->arena, &db));
    w->request = (Request){.arena = r->arena, .db = db, .lang = r->lang, .now = clock_now(r->house->clock)};
    TRY(add_place(w, code));
    PrintJob job = {.sheets = w->sheets, .sheet_count = w->count, .lang = r->lang,
                    .png = str_ends(str_of(path), S(".png"))};
    TRY(print_make(r->arena, &job, &bytes));
    return app_folder_write(r->arena, path, 0666, bytes);
}

static bool is_paper(const char *what)
{
    return what && (strcmp(what, "poster") == 0 || strcmp(what, "sheet") == 0 || strcmp(what, "board") == 0 ||
                    strcmp(what, "tiles") == 0);
}

int app_print(const CommandRun *r)
{
    const char *what = app_argument(r, 0), *place = app_argument(r, 1), *period = app_option(r, "period");
    const char *out = app_option(r, "out");
    Wanted w = {.what = what, .sheets = ARENA_ARRAY(r->arena, PrintSheet, SHEETS_MAX)};
    PlaceCode code;
    w.period = period_before(period_at('q', instant_date(clock_now(r->house->clock))));
    if (!is_paper(what) || !place || !place_read(str_of(place), &code) ||
        (period && !period_read(str_of(period), &w.period)))
        return app_usage(r);
    const char *path = out && out[0] ? out : arena_printf(r->arena, "%s-%s.pdf", what, place).at;
    Err e = print_to(r, &w, code, path);
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%s\n", path);
    return EXIT_DONE;
}

// SPDX-License-Identifier: Apache-2.0
/* The county page with its search, the public town page, the rows behind a figure. */
#include "panorama/panorama_web.h"

enum { FOUND_MAX = 20, MEETINGS_SHOWN = 8, MARKS_SHOWN = 50, FIGURES_MAX = 12 };

/* -- county --------------------------------------------------------------------------------------------------------------- */

static Str words_of_place(const Request *q, const Place *p)
{
    Str digits = place_plain(q->arena, p->code);
    return p->area.len ? arena_printf(q->arena, "%.*s %.*s", STR_ARG(p->area), STR_ARG(digits)) : digits;
}

static Str place_href(const Request *q, PlaceCode code)
{
    bool village = place_level(code) == PLACE_VILLAGE;
    return arena_printf(q->arena, "/%s/%.*s", village ? "v" : "t", STR_ARG(place_plain(q->arena, code)));
}

/* Places that have ended keep their page, which says so; lists and counts are of those that stand. */
static Err standing(const Request *q, PlaceCode parent, const Place **ret, size_t *ret_count)
{
    const Place *all;
    size_t count;
    Date today = instant_date(q->now);
    TRY(place_children(q->db, q->arena, parent, &all, &count));
    Place *kept = ARENA_ARRAY(q->arena, Place, count);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++)
        if (place_stands(&all[i], today))
            kept[(*ret_count)++] = all[i];
    *ret = kept;
    return NULL;
}

static void fill_places(const Request *q, const Place *places, size_t count, const PlaceLine **ret, size_t *ret_count)
{
    PlaceLine *lines = ARENA_ARRAY(q->arena, PlaceLine, count);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        PlaceLevel level = place_level(places[i].code);
        if (level == PLACE_TOWN || level == PLACE_VILLAGE)
            lines[(*ret_count)++] = (PlaceLine){places[i].code, places[i].name, words_of_place(q, &places[i]),
                                                place_href(q, places[i].code)};
    }
    *ret = lines;
}

Err panorama_places(const Request *q, PlaceCode parent, const PlaceLine **ret, size_t *ret_count)
{
    const Place *places;
    size_t count;
    TRY(standing(q, parent, &places, &count));
    fill_places(q, places, count, ret, ret_count);
    return NULL;
}

/* Villages of one name are told apart by their town. */
static void fill_found(const Request *q, const Place *found, size_t count, CountyPage *p)
{
    const PlaceLine *lines;
    fill_places(q, found, count, &lines, &count);
    PlaceLine *named = ARENA_ARRAY(q->arena, PlaceLine, count);
    for (size_t i = 0; i < count; i++) {
        named[i] = lines[i];
        for (size_t k = 0; k < p->towns_count; k++)
            if (place_up(lines[i].code, PLACE_TOWN).v == p->towns[k].code.v && lines[i].code.v != p->towns[k].code.v)
                named[i].words = p->towns[k].name;
    }
    p->found = named;
    p->found_count = count;
}

Err panorama_get_county(const Request *q, Response *r)
{
    PlaceCode code = house()->county;
    const Place *county, *found;
    size_t count;
    TRY(place_get(q->db, q->arena, code, &county));
    CountyPage p = {.name = county ? county->name : S(""), .typed = text_cut(pairs_get(&q->query, S("q")), 40)};
    p.searched = p.typed.len > 0;
    TRY(panorama_places(q, code, &p.towns, &p.towns_count));
    if (p.searched) {
        TRY(place_search(q->db, q->arena, p.typed, code, FOUND_MAX, &found, &count));
        fill_found(q, found, count, &p);
    }
    PageFrame frame = {.title = p.name, .path = q->path};
    PANORAMA_SEND(q, r, &frame, county, CountyPage, &p);
    r->cacheable = !p.searched;
    return NULL;
}

/* -- figures ----------------------------------------------------------------------------------------------------------------- */

/* The account's sentences: which figure stands in which chapter (product.md, row 18). */
static const struct {
    const char *chapter, *metric;
} account[] = {
    {"people", "main_grids"},      {"management", "items_reported"}, {"management", "questions_asked"},
    {"management", "issues_closed"}, {"system", "items_published"},  {"system", "meetings_held"},
    {"system", "objections_answered"},
};
static const char *const chapter_names[] = {"people", "management", "system"};

static int64_t sum_of(const Figure *figures, size_t count, Str metric)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        if (str_eq(figures[i].metric, metric))
            sum += figures[i].sum;
    return sum;
}

/* The year up to today: from this month a year ago. */
static void year_so_far(const Request *q, Period *ret_from, Period *ret_to)
{
    Date today = instant_date(q->now);
    *ret_to = period_at('m', today);
    *ret_from = period_at('m', date_add_months(today, -11));
}

static TownFigure figure_of(const Request *q, PlaceCode town, const char *metric, int64_t value)
{
    Arena *a = q->arena;
    Str name = str_of(metric), code = place_plain(a, town);
    bool places = str_eq(name, S("main_grids"));
    return (TownFigure){
        .metric = name, .value = value,
        .before = lang_get(q->lang, arena_printf(a, "figure.%s.before", metric)),
        .after = lang_get(q->lang, arena_printf(a, "figure.%s.after", metric)),
        .href = places ? arena_printf(a, "/t/%.*s#villages", STR_ARG(code))
                       : arena_printf(a, "/t/%.*s/%s", STR_ARG(code), metric),
    };
}

Err panorama_chapters(const Request *q, PlaceCode town, int64_t villages, TownPage *page)
{
    Period from, to;
    const Figure *figures;
    size_t count;
    year_so_far(q, &from, &to);
    TRY(process_figures(q->db, q->arena, place_home(town), town, from, to, false, &figures, &count));
    TownChapter *chapters = ARENA_ARRAY(q->arena, TownChapter, COUNT_OF(chapter_names));
    for (size_t c = 0; c < COUNT_OF(chapter_names); c++) {
        TownFigure *row = ARENA_ARRAY(q->arena, TownFigure, FIGURES_MAX);
        size_t n = 0;
        for (size_t i = 0; i < COUNT_OF(account); i++) {
            if (strcmp(account[i].chapter, chapter_names[c]) != 0)
                continue;
            bool places = strcmp(account[i].metric, "main_grids") == 0;
            int64_t value = places ? villages : sum_of(figures, count, str_of(account[i].metric));
            row[n++] = figure_of(q, town, account[i].metric, value);
        }
        chapters[c] = (TownChapter){.code = str_of(chapter_names[c]), .figures = row, .figures_count = n,
                                    .name = lang_get(q->lang, arena_printf(q->arena, "chapter.%s", chapter_names[c]))};
    }
    page->chapters = chapters;
    page->chapters_count = COUNT_OF(chapter_names);
    return NULL;
}

/* -- town ---------------------------------------------------------------------------------------------------------------------- */

static Str name_of(const PlaceLine *villages, size_t count, PlaceCode code)
{
    for (size_t i = 0; i < count; i++)
        if (villages[i].code.v == code.v)
            return villages[i].name;
    return STR_NONE;
}

/* The next ones, by day. */
static void fill_meetings(const Request *q, const MeetingShown *meetings, size_t count, TownPage *p)
{
    VillageMeeting *shown = ARENA_ARRAY(q->arena, VillageMeeting, count);
    for (size_t i = 0; i < count; i++) {
        VillageMeeting m = panorama_meeting(q, &meetings[i]);
        m.village = name_of(p->villages, p->villages_count, meetings[i].village);
        size_t at = i;
        for (; at > 0 && shown[at - 1].day.day > m.day.day; at--)
            shown[at] = shown[at - 1];
        shown[at] = m;
    }
    p->meetings = shown;
    p->meetings_count = count < MEETINGS_SHOWN ? count : MEETINGS_SHOWN;
    p->more_meetings = (int64_t)(count - p->meetings_count);
}

Err panorama_fill_town(const Request *q, const Place *town, TownPage *p)
{
    const MeetingShown *meetings;
    size_t meeting_count;
    TRY(panorama_places(q, town->code, &p->villages, &p->villages_count));
    TRY(panorama_chapters(q, town->code, (int64_t)p->villages_count, p));
    TRY(dialogue_meetings(q->db, q->arena, place_home(town->code), p->as_of, &meetings, &meeting_count));
    fill_meetings(q, meetings, meeting_count, p);
    return NULL;
}

Err panorama_get_town(const Request *q, Response *r)
{
    const Place *town;
    TRY(desk_place(q, PLACE_TOWN, &town));
    TownPage p = {.code = town->code, .name = town->name, .as_of = instant_date(q->now)};
    TRY(panorama_fill_town(q, town, &p));
    const Place *county;
    TRY(place_get(q->db, q->arena, house()->county, &county));
    PageFrame frame = {.title = town->name, .path = q->path, .back = S("/"), .back_text = county ? county->name : S("")};
    PANORAMA_SEND(q, r, &frame, town, TownPage, &p);
    r->cacheable = true;
    return NULL;
}

Err panorama_get_marks(const Request *q, Response *r)
{
    const Place *town;
    TRY(desk_place(q, PLACE_TOWN, &town));
    const Metric *metric = process_metric(house()->engine, q->params[1]);
    if (!metric || !metric->is_public)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    MarksPage p = {.metric = metric->name, .label = words_in(metric->label, q->lang), .place = town->name};
    year_so_far(q, &p.from, &p.to);
    const Figure *figures;
    const Mark *marks;
    size_t figure_count, count;
    int64_t after = 0;
    (void)str_to_i64(pairs_get(&q->query, S("after")), &after);
    Home home = place_home(town->code);
    TRY(process_figures(q->db, q->arena, home, town->code, p.from, p.to, false, &figures, &figure_count));
    p.sum = sum_of(figures, figure_count, metric->name);
    TRY(process_marks(q->db, q->arena, home, metric->name, town->code, p.from, p.to, after, MARKS_SHOWN, &marks, &count));
    MarkLine *lines = ARENA_ARRAY(q->arena, MarkLine, count);
    for (size_t i = 0; i < count; i++) {
        const Mark *m = &marks[i];
        lines[i] = (MarkLine){.number = m->number, .place = place_plain(q->arena, m->place), .at = m->at,
                              .amount = m->amount, .day = web_day(q, instant_date(m->at)),
                              .href = m->shown ? arena_printf(q->arena, "/c/%.*s", STR_ARG(m->number)) : S("")};
        TRY(desk_number_words(q, m->number, &lines[i].spoken));
        lines[i].title = m->shown && m->title.len ? m->title : lines[i].spoken;
    }
    p.lines = lines;
    p.lines_count = count;
    if (count == MARKS_SHOWN)
        p.next = arena_printf(q->arena, "%.*s?after=%lld", STR_ARG(q->path), (long long)marks[count - 1].event);
    PageFrame frame = {.title = p.label, .path = q->path, .back_text = town->name,
                       .back = arena_printf(q->arena, "/t/%.*s", STR_ARG(q->params[0]))};
    PANORAMA_SEND(q, r, &frame, marks, MarksPage, &p);
    r->cacheable = after == 0;
    return NULL;
}

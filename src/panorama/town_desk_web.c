// SPDX-License-Identifier: Apache-2.0
/* The town desk: who is stuck where since when and whom to call, the account, and what waits in each village. Each number is
 * counted where its list is read, so that it opens exactly its rows. */
#include "panorama/panorama_web.h"

enum { STUCK_SHOWN = 10, STUCK_MAX = 1000, DAY_MS = 24 * 3600 * 1000 };

/* -- who is stuck ------------------------------------------------------------------------------------------------- */

static int longest_first(const void *a, const void *b)
{
    const Case *x = *(const Case *const *)a, *y = *(const Case *const *)b;
    return x->due.ms != y->due.ms ? (x->due.ms < y->due.ms ? -1 : 1) : x->id.v < y->id.v ? -1 : x->id.v > y->id.v;
}

/* Everything late that this office sees, the longest first. */
static Err find_late(const Request *q, const Place *town, const Case ***ret_cases, size_t *ret_count)
{
    const Case **cases = ARENA_ARRAY(q->arena, const Case *, STUCK_MAX);
    *ret_count = 0;
    for (size_t p = 0; p < process_count(house()->engine); p++) {
        CaseQuery query = {.scope = town->code, .process = process_at(house()->engine, p)->name, .open_only = true,
                           .late_only = true, .now = q->now, .max = LIMIT_PAGE_ROWS};
        const Case *const *page;
        size_t count = LIMIT_PAGE_ROWS;
        while (count == LIMIT_PAGE_ROWS && *ret_count < STUCK_MAX) {
            TRY(process_list(q->db, q->arena, house()->engine, place_home(town->code), &query, &page, &count));
            for (size_t i = 0; i < count && *ret_count < STUCK_MAX; i++)
                if (process_may_see(house()->engine, q->who, page[i]))
                    cases[(*ret_count)++] = page[i];
            query.after = count ? page[count - 1]->id : query.after;
        }
    }
    qsort(cases, *ret_count, sizeof *cases, longest_first);
    *ret_cases = cases;
    return NULL;
}

/* 报账员 钱瑞雪; 监委会成员 武海燕等 3 人; nothing when nobody in office is waited for. *ret_desk: where they sit. */
static Err say_waits(const Request *q, const Case *c, StuckLine *line, PlaceCode *ret_desk)
{
    const Office *who;
    size_t count, persons = 0;
    TRY(process_waits_on(q->db, q->arena, house()->engine, c, q->now, &who, &count));
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (who[first].person.v != who[i].person.v)
            first++;
        persons += first == i;
    }
    if (!count)
        return NULL;
    Str role = who[0].role ? (lang_is_zh(q->lang) ? who[0].role->name_zh : who[0].role->name_en) : S("");
    *ret_desk = who[0].id ? who[0].place : *ret_desk;
    line->who = who[0].person_name;
    line->whom = persons > 1 ? WEB_FILL(q, "desk.stuck_some", role, line->who, i64_plain(q->arena, (int64_t)persons))
                 : role.len  ? WEB_FILL(q, "desk.office_person", role, line->who)
                             : line->who;
    return NULL;
}

static const PlaceLine *village_of(const TownPage *town, PlaceCode code)
{
    for (size_t i = 0; i < town->villages_count; i++)
        if (town->villages[i].code.v == code.v)
            return &town->villages[i];
    return NULL;
}

static Err stuck_line(const Request *q, const Case *c, const TownPage *town, StuckLine *ret_line)
{
    const Place *desk;
    PlaceCode code = place_up(c->place, PLACE_VILLAGE);
    const PlaceLine *named = village_of(town, code);
    *ret_line = (StuckLine){.village = named ? named->name : STR_NONE,
                            .href = arena_printf(q->arena, "/case/%.*s", STR_ARG(c->number)),
                            .state = words_in(c->process->states[c->state].label, q->lang),
                            .since = web_day(q, instant_date(c->entered)),
                            .days = (q->now.ms - c->due.ms) / DAY_MS + 1,
                            .what = desk_title(q, c),
                            .more = desk_subtitle(q, c, false)};
    ret_line->lasts = desk_span_words(q, LIMIT_DAYS, ret_line->days);
    TRY(say_waits(q, c, ret_line, &code));
    TRY(place_get(q->db, q->arena, code, &desk));
    ret_line->phone = desk ? desk->phone : STR_NONE;
    return desk_spoken_number(q, c, &ret_line->number);
}

static Err fill_stuck(const Request *q, const Place *place, const TownPage *town, size_t max, TownDesk *p)
{
    const Case **cases;
    size_t count;
    TRY(find_late(q, place, &cases, &count));
    p->stuck_all = (int64_t)count;
    count = count < max ? count : max;
    StuckLine *lines = ARENA_ARRAY(q->arena, StuckLine, count);
    for (size_t i = 0; i < count; i++)
        TRY(stuck_line(q, cases[i], town, &lines[i]));
    p->stuck = lines;
    p->stuck_count = count;
    return NULL;
}

/* -- what waits in each village ----------------------------------------------------------------------------------- */

static Err fill_matrix(const Request *q, const Place *town, const TownPage *villages, TownDesk *p)
{
    const MeetingShown *meetings;
    size_t meeting_count;
    MatrixCounts counts;
    TRY(panorama_matrix_count(q, town->code, &counts));
    TRY(dialogue_meetings(q->db, q->arena, place_home(town->code), p->today, &meetings, &meeting_count));
    MatrixRow *rows = ARENA_ARRAY(q->arena, MatrixRow, villages->villages_count);
    for (size_t v = 0; v < villages->villages_count; v++) {
        rows[v] = panorama_matrix_row(q, &counts, &villages->villages[v]);
        for (size_t i = meeting_count; i > 0; i--)
            if (meetings[i - 1].village.v == rows[v].code.v)
                rows[v].next_meeting = web_day(q, meetings[i - 1].held_on);
    }
    p->columns = panorama_matrix_titles(q);
    p->columns_count = MATRIX_COLUMNS;
    p->rows = rows;
    p->rows_count = villages->villages_count;
    return NULL;
}

/* -- the desk as a page, whole for paper, as tables --------------------------------------------------------------- */

static Err fill_desk(const Request *q, size_t stuck_max, const Place **ret_town, TownDesk *p)
{
    TRY(desk_place(q, PLACE_TOWN, ret_town));
    const Place *town = *ret_town;
    TRY(web_may(q, "town.desk", town->code));
    TownPage villages = {.as_of = instant_date(q->now)};
    TRY(panorama_fill_town(q, town, &villages));
    *p = (TownDesk){.code = town->code, .name = town->name, .today = villages.as_of, .chapters = villages.chapters,
                    .chapters_count = villages.chapters_count};
    TRY(fill_stuck(q, town, &villages, stuck_max, p));
    return fill_matrix(q, town, &villages, p);
}

static Err send_desk(const Request *q, Response *r, size_t stuck_max, bool paper)
{
    const Place *town;
    TownDesk p;
    TRY(fill_desk(q, stuck_max, &town, &p));
    p.paper = paper;
    p.more = p.stuck_all - (int64_t)p.stuck_count;
    PageFrame frame = {.title = town->name, .path = q->path, .staff = true, .wide = true, .noindex = true};
    if (paper)
        frame = (PageFrame){.title = town->name, .path = q->path, .staff = true, .wide = true, .noindex = true,
                            .back = arena_printf(q->arena, "/town/%.*s", STR_ARG(q->params[0])),
                            .back_text = web_sentence(q, "desk.town_desk")};
    PANORAMA_SEND(q, r, &frame, town_desk, TownDesk, &p);
    return NULL;
}

Err panorama_get_town_desk(const Request *q, Response *r)
{
    return send_desk(q, r, STUCK_SHOWN, false);
}

Err panorama_get_town_paper(const Request *q, Response *r)
{
    return send_desk(q, r, STUCK_MAX, true);
}

Err panorama_get_town_villages(const Request *q, Response *r)
{
    const Place *town;
    TownDesk p;
    TRY(fill_desk(q, 0, &town, &p));
    Out *o = web_body(q);
    panorama_matrix_csv_head(q, o, "desk.col_village");
    csv_cell(o, web_sentence(q, "desk.col_meeting"), false);
    csv_end(o);
    for (size_t v = 0; v < p.rows_count; v++) {
        panorama_matrix_csv_row(q, o, &p.rows[v]);
        csv_cell(o, p.rows[v].next_meeting, false);
        csv_end(o);
    }
    panorama_send_csv(q, r, o, arena_printf(q->arena, "%.*s-villages", STR_ARG(q->params[0])));
    return NULL;
}

Err panorama_get_town_stuck(const Request *q, Response *r)
{
    static const char *const heads[] = {"desk.col_village", "desk.col_what", "desk.col_number", "desk.col_state",
                                        "desk.col_whom",    "desk.col_since", "desk.col_days",  "desk.col_phone"};
    const Place *town;
    TownDesk p;
    TRY(fill_desk(q, STUCK_MAX, &town, &p));
    Out *o = web_body(q);
    csv_mark(o);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        csv_cell(o, web_sentence(q, heads[i]), i == 0);
    csv_end(o);
    for (size_t i = 0; i < p.stuck_count; i++) {
        const StuckLine *s = &p.stuck[i];
        const Str cells[] = {s->village, arena_join(q->arena, (const Str[]){s->what, s->more}, 2, S(" ")), s->number,
                             s->state,   s->whom,  s->since, i64_plain(q->arena, s->days), s->phone};
        for (size_t k = 0; k < COUNT_OF(cells); k++)
            csv_cell(o, cells[k], k == 0);
        csv_end(o);
    }
    panorama_send_csv(q, r, o, arena_printf(q->arena, "%.*s-stuck", STR_ARG(q->params[0])));
    return NULL;
}

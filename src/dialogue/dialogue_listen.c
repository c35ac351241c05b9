// SPDX-License-Identifier: Apache-2.0
/* Keeps the shelf: after each step of a question or a meeting, its row says what may be read without the case. */
#include "dialogue/dialogue_guard.h"
#include "dialogue_sql.h"

static Date fact_date(const Case *c, Str name)
{
    Date d = DATE_NONE;
    Str text = json_text(c->facts, name);
    return text.len && date_read(text, (Date){0}, &d) ? d : DATE_NONE;
}

/* 371603106200-W-2026-87 -> 87 */
static int64_t number_seq(Str number)
{
    Str rest = number, part = STR_NONE;
    int64_t seq = 0;
    while (str_next(&rest, '-', &part))
        ;
    return str_to_i64(part, &seq) ? seq : 0;
}

/* Office holders acting in office appear by full name: the office is the one that covers this village. */
static Err owner_words(Db *db, Arena *a, const Case *c, Date on, Str *ret_name, Str *ret_role)
{
    *ret_name = *ret_role = S("");
    if (!c->owner.v)
        return NULL;
    const Office *offices;
    size_t count;
    TRY(access_offices_of(db, a, house()->roles, c->home, c->owner, on, &offices, &count));
    for (size_t i = 0; i < count; i++)
        if (place_within(c->place, offices[i].place)) {
            *ret_name = offices[i].person_name;
            *ret_role = offices[i].role->code;
            return NULL;
        }
    return NULL;
}

static Err shelve_issue(Db *db, Arena *a, const Case *c, const Step *s)
{
    const State *state = &c->process->states[c->state];
    Date limit = instant_is(c->due) ? date_add_days(instant_date(c->due), -1) : DATE_NONE;
    Str name, role;
    TRY(owner_words(db, a, c, instant_date(s->now), &name, &role));
    return dialogue_issue_put(
        db, a, c->home, c->id, c->place, c->number, number_seq(c->number), state->name, !state->final, state->held,
        dialogue_may_show(c->facts), c->due, json_text(c->facts, S("public_text")), json_text(c->facts, S("answer")),
        name, role, limit, instant_date(c->opened), state->final ? instant_date(c->entered) : DATE_NONE, json_text(c->facts, S("grade")), json_text(c->facts, S("where_to")),
        json_text(c->facts, S("changed_rule")), state->held ? json_text(c->facts, S("hold_reason")) : S(""), NULL);
}

static Err shelve_meeting(Db *db, Arena *a, const Case *c)
{
    return dialogue_meeting_put(db, a, c->home, c->id, c->place, c->number, c->process->states[c->state].name,
                                json_text(c->facts, S("kind")), json_text(c->facts, S("topic")),
                                fact_date(c, S("held_on")), json_text(c->facts, S("held_at")),
                                json_text(c->facts, S("place_text")), NULL);
}

Err dialogue_listen(Db *db, Arena *a, const Engine *e UNUSED, const Case *c, const Step *s, uint64_t event_index UNUSED)
{
    if (str_eq(c->process->name, S("issue")))
        TRY(shelve_issue(db, a, c, s));
    else if (str_eq(c->process->name, S("meeting")))
        TRY(shelve_meeting(db, a, c));
    else
        return NULL;
    Str village = place_plain(a, c->place), town = place_plain(a, place_up(c->place, PLACE_TOWN));
    web_touch_after_commit(db, a, arena_printf(a, "/v/%.*s", STR_ARG(village)));
    web_touch_after_commit(db, a, arena_printf(a, "/t/%.*s", STR_ARG(town)));
    return NULL;
}

/* -- what other rooms ask -------------------------------------------------------------------------------------------- */

Err dialogue_shown(Db *db, Arena *a, PlaceCode village, size_t max, const IssueShown **ret, size_t *ret_count)
{
    const IssueRow *rows;
    size_t count;
    TRY(dialogue_issue_shown(db, a, place_home(village), village, (int64_t)max, &rows, &count));
    IssueShown *shown = ARENA_ARRAY(a, IssueShown, count);
    for (size_t i = 0; i < count; i++)
        shown[i] = (IssueShown){.number = rows[i].number, .seq = rows[i].seq, .text = rows[i].words,
                                .answer = rows[i].answer, .state = rows[i].state, .owner_name = rows[i].owner_name,
                                .owner_role = rows[i].owner_role, .limit_on = rows[i].limit_on,
                                .raised_on = rows[i].raised_on, .closed_on = rows[i].closed_on, .grade = rows[i].grade,
                                .where_to = rows[i].where_to, .changed_rule = rows[i].changed_rule,
                                .hold_reason = rows[i].hold_reason};
    *ret = shown;
    *ret_count = count;
    return NULL;
}

static MeetingShown meeting_of(const MeetingRow *r)
{
    return (MeetingShown){.village = r->village, .number = r->number, .kind = r->kind, .topic = r->topic,
                          .at = r->held_at, .where = r->place_text, .held_on = r->held_on};
}

Err dialogue_glance(Db *db, Arena *a, PlaceCode village, Date on, Glance *ret_glance)
{
    const GlanceRow *row;
    TRY(dialogue_glance_row(db, a, place_home(village), village, on, LIMIT_COUNTED + 1, &row));
    bool more = row->open > LIMIT_COUNTED;
    *ret_glance = (Glance){.open = more ? LIMIT_COUNTED : row->open, .more = more, .has_meeting = row->number.len > 0,
                           .meeting = {.village = village, .number = row->number, .kind = row->kind,
                                       .topic = row->topic, .at = row->held_at, .where = row->place_text,
                                       .held_on = row->held_on}};
    return NULL;
}

Err dialogue_meetings(Db *db, Arena *a, Home home, Date on, const MeetingShown **ret, size_t *ret_count)
{
    const MeetingRow *rows;
    size_t count;
    TRY(dialogue_meeting_coming(db, a, home, on, &rows, &count));
    MeetingShown *meetings = ARENA_ARRAY(a, MeetingShown, count);
    for (size_t i = 0; i < count; i++)
        meetings[i] = meeting_of(&rows[i]);
    *ret = meetings;
    *ret_count = count;
    return NULL;
}

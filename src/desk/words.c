// SPDX-License-Identifier: Apache-2.0
/* Cases in words: their state and limit, their number as it is spoken, who is who. */
#include "desk/desk_own.h"
#include "desk/fact.h"

enum { PERSON_ID_ROOM = 1000 * 1000, DAY_MS = 24 * 3600 * 1000 };

/* -- names -------------------------------------------------------------------------------------------------------- */

Str desk_role_name(const Lang *l, Str role)
{
    const Role *r = access_role(house()->roles, role);
    return !r ? role : lang_is_zh(l) ? r->name_zh : r->name_en;
}

/* A person's id holds the nine digits of his home in front (access.h). */
Err desk_person_name(const Request *q, PersonId person, Str *ret_name)
{
    *ret_name = S("");
    if (!person.v)
        return NULL;
    Err e = access_person_name(q->db, q->arena, (Home){person.v / PERSON_ID_ROOM}, person, ret_name);
    return e && e->code != ERR_MISSING ? e : NULL;
}

Err desk_place(const Request *q, PlaceLevel level, const Place **ret_place)
{
    PlaceCode code;
    if (!place_read(q->params[0], &code) || place_level(code) != level)
        return ERR(q->arena, ERR_MISSING, "err.web.missing");
    TRY(place_get(q->db, q->arena, code, ret_place));
    return *ret_place ? NULL : ERR(q->arena, ERR_MISSING, "err.web.missing");
}

Err desk_place_name(const Request *q, PlaceCode place, Str *ret_name)
{
    const Place *p;
    TRY(place_get(q->db, q->arena, place, &p));
    *ret_name = p ? p->name : place_plain(q->arena, place);
    return NULL;
}

Err desk_say(const Request *q, const Field *f, const Json *value, Str *ret_text)
{
    if (value && f->type == FIELD_PERSON && value->kind == JSON_INT)
        return desk_person_name(q, (PersonId){value->number}, ret_text);
    if (value && f->type == FIELD_CASE && value->kind == JSON_TEXT)
        return desk_number_words(q, value->text, ret_text);
    bool is_role = value && f->type == FIELD_ROLE && value->kind == JSON_TEXT;
    *ret_text = is_role ? desk_role_name(q->lang, value->text) : fact_say(q->arena, q->lang, f, value);
    return NULL;
}

/* -- limits and states -------------------------------------------------------------------------------------------- */

Date desk_limit_day(Instant due)
{
    return instant_date((Instant){due.ms - 1});
}

int64_t desk_days_left(Instant due, Instant now)
{
    return (int64_t)desk_limit_day(due).day - instant_date(now).day;
}

Str desk_span_words(const Request *q, LimitUnit unit, int64_t amount)
{
    static const char *const keys[LIMIT_BY_FIELD][2] = {[LIMIT_DAYS] = {"desk.days", "desk.one_day"},
                                                        [LIMIT_WORKDAYS] = {"desk.workdays", "desk.one_workday"},
                                                        [LIMIT_MONTHS] = {"desk.months", "desk.one_month"}};
    return LANG_FILL(q->arena, q->lang, str_of(keys[unit][amount == 1]), i64_plain(q->arena, amount));
}

bool desk_is_late(const Case *c, Instant now)
{
    return instant_is(c->due) && !c->process->states[c->state].final && desk_days_left(c->due, now) < 0;
}

/* A day counted over a year whose holidays are not announced says so. */
static Str may_move(const Request *q, const Case *c, Str words)
{
    return c->provisional ? WEB_FILL(q, "desk.provisional", words) : words;
}

static Str limit_words(const Request *q, const Case *c)
{
    int64_t left = desk_days_left(c->due, q->now);
    Str day = web_day(q, desk_limit_day(c->due)), days = desk_span_words(q, LIMIT_DAYS, left < 0 ? -left : left);
    if (left < 0)
        return WEB_FILL(q, "desk.limit_late", day, days);
    return left == 0 ? WEB_FILL(q, "desk.limit_today", day) : WEB_FILL(q, "desk.limit", day, days);
}

Str desk_limit_words(const Request *q, const Case *c)
{
    bool none = !instant_is(c->due) || c->process->states[c->state].final;
    return none ? S("") : may_move(q, c, limit_words(q, c));
}

static Str state_until(const Request *q, const Case *c, Str label, bool is_public)
{
    const State *s = &c->process->states[c->state];
    Str day = web_day(q, desk_limit_day(c->due));
    int64_t left = desk_days_left(c->due, q->now);
    if (left < 0)
        return is_public ? WEB_FILL(q, "desk.public_late", label, day)
                         : WEB_FILL(q, "desk.state_late", label, day, desk_span_words(q, LIMIT_DAYS, -left));
    /* What the calendar ends is open until that day; anything else is something that somebody does by then. */
    bool ends_by_itself = s->at_due_count || !is_public;
    return ends_by_itself ? WEB_FILL(q, "desk.state_until", label, day) : WEB_FILL(q, "desk.public_next", label, day);
}

Str desk_state_words(const Request *q, const Case *c, bool is_public)
{
    const State *s = &c->process->states[c->state];
    Str label = words_in(is_public && s->public_label.zh.len ? s->public_label : s->label, q->lang);
    bool none = !instant_is(c->due) || s->final;
    return none ? label : may_move(q, c, state_until(q, c, label, is_public));
}

/* -- what a case is called ---------------------------------------------------------------------------------------- */

/* 371603106200-W-2026-87 says 2026 and 87. */
static bool number_parts(Str number, Str *ret_year, Str *ret_seq)
{
    Str rest = number, part, last = STR_NONE, before = STR_NONE;
    size_t count = 0;
    while (str_next(&rest, '-', &part)) {
        before = last;
        last = part;
        count++;
    }
    *ret_year = before;
    *ret_seq = last;
    return count >= 3;
}

Err desk_number_words(const Request *q, Str number, Str *ret_text)
{
    Str digits, rest, place, year, seq;
    PlaceCode code;
    *ret_text = number;
    if (!number_parts(number, &year, &seq) || !str_cut(number, '-', &digits, &rest) || !place_read(digits, &code))
        return NULL;
    TRY(desk_place_name(q, code, &place));
    *ret_text = WEB_FILL(q, "desk.spoken", place, year, seq);
    return NULL;
}

Err desk_spoken_number(const Request *q, const Case *c, Str *ret_text)
{
    return desk_number_words(q, c->number, ret_text);
}

/* The engine's title is made of public fields alone. Staff see what the case is about even before that. */
Str desk_title(const Request *q, const Case *c)
{
    enum { TITLE_CHARS = 40 };
    const Process *p = c->process;
    if (c->title.len)
        return c->title;
    const Field *f = process_field(p, p->title_field);
    const Json *facts = process_as_read(q->arena, house()->engine, q->who, c)->facts;
    Str said = f && !f->sealed ? fact_say(q->arena, q->lang, f, json_get(facts, f->name)) : STR_NONE;
    for (size_t i = 0; i < p->field_count && !said.len; i++)
        if (p->fields[i].type == FIELD_LONG_TEXT || p->fields[i].type == FIELD_TEXT)
            said = json_text(facts, p->fields[i].name);
    return said.len ? text_cut(text_tidy(q->arena, said, false), TITLE_CHARS) : words_in(p->label, q->lang);
}

/* What tells it from its like: the values it can be found by, 2026年9月、村委会. */
static bool is_in_subtitle(const Process *p, const Field *f)
{
    return f->find && !f->sealed && !str_eq(f->name, p->title_field) && f->type != FIELD_CASE;
}

bool desk_heads(const Process *p, const Field *f)
{
    return str_eq(f->name, p->title_field) || is_in_subtitle(p, f);
}

Str desk_subtitle(const Request *q, const Case *c, bool is_public)
{
    const Process *p = c->process;
    Str *said = ARENA_ARRAY(q->arena, Str, p->field_count);
    size_t n = 0;
    for (size_t i = 0; i < p->field_count; i++) {
        const Field *f = &p->fields[i];
        bool tells = is_in_subtitle(p, f);
        bool is_open = !is_public || f->shown == SHOWN_FULL;
        if (tells && is_open && json_get(c->facts, f->name))
            said[n++] = fact_say(q->arena, q->lang, f, json_get(c->facts, f->name));
    }
    return arena_join(q->arena, said, n, web_sentence(q, "desk.comma"));
}

// SPDX-License-Identifier: Apache-2.0
/* Limits: days, workdays and months counted from a day; the calendar of holidays they are counted over. */
#include "process/limit.h"

#include "process/engine.h"

/* -- the calendar ------------------------------------------------------------------------------------------------ */

static Err bad_day(Arena *a, Str file, const Yaml *v)
{
    return ERR(a, ERR_INPUT, "err.process.load_value",
               .args = {arena_printf(a, "%.*s:%d", STR_ARG(file), v->line), v->text, S("2026-10-01")});
}

static int day_of_year(Date d)
{
    Date first;
    REQUIRE(date_of((Ymd){date_ymd(d).year, 1, 1}, &first));
    return d.day - first.day;
}

static Err mark_days(Arena *a, Str file, const Yaml *list, HolidayYear *into, uint8_t mark)
{
    for (size_t i = 0; list && i < list->count; i++) {
        Date d;
        if (list->kind != YAML_LIST || !date_read(list->items[i]->text, (Date){0}, &d) ||
            date_ymd(d).year != into->year)
            return bad_day(a, file, list->kind == YAML_LIST ? list->items[i] : list);
        into->day[day_of_year(d)] = mark;
    }
    return NULL;
}

Err limit_calendar(Arena *a, Str yaml, Str file, Calendar *ret_calendar)
{
    const Yaml *top;
    TRY(yaml_read(a, yaml, file, &top));
    const Yaml *years = yaml_get(top, S("years"));
    if (!years || years->kind != YAML_MAP || years->count > LIMIT_HOLIDAY_YEARS)
        return bad_day(a, file, top);
    HolidayYear *read = ARENA_ARRAY(a, HolidayYear, years->count);
    for (size_t i = 0; i < years->count; i++) {
        const YamlPair *pair = &years->pairs[i];
        int64_t year;
        if (!str_to_i64(pair->name, &year) || year < LIMIT_YEAR_FIRST || year > LIMIT_YEAR_LAST)
            return bad_day(a, file, pair->value);
        read[i].year = (int)year;
        read[i].announced = str_eq(yaml_text(pair->value, S("announced")), S("true"));
        TRY(mark_days(a, file, yaml_get(pair->value, S("off")), &read[i], HOLIDAY_OFF));
        TRY(mark_days(a, file, yaml_get(pair->value, S("work")), &read[i], HOLIDAY_WORK));
    }
    Digest digest = seal_sha256(yaml);
    *ret_calendar = (Calendar){read, years->count, hex_write(a, (Str){(const char *)digest.at, sizeof digest.at})};
    return NULL;
}

static bool is_workday(const Calendar *c, Date d, bool *provisional)
{
    int year = date_ymd(d).year;
    for (size_t i = 0; i < c->count; i++) {
        if (c->years[i].year != year)
            continue;
        uint8_t mark = c->years[i].day[day_of_year(d)];
        *provisional |= !c->years[i].announced;
        return mark ? mark == HOLIDAY_WORK : date_weekday(d) < 5;
    }
    *provisional = true;
    return date_weekday(d) < 5;
}

/* -- counting ---------------------------------------------------------------------------------------------------- */

Date limit_workday(const Engine *e, Date from, int32_t n, bool *ret_provisional)
{
    bool provisional = false;
    int32_t step = n < 0 ? -1 : 1, left = n < 0 ? -n : n;
    Date d = from;
    while (left > 0) {
        d.day += step;
        left -= is_workday(&e->calendar, d, &provisional) ? 1 : 0;
    }
    *ret_provisional = provisional;
    return d;
}

Instant process_workdays(const Engine *e, Instant from, int32_t n, bool *ret_provisional)
{
    return date_end(limit_workday(e, instant_date(from), n, ret_provisional));
}

Date limit_day(const Engine *e, Date from, const Limit *limit, bool *ret_provisional)
{
    *ret_provisional = false;
    switch (limit->unit) {
    case LIMIT_DAYS: return date_add_days(from, limit->amount);
    case LIMIT_MONTHS: return date_add_months(from, limit->amount);
    case LIMIT_WORKDAYS: return limit_workday(e, from, limit->amount, ret_provisional);
    case LIMIT_NONE:
    case LIMIT_BY_FIELD: break;
    }
    return DATE_NONE;
}

Instant process_limit(const Engine *e, Instant from, const Limit *limit, bool *ret_provisional)
{
    Date d = limit_day(e, instant_date(from), limit, ret_provisional);
    return date_is(d) ? date_end(d) : INSTANT_NONE;
}

/* -- what a limit counts from ------------------------------------------------------------------------------------ */

static Date fact_date(const Case *c, Str field)
{
    Instant t;
    Str text = json_text(c->facts, field);
    return text.len && instant_read(text, &t) ? instant_date(t) : DATE_NONE;
}

/* The day of the last step that entered the state, or that was the action. */
static Date last_day_of(const CaseView *v, Str name)
{
    for (size_t i = v->step_count; i-- > 0;) {
        const PastStep *s = &v->steps[i];
        bool entered = s->entered && str_eq(v->c->process->states[s->to].name, name);
        if (entered || (!s->only_signed && str_eq(s->action, name)))
            return instant_date(s->at);
    }
    return DATE_NONE;
}

static const CaseView *other_view(const CaseView *view, Str of)
{
    for (size_t i = 0; i < view->other_count; i++)
        if (str_eq(view->others[i].of, of))
            return &view->others[i].view;
    return NULL;
}

Date limit_base(const CaseView *view, const Limit *limit, Instant entered)
{
    const CaseView *v = limit->of.len ? other_view(view, limit->of) : view;
    Str name = limit->unit == LIMIT_BY_FIELD ? limit->field : limit->after;
    if (!v)
        return DATE_NONE;
    if (!name.len)
        return instant_date(entered);
    return process_field(v->c->process, name) ? fact_date(v->c, name) : last_day_of(v, name);
}

Instant limit_end(const Engine *e, const CaseView *view, const Limit *limit, Instant entered, bool *ret_provisional)
{
    *ret_provisional = false;
    if (limit->unit == LIMIT_NONE)
        return INSTANT_NONE;
    Date base = limit_base(view, limit, entered);
    if (!date_is(base))
        return INSTANT_NONE;
    Date d = limit->unit == LIMIT_BY_FIELD ? base : limit_day(e, base, limit, ret_provisional);
    return date_end(d);
}

Date limit_first_day(const Engine *e, const CaseView *view, const Limit *limit)
{
    bool provisional;
    Date base = limit_base(view, limit, view->c->entered);
    if (!date_is(base) || limit->unit == LIMIT_BY_FIELD)
        return base;
    Date d = limit_day(e, base, limit, &provisional);
    return limit->amount > 0 ? date_add_days(d, 1) : d;
}

Instant limit_late(const Engine *e, Instant due, const Limit *after)
{
    bool provisional;
    return process_limit(e, (Instant){due.ms - 1}, after, &provisional);
}

Instant limit_half(Instant from, Instant until, Instant now)
{
    int32_t days = instant_date((Instant){until.ms - 1}).day - instant_date(from).day;
    int32_t half = days > 1 ? (days + 1) / 2 : 1;
    return date_end(date_add_days(instant_date(now), half));
}

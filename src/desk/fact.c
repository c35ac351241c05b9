// SPDX-License-Identifier: Apache-2.0
/* rule: the many ways in which people write one value. */
#include "desk/fact.h"

bool fact_is_number(FieldType type)
{
    return type == FIELD_INT || type == FIELD_DECIMAL || type == FIELD_MONEY;
}

Date fact_date(const Json *facts, Str name)
{
    Date d;
    Str text = json_text(facts, name);
    return text.len && date_read(text, (Date){0}, &d) ? d : DATE_NONE;
}

/* -- numbers ------------------------------------------------------------------------------------------------------ */

static Str without_unit(Str s, Words unit)
{
    const Str units[] = {unit.zh, unit.en, S("元"), S("%")};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (units[i].len && s.len > units[i].len && str_ends(s, units[i]))
            return str_trim(str_sub(s, 0, s.len - units[i].len));
    return s;
}

/* Sheets write what is owed as (1,234.00). */
static Str tidy_number(Arena *a, const Field *f, Str s, Date about UNUSED)
{
    Money m;
    Str bare = without_unit(s, f->unit);
    if (bare.len > 2 && bare.at[0] == '(' && bare.at[bare.len - 1] == ')')
        bare = arena_printf(a, "-%.*s", STR_ARG(str_sub(bare, 1, bare.len - 2)));
    if (!money_read(bare, &m))
        return s;
    if (f->type == FIELD_INT)
        return m.fen % 100 ? s : i64_plain(a, m.fen / 100);
    return money_plain(a, m);
}

/* -- days, periods, moments --------------------------------------------------------------------------------------- */

static Str tidy_date(Arena *a, const Field *f UNUSED, Str s, Date about)
{
    Date d;
    return date_read(s, about, &d) ? date_plain(a, d) : s;
}

/* 9月5日 14:30 */
static Str tidy_instant(Arena *a, const Field *f UNUSED, Str s, Date about)
{
    Instant at;
    Date day;
    Str date, time;
    if (instant_read(s, &at) || !str_cut(s, ' ', &date, &time) || !date_read(date, about, &day))
        return s;
    return arena_printf(a, "%.*s %.*s", STR_ARG(date_plain(a, day)), STR_ARG(str_trim(time)));
}

static int32_t quarter_of(Str s)
{
    static const Str names[] = {S("一"), S("二"), S("三"), S("四")};
    Str word = str_starts(s, S("第")) ? str_from(s, S("第").len) : s;
    for (int32_t i = 0; i < (int32_t)COUNT_OF(names); i++)
        if (str_eq(word, names[i]) || (word.len == 1 && word.at[0] == '1' + i))
            return i + 1;
    return 0;
}

/* 2026年, 2026年9月, 2026年第三季度 */
static Str tidy_period(Arena *a, const Field *f UNUSED, Str s, Date about UNUSED)
{
    size_t at;
    int64_t month;
    if (!str_find(s, S("年"), &at))
        return s;
    Str year = str_sub(s, 0, at), part = str_trim(str_from(s, at + S("年").len));
    if (part.len == 0)
        return year;
    if (str_ends(part, S("季度"))) {
        int32_t quarter = quarter_of(str_sub(part, 0, part.len - S("季度").len));
        return quarter ? arena_printf(a, "%.*sQ%d", STR_ARG(year), quarter) : s;
    }
    if (!str_find(part, S("月"), &at) || !str_to_i64(str_sub(part, 0, at), &month) || month < 1 || month > 12)
        return s;
    return arena_printf(a, "%.*s-%02d", STR_ARG(year), (int)month);
}

static Str tidy_flag(Arena *a UNUSED, const Field *f UNUSED, Str s, Date about UNUSED)
{
    static const Str yes[] = {S("有"), S("√"), S("✓"), S("对")}, no[] = {S("无"), S("×"), S("没有"), S("不")};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        if (str_eq(yes[i], s))
            return S("1");
        if (str_eq(no[i], s))
            return S("0");
    }
    return s;
}

/* -- the whole ---------------------------------------------------------------------------------------------------- */

typedef Str (*Tidy)(Arena *a, const Field *f, Str s, Date about);
static const Tidy tidies[FIELD_DECIMAL + 1] = {
    [FIELD_INT] = tidy_number, [FIELD_MONEY] = tidy_number,     [FIELD_DECIMAL] = tidy_number,
    [FIELD_DATE] = tidy_date,  [FIELD_INSTANT] = tidy_instant,  [FIELD_PERIOD] = tidy_period,
    [FIELD_FLAG] = tidy_flag,
};

/* Where a sum or a day belongs, people write a stroke for "nothing". */
static bool is_stroke(Str s)
{
    static const Str strokes[] = {S("-"), S("--"), S("—"), S("——"), S("/"), S("无")};
    for (size_t i = 0; i < COUNT_OF(strokes); i++)
        if (str_eq(strokes[i], s))
            return true;
    return false;
}

Str fact_tidy(Arena *a, const Field *f, Str typed, Date about)
{
    bool is_prose = f->type == FIELD_TEXT || f->type == FIELD_LONG_TEXT;
    Str s = str_trim(is_prose ? typed : text_fold(a, typed));
    bool strokes_mean_nothing = fact_is_number(f->type) || f->type == FIELD_DATE || f->type == FIELD_INSTANT;
    if (strokes_mean_nothing && is_stroke(s))
        return S("");
    return tidies[f->type] && s.len ? tidies[f->type](a, f, s, about) : s;
}

/* -- back to words ------------------------------------------------------------------------------------------------ */

static Str with_unit(Arena *a, const Lang *l, const Field *f, Str number)
{
    Str unit = words_in(f->unit, l);
    return unit.len ? arena_printf(a, "%.*s %.*s", STR_ARG(number), STR_ARG(unit)) : number;
}

static Str say_text(Arena *a, const Lang *l, const Field *f, Str text)
{
    Date d;
    Period p;
    Instant at;
    if (f->type == FIELD_DATE && date_read(text, (Date){0}, &d))
        return lang_date(a, l, d);
    if (f->type == FIELD_PERIOD && period_read(text, &p))
        return lang_period(a, l, p);
    if (f->type == FIELD_INSTANT && instant_read(text, &at))
        return lang_moment(a, l, at);
    for (size_t i = 0; i < f->choice_count; i++)
        if (str_eq(f->choices[i].code, text))
            return words_in(f->choices[i].name, l);
    return text;
}

static Str say_list(Arena *a, const Lang *l, const Field *f, const Json *list)
{
    if (f->type == FIELD_TABLE)
        return LANG_FILL(a, l, S("desk.rows"), i64_plain(a, (int64_t)list->count));
    Str *parts = ARENA_ARRAY(a, Str, list->count);
    for (size_t i = 0; i < list->count; i++)
        parts[i] = fact_say(a, l, f, list->items[i]);
    return arena_join(a, parts, list->count, lang_get(l, S("desk.comma")));
}

Str fact_say(Arena *a, const Lang *l, const Field *f, const Json *value)
{
    if (!value)
        return S("");
    switch (value->kind) {
    case JSON_BOOL: return lang_get(l, value->number ? S("value.yes") : S("value.no"));
    case JSON_INT:
        return with_unit(a, l, f, f->type == FIELD_MONEY || f->type == FIELD_DECIMAL
                                      ? lang_money(a, l, (Money){value->number})
                                      : i64_plain(a, value->number));
    case JSON_TEXT: return say_text(a, l, f, value->text);
    case JSON_LIST: return say_list(a, l, f, value);
    case JSON_OBJECT: return json_canonical(a, value);
    case JSON_NULL: break;
    }
    return S("");
}

Str fact_typed(Arena *a, const Field *f, const Json *value)
{
    if (!value || value->kind == JSON_NULL)
        return S("");
    if (value->kind == JSON_INT)
        return f->type == FIELD_MONEY || f->type == FIELD_DECIMAL ? money_plain(a, (Money){value->number})
                                                                  : i64_plain(a, value->number);
    if (value->kind == JSON_BOOL)
        return value->number ? S("1") : S("");
    return value->kind == JSON_TEXT ? value->text : json_canonical(a, value);
}

// SPDX-License-Identifier: Apache-2.0
/* rule: what people type becomes a value of its field's type, or a sentence that says what to type instead. */
#include "desk/fact.h"

enum { SAID_CHARS = 40, PHONE_DIGITS_MIN = 7, PHONE_DIGITS_MAX = 12, NUMBER_CHARS = 60 };

typedef struct Typed {
    const Field *f;
    Str text; /* folded, trimmed, not empty */
    Date about;
} Typed;

#define REFUSE(a, t, key_) ERR((a), ERR_INPUT, key_, .field = (t)->f->name, .args = {text_cut((t)->text, SAID_CHARS)})

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

/* -- numbers --------------------------------------------------------------------------------------------------------------- */

static Str without_unit(Str s, Words unit)
{
    const Str units[] = {unit.zh, unit.en, S("元"), S("%")};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (units[i].len && s.len > units[i].len && str_ends(s, units[i]))
            return str_trim(str_sub(s, 0, s.len - units[i].len));
    return s;
}

/* Sheets write what is owed as (1,234.00). */
static bool read_hundredths(Arena *a, const Typed *t, Money *ret_value)
{
    if (t->text.len > NUMBER_CHARS)
        return false;
    Str s = without_unit(t->text, t->f->unit);
    if (s.len > 2 && s.at[0] == '(' && s.at[s.len - 1] == ')')
        s = arena_printf(a, "-%.*s", STR_ARG(str_sub(s, 1, s.len - 2)));
    return money_read(s, ret_value);
}

/* The bounds of a number stand in its own unit: fen, hundredths, ones. */
static Err check_bounds(Arena *a, const Typed *t, int64_t value)
{
    const Field *f = t->f;
    bool bounded = f->min || f->max, in_hundredths = f->type != FIELD_INT;
    int64_t bound = value < f->min ? f->min : f->max;
    Str said = in_hundredths ? money_grouped(a, (Money){bound}) : i64_plain(a, bound);
    if (bounded && value < f->min)
        return ERR(a, ERR_INPUT, "err.desk.small", .field = f->name, .args = {t->text, said});
    if (bounded && value > f->max)
        return ERR(a, ERR_INPUT, "err.desk.large", .field = f->name, .args = {t->text, said});
    return NULL;
}

static Err read_money(Arena *a, const Typed *t, const Json **ret)
{
    Money m;
    if (!read_hundredths(a, t, &m))
        return t->f->type == FIELD_MONEY ? REFUSE(a, t, "err.desk.money") : REFUSE(a, t, "err.desk.decimal");
    TRY(check_bounds(a, t, m.fen));
    *ret = json_of_int(a, m.fen);
    return NULL;
}

static Err read_int(Arena *a, const Typed *t, const Json **ret)
{
    Money m;
    if (!read_hundredths(a, t, &m) || m.fen % 100)
        return REFUSE(a, t, "err.desk.int");
    TRY(check_bounds(a, t, m.fen / 100));
    *ret = json_of_int(a, m.fen / 100);
    return NULL;
}

/* -- text ------------------------------------------------------------------------------------------------------------------ */

static Err read_text(Arena *a, const Typed *t, const Json **ret)
{
    const Field *f = t->f;
    bool is_long = f->type == FIELD_LONG_TEXT;
    int64_t own = is_long ? LIMIT_LONG_TEXT_CHARS : LIMIT_TEXT_CHARS, max = f->max ? f->max : own;
    Str tidy = text_tidy(a, t->text, is_long);
    if (text_has_control(tidy))
        return REFUSE(a, t, "err.desk.control");
    int64_t chars = (int64_t)text_chars(tidy);
    if (chars > max)
        return ERR(a, ERR_INPUT, "err.desk.long", .field = f->name, .args = {i64_plain(a, chars), i64_plain(a, max)});
    if (chars < f->min)
        return ERR(a, ERR_INPUT, "err.desk.short", .field = f->name, .args = {i64_plain(a, chars), i64_plain(a, f->min)});
    *ret = json_of_text(a, tidy);
    return NULL;
}

static Err read_choice(Arena *a, const Typed *t, const Json **ret)
{
    for (size_t i = 0; i < t->f->choice_count; i++) {
        const Choice *c = &t->f->choices[i];
        if (str_eq(c->code, t->text) || str_eq(c->name.zh, t->text) || str_eq_nocase(c->name.en, t->text)) {
            *ret = json_of_text(a, c->code);
            return NULL;
        }
    }
    return REFUSE(a, t, "err.desk.choice");
}

static Str digits_of(Arena *a, Str s)
{
    char *digits = ARENA_ARRAY(a, char, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] >= '0' && s.at[i] <= '9')
            digits[n++] = s.at[i];
        else if (!(s.at[i] == ' ' || s.at[i] == '-' || (s.at[i] == '+' && n == 0)))
            return STR_NONE;
    }
    return (Str){digits, n};
}

static Err read_phone(Arena *a, const Typed *t, const Json **ret)
{
    Str digits = digits_of(a, t->text);
    bool is_mobile = text_is_mobile(digits);
    bool is_landline = digits.len >= PHONE_DIGITS_MIN && digits.len <= PHONE_DIGITS_MAX && digits.at[0] != '1';
    if (!is_mobile && !is_landline)
        return REFUSE(a, t, "err.desk.phone");
    *ret = json_of_text(a, digits);
    return NULL;
}

static Err read_id_number(Arena *a, const Typed *t, const Json **ret)
{
    Str id = arena_str(a, t->text);
    char *last = (char *)(uintptr_t)&id.at[id.len - 1];
    *last = *last == 'x' ? 'X' : *last;
    if (!text_is_resident_id(id))
        return REFUSE(a, t, "err.desk.id_number");
    *ret = json_of_text(a, id);
    return NULL;
}

/* -- days, periods, moments -------------------------------------------------------------------------------------------------- */

static Err read_date(Arena *a, const Typed *t, const Json **ret)
{
    Date d;
    if (!date_read(t->text, t->about, &d))
        return REFUSE(a, t, "err.desk.date");
    *ret = json_of_text(a, date_plain(a, d));
    return NULL;
}

/* 2026-09-05 14:30, 9月5日 14:30, and the plain form of an instant. */
static Err read_instant(Arena *a, const Typed *t, const Json **ret)
{
    Instant at;
    Date day;
    Str date = t->text, time = STR_NONE;
    if (!instant_read(t->text, &at)) {
        str_cut(t->text, ' ', &date, &time);
        if (!date_read(date, t->about, &day) ||
            !instant_read(arena_printf(a, "%.*s %.*s", STR_ARG(date_plain(a, day)), STR_ARG(str_trim(time))), &at))
            return REFUSE(a, t, "err.desk.instant");
    }
    *ret = json_of_text(a, instant_plain(a, at));
    return NULL;
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

/* 2026年, 2026年9月, 2026年第三季度, beside 2026, 2026-09, 2026Q3. */
static bool read_spoken_period(Arena *a, Str s, Period *ret_period)
{
    static const Str month_ends[] = {S("月份"), S("月")};
    Str year, part;
    int64_t month;
    if (!str_cut(s, '\xE5', &year, &part) || !str_starts(str_from(s, year.len), S("年")))
        return false;
    part = str_trim(str_from(s, year.len + S("年").len));
    if (part.len == 0)
        return period_read(year, ret_period);
    if (str_ends(part, S("季度"))) {
        int32_t quarter = quarter_of(str_sub(part, 0, part.len - S("季度").len));
        return quarter && period_read(arena_printf(a, "%.*sQ%d", STR_ARG(year), quarter), ret_period);
    }
    for (size_t i = 0; i < COUNT_OF(month_ends); i++)
        if (str_ends(part, month_ends[i]) && str_to_i64(str_sub(part, 0, part.len - month_ends[i].len), &month))
            return month > 0 && month < 13 &&
                   period_read(arena_printf(a, "%.*s-%02d", STR_ARG(year), (int)month), ret_period);
    return false;
}

static Err read_period(Arena *a, const Typed *t, const Json **ret)
{
    Period p;
    if (!period_read(t->text, &p) && !read_spoken_period(a, t->text, &p))
        return REFUSE(a, t, "err.desk.period");
    *ret = json_of_text(a, period_plain(a, p));
    return NULL;
}

/* -- the rest --------------------------------------------------------------------------------------------------------------- */

static Err read_flag(Arena *a, const Typed *t, const Json **ret)
{
    static const struct {
        Str word;
        bool value;
    } words[] = {{S("1"), true},  {S("是"), true},  {S("有"), true},   {S("√"), true},   {S("yes"), true},
                 {S("0"), false}, {S("否"), false}, {S("无"), false},  {S("×"), false},  {S("no"), false},
                 {S("y"), true},  {S("n"), false},  {S("true"), true}, {S("false"), false}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(words[i].word, t->text)) {
            *ret = json_of_flag(words[i].value);
            return NULL;
        }
    return REFUSE(a, t, "err.desk.flag");
}

static Err read_person(Arena *a, const Typed *t, const Json **ret)
{
    int64_t id;
    if (!str_to_i64(t->text, &id) || id <= 0)
        return REFUSE(a, t, "err.desk.person");
    *ret = json_of_int(a, id);
    return NULL;
}

static Err read_place(Arena *a, const Typed *t, const Json **ret)
{
    PlaceCode p;
    if (!place_read(t->text, &p))
        return REFUSE(a, t, "err.desk.place");
    *ret = json_of_text(a, place_plain(a, p));
    return NULL;
}

static Err read_json(Arena *a, const Typed *t, const Json **ret)
{
    return json_read(a, t->text, LIMIT_FACTS_BYTES, ret) ? REFUSE(a, t, "err.desk.json") : NULL;
}

typedef Err (*ReadOne)(Arena *a, const Typed *t, const Json **ret);
static const ReadOne readers[] = {
    [FIELD_TEXT] = read_text,       [FIELD_LONG_TEXT] = read_text,   [FIELD_INT] = read_int,
    [FIELD_MONEY] = read_money,     [FIELD_DATE] = read_date,        [FIELD_INSTANT] = read_instant,
    [FIELD_FLAG] = read_flag,       [FIELD_CHOICE] = read_choice,    [FIELD_PHONE] = read_phone,
    [FIELD_ID_NUMBER] = read_id_number, [FIELD_PERSON] = read_person, [FIELD_ROLE] = read_text,
    [FIELD_PLACE] = read_place,     [FIELD_PERIOD] = read_period,    [FIELD_CASE] = read_text,
    [FIELD_JSON] = read_json,       [FIELD_DECIMAL] = read_money,
};

/* Where a sum or a day belongs, people write a stroke for "nothing". */
static bool says_nothing(const Field *f, Str s)
{
    static const Str strokes[] = {S("-"), S("--"), S("—"), S("——"), S("/"), S("无")};
    bool is_date = f->type == FIELD_DATE || f->type == FIELD_INSTANT;
    for (size_t i = 0; i < COUNT_OF(strokes) && (is_date || fact_is_number(f->type)); i++)
        if (str_eq(strokes[i], s))
            return true;
    return s.len == 0;
}

Err fact_read(Arena *a, const Field *f, Str typed, Date about, const Json **ret_value)
{
    *ret_value = NULL;
    bool is_prose = f->type == FIELD_TEXT || f->type == FIELD_LONG_TEXT;
    Typed t = {.f = f, .text = str_trim(is_prose ? typed : text_fold(a, typed)), .about = about};
    if (says_nothing(f, t.text))
        return NULL;
    REQUIRE((size_t)f->type < COUNT_OF(readers) && readers[f->type]);
    return readers[f->type](a, &t, ret_value);
}

/* -- back to words ------------------------------------------------------------------------------------------------------------ */

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
        return lang_when(a, l, at);
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

// SPDX-License-Identifier: Apache-2.0
/* One value of a fact: a reader per type of field. Forms give text, programs give numbers and flags: both are read. */
#include "process/engine.h"
#include "process/facts.h"

typedef Err (*Reader)(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out);

static Err check_bounds(Arena *a, const Field *f, int64_t v, Str (*say)(Arena *, int64_t))
{
    if (f->has_min && v < f->min)
        return ERR(a, ERR_INPUT, "err.process.value_low", .field = f->name, .args = {say(a, f->min)});
    if (f->has_max && v > f->max)
        return ERR(a, ERR_INPUT, "err.process.value_high", .field = f->name, .args = {say(a, f->max)});
    return NULL;
}

static Err read_text(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    const Field *f = ask->field;
    bool lines = f->type == FIELD_LONG_TEXT;
    if (in->kind != JSON_TEXT || !text_is_utf8(in->text))
        return ERR(a, ERR_INPUT, "err.process.value_text", .field = f->name);
    Str s = text_tidy(a, in->text, lines);
    int64_t ceiling = lines ? LIMIT_LONG_TEXT_CHARS : ask->in_table ? LIMIT_CELL_CHARS : LIMIT_TEXT_CHARS;
    int64_t most = f->has_max && f->max < ceiling ? f->max : ceiling, chars = (int64_t)text_chars(s);
    if (text_has_control(s))
        return ERR(a, ERR_INPUT, "err.process.value_control", .field = f->name);
    if (chars > most)
        return ERR(a, ERR_INPUT, "err.process.value_long", .field = f->name,
                   .args = {i64_plain(a, most), i64_plain(a, chars)});
    if (f->has_min && s.len && chars < f->min)
        return ERR(a, ERR_INPUT, "err.process.value_short", .field = f->name, .args = {i64_plain(a, f->min)});
    *ret_out = json_of_text(a, s);
    return NULL;
}

static Err read_int(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    int64_t v = in->number;
    bool read = in->kind == JSON_INT || (in->kind == JSON_TEXT && str_to_i64(str_trim(text_fold(a, in->text)), &v));
    if (!read)
        return ERR(a, ERR_INPUT, "err.process.value_int", .field = ask->field->name);
    *ret_out = json_of_int(a, v);
    return check_bounds(a, ask->field, v, i64_plain);
}

static Str say_hundredths(Arena *a, int64_t v)
{
    return money_grouped(a, (Money){v});
}

/* Numbers are hundredths (fen), text is what people write: 1,234.50 */
static Err read_hundredths(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    Money m = {in->number};
    if (in->kind != JSON_INT && (in->kind != JSON_TEXT || !money_read(in->text, &m)))
        return ask->field->type == FIELD_MONEY
                   ? ERR(a, ERR_INPUT, "err.process.value_money", .field = ask->field->name)
                   : ERR(a, ERR_INPUT, "err.process.value_decimal", .field = ask->field->name);
    *ret_out = json_of_int(a, m.fen);
    return check_bounds(a, ask->field, m.fen, say_hundredths);
}

static bool is_near(Date d)
{
    int32_t year = date_ymd(d).year;
    return year >= LIMIT_YEAR_FIRST && year <= LIMIT_YEAR_LAST;
}

/* min and max of a day count from the day of the step. */
static Err check_window(Arena *a, const ValueAsk *ask, Date d)
{
    const Field *f = ask->field;
    Date first = date_add_days(ask->today, (int32_t)f->min), last = date_add_days(ask->today, (int32_t)f->max);
    if (f->has_min && d.day < first.day)
        return ERR(a, ERR_INPUT, "err.process.value_early", .field = f->name, .args = {date_plain(a, first)});
    if (f->has_max && d.day > last.day)
        return ERR(a, ERR_INPUT, "err.process.value_late", .field = f->name, .args = {date_plain(a, last)});
    return NULL;
}

static Err read_date(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    Date d;
    if (in->kind != JSON_TEXT || !date_read(in->text, ask->today, &d) || !is_near(d))
        return ERR(a, ERR_INPUT, "err.process.value_date", .field = ask->field->name);
    *ret_out = json_of_text(a, date_plain(a, d));
    return check_window(a, ask, d);
}

static Err read_instant(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    Instant t;
    if (in->kind != JSON_TEXT || !instant_read(in->text, &t) || !is_near(instant_date(t)))
        return ERR(a, ERR_INPUT, "err.process.value_instant", .field = ask->field->name);
    *ret_out = json_of_text(a, instant_plain(a, t));
    return NULL;
}

static Err read_flag(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    static const struct {
        Str word;
        bool yes;
    } words[] = {{{"1", 1}, true}, {{"true", 4}, true}, {{"on", 2}, true}, {{"yes", 3}, true}, {{"是", 3}, true},
                 {{"0", 1}, false}, {{"false", 5}, false}, {{"off", 3}, false}, {{"no", 2}, false}, {{"否", 3}, false}};
    bool yes = in->number != 0;
    bool read = in->kind == JSON_BOOL;
    for (size_t i = 0; i < COUNT_OF(words) && in->kind == JSON_TEXT && !read; i++)
        if (str_eq_nocase(words[i].word, in->text)) {
            yes = words[i].yes;
            read = true;
        }
    if (!read)
        return ERR(a, ERR_INPUT, "err.process.value_flag", .field = ask->field->name);
    *ret_out = json_of_flag(yes);
    return NULL;
}

/* The code, or the name as it stands in a table that was pasted. */
static Err read_choice(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    Str s = in->kind == JSON_TEXT ? str_trim(in->text) : STR_NONE, codes[LIMIT_CHOICES];
    for (size_t i = 0; i < ask->field->choice_count; i++) {
        const Choice *c = &ask->field->choices[i];
        codes[i] = c->code;
        if (str_eq(c->code, s) || str_eq(c->name.zh, s) || str_eq(c->name.en, s)) {
            *ret_out = json_of_text(a, c->code);
            return NULL;
        }
    }
    return ERR(a, ERR_INPUT, "err.process.value_choice", .field = ask->field->name, .options = codes,
               .option_count = ask->field->choice_count);
}

static Err read_phone(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    enum { SHORTEST = 5, LONGEST = 20 };
    Str s = in->kind == JSON_TEXT ? text_fold(a, in->text) : STR_NONE;
    char *digits = arena_take(a, s.len + 1, 1);
    size_t len = 0;
    bool wrong = in->kind != JSON_TEXT;
    for (size_t i = 0; i < s.len; i++) {
        bool digit = (s.at[i] >= '0' && s.at[i] <= '9') || (s.at[i] == '+' && len == 0);
        if (digit)
            digits[len++] = s.at[i];
        wrong |= !digit && s.at[i] != ' ' && s.at[i] != '-' && s.at[i] != '(' && s.at[i] != ')';
    }
    if (wrong || len < SHORTEST || len > LONGEST)
        return ERR(a, ERR_INPUT, "err.process.value_phone", .field = ask->field->name);
    *ret_out = json_of_text(a, (Str){digits, len});
    return NULL;
}

static Err read_id_number(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    Str s = in->kind == JSON_TEXT ? str_trim(text_fold(a, in->text)) : STR_NONE;
    bool small_x = s.len == 18 && s.at[17] == 'x';
    Str upper = small_x ? arena_printf(a, "%.*sX", 17, s.at) : s;
    if (!text_is_resident_id(upper))
        return ERR(a, ERR_INPUT, "err.process.value_id_number", .field = ask->field->name);
    *ret_out = json_of_text(a, upper);
    return NULL;
}

static Err read_person(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    int64_t v = in->number;
    bool read = in->kind == JSON_INT || (in->kind == JSON_TEXT && str_to_i64(in->text, &v));
    if (!read || v <= 0)
        return ERR(a, ERR_INPUT, "err.process.value_person", .field = ask->field->name);
    *ret_out = json_of_int(a, v);
    return NULL;
}

static Err read_role(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    if (in->kind != JSON_TEXT || !access_role(ask->engine->given.roles, in->text))
        return ERR(a, ERR_INPUT, "err.process.value_role", .field = ask->field->name);
    *ret_out = json_of_text(a, in->text);
    return NULL;
}

static Err read_place(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    PlaceCode p;
    if (in->kind != JSON_TEXT || !place_read(str_trim(in->text), &p))
        return ERR(a, ERR_INPUT, "err.process.value_place", .field = ask->field->name);
    *ret_out = json_of_text(a, place_plain(a, p));
    return NULL;
}

static Err read_period(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    Period p;
    if (in->kind != JSON_TEXT || !period_read(str_trim(in->text), &p))
        return ERR(a, ERR_INPUT, "err.process.value_period", .field = ask->field->name);
    *ret_out = json_of_text(a, period_plain(a, p));
    return NULL;
}

static Err read_case(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    enum { LONGEST = 40 };
    Str s = in->kind == JSON_TEXT ? str_trim(text_fold(a, in->text)) : STR_NONE;
    bool wrong = s.len == 0 || s.len > LONGEST;
    for (size_t i = 0; i < s.len; i++) {
        bool digit = (s.at[i] >= '0' && s.at[i] <= '9') || s.at[i] == '-';
        wrong |= !digit && !(s.at[i] >= 'A' && s.at[i] <= 'Z');
    }
    if (wrong)
        return ERR(a, ERR_INPUT, "err.process.value_case", .field = ask->field->name);
    *ret_out = json_of_text(a, s);
    return NULL;
}

static Err read_json(Arena *a UNUSED, const ValueAsk *ask UNUSED, const Json *in, const Json **ret_out)
{
    *ret_out = in;
    return NULL;
}

static const Reader readers[] = {
    [FIELD_TEXT] = read_text,       [FIELD_LONG_TEXT] = read_text,   [FIELD_INT] = read_int,
    [FIELD_MONEY] = read_hundredths, [FIELD_DECIMAL] = read_hundredths, [FIELD_DATE] = read_date,
    [FIELD_INSTANT] = read_instant, [FIELD_FLAG] = read_flag,        [FIELD_CHOICE] = read_choice,
    [FIELD_PHONE] = read_phone,     [FIELD_ID_NUMBER] = read_id_number, [FIELD_PERSON] = read_person,
    [FIELD_ROLE] = read_role,       [FIELD_PLACE] = read_place,      [FIELD_PERIOD] = read_period,
    [FIELD_CASE] = read_case,       [FIELD_JSON] = read_json,
};

static bool is_empty(Arena *a, const Json *j)
{
    return j->kind == JSON_NULL || (j->kind == JSON_TEXT && str_trim(text_fold(a, j->text)).len == 0);
}

Err facts_value(Arena *a, const ValueAsk *ask, const Json *in, const Json **ret_out)
{
    *ret_out = json_null();
    if (is_empty(a, in))
        return NULL;
    REQUIRE((size_t)ask->field->type < COUNT_OF(readers) && readers[ask->field->type]);
    return readers[ask->field->type](a, ask, in, ret_out);
}

Str facts_find_text(Arena *a, const Json *value)
{
    switch (value->kind) {
    case JSON_TEXT: return value->text;
    case JSON_INT: return i64_plain(a, value->number);
    case JSON_BOOL: return value->number ? S("true") : S("false");
    default: return STR_NONE;
    }
}

// SPDX-License-Identifier: Apache-2.0
/* Proving a definition: how complaints are made; the top of the file and its fields. */
#include "process/check.h"

#include "process/engine.h"
#include "process/facts.h"
#include "process/who.h"

static const Words sentences[] = {
    [NO_SUCH_ROLE] = {S("没有“{1}”这个职务"), S("there is no role {1}")},
    [NO_SUCH_FIELD] = {S("没有“{1}”这一项"), S("there is no field {1}")},
    [NO_SUCH_STATE_OR_FIELD] = {S("“{1}”不是状态，不是动作，也不是日期项"),
                                S("{1} is no state, no action and no date field")},
    [NO_SUCH_ACTION] = {S("没有“{1}”这个动作"), S("there is no action {1}")},
    [NO_SUCH_GUARD] = {S("没有哪个房间带来守卫“{1}”"), S("no room brings the guard {1}")},
    [NO_SUCH_EFFECT] = {S("没有哪个房间带来效果“{1}”"), S("no room brings the effect {1}")},
    [NO_SUCH_DOCUMENT] = {S("没有哪个房间会做文件“{1}”"), S("no room makes the document {1}")},
    [NO_SUCH_METRIC] = {S("没有哪个房间带来指标“{1}”"), S("no room brings the metric {1}")},
    [NO_SUCH_LISTER] = {S("没有哪个房间列得出“{1}”"), S("no room lists {1}")},
    [NO_SUCH_SHAPER] = {S("没有哪个房间知道表“{1}”的列"), S("no room knows the columns of {1}")},
    [NO_SUCH_PROCESS] = {S("没有“{1}”这个流程"), S("there is no process {1}")},
    [WRONG_FIELD_TYPE] = {S("“{1}”应当是 {2} 类型"), S("{1} should be of type {2}")},
    [NOBODY_YET] = {S("登记的时候还没有“{1}”"), S("nobody is {1} before the case is opened")},
    [CLOCK_MUST_OPEN] = {S("写了 opens，opened_by 里就要有 clock"), S("with `opens`, `opened_by` must name the clock")},
    [NO_CHOICES] = {S("“{1}”是选择项，要写 of"), S("{1} is a choice and needs `of`")},
    [CHOICES_ASTRAY] = {S("“{1}”不是选择项，不能写 of"), S("{1} is no choice and cannot have `of`")},
    [COLUMNS_ASTRAY] = {S("“{1}”不是表，不能写 columns"), S("{1} is no table and cannot have `columns`")},
    [SEALED_BUT_SHOWN] = {S("“{1}”是加密的，不能公开"), S("{1} is sealed and cannot be public")},
    [SEALED_SHAPE] = {S("“{1}”是表或多个值，不能加密"), S("{1} is a table or a list and cannot be sealed")},
    [CANNOT_FIND] = {S("“{1}”太长，不能用来查找"), S("{1} is too long to be found by")},
    [BOUNDS_CROSSED] = {S("“{1}”的 min 比 max 大"), S("min of {1} is larger than its max")},
    [NO_LIMIT] = {S("状态“{1}”没有期限"), S("the state {1} has no limit")},
    [LIMIT_AT_REST] = {S("状态“{1}”已办结，不能再有期限"), S("the state {1} is final and cannot have a limit")},
    [NO_END] = {S("没有办结的状态"), S("no state is final")},
    [UNREACHABLE] = {S("走不到状态“{1}”"), S("no path leads to the state {1}")},
    [DEAD_END] = {S("从状态“{1}”走不到办结"), S("no path leads from the state {1} to an end")},
    [NOBODY_ACTS] = {S("“{1}”没有人能办"), S("nobody can act in {1}")},
    [CLOCK_MAY_NOT] = {S("到期的动作“{1}”没有写 by: clock"),
                       S("the action {1} at the limit does not name the clock in `by`")},
    [CLOCK_CANNOT_FILL] = {S("到期的动作“{1}”要填“{2}”，可是没有人来填"),
                           S("the action {1} at the limit needs {2}, but nobody is there to give it")},
    [LEAVES_ELSEWHERE] = {S("动作“{1}”不从状态“{2}”出发"), S("the action {1} does not leave from the state {2}")},
    [NEEDS_MORE] = {S("动作“{1}”还要填“{2}”"), S("the action {1} needs {2} besides")},
    [NOT_COLLECTIVE] = {S("没有写 each_of，就不能写 {1}"), S("{1} makes no sense without `each_of`")},
    [THEN_ALONE] = {S("写了 then，就要写 at_most"), S("`then` makes no sense without `at_most`")},
    [BAD_VALUE] = {S("“{2}”不能作“{1}”的值"), S("{2} is no value for {1}")},
    [CANNOT_SEE] = {S("职务“{1}”要办或者要知道，却看不见这件事（seen_by）"),
                    S("the role {1} acts or is told, but cannot see the case (seen_by)")},
    [SAME_LETTER] = {S("编号字母“{1}”和流程“{2}”的一样"), S("the letter {1} is the one of the process {2}")},
    [CANNOT_SAY] = {S("“{1}”不会是“{2}”"), S("{1} cannot be {2}")},
    [SEEN_BY_NOBODY] = {S("“{1}”里的人能办，却看不见这件事（seen_by）"),
                        S("whoever stands in {1} may act, but cannot see the case (seen_by)")},
    [HIDDEN_RULE] = {S("“{1}”决定谁能办、什么时候办，看得见这件事的人都要看得见它"),
                     S("{1} decides who may act or when: whoever sees the case sees it")},
    [NOT_FOUND_BY] = {S("“{1}”要写 find，那件事的日子变了，期限才跟着变"),
                      S("{1} needs `find`: its limits move with the other case's days")},
    [NO_REASON_FIELD] = {S("写了 reason，就要有 reason 这一项"), S("with `reason` there must be a field reason")},
    [PROVES_NOTHING] = {S("“{1}”不用登录就能办，没有密码可核（prove）"),
                        S("{1} acts without signing in and has nothing to prove it by (prove)")},
    [CARRIED_OPEN] = {S("状态“{1}”没有办结，不能写 carried_by"), S("the state {1} is not final and cannot have `carried_by`")},
    [PROVES_OPENING] = {S("登记的动作“{1}”不能写 prove"), S("the opening {1} cannot say `prove`")},
};

/* -- complaining ------------------------------------------------------------------------------------------------- */

static void say_in(Out *out, Str sentence, Str one, Str two)
{
    for (Str rest = sentence; rest.len;) {
        bool first = str_starts(rest, S("{1}")), second = str_starts(rest, S("{2}"));
        out_raw(out, first ? one : second ? two : str_sub(rest, 0, 1));
        rest = str_from(rest, first || second ? 3 : 1);
    }
    out_byte(out, '\n');
}

static const YamlPair *find_pair(const Yaml *map, Str name)
{
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->count; i++)
        if (str_eq(map->pairs[i].name, name))
            return &map->pairs[i];
    return NULL;
}

/* The deepest of part, name and key that is written. */
static int line_of(const Process *p, const Spot *at)
{
    Str names[] = {str_of(at->part), at->name, str_of(at->key)};
    const Yaml *map = p->source;
    int line = 1;
    for (size_t i = 0; i < COUNT_OF(names) && map; i++) {
        const YamlPair *pair = names[i].len ? find_pair(map, names[i]) : NULL;
        if (names[i].len && !pair)
            break;
        line = pair ? pair->line : line;
        map = pair ? pair->value : map;
    }
    return line;
}

void check_say(Check *k, const Spot *at, Complaint what, Str one, Str two)
{
    Str where = arena_printf(k->arena, "%.*s:%d: ", STR_ARG(k->p->file), line_of(k->p, at));
    out_raw(k->out, where);
    say_in(k->out, sentences[what].zh, one, two);
    out_raw(k->out, where);
    say_in(k->out, sentences[what].en, one, two);
    k->count++;
}

/* -- names ------------------------------------------------------------------------------------------------------- */

bool check_field(Check *k, const Spot *at, Str name)
{
    bool there = process_field(k->p, name) != NULL;
    if (!there)
        check_say(k, at, NO_SUCH_FIELD, name, STR_NONE);
    return there;
}

void check_role(Check *k, const Spot *at, Str role)
{
    const Field *owner = process_field(k->p, S("owner"));
    if (str_eq(role, S("owner")) && (!owner || owner->type != FIELD_PERSON))
        check_say(k, at, WRONG_FIELD_TYPE, role, S("person"));
    if (!who_is_relation(role) && !access_role(k->engine->given.roles, role))
        check_say(k, at, NO_SUCH_ROLE, role, STR_NONE);
}

void check_by(Check *k, const Spot *at, const By *by, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!by[i].field.len)
            check_role(k, at, by[i].role);
        else if (check_field(k, at, by[i].field) && process_field(k->p, by[i].field)->type != FIELD_ROLE &&
                 process_field(k->p, by[i].field)->type != FIELD_PERSON)
            check_say(k, at, WRONG_FIELD_TYPE, by[i].field, S("role, person"));
    }
}

static bool is_date(const Process *p, Str name)
{
    const Field *f = process_field(p, name);
    return f && (f->type == FIELD_DATE || f->type == FIELD_INSTANT);
}

static bool is_state(const Process *p, Str name)
{
    for (size_t i = 0; i < p->state_count; i++)
        if (str_eq(p->states[i].name, name))
            return true;
    return false;
}

/* The names of another case are known only when there is one. */
static void check_other(Check *k, const Spot *at, Str of)
{
    const Field *f = str_eq(of, S("parent")) || !check_field(k, at, of) ? NULL : process_field(k->p, of);
    if (f && f->type != FIELD_CASE)
        check_say(k, at, WRONG_FIELD_TYPE, of, S("case"));
    else if (f && !f->find)
        check_say(k, at, NOT_FOUND_BY, of, STR_NONE);
}

void check_limit(Check *k, const Spot *at, const Limit *limit)
{
    const Process *p = k->p;
    if (limit->of.len) {
        check_other(k, at, limit->of);
        return;
    }
    if (limit->unit == LIMIT_BY_FIELD && !is_date(p, limit->field))
        check_say(k, at, WRONG_FIELD_TYPE, limit->field, S("date"));
    if (limit->after.len && !is_date(p, limit->after) && !is_state(p, limit->after) && !process_action(p, limit->after))
        check_say(k, at, NO_SUCH_STATE_OR_FIELD, limit->after, STR_NONE);
}

/* Only what is one of few can be asked for: a choice, yes or no, a role. */
static bool can_say(Check *k, const Field *f, Str value)
{
    const Json *read;
    ValueAsk ask = {k->engine, f, (Date){0}, false};
    bool few = f->type == FIELD_CHOICE || f->type == FIELD_FLAG || f->type == FIELD_ROLE;
    return few && !facts_value(k->arena, &ask, json_of_text(k->arena, value), &read) &&
           str_eq(facts_find_text(k->arena, read), value);
}

void check_whens(Check *k, const Spot *at, const When *whens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!check_field(k, at, whens[i].field))
            continue;
        const Field *f = process_field(k->p, whens[i].field);
        for (size_t n = 0; n < whens[i].value_count; n++)
            if (!can_say(k, f, whens[i].values[n]))
                check_say(k, at, CANNOT_SAY, f->name, whens[i].values[n]);
    }
}

/* -- the top ----------------------------------------------------------------------------------------------------- */

static void check_openers(Check *k)
{
    const Process *p = k->p;
    Spot at = {.part = "opened_by"};
    check_by(k, &at, p->opened_by, p->opened_by_count);
    for (size_t i = 0; i < p->opened_by_count; i++) {
        Str word = p->opened_by[i].role;
        if (str_eq(word, S("owner")) || str_eq(word, S("asker")) || str_eq(word, S("opener")))
            check_say(k, &at, NOBODY_YET, word, STR_NONE);
    }
    Str lister = p->opens.for_each;
    Spot opens = {.part = "opens"};
    if (p->opens.every && !who_has_clock(p->opened_by, p->opened_by_count))
        check_say(k, &opens, CLOCK_MUST_OPEN, STR_NONE, STR_NONE);
    if (p->opens.every && !str_eq(lister, S("village")) && !engine_lister(k->engine, lister))
        check_say(k, &opens, NO_SUCH_LISTER, lister, STR_NONE);
}

static void check_top(Check *k)
{
    const Process *p = k->p;
    check_openers(k);
    check_by(k, &(Spot){.part = "seen_by"}, p->seen_by, p->seen_by_count);
    if (p->title_field.len)
        check_field(k, &(Spot){.part = "title"}, p->title_field);
    if (p->public_if.len && !engine_guard(k->engine, p->public_if))
        check_say(k, &(Spot){.part = "public"}, NO_SUCH_GUARD, p->public_if, STR_NONE);
    for (size_t i = 0; i < process_count(k->engine); i++) {
        const Process *other = process_at(k->engine, i);
        bool share = other->numbered_by_town && p->numbered_by_town; /* one series, so that a number betrays nothing */
        if (!str_eq(other->name, p->name) && str_eq(other->letter, p->letter) && !share)
            check_say(k, &(Spot){.part = "letter"}, SAME_LETTER, p->letter, other->name);
    }
}

static bool names_field(const By *by, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(by[i].field, name))
            return true;
    return false;
}

static bool hangs_on(const Limit *limit, Str name)
{
    return str_eq(limit->of, name) || (!limit->of.len && (str_eq(limit->after, name) || str_eq(limit->field, name)));
}

/* Whether who may act, or when, hangs on what stands in the field. */
static bool decides(const Process *p, Str name)
{
    bool does = str_eq(name, S("owner")) || names_field(p->seen_by, p->seen_by_count, name);
    for (size_t i = 0; i < p->state_count; i++)
        does |= hangs_on(&p->states[i].due, name) || names_field(p->states[i].turns, p->states[i].turn_count, name);
    for (size_t i = 0; i < p->action_count; i++) {
        const Action *x = &p->actions[i];
        does |= hangs_on(&x->due, name) || hangs_on(&x->not_before, name) || names_field(x->by, x->by_count, name) ||
                names_field(&x->each_of, 1, name);
        for (size_t n = 0; n < x->when_count; n++)
            does |= str_eq(x->whens[n].field, name);
    }
    return does;
}

static void check_one_field(Check *k, const Field *f)
{
    Spot at = {.part = "fields", .name = f->name};
    bool table = f->type == FIELD_TABLE, long_one = table || f->type == FIELD_JSON || f->type == FIELD_LONG_TEXT;
    if (f->type == FIELD_CHOICE && !f->choice_count)
        check_say(k, &at, NO_CHOICES, f->name, STR_NONE);
    if (f->type != FIELD_CHOICE && f->choice_count)
        check_say(k, &at, CHOICES_ASTRAY, f->name, STR_NONE);
    if (table && !engine_shaper(k->engine, f->columns_of))
        check_say(k, &at, NO_SUCH_SHAPER, f->columns_of, STR_NONE);
    if (!table && f->columns_of.len)
        check_say(k, &at, COLUMNS_ASTRAY, f->name, STR_NONE);
    if (f->sealed && f->shown != SHOWN_NEVER)
        check_say(k, &at, SEALED_BUT_SHOWN, f->name, STR_NONE);
    if (f->sealed && (table || f->many || f->type == FIELD_JSON))
        check_say(k, &at, SEALED_SHAPE, f->name, STR_NONE);
    if (f->find && long_one)
        check_say(k, &at, CANNOT_FIND, f->name, STR_NONE);
    if (f->has_min && f->has_max && f->min > f->max)
        check_say(k, &at, BOUNDS_CROSSED, f->name, STR_NONE);
    if (f->seen_by_count && decides(k->p, f->name))
        check_say(k, &(Spot){"fields", "seen_by", f->name}, HIDDEN_RULE, f->name, STR_NONE);
    check_by(k, &(Spot){"fields", "seen_by", f->name}, f->seen_by, f->seen_by_count);
    if (f->by.len)
        check_role(k, &(Spot){"fields", "by", f->name}, f->by);
    if (str_eq(f->name, S("owner")) && f->type != FIELD_PERSON)
        check_say(k, &at, WRONG_FIELD_TYPE, f->name, S("person"));
}

void process_check(Arena *a, const Engine *e, const Process *p, Out *complaints, size_t *ret_count)
{
    Check k = {.arena = a, .engine = e, .p = p, .out = complaints};
    check_top(&k);
    for (size_t i = 0; i < p->field_count; i++)
        check_one_field(&k, &p->fields[i]);
    check_states(&k);
    check_actions(&k);
    check_paths(&k);
    *ret_count = k.count;
}

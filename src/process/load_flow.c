// SPDX-License-Identifier: Apache-2.0
/* States and actions: how a case moves. */
#include "process/load.h"

/* -- states ------------------------------------------------------------------------------------------------------ */

typedef struct LateKeys {
    Str remind, escalate;
    Limit after;
} LateKeys;

static Err read_lates(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    static const Key keys[] = {
        {"remind", load_name, offsetof(LateKeys, remind)},
        {"escalate", load_name, offsetof(LateKeys, escalate)},
        {"after", load_limit, offsetof(LateKeys, after), .must = true},
    };
    if (v->kind != YAML_LIST || v->count > LIMIT_LATE_STAGES)
        return load_bad(l, v, "[{remind: role, after: 1 day}, ..], <= 8");
    Late *lates = ARENA_ARRAY(l->arena, Late, v->count);
    for (size_t i = 0; i < v->count; i++) {
        LateKeys read = {0};
        TRY(load_map(l, v->items[i], keys, COUNT_OF(keys), &read));
        if ((read.remind.len > 0) == (read.escalate.len > 0) || read.after.unit == LIMIT_BY_FIELD ||
            read.after.after.len)
            return load_bad(l, v->items[i], "{remind: role, after: 1 day}, {escalate: role, after: 1 day}");
        bool escalates = read.escalate.len > 0;
        lates[i] = (Late){escalates, escalates ? read.escalate : read.remind, read.after};
    }
    ((State *)into)->lates = lates;
    ((State *)into)->late_count = v->count;
    return NULL;
}

static const Key state_keys[] = {
    {"label", load_words, offsetof(State, label), .must = true},
    {"public", load_words, offsetof(State, public_label)},
    {"due", load_limit, offsetof(State, due)},
    {"at_due", load_names, offsetof(State, at_dues), offsetof(State, at_due_count)},
    {"late", read_lates},
    {"final", load_flag, offsetof(State, final)},
    {"awaited", load_flag, offsetof(State, awaited)},
    {"held", load_flag, offsetof(State, held)},
    {"carried_by", load_name, offsetof(State, carried_by)},
    {"turn", load_by_list, offsetof(State, turns), offsetof(State, turn_count)},
    {"basis", load_text, offsetof(State, basis)},
};

Err load_states(const Loader *l, const Yaml *map)
{
    if (map->kind != YAML_MAP || map->count == 0 || map->count > LIMIT_STATES)
        return load_bad(l, map, "{..}, <= 32");
    State *states = ARENA_ARRAY(l->arena, State, map->count);
    for (size_t i = 0; i < map->count; i++) {
        states[i].name = map->pairs[i].name;
        if (!load_is_name(states[i].name))
            return load_bad(l, map->pairs[i].value, "a_name:");
        TRY(load_map(l, map->pairs[i].value, state_keys, COUNT_OF(state_keys), &states[i]));
        if (!states[i].public_label.zh.len)
            states[i].public_label = states[i].label;
    }
    l->process->states = states;
    l->process->state_count = map->count;
    return NULL;
}

/* -- actions ----------------------------------------------------------------------------------------------------- */

static bool find_state(const Loader *l, Str name, int *ret_state)
{
    for (size_t i = 0; i < l->process->state_count; i++)
        if (str_eq(l->process->states[i].name, name)) {
            *ret_state = (int)i;
            return true;
        }
    return false;
}

static Err read_from(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    Action *x = into;
    int state;
    if (v->kind == YAML_SCALAR && str_eq(v->text, S("any"))) {
        x->from_any = true;
        for (size_t i = 0; i < l->process->state_count; i++)
            x->from |= l->process->states[i].final ? 0 : UINT32_C(1) << i;
        return NULL;
    }
    size_t count = v->kind == YAML_LIST ? v->count : 1;
    for (size_t i = 0; i < count; i++) {
        const Yaml *item = v->kind == YAML_LIST ? v->items[i] : v;
        if (item->kind != YAML_SCALAR || !find_state(l, item->text, &state))
            return load_bad(l, item, "a state, any");
        x->from |= UINT32_C(1) << state;
    }
    return NULL;
}

static Err read_to(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    return v->kind == YAML_SCALAR && find_state(l, v->text, &((Action *)into)->to) ? NULL : load_bad(l, v, "a state");
}

/* majority: more than half. 2/3: two thirds or more, as the law counts. */
static Err read_enough(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    Action *x = into;
    x->enough_over = v->kind == YAML_SCALAR && str_eq(v->text, S("majority"));
    Str part = x->enough_over ? S("1/2") : str_eq(v->text, S("all")) ? S("1/1") : v->text;
    Str num, den;
    int64_t n, d;
    bool read = str_cut(part, '/', &num, &den) && str_to_i64(num, &n) && str_to_i64(den, &d);
    if (!read || n < 1 || d < n || d > 100)
        return load_bad(l, v, "majority, all, 2/3");
    x->enough_num = (int)n;
    x->enough_den = (int)d;
    return NULL;
}

/* questions_asked, {questions_asked: asked_count}, {mark: suggestions, amount: counts, when: {kind: suggestion}} */
static Err read_mark(const Loader *l, const Yaml *v, MarkRule *into)
{
    static const Key keys[] = {
        {"mark", load_name, offsetof(MarkRule, metric), .must = true},
        {"amount", load_name, offsetof(MarkRule, amount_field)},
        {"when", load_whens, offsetof(MarkRule, whens), offsetof(MarkRule, when_count)},
    };
    if (v->kind == YAML_MAP && yaml_get(v, S("mark")))
        return load_map(l, v, keys, COUNT_OF(keys), into);
    if (v->kind != YAML_MAP)
        return load_name(l, &(Key){.at = offsetof(MarkRule, metric)}, v, into);
    if (v->count != 1)
        return load_bad(l, v, "{metric: field}");
    into->metric = v->pairs[0].name;
    return load_name(l, &(Key){.at = offsetof(MarkRule, amount_field)}, v->pairs[0].value, into);
}

static Err read_marks(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    size_t count = v->kind == YAML_LIST ? v->count : 1;
    if (count > LIMIT_FIELDS)
        return load_bad(l, v, "<= 64");
    MarkRule *marks = ARENA_ARRAY(l->arena, MarkRule, count);
    for (size_t i = 0; i < count; i++)
        TRY(read_mark(l, v->kind == YAML_LIST ? v->items[i] : v, &marks[i]));
    ((Action *)into)->marks = marks;
    ((Action *)into)->mark_count = count;
    return NULL;
}

/* Kept as written; process_check and the step itself read them by the type of their field. */
static Err read_sets(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    if (v->kind != YAML_MAP || v->count == 0)
        return load_bad(l, v, "{field: value}");
    JsonMember *members = ARENA_ARRAY(l->arena, JsonMember, v->count);
    for (size_t i = 0; i < v->count; i++) {
        if (v->pairs[i].value->kind != YAML_SCALAR)
            return load_bad(l, v->pairs[i].value, "text");
        members[i] = (JsonMember){v->pairs[i].name, json_of_text(l->arena, v->pairs[i].value->text)};
    }
    ((Action *)into)->sets = json_object(l->arena, members, v->count);
    return NULL;
}

static Err read_waits(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    ((Action *)into)->waits_for_children = true;
    return v->kind == YAML_SCALAR && str_eq(v->text, S("children")) ? NULL : load_bad(l, v, "children");
}

/* true, or {objection: role} */
static Err read_on_paper(const Loader *l, const Key *k UNUSED, const Yaml *v, void *into)
{
    static const Key keys[] = {{"objection", load_name, offsetof(Action, paper_objection), .must = true}};
    Action *x = into;
    if (v->kind != YAML_MAP)
        return load_flag(l, &(Key){.at = offsetof(Action, on_paper)}, v, into);
    x->on_paper = true;
    return load_map(l, v, keys, COUNT_OF(keys), x);
}

static const Key action_keys[] = {
    {"from", read_from},
    {"to", read_to},
    {"label", load_words, offsetof(Action, label), .must = true},
    {"help", load_words, offsetof(Action, help)},
    {"by", load_by_list, offsetof(Action, by), offsetof(Action, by_count)},
    {"apart_from", load_names, offsetof(Action, apart_from), offsetof(Action, apart_count)},
    {"needs", load_names, offsetof(Action, needs), offsetof(Action, need_count)},
    {"takes", load_names, offsetof(Action, takes), offsetof(Action, take_count)},
    {"sets", read_sets},
    {"did", load_words, offsetof(Action, did)},
    {"offers", load_whens, offsetof(Action, offers), offsetof(Action, offer_count)},
    {"when", load_whens, offsetof(Action, whens), offsetof(Action, when_count)},
    {"not_before", load_limit, offsetof(Action, not_before)},
    {"each_of", load_by, offsetof(Action, each_of)},
    {"enough", read_enough},
    {"at_least", load_count, offsetof(Action, at_least)},
    {"refusal", load_name, offsetof(Action, refusal)},
    {"at_most", load_count, offsetof(Action, at_most)},
    {"then", load_name, offsetof(Action, then)},
    {"due", load_limit, offsetof(Action, due)},
    {"due_half", load_flag, offsetof(Action, due_half)},
    {"guards", load_names, offsetof(Action, guards), offsetof(Action, guard_count)},
    {"effects", load_names, offsetof(Action, effects), offsetof(Action, effect_count)},
    {"marks", read_marks},
    {"document", load_dotted, offsetof(Action, document)},
    {"waits_for", read_waits},
    {"spawn", load_name, offsetof(Action, spawn)},
    {"on_paper", read_on_paper},
    {"many", load_flag, offsetof(Action, many_at_once)},
    {"reason", load_flag, offsetof(Action, reason)},
    {"confirm", load_flag, offsetof(Action, confirm)},
    {"prove", load_flag, offsetof(Action, proves)},
    {"public_words", load_flag, offsetof(Action, records_public)},
    {"basis", load_text, offsetof(Action, basis)},
};

static bool has_name(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

/* Whoever opens a case fills in what no later step asks for, and what is required. */
static bool is_for_opening(const Process *p, const Field *f, const Action *opening)
{
    for (size_t i = 0; i < p->action_count && !f->required; i++) {
        const Action *x = &p->actions[i];
        if (x != opening && (has_name(x->needs, x->need_count, f->name) || has_name(x->takes, x->take_count, f->name)))
            return false;
    }
    return true;
}

static void complete_opening(const Loader *l, const Process *p, Action *x)
{
    Str *needs = ARENA_ARRAY(l->arena, Str, p->field_count + x->need_count);
    Str *takes = ARENA_ARRAY(l->arena, Str, p->field_count);
    size_t need_count = 0, take_count = 0;
    for (size_t i = 0; i < p->field_count; i++) {
        const Field *f = &p->fields[i];
        if (f->required || has_name(x->needs, x->need_count, f->name))
            needs[need_count++] = f->name;
        else if (x->takes ? has_name(x->takes, x->take_count, f->name) : is_for_opening(p, f, x))
            takes[take_count++] = f->name;
    }
    x->needs = needs, x->need_count = need_count;
    x->takes = takes, x->take_count = take_count;
    x->to = p->start;
    if (!x->by_count)
        x->by = p->opened_by, x->by_count = p->opened_by_count;
}

Err load_actions(const Loader *l, const Yaml *map)
{
    Process *p = l->process;
    if (map->kind != YAML_MAP || map->count >= LIMIT_ACTIONS)
        return load_bad(l, map, "{..}, <= 47");
    Action *actions = ARENA_ARRAY(l->arena, Action, map->count + 1), *opening = NULL;
    for (size_t i = 0; i < map->count; i++) {
        const Yaml *v = map->pairs[i].value;
        Action *x = &actions[i];
        *x = (Action){.name = map->pairs[i].name, .to = -1};
        if (!load_is_name(x->name))
            return load_bad(l, v, "a_name:");
        TRY(load_map(l, v, action_keys, COUNT_OF(action_keys), x));
        if ((x->each_of.role.len || x->each_of.field.len) && !x->enough_num && !x->at_least)
            x->enough_num = x->enough_den = 1;
        x->confirm = x->confirm || x->proves;
        if (yaml_get(v, S("from")))
            continue;
        if (opening)
            return ERR(l->arena, ERR_INPUT, "err.process.load_two_openings", .args = {load_where(l, v->line), x->name});
        opening = x;
    }
    p->actions = actions;
    p->action_count = map->count;
    if (!opening) {
        opening = &actions[p->action_count++];
        *opening = (Action){.name = S("open"), .label = {S("登记"), S("Enter")}, .records_public = true};
    }
    complete_opening(l, p, opening);
    p->opening = opening;
    return NULL;
}

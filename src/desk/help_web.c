// SPDX-License-Identifier: Apache-2.0
/* Help, made of the definitions: each process as a numbered list of states, who acts, by when, by which article. */
#include "desk/desk_own.h"

#include "help_html.h"

enum { RULES_MAX = 9 };

/* -- definitions in words ----------------------------------------------------------------------------------------- */

/* Within a line an office is no title: "village clerk". */
static Str in_a_line(const Request *q, Str name)
{
    if (lang_is_zh(q->lang) || !name.len)
        return name;
    char first = name.at[0] >= 'A' && name.at[0] <= 'Z' ? (char)(name.at[0] + ('a' - 'A')) : name.at[0];
    return arena_printf(q->arena, "%c%.*s", first, STR_ARG(str_from(name, 1)));
}

/* Relations have words of their own, roles their names, fields their labels. */
static Str by_words(const Request *q, const Process *p, const By *by)
{
    static const struct {
        Str word;
        const char *key;
    } relations[] = {{S("anyone"), "desk.by_anyone"}, {S("asker"), "desk.by_asker"}, {S("opener"), "desk.by_opener"},
                     {S("owner"), "desk.by_owner"},   {S("clock"), "desk.by_clock"}};
    if (by->field.len) {
        const Field *f = process_field(p, by->field);
        return f ? WEB_FILL(q, "desk.by_field", words_in(f->label, q->lang)) : by->field;
    }
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (str_eq(relations[i].word, by->role))
            return web_sentence(q, relations[i].key);
    return in_a_line(q, desk_role_name(q->lang, by->role));
}

Str desk_who_words(const Request *q, const Process *p, const By *by, size_t count)
{
    Str *words = ARENA_ARRAY(q->arena, Str, count);
    for (size_t i = 0; i < count; i++)
        words[i] = by_words(q, p, &by[i]);
    return arena_join(q->arena, words, count, web_sentence(q, "desk.comma"));
}

/* What a limit counts from: a state, an action or a field of the process. */
static Str base_words(const Request *q, const Process *p, Str name)
{
    const Field *f = process_field(p, name);
    const Action *x = process_action(p, name);
    for (size_t i = 0; i < p->state_count; i++)
        if (str_eq(p->states[i].name, name))
            return words_in(p->states[i].label, q->lang);
    return f ? words_in(f->label, q->lang) : x ? words_in(x->label, q->lang) : name;
}

static Str span_words(const Request *q, const Limit *l)
{
    return desk_span_words(q, l->unit, l->amount < 0 ? -l->amount : l->amount);
}

Str desk_within_words(const Request *q, const Process *p, const Limit *l)
{
    if (l->unit == LIMIT_NONE)
        return S("");
    if (l->unit == LIMIT_BY_FIELD)
        return WEB_FILL(q, "desk.by_day_of", base_words(q, p, l->field));
    Str span = span_words(q, l);
    if (!l->after.len)
        return WEB_FILL(q, "desk.within", span);
    Str base = base_words(q, p, l->after);
    return l->amount < 0 ? WEB_FILL(q, "desk.limit_before", base, span) : WEB_FILL(q, "desk.limit_after", base, span);
}

/* The first day on which a step is allowed. */
static Str wait_words(const Request *q, const Process *p, const Limit *l)
{
    if (l->unit == LIMIT_BY_FIELD)
        return WEB_FILL(q, "desk.wait_until", base_words(q, p, l->field));
    Str span = span_words(q, l);
    if (!l->after.len)
        return WEB_FILL(q, "desk.wait", span);
    Str base = base_words(q, p, l->after);
    return l->amount < 0 ? WEB_FILL(q, "desk.wait_before", base, span) : WEB_FILL(q, "desk.wait_after", base, span);
}

static Str late_words(const Request *q, const Process *p, const Late *late)
{
    int32_t amount = late->after_due.amount;
    Str whom = by_words(q, p, &(By){.role = late->whom}), span = amount ? span_words(q, &late->after_due) : STR_NONE;
    if (amount < 0)
        return WEB_FILL(q, "desk.late_before", span, whom);
    if (amount == 0)
        return late->escalates ? WEB_FILL(q, "desk.late_escalates", whom) : WEB_FILL(q, "desk.late_reminds", whom);
    return late->escalates ? WEB_FILL(q, "desk.late_escalates_after", span, whom)
                           : WEB_FILL(q, "desk.late_reminds_after", span, whom);
}

/* -- one state with its actions ----------------------------------------------------------------------------------- */

static Str apart_words(const Request *q, const Process *p, const Action *x)
{
    Str *labels = ARENA_ARRAY(q->arena, Str, x->apart_count);
    for (size_t i = 0; i < x->apart_count; i++)
        labels[i] = WEB_FILL(q, "desk.quoted", base_words(q, p, x->apart_from[i]));
    return arena_join(q->arena, labels, x->apart_count, web_sentence(q, "desk.comma"));
}

static void fill_rules(const Request *q, const Process *p, const Action *x, HelpAction *action)
{
    Str *rules = ARENA_ARRAY(q->arena, Str, RULES_MAX);
    size_t n = 0;
    if (x->apart_count)
        rules[n++] = x->apart_count == 1 ? WEB_FILL(q, "desk.rule_apart_one", apart_words(q, p, x))
                                         : WEB_FILL(q, "desk.rule_apart", apart_words(q, p, x));
    if (x->each_of.role.len || x->each_of.field.len)
        rules[n++] = WEB_FILL(q, "desk.rule_each", by_words(q, p, &x->each_of));
    if (x->not_before.unit != LIMIT_NONE)
        rules[n++] = wait_words(q, p, &x->not_before);
    if (x->at_most)
        rules[n++] = x->at_most == 1 ? web_sentence(q, "desk.rule_once")
                                     : WEB_FILL(q, "desk.rule_at_most", i64_plain(q->arena, x->at_most));
    if (x->reason)
        rules[n++] = web_sentence(q, "desk.rule_reason");
    if (x->proves)
        rules[n++] = web_sentence(q, "desk.rule_prove");
    if (x->on_paper)
        rules[n++] = web_sentence(q, "desk.rule_paper");
    if (x->document.len)
        rules[n++] = web_sentence(q, "desk.rule_document");
    if (x->waits_for_children)
        rules[n++] = web_sentence(q, "desk.rule_children");
    REQUIRE(n <= RULES_MAX);
    action->rules = rules;
    action->rules_count = n;
}

static bool leaves(const Process *p, const Action *x, size_t state)
{
    return x != p->opening && (x->from & UINT32_C(1) << state);
}

/* What may be done from three states or more is said once, below. */
static bool is_said_once(const Action *x)
{
    return __builtin_popcount(x->from) >= 3;
}

static HelpAction action_words(const Request *q, const Process *p, const Action *x)
{
    HelpAction a = {.label = words_in(x->label, q->lang), .who = desk_who_words(q, p, x->by, x->by_count),
                    .help = words_in(x->help, q->lang), .basis = desk_basis(q, x->basis),
                    .to = x->to >= 0 ? words_in(p->states[x->to].label, q->lang) : STR_NONE};
    fill_rules(q, p, x, &a);
    return a;
}

static void fill_actions(const Request *q, const Process *p, size_t state, HelpState *s)
{
    HelpAction *actions = ARENA_ARRAY(q->arena, HelpAction, p->action_count);
    for (size_t i = 0; i < p->action_count; i++)
        if (leaves(p, &p->actions[i], state) && !is_said_once(&p->actions[i])) {
            HelpAction *a = &actions[s->actions_count++];
            *a = action_words(q, p, &p->actions[i]);
            if (p->actions[i].to == (int)state)
                a->to = STR_NONE;
        }
    s->actions = actions;
}

static void fill_always(const Request *q, const Process *p, HelpProcess *page)
{
    HelpAction *actions = ARENA_ARRAY(q->arena, HelpAction, p->action_count);
    Str *states = ARENA_ARRAY(q->arena, Str, p->state_count);
    for (size_t i = 0; i < p->action_count; i++) {
        const Action *x = &p->actions[i];
        size_t count = 0;
        if (x == p->opening || !is_said_once(x))
            continue;
        for (size_t k = 0; k < p->state_count; k++)
            if (leaves(p, x, k))
                states[count++] = words_in(p->states[k].label, q->lang);
        HelpAction *a = &actions[page->always_count++];
        *a = action_words(q, p, x);
        a->from = arena_join(q->arena, states, count, web_sentence(q, "desk.comma"));
    }
    page->always = actions;
}

static void fill_states(const Request *q, const Process *p, HelpProcess *page)
{
    HelpState *states = ARENA_ARRAY(q->arena, HelpState, p->state_count);
    for (size_t i = 0; i < p->state_count; i++) {
        const State *s = &p->states[i];
        Str *late = ARENA_ARRAY(q->arena, Str, s->late_count);
        for (size_t k = 0; k < s->late_count; k++)
            late[k] = late_words(q, p, &s->lates[k]);
        Str limit = desk_within_words(q, p, &s->due);
        states[i] = (HelpState){.label = words_in(s->label, q->lang), .public = words_in(s->public_label, q->lang),
                                .limit = limit.len ? WEB_FILL(q, "desk.help_limit", limit) : limit, .late = late,
                                .late_count = s->late_count, .basis = desk_basis(q, s->basis), .final = s->final};
        fill_actions(q, p, i, &states[i]);
    }
    page->states = states;
    page->states_count = p->state_count;
}

/* -- pages -------------------------------------------------------------------------------------------------------- */

Err desk_get_help(const Request *q, Response *r)
{
    size_t count = process_count(house()->engine);
    DeskLink *links = ARENA_ARRAY(q->arena, DeskLink, count);
    for (size_t i = 0; i < count; i++) {
        const Process *p = process_at(house()->engine, i);
        links[i] = (DeskLink){.text = words_in(p->label, q->lang), .more = words_in(p->help, q->lang),
                              .href = arena_printf(q->arena, "/help/%.*s", STR_ARG(p->name))};
    }
    const HelpPage page = {.processes = links, .processes_count = count};
    Out *body = web_body(q);
    if (q->wants_json) {
        desk_json_HelpPage(body, &page);
        web_json(q, r, body);
    } else {
        desk_page_help(body, &page);
        const PageFrame frame = {.title = web_sentence(q, "desk.help_title"), .path = q->path, .back = S("/"),
                                 .back_text = web_sentence(q, "web.home")};
        web_page(q, r, &frame, body);
    }
    r->cacheable = true;
    return NULL;
}

Err desk_get_help_process(const Request *q, Response *r)
{
    const Process *p;
    TRY(desk_find_process(q, q->params[0], &p));
    HelpProcess page = {.label = words_in(p->label, q->lang), .help = words_in(p->help, q->lang),
                        .opens = desk_who_words(q, p, p->opened_by, p->opened_by_count),
                        .seen = desk_who_words(q, p, p->seen_by, p->seen_by_count)};
    fill_states(q, p, &page);
    fill_always(q, p, &page);
    Out *body = web_body(q);
    if (q->wants_json) {
        desk_json_HelpProcess(body, &page);
        web_json(q, r, body);
    } else {
        desk_page_help_process(body, &page);
        const PageFrame frame = {.title = page.label, .path = q->path, .back = S("/help"),
                                 .back_text = web_sentence(q, "desk.help_title")};
        web_page(q, r, &frame, body);
    }
    r->cacheable = true;
    return NULL;
}

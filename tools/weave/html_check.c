// SPDX-License-Identifier: Apache-2.0
/* Gives every path its C expression and its type, every value its escaper, and refuses what would go wrong. */
#include "html_context.h"

typedef struct Var {
    Str name;
    HtmlType type;
    bool is_pointer; /* in C */
    bool *is_used;
    const struct Var *outer;
} Var;

typedef struct Known { /* a path an {{if}} around us has asked for */
    Str path;
    const struct Known *outer;
} Known;

typedef struct Check {
    HtmlFile *f;
    HtmlContext at;
    const Var *vars;
    const Known *known;
    int line;
} Check;

static void check_nodes(Check *k, HtmlNode *first);

#define COMPLAIN(k, ...) weave_complain((k)->f->weave, (k)->f->source, (k)->line, __VA_ARGS__)

static const Var *find_var(const Check *k, Str name)
{
    for (const Var *v = k->vars; v; v = v->outer)
        if (str_eq(v->name, name))
            return v;
    return NULL;
}

static bool is_known(const Check *k, Str path)
{
    for (const Known *n = k->known; n; n = n->outer)
        if (str_eq(n->path, path))
            return true;
    return false;
}

static bool is_struct(HtmlKind kind)
{
    return kind == HTML_STRUCT || kind == HTML_FOREIGN;
}

/* The type of `.part` of a value of that type. */
static bool step_into(const Check *k, Str before, HtmlType type, Str part, HtmlType *ret_type)
{
    if (type.shape == HTML_LIST) {
        COMPLAIN(k, "%.*s is a list: {{each x in %.*s}}", STR_ARG(before), STR_ARG(before));
        return false;
    }
    if (type.shape == HTML_MAYBE && !is_known(k, before)) {
        COMPLAIN(k, "%.*s may be missing: ask {{if %.*s}} first", STR_ARG(before), STR_ARG(before));
        return false;
    }
    if (type.kind < HTML_STRUCT) {
        COMPLAIN(k, "%.*s is %.*s and has no fields", STR_ARG(before), STR_ARG(type.name));
        return false;
    }
    *ret_type = (HtmlType){.kind = HTML_UNKNOWN, .name = part};
    if (type.kind != HTML_STRUCT)
        return true;
    const HtmlField *field = html_struct_field(type.of, part);
    if (!field) {
        COMPLAIN(k, "%.*s has no field %.*s", STR_ARG(type.name), STR_ARG(part));
        return false;
    }
    *ret_type = field->type;
    return true;
}

static bool resolve(const Check *k, HtmlExpr *e)
{
    Arena *a = k->f->weave->arena;
    if (e->kind != HTML_PATH) {
        bool literal = e->kind == HTML_LITERAL;
        e->type = (HtmlType){.kind = literal ? HTML_STR : HTML_INT, .name = literal ? S("Str") : S("int")};
        Sheet c = {.arena = a};
        weave_put_str(&c, literal ? S("S(") : S("INT64_C("));
        if (literal)
            weave_put_c_string(&c, e->text);
        else
            weave_put_str(&c, e->text);
        weave_put_str(&c, S(")"));
        e->c = (Str){c.bytes, c.len};
        return true;
    }
    Str rest = e->text, part;
    str_next(&rest, '.', &part);
    const Var *v = find_var(k, part);
    if (!v) {
        COMPLAIN(k, "nothing here is called %.*s", STR_ARG(part));
        return false;
    }
    *v->is_used = true;
    HtmlType type = v->type;
    bool is_pointer = v->is_pointer;
    e->c = part;
    while (str_next(&rest, '.', &part)) {
        Str before = str_sub(e->text, 0, (size_t)(part.at - e->text.at) - 1);
        if (!step_into(k, before, type, part, &type))
            return false;
        e->c = arena_printf(a, "%.*s%s%.*s", STR_ARG(e->c), is_pointer ? "->" : ".", STR_ARG(part));
        is_pointer = type.shape == HTML_MAYBE;
    }
    e->type = type;
    e->is_address = is_pointer;
    return true;
}

static bool must_be_value(const Check *k, const HtmlExpr *e)
{
    if (e->type.shape == HTML_LIST)
        COMPLAIN(k, "%.*s is a list: {{each x in %.*s}}", STR_ARG(e->text), STR_ARG(e->text));
    else if (is_struct(e->type.kind))
        COMPLAIN(k, "%.*s is a whole %.*s: print one of its fields", STR_ARG(e->text), STR_ARG(e->type.name));
    else
        return true;
    return false;
}

static void check_value(Check *k, HtmlNode *n)
{
    HtmlExpr *e = &n->args[0];
    n->escape = html_context_value(&k->at, k->f, k->line);
    if (!resolve(k, e) || !must_be_value(k, e))
        return;
    if (n->escape != HTML_AS_TEXT && e->type.kind == HTML_RAW)
        COMPLAIN(k, "%.*s is markup and may stand between tags only", STR_ARG(e->text));
    if (n->escape == HTML_AS_URL && e->type.kind != HTML_STR && e->type.kind != HTML_UNKNOWN)
        COMPLAIN(k, "an address begins with text, and %.*s is %.*s", STR_ARG(e->text), STR_ARG(e->type.name));
    if (n->escape == HTML_AS_URL_PART && e->type.kind == HTML_FLAG)
        COMPLAIN(k, "%.*s is a flag and has no form in an address", STR_ARG(e->text));
}

static void check_say(Check *k, HtmlNode *n)
{
    n->escape = html_context_value(&k->at, k->f, k->line);
    if (n->escape == HTML_AS_URL || n->escape == HTML_AS_URL_PART)
        COMPLAIN(k, "a sentence is no address");
    for (size_t i = 0; i < n->count; i++) {
        HtmlExpr *e = &n->args[i];
        if (!resolve(k, e) || !must_be_value(k, e))
            continue;
        k->f->says_place = k->f->says_place || e->type.kind == HTML_PLACE;
        if (e->type.kind == HTML_RAW || e->type.kind == HTML_FLAG)
            COMPLAIN(k, "%.*s is %.*s and cannot fill a sentence", STR_ARG(e->text), STR_ARG(e->type.name));
    }
}

static void check_test(Check *k, HtmlNode *n)
{
    HtmlExpr *e = &n->args[0];
    if (!resolve(k, e))
        return;
    HtmlKind kind = e->type.kind;
    if (n->test == HTML_EQUAL || n->test == HTML_UNEQUAL) {
        resolve(k, &n->args[1]);
        bool comparable = e->type.shape == HTML_ONE && (kind == n->args[1].type.kind || kind == HTML_UNKNOWN);
        if (!comparable)
            COMPLAIN(k, "%.*s is %.*s and cannot be compared with that", STR_ARG(e->text), STR_ARG(e->type.name));
    } else if (is_struct(kind) && e->type.shape == HTML_ONE) {
        COMPLAIN(k, "%.*s is a whole %.*s and is always there", STR_ARG(e->text), STR_ARG(e->type.name));
    }
}

static void check_if(Check *k, HtmlNode *n)
{
    check_test(k, n);
    html_context_settle(&k->at, k->f, k->line);
    HtmlContext before = k->at;
    const Known asked = {.path = n->args[0].text, .outer = k->known};
    k->known = n->test == HTML_IS ? &asked : asked.outer;
    check_nodes(k, n->body);
    html_context_settle(&k->at, k->f, n->line);
    HtmlContext with = k->at;
    k->at = before;
    k->known = n->test == HTML_IS_NOT ? &asked : asked.outer;
    check_nodes(k, n->otherwise);
    html_context_settle(&k->at, k->f, n->line);
    k->known = asked.outer;
    k->at = html_context_join(&with, &k->at, k->f, n->line);
}

static void must_be_new(const Check *k, Str name)
{
    if (str_eq(name, S("o")))
        COMPLAIN(k, "o is the output: choose another name");
    else if (find_var(k, name))
        COMPLAIN(k, "%.*s stands for something else already", STR_ARG(name));
}

static void check_each(Check *k, HtmlNode *n)
{
    HtmlExpr *e = &n->args[0];
    bool found = resolve(k, e);
    if (found && e->type.shape != HTML_LIST) {
        COMPLAIN(k, "%.*s is no list", STR_ARG(e->text));
        found = false;
    }
    must_be_new(k, n->text);
    html_context_settle(&k->at, k->f, k->line);
    HtmlContext before = k->at;
    k->at.is_quiet = false;
    Var v = {.name = n->text, .type = e->type, .is_used = &n->is_used, .outer = k->vars};
    v.type.shape = HTML_ONE;
    v.is_pointer = is_struct(v.type.kind);
    k->vars = &v;
    if (found)
        check_nodes(k, n->body);
    k->vars = v.outer;
    html_context_settle(&k->at, k->f, n->line);
    k->at = found ? html_context_join(&before, &k->at, k->f, n->line) : before;
}

static bool is_between_tags(const Check *k)
{
    bool plain = k->at.inside == HTML_INSIDE_FLOW || k->at.inside == HTML_INSIDE_PRE;
    return k->at.where == HTML_IN_TEXT && plain;
}

static bool check_args(Check *k, HtmlNode *n)
{
    bool good = true;
    for (size_t i = 0; i < n->count; i++) {
        HtmlExpr *e = &n->args[i];
        if (!resolve(k, e)) {
            good = false;
        } else if (e->type.shape == HTML_MAYBE && !is_known(k, e->text)) {
            COMPLAIN(k, "%.*s may be missing: ask {{if %.*s}} first", STR_ARG(e->text), STR_ARG(e->text));
            good = false;
        }
    }
    return good;
}

static const HtmlPage *find_page(const HtmlFile *f, Str name)
{
    for (const HtmlPage *page = f->pages; page; page = page->next)
        if (str_eq(page->name, name))
            return page;
    return NULL;
}

static void check_use(Check *k, HtmlNode *n)
{
    const HtmlPage *page = find_page(k->f, n->text);
    bool good = check_args(k, n);
    if (!page) {
        COMPLAIN(k, "there is no page %.*s in this file", STR_ARG(n->text));
    } else if (page->count != n->count) {
        COMPLAIN(k, "the page %.*s takes %zu, given are %zu", STR_ARG(n->text), page->count, n->count);
    } else {
        for (size_t i = 0; good && i < n->count; i++) {
            HtmlType given = n->args[i].type, wanted = page->params[i].type;
            bool same = given.kind == HTML_UNKNOWN || (str_eq(given.name, wanted.name) && given.shape != HTML_LIST);
            if (!same)
                COMPLAIN(k, "the page %.*s takes %.*s, and %.*s is %.*s%s", STR_ARG(n->text), STR_ARG(wanted.name),
                         STR_ARG(n->args[i].text), STR_ARG(given.name), given.shape == HTML_LIST ? "[]" : "");
            if (given.kind == HTML_UNKNOWN)
                n->args[i].type.kind = wanted.kind;
        }
    }
}

static void check_node(Check *k, HtmlNode *n)
{
    switch (n->verb) {
    case HTML_TEXT: n->text = html_context_text(&k->at, k->f, n->line, n->text); break;
    case HTML_VALUE: check_value(k, n); break;
    case HTML_SAY: check_say(k, n); break;
    case HTML_IF: check_if(k, n); break;
    case HTML_EACH: check_each(k, n); break;
    case HTML_USE:
    case HTML_CALL:
        if (!is_between_tags(k))
            COMPLAIN(k, "a page may stand between tags only");
        k->at.is_quiet = false;
        if (n->verb == HTML_USE)
            check_use(k, n);
        else
            check_args(k, n);
        break;
    }
}

static void check_nodes(Check *k, HtmlNode *first)
{
    for (HtmlNode *n = first; n; n = n->next) {
        k->line = n->line;
        check_node(k, n);
    }
}

static void check_page(HtmlFile *f, HtmlPage *page)
{
    Check k = {.f = f, .line = page->line};
    Var vars[HTML_ARGS];
    for (size_t i = 0; i < page->count; i++) {
        HtmlParam *p = &page->params[i];
        must_be_new(&k, p->name);
        vars[i] = (Var){.name = p->name, .type = p->type, .is_used = &p->is_used, .outer = k.vars};
        vars[i].is_pointer = is_struct(p->type.kind);
        k.vars = &vars[i];
    }
    check_nodes(&k, page->body);
    if (k.at.where != HTML_IN_TEXT)
        weave_complain(f->weave, f->source, page->end_line, "the page %.*s ends inside a tag", STR_ARG(page->name));
    else if (k.at.inside != HTML_INSIDE_FLOW)
        weave_complain(f->weave, f->source, page->end_line, "the page %.*s ends inside <%.*s>", STR_ARG(page->name),
                       STR_ARG(((Str){k.at.inside_name.at, k.at.inside_name.len})));
}

void html_check_file(HtmlFile *f)
{
    for (HtmlPage *page = f->pages; page; page = page->next)
        check_page(f, page);
}

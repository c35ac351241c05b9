// SPDX-License-Identifier: Apache-2.0
/* The form of an .html file: {{include}}, {{struct}} and {{page}} outside, a tree of directives inside a page. */
#include "html.h"

typedef struct Reader {
    HtmlFile *file;
    Source *s;
    Source inner; /* what stands between the braces of the directive read last */
    int line;     /* where that directive began */
    Str word;     /* its first word, or none for {{p.sum}} and {{# ..}} */
} Reader;

static const Str reserved[] = {
    {"if", 2}, {"else", 4}, {"each", 4}, {"end", 3}, {"use", 3}, {"call", 4}, {"t", 1},
    {"struct", 6}, {"page", 4}, {"include", 7},
};

static HtmlNode *read_nodes(Reader *r);

static void complain(Reader *r, const char *what)
{
    weave_complain(r->file->weave, r->s, r->line, "%s", what);
}

/* Passes one directive; its first word is read when it is one of ours. */
static void open_directive(Reader *r)
{
    r->line = r->s->line;
    weave_take(r->s, S("{{"));
    size_t length;
    if (!str_find(str_from(r->s->text, r->s->at), S("}}"), &length))
        complain(r, "{{ has no }}");
    r->inner = (Source){.path = r->s->path, .name = r->s->name, .line = r->line};
    r->inner.text = weave_until(r->s, S("}}"));
    weave_skip_blanks(&r->inner);
    Source ahead = r->inner;
    Str word;
    r->word = STR_NONE;
    if (!weave_word(&ahead, &word) || weave_peek(&ahead, 0) == '.')
        return;
    for (size_t i = 0; i < COUNT_OF(reserved); i++)
        if (str_eq(reserved[i], word)) {
            r->word = word;
            r->inner = ahead;
            weave_skip_blanks(&r->inner);
        }
}

static bool is(const Reader *r, Str word)
{
    return str_eq(r->word, word);
}

static void must_end(Reader *r)
{
    weave_skip_blanks(&r->inner);
    if (!weave_at_end(&r->inner))
        weave_complain(r->file->weave, r->s, r->line, "`%.*s` is too much here",
                       STR_ARG(str_trim(str_from(r->inner.text, r->inner.at))));
}

static bool read_quoted(Reader *r, Str *ret_text)
{
    if (!weave_take(&r->inner, S("\"")))
        return false;
    if (!str_has(str_from(r->inner.text, r->inner.at), S("\"")))
        complain(r, "a quote is not closed");
    *ret_text = weave_until(&r->inner, S("\""));
    return true;
}

static bool read_number(Reader *r, HtmlExpr *ret)
{
    Str rest = str_from(r->inner.text, r->inner.at);
    size_t length = 0;
    while (length < rest.len && (str_has(S("0123456789"), str_sub(rest, length, 1)) || (!length && rest.at[0] == '-')))
        length++;
    int64_t ignored;
    if (!str_to_i64(str_sub(rest, 0, length), &ignored))
        return false;
    *ret = (HtmlExpr){.kind = HTML_NUMBER, .text = str_sub(rest, 0, length)};
    weave_take(&r->inner, ret->text);
    return true;
}

static bool read_expr(Reader *r, HtmlExpr *ret)
{
    weave_skip_blanks(&r->inner);
    *ret = (HtmlExpr){.kind = HTML_LITERAL};
    if (read_quoted(r, &ret->text) || read_number(r, ret))
        return true;
    size_t start = r->inner.at;
    Str part;
    if (!weave_word(&r->inner, &part))
        return false;
    while (weave_take(&r->inner, S(".")))
        if (!weave_word(&r->inner, &part))
            complain(r, "a field's name is missing after the dot");
    *ret = (HtmlExpr){.kind = HTML_PATH, .text = str_sub(r->inner.text, start, r->inner.at - start)};
    return true;
}

static void read_args(Reader *r, HtmlNode *node)
{
    HtmlExpr e;
    while (read_expr(r, &e)) {
        if (node->count == HTML_ARGS) {
            complain(r, "more than four values");
            return;
        }
        node->args[node->count++] = e;
    }
    must_end(r);
}

static HtmlNode *node_new(Reader *r, HtmlVerb verb)
{
    HtmlNode *node = ARENA_NEW(r->file->weave->arena, HtmlNode);
    node->verb = verb;
    node->line = r->line;
    return node;
}

static void must_close(Reader *r, int line, const char *what)
{
    if (!is(r, S("end")))
        weave_complain(r->file->weave, r->s, line, "{{%s}} has no {{end}}", what);
    else
        must_end(r);
}

static void read_test(Reader *r, HtmlNode *node)
{
    Source before = r->inner;
    Str word;
    if (weave_word(&r->inner, &word) && str_eq(word, S("not")))
        node->test = HTML_IS_NOT;
    else
        r->inner = before;
    if (!read_expr(r, &node->args[0]) || node->args[0].kind != HTML_PATH)
        complain(r, "{{if}} asks about a value: {{if p.x}}, {{if not p.x}}, {{if p.x == \"word\"}}");
    node->count = 1;
    weave_skip_blanks(&r->inner);
    bool equal = weave_take(&r->inner, S("=="));
    if (node->test == HTML_IS && (equal || weave_take(&r->inner, S("!=")))) {
        node->test = equal ? HTML_EQUAL : HTML_UNEQUAL;
        if (!read_expr(r, &node->args[1]) || node->args[1].kind == HTML_PATH)
            complain(r, "a value is compared with a \"word\" or a number");
        node->count = 2;
    }
    must_end(r);
}

/* From after the word `if`; {{else if}} is an {{if}} in the other branch that shares the {{end}}. */
static HtmlNode *read_if(Reader *r, int line)
{
    HtmlNode *node = node_new(r, HTML_IF);
    read_test(r, node);
    node->body = read_nodes(r);
    if (is(r, S("else"))) {
        Str word;
        if (weave_word(&r->inner, &word) && str_eq(word, S("if"))) {
            weave_skip_blanks(&r->inner);
            node->otherwise = read_if(r, line);
            return node;
        }
        must_end(r);
        node->otherwise = read_nodes(r);
    }
    must_close(r, line, "if");
    return node;
}

static HtmlNode *read_each(Reader *r)
{
    HtmlNode *node = node_new(r, HTML_EACH);
    Str in = STR_NONE;
    bool whole = weave_word(&r->inner, &node->text);
    weave_skip_blanks(&r->inner);
    whole = whole && weave_word(&r->inner, &in) && str_eq(in, S("in"));
    if (!whole || !read_expr(r, &node->args[0]) || node->args[0].kind != HTML_PATH)
        complain(r, "a loop is {{each x in p.list}}");
    node->count = 1;
    must_end(r);
    int line = r->line;
    node->body = read_nodes(r);
    must_close(r, line, "each");
    return node;
}

static HtmlNode *read_named(Reader *r, HtmlVerb verb)
{
    HtmlNode *node = node_new(r, verb);
    bool named = verb == HTML_SAY ? read_quoted(r, &node->text) : weave_word(&r->inner, &node->text);
    if (!named)
        complain(r, verb == HTML_SAY ? "a sentence is {{t \"key\"}}" : "the name of what is used or called is missing");
    read_args(r, node);
    return node;
}

static HtmlNode *read_value(Reader *r)
{
    HtmlNode *node = node_new(r, HTML_VALUE);
    if (!read_expr(r, &node->args[0]) || node->args[0].kind != HTML_PATH)
        complain(r, "this is no directive and no value");
    node->count = 1;
    must_end(r);
    return node;
}

/* NULL for a comment. */
static HtmlNode *read_directive(Reader *r)
{
    if (is(r, S("if")))
        return read_if(r, r->line);
    if (is(r, S("each")))
        return read_each(r);
    if (is(r, S("use")))
        return read_named(r, HTML_USE);
    if (is(r, S("call")))
        return read_named(r, HTML_CALL);
    if (is(r, S("t")))
        return read_named(r, HTML_SAY);
    if (!r->word.len)
        return weave_peek(&r->inner, 0) == '#' ? NULL : read_value(r);
    weave_complain(r->file->weave, r->s, r->line, "{{%.*s}} cannot stand inside a page", STR_ARG(r->word));
    return NULL;
}

/* Up to {{end}}, {{else}} or the end of the file, which the caller looks at. */
static HtmlNode *read_nodes(Reader *r)
{
    HtmlNode *first = NULL, **end = &first;
    while (!weave_at_end(r->s)) {
        r->line = r->s->line;
        Str rest = str_from(r->s->text, r->s->at);
        size_t length;
        HtmlNode *node;
        if (!str_find(rest, S("{{"), &length))
            length = rest.len;
        if (length) {
            node = node_new(r, HTML_TEXT);
            node->text = str_sub(rest, 0, length);
            weave_take(r->s, node->text);
        } else {
            open_directive(r);
            if (is(r, S("end")) || is(r, S("else")))
                return first;
            node = read_directive(r);
        }
        *end = node;
        end = node ? &node->next : end;
    }
    r->word = STR_NONE;
    return first;
}

static void read_params(Reader *r, HtmlPage *page)
{
    weave_skip_blanks(&r->inner);
    bool whole = weave_take(&r->inner, S("("));
    weave_skip_blanks(&r->inner);
    while (whole && !weave_take(&r->inner, S(")"))) {
        HtmlParam p = {.name = STR_NONE};
        whole = page->count < HTML_ARGS && weave_word(&r->inner, &p.type.name);
        weave_skip_blanks(&r->inner);
        whole = whole && weave_word(&r->inner, &p.name);
        weave_skip_blanks(&r->inner);
        if (whole)
            page->params[page->count++] = p;
        weave_take(&r->inner, S(","));
        weave_skip_blanks(&r->inner);
    }
    if (!whole)
        complain(r, "a page is {{page name (Type p)}} with at most four values");
    else
        must_end(r);
}

static HtmlPage *read_page(Reader *r)
{
    HtmlPage *page = ARENA_NEW(r->file->weave->arena, HtmlPage);
    page->line = r->line;
    if (!weave_word(&r->inner, &page->name))
        complain(r, "the page has no name");
    for (const HtmlPage *other = r->file->pages; other; other = other->next)
        if (str_eq(other->name, page->name))
            weave_complain(r->file->weave, r->s, r->line, "there is a page %.*s in line %d already",
                           STR_ARG(page->name), other->line);
    read_params(r, page);
    page->body = read_nodes(r);
    page->end_line = r->line;
    if (!is(r, S("end")))
        weave_complain(r->file->weave, r->s, page->line,
                       "the page has no {{end}}, or took that of an {{if}} or {{each}} in it that has none");
    else
        must_end(r);
    return page;
}

static HtmlInclude *read_include(Reader *r)
{
    HtmlInclude *include = ARENA_NEW(r->file->weave->arena, HtmlInclude);
    if (!read_quoted(r, &include->path))
        complain(r, "an include is {{include \"unit/unit.h\"}}");
    must_end(r);
    return include;
}

static HtmlStruct *read_struct(Reader *r)
{
    Str name;
    if (!weave_word(&r->inner, &name))
        complain(r, "the struct has no name");
    must_end(r);
    if (html_struct_type(r->file, name).kind != HTML_FOREIGN)
        weave_complain(r->file->weave, r->s, r->line, "%.*s is declared already", STR_ARG(name));
    return html_struct_read(r->file, r->s, name, r->line);
}

void html_read_file(HtmlFile *f)
{
    Reader r = {.file = f, .s = f->source};
    HtmlInclude **include = &f->includes;
    HtmlStruct **made = &f->structs;
    HtmlPage **page = &f->pages;
    for (weave_skip_blanks(r.s); !weave_at_end(r.s); weave_skip_blanks(r.s)) {
        if (weave_take(r.s, S("<!--"))) {
            weave_until(r.s, S("-->"));
            continue;
        }
        if (!str_starts(str_from(r.s->text, r.s->at), S("{{"))) {
            weave_complain(f->weave, r.s, r.s->line, "text outside a page");
            return;
        }
        open_directive(&r);
        if (is(&r, S("include"))) {
            *include = read_include(&r);
            include = &(*include)->next;
        } else if (is(&r, S("struct"))) {
            *made = read_struct(&r);
            made = &(*made)->next;
        } else if (is(&r, S("page"))) {
            *page = read_page(&r);
            page = &(*page)->next;
        } else if (weave_peek(&r.inner, 0) != '#') {
            complain(&r, "outside a page only {{include}}, {{struct}}, {{page}} and {{# comments}} stand");
        }
    }
}

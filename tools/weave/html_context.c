// SPDX-License-Identifier: Apache-2.0
/*
 * One step per byte of literal HTML, one function per place. Blank runs are folded on the way: inside <pre> and
 * <textarea> they stay, beside the tag of a block they go, elsewhere one of them stays.
 */
#include "html_context.h"

#include <string.h>

typedef struct Scan {
    HtmlContext *c;
    const HtmlFile *f;
    int line;
    Sheet out;
    Str rest;   /* from the byte being looked at */
    char blank; /* held back: 0, ' ' or '\n' */
} Scan;

static const Str blocks[] = {
    {"html", 4},     {"head", 4},   {"body", 4},       {"main", 4},     {"section", 7}, {"article", 7}, {"nav", 3},
    {"header", 6},   {"footer", 6}, {"aside", 5},      {"div", 3},      {"p", 1},       {"ul", 2},      {"ol", 2},
    {"li", 2},       {"dl", 2},     {"dt", 2},         {"dd", 2},       {"table", 5},   {"thead", 5},   {"tbody", 5},
    {"tfoot", 5},    {"tr", 2},     {"th", 2},         {"td", 2},       {"caption", 7}, {"form", 4},    {"fieldset", 8},
    {"legend", 6},   {"h1", 2},     {"h2", 2},         {"h3", 2},       {"h4", 2},      {"h5", 2},      {"h6", 2},
    {"details", 7},  {"summary", 7}, {"meta", 4},      {"link", 4},     {"title", 5},   {"hr", 2},      {"pre", 3},
    {"option", 6},   {"figure", 6}, {"figcaption", 10}, {"blockquote", 10}, {"script", 6}, {"style", 5}, {"!doctype", 8},
};

static const Str addresses[] = {
    {"href", 4}, {"src", 3}, {"action", 6}, {"formaction", 10}, {"poster", 6}, {"cite", 4}, {"data", 4}, {"xlink:href", 10},
};

static const Str closed_attrs[] = {{"style", 5}, {"srcdoc", 6}, {"srcset", 6}, {"http-equiv", 10}};

static const struct {
    Str tag;
    HtmlInside inside;
} insides[] = {
    {{"pre", 3}, HTML_INSIDE_PRE},
    {{"textarea", 8}, HTML_INSIDE_PLAIN},
    {{"title", 5}, HTML_INSIDE_PLAIN},
    {{"script", 6}, HTML_INSIDE_CODE},
    {{"style", 5}, HTML_INSIDE_CODE},
};

static bool is_in(const Str *list, size_t count, Str s)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(list[i], s))
            return true;
    return false;
}

static bool is_blank(char b)
{
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
}

static bool is_letter(char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
}

static Str name_of(const HtmlName *n)
{
    return (Str){n->at, n->len};
}

static void complain(const Scan *s, const char *what)
{
    weave_complain(s->f->weave, s->f->source, s->line, "%s", what);
}

static void name_add(HtmlName *n, char b)
{
    if (n->len < HTML_NAME_MAX)
        n->at[n->len++] = b;
}

/* The tag that begins at `<`, with its ! but without its /. */
static Str tag_ahead(Str s)
{
    size_t start = str_starts(s, S("</")) ? 2 : 1, end = start;
    while (end < s.len && !is_blank(s.at[end]) && s.at[end] != '>' && s.at[end] != '/' && s.at[end] != '{')
        end++;
    return str_sub(s, start, end - start);
}

static void put(Scan *s, char b)
{
    bool beside_block = s->c->where == HTML_IN_TEXT && b == '<' && is_in(blocks, COUNT_OF(blocks), tag_ahead(s->rest));
    bool before_end = s->c->where != HTML_IN_TEXT && b == '>';
    if (s->blank && !beside_block && !before_end)
        weave_put_str(&s->out, (Str){&s->blank, 1});
    s->blank = 0;
    s->c->is_quiet = false;
    weave_put_str(&s->out, (Str){&b, 1});
}

static void hold_blank(Scan *s, char b)
{
    bool breaks = s->blank == '\n' || (b == '\n' && s->c->where == HTML_IN_TEXT);
    if (!s->c->is_quiet)
        s->blank = breaks ? '\n' : ' ';
}

static void in_text(Scan *s, char b)
{
    HtmlContext *c = s->c;
    if (c->inside == HTML_INSIDE_FLOW && is_blank(b)) {
        hold_blank(s, b);
        return;
    }
    bool keeps_tags = c->inside == HTML_INSIDE_PLAIN || c->inside == HTML_INSIDE_CODE;
    bool is_its_end = str_starts(s->rest, S("</")) && str_eq_nocase(tag_ahead(s->rest), name_of(&c->inside_name));
    if (b == '<' && str_starts(s->rest, S("<!--")))
        complain(s, "a comment for builders is {{# .. }}: readers need not load it");
    put(s, b);
    if (b != '<' || (keeps_tags && !is_its_end))
        return;
    if (is_its_end)
        c->inside = HTML_INSIDE_FLOW;
    c->where = HTML_IN_OPEN;
    c->is_closing = false;
    c->tag.len = 0;
}

static void in_open(Scan *s, char b)
{
    put(s, b);
    if (b == '/' && !s->c->is_closing) {
        s->c->is_closing = true;
    } else if (is_letter(b)) {
        s->c->where = HTML_IN_TAG_NAME;
        name_add(&s->c->tag, b);
    } else if (b == '!' && !s->c->is_closing) {
        s->c->where = HTML_IN_DECLARATION;
    } else {
        complain(s, "< in text is written &lt;");
        s->c->where = HTML_IN_TEXT;
    }
}

static void end_tag(Scan *s)
{
    HtmlContext *c = s->c;
    put(s, '>');
    c->where = HTML_IN_TEXT;
    c->is_quiet = is_in(blocks, COUNT_OF(blocks), name_of(&c->tag));
    for (size_t i = 0; i < COUNT_OF(insides); i++)
        if (!c->is_closing && str_eq_nocase(insides[i].tag, name_of(&c->tag))) {
            c->inside = insides[i].inside;
            c->inside_name = c->tag;
            c->is_quiet = false;
        }
}

/* What may follow a tag's name, an attribute's name or a value. */
static void between(Scan *s, char b)
{
    if (b == '>') {
        end_tag(s);
    } else if (is_blank(b)) {
        s->c->where = HTML_IN_TAG;
        hold_blank(s, b);
    } else {
        put(s, b);
        s->c->where = b == '/' ? HTML_AFTER_VALUE : HTML_IN_NAME;
        if (b != '/')
            complain(s, "a blank must stand between attributes");
    }
}

static void in_tag_name(Scan *s, char b)
{
    if (is_blank(b) || b == '>' || b == '/') {
        between(s, b);
        return;
    }
    put(s, b);
    name_add(&s->c->tag, b);
}

static void in_tag(Scan *s, char b)
{
    if (is_blank(b) || b == '>' || b == '/') {
        between(s, b);
        return;
    }
    put(s, b);
    s->c->where = HTML_IN_NAME;
    s->c->attr_name.len = 0;
    name_add(&s->c->attr_name, b);
}

static HtmlAttr attr_kind(Str name)
{
    if (is_in(closed_attrs, COUNT_OF(closed_attrs), name) || str_eq_nocase(str_sub(name, 0, 2), S("on")))
        return HTML_ATTR_CLOSED;
    return is_in(addresses, COUNT_OF(addresses), name) ? HTML_ATTR_URL : HTML_ATTR_PLAIN;
}

static void in_name(Scan *s, char b)
{
    if (b != '=') {
        if (is_blank(b) || b == '>' || b == '/') {
            between(s, b);
            return;
        }
        put(s, b);
        name_add(&s->c->attr_name, b);
        return;
    }
    put(s, b);
    s->c->where = HTML_IN_EQUALS;
    s->c->attr = attr_kind(name_of(&s->c->attr_name));
    s->c->url_begun = false;
}

static void in_equals(Scan *s, char b)
{
    put(s, b);
    if (b == '"' || b == '\'') {
        s->c->where = HTML_IN_QUOTES;
        s->c->quote = b;
        return;
    }
    complain(s, "an attribute's value stands in quotes");
    s->c->where = HTML_IN_TAG;
}

/* Only the builders write these; a slip is still a slip. */
static void check_scheme(Scan *s)
{
    static const Str allowed[] = {{"http", 4}, {"https", 5}, {"tel", 3}, {"mailto", 6}};
    size_t end = 0;
    while (end < s->rest.len && !strchr(":/?#\"'{", s->rest.at[end]))
        end++;
    if (end < s->rest.len && s->rest.at[end] == ':' && !is_in(allowed, COUNT_OF(allowed), str_sub(s->rest, 0, end)))
        complain(s, "an address begins with http, https, tel, mailto or is relative");
}

static void in_quotes(Scan *s, char b)
{
    if (b == s->c->quote) {
        put(s, b);
        s->c->where = HTML_AFTER_VALUE;
        return;
    }
    if (s->c->attr == HTML_ATTR_URL && !s->c->url_begun)
        check_scheme(s);
    s->c->url_begun = true;
    put(s, b);
}

static void in_declaration(Scan *s, char b)
{
    put(s, b);
    if (b != '>')
        return;
    s->c->where = HTML_IN_TEXT;
    s->c->is_quiet = true;
}

static void (*const steps[HTML_WHERE_COUNT])(Scan *s, char b) = {
    [HTML_IN_TEXT] = in_text,         [HTML_IN_OPEN] = in_open,     [HTML_IN_TAG_NAME] = in_tag_name,
    [HTML_IN_TAG] = in_tag,           [HTML_IN_NAME] = in_name,     [HTML_IN_EQUALS] = in_equals,
    [HTML_IN_QUOTES] = in_quotes,     [HTML_AFTER_VALUE] = between, [HTML_IN_DECLARATION] = in_declaration,
};

Str html_context_text(HtmlContext *c, const HtmlFile *f, int line, Str text)
{
    Scan s = {.c = c, .f = f, .line = line, .out = {.arena = f->weave->arena}};
    for (size_t i = 0; i < text.len; i++) {
        s.rest = str_from(text, i);
        steps[c->where](&s, text.at[i]);
        s.line += text.at[i] == '\n';
    }
    if (s.blank) {
        weave_put_str(&s.out, (Str){&s.blank, 1});
        c->is_quiet = true;
    }
    return (Str){s.out.bytes, s.out.len};
}

HtmlEscape html_context_value(HtmlContext *c, const HtmlFile *f, int line)
{
    const Scan s = {.c = c, .f = f, .line = line};
    c->is_quiet = false;
    if (c->where == HTML_IN_TEXT) {
        if (c->inside == HTML_INSIDE_CODE)
            weave_complain(f->weave, f->source, line, "no value may stand inside <%.*s>",
                           STR_ARG(name_of(&c->inside_name)));
        return c->inside == HTML_INSIDE_PLAIN ? HTML_AS_PLAIN_TEXT : HTML_AS_TEXT;
    }
    if (c->where == HTML_IN_EQUALS) {
        complain(&s, "an attribute's value stands in quotes");
        c->where = HTML_AFTER_VALUE;
        return HTML_AS_PLAIN_TEXT;
    }
    if (c->where != HTML_IN_QUOTES) {
        complain(&s, "a tag or an attribute is named by the builder, not by a value");
        return HTML_AS_PLAIN_TEXT;
    }
    if (c->attr == HTML_ATTR_CLOSED)
        weave_complain(f->weave, f->source, line, "no value may stand in the attribute %.*s",
                       STR_ARG(name_of(&c->attr_name)));
    if (c->attr != HTML_ATTR_URL)
        return HTML_AS_PLAIN_TEXT;
    bool begun = c->url_begun;
    c->url_begun = true;
    return begun ? HTML_AS_URL_PART : HTML_AS_URL;
}

void html_context_settle(HtmlContext *c, const HtmlFile *f, int line)
{
    const Scan s = {.c = c, .f = f, .line = line};
    if (c->where == HTML_IN_TAG_NAME || c->where == HTML_IN_NAME)
        c->where = HTML_AFTER_VALUE;
    bool is_code = c->where == HTML_IN_TEXT && c->inside == HTML_INSIDE_CODE;
    if (is_code || c->where == HTML_IN_OPEN || c->where == HTML_IN_EQUALS || c->where == HTML_IN_DECLARATION)
        complain(&s, "no branch or loop may begin or end here");
}

static bool is_between_attrs(HtmlWhere where)
{
    return where == HTML_IN_TAG || where == HTML_AFTER_VALUE;
}

HtmlContext html_context_join(const HtmlContext *a, const HtmlContext *b, const HtmlFile *f, int line)
{
    HtmlContext joined = *a;
    joined.is_quiet = a->is_quiet && b->is_quiet;
    bool in_tag = is_between_attrs(a->where) && is_between_attrs(b->where);
    bool in_value = a->where == HTML_IN_QUOTES;
    if (in_tag && a->where != b->where)
        joined.where = HTML_AFTER_VALUE;
    bool same = (in_tag || a->where == b->where) && a->inside == b->inside;
    same = same && (!in_tag || str_eq(name_of(&a->tag), name_of(&b->tag)));
    same = same && (!in_value || (a->quote == b->quote && a->attr == b->attr));
    if (!same)
        weave_complain(f->weave, f->source, line, "with and without this branch the page is in a different place: "
                       "open and close a tag on the same way");
    else if (in_value && a->attr == HTML_ATTR_URL && a->url_begun != b->url_begun)
        weave_complain(f->weave, f->source, line, "the address begins in one branch only");
    return joined;
}

// SPDX-License-Identifier: Apache-2.0
/* The checked tree as C. Every statement knows its line of the .html. */
#include "html.h"

typedef struct Writer {
    const HtmlFile *f;
    Sheet *sheet;
    int depth;
    int loops;
    int line; /* the last #line given */
} Writer;

static void write_nodes(Writer *w, const HtmlNode *first);

static bool is_struct(HtmlKind kind)
{
    return kind == HTML_STRUCT || kind == HTML_FOREIGN;
}

static void indent(Writer *w)
{
    for (int i = 0; i < w->depth; i++)
        weave_put_str(w->sheet, S("    "));
}

/* Begins a statement that can be wrong in the .html. */
static void begin(Writer *w, int line)
{
    if (w->line != line) {
        weave_put(w->sheet, "#line %d ", line);
        weave_put_c_string(w->sheet, w->f->source->name);
        weave_put_str(w->sheet, S("\n"));
        w->line = line;
    }
    indent(w);
}

#define PUT(w, ...) weave_put((w)->sheet, __VA_ARGS__)
/* After each newline the compiler counts a line, so the next statement says again where it is. */
#define END(w, ...) (PUT(w, __VA_ARGS__), (w)->line = 0)

static void write_literal(Writer *w, Str text)
{
    if (!text.len)
        return;
    indent(w);
    weave_put_str(w->sheet, S("out_raw(o, S("));
    weave_put_c_string(w->sheet, text);
    END(w, "));\n");
}

/* A value inside an address is written as a machine reads it. */
static Str url_part(Arena *a, const HtmlExpr *e)
{
    const char *form[] = {
        [HTML_STR] = "out_url_part(o, %.*s)",
        [HTML_MONEY] = "out_url_part(o, money_plain(out_arena(o), %.*s))",
        [HTML_DATE] = "out_url_part(o, date_plain(out_arena(o), %.*s))",
        [HTML_INSTANT] = "out_url_part(o, instant_plain(out_arena(o), %.*s))",
        [HTML_PERIOD] = "out_url_part(o, period_plain(out_arena(o), %.*s))",
        [HTML_PLACE] = "out_value_place(o, %.*s)",
        [HTML_INT] = "out_value_int(o, %.*s)",
        [HTML_UNKNOWN] = "out_url_part(o, %.*s)",
    };
    const char *mark = form[e->type.kind];
    Str before, after;
    str_cut(str_of(mark), '%', &before, &after);
    return arena_printf(a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(e->c), STR_ARG(str_from(after, 3)));
}

static void write_value(Writer *w, const HtmlNode *n)
{
    const HtmlExpr *e = &n->args[0];
    bool may_be_markup = n->escape == HTML_AS_PLAIN_TEXT && e->type.kind == HTML_UNKNOWN;
    if (may_be_markup) {
        begin(w, n->line);
        END(w, "_Static_assert(!_Generic((%.*s), Html: 1, default: 0), \"markup may stand between tags only\");\n",
            STR_ARG(e->c));
    }
    begin(w, n->line);
    if (n->escape == HTML_AS_URL)
        END(w, "out_url(o, %.*s);\n", STR_ARG(e->c));
    else if (n->escape == HTML_AS_URL_PART)
        END(w, "%.*s;\n", STR_ARG(url_part(w->f->weave->arena, e)));
    else
        END(w, "out_value(o, %.*s);\n", STR_ARG(e->c));
}

/* What fills {1}: the words a reader sees, not yet escaped. */
static void write_words(Writer *w, const HtmlExpr *e)
{
    static const char *const said[] = {
        [HTML_MONEY] = "lang_money", [HTML_DATE] = "lang_day", [HTML_INSTANT] = "lang_when", [HTML_PERIOD] = "lang_period",
    };
    if (e->type.kind == HTML_INT)
        PUT(w, "i64_plain(out_arena(o), %.*s)", STR_ARG(e->c));
    else if (e->type.kind == HTML_PLACE)
        PUT(w, "place_words(o, %.*s)", STR_ARG(e->c));
    else if (e->type.kind < COUNT_OF(said) && said[e->type.kind])
        PUT(w, "%s(out_arena(o), out_lang(o), %.*s)", said[e->type.kind], STR_ARG(e->c));
    else
        PUT(w, "%.*s", STR_ARG(e->c));
}

static void write_say(Writer *w, const HtmlNode *n)
{
    begin(w, n->line);
    if (n->count == 0) {
        PUT(w, "out_text(o, lang_get(out_lang(o), S(");
        weave_put_c_string(w->sheet, n->text);
        END(w, ")));\n");
        return;
    }
    PUT(w, "out_text(o, LANG_FILL(out_arena(o), out_lang(o), S(");
    weave_put_c_string(w->sheet, n->text);
    PUT(w, ")");
    for (size_t i = 0; i < n->count; i++) {
        PUT(w, ", ");
        write_words(w, &n->args[i]);
    }
    END(w, "));\n");
}

static void write_test(Writer *w, const HtmlNode *n)
{
    const HtmlExpr *e = &n->args[0], *other = &n->args[1];
    bool negated = n->test == HTML_IS_NOT || n->test == HTML_UNEQUAL;
    const char *no = negated ? "!" : "";
    if (n->count == 2 && other->kind == HTML_LITERAL)
        PUT(w, "%sstr_eq(%.*s, %.*s)", no, STR_ARG(e->c), STR_ARG(other->c));
    else if (n->count == 2)
        PUT(w, "%.*s %s %.*s", STR_ARG(e->c), negated ? "!=" : "==", STR_ARG(other->c));
    else if (e->type.shape == HTML_LIST)
        PUT(w, "%.*s_count %s 0", STR_ARG(e->c), negated ? "==" : ">");
    else if (e->type.shape == HTML_MAYBE)
        PUT(w, "%s%.*s", no, STR_ARG(e->c));
    else
        PUT(w, "%sout_is(%.*s)", no, STR_ARG(e->c));
}

static void write_block(Writer *w, const HtmlNode *first)
{
    END(w, " {\n");
    w->depth++;
    write_nodes(w, first);
    w->depth--;
    indent(w);
    END(w, "}");
}

static void write_if(Writer *w, const HtmlNode *n)
{
    begin(w, n->line);
    PUT(w, "if (");
    write_test(w, n);
    PUT(w, ")");
    write_block(w, n->body);
    if (n->otherwise) {
        PUT(w, " else");
        write_block(w, n->otherwise);
    }
    END(w, "\n");
}

static void write_each(Writer *w, const HtmlNode *n)
{
    const HtmlExpr *e = &n->args[0];
    int i = ++w->loops;
    begin(w, n->line);
    END(w, "for (size_t i%d = 0; i%d < %.*s_count; i%d++) {\n", i, i, STR_ARG(e->c), i);
    w->depth++;
    if (n->is_used) {
        bool by_address = is_struct(e->type.kind);
        Str type = e->type.kind == HTML_INT ? S("int64_t") : e->type.name;
        begin(w, n->line);
        END(w, "%s%.*s %s%.*s = %s%.*s[i%d];\n", by_address ? "const " : "", STR_ARG(type), by_address ? "*" : "",
            STR_ARG(n->text), by_address ? "&" : "", STR_ARG(e->c), i);
    }
    write_nodes(w, n->body);
    w->depth--;
    w->loops--;
    indent(w);
    END(w, "}\n");
}

static void write_call(Writer *w, const HtmlNode *n)
{
    begin(w, n->line);
    if (n->verb == HTML_USE)
        PUT(w, "%.*s_page_", STR_ARG(w->f->unit));
    PUT(w, "%.*s(o", STR_ARG(n->text));
    for (size_t i = 0; i < n->count; i++) {
        const HtmlExpr *e = &n->args[i];
        bool is_value = e->kind != HTML_PATH || e->type.kind < HTML_STRUCT;
        if (e->type.shape == HTML_LIST)
            PUT(w, ", %.*s, %.*s_count", STR_ARG(e->c), STR_ARG(e->c));
        else
            PUT(w, ", %s%.*s", is_value || e->is_address ? "" : "&", STR_ARG(e->c));
    }
    END(w, ");\n");
}

static void write_nodes(Writer *w, const HtmlNode *first)
{
    for (const HtmlNode *n = first; n; n = n->next) {
        switch (n->verb) {
        case HTML_TEXT: write_literal(w, n->text); break;
        case HTML_VALUE: write_value(w, n); break;
        case HTML_SAY: write_say(w, n); break;
        case HTML_IF: write_if(w, n); break;
        case HTML_EACH: write_each(w, n); break;
        case HTML_USE:
        case HTML_CALL: write_call(w, n); break;
        }
    }
}

static void write_head(const HtmlFile *f, const HtmlPage *page, bool in_code, Sheet *sheet)
{
    weave_put(sheet, "void %.*s_page_%.*s(Out *o%s", STR_ARG(f->unit), STR_ARG(page->name),
              in_code && !page->body ? " UNUSED" : "");
    for (size_t i = 0; i < page->count; i++) {
        const HtmlParam *p = &page->params[i];
        Str type = p->type.kind == HTML_INT ? S("int64_t") : p->type.name;
        weave_put(sheet, is_struct(p->type.kind) ? ", const %.*s *%.*s" : ", %.*s %.*s", STR_ARG(type), STR_ARG(p->name));
        weave_put_str(sheet, in_code && !p->is_used ? S(" UNUSED") : S(""));
    }
    weave_put_str(sheet, S(")"));
}

static void write_field(const HtmlField *field, Sheet *sheet)
{
    Str type = field->type.kind == HTML_INT ? S("int64_t") : field->type.name;
    if (field->type.shape == HTML_ONE)
        weave_put(sheet, "    %.*s %.*s;\n", STR_ARG(type), STR_ARG(field->name));
    else
        weave_put(sheet, "    const %.*s *%.*s;\n", STR_ARG(type), STR_ARG(field->name));
    if (field->type.shape == HTML_LIST)
        weave_put(sheet, "    size_t %.*s_count;\n", STR_ARG(field->name));
}

void html_write_header(const HtmlFile *f, Sheet *sheet)
{
    weave_put(sheet, "/* Woven from %.*s: change that file, not this one. */\n#pragma once\n\n#include \"base/base.h\"\n",
              STR_ARG(f->source->name));
    for (const HtmlInclude *i = f->includes; i; i = i->next)
        weave_put(sheet, "#include \"%.*s\"\n", STR_ARG(i->path));
    weave_put_str(sheet, S("\n"));
    for (const HtmlStruct *s = f->structs; s; s = s->next)
        weave_put(sheet, "typedef struct %.*s %.*s;\n", STR_ARG(s->name), STR_ARG(s->name));
    for (const HtmlStruct *s = f->structs; s; s = s->next) {
        weave_put(sheet, "\nstruct %.*s {\n", STR_ARG(s->name));
        for (const HtmlField *field = s->fields; field; field = field->next)
            write_field(field, sheet);
        weave_put_str(sheet, S("};\n"));
    }
    weave_put_str(sheet, S("\n"));
    for (const HtmlStruct *s = f->structs; s; s = s->next)
        weave_put(sheet, "void %.*s_json_%.*s(Out *o, const %.*s *p);\n", STR_ARG(f->unit), STR_ARG(s->name),
                  STR_ARG(s->name));
    for (const HtmlPage *page = f->pages; page; page = page->next) {
        write_head(f, page, false, sheet);
        weave_put_str(sheet, S(";\n"));
    }
}

void html_write_code(const HtmlFile *f, Str header_name, Sheet *sheet)
{
    weave_put(sheet, "/* Woven from %.*s: change that file, not this one. */\n#include \"%.*s\"\n\n"
              "#include \"codec/codec.h\"\n", STR_ARG(f->source->name), STR_ARG(header_name));
    if (f->says_place)
        weave_put_str(sheet, S("\n/* A place's digits as a page shows them. */\n"
                               "static Str place_words(Out *o, PlaceCode place)\n{\n"
                               "    Out *words = out_new(out_arena(o), 32, out_lang(o));\n"
                               "    out_value_place(words, place);\n    return out_str(words);\n}\n"));
    for (const HtmlStruct *s = f->structs; s; s = s->next)
        html_json_write(f, s, sheet);
    for (const HtmlPage *page = f->pages; page; page = page->next) {
        Writer w = {.f = f, .sheet = sheet, .depth = 1};
        weave_put_str(sheet, S("\n"));
        write_head(f, page, true, sheet);
        weave_put_str(sheet, S("\n{\n"));
        write_nodes(&w, page->body);
        weave_put_str(sheet, S("}\n"));
    }
}

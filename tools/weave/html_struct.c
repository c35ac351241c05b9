// SPDX-License-Identifier: Apache-2.0
/* {{struct X}}: one field a line, `name Type`, `name Type[]`, `name Type?`; a leading - keeps it out of the JSON. */
#include "html.h"

static const struct {
    Str name;
    HtmlKind kind;
} values[] = {
    {{"Str", 3}, HTML_STR},       {{"Html", 4}, HTML_RAW},      {{"Money", 5}, HTML_MONEY},
    {{"Date", 4}, HTML_DATE},     {{"Instant", 7}, HTML_INSTANT}, {{"Period", 6}, HTML_PERIOD},
    {{"PlaceCode", 9}, HTML_PLACE}, {{"int", 3}, HTML_INT},       {{"bool", 4}, HTML_FLAG},
};

HtmlType html_struct_type(const HtmlFile *f, Str name)
{
    for (size_t i = 0; i < COUNT_OF(values); i++)
        if (str_eq(values[i].name, name))
            return (HtmlType){.kind = values[i].kind, .name = name};
    for (const HtmlStruct *s = f->structs; s; s = s->next)
        if (str_eq(s->name, name))
            return (HtmlType){.kind = HTML_STRUCT, .name = name, .of = s};
    return (HtmlType){.kind = HTML_FOREIGN, .name = name};
}

const HtmlField *html_struct_field(const HtmlStruct *s, Str name)
{
    for (const HtmlField *field = s->fields; field; field = field->next)
        if (str_eq(field->name, name))
            return field;
    return NULL;
}

static HtmlField *read_field(HtmlFile *f, Str text, int line)
{
    Source s = {.path = f->source->path, .name = f->source->name, .text = text, .line = line};
    HtmlField *field = ARENA_NEW(f->weave->arena, HtmlField);
    field->line = line;
    weave_skip_blanks(&s);
    field->in_json = !weave_take(&s, S("-"));
    bool whole = weave_word(&s, &field->name);
    weave_skip_blanks(&s);
    whole = weave_word(&s, &field->type.name) && whole;
    if (weave_take(&s, S("[]")))
        field->type.shape = HTML_LIST;
    else if (weave_take(&s, S("?")))
        field->type.shape = HTML_MAYBE;
    weave_skip_blanks(&s);
    if (whole && weave_at_end(&s))
        return field;
    weave_complain(f->weave, f->source, line, "a field is `name Type`, `name Type[]` or `name Type?`");
    return NULL;
}

HtmlStruct *html_struct_read(HtmlFile *f, Source *s, Str name, int line)
{
    HtmlStruct *made = ARENA_NEW(f->weave->arena, HtmlStruct);
    *made = (HtmlStruct){.name = name, .line = line};
    HtmlField **end = &made->fields;
    size_t length;
    int at = s->line;
    bool closed = str_find(str_from(s->text, s->at), S("{{end}}"), &length);
    if (!closed)
        weave_complain(f->weave, s, line, "{{struct %.*s}} has no {{end}}", STR_ARG(name));
    for (Str body = weave_until(s, S("{{end}}")), row; str_next(&body, '\n', &row); at++) {
        if (str_trim(row).len == 0)
            continue;
        HtmlField *field = read_field(f, row, at);
        if (!field)
            continue;
        if (html_struct_field(made, field->name))
            weave_complain(f->weave, s, at, "%.*s has two fields %.*s", STR_ARG(name), STR_ARG(field->name));
        *end = field;
        end = &field->next;
    }
    if (closed && !made->fields)
        weave_complain(f->weave, s, line, "%.*s has no fields", STR_ARG(name));
    return made;
}

static bool stands_before(const HtmlFile *f, const HtmlStruct *first, const HtmlStruct *second)
{
    for (const HtmlStruct *s = f->structs; s != second; s = s->next)
        if (s == first)
            return true;
    return false;
}

static void settle_field(HtmlFile *f, const HtmlStruct *in, HtmlField *field)
{
    HtmlType type = html_struct_type(f, field->type.name);
    type.shape = field->type.shape;
    field->type = type;
    bool is_value = type.kind < HTML_STRUCT;
    if (is_value && type.shape == HTML_MAYBE)
        weave_complain(f->weave, f->source, field->line, "only a struct can be missing: %.*s has its own empty value",
                       STR_ARG(type.name));
    if (type.kind == HTML_STRUCT && type.shape == HTML_ONE && !stands_before(f, type.of, in))
        weave_complain(f->weave, f->source, field->line, "{{struct %.*s}} must stand before {{struct %.*s}}",
                       STR_ARG(type.name), STR_ARG(in->name));
    if (type.kind == HTML_FOREIGN && !f->includes)
        weave_complain(f->weave, f->source, field->line, "%.*s is no struct of this file, and nothing is included",
                       STR_ARG(type.name));
}

void html_struct_settle(HtmlFile *f)
{
    for (HtmlStruct *s = f->structs; s; s = s->next)
        for (HtmlField *field = s->fields; field; field = field->next)
            settle_field(f, s, field);
    for (HtmlPage *page = f->pages; page; page = page->next)
        for (size_t i = 0; i < page->count; i++)
            page->params[i].type = html_struct_type(f, page->params[i].type.name);
}

// SPDX-License-Identifier: Apache-2.0
/* Every struct as JSON: money in fen, days and moments as text, what is empty as null. */
#include "html.h"

/* x stands for the value. */
static const char *const forms[] = {
    [HTML_STR] = "json_string(o, x);",
    [HTML_RAW] = "json_string(o, x.bytes);",
    [HTML_MONEY] = "out_value_int(o, x.fen);",
    [HTML_DATE] = "if (date_is(x)) json_string(o, date_plain(out_arena(o), x)); else out_raw(o, S(\"null\"));",
    [HTML_INSTANT] = "if (instant_is(x)) json_string(o, instant_plain(out_arena(o), x)); else out_raw(o, S(\"null\"));",
    [HTML_PERIOD] = "if (x.kind) json_string(o, period_plain(out_arena(o), x)); else out_raw(o, S(\"null\"));",
    [HTML_PLACE] = "if (x.v) { out_byte(o, '\"'); out_value_place(o, x); out_byte(o, '\"'); } else out_raw(o, S(\"null\"));",
    [HTML_INT] = "out_value_int(o, x);",
    [HTML_FLAG] = "out_raw(o, x ? S(\"true\") : S(\"false\"));",
};

/* Writes a form with its x replaced; the x of json, text and the like is part of a longer word. */
static void put_form(Sheet *sheet, const char *form, Str value)
{
    Str f = str_of(form);
    for (size_t i = 0; i < f.len; i++) {
        bool alone = f.at[i] == 'x' && i && (f.at[i - 1] == ' ' || f.at[i - 1] == '(') && i + 1 < f.len &&
                     (f.at[i + 1] == ')' || f.at[i + 1] == '.' || f.at[i + 1] == ' ');
        weave_put_str(sheet, alone ? value : str_sub(f, i, 1));
    }
}

static void put_value(const HtmlFile *f, const HtmlType *type, Str value, Sheet *sheet)
{
    if (type->kind < HTML_STRUCT) {
        put_form(sheet, forms[type->kind], value);
    } else if (type->shape == HTML_MAYBE) {
        weave_put(sheet, "if (%.*s) %.*s_json_%.*s(o, %.*s); else out_raw(o, S(\"null\"));", STR_ARG(value),
                  STR_ARG(f->unit), STR_ARG(type->name), STR_ARG(value));
    } else {
        weave_put(sheet, "%.*s_json_%.*s(o, &%.*s);", STR_ARG(f->unit), STR_ARG(type->name), STR_ARG(value));
    }
}

static void put_field(const HtmlFile *f, const HtmlField *field, Sheet *sheet)
{
    Str value = arena_printf(f->weave->arena, "p->%.*s", STR_ARG(field->name));
    if (field->type.shape != HTML_LIST) {
        weave_put_str(sheet, S("    "));
        put_value(f, &field->type, value, sheet);
        weave_put_str(sheet, S("\n"));
        return;
    }
    weave_put(sheet, "    out_byte(o, '[');\n    for (size_t i = 0; i < %.*s_count; i++) {\n"
              "        if (i)\n            out_byte(o, ',');\n        ", STR_ARG(value));
    put_value(f, &field->type, arena_printf(f->weave->arena, "%.*s[i]", STR_ARG(value)), sheet);
    weave_put_str(sheet, S("\n    }\n    out_byte(o, ']');\n"));
}

void html_json_write(const HtmlFile *f, const HtmlStruct *s, Sheet *sheet)
{
    const char *before = "{";
    const HtmlField *first = s->fields;
    while (first && !first->in_json)
        first = first->next;
    weave_put(sheet, "\nvoid %.*s_json_%.*s(Out *o, const %.*s *p%s)\n{\n", STR_ARG(f->unit), STR_ARG(s->name),
              STR_ARG(s->name), first ? "" : " UNUSED");
    for (const HtmlField *field = first; field; field = field->next) {
        if (!field->in_json)
            continue;
        weave_put(sheet, "    out_raw(o, S(\"%s\\\"%.*s\\\":\"));\n", before, STR_ARG(field->name));
        put_field(f, field, sheet);
        before = ",";
    }
    weave_put_str(sheet, first ? S("    out_byte(o, '}');\n}\n") : S("    out_raw(o, S(\"{}\"));\n}\n"));
}

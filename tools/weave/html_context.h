// SPDX-License-Identifier: Apache-2.0
/* Where in HTML a byte stands: what decides how a value is escaped there, and whether it may stand there at all. */
#pragma once

#include "html.h"

typedef enum HtmlWhere {
    HTML_IN_TEXT,
    HTML_IN_OPEN,     /* after < */
    HTML_IN_TAG_NAME,
    HTML_IN_TAG,      /* after a blank inside a tag */
    HTML_IN_NAME,     /* an attribute's */
    HTML_IN_EQUALS,   /* after = */
    HTML_IN_QUOTES,
    HTML_AFTER_VALUE, /* only a blank, / or > may follow */
    HTML_IN_DECLARATION,
    HTML_WHERE_COUNT,
} HtmlWhere;

typedef enum HtmlAttr { HTML_ATTR_PLAIN, HTML_ATTR_URL, HTML_ATTR_CLOSED } HtmlAttr;
typedef enum HtmlInside { HTML_INSIDE_FLOW, HTML_INSIDE_PRE, HTML_INSIDE_PLAIN, HTML_INSIDE_CODE } HtmlInside;

enum { HTML_NAME_MAX = 24 };
typedef struct HtmlName {
    char at[HTML_NAME_MAX];
    size_t len;
} HtmlName;

typedef struct HtmlContext {
    HtmlWhere where;
    char quote;
    HtmlAttr attr;
    bool url_begun;    /* something stands in the address already */
    bool is_closing;   /* </x */
    bool is_quiet;     /* a blank here would say nothing */
    HtmlInside inside; /* pre; textarea and title; script and style */
    HtmlName tag, attr_name, inside_name;
} HtmlContext;

/* Passes literal text, answers it folded. */
Str html_context_text(HtmlContext *c, const HtmlFile *f, int line, Str text);
/* A value here: how it is escaped; complains where none may stand. */
HtmlEscape html_context_value(HtmlContext *c, const HtmlFile *f, int line);
/* A branch or a loop begins or ends here. */
void html_context_settle(HtmlContext *c, const HtmlFile *f, int line);
/* Two ways arrive at one point. */
HtmlContext html_context_join(const HtmlContext *a, const HtmlContext *b, const HtmlFile *f, int line);

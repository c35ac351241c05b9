// SPDX-License-Identifier: Apache-2.0
/* What weave knows about one .html file: its structs, its pages, and the tree of each page. */
#pragma once

#include "weave.h"

typedef enum HtmlKind {
    HTML_STR,
    HTML_RAW, /* the type Html */
    HTML_MONEY,
    HTML_DATE,
    HTML_INSTANT,
    HTML_PERIOD,
    HTML_PLACE,
    HTML_INT,
    HTML_FLAG,
    HTML_STRUCT,  /* declared in this file */
    HTML_FOREIGN, /* a C type of an include */
    HTML_UNKNOWN, /* a field of a foreign type: left to the C compiler */
} HtmlKind;

typedef enum HtmlShape { HTML_ONE, HTML_LIST, HTML_MAYBE } HtmlShape;

typedef struct HtmlStruct HtmlStruct;
typedef struct HtmlType {
    HtmlKind kind;
    HtmlShape shape;
    Str name;             /* as written, without [] or ? */
    const HtmlStruct *of; /* HTML_STRUCT */
} HtmlType;

typedef struct HtmlField {
    Str name;
    HtmlType type;
    bool in_json;
    int line;
    struct HtmlField *next;
} HtmlField;

struct HtmlStruct {
    Str name;
    HtmlField *fields;
    int line;
    HtmlStruct *next;
};

typedef enum HtmlExprKind { HTML_PATH, HTML_LITERAL, HTML_NUMBER } HtmlExprKind;
typedef struct HtmlExpr {
    HtmlExprKind kind;
    Str text;      /* p.lines; the literal without its quotes */
    HtmlType type; /* from here: set by html_check */
    Str c;         /* p->lines */
    bool is_address; /* c is a pointer to a struct that is certainly there */
} HtmlExpr;

typedef enum HtmlVerb { HTML_TEXT, HTML_VALUE, HTML_SAY, HTML_IF, HTML_EACH, HTML_USE, HTML_CALL } HtmlVerb;
typedef enum HtmlTest { HTML_IS, HTML_IS_NOT, HTML_EQUAL, HTML_UNEQUAL } HtmlTest;
typedef enum HtmlEscape { HTML_AS_TEXT, HTML_AS_PLAIN_TEXT, HTML_AS_URL, HTML_AS_URL_PART } HtmlEscape;

enum { HTML_ARGS = 4 };

typedef struct HtmlNode {
    HtmlVerb verb;
    int line;
    Str text; /* the literal; the message key; the page used; the function called; the variable of an each */
    HtmlExpr args[HTML_ARGS];
    size_t count;
    HtmlTest test;
    HtmlEscape escape; /* set by html_check */
    bool is_used;      /* HTML_EACH: its variable is */
    struct HtmlNode *body, *otherwise, *next;
} HtmlNode;

typedef struct HtmlParam {
    Str name;
    HtmlType type;
    bool is_used;
} HtmlParam;

typedef struct HtmlPage {
    Str name;
    HtmlParam params[HTML_ARGS];
    size_t count;
    HtmlNode *body;
    int line, end_line;
    struct HtmlPage *next;
} HtmlPage;

typedef struct HtmlInclude {
    Str path;
    struct HtmlInclude *next;
} HtmlInclude;

typedef struct HtmlFile {
    Weave *weave;
    Source *source;
    Str unit;
    HtmlInclude *includes;
    HtmlStruct *structs;
    HtmlPage *pages;
    bool says_place; /* a sentence is filled with a PlaceCode */
} HtmlFile;

/* The whole file as a tree; complains about its form. */
void html_read_file(HtmlFile *f);

/* Structs: `{{struct X}}` up to its `{{end}}`, with s standing after the opening braces. */
HtmlStruct *html_struct_read(HtmlFile *f, Source *s, Str name, int line);
void html_struct_settle(HtmlFile *f); /* finds what each field's type is, once all are known */
HtmlType html_struct_type(const HtmlFile *f, Str name);
const HtmlField *html_struct_field(const HtmlStruct *s, Str name);

/* Names, types, escapers, folded text: after this the writer only prints. */
void html_check_file(HtmlFile *f);

void html_write_header(const HtmlFile *f, Sheet *sheet);
void html_write_code(const HtmlFile *f, Str header_name, Sheet *sheet);
void html_json_write(const HtmlFile *f, const HtmlStruct *s, Sheet *sheet);

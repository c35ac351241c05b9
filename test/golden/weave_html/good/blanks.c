/* Woven from test/golden/weave_html/good/blanks.html: change that file, not this one. */
#include "blanks.h"

#include "codec/codec.h"

void good_json_Page(Out *o, const Page *p)
{
    out_raw(o, S("{\"name\":"));
    json_string(o, p->name);
    out_raw(o, S(",\"on\":"));
    out_raw(o, p->on ? S("true") : S("false"));
    out_raw(o, S(",\"words\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->words_count; i++) {
        if (i)
            out_byte(o, ',');
        json_string(o, p->words[i]);
    }
    out_byte(o, ']');
    out_byte(o, '}');
}

void good_page_all(Out *o, const Page *p)
{
    out_raw(o, S("<!doctype html><html lang='zh'><head><title>  "));
#line 13 "test/golden/weave_html/good/blanks.html"
    out_value(o, p->name);
    out_raw(o, S("  </title><script src=\"/a/x.js\" defer></script><style>  b  { color : red }  </style></head><body><p>one two\n"
    "three <b> four </b> <i>five</i></p><pre>\n"
    "   kept\n"
    "        as   it is </pre><textarea name=\"x\" rows=\"3\">\n"
    "  "));
#line 26 "test/golden/weave_html/good/blanks.html"
    out_value(o, p->name);
    out_raw(o, S("  </textarea>\n"
    "<input type=\"checkbox\""));
#line 27 "test/golden/weave_html/good/blanks.html"
    if (out_is(p->on)) {
        out_raw(o, S(" checked"));
    }
    out_raw(o, S(" name=\"a\" "));
#line 28 "test/golden/weave_html/good/blanks.html"
    if (out_is(p->on)) {
        out_raw(o, S("value=\"1\""));
    } else {
        out_raw(o, S("value=\"2\""));
    }
    out_raw(o, S("><p>"));
#line 29 "test/golden/weave_html/good/blanks.html"
    for (size_t i1 = 0; i1 < p->words_count; i1++) {
#line 29 "test/golden/weave_html/good/blanks.html"
        Str w = p->words[i1];
        out_raw(o, S(" "));
#line 29 "test/golden/weave_html/good/blanks.html"
        out_value(o, w);
    }
    out_raw(o, S(" 。？？！ \"quoted\" \\ back</p><a class=\""));
#line 30 "test/golden/weave_html/good/blanks.html"
    if (out_is(p->on)) {
        out_raw(o, S("on"));
    } else {
        out_raw(o, S("off"));
    }
    out_raw(o, S(" x\" href=\""));
#line 30 "test/golden/weave_html/good/blanks.html"
    if (out_is(p->on)) {
        out_raw(o, S("/a"));
    } else {
        out_raw(o, S("/b"));
    }
    out_raw(o, S("/"));
#line 30 "test/golden/weave_html/good/blanks.html"
    out_url_part(o, p->name);
    out_raw(o, S("\">晒场</a><option "));
#line 31 "test/golden/weave_html/good/blanks.html"
    if (out_is(p->on)) {
        out_raw(o, S("selected"));
    }
    out_raw(o, S(">a</option><br/>\n"
    "<a href=\"tel:"));
#line 32 "test/golden/weave_html/good/blanks.html"
    out_url_part(o, p->name);
    out_raw(o, S("\">&lt;</a></body></html>"));
}

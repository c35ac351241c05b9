/* Woven from test/golden/weave_html/good/branches.html: change that file, not this one. */
#include "branches.h"

#include "codec/codec.h"

void good_json_Row(Out *o, const Row *p)
{
    out_raw(o, S("{\"name\":"));
    json_string(o, p->name);
    out_raw(o, S(",\"marks\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->marks_count; i++) {
        if (i)
            out_byte(o, ',');
        json_string(o, p->marks[i]);
    }
    out_byte(o, ']');
    out_raw(o, S(",\"below\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->below_count; i++) {
        if (i)
            out_byte(o, ',');
        good_json_Row(o, &p->below[i]);
    }
    out_byte(o, ']');
    out_raw(o, S(",\"up\":"));
    if (p->up) good_json_Row(o, p->up); else out_raw(o, S("null"));
    out_byte(o, '}');
}

void good_json_Page(Out *o, const Page *p)
{
    out_raw(o, S("{\"state\":"));
    json_string(o, p->state);
    out_raw(o, S(",\"count\":"));
    out_value_int(o, p->count);
    out_raw(o, S(",\"day\":"));
    if (date_is(p->day)) json_string(o, date_plain(out_arena(o), p->day)); else out_raw(o, S("null"));
    out_raw(o, S(",\"rows\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->rows_count; i++) {
        if (i)
            out_byte(o, ',');
        good_json_Row(o, &p->rows[i]);
    }
    out_byte(o, ']');
    out_raw(o, S(",\"one\":"));
    if (p->one) good_json_Row(o, p->one); else out_raw(o, S("null"));
    out_byte(o, '}');
}

void good_page_all(Out *o, const Page *p)
{
    out_raw(o, S("\n"));
#line 18 "test/golden/weave_html/good/branches.html"
    if (p->rows_count > 0) {
        out_raw(o, S("<ul>"));
#line 20 "test/golden/weave_html/good/branches.html"
        for (size_t i1 = 0; i1 < p->rows_count; i1++) {
#line 20 "test/golden/weave_html/good/branches.html"
            const Row *r = &p->rows[i1];
            out_raw(o, S("<li>"));
#line 21 "test/golden/weave_html/good/branches.html"
            out_value(o, r->name);
            out_raw(o, S("\n"));
#line 22 "test/golden/weave_html/good/branches.html"
            for (size_t i2 = 0; i2 < r->marks_count; i2++) {
#line 22 "test/golden/weave_html/good/branches.html"
                Str m = r->marks[i2];
                out_raw(o, S(" <b>"));
#line 22 "test/golden/weave_html/good/branches.html"
                out_value(o, m);
                out_raw(o, S("</b>"));
            }
            out_raw(o, S("\n"));
#line 23 "test/golden/weave_html/good/branches.html"
            for (size_t i2 = 0; i2 < r->below_count; i2++) {
#line 23 "test/golden/weave_html/good/branches.html"
                const Row *b = &r->below[i2];
#line 23 "test/golden/weave_html/good/branches.html"
                for (size_t i3 = 0; i3 < b->marks_count; i3++) {
#line 23 "test/golden/weave_html/good/branches.html"
                    Str m = b->marks[i3];
                    out_raw(o, S("<i>"));
#line 23 "test/golden/weave_html/good/branches.html"
                    out_value(o, m);
                    out_raw(o, S("</i>"));
                }
            }
            out_raw(o, S("\n"));
#line 24 "test/golden/weave_html/good/branches.html"
            if (r->up) {
#line 24 "test/golden/weave_html/good/branches.html"
                out_value(o, r->up->name);
#line 24 "test/golden/weave_html/good/branches.html"
                if (r->up->up) {
#line 24 "test/golden/weave_html/good/branches.html"
                    good_page_row(o, r->up->up);
                }
            }
            out_raw(o, S("</li>"));
        }
        out_raw(o, S("</ul>"));
    } else {
        out_raw(o, S("<p>"));
#line 29 "test/golden/weave_html/good/branches.html"
        out_text(o, lang_get(out_lang(o), S("x.none")));
        out_raw(o, S("</p>"));
    }
#line 31 "test/golden/weave_html/good/branches.html"
    if (str_eq(p->state, S("late"))) {
        out_raw(o, S("late"));
    } else {
#line 31 "test/golden/weave_html/good/branches.html"
        if (!str_eq(p->state, S("open"))) {
            out_raw(o, S("done"));
        } else {
#line 31 "test/golden/weave_html/good/branches.html"
            if (p->count == INT64_C(3)) {
                out_raw(o, S("three"));
            } else {
                out_raw(o, S("open"));
            }
        }
    }
    out_raw(o, S("\n"));
#line 32 "test/golden/weave_html/good/branches.html"
    if (!out_is(p->day)) {
        out_raw(o, S("no day"));
    }
#line 32 "test/golden/weave_html/good/branches.html"
    if (p->rows_count == 0) {
        out_raw(o, S("no rows"));
    }
#line 32 "test/golden/weave_html/good/branches.html"
    if (!p->one) {
        out_raw(o, S("none"));
    } else {
#line 32 "test/golden/weave_html/good/branches.html"
        good_page_row(o, p->one);
    }
    out_raw(o, S("\n"));
}

void good_page_row(Out *o, const Row *r)
{
    out_raw(o, S("<p>"));
#line 35 "test/golden/weave_html/good/branches.html"
    out_value(o, r->name);
    out_raw(o, S("</p>"));
}

void good_page_unused(Out *o, const Page *p UNUSED)
{
    out_raw(o, S("<hr>"));
}

void good_page_loop(Out *o, const Page *p)
{
    out_raw(o, S("<ol>"));
#line 39 "test/golden/weave_html/good/branches.html"
    for (size_t i1 = 0; i1 < p->rows_count; i1++) {
        out_raw(o, S("<li></li>"));
    }
    out_raw(o, S("</ol>"));
}

void good_page_nothing(Out *o UNUSED)
{
}

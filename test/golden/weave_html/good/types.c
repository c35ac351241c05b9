/* Woven from test/golden/weave_html/good/types.html: change that file, not this one. */
#include "types.h"

#include "codec/codec.h"

void good_json_Line(Out *o, const Line *p)
{
    out_raw(o, S("{\"name\":"));
    json_string(o, p->name);
    out_raw(o, S(",\"next\":"));
    if (p->next) good_json_Line(o, p->next); else out_raw(o, S("null"));
    out_byte(o, '}');
}

void good_json_All(Out *o, const All *p)
{
    out_raw(o, S("{\"text\":"));
    json_string(o, p->text);
    out_raw(o, S(",\"markup\":"));
    json_string(o, p->markup.bytes);
    out_raw(o, S(",\"sum\":"));
    out_value_int(o, p->sum.fen);
    out_raw(o, S(",\"day\":"));
    if (date_is(p->day)) json_string(o, date_plain(out_arena(o), p->day)); else out_raw(o, S("null"));
    out_raw(o, S(",\"at\":"));
    if (instant_is(p->at)) json_string(o, instant_plain(out_arena(o), p->at)); else out_raw(o, S("null"));
    out_raw(o, S(",\"period\":"));
    if (p->period.kind) json_string(o, period_plain(out_arena(o), p->period)); else out_raw(o, S("null"));
    out_raw(o, S(",\"where\":"));
    if (p->where.v) { out_byte(o, '"'); out_value_place(o, p->where); out_byte(o, '"'); } else out_raw(o, S("null"));
    out_raw(o, S(",\"count\":"));
    out_value_int(o, p->count);
    out_raw(o, S(",\"flag\":"));
    out_raw(o, p->flag ? S("true") : S("false"));
    out_raw(o, S(",\"words\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->words_count; i++) {
        if (i)
            out_byte(o, ',');
        json_string(o, p->words[i]);
    }
    out_byte(o, ']');
    out_raw(o, S(",\"sums\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->sums_count; i++) {
        if (i)
            out_byte(o, ',');
        out_value_int(o, p->sums[i].fen);
    }
    out_byte(o, ']');
    out_raw(o, S(",\"first\":"));
    good_json_Line(o, &p->first);
    out_raw(o, S(",\"lines\":"));
    out_byte(o, '[');
    for (size_t i = 0; i < p->lines_count; i++) {
        if (i)
            out_byte(o, ',');
        good_json_Line(o, &p->lines[i]);
    }
    out_byte(o, ']');
    out_raw(o, S(",\"other\":"));
    if (p->other) good_json_Line(o, p->other); else out_raw(o, S("null"));
    out_byte(o, '}');
}

void good_json_Hidden(Out *o, const Hidden *p UNUSED)
{
    out_raw(o, S("{}"));
}

void good_page_text(Out *o, const All *p)
{
    out_raw(o, S("\n"));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->text);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->markup);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->sum);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->day);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->at);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->period);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->where);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->count);
    out_raw(o, S(" "));
#line 30 "test/golden/weave_html/good/types.html"
    out_value(o, p->flag);
    out_raw(o, S("\n"));
#line 31 "test/golden/weave_html/good/types.html"
    out_value(o, p->first.name);
    out_raw(o, S(" "));
#line 31 "test/golden/weave_html/good/types.html"
    out_value(o, p->token.key);
    out_raw(o, S("\n"));
}

void good_page_address(Out *o, const All *p)
{
    out_raw(o, S("\n"
    "<a href=\""));
#line 35 "test/golden/weave_html/good/types.html"
    out_url(o, p->text);
    out_raw(o, S("\">"));
#line 35 "test/golden/weave_html/good/types.html"
    out_text(o, lang_get(out_lang(o), S("x.go")));
    out_raw(o, S("</a>\n"
    "<a href=\"/v/"));
#line 36 "test/golden/weave_html/good/types.html"
    out_value_place(o, p->where);
    out_raw(o, S("/"));
#line 36 "test/golden/weave_html/good/types.html"
    out_url_part(o, period_plain(out_arena(o), p->period));
    out_raw(o, S("?day="));
#line 36 "test/golden/weave_html/good/types.html"
    out_url_part(o, date_plain(out_arena(o), p->day));
    out_raw(o, S("&amp;at="));
#line 36 "test/golden/weave_html/good/types.html"
    out_url_part(o, instant_plain(out_arena(o), p->at));
    out_raw(o, S("&amp;sum="));
#line 36 "test/golden/weave_html/good/types.html"
    out_url_part(o, money_plain(out_arena(o), p->sum));
    out_raw(o, S("&amp;n="));
#line 36 "test/golden/weave_html/good/types.html"
    out_value_int(o, p->count);
    out_raw(o, S("&amp;q="));
#line 36 "test/golden/weave_html/good/types.html"
    out_url_part(o, p->text);
    out_raw(o, S("\"></a><form action=\""));
#line 37 "test/golden/weave_html/good/types.html"
    out_url(o, p->text);
    out_raw(o, S("/go\" class=\"a "));
#line 37 "test/golden/weave_html/good/types.html"
    out_value(o, p->text);
    out_raw(o, S(" "));
#line 37 "test/golden/weave_html/good/types.html"
    out_value(o, p->count);
    out_raw(o, S("\" data-field=\""));
#line 37 "test/golden/weave_html/good/types.html"
    _Static_assert(!_Generic((p->token.key), Html: 1, default: 0), "markup may stand between tags only");
#line 37 "test/golden/weave_html/good/types.html"
    out_value(o, p->token.key);
    out_raw(o, S("\"></form>"));
}

void good_page_sentence(Out *o, const All *p)
{
    out_raw(o, S("<p title=\""));
#line 41 "test/golden/weave_html/good/types.html"
    out_text(o, LANG_FILL(out_arena(o), out_lang(o), S("x.title"), p->text));
    out_raw(o, S("\">"));
#line 41 "test/golden/weave_html/good/types.html"
    out_text(o, LANG_FILL(out_arena(o), out_lang(o), S("x.sums"), lang_money(out_arena(o), out_lang(o), p->sum), lang_day(out_arena(o), out_lang(o), p->day), lang_when(out_arena(o), out_lang(o), p->at), lang_period(out_arena(o), out_lang(o), p->period)));
    out_raw(o, S(" "));
#line 41 "test/golden/weave_html/good/types.html"
    out_text(o, LANG_FILL(out_arena(o), out_lang(o), S("x.more"), i64_plain(out_arena(o), p->count), S("word"), i64_plain(out_arena(o), INT64_C(7))));
    out_raw(o, S("</p>"));
}

void good_page_values(Out *o, Str s, Money m, int64_t n, const Line *l)
{
    out_raw(o, S("\n"));
#line 45 "test/golden/weave_html/good/types.html"
    out_value(o, s);
    out_raw(o, S(" "));
#line 45 "test/golden/weave_html/good/types.html"
    out_value(o, m);
    out_raw(o, S(" "));
#line 45 "test/golden/weave_html/good/types.html"
    out_value(o, n);
    out_raw(o, S(" "));
#line 45 "test/golden/weave_html/good/types.html"
    out_value(o, l->name);
    out_raw(o, S("\n"));
}

void good_page_parts(Out *o, const All *p)
{
    out_raw(o, S("\n"));
#line 49 "test/golden/weave_html/good/types.html"
    good_page_values(o, p->text, p->sum, INT64_C(3), &p->first);
#line 49 "test/golden/weave_html/good/types.html"
    web_token(o, &p->token);
    out_raw(o, S("\n"));
#line 50 "test/golden/weave_html/good/types.html"
    good_page_values(o, S("a b"), p->sum, p->count, &p->first);
    out_raw(o, S("\n"));
#line 51 "test/golden/weave_html/good/types.html"
    for (size_t i1 = 0; i1 < p->lines_count; i1++) {
#line 51 "test/golden/weave_html/good/types.html"
        const Line *l = &p->lines[i1];
#line 51 "test/golden/weave_html/good/types.html"
        good_page_values(o, l->name, p->sum, INT64_C(1), l);
    }
#line 51 "test/golden/weave_html/good/types.html"
    for (size_t i1 = 0; i1 < p->sums_count; i1++) {
#line 51 "test/golden/weave_html/good/types.html"
        Money m = p->sums[i1];
#line 51 "test/golden/weave_html/good/types.html"
        out_value(o, m);
    }
    out_raw(o, S("\n"));
}

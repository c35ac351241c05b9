// SPDX-License-Identifier: Apache-2.0
/* Citations of law as their reader reads them: titles from data/catalogue/law.yaml, articles and items as numbers. */
#include "desk/desk_own.h"

#define LAW_FILE "data/catalogue/law.yaml"

static const Yaml *laws;

Err desk_laws_open(Arena *a, const House *h)
{
    const Yaml *file;
    TRY(yaml_read(a, h->file(S(LAW_FILE)), S(LAW_FILE), &file));
    laws = yaml_get(file, S("laws"));
    return NULL;
}

/* 第30条第1、2项、第31条 -> 30(1, 2), 31 */
static void put_articles(Out *o, Str articles)
{
    static const struct {
        Str zh, en;
    } signs[] = {{S("条第"), S("(")}, {S("项"), S(")")}, {S("条"), S("")}, {S("第"), S("")}, {S("、"), S(", ")}};
    while (articles.len) {
        size_t i = 0;
        while (i < COUNT_OF(signs) && !str_starts(articles, signs[i].zh))
            i++;
        bool is_sign = i < COUNT_OF(signs);
        out_raw(o, is_sign ? signs[i].en : str_sub(articles, 0, 1));
        articles = str_from(articles, is_sign ? signs[i].zh.len : 1);
    }
}

static void put_citation(Out *o, Str citation)
{
    Str title, articles;
    bool has_articles = str_cut(citation, ' ', &title, &articles);
    Str en = yaml_text(laws, title);
    out_raw(o, en.len ? en : title);
    if (has_articles) {
        out_raw(o, str_has(articles, S("条、")) ? S(", arts. ") : S(", art. "));
        put_articles(o, articles);
    }
}

Str desk_basis(const Request *q, Str basis)
{
    static const Str between = S("；");
    Out *o = out_new(q->arena, LIMIT_LONG_TEXT_CHARS, q->lang);
    size_t at;
    if (!laws || lang_is_zh(q->lang))
        return basis;
    for (; str_find(basis, between, &at); basis = str_from(basis, at + between.len)) {
        put_citation(o, str_sub(basis, 0, at));
        out_raw(o, S("; "));
    }
    put_citation(o, basis);
    return out_str(o);
}

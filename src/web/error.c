// SPDX-License-Identifier: Apache-2.0
/* Errors as their readers get them: a page with a reason and a way out, or problem+json (RFC 9457). */
#include "web/inside.h"

#include "web_html.h"

static const struct {
    ErrCode code;
    int status;
    const char *title; /* a message key */
} rows[] = {
    {ERR_INPUT, 422, "web.error.input"},       {ERR_LOGIN, 401, "web.error.login"},
    {ERR_DENIED, 403, "web.error.denied"},     {ERR_MISSING, 404, "web.error.missing"},
    {ERR_GONE, 410, "web.error.gone"},         {ERR_CONFLICT, 409, "web.error.conflict"},
    {ERR_RULE, 422, "web.error.rule"},         {ERR_LIMIT, 413, "web.error.limit"},
    {ERR_AGAIN, 503, "web.error.again"},       {ERR_BROKEN, 500, "web.error.broken"},
};

static size_t row_of(Err e)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(rows) && rows[i].code != e->code)
        i++;
    return i;
}

/* Too much is 413, unless it is too often. Asking for what only POST does is 405. */
int web_status(Err e)
{
    static const struct {
        Str key;
        int status;
    } own[] = {
        {S("err.web.too_fast"), 429}, {S("err.web.method"), 405}, {S("err.web.content_type"), 415},
    };
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (str_eq(own[i].key, e->key))
            return own[i].status;
    return rows[row_of(e)].status;
}

void error_problem(Out *o, const Lang *l, Err e, int status, Str request)
{
    const struct {
        const char *name;
        Str value;
    } members[] = {
        {"title", lang_get(l, str_of(rows[row_of(e)].title))},
        {"field", e->field},
        {"reason", lang_reason(out_arena(o), l, e)},
        {"hint", lang_hint(out_arena(o), l, e)},
        {"request", request},
    };
    out_printf(o, "{\"type\":\"urn:shaichang:%.*s\",\"status\":%d", STR_ARG(e->key), status);
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        out_printf(o, ",\"%s\":", members[i].name);
        json_string(o, members[i].value);
    }
    for (size_t i = 0; i < e->option_count; i++) {
        out_raw(o, i ? S(",") : S(",\"options\":["));
        json_string(o, e->options[i]);
    }
    out_raw(o, e->option_count ? S("]}") : S("}"));
}

static void problem(const Request *q, Response *r, Err e)
{
    Out *o = web_body(q);
    error_problem(o, q->lang, e, web_status(e), q->id);
    web_bytes(r, "application/problem+json; charset=utf-8", out_str(o));
}

/* Where to go on after signing in; only pages can be asked for again. */
static Str sign_in_address(const Request *q)
{
    Out *o = out_new(q->arena, 4 * LIMIT_URL_BYTES, q->lang);
    out_raw(o, S("/login"));
    if (str_eq(q->method, S("POST")))
        return out_str(o);
    out_raw(o, S("?next="));
    out_url_part(o, q->path);
    return out_str(o);
}

/* What passes by itself or was no fault of the reader's: the form as it was is worth a second try. */
static bool may_try_again(Err e)
{
    return e->code == ERR_AGAIN || e->code == ERR_LIMIT || e->code == ERR_BROKEN;
}

/* What was typed goes with the refusal: to be copied, or back into its form (docs/why/kept.md). */
static void fill_typed(const Request *q, Err e, WebErrorPage *page)
{
    WebTyped *typed = ARENA_ARRAY(q->arena, WebTyped, q->form.count);
    Out *all = out_new(q->arena, LIMIT_FORM_BYTES + LIMIT_FORM_FIELDS, q->lang);
    for (size_t i = 0; i < q->form.count; i++) {
        Str name = q->form.at[i].name, value = q->form.at[i].value;
        if (web_is_mark(name) || !value.len)
            continue;
        typed[page->typed_count++] = (WebTyped){name, value};
        if (str_eq(name, S("version")) || str_starts(name, S("n."))) /* the form's own counting */
            continue;
        out_raw(all, value);
        out_byte(all, '\n');
    }
    page->typed = typed;
    page->all = out_str(all);
    page->path = may_try_again(e) ? q->path : STR_NONE;
    page->token = web_kept_token(q, S("again"));
}

static void error_page(const Request *q, Response *r, Err e)
{
    WebErrorPage page = {
        .title = web_sentence(q, rows[row_of(e)].title),
        .reason = lang_reason(q->arena, q->lang, e),
        .hint = lang_hint(q->arena, q->lang, e),
        .sign_in = e->code == ERR_LOGIN ? sign_in_address(q) : STR_NONE,
        .request = e->code == ERR_BROKEN ? q->id : STR_NONE,
    };
    page.at_desk = q->who && q->who->kind == ACTOR_PERSON; /* who may not in this office may in another */
    if (q->keeps)
        fill_typed(q, e, &page);
    Out *body = web_body(q);
    web_page_error(body, &page);
    web_page(q, r, &(PageFrame){.title = page.title, .noindex = true, .staff = page.at_desk}, body);
}

void web_error(const Request *q, Response *r, Err e)
{
    *r = (Response){.status = web_status(e), .true_until = INSTANT_NONE};
    if (q->is_api || q->wants_json || str_starts(q->content_type, S("application/json")))
        problem(q, r, e);
    else
        error_page(q, r, e);
    if (r->status == 401 && q->is_api)
        web_header(r, "WWW-Authenticate", S("Bearer"));
    if (r->status == 503 || r->status == 429)
        web_header(r, "Retry-After", S("2"));
}

// SPDX-License-Identifier: Apache-2.0
/* Answers a handler makes: pages in their frame, JSON, bytes, redirects. */
#include "web/inside.h"

#include "web_html.h"

Out *web_body(const Request *q)
{
    return out_new(q->arena, LIMIT_PAGE_BYTES, q->lang);
}

/* A page that did not fit is no page. */
static void answer_with(Response *r, const char *type, Out *body)
{
    if (r->status == 0)
        r->status = 200;
    r->type = type;
    r->body = out_str(body);
    if (out_full(body))
        *r = (Response){.status = 500, .type = "text/plain; charset=utf-8", .body = S("500\n"), .true_until = INSTANT_NONE};
}

/* Its name; an error is told without the database. */
static Str place_words(const Request *q, PlaceCode code)
{
    const Place *place = NULL;
    Err e = q->db ? place_get(q->db, q->arena, code, &place) : NULL;
    return !e && place ? place->name : STR_NONE;
}

static WebStaffBar staff_bar(const Request *q)
{
    const Office *acting = q->who->acting;
    WebStaffBar bar = {.name = q->who->name, .leave = web_form_token(q, S("logout"))};
    if (acting) {
        bar.office = lang_is_zh(q->lang) ? acting->role->name_zh : acting->role->name_en;
        bar.place = place_words(q, acting->place);
    }
    return bar;
}

void web_page(const Request *q, Response *r, const PageFrame *frame, Out *body)
{
    const Server *s = q->server;
    bool is_zh = lang_is_zh(q->lang), has_bar = frame->staff && q->who->kind == ACTOR_PERSON;
    WebStaffBar bar = has_bar ? staff_bar(q) : (WebStaffBar){0};
    const Str kinds[] = {frame->wide ? S("wide") : STR_NONE, q->large ? S("large") : STR_NONE};
    WebFrame f = {
        .lang = is_zh ? S("zh-CN") : S("en"),
        .kind = str_trim(arena_join(q->arena, kinds, COUNT_OF(kinds), S(" "))),
        .title = frame->title,
        .css = assets_address(&s->assets, S("/a/sun.css")),
        .icon = assets_address(&s->assets, S("/a/sun.svg")),
        .path = frame->path.len ? frame->path : q->path,
        .is_en = !is_zh,
        .is_large = q->large,
        .noindex = frame->noindex || frame->staff,
        .demo_note = s->o.demo_note.len ? lang_get(q->lang, s->o.demo_note) : STR_NONE,
        .back = frame->back,
        .back_text = frame->back_text,
        .staff = has_bar ? &bar : NULL,
        .script = frame->checks ? assets_address(&s->assets, S("/a/verify.js")) : STR_NONE,
        .address = frame->staff ? STR_NONE
                                : arena_join(q->arena, (Str[]){s->o.base_url, frame->path.len ? frame->path : q->path}, 2, STR_NONE),
        .content = {out_str(body)},
    };
    Out *page = web_body(q);
    web_page_frame(page, &f);
    answer_with(r, "text/html; charset=utf-8", out_full(body) ? body : page);
}

void web_json(const Request *q UNUSED, Response *r, Out *json)
{
    answer_with(r, "application/json; charset=utf-8", json);
}

void web_bytes(Response *r, const char *type, Str bytes)
{
    if (r->status == 0)
        r->status = 200;
    r->type = type;
    r->body = bytes;
}

void web_see_other(Response *r, Str location)
{
    r->status = 303;
    r->location = location;
}

void web_header(Response *r, const char *name, Str value)
{
    REQUIRE(r->header_count < RESPONSE_HEADERS);
    r->headers[r->header_count++] = (Header){name, value};
}

void web_token(Out *o, const FormToken *token)
{
    web_page_hidden(o, token);
}

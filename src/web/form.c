// SPDX-License-Identifier: Apache-2.0
/* What a handler needs to make a form and to show it again. */
#include "web/inside.h"

FormToken web_form_token(const Request *q, Str form)
{
    uint8_t fresh[16];
    seal_random(fresh, sizeof fresh);
    Str csrf = q->token.len ? access_csrf(q->arena, q->token, form) : STR_NONE;
    return (FormToken){.csrf = arena_printf(q->arena, "%.*s:%.*s", STR_ARG(form), STR_ARG(csrf)),
                       .key = base64url_write(q->arena, (Str){(const char *)fresh, sizeof fresh})};
}

FormFault web_fault(const Request *q, Err e)
{
    return (FormFault){.field = e->field, .reason = lang_reason(q->arena, q->lang, e),
                        .hint = lang_hint(q->arena, q->lang, e)};
}

static Str wire_name(const Request *q, Str name)
{
    return q->server->o.edge ? name : arena_printf(q->arena, "__Host-%.*s", STR_ARG(name));
}

Str web_cookie(const Request *q, Str name)
{
    return cookie_get(q->cookies, wire_name(q, name));
}

void web_set_cookie(const Request *q, Response *r, Str name, Str value, int64_t max_age_s)
{
    web_header(r, "Set-Cookie", cookie_make(q->arena, q->server->o.edge, wire_name(q, name), value, max_age_s));
}

Str web_sentence(const Request *q, const char *key)
{
    return lang_get(q->lang, str_of(key));
}

static bool is_this_year(const Request *q, Date d)
{
    return date_is(d) && date_ymd(d).year == date_ymd(instant_date(q->now)).year;
}

Str web_day(const Request *q, Date d)
{
    return is_this_year(q, d) ? lang_day(q->arena, q->lang, d) : lang_date(q->arena, q->lang, d);
}

Str web_when(const Request *q, Instant t)
{
    bool this_year = instant_is(t) && is_this_year(q, instant_date(t));
    return this_year ? lang_when(q->arena, q->lang, t) : lang_moment(q->arena, q->lang, t);
}

Err web_may(const Request *q, const char *permission, PlaceCode where)
{
    const Actor *who = q->who;
    if (access_may(who, str_of(permission), where))
        return NULL;
    if (who->kind != ACTOR_PERSON)
        return ERR(q->arena, ERR_LOGIN, "err.web.sign_in");
    bool is_near = who->acting && place_within(where, who->acting->place);
    return is_near ? ERR(q->arena, ERR_DENIED, "err.web.not_your_office") : ERR(q->arena, ERR_MISSING, "err.web.missing");
}

// SPDX-License-Identifier: Apache-2.0
/* Whose page sent this form? Two independent answers: the browser's, and a token only our own page could hold. */
#include "web/inside.h"

static bool is_our_origin(Str origin, Str host)
{
    size_t at;
    if (!str_find(origin, S("://"), &at))
        return false;
    Str authority, path;
    str_cut(str_from(origin, at + 3), '/', &authority, &path);
    return str_eq_nocase(authority, host);
}

/* Sec-Fetch-Site cannot be forged by a page; browsers before it still say Origin, or at least Referer. */
bool csrf_site_is_ours(const Request *q, Str referer)
{
    if (q->sec_fetch_site.len)
        return str_eq(q->sec_fetch_site, S("same-origin")) || str_eq(q->sec_fetch_site, S("none"));
    return is_our_origin(q->origin.len ? q->origin : referer, q->host);
}

/* The field holds the form's name and its token: "assign:<token>". */
static bool token_is_ours(const Request *q)
{
    Str given = pairs_get(&q->form, S("csrf")), form, token;
    return q->token.len && str_cut(given, ':', &form, &token) && access_csrf_ok(q->arena, q->token, form, token);
}

Err csrf_check(const Request *q, const Route *route, Str referer)
{
    if (route->is_api || !str_eq(q->method, S("POST")))
        return NULL;
    if (!csrf_site_is_ours(q, referer))
        return ERR(q->arena, ERR_DENIED, "err.web.other_site");
    if (!route->open_form && !token_is_ours(q))
        return ERR(q->arena, ERR_DENIED, "err.web.form_old");
    return NULL;
}

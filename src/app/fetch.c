// SPDX-License-Identifier: Apache-2.0
/* One GET over HTTP or HTTPS, for `shaichang verify`; the only file that sees libcurl. */
#include <curl/curl.h>

#include "app/fetch.h"

enum { FETCH_SECONDS = 20, HTTP_OK = 200, HTTP_NOT_FOUND = 404, HTTP_GONE = 410, HTTP_TOO_FAST = 429, HTTP_BUSY = 503 };

static size_t gather(char *bytes, size_t size, size_t count, void *arg)
{
    out_raw(arg, (Str){bytes, size * count});
    return out_full(arg) ? 0 : size * count;
}

/* The status, or 0 when no answer came; *ret_why says why not. */
static long ask(Arena *a, Str url, Out *o, const char **ret_why)
{
    CURL *curl = curl_easy_init();
    long status = 0;
    REQUIRE(curl);
    curl_easy_setopt(curl, CURLOPT_URL, arena_cstr(a, url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)FETCH_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, gather);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, o);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    *ret_why = curl_easy_strerror(code);
    return code == CURLE_OK ? status : 0;
}

Err app_fetch_if_there(Arena *a, Str url, size_t bytes_max, Str *ret_body, bool *ret_gone)
{
    Out *o = out_new(a, bytes_max, NULL);
    const char *why;
    long status = ask(a, url, o, &why);
    *ret_gone = status == HTTP_GONE;
    *ret_body = status == HTTP_OK ? out_str(o) : STR_NONE;
    if (status == HTTP_OK || status == HTTP_NOT_FOUND || status == HTTP_GONE)
        return NULL;
    Str detail = arena_printf(a, "HTTP %ld, %s", status, why);
    bool is_away = status == 0 || status == HTTP_BUSY || status == HTTP_TOO_FAST; /* an answer may come yet */
    return ERR(a, is_away ? ERR_AGAIN : ERR_MISSING, "err.app.not_readable", .args = {url}, .detail = detail);
}

Err app_fetch(Arena *a, Str url, size_t bytes_max, Str *ret_body)
{
    bool gone;
    TRY(app_fetch_if_there(a, url, bytes_max, ret_body, &gone));
    return ret_body->at ? NULL : ERR(a, ERR_MISSING, "err.app.not_readable", .args = {url}, .detail = S("HTTP 404 or 410"));
}

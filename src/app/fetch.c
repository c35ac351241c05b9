// SPDX-License-Identifier: Apache-2.0
/* One GET over HTTP or HTTPS, for `shaichang verify`; the only file that sees libcurl. */
#include <curl/curl.h>

#include "app/fetch.h"

enum { FETCH_SECONDS = 20 };

static size_t gather(char *bytes, size_t size, size_t count, void *arg)
{
    out_raw(arg, (Str){bytes, size * count});
    return out_full(arg) ? 0 : size * count;
}

Err app_fetch(Arena *a, Str url, size_t bytes_max, Str *ret_body)
{
    CURL *curl = curl_easy_init();
    Out *o = out_new(a, bytes_max, NULL);
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
    if (code != CURLE_OK || status != 200)
        return ERR(a, ERR_MISSING, "err.app.not_readable", .args = {url}, .detail = str_of(curl_easy_strerror(code)));
    *ret_body = out_str(o);
    return NULL;
}

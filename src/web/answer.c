// SPDX-License-Identifier: Apache-2.0
/* Heads: the status line and every header an answer carries (trust.md 5.3). */
#include "web/inside.h"

static const struct {
    int status;
    const char *line;
} status_lines[] = {
#define LINE(status, words) {status, "HTTP/1.1 " #status " " words "\r\n"}
    LINE(200, "OK"),
    LINE(201, "Created"),
    LINE(204, "No Content"),
    LINE(303, "See Other"),
    LINE(304, "Not Modified"),
    LINE(400, "Bad Request"),
    LINE(401, "Unauthorized"),
    LINE(403, "Forbidden"),
    LINE(404, "Not Found"),
    LINE(405, "Method Not Allowed"),
    LINE(408, "Request Timeout"),
    LINE(409, "Conflict"),
    LINE(410, "Gone"),
    LINE(413, "Content Too Large"),
    LINE(414, "URI Too Long"),
    LINE(415, "Unsupported Media Type"),
    LINE(417, "Expectation Failed"),
    LINE(422, "Unprocessable Content"),
    LINE(429, "Too Many Requests"),
    LINE(431, "Request Header Fields Too Large"),
    LINE(501, "Not Implemented"),
    LINE(503, "Service Unavailable"),
    LINE(505, "HTTP Version Not Supported"),
    LINE(500, "Internal Server Error"),
#undef LINE
};

Str answer_status_line(int status)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(status_lines) && status_lines[i].status != status)
        i++;
    return str_of(status_lines[i].line);
}

#define EVERYWHERE                                                                                                     \
    "X-Content-Type-Options: nosniff\r\n"                                                                              \
    "Cross-Origin-Opener-Policy: same-origin\r\n"                                                                      \
    "Cross-Origin-Resource-Policy: same-origin\r\n"

/* Paper is shown by the browser's own viewer, which the strict policy would blind. */
static const char page_policy[] =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'\r\n";
static const char no_devices[] =
    "Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=()\r\n";

static const char transport[] = "Strict-Transport-Security: max-age=63072000\r\n";

/* A value with a line end in it would be a header of its own: it is left out. */
static void put_header(Out *o, const char *name, Str value)
{
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 127)
            return;
    out_raw(o, str_of(name));
    out_raw(o, S(": "));
    out_raw(o, value);
    out_raw(o, S("\r\n"));
}

static void put_if(Out *o, const char *name, Str value)
{
    if (value.len)
        put_header(o, name, value);
}

/* An address in a header is ASCII without blanks. */
static Str ascii_address(Arena *a, Str address)
{
    Out *o = out_new(a, 3 * LIMIT_URL_BYTES, NULL);
    for (size_t i = 0; i < address.len; i++) {
        Str one = str_sub(address, i, 1);
        if (one.at[0] > ' ' && one.at[0] < 127)
            out_raw(o, one);
        else
            out_url_part(o, one);
    }
    return out_str(o);
}

static bool has_header(const HeadParts *p, const char *name)
{
    for (size_t i = 0; i < p->header_count; i++)
        if (str_eq_nocase(str_of(p->headers[i].name), str_of(name)))
            return true;
    return false;
}

Str answer_head(Arena *a, const HeadParts *p)
{
    enum { HEAD_MAX = 16 * 1024 };
    Out *o = out_new(a, HEAD_MAX, NULL);
    Str type = str_of(p->type);
    bool is_public = p->varies || str_has(p->cache_control, S("immutable"));
    out_raw(o, answer_status_line(p->status));
    put_if(o, "Content-Type", type);
    if (p->status != 304)
        out_printf(o, "Content-Length: %zu\r\n", p->length);
    put_if(o, "Content-Encoding", p->encoding);
    put_if(o, "ETag", p->etag);
    put_if(o, "Location", ascii_address(a, p->location));
    if (!has_header(p, "Cache-Control"))
        put_if(o, "Cache-Control", p->cache_control);
    if (p->varies)
        out_raw(o, S("Vary: Accept-Encoding, Cookie\r\n"));
    out_raw(o, S(EVERYWHERE));
    /* Older browsers say "Origin: null" when a page with a form asks for no referrer at all; its own site may know. */
    out_raw(o, is_public ? S("Referrer-Policy: no-referrer\r\n") : S("Referrer-Policy: same-origin\r\n"));
    put_if(o, "Content-Security-Policy", p->policy);
    if (!p->policy.len && !str_starts(type, S("application/pdf")))
        out_raw(o, (Str){page_policy, sizeof page_policy - 1});
    if (!str_starts(type, S("application/pdf")))
        out_raw(o, (Str){no_devices, sizeof no_devices - 1});
    if (!p->edge)
        out_raw(o, (Str){transport, sizeof transport - 1});
    for (size_t i = 0; i < p->header_count; i++)
        put_header(o, p->headers[i].name, p->headers[i].value);
    return out_str(o);
}

/* -- refusals made once --------------------------------------------------------------------------------------------------- */

/* `to_program` and `field`: the same as an error with a way out. */
static const struct {
    int status;
    const char *key, *to_program, *field;
    ErrCode code;
    Header header;
} canned_rows[] = {
    {400, "web.refused.400", "err.web.unclear", "", ERR_INPUT, {0}},
    {404, "web.refused.404", "err.web.missing", "", ERR_MISSING, {0}},
    {405, "web.refused.405", "err.web.method", "", ERR_INPUT, {"Allow", {"GET, HEAD, POST", 15}}},
    {408, "web.refused.408", "err.web.unfinished", "", ERR_INPUT, {0}},
    {413, "web.refused.413", "err.web.too_large", "Content-Length", ERR_LIMIT, {0}},
    {414, "web.refused.414", "err.web.too_long", "", ERR_LIMIT, {0}},
    {415, "web.refused.415", "err.web.content_type", "Content-Type", ERR_INPUT, {0}},
    {417, "web.refused.417", "err.web.unclear", "Expect", ERR_INPUT, {0}},
    {431, "web.refused.431", "err.web.too_long", "", ERR_LIMIT, {0}},
    {501, "web.refused.501", "err.web.method", "", ERR_INPUT, {0}},
    {505, "web.refused.505", "err.web.unclear", "", ERR_INPUT, {0}},
    {503, "web.refused.503", "err.web.busy", "", ERR_AGAIN, {"Retry-After", {"2", 1}}},
};

static void can(Arena *a, const WebOptions *o, size_t row, CannedForm form, Canned *made)
{
    bool is_text = form == CANNED_TEXT;
    HeadParts head = {.status = canned_rows[row].status, .cache_control = S("no-store"), .edge = o->edge,
                      .type = is_text ? "text/plain; charset=utf-8" : "application/problem+json; charset=utf-8",
                      .headers = &canned_rows[row].header, .header_count = canned_rows[row].header.name ? 1 : 0,
                      .length = made->bodies[form].len};
    made->heads[form] = answer_head(a, &head);
}

static Str to_reader(Arena *a, const WebOptions *o, size_t row)
{
    Str key = str_of(canned_rows[row].key), zh = lang_get(o->zh, key), en = lang_get(o->en, key);
    return arena_printf(a, "%.*s\n%.*s\n", STR_ARG(zh), STR_ARG(en));
}

static Str to_program(Arena *a, const Lang *l, size_t row)
{
    enum { PROBLEM_MAX = 2048 };
    Out *o = out_new(a, PROBLEM_MAX, l);
    error_problem(o, l, &(Fault){.code = canned_rows[row].code, .key = str_of(canned_rows[row].to_program),
                                    .field = str_of(canned_rows[row].field),
                                    .args = {i64_plain(a, LIMIT_JSON_BYTES)}}, canned_rows[row].status, STR_NONE);
    return out_str(o);
}

const Canned *canned_make(Arena *a, const WebOptions *o)
{
    Canned *made = ARENA_ARRAY(a, Canned, COUNT_OF(canned_rows));
    for (size_t i = 0; i < COUNT_OF(canned_rows); i++) {
        made[i] = (Canned){.status = canned_rows[i].status,
                           .bodies = {to_reader(a, o, i), to_program(a, o->zh, i), to_program(a, o->en, i)}};
        for (CannedForm form = CANNED_TEXT; form < CANNED_FORMS; form++)
            can(a, o, i, form, &made[i]);
    }
    return made;
}

const Canned *canned_find(const Server *s, int status)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(canned_rows) && s->canned[i].status != status)
        i++;
    return &s->canned[i];
}

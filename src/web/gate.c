// SPDX-License-Identifier: Apache-2.0
/* The gate: request line, header lines, framing, target. Every rule is a refusal with a name. */
#include "web/gate.h"

#define REFUSE(status_, why_)                                                                                          \
    do {                                                                                                               \
        static const Refusal refusal_ = {(status_), (why_)};                                                           \
        return &refusal_;                                                                                              \
    } while (0)

#define PASS(call)                                                                                                     \
    do {                                                                                                               \
        const Refusal *no_ = (call);                                                                                   \
        if (no_)                                                                                                       \
            return no_;                                                                                                \
    } while (0)

enum { IS_TOKEN = 1, IS_PATH = 2, IS_QUERY = 4, IS_HOST = 8, IS_CONTROL = 16, IS_ZERO = 32 };

/* One bit per question we ask about a byte. */
static const uint8_t kinds[256] = {
    [0 ... 8] = IS_CONTROL, [11 ... 12] = IS_CONTROL, [14 ... 31] = IS_CONTROL, [127] = IS_CONTROL,
    ['a' ... 'z'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST,
    ['A' ... 'Z'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST,
    ['1' ... '9'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST,
    ['0'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST | IS_ZERO,
    ['-'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST, ['.'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST | IS_ZERO,
    ['_'] = IS_TOKEN | IS_PATH | IS_QUERY | IS_HOST, ['~'] = IS_TOKEN | IS_PATH | IS_QUERY,
    ['!'] = IS_TOKEN | IS_PATH | IS_QUERY, ['$'] = IS_TOKEN | IS_PATH | IS_QUERY,
    ['%'] = IS_TOKEN | IS_PATH | IS_QUERY, ['&'] = IS_TOKEN | IS_PATH | IS_QUERY,
    ['\''] = IS_TOKEN | IS_PATH | IS_QUERY, ['*'] = IS_TOKEN | IS_PATH | IS_QUERY,
    ['+'] = IS_TOKEN | IS_PATH | IS_QUERY, ['#'] = IS_TOKEN, ['^'] = IS_TOKEN, ['`'] = IS_TOKEN,
    ['|'] = IS_TOKEN | IS_QUERY, ['('] = IS_PATH | IS_QUERY, [')'] = IS_PATH | IS_QUERY,
    [','] = IS_PATH | IS_QUERY, [';'] = IS_PATH | IS_QUERY, ['='] = IS_PATH | IS_QUERY,
    [':'] = IS_PATH | IS_QUERY | IS_HOST, ['@'] = IS_PATH | IS_QUERY, ['/'] = IS_PATH | IS_QUERY,
    ['?'] = IS_QUERY, ['['] = IS_QUERY | IS_HOST, [']'] = IS_QUERY | IS_HOST,
};

static bool all_are(Str s, unsigned kind)
{
    for (size_t i = 0; i < s.len; i++)
        if (!(kinds[(unsigned char)s.at[i]] & kind))
            return false;
    return true;
}

const Refusal *gate_scan(Str bytes, size_t *scanned, size_t *ret_len)
{
    *ret_len = 0;
    for (size_t i = *scanned; i < bytes.len; i++) {
        char c = bytes.at[i];
        if (kinds[(unsigned char)c] & IS_CONTROL)
            REFUSE(400, "control byte");
        bool after_cr = i > 0 && bytes.at[i - 1] == '\r';
        if (after_cr && c != '\n')
            REFUSE(400, "bare CR");
        if (c != '\n')
            continue;
        if (!after_cr)
            REFUSE(400, "bare LF");
        if (i == 1)
            REFUSE(400, "leading empty line");
        if (i >= 3 && bytes.at[i - 2] == '\n') {
            *ret_len = i + 1;
            break;
        }
    }
    *scanned = bytes.len;
    if ((*ret_len ? *ret_len : bytes.len) > LIMIT_HEADER_BYTES)
        REFUSE(431, "header block too large");
    return NULL;
}

/* -- the target ------------------------------------------------------------------------------------------------------ */

static const Refusal *read_host(Str host)
{
    Str name, port;
    if (host.len == 0 || !all_are(host, IS_HOST))
        REFUSE(400, "bad Host");
    bool is_v6 = host.at[0] == '[';
    if (is_v6) {
        if (!str_cut(host, ']', &name, &port))
            REFUSE(400, "bad Host");
        if (port.len && port.at[0] != ':')
            REFUSE(400, "bad Host");
        port = str_from(port, 1);
    } else {
        str_cut(host, ':', &name, &port);
        if (name.len == 0 || str_has(host, S("[")) || str_has(host, S("]")))
            REFUSE(400, "bad Host");
    }
    uint64_t number = 0;
    if (port.len && (!str_to_u64(port, &number) || number > 65535))
        REFUSE(400, "bad Host");
    return NULL;
}

/* Absolute form is allowed when it names the same host as Host does: two names would be two answers. */
static const Refusal *read_target(Str target, GateHead *h)
{
    static const Str schemes[] = {{"http://", 7}, {"https://", 8}};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        if (!str_eq_nocase(str_sub(target, 0, schemes[i].len), schemes[i]))
            continue;
        size_t slash;
        Str rest = str_from(target, schemes[i].len);
        if (!str_find(rest, S("/"), &slash) || !str_eq_nocase(str_sub(rest, 0, slash), h->host))
            REFUSE(400, "absolute form for another host");
        target = str_from(rest, slash);
        break;
    }
    str_cut(target, '?', &h->path, &h->query);
    if (h->path.len == 0 || h->path.at[0] != '/' || !all_are(h->path, IS_PATH))
        REFUSE(400, "bad target");
    if (!all_are(h->query, IS_QUERY))
        REFUSE(400, "bad query");
    return NULL;
}

static const Refusal *read_method(Str method)
{
    static const Str served[] = {{"GET", 3}, {"POST", 4}, {"HEAD", 4}};
    static const Str known[] = {{"PUT", 3}, {"DELETE", 6}, {"PATCH", 5}, {"OPTIONS", 7}, {"TRACE", 5}, {"CONNECT", 7}};
    for (size_t i = 0; i < COUNT_OF(served); i++)
        if (str_eq(method, served[i]))
            return NULL;
    if (method.len == 0 || !all_are(method, IS_TOKEN))
        REFUSE(400, "bad method");
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(method, known[i]))
            REFUSE(405, "method not served");
    REFUSE(501, "method unknown");
}

static const Refusal *read_version(Str version, GateHead *h)
{
    if (str_eq(version, S("HTTP/1.1"))) {
        h->minor = 1;
        return NULL;
    }
    if (str_eq(version, S("HTTP/1.0"))) {
        h->close = true;
        return NULL;
    }
    bool is_version = version.len == 8 && str_starts(version, S("HTTP/")) && version.at[6] == '.';
    if (is_version && version.at[5] >= '0' && version.at[5] <= '9' && version.at[7] >= '0' && version.at[7] <= '9')
        REFUSE(505, "version not served");
    REFUSE(400, "bad version");
}

static const Refusal *read_request_line(Str line, GateHead *h, Str *ret_target)
{
    Str rest, version;
    if (!str_cut(line, ' ', &h->method, &rest) || !str_cut(rest, ' ', ret_target, &version))
        REFUSE(400, "bad request line");
    PASS(read_version(version, h));
    PASS(read_method(h->method));
    if (ret_target->len > LIMIT_URL_BYTES)
        REFUSE(414, "target too long");
    return NULL;
}

/* -- header lines ----------------------------------------------------------------------------------------------------- */

static const Refusal *read_length(Str value, GateHead *h)
{
    if (h->has_length)
        REFUSE(400, "second Content-Length");
    if (!str_to_u64(value, &h->length))
        REFUSE(400, "bad Content-Length");
    h->has_length = true;
    return NULL;
}

static const Refusal *read_coding(Str value, GateHead *h)
{
    if (h->chunked)
        REFUSE(400, "second Transfer-Encoding");
    if (!str_eq_nocase(value, S("chunked")))
        REFUSE(400, "bad Transfer-Encoding");
    if (h->minor == 0)
        REFUSE(400, "Transfer-Encoding in HTTP/1.0");
    h->chunked = true;
    return NULL;
}

static const Refusal *read_connection(Str value, GateHead *h)
{
    Str part;
    while (str_next(&value, ',', &part))
        if (str_eq_nocase(str_trim(part), S("close")))
            h->close = true;
    return NULL;
}

static const Refusal *read_expect(Str value, GateHead *h)
{
    if (!str_eq_nocase(value, S("100-continue")))
        REFUSE(417, "unknown expectation");
    h->expects_continue = true;
    return NULL;
}

/* gzip;q=0 is a refusal of gzip, and so is not naming it. */
static const Refusal *read_encodings(Str value, GateHead *h)
{
    Str part;
    while (str_next(&value, ',', &part)) {
        Str name, weight;
        str_cut(part, ';', &name, &weight);
        if (!str_eq_nocase(str_trim(name), S("gzip")))
            continue;
        Str q = str_trim(weight);
        h->takes_gzip = !(str_starts(q, S("q=0")) && all_are(str_from(q, 2), IS_ZERO));
    }
    return NULL;
}

static const Refusal *read_forwarded(Str value, GateHead *h)
{
    Str part;
    while (str_next(&value, ',', &part))
        h->forwarded_for = str_trim(part);
    return NULL;
}

/* Good for a word on a page, for nothing else: the last one may stand. */
static const Refusal *read_agent(Str value, GateHead *h)
{
    h->user_agent = value;
    return NULL;
}

static const Refusal *read_language(Str value, GateHead *h)
{
    h->accept_language = value;
    return NULL;
}

/* Headers we act on. Those with a slot may stand once: of two, two readers might believe a different one. */
static const struct HeaderRule {
    Str name;
    size_t slot;
    const Refusal *(*read)(Str value, GateHead *h);
} header_rules[] = {
#define SLOT(name_, field) {{name_, sizeof name_ - 1}, offsetof(GateHead, field), NULL}
#define READ(name_, fn) {{name_, sizeof name_ - 1}, 0, fn}
    SLOT("Host", host),
    SLOT("Cookie", cookies),
    SLOT("Origin", origin),
    SLOT("Referer", referer),
    SLOT("Sec-Fetch-Site", sec_fetch_site),
    SLOT("Content-Type", content_type),
    SLOT("Authorization", authorization),
    SLOT("If-None-Match", if_none_match),
    SLOT("Idempotency-Key", idempotency_key),
    READ("Content-Length", read_length),
    READ("Transfer-Encoding", read_coding),
    READ("Connection", read_connection),
    READ("Expect", read_expect),
    READ("Accept-Encoding", read_encodings),
    READ("X-Forwarded-For", read_forwarded),
    READ("User-Agent", read_agent),
    READ("Accept-Language", read_language),
#undef SLOT
#undef READ
};

static const Refusal *read_header(Str line, GateHead *h)
{
    Str name, value;
    if (line.at[0] == ' ' || line.at[0] == '\t')
        REFUSE(400, "folded header");
    if (!str_cut(line, ':', &name, &value) || name.len == 0 || !all_are(name, IS_TOKEN))
        REFUSE(400, "bad header name");
    value = str_trim(value);
    for (size_t i = 0; i < COUNT_OF(header_rules); i++) {
        const struct HeaderRule *rule = &header_rules[i];
        if (rule->name.len != name.len || !str_eq_nocase(rule->name, name))
            continue;
        if (rule->read)
            return rule->read(value, h);
        Str *slot = (Str *)((char *)h + rule->slot);
        if (slot->at)
            REFUSE(400, "header given twice");
        *slot = value.len ? value : S("");
        break;
    }
    return NULL;
}

/* Lines end in CRLF; gate_scan has seen to that. */
static Str next_line(Str *rest)
{
    Str line = STR_NONE;
    str_next(rest, '\n', &line);
    return str_sub(line, 0, line.len ? line.len - 1 : 0);
}

const Refusal *gate_read(Str block, GateHead *ret_head)
{
    GateHead h = {0};
    Str rest = block, target;
    PASS(read_request_line(next_line(&rest), &h, &target));
    for (Str line = next_line(&rest); line.len; line = next_line(&rest)) {
        if (++h.header_count > LIMIT_HEADERS)
            REFUSE(431, "too many headers");
        PASS(read_header(line, &h));
    }
    if (!h.host.at)
        REFUSE(400, "no Host");
    PASS(read_host(h.host));
    PASS(read_target(target, &h));
    if (h.chunked && h.has_length)
        REFUSE(400, "Content-Length and Transfer-Encoding");
    if (gate_has_body(&h) && !str_eq(h.method, S("POST")))
        REFUSE(400, "body where none belongs");
    *ret_head = h;
    return NULL;
}

/* -- the path --------------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static const Refusal *undo_percent(Str raw, char *room, Str *ret_path)
{
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];
        if (c == '%') {
            int high = i + 2 < raw.len ? hex_digit(raw.at[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(raw.at[i + 2]) : -1;
            if (low < 0)
                REFUSE(400, "bad escape");
            c = (char)(high * 16 + low);
            i += 2;
            if (c == '/' || c == '\\')
                REFUSE(400, "hidden slash");
        }
        room[len++] = c;
    }
    *ret_path = (Str){room, len};
    return NULL;
}

const Refusal *gate_path(Str raw, char room[static LIMIT_URL_BYTES], Str *ret_path)
{
    if (raw.len > LIMIT_URL_BYTES)
        REFUSE(414, "path too long");
    Str path = raw;
    if (memchr(raw.at, '%', raw.len)) {
        PASS(undo_percent(raw, room, &path));
        if (!text_is_utf8(path) || text_has_control(path))
            REFUSE(400, "path is not text");
        if (memchr(path.at, '\n', path.len) || memchr(path.at, '\t', path.len))
            REFUSE(400, "path is not text");
    }
    Str rest = str_from(path, 1), segment;
    while (str_next(&rest, '/', &segment)) {
        bool is_last = rest.at == NULL;
        if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
            REFUSE(400, "dot segment");
        if (segment.len == 0 && !(is_last && path.len == 1))
            REFUSE(404, "empty segment");
    }
    *ret_path = path;
    return NULL;
}

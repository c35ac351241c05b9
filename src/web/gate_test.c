// SPDX-License-Identifier: Apache-2.0
/* The gate, read without a socket. The hostile ones are in test/hostile/http.txt; here is what is understood. */
#include "unit.h"
#include "web/gate.h"

static const Refusal *read_text(const char *text, GateHead *ret_head)
{
    size_t scanned = 0, len;
    const Refusal *no = gate_scan(str_of(text), &scanned, &len);
    if (no)
        return no;
    assert_int_equal(len, strlen(text));
    return gate_read(str_of(text), ret_head);
}

TEST(a_request_is_understood_whole)
{
    GateHead h;
    assert_null(read_text("POST /v/1?a=b&c HTTP/1.1\r\nhOsT: sun.example:8443\r\nCookie:  s=1; read=zh.large \r\n"
                          "Origin: https://sun.example\r\nSec-Fetch-Site: same-origin\r\nReferer: https://sun.example/x\r\n"
                          "Content-Type: application/json\r\nContent-Length: 0012\r\nAuthorization: Bearer abc\r\n"
                          "If-None-Match: \"e\"\r\nIdempotency-Key: k\r\nX-Forwarded-For: 1.2.3.4, 5.6.7.8\r\n"
                          "Accept-Encoding: br, gzip;q=0.5\r\nExpect: 100-Continue\r\n\r\n",
                          &h));
    assert_str(h.method, S("POST"));
    assert_str(h.path, S("/v/1"));
    assert_str(h.query, S("a=b&c"));
    assert_str(h.host, S("sun.example:8443"));
    assert_str(h.cookies, S("s=1; read=zh.large"));
    assert_str(h.forwarded_for, S("5.6.7.8"));
    assert_int_equal(h.length, 12);
    assert_int_equal(h.header_count, 13);
    assert_true(h.takes_gzip && h.expects_continue && h.has_length && !h.chunked && !h.close && gate_has_body(&h));
}

/* llhttp behind it would refuse most of these as well; here the gate stands alone. */
TEST(each_rule_refuses_by_itself)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "leading empty line"},
        {"GET / HTTP/1.1\nHost: h\n\n", "bare LF"},
        {"GET / HTTP/1.1\r\nHost: h\n\r\n", "bare LF"},
        {"GET / HTTP/1.1\r\nHost: h\r\n\n", "bare LF"},
        {"GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n", "bare CR"},
        {"GET / HTTP/1.1\r\nHost: h\x01\r\n\r\n", "control byte"},
        {"GET / HTTP/1.1\r\n Host: h\r\n\r\n", "folded header"},
        {"GET / HTTP/1.1\r\nHost: h\r\n\tx\r\n\r\n", "folded header"},
        {"GET / HTTP/1.1\r\nHost : h\r\n\r\n", "bad header name"},
        {"GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", "bad header name"},
        {"GET / HTTP/1.1\r\n\r\n", "no Host"},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "bad Host"},
        {"GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", "header given twice"},
        {"GET / HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n", "header given twice"},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "second Content-Length"},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1,1\r\n\r\n", "bad Content-Length"},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", "bad Content-Length"},
        {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", "bad Transfer-Encoding"},
        {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
         "second Transfer-Encoding"},
        {"POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding in HTTP/1.0"},
        {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
         "Content-Length and Transfer-Encoding"},
        {"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n", "body where none belongs"},
        {"GET /\r\nHost: h\r\n\r\n", "bad request line"},
        {"GET / HTTP/1.1x\r\nHost: h\r\n\r\n", "bad version"},
        {"GET / HTTP/2.0\r\nHost: h\r\n\r\n", "version not served"},
        {"FOO / HTTP/1.1\r\nHost: h\r\n\r\n", "method unknown"},
        {"PUT / HTTP/1.1\r\nHost: h\r\n\r\n", "method not served"},
        {"GET h HTTP/1.1\r\nHost: h\r\n\r\n", "bad target"},
        {"GET /\"a HTTP/1.1\r\nHost: h\r\n\r\n", "bad target"},
        {"GET /?a#b HTTP/1.1\r\nHost: h\r\n\r\n", "bad query"},
        {"GET http://x/ HTTP/1.1\r\nHost: h\r\n\r\n", "absolute form for another host"},
        {"GET / HTTP/1.1\r\nHost: h\r\nExpect: more\r\n\r\n", "unknown expectation"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        GateHead h;
        const Refusal *no = read_text(rows[i].text, &h);
        if (!no || !str_eq(str_of(no->why), str_of(rows[i].why)))
            fail_msg("%s: %s, wanted %s", rows[i].text, no ? no->why : "passed", rows[i].why);
    }
}

TEST(gzip_is_taken_only_from_those_who_want_it)
{
    static const struct {
        const char *value;
        bool takes;
    } rows[] = {
        {"gzip", true},      {"GZIP", true},       {"br, gzip", true},    {"gzip;q=0.001", true}, {"gzip; q=1", true},
        {"gzip;q=0", false}, {"gzip;q=0.0", false}, {"gzip;q=0.", false}, {"br", false},          {"xgzip", false},
        {"", false},         {"identity", false},  {"*", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[200];
        GateHead h;
        (void)snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: %s\r\n\r\n", rows[i].value);
        assert_null(read_text(text, &h));
        if (h.takes_gzip != rows[i].takes)
            fail_msg("%s", rows[i].value);
    }
}

TEST(a_host_is_a_name_and_perhaps_a_port)
{
    static const struct {
        const char *host;
        bool fine;
    } rows[] = {
        {"h", true},       {"sun.example", true}, {"h:1", true},   {"h:65535", true}, {"h:65536", false}, {"h:", true},
        {"[::1]", true},   {"[::1]:80", true},    {"[::1", false}, {"[::1]x", false}, {":80", false},     {"h:8a", false},
        {"a h", false},    {"h/", false},         {"h?", false},   {"h\\", false},    {"a[b", false},     {"h#", false},
        {"\xe6\x99\x92", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[200];
        GateHead h;
        (void)snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", rows[i].host);
        if (!read_text(text, &h) != rows[i].fine)
            fail_msg("%s", rows[i].host);
    }
}

TEST(a_path_has_one_meaning)
{
    static const struct {
        const char *raw, *path;
        int status;
    } rows[] = {
        {"/", "/", 0},
        {"/v/371603106200", "/v/371603106200", 0},
        {"/%e6%99%92/%41", "/\xe6\x99\x92/A", 0},
        {"/a%2Bb+c", "/a+b+c", 0},
        {"/%2565", "/%65", 0},
        {"/a/", NULL, 404},
        {"//a", NULL, 404},
        {"/a//b", NULL, 404},
        {"/./a", NULL, 400},
        {"/a/..", NULL, 400},
        {"/%2E%2e/a", NULL, 400},
        {"/%2f", NULL, 400},
        {"/%5C", NULL, 400},
        {"/%", NULL, 400},
        {"/%4", NULL, 400},
        {"/%g0", NULL, 400},
        {"/%00", NULL, 400},
        {"/%0a", NULL, 400},
        {"/%09", NULL, 400},
        {"/%7f", NULL, 400},
        {"/%c0%80", NULL, 400},
        {"/%f4%90%80%80", NULL, 400},
        {"/%e2%80%ae", NULL, 400}, /* turns the reading direction around */
        {"/...", "/...", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char room[LIMIT_URL_BYTES];
        Str path = STR_NONE;
        const Refusal *no = gate_path(str_of(rows[i].raw), room, &path);
        if ((no ? no->status : 0) != rows[i].status)
            fail_msg("%s: %s", rows[i].raw, no ? no->why : "passed");
        if (!no)
            assert_str(path, str_of(rows[i].path));
    }
}

TEST(the_end_of_a_block_is_found_in_any_pieces)
{
    static const char text[] = "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\nGET";
    for (size_t step = 1; step < sizeof text; step++) {
        size_t scanned = 0, len = 0;
        for (size_t at = step; !len; at += step) {
            Str so_far = str_sub(S("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\nGET"), 0, at);
            assert_null(gate_scan(so_far, &scanned, &len));
            assert_true(at < 2 * sizeof text);
        }
        assert_int_equal(len, sizeof text - 1 - 3);
    }
}

TEST(a_block_without_end_is_refused_at_the_ceiling)
{
    static char bytes[LIMIT_HEADER_BYTES + 1];
    memset(bytes, 'a', sizeof bytes);
    size_t scanned = 0, len;
    assert_null(gate_scan((Str){bytes, LIMIT_HEADER_BYTES}, &scanned, &len));
    const Refusal *no = gate_scan((Str){bytes, LIMIT_HEADER_BYTES + 1}, &scanned, &len);
    assert_non_null(no);
    assert_int_equal(no->status, 431);
}

TEST_MAIN

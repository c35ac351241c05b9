// SPDX-License-Identifier: Apache-2.0
/* Whole requests and answers without a socket: pages kept and remade, choices, assets, errors in words, sessions, forms. */
#include "access_bench.h"
#include "web/inside.h"
#include "web_fixture.h"

typedef struct Desk {
    Arena *a; /* what is said; lives as long as the test */
    Clock *clock;
    Server *server;
} Desk;

static Desk open_desk(WebOptions *options)
{
    Desk d = {.a = arena_new(512 * 1024 * 1024)};
    d.clock = clock_by_hand(d.a, (Instant){1788570000000}); /* 2026-09-05 09:00 in Shanghai */
    WebOptions o = fixture_options(d.a, d.clock);
    if (options) {
        o.store = options->store;
        o.roles = options->roles;
        o.edge = options->edge;
        o.demo_note = options->demo_note;
        o.no_cache = options->no_cache;
    }
    assert_ok(web_server_new(d.a, &o, &d.server));
    return d;
}

static Str say(Desk *d, const char *fmt, ...) PRINTF_LIKE(2, 3);
static Str say(Desk *d, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    Str raw = arena_vprintf(d->a, fmt, args), answer;
    va_end(args);
    assert_ok(web_handle_once(d->server, d->a, raw, &answer));
    return answer;
}

static Str get_page(Desk *d, const char *path, const char *headers)
{
    return say(d, "GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n", path, headers);
}

static Str post_form(Desk *d, const char *path, const char *headers, Str body)
{
    return say(d,
               "POST %s HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
               "%sContent-Length: %zu\r\n\r\n%.*s",
               path, headers, body.len, STR_ARG(body));
}

static Str head_of(Str answer, const char *name)
{
    Str rest = answer, line, key, value;
    while (str_next(&rest, '\n', &line) && line.len > 1)
        if (str_cut(line, ':', &key, &value) && str_eq_nocase(key, str_of(name)))
            return str_trim(value);
    return STR_NONE;
}

static Str body_of(Str answer)
{
    size_t at;
    assert_true(str_find(answer, S("\r\n\r\n"), &at));
    return str_from(answer, at + 4);
}

#define assert_status(answer, status) assert_str(str_sub((answer), 9, 3), S(status))
#define assert_has(text, part)                                                                                         \
    do {                                                                                                               \
        if (!str_has((text), S(part)))                                                                                 \
            fail_msg("no \"%s\" in %.*s", part, STR_ARG(text));                                                        \
    } while (0)

/* -- public pages -------------------------------------------------------------------------------------------------------- */

static int made_by(Desk *d, const char *path, const char *headers)
{
    int before = atomic_load(&fixture_made);
    assert_status(get_page(d, path, headers), "200");
    return atomic_load(&fixture_made) - before;
}

TEST(a_public_page_is_made_once_for_each_choice)
{
    Desk d = open_desk(NULL);
    assert_int_equal(made_by(&d, "/v/1", ""), 1);
    assert_int_equal(made_by(&d, "/v/1", ""), 0);
    assert_int_equal(made_by(&d, "/v/1", "Accept-Encoding: gzip\r\n"), 0);
    assert_int_equal(made_by(&d, "/v/1", "Cookie: s=whoever\r\n"), 0);
    assert_int_equal(made_by(&d, "/v/%31", ""), 0);
    assert_int_equal(made_by(&d, "/v/1", "Cookie: read=en.normal\r\n"), 1);
    assert_int_equal(made_by(&d, "/v/1", "Cookie: a=b; read=zh.large\r\n"), 1);
    assert_int_equal(made_by(&d, "/v/1.json", ""), 1);
    assert_int_equal(made_by(&d, "/v/1.json", ""), 0);
    assert_int_equal(made_by(&d, "/", ""), 1);
    assert_int_equal(made_by(&d, "/index.json", ""), 1);
    assert_int_equal(made_by(&d, "/index.json", ""), 0);
    assert_int_equal(made_by(&d, "/v/1?q=x", ""), 1); /* a search is nobody else's */
    assert_int_equal(made_by(&d, "/v/1?q=x", ""), 1);
    arena_free(d.a);
}

TEST(a_kept_page_says_the_same_as_a_fresh_one)
{
    Desk d = open_desk(NULL);
    Str fresh = get_page(&d, "/v/1", ""), kept = get_page(&d, "/v/1", "");
    assert_str(kept, fresh);
    assert_str(head_of(kept, "Cache-Control"), S("no-cache"));
    assert_str(head_of(kept, "Vary"), S("Accept-Encoding, Cookie"));
    Str etag = head_of(kept, "ETag");
    assert_int_equal(etag.len, 34);
    Str gzip = get_page(&d, "/v/1", "Accept-Encoding: gzip\r\n");
    assert_str(head_of(gzip, "Content-Encoding"), S("gzip"));
    assert_true(body_of(gzip).len * 3 < body_of(kept).len);
    assert_int_equal(str_eq(head_of(gzip, "Content-Length"), i64_plain(d.a, (int64_t)body_of(gzip).len)), true);
    Str same = say(&d, "GET /v/1 HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"x\", %.*s\r\n\r\n", STR_ARG(etag));
    assert_status(same, "304");
    assert_int_equal(body_of(same).len, 0);
    Str head = say(&d, "HEAD /v/1 HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_int_equal(body_of(head).len, 0);
    assert_str(head_of(head, "Content-Length"), head_of(kept, "Content-Length"));
    arena_free(d.a);
}

TEST(a_kept_page_ends_at_midnight_and_at_a_touch)
{
    Desk d = open_desk(NULL);
    assert_int_equal(made_by(&d, "/v/1", ""), 1);
    clock_set(d.clock, (Instant){date_end(instant_date(clock_now(d.clock))).ms - 1});
    assert_int_equal(made_by(&d, "/v/1", ""), 0);
    clock_set(d.clock, (Instant){clock_now(d.clock).ms + 1});
    assert_int_equal(made_by(&d, "/v/1", ""), 1);
    assert_int_equal(made_by(&d, "/v/1.json", ""), 1);
    web_touch(S("/v/2"));
    assert_int_equal(made_by(&d, "/v/1", ""), 0);
    web_touch(S("/v/1"));
    assert_int_equal(made_by(&d, "/v/1", ""), 1);
    assert_int_equal(made_by(&d, "/v/1.json", ""), 1);
    arena_free(d.a);
}

TEST(without_the_cache_every_page_is_made)
{
    Desk d = open_desk(&(WebOptions){.edge = true, .no_cache = true});
    assert_int_equal(made_by(&d, "/v/1", ""), 1);
    assert_int_equal(made_by(&d, "/v/1", ""), 1);
    arena_free(d.a);
}

/* -- choices ---------------------------------------------------------------------------------------------------------------- */

TEST(a_choice_becomes_a_cookie_and_a_clean_address)
{
    static const struct {
        const char *target, *cookie, *location, *set;
    } rows[] = {
        {"/v/1?lang=en", "", "/v/1", "read=en.normal"},
        {"/v/1?lang=en&type=large", "", "/v/1", "read=en.large"},
        {"/v/1?type=large", "read=en.normal", "/v/1", "read=en.large"},
        {"/v/1?type=normal&a=%41&b", "read=zh.large", "/v/1?a=%41&b", "read=zh.normal"},
        {"/v/1?a=1&lang=zh", "read=en.large", "/v/1?a=1", "read=zh.large"},
        {"http://h/v/1?lang=zh", "", "/v/1", "read=zh.normal"},
    };
    Desk d = open_desk(NULL);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str answer = say(&d, "GET %s HTTP/1.1\r\nHost: h\r\nCookie: %s\r\n\r\n", rows[i].target, rows[i].cookie);
        assert_status(answer, "303");
        assert_str(head_of(answer, "Location"), str_of(rows[i].location));
        assert_true(str_starts(head_of(answer, "Set-Cookie"), str_of(rows[i].set)));
        assert_has(answer, "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax\r\n");
    }
    assert_status(get_page(&d, "/v/1?lang=fr", ""), "200");
    assert_status(get_page(&d, "/v/1?type=question", ""), "200");
    assert_has(get_page(&d, "/v/1", ""), "<html lang=\"zh-CN\" class=\"\">");
    assert_has(get_page(&d, "/v/1", "Cookie: read=en.large\r\n"), "<html lang=\"en\" class=\"large\">");
    assert_has(get_page(&d, "/v/1", "Cookie: read=xx\r\n"), "<html lang=\"zh-CN\" class=\"\">");
    arena_free(d.a);
}

TEST(a_cookie_given_twice_is_none)
{
    assert_str(cookie_get(S("a=1; s=x; b=2"), S("s")), S("x"));
    assert_str(cookie_get(S("s=x"), S("s")), S("x"));
    assert_str(cookie_get(S("s="), S("s")), S(""));
    assert_str(cookie_get(S("ss=x; s =y; xs=z"), S("s")), S(""));
    assert_str(cookie_get(S("s=x; s=y"), S("s")), S(""));
    assert_str(cookie_get(S(""), S("s")), S(""));
    Arena *a = arena_new(4096);
    assert_str(cookie_make(a, false, S("__Host-s"), S("t"), 9),
               S("__Host-s=t; Path=/; Max-Age=9; HttpOnly; SameSite=Lax; Secure"));
    arena_free(a);
}

/* -- headers, assets, health --------------------------------------------------------------------------------------------------- */

TEST(every_page_is_sent_with_its_armour)
{
    static const char *const paths[] = {"/v/1", "/echo/a", "/nowhere", "/healthz", "/a/sun.css"};
    for (int edge = 0; edge < 2; edge++) {
        Desk d = open_desk(&(WebOptions){.edge = edge});
        for (size_t i = 0; i < COUNT_OF(paths); i++) {
            Str answer = get_page(&d, paths[i], "");
            assert_has(answer, "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'");
            assert_has(answer, "frame-ancestors 'none'");
            assert_false(str_has(answer, S("unsafe")));
            assert_str(head_of(answer, "X-Content-Type-Options"), S("nosniff"));
            assert_str(head_of(answer, "Cross-Origin-Opener-Policy"), S("same-origin"));
            assert_int_equal(head_of(answer, "Strict-Transport-Security").len > 0, !edge);
        }
        assert_str(head_of(get_page(&d, "/echo/a", ""), "Cache-Control"), S("no-store"));
        arena_free(d.a);
    }
}

TEST(no_page_carries_script_or_style_of_its_own)
{
    static const char *const paths[] = {"/v/1", "/nowhere", "/form"};
    Desk d = open_desk(&(WebOptions){.edge = true, .demo_note = S("web.demo_note")});
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        Str body = body_of(get_page(&d, paths[i], ""));
        assert_false(str_has(body, S("<script")) || str_has(body, S("<style")) || str_has(body, S(" style=")));
        assert_false(str_has(body, S(" onclick")) || str_has(body, S("javascript:")));
        assert_has(body, "<meta name=\"viewport\"");
        assert_has(body, "演示数据");
    }
    arena_free(d.a);
}

TEST(an_asset_is_named_by_its_bytes)
{
    Desk d = open_desk(NULL);
    Str page = body_of(get_page(&d, "/v/1", "")), address = assets_address(&d.server->assets, S("/a/sun.css"));
    assert_true(str_has(page, address));
    assert_int_equal(address.len, sizeof "/a/sun.css?v=01234567" - 1);
    Str answer = get_page(&d, arena_cstr(d.a, address), "");
    assert_status(answer, "200");
    assert_str(body_of(answer), fixture_assets[0].bytes);
    assert_str(head_of(answer, "Cache-Control"), S("public, max-age=31536000, immutable"));
    Str gzip = get_page(&d, "/a/sun.css", "Accept-Encoding: gzip\r\n");
    assert_str(head_of(gzip, "Content-Encoding"), S("gzip"));
    Str etag = head_of(answer, "ETag");
    Str same = say(&d, "GET /a/sun.css HTTP/1.1\r\nHost: h\r\nIf-None-Match: %.*s\r\n\r\n", STR_ARG(etag));
    assert_status(same, "304");
    assert_status(get_page(&d, "/a/moon.css", ""), "404");
    arena_free(d.a);
}

TEST(health_is_the_age_of_what_is_due)
{
    Desk d = open_desk(NULL);
    assert_status(get_page(&d, "/healthz", ""), "200");
    web_set_due_age(d.server, LIMIT_DUE_AGE_MS);
    assert_status(get_page(&d, "/healthz", ""), "200");
    web_set_due_age(d.server, LIMIT_DUE_AGE_MS + 1);
    Str late = get_page(&d, "/healthz", "");
    assert_status(late, "503");
    assert_has(late, "\"status\":\"late\",\"oldest_due_ms\":600001");
    Str metrics = get_page(&d, "/metrics", "");
    assert_has(metrics, "\nshaichang_oldest_due_ms 600001\n");
    assert_has(metrics, "\nshaichang_request_seconds_bucket{by=\"worker\",le=\"+Inf\"} ");
    assert_has(metrics, "\nshaichang_wait_seconds_sum{} 0\n");
    arena_free(d.a);
}

/* -- errors ------------------------------------------------------------------------------------------------------------------------- */

TEST(an_error_is_a_page_with_a_reason_and_a_way_out)
{
    Desk d = open_desk(NULL);
    Str zh = get_page(&d, "/nowhere", ""), en = get_page(&d, "/nowhere", "Cookie: read=en.normal\r\n");
    assert_status(zh, "404");
    assert_has(zh, "<h1>没有这一页</h1>");
    assert_has(zh, "从首页找");
    assert_has(en, "<h1>There is no such page</h1>");
    assert_has(en, "content=\"noindex\"");
    Str broken = get_page(&d, "/broken", "");
    assert_status(broken, "500");
    assert_false(str_has(broken, S("on purpose")));
    Str only_read = post_form(&d, "/", "", S("a=b"));
    assert_status(only_read, "405");
    assert_str(head_of(only_read, "Allow"), S("GET, HEAD"));
    Str sign_in = get_page(&d, "/form", "");
    assert_status(sign_in, "401");
    assert_has(sign_in, "href=\"/login?next=%2Fform\"");
    arena_free(d.a);
}

TEST(an_error_of_the_api_is_a_problem)
{
    Desk d = open_desk(NULL);
    Str answer = say(&d, "POST /api/v1/echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 6"
                         "\r\nCookie: read=en.normal\r\n\r\n{\"a\":}");
    assert_status(answer, "422");
    assert_str(head_of(answer, "Content-Type"), S("application/problem+json; charset=utf-8"));
    const Json *problem;
    assert_ok(json_read(d.a, body_of(answer), LIMIT_JSON_BYTES, &problem));
    assert_int_equal(json_int(problem, S("status"), 0), 422);
    assert_true(str_starts(json_text(problem, S("type")), S("urn:shaichang:err.json.")));
    assert_str(json_text(problem, S("title")), S("Something was filled in wrongly"));
    assert_true(json_text(problem, S("reason")).len > 0 && json_text(problem, S("hint")).len > 0);
    assert_status(get_page(&d, "/api/v1/nothing", ""), "404");
    assert_has(get_page(&d, "/api/v1/nothing", ""), "application/problem+json");
    arena_free(d.a);
}

TEST(each_code_has_its_status)
{
    static const struct {
        ErrCode code;
        const char *key;
        int status;
    } rows[] = {
        {ERR_INPUT, "", 422},  {ERR_LOGIN, "", 401}, {ERR_DENIED, "", 403}, {ERR_MISSING, "", 404}, {ERR_GONE, "", 410}, {ERR_CONFLICT, "", 409},
        {ERR_RULE, "", 422},   {ERR_LIMIT, "", 413}, {ERR_AGAIN, "", 503},  {ERR_BROKEN, "", 500},
        {ERR_LIMIT, "err.web.too_fast", 429},        {ERR_INPUT, "err.web.method", 405},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(web_status(&(Fault){.code = rows[i].code, .key = str_of(rows[i].key)}), rows[i].status);
}

TEST(a_header_cannot_be_split)
{
    Arena *a = arena_new(1024 * 1024);
    const Header headers[] = {{"X-A", S("b\r\nSet-Cookie: s=x")}, {"X-B", S("c")}, {"Cache-Control", S("max-age=5")}};
    HeadParts parts = {.status = 303, .headers = headers, .header_count = COUNT_OF(headers),
                       .cache_control = S("no-store"), .location = S("/v/1\r\nX: y 晒")};
    Str head = answer_head(a, &parts);
    assert_false(str_has(head, S("Set-Cookie")));
    assert_str(head_of(head, "Location"), S("/v/1%0D%0AX:%20y%20%E6%99%92"));
    assert_str(head_of(head, "X-B"), S("c"));
    assert_str(head_of(head, "Cache-Control"), S("max-age=5"));
    assert_false(str_has(head, S("no-store")));
    arena_free(a);
}

/* -- who asks --------------------------------------------------------------------------------------------------------------------------- */

typedef struct Village {
    Bench b;
    Desk d;
    PersonId clerk;
} Village;

static Village open_village(void)
{
    Village v = {.b = bench()};
    v.clerk = person(&v.b, HOME, "王秀云");
    v.d = open_desk(&(WebOptions){.store = v.b.t.store, .roles = v.b.roles, .edge = true});
    return v;
}

static void close_village(Village *v)
{
    arena_free(v->d.a);
    bench_end(&v->b);
}

static const char *cookie_of(Village *v, const Session *s)
{
    return arena_printf(v->d.a, "Cookie: s=%.*s\r\n", STR_ARG(s->token)).at;
}

static Str field_of(Str page, const char *name)
{
    char mark[64];
    Str rest = page, value;
    size_t at;
    (void)snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
    assert_true(str_find(rest, str_of(mark), &at));
    str_cut(str_from(rest, at + strlen(mark)), '"', &value, &rest);
    return value;
}

TEST(a_session_opens_its_own_pages_and_no_others)
{
    Village v = open_village();
    Session s = start(&v.b, v.clerk, SESSION_STAFF);
    Str page = get_page(&v.d, "/form", cookie_of(&v, &s));
    assert_status(page, "200");
    assert_has(page, "王秀云");
    assert_status(get_page(&v.d, "/form", "Cookie: s=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"), "401");
    assert_status(get_page(&v.d, "/echo/a", "Cookie: s=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"), "200");
    assert_status(get_page(&v.d, "/desk", cookie_of(&v, &s)), "403"); /* holds no office at all */
    assert_status(get_page(&v.d, "/desk", ""), "401");
    appoint(&v.b, HOME, v.clerk, "village_clerk", VILLAGE);
    assert_status(get_page(&v.d, "/desk", cookie_of(&v, &s)), "403"); /* a village's office is not a town's */
    close_village(&v);
}

TEST(what_lies_elsewhere_is_not_there)
{
    static const struct {
        const char *path, *clerk, *town; /* status for a village's clerk, for the town's desk */
    } rows[] = {
        {"/at/371603106200", "403", "200"}, /* his village, but not his business */
        {"/at/371603106201", "404", "200"},
        {"/at/371603106", "404", "200"},
        {"/at/371603900", "404", "404"},
        {"/at/371603", "404", "404"},
        {"/at/x", "404", "404"},
    };
    Village v = open_village();
    PersonId desk = person(&v.b, HOME, "孙国华");
    appoint(&v.b, HOME, v.clerk, "village_clerk", VILLAGE);
    appoint(&v.b, HOME, desk, "town_desk", TOWN);
    Session clerk = start(&v.b, v.clerk, SESSION_STAFF), town = start(&v.b, desk, SESSION_STAFF);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_str(str_sub(get_page(&v.d, rows[i].path, cookie_of(&v, &clerk)), 9, 3), str_of(rows[i].clerk));
        assert_str(str_sub(get_page(&v.d, rows[i].path, cookie_of(&v, &town)), 9, 3), str_of(rows[i].town));
        assert_status(get_page(&v.d, rows[i].path, ""), "401");
    }
    assert_status(get_page(&v.d, "/desk", cookie_of(&v, &town)), "200");
    close_village(&v);
}

TEST(a_form_wants_the_token_of_its_own_session)
{
    Village v = open_village();
    Session s = start(&v.b, v.clerk, SESSION_STAFF), other = start(&v.b, v.clerk, SESSION_STAFF);
    Str page = get_page(&v.d, "/form", cookie_of(&v, &s));
    Str csrf = field_of(page, "csrf"), key = field_of(page, "key");
    assert_int_equal(key.len, 22);
    Str body = arena_printf(v.d.a, "csrf=%.*s&key=%.*s", STR_ARG(csrf), STR_ARG(key));
    Str bent = arena_printf(v.d.a, "csrf=x%.*s", STR_ARG(csrf));
    assert_status(post_form(&v.d, "/guarded", cookie_of(&v, &s), body), "200");
    assert_status(post_form(&v.d, "/guarded", cookie_of(&v, &other), body), "403");
    assert_status(post_form(&v.d, "/guarded", cookie_of(&v, &s), bent), "403");
    assert_status(post_form(&v.d, "/guarded", cookie_of(&v, &s), S("csrf=")), "403");
    assert_status(post_form(&v.d, "/guarded", cookie_of(&v, &s), S("")), "403");
    assert_status(post_form(&v.d, "/guarded", "", body), "401");
    assert_status(say(&v.d,
                      "POST /guarded HTTP/1.1\r\nHost: h\r\nSec-Fetch-Site: cross-site\r\nOrigin: http://h\r\n%s"
                      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
                      cookie_of(&v, &s), body.len, STR_ARG(body)),
                  "403");
    close_village(&v);
}

/* -- what was typed at a shut door ---------------------------------------------------------------------------------- */

static Str typed_form(Village *v, Str page, Str note)
{
    return arena_printf(v->d.a, "csrf=%.*s&by=%.*s&proof=secret&step=send&n=1&f.note=%.*s", STR_ARG(field_of(page, "csrf")),
                        STR_ARG(field_of(page, "by")), STR_ARG(note));
}

static Str opened(Village *v, const Session *s, Str kept)
{
    Str csrf = field_of(get_page(&v->d, "/long", cookie_of(v, s)), "csrf");
    return body_of(post_form(&v->d, "/opens", cookie_of(v, s),
                             arena_printf(v->d.a, "csrf=%.*s&kept=%.*s", STR_ARG(csrf), STR_ARG(kept))));
}

TEST(a_form_at_a_shut_door_is_carried_for_its_writer_alone)
{
    Village v = open_village();
    PersonId other = person(&v.b, HOME, "孙国华");
    Session s = start(&v.b, v.clerk, SESSION_STAFF), again = start(&v.b, v.clerk, SESSION_STAFF),
            hers = start(&v.b, other, SESSION_STAFF);
    Str page = get_page(&v.d, "/long", cookie_of(&v, &s));
    Str body = typed_form(&v, page, S("%E4%B8%89%3Cb%3E"));
    Str answer = post_form(&v.d, "/long", "", body);
    assert_status(answer, "401");
    assert_false(str_has(answer, S("%E4%B8%89")) || str_has(answer, S("三")) || str_has(answer, S("secret")));
    Str kept = field_of(answer, "kept");
    assert_str(opened(&v, &again, kept), S("own|/long|2|6|三<b>\n")); /* no token, no secret, no button */
    assert_str(opened(&v, &hers, kept), S("others||0|0|\n"));
    assert_str(opened(&v, &again, S("AAAA")), S("lost||0|0|\n"));
    assert_str(opened(&v, &again, str_sub(kept, 0, kept.len - 4)), S("lost||0|0|\n"));
    assert_str(opened(&v, &again, S("")), S("none||0|0|\n"));
    assert_status(post_form(&v.d, "/long", cookie_of(&v, &again), body), "403"); /* a form of the sign-in before */
    assert_true(field_of(post_form(&v.d, "/long", cookie_of(&v, &again), body), "kept").len > 0);
    close_village(&v);
}

TEST(nothing_is_carried_for_another_site_or_for_nobody)
{
    Village v = open_village();
    Session s = start(&v.b, v.clerk, SESSION_STAFF), hers = start(&v.b, person(&v.b, HOME, "孙国华"), SESSION_STAFF);
    Str page = get_page(&v.d, "/long", cookie_of(&v, &s)), body = typed_form(&v, page, S("x"));
    Str far = say(&v.d,
                  "POST /long HTTP/1.1\r\nHost: h\r\nSec-Fetch-Site: cross-site\r\n"
                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
                  body.len, STR_ARG(body));
    assert_status(far, "401");
    assert_false(str_has(far, S("kept")));
    assert_false(str_has(post_form(&v.d, "/long", "", S("f.note=x")), S("kept"))); /* nobody's form */
    assert_false(str_has(post_form(&v.d, "/guarded", "", body), S("kept")));       /* a route that keeps nothing */
    Str forged = field_of(post_form(&v.d, "/long", "", S("by=0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&f.note=x")), "kept");
    assert_str(opened(&v, &s, forged), S("others||0|0|\n"));
    assert_str(opened(&v, &hers, field_of(post_form(&v.d, "/long", "", body), "kept")), S("others||0|0|\n"));
    close_village(&v);
}

TEST(the_largest_form_is_carried_whole)
{
    Village v = open_village();
    Session s = start(&v.b, v.clerk, SESSION_STAFF);
    Str page = get_page(&v.d, "/long", cookie_of(&v, &s)), head = typed_form(&v, page, S(""));
    char *note = ARENA_ARRAY(v.d.a, char, LIMIT_FORM_BYTES + 1);
    memset(note, '3', LIMIT_FORM_BYTES + 1);
    for (size_t above = 0; above < 2; above++) {
        Str body = typed_form(&v, page, (Str){note, LIMIT_FORM_BYTES - head.len + above});
        Str answer = post_form(&v.d, "/long", "", body);
        if (above) {
            assert_status(answer, "413");
            continue;
        }
        Str kept = field_of(answer, "kept");
        assert_true(kept.len > LIMIT_FORM_BYTES && kept.len < LIMIT_CARRY_BYTES - LIMIT_URL_BYTES);
        assert_has(opened(&v, &s, kept), "own|/long|2|");
    }
    close_village(&v);
}

TEST(a_device_that_slept_reads_but_does_not_act)
{
    Village v = open_village();
    Session s = start(&v.b, v.clerk, SESSION_DEVICE);
    Str page = get_page(&v.d, "/form", cookie_of(&v, &s));
    Str body = arena_printf(v.d.a, "csrf=%.*s", STR_ARG(field_of(page, "csrf")));
    assert_status(post_form(&v.d, "/guarded", cookie_of(&v, &s), body), "200");
    clock_set(v.d.clock, (Instant){v.b.now.ms + 31 * minute_ms});
    Str asleep = post_form(&v.d, "/guarded", cookie_of(&v, &s), body);
    assert_status(asleep, "401");
    assert_has(asleep, "再输一次密码");
    assert_status(get_page(&v.d, "/form", cookie_of(&v, &s)), "200");
    close_village(&v);
}

TEST(the_api_takes_bearers_and_pages_take_cookies)
{
    static const char json[] = "POST /api/v1/echo HTTP/1.1\r\nHost: h\r\n%s%.*s%sContent-Type: application/json\r\n"
                               "Content-Length: 2\r\n\r\n{}";
    Village v = open_village();
    Session api = start(&v.b, v.clerk, SESSION_API), staff = start(&v.b, v.clerk, SESSION_STAFF);
    assert_status(say(&v.d, json, "Authorization: Bearer ", STR_ARG(api.token), "\r\n"), "200");
    assert_status(say(&v.d, json, "Authorization: Bearer ", STR_ARG(staff.token), "\r\n"), "401");
    assert_status(say(&v.d, json, "Authorization: Bearer ", STR_ARG(S("abc")), "\r\n"), "401");
    assert_status(say(&v.d, json, "Cookie: s=", STR_ARG(api.token), "\r\n"), "200"); /* open to anyone: not looked at */
    assert_status(get_page(&v.d, "/form", cookie_of(&v, &api)), "401");
    assert_status(say(&v.d, "GET /form HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %.*s\r\n\r\n", STR_ARG(staff.token)),
                  "401");
    close_village(&v);
}

/* Whatever was submitted before is done when this is. */
static Err wait_here(Db *db UNUSED, Arena *a UNUSED, void *arg UNUSED)
{
    return NULL;
}

TEST(reading_moves_the_idle_clock)
{
    Village v = open_village();
    Session s = start(&v.b, v.clerk, SESSION_STAFF), again;
    for (int i = 0; i < 4; i++) {
        clock_set(v.d.clock, (Instant){clock_now(v.d.clock).ms + 20 * minute_ms});
        assert_status(get_page(&v.d, "/form", cookie_of(&v, &s)), "200");
        assert_ok(store_write(v.b.t.store, v.b.a, wait_here, NULL));
    }
    v.b.now = clock_now(v.d.clock);
    assert_ok(get(&v.b, s.token, &again));
    close_village(&v);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* The router: literals before holes, holes before the rest, the twin in JSON, other methods. */
#include "unit.h"
#include "web/router.h"

static Err nothing(const Request *q UNUSED, Response *r UNUSED)
{
    return NULL;
}

#define GET_(path_) {.method = "GET", .path = path_, .permission = "public", .run = nothing}
#define PAGE(path_) {.method = "GET", .path = path_, .permission = "public", .run = nothing, .is_public_page = true}
#define POST_(path_) {.method = "POST", .path = path_, .permission = "public", .run = nothing}

static const Route routes[] = {
    PAGE("/"),
    PAGE("/v/{code}"),
    PAGE("/v/{code}/{period}"),
    PAGE("/v/{code}/{period}/{item}"),
    GET_("/v/{code}/poster.pdf"),
    GET_("/log/{code}/tile/{rest...}"),
    GET_("/log/{code}/tile/entries"),
    GET_("/log/{code}/{what}"),
    GET_("/api/openapi.json"),
    GET_("/api/v1/cases/{number}"),
    POST_("/api/v1/cases/{number}/actions/{action}"),
    POST_("/v/{code}"),
    POST_("/ask"),
};

static Router *router(Arena *a)
{
    Router *r = router_new(a);
    router_add(r, routes, 5);
    router_add(r, routes + 5, COUNT_OF(routes) - 5);
    return r;
}

TEST(each_path_finds_its_route)
{
    static const struct {
        const char *method, *path, *route; /* NULL: none */
        const char *params[ROUTER_PARAMS];
        bool json;
    } rows[] = {
        {"GET", "/", "/", {0}, false},
        {"GET", "/index.json", "/", {0}, true},
        {"GET", "/v/3716", "/v/{code}", {"3716"}, false},
        {"GET", "/v/3716.json", "/v/{code}", {"3716"}, true},
        {"HEAD", "/v/3716", "/v/{code}", {"3716"}, false},
        {"POST", "/v/3716", "/v/{code}", {"3716"}, false},
        {"POST", "/v/3716.json", NULL, {0}, false},
        {"GET", "/v/3716/2026Q3", "/v/{code}/{period}", {"3716", "2026Q3"}, false},
        {"GET", "/v/3716/2026Q3.json", "/v/{code}/{period}", {"3716", "2026Q3"}, true},
        {"GET", "/v/3716/poster.pdf", "/v/{code}/poster.pdf", {"3716"}, false},
        {"GET", "/v/3716/2026Q3/C2.json", "/v/{code}/{period}/{item}", {"3716", "2026Q3", "C2"}, true},
        {"GET", "/v/3716/poster.pdf/C2", "/v/{code}/{period}/{item}", {"3716", "poster.pdf", "C2"}, false},
        {"GET", "/v/3716/2026Q3/C2/x", NULL, {0}, false},
        {"GET", "/v", NULL, {0}, false},
        {"GET", "/log/3716/tile/0/x001/067.p/8", "/log/{code}/tile/{rest...}", {"3716", "0/x001/067.p/8"}, false},
        {"GET", "/log/3716/tile/entries", "/log/{code}/tile/entries", {"3716"}, false},
        {"GET", "/log/3716/tile/entries/1", "/log/{code}/tile/{rest...}", {"3716", "entries/1"}, false},
        {"GET", "/log/3716/tile", "/log/{code}/{what}", {"3716", "tile"}, false},
        {"GET", "/log/3716/checkpoint.json", "/log/{code}/{what}", {"3716", "checkpoint.json"}, false},
        {"GET", "/api/openapi.json", "/api/openapi.json", {0}, false},
        {"GET", "/api/v1/cases/7.json", "/api/v1/cases/{number}", {"7.json"}, false},
        {"POST", "/api/v1/cases/7/actions/claim", "/api/v1/cases/{number}/actions/{action}", {"7", "claim"}, false},
        {"GET", "/ask", NULL, {0}, false},
        {"GET", "/.json", NULL, {0}, false},
        {"GET", "/v/.json", "/v/{code}", {".json"}, false},
    };
    Arena *a = arena_new(1024 * 1024);
    const Router *r = router(a);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        RouteMatch m;
        router_find(r, str_of(rows[i].method), str_of(rows[i].path), &m);
        const char *found = m.route ? m.route->path : NULL;
        if (!str_eq(str_of(found), str_of(rows[i].route)))
            fail_msg("%s %s found %s", rows[i].method, rows[i].path, found ? found : "nothing");
        for (size_t k = 0; m.route && k < ROUTER_PARAMS; k++)
            assert_str(m.params[k], str_of(rows[i].params[k]));
        if (m.route)
            assert_int_equal(m.wants_json, rows[i].json);
    }
    arena_free(a);
}

TEST(a_path_that_exists_for_others_says_for_whom)
{
    static const struct {
        const char *method, *path, *allow;
    } rows[] = {
        {"GET", "/ask", "POST"},
        {"POST", "/", "GET, HEAD"},
        {"GET", "/v/1", "GET, HEAD, POST"},
        {"POST", "/nowhere", ""},
    };
    Arena *a = arena_new(1024 * 1024);
    const Router *r = router(a);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        RouteMatch m;
        router_find(r, str_of(rows[i].method), str_of(rows[i].path), &m);
        assert_str(m.allow, str_of(rows[i].allow));
    }
    arena_free(a);
}

TEST_MAIN

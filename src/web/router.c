// SPDX-License-Identifier: Apache-2.0
/* The router. */
#include "web/router.h"

typedef enum RouteMethod { METHOD_GET, METHOD_POST, METHODS } RouteMethod;

typedef struct Node {
    Str segment;
    struct Node *children, *after; /* literals */
    struct Node *any, *rest;       /* {x}, {x...} */
    const Route *routes[METHODS];
} Node;

struct Router {
    Arena *arena;
    Node root;
};

typedef struct Walk {
    Str params[ROUTER_PARAMS];
    size_t count;
} Walk;

Router *router_new(Arena *a)
{
    Router *r = ARENA_NEW(a, Router);
    r->arena = a;
    return r;
}

static Node *child_of(Router *r, Node *node, Str segment)
{
    bool is_param = str_starts(segment, S("{"));
    bool is_rest = is_param && str_ends(segment, S("...}"));
    Node **slot = is_rest ? &node->rest : is_param ? &node->any : &node->children;
    while (*slot && !is_param && !str_eq((*slot)->segment, segment))
        slot = &(*slot)->after;
    if (!*slot) {
        *slot = ARENA_NEW(r->arena, Node);
        (*slot)->segment = segment;
    }
    return *slot;
}

static void add_one(Router *r, const Route *route)
{
    Str rest = str_from(str_of(route->path), 1), segment;
    REQUIRE(route->path[0] == '/' && route->permission && route->run);
    Node *node = &r->root;
    size_t params = 0;
    while (rest.len && str_next(&rest, '/', &segment)) {
        node = child_of(r, node, segment);
        params += str_starts(segment, S("{"));
    }
    RouteMethod method = str_eq(str_of(route->method), S("GET")) ? METHOD_GET : METHOD_POST;
    REQUIRE(params <= ROUTER_PARAMS && !node->routes[method]);
    REQUIRE(method == METHOD_GET || str_eq(str_of(route->method), S("POST")));
    node->routes[method] = route;
}

void router_add(Router *r, const Route *routes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_one(r, &routes[i]);
}

static bool has_routes(const Node *n)
{
    return n->routes[METHOD_GET] || n->routes[METHOD_POST];
}

static void walk_to(Walk *w, size_t count, Str param)
{
    w->params[count] = param;
    w->count = count + 1;
}

/* Literal, then {x}, then {x...}; a branch that leads nowhere is left again. As deep as our own routes are long. */
static const Node *descend(const Node *node, Str rest, Walk *w)
{
    if (!rest.at)
        return has_routes(node) ? node : NULL;
    Str segment, below = rest;
    str_next(&below, '/', &segment);
    size_t count = w->count;
    for (const Node *n = node->children; n; n = n->after) {
        if (!str_eq(n->segment, segment))
            continue;
        const Node *found = descend(n, below, w);
        if (found)
            return found;
        w->count = count;
    }
    if (node->any && segment.len) {
        walk_to(w, count, segment);
        const Node *found = descend(node->any, below, w);
        if (found)
            return found;
        w->count = count;
    }
    if (!node->rest || !rest.len)
        return NULL;
    walk_to(w, count, rest);
    return node->rest;
}

static const Node *find_node(const Router *r, Str path, Walk *w)
{
    *w = (Walk){0};
    Str rest = path.len > 1 ? str_from(path, 1) : STR_NONE;
    return descend(&r->root, rest, w);
}

/* /v/371603106200.json is the twin of /v/371603106200, /index.json of /. */
static bool twin_of(Str path, Str *ret_path)
{
    if (!str_ends(path, S(".json")) || str_ends(path, S("/.json")))
        return false;
    *ret_path = str_eq(path, S("/index.json")) ? S("/") : str_sub(path, 0, path.len - S(".json").len);
    return true;
}

void router_find(const Router *r, Str method, Str path, RouteMatch *ret_match)
{
    Walk w, twin_walk;
    Str twin;
    *ret_match = (RouteMatch){.path = path};
    const Node *node = find_node(r, path, &w);
    /* A literal segment that ends in .json is a page of its own; a {x} that swallowed it is not. */
    bool took_literal = node && str_ends(node->segment, S(".json"));
    if (!took_literal && twin_of(path, &twin)) {
        const Node *page = find_node(r, twin, &twin_walk);
        if (page && page->routes[METHOD_GET] && page->routes[METHOD_GET]->is_public_page) {
            node = page;
            w = twin_walk;
            ret_match->wants_json = true;
            ret_match->path = twin;
        }
    }
    if (!node)
        return;
    memcpy(ret_match->params, w.params, sizeof w.params);
    ret_match->param_count = w.count;
    bool has_get = node->routes[METHOD_GET], has_post = node->routes[METHOD_POST] && !ret_match->wants_json;
    ret_match->allow = has_get && has_post ? S("GET, HEAD, POST") : has_get ? S("GET, HEAD") : S("POST");
    if (str_eq(method, S("POST")))
        ret_match->route = has_post ? node->routes[METHOD_POST] : NULL;
    else
        ret_match->route = node->routes[METHOD_GET];
}

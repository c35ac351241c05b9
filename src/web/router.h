// SPDX-License-Identifier: Apache-2.0
/*
 * The router: a tree of path segments made once from every room's routes. A literal segment wins over {x}; {x} is one
 * segment; {x...} at the end is the rest of the path, slashes and all. Two routes for one method and path, or more than
 * four {x}, stop the process at start: they are programmers' errors.
 */
#pragma once

#include "web/web.h"

typedef struct Router Router;

enum { ROUTER_PARAMS = 4 };

typedef struct RouteMatch {
    const Route *route; /* NULL: none; then `allow` says whether another method would do */
    Str allow;          /* "GET, HEAD, POST" */
    Str params[ROUTER_PARAMS];
    size_t param_count;
    Str path;           /* without ".json" */
    bool wants_json;
} RouteMatch;

Router *router_new(Arena *a);
void router_add(Router *r, const Route *routes, size_t count);
/* HEAD finds the GET route. ".json" on the last segment is taken off when only that finds a public page. */
void router_find(const Router *r, Str method, Str path, RouteMatch *ret_match);

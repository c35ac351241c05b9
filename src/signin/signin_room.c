// SPDX-License-Identifier: Apache-2.0
/* The room's table. */
#include "signin/signin_own.h"

static const Route routes[] = {
    {.method = "GET", .path = "/login", .permission = "public", .run = signin_get_login, .says = "signin.says.login"},
    {.method = "POST", .path = "/login", .db = ROUTE_WRITES, .permission = "public", .run = signin_post_login,
     .says = "signin.says.login_post", .prepare = signin_prepare_login, .open_form = true, .carries = true},
    {.method = "GET", .path = "/login/code", .permission = "public", .run = signin_get_code, .says = "signin.says.code"},
    {.method = "POST", .path = "/login/code", .db = ROUTE_WRITES, .permission = "public", .run = signin_post_code,
     .says = "signin.says.code_post", .open_form = true, .carries = true},
    {.method = "GET", .path = "/login/factor", .permission = "signing-in", .run = signin_get_factor,
     .says = "signin.says.factor"},
    {.method = "POST", .path = "/login/factor", .db = ROUTE_WRITES, .permission = "signing-in",
     .run = signin_post_factor, .says = "signin.says.factor_post", .carries = true},
    {.method = "POST", .path = "/logout", .db = ROUTE_WRITES, .permission = "signing-in", .run = signin_post_logout,
     .says = "signin.says.logout", .carries = true},
    {.method = "GET", .path = "/account", .permission = "signed-in", .run = signin_get_account,
     .says = "signin.says.account"},
    {.method = "POST", .path = "/account", .db = ROUTE_WRITES, .permission = "signed-in", .run = signin_post_account,
     .says = "signin.says.account_post", .prepare = signin_prepare_account},
    {.method = "GET", .path = "/p/{place}/sign-in", .permission = "code.issue", .run = signin_get_handout,
     .says = "signin.says.handout"},
    {.method = "POST", .path = "/p/{place}/sign-in", .db = ROUTE_WRITES, .permission = "code.issue",
     .run = signin_post_handout, .says = "signin.says.handout_post", .prepare = desk_prepare_proof},
};

const Room signin_room = {
    .name = "signin",
    .says = {S("登录、第二道验证、自己的登录和设备、发登录码"), S("signing in, the second factor, one's own sessions, codes handed out")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
};

// SPDX-License-Identifier: Apache-2.0
/* The desk's tables: its routes, and the pages that are no longer true after a step. */
#include "desk/desk_own.h"

/* The public page of a case changes with every step of it. */
static Err touch_page(Db *db, Arena *a, const Engine *e UNUSED, const Case *c, const Step *s UNUSED,
                      uint64_t event_index UNUSED)
{
    web_touch_after_commit(db, a, arena_printf(a, "/c/%.*s", STR_ARG(c->number)));
    return NULL;
}

static const Subscriber subscribers[] = {
    {S("*"), touch_page},
};

static const EngineParts parts = {.subscribers = subscribers, .subscriber_count = COUNT_OF(subscribers)};

static const Route routes[] = {
    {.method = "GET", .path = "/p/{place}/looks", .permission = "audit.read", .run = desk_get_looks,
     .says = "desk.says.looks"},
    {.method = "GET", .path = "/acting", .permission = "signed-in", .run = desk_get_acting, .says = "desk.says.acting"},
    {.method = "POST", .path = "/office", .db = ROUTE_WRITES, .permission = "signed-in", .run = desk_post_office,
     .says = "desk.says.office", .carries = true},

    /* the desk */
    {.method = "GET", .path = "/todo", .permission = "signed-in", .run = desk_get_todo, .says = "desk.says.todo"},
    {.method = "GET", .path = "/p/{place}", .permission = "desk.read", .run = desk_get_place,
     .says = "desk.says.place"},
    {.method = "GET", .path = "/p/{place}/{process}", .permission = "case.read", .run = desk_get_list,
     .says = "desk.says.list"},
    {.method = "POST", .path = "/p/{place}/{process}/many", .db = ROUTE_WRITES, .permission = "case.write",
     .run = desk_post_many, .says = "desk.says.many", .prepare = desk_prepare_proof, .keeps = true},
    {.method = "GET", .path = "/p/{place}/{process}/new", .permission = "case.write", .run = desk_get_new,
     .says = "desk.says.new"},
    {.method = "POST", .path = "/p/{place}/{process}/new", .db = ROUTE_WRITES, .permission = "case.write",
     .run = desk_post_new, .says = "desk.says.new_post", .keeps = true},
    {.method = "GET", .path = "/case/{number}", .permission = "signed-in", .run = desk_get_case,
     .says = "desk.says.case"},
    {.method = "POST", .path = "/case/{number}/look-up", .db = ROUTE_WRITES, .permission = "signed-in",
     .run = desk_post_look, .says = "desk.says.look", .keeps = true},
    {.method = "GET", .path = "/case/{number}/papers/{version}", .permission = "signed-in", .run = desk_get_paper,
     .says = "desk.says.paper"},
    {.method = "POST", .path = "/case/{number}/papers/{version}", .db = ROUTE_WRITES, .permission = "signed-in",
     .run = desk_post_paper, .says = "desk.says.paper_post", .keeps = true},
    {.method = "GET", .path = "/case/{number}/{action}", .permission = "signed-in", .run = desk_get_act,
     .says = "desk.says.act"},
    {.method = "POST", .path = "/case/{number}/{action}", .db = ROUTE_WRITES, .permission = "signed-in",
     .run = desk_post_act, .says = "desk.says.act_post", .prepare = desk_prepare_proof, .keeps = true},

    /* everybody */
    {.method = "GET", .path = "/help", .permission = "public", .run = desk_get_help, .says = "desk.says.help",
     .is_public_page = true},
    {.method = "GET", .path = "/help/{process}", .permission = "public", .run = desk_get_help_process,
     .says = "desk.says.help_process", .is_public_page = true},
    {.method = "GET", .path = "/c/{number}", .permission = "public", .run = desk_get_public, .says = "desk.says.public",
     .is_public_page = true},
    {.method = "GET", .path = "/c/{number}/doc", .permission = "public", .run = desk_get_document,
     .says = "desk.says.document", .is_public_page = true},
    {.method = "GET", .path = "/c/{number}/proof", .permission = "public", .run = desk_get_proof,
     .says = "desk.says.proof"},
    {.method = "GET", .path = "/verify.html", .permission = "public", .run = desk_get_verifier, .says = "check.says_file",
     .is_public_page = true},
    {.method = "GET", .path = "/slip", .permission = "public", .run = desk_get_slip, .says = "desk.says.slip"},
    {.method = "POST", .path = "/slip", .permission = "public", .run = desk_post_slip, .says = "desk.says.slip_post",
     .open_form = true},
    {.method = "GET", .path = "/slip/case", .permission = "public", .run = desk_get_slip_case,
     .says = "desk.says.slip_case"},
    {.method = "POST", .path = "/slip/{action}", .db = ROUTE_WRITES, .permission = "public", .run = desk_post_slip_act,
     .says = "desk.says.slip_act", .open_form = true},

    /* the log */
    {.method = "GET", .path = "/log/{code9}/checkpoint", .permission = "public", .run = desk_get_checkpoint,
     .says = "desk.says.checkpoint"},
    {.method = "GET", .path = "/log/{code9}/vkey", .permission = "public", .run = desk_get_vkey,
     .says = "desk.says.vkey"},
    {.method = "GET", .path = "/log/{code9}/tile/{path...}", .permission = "public", .run = desk_get_tile,
     .says = "desk.says.tile"},
    {.method = "GET", .path = "/log/{code9}/{epoch}/checkpoint", .permission = "public",
     .run = desk_get_epoch_checkpoint, .says = "desk.says.checkpoint"},
    {.method = "GET", .path = "/log/{code9}/{epoch}/vkey", .permission = "public", .run = desk_get_epoch_vkey,
     .says = "desk.says.vkey"},
    {.method = "GET", .path = "/log/{code9}/{epoch}/tile/{path...}", .permission = "public", .run = desk_get_epoch_tile,
     .says = "desk.says.tile"},

    /* programs */
    {.method = "GET", .path = "/api/openapi.json", .permission = "public", .run = desk_api_describe,
     .says = "desk.says.openapi", .is_public_page = true},
    {.method = "POST", .path = "/api/v1/session", .db = ROUTE_WRITES, .permission = "public", .run = desk_api_session,
     .says = "desk.says.api_session", .prepare = desk_api_prepare_session, .is_api = true},
    {.method = "GET", .path = "/api/v1/processes", .permission = "signed-in", .run = desk_api_processes,
     .says = "desk.says.api_processes", .is_api = true},
    {.method = "POST", .path = "/api/v1/p/{code}/cases/{process}", .db = ROUTE_WRITES, .permission = "case.write",
     .run = desk_api_open, .says = "desk.says.api_open", .is_api = true},
    {.method = "GET", .path = "/api/v1/p/{code}/cases", .permission = "case.read", .run = desk_api_list,
     .says = "desk.says.api_list", .is_api = true},
    {.method = "GET", .path = "/api/v1/cases/{number}", .permission = "signed-in", .run = desk_api_case,
     .says = "desk.says.api_case", .is_api = true},
    {.method = "POST", .path = "/api/v1/cases/{number}/actions/{action}", .db = ROUTE_WRITES, .permission = "signed-in",
     .run = desk_api_act, .says = "desk.says.api_act", .is_api = true},
};

const Room desk_room = {
    .name = "desk",
    .says = {S("办公台：每件事都有待办、表单、凭证"), S("the desk: to-do, forms and proof for every matter")},
    .routes = routes,
    .route_count = COUNT_OF(routes),
    .parts = &parts,
    .open = desk_laws_open,
};

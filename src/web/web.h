// SPDX-License-Identifier: Apache-2.0
/*
 * web: requests and answers.
 *
 * lives:    the server (llhttp on libuv), the gate, workers, the router, forms, the page frame, languages of a reader,
 *           assets, the cache of public pages, metrics
 * promises: an ambiguous request is refused and its connection closed; a slow query stops no reader; overload is
 *           refused early; a POST is answered after its change is durable; nothing above this folder knows a socket
 * uses:     base codec seal store place record access
 *
 * GET handlers run on a worker with a read snapshot. POST handlers whose route says `writes` run on the writer thread
 * inside a savepoint, and their answer is sent after the commit: a handler that returns an Err leaves no trace.
 */
#pragma once

#include "access/access.h"
#include "base/base.h"
#include "codec/codec.h"
#include "store/store.h"

typedef struct Request {
    Arena *arena;
    Db *db;
    Str method;
    Str path;            /* decoded, without ".json" */
    bool wants_json;     /* the path ended in .json */
    Pairs query;
    Pairs form;          /* urlencoded POST */
    const Json *json;    /* application/json POST */
    Str body;            /* as it came */
    Str params[4];       /* what the route's {..} matched, in order */
    const Lang *lang;
    bool large;          /* type=large */
    Instant now;
    Str address;         /* for rates only; never stored */
    const Actor *who;
    Str token;           /* the session's, or "" */
    Str cookies;         /* the raw header */
    Str idempotency_key; /* header, or the form's hidden field `key` */
    Str if_none_match;
    Str host, origin, sec_fetch_site, content_type, authorization, user_agent;
    bool is_api;
    const void *prepared; /* what the route's `prepare` made */
    const Session *session; /* NULL: nobody is signed in; one that wants its second factor makes nobody of `who` */
    bool keeps;           /* what was typed goes with whatever refuses it (docs/why/kept.md) */
    Str id;               /* of this request, as the log has it */
    const struct Server *server;
} Request;

typedef struct Header {
    const char *name;
    Str value;
} Header;

enum { RESPONSE_HEADERS = 8 };

typedef struct Response {
    int status;
    const char *type;    /* "text/html; charset=utf-8" */
    Str body;
    Str location;        /* 303 */
    Header headers[RESPONSE_HEADERS];
    size_t header_count;
    bool cacheable;      /* a public page: may be kept whole for everybody */
    Instant true_until;  /* ... until then (the next midnight when not set) */
    bool immutable;      /* its address names its bytes */
    Str policy;          /* a Content-Security-Policy of its own, for a page that carries its script inside */
} Response;

typedef enum RouteDb { ROUTE_READS, ROUTE_WRITES } RouteDb;

typedef Err (*Handler)(const Request *q, Response *r);
typedef struct Route {
    const char *method;     /* "GET", "POST" */
    const char *path;       /* "/v/{code12}/{period}" ; {x} matches one segment, {x...} at the end all the rest */
    RouteDb db;
    const char *permission; /* "public"; "signing-in" (the second factor may be missing); "signed-in"; or a permission whose place the handler checks with web_may */
    Handler run;
    const char *says;       /* the sentence of help: a message key */
    bool is_public_page;    /* cached whole; has a .json twin */
    /* Runs on a worker before a writing handler, with its read snapshot (q->db): looking up, password hashing. NULL: nothing. */
    Err (*prepare)(const Request *q, const void **ret_prepared);
    bool is_api;            /* bearer token and JSON only; no cookie, no CSRF */
    /* What was typed outlives a refusal: the handler answers `step=back` with its form as typed, and writes nothing. */
    bool keeps;
    bool carries;           /* takes what was kept beside its own fields: its body may be larger (LIMIT_CARRY_BYTES) */
    bool open_form;         /* a POST without a session: no CSRF token, but Sec-Fetch-Site / Origin and rates hold */
} Route;

/* The permission of the route held at that place; ERR_MISSING for what the actor may not even know of. */
MUST_USE Err web_may(const Request *q, const char *permission, PlaceCode where);

/* -- answers -------------------------------------------------------------------------------------------------------------- */

typedef struct PageFrame {
    Str title;
    Str back, back_text;  /* a link above the heading, or "" */
    bool staff;           /* staff pages show who acts where, and a way out */
    bool wide;
    Str path;             /* for the language and type switches */
    bool noindex;
    bool checks;          /* loads the verifier, /a/verify.js */
} PageFrame;

/* An HTML page: the frame around a body that a woven function wrote into `body`. */
void web_page(const Request *q, Response *r, const PageFrame *frame, Out *body);
void web_json(const Request *q, Response *r, Out *json);
void web_bytes(Response *r, const char *type, Str bytes);
void web_see_other(Response *r, Str location); /* 303 */
void web_header(Response *r, const char *name, Str value);
Out *web_body(const Request *q); /* an Out with the page ceiling and the reader's language */

/* {{call web_token p.token}}: the hidden CSRF field, from web_form_token(q, form name). */
typedef struct FormToken {
    Str csrf, key; /* key: a fresh idempotency key */
    Str by;        /* whose page it is; "" where nothing is kept */
} FormToken;
FormToken web_form_token(const Request *q, Str form); /* form: letters, digits, . - _ / */
FormToken web_kept_token(const Request *q, Str form); /* .. of a route that keeps */
void web_token(Out *o, const FormToken *token);

/* A form that was not taken, on its way to the one who typed it (docs/why/kept.md). */
typedef enum KeptState { KEPT_NONE, KEPT_OWN, KEPT_OTHERS, KEPT_LOST } KeptState;
typedef struct Kept {
    Str path;
    Pairs form;     /* without what a form says about itself */
    int64_t office; /* in which it was typed; 0: in none */
} Kept;
Str web_keep(const Request *q); /* sealed, for a hidden field; "" when nobody can be told from the form */
KeptState web_kept(const Request *q, Str sealed, Kept *ret); /* of q->who: nobody else is shown it */
bool web_is_mark(Str name); /* csrf, key, step, proof ..: what a form says about itself */

/* Cookies are HttpOnly, SameSite=Lax, for the whole host; __Host- and Secure unless the edge is plain http. */
Str web_cookie(const Request *q, Str name); /* "s" is the session; "" when absent or sent twice */
void web_set_cookie(const Request *q, Response *r, Str name, Str value, int64_t max_age_s); /* 0 forgets it */

/* An error as its reader gets it: page, or problem+json with field, reason, hint. */
void web_error(const Request *q, Response *r, Err e);
int web_status(Err e);

/* A form to show again: what was typed and what was wrong with it. */
typedef struct FormFault {
    Str field, reason, hint;
} FormFault;
FormFault web_fault(const Request *q, Err e); /* the fault as it stands beside its field */

Str web_sentence(const Request *q, const char *key); /* lang_get */
/* 9月5日, 9月5日 14:30; with their year when it is not this one. */
Str web_day(const Request *q, Date d);
Str web_when(const Request *q, Instant t);
#define WEB_FILL(q, key, ...) LANG_FILL((q)->arena, (q)->lang, S(key), __VA_ARGS__)

/* -- the cache ---------------------------------------------------------------------------------------------------------------- */
/* Says, after a commit, that pages under this path (and below it) are no longer true. From jobs: db_after_commit. */
void web_touch(Str path_prefix);
void web_touch_after_commit(Db *db, Arena *a, Str path_prefix);

/* -- the server --------------------------------------------------------------------------------------------------------------- */
typedef struct WebAsset {
    Str path;  /* /a/sun.css */
    const char *type;
    Str bytes;
} WebAsset;

typedef struct WebOptions {
    Store *store;   /* NULL: no database, nobody signs in (fuzzers, router tests) */
    const Roles *roles;
    const Clock *clock;
    const Route *const *routes; /* one list per room */
    const size_t *route_counts;
    size_t route_lists;
    const WebAsset *assets;
    size_t asset_count;
    /* Answers a form of a route that keeps, when its sender is not signed in, or no longer as he was. NULL: the error. */
    Err (*door)(const Request *q, Response *r, Err refused);
    const Lang *zh, *en;
    Str address;    /* 127.0.0.1; "": no socket, for web_handle_once alone */
    int port;       /* 0: any free one */
    bool edge;      /* http without TLS in front: the cookie goes without Secure, and the start says so */
    bool no_cache;  /* for measuring */
    int workers;    /* 0: two */
    Str demo_note;  /* message key shown on every page of a demo, or "" */
    Str base_url;
} WebOptions;

typedef struct Server Server;
MUST_USE Err web_server_new(Arena *a, const WebOptions *options, Server **ret_server);
MUST_USE Err web_serve(Server *s, Arena *a); /* returns after web_stop has let running requests finish */
void web_stop(Server *s);                    /* safe in a signal handler */
int web_port(const Server *s);
/* Handles one request without a socket: scenes and fuzzers. */
MUST_USE Err web_handle_once(Server *s, Arena *a, Str raw_request, Str *ret_raw_response);
/* The age of the oldest due job, for /healthz; 0 when nothing is late. */
void web_set_due_age(Server *s, int64_t age_ms);

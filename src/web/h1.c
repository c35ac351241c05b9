// SPDX-License-Identifier: Apache-2.0
/* llhttp, the only file that knows it. */
#include <llhttp.h>

#include "web/h1.h"

struct H1 {
    llhttp_t parser;
    H1Body *body;
    size_t header_count;
    bool in_body;
    bool complete;
    bool chunked;
    char last[4]; /* bytes of the body's frame */
    const Refusal *refusal;
};

static const Refusal bad_request = {400, "malformed request"}, bad_body = {400, "malformed body"},
                     disagreement = {400, "read differently by two readers"},
                     chunk_extension = {400, "chunk extension"}, trailer = {400, "trailer"},
                     too_large = {413, "body too large"};

static int refuse(llhttp_t *p, const Refusal *why)
{
    ((H1 *)p->data)->refusal = why;
    return -1;
}

static int on_field_complete(llhttp_t *p)
{
    H1 *h = p->data;
    if (h->in_body)
        return refuse(p, &trailer);
    h->header_count++;
    return 0;
}

static int on_headers_complete(llhttp_t *p)
{
    ((H1 *)p->data)->in_body = true;
    return 0;
}

static int on_extension(llhttp_t *p, const char *at UNUSED, size_t len UNUSED)
{
    return refuse(p, &chunk_extension);
}

static int on_body(llhttp_t *p, const char *at, size_t len)
{
    const H1 *h = p->data;
    return h->body->take(h->body->arg, (Str){at, len}) ? 0 : refuse(p, &too_large);
}

static int on_complete(llhttp_t *p)
{
    ((H1 *)p->data)->complete = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t settings = {
    .on_header_field_complete = on_field_complete,
    .on_headers_complete = on_headers_complete,
    .on_chunk_extension_name = on_extension,
    .on_chunk_extension_value = on_extension,
    .on_body = on_body,
    .on_message_complete = on_complete,
};

H1 *h1_new(Arena *a)
{
    H1 *h = ARENA_NEW(a, H1);
    llhttp_init(&h->parser, HTTP_REQUEST, &settings);
    h->parser.data = h;
    return h;
}

/* An offered upgrade is ignored: the answer is plain HTTP/1.1, and the client reads it as one. */
static bool went_well(llhttp_errno_t e)
{
    return e == HPE_OK || e == HPE_PAUSED || e == HPE_PAUSED_UPGRADE;
}

static bool agree(const H1 *h, const GateHead *g)
{
    const llhttp_t *p = &h->parser;
    bool chunked = p->flags & F_CHUNKED, has_length = p->flags & F_CONTENT_LENGTH;
    return h->in_body && h->header_count == g->header_count && p->http_major == 1 && p->http_minor == g->minor &&
           str_eq(str_of(llhttp_method_name((llhttp_method_t)p->method)), g->method) && chunked == g->chunked &&
           has_length == g->has_length && (!has_length || p->content_length == g->length) &&
           h->complete == !gate_has_body(g);
}

const Refusal *h1_head(H1 *h, Str block, GateHead *ret_head)
{
    llhttp_reset(&h->parser);
    h->header_count = 0;
    h->in_body = h->complete = false;
    h->refusal = NULL;
    const Refusal *no = gate_read(block, ret_head);
    if (no)
        return no;
    llhttp_errno_t e = llhttp_execute(&h->parser, block.at, block.len);
    if (!went_well(e))
        return h->refusal ? h->refusal : &bad_request;
    h->chunked = ret_head->chunked;
    return agree(h, ret_head) ? NULL : &disagreement;
}

static void remember_last(H1 *h, Str bytes)
{
    size_t keep = sizeof h->last;
    if (bytes.len < keep)
        memmove(h->last, h->last + bytes.len, keep - bytes.len);
    Str end = str_from(bytes, bytes.len < keep ? 0 : bytes.len - keep);
    memcpy(h->last + keep - end.len, end.at, end.len);
}

const Refusal *h1_body(H1 *h, Str bytes, H1Body *body)
{
    h->body = body;
    llhttp_errno_t e = llhttp_execute(&h->parser, bytes.at, bytes.len);
    if (!went_well(e))
        return h->refusal ? h->refusal : &bad_body;
    body->done = h->complete;
    body->used = e == HPE_OK ? bytes.len : (size_t)(llhttp_get_error_pos(&h->parser) - bytes.at);
    remember_last(h, str_sub(bytes, 0, body->used));
    /* llhttp lets a lone LF stand for the empty line behind the last chunk. */
    if (h->complete && h->chunked && memcmp(h->last, "\r\n\r\n", sizeof h->last) != 0)
        return &bad_body;
    return NULL;
}

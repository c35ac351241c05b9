// SPDX-License-Identifier: Apache-2.0
/* The log as the world reads it (C2SP tlog-tiles): checkpoint, key, tiles, of this epoch and of earlier ones. */
#include "desk/desk_own.h"

/* Without an epoch the address is epoch 0's (record.h); a later one is named. */
static Err find_log(const Request *q, bool names_epoch, LogId *ret_log)
{
    int64_t code;
    bool is_home = q->params[0].len == 9 && str_to_i64(q->params[0], &code) && code > 0;
    *ret_log = (LogId){0};
    if (!is_home || (names_epoch && (!record_read_epoch(q->params[1], &ret_log->epoch) || ret_log->epoch == 0)))
        return desk_missing(q);
    ret_log->home = (Home){code};
    return NULL;
}

static Err send_checkpoint(const Request *q, Response *r, bool names_epoch)
{
    LogId log;
    Str note;
    TRY(find_log(q, names_epoch, &log));
    TRY(record_checkpoint(q->db, q->arena, log, &note));
    web_bytes(r, "text/plain; charset=utf-8", note);
    web_header(r, "Cache-Control", S("public, max-age=2"));
    return NULL;
}

static Err send_vkey(const Request *q, Response *r, bool names_epoch)
{
    LogId log;
    Str note;
    TRY(find_log(q, names_epoch, &log));
    TRY(record_checkpoint(q->db, q->arena, log, &note)); /* only logs that are there have a key */
    Str vkey = record_signer_vkey(q->arena, house()->signer, log);
    web_bytes(r, "text/plain; charset=utf-8", arena_printf(q->arena, "%.*s\n", STR_ARG(vkey)));
    web_header(r, "Cache-Control", S("public, max-age=3600")); /* a log has one key as long as it lives */
    return NULL;
}

static Err send_tile(const Request *q, Response *r, bool names_epoch)
{
    LogId log;
    Str bytes;
    TRY(find_log(q, names_epoch, &log));
    TRY(record_tile(q->db, q->arena, log, q->params[names_epoch ? 2 : 1], &bytes));
    web_bytes(r, "application/octet-stream", bytes);
    r->immutable = true;
    return NULL;
}

Err desk_get_checkpoint(const Request *q, Response *r)
{
    return send_checkpoint(q, r, false);
}

Err desk_get_vkey(const Request *q, Response *r)
{
    return send_vkey(q, r, false);
}

Err desk_get_tile(const Request *q, Response *r)
{
    return send_tile(q, r, false);
}

Err desk_get_epoch_checkpoint(const Request *q, Response *r)
{
    return send_checkpoint(q, r, true);
}

Err desk_get_epoch_vkey(const Request *q, Response *r)
{
    return send_vkey(q, r, true);
}

Err desk_get_epoch_tile(const Request *q, Response *r)
{
    return send_tile(q, r, true);
}

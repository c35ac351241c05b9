// SPDX-License-Identifier: Apache-2.0
/*
 * The gate: what a request may look like before anybody acts on it. Pure functions over the raw header block; stricter
 * than RFC 9112 wherever two readers of the same bytes could disagree about where a request ends (code.md 2.1).
 */
#pragma once

#include "base/base.h"

/* Why a request is not served. The status goes to the client, the words to the log and the metrics. */
typedef struct Refusal {
    int status;
    const char *why;
} Refusal;

typedef struct GateHead {
    Str method;      /* GET, HEAD or POST */
    Str path, query; /* as they came, still percent-encoded; query without its question mark */
    int minor;       /* HTTP/1.x */
    bool close;      /* the client wants no second request, or cannot ask for one */
    bool has_length, chunked;
    uint64_t length;
    bool expects_continue;
    bool takes_gzip;
    Str host, cookies, origin, referer, sec_fetch_site, content_type, authorization, if_none_match, idempotency_key;
    Str user_agent, accept_language;
    Str forwarded_for; /* the last entry of X-Forwarded-For: what the proxy next to us saw */
    size_t header_count;
} GateHead;

/*
 * Looks for the end of the header block in the bytes gathered so far; *scanned remembers how far it came. Refuses
 * control bytes, bare CR, bare LF and a leading empty line as soon as they are seen. *ret_len is 0 until the block ends.
 */
MUST_USE const Refusal *gate_scan(Str bytes, size_t *scanned, size_t *ret_len);

/* Reads a whole block that gate_scan found; every slice points into it. NULL: it may be served. */
MUST_USE const Refusal *gate_read(Str block, GateHead *ret_head);

static inline bool gate_has_body(const GateHead *h) { return h->chunked || h->length > 0; }

/*
 * The path with its percent signs undone, in `room` (or the raw path itself when there is nothing to undo). Refuses bad
 * escapes, hidden slashes, control bytes, dot and empty segments, and what is not UTF-8.
 */
MUST_USE const Refusal *gate_path(Str raw, char room[static LIMIT_URL_BYTES], Str *ret_path);

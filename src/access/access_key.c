// SPDX-License-Identifier: Apache-2.0
/* Idempotency: the same request sent again gets the same answer, for a day; another one under its key is refused. */
#include "access/access_own.h"
#include "access_sql.h"

static const int64_t kept_ms = 24LL * 60 * 60 * 1000;

static Err check_name(Arena *a, const Once *once)
{
    bool plain = once->key.len > 0 && once->key.len <= LIMIT_IDEMPOTENCY_KEY_BYTES;
    for (size_t i = 0; plain && i < once->key.len; i++)
        plain = once->key.at[i] > ' ' && once->key.at[i] <= '~';
    return plain ? NULL
                 : ERR(a, ERR_INPUT, "err.access.key_name", .field = S("Idempotency-Key"),
                       .args = {i64_plain(a, LIMIT_IDEMPOTENCY_KEY_BYTES)});
}

Err access_key_seen(Db *db, Arena *a, const Once *once, Instant now, Answered *ret)
{
    const KeyRow *row;
    *ret = (Answered){0};
    TRY(check_name(a, once));
    TRY(access_key_row(db, a, once->home, once->actor, once->key, &row));
    if (!row || row->at.ms <= now.ms - kept_ms)
        return NULL;
    if (row->body.len != sizeof once->body.at || memcmp(row->body.at, once->body.at, row->body.len) != 0)
        return ERR(a, ERR_CONFLICT, "err.access.key_other", .field = S("Idempotency-Key"));
    *ret = (Answered){true, row->status, row->number};
    return NULL;
}

Err access_key_keep(Db *db, Arena *a, const Once *once, Instant now, int64_t status, Str number)
{
    TRY(check_name(a, once));
    TRY(access_key_drop_old(db, a, once->home, (Instant){now.ms - kept_ms + 1}, NULL));
    const Str body = {(const char *)once->body.at, sizeof once->body.at};
    return access_key_insert(db, a, once->home, once->actor, once->key, body, status, number, now, NULL);
}

// SPDX-License-Identifier: Apache-2.0
/* Failures in a row: how long one has to wait after how many, for logins, PINs and second factors alike. */
#include "access/access_own.h"
#include "access_sql.h"

enum {
    MINUTE_MS = 60 * 1000,
    LOCK_MINUTES_MAX = 60,
    FORGET_MS = 24 * 60 * MINUTE_MS, /* failures that long ago no longer count */
};

const Home access_strange = {0};

Err access_counter(Db *db, Arena *a, Counter *c, Instant now)
{
    const LockRow *lock;
    c->failures = 0;
    c->until = INSTANT_NONE;
    TRY(access_lock_row(db, a, c->home, c->subject, &lock));
    if (lock && (!instant_is(now) || lock->at.ms > now.ms - FORGET_MS)) {
        c->failures = lock->failures;
        c->until = lock->until;
    }
    return NULL;
}

bool access_counter_waits(const Counter *c, Instant now)
{
    return instant_is(c->until) && c->until.ms > now.ms;
}

Str access_minutes_until(Arena *a, Instant until, Instant now)
{
    return i64_plain(a, (until.ms - now.ms + MINUTE_MS - 1) / MINUTE_MS);
}

/* From the fifth failure on: 1 minute, doubling to an hour. */
static Instant locked_until(int64_t failures, Instant now)
{
    if (failures < LIMIT_LOGIN_FAILURES)
        return INSTANT_NONE;
    int64_t doublings = failures - LIMIT_LOGIN_FAILURES;
    int64_t minutes = doublings < 6 ? (int64_t)1 << doublings : LOCK_MINUTES_MAX;
    return (Instant){now.ms + minutes * MINUTE_MS};
}

Err access_count_failure(Db *db, Arena *a, const Counter *c, Instant now, Instant *ret_until)
{
    Instant until = locked_until(c->failures + 1, now);
    *ret_until = until;
    TRY(access_lock_drop_old(db, a, c->home, (Instant){now.ms - FORGET_MS}, NULL));
    if (c->home.code9 == access_strange.code9 && c->failures == 0) {
        const AccessCount *kept;
        TRY(access_lock_count(db, a, c->home, &kept));
        if (kept->n >= LIMIT_STRANGE_LOGINS) /* a new one counts like a login that exists; the oldest is forgotten */
            TRY(access_lock_drop_oldest(db, a, c->home, NULL));
    }
    return access_lock_put(db, a, c->home, c->subject, c->failures + 1, until, now, NULL);
}

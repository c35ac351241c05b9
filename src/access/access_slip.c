// SPDX-License-Identifier: Apache-2.0
/* Slips: eight digits in two groups, `4821 0937`, that open one case for whoever asked and has no account. */
#include "access/access_own.h"
#include "access_sql.h"
#include "codec/codec.h"

enum {
    DIGITS = 8,
    GROUP = 4,
    SPACE = 100 * 1000 * 1000, /* 10^8 slips */
    TRIES = 16,                /* to find a number nobody has */
};

static const int64_t life_ms = 365LL * 24 * 60 * 60 * 1000;

static Str new_digits(Arena *a)
{
    const uint32_t fair = UINT32_MAX - UINT32_MAX % SPACE;
    uint32_t chance;
    do
        seal_random(&chance, sizeof chance);
    while (chance >= fair);
    return arena_printf(a, "%0*u", DIGITS, chance % SPACE);
}

Err access_slip_issue(Db *db, Arena *a, Home home, CaseId about, Instant now, Str *ret_slip)
{
    for (int i = 0; i < TRIES; i++) {
        const SlipRow *taken;
        Str digits = new_digits(a), digest = access_keyed(a, SECRET_SLIP, digits, STR_NONE);
        TRY(access_slip_named(db, a, digest, &taken));
        if (taken)
            continue;
        *ret_slip = arena_printf(a, "%.*s %.*s", GROUP, digits.at, GROUP, digits.at + GROUP);
        return access_slip_insert(db, a, home, digest, about, (Instant){now.ms + life_ms}, NULL);
    }
    return ERR(a, ERR_AGAIN, "err.access.slip_none");
}

Err access_slip_open(Db *db, Arena *a, Str slip, Instant now, Actor *ret_actor)
{
    const SlipRow *row = NULL;
    Str digits = access_plain_digits(a, slip, DIGITS), digest = STR_NONE;
    if (digits.len) {
        digest = access_keyed(a, SECRET_SLIP, digits, STR_NONE);
        TRY(access_slip_named(db, a, digest, &row));
    }
    if (!row || row->until.ms <= now.ms)
        return ERR(a, ERR_MISSING, "err.access.slip", .field = S("slip"));
    *ret_actor = (Actor){.kind = ACTOR_SLIP, .home = row->home, .slip_case = row->about, .slip_home = row->home,
                         .slip_digest = hex_write(a, digest)};
    return NULL;
}

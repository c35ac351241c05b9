// SPDX-License-Identifier: Apache-2.0
/* The second factor of town and county: enrolled, given, spare, reset (docs/why/factor.md). */
#include "access/access_own.h"
#include "access_sql.h"
#include "codec/codec.h"

#define FACTOR_TABLE S("access_factor")
#define FACTOR_COLUMN S("secret")

static bool wanted = true;

void access_want_factor(bool want)
{
    wanted = want;
}

bool access_needs_factor(const Actor *who)
{
    bool needs = false;
    for (size_t i = 0; i < who->office_count; i++)
        needs = needs || who->offices[i].role->second_factor;
    return wanted && needs;
}

Err access_factor_state(Db *db, Arena *a, Home home, PersonId person, FactorState *ret_state)
{
    const FactorRow *row;
    const AccessCount *spares;
    TRY(access_factor_row(db, a, home, person, &row));
    TRY(access_spare_count(db, a, home, person, &spares));
    *ret_state = (FactorState){.enrolled = row != NULL, .since = row ? row->since : INSTANT_NONE, .spares = spares->n};
    return NULL;
}

/* -- failures ---------------------------------------------------------------------------------------------------- */

static Err counter_of(Db *db, Arena *a, Home home, PersonId person, Instant now, Counter *ret_counter)
{
    *ret_counter = (Counter){.home = home, .subject = access_keyed(a, SECRET_LOCK, S("factor"), i64_plain(a, person.v))};
    return access_counter(db, a, ret_counter, now);
}

static Err fail(Db *db, Arena *a, const Counter *c, Instant now, FactorOutcome *ret_outcome)
{
    return access_count_failure(db, a, c, now, &ret_outcome->locked_until);
}

Err access_factor_refusal(Arena *a, const FactorOutcome *outcome, Instant now)
{
    if (outcome->in)
        return NULL;
    if (outcome->unknown)
        return ERR(a, ERR_DENIED, "err.access.factor_none");
    if (instant_is(outcome->locked_until) && outcome->locked_until.ms > now.ms)
        return ERR(a, ERR_LIMIT, "err.access.factor_locked", .field = S("code"),
                   .args = {access_minutes_until(a, outcome->locked_until, now)});
    return ERR(a, ERR_LOGIN, "err.access.factor_wrong", .field = S("code"));
}

/* -- spare codes: 48 bits each, under a key that is in no backup -------------------------------------------------- */

static Str spare_digest(Arena *a, PersonId person, Str plain)
{
    return access_keyed(a, SECRET_SPARE, i64_plain(a, person.v), plain);
}

static Err make_spares(Db *db, Arena *a, Home home, PersonId person, const Str **ret_spares)
{
    Str *spares = ARENA_ARRAY(a, Str, FACTOR_SPARES);
    TRY(access_spare_drop_of(db, a, home, person, NULL));
    for (size_t i = 0; i < FACTOR_SPARES; i++) {
        spares[i] = access_new_code(a);
        TRY(access_spare_insert(db, a, home, person, spare_digest(a, person, access_plain_code(a, spares[i])), NULL));
    }
    *ret_spares = spares;
    return NULL;
}

Err access_spares_renew(Db *db, Arena *a, const Actor *self, Instant now, const Str **ret_spares)
{
    const FactorRow *row;
    TRY(access_factor_row(db, a, self->home, self->person, &row));
    if (!row)
        return ERR(a, ERR_DENIED, "err.access.factor_none");
    TRY(make_spares(db, a, self->home, self->person, ret_spares));
    const NewDevice d = {.home = self->home, .person = self->person, .now = now};
    return access_record_person(db, a, S("access.factor_spares"), self, &d);
}

static Err use_spare(Db *db, Arena *a, Home home, PersonId person, Str plain, FactorOutcome *ret_outcome)
{
    const AccessCount *before, *after;
    TRY(access_spare_count(db, a, home, person, &before));
    TRY(access_spare_drop(db, a, home, person, spare_digest(a, person, plain), NULL));
    TRY(access_spare_count(db, a, home, person, &after));
    ret_outcome->in = ret_outcome->by_spare = after->n < before->n;
    return NULL;
}

/* -- enrolling, giving, losing ------------------------------------------------------------------------------------ */

static Str offered_bytes(Arena *a, Str token)
{
    return str_sub(access_keyed(a, SECRET_OFFER, S("totp"), token), 0, TOTP_SECRET_BYTES);
}

Str access_factor_offer(Arena *a, Str token)
{
    return base32_write(a, offered_bytes(a, token));
}

Err access_factor_enrol(Db *db, Arena *a, const Session *session, Str code, Instant now, FactorOutcome *ret_outcome,
                        const Str **ret_spares)
{
    const Actor *who = &session->actor;
    const FactorRow *row;
    Counter c;
    int64_t step;
    *ret_outcome = (FactorOutcome){.locked_until = INSTANT_NONE};
    TRY(access_factor_row(db, a, who->home, who->person, &row));
    if (row)
        return ERR(a, ERR_CONFLICT, "err.access.factor_there");
    TRY(counter_of(db, a, who->home, who->person, now, &c));
    if (access_counter_waits(&c, now)) {
        ret_outcome->locked_until = c.until;
        return NULL;
    }
    Str secret = offered_bytes(a, session->token);
    if (!access_totp_find(a, secret, access_plain_digits(a, code, TOTP_DIGITS), now, 0, &step))
        return fail(db, a, &c, now, ret_outcome);
    TRY(access_lock_drop(db, a, c.home, c.subject, NULL));
    Str sealed = access_seal(a, FACTOR_TABLE, FACTOR_COLUMN, who->home, who->person.v, secret);
    TRY(access_factor_insert(db, a, who->home, who->person, sealed, now, step, NULL));
    TRY(make_spares(db, a, who->home, who->person, ret_spares));
    ret_outcome->in = true;
    ret_outcome->spares = FACTOR_SPARES;
    const NewDevice d = {.home = who->home, .person = who->person, .now = now};
    return access_record_person(db, a, S("access.factor_enrol"), who, &d);
}

/* The secret opens for nobody's eyes: it is compared with, not read, and leaves no line in the audit. */
static Err open_secret(Arena *a, Home home, PersonId person, Str sealed, Str *ret_secret)
{
    Str cell = access_cell(a, FACTOR_TABLE, FACTOR_COLUMN, home, person.v);
    if (!seal_open_column(a, access_column_key(), cell, sealed, ret_secret))
        return ERR(a, ERR_BROKEN, "err.access.sealed", .detail = cell);
    return NULL;
}

static Err try_code(Db *db, Arena *a, Home home, PersonId person, const FactorRow *row, Str code, Instant now,
                    FactorOutcome *ret_outcome)
{
    Str digits = access_plain_digits(a, code, TOTP_DIGITS), secret;
    int64_t step;
    if (!digits.len) {
        Str plain = access_plain_code(a, code);
        return plain.len ? use_spare(db, a, home, person, plain, ret_outcome) : NULL;
    }
    TRY(open_secret(a, home, person, row->secret, &secret));
    ret_outcome->in = access_totp_find(a, secret, digits, now, row->last_step, &step);
    return ret_outcome->in ? access_factor_taken(db, a, home, person, step, NULL) : NULL;
}

Err access_factor_check(Db *db, Arena *a, Home home, PersonId person, Str code, Instant now,
                        FactorOutcome *ret_outcome)
{
    const FactorRow *row;
    const AccessCount *spares;
    Counter c;
    *ret_outcome = (FactorOutcome){.locked_until = INSTANT_NONE};
    TRY(access_factor_row(db, a, home, person, &row));
    if (!row) {
        ret_outcome->unknown = true;
        return NULL;
    }
    TRY(counter_of(db, a, home, person, now, &c));
    if (access_counter_waits(&c, now)) {
        ret_outcome->locked_until = c.until; /* not looked at: neither right nor wrong, and no spare code is used up */
        return NULL;
    }
    TRY(try_code(db, a, home, person, row, code, now, ret_outcome));
    if (!ret_outcome->in)
        return fail(db, a, &c, now, ret_outcome);
    TRY(access_lock_drop(db, a, c.home, c.subject, NULL));
    TRY(access_spare_count(db, a, home, person, &spares));
    ret_outcome->spares = spares->n;
    return NULL;
}

Err access_factor_reset(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now)
{
    const NewDevice d = {.home = home, .person = person, .now = now};
    TRY(access_check_issuer(db, a, by, &d));
    TRY(access_factor_drop(db, a, home, person, NULL));
    TRY(access_spare_drop_of(db, a, home, person, NULL));
    TRY(access_session_drop_of(db, a, home, person, NULL));
    return access_record_person(db, a, S("access.factor_reset"), by, &d);
}

/* -- fsck --------------------------------------------------------------------------------------------------------- */

typedef struct FactorCheck {
    Arena *arena; /* rewound row by row */
    Home home;
    RecordComplain complain;
    void *arg;
} FactorCheck;

static Err audit_factor(void *arg, const FactorAudit *row)
{
    const FactorCheck *k = arg;
    const SealedCell cell = {FACTOR_TABLE, FACTOR_COLUMN, k->home, row->person.v};
    if (!access_seal_holds(k->arena, &cell, row->secret))
        k->complain(k->arg, cell.table, i64_plain(k->arena, row->person.v), S("it does not open with the key"));
    return NULL;
}

Err access_fsck(Db *db, Arena *a, Home home, RecordComplain complain, void *arg)
{
    FactorCheck k = {a, home, complain, arg};
    return access_audit_factor(db, a, home, audit_factor, &k);
}

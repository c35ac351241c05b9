// SPDX-License-Identifier: Apache-2.0
/* Village staff: a printed code binds a device and sets a PIN; wrong PINs wait longer and longer, and in the end only a new code helps. */
#include "access/access_own.h"
#include "access_sql.h"

enum { PIN_DIGITS = 6 };

static const int64_t code_life_ms = 7LL * 24 * 60 * 60 * 1000;

/* -- codes ------------------------------------------------------------------------------------------------------- */

Err access_code_issue(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now, Str *ret_code)
{
    const NewDevice d = {.home = home, .person = person, .now = now};
    TRY(access_check_issuer(db, a, by, &d));
    Str code = access_new_code(a);
    TRY(access_code_put(db, a, home, person, access_keyed(a, SECRET_CODE, access_plain_code(a, code), STR_NONE),
                        (Instant){now.ms + code_life_ms}, NULL));
    *ret_code = code;
    return access_record_person(db, a, S("access.code_issue"), by, &d);
}

/* The same digit six times, or a run up or down, is what everybody tries first. */
static bool pin_is_easy(Str pin)
{
    bool same = true, up = true, down = true;
    for (size_t i = 1; i < pin.len; i++) {
        int step = pin.at[i] - pin.at[i - 1];
        same = same && step == 0;
        up = up && step == 1;
        down = down && step == -1;
    }
    return same || up || down;
}

static Err read_pin(Arena *a, Str typed, Str *ret_pin)
{
    Str pin = access_plain_digits(a, typed, PIN_DIGITS);
    if (!pin.len)
        return ERR(a, ERR_INPUT, "err.access.pin_digits", .field = S("pin"), .args = {i64_plain(a, PIN_DIGITS)});
    *ret_pin = pin;
    return NULL;
}

/* A PIN that may be kept. */
static Err read_new_pin(Arena *a, Str typed, Str *ret_pin)
{
    TRY(read_pin(a, typed, ret_pin));
    return pin_is_easy(*ret_pin) ? ERR(a, ERR_INPUT, "err.access.pin_easy", .field = S("pin")) : NULL;
}

Err access_code_use(Db *db, Arena *a, const CodeUse *use, Instant now, Home *ret_home, PersonId *ret_person,
                    Str *ret_device)
{
    const CodeRow *row = NULL;
    Str plain = access_plain_code(a, use->code);
    NewDevice d = {.now = now, .agent = use->agent};
    if (plain.len)
        TRY(access_code_named(db, a, access_keyed(a, SECRET_CODE, plain, STR_NONE), &row));
    if (!row || row->until.ms <= now.ms)
        return ERR(a, ERR_INPUT, "err.access.code_wrong", .field = S("code"));
    TRY(read_new_pin(a, use->pin, &d.pin));
    d.home = row->home;
    d.person = row->person;
    TRY(access_code_drop(db, a, d.home, d.person, NULL));
    TRY(access_bind_device(db, a, &d, ret_device));
    const Actor self = {.kind = ACTOR_PERSON, .home = d.home, .person = d.person};
    *ret_home = d.home;
    *ret_person = d.person;
    return access_record_person(db, a, S("access.device_bind"), &self, &d);
}

/* -- PINs -------------------------------------------------------------------------------------------------------- */

typedef struct Looked {
    Str digest; /* of the device */
    Instant now;
} Looked;

/* Two counts: failures of the day, which slow down, and failures since the last right PIN, which end the device. */
static Err wrong_pin(Db *db, Arena *a, const DeviceRow *row, const Counter *c, Looked at, PinOutcome *ret_outcome)
{
    int64_t failures = row->failures + 1;
    TRY(access_device_fail(db, a, row->home, at.digest, failures, NULL));
    TRY(access_count_failure(db, a, c, at.now, &ret_outcome->locked_until));
    bool waits = instant_is(ret_outcome->locked_until);
    ret_outcome->result = failures >= LIMIT_PIN_FAILURES ? PIN_BLOCKED : waits ? PIN_WAIT : PIN_WRONG;
    ret_outcome->left = LIMIT_LOGIN_FAILURES - c->failures - 1;
    if (ret_outcome->result == PIN_WRONG)
        return NULL;
    const NewDevice d = {.home = row->home, .person = row->person, .now = at.now};
    TRY(access_session_drop_of(db, a, d.home, d.person, NULL)); /* whoever guesses may be reading already */
    return ret_outcome->result == PIN_WAIT ? NULL
                                           : access_record_person(db, a, S("access.device_block"), &access_clock, &d);
}

Err access_pin_check(Db *db, Arena *a, Str device, Str pin, Instant now, PinOutcome *ret_outcome)
{
    const DeviceRow *row = NULL;
    Str typed, digest = access_digest(a, device);
    *ret_outcome = (PinOutcome){.result = PIN_UNKNOWN};
    if (device.len)
        TRY(access_device_named(db, a, digest, &row));
    if (!row || !row->pin.len)
        return NULL;
    if (row->failures >= LIMIT_PIN_FAILURES) {
        ret_outcome->result = PIN_BLOCKED;
        return NULL;
    }
    Counter c = {.home = row->home, .subject = access_keyed(a, SECRET_LOCK, S("pin"), device)};
    TRY(access_counter(db, a, &c, now));
    if (access_counter_waits(&c, now)) {
        *ret_outcome = (PinOutcome){.result = PIN_WAIT, .locked_until = c.until};
        return NULL;
    }
    TRY(read_pin(a, pin, &typed)); /* a slip of the finger, no guess */
    Str given = access_keyed(a, SECRET_PIN, device, typed);
    if (given.len != row->pin.len || !seal_same(given.at, row->pin.at, given.len))
        return wrong_pin(db, a, row, &c, (Looked){digest, now}, ret_outcome);
    *ret_outcome = (PinOutcome){.result = PIN_OK, .home = row->home, .person = row->person};
    TRY(access_lock_drop(db, a, c.home, c.subject, NULL));
    return row->failures ? access_device_fail(db, a, row->home, digest, 0, NULL) : NULL;
}

Err access_pin_refusal(Arena *a, const PinOutcome *outcome, Instant now)
{
    switch (outcome->result) {
    case PIN_OK: return NULL;
    case PIN_WRONG:
        return ERR(a, ERR_LOGIN, "err.access.pin_wrong", .field = S("pin"), .args = {i64_plain(a, outcome->left)});
    case PIN_WAIT:
        return ERR(a, ERR_LIMIT, "err.access.pin_wait", .field = S("pin"),
                   .args = {access_minutes_until(a, outcome->locked_until, now)});
    case PIN_BLOCKED: return ERR(a, ERR_LOGIN, "err.access.pin_blocked");
    case PIN_UNKNOWN: break;
    }
    return ERR(a, ERR_LOGIN, "err.access.device_unknown");
}

Err access_sign_out_everywhere(Db *db, Arena *a, const Actor *by, Home home, PersonId person, Instant now)
{
    const NewDevice d = {.home = home, .person = person, .now = now};
    if (by->kind != ACTOR_PERSON || by->person.v != person.v)
        TRY(access_check_issuer(db, a, by, &d));
    TRY(access_device_drop_of(db, a, home, person, NULL));
    TRY(access_code_drop(db, a, home, person, NULL));
    TRY(access_session_drop_of(db, a, home, person, NULL));
    return access_record_person(db, a, S("access.device_drop"), by, &d);
}

/* The other sessions end: whoever changes a PIN may think that somebody saw the old one. */
Err access_pin_change(Db *db, Arena *a, const Session *session, const PinChange *change, Instant now,
                      PinOutcome *ret_outcome)
{
    const Actor *self = &session->actor;
    const NewDevice d = {.home = self->home, .person = self->person, .now = now};
    Str fresh, digest = access_digest(a, change->device);
    TRY(read_new_pin(a, change->fresh, &fresh));
    TRY(access_pin_check(db, a, change->device, change->old, now, ret_outcome));
    if (ret_outcome->result == PIN_OK && ret_outcome->person.v != self->person.v)
        ret_outcome->result = PIN_UNKNOWN;
    if (ret_outcome->result != PIN_OK)
        return NULL;
    TRY(access_device_pin(db, a, d.home, digest, access_keyed(a, SECRET_PIN, change->device, fresh), NULL));
    TRY(access_session_end_others(db, a, session));
    return access_record_person(db, a, S("access.pin_change"), self, &d);
}

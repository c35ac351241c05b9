// SPDX-License-Identifier: Apache-2.0
/* Town and county sign in with login and password. Failures are counted per login, apart for a device that is known. */
#include "access/access_own.h"
#include "access_sql.h"

enum {
    MINUTE_MS = 60 * 1000,
    LOCK_MINUTES_MAX = 60,
    FORGET_MS = 24 * 60 * MINUTE_MS, /* failures that long ago no longer count */
};

static const Home strange = {0}; /* counters of logins that do not exist */

/* Login names are ASCII in lower case, so that nobody signs in as a look-alike. */
static Str folded(Arena *a, Str login)
{
    Str tidy = text_is_utf8(login) ? str_trim(text_fold(a, login)) : STR_NONE;
    if (tidy.len > LIMIT_LOGIN_CHARS)
        return STR_NONE;
    char *lower = ARENA_ARRAY(a, char, tidy.len + 1);
    for (size_t i = 0; i < tidy.len; i++) {
        char c = tidy.at[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        if (!((lower[i] >= 'a' && lower[i] <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'))
            return STR_NONE;
    }
    return (Str){lower, tidy.len};
}

Err access_login_set(Db *db, Arena *a, Home home, PersonId person, Str login, Str password_hash)
{
    Str name = folded(a, login);
    const LoginFound *other;
    const AccessPerson *row;
    if (!name.len)
        return ERR(a, ERR_INPUT, "err.access.login_name", .field = S("login"),
                   .args = {i64_plain(a, LIMIT_LOGIN_CHARS)});
    TRY(access_person_row(db, a, home, person, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.access.no_person");
    TRY(access_login_named(db, a, name, &other));
    if (other && (other->home.code9 != home.code9 || other->person.v != person.v))
        return ERR(a, ERR_CONFLICT, "err.access.login_taken", .field = S("login"), .args = {name});
    TRY(access_login_put(db, a, home, person, name, password_hash, NULL));
    return access_session_drop_of(db, a, home, person, NULL); /* an old password's sessions end with it */
}

/* -- counting failures ------------------------------------------------------------------------------------------- */

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

static Err counter_of(Db *db, Arena *a, const LoginRow *row, Instant now, Counter *ret_counter)
{
    *ret_counter = (Counter){
        .home = row->person.v ? row->home : strange,
        .subject = row->known_device ? access_keyed(a, SECRET_LOCK, S("device"), row->device)
                                     : access_keyed(a, SECRET_LOCK, S("login"), row->login),
    };
    return access_counter(db, a, ret_counter, now);
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
    if (c->home.code9 == strange.code9 && c->failures == 0) {
        const AccessCount *kept;
        TRY(access_lock_count(db, a, c->home, &kept));
        if (kept->n >= LIMIT_STRANGE_LOGINS)
            return NULL;
    }
    return access_lock_put(db, a, c->home, c->subject, c->failures + 1, until, now, NULL);
}

/* -- signing in -------------------------------------------------------------------------------------------------- */

Err access_login_find(Db *db, Arena *a, Str login, Str device, LoginRow *ret_row)
{
    const LoginFound *found = NULL;
    const DeviceRow *known = NULL;
    Str name = folded(a, login);
    LoginRow row = {.login = name, .device = device, .password_hash = S("")};
    if (name.len)
        TRY(access_login_named(db, a, name, &found));
    if (found) {
        row.home = found->home;
        row.person = found->person;
        row.password_hash = found->password;
        row.needs_device = found->password.len == 0;
    }
    if (found && device.len)
        TRY(access_device_named(db, a, access_digest(a, device), &known));
    row.known_device = known && known->home.code9 == row.home.code9 && known->person.v == row.person.v;
    Counter c;
    TRY(counter_of(db, a, &row, INSTANT_NONE, &c));
    row.locked_until = c.until;
    *ret_row = row;
    return NULL;
}

Err access_login_of(Db *db, Arena *a, Home home, PersonId person, Str *ret_login)
{
    const LoginName *row;
    TRY(access_login_row(db, a, home, person, &row));
    *ret_login = row ? row->login : S("");
    return NULL;
}

Err access_login_result(Db *db, Arena *a, const LoginRow *row, bool verified, Instant now, LoginOutcome *ret_outcome)
{
    Counter c;
    *ret_outcome = (LoginOutcome){.locked_until = INSTANT_NONE};
    TRY(counter_of(db, a, row, now, &c));
    if (access_counter_waits(&c, now)) {
        ret_outcome->locked_until = c.until; /* not looked at: neither right nor wrong */
        return NULL;
    }
    if (!verified || !row->person.v || row->needs_device)
        return access_count_failure(db, a, &c, now, &ret_outcome->locked_until);
    TRY(access_lock_drop(db, a, c.home, c.subject, NULL));
    ret_outcome->in = true;
    ret_outcome->device = row->device;
    if (row->known_device || !row->keeps_device)
        return NULL;
    const NewDevice fresh = {.home = row->home, .person = row->person, .agent = row->agent, .now = now};
    return access_bind_device(db, a, &fresh, &ret_outcome->device);
}

/* -- choosing a password: long, and that is all that is asked (docs/why/pin.md) ------------------------------------- */

static size_t distinct_bytes(Str s)
{
    bool seen[256] = {false};
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        count += !seen[(unsigned char)s.at[i]];
        seen[(unsigned char)s.at[i]] = true;
    }
    return count;
}

Err access_password_check(Arena *a, Str login, Str password)
{
    enum { DISTINCT_MIN = 6 };
    if (!text_is_utf8(password) || text_chars(password) < LIMIT_PASSWORD_CHARS_MIN ||
        password.len > LIMIT_PASSWORD_BYTES)
        return ERR(a, ERR_INPUT, "err.access.password_length", .field = S("password"),
                   .args = {i64_plain(a, LIMIT_PASSWORD_CHARS_MIN), i64_plain(a, LIMIT_PASSWORD_BYTES)});
    if (distinct_bytes(password) < DISTINCT_MIN || (login.len && str_has(password, login)))
        return ERR(a, ERR_INPUT, "err.access.password_easy", .field = S("password"));
    return NULL;
}

Err access_password_change(Db *db, Arena *a, const Session *session, Str hash, Instant now)
{
    const Actor *self = &session->actor;
    const LoginName *row;
    TRY(access_login_row(db, a, self->home, self->person, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.access.no_person");
    TRY(access_login_put(db, a, self->home, self->person, row->login, hash, NULL));
    TRY(access_session_end_others(db, a, session));
    const NewDevice d = {.home = self->home, .person = self->person, .now = now};
    return access_record_person(db, a, S("access.password_change"), self, &d);
}

Err access_login_refusal(Arena *a, const LoginOutcome *outcome, Instant now)
{
    if (outcome->in)
        return NULL;
    if (!instant_is(outcome->locked_until) || outcome->locked_until.ms <= now.ms)
        return ERR(a, ERR_LOGIN, "err.access.login_wrong");
    return ERR(a, ERR_LIMIT, "err.access.login_locked",
               .args = {access_minutes_until(a, outcome->locked_until, now)});
}

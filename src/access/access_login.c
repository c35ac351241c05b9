// SPDX-License-Identifier: Apache-2.0
/* Town and county sign in with login and password. Failures are counted per login, apart for a device that is known. */
#include "access/access_own.h"
#include "access_sql.h"

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

/* -- signing in -------------------------------------------------------------------------------------------------- */

static Err counter_of(Db *db, Arena *a, const LoginRow *row, Instant now, Counter *ret_counter)
{
    *ret_counter = (Counter){
        .home = row->person.v ? row->home : access_strange,
        .subject = row->known_device ? access_keyed(a, SECRET_LOCK, S("device"), row->device)
                                     : access_keyed(a, SECRET_LOCK, S("login"), row->login),
    };
    return access_counter(db, a, ret_counter, now);
}

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

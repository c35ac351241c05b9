// SPDX-License-Identifier: Apache-2.0
/* Sessions: a token of 256 bits outside, its digest inside, and an idle clock. */
#include "access/access_own.h"
#include "access_sql.h"
#include "codec/codec.h"

enum {
    MINUTE_MS = 60 * 1000,
    HOUR_MS = 60 * MINUTE_MS,
    FRESH_MS = 5 * MINUTE_MS,
    HALF_MS = 10 * MINUTE_MS, /* to find the telephone, set up an authenticator, or walk to the printer */
    ACTS_IDLE_MS = 30 * MINUTE_MS, /* a device that lay idle that long reads on, but wants its PIN before it acts */
    TOKEN_CHARS = 43,
};

/* A phone in the village stays signed in for reading; everything else ends with the working day. */
static const struct {
    int64_t idle_ms, life_ms;
} clocks[] = {
    [SESSION_STAFF] = {30 * MINUTE_MS, 12 * HOUR_MS},
    [SESSION_API] = {12 * HOUR_MS, 12 * HOUR_MS},
    [SESSION_DEVICE] = {12 * HOUR_MS, 30LL * 24 * HOUR_MS},
};

static bool is_kind(int64_t kind)
{
    return kind >= 0 && (size_t)kind < COUNT_OF(clocks);
}

bool access_session_alive(SessionKind kind, Instant seen, Instant now)
{
    return is_kind(kind) && seen.ms + clocks[kind].idle_ms > now.ms;
}

static Instant later(Instant t, int64_t ms)
{
    return (Instant){t.ms + ms};
}

/* -- reading ----------------------------------------------------------------------------------------------------- */

static Err no_session(Arena *a)
{
    return ERR(a, ERR_LOGIN, "err.access.session");
}

static Err find(Db *db, Arena *a, Str token, Instant now, const SessionRow **ret_row)
{
    const SessionRow *row = NULL;
    if (token.len == TOKEN_CHARS)
        TRY(access_session_named(db, a, access_digest(a, token), &row));
    if (!row || row->until.ms <= now.ms || !access_session_alive((SessionKind)row->kind, row->seen, now))
        return no_session(a);
    *ret_row = row;
    return NULL;
}

static Instant proven_now(const SessionRow *row, Instant now)
{
    bool slept = row->kind == SESSION_DEVICE && now.ms - row->seen.ms >= ACTS_IDLE_MS;
    return slept ? INSTANT_NONE : row->proven;
}

/* The office chosen, as long as it is held; the first one otherwise. */
static const Office *acting(const Office *offices, size_t count, int64_t chosen)
{
    for (size_t i = 0; i < count; i++)
        if (offices[i].id == chosen)
            return &offices[i];
    return count ? offices : NULL;
}

static Err fill(Db *db, Arena *a, const Roles *roles, Str token, const SessionRow *row, Instant now,
                Session *ret_session)
{
    Actor actor = {.kind = ACTOR_PERSON, .home = row->home, .person = row->person, .name = row->name};
    Date today = instant_date(now);
    TRY(access_offices_of(db, a, roles, row->home, row->person, today, &actor.offices, &actor.office_count));
    actor.acting = acting(actor.offices, actor.office_count, row->office);
    Instant idle = later(row->seen, clocks[row->kind].idle_ms);
    *ret_session = (Session){
        .token = arena_str(a, token),
        .csrf = access_csrf(a, token, S("session")),
        .kind = (SessionKind)row->kind,
        .actor = actor,
        .idle_until = idle.ms < row->until.ms ? idle : row->until,
        .until = row->until,
        .proven = proven_now(row, now),
        .wants_factor = access_needs_factor(&actor) && !instant_is(row->factored),
    };
    return NULL;
}

Err access_session_get(Db *db, Arena *a, const Roles *roles, Str token, Instant now, Session *ret_session)
{
    const SessionRow *row;
    TRY(find(db, a, token, now, &row));
    return fill(db, a, roles, token, row, now, ret_session);
}

bool access_session_stale(const Session *s, Instant now)
{
    return s->idle_until.ms < s->until.ms && s->idle_until.ms - clocks[s->kind].idle_ms + MINUTE_MS <= now.ms;
}

bool access_session_is_fresh(const Session *s, Instant now)
{
    return instant_is(s->proven) && now.ms - s->proven.ms <= FRESH_MS;
}

/* -- changing ---------------------------------------------------------------------------------------------------- */

Err access_session_start(Db *db, Arena *a, const Roles *roles, const SessionNew *fresh, Instant now,
                         Session *ret_session)
{
    REQUIRE(is_kind(fresh->kind));
    Str token = access_new_token(a);
    const AccessPerson *person;
    TRY(access_person_row(db, a, fresh->home, fresh->person, &person));
    if (!person)
        return ERR(a, ERR_MISSING, "err.access.no_person");
    TRY(access_session_drop_old(db, a, fresh->home, now, NULL));
    SessionRow row = {.home = fresh->home, .person = fresh->person, .name = person->name, .kind = fresh->kind,
                      .seen = now, .until = later(now, clocks[fresh->kind].life_ms), .proven = now,
                      .factored = fresh->factored ? now : INSTANT_NONE};
    TRY(fill(db, a, roles, token, &row, now, ret_session));
    if (ret_session->wants_factor) {
        row.until = later(now, HALF_MS);
        TRY(fill(db, a, roles, token, &row, now, ret_session));
    }
    TRY(access_session_drop_oldest(db, a, row.home, row.person, LIMIT_SESSIONS_OF_PERSON - 1, NULL));
    Str bound = fresh->device.len ? access_digest(a, fresh->device) : STR_NONE;
    return access_session_insert(db, a, row.home, access_digest(a, token), row.person, row.kind, now, row.until, now,
                                 row.factored, fresh->agent.len ? fresh->agent : S(""), bound, NULL);
}

static Err set_seen(Db *db, Arena *a, Str token, const SessionRow *row, Instant now, Instant proven)
{
    return access_session_seen(db, a, row->home, access_digest(a, token), now, proven, NULL);
}

Err access_session_touch(Db *db, Arena *a, Str token, Instant now)
{
    const SessionRow *row;
    TRY(find(db, a, token, now, &row));
    return set_seen(db, a, token, row, now, proven_now(row, now));
}

Err access_session_prove(Db *db, Arena *a, Str token, Instant now)
{
    const SessionRow *row;
    TRY(find(db, a, token, now, &row));
    return set_seen(db, a, token, row, now, now);
}

Err access_session_act_as(Db *db, Arena *a, Str token, int64_t office, Instant now)
{
    const SessionRow *row;
    const AccessOffice *offices;
    size_t count, i = 0;
    TRY(find(db, a, token, now, &row));
    TRY(access_offices_held(db, a, row->home, row->person, instant_date(now), &offices, &count));
    while (i < count && offices[i].id != office)
        i++;
    if (i == count)
        return ERR(a, ERR_DENIED, "err.access.not_your_office", .field = S("office"));
    return access_session_office(db, a, row->home, access_digest(a, token), office, NULL);
}

Err access_session_end(Db *db, Arena *a, Str token)
{
    const SessionRow *row = NULL;
    Str digest = access_digest(a, token);
    TRY(access_session_named(db, a, digest, &row));
    return row ? access_session_drop(db, a, row->home, digest, NULL) : NULL;
}

Err access_session_end_others(Db *db, Arena *a, const Session *session)
{
    return access_session_drop_others(db, a, session->actor.home, session->actor.person,
                                      access_digest(a, session->token), NULL);
}

/* -- forms: HMAC under a key that only the token gives, and the stored digest does not --------------------------- */

Str access_csrf(Arena *a, Str token, Str form)
{
    Digest key = seal_sha256_parts((const Str[]){S("shaichang/csrf/v1\n"), token}, 2);
    Digest d = seal_hmac(&key, form);
    return base64url_write(a, (Str){(const char *)d.at, sizeof d.at});
}

bool access_csrf_ok(Arena *a, Str token, Str form, Str given)
{
    Str right = access_csrf(a, token, form);
    return token.len == TOKEN_CHARS && given.len == right.len && seal_same(given.at, right.at, right.len);
}

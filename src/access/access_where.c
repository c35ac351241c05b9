// SPDX-License-Identifier: Apache-2.0
/* Where somebody is signed in, and which devices know him: to look at, and to end. Ids are those of the digests. */
#include "access/access_own.h"
#include "access_sql.h"
#include "codec/codec.h"

static bool same(Str a, Str b)
{
    return a.len && str_eq(a, b);
}

Err access_signed_in(Db *db, Arena *a, const Session *session, Instant now, const SignedIn **ret, size_t *ret_count)
{
    const Actor *self = &session->actor;
    const SessionLine *rows;
    Str here = access_digest(a, session->token);
    size_t count, kept = 0;
    TRY(access_sessions_of(db, a, self->home, self->person, now, &rows, &count));
    SignedIn *list = ARENA_ARRAY(a, SignedIn, count);
    for (size_t i = 0; i < count; i++)
        if (access_session_alive((SessionKind)rows[i].kind, rows[i].seen, now))
            list[kept++] = (SignedIn){.id = hex_write(a, rows[i].digest), .kind = (SessionKind)rows[i].kind,
                                      .since = rows[i].since, .seen = rows[i].seen, .agent = rows[i].agent,
                                      .here = same(rows[i].digest, here)};
    *ret = list;
    *ret_count = kept;
    return NULL;
}

Err access_bound_devices(Db *db, Arena *a, Home home, PersonId person, Str here, const BoundDevice **ret,
                         size_t *ret_count)
{
    const DeviceLine *rows;
    Str mine = here.len ? access_digest(a, here) : STR_NONE;
    TRY(access_devices_of(db, a, home, person, &rows, ret_count));
    BoundDevice *list = ARENA_ARRAY(a, BoundDevice, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        list[i] = (BoundDevice){.id = hex_write(a, rows[i].digest), .bound = rows[i].bound, .agent = rows[i].agent,
                                .blocked = rows[i].failures >= LIMIT_PIN_FAILURES, .here = same(rows[i].digest, mine)};
    *ret = list;
    return NULL;
}

static Err read_id(Arena *a, Str id, Str *ret_digest)
{
    if (id.len != 2 * sizeof(Digest) || !hex_read(a, id, ret_digest))
        return ERR(a, ERR_MISSING, "err.access.no_sign_in");
    return NULL;
}

Err access_session_end_one(Db *db, Arena *a, const Actor *self, Str id)
{
    Str digest;
    TRY(read_id(a, id, &digest));
    return access_session_drop_one(db, a, self->home, self->person, digest, NULL);
}

Err access_device_forget(Db *db, Arena *a, const Actor *self, Str id, Instant now)
{
    Str digest;
    const NewDevice d = {.home = self->home, .person = self->person, .now = now};
    const BoundDevice *list;
    size_t count, i = 0;
    TRY(read_id(a, id, &digest));
    TRY(access_bound_devices(db, a, self->home, self->person, STR_NONE, &list, &count));
    while (i < count && !str_eq(list[i].id, id))
        i++;
    if (i == count)
        return ERR(a, ERR_MISSING, "err.access.no_sign_in");
    TRY(access_device_drop(db, a, self->home, self->person, digest, NULL));
    TRY(access_session_drop_bound(db, a, self->home, digest, NULL));
    return access_record_person(db, a, S("access.device_forget"), self, &d);
}

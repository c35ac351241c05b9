// SPDX-License-Identifier: Apache-2.0
/* A device becomes known: binding it, who may hand out what binds it, and the record of it. */
#include "access/access_own.h"
#include "access_sql.h"

Err access_bind_device(Db *db, Arena *a, const NewDevice *d, Str *ret_device)
{
    Str device = access_new_token(a);
    Str pin = d->pin.len ? access_keyed(a, SECRET_PIN, device, d->pin) : STR_NONE;
    TRY(access_device_drop_oldest(db, a, d->home, d->person, LIMIT_DEVICES_OF_PERSON - 1, NULL));
    TRY(access_device_insert(db, a, d->home, access_digest(a, device), d->person, pin, d->now, d->agent, NULL));
    *ret_device = device;
    return NULL;
}

Err access_record_person(Db *db, Arena *a, Str kind, const Actor *by, const NewDevice *d)
{
    const AccessPerson *row;
    TRY(access_person_row(db, a, d->home, d->person, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.access.no_person");
    return access_record(db, a, &(AccessEvent){.kind = kind, .place = place_of_home(d->home), .object = row->object,
                                               .at = d->now, .by = by, .person_home = d->home, .person = d->person});
}

/*
 * Whoever hands out a code could use it himself. So he must stand above every office of the person, now or to come, and
 * above the person's home when there is no office.
 */
Err access_check_issuer(Db *db, Arena *a, const Actor *by, const NewDevice *d)
{
    const AccessOffice *rows;
    size_t count;
    if (by->kind == ACTOR_SYSTEM)
        return NULL;
    if (by->kind == ACTOR_PERSON && by->person.v == d->person.v)
        return ERR(a, ERR_RULE, "err.access.code_self");
    TRY(access_offices_from(db, a, d->home, d->person, instant_date(d->now), &rows, &count));
    bool may = count > 0 || access_may(by, S("code.issue"), place_of_home(d->home));
    for (size_t i = 0; i < count; i++)
        may = may && access_may_below(by, S("code.issue"), S("code.issue.peer"), rows[i].place);
    return may ? NULL : ERR(a, ERR_DENIED, "err.access.code_may");
}

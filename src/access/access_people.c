// SPDX-License-Identifier: Apache-2.0
/* People and the offices they hold, from a day to a day. */
#include "access/access_own.h"
#include "access_sql.h"
#include "codec/codec.h"
#include "record/record.h"

/* -- what other files of access use as well ---------------------------------------------------------------------- */

bool access_may_below(const Actor *who, Str permission, Str peer, PlaceCode where)
{
    if (who->kind == ACTOR_SYSTEM)
        return true;
    return access_may(who, permission, where) &&
           (place_level(where) > place_level(who->acting->place) || access_may(who, peer, where));
}

Err access_record(Db *db, Arena *a, const AccessEvent *e)
{
    const Office *o = e->office;
    const JsonMember facts[] = {
        {S("person"), json_of_int(a, e->person.v)},
        {S("person_home"), json_of_int(a, e->person_home.code9)},
        {S("office"), o ? json_of_int(a, o->id) : json_null()},
        {S("role"), o ? json_of_text(a, o->role->code) : json_null()},
        {S("from"), o ? json_of_text(a, date_plain(a, o->from)) : json_null()},
        {S("to"), o && date_is(o->to) ? json_of_text(a, date_plain(a, o->to)) : json_null()},
    };
    const Event event = {
        .kind = e->kind,
        .place = e->place,
        .object = e->object,
        .office = e->by->acting ? e->by->acting->role->code : STR_NONE,
        .person = e->by->person,
        .at = e->at,
        .data = json_canonical(a, json_object(a, facts, COUNT_OF(facts))),
    };
    RecordRef ref;
    return record_append(db, a, &event, &ref);
}

/* -- people ------------------------------------------------------------------------------------------------------ */

Err access_person_add(Db *db, Arena *a, Home home, Str name, PersonId *ret_person)
{
    Str tidy = text_is_utf8(name) ? text_tidy(a, name, false) : STR_NONE;
    if (!tidy.len || text_has_control(tidy))
        return ERR(a, ERR_INPUT, "err.access.name", .field = S("name"));
    if (text_chars(tidy) > LIMIT_PERSON_NAME_CHARS)
        return ERR(a, ERR_INPUT, "err.access.name_long", .field = S("name"),
                   .args = {i64_plain(a, LIMIT_PERSON_NAME_CHARS)});
    const AccessLast *last;
    TRY(access_person_last(db, a, home, &last));
    int64_t first = home.code9 * ACCESS_ID_ROOM, id = last->id ? last->id + 1 : first + 1;
    if (id > first + LIMIT_PERSONS_PER_HOME)
        return ERR(a, ERR_LIMIT, "err.access.full", .args = {i64_plain(a, LIMIT_PERSONS_PER_HOME)});
    TRY(access_person_insert(db, a, home, (PersonId){id}, record_new_object(a), tidy, NULL));
    *ret_person = (PersonId){id};
    return NULL;
}

Home access_home_of(PersonId person)
{
    return (Home){person.v / ACCESS_ID_ROOM};
}

static Err person_row(Db *db, Arena *a, Home home, PersonId person, const AccessPerson **ret_row)
{
    TRY(access_person_row(db, a, home, person, ret_row));
    return *ret_row ? NULL : ERR(a, ERR_MISSING, "err.access.no_person");
}

Err access_person_name(Db *db, Arena *a, Home home, PersonId person, Str *ret_name)
{
    const AccessPerson *row;
    TRY(person_row(db, a, home, person, &row));
    *ret_name = row->name;
    return NULL;
}

/* -- finding offices --------------------------------------------------------------------------------------------- */

/* A role that the county took out of its file is no office any more. */
static size_t offices_of_rows(Arena *a, const Roles *roles, const AccessOffice *rows, size_t count,
                              const Office **ret_offices)
{
    Office *offices = ARENA_ARRAY(a, Office, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const AccessOffice *r = &rows[i];
        const Role *role = access_role(roles, r->role);
        if (role && !role->is_body)
            offices[kept++] = (Office){r->id,    r->person,  r->person_name, role,
                                       r->place, r->from_on, r->to_on,       r->object};
    }
    *ret_offices = offices;
    return kept;
}

Err access_offices_of(Db *db, Arena *a, const Roles *roles, Home home, PersonId person, Date on,
                      const Office **ret_offices, size_t *ret_count)
{
    const AccessOffice *rows;
    size_t count;
    TRY(access_offices_held(db, a, home, person, on, &rows, &count));
    *ret_count = offices_of_rows(a, roles, rows, count, ret_offices);
    return NULL;
}

static size_t role_order(const Roles *roles, const Office *o)
{
    return (size_t)(o->role - access_role_at(roles, 0));
}

Err access_offices_at(Db *db, Arena *a, const Roles *roles, PlaceCode place, Date on, const Office **ret_offices,
                      size_t *ret_count)
{
    const AccessOffice *rows;
    size_t count;
    TRY(access_offices_here(db, a, place_home(place), place, on, &rows, &count));
    const Office *found;
    count = offices_of_rows(a, roles, rows, count, &found);
    Office *sorted = ARENA_ARRAY(a, Office, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && role_order(roles, &sorted[at - 1]) > role_order(roles, &found[i]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = found[i];
    }
    *ret_offices = sorted;
    *ret_count = count;
    return NULL;
}

/* One person is one hand: whoever holds several of the roles stands here once, in the first of them. */
static size_t each_person_once(Office *offices, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < kept && offices[k].person.v != offices[i].person.v)
            k++;
        if (k == kept)
            offices[kept++] = offices[i];
    }
    return kept;
}

Err access_holders(Db *db, Arena *a, const Roles *roles, Str role, PlaceCode where, Date on, const Office **ret_offices,
                   size_t *ret_count)
{
    *ret_offices = NULL;
    *ret_count = 0;
    const Role *wanted = access_role(roles, role);
    if (!wanted)
        return NULL;
    Str r[1 + LIMIT_ACTED_BY];
    for (size_t i = 0; i < COUNT_OF(r); i++)
        r[i] = i && i <= wanted->acted_by_count ? wanted->acted_by[i - 1] : role;
    PlaceCode p[PLACE_HOUSEHOLD];
    for (int i = 0; i < PLACE_HOUSEHOLD; i++)
        p[i] = place_up(where, (PlaceLevel)(i + 1));
    const AccessOffice *rows;
    size_t count;
    Home county = place_home(place_up(where, PLACE_COUNTY));
    TRY(access_offices_reaching(db, a, place_home(where), county, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], r[0],
                                r[1], r[2], r[3], r[4], r[5], r[6], r[7], on, &rows, &count));
    const Office *found;
    count = offices_of_rows(a, roles, rows, count, &found);
    Office *once = ARENA_ARRAY(a, Office, count);
    if (count)
        memcpy(once, found, count * sizeof *once);
    *ret_offices = once;
    *ret_count = each_person_once(once, count);
    return NULL;
}

/* -- giving and ending an office --------------------------------------------------------------------------------- */

static bool names(const Str *at, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(at[i], name))
            return true;
    return false;
}

static bool excludes(const Role *a, const Role *b)
{
    return names(a->never_with, a->never_with_count, b->code) || names(b->never_with, b->never_with_count, a->code);
}

static bool overlap(const Office *a, const Office *b)
{
    return (!date_is(b->to) || a->from.day <= b->to.day) && (!date_is(a->to) || b->from.day <= a->to.day);
}

static bool same_village(PlaceCode a, PlaceCode b)
{
    return place_up(a, PLACE_VILLAGE).v == place_up(b, PLACE_VILLAGE).v;
}

/* The new office beside those the person holds, or will: not the same twice, not what the law keeps apart. */
static Err check_beside(Db *db, Arena *a, const Roles *roles, const Office *new, Home person_home)
{
    const AccessOffice *rows;
    const Office *held;
    size_t count;
    TRY(access_offices_from(db, a, person_home, new->person, new->from, &rows, &count));
    if (count >= LIMIT_OFFICES_OF_PERSON)
        return ERR(a, ERR_LIMIT, "err.access.offices_many", .args = {i64_plain(a, LIMIT_OFFICES_OF_PERSON)});
    count = offices_of_rows(a, roles, rows, count, &held);
    for (size_t i = 0; i < count; i++) {
        if (!overlap(&held[i], new))
            continue;
        if (held[i].role == new->role && held[i].place.v == new->place.v)
            return ERR(a, ERR_RULE, "err.access.appoint_twice",
                       .args = {held[i].person_name, new->role->name_zh, new->role->name_en});
        if (same_village(held[i].place, new->place) && excludes(held[i].role, new->role))
            return ERR(a, ERR_RULE, "err.access.appoint_apart", .field = S("role"),
                       .args = {held[i].role->name_zh, new->role->name_zh, held[i].role->name_en, new->role->name_en});
    }
    return NULL;
}

static Err check_office(Arena *a, const Roles *roles, Str code, const Office *new, const Role **ret_role)
{
    const Role *role = access_role(roles, code);
    if (!role || role->is_body)
        return ERR(a, ERR_INPUT, "err.access.no_role", .field = S("role"), .args = {code});
    PlaceLevel level = place_level(new->place);
    if (level < role->level || level > role->down_to)
        return ERR(a, ERR_INPUT, "err.access.role_level", .field = S("place"),
                   .args = {role->name_zh, role->name_en, place_plain(a, new->place)});
    if (!date_is(new->from))
        return ERR(a, ERR_INPUT, "err.access.from", .field = S("from"));
    if (date_is(new->to) && new->to.day < new->from.day)
        return ERR(a, ERR_INPUT, "err.access.from_to", .field = S("to"));
    *ret_role = role;
    return NULL;
}

Err access_appoint(Db *db, Arena *a, const Roles *roles, const Actor *by, Instant now, PersonId person,
                   Home person_home, Str role, PlaceCode place, Date from, Date to, int64_t *ret_office)
{
    Office new = {.person = person, .place = place, .from = from, .to = to};
    const AccessPerson *row;
    const AccessLast *last;
    TRY(check_office(a, roles, role, &new, &new.role));
    if (!access_may_below(by, S("appoint"), S("appoint.peer"), place))
        return ERR(a, ERR_DENIED, "err.access.appoint_may",
                   .args = {new.role->name_zh, new.role->name_en, place_plain(a, place)});
    if (by->kind == ACTOR_PERSON && by->person.v == person.v)
        return ERR(a, ERR_RULE, "err.access.appoint_self");
    TRY(person_row(db, a, person_home, person, &row));
    TRY(check_beside(db, a, roles, &new, person_home));

    Home home = place_home(place);
    TRY(access_office_last(db, a, home, &last));
    int64_t first = home.code9 * ACCESS_ID_ROOM;
    new.id = last->id ? last->id + 1 : first + 1;
    if (new.id > first + LIMIT_OFFICES_PER_HOME)
        return ERR(a, ERR_LIMIT, "err.access.full", .args = {i64_plain(a, LIMIT_OFFICES_PER_HOME)});
    new.object = record_new_object(a);
    TRY(access_office_insert(db, a, home, new.id, new.object, role, place, person_home, person, from, to, NULL));
    *ret_office = new.id;
    return access_record(db, a,
                         &(AccessEvent){.kind = S("access.appoint"), .place = place, .object = new.object, .at = now,
                                        .by = by, .person_home = person_home, .person = person, .office = &new});
}

Err access_end_office(Db *db, Arena *a, const Actor *by, Instant now, Home home, int64_t office, Date to)
{
    const AccessOffice *row;
    TRY(access_office_row(db, a, home, office, &row));
    if (!row)
        return ERR(a, ERR_MISSING, "err.access.no_office");
    const Role named = {.code = row->role};
    Office ended = {row->id, row->person, row->person_name, &named, row->place, row->from_on, to, row->object};
    if (!access_may_below(by, S("appoint"), S("appoint.peer"), row->place))
        return ERR(a, ERR_DENIED, "err.access.end_may", .args = {row->person_name});
    /* The day before the first day: the office was never taken up. */
    if (!date_is(to) || to.day < row->from_on.day - 1)
        return ERR(a, ERR_INPUT, "err.access.from_to", .field = S("to"));
    if (date_is(row->to_on) && to.day > row->to_on.day)
        return ERR(a, ERR_RULE, "err.access.end_later", .field = S("to"), .args = {date_plain(a, row->to_on)});
    TRY(access_office_end(db, a, home, office, to, NULL));
    return access_record(db, a,
                         &(AccessEvent){.kind = S("access.end_office"), .place = row->place, .object = row->object,
                                        .at = now, .by = by, .person_home = row->person_home, .person = row->person,
                                        .office = &ended});
}

// SPDX-License-Identifier: Apache-2.0
/* Adding a person: the name with access, the rest here; numbers sealed, never twice the same person. */
#include "people/people.h"
#include "people_sql.h"

enum { PHONE_TAIL = 4, NAME_CHARS_MAX = 20 };

static Str tail_of(Str phone)
{
    return phone.len > PHONE_TAIL ? str_from(phone, phone.len - PHONE_TAIL) : S("");
}

static Err check_person(Arena *a, const PersonNew *p)
{
    if (!p->name.len || text_chars(p->name) > NAME_CHARS_MAX || text_has_control(p->name))
        return ERR(a, ERR_INPUT, "err.people.name", .field = S("name"), .args = {p->name});
    if (p->id_number.len && !text_is_resident_id(p->id_number))
        return ERR(a, ERR_INPUT, "err.people.id_number", .field = S("id_number"),
                   .args = {text_mask_id(a, p->id_number)});
    if (p->phone.len && !text_is_mobile(p->phone))
        return ERR(a, ERR_INPUT, "err.people.phone", .field = S("phone"), .args = {text_mask_phone(a, p->phone)});
    if (place_level(p->household) < PLACE_VILLAGE)
        return ERR(a, ERR_INPUT, "err.people.place", .field = S("place"));
    return NULL;
}

static Err refuse_twice(Db *db, Arena *a, Home home, Str number_key)
{
    const PersonIdRow *row;
    if (!number_key.len)
        return NULL;
    TRY(people_person_with(db, a, home, number_key, &row));
    return row ? ERR(a, ERR_CONFLICT, "err.people.twice", .field = S("id_number")) : NULL;
}

Err people_add(Db *db, Arena *a, const Actor *by UNUSED, Instant now UNUSED, const PersonNew *p, PersonId *ret_person)
{
    Home home = place_home(p->household);
    TRY(check_person(a, p));
    Str key = p->id_number.len ? access_find_key(a, S("id_number"), p->id_number) : S("");
    TRY(refuse_twice(db, a, home, key));
    TRY(access_person_add(db, a, home, p->name, ret_person));
    int64_t id = ret_person->v;
    Str number = p->id_number.len ? access_seal(a, S("people_person"), S("number"), home, id, p->id_number) : S("");
    Str phone = p->phone.len ? access_seal(a, S("people_person"), S("phone"), home, id, p->phone) : S("");
    return people_person_put(db, a, home, *ret_person, place_up(p->household, PLACE_VILLAGE), p->household,
                             p->nickname.at ? p->nickname : S(""), number, key, phone, tail_of(p->phone), NULL);
}

Err people_offices(Db *db, Arena *a, PlaceCode village, Date on, const PeopleOffice **ret, size_t *ret_count)
{
    const Office *offices;
    TRY(access_offices_at(db, a, house()->roles, village, on, &offices, ret_count));
    PeopleOffice *list = ARENA_ARRAY(a, PeopleOffice, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        list[i] = (PeopleOffice){offices[i].person_name, offices[i].role->name_zh, offices[i].role->name_en,
                                 offices[i].role->code, offices[i].from};
    *ret = list;
    return NULL;
}

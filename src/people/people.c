// SPDX-License-Identifier: Apache-2.0
/* Adding a person: the name with access, the rest here; numbers sealed, never twice the same person. */
#include "people/people_own.h"
#include "people_sql.h"

enum { PHONE_TAIL = 4, MOBILE_DIGITS = 11 };

static Str tail_of(Str phone)
{
    return phone.len > PHONE_TAIL ? str_from(phone, phone.len - PHONE_TAIL) : S("");
}

/* As people write it: full-width digits, a small x. One number has one digest, however it was typed. */
Str people_tidy_id(Arena *a, Str number)
{
    Str s = str_trim(text_fold(a, number));
    bool small_x = s.len && s.at[s.len - 1] == 'x';
    return small_x ? arena_printf(a, "%.*sX", (int)s.len - 1, s.at) : s;
}

/* 138 0013 8000, 138-0013-8000, +86 13800138000 */
static Str tidy_phone(Arena *a, Str phone)
{
    Str s = text_fold(a, phone);
    char *digits = arena_take(a, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != ' ' && s.at[i] != '-')
            digits[len++] = s.at[i];
    Str plain = {digits, len};
    bool abroad = str_starts(plain, S("+86")) && len == MOBILE_DIGITS + 3;
    return abroad ? str_from(plain, 3) : plain;
}

static Err check_person(Arena *a, const PersonNew *p)
{
    if (!p->name.len || text_chars(p->name) > LIMIT_PERSON_NAME_CHARS || text_has_control(p->name))
        return ERR(a, ERR_INPUT, "err.people.name", .field = S("name"), .args = {text_cut(p->name, LIMIT_PERSON_NAME_CHARS)});
    if (text_chars(p->nickname) > LIMIT_PERSON_NAME_CHARS || text_has_control(p->nickname))
        return ERR(a, ERR_INPUT, "err.people.nickname", .field = S("nickname"));
    if (p->id_number.len && !text_is_resident_id(p->id_number))
        return ERR(a, ERR_INPUT, "err.people.id_number", .field = S("id_number"),
                   .args = {text_mask_id(a, p->id_number)});
    if (p->phone.len && !text_is_mobile(p->phone))
        return ERR(a, ERR_INPUT, "err.people.phone", .field = S("phone"), .args = {text_mask_phone(a, p->phone)});
    if (place_level(p->household) < PLACE_COUNTY) /* who works for a town or the county belongs there */
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

Err people_add(Db *db, Arena *a, const PersonNew *given, PersonId *ret_person)
{
    PersonNew tidy = *given;
    const PersonNew *p = &tidy;
    Home home = place_home(p->household);
    tidy.id_number = people_tidy_id(a, given->id_number);
    tidy.phone = tidy_phone(a, given->phone);
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
        list[i] = (PeopleOffice){offices[i].person, offices[i].person_name, offices[i].role->name_zh, offices[i].role->name_en,
                                 offices[i].role->code, offices[i].from};
    *ret = list;
    return NULL;
}

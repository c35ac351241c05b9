// SPDX-License-Identifier: Apache-2.0
/*
 * A table of people. A person with several offices has a row for each, with the same ID number, or the same name and place
 * where there is none. Every bad row is named; the caller undoes the job when there is one.
 */
#include "people/people_own.h"
#include "people_sql.h"

static const Str columns[] = {S("name"), S("nickname"), S("id_number"), S("phone"), S("place"), S("role"), S("from"), S("to"),
                              S("login")};

typedef struct Nameless { /* a person of this file without a number: known by name and place */
    Str name;
    PlaceCode place;
    PersonId person;
} Nameless;

typedef struct Importing {
    Db *db;
    Arena *arena;
    const Actor *by;
    Instant now;
    const Table *table;
    PeopleComplaint *complaints;
    size_t complaint_count;
    Nameless *nameless;
    size_t nameless_count, added;
} Importing;

static Str cell(const Importing *x, size_t row, Str column)
{
    for (size_t c = 0; c < x->table->columns; c++)
        if (str_eq(str_trim(x->table->cells[c]), column))
            return text_tidy(x->arena, x->table->cells[row * x->table->columns + c], false);
    return S("");
}

static void complain(Importing *x, size_t row, Err why)
{
    if (x->complaint_count < LIMIT_PEOPLE_COMPLAINTS)
        x->complaints[x->complaint_count++] = (PeopleComplaint){(int)row + 1, why->field, why};
}

static Err find_by_number(Importing *x, const PersonNew *p, PersonId *ret_person)
{
    const PersonIdRow *known;
    Str name, key = access_find_key(x->arena, S("id_number"), people_tidy_id(x->arena, p->id_number));
    TRY(people_person_with(x->db, x->arena, place_home(p->household), key, &known));
    if (!known)
        return NULL;
    TRY(access_person_name(x->db, x->arena, place_home(p->household), known->id, &name));
    if (!str_eq(name, p->name))
        return ERR(x->arena, ERR_CONFLICT, "err.people.other_name", .field = S("id_number"), .args = {name, p->name});
    *ret_person = known->id;
    return NULL;
}

static void find_by_name(const Importing *x, const PersonNew *p, PersonId *ret_person)
{
    for (size_t i = 0; i < x->nameless_count; i++)
        if (str_eq(x->nameless[i].name, p->name) && x->nameless[i].place.v == p->household.v)
            *ret_person = x->nameless[i].person;
}

/* The person of a row: known by number, met in this file before, or new. */
static Err find_or_add(Importing *x, const PersonNew *p, PersonId *ret_person)
{
    *ret_person = (PersonId){0};
    if (p->id_number.len)
        TRY(find_by_number(x, p, ret_person));
    else
        find_by_name(x, p, ret_person);
    if (ret_person->v)
        return NULL;
    TRY(people_add(x->db, x->arena, p, ret_person));
    x->added++;
    if (!p->id_number.len)
        x->nameless[x->nameless_count++] = (Nameless){p->name, p->household, *ret_person};
    return NULL;
}

static Err read_day(const Importing *x, size_t row, Str column, Date otherwise, Date *ret_day)
{
    Str text = cell(x, row, column);
    *ret_day = otherwise;
    if (text.len && !date_read(text, instant_date(x->now), ret_day))
        return ERR(x->arena, ERR_INPUT, "err.people.day", .field = column, .args = {text});
    return NULL;
}

/* A name to sign in with. The password, or the printed code, comes later (shaichang user); one that is set stays. */
static Err name_login(Importing *x, Home home, PersonId person, Str login)
{
    LoginRow row;
    if (!login.len)
        return NULL;
    TRY(access_login_find(x->db, x->arena, login, STR_NONE, &row));
    if (row.person.v && row.person.v == person.v && row.home.code9 == home.code9)
        return NULL;
    return access_login_set(x->db, x->arena, home, person, login, S(""));
}

/* A place that the county has: a code with a digit wrong would hide a person where nobody looks. */
static Err read_place(const Importing *x, size_t row, PlaceCode *ret_place)
{
    Str code = cell(x, row, S("place"));
    const Place *known;
    if (!place_read(code, ret_place))
        return ERR(x->arena, ERR_INPUT, "err.people.place", .field = S("place"));
    TRY(place_get(x->db, x->arena, place_up(*ret_place, PLACE_VILLAGE), &known));
    return known ? NULL : ERR(x->arena, ERR_INPUT, "err.people.place_unknown", .field = S("place"), .args = {code});
}

static Err import_row(Importing *x, size_t row)
{
    PersonNew p = {.name = cell(x, row, S("name")), .nickname = cell(x, row, S("nickname")),
                   .id_number = cell(x, row, S("id_number")), .phone = cell(x, row, S("phone"))};
    Str role = cell(x, row, S("role"));
    Date from, to;
    PersonId person;
    int64_t office;
    TRY(read_place(x, row, &p.household));
    TRY(read_day(x, row, S("from"), instant_date(x->now), &from));
    TRY(read_day(x, row, S("to"), DATE_NONE, &to));
    TRY(find_or_add(x, &p, &person));
    TRY(name_login(x, place_home(p.household), person, cell(x, row, S("login"))));
    if (!role.len)
        return NULL;
    return access_appoint(x->db, x->arena, house()->roles, x->by, x->now, person, place_home(p.household), role,
                          p.household, from, to, &office);
}

static bool is_known(Str column)
{
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (str_eq(columns[i], column))
            return true;
    return false;
}

/* The first line names the columns: a misspelt one would lose what stands below it. */
static void check_head(Importing *x)
{
    bool has_name = false, has_place = false;
    for (size_t c = 0; c < x->table->columns; c++) {
        Str column = str_trim(x->table->cells[c]);
        has_name |= str_eq(column, S("name"));
        has_place |= str_eq(column, S("place"));
        if (!is_known(column))
            complain(x, 0, ERR(x->arena, ERR_INPUT, "err.people.column", .field = column, .args = {column}));
    }
    if (!has_name || !has_place)
        complain(x, 0, ERR(x->arena, ERR_INPUT, "err.people.head", .field = has_name ? S("place") : S("name")));
}

Err people_import(Db *db, Arena *a, const Actor *by, Instant now, Str csv, const PeopleComplaint **ret,
                  size_t *ret_complaints, size_t *ret_added)
{
    Table table;
    TRY(csv_read(a, csv, LIMIT_PEOPLE_ROWS + 1, &table));
    Importing x = {.db = db, .arena = a, .by = by, .now = now, .table = &table,
                   .complaints = ARENA_ARRAY(a, PeopleComplaint, LIMIT_PEOPLE_COMPLAINTS),
                   .nameless = ARENA_ARRAY(a, Nameless, table.rows)};
    check_head(&x);
    bool readable = !x.complaint_count;
    for (size_t row = 1; row < table.rows && readable; row++) {
        Err e = import_row(&x, row);
        if (e && e->code == ERR_BROKEN)
            return e;
        if (e)
            complain(&x, row, e);
    }
    *ret = x.complaints;
    *ret_complaints = x.complaint_count;
    *ret_added = x.added;
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * A table of people: name,nickname,id_number,phone,place,role,from,to. A person with several offices has a row for each,
 * with the same ID number, or the same name and place where there is none. Every bad row is named; the caller undoes the job
 * when there is one, so that nothing half done is kept.
 */
#include "people/people.h"
#include "people_sql.h"

enum { ROWS_MAX = 5000, COMPLAINTS_MAX = 200 };

typedef struct Importing {
    Db *db;
    Arena *arena;
    const Actor *by;
    Instant now;
    const Table *table;
    PeopleComplaint *complaints;
    size_t complaint_count;
    Str last_name;
    PlaceCode last_place;
    PersonId last;
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
    if (x->complaint_count < COMPLAINTS_MAX)
        x->complaints[x->complaint_count++] = (PeopleComplaint){(int)row + 1, why->field, why};
}

/* The person of a row: one just added, or already known by number. */
static Err find_or_add(Importing *x, size_t row, const PersonNew *p, bool *ret_added, PersonId *ret_person)
{
    const PersonIdRow *known = NULL;
    *ret_added = false;
    if (p->id_number.len)
        TRY(people_person_with(x->db, x->arena, place_home(p->household),
                               access_find_key(x->arena, S("id_number"), p->id_number), &known));
    bool again = !p->id_number.len && row > 1 && str_eq(p->name, x->last_name) && p->household.v == x->last_place.v;
    if (known || again) {
        *ret_person = known ? known->id : x->last;
        return NULL;
    }
    *ret_added = true;
    return people_add(x->db, x->arena, x->by, x->now, p, ret_person);
}

static Err read_day(const Importing *x, size_t row, Str column, Date otherwise, Date *ret_day)
{
    Str text = cell(x, row, column);
    *ret_day = otherwise;
    if (text.len && !date_read(text, instant_date(x->now), ret_day))
        return ERR(x->arena, ERR_INPUT, "err.people.day", .field = column, .args = {text});
    return NULL;
}

static Err import_row(Importing *x, size_t row, size_t *added)
{
    PersonNew p = {.name = cell(x, row, S("name")), .nickname = cell(x, row, S("nickname")),
                   .id_number = cell(x, row, S("id_number")), .phone = cell(x, row, S("phone"))};
    Str role = cell(x, row, S("role"));
    Date from, to;
    PersonId person;
    bool fresh;
    int64_t office;
    if (!place_read(cell(x, row, S("place")), &p.household))
        return ERR(x->arena, ERR_INPUT, "err.people.place", .field = S("place"));
    TRY(read_day(x, row, S("from"), instant_date(x->now), &from));
    TRY(read_day(x, row, S("to"), DATE_NONE, &to));
    TRY(find_or_add(x, row, &p, &fresh, &person));
    *added += fresh;
    x->last_name = p.name;
    x->last_place = p.household;
    x->last = person;
    if (!role.len)
        return NULL;
    return access_appoint(x->db, x->arena, house()->roles, x->by, x->now, person, place_home(p.household), role,
                          p.household, from, to, &office);
}

Err people_import(Db *db, Arena *a, const Actor *by, Instant now, Str csv, const PeopleComplaint **ret,
                  size_t *ret_complaints, size_t *ret_added)
{
    Table table;
    TRY(csv_read(a, csv, ROWS_MAX + 1, &table));
    Importing x = {.db = db, .arena = a, .by = by, .now = now, .table = &table,
                   .complaints = ARENA_ARRAY(a, PeopleComplaint, COMPLAINTS_MAX)};
    *ret_added = 0;
    for (size_t row = 1; row < table.rows; row++) {
        Err e = import_row(&x, row, ret_added);
        if (e && e->code == ERR_BROKEN)
            return e;
        if (e)
            complain(&x, row, e);
    }
    *ret = x.complaints;
    *ret_complaints = x.complaint_count;
    return NULL;
}

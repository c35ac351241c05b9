// SPDX-License-Identifier: Apache-2.0
/* Who stands where to a case. Pure: an actor carries his offices with him. */
#include "process/who.h"

#include "process/engine.h"

static bool is_anyone(const Actor *who UNUSED, const Case *c UNUSED)
{
    return true;
}

static bool is_clock(const Actor *who, const Case *c UNUSED)
{
    return who->kind == ACTOR_CLOCK;
}

static bool is_person(const Actor *who, PersonId person)
{
    return who->kind == ACTOR_PERSON && person.v && who->person.v == person.v;
}

static bool is_asker(const Actor *who, const Case *c)
{
    bool slip = who->kind == ACTOR_SLIP && who->slip_home.code9 == c->home.code9 && who->slip_case.v == c->id.v;
    return (slip && c->id.v) || is_person(who, c->asker);
}

static bool is_opener(const Actor *who, const Case *c)
{
    return is_person(who, c->opened_by);
}

static bool is_owner(const Actor *who, const Case *c)
{
    return is_person(who, c->owner);
}

static const struct {
    Str word;
    bool (*is)(const Actor *who, const Case *c);
} relations[] = {
    {{"anyone", 6}, is_anyone}, {{"clock", 5}, is_clock}, {{"asker", 5}, is_asker},
    {{"opener", 6}, is_opener}, {{"owner", 5}, is_owner},
};

bool who_is_relation(Str word)
{
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (str_eq(relations[i].word, word))
            return true;
    return false;
}

bool who_has_clock(const By *by, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(by[i].role, S("clock")))
            return true;
    return false;
}

bool who_is(const Engine *e, const Actor *who, const Case *c, Str word)
{
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (str_eq(relations[i].word, word))
            return relations[i].is(who, c);
    return word.len && access_acts_as(e->given.roles, who, word, c->place);
}

static const Field *person_field(const Case *c, const By *by)
{
    const Field *f = by->field.len ? process_field(c->process, by->field) : NULL;
    return f && f->type == FIELD_PERSON ? f : NULL;
}

static size_t value_count(const Json *value)
{
    return !value || value->kind == JSON_NULL ? 0 : value->kind == JSON_LIST ? value->count : 1;
}

static PersonId person_at(const Json *value, size_t i)
{
    return (PersonId){value->kind == JSON_LIST ? value->items[i]->number : value->number};
}

static bool is_among(const PersonId *persons, size_t count, PersonId person)
{
    for (size_t i = 0; i < count; i++)
        if (persons[i].v == person.v)
            return true;
    return false;
}

bool who_names_persons(Arena *a, const Case *c, const By *by, const PersonId **ret, size_t *ret_count)
{
    const Field *f = person_field(c, by);
    const Json *value = f ? json_get(c->facts, f->name) : NULL;
    PersonId *persons = ARENA_ARRAY(a, PersonId, value_count(value));
    *ret_count = 0;
    for (size_t i = 0; i < value_count(value); i++)
        if (!is_among(persons, *ret_count, person_at(value, i)))
            persons[(*ret_count)++] = person_at(value, i);
    *ret = persons;
    return f != NULL;
}

/* A role or a relation, or one of the persons that a field holds. */
static bool fits(const Engine *e, const Actor *who, const Case *c, const By *by)
{
    const Field *f = person_field(c, by);
    const Json *value = f ? json_get(c->facts, f->name) : NULL;
    for (size_t i = 0; i < value_count(value); i++)
        if (is_person(who, person_at(value, i)))
            return true;
    return !f && who_is(e, who, c, who_word(c, by));
}

Str who_word(const Case *c, const By *by)
{
    return by->field.len ? json_text(c->facts, by->field) : by->role;
}

bool who_may(const Engine *e, const Actor *who, const Case *c, const By *by, size_t count, Str *ret_office)
{
    for (size_t i = 0; i < count; i++) {
        if (!fits(e, who, c, &by[i]))
            continue;
        bool in_office = who->kind == ACTOR_PERSON && who->acting;
        *ret_office = in_office ? who->acting->role->code : STR_NONE;
        return true;
    }
    return false;
}

bool process_may_see(const Engine *e, const Actor *who, const Case *c)
{
    Str office;
    return who->kind == ACTOR_CLOCK || who_may(e, who, c, c->process->seen_by, c->process->seen_by_count, &office);
}

bool process_may_read(const Engine *e, const Actor *who, const Case *c, const Field *f)
{
    Str office;
    return process_may_see(e, who, c) && (!f->seen_by_count || who->kind == ACTOR_CLOCK ||
                                          who_may(e, who, c, f->seen_by, f->seen_by_count, &office));
}

const Case *process_as_read(Arena *a, const Engine *e, const Actor *who, const Case *c)
{
    JsonMember *kept = ARENA_ARRAY(a, JsonMember, c->facts->count);
    size_t count = 0;
    for (size_t i = 0; i < c->facts->count; i++) {
        const Field *f = process_field(c->process, c->facts->members[i].name);
        if (!f || !f->seen_by_count || process_may_read(e, who, c, f))
            kept[count++] = c->facts->members[i];
    }
    if (count == c->facts->count)
        return c;
    Case *read = ARENA_NEW(a, Case);
    *read = *c;
    read->facts = json_object(a, kept, count);
    return read;
}

Actor who_as(const Office *office)
{
    return (Actor){.kind = ACTOR_PERSON, .home = place_home(office->place), .person = office->person,
                   .name = office->person_name, .acting = office, .offices = office, .office_count = 1};
}

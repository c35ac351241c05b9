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

Str who_word(const Case *c, const By *by)
{
    return by->field.len ? json_text(c->facts, by->field) : by->role;
}

bool who_may(const Engine *e, const Actor *who, const Case *c, const By *by, size_t count, Str *ret_office)
{
    for (size_t i = 0; i < count; i++) {
        Str word = who_word(c, &by[i]);
        if (!who_is(e, who, c, word))
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

Actor who_as(const Office *office)
{
    return (Actor){.kind = ACTOR_PERSON, .home = place_home(office->place), .person = office->person,
                   .name = office->person_name, .acting = office, .offices = office, .office_count = 1};
}

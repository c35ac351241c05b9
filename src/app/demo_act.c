// SPDX-License-Identifier: Apache-2.0
/* Acting in the demo: by somebody who may, through process_open and process_advance and nothing else. */
#include "app/demo_day.h"

enum { FACTS_MAX = 8 };

uint64_t demo_luck(const Case *c, const char *what, uint64_t below)
{
    return demo_chance(str_hash(c->number), str_of(what), 0, below);
}

int32_t demo_days_here(const Day *x, const Case *c)
{
    return x->date.day - instant_date(c->entered).day;
}

bool demo_has(const Case *c, const char *fact)
{
    return json_get(c->facts, str_of(fact)) != NULL;
}

DemoVillage *demo_village(Demo *d, PlaceCode place)
{
    for (size_t i = 0; i < d->village_count; i++)
        if (d->villages[i].place.code.v == place.v)
            return &d->villages[i];
    return NULL;
}

const Json *demo_facts(Arena *a, const char *name, Str value, ...)
{
    JsonMember members[FACTS_MAX];
    size_t count = 0;
    va_list args;
    va_start(args, value);
    for (; name; name = va_arg(args, const char *), value = name ? va_arg(args, Str) : STR_NONE) {
        REQUIRE(count < FACTS_MAX);
        if (value.len)
            members[count++] = (JsonMember){str_of(name), json_of_text(a, value)};
    }
    va_end(args);
    return json_object(a, members, count);
}

/* -- acting ---------------------------------------------------------------------------------------------------------------- */

typedef struct Try {
    const Day *x;
    const Case *c;
    Str action;
    const Json *facts;
    bool all;        /* everybody signs, until the case has moved on */
    bool done, over; /* somebody did it; nobody needs to any more */
} Try;

static Err try_as(Try *t, const Actor *who)
{
    const Day *x = t->x;
    Step s = {.action = t->action, .who = who, .now = x->now, .facts = t->facts};
    const Case *after;
    Err e = process_advance(x->db, x->arena, x->d->house.engine, t->c->home, t->c->id, &s, &after);
    if (e) {
        x->d->refused += !str_eq(e->key, S("err.process.one_hand"));
        return e->code == ERR_BROKEN ? e : NULL;
    }
    x->d->steps++;
    t->done = true;
    t->over = !t->all || after->state != t->c->state;
    return NULL;
}

static Err try_office(Try *t, const Office *o)
{
    Actor who = {.kind = ACTOR_PERSON, .home = t->c->home, .person = o->person, .name = o->person_name, .acting = o,
                 .offices = o, .office_count = 1};
    return try_as(t, &who);
}

/* Not always the same one first. */
static Err try_role(Try *t, Str role)
{
    const Office *offices;
    size_t count;
    TRY(access_holders(t->x->db, t->x->arena, t->x->d->house.roles, role, t->c->place, t->x->date, &offices, &count));
    size_t first = count ? (size_t)demo_luck(t->c, "first", count) : 0;
    for (size_t i = 0; i < count && !t->over; i++)
        TRY(try_office(t, &offices[(first + i) % count]));
    return NULL;
}

static Err try_person(Try *t, PersonId person)
{
    const Office *offices;
    size_t count;
    const Day *x = t->x;
    TRY(access_offices_of(x->db, x->arena, x->d->house.roles, t->c->home, person, x->date, &offices, &count));
    for (size_t i = 0; i < count && !t->done; i++)
        if (place_within(t->c->place, offices[i].place))
            TRY(try_office(t, &offices[i]));
    return NULL;
}

static const DemoSlip *slip_of(const Demo *d, const Case *c)
{
    for (size_t i = 0; i < d->slip_count; i++)
        if (d->slips[i].about.v == c->id.v && d->slips[i].home.code9 == c->home.code9)
            return &d->slips[i];
    return NULL;
}

static Err try_asker(Try *t)
{
    const DemoSlip *slip = slip_of(t->x->d, t->c);
    Actor who;
    if (!slip || !slip->slip.len)
        return NULL;
    TRY(access_slip_open(t->x->db, t->x->arena, slip->slip, t->x->now, &who));
    return try_as(t, &who);
}

static Err try_all(Try *t)
{
    const Action *rule = process_action(t->c->process, t->action);
    REQUIRE(rule);
    for (size_t i = 0; i < rule->by_count && !t->over; i++) {
        Str role = rule->by[i].field.len ? json_text(t->c->facts, rule->by[i].field) : rule->by[i].role;
        if (str_eq(role, S("owner")))
            TRY(try_person(t, t->c->owner));
        else if (str_eq(role, S("asker")))
            TRY(try_asker(t));
        else if (access_role(t->x->d->house.roles, role))
            TRY(try_role(t, role));
    }
    return NULL;
}

Err demo_act(const Day *x, const Case *c, const char *action, const Json *facts)
{
    Try t = {.x = x, .c = c, .action = str_of(action), .facts = facts};
    return try_all(&t);
}

Err demo_sign(const Day *x, const Case *c, const char *action)
{
    Try t = {.x = x, .c = c, .action = str_of(action), .all = true};
    return try_all(&t);
}

Err demo_act_by(const Day *x, const Case *c, const char *action, const DemoPerson *p, const Json *facts)
{
    Try t = {.x = x, .c = c, .action = str_of(action), .facts = facts};
    return try_person(&t, p->id);
}

/* -- opening --------------------------------------------------------------------------------------------------------------- */

static Err keep_slip(Demo *d, const Case *c, Str slip, const DemoOpening *o)
{
    REQUIRE(d->slip_count < DEMO_SLIPS);
    d->slips[d->slip_count++] = (DemoSlip){c->home, c->id, arena_str(d->arena, slip), arena_str(d->arena, o->other), o->fate};
    return NULL;
}

/* He acts in the first of his offices there that may open it. */
static const Office *office_to_open(const Day *x, const DemoOpening *o, const Office *offices, size_t count)
{
    const Process *p = process_named(x->d->house.engine, str_of(o->process));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < p->opened_by_count && place_within(o->place, offices[i].place); k++)
            if (str_eq(p->opened_by[k].role, offices[i].role->code))
                return &offices[i];
    REQUIRE(count);
    return offices;
}

Err demo_open(const Day *x, const DemoOpening *o, const Case **ret_case)
{
    const Office *offices = NULL;
    size_t count = 0;
    Str slip;
    Actor who = access_anyone;
    Home home = place_home(o->place);
    if (o->who) {
        TRY(access_offices_of(x->db, x->arena, x->d->house.roles, home, o->who->id, x->date, &offices, &count));
        who = (Actor){.kind = ACTOR_PERSON, .home = home, .person = o->who->id, .name = o->who->name,
                      .acting = office_to_open(x, o, offices, count), .offices = offices, .office_count = count};
    }
    NewCase n = {.process = str_of(o->process), .place = o->place, .parent = o->parent, .who = &who, .now = x->now,
                 .facts = o->facts, .on_behalf = o->on_behalf, .due = INSTANT_NONE};
    TRY(process_open(x->db, x->arena, x->d->house.engine, &n, ret_case, &slip));
    x->d->steps++;
    return slip.len || o->fate ? keep_slip(x->d, *ret_case, slip, o) : NULL;
}

DemoFate demo_fate_of(const Demo *d, const Case *c)
{
    const DemoSlip *slip = slip_of(d, c);
    return slip ? slip->fate : FATE_NONE;
}

Str demo_other_of(const Demo *d, const Case *c)
{
    const DemoSlip *slip = slip_of(d, c);
    return slip ? slip->other : STR_NONE;
}

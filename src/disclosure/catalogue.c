// SPDX-License-Identifier: Apache-2.0
/*
 * The catalogue: data/catalogue/disclosure_item.csv says which items there are, who prepares, reviews and approves;
 * field.yaml says what each holds, how a row is said, what has to add up. Read at start; what a county changed stands in
 * its database (catalogue_change.c). A reader takes the catalogue as it is; a new one is put in its place whole, and the old
 * one stays for whoever still holds it.
 */
#include "disclosure/catalogue.h"

#include <stdatomic.h>

static _Atomic(const Catalogue *) the_catalogue;
static _Atomic(const Clock *) the_clock;

const Catalogue *catalogue(void)
{
    const Catalogue *c = atomic_load(&the_catalogue);
    REQUIRE(c);
    return c;
}

void catalogue_publish(Catalogue *c, const Clock *clock)
{
    atomic_store(&the_clock, clock);
    c->before = atomic_exchange(&the_catalogue, c);
}

static Date today(void)
{
    const Clock *clock = atomic_load(&the_clock);
    return clock ? instant_date(clock_now(clock)) : (Date){INT32_MAX};
}

/* V1, V12: an item that a village added. */
static bool is_added(Str code)
{
    int64_t number;
    return str_starts(code, S(CATALOGUE_ADDED)) && str_to_i64(str_from(code, 1), &number) && number > 0;
}

static Str row_code(Str code)
{
    return is_added(code) ? S(CATALOGUE_ADDED) : code;
}

const Version *catalogue_on(const Version *first, Date day)
{
    const Version *begun = NULL;
    for (const Version *v = first; v && (!date_is(v->item.from) || v->item.from.day <= day.day); v = v->later)
        begun = v;
    return begun;
}

const Version *catalogue_versions(const Catalogue *c, Str code)
{
    for (size_t i = 0; i < c->code_count; i++)
        if (str_eq(c->codes[i].code, code))
            return c->codes[i].first;
    return NULL;
}

size_t disclosure_item_count(void)
{
    const Catalogue *c = catalogue();
    Date day = today();
    size_t count = 0;
    for (size_t i = 0; i < c->code_count; i++)
        count += !str_eq(c->codes[i].code, S(CATALOGUE_ADDED)) && catalogue_on(c->codes[i].first, day);
    return count;
}

/* A county may add an item while somebody walks through them: then the last one is said once more. */
const Item *disclosure_item_at(size_t at)
{
    const Catalogue *c = catalogue();
    Date day = today();
    const Version *v = NULL;
    for (size_t i = 0; i < c->code_count; i++) {
        const Version *on = str_eq(c->codes[i].code, S(CATALOGUE_ADDED)) ? NULL : catalogue_on(c->codes[i].first, day);
        v = on ? on : v;
        if (on && at-- == 0)
            break;
    }
    REQUIRE(v);
    return &v->item;
}

const Item *disclosure_item(Str code)
{
    const Version *v = catalogue_on(catalogue_versions(catalogue(), row_code(code)), today());
    return v ? &v->item : NULL;
}

const Item *disclosure_item_in(Str code, Period period)
{
    Date day = period_first(period);
    const Version *v = catalogue_on(catalogue_versions(catalogue(), row_code(code)), day);
    return v && (!date_is(v->item.to) || v->item.to.day >= day.day) ? &v->item : NULL;
}

static const Item *named(Arena *a, const Item *item, Str code, Str name)
{
    if (!item || !is_added(code))
        return item;
    Item *own = ARENA_NEW(a, Item);
    *own = *item;
    own->code = code;
    if (name.len)
        own->plain = own->name = (Words){name, name};
    return own;
}

const Item *disclosure_item_of(Arena *a, const ShelfEntry *e)
{
    return named(a, disclosure_item_in(e->item, e->period), e->item, e->name);
}

const Item *disclosure_item_of_case(Arena *a, const Case *c)
{
    Period period;
    Str code = json_text(c->facts, S("item"));
    bool dated = period_read(json_text(c->facts, S("period")), &period);
    return named(a, dated ? disclosure_item_in(code, period) : disclosure_item(code), code, json_text(c->facts, S("name")));
}

Words disclosure_group_name(char group)
{
    static const Words names[] = {
        {S("支部的事"), S("Party branch")},       {S("村里定的事"), S("Village affairs")},
        {S("钱怎么来怎么花"), S("Money in, money out")}, {S("账上的钱"), S("Funds")},
        {S("村里的家当"), S("Assets")},           {S("地和水面"), S("Land and water")},
    };
    REQUIRE(group >= 'A' && group <= 'F');
    return names[group - 'A'];
}

Err catalogue_new(const House *h, Catalogue **ret)
{
    enum { ARENA_MAX = 32 * 1024 * 1024 };
    Arena *own = arena_new(ARENA_MAX);
    Catalogue *c = ARENA_NEW(own, Catalogue);
    *ret = c;
    c->arena = own;
    c->roles = h->roles;
    TRY(yaml_read(c->arena, h->file(S(CATALOGUE_FIELDS)), S(CATALOGUE_FIELDS), &c->shapes));
    TRY(catalogue_read(c, h->file(S(CATALOGUE_ITEMS))));
    return NULL;
}

Err disclosure_catalogue_open(Arena *a, const House *h)
{
    Catalogue *c;
    Err e = catalogue_new(h, &c);
    if (e) { /* its words lie in the catalogue's own arena */
        e = err_make(a, e);
        arena_free(c->arena);
        return e;
    }
    catalogue_publish(c, h->clock);
    return NULL;
}

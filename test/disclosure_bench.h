// SPDX-License-Identifier: Apache-2.0
/* The catalogue as it is carried, opened once for all tests of a program: what the disclosure room's tests share. */
#pragma once

#include "temp_store.h"

#include "carried.h"
#include "disclosure/calendar.h"
#include "disclosure/catalogue.h"

#define VILLAGE ((PlaceCode){371603106200000000})

static Arena *arena;
static const Lang *zh UNUSED, *en UNUSED;
static const Roles *roles;

static inline Str carried_file(Str path)
{
    const CarriedFile *f = carried_find(path);
    return f ? (Str){(const char *)f->bytes, f->len} : STR_NONE;
}

static inline Err open_with(Str (*file)(Str))
{
    const House h = {.arena = arena, .roles = roles, .file = file};
    return disclosure_catalogue_open(arena, &h);
}

/* Once for all tests of this program. */
static inline void set_up(void)
{
    if (!arena) {
        arena = arena_new(256 * 1024 * 1024);
        assert_ok(lang_open(arena, S("zh"), carried_file(S("mo/zh_CN.mo")), &zh));
        assert_ok(lang_open(arena, S("en"), carried_file(S("mo/en.mo")), &en));
        assert_ok(access_roles_load(arena, carried_file(S("data/catalogue/role.yaml")), S("role.yaml"), &roles));
    }
    assert_ok(open_with(carried_file));
    static const House without_engine;
    house_set(&without_engine);
}

static inline const Json *json(const char *text)
{
    const Json *read;
    assert_ok(json_read(arena, str_of(text), LIMIT_JSON_BYTES, &read));
    return read;
}

static inline Instant day_at(const char *text, int hour)
{
    Date d;
    assert_true(date_read(str_of(text), (Date){0}, &d));
    return (Instant){date_start(d).ms + hour * 3600000LL};
}

static inline Date day(const char *text)
{
    return instant_date(day_at(text, 0));
}

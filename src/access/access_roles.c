// SPDX-License-Identifier: Apache-2.0
/* Roles, bodies and permissions, read from data/catalogue/role.yaml. An unknown name is refused with its line. */
#include "access/access.h"
#include "codec/codec.h"

struct Roles {
    Role *at;
    size_t count;
    Permission *permissions;
    size_t permission_count;
};

typedef struct Reading {
    Arena *a;
    Str file;
    Roles *roles;
} Reading;

static Str place_in_file(const Reading *r, int line)
{
    return arena_printf(r->a, "%.*s:%d", STR_ARG(r->file), line);
}

#define REFUSE(r, line, key, ...) ERR((r)->a, ERR_INPUT, key, .args = {place_in_file((r), (line)), __VA_ARGS__})

/* -- looking up -------------------------------------------------------------------------------------------------- */

const Role *access_role(const Roles *roles, Str code)
{
    for (size_t i = 0; i < roles->count; i++)
        if (str_eq(roles->at[i].code, code))
            return &roles->at[i];
    return NULL;
}

size_t access_role_count(const Roles *roles)
{
    return roles->count;
}

const Role *access_role_at(const Roles *roles, size_t i)
{
    REQUIRE(i < roles->count);
    return &roles->at[i];
}

const Permission *access_permission(const Roles *roles, Str code)
{
    for (size_t i = 0; i < roles->permission_count; i++)
        if (str_eq(roles->permissions[i].code, code))
            return &roles->permissions[i];
    return NULL;
}

/* -- reading ----------------------------------------------------------------------------------------------------- */

static const struct {
    Str name;
    PlaceLevel level;
} levels[] = {
    {{"county", 6}, PLACE_COUNTY},     {{"town", 4}, PLACE_TOWN},     {{"village", 7}, PLACE_VILLAGE},
    {{"sub_grid", 8}, PLACE_SUB_GRID}, {{"street", 6}, PLACE_STREET}, {{"household", 9}, PLACE_HOUSEHOLD},
};

static Err read_level(const Reading *r, const Yaml *at, Str name, PlaceLevel *ret_level)
{
    for (size_t i = 0; i < COUNT_OF(levels); i++)
        if (str_eq(levels[i].name, name)) {
            *ret_level = levels[i].level;
            return NULL;
        }
    return REFUSE(r, at->line, "err.access.file_level", name);
}

static Err read_words(const Reading *r, const Yaml *map, Str what, Str *ret_zh, Str *ret_en)
{
    *ret_zh = arena_str(r->a, yaml_text(map, S("zh")));
    *ret_en = arena_str(r->a, yaml_text(map, S("en")));
    if (!ret_zh->len || !ret_en->len)
        return REFUSE(r, map->line, "err.access.file_words", what);
    return NULL;
}

typedef struct Names {
    const Str *at;
    size_t count;
} Names;

/* Absent is an empty list. */
static Err read_list(const Reading *r, const Yaml *map, Str name, size_t count_max, Names *ret_names)
{
    const Yaml *list = yaml_get(map, name);
    *ret_names = (Names){0};
    if (!list)
        return NULL;
    if (list->kind != YAML_LIST)
        return REFUSE(r, list->line, "err.access.file_list", name);
    if (list->count > count_max)
        return REFUSE(r, list->line, "err.access.file_many", name, i64_plain(r->a, (int64_t)count_max));
    Str *names = ARENA_ARRAY(r->a, Str, list->count);
    for (size_t i = 0; i < list->count; i++)
        names[i] = arena_str(r->a, list->items[i]->text);
    *ret_names = (Names){names, list->count};
    return NULL;
}

/* Absent is no. */
static Err read_flag(const Reading *r, const Yaml *map, Str name, bool *ret_flag)
{
    const Yaml *flag = yaml_get(map, name);
    *ret_flag = flag && flag->kind == YAML_SCALAR && str_eq(flag->text, S("true"));
    if (flag && !*ret_flag && (flag->kind != YAML_SCALAR || !str_eq(flag->text, S("false"))))
        return REFUSE(r, flag->line, "err.access.file_flag", name);
    return NULL;
}

static Err check_keys(const Reading *r, const Yaml *map, const Str *known, size_t count)
{
    for (size_t i = 0; i < map->count; i++) {
        size_t k = 0;
        while (k < count && !str_eq(map->pairs[i].name, known[k]))
            k++;
        if (k == count)
            return REFUSE(r, map->pairs[i].line, "err.access.file_key", map->pairs[i].name);
    }
    return NULL;
}

static Err read_permission(const Reading *r, const YamlPair *pair)
{
    Permission *p = &r->roles->permissions[r->roles->permission_count];
    const Str known[] = {S("zh"), S("en")};
    TRY(check_keys(r, pair->value, known, COUNT_OF(known)));
    p->code = arena_str(r->a, pair->name);
    TRY(read_words(r, pair->value, pair->name, &p->name_zh, &p->name_en));
    r->roles->permission_count++;
    return NULL;
}

static Err read_role(const Reading *r, const YamlPair *pair, bool is_body)
{
    static const Str known[] = {{"zh", 2},      {"en", 2},       {"level", 5},       {"down_to", 7},
                                {"acted_by", 8}, {"never_with", 10}, {"can", 3},     {"second_factor", 13}};
    const Yaml *map = pair->value;
    if (access_role(r->roles, pair->name))
        return REFUSE(r, pair->line, "err.access.file_twice", pair->name);
    TRY(check_keys(r, map, known, is_body ? 5 : COUNT_OF(known))); /* a body signs nothing in: no permissions */

    Role *role = &r->roles->at[r->roles->count];
    *role = (Role){.code = arena_str(r->a, pair->name), .is_body = is_body};
    TRY(read_words(r, map, pair->name, &role->name_zh, &role->name_en));
    TRY(read_level(r, map, yaml_text(map, S("level")), &role->level));
    Str down_to = yaml_text(map, S("down_to"));
    role->down_to = role->level;
    if (down_to.len)
        TRY(read_level(r, map, down_to, &role->down_to));
    if (role->down_to < role->level)
        return REFUSE(r, map->line, "err.access.file_down", pair->name);
    Names acted_by, never_with, can;
    TRY(read_list(r, map, S("acted_by"), LIMIT_ACTED_BY, &acted_by));
    TRY(read_list(r, map, S("never_with"), LIMIT_ROLE_NAMES, &never_with));
    TRY(read_list(r, map, S("can"), LIMIT_ROLE_NAMES, &can));
    role->acted_by = acted_by.at;
    role->acted_by_count = acted_by.count;
    role->never_with = never_with.at;
    role->never_with_count = never_with.count;
    role->permissions = can.at;
    role->permission_count = can.count;
    TRY(read_flag(r, map, S("second_factor"), &role->second_factor));
    if (is_body && !role->acted_by_count)
        return REFUSE(r, map->line, "err.access.file_body", pair->name);
    r->roles->count++;
    return NULL;
}

/* Every name a role refers to exists; bodies act through persons, so no list names a body. */
static Err check_names(const Reading *r, const Role *role, int line)
{
    for (size_t i = 0; i < role->permission_count; i++)
        if (!access_permission(r->roles, role->permissions[i]))
            return REFUSE(r, line, "err.access.file_permission", role->permissions[i], role->code);
    const struct {
        const Str *at;
        size_t count;
    } lists[] = {{role->acted_by, role->acted_by_count}, {role->never_with, role->never_with_count}};
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        for (size_t i = 0; i < lists[l].count; i++) {
            const Role *other = access_role(r->roles, lists[l].at[i]);
            if (!other || other->is_body || other == role)
                return REFUSE(r, line, "err.access.file_role", lists[l].at[i], role->code);
        }
    return NULL;
}

static Err section(const Reading *r, const Yaml *root, Str name, size_t count_max, const Yaml **ret_map)
{
    const Yaml *map = yaml_get(root, name);
    if (!map || map->kind != YAML_MAP)
        return REFUSE(r, map ? map->line : 1, "err.access.file_section", name);
    if (map->count > count_max)
        return REFUSE(r, map->line, "err.access.file_many", name, i64_plain(r->a, (int64_t)count_max));
    for (size_t i = 0; i < map->count; i++)
        if (map->pairs[i].value->kind != YAML_MAP)
            return REFUSE(r, map->pairs[i].line, "err.access.file_words", map->pairs[i].name);
    *ret_map = map;
    return NULL;
}

Err access_roles_load(Arena *a, Str yaml, Str file, const Roles **ret_roles)
{
    Roles *roles = ARENA_NEW(a, Roles);
    const Reading r = {a, file, roles};
    const Yaml *root, *permissions, *offices, *bodies;
    static const Str known[] = {{"permissions", 11}, {"roles", 5}, {"bodies", 6}};
    TRY(yaml_read(a, yaml, file, &root));
    if (root->kind != YAML_MAP)
        return REFUSE(&r, root->line, "err.access.file_section", S("roles"));
    TRY(check_keys(&r, root, known, COUNT_OF(known)));
    TRY(section(&r, root, S("permissions"), LIMIT_PERMISSIONS, &permissions));
    TRY(section(&r, root, S("roles"), LIMIT_ROLES, &offices));
    TRY(section(&r, root, S("bodies"), LIMIT_ROLES, &bodies));

    roles->permissions = ARENA_ARRAY(a, Permission, permissions->count);
    roles->at = ARENA_ARRAY(a, Role, offices->count + bodies->count);
    for (size_t i = 0; i < permissions->count; i++)
        TRY(read_permission(&r, &permissions->pairs[i]));
    for (size_t i = 0; i < offices->count; i++)
        TRY(read_role(&r, &offices->pairs[i], false));
    for (size_t i = 0; i < bodies->count; i++)
        TRY(read_role(&r, &bodies->pairs[i], true));
    for (size_t i = 0; i < roles->count; i++) {
        const Yaml *from = i < offices->count ? offices : bodies;
        TRY(check_names(&r, &roles->at[i], from->pairs[i < offices->count ? i : i - offices->count].line));
    }
    *ret_roles = roles;
    return NULL;
}

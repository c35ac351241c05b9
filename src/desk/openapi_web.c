// SPDX-License-Identifier: Apache-2.0
/* /api/openapi.json: every route of every room from its own table, every process from its own definition. */
#include "desk/desk_own.h"

enum { PATH_PARAMS_MAX = 4, SCHEMAS_PER_PROCESS = 1 + LIMIT_ACTIONS };

static const Json *text(Arena *a, const char *s)
{
    return json_of_text(a, str_of(s));
}

static const Json *pair(Arena *a, const char *name, const Json *value)
{
    const JsonMember member = {str_of(name), value};
    return json_object(a, &member, 1);
}

/* -- schemas of facts --------------------------------------------------------------------------------------------- */

static const struct {
    const char *type, *format;
} kinds[] = {
    [FIELD_TEXT] = {"string", ""},      [FIELD_LONG_TEXT] = {"string", ""}, [FIELD_INT] = {"integer", ""},
    [FIELD_MONEY] = {"integer", "fen"}, [FIELD_DATE] = {"string", "date"},  [FIELD_INSTANT] = {"string", "date-time"},
    [FIELD_FLAG] = {"boolean", ""},     [FIELD_CHOICE] = {"string", ""},    [FIELD_PHONE] = {"string", ""},
    [FIELD_ID_NUMBER] = {"string", ""}, [FIELD_PERSON] = {"integer", ""},   [FIELD_ROLE] = {"string", ""},
    [FIELD_PLACE] = {"string", ""},     [FIELD_PERIOD] = {"string", ""},    [FIELD_CASE] = {"string", ""},
    [FIELD_TABLE] = {"array", ""},      [FIELD_JSON] = {"object", ""},      [FIELD_DECIMAL] = {"integer", "hundredths"},
};

static const Json *choices_of(Arena *a, const Field *f)
{
    const Json **codes = ARENA_ARRAY(a, const Json *, f->choice_count);
    for (size_t i = 0; i < f->choice_count; i++)
        codes[i] = json_of_text(a, f->choices[i].code);
    return json_list(a, codes, f->choice_count);
}

static const Json *field_schema(const Request *q, const Field *f)
{
    Arena *a = q->arena;
    JsonMember members[5];
    size_t n = 0;
    members[n++] = (JsonMember){S("type"), text(a, kinds[f->type].type)};
    members[n++] = (JsonMember){S("description"), json_of_text(a, words_in(f->label, q->lang))};
    if (kinds[f->type].format[0])
        members[n++] = (JsonMember){S("format"), text(a, kinds[f->type].format)};
    if (f->choice_count)
        members[n++] = (JsonMember){S("enum"), choices_of(a, f)};
    if (f->type == FIELD_TABLE)
        members[n++] = (JsonMember){S("items"), pair(a, "type", text(a, "object"))};
    const Json *one = json_object(a, members, n);
    if (!f->many)
        return one;
    const JsonMember list[] = {{S("type"), text(a, "array")}, {S("items"), one}};
    return json_object(a, list, COUNT_OF(list));
}

static const Json *facts_schema(const Request *q, const Process *p, const Action *x)
{
    Arena *a = q->arena;
    JsonMember *fields = ARENA_ARRAY(a, JsonMember, x->need_count + x->take_count);
    const Json **needs = ARENA_ARRAY(a, const Json *, x->need_count);
    size_t n = 0;
    for (size_t i = 0; i < x->need_count + x->take_count; i++) {
        Str name = i < x->need_count ? x->needs[i] : x->takes[i - x->need_count];
        const Field *f = process_field(p, name);
        if (f)
            fields[n++] = (JsonMember){name, field_schema(q, f)};
        if (i < x->need_count)
            needs[i] = json_of_text(a, name);
    }
    const JsonMember members[] = {{S("type"), text(a, "object")},
                                  {S("description"), json_of_text(a, words_in(x->label, q->lang))},
                                  {S("properties"), json_object(a, fields, n)},
                                  {S("required"), json_list(a, needs, x->need_count)}};
    return json_object(a, members, COUNT_OF(members) - (x->need_count == 0));
}

/* issue, issue.assign, issue.claim: what opens a case and what each step takes. */
static const Json *schemas(const Request *q)
{
    Arena *a = q->arena;
    size_t count = process_count(house()->engine), n = 0;
    JsonMember *all = ARENA_ARRAY(a, JsonMember, count * SCHEMAS_PER_PROCESS);
    for (size_t i = 0; i < count; i++) {
        const Process *p = process_at(house()->engine, i);
        all[n++] = (JsonMember){p->name, facts_schema(q, p, p->opening)};
        for (size_t k = 0; k < p->action_count; k++)
            if (&p->actions[k] != p->opening)
                all[n++] = (JsonMember){arena_printf(a, "%.*s.%.*s", STR_ARG(p->name), STR_ARG(p->actions[k].name)),
                                        facts_schema(q, p, &p->actions[k])};
    }
    return json_object(a, all, n);
}

/* -- routes ------------------------------------------------------------------------------------------------------- */

static const Json *path_parameters(Arena *a, Str path)
{
    const Json *items[PATH_PARAMS_MAX];
    size_t n = 0;
    Str rest = path, part;
    while (str_next(&rest, '/', &part) && n < PATH_PARAMS_MAX) {
        if (!str_starts(part, S("{")))
            continue;
        Str name = str_sub(part, 1, part.len - 2);
        name = str_ends(name, S("...")) ? str_sub(name, 0, name.len - 3) : name;
        const JsonMember members[] = {{S("name"), json_of_text(a, name)},
                                      {S("in"), text(a, "path")},
                                      {S("required"), json_of_flag(true)},
                                      {S("schema"), pair(a, "type", text(a, "string"))}};
        items[n++] = json_object(a, members, COUNT_OF(members));
    }
    return json_list(a, items, n);
}

static const Json *body_of(const Request *q, const Route *route)
{
    Arena *a = q->arena;
    const char *type = route->is_api ? "application/json" : "application/x-www-form-urlencoded";
    return pair(a, "content", pair(a, type, pair(a, "schema", pair(a, "type", text(a, "object")))));
}

static const Json *security_of(Arena *a, const Route *route)
{
    if (strcmp(route->permission, "public") == 0)
        return json_list(a, NULL, 0);
    const Json *one = pair(a, route->is_api ? "bearer" : "cookie", json_list(a, NULL, 0));
    return json_list(a, &one, 1);
}

static const Json *answers_of(const Request *q, const Route *route)
{
    Arena *a = q->arena;
    const Json *problem = pair(a, "description", json_of_text(a, web_sentence(q, "desk.api_problem")));
    const Json *fine = pair(a, "description", json_of_text(a, web_sentence(q, route->says)));
    const JsonMember members[] = {{S("2XX"), fine}, {S("4XX"), problem}};
    return json_object(a, members, COUNT_OF(members));
}

static const Json *operation(const Request *q, const Route *route)
{
    Arena *a = q->arena;
    bool is_post = strcmp(route->method, "POST") == 0;
    const JsonMember members[] = {
        {S("summary"), json_of_text(a, web_sentence(q, route->says))},
        {S("x-permission"), text(a, route->permission)},
        {S("parameters"), path_parameters(a, str_of(route->path))},
        {S("security"), security_of(a, route)},
        {S("responses"), answers_of(q, route)},
        {S("requestBody"), is_post ? body_of(q, route) : json_null()},
    };
    return json_object(a, members, COUNT_OF(members) - !is_post);
}

static Str plain_path(Arena *a, const char *path)
{
    size_t at;
    Str s = str_of(path);
    return str_find(s, S("..."), &at) ? arena_printf(a, "%.*s%s", (int)at, s.at, path + at + 3) : s;
}

static const Json *all_paths(const Request *q)
{
    Arena *a = q->arena;
    const Json *paths = json_object(a, NULL, 0);
    for (size_t i = 0; i < rooms_count; i++)
        for (size_t k = 0; k < rooms_all[i]->route_count; k++) {
            const Route *route = &rooms_all[i]->routes[k];
            Str path = plain_path(a, route->path);
            const JsonMember method = {strcmp(route->method, "POST") == 0 ? S("post") : S("get"), operation(q, route)};
            const JsonMember here = {path, json_merge(a, json_get(paths, path), json_object(a, &method, 1))};
            paths = json_merge(a, paths, json_object(a, &here, 1));
        }
    return paths;
}

static const Json *security_schemes(Arena *a)
{
    const JsonMember bearer[] = {{S("type"), text(a, "http")}, {S("scheme"), text(a, "bearer")}};
    const JsonMember cookie[] = {
        {S("type"), text(a, "apiKey")}, {S("in"), text(a, "cookie")}, {S("name"), text(a, "s")}};
    const JsonMember both[] = {{S("bearer"), json_object(a, bearer, COUNT_OF(bearer))},
                               {S("cookie"), json_object(a, cookie, COUNT_OF(cookie))}};
    return json_object(a, both, COUNT_OF(both));
}

Err desk_api_describe(const Request *q, Response *r)
{
    Arena *a = q->arena;
    const JsonMember info[] = {{S("title"), json_of_text(a, web_sentence(q, "desk.api_title"))},
                               {S("version"), text(a, "1")}};
    const JsonMember components[] = {{S("schemas"), schemas(q)}, {S("securitySchemes"), security_schemes(a)}};
    const JsonMember members[] = {{S("openapi"), text(a, "3.1.0")},
                                  {S("info"), json_object(a, info, COUNT_OF(info))},
                                  {S("paths"), all_paths(q)},
                                  {S("components"), json_object(a, components, COUNT_OF(components))}};
    Out *o = web_body(q);
    json_write(o, json_object(a, members, COUNT_OF(members)));
    web_json(q, r, o);
    r->cacheable = true;
    return NULL;
}

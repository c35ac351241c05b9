// SPDX-License-Identifier: Apache-2.0
/*
 * The world in which the tests of process play: an engine over the small processes of test/process and the real roles,
 * what a room would bring, and the offices of a village.
 */
#pragma once

#include "access_bench.h"

#include "process/process.h"

typedef struct World {
    Bench b;
    const Engine *engine;
    Actor clerk, secretary, head, chair, member_one, member_two, town_desk, stranger;
    PlaceCode village;
    Instant now;
} World;

/* -- what a room would bring ------------------------------------------------------------------------------------- */

static int world_notes, world_told;
static const char *world_fails; /* the event a listener answers with an error */

static inline Err load_weekday(Db *db UNUSED, Arena *a, const Case *c UNUSED, const Step *s, void **ret_value)
{
    int *weekday = ARENA_NEW(a, int);
    *weekday = date_weekday(instant_date(s->now));
    *ret_value = weekday;
    return NULL;
}

static inline Err check_weekday(Arena *a, const Case *c UNUSED, const Step *s UNUSED, const void *value)
{
    return *(const int *)value == 6 ? ERR(a, ERR_RULE, "err.test.sunday") : NULL;
}

static inline Err check_posted(Arena *a, const Case *c, const Step *s UNUSED, const void *value UNUSED)
{
    return str_eq(c->process->states[c->state].name, S("draft")) ? ERR(a, ERR_RULE, "err.test.draft") : NULL;
}

static inline Err run_note(Db *db UNUSED, Arena *a UNUSED, const Engine *e UNUSED, const Case *c UNUSED,
                           const Step *s UNUSED, uint64_t event UNUSED)
{
    world_notes++;
    return NULL;
}

static inline Err hear(Db *db UNUSED, Arena *a, const Engine *e UNUSED, const Case *c UNUSED, const Step *s,
                       uint64_t event UNUSED)
{
    world_told++;
    if (world_fails && str_eq(s->action, str_of(world_fails)))
        return ERR(a, ERR_RULE, "err.test.listener");
    return NULL;
}

static int world_echoes; /* how often a split is answered by another */

static inline Err echo(Db *db, Arena *a, const Engine *e, const Case *c, const Step *s, uint64_t event UNUSED)
{
    Step again = *s;
    if (world_echoes == 0)
        return NULL;
    world_echoes--;
    return process_advance(db, a, e, c->home, c->id, &again, NULL);
}

static inline Err make_page(Db *db UNUSED, Arena *a, const Case *c, const Step *s UNUSED, Str *ret_bytes)
{
    *ret_bytes = json_canonical(a, c->facts);
    return NULL;
}

static inline Err shape_rows(Arena *a UNUSED, const Case *c UNUSED, const Field *f UNUSED, TableShape *ret_shape)
{
    static const Field columns[] = {
        {.name = S("what"), .type = FIELD_TEXT, .required = true, .label = {S("事项"), S("What")}},
        {.name = S("amount"), .type = FIELD_MONEY, .label = {S("金额"), S("Amount")}},
        {.name = S("day"), .type = FIELD_DATE, .label = {S("日期"), S("Day")}},
    };
    *ret_shape = (TableShape){columns, COUNT_OF(columns)};
    return NULL;
}

static const Guard world_guards[] = {{S("test.not_sunday"), load_weekday, check_weekday},
                                     {S("test.is_posted"), NULL, check_posted}};
static const Effect world_effects[] = {{S("test.note"), run_note}};
static const Subscriber world_subscribers[] = {{S("test.post"), hear}, {S("test.cl*"), hear},
                                               {S("process.escalated"), hear}, {S("test.split"), echo}};
static const DocumentMaker world_documents[] = {{S("test.page"), make_page}};
static const Shaper world_shapers[] = {{S("test.columns"), shape_rows}};
static const Metric world_metrics[] = {{S("notices_posted"), {S("公告"), S("Notices")}, true},
                                       {S("heads_told"), {S("人数"), S("Heads")}, true}};
static const EngineParts world_parts = {
    world_guards, COUNT_OF(world_guards), world_effects, COUNT_OF(world_effects), world_subscribers,
    COUNT_OF(world_subscribers), world_documents, COUNT_OF(world_documents), NULL, 0, world_shapers,
    COUNT_OF(world_shapers), world_metrics, COUNT_OF(world_metrics)};

/* -- the engine -------------------------------------------------------------------------------------------------- */

static inline Str read_text_file(Arena *a, const char *path)
{
    char *text = ARENA_ARRAY(a, char, LIMIT_YAML_BYTES);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("cannot read %s", path);
    Str read = {text, fread(text, 1, LIMIT_YAML_BYTES, f)};
    fclose(f);
    return read;
}

static const char *const world_names[] = {"duty", "wait", "vote", "path", "project", "task", "ladder", "notice", "quarrel",
                                         "visit", "quiet_visit"};

static inline const Roles *real_roles(Arena *a)
{
    const Roles *roles;
    assert_ok(access_roles_load(a, read_text_file(a, "data/catalogue/role.yaml"), S("role.yaml"), &roles));
    return roles;
}

/* The processes of test/process, one of them in another edition when `changed` is not NULL. */
static inline const Engine *engine_of(Arena *a, const Roles *roles, const char *changed, Str from, Str to)
{
    const Process **processes = ARENA_ARRAY(a, const Process *, COUNT_OF(world_names));
    for (size_t i = 0; i < COUNT_OF(world_names); i++) {
        Str path = arena_printf(a, "test/process/%s.yaml", world_names[i]);
        Str yaml = read_text_file(a, path.at);
        size_t at;
        if (changed && strcmp(changed, world_names[i]) == 0) {
            assert_true(str_find(yaml, from, &at));
            yaml =
                arena_printf(a, "%.*s%.*s%.*s", (int)at, yaml.at, STR_ARG(to), STR_ARG(str_from(yaml, at + from.len)));
        }
        assert_ok(process_load(a, yaml, path, &processes[i]));
    }
    static const EngineParts *const parts[] = {&world_parts};
    EngineOptions o = {.processes = processes, .process_count = COUNT_OF(world_names), .parts = parts, .part_count = 1,
                       .roles = roles, .holidays = read_text_file(a, "data/catalogue/holiday.yaml")};
    const Engine *e;
    assert_ok(process_engine(a, &o, &e));
    return e;
}

static inline Actor office_holder(World *w, const char *name, const char *role, PlaceCode place)
{
    PersonId who = person(&w->b, HOME, name);
    appoint(&w->b, HOME, who, role, place);
    return actor(&w->b, HOME, who);
}

static inline Err job_place(Db *db, Arena *a, void *arg)
{
    return place_put(db, a, arg);
}

static inline void put_place(World *w, PlaceCode code, const char *name, const char *kind)
{
    Place p = {.code = code, .name = str_of(name), .kind = str_of(kind), .from = DATE_NONE, .to = DATE_NONE};
    assert_ok(store_write(w->b.t.store, w->b.a, job_place, &p));
}

/* Monday, 7 September 2026, nine in the morning. */
static inline World world(void)
{
    World w = {.b = bench(), .village = VILLAGE};
    w.now = (Instant){w.b.now.ms + 2 * day_ms};
    world_notes = world_told = world_echoes = 0;
    world_fails = NULL;
    put_place(&w, TOWN, "黄升镇", "town");
    put_place(&w, VILLAGE, "黄一村", "village");
    put_place(&w, OTHER_VILLAGE, "黄三村", "village");
    w.engine = engine_of(w.b.a, w.b.roles, NULL, S(""), S(""));
    w.clerk = office_holder(&w, "文书甲", "village_clerk", VILLAGE);
    w.secretary = office_holder(&w, "书记乙", "branch_secretary", VILLAGE);
    w.head = office_holder(&w, "主任丙", "village_head", VILLAGE);
    w.chair = office_holder(&w, "监委丁", "vsc_chair", VILLAGE);
    w.member_one = office_holder(&w, "监委戊", "village_supervision_committee", VILLAGE);
    w.member_two = office_holder(&w, "监委己", "village_supervision_committee", VILLAGE);
    w.town_desk = office_holder(&w, "镇办庚", "town_desk", TOWN);
    w.stranger = office_holder(&w, "邻村辛", "village_clerk", OTHER_VILLAGE);
    return w;
}

static inline void world_end(World *w)
{
    bench_end(&w->b);
}

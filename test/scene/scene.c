// SPDX-License-Identifier: Apache-2.0
/* Plays scenes: scene FILE.yaml ..., each scene a test of its own. */
#include "scene.h"

#include "truth.h"

enum { SCENES_MAX = 200 };

typedef struct Script {
    Str file;
    const Yaml *yaml;
} Script;

const NamedCase *scene_case(const Scene *s, Str name)
{
    for (size_t i = s->case_count; i-- > 0;)
        if (str_eq(s->cases[i].name, name))
            return &s->cases[i];
    return NULL;
}

static Actor asker_of(const Scene *s)
{
    Actor who;
    if (!s->named || !s->named->slip.len)
        scene_fail(s, "nobody holds a slip of this case");
    Err e = world_slip(s->w, s->named->slip, &who);
    if (e)
        scene_fail(s, "the slip does not open: %.*s", STR_ARG(e->key));
    return who;
}

Actor scene_actor(const Scene *s, Str who)
{
    Str name, role = S("");
    size_t at;
    if (str_eq(who, S("anyone")))
        return access_anyone;
    if (str_eq(who, S("clock")))
        return access_clock;
    if (str_eq(who, S("asker")))
        return asker_of(s);
    name = str_find(who, S(" as "), &at) ? str_sub(who, 0, at) : who;
    role = name.len < who.len ? str_from(who, at + 4) : role;
    const Hand *h = world_hand(s->w, name);
    if (!h)
        scene_fail(s, "nobody is called %.*s", STR_ARG(name));
    return world_actor(s->w, h, role);
}

/* Facts as a form gives them: texts, lists, objects; ~ takes away. {hand: member} is that person's number. */
static const Json *json_of(const Scene *s, const Yaml *y)
{
    Arena *a = s->w->arena;
    if (y->kind == YAML_SCALAR)
        return str_eq(y->text, S("~")) && !y->quoted ? json_null() : json_of_text(a, y->text);
    const Hand *h = world_hand(s->w, yaml_text(y, S("hand")));
    if (h)
        return json_of_int(a, h->person.v);
    const NamedCase *named = scene_case(s, yaml_text(y, S("number_of")));
    if (named)
        return json_of_text(a, world_case(s->w, WORLD_HOME, named->id)->number);
    if (y->kind == YAML_LIST) {
        const Json **items = ARENA_ARRAY(a, const Json *, y->count);
        for (size_t i = 0; i < y->count; i++)
            items[i] = json_of(s, y->items[i]);
        return json_list(a, items, y->count);
    }
    JsonMember *members = ARENA_ARRAY(a, JsonMember, y->count);
    for (size_t i = 0; i < y->count; i++)
        members[i] = (JsonMember){y->pairs[i].name, json_of(s, y->pairs[i].value)};
    return json_object(a, members, y->count);
}

static const Json *facts_of(const Scene *s)
{
    const Yaml *facts = yaml_get(s->step, S("facts"));
    return facts ? json_of(s, facts) : NULL;
}

/* -- doing -------------------------------------------------------------------------------------------------------------- */

static void name_case(Scene *s, CaseId id, Str slip)
{
    REQUIRE(s->case_count < SCENE_CASES);
    Str name = yaml_text(s->step, S("case"));
    s->cases[s->case_count++] = (NamedCase){name.len ? name : S("it"), id, slip};
}

static void do_open(Scene *s)
{
    Actor who = scene_actor(s, yaml_text(s->step, S("who")));
    PlaceCode place = str_starts(yaml_text(s->step, S("who")), S("other_")) ? WORLD_OTHER : WORLD_VILLAGE;
    const NamedCase *parent = scene_case(s, yaml_text(s->step, S("parent")));
    NewCase n = {.process = yaml_text(s->step, S("open")), .place = place, .who = &who, .now = s->w->now,
                 .facts = facts_of(s), .on_behalf = yaml_text(s->step, S("on_behalf")), .due = INSTANT_NONE};
    CaseId id;
    Str slip;
    n.parent = parent ? parent->id : (CaseId){0};
    s->said = world_new(s->w, &n, &id, &slip);
    if (!s->said)
        name_case(s, id, slip);
}

/* One that the calendar opened. */
static void do_find(Scene *s)
{
    const Yaml *what = yaml_get(s->step, S("find"));
    Str book = yaml_text(what, S("book"));
    const ShelfEntry *entries;
    size_t count;
    Period period;
    REQUIRE(period_read(yaml_text(what, S("period")), &period));
    assert_ok(db_snapshot(s->w->t.db, s->w->arena));
    assert_ok(disclosure_shelf(s->w->t.db, s->w->arena, WORLD_VILLAGE, &(ShelfAsk){.period = period}, &entries, &count));
    db_release(s->w->t.db);
    for (size_t i = 0; i < count; i++)
        if (str_eq(entries[i].item, yaml_text(what, S("item"))) &&
            str_eq(entries[i].book, book.len ? book : S("committee"))) {
            name_case(s, entries[i].about, STR_NONE);
            return;
        }
    scene_fail(s, "nothing of the kind was opened");
}

static void do_step(Scene *s)
{
    Actor who = scene_actor(s, yaml_text(s->step, S("who")));
    const Hand *signer = world_hand(s->w, yaml_text(s->step, S("signer")));
    Str filed_at = yaml_text(s->step, S("filed_at"));
    Step step = {.action = yaml_text(s->step, S("do")), .who = &who, .now = s->w->now, .facts = facts_of(s),
                 .signer = signer ? signer->person : (PersonId){0}, .signed_on = instant_date(s->w->now),
                 .filed_at = filed_at.len ? filed_at : S("村档案柜")};
    if (!s->named)
        scene_fail(s, "which case?");
    s->said = world_step(s->w, WORLD_HOME, s->named->id, &step);
}

/* One step for several cases: all, or none. */
static void do_many(Scene *s)
{
    const Yaml *names = yaml_get(s->step, S("many"));
    CaseId ids[SCENE_CASES];
    Actor who = scene_actor(s, yaml_text(s->step, S("who")));
    const Hand *signer = world_hand(s->w, yaml_text(s->step, S("signer")));
    Step step = {.action = yaml_text(s->step, S("do")), .who = &who, .now = s->w->now, .facts = facts_of(s),
                 .signer = signer ? signer->person : (PersonId){0}};
    for (size_t i = 0; i < names->count; i++) {
        const NamedCase *c = scene_case(s, names->items[i]->text);
        if (!c)
            scene_fail(s, "which case is %.*s?", STR_ARG(names->items[i]->text));
        ids[i] = c->id;
    }
    s->said = world_many(s->w, WORLD_HOME, ids, names->count, &step);
}

static void wait_for_day(Scene *s)
{
    enum { MINUTE_MS = 60000, TEN = 10 * 60 };
    Date day = instant_date(s->w->now);
    Str on = yaml_text(s->step, S("on")), at = yaml_text(s->step, S("at")), hour, minute;
    int64_t h = 0, m = TEN;
    if (!on.len && !at.len)
        return;
    if (on.len && (!date_read(on, day, &day) || day.day < instant_date(s->w->now).day))
        scene_fail(s, "%.*s is no day to come", STR_ARG(on));
    if (at.len && !(str_cut(at, ':', &hour, &minute) && str_to_i64(hour, &h) && str_to_i64(minute, &m)))
        scene_fail(s, "%.*s is no time", STR_ARG(at));
    world_wait(s->w, (Instant){date_start(day).ms + (h * 60 + m) * MINUTE_MS});
}

static void check_refusal(const Scene *s)
{
    Str wanted = yaml_text(s->step, S("refused")), field = yaml_text(s->step, S("field"));
    if (s->said && !wanted.len)
        scene_fail(s, "refused: %.*s field=%.*s %.*s %.*s (%s:%d)", STR_ARG(s->said->key), STR_ARG(s->said->field),
                   STR_ARG(s->said->args[0]), STR_ARG(s->said->detail), s->said->file, s->said->line);
    if (wanted.len && (!s->said || !str_eq(s->said->key, wanted)))
        scene_fail(s, "wanted %.*s, got %.*s", STR_ARG(wanted), STR_ARG(s->said ? s->said->key : S("no refusal")));
    if (field.len && (!s->said || !str_eq(s->said->field, field)))
        scene_fail(s, "the field is %.*s", STR_ARG(s->said ? s->said->field : STR_NONE));
    const Lang *languages[] = {s->w->house.zh, s->w->house.en};
    for (size_t i = 0; s->said && i < COUNT_OF(languages); i++)
        if (!lang_has(languages[i], s->said->key) || !lang_hint(s->w->arena, languages[i], s->said).len)
            scene_fail(s, "%.*s has no sentence, or no way out", STR_ARG(s->said->key));
}

static void play_step(Scene *s, const Yaml *step)
{
    Str name = yaml_text(step, S("case"));
    s->step = step;
    s->said = NULL;
    s->named = scene_case(s, name.len ? name : S("it"));
    wait_for_day(s);
    if (yaml_get(step, S("keeps")))
        world_keep_book(s->w, yaml_text(step, S("keeps")));
    if (yaml_get(step, S("open")))
        do_open(s);
    else if (yaml_get(step, S("find")))
        do_find(s);
    else if (yaml_get(step, S("many")))
        do_many(s);
    else if (yaml_get(step, S("do")))
        do_step(s);
    check_refusal(s);
    s->named = scene_case(s, name.len ? name : S("it"));
    s->c = s->named ? world_case(s->w, WORLD_HOME, s->named->id) : NULL;
    scene_expect(s);
}

static void play(void **state)
{
    const Script *script = *state;
    const Yaml *steps = yaml_get(script->yaml, S("steps"));
    Date first;
    if (!steps || !date_read(yaml_text(script->yaml, S("start")), (Date){0}, &first))
        fail_msg("%s:%d: a scene has a start and steps", script->file.at, script->yaml->line);
    Scene *s = test_calloc(1, sizeof *s);
    s->w = world_open(first);
    s->file = script->file;
    world_wait(s->w, world_at(first, 10));
    for (size_t i = 0; i < steps->count; i++)
        play_step(s, steps->items[i]);
    truth_check(s->w);
    world_close(s->w);
    test_free(s);
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[SCENES_MAX];
    static Script scripts[SCENES_MAX];
    Arena *a = arena_new(64 * 1024 * 1024);
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        char *text = ARENA_ARRAY(a, char, LIMIT_YAML_BYTES);
        const Yaml *list;
        FILE *f = fopen(argv[i], "r");
        REQUIRE(f);
        Str yaml = {text, fread(text, 1, LIMIT_YAML_BYTES, f)};
        fclose(f);
        Err e = yaml_read(a, yaml, str_of(argv[i]), &list);
        if (e) {
            fprintf(stderr, "%s: %.*s %.*s\n", argv[i], STR_ARG(e->key), STR_ARG(e->args[0]));
            return 1;
        }
        for (size_t k = 0; k < list->count && count < SCENES_MAX; k++, count++) {
            scripts[count] = (Script){str_of(argv[i]), list->items[k]};
            tests[count] = (struct CMUnitTest){.name = arena_cstr(a, yaml_text(list->items[k], S("scene"))),
                                               .test_func = play, .initial_state = &scripts[count]};
        }
    }
    int failed = _cmocka_run_group_tests("scenes", tests, count, NULL, NULL);
    arena_free(a);
    return count == 0 || failed != 0;
}

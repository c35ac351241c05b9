// SPDX-License-Identifier: Apache-2.0
/* What a scene expects after a step: one small look per word. */
#include "scene.h"

#include "dialogue/dialogue.h"
#include "disclosure/paper.h"

static void same(const Scene *s, const char *what, Str is, Str wanted)
{
    if (!str_eq(is, wanted))
        scene_fail(s, "%s is \"%.*s\", wanted \"%.*s\"", what, STR_ARG(is), STR_ARG(wanted));
}

static Str yes(bool b)
{
    return b ? S("true") : S("false");
}

static Str day_or_none(const Scene *s, Date d)
{
    return date_is(d) ? date_plain(s->w->arena, d) : S("none");
}

/* -- the case ---------------------------------------------------------------------------------------------------------- */

static void look_state(const Scene *s, const Yaml *v)
{
    same(s, "state", s->c->process->states[s->c->state].name, v->text);
}

/* The end of its number: W-2026-3 */
static void look_number(const Scene *s, const Yaml *v)
{
    if (!str_ends(s->c->number, v->text))
        scene_fail(s, "the number is %.*s", STR_ARG(s->c->number));
}

static void look_due(const Scene *s, const Yaml *v)
{
    Date due = instant_is(s->c->due) ? date_add_days(instant_date(s->c->due), -1) : DATE_NONE;
    same(s, "due", day_or_none(s, due), v->text);
}

static void look_shown(const Scene *s, const Yaml *v)
{
    same(s, "shown", yes(s->c->shown), v->text);
}

static void look_text(const Scene *s, const Yaml *v)
{
    for (size_t i = 0; i < v->count; i++) {
        const Json *fact = json_get(s->c->facts, v->pairs[i].name);
        Str is = !fact ? S("none") : fact->kind == JSON_TEXT ? fact->text : json_canonical(s->w->arena, fact);
        same(s, "fact", is, v->pairs[i].value->text);
    }
}

/* -- who ----------------------------------------------------------------------------------------------------------------- */

static bool is_on_todo(const Scene *s, Str who)
{
    const Case *const *cases;
    size_t count;
    bool is = false;
    Actor actor = scene_actor(s, who);
    assert_ok(process_todo(s->w->t.db, s->w->arena, s->w->house.engine, &actor, s->w->now, LIMIT_PAGE_ROWS, &cases, &count));
    for (size_t i = 0; i < count; i++)
        is |= cases[i]->id.v == s->c->id.v;
    return is;
}

static bool sees_it(const Scene *s, Str who)
{
    Actor actor = scene_actor(s, who);
    return process_may_see(s->w->house.engine, &actor, s->c);
}

static void each_name(const Scene *s, const Yaml *v, bool (*is)(const Scene *, Str), bool wanted, const char *what)
{
    for (size_t i = 0; i < v->count; i++)
        if (is(s, v->items[i]->text) != wanted)
            scene_fail(s, "%.*s: %s is %s", STR_ARG(v->items[i]->text), what, wanted ? "false" : "true");
}

static void look_todo(const Scene *s, const Yaml *v)
{
    each_name(s, v, is_on_todo, true, "todo");
}

static void look_not_todo(const Scene *s, const Yaml *v)
{
    each_name(s, v, is_on_todo, false, "todo");
}

static void look_sees(const Scene *s, const Yaml *v)
{
    each_name(s, v, sees_it, true, "sees");
}

static void look_not_sees(const Scene *s, const Yaml *v)
{
    each_name(s, v, sees_it, false, "sees");
}

/* -- the shelf of items ---------------------------------------------------------------------------------------------------- */

static ShelfEntry shelf_entry(const Scene *s)
{
    const ShelfEntry *entries;
    size_t count;
    Period period;
    REQUIRE(period_read(json_text(s->c->facts, S("period")), &period));
    assert_ok(disclosure_shelf(s->w->t.db, s->w->arena, s->c->place, &(ShelfAsk){.period = period}, &entries, &count));
    for (size_t i = 0; i < count; i++)
        if (entries[i].about.v == s->c->id.v)
            return entries[i];
    scene_fail(s, "not on the shelf");
    return (ShelfEntry){0};
}

static void look_shelf(const Scene *s, const Yaml *v)
{
    ShelfEntry e = shelf_entry(s);
    Str mark;
    same(s, "shelf", disclosure_words(s->w->arena, s->w->house.zh, &e, instant_date(s->w->now), &mark), v->text);
}

static void look_not_opened(const Scene *s, const Yaml *v)
{
    const ShelfEntry *entries;
    size_t count;
    Period period;
    Str book = yaml_text(v, S("book"));
    REQUIRE(period_read(yaml_text(v, S("period")), &period));
    assert_ok(disclosure_shelf(s->w->t.db, s->w->arena, s->c->place, &(ShelfAsk){.period = period}, &entries, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(entries[i].item, yaml_text(v, S("item"))) && str_eq(entries[i].book, book.len ? book : S("committee")))
            scene_fail(s, "%.*s was opened", STR_ARG(entries[i].number));
}

static void look_mark(const Scene *s, const Yaml *v)
{
    ShelfEntry e = shelf_entry(s);
    Str mark;
    (void)disclosure_words(s->w->arena, s->w->house.zh, &e, instant_date(s->w->now), &mark);
    same(s, "mark", mark, v->text);
}

static void look_posted(const Scene *s, const Yaml *v)
{
    same(s, "posted", day_or_none(s, shelf_entry(s).posted_on), v->text);
}

static void look_open_until(const Scene *s, const Yaml *v)
{
    same(s, "open_until", day_or_none(s, shelf_entry(s).objection_until), v->text);
}

static void look_version(const Scene *s, const Yaml *v)
{
    same(s, "version", i64_plain(s->w->arena, shelf_entry(s).version), v->text);
}

static DisclosureCounts counts_here(const Scene *s)
{
    const DisclosureCounts *counts;
    size_t count;
    assert_ok(disclosure_counts(s->w->t.db, s->w->arena, WORLD_HOME, instant_date(s->w->now), &counts, &count));
    for (size_t i = 0; i < count; i++)
        if (counts[i].village.v == WORLD_VILLAGE.v)
            return counts[i];
    return (DisclosureCounts){0};
}

static void look_late(const Scene *s, const Yaml *v)
{
    same(s, "late", i64_plain(s->w->arena, counts_here(s).late), v->text);
}

static void look_in_objection(const Scene *s, const Yaml *v)
{
    same(s, "in_objection", i64_plain(s->w->arena, counts_here(s).in_objection), v->text);
}

static void look_objections_open(const Scene *s, const Yaml *v)
{
    same(s, "objections_open", i64_plain(s->w->arena, counts_here(s).objections_open), v->text);
}

/* -- documents -------------------------------------------------------------------------------------------------------------- */

static void look_versions(const Scene *s, const Yaml *v, bool readable)
{
    for (size_t i = 0; i < v->count; i++) {
        const Document *d;
        int64_t version;
        REQUIRE(str_to_i64(v->items[i]->text, &version));
        assert_ok(process_document(s->w->t.db, s->w->arena, s->c->home, s->c->id, version, &d));
        if (!d)
            scene_fail(s, "there is no version %lld", (long long)version);
        if ((d->bytes.len > 0) != readable || (d->withdrawn.len > 0) == readable)
            scene_fail(s, "version %lld is %s", (long long)version, readable ? "withdrawn" : "readable");
    }
}

static void look_readable(const Scene *s, const Yaml *v)
{
    look_versions(s, v, true);
}

static void look_withdrawn(const Scene *s, const Yaml *v)
{
    look_versions(s, v, false);
}

/* Neither beside the leaves nor in any version of the document. */
static void look_record_lacks(const Scene *s, const Yaml *v)
{
    const EventRow *events;
    const Document *documents;
    size_t count;
    assert_ok(record_of_case(s->w->t.db, s->w->arena, s->c->home, s->c->id, &events, &count));
    for (size_t i = 0; i < count; i++)
        if (str_has(events[i].data, v->text))
            scene_fail(s, "event %llu has it: %.*s", (unsigned long long)events[i].index, STR_ARG(events[i].data));
    assert_ok(process_documents(s->w->t.db, s->w->arena, s->c->home, s->c->id, &documents, &count));
    for (size_t i = 0; i < count; i++)
        if (str_has(documents[i].bytes, v->text))
            scene_fail(s, "version %lld has it", (long long)documents[i].version);
}

/* {document: {has: "...", lacks: "..."}}: of the newest version */
static void look_document(const Scene *s, const Yaml *v)
{
    const Document *d;
    assert_ok(process_document(s->w->t.db, s->w->arena, s->c->home, s->c->id, 0, &d));
    Str bytes = d ? d->bytes : S("");
    if (yaml_text(v, S("has")).len && !str_has(bytes, yaml_text(v, S("has"))))
        scene_fail(s, "the document lacks it: %.*s", STR_ARG(bytes));
    if (yaml_text(v, S("lacks")).len && str_has(bytes, yaml_text(v, S("lacks"))))
        scene_fail(s, "the document has it: %.*s", STR_ARG(bytes));
}

/* Everything a sheet of paper says, in a row. */
static Str sheet_text(const Scene *s, const PrintSheet *sheet)
{
    Out *o = out_new(s->w->arena, 1024 * 1024, s->w->house.zh);
    for (size_t i = 0; i < sheet->block_count; i++) {
        const PrintBlock *b = &sheet->blocks[i];
        out_printf(o, "%.*s\n", STR_ARG(b->text));
        for (size_t k = 0; k < b->rows * b->columns; k++)
            out_printf(o, "%.*s\n", STR_ARG(b->cells[k]));
    }
    return out_str(o);
}

static void look_paper(const Scene *s, const Yaml *v, bool wall)
{
    const Place *village;
    Period period;
    PrintSheet sheet;
    Request q = {.arena = s->w->arena, .db = s->w->t.db, .lang = s->w->house.zh, .now = s->w->now};
    REQUIRE(period_read(json_text(s->c->facts, S("period")), &period));
    assert_ok(place_get(s->w->t.db, s->w->arena, s->c->place, &village));
    assert_ok(wall ? disclosure_paper_board(&q, village, PAPER_A3_BOARD, &sheet)
                   : disclosure_paper_period(&q, village, period, PAPER_A3_BOARD, &sheet));
    Str said = sheet_text(s, &sheet);
    if (yaml_text(v, S("has")).len && !str_has(said, yaml_text(v, S("has"))))
        scene_fail(s, "the paper lacks it: %.*s", STR_ARG(said));
    if (yaml_text(v, S("lacks")).len && str_has(said, yaml_text(v, S("lacks"))))
        scene_fail(s, "the paper has it: %.*s", STR_ARG(said));
}

static void look_public_paper(const Scene *s, const Yaml *v)
{
    look_paper(s, v, false);
}

static void look_wall(const Scene *s, const Yaml *v)
{
    look_paper(s, v, true);
}

/* -- figures ------------------------------------------------------------------------------------------------------------------ */

static void look_figures(const Scene *s, const Yaml *v)
{
    const Figure *figures;
    size_t count;
    Period year = period_at('y', instant_date(s->w->now));
    assert_ok(process_figures(s->w->t.db, s->w->arena, WORLD_HOME, WORLD_VILLAGE, year, year, false, &figures, &count));
    for (size_t i = 0; i < v->count; i++) {
        int64_t sum = 0;
        for (size_t k = 0; k < count; k++)
            sum += str_eq(figures[k].metric, v->pairs[i].name) ? figures[k].sum : 0;
        same(s, arena_cstr(s->w->arena, v->pairs[i].name), i64_plain(s->w->arena, sum), v->pairs[i].value->text);
    }
}

/* -- dialogue ------------------------------------------------------------------------------------------------------------------ */

static const IssueShown *issue_shown(const Scene *s)
{
    const IssueShown *shown;
    size_t count;
    assert_ok(dialogue_shown(s->w->t.db, s->w->arena, s->c->place, LIMIT_PAGE_ROWS, &shown, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(shown[i].number, s->c->number))
            return &shown[i];
    return NULL;
}

/* The public line: {text, answer, limit, closed, who}, or none */
static void look_asked(const Scene *s, const Yaml *v)
{
    const IssueShown *i = issue_shown(s);
    if (v->kind == YAML_SCALAR) {
        same(s, "asked", i ? i->text : S("none"), v->text);
        return;
    }
    if (!i)
        scene_fail(s, "the question is not shown");
    const struct {
        const char *name;
        Str is;
    } parts[] = {{"text", i->text}, {"answer", i->answer}, {"who", i->owner_name}, {"grade", i->grade},
                 {"limit", day_or_none(s, i->limit_on)}, {"closed", day_or_none(s, i->closed_on)}};
    for (size_t k = 0; k < COUNT_OF(parts); k++)
        if (yaml_get(v, str_of(parts[k].name)))
            same(s, parts[k].name, parts[k].is, yaml_text(v, str_of(parts[k].name)));
}

static void look_open(const Scene *s, const Yaml *v)
{
    const OpenCount *counts;
    size_t count;
    int64_t open = 0, late = 0, held = 0;
    assert_ok(process_open_counts(s->w->t.db, s->w->arena, S("issue"), WORLD_VILLAGE, s->w->now, &counts, &count));
    for (size_t i = 0; i < count; i++) {
        open += counts[i].open;
        late += counts[i].late;
        held += str_eq(counts[i].state, S("on_hold")) ? counts[i].open : 0;
    }
    Str is = arena_printf(s->w->arena, "%lld open %lld late %lld held", (long long)open, (long long)late, (long long)held);
    same(s, "issues", is, v->text);
}

static void look_meeting(const Scene *s, const Yaml *v)
{
    Glance g;
    assert_ok(dialogue_glance(s->w->t.db, s->w->arena, WORLD_VILLAGE, instant_date(s->w->now), &g));
    same(s, "meeting", g.has_meeting ? date_plain(s->w->arena, g.meeting.held_on) : S("none"), v->text);
}

/* The objections an item's page shows: how many, and the newest answer. */
static void look_objections(const Scene *s, const Yaml *v)
{
    const ObjectionShown *shown;
    size_t count;
    assert_ok(disclosure_objections(s->w->t.db, s->w->arena, WORLD_VILLAGE, LIMIT_PAGE_ROWS, &shown, &count));
    same(s, "objection", count ? shown[0].answer : S("none"), v->text);
}

/* -- all of them ---------------------------------------------------------------------------------------------------------------- */

static const struct {
    Str word;
    void (*look)(const Scene *s, const Yaml *v);
} looks[] = {
    {S("state"), look_state}, {S("due"), look_due}, {S("shown"), look_shown}, {S("text"), look_text},
    {S("todo"), look_todo}, {S("not_todo"), look_not_todo}, {S("sees"), look_sees}, {S("not_sees"), look_not_sees},
    {S("number"), look_number}, {S("shelf"), look_shelf}, {S("mark"), look_mark}, {S("posted"), look_posted}, {S("open_until"), look_open_until},
    {S("version"), look_version}, {S("late"), look_late}, {S("in_objection"), look_in_objection},
    {S("objections_open"), look_objections_open}, {S("readable"), look_readable}, {S("withdrawn"), look_withdrawn},
    {S("record_lacks"), look_record_lacks}, {S("not_opened"), look_not_opened}, {S("paper"), look_public_paper}, {S("wall"), look_wall},
    {S("document"), look_document}, {S("figures"), look_figures}, {S("asked"), look_asked}, {S("issues"), look_open},
    {S("meeting"), look_meeting}, {S("objection"), look_objections},
};

static bool is_doing(Str word)
{
    static const Str words[] = {S("on"), S("at"), S("who"), S("do"), S("open"), S("find"), S("many"), S("keeps"), S("case"), S("facts"),
                                S("signer"), S("filed_at"), S("on_behalf"), S("parent"), S("refused"), S("field")};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(words[i], word))
            return true;
    return false;
}

void scene_expect(const Scene *s)
{
    assert_ok(db_snapshot(s->w->t.db, s->w->arena));
    for (size_t i = 0; i < s->step->count; i++) {
        const YamlPair *p = &s->step->pairs[i];
        size_t k = 0;
        while (k < COUNT_OF(looks) && !str_eq(looks[k].word, p->name))
            k++;
        if (k < COUNT_OF(looks))
            looks[k].look(s, p->value);
        else if (!is_doing(p->name))
            scene_fail(s, "what is \"%.*s\"?", STR_ARG(p->name));
    }
    db_release(s->w->t.db);
}

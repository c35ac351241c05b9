// SPDX-License-Identifier: Apache-2.0
/*
 * Who does what on a day. Every open case of a town is looked at once; what is ripe is moved by somebody who may, through
 * process_advance and nothing else: whoever the rules refuse is passed over, as in life.
 */
#include "app/demo.h"
#include "dialogue/dialogue.h"

enum { PAGE = LIMIT_PAGE_ROWS, ISSUES_A_YEAR = 4, ISSUES_A_YEAR_FAULTS = 9, OBJECTIONS_IN_1000 = 12 };

typedef struct Day {
    Demo *d;
    Db *db;
    Arena *arena;
    DemoTown *town;
    Date date;
    Instant now;
} Day;

static uint64_t luck(const Case *c, const char *what, uint64_t below)
{
    return demo_chance(str_hash(c->number), str_of(what), 0, below);
}

static int32_t days_here(const Day *x, const Case *c)
{
    return x->date.day - instant_date(c->entered).day;
}

static Date due_date(const Case *c)
{
    return instant_is(c->due) ? date_add_days(instant_date(c->due), -1) : DATE_NONE;
}

static DemoVillage *village_of(Demo *d, PlaceCode place)
{
    for (size_t i = 0; i < d->village_count; i++)
        if (d->villages[i].place.code.v == place.v)
            return &d->villages[i];
    return NULL;
}

static const Json *facts2(Arena *a, Str name1, Str value1, Str name2, Str value2)
{
    JsonMember members[] = {{name1, json_of_text(a, value1)}, {name2, json_of_text(a, value2)}};
    return json_object(a, members, name2.len ? 2 : 1);
}

static const Json *facts1(Arena *a, Str name, Str value)
{
    return facts2(a, name, value, STR_NONE, STR_NONE);
}

/* -- acting ---------------------------------------------------------------------------------------------------------------- */

static Err try_as(const Day *x, const Case *c, Str action, const Actor *who, const Json *facts, bool *ret_done)
{
    Step s = {.action = action, .who = who, .now = x->now, .facts = facts};
    const Case *after;
    Err e = process_advance(x->db, x->arena, x->d->house.engine, c->home, c->id, &s, &after);
    *ret_done = !e;
    if (!e)
        x->d->steps++;
    else
        x->d->refused++;
    return e && e->code == ERR_BROKEN ? e : NULL;
}

static Err try_office(const Day *x, const Case *c, Str action, const Office *o, const Json *facts, bool *ret_done)
{
    Actor who = {.kind = ACTOR_PERSON, .home = c->home, .person = o->person, .name = o->person_name, .acting = o,
                 .offices = o, .office_count = 1};
    return try_as(x, c, action, &who, facts, ret_done);
}

static Err try_role(const Day *x, const Case *c, Str action, Str role, const Json *facts, bool *ret_done)
{
    const Office *offices;
    size_t count;
    TRY(access_holders(x->db, x->arena, x->d->house.roles, role, c->place, x->date, &offices, &count));
    for (size_t i = 0; i < count && !*ret_done; i++)
        TRY(try_office(x, c, action, &offices[i], facts, ret_done));
    return NULL;
}

static Err try_owner(const Day *x, const Case *c, Str action, const Json *facts, bool *ret_done)
{
    const Office *offices;
    size_t count;
    TRY(access_offices_of(x->db, x->arena, x->d->house.roles, c->home, c->owner, x->date, &offices, &count));
    for (size_t i = 0; i < count && !*ret_done; i++)
        if (place_within(c->place, offices[i].place))
            TRY(try_office(x, c, action, &offices[i], facts, ret_done));
    return NULL;
}

static Err try_asker(const Day *x, const Case *c, Str action, const Json *facts, bool *ret_done)
{
    for (size_t i = 0; i < x->d->slip_count; i++) {
        const DemoSlip *slip = &x->d->slips[i];
        Actor who;
        if (slip->about.v != c->id.v || slip->home.code9 != c->home.code9)
            continue;
        TRY(access_slip_open(x->db, x->arena, slip->slip, x->now, &who));
        return try_as(x, c, action, &who, facts, ret_done);
    }
    return NULL;
}

/* Lets somebody who may take the action; *ret_done stays false when nobody could. */
static Err act(const Day *x, const Case *c, Str action, const Json *facts, bool *ret_done)
{
    const Action *rule = process_action(c->process, action);
    *ret_done = false;
    REQUIRE(rule);
    for (size_t i = 0; i < rule->by_count && !*ret_done; i++) {
        Str role = rule->by[i].field.len ? json_text(c->facts, rule->by[i].field) : rule->by[i].role;
        if (str_eq(role, S("owner")))
            TRY(try_owner(x, c, action, facts, ret_done));
        else if (str_eq(role, S("asker")))
            TRY(try_asker(x, c, action, facts, ret_done));
        else if (access_role(x->d->house.roles, role))
            TRY(try_role(x, c, action, role, facts, ret_done));
    }
    return NULL;
}

static Err act_once(const Day *x, const Case *c, const char *action, const Json *facts)
{
    bool done;
    return act(x, c, str_of(action), facts, &done);
}

/* -- disclosure -------------------------------------------------------------------------------------------------------------- */

/* The fictional town forgets: one in eight is late by up to twelve days. */
static bool is_ripe(const Day *x, const Case *c, const DemoVillage *v)
{
    int32_t early = 2 + (int32_t)luck(c, "early", 6);
    bool forgets = v->faults && luck(c, "forgets", 8) == 0;
    Date due = due_date(c);
    if (!date_is(due))
        return true;
    return x->date.day >= due.day + (forgets ? 1 + (int32_t)luck(c, "late", 12) : -early);
}

static Err submit(const Day *x, const Case *c, const DemoVillage *v)
{
    const Item *item = disclosure_item(json_text(c->facts, S("item")));
    Period period;
    const Json *facts;
    if (!item || !period_read(json_text(c->facts, S("period")), &period) || !is_ripe(x, c, v))
        return NULL;
    TRY(demo_item_facts(x->d, v, x->arena, item, period, json_text(c->facts, S("book")), &facts));
    return facts ? act_once(x, c, "submit", facts) : act_once(x, c, "declare_no_change", NULL);
}

static Err review(const Day *x, const Case *c)
{
    bool done = false, first_time = c->version < 4;
    if (first_time && luck(c, "return", 16) == 0)
        return act_once(x, c, "return", facts1(x->arena, S("reason"), S("缺代表会决议，补上再交")));
    TRY(act(x, c, S("pass"), NULL, &done));
    return done ? act_once(x, c, "pass", NULL) : NULL;
}

static Err fix(const Day *x, const Case *c)
{
    Str meeting = arena_printf(x->arena, "%.*s两委联席会", STR_ARG(lang_day(x->arena, x->d->house.zh, x->date)));
    return act_once(x, c, "fix", facts1(x->arena, S("meeting_no"), meeting));
}

static Err keep_slip(Demo *d, const Case *c, Str slip)
{
    if (slip.len && d->slip_count < DEMO_SLIPS)
        d->slips[d->slip_count++] = (DemoSlip){c->home, c->id, arena_str(d->arena, slip)};
    return NULL;
}

static Err object_to(const Day *x, const Case *c)
{
    DemoIssue o = demo_objection(x->d, luck(c, "objection", 1000));
    JsonMember members[] = {{S("about"), json_of_text(x->arena, c->number)},
                            {S("detail"), json_of_text(x->arena, o.detail)}, {S("may_publish"), json_of_flag(true)},
                            {S("source"), json_of_text(x->arena, S("page"))}};
    NewCase n = {.process = S("objection"), .place = c->place, .parent = c->id, .who = &access_anyone, .now = x->now,
                 .facts = json_object(x->arena, members, COUNT_OF(members)), .due = INSTANT_NONE};
    const Case *objection;
    Str slip;
    TRY(process_open(x->db, x->arena, x->d->house.engine, &n, &objection, &slip));
    return keep_slip(x->d, objection, slip);
}

static Err move_disclosure(const Day *x, const Case *c, Str state)
{
    const DemoVillage *v = village_of(x->d, c->place);
    if (!v)
        return NULL;
    int32_t days = days_here(x, c);
    if (str_eq(state, S("awaited")))
        return submit(x, c, v);
    if (str_eq(state, S("draft")) && days >= 1)
        return act_once(x, c, json_flag(c->facts, S("no_change")) ? "declare_no_change" : "submit", NULL);
    if (str_eq(state, S("committee_review")) && days >= 1)
        return review(x, c);
    if (str_eq(state, S("joint_meeting")) && days >= 1)
        return fix(x, c);
    if (str_eq(state, S("published")))
        return act_once(x, c, "post_on_board", facts1(x->arena, S("board_on"), date_plain(x->arena, x->date)));
    bool money = str_eq(json_text(c->facts, S("item")), S("C2"));
    if (str_eq(state, S("objection_open")) && days == 2 && money && luck(c, "object", 1000) < OBJECTIONS_IN_1000 * (v->faults ? 6 : 1))
        return object_to(x, c);
    return NULL;
}

static Err move_objection(const Day *x, const Case *c, Str state)
{
    DemoIssue o = demo_objection(x->d, luck(c, "objection", 1000));
    for (uint64_t i = 0; i < 8 && !str_eq(o.detail, json_text(c->facts, S("detail"))); i++)
        o = demo_objection(x->d, i);
    int32_t days = days_here(x, c);
    bool slow = luck(c, "slow", 3) == 0 && village_of(x->d, c->place) && village_of(x->d, c->place)->faults;
    if (str_eq(state, S("answering")) && days >= 1 + (slow ? 6 : 0))
        return act_once(x, c, "answer", facts2(x->arena, S("answer"), o.answer, S("public_text"), o.public_text));
    if (str_eq(state, S("checking")) && days >= 1)
        return act_once(x, c, "release", NULL);
    if (str_eq(state, S("answered")) && days >= 2 && luck(c, "accepts", 4))
        return act_once(x, c, "accept", NULL);
    if (str_eq(state, S("escalated")) && days >= 4)
        return act_once(x, c, "town_reply", facts1(x->arena, S("town_answer"), o.answer));
    return NULL;
}

/* -- questions ---------------------------------------------------------------------------------------------------------------- */

static DemoIssue issue_said(const Day *x, const Case *c)
{
    Str detail = json_text(c->facts, S("detail"));
    DemoIssue i = demo_issue(x->d, 0);
    for (uint64_t k = 0; k < 32 && !str_eq(i.detail, detail); k++)
        i = demo_issue(x->d, k);
    return i;
}

static Err assign(const Day *x, const Case *c, const DemoIssue *i)
{
    const DemoVillage *v = village_of(x->d, c->place);
    const DemoPerson *owner = &v->member[1 + luck(c, "owner", 2)];
    int32_t days = str_eq(i->kind, S("question")) ? 2 : 6;
    JsonMember members[] = {{S("owner"), json_of_int(x->arena, owner->id.v)},
                            {S("class"), json_of_text(x->arena, i->class)},
                            {S("limit_on"), json_of_text(x->arena, date_plain(x->arena, date_add_days(x->date, days)))}};
    return act_once(x, c, "assign", json_object(x->arena, members, COUNT_OF(members)));
}

static Err claim(const Day *x, const Case *c, const DemoIssue *i)
{
    JsonMember members[] = {{S("answer"), json_of_text(x->arena, i->answer)},
                            {S("evidence"), json_of_text(x->arena, i->evidence)},
                            {S("cause"), json_of_text(x->arena, i->cause)},
                            {S("changed_rule"), json_of_text(x->arena, i->changed_rule)}};
    size_t count = !i->cause.len ? 2 : i->changed_rule.len ? 4 : 3;
    if (!i->cause.len && i->changed_rule.len)
        members[2] = members[3];
    return act_once(x, c, "claim", json_object(x->arena, members, !i->cause.len && i->changed_rule.len ? 3 : count));
}

/* The public text first by the clerk, then looked at by the committee. */
static Err publish_words(const Day *x, const Case *c, const DemoIssue *i)
{
    if (!json_flag(c->facts, S("may_publish")) || json_flag(c->facts, S("shown")))
        return NULL;
    if (!json_text(c->facts, S("public_text")).len)
        return act_once(x, c, "write_public", facts1(x->arena, S("public_text"), i->public_text));
    return act_once(x, c, "show", NULL);
}

static Err move_issue(const Day *x, const Case *c, Str state)
{
    DemoIssue i = issue_said(x, c);
    const DemoVillage *v = village_of(x->d, c->place);
    bool forgets = v && v->faults && luck(c, "forgets", 3) == 0;
    int32_t days = days_here(x, c), work = 1 + (int32_t)luck(c, "work", 4) + (forgets ? 12 : 0);
    if (!v)
        return NULL;
    TRY(publish_words(x, c, &i));
    if (str_eq(state, S("raised")) && days >= (forgets ? 3 : 0))
        return assign(x, c, &i);
    if (str_eq(state, S("assigned")) && days >= work)
        return claim(x, c, &i);
    if (str_eq(state, S("done_claimed")) && days >= 1)
        return act_once(x, c, "verify", facts1(x->arena, S("check_note"), S("去看过了，确实办好")));
    if (str_eq(state, S("followup")) && days >= 1) {
        if (c->version < 12 && luck(c, "redo", 9) == 0)
            return act_once(x, c, "redo", facts1(x->arena, S("reason"), S("还是不大行")));
        Str grade = luck(c, "grade", 4) ? S("satisfied") : S("basically");
        return act_once(x, c, "satisfied", facts1(x->arena, S("grade"), grade));
    }
    if (str_eq(state, S("transferred_up")) && days >= 3)
        return act_once(x, c, "town_done", facts2(x->arena, S("answer"), i.answer, S("evidence"), i.evidence));
    return NULL;
}

static Err raise_issue(const Day *x, const DemoVillage *v)
{
    uint64_t pick = demo_chance(v->seed, S("issue"), (uint64_t)x->date.day, 1000);
    DemoIssue i = demo_issue(x->d, pick);
    JsonMember members[] = {{S("kind"), json_of_text(x->arena, i.kind)}, {S("detail"), json_of_text(x->arena, i.detail)},
                            {S("may_publish"), json_of_flag(pick % 7 != 0)},
                            {S("source"), json_of_text(x->arena, S("page"))}};
    NewCase n = {.process = S("issue"), .place = v->place.code, .who = &access_anyone, .now = x->now,
                 .facts = json_object(x->arena, members, COUNT_OF(members)), .due = INSTANT_NONE};
    const Case *c;
    Str slip;
    TRY(process_open(x->db, x->arena, x->d->house.engine, &n, &c, &slip));
    return keep_slip(x->d, c, slip);
}

/* -- meetings --------------------------------------------------------------------------------------------------------------------- */

static Err announce(const Day *x, const DemoVillage *v, Str kind, Str topic, Date day, Str at)
{
    const Office *offices;
    size_t count;
    TRY(access_offices_of(x->db, x->arena, x->d->house.roles, v->home, v->secretary.id, x->date, &offices, &count));
    if (!count)
        return NULL;
    Actor who = {.kind = ACTOR_PERSON, .home = v->home, .person = v->secretary.id, .name = v->secretary.name,
                 .acting = &offices[0], .offices = offices, .office_count = count};
    JsonMember members[] = {{S("kind"), json_of_text(x->arena, kind)}, {S("topic"), json_of_text(x->arena, topic)},
                            {S("held_on"), json_of_text(x->arena, date_plain(x->arena, day))},
                            {S("held_at"), json_of_text(x->arena, at)},
                            {S("place_text"), json_of_text(x->arena, S("村部大院"))}};
    NewCase n = {.process = S("meeting"), .place = v->place.code, .who = &who, .now = x->now,
                 .facts = json_object(x->arena, members, COUNT_OF(members)), .due = INSTANT_NONE};
    const Case *c;
    Str slip;
    return process_open(x->db, x->arena, x->d->house.engine, &n, &c, &slip);
}

/* A sunshine meeting in the first month of each quarter, a representatives' meeting in the second. */
static Err call_meetings(const Day *x, const DemoVillage *v)
{
    Ymd ymd = date_ymd(x->date);
    int32_t shift = (int32_t)demo_chance(v->seed, S("meeting"), 0, 10);
    if (ymd.day != 6)
        return NULL;
    if (ymd.month % 3 == 1)
        return announce(x, v, S("sunshine_meeting"), S("上季度账目和 24 项"), date_add_days(x->date, 10 + shift), S("晚7点"));
    if (ymd.month % 3 == 2)
        return announce(x, v, S("villager_rep_meeting"), S("近期要定的几件事"), date_add_days(x->date, 7 + shift), S("上午9点"));
    return NULL;
}

static Err move_meeting(const Day *x, const Case *c, Str state)
{
    Date day;
    if (str_eq(state, S("announced")) && date_read(json_text(c->facts, S("held_on")), x->date, &day) &&
        day.day <= x->date.day) {
        bool sunshine = str_eq(json_text(c->facts, S("kind")), S("sunshine_meeting"));
        JsonMember members[] = {{S("head_count"), json_of_int(x->arena, 22 + (int64_t)luck(c, "heads", 40))},
                                {S("due_count"), json_of_int(x->arena, 70)},
                                {S("items_count"), json_of_int(x->arena, sunshine ? 1 + (int64_t)luck(c, "items", 2) : 0)},
                                {S("asked_count"), json_of_int(x->arena, (int64_t)luck(c, "asked", 3) / 2)}};
        return act_once(x, c, "record_meeting", json_object(x->arena, members, COUNT_OF(members)));
    }
    if (str_eq(state, S("held")) && days_here(x, c) >= 1)
        return act_once(x, c, "post_minutes",
                        facts1(x->arena, S("minutes"), S("先说上次答应的事办到哪一步，再逐项说账。大家问的当场答了，答不了的都登记了号。")));
    return NULL;
}

/* -- the day -------------------------------------------------------------------------------------------------------------------------- */

static Err move(const Day *x, const Case *c)
{
    Str process = c->process->name, state = c->process->states[c->state].name;
    if (str_eq(process, S("disclosure")))
        return move_disclosure(x, c, state);
    if (str_eq(process, S("objection")))
        return move_objection(x, c, state);
    if (str_eq(process, S("issue")))
        return move_issue(x, c, state);
    return str_eq(process, S("meeting")) ? move_meeting(x, c, state) : NULL;
}

static Err begin(const Day *x, const DemoVillage *v)
{
    uint64_t a_year = v->faults ? ISSUES_A_YEAR_FAULTS : ISSUES_A_YEAR;
    TRY(call_meetings(x, v));
    return demo_chance(v->seed, S("asks"), (uint64_t)x->date.day, 365) < a_year ? raise_issue(x, v) : NULL;
}

static Err live(Db *db, Arena *a, void *arg)
{
    Day *x = arg;
    x->db = db;
    x->arena = a;
    for (size_t i = 0; i < x->d->village_count; i++)
        if (x->d->villages[i].home.code9 == x->town->home.code9)
            TRY(begin(x, &x->d->villages[i]));
    CaseQuery query = {.scope = x->town->place.code, .open_only = true, .now = x->now, .max = PAGE};
    const Case *const *cases;
    size_t count;
    do {
        TRY(process_list(db, a, x->d->house.engine, x->town->home, &query, &cases, &count));
        for (size_t i = 0; i < count; i++)
            TRY(move(x, cases[i]));
        if (count)
            query.after = cases[count - 1]->id;
    } while (count == PAGE);
    return NULL;
}

Err demo_live_day(Demo *d, DemoTown *town, Date day)
{
    Arena *a = arena_new((size_t)4 * LIMIT_REQUEST_ARENA);
    Day x = {.d = d, .town = town, .date = day, .now = {date_start(day).ms + 10LL * 3600 * 1000}};
    clock_set(d->clock, x.now);
    Err e = store_write(d->house.store, a, live, &x);
    if (e)
        e = err_make(d->arena, e);
    arena_free(a);
    return e;
}

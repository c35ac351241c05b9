// SPDX-License-Identifier: Apache-2.0
/* Questions from the page and from the meeting, and the meetings themselves. */
#include "app/demo_day.h"
#include "dialogue/dialogue.h"

enum { HELD_DAYS = 60, EXTENDED_DAYS = 20 };

/* -- asking ------------------------------------------------------------------------------------------------------------------ */

/* One of the kind asked for, any when none is; nobody asks twice what was asked in this village. */
static DemoIssue issue_of_kind(const Day *x, DemoVillage *v, uint64_t pick, const char *kind)
{
    size_t count = demo_issue_count(x->d);
    REQUIRE(count > 0 && count <= 64);
    for (size_t k = 0; k < 2 * count; k++) {
        uint64_t n = (pick + k) % count, bit = 1ull << n;
        DemoIssue i = demo_issue(x->d, n);
        bool fresh = !(v->asked & bit) || k >= count;
        if (!fresh || (kind && !str_eq(i.kind, str_of(kind))))
            continue;
        v->asked |= bit;
        return i;
    }
    return demo_issue(x->d, pick);
}

Err demo_ask(const Day *x, const DemoVillage *v, const DemoAsking *how)
{
    static const Str sources[] = {S("page"), S("page"), S("page"), S("paper"), S("visit"), S("phone")};
    bool officer = strcmp(how->process, "officer_issue") == 0;
    uint64_t pick = demo_chance(v->seed, S("issue"), (uint64_t)x->date.day, 1000);
    DemoIssue i = issue_of_kind(x, demo_village(x->d, v->place.code), pick, how->kind);
    Str source = sources[demo_chance(v->seed, S("source"), (uint64_t)x->date.day, COUNT_OF(sources))];
    bool from_page = str_eq(source, S("page")) || officer;
    JsonMember members[] = {{S("kind"), json_of_text(x->arena, i.kind)},
                            {S("detail"), json_of_text(x->arena, officer ? S("村里有人办事先紧着自家人") : i.detail)},
                            {S("source"), json_of_text(x->arena, from_page ? S("page") : source)},
                            {S("may_publish"), json_of_flag(how->fate || pick % 7 != 0)}};
    DemoOpening o = {.process = how->process, .place = v->place.code, .fate = how->fate,
                     .who = from_page ? NULL : &v->pioneer[0],
                     .on_behalf = from_page ? STR_NONE : S("一位村民"),
                     .facts = json_object(x->arena, members, COUNT_OF(members))};
    const Case *c;
    TRY(demo_open(x, &o, &c));
    if (how->fate != FATE_MERGED)
        return NULL;
    DemoOpening twin = o;
    twin.other = c->number;
    /* The first goes its way; it is the second that is joined with it. */
    x->d->slips[x->d->slip_count - 1].fate = FATE_NONE;
    return demo_open(x, &twin, &c);
}

static DemoIssue issue_said(const Day *x, const Case *c)
{
    enum { KNOWN_MAX = 32 };
    Str detail = json_text(c->facts, S("detail"));
    DemoIssue i = demo_issue(x->d, 0);
    for (uint64_t k = 0; k < KNOWN_MAX && !str_eq(i.detail, detail); k++)
        i = demo_issue(x->d, k);
    return i;
}

/* -- one after the other ------------------------------------------------------------------------------------------------------ */

static Err assign(const Day *x, const Case *c, const DemoIssue *i)
{
    const DemoVillage *v = demo_village(x->d, c->place);
    const DemoPerson *owner = &v->member[1 + demo_luck(c, "owner", 2)];
    bool provisional;
    int32_t workdays = str_eq(i->kind, S("question")) ? 3 : 7;
    Date limit = date_add_days(instant_date(process_workdays(x->d->house.engine, x->now, workdays, &provisional)), -1);
    JsonMember members[] = {{S("owner"), json_of_int(x->arena, owner->id.v)},
                            {S("class"), json_of_text(x->arena, i->class)},
                            {S("limit_on"), json_of_text(x->arena, date_plain(x->arena, limit))}};
    return demo_act(x, c, "assign", json_object(x->arena, members, COUNT_OF(members)));
}

static Err when_raised(const Day *x, const Case *c, const DemoIssue *i, DemoFate fate)
{
    if (fate == FATE_UNASSIGNED || fate == FATE_RAISED)
        return NULL;
    if (fate == FATE_REFUSED)
        return demo_act(x, c, "refuse", demo_facts(x->arena, "where_to", S("区自来水公司 0543-0000003"), "reason",
                                                   S("主管道归自来水公司管"), NULL));
    Str other = demo_other_of(x->d, c);
    if (fate == FATE_MERGED && other.len)
        return demo_act(x, c, "merge", demo_facts(x->arena, "merged_into", other, NULL));
    return assign(x, c, i);
}

static Err when_assigned(const Day *x, const Case *c, const DemoIssue *i, DemoFate fate)
{
    Arena *a = x->arena;
    int32_t days = demo_days_here(x, c);
    int32_t work = demo_has(c, "reason") ? 1 : 1 + (int32_t)demo_luck(c, "work", str_eq(i->kind, S("question")) ? 2 : 4);
    if (fate == FATE_UNDONE || fate == FATE_IN_HAND || (fate == FATE_TO_CHECK && x->date.day < x->d->today.day))
        return NULL;
    if (fate == FATE_HELD && days == 1)
        return demo_act(x, c, "hold", demo_facts(a, "hold_reason", S("money"), "next_on",
                                                 date_plain(a, date_add_days(x->date, HELD_DAYS)), "reason",
                                                 S("要一万二，等明年预算"), NULL));
    if (fate == FATE_HANDED_UP && days == 1)
        return demo_act(x, c, "hand_up", demo_facts(a, "reason", S("牵涉两个村，村里定不了"), NULL));
    if (fate == FATE_EXTENDED && days == 2 && !demo_has(c, "reason"))
        return demo_act(x, c, "extend", demo_facts(a, "limit_on", date_plain(a, date_add_days(x->date, EXTENDED_DAYS)),
                                                   "reason", S("管子还没到货"), NULL));
    if (days < work && fate != FATE_TO_CHECK)
        return NULL;
    return demo_act(x, c, "claim", demo_facts(a, "answer", i->answer, "evidence", i->evidence, "cause", i->cause,
                                              "changed_rule", i->changed_rule, "public_text", i->public_text, NULL));
}

/* Twice, on two days; then the clock writes down that nobody was reached. */
static Err look_for_asker(const Day *x, const Case *c)
{
    enum { TRIES = 2 };
    if (demo_days_here(x, c) > TRIES)
        return NULL;
    return demo_act(x, c, "tried", demo_facts(x->arena, "tried_by", S("phone"), NULL));
}

static Err when_asked_back(const Day *x, const Case *c, DemoFate fate)
{
    Arena *a = x->arena;
    bool at_village = str_eq(c->process->states[c->state].name, S("followup")), once = !demo_has(c, "reason");
    if (fate == FATE_SILENT || demo_luck(c, "silent", 20) == 0)
        return look_for_asker(x, c);
    if (at_village && (fate == FATE_REDONE || (once && demo_luck(c, "redo", 12) == 0)))
        return demo_act(x, c, "redo", demo_facts(a, "reason", S("还是不大行"), NULL));
    TRY(demo_act(x, c, "satisfied", demo_facts(a, "grade", demo_luck(c, "grade", 4) ? S("satisfied") : S("basically"), NULL)));
    return fate == FATE_REOPENED && once ? demo_act(x, c, "reopen", demo_facts(a, "reason", S("下了场雨又坏了"), NULL)) : NULL;
}

/* The public text first by the clerk, then looked at by the committee; at the end whoever verifies looks at it again. */
static Err publish_words(const Day *x, const Case *c, const DemoIssue *i)
{
    if (!json_flag(c->facts, S("may_publish")) || json_flag(c->facts, S("shown")))
        return NULL;
    if (!demo_has(c, "public_text"))
        return demo_act(x, c, "write_public", demo_facts(x->arena, "public_text", i->public_text, NULL));
    return demo_act(x, c, "show", NULL);
}

Err demo_move_issue(const Day *x, const Case *c, Str state)
{
    DemoIssue i = issue_said(x, c);
    DemoFate fate = demo_fate_of(x->d, c);
    int32_t days = demo_days_here(x, c);
    if (str_eq(state, S("done_claimed")))
        return days < 1 ? NULL : demo_act(x, c, "verify", demo_facts(x->arena, "check_note", S("去看过了，确实办好"), NULL));
    TRY(publish_words(x, c, &i));
    if (str_eq(state, S("raised")))
        return when_raised(x, c, &i, fate);
    if (str_eq(state, S("assigned")))
        return when_assigned(x, c, &i, fate);
    if (days >= 1 && (str_eq(state, S("followup")) || str_eq(state, S("town_answered"))))
        return when_asked_back(x, c, fate);
    if (str_eq(state, S("transferred_up")) && days >= 3 && fate != FATE_HANDED_UP)
        return demo_act(x, c, "town_done", demo_facts(x->arena, "answer", i.answer, "evidence", i.evidence, "public_text",
                                                      i.public_text, NULL));
    return NULL;
}

Err demo_move_officer_issue(const Day *x, const Case *c, Str state)
{
    int32_t days = demo_days_here(x, c);
    if (str_eq(state, S("with_town")) && days >= 6)
        return demo_act(x, c, "reply", demo_facts(x->arena, "answer", S("查了三年的名单，都公示过，也合政策"), NULL));
    return NULL;
}

/* -- meetings --------------------------------------------------------------------------------------------------------------------- */

Err demo_call(const Day *x, const DemoVillage *v, const DemoMeeting *m)
{
    DemoOpening o = {.process = "meeting", .place = v->place.code, .who = &v->secretary, .fate = m->fate,
                     .facts = demo_facts(x->arena, "kind", m->kind, "topic", m->topic, "held_on",
                                         date_plain(x->arena, m->day), "held_at", m->at, "place_text", S("村部大院"), NULL)};
    const Case *c;
    return demo_open(x, &o, &c);
}

/* At the turn of the lunar year nobody is called to a meeting. */
static bool is_new_year(const Day *x, Date day)
{
    static const Str days[] = {S("腊月廿九"), S("腊月三十"), S("正月初一"), S("正月初二"), S("正月初三")};
    Str lunar = lang_lunar(x->arena, x->d->house.zh, day);
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (str_eq(lunar, days[i]))
            return true;
    return false;
}

static Err call_next(const Day *x, const DemoVillage *v)
{
    enum { SPREAD = 10 };
    int32_t shift = (int32_t)demo_chance(v->seed, S("meeting"), 0, SPREAD);
    DemoAgenda agenda = demo_agenda(x->d, v, x->date);
    Date day = date_add_days(x->date, agenda.notice + shift);
    while (is_new_year(x, day))
        day = date_add_days(day, 1);
    return demo_call(x, v, &(DemoMeeting){.kind = agenda.kind, .topic = agenda.topic, .at = agenda.at, .day = day});
}

/* Once a month; and in the last days wherever no meeting is announced that is still to come on the last one. */
Err demo_call_meetings(const Day *x, const DemoVillage *v)
{
    enum { CALLED_ON = 6, LAST_DAYS = 5 };
    int32_t days_left = x->d->today.day - x->date.day;
    bool due = date_ymd(x->date).day == CALLED_ON;
    Glance ahead = {0};
    if (days_left <= LAST_DAYS) {
        TRY(dialogue_glance(x->db, x->arena, v->place.code, date_add_days(x->d->today, 1), &ahead));
        due |= days_left == (int32_t)demo_chance(v->seed, S("called"), 0, LAST_DAYS);
    }
    return due && !ahead.has_meeting ? call_next(x, v) : NULL;
}

/* Asked from the floor, and answered there. */
static Err answer_from_the_floor(const Day *x, const Case *meeting)
{
    const DemoVillage *v = demo_village(x->d, meeting->place);
    DemoIssue i = demo_issue(x->d, demo_luck(meeting, "floor", 1000));
    JsonMember members[] = {{S("kind"), json_of_text(x->arena, S("question"))},
                            {S("detail"), json_of_text(x->arena, i.detail)}, {S("source"), json_of_text(x->arena, S("meeting"))},
                            {S("meeting"), json_of_text(x->arena, meeting->number)}, {S("may_publish"), json_of_flag(true)}};
    DemoOpening o = {.process = "issue", .place = v->place.code, .who = &v->clerk, .on_behalf = S("会上一位村民"),
                     .facts = json_object(x->arena, members, COUNT_OF(members))};
    const Case *c;
    TRY(demo_open(x, &o, &c));
    return demo_act_by(x, c, "answer_on_spot", &v->secretary, demo_facts(x->arena, "answer", i.answer, "class", i.class,
                                                                         "public_text", i.public_text, NULL));
}

static Err write_down(const Day *x, const Case *c)
{
    bool sunshine = str_eq(json_text(c->facts, S("kind")), S("sunshine_meeting"));
    bool talk = str_eq(json_text(c->facts, S("kind")), S("villager_speak"));
    int64_t asked = talk ? 0 : (int64_t)demo_luck(c, "asked", 3) / 2;
    JsonMember members[] = {{S("head_count"), json_of_int(x->arena, 22 + (int64_t)demo_luck(c, "heads", 40))},
                            {S("due_count"), json_of_int(x->arena, 70)},
                            {S("items_count"), json_of_int(x->arena, sunshine ? 1 + (int64_t)demo_luck(c, "items", 2) : 0)},
                            {S("asked_count"), json_of_int(x->arena, asked)}};
    TRY(demo_act(x, c, "record_meeting", json_object(x->arena, members, COUNT_OF(members))));
    return asked && demo_luck(c, "spot", 2) ? answer_from_the_floor(x, c) : NULL;
}

static Err when_announced(const Day *x, const Case *c, DemoFate fate)
{
    Date day = DATE_NONE;
    Arena *a = x->arena;
    if (fate == FATE_CANCELLED && demo_days_here(x, c) == 1)
        return demo_has(c, "reason") ? demo_act(x, c, "cancel", demo_facts(a, "reason", S("抢收，人凑不齐"), NULL))
                                     : demo_act(x, c, "move", demo_facts(a, "held_on", date_plain(a, date_add_days(x->date, 9)),
                                                                         "held_at", S("晚7点"), "reason", S("下雨"), NULL));
    bool there = date_read(json_text(c->facts, S("held_on")), x->date, &day) && day.day <= x->date.day;
    return there && fate != FATE_FORGOTTEN ? write_down(x, c) : NULL;
}

Err demo_move_meeting(const Day *x, const Case *c, Str state)
{
    if (str_eq(state, S("announced")))
        return when_announced(x, c, demo_fate_of(x->d, c));
    if (str_eq(state, S("held")) && demo_days_here(x, c) >= 1)
        return demo_act(x, c, "post_minutes",
                        demo_facts(x->arena, "minutes",
                                   S("先说上次答应的事办到哪一步，再逐项说账。大家问的当场答了，答不了的都登记了号。"), NULL));
    return NULL;
}

// SPDX-License-Identifier: Apache-2.0
/* Items on their way to the board, and what villagers say of them. */
#include "app/demo_day.h"

enum { OBJECTIONS_IN_1000 = 12, EARLIEST = 8, LATEST = 5, FORGETS_ONE_IN = 8, LATE_DAYS = 12 };

static Date due_date(const Case *c)
{
    return instant_is(c->due) ? date_add_days(instant_date(c->due), -1) : DATE_NONE;
}

/* Early enough that it hangs by the day it is due, though it may be returned once. The fictional town forgets some. */
static bool is_ripe(const Day *x, const Case *c, const DemoVillage *v)
{
    int32_t early = LATEST + (int32_t)demo_luck(c, "early", EARLIEST - LATEST + 1);
    bool forgets = v->faults && demo_luck(c, "forgets", FORGETS_ONE_IN) == 0;
    Date due = due_date(c);
    if (!date_is(due))
        return true;
    return x->date.day >= due.day + (forgets ? 1 + (int32_t)demo_luck(c, "late", LATE_DAYS) : -early);
}

/* The same facts with a fate in them: a number where none may stand, or a sum that is off by one fen. */
static const Json *spoil(const Day *x, const Json *facts, DemoFate fate)
{
    Arena *a = x->arena;
    bool sum = fate == FATE_SUM;
    Str table = sum ? S("head") : S("rows"), column = sum ? S("book_closing") : S("account_alias");
    const Json *rows = json_get(facts, table);
    const Json **items = ARENA_ARRAY(a, const Json *, rows->count);
    for (size_t i = 0; i < rows->count; i++)
        items[i] = rows->items[i];
    JsonMember wrong = {column, sum ? json_of_int(a, json_int(items[0], column, 0) + 1)
                                    : json_of_text(a, S("村集体基本户 11010519491231002X"))};
    items[0] = json_merge(a, items[0], json_object(a, &wrong, 1));
    JsonMember spoilt = {table, json_list(a, items, rows->count)};
    return json_merge(a, facts, json_object(a, &spoilt, 1));
}

/* Kept as a draft: the rules do not let it go on as it is. */
static Err leave_spoilt(const Day *x, const Case *c, const Json *facts, DemoFate fate)
{
    TRY(demo_act(x, c, "submit", spoil(x, facts, fate)));
    return demo_act(x, c, "save", spoil(x, facts, fate));
}

static Err prepare(const Day *x, const Case *c, const DemoVillage *v)
{
    const Item *item = disclosure_item(json_text(c->facts, S("item")));
    DemoFate fate = demo_item_fate(x->d, v, c);
    Period period;
    const Json *facts;
    if (!item || fate == FATE_FORGOTTEN || fate == FATE_NOT_BEGUN)
        return NULL;
    if (fate == FATE_AT_ONCE) {
        TRY(demo_event_facts(x->d, v, x->arena, item, x->date, &facts));
        return demo_act(x, c, "submit", facts);
    }
    if (!period_read(json_text(c->facts, S("period")), &period) || !is_ripe(x, c, v))
        return NULL;
    TRY(demo_item_facts(x->d, v, x->arena, item, period, json_text(c->facts, S("book")), &facts));
    if (fate == FATE_PERSONAL || fate == FATE_SUM)
        return leave_spoilt(x, c, facts, fate);
    return facts ? demo_act(x, c, "submit", facts) : demo_act(x, c, "declare_no_change", NULL);
}

static Err review(const Day *x, const Case *c, DemoFate fate)
{
    bool first_time = !demo_has(c, "reason");
    if (fate == FATE_NOT_REVIEWED)
        return NULL;
    if (first_time && !fate && demo_luck(c, "return", 16) == 0)
        return demo_act(x, c, "return", demo_facts(x->arena, "reason", S("缺代表会决议，补上再交"), NULL));
    return demo_sign(x, c, "pass");
}

static Err fix(const Day *x, const Case *c)
{
    Str meeting = arena_printf(x->arena, "%.*s两委联席会", STR_ARG(lang_day(x->arena, x->d->house.zh, x->date)));
    return demo_act(x, c, "fix", demo_facts(x->arena, "meeting_no", meeting, NULL));
}

static Err hang(const Day *x, const Case *c, DemoFate fate)
{
    Ymd today = date_ymd(x->date);
    enum { DUE_DAY = 10 };
    if (fate == FATE_HUNG_LATE && today.day <= DUE_DAY)
        return NULL;
    return demo_act(x, c, "post_on_board", demo_facts(x->arena, "board_on", date_plain(x->arena, x->date), NULL));
}

/* While it hangs: somebody objects; a slip of the pen is put right; private words are taken down. */
static Err while_it_hangs(const Day *x, const Case *c, const DemoVillage *v, DemoFate fate)
{
    int32_t days = demo_days_here(x, c);
    bool money = str_eq(json_text(c->facts, S("item")), S("C2")), once = !demo_has(c, "reason");
    uint64_t often = OBJECTIONS_IN_1000 * (v->faults ? 6 : 1);
    if (fate == FATE_CORRECTED && days == 2 && once)
        return demo_act(x, c, "correct", demo_facts(x->arena, "reason", S("第三行摘要写错了"), NULL));
    if (fate == FATE_WITHDRAWN && days == 1 && once)
        return demo_act(x, c, "withdraw_privacy", demo_facts(x->arena, "reason", S("写了户主的名字"), NULL));
    bool objected = money && days == 2 && demo_luck(c, "object", 1000) < often;
    return objected ? demo_object(x, c, FATE_NONE) : NULL;
}

Err demo_move_item(const Day *x, const Case *c, Str state)
{
    const DemoVillage *v = demo_village(x->d, c->place);
    if (!v)
        return NULL;
    int32_t days = demo_days_here(x, c);
    DemoFate fate = demo_item_fate(x->d, v, c);
    bool stuck = fate == FATE_PERSONAL || fate == FATE_SUM;
    if (str_eq(state, S("awaited")))
        return prepare(x, c, v);
    if (str_eq(state, S("draft")) && days >= 1 && !stuck)
        return demo_act(x, c, json_flag(c->facts, S("no_change")) ? "declare_no_change" : "submit", NULL);
    if (str_eq(state, S("committee_review")) && days >= 1)
        return review(x, c, fate);
    if (str_eq(state, S("joint_meeting")) && days >= 1)
        return fix(x, c);
    if (str_eq(state, S("published")))
        return hang(x, c, fate);
    return str_eq(state, S("objection_open")) ? while_it_hangs(x, c, v, fate) : NULL;
}

/* -- objections -------------------------------------------------------------------------------------------------------------- */

Err demo_object(const Day *x, const Case *item, DemoFate fate)
{
    DemoIssue o = demo_objection(x->d, demo_luck(item, "objection", 1000));
    JsonMember members[] = {{S("about"), json_of_text(x->arena, item->number)},
                            {S("detail"), json_of_text(x->arena, o.detail)}, {S("may_publish"), json_of_flag(true)},
                            {S("source"), json_of_text(x->arena, S("page"))}};
    DemoOpening opening = {.process = "objection", .place = item->place, .parent = item->id, .fate = fate,
                           .facts = json_object(x->arena, members, COUNT_OF(members))};
    const Case *objection;
    return demo_open(x, &opening, &objection);
}

static DemoIssue objection_said(const Day *x, const Case *c)
{
    enum { KNOWN_MAX = 16 };
    DemoIssue o = demo_objection(x->d, 0);
    for (uint64_t i = 0; i < KNOWN_MAX && !str_eq(o.detail, json_text(c->facts, S("detail"))); i++)
        o = demo_objection(x->d, i);
    return o;
}

Err demo_move_objection(const Day *x, const Case *c, Str state)
{
    DemoIssue o = objection_said(x, c);
    DemoFate fate = demo_fate_of(x->d, c);
    int32_t days = demo_days_here(x, c);
    bool not_satisfied = fate == FATE_ESCALATED || fate == FATE_TOWN_ANSWERS;
    if (str_eq(state, S("answering")) && days >= 1 && fate != FATE_UNANSWERED)
        return demo_act(x, c, "answer", demo_facts(x->arena, "answer", o.answer, "public_text", o.public_text, NULL));
    if (str_eq(state, S("checking")) && days >= 1)
        return demo_act(x, c, "release", NULL);
    if (str_eq(state, S("answered")) && days >= 2 && not_satisfied)
        return demo_act(x, c, "escalate", demo_facts(x->arena, "reason", S("还是不清楚"), NULL));
    if (str_eq(state, S("answered")) && days >= 2 && demo_luck(c, "accepts", 4))
        return demo_act(x, c, "accept", NULL);
    if (str_eq(state, S("escalated")) && days >= 4 && fate == FATE_TOWN_ANSWERS)
        return demo_act(x, c, "town_reply", demo_facts(x->arena, "town_answer", o.answer, NULL));
    return str_eq(state, S("town_checking")) ? demo_act(x, c, "town_release", NULL) : NULL;
}

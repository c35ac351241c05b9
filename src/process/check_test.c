// SPDX-License-Identifier: Apache-2.0
/* Reading and proving definitions: what is refused with its line, what is complained about word by word. */
#include "process_bench.h"

#include <glob.h>

TEST_MAIN

static Str complaints(Arena *a, const Engine *e, const Process *p, size_t *ret_count)
{
    Out *out = out_new(a, 64 * 1024, NULL);
    process_check(a, e, p, out, ret_count);
    return out_str(out);
}

TEST(the_processes_of_the_tests_are_sound)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    const Engine *e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    for (size_t i = 0; i < process_count(e); i++) {
        size_t count;
        assert_str(complaints(a, e, process_at(e, i), &count), S(""));
        assert_int_equal(count, 0);
    }
    arena_free(a);
}

/* The processes of the house name parts that rooms bring; read they must be. */
TEST(the_processes_of_the_house_are_read)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    glob_t files;
    assert_int_equal(glob("data/process/*.yaml", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const Process *p;
        assert_ok(process_load(a, read_text_file(a, files.gl_pathv[i]), str_of(files.gl_pathv[i]), &p));
        assert_int_equal(p->digest.len, 64);
        assert_non_null(p->opening);
    }
    globfree(&files);
    arena_free(a);
}

typedef struct Golden {
    const char *name, *from, *to, *said;
} Golden;

/* One fault is put into a sound process; exactly this is said. */
static const Golden golden[] = {
    {"path", "by: [vsc_chair, branch_secretary]", "by: [vsc_chair, branch_secretery]",
     "test/process/path.yaml:24: 没有“branch_secretery”这个职务\n"
     "test/process/path.yaml:24: there is no role branch_secretery\n"},
    {"path", "by: [{field: check_role}]", "by: [{field: subject}]",
     "test/process/path.yaml:23: “subject”应当是 role, person 类型\n"
     "test/process/path.yaml:23: subject should be of type role, person\n"},
    {"path", "by: [{field: check_role}]", "by: [{field: chek_role}]",
     "test/process/path.yaml:23: 没有“chek_role”这一项\n"
     "test/process/path.yaml:23: there is no field chek_role\n"},
    {"path", "owner: {type: person", "owner: {type: text",
     "test/process/path.yaml:10: “owner”应当是 person 类型\n"
     "test/process/path.yaml:10: owner should be of type person\n"
     "test/process/path.yaml:15: “owner”应当是 person 类型\n"
     "test/process/path.yaml:15: owner should be of type person\n"
     "test/process/path.yaml:25: “owner”应当是 person 类型\n"
     "test/process/path.yaml:25: owner should be of type person\n"},
    {"path", "apart_from: [check, open]", "apart_from: [chek, open]",
     "test/process/path.yaml:24: 没有“chek”这个动作\n"
     "test/process/path.yaml:24: there is no action chek\n"},
    {"path", "needs: [owner]", "needs: [ownr]",
     "test/process/path.yaml:24: 没有“ownr”这一项\n"
     "test/process/path.yaml:24: there is no field ownr\n"},
    {"path", "turn: [vsc_chair]", "turn: [chair]",
     "test/process/path.yaml:19: 没有“chair”这个职务\n"
     "test/process/path.yaml:19: there is no role chair\n"},
    {"path", "with_owner: {label: {zh: 在办, en: With owner}, due: 5 days}", "with_owner: {label: {zh: 在办, en: With owner}}",
     "test/process/path.yaml:20: 状态“with_owner”没有期限\n"
     "test/process/path.yaml:20: the state with_owner has no limit\n"},
    {"path", "en: Closed}, final: true}", "en: Closed}, final: true, due: 1 day}",
     "test/process/path.yaml:21: 状态“closed”已办结，不能再有期限\n"
     "test/process/path.yaml:21: the state closed is final and cannot have a limit\n"},
    {"path", "close: {from: with_owner, to: closed", "close: {from: draft, to: closed",
     "test/process/path.yaml:20: “with_owner”没有人能办\n"
     "test/process/path.yaml:20: nobody can act in with_owner\n"
     "test/process/path.yaml:19: 从状态“checked”走不到办结\n"
     "test/process/path.yaml:19: no path leads from the state checked to an end\n"
     "test/process/path.yaml:20: 从状态“with_owner”走不到办结\n"
     "test/process/path.yaml:20: no path leads from the state with_owner to an end\n"},
    {"path", "hand: {from: checked, to: with_owner", "hand: {from: checked, to: closed",
     "test/process/path.yaml:20: 走不到状态“with_owner”\n"
     "test/process/path.yaml:20: no path leads to the state with_owner\n"},
    {"path", "en: Closed}, final: true}", "en: Closed}, due: 1 day}",
     "test/process/path.yaml:21: “closed”没有人能办\n"
     "test/process/path.yaml:21: nobody can act in closed\n"
     "test/process/path.yaml:17: 没有办结的状态\n"
     "test/process/path.yaml:17: no state is final\n"},
    {"path", "seen_by: [owner, opener, village_clerk, branch_secretary,", "seen_by: [owner, opener, village_clerk,",
     "test/process/path.yaml:24: 职务“branch_secretary”要办或者要知道，却看不见这件事（seen_by）\n"
     "test/process/path.yaml:24: the role branch_secretary acts or is told, but cannot see the case (seen_by)\n"},
    {"path", "letter: D", "letter: E",
     "test/process/path.yaml:5: 编号字母“E”和流程“project”的一样\n"
     "test/process/path.yaml:5: the letter E is the one of the process project\n"},
    {"path", "title: subject", "title: subjekt",
     "test/process/path.yaml:8: 没有“subjekt”这一项\n"
     "test/process/path.yaml:8: there is no field subjekt\n"},
    {"duty", "opened_by: [clock]", "opened_by: [village_clerk]",
     "test/process/duty.yaml:11: 写了 opens，opened_by 里就要有 clock\n"
     "test/process/duty.yaml:11: with `opens`, `opened_by` must name the clock\n"},
    {"duty", "opened_by: [clock]", "opened_by: [clock, asker]",
     "test/process/duty.yaml:8: 登记的时候还没有“asker”\n"
     "test/process/duty.yaml:8: nobody is asker before the case is opened\n"},
    {"duty", "for: village", "for: test.things",
     "test/process/duty.yaml:11: 没有哪个房间列得出“test.things”\n"
     "test/process/duty.yaml:11: no room lists test.things\n"},
    {"duty", "at_due: give_up", "at_due: do_it",
     "test/process/duty.yaml:20: 到期的动作“do_it”没有写 by: clock\n"
     "test/process/duty.yaml:20: the action do_it at the limit does not name the clock in `by`\n"},
    {"duty", "give_up: {from: awaited", "give_up: {from: missed",
     "test/process/duty.yaml:20: 动作“give_up”不从状态“awaited”出发\n"
     "test/process/duty.yaml:20: the action give_up does not leave from the state awaited\n"
     "test/process/duty.yaml:22: 走不到状态“missed”\n"
     "test/process/duty.yaml:22: no path leads to the state missed\n"},
    {"duty", "by: [clock]}", "by: [clock], needs: [note]}",
     "test/process/duty.yaml:20: 到期的动作“give_up”要填“note”，可是没有人来填\n"
     "test/process/duty.yaml:20: the action give_up at the limit needs note, but nobody is there to give it\n"},
    {"duty", "{remind: branch_secretary, after: 1 workday}", "{remind: secretary, after: 1 workday}",
     "test/process/duty.yaml:22: 没有“secretary”这个职务\n"
     "test/process/duty.yaml:22: there is no role secretary\n"},
    {"duty", "seen_by: [village_clerk, branch_secretary, town_desk]", "seen_by: [village_clerk, branch_secretary]",
     "test/process/duty.yaml:21: 职务“town_desk”要办或者要知道，却看不见这件事（seen_by）\n"
     "test/process/duty.yaml:21: the role town_desk acts or is told, but cannot see the case (seen_by)\n"
     "test/process/duty.yaml:22: 职务“town_desk”要办或者要知道，却看不见这件事（seen_by）\n"
     "test/process/duty.yaml:22: the role town_desk acts or is told, but cannot see the case (seen_by)\n"},
    {"wait", "due: {field: meeting_on}", "due: {field: meting_on}",
     "test/process/wait.yaml:16: “meting_on”应当是 date 类型\n"
     "test/process/wait.yaml:16: meting_on should be of type date\n"},
    {"wait", "{in: 5 days, after: posted}", "{in: 5 days, after: hung}",
     "test/process/wait.yaml:21: “hung”不是状态，不是动作，也不是日期项\n"
     "test/process/wait.yaml:21: hung is no state, no action and no date field\n"},
    {"vote", "each_of: village_supervision_committee, enough: majority, ", "enough: majority, at_least: 2, ",
     "test/process/vote.yaml:22: 没有写 each_of，就不能写 enough\n"
     "test/process/vote.yaml:22: enough makes no sense without `each_of`\n"
     "test/process/vote.yaml:22: 没有写 each_of，就不能写 at_least\n"
     "test/process/vote.yaml:22: at_least makes no sense without `each_of`\n"},
    {"vote", "refusal: return", "refusal: submit",
     "test/process/vote.yaml:22: 动作“submit”不从状态“review”出发\n"
     "test/process/vote.yaml:22: the action submit does not leave from the state review\n"},
    {"vote", "  reason: {type: text, label: {zh: 理由, en: Reason}}\n", "",
     "test/process/vote.yaml:22: 没有“reason”这一项\n"
     "test/process/vote.yaml:22: there is no field reason\n"
     "test/process/vote.yaml:22: 写了 reason，就要有 reason 这一项\n"
     "test/process/vote.yaml:22: with `reason` there must be a field reason\n"},
    {"ladder", "sets: {grade: no_reply}", "sets: {grade: no_reply}, prove: true",
     "test/process/ladder.yaml:31: “clock”不用登录就能办，没有密码可核（prove）\n"
     "test/process/ladder.yaml:31: clock acts without signing in and has nothing to prove it by (prove)\n"},
    {"ladder", "at_most: 2, then: hand_up", "then: hand_up",
     "test/process/ladder.yaml:30: 写了 then，就要写 at_most\n"
     "test/process/ladder.yaml:30: `then` makes no sense without `at_most`\n"},
    {"ladder", "then: hand_up", "then: hold",
     "test/process/ladder.yaml:30: 动作“hold”不从状态“asked”出发\n"
     "test/process/ladder.yaml:30: the action hold does not leave from the state asked\n"
     "test/process/ladder.yaml:30: 动作“hold”还要填“limit_on”\n"
     "test/process/ladder.yaml:30: the action hold needs limit_on besides\n"
     "test/process/ladder.yaml:30: 动作“hold”还要填“reason”\n"
     "test/process/ladder.yaml:30: the action hold needs reason besides\n"},
    {"ladder", "sets: {grade: no_reply}", "sets: {grade: silent}",
     "test/process/ladder.yaml:31: “silent”不能作“grade”的值\n"
     "test/process/ladder.yaml:31: silent is no value for grade\n"},
    {"notice", "public: {if: test.is_posted}", "public: {if: test.is_hung}",
     "test/process/notice.yaml:11: 没有哪个房间带来守卫“test.is_hung”\n"
     "test/process/notice.yaml:11: no room brings the guard test.is_hung\n"},
    {"notice", "guards: [process.no_personal_data, test.not_sunday]", "guards: [test.not_monday]",
     "test/process/notice.yaml:25: 没有哪个房间带来守卫“test.not_monday”\n"
     "test/process/notice.yaml:25: no room brings the guard test.not_monday\n"},
    {"notice", "effects: [test.note]", "effects: [test.nod]",
     "test/process/notice.yaml:25: 没有哪个房间带来效果“test.nod”\n"
     "test/process/notice.yaml:25: no room brings the effect test.nod\n"},
    {"notice", "document: test.page", "document: test.leaf",
     "test/process/notice.yaml:25: 没有哪个房间会做文件“test.leaf”\n"
     "test/process/notice.yaml:25: no room makes the document test.leaf\n"},
    {"notice", "{heads_told: heads}", "{heads_counted: kind}",
     "test/process/notice.yaml:25: 没有哪个房间带来指标“heads_counted”\n"
     "test/process/notice.yaml:25: no room brings the metric heads_counted\n"
     "test/process/notice.yaml:25: “kind”应当是 int 类型\n"
     "test/process/notice.yaml:25: kind should be of type int\n"},
    {"notice", "columns: test.columns", "columns: test.pillars",
     "test/process/notice.yaml:18: 没有哪个房间知道表“test.pillars”的列\n"
     "test/process/notice.yaml:18: no room knows the columns of test.pillars\n"},
    {"notice", "of: [rule, plan], find: true", "find: true",
     "test/process/notice.yaml:14: “kind”是选择项，要写 of\n"
     "test/process/notice.yaml:14: kind is a choice and needs `of`\n"},
    {"notice", "min: 0, max: 500", "min: 9, max: 5, of: [a], columns: x",
     "test/process/notice.yaml:17: “heads”不是选择项，不能写 of\n"
     "test/process/notice.yaml:17: heads is no choice and cannot have `of`\n"
     "test/process/notice.yaml:17: “heads”不是表，不能写 columns\n"
     "test/process/notice.yaml:17: heads is no table and cannot have `columns`\n"
     "test/process/notice.yaml:17: “heads”的 min 比 max 大\n"
     "test/process/notice.yaml:17: min of heads is larger than its max\n"},
    {"notice", "seal: true, find: true", "seal: true, public: full, many: true",
     "test/process/notice.yaml:16: “phone”是加密的，不能公开\n"
     "test/process/notice.yaml:16: phone is sealed and cannot be public\n"
     "test/process/notice.yaml:16: “phone”是表或多个值，不能加密\n"
     "test/process/notice.yaml:16: phone is a table or a list and cannot be sealed\n"},
    {"notice", "columns: test.columns", "columns: test.columns, find: true",
     "test/process/notice.yaml:18: “rows”太长，不能用来查找\n"
     "test/process/notice.yaml:18: rows is too long to be found by\n"},
    {"quarrel", "seen_by: [village_clerk, branch_secretary, {field: mediators}]", "seen_by: [village_clerk, branch_secretary]",
     "test/process/quarrel.yaml:26: “mediators”里的人能办，却看不见这件事（seen_by）\n"
     "test/process/quarrel.yaml:26: whoever stands in mediators may act, but cannot see the case (seen_by)\n"
     "test/process/quarrel.yaml:27: “mediators”里的人能办，却看不见这件事（seen_by）\n"
     "test/process/quarrel.yaml:27: whoever stands in mediators may act, but cannot see the case (seen_by)\n"
     "test/process/quarrel.yaml:28: “mediators”里的人能办，却看不见这件事（seen_by）\n"
     "test/process/quarrel.yaml:28: whoever stands in mediators may act, but cannot see the case (seen_by)\n"
     "test/process/quarrel.yaml:31: “mediators”里的人能办，却看不见这件事（seen_by）\n"
     "test/process/quarrel.yaml:31: whoever stands in mediators may act, but cannot see the case (seen_by)\n"
     "test/process/quarrel.yaml:32: “mediators”里的人能办，却看不见这件事（seen_by）\n"
     "test/process/quarrel.yaml:32: whoever stands in mediators may act, but cannot see the case (seen_by)\n"},
    {"quarrel", "when: {kind: land}", "when: {kind: lake, parties: 东家}",
     "test/process/quarrel.yaml:14: “parties”决定谁能办、什么时候办，看得见这件事的人都要看得见它\n"
     "test/process/quarrel.yaml:14: parties decides who may act or when: whoever sees the case sees it\n"
     "test/process/quarrel.yaml:27: “kind”不会是“lake”\n"
     "test/process/quarrel.yaml:27: kind cannot be lake\n"
     "test/process/quarrel.yaml:27: “parties”不会是“东家”\n"
     "test/process/quarrel.yaml:27: parties cannot be 东家\n"},
    {"quarrel", "when: {kind: [neighbour]}", "when: {kindness: [neighbour]}",
     "test/process/quarrel.yaml:26: 没有“kindness”这一项\n"
     "test/process/quarrel.yaml:26: there is no field kindness\n"},
    {"quarrel", "seen_by: [{field: mediators}, branch_secretary]", "seen_by: [{field: parties}, secretary]",
     "test/process/quarrel.yaml:14: “parties”应当是 role, person 类型\n"
     "test/process/quarrel.yaml:14: parties should be of type role, person\n"
     "test/process/quarrel.yaml:14: 没有“secretary”这个职务\n"
     "test/process/quarrel.yaml:14: there is no role secretary\n"},
    {"quarrel", "of: [neighbour, land], required: true}", "of: [neighbour, land], required: true, seen_by: [branch_secretary]}",
     "test/process/quarrel.yaml:13: “kind”决定谁能办、什么时候办，看得见这件事的人都要看得见它\n"
     "test/process/quarrel.yaml:13: kind decides who may act or when: whoever sees the case sees it\n"},
    {"quarrel", "at_due: [give_up, remind_again]", "at_due: [give_up, measure]",
     "test/process/quarrel.yaml:21: 到期的动作“measure”没有写 by: clock\n"
     "test/process/quarrel.yaml:21: the action measure at the limit does not name the clock in `by`\n"},
    {"visit", "find: true}", "required: false}",
     "test/process/visit.yaml:20: “after_case”要写 find，那件事的日子变了，期限才跟着变\n"
     "test/process/visit.yaml:20: after_case needs `find`: its limits move with the other case's days\n"
     "test/process/visit.yaml:24: “after_case”要写 find，那件事的日子变了，期限才跟着变\n"
     "test/process/visit.yaml:24: after_case needs `find`: its limits move with the other case's days\n"},
    {"visit", "after: after_case.meeting_on", "after: subject.meeting_on",
     "test/process/visit.yaml:20: “subject”应当是 case 类型\n"
     "test/process/visit.yaml:20: subject should be of type case\n"},
    {"quiet_visit", "numbered: town", "numbered: place",
     "test/process/quiet_visit.yaml:6: 编号字母“S”和流程“visit”的一样\n"
     "test/process/quiet_visit.yaml:6: the letter S is the one of the process visit\n"},
    {"ladder", "offers: {grade: good}", "offers: {grade: fine}",
     "test/process/ladder.yaml:29: “grade”不会是“fine”\n"
     "test/process/ladder.yaml:29: grade cannot be fine\n"},
    {"ladder", "carried_by: joined_with", "carried_by: joined",
     "test/process/ladder.yaml:26: 没有“joined”这一项\n"
     "test/process/ladder.yaml:26: there is no field joined\n"},
    {"ladder", "carried_by: joined_with", "carried_by: detail",
     "test/process/ladder.yaml:26: “detail”应当是 case 类型\n"
     "test/process/ladder.yaml:26: detail should be of type case\n"},
    {"ladder", "label: {zh: 挂账, en: Held}, held: true,", "label: {zh: 挂账, en: Held}, held: true, carried_by: joined_with,",
     "test/process/ladder.yaml:23: 状态“held”没有办结，不能写 carried_by\n"
     "test/process/ladder.yaml:23: the state held is not final and cannot have `carried_by`\n"},
    {"project", "spawn: task", "spawn: chore",
     "test/process/project.yaml:19: 没有“chore”这个流程\n"
     "test/process/project.yaml:19: there is no process chore\n"},
};

TEST(each_fault_is_complained_about_at_its_line)
{
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(golden); i++) {
        Arena *a = arena_new(256 * 1024 * 1024);
        const Golden *g = &golden[i];
        const Engine *e = engine_of(a, real_roles(a), g->name, str_of(g->from), str_of(g->to));
        size_t count;
        Str said = complaints(a, e, process_named(e, str_of(g->name)), &count);
        if (!str_eq(said, str_of(g->said))) {
            print_error("%s -> %s said\n%.*s", g->from, g->to, STR_ARG(said));
            wrong++;
        }
        arena_free(a);
    }
    assert_int_equal(wrong, 0);
}

/* -- what cannot even be read ------------------------------------------------------------------------------------ */

TEST(a_file_that_is_no_definition_is_refused_with_its_line)
{
    static const struct {
        const char *from, *to, *key, *where;
    } cases[] = {
        {"letter: D", "leter: D", "err.process.load_unknown", "path.yaml:5"},
        {"letter: D", "letter: DD", "err.process.load_value", "path.yaml:5"},
        {"letter: D\n", "", "err.process.load_absent", "path.yaml:3"},
        {"record: open", "record: shut", "err.process.load_value", "path.yaml:7"},
        {"public: never", "public: sometimes", "err.process.load_value", "path.yaml:11"},
        {"start: draft", "start: drafd", "err.process.load_value", "path.yaml:16"},
        {"due: 5 days}", "due: five days}", "err.process.load_value", "path.yaml:18"},
        {"due: 5 days}", "due: 3651 days}", "err.process.load_value", "path.yaml:18"},
        {"due: 5 days}", "due: 121 months}", "err.process.load_value", "path.yaml:18"},
        {"due: 5 days}", "due: {in: 5 days}}", "err.process.load_absent", "path.yaml:18"},
        {"from: checked", "from: chekked", "err.process.load_value", "path.yaml:24"},
        {"hand: {from: checked, ", "one: {label: x, by: anyone}\n  hand: {", "err.process.load_two_openings", "path.yaml:25"},
        {"type: person", "type: human", "err.process.load_value", "path.yaml:15"},
        {"{zh: 完, en: Closed}", "{zh: 完}", "err.process.load_absent", "path.yaml:21"},
        {"{zh: 完, en: Closed}", "{zh: 完, en: \"\"}", "err.process.load_value", "path.yaml:21"},
        {"final: true", "final: yes", "err.process.load_value", "path.yaml:21"},
        {"on_paper: true}", "on_paper: true, at_most: 0}", "err.process.load_value", "path.yaml:23"},
        {"on_paper: true}", "on_paper: true, enough: 3/2}", "err.process.load_value", "path.yaml:23"},
        {"letter: D", "letter: D\nnumbered: county", "err.process.load_value", "path.yaml:6"},
        {"apart_from: open, ", "when: later, ", "err.process.load_value", "path.yaml:23"},
        {"due: 5 days}", "due: 5 days, at_due: [[a]]}", "err.process.load_value", "path.yaml:18"},
        {"required: true, public: full}", "required: true, seen_by: {a: b}}", "err.process.load_unknown", "path.yaml:13"},
        {"type: text, label: {zh: 事由, en: Subject}, required: true", "type: date, label: x, min: 5 workdays", "err.process.load_value", "path.yaml:13"},
        {"process: path", "process: Path", "err.process.load_value", "path.yaml:3"},
        {"process: path", "process: path\nprocess: path", NULL, "path.yaml"},
    };
    Arena *a = arena_new(256 * 1024 * 1024);
    Str good = read_text_file(a, "test/process/path.yaml");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t at;
        const Process *p;
        Str from = str_of(cases[i].from);
        assert_true(str_find(good, from, &at));
        Str bad = arena_printf(a, "%.*s%s%.*s", (int)at, good.at, cases[i].to, STR_ARG(str_from(good, at + from.len)));
        Err e = process_load(a, bad, S("path.yaml"), &p);
        if (!e)
            fail_msg("%s was read", cases[i].to);
        if (cases[i].key)
            assert_str(e->key, str_of(cases[i].key));
        if (!str_starts(e->args[0], str_of(cases[i].where)))
            fail_msg("%s said %.*s", cases[i].to, STR_ARG(e->args[0]));
    }
    arena_free(a);
}

/* -- ceilings ---------------------------------------------------------------------------------------------------- */

static Err load_with(Arena *a, const char *of_what, size_t count)
{
    const Process *p;
    Str body = S("");
    for (size_t i = 0; i < count; i++)
        body = arena_printf(a, "%.*s  n%zu: {%s}\n", STR_ARG(body), i,
                            of_what[0] == 'f'   ? "type: text, label: x"
                            : of_what[0] == 's' ? "label: x, due: 1 day"
                                                : "from: n0, label: x, by: anyone");
    bool fields = of_what[0] == 'f', states = of_what[0] == 's', actions = of_what[0] == 'a';
    Str yaml = arena_printf(a,
                            "process: x\nroom: x\nletter: X\nname: x\nrecord: open\nopened_by: anyone\nseen_by: anyone\n"
                            "public: never\nstart: n0\nfields:\n%.*sstates:\n%.*sactions:\n%.*s",
                            STR_ARG(fields ? body : S("  f: {type: text, label: x}\n")),
                            STR_ARG(states ? body : S("  n0: {label: x, due: 1 day}\n")),
                            STR_ARG(actions ? body : S("  x: {from: n0, label: x, by: anyone}\n")));
    return process_load(a, yaml, S("x.yaml"), &p);
}

TEST(definitions_have_ceilings)
{
    Arena *a = arena_new(256 * 1024 * 1024);
    assert_ok(load_with(a, "fields", LIMIT_FIELDS));
    assert_refused(load_with(a, "fields", LIMIT_FIELDS + 1), "err.process.load_value");
    assert_ok(load_with(a, "states", LIMIT_STATES));
    assert_refused(load_with(a, "states", LIMIT_STATES + 1), "err.process.load_value");
    assert_ok(load_with(a, "actions", LIMIT_ACTIONS - 1)); /* the opening is one more */
    assert_refused(load_with(a, "actions", LIMIT_ACTIONS), "err.process.load_value");
    arena_free(a);
}

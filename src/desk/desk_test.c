// SPDX-License-Identifier: Apache-2.0
/* Forms from a definition alone: what is typed, what is wrong with it, what is kept; words for states; the routes. */
#include "unit.h"

#include "carried.h"
#include "desk/desk_own.h"
#include "desk/fact.h"

static const char definition[] =
    "process: toy\n"
    "room: toy\n"
    "letter: T\n"
    "name: {zh: 玩具, en: Toy}\n"
    "record: open\n"
    "title: short\n"
    "opened_by: [anyone]\n"
    "seen_by: [anyone]\n"
    "public: always\n"
    "fields:\n"
    "  short: {type: text, label: {zh: 短的, en: Short}, required: true, public: full, max: 10}\n"
    "  long: {type: long_text, label: {zh: 长的, en: Long}}\n"
    "  count: {type: int, label: {zh: 几个, en: Count}, min: 1, max: 9}\n"
    "  sum: {type: money, label: {zh: 多少钱, en: Sum}}\n"
    "  area: {type: decimal, label: {zh: 几亩, en: Area}, unit: 亩}\n"
    "  day: {type: date, label: {zh: 哪天, en: Day}}\n"
    "  at: {type: instant, label: {zh: 几点, en: At}}\n"
    "  agrees: {type: flag, label: {zh: 同意, en: Agrees}}\n"
    "  kind: {type: choice, label: {zh: 哪种, en: Kind}, find: true,\n"
    "    of: {one: {zh: 一, en: One}, two: {zh: 二, en: Two}}}\n"
    "  phone: {type: phone, label: {zh: 电话, en: Phone}, seal: true}\n"
    "  role: {type: role, label: {zh: 职务, en: Role}}\n"
    "  period: {type: period, label: {zh: 所属期, en: Period}}\n"
    "  many: {type: text, label: {zh: 几样, en: Several}, many: true}\n"
    "  rows: {type: table, columns: toy.rows, label: {zh: 逐条, en: Rows}}\n"
    "  reason: {type: long_text, label: {zh: 理由, en: Reason}}\n"
    "start: open\n"
    "states:\n"
    "  open:\n"
    "    label: {zh: 在办, en: Open}\n"
    "    public: {zh: 正在办, en: In progress}\n"
    "    due: 5 days\n"
    "  window:\n"
    "    label: {zh: 公示, en: Window}\n"
    "    due: 5 days\n"
    "    at_due: close\n"
    "  closed:\n"
    "    label: {zh: 办完, en: Closed}\n"
    "    final: true\n"
    "actions:\n"
    "  fill:\n"
    "    from: open\n"
    "    to: window\n"
    "    label: {zh: 填, en: Fill}\n"
    "    by: [anyone]\n"
    "    needs: [short]\n"
    "    takes: [long, count, sum, area, day, at, agrees, kind, phone, role, period, many, rows]\n"
    "    reason: true\n"
    "  close:\n"
    "    from: [open, window]\n"
    "    to: closed\n"
    "    label: {zh: 了结, en: Close}\n"
    "    by: [clock, anyone]\n"
    "    takes: [kind]\n"
    "    offers: {kind: two}\n";

/* -- a house of one small room ------------------------------------------------------------------------------------ */

static Err shape_rows(Arena *a UNUSED, const Case *c UNUSED, const Field *f UNUSED, TableShape *ret_shape)
{
    static const Field columns[] = {
        {.name = S("what"), .type = FIELD_TEXT, .required = true, .guarded = true, .label = {S("事项"), S("What")}},
        {.name = S("amount"), .type = FIELD_MONEY, .label = {S("金额"), S("Amount")}},
        {.name = S("day"), .type = FIELD_DATE, .label = {S("日期"), S("Day")}},
    };
    *ret_shape = (TableShape){columns, COUNT_OF(columns)};
    return NULL;
}

static const Shaper shapers[] = {{S("toy.rows"), shape_rows}};
static const EngineParts toy_parts = {.shapers = shapers, .shaper_count = 1};
static const Room toy_room = {.name = "toy", .parts = &toy_parts};
const Room *const rooms_all[] = {&toy_room, &desk_room};
const size_t rooms_count = COUNT_OF(rooms_all);

typedef struct Bench {
    Arena *arena;
    const Process *process;
    Case c;
    Request q;
    Pair pairs[LIMIT_FORM_FIELDS];
    DeskAsk ask;
    const Json *facts;
    DeskFaults faults;
} Bench;

static Str carried(const char *path)
{
    const CarriedFile *f = carried_find(str_of(path));
    assert_non_null(f);
    return (Str){(const char *)f->bytes, f->len};
}

static Instant at_noon(int32_t month, int32_t day)
{
    Date d;
    assert_true(date_of((Ymd){2026, month, day}, &d));
    return (Instant){date_start(d).ms + 12 * 3600 * 1000};
}

static void set_up(Bench *b, const char *language)
{
    *b = (Bench){.arena = arena_new(64 * 1024 * 1024)};
    Arena *a = b->arena;
    static const EngineParts *parts[] = {&toy_parts};
    static const Process *processes[1];
    House h = {.arena = a};
    assert_ok(access_roles_load(a, carried("data/catalogue/role.yaml"), S("role.yaml"), &h.roles));
    assert_ok(process_load(a, str_of(definition), S("toy.yaml"), &processes[0]));
    const EngineOptions options = {.processes = processes, .process_count = 1, .parts = parts, .part_count = 1,
                                   .roles = h.roles, .holidays = carried("data/catalogue/holiday.yaml")};
    assert_ok(process_engine(a, &options, &h.engine));
    House *kept = ARENA_NEW(a, House);
    *kept = h;
    house_set(kept);
    b->process = processes[0];
    b->q = (Request){.arena = a, .method = S("POST"), .path = S("/"), .now = at_noon(9, 10), .who = &access_anyone};
    assert_ok(lang_open(a, str_of(language), carried(language[0] == 'z' ? "mo/zh_CN.mo" : "mo/en.mo"), &b->q.lang));
    b->q.form.at = b->pairs;
    b->c = (Case){.home = {371603106}, .id = {1}, .place = {371603106200000000}, .process = b->process, .version = 1,
                  .number = S("371603106200-T-2026-1"), .due = INSTANT_NONE, .facts = json_object(a, NULL, 0)};
    desk_ask_of(&b->q, b->process, process_action(b->process, S("fill")), &b->c, &b->ask);
    b->ask.typed = &b->q.form;
}

static void type(Bench *b, const char *name, const char *value)
{
    assert_true(b->q.form.count < COUNT_OF(b->pairs));
    b->pairs[b->q.form.count++] = (Pair){str_of(name), str_of(value)};
}

static void read_form(Bench *b)
{
    assert_ok(desk_facts(&b->q, &b->ask, &b->facts, &b->faults));
}

static bool names_fault(const Bench *b, const char *field, const char *words)
{
    for (size_t i = 0; i < b->faults.count; i++)
        if (str_eq(b->faults.at[i].field, str_of(field)) && str_has(b->faults.at[i].reason, str_of(words)))
            return true;
    return false;
}

static void assert_fault(const Bench *b, const char *field, const char *words)
{
    for (size_t i = 0; i < b->faults.count && !names_fault(b, field, words); i++)
        print_message("%.*s: %.*s\n", STR_ARG(b->faults.at[i].field), STR_ARG(b->faults.at[i].reason));
    assert_true(names_fault(b, field, words));
}

static void assert_fact(const Bench *b, const char *name, const char *canonical)
{
    const Json *value = json_get(b->facts, str_of(name));
    assert_str(value ? json_canonical(b->arena, value) : S("nothing"), str_of(canonical));
}

/* -- facts -------------------------------------------------------------------------------------------------------- */

TEST(each_type_of_field_is_read_as_people_type_it)
{
    static const struct {
        const char *name, *typed, *fact;
    } cases[] = {
        {"short", " 字  两个 ", "\"字 两个\""},
        {"long", "一行\n二行", "\"一行\\n二行\""},
        {"count", "３ 个", "nothing"},
        {"count", "３", "3"},
        {"sum", "1,234元", "123400"},
        {"sum", "(3.50)", "-350"},
        {"area", "62 亩", "6200"},
        {"day", "9月5日", "\"2026-09-05\""},
        {"day", "2025.12.1", "\"2025-12-01\""},
        {"at", "9月5日 14:30", "\"2026-09-05T14:30:00.000+08:00\""},
        {"agrees", "1", "true"},
        {"kind", "two", "\"two\""},
        {"phone", "138 1234 5678", "\"13812345678\""},
        {"role", "vsc_chair", "\"vsc_chair\""},
        {"period", "2026年三季度", "\"2026Q3\""},
        {"many", "甲\n\n乙", "[\"甲\",\"乙\"]"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Bench b;
        set_up(&b, "zh");
        type(&b, arena_printf(b.arena, "f.%s", cases[i].name).at, cases[i].typed);
        read_form(&b);
        assert_fact(&b, cases[i].name, cases[i].fact);
        arena_free(b.arena);
    }
}

TEST(what_is_wrong_names_its_field_and_what_is_missing_is_said)
{
    static const struct {
        const char *name, *typed;
    } cases[] = {{"short", "一二三四五六七八九十一"}, {"count", "10"}, {"count", "多"}, {"sum", "12a"},
                 {"area", "x"}, {"day", "2026-02-30"}, {"at", "晚上"}, {"kind", "three"}, {"phone", "12"},
                 {"role", "king"}, {"period", "去年"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Bench b;
        set_up(&b, "zh");
        type(&b, arena_printf(b.arena, "f.%s", cases[i].name).at, cases[i].typed);
        read_form(&b);
        assert_fault(&b, cases[i].name, words_in(process_field(b.process, str_of(cases[i].name))->label, b.q.lang).at);
        if (strcmp(cases[i].name, "short") != 0)
            assert_fault(&b, "short", "短的");
        assert_fault(&b, "reason", "理由");
        arena_free(b.arena);
    }
}

TEST(nothing_typed_takes_away_what_was_there)
{
    Bench b;
    set_up(&b, "zh");
    const JsonMember before[] = {{S("long"), json_of_text(b.arena, S("旧的"))}, {S("agrees"), json_of_flag(true)}};
    b.c.facts = json_object(b.arena, before, COUNT_OF(before));
    type(&b, "f.short", "字");
    type(&b, "f.reason", "改");
    read_form(&b);
    assert_int_equal(b.faults.count, 0);
    assert_fact(&b, "long", "null");
    assert_fact(&b, "agrees", "false");
    assert_fact(&b, "sum", "nothing");
    arena_free(b.arena);
}

TEST(a_pasted_table_names_its_bad_cells_and_its_bad_total)
{
    Bench b;
    set_up(&b, "zh");
    type(&b, "f.short", "字");
    type(&b, "f.reason", "改");
    type(&b, "t.rows", "事项\t金额（元）\t日期\r\n水泥管\t1,380\t9.2\r\n\t920\t9.3\r\n人工\t12a\t9月31日\r\n合计\t2,301\t\r\n");
    read_form(&b);
    assert_fault(&b, "rows", "“金额”这一列，表上合计写的是 2,301，一行一行加起来是 2,300");
    assert_fault(&b, "rows", "第 3 行“金额”写的是“12a”");
    assert_fault(&b, "rows", "第 3 行“日期”写的是“9月31日”");
    assert_int_equal(b.faults.count, 3); /* the empty cell was filled from the row above, and is told when checked */
    arena_free(b.arena);
}

TEST(rows_by_hand_are_read_and_an_empty_table_is_none)
{
    Bench b;
    set_up(&b, "zh");
    type(&b, "f.short", "字");
    type(&b, "f.reason", "改");
    type(&b, "n.rows", "3");
    type(&b, "c.rows.0.0", "水泥管");
    type(&b, "c.rows.2.0", "人工");
    type(&b, "c.rows.2.1", "920");
    read_form(&b);
    assert_int_equal(b.faults.count, 0);
    assert_fact(&b, "rows", "[{\"what\":\"水泥管\"},{\"amount\":92000,\"what\":\"人工\"}]");
    type(&b, "c.rows.1.1", "1");
    read_form(&b);
    assert_fault(&b, "rows", "第 2 行“事项”");
    b.q.form.count = 3;
    read_form(&b);
    assert_fact(&b, "rows", "nothing");
    arena_free(b.arena);
}

TEST(rows_by_hand_have_a_ceiling)
{
    Bench b;
    set_up(&b, "zh");
    enum { COLUMNS = 3, MOST = LIMIT_HAND_CELLS / COLUMNS };
    for (int extra = 0; extra < 2; extra++) {
        Html fields;
        b.q.form.count = 0;
        type(&b, "n.rows", i64_plain(b.arena, MOST + extra).at);
        assert_ok(desk_fields(&b.q, &b.ask, &fields));
        assert_true(str_has(fields.bytes, arena_printf(b.arena, "c.rows.%d.0", MOST - 1)));
        assert_false(str_has(fields.bytes, arena_printf(b.arena, "c.rows.%d.0", MOST)));
    }
    arena_free(b.arena);
}

/* -- pages made of it --------------------------------------------------------------------------------------------- */

TEST(what_was_typed_stays_in_the_form_beside_what_is_wrong)
{
    Bench b;
    Html fields;
    set_up(&b, "zh");
    type(&b, "f.short", "<b>\"字\"");
    type(&b, "f.sum", "12a");
    type(&b, "f.kind", "two");
    type(&b, "f.agrees", "1");
    type(&b, "t.rows", "甲\t1");
    read_form(&b);
    b.ask.faults = &b.faults;
    assert_ok(desk_fields(&b.q, &b.ask, &fields));
    static const char *const kept[] = {"value=\"&lt;b&gt;&quot;字&quot;\"", "value=\"12a\"", "value=\"two\" checked",
                                       "name=\"f.agrees\" value=\"1\" checked", "甲\t1</textarea>", "id=\"f-sum\"",
                                       "class=\"fault\">金额看不懂"};
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (!str_has(fields.bytes, str_of(kept[i])))
            fail_msg("%s is not in %.*s", kept[i], STR_ARG(fields.bytes));
    Html summary = desk_summary(&b.q, &b.faults);
    assert_true(str_has(summary.bytes, S("href=\"#f-sum\"")));
    assert_true(str_has(summary.bytes, S("role=\"alert\"")));
    arena_free(b.arena);
}

TEST(a_step_offers_the_choices_it_goes_with)
{
    Bench b;
    Html fields;
    set_up(&b, "zh");
    assert_ok(desk_fields(&b.q, &b.ask, &fields));
    assert_true(str_has(fields.bytes, S("value=\"one\"")) && str_has(fields.bytes, S("value=\"two\"")));
    desk_ask_of(&b.q, b.process, process_action(b.process, S("close")), &b.c, &b.ask);
    assert_ok(desk_fields(&b.q, &b.ask, &fields));
    assert_false(str_has(fields.bytes, S("value=\"one\"")));
    assert_true(str_has(fields.bytes, S("id=\"f-kind-1\" name=\"f.kind\" value=\"two\"")));
    arena_free(b.arena);
}

TEST(no_fault_has_no_summary)
{
    Bench b;
    set_up(&b, "zh");
    const DeskFaults none = {0};
    assert_int_equal(desk_summary(&b.q, &none).bytes.len, 0);
    assert_int_equal(desk_summary(&b.q, NULL).bytes.len, 0);
    arena_free(b.arena);
}

TEST(answers_to_check_say_values_and_warn_of_personal_data)
{
    Bench b;
    Html list;
    set_up(&b, "zh");
    type(&b, "f.short", "字");
    type(&b, "f.reason", "改");
    type(&b, "f.sum", "1234.5");
    type(&b, "f.day", "9月5日");
    type(&b, "f.kind", "two");
    type(&b, "t.rows", "事项\t金额\n退给 11010519491231002X\t10\n");
    read_form(&b);
    assert_int_equal(b.faults.count, 0);
    assert_ok(desk_answers(&b.q, &b.ask, b.facts, &list));
    static const char *const said[] = {"1,234.50", "2026年9月5日", ">二</dd>", "第 1 行“事项”里有私人信息", "<td class=\"num\">10"};
    for (size_t i = 0; i < COUNT_OF(said); i++)
        if (!str_has(list.bytes, str_of(said[i])))
            fail_msg("%s is not in %.*s", said[i], STR_ARG(list.bytes));
    arena_free(b.arena);
}

TEST(the_next_step_carries_what_was_typed_and_not_the_form_itself)
{
    Bench b;
    set_up(&b, "zh");
    static const char *const marks[] = {"csrf", "key", "step", "more"};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        type(&b, marks[i], "secret");
    type(&b, "f.short", "a\"b\nc");
    type(&b, "about_officer", "1");
    Html hidden = desk_hidden(&b.q, &b.q.form);
    assert_false(str_has(hidden.bytes, S("secret")));
    assert_true(str_has(hidden.bytes, S("name=\"f.short\" value=\"a&quot;b\nc\"")));
    assert_true(str_has(hidden.bytes, S("name=\"about_officer\" value=\"1\"")));
    arena_free(b.arena);
}

TEST(a_cell_s_fault_is_its_table_s)
{
    Bench b;
    set_up(&b, "zh");
    DeskFaults f = desk_fault_of(&b.q, ERR(b.arena, ERR_INPUT, "err.desk.after", .field = S("rows.3.amount")));
    assert_int_equal(f.count, 1);
    assert_str(f.at->field, S("rows"));
    assert_true(f.at->hint.len > 0);
    arena_free(b.arena);
}

/* -- words -------------------------------------------------------------------------------------------------------- */

TEST(states_are_said_with_their_limit_to_staff_and_to_the_public)
{
    static const struct {
        int state, days;
        bool is_public;
        const char *zh, *en;
    } cases[] = {
        {0, 3, false, "在办，9月13日前", "Open, by 13 Sep"},
        {0, -2, false, "在办，该9月8日办完，晚了 2 天", "Open, was due 8 Sep, 2 days late"},
        {0, 0, false, "在办，9月10日前", "Open, by 10 Sep"},
        {0, 3, true, "正在办，最晚9月13日有下一步", "In progress; next step by 13 Sep"},
        {0, -1, true, "正在办，说好9月9日前有下一步，晚了", "In progress; the next step was due 9 Sep"},
        {1, 3, true, "公示，9月13日前", "Window, by 13 Sep"},
        {2, 3, true, "办完", "Closed"},
    };
    static const char *const languages[] = {"zh", "en"};
    for (size_t l = 0; l < COUNT_OF(languages); l++)
        for (size_t i = 0; i < COUNT_OF(cases); i++) {
            Bench b;
            set_up(&b, languages[l]);
            b.c.state = cases[i].state;
            b.c.due = date_end(date_add_days(instant_date(b.q.now), cases[i].days));
            assert_str(desk_state_words(&b.q, &b.c, cases[i].is_public), str_of(l ? cases[i].en : cases[i].zh));
            arena_free(b.arena);
        }
}

TEST(a_limit_says_how_many_days_are_left)
{
    static const struct {
        int days;
        const char *words;
    } cases[] = {{3, "9月13日前，还有 3 天"}, {0, "今天（9月10日）到期"}, {-4, "该9月6日办完，晚了 4 天"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Bench b;
        set_up(&b, "zh");
        assert_str(desk_limit_words(&b.q, &b.c), S(""));
        b.c.due = date_end(date_add_days(instant_date(b.q.now), cases[i].days));
        assert_str(desk_limit_words(&b.q, &b.c), str_of(cases[i].words));
        assert_int_equal(desk_is_late(&b.c, b.q.now), cases[i].days < 0);
        arena_free(b.arena);
    }
}

TEST(a_day_that_may_move_says_so)
{
    Bench b;
    set_up(&b, "zh");
    b.c.due = date_end(date_add_days(instant_date(b.q.now), 3));
    b.c.provisional = true;
    assert_str(desk_limit_words(&b.q, &b.c), S("9月13日前，还有 3 天（明年放假安排还没公布，日子可能会变）"));
    assert_true(str_ends(desk_state_words(&b.q, &b.c, true), S("（明年放假安排还没公布，日子可能会变）")));
    b.c.state = 2; /* closed: no day any more */
    assert_str(desk_state_words(&b.q, &b.c, true), S("办完"));
    arena_free(b.arena);
}

/* -- what somebody signed in with --------------------------------------------------------------------------------- */

TEST(a_browser_is_two_words)
{
    static const struct {
        const char *said, *kept, *words;
    } cases[] = {
        {"Mozilla/5.0 (Linux; Android 9; V1901A) AppleWebKit/537.36 Chrome/66.0 MicroMessenger/8.0.2", "android wechat",
         "安卓手机，微信"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
         "windows edge", "Windows 电脑，Edge"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1 Version/16.0 Safari/604.1",
         "iphone safari", "苹果手机，Safari"},
        {"curl/7.88", "- -", "一台手机或电脑"},
        {"", "- -", "一台手机或电脑"},
    };
    Bench b;
    set_up(&b, "zh");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str kept = desk_agent_of(b.arena, str_of(cases[i].said));
        assert_str(kept, str_of(cases[i].kept));
        assert_str(desk_agent_words(&b.q, kept), str_of(cases[i].words));
    }
    assert_str(desk_agent_words(&b.q, S("")), S("一台手机或电脑"));
    arena_free(b.arena);
}

/* -- routes ------------------------------------------------------------------------------------------------------- */

TEST(every_route_says_who_may_and_what_it_is_for)
{
    Bench b;
    set_up(&b, "zh");
    const Lang *en;
    assert_ok(lang_open(b.arena, S("en"), carried("mo/en.mo"), &en));
    for (size_t i = 0; i < desk_room.route_count; i++) {
        const Route *r = &desk_room.routes[i];
        bool is_post = strcmp(r->method, "POST") == 0, is_public = strcmp(r->permission, "public") == 0;
        bool is_known = is_public || strcmp(r->permission, "signed-in") == 0 ||
                        strcmp(r->permission, "signing-in") == 0 ||
                        access_permission(house()->roles, str_of(r->permission));
        if (!is_known || !lang_has(b.q.lang, str_of(r->says)) || !lang_has(en, str_of(r->says)))
            fail_msg("%s %s: permission or sentence", r->method, r->path);
        /* What changes something runs in a job; the slip's digits are only looked at. */
        if (is_post != (r->db == ROUTE_WRITES) && strcmp(r->path, "/slip") != 0)
            fail_msg("%s %s: writes", r->method, r->path);
        if ((r->open_form && !(is_post && is_public)) || (r->is_public_page && (is_post || !is_public)))
            fail_msg("%s %s: open to whom", r->method, r->path);
        if (is_post && is_public && !r->open_form && !r->is_api)
            fail_msg("%s %s: a form without a token", r->method, r->path);
        if (r->is_api != str_starts(str_of(r->path), S("/api/v1/")))
            fail_msg("%s %s: an API", r->method, r->path);
    }
    arena_free(b.arena);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* Facts: what people type is tidied or refused with the field, the row and the column. */
#include "process_bench.h"

TEST_MAIN

typedef struct Bag {
    Arena *a;
    const Engine *e;
    Case c;
    Action all; /* takes every field */
    Str names[LIMIT_FIELDS];
} Bag;

static Bag *bag_of(const char *fields)
{
    Arena *a = arena_new(512 * 1024 * 1024);
    Bag *b = ARENA_NEW(a, Bag);
    const Process *p;
    b->a = a;
    b->e = engine_of(a, real_roles(a), NULL, S(""), S(""));
    Str yaml = arena_printf(a, "process: x\nroom: x\nletter: X\nname: x\nrecord: open\nopened_by: anyone\n"
                               "seen_by: anyone\npublic: never\nstart: s\nfields:\n%s"
                               "states: {s: {label: x, final: true}}\n"
                               "actions: {go: {from: s, label: x, by: anyone}}\n", fields);
    assert_ok(process_load(a, yaml, S("x.yaml"), &p));
    b->c = (Case){.process = p, .facts = json_object(a, NULL, 0), .place = VILLAGE};
    for (size_t i = 0; i < p->field_count; i++)
        b->names[i] = p->fields[i].name;
    b->all = (Action){.takes = b->names, .take_count = p->field_count};
    return b;
}

static FactsFound look_at(Bag *b, Str given)
{
    FactsFound found;
    const Json *j;
    assert_ok(json_read(b->a, given, LIMIT_JSON_BYTES, &j));
    Date today;
    assert_true(date_of((Ymd){2026, 9, 7}, &today));
    FactsAsk ask = {&b->c, &b->all, &access_anyone, date_start(today), j};
    process_check_facts(b->a, b->e, &ask, &found);
    return found;
}

static const char every_type[] =
    "  text: {type: text, label: x, max: 5, min: 2}\n"
    "  long: {type: long_text, label: x}\n"
    "  int: {type: int, label: x, min: 0, max: 9}\n"
    "  money: {type: money, label: x, min: 0, max: 1000.50}\n"
    "  decimal: {type: decimal, label: x}\n"
    "  date: {type: date, label: x}\n"
    "  instant: {type: instant, label: x}\n"
    "  flag: {type: flag, label: x}\n"
    "  choice: {type: choice, label: x, of: {a: {zh: 甲, en: A}}}\n"
    "  phone: {type: phone, label: x}\n"
    "  id: {type: id_number, label: x}\n"
    "  person: {type: person, label: x}\n"
    "  role: {type: role, label: x}\n"
    "  place: {type: place, label: x}\n"
    "  period: {type: period, label: x}\n"
    "  case: {type: case, label: x}\n"
    "  json: {type: json, label: x}\n"
    "  ints: {type: int, label: x, many: true}\n"
    "  table: {type: table, label: x, columns: test.columns, max: 3}\n"
    "  seal: {type: phone, label: x, seal: true}\n";

static const struct {
    const char *given, *read; /* read: the tidied facts, or the key of the refusal */
} typed[] = {
    {"{\"text\":\"  甲　乙 \"}", "{\"text\":\"甲 乙\"}"},
    {"{\"text\":\"一二三四五\"}", "{\"text\":\"一二三四五\"}"},
    {"{\"text\":\"一二三四五六\"}", "err.process.value_long"},
    {"{\"text\":\"一\"}", "err.process.value_short"},
    {"{\"text\":5}", "err.process.value_text"},
    {"{\"text\":\"a\\u0007b\"}", "err.process.value_control"},
    {"{\"text\":\"a\\u202eb\"}", "{\"text\":\"ab\"}"},
    {"{\"text\":\"\"}", "{\"text\":null}"},
    {"{\"text\":\" 　\"}", "{\"text\":null}"},
    {"{\"text\":null}", "{\"text\":null}"},
    {"{\"long\":\"一行\\n二行\"}", "{\"long\":\"一行\\n二行\"}"},
    {"{\"int\":\" ９ \"}", "{\"int\":9}"},
    {"{\"int\":10}", "err.process.value_high"},
    {"{\"int\":-1}", "err.process.value_low"},
    {"{\"int\":\"1.5\"}", "err.process.value_int"},
    {"{\"money\":\"1,000.5\"}", "{\"money\":100050}"},
    {"{\"money\":\"￥12元\"}", "{\"money\":1200}"},
    {"{\"money\":100051}", "err.process.value_high"},
    {"{\"money\":\"1.234\"}", "err.process.value_money"},
    {"{\"decimal\":\"12.5\"}", "{\"decimal\":1250}"},
    {"{\"decimal\":\"x\"}", "err.process.value_decimal"},
    {"{\"date\":\"2026.9.5\"}", "{\"date\":\"2026-09-05\"}"},
    {"{\"date\":\"9月5日\"}", "{\"date\":\"2026-09-05\"}"},
    {"{\"date\":\"2026-02-30\"}", "err.process.value_date"},
    {"{\"date\":\"2101-01-01\"}", "err.process.value_date"},
    {"{\"date\":\"2100-12-31\"}", "{\"date\":\"2100-12-31\"}"},
    {"{\"instant\":\"2026-09-05T08:30:00+08:00\"}", "{\"instant\":\"2026-09-05T08:30:00.000+08:00\"}"},
    {"{\"instant\":\"now\"}", "err.process.value_instant"},
    {"{\"flag\":true}", "{\"flag\":true}"},
    {"{\"flag\":\"on\"}", "{\"flag\":true}"},
    {"{\"flag\":\"否\"}", "{\"flag\":false}"},
    {"{\"flag\":\"maybe\"}", "err.process.value_flag"},
    {"{\"choice\":\"甲\"}", "{\"choice\":\"a\"}"},
    {"{\"choice\":\"b\"}", "err.process.value_choice"},
    {"{\"phone\":\"(0543) 123-4567\"}", "{\"phone\":\"05431234567\"}"},
    {"{\"phone\":\"12\"}", "err.process.value_phone"},
    {"{\"phone\":\"138000abc00\"}", "err.process.value_phone"},
    {"{\"id\":\"11010519491231002x\"}", "{\"id\":\"11010519491231002X\"}"},
    {"{\"id\":\"110105194912310021\"}", "err.process.value_id_number"},
    {"{\"person\":\"12\"}", "{\"person\":12}"},
    {"{\"person\":0}", "err.process.value_person"},
    {"{\"role\":\"vsc_chair\"}", "{\"role\":\"vsc_chair\"}"},
    {"{\"role\":\"king\"}", "err.process.value_role"},
    {"{\"place\":\"371603106200\"}", "{\"place\":\"371603106200\"}"},
    {"{\"place\":\"3716031062\"}", "err.process.value_place"},
    {"{\"period\":\"2026Q3\"}", "{\"period\":\"2026Q3\"}"},
    {"{\"period\":\"2026Q5\"}", "err.process.value_period"},
    {"{\"case\":\"371603106200-W-2026-87\"}", "{\"case\":\"371603106200-W-2026-87\"}"},
    {"{\"case\":\"<script>\"}", "err.process.value_case"},
    {"{\"json\":{\"a\":[1]}}", "{\"json\":{\"a\":[1]}}"},
    {"{\"ints\":[1,\"2\",\"\"]}", "{\"ints\":[1,2]}"},
    {"{\"ints\":3}", "{\"ints\":[3]}"},
    {"{\"ints\":[]}", "{\"ints\":null}"},
    {"{\"table\":\"x\"}", "err.process.value_table"},
    {"{\"table\":[1]}", "err.process.value_table"},
    {"{\"table\":[]}", "{\"table\":null}"},
    {"{\"table\":[{\"what\":\"租\",\"amount\":\"12\",\"day\":\"9.5\"},{\"what\":\"\"}]}",
     "{\"table\":[{\"amount\":1200,\"day\":\"2026-09-05\",\"what\":\"租\"}]}"},
    {"{\"table\":[{\"what\":1},{},{},{}]}", "err.process.table_rows"},
    {"{\"seal\":\"13800000000\"}", "{}"},
    {"[1]", "err.process.facts_shape"},
};

TEST(every_type_is_read_as_people_write_it)
{
    Bag *b = bag_of(every_type);
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        FactsFound found = look_at(b, str_of(typed[i].given));
        Str said = found.fault_count ? found.faults[0].err->key : json_canonical(b->a, found.given);
        if (!str_eq(said, str_of(typed[i].read)))
            fail_msg("%s: %.*s", typed[i].given, STR_ARG(said));
    }
    FactsFound found = look_at(b, S("{\"seal\":\"138 0000 0000\"}"));
    assert_int_equal(found.seal_count, 1);
    assert_str(found.seals[0].value->text, S("13800000000"));
    arena_free(b->a);
}

TEST(each_bad_cell_is_named)
{
    Bag *b = bag_of("  rows: {type: table, label: x, columns: test.columns}\n  need: {type: text, label: x}\n");
    b->all.needs = &b->names[1];
    b->all.need_count = 1;
    FactsFound found = look_at(b, S("{\"rows\":[{\"what\":\"租\",\"amount\":\"十二\"},{\"amount\":\"3\",\"day\":\"昨天\"},"
                                    "{\"what\":\"x\",\"colour\":\"red\"}]}"));
    static const struct {
        const char *name, *key;
        int64_t row;
        const char *column;
    } faults[] = {
        {"rows.1.amount", "err.process.value_money", 1, "amount"},
        {"rows.2.day", "err.process.value_date", 2, "day"},
        {"rows.2.what", "err.process.needed", 2, "what"},
        {"rows.3.colour", "err.process.column_unknown", 3, NULL},
        {"need", "err.process.needed", 0, NULL},
    };
    assert_int_equal(found.fault_count, COUNT_OF(faults));
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        assert_str(found.faults[i].name, str_of(faults[i].name));
        assert_str(found.faults[i].err->key, str_of(faults[i].key));
        assert_str(found.faults[i].err->field, str_of(faults[i].name));
        assert_int_equal(found.faults[i].row, faults[i].row);
        assert_str(found.faults[i].column ? found.faults[i].column->name : STR_NONE, str_of(faults[i].column));
    }
    arena_free(b->a);
}

static Str repeated(Arena *a, const char *piece, size_t count, const char *between)
{
    Str *parts = ARENA_ARRAY(a, Str, count);
    for (size_t i = 0; i < count; i++)
        parts[i] = str_of(piece);
    return arena_join(a, parts, count, str_of(between));
}

TEST(facts_have_ceilings)
{
    static const struct {
        const char *field, *open, *piece, *between, *close;
        size_t max;
        const char *key;
    } cases[] = {
        {"t", "\"", "字", "", "\"", LIMIT_TEXT_CHARS, "err.process.value_long"},
        {"l", "\"", "字", "", "\"", LIMIT_LONG_TEXT_CHARS, "err.process.value_long"},
        {"n", "[", "1", ",", "]", LIMIT_LIST_VALUES, "err.process.value_many"},
        {"rows", "[", "{\"what\":\"x\"}", ",", "]", LIMIT_TABLE_ROWS, "err.process.table_rows"},
        {"rows", "[{\"what\":\"", "字", "", "\"}]", LIMIT_CELL_CHARS, "err.process.value_long"},
    };
    Bag *b = bag_of("  t: {type: text, label: x}\n  l: {type: long_text, label: x}\n"
                    "  n: {type: int, label: x, many: true}\n"
                    "  rows: {type: table, label: x, columns: test.columns}\n");
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t over = 0; over < 2; over++) {
            Str body = repeated(b->a, cases[i].piece, cases[i].max + over, cases[i].between);
            FactsFound found = look_at(b, arena_printf(b->a, "{\"%s\":%s%.*s%s}", cases[i].field, cases[i].open,
                                                       STR_ARG(body), cases[i].close));
            assert_int_equal(found.fault_count, over);
            if (over)
                assert_str(found.faults[0].err->key, str_of(cases[i].key));
        }
    /* Faults are counted up to their own ceiling. */
    Str many = repeated(b->a, "{\"amount\":\"x\"}", LIMIT_FIELD_FAULTS + 5, ",");
    assert_int_equal(look_at(b, arena_printf(b->a, "{\"rows\":[%.*s]}", STR_ARG(many))).fault_count,
                     LIMIT_FIELD_FAULTS);
    arena_free(b->a);
}

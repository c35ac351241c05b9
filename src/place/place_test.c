// SPDX-License-Identifier: Apache-2.0
/* Codes, names, rows, search and the tables of places. */
#include "unit.h"

#include "place/place.h"

#include "place_sql.h"
#include "steps.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- codes -------------------------------------------------------------------------------------------------------------- */

static PlaceCode code(const char *digits)
{
    PlaceCode p;
    assert_true(place_read(str_of(digits), &p));
    return p;
}

TEST(codes_are_read_and_written)
{
    static const struct {
        const char *digits, *plain, *parent;
        PlaceLevel level;
        int64_t home;
    } cases[] = {
        {"37", "37", "", PLACE_PROVINCE, 370000000},
        {"3716", "3716", "37", PLACE_CITY, 371600000},
        {"371603", "371603", "3716", PLACE_COUNTY, 371603000},
        {"371603106", "371603106", "371603", PLACE_TOWN, 371603106},
        {"371603106000", "371603106", "371603", PLACE_TOWN, 371603106},
        {"371603106200", "371603106200", "371603106", PLACE_VILLAGE, 371603106},
        {"37160310620003", "37160310620003", "371603106200", PLACE_SUB_GRID, 371603106},
        {"3716031062000307", "3716031062000307", "37160310620003", PLACE_STREET, 371603106},
        {"371603106200030712", "371603106200030712", "3716031062000307", PLACE_HOUSEHOLD, 371603106},
        {"371603106200000012", "371603106200000012", "371603106200", PLACE_HOUSEHOLD, 371603106},
        {"441900003", "441900003", "4419", PLACE_TOWN, 441900003}, /* a city without counties */
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        PlaceCode p = code(cases[i].digits);
        assert_str(place_plain(a, p), str_of(cases[i].plain));
        assert_str(place_plain(a, place_parent(p)), str_of(cases[i].parent));
        assert_int_equal(place_level(p), cases[i].level);
        assert_int_equal(place_home(p).code9, cases[i].home);
    }
    assert_int_equal(place_level(PLACE_NONE), 0);
    arena_free(a);
}

TEST(what_is_no_code_is_refused)
{
    static const char *const bad[] = {"", "3", "05", "00", "371", "37160310620", "3716031062000307123", "37160310620x",
                                      "-7", "000000106200", "３７"};
    PlaceCode p;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(place_read(str_of(bad[i]), &p));
}

TEST(a_scope_is_a_range)
{
    PlaceCode town = code("371603106"), village = code("371603106200"), next = code("371603107");
    assert_true(place_within(village, town));
    assert_true(place_within(town, town));
    assert_true(place_within(place_last(town), town));
    assert_false(place_within(town, village));
    assert_false(place_within(next, town));
    assert_int_equal(place_last(town).v + 1, next.v);
    assert_true(place_within(village, PLACE_NONE));
    assert_int_equal(place_up(village, PLACE_COUNTY).v, code("371603").v);
    assert_int_equal(place_up(town, PLACE_HOUSEHOLD).v, town.v);
    assert_int_equal(place_of_home(place_home(village)).v, town.v);
    assert_int_equal(place_of_home(place_home(code("371603"))).v, code("371603").v);
}

TEST(names_are_as_they_are_spoken)
{
    static const char *const cases[][2] = {
        {"黄一村村民委员会", "黄一村"}, {"谢家村委会", "谢家村"},     {"小王庄村民委员会", "小王庄村"},
        {"锦绣居委会", "锦绣社区"},     {"多福巷社区居委会", "多福巷社区"}, {"黄升镇", "黄升镇"},
        {"居委会", "居委会"},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_str(place_short_name(a, str_of(cases[i][0])), str_of(cases[i][1]));
    arena_free(a);
}

/* -- rows --------------------------------------------------------------------------------------------------------------- */

typedef struct Bench {
    Arena *arena;
    char folder[64];
    Store *store;
    Db *db;
} Bench;

static int remove_entry(const char *path, const struct stat *st UNUSED, int kind UNUSED, struct FTW *ftw UNUSED)
{
    return remove(path);
}

static void set_up(Bench *b)
{
    *b = (Bench){.arena = arena_new(64 * 1024 * 1024), .folder = "/tmp/place_test.XXXXXX"};
    assert_non_null(mkdtemp(b->folder));
    StoreOptions o = {.folder = b->folder, .steps = woven_steps, .step_count = woven_step_count, .unsafe_fast = true};
    assert_ok(store_open(b->arena, &o, &b->store));
    assert_ok(store_reader(b->store, b->arena, &b->db));
}

static void tear_down(Bench *b)
{
    store_close(b->store);
    nftw(b->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(b->arena);
}

static const char villages[] = "code,name,streetCode\n"
                               "371603106200,\"黄一村村民委员会\",371603106\n"
                               "371603106201,黄三村村民委员会,371603106\n"
                               "371603106210,\"枣园村村民委员会\",371603106\r\n"
                               "110101001001,多福巷社区居委会,110101001\n"
                               "440103001201,黄一村村委会,440103001\n"
                               "371603001001,锦绣居委会,371603001";

static Err import_table(PlaceImport *i, Arena *a, const char *csv)
{
    return place_import_texts(i, a, &(PlaceText){S("table.csv"), str_of(csv)}, 1);
}

static PlaceSum import(Bench *b, const char *csv, bool dry_run)
{
    PlaceImport i = {.store = b->store, .dry_run = dry_run};
    assert_ok(import_table(&i, b->arena, csv));
    return i.sum;
}

static Err put_place(Db *db, Arena *a, void *arg)
{
    return place_put(db, a, arg);
}

static size_t found(Bench *b, const char *words, const char *near, const char *first)
{
    const Place *places;
    size_t count;
    PlaceCode from = near ? code(near) : PLACE_NONE;
    assert_ok(place_search(b->db, b->arena, str_of(words), from, 10, &places, &count));
    if (first)
        assert_str(count ? place_plain(b->arena, places[0].code) : STR_NONE, str_of(first));
    return count;
}

TEST(a_place_is_kept_whole)
{
    Bench b;
    set_up(&b);
    Date from;
    assert_true(date_of((Ymd){2001, 3, 1}, &from));
    Place put = {.code = code("371603106200"), .name = S("黄一村"), .kind = S("village"), .area = S("东管区"),
                 .from = from, .to = DATE_NONE, .succeeded_by = code("371603106299"), .phone = S("0543-7321000"),
                 .hours = S("8:30-17:30"), .office = S("村部大院一楼"), .duty = S("周一三五 王芳"), .fictional = true};
    assert_ok(store_write(b.store, b.arena, put_place, &put));
    const Place *got;
    assert_ok(place_get(b.db, b.arena, put.code, &got));
    assert_non_null(got);
    assert_str(got->name, put.name);
    assert_str(got->kind, put.kind);
    assert_str(got->area, put.area);
    assert_int_equal(got->from.day, put.from.day);
    assert_false(date_is(got->to));
    assert_int_equal(got->succeeded_by.v, put.succeeded_by.v);
    assert_str(got->phone, put.phone);
    assert_str(got->hours, put.hours);
    assert_str(got->office, put.office);
    assert_str(got->duty, put.duty);
    assert_true(got->fictional);
    assert_ok(place_get(b.db, b.arena, code("37"), &got));
    assert_null(got);
    const Place *both[3];
    assert_ok(place_get_all(b.db, b.arena, (PlaceCode[]){code("37"), put.code, put.code}, COUNT_OF(both), both));
    assert_null(both[0]);
    assert_str(both[1]->name, put.name);
    assert_str(both[2]->name, put.name);
    tear_down(&b);
}

/* Each place of a row ends on the first of March and is taken in by the next; the last one stands. */
static const Place *successor_over(Bench *b, int joinings, Date on)
{
    const Place *first, *found;
    Date last_day;
    assert_true(date_of((Ymd){2026, 3, 1}, &last_day));
    for (int i = 0; i <= joinings; i++) {
        bool stands = i == joinings;
        Place p = {.code = code(arena_printf(b->arena, "371603106%03d", 300 + i).at), .name = S("村"), .kind = S("village"),
                   .from = DATE_NONE, .to = stands ? DATE_NONE : last_day};
        p.succeeded_by = stands ? PLACE_NONE : code(arena_printf(b->arena, "371603106%03d", 301 + i).at);
        assert_ok(store_write(b->store, b->arena, put_place, &p));
    }
    assert_ok(place_get(b->db, b->arena, code("371603106300"), &first));
    assert_int_equal(place_ended(first, on), on.day > last_day.day);
    assert_ok(place_successor(b->db, b->arena, first, on, &found));
    return found;
}

TEST(whatever_has_ended_leads_to_what_stands)
{
    Bench b;
    Date last, after;
    set_up(&b);
    assert_true(date_of((Ymd){2026, 3, 1}, &last) && date_of((Ymd){2026, 3, 2}, &after));
    assert_int_equal(successor_over(&b, 1, last)->code.v, code("371603106301").v);
    assert_int_equal(successor_over(&b, 2, after)->code.v, code("371603106302").v);
    assert_int_equal(successor_over(&b, LIMIT_SUCCESSORS, after)->code.v, code("371603106308").v);
    assert_null(successor_over(&b, LIMIT_SUCCESSORS + 1, after));
    Place alone = {.code = code("371603106300"), .to = last};
    const Place *none;
    assert_ok(place_successor(b.db, b.arena, &alone, after, &none));
    assert_null(none);
    Place round = {.code = code("371603106300"), .name = S("村"), .kind = S("village"), .from = DATE_NONE, .to = last,
                   .succeeded_by = code("371603106300")};
    assert_ok(store_write(b.store, b.arena, put_place, &round));
    assert_ok(place_successor(b.db, b.arena, &round, after, &none));
    assert_null(none);
    tear_down(&b);
}

TEST(children_stand_under_their_parent)
{
    Bench b;
    set_up(&b);
    import(&b, villages, false);
    const Place *places;
    size_t count;
    assert_ok(place_children(b.db, b.arena, code("371603106"), &places, &count));
    assert_int_equal(count, 3);
    assert_str(places[2].name, S("枣园村"));
    assert_ok(place_children(b.db, b.arena, code("371603"), &places, &count));
    assert_int_equal(count, 0);
    tear_down(&b);
}

TEST(search_finds_parts_of_names_nearest_first)
{
    Bench b;
    set_up(&b);
    import(&b, villages, false);
    assert_int_equal(found(&b, "黄一", NULL, "371603106200"), 2);
    assert_int_equal(found(&b, "黄一村", "440103001", "440103001201"), 2);
    assert_int_equal(found(&b, "黄一村", "371603001", "371603106200"), 2);
    assert_int_equal(found(&b, "园村", "371603", "371603106210"), 1);
    assert_int_equal(found(&b, "枣", "371603", "371603106210"), 1);
    assert_int_equal(found(&b, "一黄", NULL, NULL), 0);
    assert_int_equal(found(&b, "", NULL, NULL), 0);
    assert_int_equal(found(&b, "\"* OR (", NULL, NULL), 0);
    tear_down(&b);
}

TEST(search_stops_at_its_ceiling)
{
    Bench b;
    set_up(&b);
    import(&b, villages, false);
    const Place *places;
    size_t count;
    assert_ok(place_search(b.db, b.arena, S("黄一"), code("440103"), 1, &places, &count));
    assert_int_equal(count, 1);
    assert_ok(place_search(b.db, b.arena, S("黄一"), code("440103"), 0, &places, &count));
    assert_int_equal(count, 0);
    tear_down(&b);
}

TEST(a_new_name_is_found_and_the_old_one_is_not)
{
    Bench b;
    set_up(&b);
    import(&b, villages, false);
    Place put = {.code = code("371603106200"), .name = S("新安村"), .kind = S("village"), .from = DATE_NONE,
                 .to = DATE_NONE};
    assert_ok(store_write(b.store, b.arena, put_place, &put));
    assert_int_equal(found(&b, "黄一", "371603", "440103001201"), 1);
    assert_int_equal(found(&b, "新安", "371603", "371603106200"), 1);
    tear_down(&b);
}

/* -- tables ------------------------------------------------------------------------------------------------------------- */

TEST(importing_twice_changes_nothing)
{
    Bench b;
    set_up(&b);
    PlaceSum sum = import(&b, villages, true);
    assert_int_equal(sum.added, 6);
    assert_int_equal(found(&b, "黄一", NULL, NULL), 0);
    sum = import(&b, villages, false);
    assert_int_equal(sum.read, 6);
    assert_int_equal(sum.added, 6);
    sum = import(&b, villages, false);
    assert_int_equal(sum.added + sum.changed, 0);
    sum = import(&b, "code,name\n371603106200,黄二村委会\n", false);
    assert_int_equal(sum.changed, 1);
    tear_down(&b);
}

/* A town that its villages name and a table of its own describes, a village twice over, with another name the second time. */
TEST(a_dry_run_counts_what_comes_twice_as_the_import_does)
{
    const PlaceText tables[] = {
        {S("own.csv"), S("code,name,area\n371603107,冯家镇,88\n")},
        {S("v.csv"), S("code,name,town_code9,town\n371603106200,黄一村,371603106,黄升镇\n371603107200,冯一村,371603107,冯家镇\n"
                       "371603106201,黄二村,371603106,黄升镇\n371603106200,黄一村,371603106,黄升镇\n371603106201,黄二新村,371603106,黄升镇\n")}};
    PlaceSum sums[2];
    for (size_t k = 0; k < 2; k++) {
        Bench b;
        set_up(&b);
        PlaceImport dry = {.store = b.store, .dry_run = true}, wet = {.store = b.store};
        assert_ok(place_import_texts(&dry, b.arena, tables, 2));
        assert_int_equal(found(&b, "黄二", NULL, NULL), 0);
        assert_ok(place_import_texts(&wet, b.arena, tables, 2));
        assert_int_equal(dry.sum.added, wet.sum.added);
        assert_int_equal(dry.sum.changed, wet.sum.changed);
        assert_int_equal(dry.sum.read, wet.sum.read);
        sums[k] = wet.sum;
        tear_down(&b);
    }
    assert_int_equal(sums[0].added, 5);
    assert_int_equal(sums[0].changed, 1);
}

TEST(what_the_table_does_not_know_stays)
{
    Bench b;
    set_up(&b);
    Place put = {.code = code("371603106200"), .name = S("黄一"), .kind = S("village"), .phone = S("0543-7321000"),
                 .from = DATE_NONE, .to = DATE_NONE};
    assert_ok(store_write(b.store, b.arena, put_place, &put));
    import(&b, villages, false);
    const Place *got;
    assert_ok(place_get(b.db, b.arena, put.code, &got));
    assert_str(got->name, S("黄一村"));
    assert_str(got->phone, S("0543-7321000"));
    tear_down(&b);
}

TEST(a_bad_line_is_named)
{
    Bench b;
    set_up(&b);
    PlaceImport i = {.store = b.store};
    const PlaceText tables[] = {{S("t.csv"), S("code,name\n371603106201,黄三村\n")},
                                {S("u.csv"), S("code,name\n371603106200,黄一村\n3716x,黄二村\n")}};
    Err err = place_import_texts(&i, b.arena, tables, 2);
    assert_non_null(err);
    assert_str(err->args[0], S("u.csv"));
    assert_str(err->key, S("err.place.row"));
    assert_str(err->args[1], S("3"));
    assert_int_equal(i.sum.read, 0);
    assert_int_equal(found(&b, "黄三", NULL, NULL), 0); /* the table that was right came first, and was not kept either */
    assert_refused(import_table(&i, b.arena, "id,what\n1,2\n"), "err.place.head");
    assert_refused(import_table(&i, b.arena, ""), "err.place.head");
    static const char *const bad[] = {
        "code,name,kind\n371603106200,黄一村,hamlet\n",
        "code,name,from\n371603106200,黄一村,soon\n",
        "code,name,from,to\n371603106200,黄一村,2026-02-01,2026-01-31\n",
        "code,name,succeeded_by\n371603106200,黄一村,37160310\n",
        "code,name,phone\n371603106200,黄一村,0543\x01\n",
    };
    for (size_t k = 0; k < COUNT_OF(bad); k++)
        assert_refused(import_table(&i, b.arena, bad[k]), "err.place.row");
    tear_down(&b);
}

TEST(a_text_has_a_ceiling)
{
    Bench b;
    set_up(&b);
    for (int over = 0; over < 2; over++) {
        Out *o = out_new(b.arena, 1024 * 1024, NULL);
        out_raw(o, S("code,name,hours\n371603106200,黄一村,"));
        for (int i = 0; i < LIMIT_PLACE_TEXT_CHARS + over; i++)
            out_raw(o, S("时"));
        PlaceImport i = {.store = b.store};
        Err e = import_table(&i, b.arena, arena_cstr(b.arena, out_str(o)));
        assert_int_equal(e != NULL, over);
    }
    tear_down(&b);
}

/* Everything below a village, from a table of our own, and read back. */
TEST(a_village_has_grids_streets_and_households)
{
    Bench b;
    set_up(&b);
    import(&b,
           "code,name,kind,area,from,to,succeeded_by,phone,hours\n"
           "371603106200,黄一村,village,东管区,2001-03-01,,,0543-7321000,8:30-17:30\n"
           "37160310620001,第一网格,,,,,,,\n"
           "3716031062000102,枣花街,,,,,,,\n"
           "371603106200010203,三号院,,,,,,,\n"
           "371603106201,黄三村,village,东管区,,2026-06-30,371603106200,,\n", false);
    static const struct {
        const char *code, *kind, *parent;
    } wanted[] = {{"37160310620001", "sub_grid", "371603106200"}, {"3716031062000102", "street", "37160310620001"},
                  {"371603106200010203", "household", "3716031062000102"}};
    const Place *got;
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        size_t count;
        assert_ok(place_children(b.db, b.arena, code(wanted[i].parent), &got, &count));
        assert_int_equal(count, 1);
        assert_str(place_plain(b.arena, got->code), str_of(wanted[i].code));
        assert_str(got->kind, str_of(wanted[i].kind));
    }
    assert_ok(place_get(b.db, b.arena, code("371603106201"), &got));
    assert_str(got->area, S("东管区"));
    assert_str(date_plain(b.arena, got->to), S("2026-06-30"));
    assert_int_equal(got->succeeded_by.v, code("371603106200").v);
    PlaceSum sum = import(&b, "code,name,to,succeeded_by\n371603106201,黄三村,,\n", false);
    assert_int_equal(sum.changed, 1);
    assert_ok(place_get(b.db, b.arena, code("371603106201"), &got));
    assert_str(got->area, S("东管区"));
    assert_false(date_is(got->to));
    assert_int_equal(got->succeeded_by.v, 0);
    tear_down(&b);
}

TEST(a_city_without_counties_stays_a_city)
{
    Bench b;
    set_up(&b);
    import(&b, "code,name\n4419,东莞市\n", false);
    PlaceSum sum = import(&b, "code,name,cityCode\n441900,东莞市,4419\n", false);
    assert_int_equal(sum.read, 0);
    const Place *got;
    assert_ok(place_get(b.db, b.arena, code("4419"), &got));
    assert_str(got->kind, S("city"));
    tear_down(&b);
}

TEST(our_own_tables_bring_their_town)
{
    Bench b;
    set_up(&b);
    PlaceImport i = {.store = b.store};
    static const char csv[] = "code12,town_code9,town,short_name,official_name,romanized_id,note\n"
                              "371603900200,371603900,枣花镇,枣花一村,枣花一村村民委员会,x,fictional\n"
                              "371603900201,371603900,枣花镇,枣花二村,枣花二村村民委员会,x,fictional\n";
    assert_ok(import_table(&i, b.arena, csv));
    assert_int_equal(i.sum.added, 3);
    const Place *got;
    assert_ok(place_get(b.db, b.arena, code("371603900"), &got));
    assert_str(got->name, S("枣花镇"));
    assert_str(got->kind, S("town"));
    assert_true(got->fictional);
    tear_down(&b);
}

static void count_calls(void *arg, const PlaceSum *sum)
{
    ++*(int *)arg;
    assert_true(sum->read <= 9000);
}

TEST(a_large_table_goes_through_in_jobs)
{
    Bench b;
    set_up(&b);
    Out *o = out_new(b.arena, 1024 * 1024, NULL);
    out_raw(o, S("code,name\n"));
    for (int i = 0; i < 9000; i++)
        out_printf(o, "3716%02d1%02d200,第%d村\n", 10 + i / 100, i % 100, i);
    int calls = 0;
    PlaceImport i = {.store = b.store, .progress = count_calls, .arg = &calls};
    assert_ok(import_table(&i, b.arena, arena_cstr(b.arena, out_str(o))));
    assert_int_equal(calls, 7); /* three jobs that look, three that keep, the end */
    assert_int_equal(i.sum.added, 9000);
    assert_int_equal(found(&b, "第8999村", NULL, NULL), 1);
    tear_down(&b);
}

/* What every woven query of the kind `many` promises, tried on one of them. */
TEST(an_answer_of_many_rows_has_a_ceiling)
{
    Bench b;
    set_up(&b);
    Out *o = out_new(b.arena, 1024 * 1024, NULL);
    out_raw(o, S("code,name\n"));
    for (int i = 0; i <= LIMIT_ROWS_MANY; i++)
        out_printf(o, "371603106%03d%02d,第%d网格\n", 200 + i / 90, 1 + i % 90, i);
    PlaceImport import = {.store = b.store};
    assert_ok(import_table(&import, b.arena, arena_cstr(b.arena, out_str(o))));
    const PlaceRow *rows;
    size_t count;
    PlaceCode last = place_last(PLACE_NONE);
    assert_ok(place_row_search(b.db, b.arena, S("网格"), PLACE_NONE, last, LIMIT_ROWS_MANY, &rows, &count));
    assert_int_equal(count, LIMIT_ROWS_MANY);
    assert_refused(place_row_search(b.db, b.arena, S("网格"), PLACE_NONE, last, LIMIT_ROWS_MANY + 1, &rows, &count),
                   "err.store.too_many_rows");
    tear_down(&b);
}

TEST_MAIN

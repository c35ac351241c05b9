// SPDX-License-Identifier: Apache-2.0
/* Persons and their import: whole or nothing, a complaint per line, one number one person. */
#include "temp_store.h"

#include "access/access.h"
#include "carried.h"
#include "people/people_own.h"

#define VILLAGE ((PlaceCode){371603106200000000})
#define HOME ((Home){371603106})
#define LOGIN_HEAD "name,place,role,login\n"
#define HEAD "name,nickname,id_number,phone,place,role,from,to\n"
#define GOOD_ID "11010519491231002X"

typedef struct Bench {
    TempStore t;
    Arena *a;
    House house;
    Instant now;
    Str csv;
    const PeopleComplaint *complaints;
    size_t complaint_count, added;
    bool keep; /* although there are complaints */
} Bench;

static const Lang *zh, *en;

static Str carried_file(Str path)
{
    const CarriedFile *f = carried_find(path);
    return f ? (Str){(const char *)f->bytes, f->len} : STR_NONE;
}

static Err put_places(Db *db, Arena *a, void *arg UNUSED)
{
    static const Place places[] = {
        {.code = {371603000000000000}, .name = S("沾化区"), .kind = S("county")},
        {.code = {371603106000000000}, .name = S("黄升镇"), .kind = S("town")},
        {.code = {371603106200000000}, .name = S("黄一村"), .kind = S("village")},
        {.code = {371603106201000000}, .name = S("黄三村"), .kind = S("village")},
    };
    for (size_t i = 0; i < COUNT_OF(places); i++)
        TRY(place_put(db, a, &places[i]));
    return NULL;
}

static Bench *bench(void)
{
    TempStore t = temp_store();
    Bench *b = ARENA_NEW(t.arena, Bench);
    *b = (Bench){.t = t, .a = t.arena, .now = {1788570000000}}; /* 2026-09-05 */
    assert_ok(access_keys_open(b->a, b->t.folder, true));
    assert_ok(access_roles_load(b->a, carried_file(S("data/catalogue/role.yaml")), S("role.yaml"), &b->house.roles));
    assert_ok(lang_open(b->a, S("zh"), carried_file(S("mo/zh_CN.mo")), &zh));
    assert_ok(lang_open(b->a, S("en"), carried_file(S("mo/en.mo")), &en));
    house_set(&b->house);
    assert_ok(store_write(b->t.store, b->a, put_places, NULL));
    return b;
}

static void bench_end(Bench *b)
{
    TempStore t = b->t;
    temp_store_end(&t);
}

static Err job_import(Db *db, Arena *a UNUSED, void *arg)
{
    Bench *b = arg;
    TRY(people_import(db, b->a, &access_system, b->now, b->csv, &b->complaints, &b->complaint_count, &b->added));
    return b->complaint_count && !b->keep ? ERR(b->a, ERR_RULE, "err.app.nothing_kept") : NULL;
}

static Err import(Bench *b, const char *csv)
{
    b->csv = str_of(csv);
    b->complaint_count = b->added = 0;
    return store_write(b->t.store, b->a, job_import, b);
}

static size_t persons_here(Bench *b)
{
    const PersonShown *shown;
    size_t count;
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(people_list(b->t.db, b->a, VILLAGE, (PersonId){0}, &shown, &count));
    db_release(b->t.db);
    return count;
}

static const PeopleOffice *offices_here(Bench *b, size_t *ret_count)
{
    const PeopleOffice *offices;
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(people_offices(b->t.db, b->a, VILLAGE, instant_date(b->now), &offices, ret_count));
    db_release(b->t.db);
    return offices;
}

static void check_complaint(const Bench *b, size_t i, int line, const char *column, const char *key)
{
    assert_true(i < b->complaint_count);
    const PeopleComplaint *c = &b->complaints[i];
    if (c->line != line || !str_eq(c->column, str_of(column)) || !str_eq(c->why->key, str_of(key)))
        fail_msg("%d %.*s %.*s", c->line, STR_ARG(c->column), STR_ARG(c->why->key));
    if (!lang_has(zh, c->why->key) || !lang_hint(b->a, zh, c->why).len || !lang_hint(b->a, en, c->why).len)
        fail_msg("%.*s has no sentence or no way out", STR_ARG(c->why->key));
}

/* -- import ------------------------------------------------------------------------------------------------------------- */

TEST(a_person_with_several_offices_is_one_person)
{
    Bench *b = bench();
    assert_ok(import(b, HEAD "李建民,老李," GOOD_ID ",13800138000,371603106200,branch_secretary,2026-01-10,\n"
                             "李建民,," GOOD_ID ",,371603106200,village_head,2026-01-10,\n"
                             "王芳,,,,371603106200,village_clerk,,\n"
                             "赵六,,,,371603106200,,,\n"
                             "王芳,,,,371603106200,reporting_clerk,,2030-12-31\n"));
    size_t count;
    const PeopleOffice *offices = offices_here(b, &count);
    assert_int_equal(b->added, 3);
    assert_int_equal(persons_here(b), 3);
    assert_int_equal(count, 4);
    assert_str(offices[0].role, S("branch_secretary"));
    assert_str(offices[0].name, S("李建民"));
    assert_str(offices[1].name, S("李建民"));
    bench_end(b);
}

TEST(each_bad_line_is_named)
{
    Bench *b = bench();
    Err e = import(b, HEAD ",,,,371603106200,,,\n"                                                    /* 2 */
                           "张三,,110105194912310021,,371603106200,,,\n"                              /* 3: check digit */
                           "张三,,,12345,371603106200,,,\n"                                           /* 4 */
                           "张三,,,,3716031062,,,\n"                                                  /* 5 */
                           "张三,,,,371603106999,,,\n"                                                /* 6: no such village */
                           "张三,,,,371603106200,emperor,,\n"                                         /* 7 */
                           "张三,,,,371603106200,branch_committee,,\n"                                /* 8: a body */
                           "张三,,,,371603106200,town_desk,,\n"                                       /* 9: held elsewhere */
                           "张三,,,,371603106200,village_clerk,soon,\n"                               /* 10 */
                           "张三,,,,371603106200,village_clerk,2026-02-01,2026-01-01\n"               /* 11 */
                           "李四,,,,371603106200,village_clerk,,\n");                                 /* 12: fine */
    assert_non_null(e);
    assert_int_equal(b->complaint_count, 10);
    check_complaint(b, 0, 2, "name", "err.people.name");
    check_complaint(b, 1, 3, "id_number", "err.people.id_number");
    check_complaint(b, 2, 4, "phone", "err.people.phone");
    check_complaint(b, 3, 5, "place", "err.people.place");
    check_complaint(b, 4, 6, "place", "err.people.place_unknown");
    check_complaint(b, 5, 7, "role", "err.access.no_role");
    check_complaint(b, 6, 8, "role", "err.access.no_role");
    check_complaint(b, 7, 9, "place", "err.access.role_level");
    check_complaint(b, 8, 10, "from", "err.people.day");
    check_complaint(b, 9, 11, "to", "err.access.from_to");
    assert_int_equal(persons_here(b), 0);
    bench_end(b);
}

TEST(nothing_is_half_done)
{
    Bench *b = bench();
    assert_non_null(import(b, HEAD "李四,,,,371603106200,village_clerk,,\n张三,,,1,371603106200,,,\n"));
    size_t count;
    (void)offices_here(b, &count);
    assert_int_equal(count + persons_here(b), 0);
    assert_ok(import(b, HEAD "李四,,,,371603106200,village_clerk,,\n"));
    assert_int_equal(persons_here(b), 1);
    bench_end(b);
}

TEST(a_number_is_one_persons)
{
    Bench *b = bench();
    assert_ok(import(b, HEAD "李建民,," GOOD_ID ",,371603106200,,,\n"));
    /* The same card in full-width digits, with a small x. */
    assert_ok(import(b, HEAD "李建民,,１１０１０５１９４９１２３１００２x,,371603106200,village_head,,\n"));
    assert_int_equal(b->added, 0);
    assert_int_equal(persons_here(b), 1);
    assert_non_null(import(b, HEAD "王芳,," GOOD_ID ",,371603106200,village_clerk,,\n"));
    check_complaint(b, 0, 2, "id_number", "err.people.other_name");
    bench_end(b);
}

TEST(offices_that_the_law_keeps_apart)
{
    Bench *b = bench();
    assert_non_null(import(b, HEAD "王芳,,,,371603106200,village_clerk,,\n王芳,,,,371603106200,vsc_chair,,\n"
                                   "李四,,,,371603106200,vsc_chair,,\n李四,,,,371603106200,village_supervision_committee,,\n"
                                   "王芳,,,,371603106200,village_clerk,,\n"));
    assert_int_equal(b->complaint_count, 2);
    check_complaint(b, 0, 3, "role", "err.access.appoint_apart");
    check_complaint(b, 1, 6, "", "err.access.appoint_twice");
    assert_ok(import(b, HEAD "王芳,,,,371603106200,village_clerk,,\n王芳,,,,371603106201,vsc_chair,,\n"));
    bench_end(b);
}

/* Everybody who works in the system comes in by the table: town and county too, and the name they sign in with. */
TEST(town_and_county_come_by_the_table_and_have_logins)
{
    Bench *b = bench();
    LoginRow row;
    assert_ok(import(b, LOGIN_HEAD "周镇,371603106,town_desk,Zhou\n吴县,371603,county_admin,wu\n王芳,371603106200,village_clerk,\n"));
    assert_int_equal(b->added, 3);
    assert_ok(access_login_find(b->t.db, b->a, S("zhou"), STR_NONE, &row));
    assert_true(row.person.v != 0 && row.needs_device); /* no password yet */
    assert_int_equal(row.home.code9, 371603106);
    assert_ok(access_login_find(b->t.db, b->a, S("wu"), STR_NONE, &row));
    assert_int_equal(row.home.code9, 371603000);
    assert_non_null(import(b, LOGIN_HEAD "郑镇,371603106,town_leader,zhou\n"));
    check_complaint(b, 0, 2, "login", "err.access.login_taken");
    assert_non_null(import(b, LOGIN_HEAD "郑镇,371603106,town_leader,郑\n"));
    check_complaint(b, 0, 2, "login", "err.access.login_name");
    bench_end(b);
}

TEST(rare_characters_are_names)
{
    Bench *b = bench();
    assert_ok(import(b, HEAD "王豸,,,,371603106200,village_clerk,,\n𠮷野𤭢,,,,371603106200,village_head,,\n"
                             "买买提·吐尔逊,,,,371603106200,,,\n\"李 建民\",,,138-0013 8000,371603106200,,,\n"));
    size_t count;
    const PeopleOffice *offices = offices_here(b, &count);
    assert_int_equal(count, 2);
    assert_str(offices[0].name, S("𠮷野𤭢"));
    assert_str(offices[1].name, S("王豸"));
    bench_end(b);
}

TEST(the_first_line_names_the_columns)
{
    Bench *b = bench();
    assert_non_null(import(b, "nmae,place\n李四,371603106200\n"));
    check_complaint(b, 0, 1, "nmae", "err.people.column");
    check_complaint(b, 1, 1, "name", "err.people.head");
    assert_int_equal(b->complaint_count, 2);
    assert_non_null(import(b, ""));
    check_complaint(b, 0, 1, "name", "err.people.head");
    assert_ok(import(b, "\xEF\xBB\xBFplace,name\n371603106200,李四\n"));
    assert_int_equal(b->added, 1);
    bench_end(b);
}

static const char *many_rows(Bench *b, int rows, const char *row)
{
    Out *o = out_new(b->a, LIMIT_CSV_BYTES, NULL);
    out_raw(o, S(HEAD));
    for (int i = 0; i < rows; i++)
        out_printf(o, row, i);
    return arena_cstr(b->a, out_str(o));
}

TEST(an_import_has_a_ceiling)
{
    Bench *b = bench();
    assert_ok(import(b, many_rows(b, LIMIT_PEOPLE_ROWS, "人%d,,,,371603106200,,,\n")));
    assert_int_equal(b->added, LIMIT_PEOPLE_ROWS);
    Err e = import(b, many_rows(b, LIMIT_PEOPLE_ROWS + 1, "众%d,,,,371603106200,,,\n"));
    assert_non_null(e);
    assert_int_equal(e->code, ERR_LIMIT);
    b->keep = true;
    assert_ok(import(b, many_rows(b, LIMIT_PEOPLE_COMPLAINTS, "坏%d,,,1,371603106200,,,\n")));
    assert_int_equal(b->complaint_count, LIMIT_PEOPLE_COMPLAINTS);
    assert_ok(import(b, many_rows(b, LIMIT_PEOPLE_COMPLAINTS + 1, "坏%d,,,1,371603106200,,,\n")));
    assert_int_equal(b->complaint_count, LIMIT_PEOPLE_COMPLAINTS);
    bench_end(b);
}

/* -- one person ---------------------------------------------------------------------------------------------------------- */

typedef struct Adding {
    PersonNew p;
    PersonId person;
} Adding;

static Err job_add(Db *db, Arena *a, void *arg)
{
    Adding *x = arg;
    return people_add(db, a, &x->p, &x->person);
}

static Err add(Bench *b, PersonNew p)
{
    Adding x = {.p = p};
    return store_write(b->t.store, b->a, job_add, &x);
}

TEST(numbers_are_sealed_and_never_twice)
{
    Bench *b = bench();
    const PersonNew li = {.name = S("李建民"), .id_number = S(GOOD_ID), .phone = S("+86 138 0013 8000"), .household = VILLAGE};
    assert_ok(add(b, li));
    assert_refused(add(b, li), "err.people.twice");
    const PersonShown *shown;
    size_t count;
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(people_list(b->t.db, b->a, VILLAGE, (PersonId){0}, &shown, &count));
    db_release(b->t.db);
    assert_int_equal(count, 1);
    assert_str(shown[0].phone_masked, S("****8000"));
    temp_stop(&b->t);
    char *bytes = ARENA_ARRAY(b->a, char, 4 * 1024 * 1024);
    FILE *f = fopen(arena_printf(b->a, "%s/main.db", b->t.folder).at, "rb");
    assert_non_null(f);
    Str file = {bytes, fread(bytes, 1, 4 * 1024 * 1024, f)};
    (void)fclose(f);
    assert_false(str_has(file, S("1101051949")) || str_has(file, S("13800138000")));
    temp_start(&b->t);
    bench_end(b);
}

TEST(names_have_a_ceiling)
{
    Bench *b = bench();
    Str most = S("");
    for (int i = 0; i < LIMIT_PERSON_NAME_CHARS; i++)
        most = arena_printf(b->a, "%.*s豸", STR_ARG(most));
    Str more = arena_printf(b->a, "%.*s王", STR_ARG(most));
    assert_ok(add(b, (PersonNew){.name = most, .nickname = most, .household = VILLAGE}));
    assert_refused(add(b, (PersonNew){.name = more, .household = VILLAGE}), "err.people.name");
    assert_refused(add(b, (PersonNew){.name = S("李"), .nickname = more, .household = VILLAGE}), "err.people.nickname");
    assert_refused(add(b, (PersonNew){.name = S("李\x01"), .household = VILLAGE}), "err.people.name");
    assert_refused(add(b, (PersonNew){.name = S("李"), .household = {371600000000000000}}), "err.people.place");
    bench_end(b);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
/* People, offices and their days, sealed columns and who looked, idempotency: in a real store. */
#include "access_bench.h"

#include "record/record.h"

/* -- people ------------------------------------------------------------------------------------------------------ */

TEST(people_are_numbered_everywhere_apart)
{
    Bench b = bench();
    PersonId one = person(&b, HOME, " 王 建国 "), two = person(&b, HOME, "李秀英"), far = person(&b, OTHER_HOME, "赵铁柱");
    assert_int_equal(one.v, 371603106000001);
    assert_int_equal(two.v, 371603106000002);
    assert_int_equal(far.v, 371603900000001);
    Str name;
    assert_ok(db_snapshot(b.t.db, b.a));
    assert_ok(access_person_name(b.t.db, b.a, HOME, two, &name));
    assert_str(name, S("李秀英"));
    assert_refused(access_person_name(b.t.db, b.a, OTHER_HOME, two, &name), "err.access.no_person");
    db_release(b.t.db);
    bench_end(&b);
}

TEST(a_name_is_wanted_and_has_a_ceiling)
{
    static const char *const bad[] = {"", "  ", "\xff\xfe", "王\x01"};
    Bench b = bench();
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Call c = {.home = HOME, .text = str_of(bad[i])};
        assert_refused(job(&b, job_person, &c), "err.access.name");
    }
    char name[3 * (LIMIT_PERSON_NAME_CHARS + 1) + 1];
    for (size_t i = 0; i <= LIMIT_PERSON_NAME_CHARS; i++)
        memcpy(name + 3 * i, "王", 3); /* NOLINT(bugprone-not-null-terminated-result): a Str knows its length */
    Call at = {.home = HOME, .text = {name, 3 * LIMIT_PERSON_NAME_CHARS}};
    Call above = {.home = HOME, .text = {name, 3 * (LIMIT_PERSON_NAME_CHARS + 1)}};
    assert_ok(job(&b, job_person, &at));
    assert_refused(job(&b, job_person, &above), "err.access.name_long");
    bench_end(&b);
}

TEST(a_home_has_room_for_so_many)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王建国");
    const int64_t last_person = HOME.code9 * 1000000 + LIMIT_PERSONS_PER_HOME - 1;
    const int64_t last_office = HOME.code9 * 1000000 + LIMIT_OFFICES_PER_HOME - 1;
    appoint(&b, HOME, who, "village_clerk", VILLAGE);
    temp_tamper(&b.t, arena_printf(b.a, "insert into access_person values (371603106, %lld, 'A', '李秀英');"
                                        "update access_office set id = %lld",
                                   (long long)last_person, (long long)last_office).at);
    person(&b, HOME, "赵铁柱");
    appoint(&b, HOME, who, "village_clerk", OTHER_VILLAGE);
    Call above = {.by = &access_system, .home = HOME, .text = S("周立新"), .person = who, .role = S("grid_pioneer"),
                  .place = VILLAGE, .from = b.today, .to = DATE_NONE};
    assert_refused(job(&b, job_appoint, &above), "err.access.full");
    assert_refused(job(&b, job_person, &above), "err.access.full");
    bench_end(&b);
}

/* -- appointments ------------------------------------------------------------------------------------------------ */

static Date day(Bench *b, int offset)
{
    return date_add_days(b->today, offset);
}

TEST(an_office_counts_from_its_first_day_to_its_last)
{
    static const struct {
        int on;
        bool held;
    } table[] = {{-11, false}, {-10, true}, {0, true}, {10, true}, {11, false}};
    Bench b = bench();
    Call c = {.by = &access_system, .home = HOME, .person = person(&b, HOME, "王建国"), .role = S("village_clerk"),
              .place = VILLAGE, .from = day(&b, -10), .to = day(&b, 10)};
    assert_ok(job(&b, job_appoint, &c));
    assert_ok(db_snapshot(b.t.db, b.a));
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const Office *held, *holders;
        size_t held_count, holder_count;
        Date on = day(&b, table[i].on);
        assert_ok(access_offices_of(b.t.db, b.a, b.roles, HOME, c.person, on, &held, &held_count));
        assert_ok(access_holders(b.t.db, b.a, b.roles, S("village_clerk"), VILLAGE, on, &holders, &holder_count));
        assert_int_equal(held_count, table[i].held);
        assert_int_equal(holder_count, table[i].held);
    }
    db_release(b.t.db);
    bench_end(&b);
}

TEST(an_appointment_must_make_sense)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王建国");
    const struct {
        const char *role;
        PlaceCode place;
        Date from, to;
        Home home;
        const char *key;
    } cases[] = {
        {"emperor", VILLAGE, b.today, DATE_NONE, HOME, "err.access.no_role"},
        {"joint_meeting_party_and_committee", VILLAGE, b.today, DATE_NONE, HOME, "err.access.no_role"},
        {"village_clerk", TOWN, b.today, DATE_NONE, HOME, "err.access.role_level"},
        {"village_clerk", SUB_GRID, b.today, DATE_NONE, HOME, "err.access.role_level"},
        {"town_desk", VILLAGE, b.today, DATE_NONE, HOME, "err.access.role_level"},
        {"village_clerk", VILLAGE, DATE_NONE, DATE_NONE, HOME, "err.access.from"},
        {"village_clerk", VILLAGE, b.today, day(&b, -1), HOME, "err.access.from_to"},
        {"village_clerk", VILLAGE, b.today, DATE_NONE, OTHER_HOME, "err.access.no_person"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Call c = {.by = &access_system, .home = cases[i].home, .person = who, .role = str_of(cases[i].role),
                  .place = cases[i].place, .from = cases[i].from, .to = cases[i].to};
        Err e = job(&b, job_appoint, &c);
        if (!e)
            fail_msg("case %zu was taken", i);
        assert_str(e->key, str_of(cases[i].key));
    }
    appoint(&b, HOME, who, "town_link", VILLAGE); /* a part of what it is held for */
    appoint(&b, HOME, who, "grid_pioneer", SUB_GRID);
    bench_end(&b);
}

TEST(offices_are_given_from_above_and_never_to_oneself)
{
    Bench b = bench();
    PersonId desk = person(&b, HOME, "张海燕"), admin = person(&b, COUNTY_HOME, "刘长河"), new = person(&b, HOME, "王芳");
    PersonId secretary = person(&b, HOME, "李建民");
    appoint(&b, HOME, desk, "town_desk", TOWN);
    appoint(&b, COUNTY_HOME, admin, "county_admin", COUNTY);
    appoint(&b, HOME, secretary, "branch_secretary", VILLAGE);
    Actor by_desk = actor(&b, HOME, desk), by_admin = actor(&b, COUNTY_HOME, admin);
    Actor by_secretary = actor(&b, HOME, secretary);
    const struct {
        const Actor *by;
        PersonId who;
        Home home;
        const char *role;
        PlaceCode place;
        const char *key; /* NULL: taken */
    } cases[] = {
        {&by_secretary, new, HOME, "village_clerk", VILLAGE, "err.access.appoint_may"},
        {&access_anyone, new, HOME, "village_clerk", VILLAGE, "err.access.appoint_may"},
        {&access_clock, new, HOME, "village_clerk", VILLAGE, "err.access.appoint_may"},
        {&by_desk, new, HOME, "village_clerk", VILLAGE, NULL},
        {&by_desk, new, HOME, "village_clerk", VILLAGE, "err.access.appoint_twice"},
        {&by_desk, desk, HOME, "branch_secretary", VILLAGE, "err.access.appoint_self"},
        {&by_desk, new, HOME, "town_leader", TOWN, "err.access.appoint_may"},
        {&by_desk, new, HOME, "village_clerk", (PlaceCode){371603900001000000}, "err.access.appoint_may"},
        {&by_admin, new, HOME, "town_leader", TOWN, NULL},
        {&by_admin, new, HOME, "county_reader", COUNTY, NULL},
        {&by_admin, admin, COUNTY_HOME, "auditor", COUNTY, "err.access.appoint_self"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Call c = {.by = cases[i].by, .home = cases[i].home, .person = cases[i].who, .role = str_of(cases[i].role),
                  .place = cases[i].place, .from = b.today, .to = DATE_NONE};
        Err e = job(&b, job_appoint, &c);
        if (!cases[i].key && e)
            fail_msg("case %zu: %.*s", i, STR_ARG(e->key));
        if (cases[i].key && (!e || !str_eq(e->key, str_of(cases[i].key))))
            fail_msg("case %zu was not refused so", i);
    }
    bench_end(&b);
}

/* Shandong's disclosure regulation, article 14: who supervises holds no committee, finance or clerk office. */
TEST(supervision_stays_out_of_money_and_committee)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "赵德厚");
    appoint(&b, HOME, who, "vsc_chair", VILLAGE);
    static const struct {
        const char *role;
        PlaceCode place;
        bool taken;
    } cases[] = {
        {"village_clerk", {371603106200000000}, false}, {"finance_head", {371603106200000000}, false},
        {"village_head", {371603106200000000}, false},  {"discipline_liaison", {371603106200000000}, true},
        {"grid_pioneer", {371603106200010000}, true},   {"village_clerk", {371603106201000000}, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Call c = {.by = &access_system, .home = HOME, .person = who, .role = str_of(cases[i].role),
                  .place = cases[i].place, .from = b.today, .to = DATE_NONE};
        Err e = job(&b, job_appoint, &c);
        if (cases[i].taken)
            assert_ok(e);
        else
            assert_refused(e, "err.access.appoint_apart");
    }
    Call clerk = {.by = &access_system, .home = HOME, .person = person(&b, HOME, "王芳"), .role = S("village_clerk"),
                  .place = VILLAGE, .from = b.today, .to = day(&b, 30)};
    assert_ok(job(&b, job_appoint, &clerk));
    Call later = clerk;
    later.role = S("village_supervision_committee");
    later.from = day(&b, 30);
    assert_refused(job(&b, job_appoint, &later), "err.access.appoint_apart");
    later.from = day(&b, 31); /* the day after is free */
    later.to = DATE_NONE;
    assert_ok(job(&b, job_appoint, &later));
    Call before = clerk;
    before.role = S("asset_keeper");
    before.to = day(&b, 31);
    assert_refused(job(&b, job_appoint, &before), "err.access.appoint_apart");
    before.to = day(&b, 30);
    assert_ok(job(&b, job_appoint, &before));
    bench_end(&b);
}

static Err job_end_office(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_end_office(db, a, c->by, c->b->now, c->home, c->office, c->to);
}

TEST(an_office_ends_and_does_not_come_back)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王建国"), desk = person(&b, HOME, "张海燕");
    int64_t office = appoint(&b, HOME, who, "village_clerk", VILLAGE);
    appoint(&b, HOME, desk, "town_desk", TOWN);
    Actor by = actor(&b, HOME, desk), self = actor(&b, HOME, who);
    const struct {
        const Actor *by;
        int64_t office;
        Date to;
        const char *key;
    } cases[] = {
        {&self, office, day(&b, -1), "err.access.end_may"},
        {&by, office + 99, day(&b, -1), "err.access.no_office"},
        {&by, office, DATE_NONE, "err.access.from_to"},
        {&by, office, day(&b, -900), "err.access.from_to"},
        {&by, office, day(&b, -1), NULL},
        {&by, office, b.today, "err.access.end_later"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Call c = {.by = cases[i].by, .home = HOME, .office = cases[i].office, .to = cases[i].to};
        Err e = job(&b, job_end_office, &c);
        if (!cases[i].key)
            assert_ok(e);
        else if (!e || !str_eq(e->key, str_of(cases[i].key)))
            fail_msg("case %zu was not refused so", i);
    }
    assert_int_equal(actor(&b, HOME, who).office_count, 0);
    bench_end(&b);
}

TEST(holders_cover_from_above_act_for_bodies_and_count_once)
{
    Bench b = bench();
    PersonId one = person(&b, HOME, "李建民"), chair = person(&b, HOME, "赵德厚"), member = person(&b, HOME, "孙桂兰");
    PersonId desk = person(&b, HOME, "张海燕"), admin = person(&b, COUNTY_HOME, "刘长河");
    appoint(&b, HOME, one, "branch_secretary", VILLAGE);
    appoint(&b, HOME, one, "village_head", VILLAGE);
    appoint(&b, HOME, one, "collective_council_chair", VILLAGE);
    appoint(&b, HOME, chair, "vsc_chair", VILLAGE);
    appoint(&b, HOME, chair, "village_supervision_committee", VILLAGE);
    appoint(&b, HOME, member, "village_supervision_committee", VILLAGE);
    appoint(&b, HOME, desk, "town_desk", TOWN);
    appoint(&b, COUNTY_HOME, admin, "county_admin", COUNTY);
    static const struct {
        const char *role;
        PlaceCode where;
        size_t count;
        const char *first;
    } table[] = {
        {"joint_meeting_party_and_committee", {371603106200000000}, 1, "branch_secretary"}, /* one person */
        {"village_supervision_committee", {371603106200000000}, 2, "village_supervision_committee"},
        {"village_supervision_committee", {371603106201000000}, 0, ""},
        {"village_committee", {371603106200000000}, 1, "village_head"},
        {"town_desk", {371603106201000000}, 1, "town_desk"},
        {"town_desk", {371603106000000000}, 1, "town_desk"},
        {"town_desk", {371603900001000000}, 0, ""},
        {"county_admin", {371603106200010000}, 1, "county_admin"},
        {"vsc_chair", {371603106000000000}, 0, ""}, /* a village does not cover its town */
        {"emperor", {371603106200000000}, 0, ""},
    };
    assert_ok(db_snapshot(b.t.db, b.a));
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const Office *found;
        size_t count;
        assert_ok(access_holders(b.t.db, b.a, b.roles, str_of(table[i].role), table[i].where, b.today, &found, &count));
        if (count != table[i].count || (count && !str_eq(found[0].role->code, str_of(table[i].first))))
            fail_msg("%s: %zu", table[i].role, count);
    }
    const Office *here;
    size_t count;
    assert_ok(access_offices_at(b.t.db, b.a, b.roles, VILLAGE, b.today, &here, &count));
    assert_int_equal(count, 6);
    assert_str(here[0].role->code, S("branch_secretary"));
    assert_str(here[0].person_name, S("李建民"));
    assert_str(here[5].role->code, S("vsc_chair"));
    db_release(b.t.db);
    bench_end(&b);
}

TEST(a_person_holds_so_many_offices_and_no_more)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王芳");
    for (int64_t i = 0; i < LIMIT_OFFICES_OF_PERSON; i++)
        appoint(&b, HOME, who, "village_clerk", (PlaceCode){TOWN.v + (200 + i) * 1000000});
    Call c = {.by = &access_system, .home = HOME, .person = who, .role = S("village_head"), .place = VILLAGE,
              .from = b.today, .to = DATE_NONE};
    assert_refused(job(&b, job_appoint, &c), "err.access.offices_many");
    assert_int_equal(actor(&b, HOME, who).office_count, LIMIT_OFFICES_OF_PERSON);
    bench_end(&b);
}

TEST(appointments_are_on_the_record_without_names)
{
    Bench b = bench();
    PersonId who = person(&b, HOME, "王建国");
    int64_t office = appoint(&b, HOME, who, "village_clerk", VILLAGE);
    Call end = {.by = &access_system, .home = HOME, .office = office, .to = b.today};
    assert_ok(job(&b, job_end_office, &end));
    const EventRow *given, *ended;
    assert_ok(db_snapshot(b.t.db, b.a));
    assert_ok(record_get(b.t.db, b.a, HOME, 0, &given));
    assert_ok(record_get(b.t.db, b.a, HOME, 1, &ended));
    assert_str(given->kind, S("access.appoint"));
    assert_str(ended->kind, S("access.end_office"));
    assert_str(given->object, ended->object);
    assert_int_equal(given->place.v, VILLAGE.v);
    assert_true(str_has(given->data, S("\"role\":\"village_clerk\"")));
    assert_false(str_has(given->leaf_bytes, S("王建国")));
    assert_false(str_has(given->leaf_bytes, i64_plain(b.a, who.v)));
    db_release(b.t.db);
    bench_end(&b);
}

/* -- sealed columns ---------------------------------------------------------------------------------------------- */

typedef struct Unseal {
    const Actor *who;
    Str why, column, cipher, plain;
    Home home;
    int64_t id;
    Instant now;
} Unseal;

static Err job_unseal(Db *db, Arena *a, void *arg)
{
    Unseal *u = arg;
    return access_unseal(db, a, u->who, u->why, S("people_person"), u->column, u->home, u->id, u->cipher, u->now,
                         &u->plain);
}

static size_t looks(Bench *b, Home home, const Look **ret_looks)
{
    size_t count;
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(access_looks(b->t.db, b->a, home, 0, ret_looks, &count));
    db_release(b->t.db);
    return count;
}

static size_t looks_at(Bench *b, Str field, int64_t row, const Look **ret_looks)
{
    size_t count;
    assert_ok(db_snapshot(b->t.db, b->a));
    assert_ok(access_looks_at(b->t.db, b->a, HOME, field, row, ret_looks, &count));
    db_release(b->t.db);
    return count;
}

TEST(a_sealed_value_opens_in_its_own_cell_and_the_look_is_written_first)
{
    Bench b = bench();
    PersonId clerk = person(&b, HOME, "王芳");
    appoint(&b, HOME, clerk, "village_clerk", VILLAGE);
    Actor who = actor(&b, HOME, clerk);
    Str cipher = access_seal(b.a, S("people_person"), S("phone"), HOME, 7, S("13800001234"));
    assert_false(str_has(cipher, S("1380000")));
    const Unseal right = {&who, S("核对补贴名单"), S("phone"), cipher, STR_NONE, HOME, 7, b.now};
    Unseal u = right;
    assert_ok(store_write(b.t.store, b.a, job_unseal, &u));
    assert_str(u.plain, S("13800001234"));
    const Look *found;
    assert_int_equal(looks(&b, HOME, &found), 1);
    assert_str(found[0].field, S("people_person.phone"));
    assert_str(found[0].why, S("核对补贴名单"));
    assert_str(found[0].name, S("王芳"));
    assert_str(found[0].office, S("village_clerk"));
    assert_int_equal(found[0].who.v, clerk.v);
    assert_int_equal(found[0].row, 7);

    Unseal swapped[] = {right, right, right};
    swapped[0].id = 8;
    swapped[1].column = S("id_number");
    swapped[2].cipher = str_sub(cipher, 0, cipher.len - 1);
    for (size_t i = 0; i < COUNT_OF(swapped); i++)
        assert_refused(store_write(b.t.store, b.a, job_unseal, &swapped[i]), "err.access.sealed");
    assert_int_equal(looks(&b, HOME, &found), 1);
    assert_non_null(temp_sql(&b.t, "delete from access_look", true));
    assert_non_null(temp_sql(&b.t, "update access_look set why = ''", true));
    /* Whom it belongs to reads the looks at his own value, and at no other. */
    const Look *mine;
    size_t count = looks_at(&b, S("people_person.phone"), 7, &mine);
    assert_true(count >= 1);
    assert_str(mine[0].why, S("核对补贴名单"));
    assert_str(mine[0].name, S("王芳"));
    assert_int_equal(looks_at(&b, S("people_person.phone"), 8, &mine), 0);
    assert_int_equal(looks_at(&b, S("people_person.id_number"), 7, &mine), 0);
    bench_end(&b);
}

TEST(nobody_looks_without_the_permission_the_reach_or_a_reason)
{
    Bench b = bench();
    PersonId clerk = person(&b, HOME, "王芳"), chair = person(&b, HOME, "赵德厚"), desk = person(&b, HOME, "张海燕");
    PersonId far = person(&b, OTHER_HOME, "周立新"), admin = person(&b, COUNTY_HOME, "刘长河");
    appoint(&b, HOME, clerk, "village_clerk", VILLAGE);
    appoint(&b, HOME, chair, "vsc_chair", VILLAGE);
    appoint(&b, HOME, desk, "town_desk", TOWN);
    appoint(&b, OTHER_HOME, far, "town_desk", OTHER_TOWN);
    appoint(&b, COUNTY_HOME, admin, "county_admin", COUNTY);
    Actor a_clerk = actor(&b, HOME, clerk), a_chair = actor(&b, HOME, chair), a_desk = actor(&b, HOME, desk);
    Actor a_far = actor(&b, OTHER_HOME, far), a_admin = actor(&b, COUNTY_HOME, admin);
    const struct {
        const Actor *who;
        const char *why, *key;
    } cases[] = {
        {&a_clerk, "核对", NULL},          {&a_desk, "核对", NULL},
        {&access_system, "导出", NULL},    {&a_chair, "核对", "err.access.raw"},
        {&a_far, "核对", "err.access.raw"}, {&a_admin, "核对", "err.access.raw"},
        {&access_anyone, "看看", "err.access.raw"}, {&access_clock, "看看", "err.access.raw"},
        {&a_clerk, "  ", "err.access.why"},
    };
    Str cipher = access_seal(b.a, S("people_person"), S("phone"), HOME, 7, S("13800001234"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Unseal u = {cases[i].who, str_of(cases[i].why), S("phone"), cipher, STR_NONE, HOME, 7, b.now};
        Err e = store_write(b.t.store, b.a, job_unseal, &u);
        if (!cases[i].key)
            assert_ok(e);
        else if (!e || !str_eq(e->key, str_of(cases[i].key)) || u.plain.len)
            fail_msg("case %zu was not refused so", i);
    }
    bench_end(&b);
}

TEST(keys_are_made_once_and_must_be_private)
{
    Bench b = bench();
    Str before = access_find_key(b.a, S("phone"), S("13800001234"));
    assert_ok(access_keys_open(b.a, b.t.folder, false));
    assert_str(access_find_key(b.a, S("phone"), S("13800001234")), before);
    assert_false(str_eq(access_find_key(b.a, S("id_number"), S("13800001234")), before));
    const char *key = arena_printf(b.a, "%s/keys/pin.key", b.t.folder).at;
    assert_int_equal(chmod(key, 0640), 0);
    assert_refused(access_keys_open(b.a, b.t.folder, true), "err.access.key_file");
    assert_int_equal(chmod(key, 0600), 0);
    assert_int_equal(truncate(key, 31), 0);
    assert_refused(access_keys_open(b.a, b.t.folder, true), "err.access.key_file");
    assert_int_equal(truncate(key, 33), 0);
    assert_refused(access_keys_open(b.a, b.t.folder, true), "err.access.key_file");
    assert_int_equal(unlink(key), 0);
    assert_refused(access_keys_open(b.a, b.t.folder, false), "err.access.key_file");
    assert_int_equal(symlink("columns.key", key), 0); /* a good key, but not in its own place */
    assert_refused(access_keys_open(b.a, b.t.folder, true), "err.access.key_file");
    bench_end(&b);
}

/* -- idempotency ------------------------------------------------------------------------------------------------- */

static Err job_keep(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_key_keep(db, a, c->once, c->b->now, 201, S("371603106200-W-2026-87"));
}

static Err job_seen(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_key_seen(db, a, c->once, c->b->now, &c->answered);
}

TEST(the_same_request_gets_the_same_answer_for_a_day)
{
    Bench b = bench();
    const Once first = {HOME, S("p1"), S("k-1"), seal_sha256(S("{}"))};
    Once other_body = first, other_actor = first, other_home = first;
    other_body.body = seal_sha256(S("{ }"));
    other_actor.actor = S("p2");
    other_home.home = OTHER_HOME;
    Call c = {.once = &first};
    assert_ok(job(&b, job_seen, &c));
    assert_false(c.answered.seen);
    assert_ok(job(&b, job_keep, &c));
    assert_ok(job(&b, job_seen, &c));
    assert_true(c.answered.seen);
    assert_int_equal(c.answered.status, 201);
    assert_str(c.answered.number, S("371603106200-W-2026-87"));
    c.once = &other_body;
    assert_refused(job(&b, job_seen, &c), "err.access.key_other");
    c.once = &other_actor;
    assert_ok(job(&b, job_seen, &c));
    assert_false(c.answered.seen);
    c.once = &other_home;
    assert_ok(job(&b, job_seen, &c));
    assert_false(c.answered.seen);
    b.now.ms += day_ms - 1;
    c.once = &first;
    assert_ok(job(&b, job_seen, &c));
    assert_true(c.answered.seen);
    b.now.ms += 1;
    assert_ok(job(&b, job_seen, &c));
    assert_false(c.answered.seen);
    assert_ok(job(&b, job_keep, &c)); /* the old one has made room */
    bench_end(&b);
}

TEST(an_idempotency_key_is_short_and_plain)
{
    char long_key[LIMIT_IDEMPOTENCY_KEY_BYTES + 1];
    memset(long_key, 'k', sizeof long_key);
    const struct {
        Str key;
        bool fits;
    } cases[] = {
        {{long_key, LIMIT_IDEMPOTENCY_KEY_BYTES}, true}, {{long_key, LIMIT_IDEMPOTENCY_KEY_BYTES + 1}, false},
        {S(""), false},                                  {S("a b"), false},
        {S("钥匙"), false},
    };
    Bench b = bench();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Once once = {HOME, S("p1"), cases[i].key, seal_sha256(S(""))};
        Call c = {.once = &once};
        if (cases[i].fits)
            assert_ok(job(&b, job_seen, &c));
        else
            assert_refused(job(&b, job_seen, &c), "err.access.key_name");
    }
    bench_end(&b);
}

TEST_MAIN

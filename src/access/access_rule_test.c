// SPDX-License-Identifier: Apache-2.0
/* The pure side of access: the role file, whether somebody may, buckets. */
#include "unit.h"

#include <pthread.h>
#include <stdio.h>

#include "access/access.h"

enum { TEST_ARENA = 16 * 1024 * 1024 };

static Str file_text(Arena *a, const char *path)
{
    char *text = ARENA_ARRAY(a, char, LIMIT_YAML_BYTES);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t len = fread(text, 1, LIMIT_YAML_BYTES, f);
    (void)fclose(f);
    return (Str){text, len};
}

static const Roles *real_roles(Arena *a)
{
    const Roles *roles;
    assert_ok(access_roles_load(a, file_text(a, "data/catalogue/role.yaml"), S("role.yaml"), &roles));
    return roles;
}

/* -- the file ---------------------------------------------------------------------------------------------------- */

TEST(the_role_file_knows_every_role_of_the_catalogue)
{
    static const char *const named[] = {
        "asset_keeper", "branch_organizer", "branch_secretary", "civil_affairs_officer", "collective_accountant",
        "fund_secretary", "reporting_clerk", "village_committee", "branch_committee", "village_supervision_committee",
        "supervisory_board_or_village_supervision_committee", "branch_party_meeting", "finance_head", "fund_council",
        "joint_meeting_party_and_committee", "member_meeting_or_representatives", "town_party_committee",
        "village_collective_council", "villager_meeting", "villager_meeting_then_town", "villager_meeting_two_thirds",
        "villager_representative_meeting",
    };
    Arena *a = arena_new(TEST_ARENA);
    const Roles *roles = real_roles(a);
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (!access_role(roles, str_of(named[i])))
            fail_msg("no role %s", named[i]);
    assert_null(access_role(roles, S("emperor")));
    assert_null(access_permission(roles, S("everything")));
    assert_str(access_permission(roles, S("print"))->name_zh, S("可以打印公开栏、公开单和二维码。"));
    arena_free(a);
}

/* Where one person is secretary, head and council chair, somebody else must still be able to act for each body. */
TEST(every_body_has_two_who_may_act_for_it)
{
    Arena *a = arena_new(TEST_ARENA);
    const Roles *roles = real_roles(a);
    for (size_t i = 0; i < access_role_count(roles); i++) {
        const Role *r = access_role_at(roles, i);
        if (r->is_body && r->acted_by_count < 2)
            fail_msg("%.*s", STR_ARG(r->code));
    }
    arena_free(a);
}

#define PERMISSIONS "permissions:\n  case.read: {zh: 看, en: see}\n"
#define ONE_ROLE "roles:\n  head:\n    zh: 主任\n    en: Head\n    level: village\n"

TEST(a_bad_role_file_is_refused_with_its_line)
{
    static const struct {
        const char *yaml, *key, *where, *what;
    } cases[] = {
        {"roles: {}\nbodies: {}\n", "err.access.file_section", "r.yaml:1", "permissions"},
        {PERMISSIONS ONE_ROLE "bodies: []\n", "err.access.file_section", "r.yaml:8", "bodies"},
        {PERMISSIONS ONE_ROLE "    cann: [case.read]\nbodies: {}\n", "err.access.file_key", "r.yaml:8", "cann"},
        {PERMISSIONS ONE_ROLE "    can: [case.reed]\nbodies: {}\n", "err.access.file_permission", "r.yaml:4",
         "case.reed"},
        {PERMISSIONS ONE_ROLE "    can: case.read\nbodies: {}\n", "err.access.file_list", "r.yaml:8", "can"},
        {PERMISSIONS ONE_ROLE "    acted_by: [tail]\nbodies: {}\n", "err.access.file_role", "r.yaml:4", "tail"},
        {PERMISSIONS ONE_ROLE "    never_with: [head]\nbodies: {}\n", "err.access.file_role", "r.yaml:4", "head"},
        {PERMISSIONS ONE_ROLE "    down_to: town\nbodies: {}\n", "err.access.file_down", "r.yaml:5", "head"},
        {PERMISSIONS ONE_ROLE "    down_to: moon\nbodies: {}\n", "err.access.file_level", "r.yaml:5", "moon"},
        {PERMISSIONS "roles:\n  head: {zh: 主任, level: village}\nbodies: {}\n", "err.access.file_words", "r.yaml:4",
         "head"},
        {PERMISSIONS ONE_ROLE "bodies:\n  all: {zh: 会, en: All, level: village}\n", "err.access.file_body", "r.yaml:9",
         "all"},
        {PERMISSIONS ONE_ROLE "bodies:\n  head: {zh: 会, en: All, level: village, acted_by: [head]}\n",
         "err.access.file_twice", "r.yaml:9", "head"},
        {PERMISSIONS ONE_ROLE "bodies:\n  all: {zh: 会, en: All, level: village, acted_by: [all]}\n",
         "err.access.file_role", "r.yaml:9", "all"},
        {PERMISSIONS ONE_ROLE "bodies:\n  all: {zh: 会, en: All, level: village, acted_by: [head], can: [case.read]}\n",
         "err.access.file_key", "r.yaml:9", "can"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *a = arena_new(TEST_ARENA);
        const Roles *roles;
        Err e = access_roles_load(a, str_of(cases[i].yaml), S("r.yaml"), &roles);
        if (!e)
            fail_msg("case %zu was taken", i);
        assert_str(e->key, str_of(cases[i].key));
        assert_str(e->args[0], str_of(cases[i].where));
        assert_str(e->args[1], str_of(cases[i].what));
        arena_free(a);
    }
}

static Str crowd_of_roles(Arena *a, size_t roles, size_t permissions, size_t actors)
{
    Out *o = out_new(a, LIMIT_YAML_BYTES, NULL);
    out_printf(o, "permissions:\n");
    for (size_t i = 0; i < permissions; i++)
        out_printf(o, "  p%zu: {zh: 甲, en: a}\n", i);
    out_printf(o, "roles:\n");
    for (size_t i = 0; i < roles; i++)
        out_printf(o, "  r%zu: {zh: 甲, en: a, level: town}\n", i);
    out_printf(o, "bodies:\n  b: {zh: 甲, en: a, level: town, acted_by: [r0");
    for (size_t i = 1; i < actors; i++)
        out_printf(o, ", r%zu", i);
    out_printf(o, "]}\n");
    return out_str(o);
}

TEST(the_role_file_has_ceilings)
{
    static const struct {
        size_t roles, permissions, actors;
        bool fits;
    } cases[] = {
        {LIMIT_ROLES, LIMIT_PERMISSIONS, LIMIT_ACTED_BY, true},
        {LIMIT_ROLES + 1, 1, 1, false},
        {10, LIMIT_PERMISSIONS + 1, 1, false},
        {10, 1, LIMIT_ACTED_BY + 1, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *a = arena_new(TEST_ARENA);
        const Roles *roles;
        Str yaml = crowd_of_roles(a, cases[i].roles, cases[i].permissions, cases[i].actors);
        Err e = access_roles_load(a, yaml, S("r.yaml"), &roles);
        if (cases[i].fits)
            assert_ok(e);
        else
            assert_refused(e, "err.access.file_many");
        arena_free(a);
    }
}

TEST(a_list_of_a_role_has_a_ceiling)
{
    for (int extra = 0; extra <= 1; extra++) {
        Arena *a = arena_new(TEST_ARENA);
        const Roles *roles;
        Out *o = out_new(a, LIMIT_YAML_BYTES, NULL);
        out_printf(o, PERMISSIONS ONE_ROLE "    can: [case.read");
        for (int i = 1; i < LIMIT_ROLE_NAMES + extra; i++)
            out_printf(o, ", case.read");
        out_printf(o, "]\nbodies: {}\n");
        Err e = access_roles_load(a, out_str(o), S("r.yaml"), &roles);
        if (extra)
            assert_refused(e, "err.access.file_many");
        else
            assert_ok(e);
        arena_free(a);
    }
}

/* -- whether somebody may ---------------------------------------------------------------------------------------- */

#define COUNTY ((PlaceCode){371603000000000000})
#define TOWN ((PlaceCode){371603106000000000})
#define OTHER_TOWN ((PlaceCode){371603900000000000})
#define VILLAGE ((PlaceCode){371603106200000000})
#define OTHER_VILLAGE ((PlaceCode){371603106201000000})
#define SUB_GRID ((PlaceCode){371603106200010000})
#define OTHER_GRID ((PlaceCode){371603106200020000})

typedef struct Question {
    const char *role;
    PlaceCode held, where;
    const char *asked; /* a permission, or a role */
    bool yes;
} Question;

static Actor actor_in(Arena *a, const Roles *roles, const char *role, PlaceCode place)
{
    Office *o = ARENA_NEW(a, Office);
    *o = (Office){.id = 1, .person = {7}, .role = access_role(roles, str_of(role)), .place = place, .to = DATE_NONE};
    assert_non_null(o->role);
    return (Actor){.kind = ACTOR_PERSON, .home = place_home(place), .person = {7}, .acting = o, .offices = o,
                   .office_count = 1};
}

TEST(a_permission_reaches_as_far_as_the_place)
{
    static const Question table[] = {
        {"village_clerk", VILLAGE, VILLAGE, "case.write", true},
        {"village_clerk", VILLAGE, SUB_GRID, "case.write", true},
        {"village_clerk", VILLAGE, OTHER_VILLAGE, "case.write", false},
        {"village_clerk", VILLAGE, TOWN, "case.write", false},
        {"village_clerk", VILLAGE, COUNTY, "case.read", false},
        {"village_clerk", VILLAGE, VILLAGE, "town.desk", false},
        {"village_clerk", VILLAGE, VILLAGE, "appoint", false},
        {"grid_pioneer", SUB_GRID, SUB_GRID, "case.write", true},
        {"grid_pioneer", SUB_GRID, OTHER_GRID, "case.write", false},
        {"grid_pioneer", SUB_GRID, VILLAGE, "case.read", false},
        {"town_desk", TOWN, OTHER_VILLAGE, "appoint", true},
        {"town_desk", TOWN, OTHER_TOWN, "case.read", false},
        {"town_desk", TOWN, COUNTY, "county.desk", false},
        {"town_link", VILLAGE, VILLAGE, "town.desk", true},
        {"town_link", VILLAGE, OTHER_VILLAGE, "town.desk", false},
        {"county_admin", COUNTY, VILLAGE, "catalogue.write", true},
        {"county_admin", COUNTY, VILLAGE, "case.write", false},
        {"county_admin", COUNTY, VILLAGE, "person.raw", false},
        {"county_reader", COUNTY, OTHER_TOWN, "case.read", true},
        {"county_reader", COUNTY, OTHER_TOWN, "people.read", false},
        {"auditor", COUNTY, VILLAGE, "audit.read", true},
        {"auditor", COUNTY, VILLAGE, "case.write", false},
        {"town_discipline", TOWN, VILLAGE, "audit.read", true},
        {"vsc_chair", VILLAGE, VILLAGE, "person.raw", false},
    };
    Arena *a = arena_new(TEST_ARENA);
    const Roles *roles = real_roles(a);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const Question *q = &table[i];
        Actor who = actor_in(a, roles, q->role, q->held);
        if (access_may(&who, str_of(q->asked), q->where) != q->yes)
            fail_msg("%s %s at %lld", q->role, q->asked, (long long)q->where.v);
        who.acting = NULL; /* holds it, but does not act in it */
        assert_false(access_may(&who, str_of(q->asked), q->where));
    }
    assert_false(access_may(&access_anyone, S("case.read"), VILLAGE));
    assert_false(access_may(&access_clock, S("case.write"), VILLAGE));
    assert_false(access_may(&access_system, S("case.write"), VILLAGE));
    const Actor slip = {.kind = ACTOR_SLIP, .slip_case = {5}, .slip_home = {371603106}};
    assert_false(access_may(&slip, S("case.read"), VILLAGE));
    arena_free(a);
}

TEST(one_acts_in_a_role_or_for_a_body_that_names_it)
{
    static const Question table[] = {
        {"village_clerk", VILLAGE, VILLAGE, "village_clerk", true},
        {"village_clerk", VILLAGE, VILLAGE, "village_head", false},
        {"village_clerk", VILLAGE, VILLAGE, "vsc_chair", false},
        {"village_clerk", VILLAGE, VILLAGE, "finance_head", false},
        {"village_clerk", VILLAGE, VILLAGE, "joint_meeting_party_and_committee", false},
        {"branch_secretary", VILLAGE, VILLAGE, "joint_meeting_party_and_committee", true},
        {"branch_secretary", VILLAGE, OTHER_VILLAGE, "joint_meeting_party_and_committee", false},
        {"village_head", VILLAGE, VILLAGE, "village_committee", true},
        {"village_committee", VILLAGE, VILLAGE, "village_head", false},
        {"vsc_chair", VILLAGE, VILLAGE, "village_supervision_committee", true},
        {"vsc_chair", VILLAGE, VILLAGE, "supervisory_board_or_village_supervision_committee", true},
        {"village_supervision_committee", VILLAGE, VILLAGE, "vsc_chair", false},
        {"branch_secretary", VILLAGE, VILLAGE, "village_supervision_committee", false},
        {"town_leader", TOWN, TOWN, "town_party_committee", true},
        {"town_leader", TOWN, VILLAGE, "town_party_committee", true},
        {"town_leader", TOWN, OTHER_TOWN, "town_party_committee", false},
        {"branch_secretary", VILLAGE, VILLAGE, "town_party_committee", false},
        {"town_desk", TOWN, VILLAGE, "village_clerk", false},
        {"town_desk", TOWN, VILLAGE, "villager_meeting_then_town", true},
        {"branch_secretary", VILLAGE, VILLAGE, "villager_meeting_then_town", false},
        {"branch_secretary", VILLAGE, VILLAGE, "no_such_role", false},
    };
    Arena *a = arena_new(TEST_ARENA);
    const Roles *roles = real_roles(a);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const Question *q = &table[i];
        Actor who = actor_in(a, roles, q->role, q->held);
        if (access_acts_as(roles, &who, str_of(q->asked), q->where) != q->yes)
            fail_msg("%s as %s at %lld", q->role, q->asked, (long long)q->where.v);
    }
    assert_false(access_acts_as(roles, &access_clock, S("village_clerk"), VILLAGE));
    assert_false(access_acts_as(roles, &access_anyone, S("village_clerk"), VILLAGE));
    arena_free(a);
}

/* -- forms ------------------------------------------------------------------------------------------------------- */

TEST(a_form_token_fits_one_session_and_one_form)
{
    Arena *a = arena_new(TEST_ARENA);
    const Str token = S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    const Str other = S("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    Str csrf = access_csrf(a, token, S("issue/open"));
    assert_int_equal(csrf.len, 43);
    assert_true(access_csrf_ok(a, token, S("issue/open"), csrf));
    assert_false(access_csrf_ok(a, token, S("issue/close"), csrf));
    assert_false(access_csrf_ok(a, other, S("issue/open"), csrf));
    assert_false(access_csrf_ok(a, token, S("issue/open"), S("")));
    assert_false(access_csrf_ok(a, token, S("issue/open"), str_sub(csrf, 0, 42)));
    assert_false(access_csrf_ok(a, S(""), S("issue/open"), access_csrf(a, S(""), S("issue/open"))));
    arena_free(a);
}

/* -- rates ------------------------------------------------------------------------------------------------------- */

static int taken_at(RateKind kind, const char *who, int64_t now_ms, int tries)
{
    int taken = 0;
    for (int i = 0; i < tries; i++)
        taken += access_rate_take(kind, str_of(who), now_ms);
    return taken;
}

TEST(buckets_slow_down_and_forgive)
{
    static const struct {
        RateKind kind;
        int burst;
        int64_t refill_ms;
    } rates[] = {
        {RATE_LOGIN_ADDRESS, 30, 2000}, {RATE_LOGIN_ALL, 50, 20},     {RATE_ASK_ADDRESS, 60, 1000},
        {RATE_SLIP_ADDRESS, 10, 10000}, {RATE_SLIP_ALL, 60, 10000},
    };
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        int64_t t = 1000 * 1000;
        assert_int_equal(taken_at(rates[i].kind, "192.0.2.1", t, 200), rates[i].burst);
        assert_int_equal(taken_at(rates[i].kind, "192.0.2.1", t + rates[i].refill_ms - 1, 1), 0);
        assert_int_equal(taken_at(rates[i].kind, "192.0.2.1", t + rates[i].refill_ms, 2), 1);
        /* asking all the time does not keep it empty */
        int taken = 0;
        for (int64_t ms = 1; ms <= 3 * rates[i].refill_ms; ms++)
            taken += access_rate_take(rates[i].kind, S("192.0.2.1"), t + rates[i].refill_ms + ms);
        assert_int_equal(taken, 3);
        assert_int_equal(taken_at(rates[i].kind, "192.0.2.1", t + 1000LL * 1000 * 1000, 200), rates[i].burst);
        /* a clock that goes back gives nothing */
        assert_int_equal(taken_at(rates[i].kind, "192.0.2.1", t, 1), 0);
    }
}

TEST(addresses_have_buckets_of_their_own_and_everybody_shares_one)
{
    int64_t t = 9000LL * 1000 * 1000;
    assert_int_equal(taken_at(RATE_SLIP_ADDRESS, "192.0.2.2", t, 20), 10);
    assert_int_equal(taken_at(RATE_SLIP_ADDRESS, "192.0.2.3", t, 20), 10);
    assert_int_equal(taken_at(RATE_LOGIN_ADDRESS, "192.0.2.2", t, 1), 1);
    assert_int_equal(taken_at(RATE_SLIP_ALL, "192.0.2.2", t, 40), 40);
    assert_int_equal(taken_at(RATE_SLIP_ALL, "192.0.2.3", t, 40), 20);
}

TEST(a_right_slip_is_put_back)
{
    int64_t t = 12000LL * 1000 * 1000;
    for (int i = 0; i < 100; i++) {
        assert_true(access_rate_take(RATE_SLIP_ADDRESS, S("192.0.2.4"), t));
        access_rate_give_back(RATE_SLIP_ADDRESS, S("192.0.2.4"), t);
    }
    for (int i = 0; i < 5; i++)
        access_rate_give_back(RATE_SLIP_ADDRESS, S("192.0.2.4"), t); /* never above the brim */
    assert_int_equal(taken_at(RATE_SLIP_ADDRESS, "192.0.2.4", t, 20), 10);
}

/* A crowd of strange addresses is held in the same memory, and does not free the one who waits for everybody. */
TEST(the_table_is_bounded)
{
    int64_t t = 15000LL * 1000 * 1000;
    char name[32];
    assert_int_equal(taken_at(RATE_SLIP_ALL, "", t, 100), 60);
    for (int i = 0; i < 3 * LIMIT_RATE_BUCKETS; i++) {
        (void)snprintf(name, sizeof name, "2001:db8::%x", (unsigned)i);
        assert_true(access_rate_take(RATE_SLIP_ADDRESS, str_of(name), t + 1));
    }
    assert_int_equal(taken_at(RATE_SLIP_ALL, "", t + 2, 1), 0);
}

static void *take_many(void *arg)
{
    int *taken = arg;
    *taken = taken_at(RATE_LOGIN_ADDRESS, "192.0.2.9", 20000LL * 1000 * 1000, 1000);
    return NULL;
}

TEST(threads_share_a_bucket_without_tearing_it)
{
    pthread_t threads[4];
    int taken[4] = {0}, sum = 0;
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_many, &taken[i]), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        pthread_join(threads[i], NULL);
        sum += taken[i];
    }
    assert_int_equal(sum, 30);
}

TEST_MAIN

// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include "app/app.h"

/* One person is secretary, head and council chair of the first village, as in many; the clerk keeps every book. */
static const Hand people[] = {
    {"secretary", WORLD_VILLAGE, {"branch_secretary", "village_head", "collective_council_chair"}, {0}},
    {"clerk", WORLD_VILLAGE, {"village_clerk", "collective_accountant", "reporting_clerk", "asset_keeper",
                              "civil_affairs_officer", "fund_secretary"}, {0}},
    {"member", WORLD_VILLAGE, {"village_committee", "two_committees_member", "finance_head"}, {0}},
    {"organizer", WORLD_VILLAGE, {"branch_organizer", "two_committees_member", "village_committee"}, {0}},
    {"chair", WORLD_VILLAGE, {"vsc_chair", "village_supervision_committee"}, {0}},
    {"watcher", WORLD_VILLAGE, {"village_supervision_committee"}, {0}},
    {"looker", WORLD_VILLAGE, {"village_supervision_committee"}, {0}},
    {"pioneer", WORLD_VILLAGE, {"grid_pioneer"}, {0}},
    {"other_secretary", WORLD_OTHER, {"branch_secretary"}, {0}},
    {"other_head", WORLD_OTHER, {"village_head", "village_committee"}, {0}},
    {"other_clerk", WORLD_OTHER, {"village_clerk", "collective_accountant", "reporting_clerk", "asset_keeper",
                                  "civil_affairs_officer", "fund_secretary"}, {0}},
    {"other_organizer", WORLD_OTHER, {"branch_organizer", "two_committees_member"}, {0}},
    {"other_member", WORLD_OTHER, {"village_committee", "two_committees_member", "finance_head"}, {0}},
    {"other_chair", WORLD_OTHER, {"vsc_chair", "village_supervision_committee"}, {0}},
    {"other_watcher", WORLD_OTHER, {"village_supervision_committee"}, {0}},
    {"other_looker", WORLD_OTHER, {"village_supervision_committee"}, {0}},
    {"other_pioneer", WORLD_OTHER, {"grid_pioneer"}, {0}},
    {"desk", WORLD_TOWN, {"town_desk"}, {0}},
    {"agency", WORLD_TOWN, {"town_agency"}, {0}},
    {"link", WORLD_TOWN, {"town_link"}, {0}},
    {"leader", WORLD_TOWN, {"town_leader"}, {0}},
    {"county", WORLD_COUNTY, {"county_desk"}, {0}},
};

static void put_place(World *w, Db *db, PlaceCode code, const char *name, const char *kind)
{
    Place p = {.code = code, .name = str_of(name), .kind = str_of(kind), .from = DATE_NONE, .to = DATE_NONE};
    assert_ok(place_put(db, w->arena, &p));
}

static void hire(World *w, Db *db, Hand *h)
{
    int64_t office;
    assert_ok(access_person_add(db, w->arena, WORLD_HOME, str_of(h->name), &h->person));
    for (size_t i = 0; i < WORLD_ROLES && h->roles[i]; i++)
        assert_ok(access_appoint(db, w->arena, w->house.roles, &access_system, w->now, h->person, WORLD_HOME,
                                 str_of(h->roles[i]), h->place, instant_date(w->now), DATE_NONE, &office));
}

static Err people_it(Db *db, Arena *a UNUSED, void *arg)
{
    World *w = arg;
    put_place(w, db, WORLD_TOWN, "黄升镇", "town");
    put_place(w, db, WORLD_VILLAGE, "黄一村", "village");
    put_place(w, db, WORLD_OTHER, "黄二村", "village");
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        w->hands[i] = people[i];
        hire(w, db, &w->hands[i]);
    }
    w->hand_count = COUNT_OF(people);
    return process_join(db, w->arena, WORLD_HOME, w->now);
}

/* What is carried is read once; the definitions live as long as the program. */
static const House *carried_house(void)
{
    static House carried;
    static bool is_read;
    if (!is_read)
        assert_ok(app_carry(arena_new(256 * 1024 * 1024), &carried));
    is_read = true;
    return &carried;
}

World *world_open(Date first_day)
{
    TempStore t = temp_store();
    World *w = ARENA_NEW(t.arena, World);
    *w = (World){.t = t, .arena = t.arena, .house = *carried_house(), .now = world_at(first_day, 0)};
    w->house.store = w->t.store;
    w->house.folder = w->t.folder;
    w->house.county = place_up(WORLD_TOWN, PLACE_COUNTY);
    w->house.base_url = S("https://sun.example");
    house_set(&w->house);
    assert_ok(access_keys_open(w->arena, w->t.folder, true));
    assert_ok(store_reader(w->t.store, w->t.store_arena, &w->staff));
    assert_ok(store_write(w->t.store, w->arena, people_it, w));
    return w;
}

void world_close(World *w)
{
    TempStore t = w->t;
    house_set(carried_house());
    temp_store_end(&t);
}

/* -- time ------------------------------------------------------------------------------------------------------------ */

Instant world_at(Date day, int hour)
{
    return (Instant){date_start(day).ms + hour * 3600000LL};
}

typedef struct Night {
    World *w;
    size_t done;
} Night;

static Err work_night(Db *db, Arena *a, void *arg)
{
    Night *n = arg;
    return process_tick(db, a, n->w->house.engine, n->w->now, &n->done);
}

static void pass_night(World *w, Date day)
{
    Night n = {w, 1};
    w->now = (Instant){date_start(day).ms + 1800000};
    while (n.done) {
        Arena *a = arena_new(LIMIT_REQUEST_ARENA * 4ul);
        assert_ok(store_write(w->t.store, a, work_night, &n));
        arena_free(a);
    }
}

void world_wait(World *w, Instant until)
{
    for (Date day = instant_date(w->now); date_start(day).ms + 1800000 <= until.ms; day.day++)
        if (date_start(day).ms + 1800000 > w->now.ms)
            pass_night(w, day);
    w->now = until;
}

/* -- people ---------------------------------------------------------------------------------------------------------- */

const Hand *world_hand(const World *w, Str name)
{
    for (size_t i = 0; i < w->hand_count; i++)
        if (str_eq(str_of(w->hands[i].name), name))
            return &w->hands[i];
    return NULL;
}

Actor world_actor(World *w, const Hand *h, Str role)
{
    Actor x = {.kind = ACTOR_PERSON, .home = WORLD_HOME, .person = h->person, .name = str_of(h->name)};
    Str wanted = role.len ? role : str_of(h->roles[0]);
    assert_ok(db_snapshot(w->staff, w->arena));
    assert_ok(access_offices_of(w->staff, w->arena, w->house.roles, x.home, x.person, instant_date(w->now), &x.offices,
                                &x.office_count));
    db_release(w->staff);
    for (size_t i = 0; i < x.office_count; i++)
        if (str_eq(x.offices[i].role->code, wanted))
            x.acting = &x.offices[i];
    return x;
}

/* -- cases ----------------------------------------------------------------------------------------------------------- */

typedef struct Call {
    World *w;
    Home home;
    CaseId id;
    const CaseId *ids;
    size_t count;
    const Step *step;
    const NewCase *fresh;
    Str slip;
    Actor actor;
} Call;

static Err do_step(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return process_advance(db, a, c->w->house.engine, c->home, c->id, c->step, NULL);
}

static Err do_open(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    const Case *opened;
    TRY(process_open(db, a, c->w->house.engine, c->fresh, &opened, &c->slip));
    c->id = opened->id;
    c->slip = arena_str(c->w->arena, c->slip);
    return NULL;
}

static Err do_slip(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    return access_slip_open(db, a, c->slip, c->w->now, &c->actor);
}

Err world_step(World *w, Home home, CaseId id, const Step *s)
{
    Call c = {.w = w, .home = home, .id = id, .step = s};
    return store_write(w->t.store, w->arena, do_step, &c);
}

static Err do_keep(Db *db, Arena *a, void *arg)
{
    return disclosure_keep_book(db, a, WORLD_VILLAGE, *(Str *)arg, &access_system, clock_now(house()->clock));
}

void world_keep_book(World *w, Str book)
{
    assert_ok(store_write(w->t.store, w->arena, do_keep, &book));
}

static Err do_many(Db *db, Arena *a, void *arg)
{
    Call *c = arg;
    Err *refusals = ARENA_ARRAY(a, Err, c->count);
    return process_advance_many(db, a, c->w->house.engine, c->home, c->ids, c->count, c->step, refusals);
}

Err world_many(World *w, Home home, const CaseId *ids, size_t count, const Step *s)
{
    Call c = {.w = w, .home = home, .ids = ids, .count = count, .step = s};
    return store_write(w->t.store, w->arena, do_many, &c);
}

Err world_new(World *w, const NewCase *n, CaseId *ret_id, Str *ret_slip)
{
    Call c = {.w = w, .fresh = n};
    TRY(store_write(w->t.store, w->arena, do_open, &c));
    *ret_id = c.id;
    *ret_slip = c.slip;
    return NULL;
}

Err world_slip(World *w, Str slip, Actor *ret_actor)
{
    Call c = {.w = w, .slip = slip};
    TRY(store_write(w->t.store, w->arena, do_slip, &c));
    *ret_actor = c.actor;
    return NULL;
}

const Case *world_case(World *w, Home home, CaseId id)
{
    const Case *c;
    assert_ok(db_snapshot(w->t.db, w->arena));
    assert_ok(process_get(w->t.db, w->arena, w->house.engine, home, id, &c));
    db_release(w->t.db);
    return c;
}

// SPDX-License-Identifier: Apache-2.0
/* Places, synthetic persons, their offices, and the few accounts a visitor may try. */
#include "app/demo.h"

#include <unistd.h>

#define TOWN_REAL "371603106"
#define TOWN_FICTIONAL "371603900"

enum { CLERK_VILLAGES = 3, RARE_VILLAGE = 2 };

/* -- places ------------------------------------------------------------------------------------------------------------- */

/* Who is in the service centre on which day of the week. */
static Str duty_of(Demo *d, const DemoVillage *v)
{
    return arena_printf(d->arena, "周一三五 %.*s，周二四 %.*s，周六日 %.*s", STR_ARG(v->clerk.name), STR_ARG(v->member[1].name),
                        STR_ARG(v->member[2].name));
}

static Err put_places(Demo *d, Db *db, Arena *a, const char *file, bool fictional)
{
    Table t;
    TRY(csv_read(a, d->house.file(str_of(file)), LIMIT_ROWS_MANY, &t));
    for (size_t row = 1; row < t.rows && d->village_count < DEMO_VILLAGES; row++) {
        const Str *cells = &t.cells[row * t.columns];
        DemoVillage *v = &d->villages[d->village_count++];
        if (!place_read(cells[0], &v->place.code))
            return ERR(a, ERR_BROKEN, "err.app.demo_data", .args = {str_of(file)});
        v->place.name = arena_str(d->arena, cells[3]);
        v->place.kind = S("village");
        v->place.phone = S("0543-0000000");
        v->place.hours = S("8:00–17:30");
        v->place.office = S("村中心街，村部大院一楼");
        v->place.from = period_first(d->first_month);
        v->place.to = DATE_NONE;
        v->place.fictional = fictional;
        v->home = place_home(v->place.code);
        v->seed = str_hash(cells[0]);
        v->faults = fictional;
        v->nth = row - 1;
        v->dual = demo_chance(v->seed, S("dual"), 0, 3) == 0;
        TRY(place_put(db, a, &v->place));
    }
    return NULL;
}

static Err put_town(Demo *d, Db *db, Arena *a, DemoTown *t, const char *code, Str name, bool fictional)
{
    REQUIRE(place_read(str_of(code), &t->place.code));
    t->place = (Place){.code = t->place.code, .name = name, .kind = S("town"), .phone = S("0543-0000001"),
                       .hours = S("8:30–17:30"), .from = period_first(d->first_month), .to = DATE_NONE,
                       .fictional = fictional};
    t->home = place_home(t->place.code);
    TRY(process_join(db, a, t->home, clock_now(d->clock)));
    return place_put(db, a, &t->place);
}

/* The other towns of the district: names only, so that the county page is whole. */
static Err put_other_towns(Demo *d, Db *db, Arena *a)
{
    Table t;
    TRY(csv_read(a, d->house.file(S("data/place/town_371603.csv")), LIMIT_ROWS_MANY, &t));
    for (size_t row = 1; row < t.rows; row++) {
        Place p = {.name = t.cells[row * t.columns + 1], .kind = S("town"), .from = period_first(d->first_month),
                   .to = DATE_NONE};
        if (place_read(t.cells[row * t.columns], &p.code) && p.code.v != d->towns[0].place.code.v)
            TRY(place_put(db, a, &p));
    }
    Place county = {.code = d->house.county, .name = S("沾化区"), .kind = S("county"),
                    .from = period_first(d->first_month), .to = DATE_NONE};
    return place_put(db, a, &county);
}

/* -- persons -------------------------------------------------------------------------------------------------------------- */

static Str split_pick(Str list, uint64_t pick)
{
    Str rest = list, part;
    size_t count = 0;
    while (str_next(&rest, ' ', &part))
        count++;
    REQUIRE(count > 0);
    rest = list;
    for (uint64_t i = 0; i <= pick % count; i++)
        (void)str_next(&rest, ' ', &part);
    return part;
}

static Err add_person(Demo *d, Db *db, Arena *a, Home home, uint64_t seed, Str what, DemoPerson *p)
{
    Str surname = split_pick(yaml_text(d->content, S("surnames")), demo_chance(seed, what, 1, 1000));
    Str given = split_pick(yaml_text(d->content, S("given")), demo_chance(seed, what, 2, 1000));
    p->name = str_eq(what, S("rare")) ? yaml_text(d->content, what)
                                      : arena_printf(d->arena, "%.*s%.*s", STR_ARG(surname), STR_ARG(given));
    p->home = home;
    return access_person_add(db, a, home, p->name, &p->id);
}

typedef struct Appointing {
    Demo *d;
    Db *db;
    Arena *arena;
    PlaceCode place;
} Appointing;

static Err appoint(const Appointing *x, const DemoPerson *p, Str role)
{
    int64_t office;
    return access_appoint(x->db, x->arena, x->d->house.roles, &access_system, clock_now(x->d->clock), p->id, p->home,
                          role, x->place, period_first(x->d->first_month), DATE_NONE, &office);
}

static Err appoint_all(const Appointing *x, const DemoPerson *p, Str roles)
{
    Str rest = roles, role;
    while (str_next(&rest, ' ', &role))
        TRY(appoint(x, p, role));
    return NULL;
}

/* Whoever is secretary, head and council chair at once holds all three; the purse is then another's (finance_head). */
static Err staff_leaders(const Appointing *x, DemoVillage *v)
{
    TRY(add_person(x->d, x->db, x->arena, v->home, v->seed, S("secretary"), &v->secretary));
    TRY(appoint_all(x, &v->secretary, S("branch_secretary collective_council_chair")));
    if (v->dual) {
        v->head = v->secretary;
        return appoint_all(x, &v->head, S("village_head"));
    }
    TRY(add_person(x->d, x->db, x->arena, v->home, v->seed, S("head"), &v->head));
    return appoint_all(x, &v->head, S("village_head village_committee two_committees_member"));
}

static Err staff_village(const Appointing *x, DemoVillage *v)
{
    static const Str member_roles[] = {S("branch_organizer two_committees_member"),
                                       S("village_committee two_committees_member finance_head"),
                                       S("village_committee two_committees_member")};
    TRY(staff_leaders(x, v));
    for (size_t i = 0; i < DEMO_MEMBERS; i++) {
        bool rare = v->faults && v->nth == RARE_VILLAGE && i + 1 == DEMO_MEMBERS;
        TRY(add_person(x->d, x->db, x->arena, v->home, v->seed + i, rare ? S("rare") : S("member"), &v->member[i]));
        TRY(appoint_all(x, &v->member[i], member_roles[i]));
    }
    for (size_t i = 0; i < DEMO_COMMITTEE; i++) {
        TRY(add_person(x->d, x->db, x->arena, v->home, v->seed + i, S("committee"), &v->committee[i]));
        TRY(appoint_all(x, &v->committee[i], i ? S("village_supervision_committee")
                                               : S("vsc_chair village_supervision_committee discipline_liaison")));
    }
    for (size_t i = 0; i < DEMO_PIONEERS; i++) {
        TRY(add_person(x->d, x->db, x->arena, v->home, v->seed + i, S("pioneer"), &v->pioneer[i]));
        TRY(appoint_all(x, &v->pioneer[i], S("grid_pioneer")));
    }
    return appoint_all(x, &v->clerk, S("village_clerk collective_accountant reporting_clerk asset_keeper "
                                       "civil_affairs_officer fund_secretary"));
}

/* A clerk serves up to three villages of a town. */
static Err hire_clerks(Demo *d, Db *db, Arena *a)
{
    for (size_t i = 0, served = 0; i < d->village_count; i++) {
        DemoVillage *v = &d->villages[i];
        bool next = i == 0 || served == CLERK_VILLAGES || d->villages[i - 1].home.code9 != v->home.code9;
        if (next) {
            TRY(add_person(d, db, a, v->home, v->seed, S("clerk"), &v->clerk));
            served = 0;
        } else
            v->clerk = d->villages[i - 1].clerk;
        served++;
    }
    return NULL;
}

static Err staff_town(const Appointing *x, DemoTown *t)
{
    uint64_t seed = (uint64_t)t->home.code9;
    TRY(add_person(x->d, x->db, x->arena, t->home, seed, S("desk"), &t->desk));
    TRY(add_person(x->d, x->db, x->arena, t->home, seed, S("agency"), &t->agency));
    TRY(add_person(x->d, x->db, x->arena, t->home, seed, S("leader"), &t->leader));
    TRY(add_person(x->d, x->db, x->arena, t->home, seed, S("link"), &t->link));
    TRY(appoint(x, &t->desk, S("town_desk")));
    TRY(appoint(x, &t->agency, S("town_agency")));
    TRY(appoint(x, &t->leader, S("town_leader")));
    return appoint(x, &t->link, S("town_link"));
}

static Err staff_everybody(Db *db, Arena *a, void *arg)
{
    Demo *d = arg;
    TRY(put_town(d, db, a, &d->towns[0], TOWN_REAL, S("黄升镇"), false));
    TRY(put_town(d, db, a, &d->towns[1], TOWN_FICTIONAL, S("枣花镇"), true));
    TRY(put_places(d, db, a, "data/place/village_371603106.csv", false));
    TRY(put_places(d, db, a, "data/place/village_371603900.csv", true));
    TRY(put_other_towns(d, db, a));
    TRY(hire_clerks(d, db, a));
    for (size_t i = 0; i < d->village_count; i++) {
        Appointing x = {d, db, a, d->villages[i].place.code};
        demo_open_books(d, &d->villages[i]);
        TRY(staff_village(&x, &d->villages[i]));
        d->villages[i].place.duty = duty_of(d, &d->villages[i]);
        TRY(place_put(db, a, &d->villages[i].place));
    }
    for (size_t i = 0; i < COUNT_OF(d->towns); i++) {
        Appointing x = {d, db, a, d->towns[i].place.code};
        TRY(staff_town(&x, &d->towns[i]));
    }
    Appointing x = {d, db, a, d->house.county};
    TRY(add_person(d, db, a, place_home(d->house.county), 7, S("county"), &d->county));
    return appoint(&x, &d->county, S("county_admin"));
}

Err demo_make_people(Demo *d)
{
    return store_write(d->house.store, d->arena, staff_everybody, d);
}

/* -- accounts ------------------------------------------------------------------------------------------------------------------ */

typedef struct Account {
    const char *login, *role;
    const DemoPerson *person;
    const Place *place;
    Str secret, hash;
} Account;

typedef struct AccountWork {
    Demo *d;
    Account rows[DEMO_ACCOUNTS];
    size_t count;
} AccountWork;

static void add_account(AccountWork *w, const char *login, const char *role, const DemoPerson *p, const Place *place)
{
    REQUIRE(w->count < DEMO_ACCOUNTS);
    Account *row = &w->rows[w->count++];
    uint64_t pick = demo_chance((uint64_t)p->id.v, S("secret"), 0, 1000000);
    *row = (Account){login, role, p, place, STR_NONE, STR_NONE};
    row->secret = arena_printf(w->d->arena, "shai-%06llu", (unsigned long long)pick);
    row->hash = seal_password_hash(w->d->arena, row->secret);
}

static Err put_accounts(Db *db, Arena *a, void *arg)
{
    AccountWork *w = arg;
    for (size_t i = 0; i < w->count; i++)
        TRY(access_login_set(db, a, w->rows[i].person->home, w->rows[i].person->id, str_of(w->rows[i].login),
                             w->rows[i].hash));
    return NULL;
}

static Err write_accounts(const AccountWork *w)
{
    Arena *a = w->d->arena;
    Out *o = out_new(a, LIMIT_FORM_BYTES, NULL);
    static const Str head[] = {S("login"), S("secret"), S("role"), S("place"), S("name")};
    for (size_t i = 0; i < COUNT_OF(head); i++)
        csv_cell(o, head[i], i == 0);
    csv_end(o);
    for (size_t i = 0; i < w->count; i++) {
        const Account *row = &w->rows[i];
        const Str cells[] = {str_of(row->login), row->secret, str_of(row->role), row->place->name, row->person->name};
        for (size_t k = 0; k < COUNT_OF(cells); k++)
            csv_cell(o, cells[k], k == 0);
        csv_end(o);
    }
    Str path = arena_printf(a, "%s/demo-accounts.csv", w->d->house.folder), text = out_str(o);
    FILE *f = fopen(path.at, "wb");
    bool ok = f && fwrite(text.at, 1, text.len, f) == text.len;
    if (f)
        ok = fclose(f) == 0 && ok;
    return ok ? NULL : ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {path});
}

DemoVillage *demo_first_dual(Demo *d)
{
    for (size_t i = 0; i < d->village_count; i++)
        if (d->villages[i].dual)
            return &d->villages[i];
    return &d->villages[0];
}

Err demo_make_accounts(Demo *d)
{
    AccountWork w = {.d = d};
    DemoVillage *first = &d->villages[0], *dual = demo_first_dual(d);
    DemoTown *real = &d->towns[0], *fictional = &d->towns[1];
    add_account(&w, "wenshu", "village_clerk", &first->clerk, &first->place);
    add_account(&w, "shuji", "branch_secretary", &first->secretary, &first->place);
    add_account(&w, "caiwu", "finance_head", &first->member[1], &first->place);
    add_account(&w, "jianwei", "vsc_chair", &first->committee[0], &first->place);
    add_account(&w, "jianwei2", "village_supervision_committee", &first->committee[1], &first->place);
    add_account(&w, "jianwei3", "village_supervision_committee", &first->committee[2], &first->place);
    add_account(&w, "xianfeng", "grid_pioneer", &first->pioneer[0], &first->place);
    add_account(&w, "yijiantiao", "branch_secretary, village_head", &dual->secretary, &dual->place);
    add_account(&w, "zhen", "town_desk", &real->desk, &real->place);
    add_account(&w, "daili", "town_agency", &real->agency, &real->place);
    add_account(&w, "zaohua", "town_desk", &fictional->desk, &fictional->place);
    Place county = {.name = S("沾化区")};
    add_account(&w, "qu", "county_admin", &d->county, &county);
    TRY(store_write(d->house.store, d->arena, put_accounts, &w));
    return write_accounts(&w);
}

// SPDX-License-Identifier: Apache-2.0
/* user: logins and passwords for town and county, printed codes for village staff, the second factor, from the command
 * line: the operator's own way in, and the way back in for whoever stands at the top and has nobody above him. */
#include "app/app.h"

enum { PASSWORD_BYTES = 12 };

typedef struct UserWork {
    const CommandRun *run;
    Str login, password, code;
    Str hash;
    PlaceCode place; /* add: whose login it is */
    Str role, name;
    Instant now;
} UserWork;

static Err find_login(Db *db, Arena *a, Str login, LoginRow *ret_row)
{
    TRY(access_login_find(db, a, login, STR_NONE, ret_row));
    if (!ret_row->person.v)
        return ERR(a, ERR_MISSING, "err.app.no_login", .args = {login});
    return NULL;
}

/* The one who holds that office there; by name when several do. */
static Err find_holder(Db *db, Arena *a, const UserWork *w, const Office **ret_office)
{
    const Office *offices;
    size_t count;
    TRY(access_offices_at(db, a, w->run->house->roles, w->place, instant_date(w->now), &offices, &count));
    *ret_office = NULL;
    for (size_t i = 0; i < count; i++) {
        bool fits = str_eq(offices[i].role->code, w->role) && (!w->name.len || str_eq(offices[i].person_name, w->name));
        if (fits && *ret_office)
            return ERR(a, ERR_INPUT, "err.app.holders_many", .args = {w->role, place_plain(a, w->place)});
        if (fits)
            *ret_office = &offices[i];
    }
    return *ret_office ? NULL : ERR(a, ERR_MISSING, "err.app.no_holder", .args = {w->role, place_plain(a, w->place)});
}

static Err add_login(Db *db, Arena *a, void *arg)
{
    UserWork *w = arg;
    const Office *holder;
    LoginRow row;
    TRY(access_login_find(db, a, w->login, STR_NONE, &row));
    if (row.person.v)
        return ERR(a, ERR_CONFLICT, "err.access.login_taken", .args = {w->login});
    TRY(find_holder(db, a, w, &holder));
    return access_login_set(db, a, access_home_of(holder->person), holder->person, w->login, w->hash);
}

static Err set_password(Db *db, Arena *a, void *arg)
{
    UserWork *w = arg;
    LoginRow row;
    TRY(find_login(db, a, w->login, &row));
    return access_login_set(db, a, row.home, row.person, w->login, w->hash);
}

static Err issue_code(Db *db, Arena *a, void *arg)
{
    UserWork *w = arg;
    LoginRow row;
    Str code;
    TRY(find_login(db, a, w->login, &row));
    TRY(access_code_issue(db, a, &access_system, row.home, row.person, w->now, &code));
    w->code = arena_str(w->run->arena, code);
    return NULL;
}

static Err reset_factor(Db *db, Arena *a, void *arg)
{
    UserWork *w = arg;
    LoginRow row;
    TRY(find_login(db, a, w->login, &row));
    return access_factor_reset(db, a, &access_system, row.home, row.person, w->now);
}

/* -- verbs -------------------------------------------------------------------------------------------------------- */

static int say(const CommandRun *r, Err e, Str words)
{
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(words));
    return EXIT_DONE;
}

Str app_user_password(Arena *a, Str *ret_hash)
{
    uint8_t bytes[PASSWORD_BYTES];
    seal_random(bytes, sizeof bytes);
    Str password = base64url_write(a, (Str){(const char *)bytes, sizeof bytes});
    *ret_hash = seal_password_hash(a, password);
    return password;
}

static void make_password(UserWork *w)
{
    w->password = app_user_password(w->run->arena, &w->hash);
}

static int do_add(UserWork *w)
{
    const CommandRun *r = w->run;
    const char *place = app_option(r, "place"), *role = app_option(r, "role"), *name = app_option(r, "name");
    if (!place || !role)
        return EXIT_USAGE;
    if (!place_read(str_of(place), &w->place))
        return app_refuse(r, ERR(r->arena, ERR_INPUT, "err.app.place_code", .args = {str_of(place)}));
    w->role = str_of(role);
    w->name = name ? str_of(name) : STR_NONE;
    make_password(w);
    return say(r, store_write(r->house->store, r->arena, add_login, w), w->password);
}

static int do_password(UserWork *w)
{
    make_password(w);
    return say(w->run, store_write(w->run->house->store, w->run->arena, set_password, w), w->password);
}

static int do_code(UserWork *w)
{
    Err e = store_write(w->run->house->store, w->run->arena, issue_code, w);
    return say(w->run, e, w->code);
}

static int do_factor(UserWork *w)
{
    Err e = store_write(w->run->house->store, w->run->arena, reset_factor, w);
    return say(w->run, e, LANG_FILL(w->run->arena, w->run->lang, S("app.factor_reset"), w->login));
}

int app_user(const CommandRun *r)
{
    static const struct {
        const char *name;
        int (*run)(UserWork *w);
    } verbs[] = {{"add", do_add}, {"password", do_password}, {"code", do_code}, {"factor", do_factor}};
    const char *verb = app_argument(r, 0), *login = app_argument(r, 1);
    UserWork w = {.run = r, .login = str_of(login), .now = clock_now(r->house->clock)};
    int code = EXIT_USAGE;
    for (size_t i = 0; verb && login && i < COUNT_OF(verbs); i++)
        if (strcmp(verb, verbs[i].name) == 0)
            code = verbs[i].run(&w);
    return code == EXIT_USAGE ? app_usage(r) : code;
}

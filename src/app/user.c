// SPDX-License-Identifier: Apache-2.0
/* user: passwords for town and county, printed codes for village staff, from the command line. */
#include "app/app.h"

enum { PASSWORD_BYTES = 12 };

typedef struct UserWork {
    const CommandRun *run;
    Str login, hash, code;
    Instant now;
} UserWork;

static Err find_login(Db *db, Arena *a, Str login, LoginRow *ret_row)
{
    TRY(access_login_find(db, a, login, STR_NONE, ret_row));
    if (!ret_row->person.v)
        return ERR(a, ERR_MISSING, "err.app.no_login", .args = {login});
    return NULL;
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

static int say(const CommandRun *r, Err e, Str secret)
{
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(secret));
    return EXIT_DONE;
}

int app_user(const CommandRun *r)
{
    const char *verb = app_argument(r, 0), *login = app_argument(r, 1);
    UserWork w = {.run = r, .login = str_of(login), .now = clock_now(r->house->clock)};
    if (verb && login && strcmp(verb, "password") == 0) {
        uint8_t bytes[PASSWORD_BYTES];
        seal_random(bytes, sizeof bytes);
        Str password = base64url_write(r->arena, (Str){(const char *)bytes, sizeof bytes});
        w.hash = seal_password_hash(r->arena, password);
        return say(r, store_write(r->house->store, r->arena, set_password, &w), password);
    }
    if (verb && login && strcmp(verb, "code") == 0) {
        Err e = store_write(r->house->store, r->arena, issue_code, &w);
        return say(r, e, w.code);
    }
    fprintf(r->out, "shaichang user password LOGIN | code LOGIN\n");
    return EXIT_USAGE;
}

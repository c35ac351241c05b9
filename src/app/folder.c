// SPDX-License-Identifier: Apache-2.0
/* init, backup, restore: the folder a house keeps everything in. */
#include "app/app.h"
#include "app/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

Err app_folder_make(Arena *a, const char *folder, const FolderNew *n)
{
    Str path = arena_printf(a, "%s/house.conf", folder), keys = arena_printf(a, "%s/keys", folder);
    if (access(path.at, F_OK) == 0)
        return ERR(a, ERR_CONFLICT, "err.app.folder_exists", .args = {str_of(folder)});
    if ((mkdir(folder, 0750) != 0 && errno != EEXIST) || (mkdir(keys.at, 0700) != 0 && errno != EEXIST))
        return ERR(a, ERR_INPUT, "err.app.folder_refused", .args = {str_of(folder)}, .detail = str_of(strerror(errno)));
    FILE *f = fopen(path.at, "wbx");
    bool ok = f && fprintf(f, "kind=%s\ncounty=%.*s\nhost=%.*s\nsecond_factor=%s\n", n->demo ? "demo" : "real",
                           STR_ARG(n->county), STR_ARG(n->host), n->demo ? "off" : "on") > 0;
    if (f)
        ok = fflush(f) == 0 && fsync(fileno(f)) == 0 && fclose(f) == 0 && ok;
    return ok ? NULL : ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {str_of(folder)});
}

typedef struct CountyWork {
    Place place;
} CountyWork;

static Err put_county(Db *db, Arena *a, void *arg)
{
    CountyWork *w = arg;
    return place_put(db, a, &w->place);
}

static Err init_folder(const CommandRun *r, Str county, Str name, Str host)
{
    PlaceCode code;
    if (county.len != 6 || !place_read(county, &code))
        return ERR(r->arena, ERR_INPUT, "err.app.county", .field = S("county"), .args = {county});
    FolderNew folder = {.county = county, .host = host};
    TRY(app_folder_make(r->arena, r->config->folder, &folder));
    House h;
    TRY(app_house_open(r->arena, r->config, HOUSE_WRITES, &h));
    CountyWork w = {{.code = code, .name = name, .kind = S("county"), .from = instant_date(clock_now(h.clock)),
                     .to = DATE_NONE}};
    Err e = store_write(h.store, r->arena, put_county, &w);
    app_house_close(&h);
    return e;
}

int app_init(const CommandRun *r)
{
    const char *county = app_option(r, "county"), *name = app_option(r, "name"), *host = app_option(r, "host");
    if (!county || !name || !name[0]) {
        fprintf(r->out, "shaichang init --county=371603 --name=... [--host=sun.example]\n");
        return EXIT_USAGE;
    }
    Err e = init_folder(r, str_of(county), str_of(name), host ? str_of(host) : S("localhost"));
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.made"), str_of(r->config->folder))));
    return EXIT_DONE;
}

int app_backup(const CommandRun *r)
{
    const char *to = app_argument(r, 0);
    if (!to) {
        fprintf(r->out, "shaichang backup FILE\n");
        return EXIT_USAGE;
    }
    Err e = store_backup(r->house->store, r->arena, to);
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.backed_up"), str_of(to))));
    return EXIT_DONE;
}

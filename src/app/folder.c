// SPDX-License-Identifier: Apache-2.0
/* The folder a house keeps everything in, and how it begins. */
#include "app/app.h"
#include "app/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- files -------------------------------------------------------------------------------------------------------------- */

static Err refused(Arena *a, const char *path)
{
    return ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {str_of(path)}, .detail = str_of(strerror(errno)));
}

static Err sync_folder(Arena *a, const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok ? NULL : refused(a, folder);
}

Err app_folder_write(Arena *a, const char *path, mode_t mode, Str bytes)
{
    Str part = arena_printf(a, "%s.part", path);
    int fd = open(part.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool ok = fd >= 0;
    for (size_t at = 0; ok && at < bytes.len;) {
        ssize_t put = write(fd, bytes.at + at, bytes.len - at);
        ok = put > 0;
        at += ok ? (size_t)put : 0;
    }
    ok = ok && fsync(fd) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    if (ok && rename(part.at, path) == 0)
        return NULL;
    Err e = refused(a, path);
    unlink(part.at);
    return e;
}

Err app_folder_read(Arena *a, const char *path, size_t bytes_max, Str *ret_bytes)
{
    *ret_bytes = STR_NONE;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NULL : refused(a, path);
    Err e = app_input_read(a, &(Input){str_of(path), fd}, bytes_max, ret_bytes);
    close(fd);
    return e;
}

/* -- making a folder ---------------------------------------------------------------------------------------------------- */

/* Held from the first line to the last; closed with the process. */
static int being_made = -1;

static Err begin(Arena *a, const char *folder)
{
    Str path = arena_printf(a, "%s/house.conf.new", folder);
    bool again = access(path.at, F_OK) == 0;
    if (!again && access(arena_printf(a, "%s/main.db", folder).at, F_OK) == 0)
        return ERR(a, ERR_CONFLICT, "err.app.folder_exists", .args = {str_of(folder)});
    being_made = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (being_made < 0)
        return refused(a, path.at);
    if (flock(being_made, LOCK_EX | LOCK_NB) != 0)
        return ERR(a, ERR_AGAIN, "err.app.folder_busy", .args = {str_of(folder)});
    return NULL;
}

/* An attempt before this one may have been broken off. */
static void clear(Arena *a, const char *folder)
{
    static const char *const left[] = {"main.db", "main.db-wal", "main.db-shm", "demo-accounts.csv"};
    for (size_t i = 0; i < COUNT_OF(left); i++)
        unlink(arena_printf(a, "%s/%s", folder, left[i]).at);
    Str signer = arena_printf(a, "%s/keys/signer", folder);
    DIR *dir = opendir(signer.at);
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.')
            unlink(arena_printf(a, "%s/%s", signer.at, entry->d_name).at);
    if (dir)
        closedir(dir);
}

/* What house.conf says is a line, and stands at the foot of every village page. */
Err app_folder_words(Arena *a, const char *name, Str words)
{
    uint32_t c;
    for (Str rest = words; text_next(&rest, &c);)
        if (c < ' ' || c == 0x7F || c == 0xFFFD)
            return ERR(a, ERR_INPUT, "err.app.house_line", .field = str_of(name), .args = {str_of(name)});
    if (text_chars(words) > LIMIT_HOUSE_WORDS)
        return ERR(a, ERR_INPUT, "err.app.house_words", .field = str_of(name),
                   .args = {str_of(name), i64_plain(a, LIMIT_HOUSE_WORDS),
                            i64_plain(a, (int64_t)text_chars(words))});
    return NULL;
}

/* The host is the name of every log: one word, and no sign that a signed note uses. */
static Err check_new(Arena *a, const FolderNew *n)
{
    TRY(app_folder_words(a, "host", n->host));
    TRY(app_folder_words(a, "host_body", n->host_body));
    TRY(app_folder_words(a, "filing", n->filing));
    bool one_word = n->host.len && !str_has(n->host, S(" ")) && !str_has(n->host, S("+")) && !str_has(n->host, S("/"));
    return one_word ? NULL : ERR(a, ERR_INPUT, "err.app.host", .field = S("host"), .args = {n->host});
}

Err app_folder_make(Arena *a, const char *folder, const FolderNew *n)
{
    Str keys = arena_printf(a, "%s/keys", folder);
    TRY(check_new(a, n));
    if (access(arena_printf(a, "%s/house.conf", folder).at, F_OK) == 0)
        return ERR(a, ERR_CONFLICT, "err.app.folder_exists", .args = {str_of(folder)});
    if (mkdir(folder, 0750) != 0 && errno != EEXIST)
        return refused(a, folder);
    TRY(begin(a, folder));
    clear(a, folder);
    if (mkdir(keys.at, 0700) != 0 && errno != EEXIST)
        return refused(a, keys.at);
    bool ok = ftruncate(being_made, 0) == 0 &&
              dprintf(being_made, "kind=%s\ncounty=%.*s\nhost=%.*s\nsecond_factor=%s\nhost_body=%.*s\nfiling=%.*s\n",
                      n->demo ? "demo" : "real", STR_ARG(n->county), STR_ARG(n->host), n->demo ? "off" : "on",
                      STR_ARG(n->host_body), STR_ARG(n->filing)) > 0 &&
              fsync(being_made) == 0;
    return ok ? NULL : refused(a, folder);
}

Err app_folder_open(Arena *a, const Config *config, HouseUse use, House *ret_house)
{
    Config unfinished = *config;
    unfinished.unfinished = true;
    return app_house_open(a, &unfinished, use, ret_house);
}

Err app_folder_done(Arena *a, const char *folder)
{
    Str from = arena_printf(a, "%s/house.conf.new", folder), to = arena_printf(a, "%s/house.conf", folder);
    if (rename(from.at, to.at) != 0)
        return refused(a, folder);
    close(being_made);
    return sync_folder(a, folder);
}

/* -- init --------------------------------------------------------------------------------------------------------------- */

typedef struct CountyWork {
    const House *house;
    Place place;
    Str admin, admin_name, hash; /* the first who can sign in, or nobody */
} CountyWork;

static Err put_admin(Db *db, Arena *a, const CountyWork *w)
{
    PersonId person;
    int64_t office;
    Home home = place_home(w->place.code);
    Instant now = clock_now(w->house->clock);
    TRY(access_person_add(db, a, home, w->admin_name, &person));
    TRY(access_login_set(db, a, home, person, w->admin, w->hash));
    return access_appoint(db, a, w->house->roles, &access_system, now, person, home, S("county_admin"), w->place.code,
                          instant_date(now), DATE_NONE, &office);
}

static Err put_county(Db *db, Arena *a, void *arg)
{
    CountyWork *w = arg;
    TRY(place_put(db, a, &w->place));
    return w->admin.len ? put_admin(db, a, w) : NULL;
}

static Err fill_county(const CommandRun *r, CountyWork *w)
{
    House h;
    TRY(app_folder_open(r->arena, r->config, HOUSE_WRITES, &h));
    w->house = &h;
    w->place.from = instant_date(clock_now(h.clock));
    Err e = store_write(h.store, r->arena, put_county, w);
    w->house = NULL;
    app_house_close(&h);
    return e;
}

static Str option_or(const CommandRun *r, const char *name, Str otherwise)
{
    const char *value = app_option(r, name);
    return value ? str_of(value) : otherwise;
}

static Err init_folder(const CommandRun *r, CountyWork *w)
{
    Str county = option_or(r, "county", STR_NONE), name = option_or(r, "name", STR_NONE);
    PlaceCode code;
    if (county.len != 6 || !place_read(county, &code) || place_level(code) != PLACE_COUNTY)
        return ERR(r->arena, ERR_INPUT, "err.app.county", .field = S("county"), .args = {county});
    FolderNew folder = {.county = county, .host = option_or(r, "host", S("localhost")),
                        .host_body = option_or(r, "host-body", name), .filing = option_or(r, "filing", STR_NONE)};
    w->place = (Place){.code = code, .name = name, .kind = S("county"), .to = DATE_NONE};
    TRY(app_folder_make(r->arena, r->config->folder, &folder));
    TRY(fill_county(r, w));
    return app_folder_done(r->arena, r->config->folder);
}

int app_init(const CommandRun *r)
{
    if (!app_option(r, "county") || !app_option(r, "name"))
        return app_usage(r);
    CountyWork w = {.admin = option_or(r, "admin", STR_NONE)};
    w.admin_name = option_or(r, "admin-name", w.admin);
    Str password = w.admin.len ? app_user_password(r->arena, &w.hash) : STR_NONE;
    Err e = init_folder(r, &w);
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.made"), str_of(r->config->folder))));
    if (password.len)
        fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.made_admin"), w.admin, password)));
    return EXIT_DONE;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * backup and restore. A backup is one file: the database, what the folder is (house.conf), and the keys when they were
 * asked for. restore puts one in the place of the database, or makes a folder of it. What the signer remembers is newer
 * than the backup, so the logs go on in a new epoch whose first leaf holds the last checkpoint signed: nobody can lose a
 * decision that way unseen.
 */
#include "app/folder.h"
#include "record/record.h"
#include "steps.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BLOCK = 1024 * 1024, SMALL_FILE_MAX = 64 * 1024 };

/* -- backup ------------------------------------------------------------------------------------------------------------- */

typedef struct Bag {
    Arena *arena;
    const char *folder;
    StoreFile files[LIMIT_BACKUP_FILES];
    size_t count;
} Bag;

static Err put_in(Bag *bag, Str name)
{
    Str bytes;
    if (bag->count == LIMIT_BACKUP_FILES)
        return ERR(bag->arena, ERR_LIMIT, "err.app.many_files", .args = {i64_plain(bag->arena, LIMIT_BACKUP_FILES)});
    TRY(app_folder_read(bag->arena, arena_printf(bag->arena, "%s/%.*s", bag->folder, STR_ARG(name)).at, SMALL_FILE_MAX,
                        &bytes));
    if (bytes.at)
        bag->files[bag->count++] = (StoreFile){name, bytes};
    return NULL;
}

/* Every file of DATA/<name>, and not what is being written just now. */
static Err put_folder(Bag *bag, const char *name)
{
    DIR *dir = opendir(arena_printf(bag->arena, "%s/%s", bag->folder, name).at);
    Err e = NULL;
    for (struct dirent *entry; dir && !e && (entry = readdir(dir)) != NULL;) {
        Str file = str_of(entry->d_name);
        if (entry->d_type == DT_REG && !str_ends(file, S(".part")) && !str_ends(file, S(".tmp")))
            e = put_in(bag, arena_printf(bag->arena, "%s/%.*s", name, STR_ARG(file)));
    }
    if (dir)
        closedir(dir);
    return e;
}

static Err fill_bag(Bag *bag, bool with_keys)
{
    TRY(put_in(bag, S("house.conf")));
    if (!with_keys)
        return NULL;
    TRY(put_folder(bag, "keys"));
    return put_folder(bag, "keys/signer");
}

int app_backup(const CommandRun *r)
{
    const char *to = app_argument(r, 0);
    bool with_keys = app_option(r, "keys") != NULL;
    if (!to)
        return app_usage(r);
    Bag bag = {.arena = r->arena, .folder = r->config->folder};
    Err e = fill_bag(&bag, with_keys);
    e = e ? e : store_backup(r->house->store, r->arena, to, bag.files, bag.count);
    if (e)
        return app_refuse(r, e);
    Str key = with_keys ? S("app.backed_up_keys") : S("app.backed_up");
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, key, str_of(to))));
    return EXIT_DONE;
}

/* -- restore ------------------------------------------------------------------------------------------------------------ */

typedef struct Restore {
    const CommandRun *run;
    const char *folder;
    Str fresh; /* the copy, in the folder, until it takes the database's place */
    const StoreFile *files;
    size_t file_count, opened;
    bool elsewhere; /* the folder is no house yet: another machine, or after the disk was lost */
    Str kept;
} Restore;

static Err copy_in(const Restore *x, const char *from)
{
    static char block[COPY_BLOCK];
    Arena *a = x->run->arena;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return ERR(a, ERR_BROKEN, "err.app.not_readable", .args = {str_of(from)}, .detail = str_of(strerror(errno)));
    int out = open(x->fresh.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t got = out < 0 ? -1 : 1;
    while (got > 0 && (got = read(in, block, sizeof block)) > 0)
        got = write(out, block, (size_t)got) == got ? got : -1;
    bool ok = got == 0 && fsync(out) == 0;
    int why = errno;
    close(in);
    if (out >= 0)
        close(out);
    return ok ? NULL : ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {x->fresh}, .detail = str_of(strerror(why)));
}

static const StoreFile *carried(const Restore *x, Str name)
{
    for (size_t i = 0; i < x->file_count; i++)
        if (str_eq(x->files[i].name, name))
            return &x->files[i];
    return NULL;
}

static Err put_back(const Restore *x, const StoreFile *f)
{
    bool plain = str_starts(f->name, S("keys/")) && !str_has(f->name, S(".."));
    Str path = arena_printf(x->run->arena, "%s/%.*s", x->folder, STR_ARG(f->name));
    return plain ? app_folder_write(x->run->arena, path.at, 0600, f->bytes) : NULL;
}

/* The keys that lie in the folder are newer than those of any backup; without either nothing sealed could be read. */
static Err find_keys(const Restore *x)
{
    Arena *a = x->run->arena;
    if (access(arena_printf(a, "%s/keys/log.key", x->folder).at, F_OK) == 0)
        return NULL;
    if (!carried(x, S("keys/log.key")))
        return ERR(a, ERR_BROKEN, "err.app.restore_keys", .args = {str_of(x->folder)});
    if ((mkdir(arena_printf(a, "%s/keys", x->folder).at, 0700) != 0 && errno != EEXIST) ||
        (mkdir(arena_printf(a, "%s/keys/signer", x->folder).at, 0700) != 0 && errno != EEXIST))
        return ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {str_of(x->folder)});
    for (size_t i = 0; i < x->file_count; i++)
        TRY(put_back(x, &x->files[i]));
    return NULL;
}

/* A folder that is no house yet gets its house.conf last: until then nothing takes it for one. */
static Err make_house(const Restore *x)
{
    const StoreFile *conf = carried(x, S("house.conf"));
    Str path = arena_printf(x->run->arena, "%s/house.conf", x->folder);
    if (!x->elsewhere)
        return NULL;
    return conf ? app_folder_write(x->run->arena, path.at, 0640, conf->bytes)
                : ERR(x->run->arena, ERR_BROKEN, "err.app.no_folder", .args = {str_of(x->folder)});
}

static Err open_epochs(Restore *x)
{
    House h;
    const CommandRun *r = x->run;
    TRY(app_house_open(r->arena, r->config, HOUSE_WRITES, &h));
    EpochWhere where = x->elsewhere ? EPOCH_EVERYWHERE : EPOCH_WHERE_OLDER;
    Err e = record_epoch_open(h.signer, h.store, r->arena, clock_now(h.clock), where, &x->opened);
    app_house_close(&h);
    return e;
}

static Err restore(Restore *x, const char *backup)
{
    const CommandRun *r = x->run;
    const StoreOptions steps = {.steps = woven_steps, .step_count = woven_step_count};
    if (mkdir(x->folder, 0750) != 0 && errno != EEXIST)
        return ERR(r->arena, ERR_BROKEN, "err.app.folder_refused", .args = {str_of(x->folder)});
    TRY(copy_in(x, backup));
    TRY(store_backup_look(r->arena, &steps, x->fresh.at, &x->files, &x->file_count));
    if (x->elsewhere && !carried(x, S("house.conf")))
        return ERR(r->arena, ERR_BROKEN, "err.app.no_folder", .args = {str_of(x->folder)});
    TRY(find_keys(x));
    TRY(store_swap(r->arena, x->folder, x->fresh.at, &x->kept));
    TRY(make_house(x));
    return open_epochs(x);
}

int app_restore(const CommandRun *r)
{
    const char *backup = app_argument(r, 0);
    if (!backup)
        return app_usage(r);
    Restore x = {.run = r, .folder = r->config->folder};
    x.fresh = arena_printf(r->arena, "%s/restore.part", x.folder);
    x.elsewhere = access(arena_printf(r->arena, "%s/house.conf", x.folder).at, F_OK) != 0;
    Err e = restore(&x, backup);
    unlink(x.fresh.at);
    if (e)
        return app_refuse(r, e);
    Str opened = i64_plain(r->arena, (int64_t)x.opened);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.restored"), opened)));
    if (x.kept.len)
        fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.restored_kept"), x.kept)));
    return EXIT_DONE;
}

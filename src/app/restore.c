// SPDX-License-Identifier: Apache-2.0
/*
 * restore: puts a backup in the place of the database. What the signer remembers is newer than the backup, so the logs go
 * on in a new epoch whose first leaf holds the last checkpoint signed: nobody can lose a decision that way unseen.
 */
#include "app/app.h"

#include <errno.h>
#include <unistd.h>

enum { COPY_BLOCK = 1024 * 1024 };

static bool copy_file(const char *from, const char *to)
{
    static char block[COPY_BLOCK];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    bool ok = in && out;
    size_t len;
    while (ok && (len = fread(block, 1, sizeof block, in)) > 0)
        ok = fwrite(block, 1, len, out) == len;
    ok = ok && !ferror(in) && fflush(out) == 0 && fsync(fileno(out)) == 0;
    if (in)
        fclose(in);
    if (out)
        ok = fclose(out) == 0 && ok;
    return ok;
}

/* The present database is kept beside it as main.db.before-restore. */
static Err swap_in(Arena *a, const char *folder, const char *backup)
{
    static const char *const tails[] = {"-wal", "-shm"};
    Str now = arena_printf(a, "%s/main.db", folder), kept = arena_printf(a, "%s/main.db.before-restore", folder);
    Str fresh = arena_printf(a, "%s/main.db.tmp", folder);
    if (!copy_file(backup, fresh.at))
        return ERR(a, ERR_MISSING, "err.app.not_readable", .args = {str_of(backup)}, .detail = str_of(strerror(errno)));
    if (rename(now.at, kept.at) != 0 && errno != ENOENT)
        return ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {str_of(folder)});
    for (size_t i = 0; i < COUNT_OF(tails); i++)
        unlink(arena_printf(a, "%.*s%s", STR_ARG(now), tails[i]).at);
    return rename(fresh.at, now.at) == 0 ? NULL : ERR(a, ERR_BROKEN, "err.app.folder_refused", .args = {str_of(folder)});
}

/* Opens once before the swap: a running server, or a folder that is none, stops the restore here. */
static Err restore(const CommandRun *r, const char *backup, size_t *ret_opened)
{
    House h;
    TRY(app_house_open(r->arena, r->config, HOUSE_WRITES, &h));
    app_house_close(&h);
    TRY(swap_in(r->arena, r->config->folder, backup));
    TRY(app_house_open(r->arena, r->config, HOUSE_WRITES, &h));
    Err e = record_epoch_open(h.signer, h.store, r->arena, clock_now(h.clock), ret_opened);
    app_house_close(&h);
    return e;
}

int app_restore(const CommandRun *r)
{
    const char *backup = app_argument(r, 0);
    size_t opened = 0;
    if (!backup) {
        fprintf(r->out, "shaichang restore FILE\n");
        return EXIT_USAGE;
    }
    Err e = restore(r, backup, &opened);
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.restored"),
                                                i64_plain(r->arena, (int64_t)opened))));
    return EXIT_DONE;
}

// SPDX-License-Identifier: Apache-2.0
/* fsck: recomputes what can be recomputed and names each difference by table and row. */
#include "app/app.h"

typedef struct Complaints {
    const CommandRun *run;
    Home home;
    size_t count;
} Complaints;

/* "bytes differ from their hash" -> fsck.bytes_differ_from_their_hash: what floors and rooms say, in the reader's words. */
static Str sentence(const CommandRun *r, Str what)
{
    char *key = ARENA_ARRAY(r->arena, char, what.len);
    for (size_t i = 0; i < what.len; i++)
        key[i] = what.at[i] == ' ' ? '_' : what.at[i];
    Str full = arena_join(r->arena, (const Str[]){S("fsck"), (Str){key, what.len}}, 2, S("."));
    return lang_has(r->lang, full) ? lang_get(r->lang, full) : what;
}

static void complain(void *arg, Str table, Str row, Str what)
{
    Complaints *c = arg;
    c->count++;
    what = sentence(c->run, what);
    fprintf(c->run->out, "%lld %.*s %.*s: %.*s\n", (long long)c->home.code9, STR_ARG(table), STR_ARG(row), STR_ARG(what));
}

static Err check_home(const CommandRun *r, Db *db, Complaints *c)
{
    TRY(record_fsck(db, r->arena, c->home, complain, c));
    TRY(access_fsck(db, r->arena, c->home, complain, c));
    TRY(process_fsck(db, r->arena, r->house->engine, c->home, complain, c));
    const Audit audit = {.db = db, .home = c->home, .complain = complain, .arg = c};
    for (size_t i = 0; i < rooms_count; i++)
        TRY(room_audit(rooms_all[i], r->arena, &audit));
    return NULL;
}

static Err check_all(const CommandRun *r, Complaints *c)
{
    Db *db;
    TRY(store_reader(r->house->store, r->arena, &db));
    TRY(db_snapshot(db, r->arena));
    const Home *homes;
    size_t count;
    TRY(record_homes(db, r->arena, &homes, &count));
    for (size_t i = 0; i < count; i++) {
        c->home = homes[i];
        app_progress(r, lang_get(r->lang, S("app.recomputing")), i, count);
        TRY(check_home(r, db, c));
    }
    app_progress(r, lang_get(r->lang, S("app.recomputing")), count, count);
    db_release(db);
    return NULL;
}

int app_fsck(const CommandRun *r)
{
    Complaints c = {.run = r};
    Err e = store_check(r->house->store, r->arena);
    e = e ? e : check_all(r, &c);
    if (e)
        return app_refuse(r, e);
    Str key = c.count ? S("app.fsck_found") : S("app.fsck_clean");
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, key, i64_plain(r->arena, (int64_t)c.count))));
    return c.count ? EXIT_REFUSED : EXIT_DONE;
}

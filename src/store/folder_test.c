// SPDX-License-Identifier: Apache-2.0
/* The promises of store.h about the folder: one instance, steps, backups, disks that fail. */
#include "store_bench.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* -- the folder ---------------------------------------------------------------------------------------------------------- */

TEST(a_second_instance_is_refused)
{
    Bench b;
    set_up(&b);
    Store *second;
    Err err = store_open(b.arena, &b.options, &second);
    assert_non_null(err);
    assert_str(err->key, S("err.store.second"));
    assert_str(err->args[1], arena_printf(b.arena, "%ld", (long)getpid()));
    store_close(b.store);
    assert_ok(store_open(b.arena, &b.options, &b.store));
    tear_down(&b);
}

TEST(read_only_opens_beside_the_server_and_writes_nothing)
{
    Bench b;
    set_up(&b);
    write_one(&b, 1);
    StoreOptions look = b.options;
    look.readonly = true;
    Bench other = {.arena = b.arena};
    assert_ok(store_open(b.arena, &look, &other.store));
    assert_int_equal(count_now(&other), 1);
    int64_t id = 2;
    assert_refused(store_write(other.store, b.arena, put_one, &id), "err.store.readonly");
    assert_ok(store_check(other.store, b.arena));
    store_close(other.store);
    look.folder = "/nowhere";
    assert_refused(store_open(b.arena, &look, &other.store), "err.store.no_database");
    tear_down(&b);
}

static void reopen(Bench *b, const StoreStep *with, size_t step_count)
{
    store_close(b->store);
    b->store = NULL;
    b->options.steps = with;
    b->options.step_count = step_count;
}

TEST(new_steps_run_after_a_backup)
{
    Bench b;
    set_up(&b);
    write_one(&b, 1);
    StoreStep more[3] = {steps[0], steps[1], {"zoo", 1, "z", "create table zoo_z (id integer) strict;", NULL, "cc"}};
    reopen(&b, more, 3);
    StoreOptions look = b.options;
    look.readonly = true;
    Store *old;
    assert_refused(store_open(b.arena, &look, &old), "err.store.older");
    assert_ok(store_open(b.arena, &b.options, &b.store));
    assert_int_equal(count_now(&b), 1);
    assert_int_equal(access(arena_printf(b.arena, "%s/backup/before-2-3.db", b.folder).at, R_OK), 0);

    reopen(&b, steps, 2);
    assert_refused(store_open(b.arena, &b.options, &b.store), "err.store.newer");
    tear_down(&b);
}

/* Restored a second time, an old database is copied again; what an attempt left that did not end is made anew. */
TEST(each_old_database_that_is_carried_over_has_a_copy)
{
    Bench b;
    set_up(&b);
    StoreStep more[3] = {steps[0], steps[1], {"zoo", 1, "z", "create table zoo_z (id integer) strict;", NULL, "cc"}};
    Str main_db = arena_printf(b.arena, "%s/main.db", b.folder), kept = arena_printf(b.arena, "%s/old.db", b.folder);
    write_one(&b, 1);
    static const char *const names[] = {"before-2-3.db", "before-2-3-2.db", "before-2-3-3.db"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str left = arena_printf(b.arena, "%s/backup/before-2-3.db.new", b.folder);
        reopen(&b, more, 3);
        if (i) { /* as `restore` does, and an attempt before it that was broken off */
            FILE *f = fopen(left.at, "wb");
            assert_non_null(f);
            assert_int_equal(fclose(f), 0);
            assert_int_equal(unlink(arena_printf(b.arena, "%s-wal", main_db.at).at) == 0 || errno == ENOENT, 1);
            assert_int_equal(unlink(main_db.at), 0);
            assert_int_equal(link(kept.at, main_db.at), 0);
            assert_int_equal(unlink(kept.at), 0);
        }
        assert_ok(store_open(b.arena, &b.options, &b.store));
        assert_int_equal(count_now(&b), 1);
        struct stat st;
        assert_int_equal(stat(arena_printf(b.arena, "%s/backup/%s", b.folder, names[i]).at, &st), 0);
        assert_true(st.st_size > 1000);
        assert_int_equal(access(left.at, F_OK), -1);
        if (i + 1 < COUNT_OF(names)) { /* the copy is the old database */
            Str copy = arena_printf(b.arena, "%s/backup/%s", b.folder, names[i]);
            assert_int_equal(link(copy.at, kept.at), 0);
        }
    }
    tear_down(&b);
}

TEST(an_edited_step_is_refused)
{
    Bench b;
    set_up(&b);
    StoreStep edited[] = {steps[0], steps[1]};
    edited[1].digest = "dd";
    reopen(&b, edited, 2);
    Err err = store_open(b.arena, &b.options, &b.store);
    assert_non_null(err);
    assert_str(err->key, S("err.store.step_changed"));
    assert_str(err->args[0], S("toy"));
    assert_str(err->args[1], S("2"));
    tear_down(&b);
}

TEST(a_step_that_fails_leaves_the_old_version)
{
    Bench b;
    set_up(&b);
    StoreStep bad[4] = {steps[0], steps[1], {"zoo", 1, "z", "create table zoo_z (id integer) strict;", NULL, "cc"},
                        {"zoo", 2, "y", "alter table nothing add column x integer;", NULL, "ee"}};
    reopen(&b, bad, 4);
    assert_refused(store_open(b.arena, &b.options, &b.store), "err.store.broken");
    b.options.steps = steps;
    b.options.step_count = 2;
    assert_ok(store_open(b.arena, &b.options, &b.store));
    tear_down(&b);
}

TEST(a_backup_opens_as_a_store)
{
    Bench b, copy = {0};
    set_up(&b);
    write_one(&b, 1);
    Str folder = arena_printf(b.arena, "%s/copy", b.folder), path = arena_printf(b.arena, "%s/main.db", folder.at);
    assert_int_equal(mkdir(folder.at, 0700), 0);
    assert_ok(store_backup(b.store, b.arena, path.at, NULL, 0));
    assert_refused(store_backup(b.store, b.arena, path.at, NULL, 0), "err.store.backup_exists");
    assert_refused(store_backup(b.store, b.arena, "/nowhere/main.db", NULL, 0), "err.store.cannot_open");
    write_one(&b, 2);
    StoreOptions o = b.options;
    o.folder = folder.at;
    assert_ok(store_open(b.arena, &o, &copy.store));
    copy.arena = b.arena;
    assert_int_equal(count_now(&copy), 1);
    store_close(copy.store);
    tear_down(&b);
}

TEST(fast_and_unsafe_becomes_safe)
{
    Bench b;
    set_up(&b);
    reopen(&b, steps, 2);
    b.options.unsafe_fast = true;
    assert_ok(store_open(b.arena, &b.options, &b.store));
    write_one(&b, 1);
    assert_ok(store_make_safe(b.store, b.arena));
    struct stat st;
    assert_int_equal(stat(arena_printf(b.arena, "%s/main.db-wal", b.folder).at, &st), 0);
    assert_int_equal(st.st_size, 0);
    write_one(&b, 2);
    assert_int_equal(count_now(&b), 2);
    tear_down(&b);
}

/* -- disks --------------------------------------------------------------------------------------------------------------- */

static Err shrink(Db *db, Arena *a, void *arg UNUSED)
{
    return db_exec(db, a, &q_small, NULL, NULL);
}

TEST(a_full_disk_refuses_and_reading_goes_on)
{
    Bench b;
    set_up(&b);
    int64_t from = 1000;
    write_one(&b, 1);
    assert_ok(store_write(b.store, b.arena, shrink, NULL));
    Err err = store_write(b.store, b.arena, put_many, &from);
    assert_non_null(err);
    assert_int_equal(err->code, ERR_AGAIN);
    assert_str(err->key, S("err.store.disk_full"));
    assert_int_equal(count_now(&b), 1);
    write_one(&b, 2);
    tear_down(&b);
}

/* A write that fails, though not for want of room: nobody may be told that it worked. */
TEST(an_input_output_error_stops_the_process)
{
    Bench b;
    set_up(&b);
    store_close(b.store);
    b.store = NULL;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit small = {.rlim_cur = 200 * 1024, .rlim_max = 200 * 1024}, none = {0};
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)signal(SIGABRT, SIG_DFL);
        setrlimit(RLIMIT_CORE, &none);
        setrlimit(RLIMIT_FSIZE, &small);
        Arena *a = arena_new(1 << 20);
        Store *store;
        int64_t from = 1;
        (void)fclose(stderr);
        if (!store_open(a, &b.options, &store) && !store_write(store, a, put_many, &from))
            _exit(0);
        _exit(1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_ok(store_open(b.arena, &b.options, &b.store));
    assert_int_equal(count_now(&b), 0);
    tear_down(&b);
}

TEST_MAIN

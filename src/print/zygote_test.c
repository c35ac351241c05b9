// SPDX-License-Identifier: Apache-2.0
/* A helper with a task of our own: what is asked says what the child shall do. */
#include "print/zygote.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "unit.h"

enum { ANSWER_MAX = 1024 * 1024, MEMORY = 256 * 1024 * 1024 };

static Err answer_of(Arena *a, size_t len, Str *ret_answer)
{
    *ret_answer = (Str){arena_take(a, len, 1), len};
    return NULL;
}

NORETURN static void greedy(void)
{
    Arena *own = arena_new(SIZE_MAX); /* the child's end frees it */
    for (;;)
        arena_take(own, ANSWER_MAX, 1);
}

static Err task_run(Arena *a, Str ask, Str *ret_answer)
{
    if (str_eq(ask, S("refuse")))
        return ERR(a, ERR_RULE, "err.print.pages", .args = {S("400")});
    if (str_eq(ask, S("sleep")))
        sleep(30);
    if (str_eq(ask, S("spin")))
        for (volatile unsigned i = 0;; i++)
            ;
    if (str_eq(ask, S("die")))
        (void)raise(SIGKILL);
    if (str_eq(ask, S("kill the helper")))
        kill(getppid(), SIGKILL);
    if (str_eq(ask, S("greedy")))
        greedy();
    if (str_eq(ask, S("full")))
        return answer_of(a, ANSWER_MAX, ret_answer);
    if (str_eq(ask, S("over")))
        return answer_of(a, ANSWER_MAX + 1, ret_answer);
    if (str_eq(ask, S("files"))) {
        int open = 0;
        for (int fd = 3; fd < 1024; fd++)
            open += lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF;
        *ret_answer = i64_plain(a, open);
        return NULL;
    }
    *ret_answer = arena_str(a, ask);
    return NULL;
}

static const ZygoteTask task = {
    .name = "test", .run = task_run, .seconds = 2, .memory_bytes = MEMORY, .ask_bytes = ANSWER_MAX,
    .answer_bytes = ANSWER_MAX, .at_once = 3,
};

static Arena *arena;
static Zygote *helper;

static void begin(void)
{
    arena = arena_new(64 * 1024 * 1024);
    assert_ok(zygote_start(arena, &task, &helper));
}

static void end(void)
{
    zygote_stop(helper);
    arena_free(arena);
}

static Str large(size_t len)
{
    char *bytes = arena_take(arena, len, 1);
    memset(bytes, 'x', len);
    return (Str){bytes, len};
}

TEST(what_is_asked_is_answered)
{
    begin();
    Str asks[] = {S("hello"), STR_NONE, large(ANSWER_MAX)};
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        Str got;
        assert_ok(zygote_ask(arena, helper, asks[i], &got));
        assert_str(got, asks[i]);
    }
    end();
}

static void refused(Str ask, const char *key)
{
    Str got;
    Err e = zygote_ask(arena, helper, ask, &got);
    assert_non_null(e);
    assert_str(e->key, str_of(key));
}

TEST(a_childs_end_is_told_in_words)
{
    static const struct {
        const char *ask, *key;
    } cases[] = {
        {"refuse", "err.print.pages"},  /* a fault crosses over */
        {"die", "err.print.stopped"},
        {"over", "err.print.too_big"},
        {"sleep", "err.print.slow"},    /* the clock on the wall */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        {"greedy", "err.print.stopped"},
#endif
    };
    begin();
    Str got;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        refused(str_of(cases[i].ask), cases[i].key);
    assert_ok(zygote_ask(arena, helper, S("full"), &got));
    assert_int_equal(got.len, ANSWER_MAX);
    assert_refused(zygote_ask(arena, helper, large(ANSWER_MAX + 1), &got), "err.print.stopped");
    assert_ok(zygote_ask(arena, helper, S("still here"), &got));
    end();
}

TEST(a_child_that_spins_is_stopped_by_its_own_clock)
{
    begin();
    Str got;
    Err e = zygote_ask(arena, helper, S("spin"), &got);
    assert_non_null(e);
    assert_true(str_eq(e->key, S("err.print.slow")) || str_eq(e->key, S("err.print.stopped")));
    assert_ok(zygote_ask(arena, helper, S("still here"), &got));
    end();
}

/* A file that the program has open is not open in the child: 3 is what it answers on. */
TEST(a_child_has_nothing_of_the_program)
{
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    begin();
    Str got;
    assert_ok(zygote_ask(arena, helper, S("files"), &got));
    assert_str(got, S("1"));
    end();
    close(fds[0]);
    close(fds[1]);
}

TEST(a_dead_helper_is_named)
{
    begin();
    Str got;
    Err e = zygote_ask(arena, helper, S("kill the helper"), &got);
    assert_true(!e || str_eq(e->key, S("err.print.stopped")));
    usleep(200 * 1000);
    assert_refused(zygote_ask(arena, helper, S("hello"), &got), "err.print.helper");
    end();
}

typedef struct Asker {
    pthread_t thread;
    Str ask;
    Arena *a;
    Err fault;
} Asker;

static void *asker_run(void *asker)
{
    Asker *k = asker;
    Str got;
    k->fault = zygote_ask(k->a, helper, k->ask, &got);
    return NULL;
}

static int busy_of(size_t count, Str ask)
{
    Asker askers[8] = {0};
    int busy = 0;
    for (size_t i = 0; i < count; i++) {
        askers[i] = (Asker){.ask = ask, .a = arena_new(1024 * 1024)};
        assert_int_equal(pthread_create(&askers[i].thread, NULL, asker_run, &askers[i]), 0);
    }
    for (size_t i = 0; i < count; i++) {
        pthread_join(askers[i].thread, NULL);
        busy += askers[i].fault && str_eq(askers[i].fault->key, S("err.print.busy"));
        arena_free(askers[i].a);
    }
    return busy;
}

/* The three of before are being killed, sooner or later on a busy machine. */
static void wait_for_room(void)
{
    int tries = 0;
    while (busy_of(3, S("room again")) && tries++ < 100)
        usleep(100 * 1000);
    assert_true(tries < 100);
    usleep(1000 * 1000); /* they answer before they end */
}

TEST(as_many_at_once_as_it_says)
{
    int busy = 0;
    begin();
    assert_int_equal(busy_of(3, S("sleep")), 0);
    /* On a busy machine the fourth may ask when the first is gone, or before those of the last try are. */
    for (int tries = 0; busy != 1 && tries < 10; tries++) {
        wait_for_room();
        busy = busy_of(4, S("sleep"));
    }
    assert_int_equal(busy, 1);
    end();
}

TEST_MAIN
